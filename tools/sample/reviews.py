"""The reviewer's own entries: answers that were seen, and the list of forms that were sent."""

from __future__ import annotations

from tools.sample.replies import replies
from tools.sample.rows import Row, d

ROLE = "情報セキュリティ部 委託先管理課"
SCREEN = "画面共有"
ONSITE = "実地"
REPORT = "第三者報告書"


def answers() -> list[Row]:
    """Return the sheet Answers: only what somebody has looked at, with date, method and role."""
    seen = [
        ("P-003", "IAM-05", "yes", d(2026, 9, 3), SCREEN, "", "遠隔接続の認証画面を確認"),
        ("P-003", "PHY-01", "yes", d(2026, 9, 3), ONSITE, "B-03", "入退室記録と区域図"),
        ("P-003", "MON-04", "yes", d(2026, 9, 3), SCREEN, "", "保存期間400日"),
        ("P-002", "IAM-03", "yes", d(2026, 9, 8), SCREEN, "", "4月棚卸しの結果"),
        ("P-014", "CHN-02", "yes", d(2026, 9, 10), SCREEN, "", "体制図と一致"),
        ("P-014", "HUM-01", "yes", d(2026, 9, 10), SCREEN, "", "要員数を確認（名簿は受領しない）"),
        ("P-020", "SYS-10", "yes", d(2026, 5, 20), REPORT, "", "SOC2 Type2 2025年12月期"),
        ("P-030", "SYS-08", "no", d(2026, 9, 11), SCREEN, "", "診断報告書は2020年のみ"),
        ("P-040", "PHY-01", "yes", d(2026, 9, 15), ONSITE, "B-07", "情報処理室の入退室記録"),
        ("P-040", "DEV-04", "yes", d(2026, 9, 15), ONSITE, "", "媒体授受簿"),
        ("P-041", "DEV-01", "no", d(2026, 9, 16), SCREEN, "", "USB接続で書出しできることを確認"),
        ("P-050", "PHY-02", "yes", d(2026, 9, 2), ONSITE, "B-05", "ロッカー運用を確認"),
        ("P-050", "MON-05", "yes", d(2026, 9, 2), SCREEN, "", ""),
        ("P-061", "CHN-02", "no", d(2026, 9, 18), SCREEN, "", "K-0149の再委託が届出にない"),
        ("P-064", "SYS-02", "yes", d(2026, 6, 12), REPORT, "", "PCI DSS 準拠証明書"),
        ("P-081", "MYN-01", "yes", d(2026, 9, 9), ONSITE, "B-15", "取扱区域と担当者の指定"),
    ]  # fmt: skip
    return [
        {
            "party_id": party,
            "scope_kind": "site" if site else "party",
            "scope_id": site,
            "control_id": control,
            "answer": answer,
            "evidence": "verified",
            "answered_on": on,
            "verified_on": on,
            "verified_method": method,
            "verified_role": ROLE,
            "comment": comment,
        }
        for party, control, answer, on, method, site, comment in seen
    ]


def requests() -> list[Row]:
    """Return the sheet Requests: every form that came back, and those that are still out."""
    version = "2026.1"
    back: list[Row] = [
        {"party_id": r.party, "form": r.form, "version": version, "sent_on": r.sent_on, "due_on": r.due_on,
         "returned_on": r.back_on or r.answered_on}
        for r in replies()
    ]  # fmt: skip
    out = [
        ("P-018", d(2026, 7, 6), d(2026, 8, 31)),
        ("P-046", d(2026, 7, 6), d(2026, 8, 31)),
        ("P-062", d(2026, 7, 6), d(2026, 8, 31)),
        ("P-093", d(2026, 7, 6), d(2026, 8, 31)),
        ("P-072", d(2026, 9, 14), d(2026, 10, 30)),
        ("P-092", d(2026, 9, 14), d(2026, 10, 30)),
        ("P-048", d(2026, 9, 14), d(2026, 10, 30)),
    ]
    waiting: list[Row] = [
        {"party_id": party, "form": "short", "version": version, "sent_on": sent, "due_on": due, "returned_on": ""}
        for party, sent, due in out
    ]
    return [*back, *waiting]
