"""Corrective-action sheets: what a party is asked to make good, and what it wrote when its sheet came back.

The convention that bites: a sheet holds the matters of one party alone, and what comes back is what the party says; it
closes nothing.
"""

from __future__ import annotations

from datetime import date

from riskgraph.model.noun import Noun
from riskgraph.model.quantities import Cell


class SheetLine(Noun):
    """One matter on a sheet: its number, what was found, what is asked, until when, and what was written so far."""

    finding_id: int
    title: str
    message: str
    ask: str
    due_on: date | None = None
    measure: str = ""
    planned_on: date | None = None
    done_by: str = ""
    evidence_ref: str = ""
    cost_note: str = ""


class CorrectiveSheet(Noun):
    """A sheet for one party, as it goes out."""

    register_id: str
    party_id: str
    party: str
    sender: str
    made_on: date
    lines: tuple[SheetLine, ...] = ()


class SheetReply(Noun):
    """What a party wrote about one matter; a blank field was left blank. `source` is the cell of the number."""

    finding_id: int
    measure: str = ""
    planned_on: date | None = None
    done_by: str = ""
    evidence_ref: str = ""
    cost_note: str = ""
    source: Cell = Cell()


class ReturnedSheet(Noun):
    """A sheet that came back. `register_id` and `party_id` are what the file says of itself, else ""."""

    file: str
    register_id: str = ""
    party_id: str = ""
    replies: tuple[SheetReply, ...] = ()
