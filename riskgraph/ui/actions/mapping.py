"""Maps of other people's forms: which are kept, what is proposed, what a person confirms, and keeping it.

The convention that bites: what is drawn is a map made of the proposal and of what the person changed; the same map
is tried on the files and kept. Only its confirmed entries score.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from riskgraph.catalogue import load_catalogue
from riskgraph.intake.foreign.answer_column import columns_of
from riskgraph.intake.foreign.applied import applied
from riskgraph.intake.foreign.map_file import read_map
from riskgraph.intake.foreign.map_table import map_table
from riskgraph.intake.foreign.suggest import proposed
from riskgraph.model.answer import AnswerCode
from riskgraph.model.foreign import AskedItem, ForeignForm
from riskgraph.model.form_map import FormMap, MapEntry, MappedBy
from riskgraph.model.problem import Problem
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.report.map_document import map_document
from riskgraph.store import maps as kept
from riskgraph.ui import keeping
from riskgraph.ui.actions.received import Group
from riskgraph.ui.actions.receiving_desk import HOUR


@dataclass(frozen=True)
class Decision:
    """What a person decided about one question; it goes before the proposal."""

    key: str
    control_ids: tuple[str, ...]
    polarity: int
    is_confirmed: bool


@dataclass(frozen=True)
class Drafted:
    """What a person made of a proposal until now: decisions by question, the answer column, and what words mean."""

    decisions: tuple[Decision, ...] = ()
    answer_column: str | None = None
    legend: tuple[tuple[str, str], ...] = ()


def maps() -> tuple[FormMap, ...]:
    """Return the newest version of every kept map."""
    return kept.maps(keeping.store())


def proposal(group: Group, known: Sequence[FormMap]) -> FormMap:
    """Return what is proposed for the questions of a group, worked out once."""
    versions = [(form_map.map_id, form_map.number) for form_map in known]
    key = hashlib.sha256(repr((group.fingerprint, versions)).encode()).hexdigest()
    return _proposed(key, _form=group.forms[0], _known=tuple(known))


@st.cache_resource(max_entries=20, ttl=HOUR, show_spinner=False)
def _proposed(key: str, *, _form: ForeignForm, _known: tuple[FormMap, ...]) -> FormMap:
    return proposed(_form, load_catalogue(), earlier=_known)


def drafted(base: FormMap, draft: Drafted) -> FormMap:
    """Return the map that a person made of a proposal."""
    decided = {decision.key: decision for decision in draft.decisions}
    entries = tuple(_entry(entry, decided.get(entry.key)) for entry in base.entries)
    words = {**base.legend, **{word: AnswerCode(code) for word, code in draft.legend if code}}
    cleared = {word for word, code in draft.legend if not code}
    return base.model_copy(
        update={
            "entries": entries,
            "answer_column": base.answer_column if draft.answer_column is None else draft.answer_column,
            "legend": {word: code for word, code in words.items() if word not in cleared},
            "confirmed_by": keeping.actor(),
        }
    )


def _entry(entry: MapEntry, decision: Decision | None) -> MapEntry:
    """Return an entry as a person decided about it."""
    if decision is None:
        return entry
    changed = {"rule": MappedBy.PERSON, "confidence": 1.0, "reason": ""} if _is_changed(entry, decision) else {}
    return entry.model_copy(
        update={
            "control_ids": decision.control_ids,
            "polarity": decision.polarity,
            "is_confirmed": decision.is_confirmed,
            **changed,
        }
    )


def _is_changed(entry: MapEntry, decision: Decision) -> bool:
    return (entry.control_ids, entry.polarity) != (decision.control_ids, decision.polarity)


def tried(form: ForeignForm, form_map: FormMap, rows: frozenset[str]) -> tuple[ReturnedForm, ...]:
    """Return what a file would say by a map, exactly as it is when the map is kept.

    Parameters
    ----------
    rows
        The rows of a draft that a person took.
    """
    return applied(form, form_map, load_catalogue(), confirmed_rows=rows)


def as_proposed(form_map: FormMap) -> FormMap:
    """Return a map as if everything proposed had been confirmed, to show what that would come to."""
    entries = tuple(entry.model_copy(update={"is_confirmed": True}) for entry in form_map.entries)
    return form_map.model_copy(update={"entries": entries})


def answer_words(group: Group, column: str) -> Mapping[str, tuple[int, str]]:
    """Return the words of the answers with how often they stand there and how the rules read them ("" not at all).

    Words that no rule reads come first, then the frequent ones.
    """
    counts: Counter[str] = Counter()
    codes: dict[str, str] = {}
    for item in items_of(group):
        for answer in item.answers:
            word = answer.raw.strip()
            if word and (not column or answer.column == column):
                counts[word] += 1
                codes[word] = answer.code.value if answer.code is not None else ""
    ordered = sorted(counts, key=lambda word: (bool(codes[word]), -counts[word]))
    return {word: (counts[word], codes[word]) for word in ordered}


def items_of(group: Group) -> Iterator[AskedItem]:
    """Give every question of every file of a group."""
    return (item for form in group.forms for block in form.blocks for item in block.items)


def columns(group: Group) -> tuple[str, ...]:
    """Return the headers of the answer columns that can be taken, each once."""
    return columns_of(items_of(group))


def keep(form_map: FormMap) -> FormMap:
    """Keep a map; from then on files with the same questions are read by it.

    Raises
    ------
    StaleSave
        Where somebody else kept a newer version meanwhile.
    """
    with keeping.writing() as writing:
        return kept.keep_map(writing, form_map)


def keep_as_newest(form_map: FormMap) -> FormMap:
    """Keep a map that came from a file as the next version of the one that is kept under its id."""
    newest = next((one.number for one in maps() if one.map_id == form_map.map_id), 1)
    return keep(form_map.model_copy(update={"number": newest}))


def read(name: str, data: bytes) -> tuple[FormMap | None, tuple[Problem, ...]]:
    """Return the map in a file, or what is wrong with it."""
    return read_map(name, data, load_catalogue())


def as_table(form_map: FormMap, locale: str) -> bytes:
    """Return a map as a workbook that people can edit."""
    return map_table(form_map, load_catalogue(), locale=locale)


def as_document(form_map: FormMap) -> bytes:
    """Return a map as JSON."""
    return json.dumps(map_document(form_map), ensure_ascii=False, indent=2).encode()
