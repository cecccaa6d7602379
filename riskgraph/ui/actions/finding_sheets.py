"""Corrective-action sheets of the register that is looked at: made for parties, read back, written down."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from riskgraph.intake.corrective import corrective_workbook, read_corrective
from riskgraph.model.corrective import SheetReply
from riskgraph.model.finding import FindingRecord
from riskgraph.model.problem import Problem
from riskgraph.report.sheet_rows import PartyWork, parties_at_work, sheet_for, sheet_name, taken
from riskgraph.store.findings import changed_finding
from riskgraph.ui import keeping
from riskgraph.ui.actions.finding_desk import FindingDesk

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Returned:
    """What a sheet says, before it is written down."""

    file: str
    party_id: str
    replies: tuple[tuple[FindingRecord, SheetReply], ...]
    problems: tuple[Problem, ...]


def works(this: FindingDesk) -> tuple[PartyWork, ...]:
    """Return the parties for which a sheet can be made."""
    return parties_at_work(this.rows, this.today)


def made(this: FindingDesk, chosen: Sequence[PartyWork], locale: str, sender: str) -> tuple[str, bytes]:
    """Return the sheet of one party, or a zip with those of several, with the name of the file."""
    register_id = this.result.record.register_id
    files = [
        (
            sheet_name(work.party_id),
            corrective_workbook(
                sheet_for(work, this.submission, locale, register_id=register_id, sender=sender, today=this.today),
                locale,
            ),
        )
        for work in chosen
    ]
    if len(files) == 1:
        return files[0]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files:
            packed.writestr(zipfile.ZipInfo(name, _EPOCH), data)
    return "corrective_sheets.zip", out.getvalue()


def read(this: FindingDesk, name: str, data: bytes) -> Returned:
    """Return what a sheet says about the findings of this register.

    Raises
    ------
    InputRefused
        Where the file cannot be read at all.
    """
    returned, problems = read_corrective(name, data)
    found, wrong = taken(returned, this.rows, register_id=this.result.record.register_id)
    return Returned(returned.file, returned.party_id, found, (*problems, *wrong))


def write_down(returned: Returned) -> int:
    """Write what a party said into its findings, all or none, and return how many; no state is changed by it.

    Raises
    ------
    StaleSave
        Where somebody changed one of them since the sheet was read.
    """
    with keeping.writing() as writing:
        for record, reply in returned.replies:
            planned = f" {reply.planned_on.isoformat()}" if reply.planned_on else ""
            changes = {
                "measure": reply.measure or record.measure,
                "done_by": reply.done_by or record.done_by,
                "evidence_ref": reply.evidence_ref or record.evidence_ref,
                "cost_note": reply.cost_note or record.cost_note,
                "note": f"{returned.file}{planned}",
            }
            changed_finding(writing, record, changes, record.revision)
    return len(returned.replies)
