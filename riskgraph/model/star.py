"""Stars (★) of the SCS evaluation scheme: what is asked of a party, what it holds, and how a whole path stands.

The convention that bites: a star is a common yardstick for talking, never a rank of a firm and no measure of a leak.
0 stands for no star that is known; what the principal asked for by itself goes before what the scheme suggests.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from pydantic import Field

from riskgraph.model.control import Words
from riskgraph.model.noun import Noun


class StarScheme(Noun):
    """One published state of the scheme, in force from a day until the next one.

    `starts_on` is the planned first day on which stars are given; None where none is planned. `base` is suggested for
    everybody, `raised` where one of the reasons applies. `important_records` is judgement: from so many persons on
    the data count as important; kinds of data that harm people count at any number.
    """

    known_from: date
    starts_on: date | None = None
    is_draft: bool = True
    base: int = Field(ge=1, le=5)
    raised: int = Field(ge=1, le=5)
    important_records: float = Field(gt=0.0)
    reasons: dict[str, Words]
    source: str = Field(min_length=1)
    mark: str = Field(pattern="^[VDJM](/[VDJM])*$")


class PartyStar(Noun):
    """One party: the ★ asked or suggested, why, and the ★ held.

    Attributes
    ----------
    is_asked
        Whether somebody wrote into the register that this ★ is asked for; else it is what the scheme suggests.
    reasons
        Keys of `StarScheme.reasons` that apply; () where the base is enough, or where the ★ was written down.
    engagement_ids
        The work that the reasons, or the written ★, come from.
    held
        The highest ★ that has not expired; 0 where none is known.
    lapsed
        A higher ★ that has expired, with its day in `held_until`; 0 where none has.
    """

    party_id: str
    required: int
    is_asked: bool = False
    reasons: tuple[str, ...] = ()
    engagement_ids: tuple[str, ...] = ()
    held: int = 0
    held_until: date | None = None
    lapsed: int = 0

    @property
    def is_short(self) -> bool:
        """Say whether less is held than asked or suggested."""
        return self.held < self.required


class PathStar(Noun):
    """A path: the highest ★ needed on it, the lowest held, and the parties that hold less than they need."""

    required: int = 0
    held: int = 0
    short: tuple[str, ...] = ()
    is_asked: bool = False


class Stars(Noun):
    """The stars of all parties that do work, as of a day. `has_started` says whether stars are given by then."""

    as_of: date
    scheme: StarScheme
    has_started: bool = False
    parties: tuple[PartyStar, ...] = ()

    @cached_property
    def by_party(self) -> dict[str, PartyStar]:
        """Return the parties by id."""
        return {star.party_id: star for star in self.parties}

    def on_path(self, parties: Sequence[str]) -> PathStar:
        """Return how a path stands; its first party is the owner, of whom no ★ is asked here."""
        known = [self.by_party[p] for p in dict.fromkeys(parties[1:]) if p in self.by_party]
        if not known:
            return PathStar()
        short = [star for star in known if star.is_short]
        return PathStar(
            required=max(star.required for star in known),
            held=min(star.held for star in known),
            short=tuple(star.party_id for star in short),
            is_asked=any(star.is_asked for star in short),
        )
