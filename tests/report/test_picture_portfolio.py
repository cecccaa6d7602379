"""The whole register: every party at its tier, the riskiest path thick and on top, doubt dashed, a cap that is told."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from riskgraph.model.assessment import PartyResult
from riskgraph.model.chain import build_chain
from riskgraph.model.engagement import Consent
from riskgraph.model.party import Party
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from riskgraph.report.picture_layout import REFERENCE_WIDTH
from riskgraph.report.picture_marks import DASHED, Option
from riskgraph.report.picture_portfolio import (
    portfolio_alt,
    portfolio_columns,
    portfolio_height,
    portfolio_note,
    portfolio_option,
    spot_at,
)
from riskgraph.report.picture_portfolio_nouns import MOST_ROWS, MOST_TIERS, Portfolio, portfolio
from riskgraph.report.picture_words import PALETTES
from tests.model.builders import engagement
from tests.report.builders import a_hop, an_assessment
from tests.report.chains import a_register, the_chain


def scene(neighbours: int = 24, **changes: object) -> tuple[Portfolio, Submission]:
    register = a_register(neighbours)
    return portfolio(an_assessment(paths=(the_chain(),), **changes), register, build_chain(register)), register


def option(neighbours: int = 24, theme: str = "light") -> Option:
    drawn, register = scene(neighbours)
    return portfolio_option(drawn, register, "ja", theme)


def test_every_engagement_of_a_small_register_is_a_line_one_tier_down() -> None:
    drawn, register = scene(10)
    chain = build_chain(register)
    places = {(spot.tier, spot.party_id) for spot in drawn.spots}
    for engagement_id in chain.engagements:
        parties = chain.parties(engagement_id)
        assert (len(parties) - 1, parties[-1]) in places
    assert all(thread.end[0] == thread.start[0] + 1 for thread in drawn.threads)
    assert drawn.left_out == {} and portfolio_note(drawn, "ja") == ""


def test_the_riskiest_path_is_thick_straight_and_on_top() -> None:
    drawn, register = scene()
    first = [spot for spot in drawn.spots if spot.rank == 1]
    assert [(spot.party_id, spot.row) for spot in first] == [(p, 0) for p in the_chain().parties]
    links = portfolio_option(drawn, register, "ja")["series"][0]["links"]
    loud = [link for link in links if link["lineStyle"]["color"] == PALETTES["light"]["path"]]
    assert len(loud) == len(the_chain().parties) - 1
    assert {link["lineStyle"]["width"] for link in loud} == {4}
    assert max(link["lineStyle"]["width"] for link in links if link not in loud) < 2


def test_a_line_without_consent_or_declaration_is_dashed() -> None:
    drawn, register = scene()
    dashed = {(thread.start[1], thread.end[1]) for thread in drawn.threads if thread.marks}
    assert ("A", "B") in dashed
    links = portfolio_option(drawn, register, "ja")["series"][0]["links"]
    assert sum(link["lineStyle"]["type"] == DASHED for link in links) == len(dashed)


def test_a_party_that_answered_nothing_has_a_dashed_frame_and_a_sign() -> None:
    silent = (PartyResult(party_id="B", tiers=(2,), weakness=Interval(0, 50, 100), coverage=0.0),)
    drawn, register = scene(parties=silent)
    items = {i["party_id"]: i for i in portfolio_option(drawn, register, "ja")["series"][1]["data"]}
    assert items["B"]["label"]["borderType"] == "dashed" and items["B"]["label"]["formatter"].endswith("?")
    assert items["A"]["label"]["borderType"] == "solid" and not items["A"]["label"]["formatter"].endswith("?")


def test_what_finds_no_room_is_counted_and_said() -> None:
    drawn, register = scene(200)
    assert all(sum(s.tier == tier for s in drawn.spots) <= MOST_ROWS for tier in range(drawn.tiers))
    everybody = portfolio(an_assessment(paths=(the_chain(),)), a_register(200), build_chain(register))
    places = {(0, "P")} | {
        (len(build_chain(register).line(e)), register.engagement_by_id[e].consignee) for e in register.engagement_by_id
    }
    assert len(drawn.spots) + sum(drawn.left_out.values()) + drawn.deeper == len(places)
    assert str(sum(drawn.left_out.values()) + drawn.deeper) in portfolio_note(everybody, "ja")


def test_a_chain_deeper_than_the_picture_is_cut_and_said() -> None:
    names = [f"P{n}" for n in range(12)]
    steps = [
        engagement(f"E{n}: {a} > {b}" + (f" under E{n - 1}" if n else "")) for n, (a, b) in enumerate(pairwise(names))
    ]
    base = a_register(0)
    deep = base.model_copy(
        update={
            "engagements": tuple(steps),
            "parties": tuple(Party(party_id=n, name=n) for n in names),
            "assets": (base.assets[0].model_copy(update={"owner": "P0"}),),
        }
    )
    drawn = portfolio(an_assessment(paths=()), deep, build_chain(deep))
    assert drawn.tiers == MOST_TIERS and drawn.deeper == len(names) - MOST_TIERS
    assert str(drawn.deeper) in portfolio_note(drawn, "ja")


@pytest.mark.parametrize("neighbours", [0, 24, 200])
def test_no_box_overlaps_another_or_leaves_the_picture(neighbours: int) -> None:
    drawn, register = scene(neighbours)
    found = portfolio_option(drawn, register, "ja")
    boxes = [(*i["value"], *i["symbolSize"]) for i in found["series"][1]["data"]]
    for n, (x, y, w, h) in enumerate(boxes):
        assert w / 2 <= x <= REFERENCE_WIDTH - w / 2 and h / 2 <= y <= portfolio_height(drawn) - h / 2
        assert not [b for b in boxes[n + 1 :] if abs(b[0] - x) < w and abs(b[1] - y) < h]


def test_a_click_on_a_box_gives_its_best_path_and_party() -> None:
    found = option()
    index = [item["party_id"] for item in found["series"][1]["data"]].index("C")
    assert spot_at(found, 1, index) == (the_chain().key, "C")
    assert spot_at(found, 1, 10**6) == spot_at(found, 9, 0) == ("", "")


def test_an_engagement_that_is_missing_is_drawn_with_its_doubt() -> None:
    path = the_chain(parties=("P", "Z"), engagements=(None,), hops=(a_hop(1, "P", "Z", 0.5),))
    register = a_register(0)
    drawn = portfolio(an_assessment(paths=(path,)), register, build_chain(register))
    (thread,) = [t for t in drawn.threads if t.end == (1, "Z")]
    assert thread.marks == ("missing",)


def test_the_picture_in_words_and_as_a_table_tell_the_path_and_the_doubts() -> None:
    drawn, register = scene(0)
    assert "アオバ情報システム株式会社" in portfolio_alt(drawn, register, "ja")
    columns = portfolio_columns(drawn, register, "ja")
    assert len(columns["tier"]) == 4
    assert register.engagements[1].consent is Consent.NONE and columns["doubt"][1] == "承諾未確認"


def test_the_option_is_plain_json_and_the_same_each_time() -> None:
    once, twice = (json.dumps(option(60, "dark"), allow_nan=False) for _ in range(2))
    assert once == twice


def test_a_name_cannot_speak_the_label_language_of_the_chart() -> None:
    drawn, register = scene(0)
    hostile = tuple(
        Party(party_id="B", name="{a|<b>x</b>}\n{b}|") if p.party_id == "B" else p for p in register.parties
    )
    found = portfolio_option(drawn, register.model_copy(update={"parties": hostile}), "ja")
    (box,) = [i for i in found["series"][1]["data"] if i["party_id"] == "B"]
    assert "{" not in box["name"] and "{" not in box["label"]["formatter"]


def test_an_empty_register_draws_nothing_and_fails_nowhere() -> None:
    nothing = Submission()
    drawn = portfolio(an_assessment(paths=()), nothing, build_chain(nothing))
    found = portfolio_option(drawn, nothing, "ja")
    assert found["series"][1]["data"] == []
    assert portfolio_alt(drawn, nothing, "ja")
