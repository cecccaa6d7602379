"""Engagements of personnel, counselling, and general affairs."""

# ruff: noqa: E501 - a row of the register stays on few lines; Japanese letters count twice

from __future__ import annotations

from tools.sample.rows import Row, check, consent, d, engagement, term

PERSONNEL = "人事部"
LEARNING = "学習支援部"
GENERAL = "総務部"
DITTO = "〃"


def office_engagements() -> list[Row]:
    """Return personnel (K-0220 to K-0227), counselling (K-0230 on) and storage (K-0240 on)."""
    return [*_payroll(), *_hiring(), *_counselling(), *_storage()]


def _payroll() -> list[Row]:
    return [
        engagement(
            "K-0220", "P-001 > P-005", "給与・社会保険事務", owner_dept=PERSONNEL, contract_form="jun_inin", handling_place="own_env",
            asset_ids="D-07", records="5,200", records_basis="held", **term(d(2016, 1, 1), d(2027, 3, 31), "yes"), onward="listed",
            flow_down="yes", **check(d(2026, 1, 20), "onsite", "yes"), incident_notice_hours=4, amount_yen=74_000_000,
            ringi_no="R08-人-0001", note="特定個人情報。再委託は当社の許諾が必要",
        ),
        engagement(
            "K-0221 < K-0220", "P-005 > P-081", "給与計算・年末調整", owner_dept=DITTO, contract_form="jun_inin",
            handling_place="own_env", records="5,200", **term(d(2026, 1, 1), d(2027, 3, 31), "yes"),
            **consent("explicit", d(2025, 12, 15), "再承-2025-021", "株式会社あおばまなび 人事部長"), onward="listed", flow_down="yes",
            **check("令和8年1月20日", "onsite", "yes"),
        ),
        engagement(
            "K-0222 < K-0220", "P-005 > P-080", "社会保険の手続", owner_dept=DITTO, contract_form="jun_inin", handling_place="own_env",
            records="約5千", **term(d(2026, 1, 1), d(2027, 3, 31), "yes"),
            **consent("explicit", d(2025, 12, 15), "再承-2025-022", "株式会社あおばまなび 人事部長"), onward="none", flow_down="yes",
            **check(d(2025, 12, 9), "paper", "yes"),
        ),
        engagement(
            "K-0226 < K-0221", "P-081 > P-090", "源泉徴収票控えの保管", owner_dept=DITTO, contract_form="other", handling_place="paper",
            records="約4千", **term(d(2019, 4, 1), d(2027, 3, 31), "yes"), **consent("blanket", d(2019, 3, 25)), onward="none", flow_down="yes",
            **check(d(2025, 10, 30), "paper"), note="個別の許諾へ切替えを依頼中",
        ),
    ]  # fmt: skip


def _hiring() -> list[Row]:
    return [
        engagement(
            "K-0223", "P-001 > P-025", "採用管理SaaSの利用", owner_dept=PERSONNEL, relation="system_use", contract_form="other",
            handling_place="cloud", asset_ids="D-03", records="約6万", **term(d(2021, 4, 1), "", "yes"), flow_down="yes",
            **check(d(2025, 9, 11), "paper"),
        ),
        engagement(
            "K-0224", "P-001 > P-083", "講師採用の代行（書類・面接調整）", owner_dept=DITTO, contract_form="jun_inin",
            handling_place="own_env", asset_ids="D-03", records="約1.5万", **term(d(2023, 10, 1), d(2027, 9, 30), "yes"),
            onward="listed", flow_down="yes", **check(d(2025, 9, 25), "paper", "yes"), incident_notice_hours=24,
            amount_yen=22_000_000, ringi_no="R05-人-0017",
        ),
        engagement(
            "K-0225 < K-0224", "P-083 > P-025", "応募者情報の登録", owner_dept=DITTO, relation="system_use", contract_form="other",
            handling_place="cloud", records="約2.4万", **term(d(2023, 10, 1), "", "yes"), **consent("notice", d(2023, 9, 19)),
        ),
        engagement(
            "K-0227", "P-001 > P-052", "人事部事務の派遣（2名）", owner_dept=DITTO, relation="dispatch", contract_form="haken",
            handling_place="owner_site", asset_ids="D-03", **term(d(2025, 7, 1), d(2027, 6, 30), "no"), ringi_no="R07-人-0009",
        ),
    ]  # fmt: skip


def _counselling() -> list[Row]:
    return [
        engagement(
            "K-0230", "P-001 > P-085", "発達・学習相談の受付と面談", owner_dept=LEARNING, contract_form="jun_inin",
            handling_place="own_env", asset_ids="D-06", records="18,500", records_basis="held",
            **term(d(2018, 4, 1), d(2027, 3, 31), "yes"), onward="listed", flow_down="yes", **check(d(2025, 7, 9), "onsite", "partial"),
            incident_notice_hours=24, amount_yen=38_000_000, ringi_no="R08-支-0002", note="要配慮個人情報",
        ),
        engagement(
            "K-0231 < K-0230", "P-085 > P-086", "面談の担当", owner_dept=DITTO, contract_form="jun_inin", handling_place="consignor_site",
            records="約200（1人あたり）", **term(d(2018, 4, 1), "", "yes"), **consent("unknown"), flow_down="yes",
        ),
        engagement(
            "K-0232 < K-0230", "P-085 > P-023", "面談予約フォーム", owner_dept=DITTO, relation="system_use", contract_form="other",
            handling_place="cloud", records="約6千", **term(d(2024, 9, 1), "", "yes"), **consent("none"), flow_down="unknown",
            note="無料プランで開始。承諾手続きを依頼済",
        ),
    ]  # fmt: skip


def _storage() -> list[Row]:
    return [
        engagement(
            "K-0240", "P-001 > P-090", "入会申込書の保管", owner_dept=GENERAL, contract_form="other", handling_place="paper",
            asset_ids="D-01", records="約40万枚", **term(d(2007, 10, 1), "", "yes"), onward="listed", flow_down="yes",
            **check(d(2024, 10, 10), "onsite", "yes"), incident_notice_hours=24, amount_yen=5_600_000, ringi_no="H19-総-0021",
        ),
        engagement(
            "K-0241", "P-001 > P-091", "機密書類の溶解処理", owner_dept=DITTO, contract_form="ukeoi", handling_place="paper",
            asset_ids="D-04", records="随時", **term(d(2015, 4, 1), d(2027, 3, 31), "yes"), onward="none", flow_down="yes",
            **check("平成31年2月7日", "onsite"), deletion_proof="yes", amount_yen=1_900_000,
        ),
        engagement(
            "K-0242 < K-0240", "P-090 > P-091", "保管期限切れ書類の溶解", owner_dept=DITTO, contract_form="ukeoi", handling_place="paper",
            records="約5万枚", **term(d(2023, 10, 15), d(2027, 3, 31), "yes"), **consent("explicit", d(2023, 10, 2), "再承-2023-024", "総務部長"),
            onward="none", flow_down="yes", deletion_proof="yes",
        ),
        engagement(
            "K-0243", "P-001 > P-092", "PC・サーバーのデータ消去と廃棄", owner_dept=DITTO, contract_form="ukeoi",
            handling_place="unknown", asset_ids="D-03", records="不明", **term(d(2022, 4, 1), d(2027, 3, 31), "yes"), onward="unknown",
            flow_down="yes", deletion_proof="yes", **check(d(2025, 3, 12), "paper"), amount_yen=3_300_000, ringi_no="R04-総-0010",
        ),
        engagement(
            "K-0244 < K-0243", "P-092 > P-046", "機器の回収運搬", owner_dept=DITTO, contract_form="ukeoi", handling_place="paper",
            records="不明", **term(d(2023, 7, 1), "", "yes"), **consent("none"), flow_down="unknown",
        ),
    ]  # fmt: skip
