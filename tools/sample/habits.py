"""How a party answers where nothing particular is known: shares of answers and of named evidence.

The choice is made by a digest of party, form date and control, so that it never changes and needs no seed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date

from tools.sample.replies import Reply, Said

# Shares in percent, in this order; what is left of 100 is a blank cell.
_CODES = ("yes", "partial", "planned", "no", "unknown")
HABITS: Mapping[str, tuple[tuple[int, int, int, int, int], int]] = {
    "proven": ((100, 0, 0, 0, 0), 100),
    "careful": ((88, 9, 2, 1, 0), 85),
    "good": ((76, 14, 4, 4, 2), 55),
    "middling": ((54, 20, 8, 12, 4), 25),
    "weak": ((32, 22, 9, 26, 8), 6),
    "all_yes": ((100, 0, 0, 0, 0), 0),
    "unsure": ((34, 14, 4, 8, 40), 15),
    "patchy": ((46, 12, 4, 10, 2), 20),
}
"""Habit -> (shares of the answers, share of yes and partial answers that name evidence)."""

_EVIDENCE = {
    "ORG": ("個人情報取扱規程（2025年4月改定）", "Handling rules, April 2025"),
    "CHN": ("再委託管理手順書", "Sub-contractor procedure v2"),
    "HUM": ("教育実施記録 2026年6月、誓約書様式", "Training record, June 2026"),
    "PHY": ("入退室管理記録、区域図", "Entry log and floor plan"),
    "DEV": ("端末管理台帳、制御設定一覧", "Device register and policy settings"),
    "IAM": ("権限棚卸し記録 2026年4月", "Access review, April 2026"),
    "MON": ("ログ点検記録、監視設計書", "Log review record"),
    "SYS": ("脆弱性対応記録、構成管理表", "Patch record"),
    "OUT": ("作業チェック表（2名照合）", "Two-person check sheet"),
    "LIF": ("消去証明書の写し", "Deletion certificate"),
    "INC": ("事故対応手順書、連絡網", "Incident runbook"),
    "EXT": ("利用クラウド一覧、外国での取扱い確認票", "List of clouds and countries"),
    "MYN": ("特定個人情報取扱規程", "My Number rules"),
}
_COMMENTS = {
    "partial": (
        ("一部の拠点を除く", "本社のみ実施", "紙の業務は対象外", "社員は実施、派遣は未実施", "主要な端末のみ"),
        ("Main office only", "Employees only, not temporary staff", "Production devices only"),
    ),
    "planned": (("2027年3月までに対応予定", "2026年度下期に実施予定"), ("Planned for March 2027",)),
    "unknown": (("担当部署に確認中", "", "別紙参照"), ("Being checked",)),
}


def answer_of(reply: Reply, control_id: str) -> Said | None:
    """Return what the party wrote for a control; None where it left the row blank."""
    if control_id in reply.said:
        return reply.said[control_id]
    shares, documented = HABITS[reply.habit]
    code = _chosen(shares, _percent(reply, control_id, "answer"))
    if not code:
        return None
    is_shown = code in ("yes", "partial") and _percent(reply, control_id, "evidence") < documented
    language = 1 if reply.locale == "en" else 0
    evidence = _EVIDENCE[control_id[:3]][language] if is_shown else ""
    return Said(code, _comment(reply, control_id, code), evidence, _seen_on(reply, control_id) if is_shown else None)


def _chosen(shares: tuple[int, ...], percent: int) -> str:
    """Return the code whose share holds this percentage, "" beyond the last."""
    reached = 0
    for code, share in zip(_CODES, shares, strict=True):
        reached += share
        if percent < reached:
            return code
    return ""


def _comment(reply: Reply, control_id: str, code: str) -> str:
    """Return a remark of the kind that such an answer comes with."""
    if code not in _COMMENTS:
        return ""
    remarks = _COMMENTS[code][1 if reply.locale == "en" else 0]
    return remarks[_percent(reply, control_id, "remark") % len(remarks)]


def _seen_on(reply: Reply, control_id: str) -> date | None:
    """Return a date of its own for a third of the answers; the others take the date of the cover."""
    if _percent(reply, control_id, "date") >= 33:
        return None
    return reply.answered_on.replace(day=1 + _percent(reply, control_id, "day") % reply.answered_on.day)


def _percent(reply: Reply, control_id: str, purpose: str) -> int:
    """Return a number of 0 to 99 that is always the same for these words."""
    words = f"{reply.party}|{reply.answered_on}|{reply.scope[1]}|{control_id}|{purpose}"
    return int(hashlib.sha256(words.encode()).hexdigest()[:8], 16) % 100
