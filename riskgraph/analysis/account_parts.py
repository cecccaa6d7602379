"""What changes one after the other moved, gathered by cause: for the total and for every path, in yen a year.

The convention that bites: parts telescope. Whatever the order, the parts of a stage sum to what the stage moved; the
mean of two orders does too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from riskgraph.model.accounting import DifferencePart, PathAccount, Stage
from riskgraph.model.assessment import Path
from riskgraph.model.causes import Cause

Losses = Mapping[str, float]
Moved = dict[str, float]
_DUST = 1e-12  # of a stage's movements: what rounding leaves of a part that is none


class Account:
    """Parts by what they are (a part without its yen), each with what it moved on every path."""

    def __init__(self) -> None:
        self._moved: dict[DifferencePart, Moved] = defaultdict(lambda: defaultdict(float))

    def add(self, part: DifferencePart, before: Losses, after: Losses, *, share: float = 1.0) -> None:
        """Put what one step moved down to a part.

        Parameters
        ----------
        share
            Of the step, 0 to 1: a half where the step is one of two orders.
        """
        moved = self._moved[part]
        for key in before.keys() | after.keys():
            yen = after.get(key, 0.0) - before.get(key, 0.0)
            if yen:
                moved[key] += share * yen

    def parts(self, most: int) -> tuple[DifferencePart, ...]:
        """Return the parts of the total, the largest first; the smallest beyond `most` are summed by cause."""
        return _listed(((part, sum(moved.values())) for part, moved in self._moved.items()), most)

    def parts_of(self, path_key: str, most: int) -> tuple[DifferencePart, ...]:
        """Return the parts of one path."""
        return _listed(((part, moved.get(path_key, 0.0)) for part, moved in self._moved.items()), most)

    def moved(self) -> frozenset[str]:
        """Return the paths that anything moved."""
        return frozenset(key for moved in self._moved.values() for key, yen in moved.items() if yen)


def _listed(found: Iterable[tuple[DifferencePart, float]], most: int) -> tuple[DifferencePart, ...]:
    yen = sorted(((part, y) for part, y in found if y), key=lambda pair: (-abs(pair[1]), str(pair[0])))
    whole = sum(abs(y) for _, y in yen)
    large = [(part, y) for part, y in yen if abs(y) > _DUST * whole]
    told = [part.model_copy(update={"eal_yen": y}) for part, y in large[:most]]
    rest: dict[tuple[Stage, Cause], list[float]] = defaultdict(list)
    for part, y in large[most:]:
        rest[part.stage, part.cause].append(y)
    summed = [
        DifferencePart(stage=stage, cause=cause, eal_yen=sum(values), count=len(values))
        for (stage, cause), values in rest.items()
    ]
    return (*told, *sorted(summed, key=lambda part: (-abs(part.eal_yen), part.stage, part.cause)))


def path_accounts(
    before: Sequence[Path], after: Sequence[Path], account: Account, *, most: int
) -> tuple[PathAccount, ...]:
    """Return the listed paths that moved, the largest change first."""
    old, new = {path.key: path for path in before}, {path.key: path for path in after}
    moved = account.moved()
    found = []
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        known = now or was
        assert known is not None
        if key in moved or was is None or now is None or was.rank != now.rank:
            found.append(
                PathAccount(
                    key=key,
                    parties=known.parties,
                    rank_before=was.rank if was else None,
                    rank_after=now.rank if now else None,
                    eal_before=was.eal_yen if was else None,
                    eal_after=now.eal_yen if now else None,
                    parts=account.parts_of(key, most),
                )
            )
    return tuple(sorted(found, key=lambda p: (-abs(sum(part.eal_yen for part in p.parts)), p.key)))
