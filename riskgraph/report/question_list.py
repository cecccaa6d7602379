"""What a party is asked to mend on its form: cell by cell, and as a plain list to paste into a mail.

The convention that bites: these words go to the party. They come from its own form alone: what the register shows,
and what is ours to mend, is never among them. The list is plain text and asks; it blames nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from riskgraph.model.answer import AnswerCode
from riskgraph.model.mending import Mend
from riskgraph.model.problem import Problem, Severity
from riskgraph.model.questionnaire import ReadItem, ReturnedForm
from riskgraph.report.plain import plain
from riskgraph.report.problem_text import said
from riskgraph.text import t

_LONGEST = 400
_ROW = re.compile(r"\d+")
# What to ask for, by what was found; every other problem of a form is asked to be looked at.
_ASKS: Mapping[str, str] = {
    **dict.fromkeys(("ambiguous_mark", "dash", "marks_unclear", "two_answers", "answer_unreadable"), "choose"),
    **dict.fromkeys(("answer_struck", "formula_unsaved", "answered_twice", "shared_answer"), "choose"),
    **dict.fromkeys(("hedged_answer", "parts_open"), "partial"),
    **dict.fromkeys(("checked_on_unreadable", "checked_on_ahead", "date_unreadable", "date_ahead", "no_date"), "date"),
    **dict.fromkeys(("onward_unreadable", "onward_contradiction", "tiers_missing"), "onward"),
    **dict.fromkeys(("tier_without_name", "tier_struck", "tier_is_itself"), "tier"),
    **dict.fromkeys(("personal_name", "personal_address"), "people"),
    "na_without_reason": "reason",
    "na_denied": "denied",
    "corporate_number": "number",
    "question_changed": "wording",
    "unmapped_row": "wording",
    "unknown_id": "wording",
}
# What a party cannot mend, or what the list of open cells says better.
_OURS = frozenset(
    {"no_identity", "version_unknown", "same_file", "extra_questions", "closed_by_statement", "some_open",
     "nothing_answered", "more_problems", "verified_by_party"}
)  # fmt: skip


def mends(form: ReturnedForm, locale: str = "") -> tuple[Mend, ...]:
    """Return what is to be mended on a form, one entry a cell, from the top of each sheet.

    Parameters
    ----------
    locale
        Language of the words; by default that of the form.
    """
    language = locale or form.language
    rows = {(item.sheet, _row(item.cell)): item for item in form.items}
    found: dict[tuple[str, str], Mend] = {}
    for mend in (*_of_problems(form.problems, rows, language), *_of_open_items(form.items, language)):
        known = found.get((mend.sheet, mend.cell))
        if known is None:
            found[mend.sheet, mend.cell] = mend
        elif mend.found and mend.ask not in known.ask:
            both = {"found": f"{known.found} {mend.found}".strip(), "ask": f"{known.ask} {mend.ask}"}
            found[mend.sheet, mend.cell] = known.model_copy(update=both)
    sheets = list(dict.fromkeys(mend.sheet for mend in found.values()))
    return tuple(sorted(found.values(), key=lambda m: (sheets.index(m.sheet), _row(m.cell), m.cell)))


def _of_problems(problems: Iterable[Problem], rows: Mapping[tuple[str, int], ReadItem], locale: str) -> Iterator[Mend]:
    for problem in problems:
        area, _, code = problem.code.partition(".")
        is_theirs = area == "form" and code not in _OURS and problem.severity is not Severity.INFO
        if not (is_theirs and problem.sheet and problem.cell):
            continue
        item = rows.get((problem.sheet, _row(problem.cell)))
        yield Mend(
            sheet=problem.sheet,
            cell=problem.cell,
            item_id=plain(item.item_id) if item else "",
            question=plain(item.text, longest=_LONGEST) if item else "",
            found=said(problem, locale)[0],
            ask=t(locale, f"receiving.ask.{_ASKS.get(code, 'look')}"),
        )


def _of_open_items(items: Iterable[ReadItem], locale: str) -> Iterator[Mend]:
    for item in items:
        is_open_fact = item.rule == "fact" and not item.raw.strip()
        if not (item.cell and (is_open_fact or (item.control_id and item.code == AnswerCode.BLANK.value))):
            continue
        yield Mend(
            sheet=item.sheet,
            cell=item.cell,
            item_id=plain(item.item_id),
            question=plain(item.text, longest=_LONGEST),
            ask=t(locale, "receiving.ask.open_fact" if is_open_fact else "receiving.ask.open"),
        )


def _row(cell: str) -> int:
    found = _ROW.search(cell)
    return int(found.group()) if found else 0


def comment(mend: Mend, locale: str) -> str:
    """Return what stands in the comment of a marked cell."""
    return f"{mend.found}\n{mend.ask}".strip() if mend.found else t(locale, "receiving.comment.open", ask=mend.ask)


def question_list(listed: Iterable[Mend], locale: str) -> str:
    """Return what is to be mended as plain text to paste into a mail: numbered, which cell, what to write."""
    entries = list(listed)
    if not entries:
        return t(locale, "receiving.list.none")
    lines = [t(locale, "receiving.list.head", count=len(entries)), ""]
    for number, mend in enumerate(entries, start=1):
        lines += _entry(number, mend, locale)
    return "\n".join([*lines, t(locale, "receiving.list.foot")]) + "\n"


def _entry(number: int, mend: Mend, locale: str) -> Iterator[str]:
    place = t(locale, "receiving.list.place", sheet=plain(mend.sheet), cell=plain(mend.cell))
    about = " ".join(part for part in (mend.item_id, mend.question) if part)
    yield t(locale, "receiving.list.line", number=number, place=place, about=about)
    if mend.found:
        yield t(locale, "receiving.list.found", found=mend.found)
    yield t(locale, "receiving.list.ask", ask=mend.ask)
    yield ""
