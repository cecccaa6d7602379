"""The commands and other people's forms: shown, mapped, scored only as far as confirmed, told where they are not."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from openpyxl import Workbook, load_workbook

from riskgraph import returned_files
from riskgraph.__main__ import main
from riskgraph.intake.answer_reading import read_answer
from riskgraph.intake.foreign.choosing import fitting_map
from riskgraph.intake.given import Given
from riskgraph.model.foreign import AskedItem, ForeignForm, FormBlock, GivenAnswer
from riskgraph.model.form_map import FormMap, MapEntry
from riskgraph.model.read_file import ReadFile
from riskgraph.report.document import to_json
from riskgraph.report.map_document import map_document
from riskgraph.report.schema import schema

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "sample_vendors.xlsx"
QUESTIONS = (
    ("1", "PCのUSBポートを無効化し、外部記憶媒体を接続できないようにしていますか", "○"),
    ("2", "私物端末を業務に使わせていますか", "はい"),
    ("3", "再委託していますか", "いいえ"),
    ("4", "全てのPC・サーバにウイルス対策ソフトを導入しているか", ""),
)
FINGERPRINT = "c" * 64
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs a command in this process and gives status, standard output and standard error."""
    for name in ("LC_ALL", "LC_MESSAGES", "RISKGRAPH_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "ja_JP.UTF-8")

    def ran(*arguments: object) -> tuple[int, str, str]:
        status = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return ran


def a_form(name: str, party: str) -> ForeignForm:
    """Return a form of somebody else as the reader understands it."""
    items = []
    for row, (key, text, raw) in enumerate(QUESTIONS, start=2):
        reading = read_answer(raw)
        given = GivenAnswer(
            column="回答", raw=raw, code=reading.code, rule=reading.rule, confidence=reading.confidence,
            sheet="票", cell=f"C{row}",
        )  # fmt: skip
        items.append(AskedItem(key=key, number=key, text=text, answers=(given,), sheet="票", cell=f"B{row}"))
    block = FormBlock(party_name=party, answered_on=date(2026, 9, 1), sheet="票", columns=("回答",), items=tuple(items))
    return ForeignForm(file=name, sha256="d" * 64, title="他社様式", fingerprint=FINGERPRINT, blocks=(block,))


@pytest.fixture
def strangers_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file that is read as somebody else's form; everything else is read as it is."""
    real = returned_files.read_many
    party = str(load_workbook(SAMPLE)["組織"]["B4"].value)  # one that hosts systems, so that its answers move yen

    def reads(files: Iterator[Given], **how: Any) -> Iterator[tuple[int, tuple[ReadFile, ...]]]:
        for place, given in enumerate(files):
            if given.name.startswith("他社"):
                form = a_form(given.name, party)
                yield place, (ReadFile(file=given.name, sha256="d" * 64, foreign=form),)
            else:
                yield from ((place, entries) for _, entries in real(iter([given]), **how))

    monkeypatch.setattr(returned_files, "read_many", reads)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "票"
    for row, (key, text, raw) in enumerate(QUESTIONS, start=2):
        sheet[f"A{row}"], sheet[f"B{row}"], sheet[f"C{row}"] = key, text, raw
    place = tmp_path / "他社様式.xlsx"
    book.save(place)
    return place


def a_map(tmp_path: Path, *, is_confirmed: bool = True, **fields: Any) -> Path:
    entries = (
        MapEntry(key="1", text=QUESTIONS[0][1], control_ids=("DEV-01",), is_confirmed=is_confirmed),
        MapEntry(key="2", text=QUESTIONS[1][1], control_ids=("DEV-03",), polarity=-1, is_confirmed=is_confirmed),
        MapEntry(key="4", text=QUESTIONS[3][1], control_ids=("SYS-01",), is_confirmed=is_confirmed),
    )
    form_map = FormMap(**{"map_id": "m1", "fingerprint": FINGERPRINT, "entries": entries, **fields})
    place = tmp_path / "map.json"
    place.write_text(to_json(map_document(form_map)), encoding="utf-8")
    return place


def test_read_shows_every_question_with_its_proposal_and_scores_none(run: Run, strangers_form: Path) -> None:
    status, out, _ = run("read", strangers_form, "--format", "json")
    data = json.loads(out)
    jsonschema.validate(data, schema("read"))
    (file,) = data["files"]
    items = file["foreign"]["blocks"][0]["items"]
    assert status == 0
    assert (file["items"], file["form"]["known"], file["foreign"]["map"]) == ([], False, None)
    assert [(i["control_ids"], i["polarity"], i["is_confirmed"]) for i in items] == [
        (["DEV-01"], 1, False),
        (["DEV-03"], -1, False),
        ([], 1, False),
        (["SYS-01"], 1, False),
    ]
    assert [(i["answers"][0]["raw"], i["answers"][0]["cell"]) for i in items][:2] == [("○", "C2"), ("はい", "C3")]


def test_read_as_text_lists_questions_cells_and_what_to_do(run: Run, strangers_form: Path) -> None:
    _, out, _ = run("read", strangers_form)
    assert "○ [C2]" in out
    assert "DEV-01" in out
    assert "--map" in out


def test_read_with_a_confirmed_map_gives_answers_like_a_form_of_ours(
    run: Run, strangers_form: Path, tmp_path: Path
) -> None:
    _, out, _ = run("read", strangers_form, "--map", a_map(tmp_path), "--format", "json")
    data = json.loads(out)
    jsonschema.validate(data, schema("read"))
    (file,) = data["files"]
    assert file["form"] == {"id": "map:m1", "version": "1", "known": True}
    assert [(i["control_id"], i["code"]) for i in file["items"]] == [
        ("DEV-01", "yes"),
        ("DEV-03", "no"),
        ("", ""),
        ("SYS-01", "blank"),
    ]
    assert file["foreign"]["map"] == {"map_id": "m1", "number": 1}


def test_assess_takes_a_form_without_a_map_as_a_warning_that_names_the_file_and_the_command(
    run: Run, strangers_form: Path
) -> None:
    _, bare, _ = run("assess", SAMPLE, "--asset", "D-01", "--format", "json")
    _, out, _ = run("assess", SAMPLE, "--answers", strangers_form, "--asset", "D-01", "--format", "json")
    problems = [p for p in json.loads(out)["problems"] if p["code"] == "map.needed"]
    assert [p["severity"] for p in problems] == ["warning"]
    assert "他社様式.xlsx" in problems[0]["message"]["ja"]
    assert "map" in problems[0]["mend"]["ja"]
    assert json.loads(out)["totals"] == json.loads(bare)["totals"]


def test_assess_scores_what_is_confirmed_and_nothing_of_a_proposal(
    run: Run, strangers_form: Path, tmp_path: Path
) -> None:
    def parties(*arguments: object) -> Any:
        return json.loads(run("assess", SAMPLE, *arguments, "--asset", "D-01", "--format", "json")[1])["parties"]

    bare = parties()
    proposed = parties("--answers", strangers_form, "--map", a_map(tmp_path, is_confirmed=False))
    confirmed = parties("--answers", strangers_form, "--map", a_map(tmp_path))
    assert proposed == bare
    assert [p["party_id"] for p, q in zip(confirmed, bare, strict=True) if p["weakness"] != q["weakness"]] == ["P-003"]


def test_map_writes_a_proposal_that_reads_back_and_confirms_nothing(
    run: Run, strangers_form: Path, tmp_path: Path
) -> None:
    status, out, err = run("map", strangers_form)
    document = json.loads(out)
    jsonschema.validate(document, schema("map"))
    assert (status, [entry["is_confirmed"] for entry in document["entries"]]) == (0, [False] * 4)
    assert "4" in err
    table = tmp_path / "map.xlsx"
    assert run("map", strangers_form, "-o", table)[0] == 0
    sheet = load_workbook(io.BytesIO(table.read_bytes())).worksheets[0]
    confirmed = next(cell for row in sheet for cell in row if cell.value == "確認")
    sheet.cell(confirmed.row + 1, confirmed.column).value = "○"
    sheet.parent.save(table)
    _, read, _ = run("read", strangers_form, "--map", table, "--format", "json")
    assert [i["control_id"] for i in json.loads(read)["files"][0]["items"]] == ["DEV-01", "", "", ""]


def test_map_refuses_what_needs_none_and_places_it_cannot_write(run: Run, strangers_form: Path, tmp_path: Path) -> None:
    ours = sorted((ROOT / "questionnaires" / "returned").glob("*.xlsx"))[0]
    assert run("map", ours)[0] == 2
    assert run("map", strangers_form, "--out", tmp_path / "map.txt")[0] == 2
    assert run("map", tmp_path / "none.xlsx")[0] == 2


@pytest.mark.parametrize("command", ["read", "check", "map", "return", "assess"])
def test_a_map_that_cannot_be_used_is_refused_with_its_place(
    run: Run, strangers_form: Path, tmp_path: Path, command: str
) -> None:
    place = tmp_path / "broken.json"
    place.write_text(a_map(tmp_path).read_text(encoding="utf-8").replace("DEV-01", "DEV-99"), encoding="utf-8")
    extra = ["--out", str(tmp_path / "out.json")] if command in ("return", "map") else []
    status, out, err = run(command, strangers_form, "--map", place, *extra)
    assert (status, out) == (1, "")
    assert "DEV-99" in err
    assert "broken.json" in err


def test_check_tells_what_a_form_of_somebody_else_is(run: Run, strangers_form: Path, tmp_path: Path) -> None:
    _, out, _ = run("check", SAMPLE, strangers_form, "--format", "json")
    data = json.loads(out)
    jsonschema.validate(data, schema("check"))
    assert [file["kind"] for file in data["files"]] == ["register", "foreign"]
    assert "map.needed" in {p["code"] for p in data["problems"]}
    _, mapped, _ = run("check", SAMPLE, strangers_form, "--map", a_map(tmp_path), "--format", "json")
    codes = {p["code"] for p in json.loads(mapped)["problems"]}
    assert "map.needed" not in codes
    assert {"map.party_by_name", "form.some_open"} <= codes


def test_return_marks_the_cells_of_their_own_workbook(run: Run, strangers_form: Path, tmp_path: Path) -> None:
    out = tmp_path / "back.xlsx"
    status, _, err = run("return", strangers_form, "--map", a_map(tmp_path), "--out", out)
    sheet = load_workbook(out)["票"]
    assert status == 0
    assert sheet["C5"].comment is not None
    assert sheet["C2"].comment is None
    assert sheet["C2"].value == "○"
    assert "C5" in err


def test_return_without_a_map_says_that_one_is_needed(run: Run, strangers_form: Path, tmp_path: Path) -> None:
    out = tmp_path / "back.xlsx"
    status, _, err = run("return", strangers_form, "--out", out)
    assert status == 1
    assert "--map" in err
    assert not out.exists()


def test_a_password_comes_from_standard_input_and_is_shown_nowhere(
    run: Run, strangers_form: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[tuple[str, ...]] = []
    reads = returned_files.read_many

    def noted(files: Iterator[Given], **how: Any) -> Iterator[tuple[int, tuple[ReadFile, ...]]]:
        given.append(how["passwords"])
        return reads(files, **how)

    monkeypatch.setattr(returned_files, "read_many", noted)
    monkeypatch.setattr("sys.stdin", io.StringIO("secret one\r\n\nsecret two\n"))
    _, out, err = run("read", strangers_form, "--password-stdin", "--format", "json")
    assert given == [("secret one", "secret two")]
    assert "secret" not in out + err
    assert run("read", strangers_form, "--password", "x")[0] == 2


def test_a_map_is_chosen_by_the_form_and_never_by_chance() -> None:
    form = a_form("f.xlsx", "甲")
    mine = FormMap(map_id="a", number=1, fingerprint=FINGERPRINT)
    newer = FormMap(map_id="a", number=2, fingerprint=FINGERPRINT)
    edition = FormMap(map_id="b", fingerprint="x", entries=tuple(MapEntry(key=k, text="") for k in ("1", "2", "9")))
    other = FormMap(map_id="c", fingerprint="y", entries=(MapEntry(key="1", text=""),))
    assert fitting_map(form, [mine, newer, edition]) == newer
    assert fitting_map(form, [edition, other]) == edition
    assert fitting_map(form, [other]) is None
    assert fitting_map(form, []) is None
