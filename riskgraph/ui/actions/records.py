"""What the page of the records can ask for: the trail, kept assessments, an export, a backup, deleting.

The convention that bites: an export and a backup are made when they are clicked, outside of the page's run, so that
everything they need is handed over; who takes them away stands in the audit trail first.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import streamlit as st

from riskgraph import __version__
from riskgraph.analysis.causes import causes_between
from riskgraph.catalogue import load_catalogue
from riskgraph.intake.joining import day_of
from riskgraph.intake.template import register_workbook
from riskgraph.model.causes import Causes
from riskgraph.model.records import AssessmentRecord, AuditLine, Expired, KeptKind, RegisterRecord, Retention
from riskgraph.model.submission import Settings
from riskgraph.report.export import (
    About,
    Entry,
    assessment_entries,
    audit_entries,
    list_entry,
    parameter_entries,
    questionnaire_entries,
    tombstone_entry,
    version_entries,
    zipped,
)
from riskgraph.store.assessments import assessments, kept_assessment
from riskgraph.store.audit import audit_lines, first_broken
from riskgraph.store.backup import backup
from riskgraph.store.deletion import (
    delete_assessment,
    delete_expired,
    delete_questionnaire,
    delete_raw_files,
    delete_register,
    expired,
    retention,
    set_retention,
    tombstones,
)
from riskgraph.store.opening import Store
from riskgraph.store.parameters import parameter_sets, parameters_content
from riskgraph.store.place import file_of as file_of_store
from riskgraph.store.place import shown as shown_place
from riskgraph.store.questionnaires import file_of, forms_of, questionnaires
from riskgraph.store.registers import files_of, registers, submission_of, versions
from riskgraph.store.requests import requests
from riskgraph.store.verifications import verifications
from riskgraph.ui import keeping
from riskgraph.ui.actions.shown import HOUR, Shown

_A_PAGE = 500
_A_MINUTE = 60
MOST_LINES = 5_000  # shown at once; the CSV and the export hold all


@dataclass(frozen=True)
class Thing:
    """Something that can be deleted by itself: its kind, its number, and what it is called."""

    kind: KeptKind
    number: int
    label: str


def lines(register_id: str, *, most: int | None = MOST_LINES, store: Store | None = None) -> tuple[AuditLine, ...]:
    """Return the audit trail of a register ("" for all), the newest first; None for all of it."""
    found: list[AuditLine] = []
    kept = store or keeping.store()
    before: int | None = None
    while page := audit_lines(kept, register_id=register_id, newest=_A_PAGE, before=before):
        found.extend(page)
        before = page[-1].sequence
        if most is not None and len(found) >= most:
            return tuple(found[:most])
    return tuple(found)


def broken_line() -> int | None:
    """Return the first line of the trail that was changed outside; None where it is whole."""
    store = keeping.store()
    newest = audit_lines(store, newest=1)
    return _broken(keeping.content_key(), newest[0].sequence if newest else 0, _store=store)


@st.cache_data(max_entries=8, ttl=_A_MINUTE, show_spinner=False)
def _broken(url: str, sequence: int, *, _store: Store) -> int | None:
    """Check every line of the trail; not more than once a minute while nothing is added."""
    return first_broken(_store)


def causes_of(old: Shown, new: Shown) -> Causes:
    """Return why two kept assessments differ, cause by cause."""
    return _causes(old.key, new.key, _old=old, _new=new)


@st.cache_resource(max_entries=8, ttl=HOUR, show_spinner=False)
def _causes(old_key: str, new_key: str, *, _old: Shown, _new: Shown) -> Causes:
    return causes_between(_old.assessment, _new.assessment, old=_old.submission, new=_new.submission)


def settings_of(register_id: str) -> Settings:
    """Return what the register says of itself: its zone and its as-of date."""
    return submission_of(keeping.store(), register_id).settings


def kept_assessments(register_id: str) -> tuple[AssessmentRecord, ...]:
    """Return the assessments of a register that are still there, the newest first."""
    return tuple(r for r in assessments(keeping.store(), register_id) if r.deleted is None)


def export_of(register: RegisterRecord, settings: Settings) -> tuple[About, Callable[[], bytes]]:
    """Return what the export is called after, and what makes it; whoever takes it is noted then."""
    about = About(
        name=register.name,
        register_id=register.register_id,
        as_of=day_of(settings),
        time_zone=settings.time_zone,
        made=datetime.now(UTC),
        actor=keeping.actor(),
        riskgraph_version=__version__,
    )
    store, actor = keeping.store(), keeping.actor()

    def make() -> bytes:
        with store.writing(actor) as writing:
            writing.note("records_exported", register_id=about.register_id, subject=about.register_id)
        return zipped(_entries(store, about), about)

    return about, make


def _entries(store: Store, about: About) -> Iterator[Entry]:
    """Give everything that is kept of a register, one thing at a time."""
    register_id = about.register_id
    for version in versions(store, register_id):
        workbook = register_workbook(submission_of(store, register_id, version.number), "ja")
        kept = files_of(store, register_id, version.number)
        yield from version_entries(version, workbook, [(f.name, f.data) for f in kept if f.data is not None])
    for form in questionnaires(store, register_id):
        understood = forms_of(store, [form.questionnaire_id]).get(form.questionnaire_id)
        yield from questionnaire_entries(form, file_of(store, form.questionnaire_id), understood)
    yield list_entry("requests", requests(store, register_id))
    yield list_entry("verifications", verifications(store, register_id))
    for record in assessments(store, register_id):
        found = kept_assessment(store, record.assessment_id)
        result = found.assessment if found else None
        yield from assessment_entries(record, result, found.submission if found else None, load_catalogue())
    for copy in parameter_sets(store, register_id):
        yield from parameter_entries(copy, parameters_content(store, copy.parameters_id))
    yield from audit_entries(lines(register_id, most=None, store=store), about.time_zone)
    yield tombstone_entry(tombstones(store, register_id))


def can_be_backed_up() -> bool:
    """Say whether the store is one file that can be taken away; another database has means of its own."""
    return file_of_store(keeping.store().url) is not None


def place_of_store() -> str:
    """Return where the store lies, without a password."""
    return shown_place(keeping.store().url)


def backup_of_store() -> Callable[[], bytes]:
    """Return what makes a copy of the whole store; whoever takes it is noted then."""
    store, actor = keeping.store(), keeping.actor()

    def make() -> bytes:
        with store.writing(actor) as writing:
            writing.note("store_backed_up")
        with tempfile.TemporaryDirectory(prefix="riskgraph-") as folder:
            return backup(store, Path(folder) / "riskgraph-backup.sqlite3").read_bytes()

    return make


def things(register_id: str, kind: KeptKind) -> tuple[Thing, ...]:
    """Return what there is of a kind to delete, the newest first."""
    store = keeping.store()
    if kind is KeptKind.RAW_FILE:
        gone = _without_files(store, register_id)
        kept = [v for v in versions(store, register_id) if v.files and v.number not in gone]
        return tuple(Thing(kind, v.number, f"v{v.number}: {', '.join(f.file for f in v.files)}") for v in kept)
    if kind is KeptKind.QUESTIONNAIRE:
        forms = [r for r in questionnaires(store, register_id) if r.deleted is None]
        return tuple(Thing(kind, r.questionnaire_id, f"{r.questionnaire_id}: {r.file}") for r in reversed(forms))
    if kind is KeptKind.ASSESSMENT:
        return tuple(Thing(kind, r.assessment_id, _assessment_name(r)) for r in kept_assessments(register_id))
    return ()


def _without_files(store: Store, register_id: str) -> set[int]:
    """Return the versions whose files were deleted; told by the tombstones, without reading a file."""
    stones = (s for s in tombstones(store, register_id) if s.kind is KeptKind.RAW_FILE)
    return {int(stone.subject.split("/")[0]) for stone in stones}


def _assessment_name(record: AssessmentRecord) -> str:
    return f"{record.assessment_id}: {record.inputs.as_of:%Y-%m-%d} {record.note}".rstrip()


def delete(register_id: str, thing: Thing, *, reason: str) -> None:
    """Delete one thing; what is left is its tombstone."""
    with keeping.writing() as writing:
        if thing.kind is KeptKind.RAW_FILE:
            delete_raw_files(writing, register_id, thing.number, reason=reason)
        elif thing.kind is KeptKind.QUESTIONNAIRE:
            delete_questionnaire(writing, thing.number, reason=reason)
        elif thing.kind is KeptKind.ASSESSMENT:
            delete_assessment(writing, thing.number, reason=reason)


def delete_all(register_id: str, *, reason: str) -> None:
    """Delete a whole register with everything that belongs to it."""
    with keeping.writing() as writing:
        delete_register(writing, register_id, reason=reason)


def retention_of(register_id: str) -> Retention:
    """Return for how many months each kind is kept."""
    return retention(keeping.store(), register_id)


def keep_for(register_id: str, wanted: Retention) -> None:
    """Set for how many months each kind is kept; nothing is deleted by that."""
    with keeping.writing() as writing:
        set_retention(writing, register_id, wanted)


def expired_things(register_id: str, today: date) -> tuple[Expired, ...]:
    """Return what has been kept for longer than its retention on a day."""
    return expired(keeping.store(), register_id, today)


def delete_expired_things(register_id: str, items: tuple[Expired, ...]) -> None:
    """Delete what has been kept for longer than its retention."""
    with keeping.writing() as writing:
        delete_expired(writing, register_id, items)


def deleted_registers() -> tuple[RegisterRecord, ...]:
    """Return the registers that were deleted, the newest first."""
    return tuple(r for r in registers(keeping.store()) if r.deleted is not None)
