"""Export and import as a user calls them: files, exit status, both languages, the same bytes twice."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from riskgraph.text import LOCALES, t
from tests.test_main import CALLED_WRONGLY, DONE, HAS_ERRORS, SAMPLE, Run, run
from tests.ui.pages import workbook

__all__ = ["run"]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_sample_is_exported_and_imported_again(run: Run, tmp_path: Path, locale: str) -> None:
    roi, register = tmp_path / "roi.xlsx", tmp_path / "register.xlsx"
    status, out, err = run("export", SAMPLE, "--to", "dora", "--out", roi, "--lang", locale)

    assert (status, err) == (DONE, "")
    assert out.startswith(t(locale, "dora.exported", providers=57, chains=90))
    book = openpyxl.load_workbook(roi)
    extra = [t(locale, "dora.sheet.risk"), t(locale, "dora.sheet.lint")]
    assert book.sheetnames == ["B_05.01", "B_05.02", *extra]
    assert book[extra[0]].max_row == 91

    status, out, err = run("import", roi, "--from", "dora", "--owner", "あおば", "--out", register, "--lang", locale)
    assert (status, err) == (DONE, "")
    assert out.startswith(t(locale, "dora.imported", providers=57, chains=90, parties=58, engagements=90))
    assert run("check", register)[0] == DONE


def test_the_document_is_the_same_twice_and_adds_up(run: Run) -> None:
    first, second = (run("export", SAMPLE, "--format", "json")[1] for _ in range(2))
    assert first == second

    document = json.loads(first)
    assert document["schema"] == "riskgraph.dora/1"
    scored = json.loads(run("assess", SAMPLE, "--format", "json", "--top", "0")[1])
    direct = [row for row in document["risk"] if row["rank"] == 1 and row["eal_yen"]]
    assert 0 < sum(row["eal_yen"]["pt"] for row in direct) <= scored["totals"]["eal_yen"]["pt"]


def test_broken_templates_are_imported_as_far_as_they_go_with_status_1(run: Run, tmp_path: Path) -> None:
    roi, register = tmp_path / "roi.xlsx", tmp_path / "register.xlsx"
    head = ["c0010", "c0020", "c0030", "c0050", "c0060"]
    rows = [head, ["C1", "S01", "A", 1, ""], ["C1", "S01", "B", 2, "Z"]]
    roi.write_bytes(workbook({"B_05.01": [["c0010", "c0020", "c0050"], ["A", "LEI", "あ"]], "B_05.02": rows}))
    status, out, err = run("import", roi, "--out", register, "--format", "json")

    assert status == HAS_ERRORS
    assert register.exists()
    codes = {problem["code"] for problem in json.loads(out)["problems"]}
    assert {"dora.recipient_outside", "dora.unknown_provider", "dora.left_out"} <= codes
    assert "B_05.02" in err


@pytest.mark.parametrize(
    "arguments",
    [("export", SAMPLE, "--out", "/tmp/x.pdf"), ("export",), ("export", SAMPLE, "--to", "xbrl"), ("import",)],
)
def test_a_wrong_call_is_one_sentence(run: Run, arguments: tuple[str, ...]) -> None:
    status, out, err = run(*arguments)

    assert (status, out) == (CALLED_WRONGLY, "")
    assert len(err.strip().splitlines()) == 1
