"""Changes as people write them: read as the register's reader would read the cell, refused with what it takes."""

from __future__ import annotations

from datetime import date

import pytest

from riskgraph.change import apply
from riskgraph.errors import WrongUse
from riskgraph.intake.changes import (
    CHANGEABLE,
    answer_change,
    columns_to_change,
    field_change,
    move_change,
    resolved,
    words_of,
)
from riskgraph.intake.jo_levels import jo_levels
from riskgraph.model.answer import AnswerCode, Evidence, ScopeKind
from riskgraph.model.change import AnswerSet, EngagementMoved, FieldSet, RowsAdded
from riskgraph.model.engagement import Consent
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from tests.scoring.worlds import AS_OF, party, world


def register() -> Submission:
    levels = jo_levels(("氏名",))
    names = ("distress", "economic", "identifiability", "sensitive")
    asset = {"categories": ("氏名",), **{name: getattr(levels, name) for name in names}}
    known = world("O > A > B", asset=asset)
    return known.model_copy(update={"parties": (*known.parties, party("C", name="株式会社ほしみ坂"))})


def value(text: str) -> object:
    """Return what a cell holds after an edit of the engagement A."""
    found = resolved(register(), [field_change(text)])
    changed = apply(register(), found, as_of=AS_OF).engagement_by_id["A"]
    return getattr(changed, found[0].column)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P-003:DEV-01=yes:verified", (AnswerCode.YES, Evidence.VERIFIED)),
        ("P-003：dev-01＝一部：文書", (AnswerCode.PARTIAL, Evidence.DOCUMENT)),
        ("P-003:DEV-01=×", (AnswerCode.NO, Evidence.CLAIM)),
    ],
)
def test_an_answer_is_read_in_either_language_and_is_a_claim_where_nothing_is_said(
    text: str, expected: tuple[AnswerCode, Evidence]
) -> None:
    change = answer_change(text)
    assert (change.party_id, change.control_id) == ("P-003", "DEV-01")
    assert (change.answer, change.evidence) == expected


def test_an_answer_may_be_about_one_site() -> None:
    change = answer_change("P-003:PHY-01@拠点:B-03=はい")
    assert (change.scope_kind, change.scope_id) == (ScopeKind.SITE, "B-03")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("engagements:A:consent=explicit", Consent.EXPLICIT),
        ("委託:A:再委託承諾=個別", Consent.EXPLICIT),
        ("engagements:A:consent=個別(2024年度)", Consent.EXPLICIT),
        ("engagements:A:consent=", None),
        ("engagements:A:audited_on=2025年4月1日", date(2025, 4, 1)),
        ("engagements:A:records=1000〜3000", Interval(1000, 2000, 3000)),
        ("engagements:A:records=1.2万", Interval.exact(12000)),
        ("engagements:A:consignee=株式会社ほしみ坂", "C"),
        ("engagements:A:asset_ids=D", ("D",)),
        ("engagements:A:ringi_no=R:1=2", "R:1=2"),
    ],
)
def test_a_cell_is_read_as_the_register_is(text: str, expected: object) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "code", "part"),
    [
        ("engagements:A:consent=maybe", "change.bad_value", "個別 (explicit)"),
        ("engagements:A:audited_on=soon", "change.bad_value", "2026-04-01"),
        ("engagements:A:asset_ids=Z", "change.bad_value", "D"),
        ("engagements:A:parent_engagement=A、A>B", "change.bad_value", "A"),
        ("engagements:A:consignee=nobody at all", "change.unknown_party", ""),
        ("engagements:A:colour=red", "change.unknown_column", ""),
        ("engagements:A:engagement_id=X", "change.fixed_column", ""),
        ("parties:A:certificates=X", "change.fixed_column", ""),
        ("settings:A:owner=X", "change.unknown_sheet", "Engagements"),
        ("consent=explicit", "change.field_form", ""),
    ],
)
def test_what_a_cell_cannot_hold_is_refused_with_what_it_takes(text: str, code: str, part: str) -> None:
    with pytest.raises(WrongUse) as refused:
        resolved(register(), [field_change(text)])
    assert refused.value.code == code
    assert part in " ".join(map(str, refused.value.fields.values()))


@pytest.mark.parametrize("text", ["DEV-01=yes", "P:DEV-01", "", "P:DEV-01=yes:verified:twice"])
def test_what_is_no_answer_is_refused(text: str) -> None:
    with pytest.raises(WrongUse, match="answer_form"):
        answer_change(text)


def test_words_that_are_no_answer_are_refused_with_those_that_are() -> None:
    with pytest.raises(WrongUse) as refused:
        answer_change("P:DEV-01=vielleicht")
    assert "はい (yes)" in str(refused.value.fields["allowed"])


def test_work_is_moved_to_a_party_by_id_or_name() -> None:
    (change,) = resolved(register(), [move_change("A>B = 株式会社ほしみ坂")])
    assert change == EngagementMoved(engagement_id="A>B", consignee="C")
    with pytest.raises(WrongUse, match="move_form"):
        move_change("A>B")


def test_other_categories_bring_their_levels_where_these_follow_the_categories() -> None:
    found = resolved(register(), [field_change("assets:D:categories=氏名、病歴")])
    changed = apply(register(), found, as_of=AS_OF).asset_by_id["D"]
    assert changed.categories == ("氏名", "病歴")
    assert changed.sensitive
    kept = register().assets[0].model_copy(update={"distress": 3})
    own = register().model_copy(update={"assets": (kept,)})
    assert len(resolved(own, [field_change("assets:D:categories=氏名、病歴")])) == 1


def test_later_changes_may_name_rows_that_earlier_ones_add() -> None:
    rows = Submission(parties=(party("N", name="新しい会社"),))
    found = resolved(register(), [RowsAdded(rows=rows), field_change("engagements:A:consignee=新しい会社")])
    assert isinstance(found[1], FieldSet)
    assert found[1].value == "N"
    answer = AnswerSet(party_id="新しい会社", control_id="DEV-01")
    assert resolved(register(), [RowsAdded(rows=rows), answer])[1] == answer.model_copy(update={"party_id": "N"})


def test_every_column_that_is_offered_can_be_emptied_or_says_why_not() -> None:
    for sheet in CHANGEABLE:
        assert columns_to_change(sheet)
    assert ("explicit", "個別") in words_of("engagements", "consent", "ja")
    assert words_of("engagements", "audited_on", "ja") == ()
