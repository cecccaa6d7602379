"""The words of a questionnaire that its writer and its reader share.

The convention that bites: the reader knows a sheet by these words in either language, never by its title or
place, so that a word changed here must stay readable on the forms that are still out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

from riskgraph.intake.folding import fold
from riskgraph.model.answer import AnswerCode
from riskgraph.model.control import Control, Fact, Form
from riskgraph.text import LOCALES, t

IDENTITY_SHEET = "riskgraph"
IDENTITY_MARK = "riskgraph.questionnaire/1"
IDENTITY_KEYS = ("form", "version", "party", "scope_kind", "scope_id", "due_on", "modules", "language")
QUESTION_COLUMNS = ("id", "question", "good", "previous", "answer", "scope", "evidence", "checked_on")
TIER_COLUMNS = ("name", "corporate_number", "work", "assets", "place", "consent_on", "consent_no")
COVER_FIELDS = ("addressee", "answered_on", "respondent", "onward")
ANSWERS = tuple(code for code in AnswerCode if code is not AnswerCode.BLANK)
ONWARD = ("none", "listed")
ONWARD_FACT = "onward"
TICKED = "■☑✓✔"


def question_words(control: Control, locale: str) -> str:
    """Return the question as it is printed: its sentence, its sub-boxes and how they count."""
    return words_of_question(control.question.said(locale), [part.said(locale) for part in control.parts], locale)


def words_of_question(question: str, parts: Sequence[str], locale: str) -> str:
    """Return a question with its sub-boxes as they are printed in a language."""
    if not parts:
        return question
    boxes = [t(locale, "form.questions.part", part=part) for part in parts]
    return "\n".join((question, *boxes, t(locale, "form.questions.parts")))


def unticked(printed: str) -> str:
    """Return a printed question with the boxes of its parts empty again, as it was sent out."""
    for mark in TICKED:
        printed = printed.replace(mark, "□")
    return printed


def open_parts(printed: str) -> tuple[str, ...]:
    """Return the parts without a tick where some of them were ticked; () where none or all are."""
    if not any(mark in printed for mark in TICKED):
        return ()
    lines = [line.strip() for line in printed.split("\n")]
    is_ticked = any(line[:1] in TICKED for line in lines if line)
    return tuple(line[1:].strip() for line in lines if is_ticked and line.startswith("□"))


def asked_facts(form: Form) -> Mapping[str, Fact]:
    """Return the facts on the sheet of questions by the number printed beside them, such as ``F-01``.

    Whether work is passed on is asked on the cover and therefore not once more here.
    """
    asked = [fact for fact in form.facts if fact.fact_id != ONWARD_FACT]
    return {f"F-{number:02d}": fact for number, fact in enumerate(asked, start=1)}


def asks_onward(form: Form) -> bool:
    """Say whether a form asks for next tiers; the principal's own form does not."""
    return any(fact.fact_id == ONWARD_FACT for fact in form.facts)


@cache
def header_words(topic: str) -> Mapping[str, str]:
    """Return key by folded word in both languages; `topic` is ``column``, ``tier`` or ``cover``."""
    keys = {"column": QUESTION_COLUMNS, "tier": TIER_COLUMNS, "cover": COVER_FIELDS}[topic]
    return MappingProxyType({fold(t(locale, f"form.{topic}.{key}")): key for key in keys for locale in LOCALES})
