"""To which controls the questions of somebody else's form belong: proposed by rule, confirmed by a person, reused.

The convention that bites: only entries that a person confirmed score, and only with the polarity that they say. A
map is never edited; a changed one has the next number.
"""

from __future__ import annotations

import re
from enum import StrEnum

from pydantic import Field

from riskgraph.model.answer import AnswerCode
from riskgraph.model.noun import Noun

MAPPED = "map:"
"""What the id of a form of somebody else begins with, before the id of the map that it was read by."""


MAP_SCHEMA = "riskgraph.map/1"
"""What a map says of itself where it is written to a file."""


MAP_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What the id of a map may look like; it stands in lists and in the form of every answer."""


class MappedBy(StrEnum):
    """What speaks for an entry."""

    CONTROL_ID = "control_id"
    REFERENCE = "reference"
    SAME_TEXT = "same_text"
    ALIKE_TEXT = "alike_text"
    EARLIER_MAP = "earlier_map"
    PERSON = "person"
    NOTHING = "nothing"


class MapEntry(Noun):
    """One question of the form: the controls that its answer speaks for; () for none, which is a decision too.

    `polarity` -1 where "yes" is the bad answer. `confidence` is 0 to 1 and a proposal's only. `reason` is what
    spoke for it, such as the clause or the question that it is alike; it is shown beside the proposal.
    """

    key: str
    text: str
    number: str = ""
    control_ids: tuple[str, ...] = ()
    polarity: int = Field(default=1, ge=-1, le=1)
    rule: MappedBy = MappedBy.NOTHING
    confidence: float = Field(default=0.0, ge=0, le=1)
    reason: str = ""
    is_confirmed: bool = False


class FormMap(Noun):
    """The map of one form. `number` counts up from 1; `fingerprint` is that of `ForeignForm`.

    `answer_column` is the header of the column that is taken; "" takes the weaker of all current ones.
    `legend` maps the form's own answer words to codes where a person said what they mean; it goes before the rules.
    """

    map_id: str
    number: int = Field(default=1, ge=1)
    title: str = ""
    fingerprint: str = ""
    language: str = "ja"
    answer_column: str = ""
    legend: dict[str, AnswerCode] = Field(default_factory=dict)
    entries: tuple[MapEntry, ...] = ()
    confirmed_by: str = ""

    @property
    def form_id(self) -> str:
        """Return the form id of questionnaires that are read by this map."""
        return f"{MAPPED}{self.map_id}"
