"""The audit trail for people: each line as a sentence, in the time of the register, filtered, and as CSV.

The convention that bites: the store keeps UTC; here every time is shown in the register's zone and names it. A line
of an action that has no sentence (a store written by another riskgraph) is still told by its code and fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from string import Formatter
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from riskgraph.model.records import AuditLine
from riskgraph.report.plain import plain
from riskgraph.report.table_rows import Columns
from riskgraph.text import catalogue, has_text, t

JAPAN = "Asia/Tokyo"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines to show; "" and None stand for all. Both days are days of the register's zone and included."""

    action: str = ""
    actor: str = ""
    subject: str = ""
    first: date | None = None
    last: date | None = None


def audit_sentence(line: AuditLine, locale: str) -> str:
    """Return what was done, as one plain line."""
    given: dict[str, str | int | float] = {"subject": line.subject, **line.fields}
    fields = {
        name: _worded(line.action, name, value, locale) if isinstance(value, str) else value
        for name, value in given.items()
    }
    key = f"audit.{line.action}"
    if has_text(key) and _asked(key) <= fields.keys():
        return plain(t(locale, f"audit.{line.action}", **fields), longest=400)
    listed = ", ".join(f"{name}={value}" for name, value in sorted(fields.items()) if value != "")
    return t(locale, "records.audit.other", action=plain(line.action), fields=listed)


def _worded(action: str, name: str, value: str, locale: str) -> str:
    """Return a field as it is read: codes of states, kinds and payers by their names, everything else as it stands."""
    names = {
        ("finding_taken_up", "code"): f"finding.{value}.title",
        ("finding_changed", "before"): f"findings.state.{value}",
        ("finding_changed", "after"): f"findings.state.{value}",
        ("finding_reopened", "why"): f"records.audit.why.{value}",
        ("item_decided", "verdict"): f"meeting.verdict.{value}",
        ("cost_kept", "payer"): f"costs.payer.{value}",
    }
    key = names.get((action, name), "")
    return t(locale, key) if key and has_text(key) else plain(value)


def _asked(key: str) -> set[str]:
    """Return the names of the fields that a text asks for."""
    return {name for text in catalogue()[key].values() for _, name, _, _ in Formatter().parse(text) if name is not None}


def local_time(at: datetime, time_zone: str) -> datetime:
    """Return a time in a zone; one that nobody knows is read as that of Japan, as everywhere."""
    try:
        return at.astimezone(ZoneInfo(time_zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return at.astimezone(ZoneInfo(JAPAN))


def stamped(at: datetime, time_zone: str) -> str:
    """Return a time that sorts as text and names its zone: ``2026-10-01 09:05:12 JST``."""
    return f"{local_time(at, time_zone):%Y-%m-%d %H:%M:%S %Z}"


def chosen(lines: Iterable[AuditLine], wanted: Wanted, time_zone: str) -> tuple[AuditLine, ...]:
    """Return the lines that are wanted, in the order in which they come."""
    return tuple(line for line in lines if _is_wanted(line, wanted, time_zone))


def _is_wanted(line: AuditLine, wanted: Wanted, time_zone: str) -> bool:
    if wanted.action not in ("", line.action) or wanted.actor not in ("", line.actor):
        return False
    said = " ".join((line.subject, line.register_id, *(str(value) for value in line.fields.values())))
    if wanted.subject.casefold() not in said.casefold():
        return False
    on = local_time(line.at, time_zone).date()
    return (wanted.first is None or wanted.first <= on) and (wanted.last is None or on <= wanted.last)


def action_name(action: str, locale: str) -> str:
    """Return the short name of an action, its code where it has none."""
    return t(locale, f"records.action.{action}") if has_text(f"records.action.{action}") else plain(action)


def audit_columns(lines: Sequence[AuditLine], time_zone: str, locale: str) -> Columns:
    """Return lines as columns, in the order in which they come."""
    return {
        "audit_at": [stamped(line.at, time_zone) for line in lines],
        "audit_actor": [plain(line.actor) for line in lines],
        "audit_what": [audit_sentence(line, locale) for line in lines],
        "audit_subject": [plain(line.subject) for line in lines],
        "audit_number": [line.sequence for line in lines],
    }
