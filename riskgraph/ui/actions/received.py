"""What came of an upload: an entry for each questionnaire or file, how each one stands, and saving them.

The convention that bites: what an entry holds is what is saved, not another reading of the file. It is worked out
once for what was read, chosen, mapped and kept until then; a page that is drawn anew looks it up.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

import streamlit as st

from riskgraph.catalogue import load_catalogue
from riskgraph.current import state_key
from riskgraph.errors import WrongUse
from riskgraph.intake.assigning import Assigned, FoundBy, assigned
from riskgraph.intake.foreign.applied import applied
from riskgraph.model.foreign import ForeignForm
from riskgraph.model.form_map import FormMap
from riskgraph.model.problem import Problem, Severity
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.model.read_file import ReadFile
from riskgraph.model.records import QuestionnaireRecord, ReviewState
from riskgraph.store import questionnaires as kept
from riskgraph.store.uploads import content_of
from riskgraph.ui import keeping
from riskgraph.ui.actions.contradicting import contradicted, together
from riskgraph.ui.actions.reading import Found, Place, Reading, discarded, unpacked
from riskgraph.ui.actions.receiving_desk import HOUR, Desk

Chosen = tuple[tuple[str, str], ...]
Ticked = tuple[tuple[str, tuple[str, ...]], ...]


class EntryState(StrEnum):
    """How something of an upload stands, in the order of what is to be done about it."""

    CLEAN = "clean"
    LOOK = "look"
    PARTY = "party"
    MAP = "map"
    DRAFT = "draft"
    LOCKED = "locked"
    REFUSED = "refused"
    UNREAD = "unread"
    SAVED = "saved"


TO_SAVE = (EntryState.CLEAN, EntryState.LOOK)
OPEN = (*TO_SAVE, EntryState.PARTY, EntryState.MAP, EntryState.DRAFT, EntryState.LOCKED, EntryState.UNREAD)


@dataclass(frozen=True)
class Entry:
    """One questionnaire of an upload, or one file that gave none.

    `key` names it within the upload. `one` is there where answers were read, `foreign` where the form is somebody
    else's, `form_map` where a kept map was used for it.
    """

    key: str
    place: Place
    state: EntryState
    file: str
    archive: str = ""
    sha256: str = ""
    one: Assigned | None = None
    foreign: ForeignForm | None = None
    form_map: FormMap | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Group:
    """Files that ask the same questions, and the map that is kept for them."""

    fingerprint: str
    forms: tuple[ForeignForm, ...]
    form_map: FormMap | None = None

    @property
    def title(self) -> str:
        """Return the title that the form gives itself, else the name of its first file."""
        return next((form.title for form in self.forms if form.title), self.forms[0].file)


@dataclass(frozen=True)
class Choices:
    """What a person chose for an upload: parties by entry, and the rows of drafts that are taken, by content."""

    parties: Chosen = ()
    ticked: Ticked = ()


@dataclass(frozen=True)
class Received:
    """An upload as it stands: its entries in the order of the files, and the forms of others in it."""

    entries: tuple[Entry, ...]
    groups: tuple[Group, ...] = ()
    counts: Mapping[EntryState, int] = field(default_factory=dict)

    def of(self, *states: EntryState) -> tuple[Entry, ...]:
        """Return the entries in these states."""
        return tuple(entry for entry in self.entries if entry.state in states)

    @property
    def to_save(self) -> tuple[Entry, ...]:
        """Return the entries that are saved, each content of a party once."""
        first: dict[tuple[str, str, str], Entry] = {}
        for entry in self.of(*TO_SAVE):
            if entry.one is not None:
                form = entry.one.form
                first.setdefault((entry.one.party_id, form.sha256 or form.file, form.scope_id), entry)
        return tuple(first.values())


def received(reading: Reading, at: Desk, maps: Sequence[FormMap], choices: Choices) -> Received:
    """Return what came of an upload, worked out once for everything that it rests on."""
    versions = [(form_map.map_id, form_map.number) for form_map in maps]
    state = state_key(keeping.store(), at.register_id)
    parts = (reading.upload_id, reading.version, len(reading.unread), state, at.today, versions, choices)
    return _received(hashlib.sha256(repr(parts).encode()).hexdigest(), _rest=(reading, at, tuple(maps), choices))


@st.cache_resource(max_entries=6, ttl=HOUR, show_spinner=False)
def _received(key: str, *, _rest: tuple[Reading, Desk, tuple[FormMap, ...], Choices]) -> Received:
    reading, at, maps, choices = _rest
    by_form = {form_map.fingerprint: form_map for form_map in maps if _is_confirmed(form_map)}
    drafts = [entry for found in reading.found for entry in _entries(found, by_form, dict(choices.ticked))]
    entries = _judged(drafts, at, dict(choices.parties))
    entries += [_unread(found) for found in reading.unread]
    counts = {state: sum(entry.state is state for entry in entries) for state in EntryState}
    return Received(tuple(entries), tuple(_groups(entries, by_form)), counts)


def _is_confirmed(form_map: FormMap) -> bool:
    return any(entry.is_confirmed and entry.control_ids for entry in form_map.entries)


def _entries(found: Found, maps: Mapping[str, FormMap], ticked: Mapping[str, tuple[str, ...]]) -> Iterator[Entry]:
    """Give the questionnaires of a file, not judged yet, or the file as what it is."""
    for number, read in enumerate(found.read):
        base = Entry(
            key=f"{found.place.position}.{found.place.inner}.{number}", place=found.place, state=EntryState.REFUSED,
            file=read.file, archive=read.archive or found.archive, sha256=read.sha256, problems=read.problems,
        )  # fmt: skip
        if read.form is not None and read.form.is_known:
            yield replace(base, state=EntryState.LOOK, one=_unassigned(read.form))
        elif read.foreign is not None and read.foreign.blocks:
            yield from _foreign(base, read.foreign, maps, ticked)
        elif read.needs_password:
            yield replace(base, state=EntryState.LOCKED)
        else:
            yield replace(base, problems=together(read.problems, *_why_nothing(read)))


def _why_nothing(read: ReadFile) -> Iterator[tuple[Problem, ...]]:
    if read.form is not None:
        yield read.form.problems
    if read.foreign is not None:
        yield read.foreign.problems


def _foreign(
    base: Entry, form: ForeignForm, maps: Mapping[str, FormMap], ticked: Mapping[str, tuple[str, ...]]
) -> Iterator[Entry]:
    """Give the questionnaires that a kept map makes of somebody else's form; the form itself where there is none."""
    form_map, rows = maps.get(form.fingerprint), frozenset(ticked.get(form.sha256, ()))
    base = replace(base, foreign=form, problems=together(base.problems, form.problems))
    if form.is_draft and not rows:
        yield replace(base, state=EntryState.DRAFT)
    elif form_map is None:
        yield replace(base, state=EntryState.MAP)
    else:
        read = applied(form, form_map, load_catalogue(), confirmed_rows=rows)
        for number, one in enumerate(read):
            key = f"{base.key}.{number}"
            yield replace(base, key=key, state=EntryState.LOOK, one=_unassigned(one), form_map=form_map)


def _unassigned(form: ReturnedForm) -> Assigned:
    return Assigned(form, "", FoundBy.NOTHING, None)


def _judged(drafts: Sequence[Entry], at: Desk, chosen: Mapping[str, str]) -> list[Entry]:
    """Return the entries with the party of each form, what is odd about it, and how it stands."""
    read = [(number, entry) for number, entry in enumerate(drafts) if entry.one is not None]
    forms = [entry.one.form for _, entry in read if entry.one is not None]
    by_hand = {n: chosen[entry.key] for n, (_, entry) in enumerate(read) if chosen.get(entry.key)}
    found = assigned(forms, at.known, chosen=by_hand)
    against = contradicted([(one.party_id, one.form) for one in found], at)
    entries = list(drafts)
    for (number, entry), one, told in zip(read, found, against, strict=True):
        problems = together(entry.problems, one.problems, one.form.problems, told)
        entries[number] = replace(entry, one=one, problems=problems, state=_state(one, problems))
    return entries


def _state(one: Assigned, problems: Iterable[Problem]) -> EntryState:
    if one.saved_as:
        return EntryState.SAVED
    if not one.party_id:
        return EntryState.PARTY
    is_clean = one.found_by is not FoundBy.NAME and all(p.severity is Severity.INFO for p in problems)
    return EntryState.CLEAN if is_clean else EntryState.LOOK


def _unread(found: Found) -> Entry:
    key = f"{found.place.position}.{found.place.inner}"
    return Entry(key, found.place, EntryState.UNREAD, found.name, found.archive)


def _groups(entries: Iterable[Entry], maps: Mapping[str, FormMap]) -> Iterator[Group]:
    """Give the forms of others by what they ask, each file once; those without a map first."""
    found: dict[str, dict[Place, ForeignForm]] = {}
    for entry in entries:
        if entry.foreign is not None and entry.state is not EntryState.DRAFT:
            found.setdefault(entry.foreign.fingerprint, {})[entry.place] = entry.foreign
    for fingerprint in sorted(found, key=lambda f: (f in maps, -len(found[f]))):
        yield Group(fingerprint, tuple(found[fingerprint].values()), maps.get(fingerprint))


def save(
    reading: Reading, entries: Sequence[Entry], at: Desk, *, is_accepted: bool = False
) -> tuple[QuestionnaireRecord, ...]:
    """Save questionnaires of an upload as received, or as accepted, in one transaction.

    Raises
    ------
    WrongUse
        ``receiving.nothing_to_save`` where none is given, ``receiving.upload_gone`` where a file no longer waits.
    """
    if not entries:
        raise WrongUse("receiving.nothing_to_save")
    arrived = [
        kept.Arrived(entry.one.form, data, entry.one.party_id, entry.one.request_id)
        for entry, data in zip(entries, _contents(reading, entries), strict=True)
        if entry.one is not None
    ]
    with keeping.writing() as writing:
        saved = kept.receive_many(writing, at.register_id, arrived, received_on=at.today)
        for record in saved if is_accepted else ():
            if record.state is ReviewState.RECEIVED:
                kept.decide(writing, record.questionnaire_id, record.revision, state=ReviewState.ACCEPTED)
    return saved


def _contents(reading: Reading, entries: Sequence[Entry]) -> list[bytes]:
    """Return the bytes of each entry's file; an archive is opened once."""
    opened: dict[int, list[bytes]] = {}
    for position in dict.fromkeys(entry.place.position for entry in entries):
        data = content_of(keeping.store(), reading.upload_id, position)
        if data is None:
            raise WrongUse("receiving.upload_gone")
        opened[position] = [given.data for given in unpacked(reading.names[position], data)]
    return [opened[entry.place.position][entry.place.inner] for entry in entries]


def finish(reading: Reading, this: Received, saved: Sequence[Entry]) -> bool:
    """Take an upload away of which nothing is left to do but what was just saved; say whether it was."""
    if {entry.key for entry in this.of(*OPEN)} - {entry.key for entry in saved} - _same(this, saved):
        return False
    discarded(reading.upload_id)
    return True


def _same(this: Received, saved: Sequence[Entry]) -> set[str]:
    """Return the entries that are copies of what was saved."""
    contents = {(e.one.party_id, e.sha256) for e in saved if e.one is not None}
    return {e.key for e in this.of(*TO_SAVE) if e.one is not None and (e.one.party_id, e.sha256) in contents}
