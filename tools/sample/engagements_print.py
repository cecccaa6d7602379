"""Engagements of marketing, printing, mailing and shipping, down to the fifth tier and once in a circle."""

# ruff: noqa: E501 - a row of the register stays on few lines; Japanese letters count twice

from __future__ import annotations

from tools.sample.rows import Row, check, consent, d, engagement, term

MARKETING = "マーケティング部"
LOGISTICS = "教材物流部"
DITTO = "〃"


def marketing_engagements() -> list[Row]:
    """Return direct mail, analysis and surveys (K-0140 to K-0155)."""
    return [*_direct_mail(), *_analysis(), *_surveys()]


def _direct_mail() -> list[Row]:
    return [
        engagement(
            "K-0140", "P-001 > P-060", "DM企画・印刷発送の手配", owner_dept=MARKETING, contract_form="ukeoi",
            handling_place="own_env", asset_ids="D-04", records="随時", **term(d(2017, 4, 1), d(2027, 3, 31), "yes"),
            onward="listed", flow_down="yes", **check(d(2025, 10, 8), "paper", "partial"), incident_notice_hours=24,
            amount_yen=640_000_000, ringi_no="R08-マ-0003", last_decision="承認",
        ),
        engagement(
            "K-0141 < K-0140", "P-060 > P-040", "DMの印刷・宛名印字", owner_dept=DITTO, contract_form="ukeoi",
            handling_place="own_env", records="3,800,000", records_basis="once", **term(d(2025, 4, 1), d(2027, 3, 31), "yes"),
            **consent("explicit", d(2025, 2, 17), "再承-2025-002", "マーケティング部長"), onward="listed", flow_down="yes",
            **check("令和7年10月22日", "onsite", "yes"), incident_notice_hours=24, amount_yen=210_000_000,
        ),
        engagement(
            "K-0142 < K-0141", "P-040 > P-041", "宛名データの加工・重複除去", owner_dept=DITTO, contract_form="ukeoi",
            handling_place="own_env", records="3,800,000", records_basis="once", **term(d(2025, 4, 1), d(2027, 3, 31), "yes"),
            **consent("explicit", d(2025, 2, 17), "再承-2025-003", "マーケティング部長"), onward="listed", flow_down="yes",
            **check("R5.9.14", "onsite", "partial"),
        ),
        engagement(
            "K-0143 < K-0142、K-0168", "P-041 > P-044", "住所の補正入力", owner_dept=DITTO, contract_form="ukeoi",
            handling_place="own_env", records="約12万件", **term(d(2023, 6, 1), d(2027, 5, 31), "yes"), **consent("none"),
            onward="unknown", flow_down="no", note="DMと会員冊子の両方で発生",
        ),
        engagement(
            "K-0144 < K-0141", "P-040 > P-042", "DMの封入・発送", owner_dept=DITTO, contract_form="ukeoi",
            handling_place="own_env", records="3,800,000", records_basis="once", **term(d(2018, 10, 1), d(2026, 9, 30), "yes"),
            **consent("blanket", d(2023, 2, 10)), onward="listed", flow_down="yes", **check(d(2025, 10, 23), "onsite"),
        ),
        engagement(
            "K-0145 < K-0144", "P-042 > P-043", "封入封緘", owner_dept=DITTO, contract_form="ukeoi", handling_place="paper",
            records="約80万通", **term(d(2021, 4, 1), d(2027, 3, 31), "yes"), **consent("notice", d(2021, 3, 30)),
            onward="none", flow_down="yes",
        ),
        engagement(
            "K-0146 < K-0144", "P-042 > P-046", "郵便局・営業所への持込み", owner_dept=DITTO, contract_form="ukeoi",
            handling_place="paper", records="約380万通", **term(d(2020, 4, 1), d(2027, 3, 31), "yes"),
            **consent("blanket", d(2023, 2, 10)), onward="listed", flow_down="unknown",
        ),
        engagement(
            "K-0147 < K-0146", "P-046 > P-047", "軽貨物による配送", owner_dept=DITTO, contract_form="ukeoi",
            handling_place="paper", records="2千〜5千通（1日）", **term(d(2020, 4, 1), "", "yes"), **consent("unknown"),
            flow_down="unknown",
        ),
    ]  # fmt: skip


def _analysis() -> list[Row]:
    return [
        engagement(
            "K-0148", "P-001 > P-061", "会員データの分析・需要予測", owner_dept=MARKETING, contract_form="jun_inin",
            handling_place="own_env", asset_ids="D-01", records="約500万（氏名を除く）", **term(d(2025, 4, 1), d(2027, 3, 31), "yes"),
            onward="none", flow_down="yes", **check(d(2025, 6, 25), "paper", "yes"), incident_notice_hours=24,
            amount_yen=58_000_000, ringi_no="R07-マ-0011",
        ),
        engagement(
            "K-0149 < K-0148", "P-061 > P-062", "データクレンジング", owner_dept=DITTO, contract_form="ukeoi",
            handling_place="own_env", records="約60万", **term(d(2025, 8, 1), d(2026, 7, 31), "unknown"), **consent("none"),
            onward="none", flow_down="unknown", note="P-061は「再委託なし」と回答。請求書から判明",
        ),
        engagement(
            "K-0150", "P-001 > P-052", "名簿抽出担当の派遣（8名）", owner_dept=MARKETING, relation="dispatch",
            contract_form="haken", handling_place="owner_site", asset_ids="D-04", **term(d(2024, 10, 1), d(2026, 9, 30), "unknown"),
            amount_yen=41_000_000, ringi_no="R06-マ-0040", note="抽出ツールの一括出力権限あり。期間更新の手続き中",
        ),
        engagement(
            "K-0252", "P-001 > P-099", "旧会員データの移行", owner_dept=DITTO, contract_form="ukeoi", handling_place="own_env",
            asset_ids="D-01", records="約90万", status="ended", **term(d(2023, 11, 1), d(2025, 3, 31), "no"), onward="unknown",
            flow_down="yes", deletion_proof="unknown", note="合併によりP-061へ承継。消去の確認先が未定",
        ),
        engagement(
            "K-0253", "P-001 > P-062", "名簿クレンジング（2022年度）", owner_dept=DITTO, contract_form="ukeoi",
            handling_place="own_env", asset_ids="D-04", records=210_000, status="deletion_confirmed",
            **term(d(2022, 6, 1), d(2023, 3, 31), "no"), flow_down="yes", deletion_proof="yes", note="消去証明 2023/4/14受領",
        ),
        engagement(
            "K-0250", "P-001 > P-061", "生成AIによる学習履歴の分析", owner_dept=DITTO, contract_form="jun_inin",
            handling_place="cloud", asset_ids="D-01", records="約40万", status="in_review", **term(d(2026, 12, 1), d(2027, 11, 30), ""),
            onward="unknown", flow_down="unknown", note="10月度審査会に付議予定",
        ),
    ]  # fmt: skip


def _surveys() -> list[Row]:
    return [
        engagement(
            "K-0151", "P-001 > P-063", "会員満足度調査", owner_dept=MARKETING, contract_form="ukeoi", handling_place="own_env",
            asset_ids="D-08", records="約6万", **term(d(2024, 4, 1), d(2027, 3, 31), "yes"), onward="listed", flow_down="yes",
            **check(d(2026, 7, 14), "screen", "yes"), incident_notice_hours=24, amount_yen=7_200_000, ringi_no="R06-マ-0005",
        ),
        engagement(
            "K-0152 < K-0151", "P-063 > P-023", "回答フォームの利用", owner_dept=DITTO, relation="system_use",
            contract_form="other", handling_place="cloud", records="約6万", **term(d(2024, 4, 1), "", "yes"),
            **consent("explicit", d(2024, 3, 27), "再承-2024-015", "マーケティング部長"), flow_down="yes",
        ),
        engagement(
            "K-0153 < K-0151", "P-063 > P-045", "自由回答の集計（在宅）", owner_dept=DITTO, contract_form="ukeoi",
            handling_place="own_env", records="約3千", **term(d(2024, 4, 1), "", "yes"), **consent("notice", d(2024, 3, 25)),
            flow_down="yes",
        ),
        engagement(
            "K-0154", "P-001 > P-021", "メール配信サービスの利用", owner_dept=DITTO, relation="system_use", contract_form="other",
            handling_place="cloud", asset_ids="D-01", records="約1,100万", **term(d(2019, 2, 1), "", "yes"), flow_down="yes",
            **check(d(2025, 5, 9), "paper", "yes"), onward="listed",
        ),
        engagement(
            "K-0155", "P-001 > P-095", "入会申込の取次（書店）", owner_dept=DITTO, relation="agency_sale", contract_form="other",
            handling_place="paper", asset_ids="D-04", records="年間約4千", records_basis="yearly", **term(d(2010, 4, 1), "", "yes"),
        ),
    ]  # fmt: skip


def shipping_engagements() -> list[Row]:
    """Return teaching materials and member booklets (K-0160 to K-0170)."""
    return [*_materials(), *_booklets()]


def _materials() -> list[Row]:
    return [
        engagement(
            "K-0160", "P-001 > P-004", "教材発送センターの運営", owner_dept=LOGISTICS, contract_form="ukeoi",
            handling_place="own_env", asset_ids="D-01", records="2,100,000", records_basis="held",
            **term(d(2014, 4, 1), d(2027, 3, 31), "yes"), onward="listed", flow_down="yes", **check(d(2026, 5, 15), "onsite", "yes"),
            incident_notice_hours=24, amount_yen=720_000_000, ringi_no="R08-物-0001",
        ),
        engagement(
            "K-0161 < K-0160", "P-004 > P-042", "教材の梱包・発送", owner_dept=DITTO, contract_form="ukeoi",
            handling_place="own_env", records="約70万", records_basis="once", **term(d(2024, 4, 1), d(2027, 3, 31), "yes"),
            **consent("explicit", d(2024, 2, 9), "再承-2024-004", "教材物流部長"), onward="listed", flow_down="yes",
            **check(d(2025, 10, 23), "onsite", "yes"),
        ),
        engagement(
            "K-0162 < K-0161", "P-042 > P-040", "同梱案内の宛名印刷", owner_dept=DITTO, contract_form="ukeoi",
            handling_place="own_env", records="約15万", **term(d(2022, 9, 1), d(2026, 8, 31), "yes"),
            **consent("notice", d(2022, 8, 26)), onward="unknown", flow_down="yes",
        ),
        engagement(
            "K-0163 < K-0161", "P-042 > P-046", "教材の宅配", owner_dept=DITTO, contract_form="ukeoi", handling_place="paper",
            records="約70万", **term(d(2024, 4, 1), d(2027, 3, 31), "yes"), **consent("explicit", d(2024, 2, 9), "再承-2024-005", "教材物流部長"),
            onward="listed", flow_down="yes", **check(d(2024, 12, 5), "paper"),
        ),
        engagement(
            "K-0164 < K-0163", "P-046 > P-047", "個人ドライバーによる宅配", owner_dept=DITTO, contract_form="ukeoi",
            handling_place="paper", records="2千〜5千通（1日）", **term(d(2020, 4, 1), "", "yes"), **consent("unknown"),
            flow_down="unknown",
        ),
        engagement(
            "K-0165 < K-0160", "P-004 > P-053", "発送センター作業者の派遣", owner_dept=DITTO, relation="dispatch",
            contract_form="haken", handling_place="consignor_site", **term(d(2025, 10, 1), d(2027, 3, 31), "no"),
        ),
        engagement(
            "K-0166 < K-0160", "P-004 > P-048", "製本・丁合", owner_dept=DITTO, contract_form="ukeoi", handling_place="none",
            **term(d(2019, 4, 1), d(2027, 3, 31), "yes"), **consent("not_needed"),
        ),
    ]  # fmt: skip


def _booklets() -> list[Row]:
    return [
        engagement(
            "K-0167", "P-001 > P-040", "会員向け冊子の印刷・宛名印字", owner_dept=LOGISTICS, contract_form="ukeoi",
            handling_place="own_env", asset_ids="D-01", records="650,000", records_basis="once",
            **term(d(2015, 4, 1), d(2027, 3, 31), "yes"), onward="listed", flow_down="yes", **check("令和7年10月22日", "onsite", "yes"),
            incident_notice_hours=24, amount_yen=310_000_000, ringi_no="R08-物-0002",
        ),
        engagement(
            "K-0168 < K-0167", "P-040 > P-041", "宛名データの加工", owner_dept=DITTO, contract_form="ukeoi",
            handling_place="own_env", records="650,000", records_basis="once", **term(d(2025, 4, 1), d(2027, 3, 31), "yes"),
            **consent("explicit", d(2025, 2, 17), "再承-2025-004", "教材物流部長"), onward="listed", flow_down="yes",
            **check("R5.9.14", "onsite", "partial"),
        ),
        engagement(
            "K-0170 < K-0167", "P-040 > P-043", "冊子の封入封緘", owner_dept=DITTO, contract_form="ukeoi", handling_place="paper",
            records="約65万", **term(d(2025, 4, 1), d(2027, 3, 31), "yes"), **consent("explicit", d(2025, 2, 17), "再承-2025-005", "教材物流部長"),
            onward="none", flow_down="yes",
        ),
    ]  # fmt: skip
