"""The command whatif as a user calls it: files, exit status, both languages, the same bytes twice."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from riskgraph.catalogue import load_catalogue
from riskgraph.change import apply
from riskgraph.errors import WrongUse
from riskgraph.intake.checks import check
from riskgraph.intake.joining import control_ids
from riskgraph.intake.register import read_register
from riskgraph.model.change import EngagementDropped, EngagementMoved
from riskgraph.model.problem import Severity
from riskgraph.report.schema import schema
from riskgraph.text import LOCALES, t
from tests.test_main import CALLED_WRONGLY, DONE, HAS_ERRORS, SAMPLE, Run, a_workbook, run

__all__ = ["run"]
ON = ("--as-of", "2026-04-01")
ANSWER = ("--set", "P-003:DEV-01=yes:verified", "P-003:DEV-02=yes:verified")


@pytest.mark.parametrize("locale", LOCALES)
def test_changes_of_every_kind_are_told_with_before_and_after(run: Run, tmp_path: Path, locale: str) -> None:
    more = tmp_path / "more.xlsx"
    parties = [["party_id", "name"], ["P-900", "株式会社あらた"]]
    engagements = [["engagement_id", "consignor", "consignee", "parent_engagement", "relation"]]
    more.write_bytes(a_workbook(Parties=parties, Engagements=[*engagements, ["K-900", "P-003", "P-900", "K-0101", ""]]))
    edits = ("--edit", "委託:K-0102:再委託承諾=個別", "engagements:K-0110:audited_on=2026/3/1")
    work = ("--move", "K-0130=P-900", "--inhouse", "K-0184", "--drop", "K-0151", "--add", more)
    status, out, err = run("whatif", SAMPLE, *ON, *ANSWER, *edits, *work, "--lang", locale)
    assert (status, err) == (DONE, "")
    assert out.startswith(t(locale, "what_if.title", as_of="2026年4月1日" if locale == "ja" else "April 1, 2026"))
    tried = out.split("\n\n")[1]
    assert tried.count("\n・" if locale == "ja" else "\n- ") == 8
    assert "株式会社あらた" in out
    assert t(locale, "table.note").split("。")[0][:20] in out


def test_the_document_is_the_same_twice_and_keeps_its_schema(run: Run) -> None:
    first, second = (run("whatif", SAMPLE, *ON, *ANSWER, "--format", "json", "--top", 3)[1] for _ in range(2))
    assert first == second
    document = json.loads(first)
    assert document["schema"] == "riskgraph.whatif/1"
    jsonschema.validate(document, schema("whatif"))
    total = document["totals"]["eal_yen"]
    moved = sum(p["eal_yen"]["after"]["pt"] - p["eal_yen"]["before"]["pt"] for p in document["paths"])
    assert total["after"]["pt"] - total["before"]["pt"] <= 0 >= moved
    assert len(document["paths"]) <= 5


def test_before_is_what_assess_says(run: Run) -> None:
    assessed = json.loads(run("assess", SAMPLE, *ON, "--format", "json")[1])
    tried = json.loads(run("whatif", SAMPLE, *ON, "--drop", "K-0101", "--format", "json")[1])
    assert tried["totals"]["eal_yen"]["before"] == assessed["totals"]["eal_yen"]
    assert tried["totals"]["p_leak_1y"]["before"] == assessed["totals"]["p_leak_1y"]
    first = {path["rank"]: path["key"] for path in assessed["paths"]}[1] if "key" in assessed["paths"][0] else None
    grades = {path["key"]: path["grade"]["before"] for path in tried["paths"]}
    if first is not None:
        assert grades[first] == assessed["paths"][0]["grade"]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ((), "--set"),
        (("--set", "DEV-01"), "P-003:DEV-01=yes:verified"),
        (("--set", "P-999:DEV-01=yes"), "P-999"),
        (("--set", "P-003:ZZZ-01=yes"), "ZZZ-01"),
        (("--edit", "engagements:K-0102:consent=maybe"), "maybe"),
        (("--edit", "engagements:K-9999:consent=explicit"), "K-9999"),
        (("--drop", "K-9999"), "K-9999"),
        (("--move", "K-0101=P-999"), "P-999"),
        (("--inhouse", "K-0253"), "K-0253"),
        (("--add", "nowhere.xlsx"), "nowhere.xlsx"),
    ],
)
def test_a_change_that_fits_nothing_gets_one_clear_sentence(run: Run, arguments: tuple[str, ...], word: str) -> None:
    status, out, err = run("whatif", SAMPLE, *ON, *arguments)
    assert (status, out) == (CALLED_WRONGLY, "")
    assert word in err
    assert "Traceback" not in err


def test_rows_to_add_that_cannot_be_read_are_told_by_cell(run: Run, tmp_path: Path) -> None:
    more = tmp_path / "more.xlsx"
    header = ["engagement_id", "consignor", "consignee", "parent_engagement", "audited_on"]
    more.write_bytes(a_workbook(Engagements=[header, ["K-900", "P-003", "P-004", "K-0101", "soon"]]))
    status, out, err = run("whatif", SAMPLE, *ON, "--add", more)
    assert (status, out) == (HAS_ERRORS, b"" if isinstance(out, bytes) else "")
    assert "E2" in err


def test_what_a_change_brings_about_is_told_beside_the_amounts(run: Run) -> None:
    moved = ("whatif", SAMPLE, *ON, "--move", "K-0102=P-005")
    status, out, _ = run(*moved)
    block = next(b for b in out.split("\n\n") if b.startswith(t("ja", "what_if.problems")))
    assert "K-0102" in block
    assert status == DONE
    document = json.loads(run(*moved, "--format", "json")[1])
    assert "finding.consent_missing" in {problem["code"] for problem in document["problems"]}
    looped = run("whatif", SAMPLE, *ON, "--edit", "engagements:K-0102:parent_engagement=K-0103")
    assert looped[0] == HAS_ERRORS
    assert "K-0103" in looped[2]


def test_work_that_ends_or_moves_leaves_a_register_without_errors() -> None:
    known = control_ids(load_catalogue())
    submission = read_register([(SAMPLE, Path(SAMPLE).read_bytes())], known_controls=known)
    on = date(2026, 4, 1)
    for engagement in submission.engagements[::6]:
        name = engagement.row_id
        for change in (
            EngagementDropped(engagement_id=name),
            EngagementMoved(engagement_id=name, consignee="P-070"),
            EngagementMoved(engagement_id=name, consignee=""),
        ):
            try:
                changed = apply(submission, [change], as_of=on)
            except WrongUse as refused:
                assert refused.code in {"change.ended", "change.moved_to_itself"}
                continue
            errors = [p.code for p in check(changed, as_of=on, known_controls=known) if p.severity is Severity.ERROR]
            assert errors == [], change
