"""What the review board wrote, the follow-up of it, the settings, and a few remarks on cells."""

# ruff: noqa: E501 - a row of the register stays on few lines; Japanese letters count twice

from __future__ import annotations

from tools.sample.rows import OWNER, Row, Value, d


def decisions() -> list[Row]:
    """Return the sheet of decisions as the board keeps it (its own columns)."""
    return [
        {"議案番号": "2026-08-02", "審査会": d(2026, 8, 20), "委託ID": "K-0101", "判定": "条件付承認",
         "条件": "会員基盤DBの監視範囲と端末制御の改善計画を提出", "期限": d(2026, 9, 30), "確認者": "情報セキュリティ部",
         "決裁": "リスク管理担当役員"},
        {"議案番号": "2026-08-05", "審査会": d(2026, 8, 20), "委託ID": "K-0140", "判定": "承認", "条件": "", "期限": "",
         "確認者": "", "決裁": "審査会"},
        {"議案番号": "2026-09-01", "審査会": d(2026, 9, 17), "委託ID": "K-0149", "判定": "保留",
         "条件": "再委託の承諾申請と取扱状況の説明", "期限": d(2026, 10, 31), "確認者": "マーケティング部", "決裁": "審査会"},
        {"議案番号": "2026-09-03", "審査会": d(2026, 9, 17), "委託ID": "K-0250", "判定": "差戻し",
         "条件": "入力するデータの範囲を明記", "期限": "", "確認者": "", "決裁": "審査会"},
    ]  # fmt: skip


def findings() -> list[Row]:
    """Return the sheet of corrective actions (its own columns)."""
    return [
        {"是正ID": "F-2026-011", "組織ID": "P-030", "指摘": "脆弱性診断が2020年以降行われていない", "対応": "診断を実施し結果を共有",
         "期限": d(2026, 12, 25), "状態": "対応中", "費用負担・協議": "当社負担で協議済（2026/9/18）"},
        {"是正ID": "F-2026-012", "組織ID": "P-041", "指摘": "作業端末から外部媒体へ書き出せる", "対応": "書出し制御の導入",
         "期限": d(2027, 1, 29), "状態": "未着手", "費用負担・協議": "協議中"},
        {"是正ID": "F-2026-013", "組織ID": "P-061", "指摘": "届出のない再委託", "対応": "承諾申請と体制図の提出",
         "期限": d(2026, 10, 31), "状態": "対応中", "費用負担・協議": ""},
        {"是正ID": "F-2025-027", "組織ID": "P-093", "指摘": "契約終了後の消去証明が未提出", "対応": "証明書の提出",
         "期限": d(2025, 6, 30), "状態": "期限超過", "費用負担・協議": ""},
    ]  # fmt: skip


def settings() -> Row:
    """Return what the register says about itself."""
    return {
        "as_of": d(2026, 10, 1),
        "time_zone": "Asia/Tokyo",
        "fiscal_year_start": 4,
        "appetite_yen": 1_000_000,
        "owner": OWNER,
    }


NOTICE = {
    "ja": "この台帳は説明用に作成した架空のものです。会社・団体・金額・件数・法人番号はすべて実在しません。",
    "en": "This register is made up for demonstration. No firm, body, amount, number of records or corporate number in it is real.",
}

REMARKS: dict[tuple[str, str, str], str] = {
    ("engagements", "K-0103", "consent"): "2024年の棚卸し時に包括承諾を確認。個別承諾への切替えを検討",
    ("engagements", "K-0110", "consent"): "2026/9/4 情報システム部へ照会済。回答待ち",
    ("engagements", "K-0132", "deletion_proof"): "督促 1回目 2025/2/3、2回目 2025/5/12",
    ("engagements", "K-0187", "ends_on"): "更新契約書の写しが見当たらない",
    ("access", "T-048", "expires_on"): "派遣個別契約の更新手続き中。権限は未停止",
    ("systems", "SYS-21", "host"): "2026/8の現地確認で把握。契約関係を法務に確認中",
    ("parties", "P-016", "name"): "登記情報は未取得",
}
"""(sheet, id, column) -> what somebody noted on the cell."""

STRUCK_OUT = frozenset({"K-0186", "K-0253"})
"""Engagements whose rows somebody crossed out when deletion was confirmed."""

FILES = {"K-0101": "電子契約", "K-0120": "キャビネットB-2", "K-0140": "電子契約", "K-0180": "電子契約", "K-0211": "キャビネットA-5",
         "K-0240": "キャビネットA-1", "K-0187": "（所在確認中）"}  # fmt: skip


def with_own_column(rows: list[Row]) -> list[Row]:
    """Return the engagements with the column that this company added for itself."""
    own: dict[str, Value] = {**FILES}
    return [{**row, "契約書保管": own.get(str(row["engagement_id"]), "")} for row in rows]
