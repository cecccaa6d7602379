"""Letters around a questionnaire: the first one, three reminders, and the one that sends a form back.

The convention that bites: riskgraph sends no mail. A letter is plain text to be copied or merged by the
department in charge, it threatens nobody, and it names the addressee, and the party where that is another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from riskgraph.report.numbers import day
from riskgraph.report.plain import plain
from riskgraph.text import t

_LONGEST_CONTACT = 200
_LONGEST_QUESTION = 400


class LetterKind(StrEnum):
    """What a letter is for; the number behind a letter's number is its place here, from 1."""

    FIRST = "first"
    BEFORE = "before"
    ON_DAY = "on_day"
    OVERDUE = "overdue"
    SEND_BACK = "send_back"


@dataclass(frozen=True)
class LetterFacts:
    """What a letter says. Names as written; "" where there is none.

    `via` is the direct contractor through whom the form goes to a party of a deeper tier. `questions` are those
    asked once more, in words. `is_own` says that the register's own firm is asked.
    """

    request_id: int
    fiscal_year: int
    party: str
    form_title: str
    due_on: date
    company: str = ""
    department: str = ""
    contact: str = ""
    via: str = ""
    questions: tuple[str, ...] = ()
    is_own: bool = False


@dataclass(frozen=True)
class Letter:
    """A letter ready to be sent. `number` names request and kind: Q2026-0012-1."""

    kind: LetterKind
    number: str
    subject: str
    body: str


def letter_number(request_id: int, fiscal_year: int, kind: LetterKind) -> str:
    """Return the number of a letter; it begins with a word so that no spreadsheet takes it for a date."""
    return f"Q{fiscal_year}-{request_id:04d}-{list(LetterKind).index(kind) + 1}"


def letter(kind: LetterKind, facts: LetterFacts, locale: str) -> Letter:
    """Return a letter of this kind in a language."""
    number = letter_number(facts.request_id, facts.fiscal_year, kind)
    fields = {
        "party": plain(facts.party),
        "form": facts.form_title,
        "due": day_with_weekday(facts.due_on, locale),
        "number": number,
    }
    return Letter(kind, number, t(locale, f"letter.{kind.value}.subject", **fields), _body(kind, facts, fields, locale))


def day_with_weekday(when: date, locale: str) -> str:
    """Return a date with its weekday: 2026年9月30日(水)."""
    weekday = t(locale, f"form.weekday.{when.weekday()}")
    return t(locale, "letter.day", day=day(when, locale), weekday=weekday)


def _body(kind: LetterKind, facts: LetterFacts, fields: dict[str, str], locale: str) -> str:
    """Return the parts of a letter that apply, with an empty line between them."""
    about = "own" if facts.is_own and kind is LetterKind.FIRST else kind.value
    parts = [
        _addressee(facts, locale),
        t(locale, "letter.greeting", sender=_sender(facts, locale)),
        t(locale, f"letter.{about}.body", **fields),
        _questions(facts, locale) if kind is LetterKind.SEND_BACK else "",
        _forward(facts, locale),
        t(locale, "letter.facts", form=fields["form"], due=fields["due"], contact=_contact(facts, locale)),
        t(locale, "letter.notes") if kind in (LetterKind.FIRST, LetterKind.SEND_BACK) else t(locale, "letter.brief"),
        t(locale, "letter.closing", number=fields["number"]),
        t(locale, "letter.signature", sender=_sender(facts, locale), contact=_contact(facts, locale)),
    ]
    return "\n\n".join(part.strip("\n") for part in parts if part)


def _addressee(facts: LetterFacts, locale: str) -> str:
    key = "own" if facts.is_own else "firm"
    return t(locale, f"letter.addressee.{key}", name=plain(facts.via or facts.party))


def _forward(facts: LetterFacts, locale: str) -> str:
    """Return the request to hand the form on, where it goes through the direct contractor."""
    return t(locale, "letter.forward", party=plain(facts.party)) if facts.via else ""


def _questions(facts: LetterFacts, locale: str) -> str:
    """Return the questions asked once more, one a line."""
    lines = [t(locale, "letter.question", question=plain(q, longest=_LONGEST_QUESTION)) for q in facts.questions]
    return "\n".join([t(locale, "letter.questions", count=len(lines)), *lines]) if lines else ""


def _sender(facts: LetterFacts, locale: str) -> str:
    parts = [plain(part) for part in (facts.company, facts.department) if part]
    return " ".join(parts) or t(locale, "letter.no_department")


def _contact(facts: LetterFacts, locale: str) -> str:
    return plain(facts.contact, longest=_LONGEST_CONTACT) or t(locale, "letter.no_contact")
