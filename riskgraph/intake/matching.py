"""Match the rows of a new file to those of a register, one kind of rows at a time.

The convention that bites: a match is taken only where it is the only one either way. An id of the register is
given to one row, and never to a row beside one that bears it by the user's own hand.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from itertools import count
from typing import Any, TypeVar

from riskgraph.intake.folding import identifier
from riskgraph.intake.naming import shown
from riskgraph.intake.references import ID_FIELDS
from riskgraph.model.noun import Noun
from riskgraph.model.problem import Problem, Severity, problem_at

_LISTED = ("assets", "engagements")  # what cells list by id; there these marks would part one id into two
_LIST_MARKS = re.compile(r"[、,;；，/／・|｜]+")
Key = Callable[[Any], Hashable]
MayBe = Callable[[Any, str], bool]
Index = Mapping[Hashable, Collection[str]]
SomeNoun = TypeVar("SomeNoun", bound=Noun)


class Matching:
    """The made-up ids of one kind of rows and the known ids found for them; grows key by key.

    Parameters
    ----------
    name
        Which rows: the field of the submission.
    made_up
        The ids of the new rows that nobody wrote.
    """

    def __init__(self, name: str, old: Sequence[Noun], new: Sequence[Noun], made_up: Collection[str]) -> None:
        self.name = name
        self._old = old
        self._new = {self._id(row): row for row in new if self._id(row) in made_up}
        self._taken = {self._id(row) for row in new} - set(made_up)
        self._doubtful: dict[str, Collection[str]] = {}
        self._known = {known_id(name, row): row for row in reversed(old)}
        self.found: dict[str, str] = {}
        self.problems: list[Problem] = []

    @property
    def is_needed(self) -> bool:
        """Say whether there is any made-up id."""
        return bool(self._new)

    @property
    def ids(self) -> Mapping[str, str]:
        """Return the new ids by the made-up ones; those that stay are left out."""
        return {old: new for old, new in self.found.items() if old != new}

    def take(self, made_up: str, known: str) -> None:
        """Settle one row."""
        if known not in self._taken:
            self.found[made_up] = known
            self._taken.add(known)

    def by_key(self, key: Key, *, among: Sequence[Noun] | None = None) -> None:
        """Match the rows that are still open by a key; a blank key matches nothing."""
        self.by_index(index(self.name, self._old, lambda row: [key(row)]), key, among=among)

    def by_index(
        self,
        known: Index,
        key: Key,
        may_be: MayBe = lambda row, known: True,
        *,
        among: Sequence[Noun] | None = None,
    ) -> None:
        """Match the rows that are still open by an index of known ids.

        A row that already bears one of the ids that fit keeps it. Of the others each takes the only id that is
        left, where no second row would take the same.
        """
        fitting = {
            i: [one for one in known.get(key(row), ()) if may_be(row, one)]
            for i, row in self._open(among).items()
            if key(row)
        }
        for row_id, fits in fitting.items():
            if row_id in fits:
                self.take(row_id, row_id)
        left = {i: [one for one in f if one not in self._taken] for i, f in fitting.items() if i not in self.found}
        wanted = Counter(fits[0] for fits in left.values() if len(fits) == 1)
        for row_id, fits in left.items():
            if len(fits) == 1 and wanted[fits[0]] == 1:
                self.take(row_id, fits[0])
            elif fits:
                self._doubtful[row_id] = fits

    def settle_the_rest(self, *, among: Sequence[Noun] | None = None) -> None:
        """Give the rows that are still open an id that no other row has, and tell of those that fit several."""
        for row_id, row in self._open(among).items():
            wanted = self._lasting(row_id)
            is_another = wanted in self._known and not self._is_in_place(row, wanted)
            self.take(row_id, self._unused(wanted) if is_another or wanted in self._taken else wanted)
            if row_id in self._doubtful:
                self._tell(row, self.found[row_id])

    def _open(self, among: Sequence[Noun] | None) -> dict[str, Noun]:
        """Return the rows without a settled id, by the id that was made up."""
        ids = list(self._new) if among is None else [self._id(row) for row in among]
        return {i: self._new[i] for i in ids if i in self._new and i not in self.found}

    def _is_in_place(self, row: Any, known: str) -> bool:
        """Say whether the row of the register with this id is this one, changed where it stands."""
        other: Any = self._known[known]
        field = {"engagements": "consignee", "accesses": "engagement_id", "connections": "start"}.get(self.name)
        return field is None or getattr(row, field) == getattr(other, field)

    def _lasting(self, made_up: str) -> str:
        """Return an id that is read back as it is written, also from a list of ids."""
        return _LIST_MARKS.sub("_", identifier(made_up)) if self.name in _LISTED else identifier(made_up)

    def _unused(self, wanted: str) -> str:
        """Return an id that no row has had yet."""
        numbered = (f"{wanted}-{number}" for number in count(2))
        return next(i for i in numbered if i not in self._known and i not in self._taken)

    def _tell(self, row: Any, given: str) -> None:
        fits = "、".join(self._doubtful[self._id(row)])
        where = row.source.at(ID_FIELDS[self.name])
        fields = {"id": shown(given), "others": shown(fits)}
        self.problems.append(problem_at(where, "register.known_id_doubtful", Severity.WARNING, **fields))

    def _id(self, row: Any) -> str:
        return str(getattr(row, ID_FIELDS[self.name]))


def index(name: str, rows: Iterable[SomeNoun], keys: Callable[[SomeNoun], Iterable[Hashable]]) -> Index:
    """Return the ids of the rows of a register by their keys."""
    found: dict[Hashable, dict[str, None]] = defaultdict(dict)
    for row in rows:
        for key in keys(row):
            found[key][known_id(name, row)] = None
    return found


def known_id(name: str, row: Any) -> str:
    """Return the id of a row of the register; an engagement that was unfolded is known by its row."""
    return str(getattr(row, "base_id", "") or getattr(row, ID_FIELDS[name]))
