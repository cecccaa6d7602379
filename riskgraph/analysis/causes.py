"""Why two assessments differ: every answer behind the listed paths, and every path, with its cause.

The convention that bites: answers are compared where they are used, on the layers and hops of the paths that both
assessments list. What no answer explains is put down to the register's rows, to the assumptions or to the
passing of time, in this order, and only where they really differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from riskgraph.model.answer import Answer, AnswerCode, Evidence
from riskgraph.model.assessment import AnswerUsed, Assessment, Channel, Path, Provenance, Standing
from riskgraph.model.causes import AnswerCause, Cause, Causes, PathCause
from riskgraph.model.submission import Submission

SAME = 1e-9
"""Relative difference below which two amounts are the same."""
_SAID = frozenset({Standing.ANSWERED, Standing.NOT_APPLICABLE})
_NOT_ROWS = frozenset({"answers", "requests", "files", "problems", "decisions", "findings", "settings"})
Place = tuple[str, str, str, str, str]
Weights = dict[Cause, float]


@dataclass(frozen=True)
class Frame:
    """What differs between two assessments apart from the answers."""

    has_other_rows: bool
    has_other_assumptions: bool
    is_other_day: bool

    @property
    def otherwise(self) -> Cause | None:
        """Return the cause of what no answer explains; None where nothing of the frame differs."""
        if self.has_other_rows:
            return Cause.REGISTER
        if self.has_other_assumptions:
            return Cause.ASSUMPTIONS
        return Cause.EXPIRED if self.is_other_day else None


def causes_between(before: Assessment, after: Assessment, *, old: Submission, new: Submission) -> Causes:
    """Return what differs between two assessments of one register, each with its cause.

    Parameters
    ----------
    old, new
        The submissions that the assessments were made from.

    Returns
    -------
    Causes
        Answers by party and control. Paths those that moved in rank or loss, by their rank now, gone ones last.
    """
    frame = frame_of(before.provenance, after.provenance, old=old, new=new)
    of_before = {path.key: path for path in before.paths}
    of_after = {path.key: path for path in after.paths}
    answers: dict[tuple[object, ...], AnswerCause] = {}
    paths: list[PathCause] = []
    for key in sorted({*of_before, *of_after}):
        was, now = of_before.get(key), of_after.get(key)
        weights: Weights = defaultdict(float)
        if was is not None and now is not None:
            for found, weight in _answers_between(was, now, frame):
                answers.setdefault(_identity(found), found)
                weights[found.cause] += weight
        path = _path(was, now, weights, frame)
        if path is not None:
            paths.append(path)
    ordered = sorted(paths, key=lambda p: (p.rank_after is None, p.rank_after or p.rank_before or 0, p.key))
    return Causes(answers=tuple(answers[key] for key in sorted(answers, key=str)), paths=tuple(ordered))


def frame_of(before: Provenance, after: Provenance, *, old: Submission, new: Submission) -> Frame:
    """Return what differs between two assessments apart from the answers."""
    assumed = ("parameters_sha256", "catalogue_version", "seed", "riskgraph_version")
    return Frame(
        has_other_rows=_rows(old) != _rows(new),
        has_other_assumptions=any(getattr(before, name) != getattr(after, name) for name in assumed),
        is_other_day=before.as_of != after.as_of,
    )


def _rows(submission: Submission) -> tuple[tuple[object, ...], ...]:
    """Return the rows of a register that say who does what, without where they stand and in any order."""
    names = [name for name in Submission.model_fields if name not in _NOT_ROWS]
    return tuple(
        tuple(sorted(row.model_dump_json(exclude={"source"}) for row in getattr(submission, name))) for name in names
    )


def _identity(found: AnswerCause) -> tuple[object, ...]:
    return (found.party_id, found.control_id, found.source.file, found.source.sheet, found.source.cell, found.before,
            found.after, found.evidence_before, found.evidence_after)  # fmt: skip


def _answers_between(was: Path, now: Path, frame: Frame) -> Iterator[tuple[AnswerCause, float]]:
    """Give the answers that differ on one path, each with what it weighs: yen a year by change of strength."""
    before, after = _used(was), _used(now)
    for place in sorted(before.keys() & after.keys()):
        (old, weight), (new, other) = before[place], after[place]
        cause = cause_of(old, new, frame)
        if cause is not None:
            moved = abs(new.strength.pt - old.strength.pt)
            yield _changed(old, new, cause), max(weight, other) * max(moved, SAME)


def _used(path: Path) -> Mapping[Place, tuple[AnswerUsed, float]]:
    """Return the answers of a path by where they are used, with the yen a year that rest on each place."""
    found: dict[Place, tuple[AnswerUsed, float]] = {}
    for channel in path.channels:
        for layer in channel.layers:
            weight = channel.eal_yen.pt * layer.share
            for used in layer.answers:
                place = (channel.channel_id, layer.layer, f"{layer.role}/{layer.party_id}", used.party_id,
                         used.control_id)  # fmt: skip
                found[place] = (used, weight)
    for hop in path.hops:
        for part in hop.parts:
            for used in part.answers:
                place = (f"{hop.consignor}>{hop.consignee}", hop.engagement_id or "", part.part, used.party_id,
                         used.control_id)  # fmt: skip
                found[place] = (used, 0.0)
    return found


def cause_of(old: AnswerUsed, new: AnswerUsed, frame: Frame) -> Cause | None:
    """Return why an answer differs; None where it is the same and worth the same."""
    if (old.standing in _SAID) != (new.standing in _SAID):
        return Cause.EXPIRED if _became_overdue(old, new) else Cause.RETURNED
    if new.standing not in _SAID:
        return _between_silences(old, new)
    if old.answer != new.answer:
        return Cause.PRACTICE
    if old.evidence != new.evidence or old.is_flagged != new.is_flagged:
        return Cause.EVIDENCE
    if old.answered_on != new.answered_on:
        return Cause.RETURNED
    if _is_same(old.strength.pt, new.strength.pt) and _is_same(old.strength.lo, new.strength.lo):
        return None
    return Cause.ASSUMPTIONS if frame.has_other_assumptions else Cause.EXPIRED


def _became_overdue(old: AnswerUsed, new: AnswerUsed) -> bool:
    return new.standing is Standing.OVERDUE and old.standing is not Standing.OVERDUE


def _between_silences(old: AnswerUsed, new: AnswerUsed) -> Cause | None:
    """Return why one silence became another: it fell due, or it was asked, came back or was taken back."""
    if (old.standing, old.answer) == (new.standing, new.answer):
        return None if _is_same(old.strength.pt, new.strength.pt) else Cause.ASSUMPTIONS
    return Cause.EXPIRED if _became_overdue(old, new) else Cause.RETURNED


def _is_same(one: float, other: float) -> bool:
    return abs(one - other) <= SAME * max(abs(one), abs(other), SAME)


def _changed(old: AnswerUsed, new: AnswerUsed, cause: Cause) -> AnswerCause:
    return AnswerCause(
        party_id=new.party_id,
        control_id=new.control_id,
        cause=cause,
        before=old.answer or old.standing.value,
        after=new.answer or new.standing.value,
        evidence_before=old.evidence,
        evidence_after=new.evidence,
        answered_before=old.answered_on,
        answered_after=new.answered_on,
        source=new.source if new.source.file else old.source,
    )


def _path(was: Path | None, now: Path | None, weights: Weights, frame: Frame) -> PathCause | None:
    """Return a path that moved with its causes; None where neither its rank nor its loss did."""
    known = now or was
    assert known is not None
    has_other_loss = was is None or now is None or not _is_same(was.eal_yen.pt, now.eal_yen.pt)
    if was is not None and now is not None and was.rank == now.rank and not has_other_loss:
        return None
    return PathCause(
        key=known.key,
        parties=known.parties,
        rank_before=was.rank if was else None,
        rank_after=now.rank if now else None,
        eal_before=was.eal_yen if was else None,
        eal_after=now.eal_yen if now else None,
        causes=_ordered(was, now, weights, frame) if has_other_loss else (Cause.OTHERS,),
    )


def _ordered(was: Path | None, now: Path | None, weights: Weights, frame: Frame) -> tuple[Cause, ...]:
    """Return the causes behind a change of loss, the one that weighs most first."""
    found = dict(weights)
    if was is not None and now is not None and not _has_other_shape(was, now) and found:
        return tuple(sorted(found, key=lambda cause: (-found[cause], cause.value)))
    rest = frame.otherwise
    if rest is not None:
        # Other channels or rows outweigh any answer: the path is not the same work as before.
        return (rest, *sorted((c for c in found if c is not rest), key=lambda cause: (-found[cause], cause.value)))
    return tuple(sorted(found, key=lambda cause: (-found[cause], cause.value))) or (Cause.OTHERS,)


def _has_other_shape(was: Path, now: Path) -> bool:
    """Say whether a path is made of other work or other terms: channels, people, rights, data, contract facts."""
    if sorted(map(_shape, was.channels), key=str) != sorted(map(_shape, now.channels), key=str):
        return True
    facts = [tuple((part.part, part.fact) for hop in path.hops for part in hop.parts) for path in (was, now)]
    return facts[0] != facts[1]


def _shape(channel: Channel) -> tuple[object, ...]:
    return (channel.channel_id, channel.heads, channel.privilege, channel.records, channel.device_owner,
            channel.site_owner, channel.directed_by)  # fmt: skip


def between_forms(previous: Iterable[Answer], current: Iterable[Answer]) -> tuple[AnswerCause, ...]:
    """Return how the answers of one party's form differ from its last, in the order of the form.

    A question that was blank or "do not know" and is now answered has come back; one that is answered as before
    is no difference, whatever its date.
    """
    before = {answer.control_id: answer for answer in previous}
    found = (_form_change(before.get(answer.control_id), answer) for answer in current)
    return tuple(change for change in found if change is not None)


def _form_change(old: Answer | None, new: Answer) -> AnswerCause | None:
    cause = form_cause(old, new)
    if cause is None:
        return None
    return AnswerCause(
        party_id=new.party_id,
        control_id=new.control_id,
        cause=cause,
        before=old.answer.value if old else Standing.NOT_ASKED.value,
        after=new.answer.value,
        evidence_before=old.evidence.value if old else "",
        evidence_after=new.evidence.value,
        answered_before=old.answered_on if old else None,
        answered_after=new.answered_on,
        source=new.source,
    )


def form_cause(old: Answer | None, new: Answer) -> Cause | None:
    """Return why one answer of a form differs from the last one; None where it does not."""
    if _says_something(old) != _says_something(new):
        return Cause.RETURNED
    if old is None or not _says_something(new):
        return None
    if old.answer is not new.answer:
        return Cause.PRACTICE
    return None if _shown(old.evidence) == _shown(new.evidence) else Cause.EVIDENCE


def _says_something(answer: Answer | None) -> bool:
    return answer is not None and answer.answer not in (AnswerCode.BLANK, AnswerCode.UNKNOWN)


def _shown(evidence: Evidence) -> bool:
    """Say whether more than the word stands behind an answer; a form can never bring a verification of its own."""
    return evidence is not Evidence.CLAIM
