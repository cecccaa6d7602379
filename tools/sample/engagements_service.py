"""Engagements of the call centre, marking and tests, and payment."""

# ruff: noqa: E501 - a row of the register stays on few lines; Japanese letters count twice

from __future__ import annotations

from tools.sample.rows import Row, check, consent, d, engagement, term

SERVICE = "お客様サービス部"
TEST = "学力評価部"
FINANCE = "経理部"
DITTO = "〃"


def contact_engagements() -> list[Row]:
    """Return the call centres, who work in the owner's own system (K-0180 to K-0187)."""
    return [
        engagement(
            "K-0180", "P-001 > P-050", "お客様窓口（電話・メール）の運営", owner_dept=SERVICE, contract_form="jun_inin",
            handling_place="owner_system", asset_ids="D-01", records="29,500,000", records_basis="held",
            **term(d(2013, 4, 1), d(2027, 3, 31), "yes"), onward="listed", flow_down="yes", **check(d(2026, 6, 18), "onsite", "yes"),
            incident_notice_hours=4, amount_yen=980_000_000, liability_cap_yen=980_000_000, ringi_no="R08-サ-0001",
            last_decision="承認", next_review_on=d(2027, 6, 30),
        ),
        engagement(
            "K-0181 < K-0180", "P-050 > P-051", "夜間・休日の受付", owner_dept=DITTO, contract_form="jun_inin",
            handling_place="owner_system", records="29,500,000", **term(d(2025, 4, 1), d(2027, 3, 31), "yes"),
            **consent("explicit", d(2025, 3, 3), "再承-2025-008", "お客様サービス部長"), onward="none", flow_down="yes",
            **check(d(2025, 9, 18), "screen", "yes"), incident_notice_hours=4,
        ),
        engagement(
            "K-0182 < K-0180", "P-050 > P-052", "受電オペレーターの派遣", owner_dept=DITTO, relation="dispatch", contract_form="haken",
            handling_place="consignor_site", **term(d(2024, 4, 1), d(2027, 3, 31), "no"),
        ),
        engagement(
            "K-0183 < K-0181", "P-051 > P-054", "在宅での受電（繁忙期）", owner_dept=DITTO, contract_form="jun_inin",
            handling_place="owner_system", records="約3万", **term(d(2025, 2, 1), d(2027, 1, 31), "yes"), **consent("none"),
            flow_down="unknown", note="P-051の届出では再委託なし。2026/3の画面確認で把握",
        ),
        engagement(
            "K-0184", "P-001 > P-022", "問合せ管理SaaSの利用", owner_dept=SERVICE, relation="system_use", contract_form="other",
            handling_place="cloud", asset_ids="D-01", records="約420万", **term(d(2022, 7, 1), "", "yes"), flow_down="yes",
            **check(d(2025, 7, 2), "paper"), onward="listed", note="保存先リージョン：東京。保守要員は米国",
        ),
        engagement(
            "K-0185 < K-0180", "P-050 > P-026", "対応履歴の受渡し", owner_dept=DITTO, relation="system_use", contract_form="other",
            handling_place="cloud", records="約9万", **term(d(2021, 1, 1), "", "yes"), **consent("unknown"), flow_down="unknown",
        ),
        engagement(
            "K-0186", "P-001 > P-050", "休会者への架電（2023年度）", owner_dept=DITTO, contract_form="jun_inin",
            handling_place="owner_system", asset_ids="D-04", records=120_000, status="deletion_confirmed",
            **term(d(2023, 6, 1), d(2024, 3, 31), "no"), flow_down="yes", deletion_proof="yes",
        ),
        engagement(
            "K-0251", "P-001 > P-022", "問合せチャットボット", owner_dept=DITTO, relation="system_use", contract_form="other",
            handling_place="cloud", asset_ids="D-01", records="不明", status="planned", **term(d(2027, 4, 1), "", ""),
        ),
    ]  # fmt: skip


def exam_engagements() -> list[Row]:
    """Return marking and mock examinations (K-0190 to K-0202)."""
    return [*_marking(), *_examinations()]


def _marking() -> list[Row]:
    return [
        engagement(
            "K-0190", "P-001 > P-070", "添削課題の採点", owner_dept=TEST, contract_form="ukeoi", handling_place="own_env",
            asset_ids="D-02", records="約32万", records_basis="held", **term(d(2011, 4, 1), d(2027, 3, 31), "yes"),
            onward="listed", flow_down="yes", **check(d(2025, 12, 3), "onsite", "yes"), incident_notice_hours=24,
            amount_yen=265_000_000, ringi_no="R08-学-0004",
        ),
        engagement(
            "K-0191 < K-0190", "P-070 > P-071", "在宅採点", owner_dept=DITTO, contract_form="ukeoi", handling_place="consignor_system",
            records="約32万", **term(d(2024, 4, 1), "", "yes"), **consent("explicit", d(2024, 2, 27), "再承-2024-008", "学力評価部長"),
            flow_down="yes", note="答案番号で表示。氏名は画面に出ない",
        ),
        engagement(
            "K-0192 < K-0190", "P-070 > P-074", "答案のスキャン", owner_dept=DITTO, contract_form="ukeoi", handling_place="own_env",
            records="約32万", **term(d(2024, 4, 1), d(2027, 3, 31), "yes"), **consent("blanket", d(2024, 2, 27)),
            onward="listed", flow_down="yes", **check(d(2024, 6, 13), "paper"),
        ),
        engagement(
            "K-0193 < K-0192", "P-074 > P-044", "手書き文字の入力", owner_dept=DITTO, contract_form="ukeoi", handling_place="own_env",
            records="約8万", **term(d(2023, 10, 1), d(2027, 9, 30), "yes"), **consent("none"), flow_down="unknown", onward="unknown",
        ),
    ]  # fmt: skip


def _examinations() -> list[Row]:
    return [
        engagement(
            "K-0194", "P-001 > P-002", "模試の実施・分析", owner_dept=TEST, contract_form="ukeoi", handling_place="own_env",
            asset_ids="D-02", records="1,850,000", records_basis="held", **term(d(2009, 4, 1), d(2027, 3, 31), "yes"),
            onward="listed", flow_down="yes", **check(d(2026, 1, 28), "onsite", "yes"), incident_notice_hours=24,
            amount_yen=430_000_000, ringi_no="R08-学-0001",
        ),
        engagement(
            "K-0195 < K-0194", "P-002 > P-072", "試験会場の運営", owner_dept=DITTO, contract_form="ukeoi", handling_place="paper",
            records="50〜300（1会場）", **term(d(2025, 4, 1), d(2027, 3, 31), "yes"),
            **consent("explicit", d(2025, 1, 20), "再承-2025-001", "学力評価部長"), onward="listed", flow_down="yes",
            **check(d(2025, 6, 8), "onsite", "yes"),
        ),
        engagement(
            "K-0196 < K-0195", "P-072 > P-053", "会場スタッフの派遣", owner_dept=DITTO, relation="dispatch", contract_form="haken",
            handling_place="paper", **term(d(2025, 6, 1), d(2026, 11, 30), "no"),
        ),
        engagement(
            "K-0197 < K-0194", "P-002 > P-074", "答案のスキャン・画像化", owner_dept=DITTO, contract_form="ukeoi",
            handling_place="own_env", records="約90万", **term(d(2025, 4, 1), d(2027, 3, 31), "yes"),
            **consent("explicit", d(2025, 1, 20), "再承-2025-001", "学力評価部長"), onward="listed", flow_down="yes",
            **check(d(2024, 6, 13), "paper"),
        ),
        engagement(
            "K-0198 < K-0197", "P-074 > P-044", "志望校・氏名欄の入力", owner_dept=DITTO, contract_form="ukeoi",
            handling_place="own_env", records="約90万", **term(d(2025, 4, 1), d(2027, 3, 31), "yes"),
            **consent("blanket", d(2025, 1, 20)), onward="unknown", flow_down="yes", **check(d(2024, 7, 3), "paper"),
        ),
        engagement(
            "K-0199 < K-0198", "P-044 > P-016", "入力作業の一部（疑い）", owner_dept=DITTO, contract_form="other",
            handling_place="own_env", records="約30万", **consent("unknown"), declared="suspected", probability="20%〜50%",
            note="訪問時に他社の名札を確認。P-044へ照会中",
        ),
        engagement(
            "K-0200 < K-0194", "P-002 > P-020", "成績帳票の配信基盤", owner_dept=DITTO, relation="system_use", contract_form="other",
            handling_place="cloud", records="約60万", **term(d(2023, 4, 1), "", "yes"),
            **consent("explicit", d(2023, 3, 15), "再承-2023-003", "学力評価部長"), flow_down="yes",
        ),
        engagement(
            "K-0201", "P-001 > P-002", "学習状況の共同利用", owner_dept=DITTO, relation="joint_use", contract_form="other",
            handling_place="own_env", asset_ids="D-02", records="約60万", **term(d(2021, 4, 1), "", ""), note="プライバシーポリシー第6条",
        ),
        engagement(
            "K-0202", "P-001 > P-087", "学校・教育委員会への成績提供", owner_dept=DITTO, relation="provide", contract_form="other",
            handling_place="own_env", asset_ids="D-02", records="約1.2万", **term(d(2022, 4, 1), "", ""),
        ),
    ]  # fmt: skip


def payment_engagements() -> list[Row]:
    """Return cards, bank transfers and arrears (K-0187, K-0210 to K-0214)."""
    return [
        engagement(
            "K-0210", "P-001 > P-064", "クレジットカード決済", owner_dept=FINANCE, relation="system_use", contract_form="other",
            handling_place="own_env", asset_ids="D-05", records="約130万", **term(d(2016, 4, 1), "", "yes"), onward="listed",
            flow_down="yes", **check(d(2026, 4, 16), "paper", "yes"), incident_notice_hours=24, ringi_no="H28-経-0006",
        ),
        engagement(
            "K-0211", "P-001 > P-065", "口座振替・収納代行", owner_dept=DITTO, contract_form="jun_inin", handling_place="own_env",
            asset_ids="D-05", records="約84万", **term(d(2008, 4, 1), d(2027, 3, 31), "yes"), onward="listed", flow_down="yes",
            **check(d(2025, 12, 17), "onsite", "yes"), incident_notice_hours=24, amount_yen=66_000_000, ringi_no="R08-経-0002",
        ),
        engagement(
            "K-0212 < K-0211", "P-065 > P-044", "口座振替依頼書の入力", owner_dept=DITTO, contract_form="ukeoi", handling_place="own_env",
            records="約3万", **term(d(2025, 4, 1), d(2027, 3, 31), "yes"), **consent("explicit", d(2025, 3, 10), "再承-2025-009", "経理部長"),
            onward="none", flow_down="yes", **check(d(2025, 11, 27), "screen", "partial"),
        ),
        engagement(
            "K-0214 < K-0210", "P-064 > P-020", "決済基盤（クラウド）", owner_dept=DITTO, relation="system_use", contract_form="other",
            handling_place="cloud", records="約130万", **term(d(2021, 10, 1), "", "yes"), **consent("notice", d(2021, 9, 8)), flow_down="yes",
        ),
        engagement(
            "K-0187", "P-001 > P-066", "未納金の案内", owner_dept=DITTO, contract_form="jun_inin", handling_place="own_env",
            asset_ids="D-05", records="約2.5万", **term(d(2020, 7, 1), d(2026, 6, 30), "unknown"), onward="listed", flow_down="yes",
            **check(d(2024, 5, 23), "paper", "no"), incident_notice_hours="直ちに", amount_yen=12_400_000, ringi_no="R02-経-0014",
            note="契約満了後も業務継続。更新契約を確認すること",
        ),
        engagement(
            "K-0213 < K-0187", "P-066 > P-051", "案内の架電", owner_dept=DITTO, contract_form="jun_inin", handling_place="consignor_system",
            records="約8千", **term(d(2023, 4, 1), d(2027, 3, 31), "yes"), **consent("none"), onward="unknown", flow_down="yes",
        ),
    ]  # fmt: skip
