"""Verifications: what a reviewer saw, recorded by one person and confirmed by another."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from riskgraph.errors import WrongUse
from riskgraph.model.records import VerificationDraft, VerificationRecord
from riskgraph.store.counting import next_number
from riskgraph.store.registers import open_register
from riskgraph.store.rows import changed, locked
from riskgraph.store.tables import VERIFICATIONS

if TYPE_CHECKING:
    from riskgraph.store.opening import Store, Writing


def record_verification(w: Writing, register_id: str, draft: VerificationDraft) -> VerificationRecord:
    """Keep what somebody saw; it counts once another person has confirmed it."""
    open_register(w.connection, register_id)
    record = VerificationRecord(
        **draft.model_dump(),
        verification_id=next_number(w.connection, VERIFICATIONS),
        register_id=register_id,
        recorded=w.stamp,
    )
    w.connection.execute(
        insert(VERIFICATIONS).values(
            verification_id=record.verification_id, register_id=register_id, revision=1, body=record.model_dump_json()
        )
    )
    subject = str(record.verification_id)
    w.note("verification_recorded", register_id=register_id, subject=subject, control=record.control_id)
    return record


def verifications(store: Store, register_id: str) -> tuple[VerificationRecord, ...]:
    """Return the verifications of a register by id, the withdrawn ones too."""
    columns = VERIFICATIONS.c
    query = select(columns.body).where(columns.register_id == register_id).order_by(columns.verification_id)
    with store.reading() as connection:
        return tuple(VerificationRecord.model_validate_json(row.body) for row in connection.execute(query))


def _locked(w: Writing, verification_id: int, revision: int) -> VerificationRecord:
    record = locked(w.connection, VERIFICATIONS, VerificationRecord, verification_id, revision)
    if record.withdrawn is not None:
        raise WrongUse("store.is_withdrawn", {"number": verification_id})
    return record


def confirm_verification(w: Writing, verification_id: int, revision: int) -> None:
    """Confirm what another person saw.

    Raises
    ------
    WrongUse
        ``store.same_person`` where the same person recorded it; ``store.is_withdrawn`` where it was taken back.
    """
    record = _locked(w, verification_id, revision)
    if _folded(record.recorded.actor) == _folded(w.stamp.actor):
        raise WrongUse("store.same_person", {"actor": w.stamp.actor})
    changed(w, VERIFICATIONS, record, {"confirmed": w.stamp})
    w.note("verification_confirmed", register_id=record.register_id, subject=str(verification_id))


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def withdraw_verification(w: Writing, verification_id: int, revision: int, *, reason: str) -> None:
    """Take a verification back; it stays in the list and counts no more."""
    record = _locked(w, verification_id, revision)
    changed(w, VERIFICATIONS, record, {"withdrawn": w.stamp})
    w.note("verification_withdrawn", register_id=record.register_id, subject=str(verification_id), reason=reason)
