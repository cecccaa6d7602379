"""What was understood of one returned questionnaire, before anybody accepts it."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from riskgraph.model.answer import Answer, ScopeKind
from riskgraph.model.noun import Noun
from riskgraph.model.problem import Problem


class ReadItem(Noun):
    """One question row: raw text of question and answer, the code proposed, the rule, the cell.

    `confidence` 0 to 1. `code` is an answer code, or ``""`` for a row that carries none.
    """

    item_id: str
    text: str
    raw: str
    code: str
    comment: str = ""
    control_id: str = ""
    rule: str = ""
    confidence: float = Field(default=0.0, ge=0, le=1)
    sheet: str = ""
    cell: str = ""


class DeclaredTier(Noun):
    """A next tier that the party itself declared on its form."""

    name: str
    corporate_number: str = ""
    work: str = ""
    assets: str = ""
    place: str = ""
    consent_on: date | None = None
    consent_no: str = ""
    sheet: str = ""
    cell: str = ""


class ReturnedForm(Noun):
    """One questionnaire file as it was understood.

    `form_id` and `version` are blank where the form is not one of ours (`is_known` False).
    `onward` is ``none`` (the party states that it does not re-consign), ``listed`` or ``unknown``.
    `party_name` and `corporate_number` are what stands on the cover; they prove nothing and are only compared.
    `form_id` is ``map:<map_id>`` for a form of somebody else that was read by a confirmed map.
    """

    file: str
    sha256: str = ""
    form_id: str = ""
    version: str = ""
    is_known: bool = False
    language: str = "ja"
    modules: tuple[str, ...] = ()
    party_id: str = ""
    party_name: str = ""
    corporate_number: str = ""
    scope_kind: ScopeKind = ScopeKind.PARTY
    scope_id: str = ""
    due_on: date | None = None
    answered_on: date | None = None
    onward: str = "unknown"
    onward_sheet: str = ""
    onward_cell: str = ""
    items: tuple[ReadItem, ...] = ()
    answers: tuple[Answer, ...] = ()
    facts: dict[str, str] = Field(default_factory=dict)
    declared: tuple[DeclaredTier, ...] = ()
    problems: tuple[Problem, ...] = ()
