"""A questionnaire of somebody else's making as it was understood: its questions, its answers, what was passed over.

The convention that bites: nothing here scores. A question scores only after a person confirmed to which controls it
belongs (`riskgraph.model.form_map`); until then every code is a proposal with a rule, a confidence and a cell.
"""

from __future__ import annotations

from datetime import date

from pydantic import Field

from riskgraph.model.answer import AnswerCode
from riskgraph.model.noun import Noun
from riskgraph.model.problem import Problem


class GivenAnswer(Noun):
    """What stands in one answer column beside a question.

    `column` is the header of the column ("" where it has none). `code` is None where the words were not understood.
    `is_shared` says that one merged cell answers several questions, `is_hidden` that row or column is hidden.
    `confidence` is 0 to 1.
    """

    column: str
    raw: str
    code: AnswerCode | None = None
    rule: str = ""
    confidence: float = Field(default=0.0, ge=0, le=1)
    hedge: str = ""
    sheet: str = ""
    cell: str = ""
    is_shared: bool = False
    is_hidden: bool = False


class AskedItem(Noun):
    """One question of a form.

    `key` tells it apart within its form and stays the same when rows move, sheets are renamed or answers change: it
    is made of number and folded text. `options` are the answers to choose from where the form prints them in the row.
    `references` are clauses that the row itself names, such as ``ISO/IEC 27001 A.8.12``.
    """

    key: str
    text: str
    number: str = ""
    section: str = ""
    references: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    answers: tuple[GivenAnswer, ...] = ()
    comment: str = ""
    evidence: str = ""
    sheet: str = ""
    cell: str = ""


class PassedOver(Noun):
    """A row or sheet that was not taken for a question, and why: ``heading``, ``section``, ``note``, ``legend``, ...

    `reason` is a key of ``foreign.passed.<reason>``. `text` is the beginning of what stands there.
    """

    reason: str
    text: str = ""
    sheet: str = ""
    cell: str = ""


class FormBlock(Noun):
    """The answers of one party within a file: a file may hold several, a sheet or a column each.

    `legend` maps a word to what the form's own legend says that it means, as far as that was understood.
    `columns` are the headers of the answer columns from left to right.
    """

    party_name: str = ""
    corporate_number: str = ""
    sheet: str = ""
    answered_on: date | None = None
    columns: tuple[str, ...] = ()
    legend: dict[str, AnswerCode] = Field(default_factory=dict)
    items: tuple[AskedItem, ...] = ()


class ForeignForm(Noun):
    """One file as a form of somebody else's making.

    `blocks` is empty where the file holds no questionnaire; `problems` then says why. `fingerprint` is made of the
    keys of all questions and is the same for every party that fills in the same form. `is_draft` says that the text
    was taken from a document (PDF) and that every row wants a person's confirmation.
    """

    file: str
    sha256: str = ""
    title: str = ""
    language: str = "ja"
    fingerprint: str = ""
    is_draft: bool = False
    blocks: tuple[FormBlock, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    problems: tuple[Problem, ...] = ()
