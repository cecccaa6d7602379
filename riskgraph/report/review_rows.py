"""What was understood of a questionnaire, shown before it counts: how much, row by row, beside the last answers.

The convention that bites: these rows are made from the form that is kept, so that what is shown is what is saved.
Text comes from a stranger's file and is data to whoever shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from riskgraph.model.answer import Answer, AnswerCode
from riskgraph.model.control import Catalogue
from riskgraph.model.form_map import MAPPED
from riskgraph.model.questionnaire import DeclaredTier, ReadItem, ReturnedForm
from riskgraph.report.answer_words import worded
from riskgraph.report.cause_sentences import answer_said
from riskgraph.report.numbers import day
from riskgraph.report.plain import plain
from riskgraph.report.table_rows import Columns
from riskgraph.text import t

SURE = 0.75
"""Confidence (0 to 1) below which a reading is to be looked at."""
_LONGEST = 400


def questions(form: ReturnedForm) -> tuple[int, int]:
    """Return how many questions a form asks, and how many of them have an answer that was read."""
    asked = [item for item in form.items if item.control_id]
    return len(asked), sum(item.code not in ("", AnswerCode.BLANK.value) for item in asked)


def doubtful(form: ReturnedForm) -> int:
    """Return how many questions were left open or read with doubt."""
    return sum(_is_doubtful(item) for item in form.items if item.control_id)


def _is_doubtful(item: ReadItem) -> bool:
    return item.code in ("", AnswerCode.BLANK.value) or item.confidence < SURE


def understood_sentence(form: ReturnedForm, locale: str) -> str:
    """Return how much was read: 26問中24問を読み取りました。残り2問は…"""
    asked, read = questions(form)
    if not form.is_known:
        return t(locale, "receiving.understood.not_ours")
    if not asked:
        return t(locale, "receiving.understood.nothing")
    unsure = doubtful(form) - (asked - read)
    key = "rest" if read < asked else "unsure" if unsure else "all"
    return t(locale, f"receiving.understood.{key}", asked=asked, read=read, rest=asked - read, unsure=unsure)


def item_columns(
    form: ReturnedForm, previous: Mapping[str, Answer], locale: str, catalogue: Catalogue | None = None
) -> Columns:
    """Return every row of a form as it was understood, beside the answer in force.

    Parameters
    ----------
    previous
        The answers in force before this form, by control.
    catalogue
        Titles of the controls, for a form of somebody else: it does not carry them.
    """
    answers = {answer.control_id: answer for answer in form.answers}
    make: Mapping[str, Callable[[ReadItem], str]] = {
        "review_id": lambda item: plain(item.item_id),
        "review_question": lambda item: plain(item.text, longest=_LONGEST),
        "review_raw": lambda item: plain(item.raw, longest=_LONGEST),
        "review_code": lambda item: answer_said(item.code, "", locale) if item.code else "",
        "evidence": lambda item: _evidence(answers.get(item.control_id), locale),
        "review_before": lambda item: _before(item, previous, locale),
        "review_changed": lambda item: _changed(item, answers, previous, locale),
        "review_comment": lambda item: plain(item.comment, longest=_LONGEST),
        "review_rule": lambda item: worded(locale, f"receiving.rule.{item.rule}", item.rule),
        "review_sure": lambda item: f"{100 * item.confidence:.0f}%" if item.control_id else "",
        "cell": lambda item: plain(item.cell),
        "sheet": lambda item: plain(item.sheet),
    }
    columns = {name: [told(item) for item in form.items] for name, told in make.items()}
    if catalogue is None or not is_foreign(form):
        return columns
    controls = [control_said(item.control_id, catalogue, locale) for item in form.items]
    return {"review_id": columns.pop("review_id"), "review_control": controls, **columns}


def is_foreign(form: ReturnedForm) -> bool:
    """Say whether answers were read from somebody else's form by a map."""
    return form.form_id.startswith(MAPPED)


def control_said(control_id: str, catalogue: Catalogue, locale: str) -> str:
    """Return a control by its id and title; nothing where a question belongs to none."""
    control = catalogue.control_by_id.get(control_id)
    return t(locale, "receiving.control", id=control_id, title=control.title.said(locale)) if control else control_id


def _evidence(answer: Answer | None, locale: str) -> str:
    """Return what stands behind an answer; nothing where nothing was answered."""
    if answer is None or answer.answer is AnswerCode.BLANK:
        return ""
    words = worded(locale, f"why.evidence.{answer.evidence.value}", answer.evidence.value)
    reference = plain(answer.evidence_ref)
    return t(locale, "cause.said", answer=words, evidence=reference) if reference else words


def _before(item: ReadItem, previous: Mapping[str, Answer], locale: str) -> str:
    known = previous.get(item.control_id) if item.control_id else None
    if known is None:
        return ""
    words = answer_said(known.answer.value, known.evidence.value, locale)
    when = known.verified_on or known.answered_on
    return t(locale, "receiving.before", answer=words, date=day(when, locale)) if when else words


def _changed(item: ReadItem, answers: Mapping[str, Answer], previous: Mapping[str, Answer], locale: str) -> str:
    """Return whether an answer is another one than before, the same, or new."""
    now, before = answers.get(item.control_id), previous.get(item.control_id)
    if not item.control_id or now is None:
        return ""
    if before is None:
        return t(locale, "receiving.changed.new")
    return t(locale, "receiving.changed.yes" if now.answer is not before.answer else "receiving.changed.no")


def tier_columns(form: ReturnedForm, states: Mapping[DeclaredTier, str], locale: str) -> Columns:
    """Return the next tiers that the party declared, and how each stands in the register."""
    tiers = form.declared
    return {
        "tier_name": [plain(tier.name) for tier in tiers],
        "tier_number": [plain(tier.corporate_number) for tier in tiers],
        "tier_work": [plain(tier.work) for tier in tiers],
        "tier_place": [plain(tier.place) for tier in tiers],
        "tier_consent": [day(tier.consent_on, locale) if tier.consent_on else "" for tier in tiers],
        "tier_state": [t(locale, f"receiving.tier.{states[tier]}") for tier in tiers],
        "cell": [plain(tier.cell) for tier in tiers],
        "sheet": [plain(tier.sheet) for tier in tiers],
    }


def onward_sentence(form: ReturnedForm, locale: str) -> str:
    """Return what the form says about further tiers."""
    return t(locale, f"receiving.onward.{form.onward}", count=len(form.declared))
