"""A proposal is told with what speaks for it, how sure it is, and what its answers would be read as."""

from __future__ import annotations

import pytest

from riskgraph.model.answer import Answer, AnswerCode
from riskgraph.model.foreign import AskedItem, GivenAnswer
from riskgraph.model.form_map import FormMap, MapEntry, MappedBy
from riskgraph.model.questionnaire import ReadItem, ReturnedForm
from riskgraph.report.received_maps import (
    answers_counted,
    code_said,
    confidence_said,
    map_counts,
    raw_said,
    read_codes,
    reason_said,
    sure_ones,
)
from riskgraph.text import LOCALES, t

ENTRIES = (
    MapEntry(key="1", text="a", control_ids=("CHN-01",), rule=MappedBy.REFERENCE, confidence=0.85, reason="A.5.20"),
    MapEntry(key="2", text="b", control_ids=("HUM-02",), rule=MappedBy.ALIKE_TEXT, confidence=0.6, reason="HUM-02 x"),
    MapEntry(key="3", text="c", reason="ORG-01 / ORG-02"),
    MapEntry(key="4", text="d", is_confirmed=True),
    MapEntry(key="5", text="e", control_ids=("DEV-01",), rule=MappedBy.PERSON, confidence=1.0, is_confirmed=True),
)
FORM_MAP = FormMap(map_id="m", entries=ENTRIES)


def test_every_question_is_counted_in_exactly_one_way() -> None:
    counts = map_counts(FORM_MAP)
    assert counts == {"total": 5, "confirmed": 1, "none": 1, "proposed": 2, "open": 1}
    assert counts["total"] == sum(count for name, count in counts.items() if name != "total")


def test_only_proposals_that_are_sure_enough_and_not_confirmed_are_offered_together() -> None:
    assert [entry.key for entry in sure_ones(FORM_MAP, 0.8)] == ["1"]
    assert [entry.key for entry in sure_ones(FORM_MAP, 0.5)] == ["1", "2"]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_reason_names_its_rule_and_what_spoke_for_it_but_not_the_control_that_stands_beside_it(locale: str) -> None:
    assert "A.5.20" in reason_said(ENTRIES[0], locale)
    assert reason_said(ENTRIES[1], locale) == t(locale, "receiving.mapped_by.alike_text")
    assert "ORG-01" in reason_said(ENTRIES[2], locale)
    assert [confidence_said(entry) for entry in ENTRIES] == ["85%", "60%", "", "", ""]


def test_what_a_row_says_and_is_read_as_comes_from_its_own_cell() -> None:
    answers = (
        GivenAnswer(column="前回", raw="はい", sheet="s", cell="D4"),
        GivenAnswer(column="今回", raw="<b>いいえ", sheet="s", cell="E4"),
    )
    item = AskedItem(key="1", text="a", sheet="s", cell="B4", answers=answers)
    form = ReturnedForm(
        file="f",
        items=(ReadItem(item_id="1", text="a", raw="いいえ", code="no", sheet="s", cell="E4"),),
        answers=(Answer(party_id="", control_id="CHN-01", answer=AnswerCode.NO),),
    )
    codes = read_codes([form])
    assert raw_said(item) == "はい / <b>いいえ"
    assert code_said(item, codes, "ja") == t("ja", "why.answer.no")
    assert code_said(item.model_copy(update={"answers": answers[:1]}), codes, "ja") == ""
    assert raw_said(None) == code_said(None, codes, "ja") == ""
    assert t("en", "why.answer.no") in answers_counted([form], "en")
    assert answers_counted([], "en") == t("en", "receiving.map.count.none")
