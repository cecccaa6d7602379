"""What a questionnaire workbook is made from: which form, for whom, about what, until when.

The convention that bites: everything here is printed for the party, so that nothing belongs in it but the
party itself and the one consignor that it works for directly.
"""

from __future__ import annotations

from datetime import date

from pydantic import Field

from riskgraph.model.answer import Answer, ScopeKind
from riskgraph.model.noun import Noun
from riskgraph.model.questionnaire import ReturnedForm


class QuestionnaireRequest(Noun):
    """One questionnaire to be written. Without a party it is the blank form.

    `version` blank means the newest. `consignor_name` is the direct upstream only. `scope_words` say what the
    answers are about (blank: all work of the party); `contact` says whom to ask, a department and a shared
    address. `previous` are the last answers by control id, printed grey and never pre-filled.

    Where a form is sent back, `given` is what came: its answers stand on a sheet of their own, and only the
    questions in `still_open` are asked once more.
    """

    form_id: str = "short"
    version: str = ""
    modules: tuple[str, ...] = ()
    party_id: str = ""
    party_name: str = ""
    consignor_name: str = ""
    scope_kind: ScopeKind = ScopeKind.PARTY
    scope_id: str = ""
    scope_words: str = ""
    due_on: date | None = None
    contact: str = ""
    previous: dict[str, Answer] = Field(default_factory=dict)
    given: ReturnedForm | None = None
    still_open: tuple[str, ...] = ()
