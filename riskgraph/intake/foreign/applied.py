"""A form of somebody else and its confirmed map give questionnaires that are read like our own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from riskgraph.intake.folding import fold
from riskgraph.intake.foreign.answer_column import BEST_FIRST, is_earlier, named
from riskgraph.intake.foreign.reading_rows import Reader, ReadRow
from riskgraph.intake.naming import shown
from riskgraph.intake.questionnaire_quality import UNIFORM_FROM
from riskgraph.model.answer import Answer, AnswerCode
from riskgraph.model.control import Catalogue
from riskgraph.model.foreign import AskedItem, ForeignForm, FormBlock
from riskgraph.model.form_map import FormMap, MapEntry
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell
from riskgraph.model.questionnaire import ReturnedForm

DRAFT = "draft"
_MOST_NAMED = 5
_MOST_PROBLEMS = 300


def applied(
    form: ForeignForm, form_map: FormMap, catalogue: Catalogue, *, confirmed_rows: frozenset[str] | None = None
) -> tuple[ReturnedForm, ...]:
    """Return one questionnaire for each party of the file; only confirmed entries give answers.

    `form_id` is ``map:<map_id>`` and `version` the number of the map. Questions that are not mapped stay as items
    without control and code. Where several questions speak for one control, the weakest answer counts and both
    cells are told. A map of another edition of the form is applied question by question, and what it does not know
    is told.

    Parameters
    ----------
    confirmed_rows
        The keys of the questions whose text and answer a person compared with the document. A draft gives no answer
        without; forms that are no drafts need none.
    """
    entries = {e.key: e for e in form_map.entries if _counts(e, catalogue)}
    return tuple(_read(form, block, form_map, entries, confirmed_rows) for block in form.blocks)


def _counts(entry: MapEntry, catalogue: Catalogue) -> bool:
    """Say whether an entry gives answers: confirmed, with a side, and with controls that there are."""
    is_known = all(control_id in catalogue.control_by_id for control_id in entry.control_ids)
    return entry.is_confirmed and bool(entry.control_ids) and entry.polarity != 0 and is_known


def _read(
    form: ForeignForm,
    block: FormBlock,
    form_map: FormMap,
    entries: dict[str, MapEntry],
    confirmed_rows: frozenset[str] | None,
) -> ReturnedForm:
    """Return the questionnaire of one party."""
    reader = Reader(form, block, form_map)
    rows = [_row(reader, item, entries.get(item.key), confirmed_rows) for item in block.items]
    problems = [*form.problems, *_about_map(form, block, form_map), *(p for row in rows for p in row.problems)]
    problems += [*_waiting_rows(rows, form.file), *_hidden(rows)]
    answers = _weakest([answer for row in rows for answer in row.answers], problems)
    answers = _uniform(answers, rows, form.file, problems)
    problems += _counted(answers, form.file)
    return ReturnedForm(
        file=form.file,
        sha256=form.sha256,
        form_id=form_map.form_id,
        version=str(form_map.number),
        is_known=True,
        language=form.language,
        party_name=block.party_name,
        corporate_number=block.corporate_number,
        answered_on=block.answered_on,
        items=tuple(item for row in rows for item in row.items),
        answers=tuple(answers),
        problems=_capped(problems, form.file),
    )


def _row(reader: Reader, item: AskedItem, entry: MapEntry | None, confirmed_rows: frozenset[str] | None) -> ReadRow:
    if entry is None:
        return reader.unscored(item, "unmapped")
    if reader.form.is_draft and item.key not in (confirmed_rows or frozenset()):
        return reader.unscored(item, DRAFT)
    return reader.scored(item, entry)


def _about_map(form: ForeignForm, block: FormBlock, form_map: FormMap) -> Iterable[Problem]:
    """Give what does not fit between a form and the map that it is read by."""
    where = Cell(form.file, block.sheet)
    column = form_map.answer_column
    if column and (is_earlier(column) or not any(named(item.answers, column) for item in block.items)):
        yield problem_at(where, "map.column_missing", Severity.WARNING, column=shown(column))
    decided = {entry.key for entry in form_map.entries}
    new = [item for item in block.items if item.key not in decided]
    if new:
        texts = " / ".join(shown(item.text) for item in new[:_MOST_NAMED])
        here = Cell(form.file, new[0].sheet, new[0].cell)
        yield problem_at(here, "map.new_questions", Severity.WARNING, count=len(new), questions=texts)
    there = {item.key for item in block.items}
    gone = [entry for entry in form_map.entries if entry.key not in there and entry.is_confirmed and entry.control_ids]
    if gone:
        texts = " / ".join(shown(entry.text) for entry in gone[:_MOST_NAMED])
        yield problem_at(where, "map.questions_gone", Severity.WARNING, count=len(gone), questions=texts)
    waiting = sum(not entry.is_confirmed for entry in form_map.entries if entry.key in there)
    if waiting:
        yield problem_at(where, "map.not_confirmed", Severity.INFO, count=waiting)


def _waiting_rows(rows: Sequence[ReadRow], file: str) -> list[Problem]:
    """Tell how many rows of a draft nobody has compared with the document."""
    waiting = sum(item.rule == DRAFT for row in rows for item in row.items)
    return [problem_at(Cell(file), "map.draft_rows", Severity.WARNING, count=waiting)] if waiting else []


def _hidden(rows: Sequence[ReadRow]) -> list[Problem]:
    """Tell of answers that lie in hidden rows or columns, once a sheet."""
    hidden: dict[str, list[Answer]] = defaultdict(list)
    for row in rows:
        if row.given is not None and row.given.is_hidden and row.given.raw.strip() and row.answers:
            hidden[row.given.sheet].append(row.answers[0])
    return [
        problem_at(answers[0].source, "form.hidden_answers", Severity.WARNING, count=len(answers))
        for answers in hidden.values()
    ]


def _weakest(answers: Sequence[Answer], problems: list[Problem]) -> list[Answer]:
    """Return one answer a control, the weakest of several; where they differ, both cells are told."""
    kept: dict[str, Answer] = {}
    for answer in answers:
        known = kept.setdefault(answer.control_id, answer)
        if known is answer or known.answer is answer.answer:
            continue
        weaker, other = sorted((known, answer), key=lambda one: BEST_FIRST.index(one.answer), reverse=True)
        kept[answer.control_id] = weaker
        problems.append(
            problem_at(
                weaker.source,
                "map.weakest_counts",
                Severity.INFO,
                control=weaker.control_id,
                used=shown(weaker.raw) or "-",
                left=shown(other.raw) or "-",
                other_sheet=other.source.sheet,
                other_cell=other.source.cell,
            )
        )
    return list(kept.values())


def _uniform(answers: list[Answer], rows: Sequence[ReadRow], file: str, problems: list[Problem]) -> list[Answer]:
    """Flag a form that says one and the same thing everywhere, to its own good, and shows nothing for it."""
    answered = [answer for answer in answers if answer.answer is not AnswerCode.BLANK]
    is_bare = not any(answer.comment or answer.evidence_ref for answer in answered)
    words = {fold(row.given.raw) for row in rows if row.given is not None and row.answers and row.given.raw.strip()}
    is_good = any(answer.answer is AnswerCode.YES for answer in answered)
    if len(answered) < UNIFORM_FROM or not is_bare or len(words) != 1 or not is_good:
        return answers
    problems.append(problem_at(Cell(file), "map.all_the_same", Severity.WARNING, count=len(answered)))
    return [
        answer if answer.answer is AnswerCode.BLANK else answer.model_copy(update={"is_flagged": True})
        for answer in answers
    ]


def _counted(answers: Sequence[Answer], file: str) -> list[Problem]:
    """Tell how many of the questions that count were left open."""
    open_ = [answer.control_id for answer in answers if answer.answer is AnswerCode.BLANK]
    if answers and len(open_) == len(answers):
        return [problem_at(Cell(file), "form.nothing_answered", Severity.WARNING, count=len(answers))]
    if not open_:
        return []
    answered, questions = len(answers) - len(open_), ", ".join(open_)
    where = Cell(file)
    return [
        problem_at(where, "form.some_open", Severity.INFO, answered=answered, count=len(answers), questions=questions)
    ]


def _capped(problems: Sequence[Problem], file: str) -> tuple[Problem, ...]:
    """Return the problems, those beyond what anybody would read counted in one."""
    if len(problems) <= _MOST_PROBLEMS:
        return tuple(problems)
    more = problem_at(Cell(file), "form.more_problems", Severity.WARNING, count=len(problems) - _MOST_PROBLEMS)
    return (*problems[:_MOST_PROBLEMS], more)
