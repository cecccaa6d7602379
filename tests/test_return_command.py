"""The command `return`: the marked copy, the list of what to mend, and refusals in one clear sentence."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from riskgraph.__main__ import main
from tests.intake.forms import all_answered, filled
from tools.fill_questionnaire import FilledAnswer

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("LANG", "ja_JP.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES", "RISKGRAPH_DEBUG"):
        monkeypatch.delenv(name, raising=False)

    def ran(*arguments: object) -> tuple[int, str, str]:
        status = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return ran


@pytest.fixture
def form(tmp_path: Path) -> Path:
    told = all_answered("yes", evidence="規程")
    first, second = list(told)[:2]
    place = tmp_path / "回答.xlsx"
    place.write_bytes(filled({**told, first: FilledAnswer("0"), second: FilledAnswer("")}))
    return place


def comments(data: bytes) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [cell.comment.text for sheet in book for row in sheet.iter_rows() for cell in row if cell.comment]


def test_the_copy_is_marked_the_list_is_told_and_the_original_stays(run: Run, form: Path, tmp_path: Path) -> None:
    before, out = form.read_bytes(), tmp_path / "差戻し.xlsx"
    status, _, err = run("return", form, "--out", out)
    assert status == 0
    assert form.read_bytes() == before
    assert len(comments(out.read_bytes())) >= 2
    assert "1. 「設問」シート" in err


def test_the_list_is_told_in_the_language_asked_for_and_the_comments_stay_in_that_of_the_form(
    run: Run, form: Path, tmp_path: Path
) -> None:
    out = tmp_path / "back.xlsx"
    status, _, err = run("return", form, "--out", out, "--lang", "en")
    assert status == 0
    assert "Thank you for your answers" in err
    assert any("ください" in text for text in comments(out.read_bytes()))


def test_a_file_that_is_no_questionnaire_gives_a_sentence_and_no_copy(run: Run, tmp_path: Path) -> None:
    other, out = tmp_path / "x.xlsx", tmp_path / "out.xlsx"
    other.write_bytes(b"not a workbook")
    status, _, err = run("return", other, "--out", out)
    assert status == 1
    assert err.strip()
    assert not out.exists()


def test_a_copy_needs_a_place(run: Run, form: Path) -> None:
    status, _, err = run("return", form)
    assert status == 2
    assert "--out" in err
