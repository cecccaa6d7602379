"""Search and filter of the table of paths, the sentence of one path, and the facts of its steps."""

from __future__ import annotations

from itertools import pairwise

import pytest

from riskgraph.model.assessment import Certainty, Grade
from riskgraph.model.engagement import Consent, Engagement
from riskgraph.model.quantities import Interval, RowSource
from riskgraph.report.path_rows import PathFilter, all_path_columns, fitting, folded, picked
from riskgraph.report.path_sentences import numbers_sentence, path_sentence
from riskgraph.report.picture import chain_option, mark_at
from riskgraph.report.step_facts import step_at, step_fact_columns, steps_of
from riskgraph.text import LOCALES, t
from tests.report.builders import a_catalogue, a_path, a_submission, an_assessment, an_intrusion
from tests.report.chains import a_register, assessed, the_chain

PATHS = (a_path(), an_intrusion())


def columns() -> dict[str, object]:
    return dict(all_path_columns(an_assessment(), a_submission(), a_catalogue(), "ja"))


def ranks(**wanted: object) -> list[int]:
    return [path.rank for path in fitting(PATHS, columns(), PathFilter(**wanted))]  # type: ignore[arg-type]


def test_a_filter_that_names_nothing_lets_everything_through() -> None:
    assert PathFilter().is_empty and PathFilter(text=" 　").is_empty
    assert ranks() == [1, 2]


@pytest.mark.parametrize("text", ["シーワークス", "ｼｰﾜｰｸｽ", " シー ワークス "])
def test_the_width_of_letters_and_blanks_play_no_part_in_a_search(text: str) -> None:
    assert ranks(text=text) == [1]
    assert folded("ＡＢｃ") == folded("abc")


def test_all_that_is_named_must_fit() -> None:
    assert ranks(parties=("C",)) == [1] and ranks(parties=("A",)) == [1, 2]
    assert ranks(assets=("D1",)) == [1, 2] and ranks(assets=("D9",)) == []
    assert ranks(grades=(Grade.A,)) == [] and ranks(grades=(Grade.E,)) == [1, 2]
    assert ranks(certainties=(Certainty.SUSPECTED,)) == []
    assert ranks(parties=("C",), text="どこにもない") == []


def test_the_rows_follow_the_order_given_with_the_part_that_ranks_them() -> None:
    rows = picked(columns(), (PATHS[1], PATHS[0]), (5e5, 2e6), "ja", part="open_part")  # type: ignore[arg-type]
    assert rows["rank"] == [2, 1] and rows["place"] == [1, 2] and rows["open_part"] == [50.0, 200.0]
    assert "key" not in rows and "searched" not in rows
    assert "place" not in picked(columns(), PATHS, (), "ja")  # type: ignore[arg-type]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_sentence_has_rank_chain_loss_and_probability_with_intervals_and_the_main_reason(locale: str) -> None:
    told = path_sentence(a_path(), an_assessment(), a_submission(), a_catalogue(), locale)
    assert "シーワークス" in told and "アオバ" in told and "40%" in told
    numbers = numbers_sentence(a_path(), locale)
    assert {"ja": "1,710万円 [320万〜6,100万]", "en": "¥17.1M [3.2M-61M]"}[locale] in numbers
    assert "0.075%" in numbers and "0.01%" in numbers and "0.2%" in numbers
    bare = path_sentence(an_intrusion(), an_assessment(), a_submission(), a_catalogue(), locale)
    assert bare.endswith(("です。", "."))


def test_the_steps_of_a_path_are_its_boxes_and_lines_in_order() -> None:
    steps = steps_of(the_chain(), a_register(), "ja")
    assert [step.step_id for step in steps[:4]] == ["owner", "owner>path:1", "path:1", "path:1>path:2"]
    assert len(steps) == 2 * len(the_chain().parties) - 1
    assert all(a.is_line != b.is_line for a, b in pairwise(steps))


def test_every_mark_of_the_path_in_the_drawing_leads_to_its_step_and_no_other_mark_does() -> None:
    path = the_chain()
    option = chain_option(assessed(path), a_register(), path, "ja")
    steps = steps_of(path, a_register(), "ja")
    number = [series["name"] for series in option["series"]].index("path")
    data, links = option["series"][number]["data"], option["series"][number]["links"]
    of_boxes = {step_at(steps, mark_at(option, number, n)) for n in range(len(data))}
    of_lines = {step_at(steps, mark_at(option, number, n, is_line=True)) for n in range(len(links))}
    assert of_boxes - {""} == {step.step_id for step in steps}
    assert of_lines - {""} == {step.step_id for step in steps if step.is_line}
    assert mark_at(option, 0, 0) == "" and mark_at(option, 9, 9) == "" and step_at(steps, "X00") == ""


def test_the_facts_of_a_line_are_those_of_the_register_with_their_cells() -> None:
    row = Engagement(
        engagement_id="E2", consignor="A", consignee="B", parent_engagement="E1", work="保守", consent=Consent.NONE,
        incident_notice_hours=72.0, records=Interval.exact(2000.0),
        source=RowSource("台帳.xlsx", "委託", 7, {"work": "G7", "incident_notice_hours": "AA7"}),
    )  # fmt: skip
    register = a_submission(engagements=(a_submission().engagements[0], row, a_submission().engagements[2]))
    (step,) = [s for s in steps_of(a_path(), register, "ja") if s.step_id == "path:1>path:2"]
    facts = step_fact_columns(step, a_path(), an_assessment(), register, "ja")
    told = dict(zip(facts["fact_name"], zip(facts["fact_value"], facts["cell"], strict=True), strict=True))
    assert told[t("ja", "steps.fact.work")] == ("保守", "G7")
    assert told[t("ja", "steps.fact.notice")] == ("72時間(3日)", "AA7")
    assert told[t("ja", "steps.fact.consent")][0] == t("ja", "steps.consent.none")
    assert "[" in str(told[t("ja", "steps.fact.supervision")][0])


def test_hours_that_nobody_agreed_on_are_told_as_not_agreed() -> None:
    (step,) = [s for s in steps_of(a_path(), a_submission(), "ja") if s.step_id == "owner>path:1"]
    facts = step_fact_columns(step, a_path(), an_assessment(), a_submission(), "ja")
    told = dict(zip(facts["fact_name"], facts["fact_value"], strict=True))
    assert told[t("ja", "steps.fact.notice")] == t("ja", "lead.open")


def test_a_person_on_a_path_has_neither_weakness_nor_share_answered() -> None:
    path = a_path(parties=("P", "A", "B", "K"))
    step = steps_of(path, a_submission(), "ja")[-1]
    facts = step_fact_columns(step, path, an_assessment(), a_submission(), "ja")
    assert t("ja", "steps.fact.weakness") not in facts["fact_name"]
    assert t("ja", "steps.fact.answered") not in facts["fact_name"]
    assert "田中" not in step.label + str(facts)
