"""What the page remembers of an upload of questionnaires: ids and choices, never results and never bytes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from riskgraph.ui import session
from riskgraph.ui.actions.mapping import Drafted
from riskgraph.ui.actions.received import Choices, EntryState


@dataclass(frozen=True)
class Waiting:
    """The upload that waits ("" for none) for a register, what was chosen for it, and what was done last.

    `opened` is the entry that is looked at, `mapped` the fingerprint of the form whose map is drawn. `told` is the
    key of a sentence with its count.
    """

    upload_id: str = ""
    register_id: str = ""
    choices: Choices = field(default_factory=Choices)
    opened: str = ""
    mapped: str = ""
    told: tuple[str, int] | None = None


@dataclass(frozen=True)
class Filter:
    """Which entries are listed: those in these states (() for all), of these kinds, with these words."""

    states: tuple[EntryState, ...] = ()
    kinds: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class Drafts:
    """What was made of the proposal for one form; `round` counts its drawings, `base` is what the table began with."""

    fingerprint: str = ""
    now: Drafted = field(default_factory=Drafted)
    base: Drafted = field(default_factory=Drafted)
    round: int = 0


@dataclass(frozen=True)
class AllDrafts:
    """What was made of the proposals of a visit, by the fingerprint of the form."""

    by_form: tuple[Drafts, ...] = ()


def drafts(fingerprint: str) -> Drafts:
    """Return what was made of the proposal for a form."""
    found = (made for made in session.recall(AllDrafts).by_form if made.fingerprint == fingerprint)
    return next(found, Drafts(fingerprint))


def keep_drafts(made: Drafts) -> None:
    """Remember what was made of a proposal."""
    others = tuple(one for one in session.recall(AllDrafts).by_form if one.fingerprint != made.fingerprint)
    session.remember(AllDrafts((*others, made)))


def change(**fields: Any) -> Waiting:
    """Remember other values for these fields of the upload."""
    new = replace(session.recall(Waiting), **fields)
    session.remember(new)
    return new
