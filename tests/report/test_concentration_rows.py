"""What many chains share, in words: intervals with every figure, persons left out, old assessments said so."""

from __future__ import annotations

import pytest

from riskgraph.model.assessment import Assessment
from riskgraph.model.asset import System
from riskgraph.model.concentration import Concentration, Shared
from riskgraph.model.party import PartyKind
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from riskgraph.report.concentration_rows import (
    concentration_columns,
    concentration_sentence,
    party_concentration,
    shared_by_many,
)
from riskgraph.text import LOCALES, t
from tests.scoring.worlds import assessed, world


def shared_world() -> Submission:
    submission = world("O > A > B", "O > C > B", "O > A > D", systems=[System(system_id="S", name="基幹DB")])
    changes = {"B": {"group": "G<b>"}, "D": {"kind": PartyKind.INDIVIDUAL, "name": "山田花子"}}
    parties = tuple(p.model_copy(update=changes.get(p.party_id, {})) for p in submission.parties)
    return submission.model_copy(update={"parties": parties})


SUBMISSION = shared_world()


@pytest.fixture(scope="module")
def result() -> Assessment:
    return assessed(SUBMISSION, is_full=True)


def test_only_what_two_paths_share_is_listed_the_largest_first(result: Assessment) -> None:
    shared = shared_by_many(result)

    assert all(one.paths >= 2 for one in shared)
    assert [one.eal_yen.pt for one in shared] == sorted((one.eal_yen.pt for one in shared), reverse=True)
    assert (Shared.PARTY, "B") in {(one.kind, one.key) for one in shared}
    assert len(shared) < len(result.concentration)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_figure_of_the_table_has_its_interval(result: Assessment, locale: str) -> None:
    shared = shared_by_many(result)
    columns = concentration_columns(shared, SUBMISSION, locale)

    assert {len(values) for values in columns.values()} == {len(shared)}
    assert all(columns["shared_range"]) and all(columns["falls_range"])
    assert "山田花子" not in str(columns)
    assert concentration_sentence(shared, SUBMISSION, locale).count("[") == 2


def test_a_system_is_called_by_its_name_and_an_unknown_tail_stays_blank() -> None:
    one = Concentration(kind=Shared.SYSTEM, key="S", eal_yen=Interval.exact(1e6), falls_away_yen=Interval.exact(0.0))
    columns = concentration_columns([one], SUBMISSION, "ja")

    assert columns["shared_name"] == ["基幹DB"]
    assert columns["shared_tail"] == [""]


@pytest.mark.parametrize("locale", LOCALES)
def test_of_a_party_it_is_said_what_passes_falls_away_and_hangs_on_it(result: Assessment, locale: str) -> None:
    lines = party_concentration("A", result, SUBMISSION, locale)

    assert lines[0].startswith(t(locale, "concentration.party.through", eal="", share="", paths="")[:8])
    assert lines[-1] == t(locale, "concentration.party.only_none")  # B can be reached through C, D is a person
    of_group = party_concentration("B", result, SUBMISSION, locale)[-1]
    assert "G" in of_group and "<b>" in of_group


def test_only_through_a_party_names_those_that_nobody_else_leads_to() -> None:
    submission = world("O > A > B > C", "O > D")
    lines = party_concentration("A", assessed(submission, is_full=True), submission, "en")

    assert any("(2): Firm B, Firm C" in line for line in lines)


@pytest.mark.parametrize("locale", LOCALES)
def test_what_was_not_computed_is_said_in_one_line(result: Assessment, locale: str) -> None:
    old = result.model_copy(update={"concentration": ()})

    assert party_concentration("A", old, SUBMISSION, locale) == (t(locale, "concentration.not_computed"),)
    assert party_concentration("D", result, SUBMISSION, locale) == (t(locale, "concentration.party.person"),)
    assert party_concentration("O", result, SUBMISSION, locale) == (t(locale, "concentration.party.absent", most=50),)
    assert concentration_sentence((), SUBMISSION, locale) == t(locale, "concentration.none")
