"""What a party is asked to mend on a questionnaire that goes back to it."""

from __future__ import annotations

from riskgraph.model.noun import Noun


class Mend(Noun):
    """One cell to mend, in the words of the form's language.

    `question` is the question of the row ("" for a cell that stands beside none), `found` what was found there
    ("" for a cell left open), `ask` what to write.
    """

    sheet: str
    cell: str
    item_id: str = ""
    question: str = ""
    found: str = ""
    ask: str = ""
