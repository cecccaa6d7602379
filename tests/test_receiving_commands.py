"""The commands and other people's forms: shown, mapped, scored only as far as confirmed, told where they are not."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook, load_workbook

from riskgraph import returned_files
from riskgraph.__main__ import main
from riskgraph.catalogue import load_catalogue
from riskgraph.intake.foreign.choosing import fitting_map
from riskgraph.intake.given import Given
from riskgraph.intake.read_file import read_given
from riskgraph.model.foreign import ForeignForm
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


@pytest.fixture
def strangers_form(tmp_path: Path) -> Path:
    """Return a questionnaire of somebody else's making, filled in by a party of the sample."""
    party = str(load_workbook(SAMPLE)["組織"]["B4"].value)  # one that hosts systems
    place = tmp_path / "他社様式.xlsx"
    a_book(party).save(place)
    return place


def a_book(party: str) -> Workbook:
    """Return a form of somebody else, with an answer of last year beside that of this one."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "票"
    for row in [
        ("情報セキュリティ確認票",),
        ("会社名", party),
        ("回答日", date(2026, 9, 1)),
        (),
        ("No", "設問", "前回", "回答", "備考"),
        *((number, text, "×", raw) for number, text, raw in QUESTIONS),
    ]:
        sheet.append(row)
    return book


def the_form(place: Path) -> ForeignForm:
    """Return the form as it is understood."""
    (entry,) = read_given(Given(place.name, place.read_bytes()), load_catalogue())
    assert entry.foreign is not None
    return entry.foreign


def a_map(form: Path, *, is_confirmed: bool = True) -> Path:
    """Return a file with the map of a form; the third question has no entry."""
    wanted = {0: ("DEV-01", 1), 1: ("DEV-03", -1), 3: ("SYS-01", 1)}
    understood = the_form(form)
    entries = tuple(
        MapEntry(
            key=item.key, text=item.text, control_ids=(wanted[n][0],), polarity=wanted[n][1], is_confirmed=is_confirmed
        )
        for n, item in enumerate(understood.blocks[0].items)
        if n in wanted
    )
    form_map = FormMap(map_id="m1", fingerprint=understood.fingerprint, entries=entries)
    place = form.parent / "map.json"
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
    assert [[(a["raw"], a["cell"]) for a in i["answers"]] for i in items][:2] == [
        [("×", "C6"), ("○", "D6")],
        [("×", "C7"), ("はい", "D7")],
    ]


def test_read_as_text_lists_questions_cells_and_what_to_do(run: Run, strangers_form: Path) -> None:
    _, out, _ = run("read", strangers_form)
    assert "○ [D6]" in out
    assert "DEV-01" in out
    assert "--map" in out


def test_read_with_a_confirmed_map_gives_answers_like_a_form_of_ours(
    run: Run, strangers_form: Path, tmp_path: Path
) -> None:
    _, out, _ = run("read", strangers_form, "--map", a_map(strangers_form), "--format", "json")
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
    proposed = parties("--answers", strangers_form, "--map", a_map(strangers_form, is_confirmed=False))
    confirmed = parties("--answers", strangers_form, "--map", a_map(strangers_form))
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
    place.write_text(a_map(strangers_form).read_text(encoding="utf-8").replace("DEV-01", "DEV-99"), encoding="utf-8")
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
    _, mapped, _ = run("check", SAMPLE, strangers_form, "--map", a_map(strangers_form), "--format", "json")
    codes = {p["code"] for p in json.loads(mapped)["problems"]}
    assert "map.needed" not in codes
    assert {"map.party_by_name", "form.some_open"} <= codes


def test_return_marks_the_cells_of_their_own_workbook(run: Run, strangers_form: Path, tmp_path: Path) -> None:
    out = tmp_path / "back.xlsx"
    status, _, err = run("return", strangers_form, "--map", a_map(strangers_form), "--out", out)
    sheet = load_workbook(out)["票"]
    assert status == 0
    assert sheet["D9"].comment is not None
    assert sheet["D6"].comment is None
    assert sheet["D6"].value == "○"
    assert "D9" in err


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


def test_a_map_is_chosen_by_the_form_and_never_by_chance(strangers_form: Path) -> None:
    form = the_form(strangers_form)
    keys = [item.key for item in form.blocks[0].items]
    mine = FormMap(map_id="a", number=1, fingerprint=form.fingerprint)
    newer = FormMap(map_id="a", number=2, fingerprint=form.fingerprint)
    entries = tuple(MapEntry(key=key, text="") for key in (*keys[:2], "else"))
    edition = FormMap(map_id="b", fingerprint="x", entries=entries)
    other = FormMap(map_id="c", fingerprint="y", entries=entries[:1])
    assert fitting_map(form, [mine, newer, edition]) == newer
    assert fitting_map(form, [edition, other]) == edition
    assert fitting_map(form, [other]) is None
    assert fitting_map(form, []) is None


def test_files_of_an_archive_are_read_like_others_and_told_with_its_name(
    run: Run, strangers_form: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "回収分.zip"
    with zipfile.ZipFile(archive, "w") as package:
        package.write(strangers_form, "営業部/他社様式.xlsx")
        package.writestr("memo.txt", "no table")
    _, out, _ = run("read", archive, "--map", a_map(strangers_form), "--format", "json")
    data = json.loads(out)
    jsonschema.validate(data, schema("read"))
    found = {file["file"]: file for file in data["files"]}
    assert found["他社様式.xlsx"]["archive"] == "回収分.zip"
    assert [i["code"] for i in found["他社様式.xlsx"]["items"]] == ["yes", "no", "", "blank"]
    _, said, _ = run("check", archive)
    assert "回収分.zip > memo.txt" in said


def encrypted(place: Path, password: str) -> Path:
    """Return a copy of a workbook that only a password opens."""
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(place.read_bytes())).encrypt(password, out)
    locked = place.parent / "他社様式_暗号化.xlsx"
    locked.write_bytes(out.getvalue())
    return locked


def test_an_encrypted_form_is_read_and_marked_with_its_password_only(
    run: Run, strangers_form: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked, out = encrypted(strangers_form, "pass word"), tmp_path / "back.xlsx"
    status, shut, _ = run("read", locked, "--format", "json")
    assert (status, json.loads(shut)["files"][0]["needs_password"]) == (1, True)
    monkeypatch.setattr("sys.stdin", io.StringIO("pass word\n"))
    status, _, err = run("return", locked, "--map", a_map(strangers_form), "--password-stdin", "--out", out)
    assert status == 0
    assert load_workbook(out)["票"]["D9"].comment is not None
    assert "暗号化されていません" in err
    assert "pass word" not in err


def test_progress_is_shown_on_a_terminal_only_and_not_in_the_result(
    run: Run, strangers_form: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "back"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.csv").write_text("No,設問,回答\n1,何か,○\n", encoding="utf-8")
    _, quiet, err = run("read", folder, "--format", "json")
    assert "5/5" not in err
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    _, told, err = run("read", folder, "--format", "json")
    assert "5/5" in err
    assert told == quiet


def test_check_tells_what_contradicts_the_register_once(run: Run) -> None:
    _, out, _ = run("check", SAMPLE, ROOT / "questionnaires" / "returned", "--format", "json")
    codes = Counter(problem["code"] for problem in json.loads(out)["problems"])
    assert codes["finding.contradiction_onward"] > 0
    assert codes["contradiction.onward"] == 0
    assert any(code.startswith("contradiction.") for code in codes)
