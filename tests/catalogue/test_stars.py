"""Stars of the SCS scheme: what a text names, which state of the scheme counts, and how parties and paths stand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.catalogue.stars import load_star_schemes, read_star_schemes, scheme_on, star_in, stars_of
from riskgraph.errors import CatalogueBroken
from riskgraph.model.asset import Asset, Connection, System
from riskgraph.model.engagement import Engagement, HandlingPlace, Status
from riskgraph.model.party import Certificate, Party, PartyKind
from riskgraph.model.quantities import Interval
from riskgraph.model.star import PathStar
from riskgraph.model.submission import Submission

TODAY = date(2026, 10, 1)


def a_register(
    *,
    certificates: tuple[Certificate, ...] = (),
    place: HandlingPlace = HandlingPlace.OWN_ENV,
    records: float = 500.0,
    extra: dict[str, str] | None = None,
    kind: PartyKind = PartyKind.ORGANISATION,
    connections: tuple[Connection, ...] = (),
) -> Submission:
    """An owner P, its contractor A, and B below A, of which the last is described by the arguments."""
    return Submission(
        parties=(
            Party(party_id="P", name="当社"),
            Party(party_id="A", name="甲", certificates=(Certificate(name="SCS ★4", expires_on=date(2027, 3, 31)),)),
            Party(party_id="B", name="乙", certificates=certificates, kind=kind, extra=extra or {}),
        ),
        assets=(Asset(asset_id="D", name="名簿", owner="P", records=Interval.exact(records)),),
        systems=(System(system_id="S", host="P"),),
        connections=connections,
        engagements=(
            Engagement(
                engagement_id="K1", consignor="P", consignee="A", asset_ids=("D",), handling_place=HandlingPlace.NONE
            ),
            Engagement(engagement_id="K2", consignor="A", consignee="B", parent_engagement="K1", handling_place=place),
        ),
    )


@pytest.mark.parametrize(
    ("text", "star"),
    [
        ("★3", 3), ("★★★★", 4), ("三つ星", 3), ("SCS ★３", 3), ("SCS評価制度 4つ星", 4), ("3-star", 3), ("star 5", 5),
        ("ISO/IEC 27001", 0), ("SOC2", 0), ("Pマーク", 0), ("", 0), ("★★★★★★★★", 0),
    ],
)  # fmt: skip
def test_a_text_names_its_star(text: str, star: int) -> None:
    assert star_in(text) == star


@given(st.text(max_size=40))
def test_any_text_names_a_star_from_none_to_five(text: str) -> None:
    assert 0 <= star_in(text) <= 5


def test_the_state_of_the_scheme_is_that_known_on_the_day() -> None:
    oldest, newest = load_star_schemes()[0], load_star_schemes()[-1]

    assert scheme_on(newest.known_from) == newest
    assert scheme_on(date(2025, 12, 25)) == oldest
    assert scheme_on(date(2000, 1, 1)) == oldest


def test_stars_are_given_only_from_the_planned_day_on() -> None:
    starts_on = load_star_schemes()[-1].starts_on
    assert starts_on is not None

    assert not stars_of(a_register(), as_of=TODAY).has_started
    assert stars_of(a_register(), as_of=starts_on).has_started


def test_few_plain_data_in_somebody_elses_rooms_need_the_base_star() -> None:
    star = stars_of(a_register(place=HandlingPlace.CONSIGNOR_SITE), as_of=TODAY).by_party["B"]

    assert (star.required, star.reasons, star.is_short) == (3, (), True)


def test_many_records_in_the_partys_own_environment_raise_the_star() -> None:
    star = stars_of(a_register(records=5_000_000), as_of=TODAY).by_party["B"]

    assert (star.required, star.reasons, star.engagement_ids) == (4, ("confidential",), ("K2",))


def test_a_standing_link_to_a_system_above_raises_the_star() -> None:
    link = Connection(connection_id="C", start="B", end="S")
    star = stars_of(a_register(place=HandlingPlace.NONE, connections=(link,)), as_of=TODAY).by_party["B"]

    assert star.reasons == ("access",)


@pytest.mark.parametrize("title", ["必要な★", "必要★", "Required star", "必要な星"])
def test_what_the_register_states_goes_before_what_the_scheme_suggests(title: str) -> None:
    star = stars_of(a_register(records=5_000_000, extra={title: "３"}), as_of=TODAY).by_party["B"]

    assert (star.required, star.is_asked) == (3, True)


def test_an_expired_star_is_not_held_and_is_named() -> None:
    gone = (Certificate(name="SCS評価制度 ★★★", expires_on=date(2026, 9, 30)),)
    star = stars_of(a_register(certificates=gone), as_of=TODAY).by_party["B"]

    assert (star.held, star.lapsed, star.held_until) == (0, 3, date(2026, 9, 30))


def test_other_certificates_are_no_stars() -> None:
    others = (Certificate(name="ISMS"), Certificate(name="ISO 9001:2015"), Certificate(name="SOC2"))

    assert stars_of(a_register(certificates=others), as_of=TODAY).by_party["B"].held == 0


def test_a_path_needs_the_highest_and_holds_the_lowest_star() -> None:
    stars = stars_of(a_register(certificates=(Certificate(name="★3"),), records=5_000_000), as_of=TODAY)

    assert stars.on_path(("P", "A", "B")) == PathStar(required=4, held=3, short=("B",))
    assert stars.on_path(("P", "A")).short == ()
    assert stars.on_path(("P",)) == PathStar()


def test_people_owners_and_ended_work_have_no_star() -> None:
    register = a_register(kind=PartyKind.INDIVIDUAL_POOL)
    assert set(stars_of(register, as_of=TODAY).by_party) == {"A"}

    ended = register.engagements[0].model_copy(update={"status": Status.ENDED})
    over = register.model_copy(update={"engagements": (ended, register.engagements[1])})
    assert stars_of(over, as_of=TODAY).parties == ()


@pytest.mark.parametrize("content", ["schemes: 3", "nothing: []", "schemes: [{base: 9}]", "[", ""])
def test_a_broken_file_of_the_scheme_stops(tmp_path: Path, content: str) -> None:
    path = tmp_path / "stars.yaml"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(CatalogueBroken):
        read_star_schemes(path)
