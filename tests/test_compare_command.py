"""The command compare: two years of the sample told apart, saved results, and refusals, in both languages."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from riskgraph.__main__ import main
from riskgraph.report.schema import schema
from riskgraph.text import LOCALES, t
from tests.ui.pages import register_bytes

ROOT = Path(__file__).resolve().parents[1]
SAMPLE, RETURNED = ROOT / "sample_vendors.xlsx", ROOT / "questionnaires" / "returned" / "P-003_full.xlsx"
CORRECTED = ROOT / "questionnaires" / "corrected" / "P-003_corrected.xlsx"


@pytest.fixture
def two(tmp_path: Path) -> tuple[str, str]:
    """Two small registers: of the second the data are larger."""
    for name, count in (("old", 1000), ("new", 900_000)):
        data = register_bytes()
        (tmp_path / f"{name}.xlsx").write_bytes(data if name == "old" else with_records(data, count))
    return str(tmp_path / "old.xlsx"), str(tmp_path / "new.xlsx")


def with_records(data: bytes, count: int) -> bytes:
    import io

    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data))
    book["データ"]["D2"] = count
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(["compare", *arguments])
    out, err = capsys.readouterr()
    return status, out, err


def document(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    _, out, _ = told(capsys, *arguments, "--format", "json")
    found: dict[str, Any] = json.loads(out)
    jsonschema.Draft202012Validator(schema("compare")).validate(found)
    return found


def test_the_parts_of_the_document_add_up_and_name_the_row(two: tuple[str, str], capsys: Any) -> None:
    found = document(capsys, *two, "--as-of-old", "2026-10-01", "--as-of", "2026-10-01")
    assert found["change_yen"] > 0
    assert sum(part["eal_yen"] for part in found["parts"]) == pytest.approx(found["change_yen"], rel=1e-6)
    assert [(part["sheet"], part["row"]) for part in found["parts"]] == [("assets", "D1")]
    assert found["as_of"] == {"before": "2026-10-01", "after": "2026-10-01"}


def test_two_runs_give_the_same_bytes(two: tuple[str, str], capsys: Any) -> None:
    first = told(capsys, *two, "--format", "json")
    assert told(capsys, *two, "--format", "json") == first


@pytest.mark.parametrize("locale", LOCALES)
def test_it_can_be_read_aloud_in_both_languages(two: tuple[str, str], capsys: Any, locale: str) -> None:
    _, out, _ = told(capsys, *two, "--lang", locale)
    assert t(locale, "account.sum") in out
    assert t(locale, "account.about.row", sheet=t(locale, "sheet.assets"), row="D1") in out
    assert t(locale, "account.cell", column=t(locale, "column.assets.records"), value="900,000") in out
    other = "en" if locale == "ja" else "ja"
    assert t(other, "account.sum") not in out.replace("summed", "")


def test_nothing_differs_between_a_register_and_itself(two: tuple[str, str], capsys: Any) -> None:
    found = document(capsys, two[0], two[0])
    assert (found["change_yen"], found["parts"], found["paths"]) == (0.0, [], [])


def test_a_corrected_questionnaire_of_the_sample_is_told_answer_by_answer(capsys: Any) -> None:
    arguments = ["--answers-old", str(RETURNED), "--answers", str(CORRECTED), "--as-of-old", "2026-10-01"]
    found = document(capsys, str(SAMPLE), str(SAMPLE), *arguments, "--as-of", "2026-10-01", "--top", "5")
    assert found["change_yen"] < 0
    assert sum(part["eal_yen"] for part in found["parts"]) == pytest.approx(found["change_yen"], rel=1e-6)
    first = found["parts"][0]
    assert (first["stage"], first["cause"], first["party"]) == ("answers", "practice", "P-003")
    assert first["source"]["cell"]


@pytest.fixture
def saved(two: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """The results of both, saved."""
    names = []
    for name in two:
        main(["assess", name, "--format", "json", "--as-of", date(2026, 10, 1).isoformat(), "--out", f"{name}.json"])
        names.append(f"{name}.json")
    capsys.readouterr()
    return names[0], names[1]


def test_two_saved_results_tell_totals_and_paths_and_say_that_causes_need_the_registers(
    saved: tuple[str, str], capsys: Any
) -> None:
    _, out, err = told(capsys, *saved, "--lang", "en")
    assert t("en", "account.saved_only") in err
    found = document(capsys, *saved)
    assert found["change_yen"] > 0 and found["parts"] == []
    assert {path["rank"]["before"] for path in found["paths"]} >= {1}
    assert out


@pytest.mark.parametrize(
    "content", ["", "[]", "null", "{}", '{"schema": "riskgraph.assessment/1"}', '{"schema": "x"}', "[" * 2000]
)
def test_a_file_that_is_no_saved_result_is_refused_by_name(
    tmp_path: Path, saved: tuple[str, str], capsys: Any, content: str
) -> None:
    (tmp_path / "wrong.json").write_text(content, encoding="utf-8")
    status, out, err = told(capsys, saved[0], str(tmp_path / "wrong.json"))
    assert (status, out) == (2, "")
    assert "wrong.json" in err and str(tmp_path) not in err
