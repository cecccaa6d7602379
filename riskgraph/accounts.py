"""The difference between two assessments as a sum of its causes: time, assumptions, rows of the register, answers.

The convention that bites: the stages come in this order, and each is computed by the engine on a register that is new
up to it and old beyond it. Within a stage changes are made one after the other, forwards and backwards, and a part is
the mean of the two; what is too small to be told apart, or cannot be made alone, is one part of its stage.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from riskgraph.analysis.account_parts import Account, path_accounts
from riskgraph.analysis.causes import form_cause
from riskgraph.analysis.row_changes import RowChange, row_changes, row_part, with_rows
from riskgraph.assess import assess
from riskgraph.model.accounting import Accounting, DifferencePart, Stage
from riskgraph.model.answer import Answer
from riskgraph.model.assessment import Assessment
from riskgraph.model.causes import Cause
from riskgraph.model.control import Catalogue
from riskgraph.model.parameters import Parameters
from riskgraph.model.quantities import Cell
from riskgraph.model.submission import Submission
from riskgraph.scoring.answer_index import AnswerKey
from riskgraph.scoring.channels import Scored, score
from riskgraph.scoring.incremental import Incremental
from riskgraph.scoring.path_losses import PathLosses, path_losses
from riskgraph.scoring.strength import AnswerBook, Judged

MOST_PARTS = 40
MOST_OF_PATH = 12
_MOST_ROWS = 30  # changes of rows that are made one by one; beyond they are made sheet by sheet
_MOST_PARAMETERS = 12
_TOLD_APART = 0.02  # of the stage: what an answer, or a party, has to move by itself to be told alone
_ALL = 1_000_000
_FEW = 60  # answers that are all told one by one
Losses = Mapping[str, float]


@dataclass(frozen=True)
class Side:
    """One of the two: a register with its answers, the parameters and the day; the assessment where it is kept."""

    submission: Submission
    parameters: Parameters
    as_of: date
    assessment: Assessment | None = None


def accounting(old: Side, new: Side, catalogue: Catalogue, *, top: int = 20) -> Accounting:
    """Return the difference between two sides as a sum of its causes, for the total and for every path.

    Parameters
    ----------
    top
        Paths of either side that are told of.

    Notes
    -----
    The parts sum to the difference of the point losses within 1e-9 of them. The cost is that of some dozen scorings,
    and of one incremental question for every party whose answers differ.
    """
    account = Account()
    start = score(old.submission, catalogue, old.parameters, as_of=old.as_of)
    aged = score(old.submission, catalogue, old.parameters, as_of=new.as_of) if old.as_of != new.as_of else start
    if aged is not start:
        _of_time(account, start, aged)
    assumed = _of_assumptions(account, aged, new.parameters, catalogue)
    between = _with_answers(new.submission, old.submission)
    laid = _of_rows(account, assumed, between, catalogue)
    end = score(new.submission, catalogue, new.parameters, as_of=new.as_of)
    _of_answers(account, laid, end)
    before, after = (_assessed(side, catalogue) for side in (old, new))
    told = {path.key for side in (before, after) for path in side.paths[:top]}
    return Accounting(
        eal_before=before.totals.eal_yen,
        eal_after=after.totals.eal_yen,
        parts=account.parts(MOST_PARTS),
        paths=path_accounts(
            [path for path in before.paths if path.key in told],
            [path for path in after.paths if path.key in told],
            account,
            most=MOST_OF_PATH,
        ),
    )


def _assessed(side: Side, catalogue: Catalogue) -> Assessment:
    """Return a side with all of its paths: one that is first on this side may be far down on the other."""
    if side.assessment is not None and len(side.assessment.paths) == side.assessment.paths_total:
        return side.assessment
    return assess(side.submission, side.parameters, catalogue, as_of=side.as_of, top=_ALL, is_full=False)


def _with_answers(rows: Submission, answers: Submission) -> Submission:
    """Return the rows of one register with the answers and requests of another."""
    return rows.model_copy(update={"answers": answers.answers, "requests": answers.requests})


def _of_time(account: Account, start: Scored, aged: Scored) -> None:
    """Put down what the passing of time did: answers that aged or fell due, then checks and whatever else ages."""
    part = DifferencePart(stage=Stage.TIME, cause=Cause.EXPIRED, eal_yen=0.0)
    reached = _answers_between(account, start, aged, part, lambda old, new: Cause.EXPIRED)
    account.add(part.model_copy(update={"sheet": "engagements"}), reached, path_losses(aged))


def _of_assumptions(account: Account, old: Scored, parameters: Parameters, catalogue: Catalogue) -> Scored:
    """Put down what other parameters did, one by one where they are few; return the register scored with them."""
    known = old.ground.parameters
    differing = sorted(
        key
        for key in known.by_key.keys() | parameters.by_key.keys()
        if key not in known.by_key or key not in parameters.by_key
        or known.by_key[key].triple != parameters.by_key[key].triple
    )  # fmt: skip
    if not differing:
        return old
    ground = old.ground
    end = score(ground.submission, catalogue, parameters, as_of=ground.as_of)
    part = DifferencePart(stage=Stage.ASSUMPTIONS, cause=Cause.ASSUMPTIONS, eal_yen=0.0)
    if len(differing) > _MOST_PARAMETERS or known.by_key.keys() != parameters.by_key.keys():
        account.add(part.model_copy(update={"count": len(differing)}), path_losses(old), path_losses(end))
        return end

    def with_new(keys: Sequence[str]) -> Losses:
        table = known.changed({key: parameters.by_key[key].value for key in keys})
        return path_losses(score(ground.submission, catalogue, table, as_of=ground.as_of))

    named = {
        key: part.model_copy(
            update={
                "parameter": key,
                "before": _number(known.by_key[key].value),
                "after": _number(parameters.by_key[key].value),
            }
        )
        for key in differing
    }
    _both_ways(account, named, with_new, path_losses(old), path_losses(end))
    return end


def _number(value: object) -> str:
    return " / ".join(f"{v:g}" for v in value) if isinstance(value, tuple) else f"{value:g}"


def _both_ways(
    account: Account,
    parts: Mapping[str, DifferencePart],
    with_new: Callable[[Sequence[str]], Losses],
    start: Losses,
    end: Losses,
) -> None:
    """Make changes one after the other, forwards and backwards, and put down half of each to its part."""
    names = list(parts)
    for order in (names, names[::-1]):
        before = start
        for number, name in enumerate(order, 1):
            after = end if number == len(order) else with_new(order[:number])
            account.add(parts[name], before, after, share=0.5)
            before = after


def _of_rows(account: Account, old: Scored, rows: Submission, catalogue: Catalogue) -> Scored:
    """Put down what other rows of the register did; return the register scored with them and the answers of before."""
    ground = old.ground
    changes = list(row_changes(ground.submission, rows))
    end = score(rows, catalogue, ground.parameters, as_of=ground.as_of)
    if not changes:
        return end
    groups: dict[str, list[RowChange]] = {}
    for change in changes:
        is_alone = len(changes) <= _MOST_ROWS
        groups.setdefault(f"{change.field}|{change.row_id}" if is_alone else change.field, []).append(change)
    parts = {name: row_part(group) for name, group in groups.items()}

    def with_new(names: Sequence[str]) -> Losses:
        changed = with_rows(ground.submission, [c for name in names for c in groups[name]])
        return path_losses(score(changed, catalogue, ground.parameters, as_of=ground.as_of))

    _both_ways(account, parts, with_new, path_losses(old), path_losses(end))
    return end


def _of_answers(account: Account, old: Scored, new: Scored) -> None:
    """Put down what other answers did, party by party and answer by answer; then those of a narrower scope."""
    part = DifferencePart(stage=Stage.ANSWERS, cause=Cause.PRACTICE, eal_yen=0.0)
    reached = _answers_between(account, old, new, part, _cause)
    scoped = part.model_copy(update={"sheet": "answers"})
    account.add(scoped, reached, path_losses(new))


def _cause(old: Judged, new: Judged) -> Cause:
    """Return why an answer is worth something else; a silence that became another was asked or fell due."""
    if new.answer is None or old.answer is None:
        return Cause.RETURNED
    return form_cause(old.answer, new.answer) or Cause.RETURNED


def _answers_between(
    account: Account,
    old: Scored,
    new: Scored,
    part: DifferencePart,
    cause: Callable[[Judged, Judged], Cause],
) -> Losses:
    """Put down the answers of whole parties that differ between two scored registers; return the losses reached."""
    before, after = old.ground.profiles.book, new.ground.profiles.book
    differing = _differing(old, before, after)
    engine, losses = Incremental(old), PathLosses(old)

    def reached(keys: Iterable[AnswerKey]) -> Losses:
        told = {key: after.judged(key[0], (), key[1]) for key in keys}
        return losses.after(engine.changed(told)) if told else losses.now

    by_party: dict[str, list[AnswerKey]] = {}
    for key in differing:
        by_party.setdefault(key[0], []).append(key)
    end = reached(differing)
    if not differing:
        return end
    practice = {
        k for k in differing if cause(before.judged(k[0], (), k[1]), after.judged(k[0], (), k[1])) is Cause.PRACTICE
    }
    groups = _told_apart(by_party, reached, losses.now, practice=practice)
    parts = [_answer_part(group, before, after, part, cause) for group in groups]
    for order in (range(len(groups)), range(len(groups) - 1, -1, -1)):
        here: Losses = losses.now
        told: list[AnswerKey] = []
        for number in order:
            told.extend(groups[number])
            there = reached(told) if len(told) < len(differing) else end
            account.add(parts[number], here, there, share=0.5)
            here = there
    return end


def _told_apart(
    by_party: Mapping[str, list[AnswerKey]],
    reached: Callable[[Iterable[AnswerKey]], Losses],
    now: Losses,
    *,
    practice: Collection[AnswerKey],
) -> list[list[AnswerKey]]:
    """Return the answers in groups that are made at once: one by one where they move much, else by party, else all.

    What an answer moves is looked at alone first. The parts of an AND-gate move nothing alone: they stay together, but
    where something else is said (`practice`) than before.
    """
    if sum(map(len, by_party.values())) <= _FEW:
        return [[key] for keys in by_party.values() for key in keys]
    base = sum(now.values())

    def alone(keys: Iterable[AnswerKey]) -> float:
        return abs(sum(reached(keys).values()) - base)

    yen = {party: alone(keys) for party, keys in by_party.items()}
    least = _TOLD_APART * sum(yen.values())
    groups: list[list[AnswerKey]] = []
    small: list[AnswerKey] = []
    for party, keys in by_party.items():
        if yen[party] <= least:
            small.extend(keys)
            continue
        single = [key for key in keys if key in practice or alone([key]) > least]
        groups.extend([key] for key in single)
        groups.append([key for key in keys if key not in single])
    return [group for group in (*groups, small) if group]


def _differing(old: Scored, before: AnswerBook, after: AnswerBook) -> list[AnswerKey]:
    """Return the answers of whole parties that are worth something else, by party and control."""
    return [
        (party, control_id)
        for party in sorted(old.ground.submission.party_by_id)
        for control_id in before.controls
        if before.judged(party, (), control_id).ends != after.judged(party, (), control_id).ends
    ]


def _answer_part(
    keys: Sequence[AnswerKey],
    before: AnswerBook,
    after: AnswerBook,
    part: DifferencePart,
    cause: Callable[[Judged, Judged], Cause],
) -> DifferencePart:
    party_id, control_id = keys[0]
    old, new = before.judged(party_id, (), control_id), after.judged(party_id, (), control_id)
    if len(keys) > 1:
        named = party_id if len({party for party, _ in keys}) == 1 else ""
        main = _main(keys, before, after, cause)
        return part.model_copy(update={"party_id": named, "count": len(keys), "cause": main})
    return part.model_copy(
        update={
            "party_id": party_id,
            "control_id": control_id,
            "cause": cause(old, new),
            "before": old.answer.answer.value if old.answer else old.standing.value,
            "after": new.answer.answer.value if new.answer else new.standing.value,
            "source": _source(new.answer or old.answer),
        }
    )


def _main(
    keys: Sequence[AnswerKey],
    before: AnswerBook,
    after: AnswerBook,
    cause: Callable[[Judged, Judged], Cause],
) -> Cause:
    """Return the most frequent cause of several answers."""
    found = [cause(before.judged(p, (), c), after.judged(p, (), c)) for p, c in keys]
    return max(sorted(set(found)), key=found.count)


def _source(answer: Answer | None) -> Cell:
    return answer.source if answer else Cell()
