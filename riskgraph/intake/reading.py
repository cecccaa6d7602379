"""What came of one cell: a value, and a code where the reader has something to say about it."""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

Value = TypeVar("Value")


class Reading(NamedTuple, Generic[Value]):
    """A value (None: blank or said to be unknown) and the code of a problem, blank where there is none.

    Codes that end in ``_unreadable`` mean that the cell holds something that was not understood; all others
    tell how it was understood.
    """

    value: Value | None = None
    code: str = ""

    @property
    def is_unreadable(self) -> bool:
        """Say whether the cell holds something that was not understood."""
        return self.code.endswith("_unreadable")
