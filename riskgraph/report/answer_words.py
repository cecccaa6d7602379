"""One answer, contract fact or silence as people read it: what was said, how it is known, since when, where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from riskgraph.model.assessment import AnswerUsed, Hop, HopPart, Standing
from riskgraph.model.control import Catalogue
from riskgraph.model.quantities import Cell
from riskgraph.report.names import cell_in_words
from riskgraph.report.numbers import day
from riskgraph.report.plain import plain
from riskgraph.text import has_text, t

WEAK_BELOW = 0.5
MOST_ANSWERS = 4
_TOLD = (Standing.ANSWERED, Standing.NOT_APPLICABLE)


@dataclass(frozen=True)
class AnswerLine:
    """One line behind a reason in the words of `locale`; `cell` is where it was read.

    `code` is the answer code, or the fact of a contract; `control_id` is blank for such a fact. `party` is
    the name of the party where it is another one than that of the reason, blank else.
    """

    locale: str
    title: str
    answer: str
    standing: Standing
    cell: Cell
    control_id: str = ""
    code: str = ""
    evidence: str = ""
    evidence_code: str = ""
    dated: str = ""
    party: str = ""

    @property
    def is_open(self) -> bool:
        """Say whether nothing was answered, so that asking is what comes next."""
        return self.standing not in _TOLD

    @property
    def place(self) -> str:
        """Return file, sheet and cell in words."""
        return cell_in_words(self.cell, self.locale)

    @property
    def sentence(self) -> str:
        """Return the title, the answer, and in brackets what is known of its origin."""
        known = t(self.locale, "why.comma").join(part for part in (self.evidence, self.dated, self.place) if part)
        title = t(self.locale, "why.quoted", text=self.title)
        title = t(self.locale, "why.line.of_party", party=self.party, title=title) if self.party else title
        return t(self.locale, "why.line.known" if known else "why.line", title=title, answer=self.answer, known=known)


def control_title(control_id: str, catalogue: Catalogue, locale: str) -> str:
    """Return the title of a control, or its id where the catalogue does not have it."""
    titles = {control.control_id: control.title for control in catalogue.controls}
    return titles[control_id].said(locale) if control_id in titles else plain(control_id)


def worded(locale: str, key: str, otherwise: str) -> str:
    """Return the text `key`, or the code itself where no text has been written for it."""
    return t(locale, key) if has_text(key) else plain(otherwise)


def weakest(answers: Iterable[AnswerUsed]) -> tuple[AnswerUsed, ...]:
    """Return the answers that hold a layer down: all below one half, at least the lowest, at most four."""
    ordered = sorted(answers, key=lambda a: (a.strength.pt, a.standing not in _TOLD, a.control_id))
    weak = [a for a in ordered if a.strength.pt < WEAK_BELOW]
    return tuple((weak or ordered[:1])[:MOST_ANSWERS])


def answer_lines(answers: Iterable[AnswerUsed], catalogue: Catalogue, locale: str) -> tuple[AnswerLine, ...]:
    """Return the lines of the weakest of these answers, weakest first."""
    return tuple(answer_line(answer, catalogue, locale) for answer in weakest(answers))


def answer_line(used: AnswerUsed, catalogue: Catalogue, locale: str) -> AnswerLine:
    """Return one answer, or its absence, in words."""
    is_told = used.standing in _TOLD
    return AnswerLine(
        locale=locale,
        control_id=used.control_id,
        title=control_title(used.control_id, catalogue, locale),
        answer=_answered(used, locale),
        evidence=worded(locale, f"why.evidence.{used.evidence}", used.evidence) if is_told and used.evidence else "",
        dated=day(used.answered_on, locale) if is_told else "",
        code=used.answer,
        standing=used.standing,
        evidence_code=used.evidence,
        cell=used.source,
    )


def _answered(used: AnswerUsed, locale: str) -> str:
    """Return what was said, or in which way nothing was."""
    if used.standing in _TOLD:
        return worded(locale, f"why.answer.{used.answer}", used.answer)
    unknown = f"why.unknown.{used.answer}"
    if used.standing is Standing.UNKNOWN and has_text(unknown):
        return t(locale, unknown)
    return t(locale, f"why.standing.{used.standing.value}")


def hop_lines(hop: Hop, catalogue: Catalogue, locale: str) -> tuple[AnswerLine, ...]:
    """Return the parts of a hop that hold its supervision down, weakest first."""
    ordered = sorted(hop.parts, key=lambda part: part.strength.pt)
    weak = [part for part in ordered if part.strength.pt < WEAK_BELOW] or ordered[:1]
    return tuple(_hop_line(part, catalogue, locale) for part in weak)


def _hop_line(part: HopPart, catalogue: Catalogue, locale: str) -> AnswerLine:
    """Return one part of a hop: its contract fact, else the general answer that stands in for it."""
    answer = part.answers[0] if part.answers else None
    if answer is not None and not has_text(f"why.part.{part.part}"):
        return answer_line(answer, catalogue, locale)
    title = worded(locale, f"why.part.{part.part}", part.part)
    if part.fact:
        words = worded(locale, f"why.fact.{part.part}.{part.fact}", part.fact)
        return AnswerLine(locale, title, words, Standing.ANSWERED, part.source, code=part.fact)
    if answer is not None and answer.standing is Standing.ANSWERED:
        general = answer_line(answer, catalogue, locale)
        words = t(locale, "why.fact.stand_in", title=general.title, answer=general.answer)
        return AnswerLine(locale, title, words, Standing.ANSWERED, answer.source, answer.control_id, answer.answer)
    return AnswerLine(locale, title, t(locale, "why.fact.not_recorded"), Standing.NOT_ASKED, part.source)
