"""The nouns of the board: where every request for answers stands, and whom to ask next.

The convention that bites: the state of a request is never kept. It follows from its record, the newest
questionnaire that came back for it, and the day.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from riskgraph.model.noun import Noun
from riskgraph.model.quantities import Interval
from riskgraph.model.records import QuestionnaireRecord, RequestRecord


class BoardState(StrEnum):
    """Where a request stands on a day; each has exactly one, in the order of the work."""

    TO_SEND = "to_send"
    SENT = "sent"
    DUE = "due"
    OVERDUE = "overdue"
    RECEIVED = "received"
    UNDER_REVIEW = "under_review"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


OPEN_STATES = frozenset({BoardState.TO_SEND, BoardState.SENT, BoardState.DUE, BoardState.OVERDUE, BoardState.RETURNED})
"""States in which the party has still to answer, the letter that is not sent yet included."""


class NextStep(StrEnum):
    """What is to be done next with a request."""

    SEND = "send"
    SEND_WITH_NEW_DAY = "send_with_new_day"
    WAIT = "wait"
    REMIND_BEFORE = "remind_before"
    REMIND_ON_DAY = "remind_on_day"
    REMIND_OVERDUE = "remind_overdue"
    CALL = "call"
    TAKE_UP = "take_up"
    DECIDE = "decide"
    SEND_BACK = "send_back"
    AGREE_NEW_DAY = "agree_new_day"
    NOTHING = "nothing"


class BoardRow(Noun):
    """One request on a day. `days_left` is negative after the due date; `back` is what came back last."""

    request: RequestRecord
    back: QuestionnaireRecord | None = None
    state: BoardState
    next_step: NextStep
    days_left: int

    @property
    def was_returned(self) -> bool:
        """Say whether the answers were sent back to the party and nothing newer came."""
        return self.state in (BoardState.RETURNED, BoardState.OVERDUE) and self.back is not None


class Board(Noun):
    """All requests of a register on a day, by id."""

    day: date
    rows: tuple[BoardRow, ...] = ()

    @property
    def counts(self) -> dict[BoardState, int]:
        """Return how many requests are in each state, every state named."""
        found = dict.fromkeys(BoardState, 0)
        for row in self.rows:
            found[row.state] += 1
        return found

    @property
    def departments(self) -> dict[str, dict[BoardState, int]]:
        """Return the counts of each department; "" for requests without one."""
        found: dict[str, dict[BoardState, int]] = {}
        for row in self.rows:
            counts = found.setdefault(row.request.department, dict.fromkeys(BoardState, 0))
            counts[row.state] += 1
        return dict(sorted(found.items(), key=lambda pair: (not pair[0], pair[0])))


class WhyForm(StrEnum):
    """Why a form is suggested for a party."""

    OWNER = "owner"
    LARGE_HOLDING = "large_holding"
    POOR_GRADE = "poor_grade"
    SHORT = "short"


class WhyNot(StrEnum):
    """Why a party is not chosen beforehand."""

    OPEN_REQUEST = "open_request"
    ANSWERED_LATELY = "answered_lately"
    OTHER_BASIS = "other_basis"
    CLOUD = "cloud"


class Candidate(Noun):
    """A party that may be asked. `records` in persons, the most that any of its work handles; None if unknown.

    `departments` have charge of its work, `via` are the direct contractors through whom the form goes to a
    party of a deeper tier. `why_not` is None where it is chosen beforehand.
    """

    party_id: str
    departments: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    tiers: tuple[int, ...] = ()
    records: Interval | None = None
    last_answered_on: date | None = None
    last_form: str = ""
    has_open_request: bool = False
    form: str = "short"
    why_form: WhyForm = WhyForm.SHORT
    modules: tuple[str, ...] = ()
    why_not: WhyNot | None = None

    @property
    def is_proposed(self) -> bool:
        """Say whether the party is chosen beforehand."""
        return self.why_not is None
