"""Proposes to which controls the questions of a form belong.

The convention that bites: a wrong proposal costs more than none. Each has something that can be shown beside it (a
number, a clause, the question of ours that it is alike), and where two controls are nearly as likely, or where it is
not clear which answer is the good one, none is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from riskgraph.intake.folding import fold
from riskgraph.intake.foreign.clauses import Clause, Schemes, clauses_in, own_ids, schemes_of
from riskgraph.intake.foreign.concepts import concepts_in, is_aside
from riskgraph.intake.foreign.likeness import Ranked, clear_best, ranked
from riskgraph.intake.foreign.polarity import GOOD, UNCLEAR, polarity_of
from riskgraph.intake.questionnaire_answers import printed_texts
from riskgraph.intake.questionnaire_words import unticked
from riskgraph.model.control import Catalogue
from riskgraph.model.foreign import AskedItem, ForeignForm
from riskgraph.model.form_map import FormMap, MapEntry, MappedBy

_MOST_CANDIDATES = 3  # of a clause that several controls share; more say nothing
_ID_LENGTH = 16
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the questions of one form are held against."""

    catalogue: Catalogue
    printed: Mapping[str, str]
    schemes: Schemes
    confirmed: Mapping[str, MapEntry]


@dataclass(frozen=True, slots=True)
class _Found:
    """What speaks for controls, before it was asked which answer is the good one."""

    control_ids: tuple[str, ...] = ()
    rule: MappedBy = MappedBy.NOTHING
    confidence: float = 0.0
    reason: str = ""


def proposed(form: ForeignForm, catalogue: Catalogue, *, earlier: Sequence[FormMap] = ()) -> FormMap:
    """Return a map with a proposal for every question of a form.

    Nothing is confirmed by it, except what an earlier map of exactly this fingerprint confirmed. Questions that an
    earlier map of another form confirmed with the same words are proposed first.
    """
    items = {item.key: item for block in form.blocks for item in block.items}
    ground = _Ground(
        catalogue,
        {text: control.control_id for control in catalogue.controls for text in printed_texts(control)},
        schemes_of((item.number, _all_words(item)) for item in items.values()),
        _confirmed_texts(earlier),
    )
    kept = max(
        (m for m in earlier if form.fingerprint and m.fingerprint == form.fingerprint), key=_number, default=None
    )
    known = {entry.key: entry for entry in kept.entries if entry.is_confirmed} if kept else {}
    entries = tuple(known.get(key) or _proposal(item, ground) for key, item in items.items())
    if kept is not None:
        return kept.model_copy(update={"entries": entries})
    return FormMap(
        map_id=sha256((form.fingerprint or "\n".join(items)).encode("utf-8", "replace")).hexdigest()[:_ID_LENGTH],
        title=form.title,
        fingerprint=form.fingerprint,
        language=form.language,
        entries=entries,
    )


def _number(form_map: FormMap) -> int:
    return form_map.number


def _confirmed_texts(earlier: Iterable[FormMap]) -> dict[str, MapEntry]:
    """Return what was confirmed for a text before; of two maps that disagree the later one."""
    return {fold(e.text): e for form_map in earlier for e in form_map.entries if e.is_confirmed and fold(e.text)}


def _all_words(item: AskedItem) -> str:
    return " ".join((item.number, *item.references, item.text))


def _proposal(item: AskedItem, ground: _Ground) -> MapEntry:
    """Return the entry of one question, not confirmed."""
    text = item.text[:_LONGEST]
    entry = MapEntry(key=item.key, text=text, number=item.number)
    again = ground.confirmed.get(fold(text))
    if again is not None:
        fields = {"control_ids": again.control_ids, "polarity": again.polarity, "reason": again.text}
        return entry.model_copy(update={**fields, "rule": MappedBy.EARLIER_MAP, "confidence": 0.95})
    found = _found(item, text, ground)
    if not found.control_ids:
        return entry.model_copy(update={"reason": found.reason})
    named = concepts_in(text)
    is_ours = found.rule is MappedBy.SAME_TEXT
    sides = {GOOD if is_ours else polarity_of(text, control_id, named) for control_id in found.control_ids}
    if len(sides) > 1 or UNCLEAR in sides:
        return entry
    return entry.model_copy(
        update={
            "control_ids": found.control_ids,
            "polarity": sides.pop(),
            "rule": found.rule,
            "confidence": round(found.confidence, 2),
            "reason": found.reason,
        }
    )


def _found(item: AskedItem, text: str, ground: _Ground) -> _Found:
    """Return the strongest thing that speaks for a control."""
    same = ground.printed.get(fold(unticked(text)))
    if same is not None:
        return _Found((same,), MappedBy.SAME_TEXT, 1.0, same)
    candidates = ranked(text, ground.catalogue)
    own = own_ids(" ".join((item.number, *item.references, text)), ground.catalogue, ground.schemes)
    if len(own) == 1:
        found = _by_own_id(own[0], candidates)
        if found is not None:
            return found
    if is_aside(text):
        return _Found()
    clauses = clauses_in(" ".join((item.number, *item.references, text)), ground.catalogue, ground.schemes)
    return _by_clauses(clauses, candidates, ground.catalogue) if clauses else _by_text(item, candidates, ground)


def _by_own_id(own: str, candidates: Sequence[Ranked]) -> _Found | None:
    """Return what a number of ours gives; None where the question is clearly about something else."""
    if any(one.control_id == own for one in candidates):
        return _Found((own,), MappedBy.CONTROL_ID, 0.95, own)
    return _Found((own,), MappedBy.CONTROL_ID, 0.5, own) if not candidates else None


def _by_clauses(clauses: Sequence[Clause], candidates: Sequence[Ranked], catalogue: Catalogue) -> _Found:
    """Return what clauses give: where several controls share them, the words decide."""
    shared = tuple(dict.fromkeys(control_id for clause in clauses for control_id in clause.control_ids))
    reason = ", ".join(clause.shown for clause in clauses)
    fitting = [one for one in candidates if one.control_id in shared]
    best = clear_best(fitting)
    if best is not None:
        return _Found((best.control_id,), MappedBy.REFERENCE, 0.85, reason)
    if candidates and not fitting:
        return _by_words(candidates, catalogue, most=0.5)
    if len(shared) == 1:
        return _Found(shared, MappedBy.REFERENCE, 0.7, reason)
    among = tuple(one.control_id for one in fitting) or shared
    if len(among) > _MOST_CANDIDATES:
        return _Found(reason=reason)
    return _Found(among, MappedBy.REFERENCE, 0.3, reason)


def _by_text(item: AskedItem, candidates: Sequence[Ranked], ground: _Ground) -> _Found:
    """Return what the words give; where they alone are about nothing, the heading above them may say of what."""
    if candidates or not item.section:
        return _by_words(candidates, ground.catalogue, most=0.9)
    return _by_words(ranked(f"{item.section} {item.text}"[:_LONGEST], ground.catalogue), ground.catalogue, most=0.4)


def _by_words(candidates: Sequence[Ranked], catalogue: Catalogue, *, most: float) -> _Found:
    best = clear_best(candidates)
    if best is None:
        return _Found(reason=" / ".join(one.control_id for one in candidates[:_MOST_CANDIDATES]))
    title = catalogue.control(best.control_id).title
    sure = min(most, 0.35 + 0.2 * best.total + 0.3 * best.words)
    return _Found((best.control_id,), MappedBy.ALIKE_TEXT, sure, f"{best.control_id} {title.ja} / {title.en}")
