"""Give rows of a register other ids, everywhere that they are referred to.

The convention that bites: an id is replaced only where it refers; text that happens to say the same stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from riskgraph.intake.columns import ANSWERS, ASSETS, ENGAGEMENTS
from riskgraph.intake.folding import fold
from riskgraph.model.answer import ScopeKind
from riskgraph.model.noun import Noun
from riskgraph.model.submission import Submission, TableRow
from riskgraph.text import LOCALES

NewIds = Mapping[str, Mapping[str, str]]
"""For each kind of noun (field of the submission) the new id by the old one; an id that is absent stays."""
SomeNoun = TypeVar("SomeNoun", bound=Noun)
ID_FIELDS: Mapping[str, str] = {
    "parties": "party_id",
    "engagements": "engagement_id",
    "assets": "asset_id",
    "systems": "system_id",
    "sites": "site_id",
    "accesses": "access_id",
    "connections": "connection_id",
}
# Which field of a row refers to what; a connection may join parties or systems.
_REFERENCES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "parties": {"succeeded_by": ("parties",)},
    "engagements": {
        **dict.fromkeys(("consignor", "consignee"), ("parties",)),
        **dict.fromkeys(("base_id", "parent_engagement", "renewal_of"), ("engagements",)),
    },
    "assets": {"owner": ("parties",)},
    "systems": {"host": ("parties",)},
    "sites": {"party_id": ("parties",)},
    "accesses": {
        **dict.fromkeys(("employer", "directed_by", "host", "device_owner", "site_owner"), ("parties",)),
        "engagement_id": ("engagements",),
        "asset_id": ("assets",),
        "system": ("systems",),
        "site": ("sites",),
    },
    "connections": dict.fromkeys(("start", "end"), ("parties", "systems")),
    "answers": {"party_id": ("parties",)},
    "requests": {"party_id": ("parties",)},
    "files": {"party_id": ("parties",)},
}
_LISTS_ASSETS = ("engagements", "systems")
_SCOPES = {ScopeKind.ENGAGEMENT: "engagements", ScopeKind.SYSTEM: "systems", ScopeKind.SITE: "sites"}
_FREE_ID_COLUMNS = {
    "parties": (ANSWERS, "party_id"),
    "engagements": (ENGAGEMENTS, "engagement_id"),
    "assets": (ASSETS, "asset_id"),
}


def with_ids(submission: Submission, ids: NewIds) -> Submission:
    """Return the register with other ids; nothing is merged, and what is not named keeps its id."""
    if not any(ids.values()):
        return submission
    update: dict[str, Any] = {
        name: tuple(_with_ids(noun, name, ids) for noun in getattr(submission, name))
        for name in (*_REFERENCES, "decisions", "findings")
    }
    owner = submission.settings.owner
    update["settings"] = submission.settings.model_copy(update={"owner": ids.get("parties", {}).get(owner, owner)})
    return submission.model_copy(update=update)


def _with_ids(noun: SomeNoun, name: str, ids: NewIds) -> SomeNoun:
    """Return one row with other ids."""
    if isinstance(noun, TableRow):
        cells = {label: _free_cell(label, value, ids) for label, value in noun.cells.items()}
        return noun if cells == noun.cells else noun.model_copy(update={"cells": cells})
    fields = {**_REFERENCES[name], **({ID_FIELDS[name]: (name,)} if name in ID_FIELDS else {})}
    if name == "answers":
        fields["scope_id"] = tuple(filter(None, (_SCOPES.get(getattr(noun, "scope_kind")),)))  # noqa: B009
    changed: dict[str, Any] = {}
    for field, kinds in fields.items():
        value = getattr(noun, field)
        found = next((ids[kind][value] for kind in kinds if value in ids.get(kind, {})), value)
        if found != value:
            changed[field] = found
    if name in _LISTS_ASSETS and (assets := ids.get("assets", {})):
        changed["asset_ids"] = tuple(assets.get(asset, asset) for asset in getattr(noun, "asset_ids"))  # noqa: B009
    return noun.model_copy(update=changed) if changed else noun


def _free_cell(label: str, value: str, ids: NewIds) -> str:
    """Return a cell of a sheet that is kept as it is; only a column that says to hold ids is touched."""
    for kind, (sheet, column) in _FREE_ID_COLUMNS.items():
        known = ids.get(kind, {})
        if value in known and fold(label) in {fold(sheet.header(column, locale)) for locale in LOCALES}:
            return known[value]
    return value
