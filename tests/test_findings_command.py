"""The command findings: the list in both languages, its document, sheets for the parties, payees, and the store."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from riskgraph.__main__ import main
from riskgraph.intake.corrective import read_corrective
from riskgraph.model.finding import Finding, FindingRecord, Weight
from riskgraph.model.records import Stamp
from riskgraph.model.submission import Submission
from riskgraph.report.finding_work import FindingRow
from riskgraph.report.sheet_rows import PartyWork, sheet_for, sheet_name
from riskgraph.text import LOCALES, t
from tests.ui.pages import workbook

SHEETS = {
    "組織": [["組織ID", "名称"], ["P", "当社株式会社"], ["A", "ひばり運用"], ["B", "つばめ保守"], ["C", "かもめ印刷"]],
    "委託": [
        ["委託ID", "委託元ID", "委託先ID", "上位委託ID", "関係", "取扱形態", "データID", "状態"],
        ["K1", "P", "A", "", "委託", "委託先の環境", "D1", "有効"],
        ["K2", "A", "B", "K1", "委託", "委託先の環境", "", "有効"],
        ["K3", "P", "C", "", "委託", "委託先の環境", "D1", "有効"],
    ],
    "データ": [["データID", "名称", "所有者ID", "件数"], ["D1", "会員名簿", "P", 120000]],
    "是正": [["番号", "内容"], ["1", "昨年の指摘"]],
}


@pytest.fixture
def register(tmp_path: Path) -> str:
    (tmp_path / "台帳.xlsx").write_bytes(workbook(SHEETS))
    return str(tmp_path / "台帳.xlsx")


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(["findings", *arguments, "--as-of", "2026-10-01"])
    out, err = capsys.readouterr()
    return status, out, err


def document(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    _, out, _ = told(capsys, *arguments, "--format", "json")
    found = json.loads(out)
    assert (found["schema"], found["as_of"]) == ("riskgraph.findings/1", "2026-10-01")
    listed: list[dict[str, Any]] = found["findings"]
    return listed


def test_each_matter_is_listed_once_with_its_cell_and_its_words(register: str, capsys: Any) -> None:
    found = document(capsys, register)
    keys = [one["key"] for one in found]
    assert len(keys) == len(set(keys)) > 3
    assert {"flow_down_missing|K2", "check_not_recorded|K2"} <= set(keys)
    assert all(one["message"][locale] and one["title"][locale] for one in found for locale in LOCALES)
    missing = next(one for one in found if one["key"] == "flow_down_missing|K2")
    assert (missing["acts"], missing["party"], missing["source"]["sheet"]) == ("A", "B", "委託")
    assert all(one["state"] is None for one in found)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_list_is_told_in_words_and_keeps_the_register_s_own_rows_apart(
    register: str, capsys: Any, locale: str
) -> None:
    _, out, _ = told(capsys, register, "--lang", locale)
    assert t(locale, "finding.flow_down_missing.title") in out
    assert t(locale, "findings.list.own", count=1)[:20] in out.replace("\n", "")
    _, few, _ = told(capsys, register, "--lang", locale, "--top", "1")
    assert len(few) < len(out)


def test_two_runs_give_the_same_bytes(register: str, capsys: Any) -> None:
    assert told(capsys, register, "--format", "json") == told(capsys, register, "--format", "json")


def test_every_party_that_has_to_act_gets_its_own_matters_alone(register: str, tmp_path: Path, capsys: Any) -> None:
    told(capsys, register, "--sheets", str(tmp_path / "sheets"))
    files = sorted((tmp_path / "sheets").iterdir())
    assert {file.name for file in files} >= {"A_corrective.xlsx", "P_corrective.xlsx"}
    theirs = (tmp_path / "sheets" / "A_corrective.xlsx").read_bytes()
    returned, _ = read_corrective("A.xlsx", theirs)
    assert returned.party_id == "A"
    import io

    from openpyxl import load_workbook

    words = " ".join(
        str(cell.value) for page in load_workbook(io.BytesIO(theirs)) for row in page.iter_rows() for cell in row
    )
    assert "つばめ保守" in words  # its own sub-contractor
    assert "かもめ印刷" not in words
    assert t("ja", "finding.check_not_recorded.ask") in words


@pytest.mark.parametrize("locale", LOCALES)
def test_a_sheet_carries_no_estimate_of_ours(locale: str) -> None:
    finding = Finding(
        key="tier_not_told|A", code="tier_not_told", weight=Weight.RISK, party_id="A", acts="A",
        fields={"name": "ひばり運用", "percent": 77},
    )  # fmt: skip
    stamp = Stamp(at=datetime(2026, 10, 1, tzinfo=UTC), actor="")
    record = FindingRecord(
        finding_id=1, register_id="", key=finding.key, code=finding.code, party_id="A", fields=finding.fields,
        first_seen=stamp, last_seen_on=date(2026, 10, 1),
    )  # fmt: skip
    work = PartyWork("A", (FindingRow(finding.key, record, finding),))
    (line,) = sheet_for(work, Submission(), locale, register_id="", sender="", today=date(2026, 10, 1)).lines
    assert "ひばり運用" in line.message
    assert "77" not in line.title + line.message + line.ask


def test_the_sheets_of_two_parties_never_share_a_file() -> None:
    ids = ["甲", "乙", "../P", "P/1", "P_1", "", "P-003", "x" * 80, "x" * 81]
    names = [sheet_name(party_id) for party_id in ids]
    assert len(set(names)) == len(ids)
    assert all(Path(name).name == name and name.isascii() for name in names)
    assert "P-003_corrective.xlsx" in names


def test_payees_that_the_register_lacks_are_findings_too(register: str, tmp_path: Path, capsys: Any) -> None:
    rows = [["支払先名", "法人番号", "費目", "金額"], ["しらない商事", "", "業務委託費", 5_000_000]]
    (tmp_path / "支払先.xlsx").write_bytes(workbook({"支払先": rows}))
    found = document(capsys, register, "--payees", str(tmp_path / "支払先.xlsx"))
    assert [one["code"] for one in found if one["code"].startswith("payee")] == ["payee_unknown"]


def test_a_store_that_is_not_there_is_said_in_one_line(tmp_path: Path, capsys: Any) -> None:
    status, out, err = told(capsys, "--store", str(tmp_path / "none"))
    assert (status, out) == (main(["assess", "--store", str(tmp_path / "none")]), "")
    assert status != 0 and "Traceback" not in err
