"""The command line as a user meets it: results, exit status, and one clear sentence for whatever goes wrong."""

from __future__ import annotations

import io
import json
import math
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import jsonschema
import openpyxl
import pytest

from riskgraph.__main__ import main
from riskgraph.arguments import locale_of
from riskgraph.report.schema import schema

ROOT = Path(__file__).parents[1]
SAMPLE = str(ROOT / "sample_vendors.xlsx")
DONE, HAS_ERRORS, CALLED_WRONGLY = 0, 1, 2


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str, str]]:
    """Return a function that runs a command in this process and gives status, standard output and standard error."""
    for name in ("LC_ALL", "LC_MESSAGES", "RISKGRAPH_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "ja_JP.UTF-8")

    def ran(*arguments: object) -> tuple[int, str, str]:
        status = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return ran


Run = Callable[..., tuple[int, str, str]]


def a_workbook(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def a_register(party_name: str = "アオバ情報") -> bytes:
    return a_workbook(
        Parties=[["party_id", "name"], ["P", "まなびの森"], ["A", party_name]],
        Engagements=[
            ["engagement_id", "consignor", "consignee", "handling_place", "asset_ids"],
            ["E1", "P", "A", "own_env", "D1"],
        ],
        Assets=[["asset_id", "name", "owner", "records"], ["D1", "会員基盤", "P", 100_000]],
        Settings=[["as_of", "2026-06-30"]],
    )


@pytest.fixture
def register(tmp_path: Path) -> Path:
    place = tmp_path / "台帳.xlsx"
    place.write_bytes(a_register())
    return place


def test_the_sample_gives_a_document_that_the_schema_accepts_and_that_adds_up(run: Run) -> None:
    status, out, _ = run("assess", SAMPLE, "--format", "json", "--top", "5")
    data = json.loads(out)
    assert status == DONE
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(schema("assessment"), format_checker=checker).validate(data)
    assert len(data["paths"]) == 5
    for end in ("lo", "pt", "hi"):
        parts = sum(path["eal_yen"][end] for path in data["paths"]) + data["rest"]["eal_yen"][end]
        assert math.isclose(parts, data["totals"]["eal_yen"][end], rel_tol=1e-9)
    assert all(i["lo"] <= i["pt"] <= i["hi"] for i in _intervals(data))


def _intervals(node: object) -> list[dict[str, float]]:
    if isinstance(node, dict):
        own = [node] if set(node) == {"lo", "pt", "hi"} else []
        return own + [found for child in node.values() for found in _intervals(child)]
    return [found for child in node for found in _intervals(child)] if isinstance(node, list) else []


def test_two_processes_give_the_same_bytes(register: Path) -> None:
    call = [sys.executable, "-m", "riskgraph", "assess", str(register), "--format", "json"]
    seeds = ({**os.environ, "PYTHONHASHSEED": seed} for seed in ("1", "2"))
    first, second = (subprocess.run(call, capture_output=True, cwd=ROOT, env=env, check=True).stdout for env in seeds)
    assert first == second
    assert first.decode("utf-8").endswith("}\n")


def test_the_table_is_in_the_language_asked_for(run: Run, register: Path) -> None:
    assert run("assess", register)[1].startswith("委託経路のリスク評価(推計) 基準日 2026年6月30日")
    assert run("assess", register, "--lang", "en")[1].startswith("Risk of consignment paths (estimates)")


def test_the_date_of_the_command_goes_before_that_of_the_register(run: Run, register: Path) -> None:
    _, out, _ = run("assess", register, "--as-of", "2025/4/1", "--format", "json")
    assert json.loads(out)["provenance"]["as_of"] == "2025-04-01"


def test_appetite_seed_and_parameters_reach_the_result(run: Run, register: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("rate.EXT: 0.0388\n", encoding="utf-8")
    _, plain, _ = run("assess", register, "--format", "json")
    _, changed, _ = run(
        "assess", register, "--format", "json", "--appetite", "2,000,000", "--seed", "7", "--parameters", own
    )
    before, after = json.loads(plain), json.loads(changed)
    assert after["grades"]["appetite_yen"] == 2_000_000
    assert after["provenance"]["seed"] == 7
    assert after["provenance"]["parameters_sha256"] != before["provenance"]["parameters_sha256"]
    assert after["totals"]["eal_yen"]["pt"] > before["totals"]["eal_yen"]["pt"]


def test_several_registers_are_read_together(run: Run, register: Path, tmp_path: Path) -> None:
    more = tmp_path / "部門.xlsx"
    more.write_bytes(a_workbook(Parties=[["party_id", "name"], ["B", "ビーテック"]]))
    _, out, _ = run("assess", register, more, "--format", "json")
    assert [party["party_id"] for party in json.loads(out)["parties"]] == ["A", "B", "P"]


def test_a_result_goes_whole_into_the_file_named(run: Run, register: Path, tmp_path: Path) -> None:
    out = tmp_path / "result.json"
    out.write_text("old", encoding="utf-8")
    status, printed, _ = run("assess", register, "--format", "json", "--out", out)
    assert (status, printed) == (DONE, "")
    assert json.loads(out.read_text(encoding="utf-8"))["schema"] == "riskgraph.assessment/1"
    assert sorted(place.name for place in tmp_path.iterdir()) == ["result.json", "台帳.xlsx"]


def test_an_error_in_the_register_is_listed_and_the_document_still_stands(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(
        a_workbook(
            Parties=[["party_id", "name"], ["P", "まなびの森"]],
            Engagements=[["engagement_id", "consignor", "consignee", "asset_ids"], ["E1", "P", "Z9", "D1"]],
            Assets=[["asset_id", "name", "owner", "records"], ["D1", "会員基盤", "P", 10]],
        )
    )
    status, out, err = run("assess", broken, "--format", "json", "--as-of", "2026-06-30")
    assert status == HAS_ERRORS
    assert any(problem["severity"] == "error" for problem in json.loads(out)["problems"])
    assert "Z9" in err
    assert "「Engagements」シートC2" in err


def test_check_lists_problems_with_sheet_and_cell(run: Run, register: Path) -> None:
    status, out, _ = run("check", register)
    assert status == DONE
    assert "「Engagements」シート" in out
    assert out.splitlines()[-1].startswith("記載の確認:エラー0件")


def test_check_as_json_follows_its_schema(run: Run, register: Path) -> None:
    _, out, _ = run("check", register, "--format", "json")
    jsonschema.validate(json.loads(out), schema("check"))
    assert json.loads(out)["files"][0]["kind"] == "register"


@pytest.mark.parametrize("name", ["assessment", "read", "check"])
def test_the_schema_can_be_printed(run: Run, name: str) -> None:
    status, out, _ = run("schema", name)
    assert (status, json.loads(out)) == (DONE, schema(name))


def test_a_blank_register_can_be_made_and_is_read_without_errors(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "blank.xlsx"
    assert run("template", "register", "--out", out)[0] == DONE
    assert "組織" in openpyxl.load_workbook(out).sheetnames


@pytest.mark.parametrize("form", ["short", "full", "own"])
def test_a_blank_questionnaire_can_be_made_and_read_back_as_ours(run: Run, tmp_path: Path, form: str) -> None:
    out = tmp_path / "form.xlsx"
    assert run("template", "questionnaire", "--form", form, "--lang", "en", "--out", out)[0] == DONE
    _, read, _ = run("read", out, "--format", "json")
    data = json.loads(read)
    jsonschema.validate(data, schema("read"))
    assert data["files"][0]["form"]["id"] == form
    assert data["files"][0]["form"]["known"] is True


def test_a_questionnaire_for_a_party_names_it_and_its_direct_consignor_only(
    run: Run, register: Path, tmp_path: Path
) -> None:
    out = tmp_path / "form.xlsx"
    status, _, _ = run("template", "questionnaire", "--register", register, "--party", "A", "--out", out)
    cells = [cell.value for sheet in openpyxl.load_workbook(out) for row in sheet for cell in row]
    assert status == DONE
    assert "アオバ情報" in cells
    assert "まなびの森" in cells


def test_returned_questionnaires_are_taken_from_a_folder(run: Run, register: Path, tmp_path: Path) -> None:
    folder = tmp_path / "returned"
    folder.mkdir()
    run("template", "questionnaire", "--register", register, "--party", "A", "--out", folder / "A.xlsx")
    (folder / "~$A.xlsx").write_bytes(b"lock")
    (folder / "memo.txt").write_text("not a questionnaire", encoding="utf-8")
    _, out, _ = run("assess", register, "--answers", folder, "--format", "json")
    assert [answer["file"] for answer in json.loads(out)["provenance"]["answers"]] == ["A.xlsx"]


def test_one_refused_questionnaire_does_not_stop_the_others(run: Run, register: Path, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.xlsx", tmp_path / "bad.xlsx"
    run("template", "questionnaire", "--register", register, "--party", "A", "--out", good)
    bad.write_bytes(b"%PDF-1.7 not a workbook")
    status, out, err = run("assess", register, "--answers", good, bad, "--format", "json")
    data = json.loads(out)
    assert status == HAS_ERRORS
    assert [answer["file"] for answer in data["provenance"]["answers"]] == ["good.xlsx"]
    assert [problem["file"] for problem in data["problems"] if problem["code"].startswith("gate.")] == ["bad.xlsx"]
    assert "bad.xlsx" in err


def test_a_folder_without_questionnaires_is_said_and_not_an_error(run: Run, register: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    status, out, _ = run("assess", register, "--answers", empty, "--format", "json")
    assert status == DONE
    assert "answers.none_found" in [problem["code"] for problem in json.loads(out)["problems"]]


def a_zip_of_nothing() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("a.txt", "a")
    return buffer.getvalue()


BAD_BYTES = {
    "empty": b"",
    "spaces": b"   \n",
    "text": "これはテキストです".encode(),
    "csv": b"party_id,name\nP,x\n",
    "html": b"<html><table><tr><td>x</td></tr></table></html>",
    "pdf": b"%PDF-1.7\n",
    "picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
    "old_xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "zip": a_zip_of_nothing(),
    "half_a_zip": a_zip_of_nothing()[:40],
    "noise": bytes(range(256)) * 20,
    "other_sheets": a_workbook(Foo=[["a", "b"], [1, 2]]),
    "no_cells": a_workbook(Sheet1=[]),
}


@pytest.mark.parametrize("name", sorted(BAD_BYTES))
@pytest.mark.parametrize("command", ["assess", "check", "read"])
def test_a_file_that_cannot_be_used_gives_a_sentence_and_no_traceback(
    run: Run, tmp_path: Path, name: str, command: str
) -> None:
    place = tmp_path / f"{name}.xlsx"
    place.write_bytes(BAD_BYTES[name])
    status, out, err = run(command, place)
    assert status == HAS_ERRORS
    assert "Traceback" not in out + err
    assert f"{name}.xlsx" in out + err


def test_the_document_of_a_refused_register_holds_the_refusal(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "x.xlsx"
    place.write_bytes(b"%PDF-1.7")
    status, out, _ = run("assess", place, "--format", "json")
    data = json.loads(out)
    jsonschema.validate(data, schema("assessment"))
    assert status == HAS_ERRORS
    assert (data["paths"], [problem["code"] for problem in data["problems"]]) == ([], ["gate.pdf"])


def wrong_calls(folder: Path, register: Path) -> dict[str, tuple[list[object], int, str]]:
    yaml = folder / "own.yaml"
    yaml.write_text("no.such.key: 1\n", encoding="utf-8")
    picture = folder / "picture.yaml"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\0\xff")
    return {
        "nothing": ([], CALLED_WRONGLY, "COMMAND"),
        "unknown command": (["score"], CALLED_WRONGLY, "score"),
        "no register": (["assess"], CALLED_WRONGLY, "REGISTER"),
        "no such file": (["assess", folder / "none.xlsx"], CALLED_WRONGLY, "none.xlsx"),
        "a folder": (["assess", folder], CALLED_WRONGLY, "フォルダー"),
        "no such answers": (["assess", register, "--answers", folder / "none"], CALLED_WRONGLY, "none"),
        "a date that is none": (["assess", register, "--as-of", "2025-13-01"], CALLED_WRONGLY, "2025-13-01"),
        "words for a date": (["assess", register, "--as-of", "昨日"], CALLED_WRONGLY, "昨日"),
        "a negative number": (["assess", register, "--top", "-1"], CALLED_WRONGLY, "--top"),
        "words for a number": (["assess", register, "--top", "many"], CALLED_WRONGLY, "many"),
        "a number without end": (["assess", register, "--seed", "9" * 5000], CALLED_WRONGLY, "--seed"),
        "no amount": (["assess", register, "--appetite", "nan"], CALLED_WRONGLY, "nan"),
        "an amount of nothing": (["assess", register, "--appetite", "0"], CALLED_WRONGLY, "0"),
        "unknown asset": (["assess", register, "--asset", "D9"], CALLED_WRONGLY, "D9"),
        "unknown language": (["assess", register, "--lang", "fr"], CALLED_WRONGLY, "fr"),
        "unknown format": (["assess", register, "--format", "xml"], CALLED_WRONGLY, "xml"),
        "unknown option": (["assess", register, "--colour"], CALLED_WRONGLY, "--colour"),
        "an option without its value": (["assess", register, "--top"], CALLED_WRONGLY, "--top"),
        "no parameters": (["assess", register, "--parameters", folder / "no.yaml"], CALLED_WRONGLY, "no.yaml"),
        "unknown parameter": (["assess", register, "--parameters", yaml], HAS_ERRORS, "no.such.key"),
        "parameters that are none": (["assess", register, "--parameters", picture], HAS_ERRORS, "picture.yaml"),
        "no folder to write to": (["assess", register, "--out", folder / "no" / "x"], CALLED_WRONGLY, "書き込め"),
        "a folder to write to": (["assess", register, "--out", folder], CALLED_WRONGLY, "書き込め"),
        "unknown schema": (["schema", "riskgraph"], CALLED_WRONGLY, "riskgraph"),
        "no file for a template": (["template", "register"], CALLED_WRONGLY, "--out"),
        "a party without a register": (
            ["template", "questionnaire", "--party", "A", "--out", folder / "f.xlsx"], CALLED_WRONGLY, "--register"
        ),
        "a register without a party": (
            ["template", "questionnaire", "--register", register, "--out", folder / "f.xlsx"], CALLED_WRONGLY, "--party"
        ),
        "unknown party": (
            ["template", "questionnaire", "--register", register, "--party", "Z", "--out", folder / "f.xlsx"],
            CALLED_WRONGLY, "「Z」",
        ),
    }  # fmt: skip


def test_every_wrong_call_gives_one_sentence_its_status_and_no_traceback(
    run: Run, register: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name, (arguments, expected, said) in wrong_calls(folder, register).items():
        status, out, err = run(*arguments)
        assert (name, status) == (name, expected)
        assert out == "", name
        assert said in err, name
        assert "Traceback" not in err, name
        assert len(err.strip().splitlines()) == 1, name


def test_a_forged_name_reaches_neither_a_line_of_its_own_nor_the_terminal(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "x.xlsx"
    place.write_bytes(a_register("A社\n[エラー] 偽の行\u202e<b>=cmd()"))
    status, out, err = run("assess", place)
    assert status == DONE
    assert "\u202e" not in out + err
    assert not any(line.startswith("[エラー] 偽の行") for line in (out + err).splitlines())


def test_an_argument_cannot_move_the_cursor_in_its_own_refusal(run: Run) -> None:
    _, _, err = run("assess", "a\x1b[2J\nb.xlsx")
    assert "\x1b" not in err
    assert len(err.splitlines()) == 1


def test_the_unexpected_gives_one_line_and_details_only_on_request(
    run: Run, register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("riskgraph.commands.assess", broken)
    status, out, err = run("assess", register)
    assert (status, out, len(err.splitlines())) == (HAS_ERRORS, "", 1)
    assert "secret detail" not in err
    monkeypatch.setenv("RISKGRAPH_DEBUG", "1")
    assert "secret detail" in run("assess", register)[2]


@pytest.mark.parametrize("locale", ["ja", "en"])
@pytest.mark.parametrize("command", [(), ("assess",), ("check",), ("read",), ("template",), ("schema",)])
def test_help_is_complete_in_both_languages(run: Run, command: tuple[str, ...], locale: str) -> None:
    status, out, err = run(*command, "--help", "--lang", locale)
    assert (status, err) == (DONE, "")
    assert out.startswith("使い方: " if locale == "ja" else "usage: ")
    assert ("positional arguments" in out, "show this help message" in out) == (False, False)


def test_the_version_is_printed(run: Run) -> None:
    assert run("--version")[1].startswith("riskgraph ")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "ja"),
        ({"LC_ALL": "en_GB", "LANG": "ja_JP"}, "en"),
    ],
)
def test_the_language_is_that_of_the_environment(environment: dict[str, str], expected: str) -> None:
    assert locale_of([], environment) == expected
    assert locale_of(["assess", "--lang", "en"], environment) == "en"
    assert locale_of(["assess", "--lang=ja"], environment) == "ja"


def test_a_strangers_questionnaire_is_told_to_need_a_map(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "他社様式.xlsx"
    place.write_bytes(a_workbook(Sheet1=[["No", "設問", "回答"], [1, "ウイルス対策をしていますか", "○"]]))
    status, out, _ = run("check", place, "--format", "json")
    data = json.loads(out)
    assert (status, data["files"][0]["kind"]) == (DONE, "foreign")
    assert "map.needed" in [problem["code"] for problem in data["problems"]]


def test_a_file_that_is_no_form_is_told_to_be_neither_register_nor_questionnaire(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "売上.xlsx"
    place.write_bytes(a_workbook(Sheet1=[["月", "金額"], ["4月", 120], ["5月", 130]]))
    status, out, _ = run("check", place, "--format", "json")
    codes = [problem["code"] for problem in json.loads(out)["problems"]]
    assert status == HAS_ERRORS
    assert {"register.no_known_sheet", "foreign.no_questions"} <= set(codes)


def test_a_tier_that_a_questionnaire_tells_is_checked_like_the_register(run: Run) -> None:
    call = ("assess", SAMPLE, "--answers", ROOT / "questionnaires" / "returned", "--format", "json", "--top", "1")
    problems = json.loads(run(*call)[1])["problems"]
    told = [problem for problem in problems if problem["sheet"] == "再委託先一覧"]
    assert "finding.consent_missing" in [problem["code"] for problem in told]
    places = [(p["code"], p["cell"]) for p in told if p["code"].startswith("finding.")]
    assert len(places) == len(set(places))


def test_the_first_reasons_of_the_sample_are_the_hosts_and_not_the_last_employers(run: Run) -> None:
    call = ("assess", SAMPLE, "--answers", ROOT / "questionnaires" / "returned", "--format", "json", "--top", "1")
    path = json.loads(run(*call)[1])["paths"][0]
    host = path["channels"][0]["host"]
    first = [
        layer for layer in path["channels"][0]["layers"] if layer["layer"] in ("write_out", "detection", "bring_in")
    ]
    assert {layer["party_id"] for layer in first} == {host}
    assert host != path["parties"][-1]
    for words in ("外部媒体とスマートフォンへの書出し", "警報", "定期に点検", "スマートフォン・撮影機器"):
        assert words in path["why"]["ja"]
