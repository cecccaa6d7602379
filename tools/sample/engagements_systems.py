"""Engagements of the information systems and web departments, with the chain that ends in the host's own rooms."""

# ruff: noqa: E501 - a row of the register stays on few lines; Japanese letters count twice

from __future__ import annotations

from tools.sample.rows import Row, check, consent, d, engagement, term

IT = "情報システム部"
WEB = "デジタル事業部"
DITTO = "〃"


def systems_engagements() -> list[Row]:
    """Return what hangs below the group's system company (K-0101 to K-0115)."""
    return [*_member_base(), *_member_page(), *_infrastructure()]


def _member_base() -> list[Row]:
    return [
        engagement(
            "K-0101", "P-001 > P-003", "会員基盤システムの開発・運用・保守", owner_dept=IT,
            contract_form="jun_inin", handling_place="own_env", asset_ids="D-01", records="29,500,000",
            records_basis="held", **term(d(2012, 4, 1), d(2027, 3, 31), "yes"), onward="listed", flow_down="yes",
            **check(d(2026, 2, 12), "onsite", "yes"), incident_notice_hours=24, amount_yen=1_280_000_000,
            liability_cap_yen=1_280_000_000, next_review_on=d(2027, 2, 28), last_decision="条件付承認",
            ringi_no="R08-情-0007", note="年度更新。個人情報取扱覚書 2023年改定版を適用",
        ),
        engagement(
            "K-0102 < K-0101", "P-003 > P-010", "会員基盤の追加開発・データベース保守", owner_dept=DITTO,
            contract_form="jun_inin", handling_place="consignor_site", records="29,500,000", records_basis="held",
            **term(d(2024, 4, 1), d(2027, 3, 31), "yes"), **consent("explicit", d(2024, 3, 18), "再承-2024-011", "情報システム部長"),
            onward="listed", flow_down="yes", **check("令和7年9月30日", "paper", "partial"), incident_notice_hours=24,
            amount_yen="212,000,000", ringi_no="R06-情-0112",
        ),
        engagement(
            "K-0103 < K-0102", "P-010 > P-011", "会員DB保守要員の提供（常駐）", owner_dept=DITTO,
            contract_form="jun_inin", handling_place="consignor_site", records="29,000,000", records_basis="held",
            **term("令和5年10月1日", d(2027, 3, 31), "yes"), **consent("blanket", "令和5年9月20日", "", "情報システム部長", "保守要員"),
            onward="none", flow_down="yes", **check(d(2025, 6, 20), "paper", "partial"), note="常駐5名（繁忙期7名）。端末はP-003貸与",
        ),
        engagement(
            "K-0110 < K-0102", "P-010 > P-015", "SQL性能改善の支援", owner_dept=DITTO, contract_form="jun_inin",
            handling_place="consignor_site", records="約100万件", **term(d(2026, 1, 5), d(2026, 12, 31), "no"),
            **consent("none"), flow_down="unknown", onward="none", note="承諾申請が出ていない。経緯確認中",
        ),
    ]  # fmt: skip


def _member_page() -> list[Row]:
    return [
        engagement(
            "K-0106 < K-0101", "P-003 > P-012", "会員マイページの開発・保守", owner_dept=IT, contract_form="ukeoi",
            handling_place="own_env", records="1万〜5万", records_basis="once", **term(d(2025, 4, 1), d(2027, 3, 31), "yes"),
            **consent("explicit", d(2025, 3, 24), "再承-2025-006", "情報システム部長"), onward="listed", flow_down="yes",
            **check(d(2026, 1, 22), "screen", "yes"), incident_notice_hours=48, amount_yen=96_000_000,
            note="障害調査時に本番データの一部を受領",
        ),
        engagement(
            "K-0107 < K-0106", "P-012 > P-013", "画面実装・改修", owner_dept=DITTO, contract_form="ukeoi",
            handling_place="own_env", records="約1万件", **term(d(2024, 5, 1), d(2027, 4, 30), "unknown"),
            **consent("none"), onward="unknown", flow_down="unknown",
        ),
        engagement(
            "K-0108 < K-0106", "P-012 > P-017", "オフショア開発・回帰テスト（ベトナム）", owner_dept=DITTO,
            contract_form="jun_inin", handling_place="consignor_system", records=20_000, **term(d(2023, 9, 1), d(2026, 12, 31), "yes"),
            **consent("explicit", d(2023, 8, 21), "再承-2023-019", "情報システム部長", "マスク済みデータのみ"),
            onward="none", flow_down="yes", **check(d(2025, 12, 10), "screen", "partial"), incident_notice_hours=48,
        ),
        engagement(
            "K-0109 < K-0106", "P-012 > P-018", "受入テストの代行", owner_dept=DITTO, contract_form="jun_inin",
            handling_place="consignor_system", records="約2,000", **term(d(2025, 10, 1), d(2026, 9, 30), "unknown"),
            **consent("notice", d(2025, 9, 26)), onward="unknown", flow_down="yes", note="更新の有無を確認中",
        ),
    ]  # fmt: skip


def _infrastructure() -> list[Row]:
    return [
        engagement(
            "K-0104 < K-0101", "P-003 > P-014", "データセンターの運用・監視（24時間）", owner_dept=IT, contract_form="jun_inin",
            handling_place="consignor_site", records="29,500,000", **term(d(2024, 4, 1), d(2027, 3, 31), "yes"),
            **consent("explicit", d(2024, 3, 18), "再承-2024-012", "情報システム部長"), onward="listed", flow_down="yes",
            **check(d(2025, 11, 6), "onsite", "yes"), incident_notice_hours=4, amount_yen=148_000_000,
        ),
        engagement(
            "K-0105 < K-0104", "P-014 > P-053", "夜間監視オペレーターの派遣", owner_dept=DITTO, relation="dispatch",
            contract_form="haken", handling_place="owner_site", **term(d(2025, 4, 1), d(2027, 3, 31), "no"),
            note="監視画面のみ",
        ),
        engagement(
            "K-0112 < K-0101", "P-003 > P-020", "クラウド基盤（学習履歴の蓄積）", owner_dept=DITTO, relation="system_use",
            contract_form="other", handling_place="cloud", asset_ids="D-01", records="約240万",
            **term(d(2022, 10, 1), "", "yes"), **consent("explicit", d(2022, 9, 12), "再承-2022-031", "情報システム部長"),
            flow_down="yes", **check(d(2026, 3, 3), "paper", "yes"), onward="listed",
        ),
        engagement(
            "K-0113 < K-0101", "P-003 > P-026", "大容量ファイルの受渡し", owner_dept=DITTO, relation="system_use",
            contract_form="other", handling_place="cloud", records="約65万件（1回）", records_basis="once",
            **term(d(2020, 4, 1), "", "yes"), **consent("unknown"), flow_down="unknown",
        ),
        engagement(
            "K-0114", "P-001 > P-003", "人事部ファイルサーバーの運用", owner_dept=IT, contract_form="jun_inin",
            handling_place="own_env", asset_ids="D-03", records="約6.4万", **term(d(2019, 4, 1), d(2027, 3, 31), "yes"),
            flow_down="yes", onward="none", **check(d(2026, 2, 12), "onsite", "yes"), incident_notice_hours=24,
            amount_yen=18_000_000, ringi_no="R08-情-0009",
        ),
        engagement(
            "K-0115", "P-001 > P-003", "情報システム部への出向受入れ（企画3名）", owner_dept=DITTO, relation="second",
            contract_form="other", handling_place="owner_site", asset_ids="D-01", **term(d(2025, 4, 1), d(2027, 3, 31), "no"),
            note="出向元の業務と兼務しない旨の覚書あり",
        ),
    ]  # fmt: skip


def web_engagements() -> list[Row]:
    """Return the sites, apps and web services (K-0120 to K-0133)."""
    return [*_campaigns(), *_apps()]


def _campaigns() -> list[Row]:
    return [
        engagement(
            "K-0120", "P-001 > P-030", "体験申込サイトの構築・運用", owner_dept=WEB, contract_form="ukeoi",
            handling_place="own_env", asset_ids="D-04", records="約120万件", records_basis="held",
            **term(d(2020, 10, 1), d(2026, 9, 30), "yes"), onward="listed", flow_down="yes", **check("令和5年8月4日", "paper", "no"),
            incident_notice_hours="遅滞なく", amount_yen=42_000_000, ringi_no="R02-デ-0031", next_review_on=d(2025, 8, 31),
            note="SSLの証明書更新はにじの輪側で実施",
        ),
        engagement(
            "K-0121 < K-0120", "P-030 > P-031", "申込フォームのホスティング", owner_dept=DITTO, contract_form="other",
            handling_place="own_env", records="約30万件", **term(d(2020, 10, 1), "", "yes"), **consent("blanket", "令和2年9月15日"),
            flow_down="unknown", onward="unknown", **check(d(2022, 9, 1), "paper"),
        ),
        engagement(
            "K-0122 < K-0120", "P-030 > P-013", "画面コーディング", owner_dept=DITTO, contract_form="ukeoi",
            handling_place="none", **term(d(2024, 2, 1), d(2027, 1, 31), "yes"), **consent("notice", d(2024, 1, 25)),
        ),
        engagement(
            "K-0123", "P-001 > P-032", "ランディングページ制作・フォーム運用", owner_dept=WEB, contract_form="ukeoi",
            handling_place="own_env", asset_ids="D-04", records="1万〜5万", **term(d(2023, 4, 1), d(2027, 3, 31), "yes"),
            onward="none", flow_down="yes", **check(d(2025, 8, 27), "paper"), incident_notice_hours=72,
            amount_yen=9_800_000, ringi_no="R05-デ-0008",
        ),
        engagement(
            "K-0124 < K-0123", "P-032 > P-031", "ホスティング", owner_dept=DITTO, contract_form="other",
            handling_place="own_env", records="1万〜5万", **term(d(2023, 4, 1), "", "yes"), **consent("none"),
            flow_down="unknown", note="2026年度の棚卸しで判明",
        ),
        engagement(
            "K-0132", "P-001 > P-093", "2024夏キャンペーンサイト", owner_dept=DITTO, contract_form="ukeoi",
            handling_place="own_env", asset_ids="D-04", records=86_000, status="deletion_pending",
            **term("R6.5.1", "R6.12.31", "no"), flow_down="yes", onward="listed", deletion_proof="no",
            amount_yen=6_500_000, ringi_no="R06-デ-0019", note="消去証明書 未受領（督促2回）",
        ),
        engagement(
            "K-0133 < K-0132", "P-093 > P-031", "キャンペーンサイトのホスティング", owner_dept=DITTO, contract_form="other",
            handling_place="own_env", records=86_000, status="ended", **term("R6.5.1", "R6.12.31", "no"),
            **consent("blanket", "R6.4.22"), deletion_proof="unknown",
        ),
        engagement(
            "K-0254", "P-001 > P-032", "2026春キャンペーンサイト", owner_dept=WEB, contract_form="ukeoi",
            handling_place="own_env", asset_ids="D-04", records="約8千", status="suspended",
            **term(d(2026, 1, 15), d(2026, 12, 31), "no"), onward="unknown", flow_down="yes", note="企画見直しのため一時停止",
        ),
    ]  # fmt: skip


def _apps() -> list[Row]:
    return [
        engagement(
            "K-0125", "P-001 > P-034", "学習アプリの開発・運用", owner_dept=WEB, contract_form="jun_inin",
            handling_place="own_env", asset_ids="D-01", records=2_400_000, records_basis="held",
            **term(d(2022, 4, 1), d(2027, 3, 31), "yes"), onward="listed", flow_down="yes", **check(d(2025, 11, 18), "screen", "yes"),
            incident_notice_hours=24, amount_yen=185_000_000, ringi_no="R04-デ-0002", next_review_on=d(2026, 11, 30),
        ),
        engagement(
            "K-0126 < K-0125", "P-034 > P-020", "アプリ基盤（クラウド）", owner_dept=DITTO, relation="system_use",
            contract_form="other", handling_place="cloud", records=2_400_000, **term(d(2022, 4, 1), "", "yes"),
            **consent("notice", d(2022, 3, 14)), flow_down="yes",
        ),
        engagement(
            "K-0127 < K-0125", "P-034 > P-013", "API改修", owner_dept=DITTO, contract_form="jun_inin",
            handling_place="consignor_system", records="約5万", **term(d(2026, 6, 1), d(2027, 3, 31), "no"),
            **consent("requested", d(2026, 5, 20)), flow_down="yes", onward="unknown", note="承諾申請中（2026/5/20受付）",
        ),
        engagement(
            "K-0128", "P-001 > P-024", "Webアクセス解析の利用", owner_dept=WEB, relation="system_use", contract_form="other",
            handling_place="cloud", asset_ids="D-08", records="約300万", **term(d(2021, 6, 1), "", "yes"),
            flow_down="unknown", **check(d(2023, 6, 30), "paper"),
        ),
        engagement(
            "K-0129", "P-001 > P-033", "動画教材の制作", owner_dept=DITTO, contract_form="ukeoi", handling_place="none",
            asset_ids="D-01", **term(d(2024, 4, 1), d(2027, 3, 31), "yes"), note="個人データの受渡しなし",
        ),
        engagement(
            "K-0130", "P-001 > P-023", "アンケートSaaSの利用", owner_dept=DITTO, relation="system_use", contract_form="other",
            handling_place="cloud", asset_ids="D-08", records="約20万", **term(d(2023, 1, 1), "", "yes"), flow_down="yes",
            **check(d(2025, 6, 12), "paper"),
        ),
    ]  # fmt: skip
