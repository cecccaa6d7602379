"""Names of persons are noticed where none should stand, and never repeated."""

from __future__ import annotations

from typing import Any

import pytest

from riskgraph.intake.checks import check
from riskgraph.intake.checks_people import has_personal_address, has_personal_name
from riskgraph.model.problem import Severity
from tests.intake.registers import edited, faultless


@pytest.mark.parametrize(
    "text",
    [
        "営業部 佐藤 太郎",
        "総務部　佐藤",
        "担当：山口",
        "窓口:林",
        "佐藤様",
        "千葉さん",
        "渡辺氏に確認",
        "田中太郎",
        "運用担当(鈴木)",
        "佐々木班",
        "鈴木部長の承認済",
        "佐藤が回答",
        "林 太郎",
        "Mr. Smith",
    ],
)
def test_a_name_of_a_person_is_noticed(text: str) -> None:
    assert has_personal_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "個人情報管理課 (privacy@example.co.jp)",
        "千葉支店",
        "石川県",
        "山口 営業所",
        "田中印刷株式会社",
        "佐藤商事(株)",
        "木村 建設",
        "中村運輸の倉庫",
        "様式第1号",
        "氏名・住所・電話番号",
        "お客さん対応",
        "森林組合",
        "林業",
        "原 価管理",
        "担当部署: 総務部",
        "窓口は山口支店",
        "一部拠点を除く",
        "東 日本支社",
    ],
)
def test_firms_departments_and_places_are_no_persons(text: str) -> None:
    assert not has_personal_name(text)


@pytest.mark.parametrize(
    "address", ["taro.sato@a.example", "t-suzuki@a.example", "y.kim@a.example", "Tanaka@a.example"]
)
def test_an_address_of_one_person_is_noticed(address: str) -> None:
    assert has_personal_address(f"連絡先 {address}")


@pytest.mark.parametrize(
    "address", ["info@a.example", "privacy.office@a.example", "kojin-joho@a.example", "soc24@a.example", "x@"]
)
def test_a_shared_address_is_none_of_a_person(address: str) -> None:
    assert not has_personal_address(address)


@pytest.mark.parametrize(
    ("kind", "number", "column"),
    [
        ("parties", 1, "contact"),
        ("parties", 1, "note"),
        ("engagements", 1, "note"),
        ("engagements", 1, "owner_dept"),
        ("accesses", 0, "group"),
    ],
)
def test_the_message_says_where_and_not_whom(kind: str, number: int, column: str) -> None:
    register = edited(faultless(), kind, number, **{column: "運用課 佐藤 花子 hanako.sato@a.example"})
    where = getattr(register, kind)[number].source.at(column)
    problems = check(register)
    assert [(p.code, p.severity, p.sheet, p.cell) for p in problems] == [
        ("register.personal_address", Severity.WARNING, where.sheet, where.cell),
        ("register.personal_name", Severity.WARNING, where.sheet, where.cell),
    ]
    assert not any(p.fields for p in problems)


@pytest.mark.parametrize("fields", [{"comment": "佐藤さんに確認"}, {"verified_role": "監査室 佐藤"}])
def test_remarks_on_answers_are_looked_at_too(fields: dict[str, Any]) -> None:
    assert [(p.code, p.cell) for p in check(edited(faultless(), "answers", 0, **fields))] == [
        ("register.personal_name", "D2")
    ]
