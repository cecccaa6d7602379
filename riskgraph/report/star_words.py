"""How a whole path stands with the stars (★) of the SCS scheme, in one sentence.

The convention that bites: a ★ is a yardstick for talking; the sentence says whether somebody asked for it or the scheme
only suggests it, and what is known as of which day.
"""

from __future__ import annotations

from collections.abc import Sequence

from riskgraph.model.star import Stars
from riskgraph.model.submission import Submission
from riskgraph.report.names import party_name
from riskgraph.report.numbers import day
from riskgraph.text import t

MOST = 4


def star_sentence(parties: Sequence[str], stars: Stars, submission: Submission, locale: str) -> str:
    """Return what is needed on a path and what the parties on it hold; "" where nothing is known to be needed."""
    path = stars.on_path(parties)
    if path.required == 0:
        return ""
    words = {"required": path.required, "held": _held(path.held, locale)}
    if not path.short:
        return t(locale, "star.path.met", **words) + _state(stars, locale)
    names = [party_name(party_id, submission, locale) for party_id in path.short]
    listed = t(locale, "star.separator").join(names[:MOST])
    if len(names) > MOST:
        listed = t(locale, "star.more", names=listed, count=len(names) - MOST)
    key = "star.path.asked" if path.is_asked else "star.path.suggested"
    return t(locale, key, **words, parties=listed) + _state(stars, locale)


def _held(held: int, locale: str) -> str:
    return t(locale, "star.held", count=held) if held else t(locale, "star.none")


def _state(stars: Stars, locale: str) -> str:
    """Return that no star is given yet as of the day looked at, with the day planned."""
    if stars.has_started:
        return ""
    starts = stars.scheme.starts_on
    return t(locale, "star.planned", day=day(starts, locale)) if starts else t(locale, "star.not_yet")
