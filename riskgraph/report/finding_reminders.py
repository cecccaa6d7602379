"""Whom to remind of which findings, with words to paste into a mail: nothing is sent from here.

The convention that bites: a list is for one owner and names what that owner sees to, nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from riskgraph.model.finding import FindingState
from riskgraph.model.submission import Submission
from riskgraph.report.finding_work import FindingRow, due_words, title_of
from riskgraph.report.letters import day_with_weekday
from riskgraph.report.names import party_name
from riskgraph.report.plain import plain
from riskgraph.text import t

ENDING_DAYS = 30


@dataclass(frozen=True)
class Reminder:
    """What one owner ("" for nobody) is to be reminded of, the most pressing first.

    `overdue` and `soon` are open, `to_verify` are reported done and wait for somebody else, `ending` are settled ones
    whose evidence or acceptance ends within a month.
    """

    owner: str
    overdue: tuple[FindingRow, ...] = ()
    soon: tuple[FindingRow, ...] = ()
    to_verify: tuple[FindingRow, ...] = ()
    ending: tuple[FindingRow, ...] = ()

    @property
    def rows(self) -> tuple[FindingRow, ...]:
        """Return all of them, each once, in order."""
        return tuple({row.key: row for row in (*self.overdue, *self.soon, *self.to_verify, *self.ending)}.values())


def reminders(rows: Sequence[FindingRow], today: date) -> tuple[Reminder, ...]:
    """Return the reminders by owner: whoever has most overdue first; nobody for whom nothing presses."""
    owners = sorted({row.owner for row in rows if row.record})
    found = (_of(owner, [row for row in rows if row.owner == owner and row.record], today) for owner in owners)
    pressing = [reminder for reminder in found if reminder.rows]
    return tuple(sorted(pressing, key=lambda r: (-len(r.overdue), -len(r.soon), r.owner)))


def _of(owner: str, rows: Sequence[FindingRow], today: date) -> Reminder:
    """Return what one owner is to be reminded of."""
    by_day = sorted(rows, key=lambda row: (row.due_on or date.max, row.key))
    return Reminder(
        owner=owner,
        overdue=tuple(row for row in by_day if row.is_overdue(today)),
        soon=tuple(row for row in by_day if row.is_due_soon(today)),
        to_verify=tuple(row for row in by_day if row.state is FindingState.DONE),
        ending=tuple(row for row in by_day if ends_on(row) is not None and _is_near(ends_on(row), today)),
    )


def ends_on(row: FindingRow) -> date | None:
    """Return when the settlement of a row ends: that of its acceptance, or of its evidence; None where it does not."""
    record = row.record
    if record is None or not row.is_closed:
        return None
    return record.accepted_until if row.state is FindingState.ACCEPTED else record.evidence_until


def _is_near(day: date | None, today: date) -> bool:
    return day is not None and (day - today).days <= ENDING_DAYS


def owner_words(owner: str, locale: str) -> str:
    """Return an owner, or that there is none."""
    return plain(owner) or t(locale, "findings.reminder.nobody")


def reminder_sentence(reminder: Reminder, locale: str) -> str:
    """Return how many of which kind press."""
    counts = {
        "overdue": len(reminder.overdue),
        "soon": len(reminder.soon),
        "to_verify": len(reminder.to_verify),
        "ending": len(reminder.ending),
    }
    told = [t(locale, f"findings.reminder.{name}", count=count) for name, count in counts.items() if count]
    words = t(locale, "mailing.comma").join(told)
    return t(locale, "findings.reminder.sentence", owner=owner_words(reminder.owner, locale), told=words)


def reminder_letter(reminder: Reminder, submission: Submission, register: str, today: date, locale: str) -> str:
    """Return the words of a reminder as plain text, to be pasted."""
    head = t(
        locale, "findings.letter.head", owner=owner_words(reminder.owner, locale), register=plain(register),
        day=day_with_weekday(today, locale),
    )  # fmt: skip
    parts = [head]
    for name in ("overdue", "soon", "to_verify", "ending"):
        rows: tuple[FindingRow, ...] = getattr(reminder, name)
        if rows:
            lines = [_line(row, submission, today, locale) for row in rows]
            parts.append("\n".join([t(locale, f"findings.letter.{name}"), *lines]))
    return "\n\n".join([*parts, t(locale, "findings.letter.foot")])


def _line(row: FindingRow, submission: Submission, today: date, locale: str) -> str:
    """Return one finding as one line."""
    ending = ends_on(row)
    when = due_words(row, today, locale) or (day_with_weekday(ending, locale) if ending else "")
    party = party_name(row.party_id, submission, locale) if row.party_id else plain(row.engagement_id)
    title = title_of(row.code, locale)
    number = row.record.finding_id if row.record else 0
    return t(
        locale, "findings.letter.line", number=number,
        title=t(locale, "findings.letter.titled", title=title, party=party) if party else title,
        when=when or t(locale, "findings.letter.no_day"),
    )  # fmt: skip
