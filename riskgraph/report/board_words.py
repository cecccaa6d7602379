"""The board and the list of whom to ask, as sentences and as columns of tables.

The convention that bites: columns know no language and are the keys of `ui.column.*`; names are those of
`riskgraph.report.names`, so that no natural person is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from riskgraph.model.board import OPEN_STATES, Board, BoardRow, BoardState, Candidate
from riskgraph.model.control import Catalogue
from riskgraph.model.submission import Submission
from riskgraph.report.form_words import form_name
from riskgraph.report.letters import day_with_weekday
from riskgraph.report.names import party_name
from riskgraph.report.numbers import persons
from riskgraph.report.plain import plain
from riskgraph.report.table_rows import Columns
from riskgraph.text import t

# A shape beside the word, so that colour is never the only sign.
STATE_SIGN = {
    BoardState.TO_SEND: "□",
    BoardState.SENT: "→",
    BoardState.DUE: "△",
    BoardState.OVERDUE: "▲",
    BoardState.RECEIVED: "●",
    BoardState.UNDER_REVIEW: "◐",
    BoardState.RETURNED: "↩",
    BoardState.ACCEPTED: "✓",
    BoardState.WITHDRAWN: "－",
}


@dataclass(frozen=True)
class BoardFilter:
    """What is looked for on the board: states and departments (none: all), and words in name, id or form."""

    states: tuple[BoardState, ...] = ()
    departments: tuple[str, ...] = ()
    words: str = ""


def board_sentence(board: Board, locale: str) -> str:
    """Return what matters on the board: overdue, due, waiting for a review, and the next due date."""
    if not board.rows:
        return t(locale, "sending.sentence.empty")
    counts = board.counts
    overdue, due = counts[BoardState.OVERDUE], counts[BoardState.DUE]
    to_review = counts[BoardState.RECEIVED] + counts[BoardState.UNDER_REVIEW]
    parts = [
        t(locale, "sending.sentence.overdue", count=overdue) if overdue else t(locale, "sending.sentence.no_overdue"),
        t(locale, "sending.sentence.due", count=due) if due else "",
        t(locale, "sending.sentence.to_review", count=to_review) if to_review else "",
        next_due_sentence(board, locale),
    ]
    return ("" if locale == "ja" else " ").join(part for part in parts if part)


def next_due_sentence(board: Board, locale: str) -> str:
    """Return the next due date with how many are due on it; "" where nothing is due any more."""
    days = [r.request.due_on for r in board.rows if r.state in OPEN_STATES and r.request.due_on >= board.day]
    if not days:
        return ""
    first = min(days)
    return t(locale, "sending.sentence.next", day=day_with_weekday(first, locale), count=days.count(first))


def fitting_rows(board: Board, wanted: BoardFilter, submission: Submission, locale: str) -> tuple[BoardRow, ...]:
    """Return the requests that a filter lets through, the most pressing first."""
    words = wanted.words.casefold().split()
    found = [
        row
        for row in board.rows
        if (not wanted.states or row.state in wanted.states)
        and (not wanted.departments or row.request.department in wanted.departments)
        and all(word in _searched(row, submission, locale) for word in words)
    ]
    order = [
        BoardState.OVERDUE, BoardState.DUE, BoardState.RECEIVED, BoardState.UNDER_REVIEW, BoardState.RETURNED,
        BoardState.TO_SEND, BoardState.SENT, BoardState.ACCEPTED, BoardState.WITHDRAWN,
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda r: (order.index(r.state), r.request.due_on, r.request.request_id)))


def _searched(row: BoardRow, submission: Submission, locale: str) -> str:
    request = row.request
    name = party_name(request.party_id, submission, locale)
    return f"{request.request_id} {name} {request.party_id} {request.form} {request.department}".casefold()


def state_words(row: BoardRow, locale: str) -> str:
    """Return the state of a request as shape and word, and that it had been sent back."""
    words = t(locale, f"sending.state.{row.state.value}")
    if row.was_returned and row.state is BoardState.OVERDUE:
        words = t(locale, "sending.state.and_returned", state=words)
    return f"{STATE_SIGN[row.state]} {words}"


def days_words(row: BoardRow, locale: str) -> str:
    """Return how many days are left or have passed, where the party has still to answer."""
    if row.state not in OPEN_STATES:
        return ""
    if row.days_left == 0:
        return t(locale, "sending.days.today")
    key = "left" if row.days_left > 0 else "past"
    return t(locale, f"sending.days.{key}", days=abs(row.days_left))


def board_columns(rows: Sequence[BoardRow], submission: Submission, catalogue: Catalogue, locale: str) -> Columns:
    """Return the board as columns."""
    return {
        "board_state": [state_words(row, locale) for row in rows],
        "board_party": [party_name(row.request.party_id, submission, locale) for row in rows],
        "board_due": [row.request.due_on.isoformat() for row in rows],
        "board_days": [days_words(row, locale) for row in rows],
        "board_next": [t(locale, f"sending.next.{row.next_step.value}") for row in rows],
        "board_department": [plain(row.request.department) for row in rows],
        "board_form": [form_words(row.request.form, row.request.modules, catalogue, locale) for row in rows],
        "board_sent": [row.request.sent_on.isoformat() if row.request.sent_on else "" for row in rows],
        "board_reminders": [len(row.request.reminders) for row in rows],
        "board_extensions": [_extensions(row, locale) for row in rows],
        "board_number": [row.request.request_id for row in rows],
    }


def _extensions(row: BoardRow, locale: str) -> str:
    granted = row.request.extensions
    if not granted:
        return ""
    last = granted[-1]
    return t(locale, "sending.extended", count=len(granted), day=last.due_on.isoformat(), reason=plain(last.reason))


def form_words(form_id: str, modules: Sequence[str], catalogue: Catalogue, locale: str) -> str:
    """Return a form with its modules in words."""
    name = form_name(form_id, locale)
    titles = module_titles(form_id, catalogue, locale)
    known = [titles[module] for module in modules if module in titles]
    return t(locale, "sending.form.with", form=name, modules=t(locale, "mailing.comma").join(known)) if known else name


def module_titles(form_id: str, catalogue: Catalogue, locale: str) -> Mapping[str, str]:
    """Return the titles of the modules of a form by id; none for a form that the catalogue does not have."""
    form = next((f for f in catalogue.forms if f.form_id == form_id), None)
    return {m.module_id: m.title.said(locale) for m in form.modules} if form else {}


def candidate_columns(found: Sequence[Candidate], submission: Submission, catalogue: Catalogue, locale: str) -> Columns:
    """Return whom to ask as columns, without what is chosen by hand."""
    comma = t(locale, "mailing.comma")
    return {
        "ask_party": [party_name(c.party_id, submission, locale) for c in found],
        "ask_department": [comma.join(map(plain, c.departments)) for c in found],
        "ask_tiers": [comma.join(map(str, c.tiers)) or t(locale, "sending.tier.owner") for c in found],
        "ask_via": [comma.join(party_name(p, submission, locale) for p in c.via) for c in found],
        "ask_records": [persons(c.records.pt, locale) if c.records else "" for c in found],
        "ask_last": [last_answer_words(c, locale) for c in found],
        "ask_why": [why_words(c, catalogue, locale) for c in found],
    }


def last_answer_words(candidate: Candidate, locale: str) -> str:
    """Return when a party last answered, on which form."""
    if candidate.last_answered_on is None:
        return t(locale, "sending.never")
    day = candidate.last_answered_on.isoformat()
    form = candidate.last_form.partition("/")[0]
    return t(locale, "sending.last", day=day, form=form_name(form, locale)) if form else day


def why_words(candidate: Candidate, catalogue: Catalogue, locale: str) -> str:
    """Return why a party is chosen or not, and why this form with these modules."""
    chosen = f"sending.why_not.{candidate.why_not.value}" if candidate.why_not else _why_asked(candidate)
    parts = [t(locale, chosen), t(locale, f"sending.why_form.{candidate.why_form.value}")]
    titles = module_titles(candidate.form, catalogue, locale)
    parts += [t(locale, "sending.why_module", module=titles[m]) for m in candidate.modules if m in titles]
    return t(locale, "sending.why_join").join(parts)


def _why_asked(candidate: Candidate) -> str:
    return "sending.why.never" if candidate.last_answered_on is None else "sending.why.old"


def off_words(day: date, why: str, name: str, next_day: date, locale: str) -> str:
    """Return that a day is no working day, why, and which day comes next."""
    reason = t(locale, f"sending.off.{why}", name=name)
    said = {"day": day_with_weekday(day, locale), "next": day_with_weekday(next_day, locale)}
    return t(locale, "sending.off", reason=reason, **said)
