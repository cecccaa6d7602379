"""One question of somebody else's form, read by what a person confirmed about it.

The convention that bites: an answer counts only through a confirmed entry; what is not confirmed stays an item that
shows its raw text and bears no code.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from riskgraph.intake.answer_reading import claims_verified, denial_in, evidence_of, hedge_in
from riskgraph.intake.folding import fold
from riskgraph.intake.foreign.answer_column import BEST_FIRST, current_answers, named
from riskgraph.intake.naming import shown
from riskgraph.intake.questionnaire_people import personal_problems
from riskgraph.model.answer import Answer, AnswerCode, Evidence
from riskgraph.model.foreign import AskedItem, ForeignForm, FormBlock, GivenAnswer
from riskgraph.model.form_map import FormMap, MapEntry
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell
from riskgraph.model.questionnaire import ReadItem

_BY_COLUMN = "choice_column"
_LONGEST = 2_000
_SHARED = 0.9  # how sure an answer can be at most that stands for several questions
_REVERSED = {AnswerCode.YES: AnswerCode.NO, AnswerCode.NO: AnswerCode.YES}


@dataclass(frozen=True)
class ReadRow:
    """One question as it was read: an item for each control, the answers, what is odd; `given` is what was taken."""

    items: tuple[ReadItem, ...]
    answers: tuple[Answer, ...] = ()
    problems: tuple[Problem, ...] = ()
    given: GivenAnswer | None = None


@dataclass(frozen=True)
class Reader:
    """Reads the questions of one party of a form by a map."""

    form: ForeignForm
    block: FormBlock
    form_map: FormMap

    @cached_property
    def _answered(self) -> frozenset[str]:
        """Return the columns that hold answers at all: one that others fill in, or nobody, weakens nothing."""
        given = [given for item in self.block.items for given in current_answers(item.answers)]
        codes = [(given.column, self._code(given)) for given in given if given.raw.strip()]
        return frozenset(column for column, (_, _, confidence) in codes if confidence > 0)

    @property
    def name(self) -> str:
        """Return form and version as answers carry them."""
        return f"{self.form_map.form_id}/{self.form_map.number}"

    def unscored(self, item: AskedItem, rule: str) -> ReadRow:
        """Return a question that bears no code, with what stands beside it."""
        given = self._taken(item)
        where = given or GivenAnswer(column="", raw="", sheet=item.sheet, cell=item.cell)
        return ReadRow((_item(item, where, rule=rule),), given=given)

    def scored(self, item: AskedItem, entry: MapEntry) -> ReadRow:
        """Return a question with an answer for each control that a person confirmed."""
        given = self._taken(item, entry.polarity)
        if given is None:
            given = GivenAnswer(column="", raw="", code=AnswerCode.BLANK, rule="blank", confidence=1.0,
                                sheet=item.sheet, cell=item.cell)  # fmt: skip
        code, rule, confidence = self._code(given)
        if _sided(code, entry.polarity) is not code:
            code, rule = _sided(code, entry.polarity), "reversed"
        answer = self._answer(item, given, code)
        problems = tuple(self._problems(item, given, answer, entry))
        is_flagged = code is AnswerCode.NA and bool(denial_in(item.comment))
        answers = tuple(
            answer.model_copy(update={"control_id": control_id, "is_flagged": is_flagged})
            for control_id in entry.control_ids
        )
        items = tuple(
            _item(item, given, rule=rule, code=code.value, control_id=a.control_id, confidence=confidence)
            for a in answers
        )
        return ReadRow(items, answers, problems, given)

    def _taken(self, item: AskedItem, polarity: int = 1) -> GivenAnswer | None:
        """Return the answer that counts beside a question; None where there is none of this time.

        Which of two is the weaker one shows only on the side that the question is on.
        """
        if self.form_map.answer_column:
            chosen = named(item.answers, self.form_map.answer_column)
            if chosen is not None:
                return chosen
        now = current_answers(item.answers)
        # What is hidden counts only where nothing that can be seen was answered.
        seen = [given for given in now if not given.is_hidden]
        now = tuple(seen) if any(given.raw.strip() for given in seen) else now
        filled_in = [given for given in now if given.column in self._answered]
        return max(
            filled_in or now, key=lambda given: BEST_FIRST.index(_sided(self._code(given)[0], polarity)), default=None
        )

    def _code(self, given: GivenAnswer) -> tuple[AnswerCode, str, float]:
        """Return what a cell says: by the words that a person explained, else as it was read."""
        raw = fold(given.raw)
        if not raw:
            return AnswerCode.BLANK, "blank", 1.0
        explained = {fold(word): code for word, code in self.form_map.legend.items()}.get(raw)
        # A mark in a column of its own says what the column says, whatever the same mark means elsewhere.
        if explained is not None and given.rule != _BY_COLUMN:
            return explained, "legend", 1.0
        if given.code is None:
            return AnswerCode.UNKNOWN, given.rule or "not_understood", 0.0
        if given.is_shared:
            return given.code, "shared", min(given.confidence, _SHARED)
        return given.code, given.rule, given.confidence

    def _answer(self, item: AskedItem, given: GivenAnswer, code: AnswerCode) -> Answer:
        is_claimed = claims_verified(item.evidence)
        return Answer(
            party_id="",
            control_id="",
            answer=code,
            evidence=Evidence.DOCUMENT if is_claimed else evidence_of(item.evidence),
            answered_on=self.block.answered_on,
            evidence_ref=item.evidence[:_LONGEST],
            comment=item.comment[:_LONGEST],
            raw=given.raw[:_LONGEST],
            form=self.name,
            source=Cell(self.form.file, given.sheet, given.cell),
        )

    def _problems(self, item: AskedItem, given: GivenAnswer, answer: Answer, entry: MapEntry) -> list[Problem]:
        """Return what is odd about one answer; the same words as for our own forms."""
        told: list[Problem] = []
        code, where = answer.answer, answer.source
        question = shown(item.number or ", ".join(entry.control_ids))
        value = shown(given.raw)

        def tell(problem_code: str, severity: Severity = Severity.WARNING, **fields: str) -> None:
            told.append(problem_at(where, problem_code, severity, question=question, **fields))

        if given.is_shared:
            tell("form.shared_answer", Severity.INFO)
        if given.code is None and given.raw.strip() and code is AnswerCode.UNKNOWN:
            tell("form.answer_unreadable", value=value)
        _tell_doubts(tell, item, given, code)
        if claims_verified(item.evidence):
            tell("form.verified_by_party", value=shown(item.evidence))
        told.extend(p for text in (given.raw, item.comment, item.evidence) for p in personal_problems(text, where))
        return told


def _sided(code: AnswerCode, polarity: int) -> AnswerCode:
    """Return an answer as it counts: yes and no change places where yes is the bad answer."""
    return _REVERSED.get(code, code) if polarity < 0 else code


def _tell_doubts(tell: Callable[..., None], item: AskedItem, given: GivenAnswer, code: AnswerCode) -> None:
    """Tell of remarks that speak against an answer; they change no code."""
    value, remark = shown(given.raw), shown(item.comment)
    hedge = given.hedge or hedge_in(item.comment)
    if code is AnswerCode.YES and hedge:
        tell("form.hedged_answer", value=value, hedge=shown(hedge), remark=remark)
    if code is AnswerCode.NA and not item.comment.strip():
        tell("form.na_without_reason", value=value)
    elif code is AnswerCode.NA and denial_in(item.comment):
        tell("form.na_denied", remark=remark, denial=shown(denial_in(item.comment)))


def _item(
    item: AskedItem, given: GivenAnswer, *, rule: str, code: str = "", control_id: str = "", confidence: float = 0.0
) -> ReadItem:
    return ReadItem(
        item_id=item.number or item.key,
        text=item.text[:_LONGEST],
        raw=given.raw[:_LONGEST],
        code=code,
        comment=item.comment[:_LONGEST],
        control_id=control_id,
        rule=rule,
        confidence=confidence,
        sheet=given.sheet or item.sheet,
        cell=given.cell or item.cell,
    )
