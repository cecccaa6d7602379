"""Small things to keep in a store, and what must hold of a store whatever happened to it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

from sqlalchemy import Table, func, select

from riskgraph.model.answer import Answer, AnswerCode
from riskgraph.model.assessment import Assessment, Provenance, Rest, Totals
from riskgraph.model.party import Party
from riskgraph.model.quantities import Interval
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.model.records import AssessmentInputs, RequestDraft, VerificationDraft, VerificationMethod
from riskgraph.model.submission import Submission
from riskgraph.store.audit import audit_lines, first_broken
from riskgraph.store.opening import Store, Writing
from riskgraph.store.registers import create_register
from riskgraph.store.tables import (
    ASSESSMENTS,
    AUDIT,
    BLOBS,
    METADATA,
    PARAMETER_SETS,
    QUESTIONNAIRES,
    REGISTERS,
    UPLOAD_FILES,
    VERSION_FILES,
    VERSIONS,
)

ACTOR, OTHER = "調達部 委託管理", "監査室"
DAY = date(2026, 6, 30)
NOTHING = Interval(0.0, 0.0, 0.0)


def rows(*names: str) -> Submission:
    """Return the rows of a register with these parties."""
    return Submission(parties=tuple(Party(party_id=f"P{n}", name=name) for n, name in enumerate(names)))


def a_form(text: str = "1", *, file: str = "回答.xlsx", party_id: str = "A") -> ReturnedForm:
    """Return a questionnaire as it was understood."""
    answer = Answer(party_id=party_id, control_id="MON-01", answer=AnswerCode.YES, raw=text)
    return ReturnedForm(
        file=file, form_id="short", version="2026.1", is_known=True, party_id=party_id, answers=(answer,)
    )


def a_draft(party_id: str = "A") -> RequestDraft:
    """Return a request about to be made."""
    return RequestDraft(party_id=party_id, form="short", version="2026.1", fiscal_year=2026, due_on=DAY)


def a_verification() -> VerificationDraft:
    """Return a verification about to be recorded."""
    return VerificationDraft(
        party_id="A", control_id="MON-01", answer=AnswerCode.YES, seen_on=DAY, method=VerificationMethod.SCREEN,
        role="監査室", seen="監視画面",
    )  # fmt: skip


def inputs(register_id: str, version: int = 1) -> AssessmentInputs:
    """Return what an assessment was made from."""
    return AssessmentInputs(register_id=register_id, version=version, as_of=DAY)


def an_assessment(seed: int = 1) -> Assessment:
    """Return a result; `seed` tells one from another."""
    return Assessment(
        provenance=Provenance(
            register_sha256="0", parameters_sha256="0", catalogue_version="1", as_of=DAY, seed=seed,
            riskgraph_version="0",
        ),
        totals=Totals(eal_yen=Interval(1.0, 2.0, 3.0), rate_per_year=NOTHING, p_leak_1y=NOTHING),
        appetite_yen=1.0, paths_total=7, paths=(), rest=Rest(paths=7, eal_yen=NOTHING),
    )  # fmt: skip


def a_register(store: Store, *names: str, files: tuple[tuple[str, bytes], ...] = (("台帳.xlsx", b"1"),)) -> str:
    """Make a register and return its id."""
    with store.writing(ACTOR) as w:
        return made(w, *names, files=files)


def made(w: Writing, *names: str, files: tuple[tuple[str, bytes], ...] = (("台帳.xlsx", b"1"),)) -> str:
    """Make a register within a transaction and return its id."""
    return create_register(w, "委託先台帳", rows(*(names or ("まなびの森",))), files=files).register_id


def actions(store: Store) -> list[str]:
    """Return what the trail tells, the oldest first."""
    return [line.action for line in reversed(audit_lines(store, newest=10_000))]


def counts(store: Store) -> dict[str, int]:
    """Return the number of rows of every table; changes of a row show in the audit trail."""
    with store.reading() as connection:
        return {table.name: connection.execute(_number(table)).scalar_one() for table in METADATA.sorted_tables}


_MADE = {"0002": ("maps",), "0003": ("findings", "costs", "payees"), "0004": ("decisions", "items", "meetings")}


def put_back(file: Path, revision: str) -> None:
    """Make a store's file what it was before the migrations after this one."""
    with closing(sqlite3.connect(file)) as raw:
        for table in (table for made, tables in _MADE.items() if made > revision for table in tables):
            raw.execute(f"DROP TABLE {table}")
        raw.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        raw.commit()


def _number(table: Table):  # type: ignore[no-untyped-def]
    return select(func.count()).select_from(table)


# Every column that names content; where a second column is given, rows that say that it was let go do not count.
_NAMED = (
    (VERSIONS.c.content_sha256, None),
    (VERSION_FILES.c.sha256, VERSION_FILES.c.is_deleted),
    (UPLOAD_FILES.c.sha256, None),
    (QUESTIONNAIRES.c.file_sha256, QUESTIONNAIRES.c.is_deleted),
    (QUESTIONNAIRES.c.form_sha256, QUESTIONNAIRES.c.is_deleted),
    (PARAMETER_SETS.c.sha256, None),
    (ASSESSMENTS.c.assessment_sha256, ASSESSMENTS.c.is_deleted),
    (ASSESSMENTS.c.submission_sha256, ASSESSMENTS.c.is_deleted),
)


def faults(store: Store) -> list[str]:
    """Return what is half or broken in a store; [] where it is sound."""
    found = [] if first_broken(store) is None else ["the trail is broken"]
    with store.reading() as connection:
        if connection.dialect.name == "sqlite":
            found += [f"damaged: {r[0]}" for r in connection.exec_driver_sql("PRAGMA integrity_check") if r[0] != "ok"]
            found += [f"points nowhere: {r}" for r in connection.exec_driver_sql("PRAGMA foreign_key_check")]
        named = set()
        for column, gone in _NAMED:
            query = select(column) if gone is None else select(column).where(gone.is_(False))
            named |= set(connection.execute(query).scalars())
        kept = set(connection.execute(select(BLOBS.c.sha256)).scalars())
        found += [f"content is missing: {sha}" for sha in named - kept]
        found += [f"content that nothing names: {sha}" for sha in kept - named]
        for register in connection.execute(select(REGISTERS).where(REGISTERS.c.is_deleted.is_(False))):
            mine = VERSIONS.c.register_id == register.register_id
            numbers = sorted(connection.execute(select(VERSIONS.c.number).where(mine)).scalars())
            if numbers != list(range(1, register.number + 1)) or not numbers:
                found.append(f"versions {numbers} of a register at {register.number}")
            told = (AUDIT.c.register_id == register.register_id) & AUDIT.c.body.contains('"action":"version_')
            if connection.execute(_number(AUDIT).where(told)).scalar_one() != register.number:
                found.append("a version without a line in the trail")
    return found
