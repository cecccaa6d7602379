"""The SCS scheme as dated data laid over a register: which ★ is asked or suggested of whom, and which is held.

The convention that bites: what the register states goes first (a column such as 必要な★ on a party or an engagement).
Only where nothing is stated, the questions of the scheme are answered from the facts of the work; the question whether
a delay could be borne is not, because no column tells it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from riskgraph.catalogue.load import DATA
from riskgraph.errors import CatalogueBroken
from riskgraph.model.chain import Chain, build_chain
from riskgraph.model.engagement import Engagement, HandlingPlace
from riskgraph.model.party import Certificate, Party
from riskgraph.model.star import PartyStar, Stars, StarScheme
from riskgraph.model.submission import Submission

MOST_STARS = 5
_FILE = "stars.yaml"
_OWN_PLACES = frozenset({HandlingPlace.OWN_ENV, HandlingPlace.CLOUD, HandlingPlace.UNKNOWN})
_PLACES_ABOVE = frozenset({HandlingPlace.OWNER_SYSTEM, HandlingPlace.CONSIGNOR_SYSTEM})
# Columns in which somebody wrote which star is asked for; spaces, brackets and marks do not count.
_ASKED = frozenset(
    {"必要な星", "必要星", "必要星数", "要求星", "要求する星", "requiredstar", "requiredstars", "scsrequired"}
)
_KANJI = str.maketrans("一二三四五", "12345")
_RUN = re.compile("★+|☆+|⭐+")
_COUNTED = (
    re.compile(r"[★☆⭐]\s*([1-5])"),
    re.compile(r"([1-5])\s*(?:つ)?\s*(?:星|★|☆|-?\s*stars?\b)", re.IGNORECASE),
    re.compile(r"\b(?:stars?|scs)\s*[-:]?\s*([1-5])\b", re.IGNORECASE),
)
_SCHEMES = re.compile(r"SCS|SECURITY\s*ACTION|セキュリティ対策評価|★|☆|⭐|つ星", re.IGNORECASE)


@cache
def load_star_schemes() -> tuple[StarScheme, ...]:
    """Return the published states of the scheme, the oldest first; CatalogueBroken where the file is wrong."""
    return read_star_schemes(DATA / _FILE)


def read_star_schemes(path: Path) -> tuple[StarScheme, ...]:
    """Return the states that a file holds.

    Raises
    ------
    CatalogueBroken
        Where the file cannot be read, or a state lacks something.
    """
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        found = tuple(StarScheme.model_validate(row) for row in raw["schemes"])
    except (OSError, yaml.YAMLError, ValidationError, KeyError, TypeError) as error:
        raise CatalogueBroken(
            "catalogue.broken", {"file": path.name, "key": "schemes", "reason": type(error).__name__}
        ) from error
    return tuple(sorted(found, key=lambda scheme: scheme.known_from))


def scheme_on(day: date, schemes: Iterable[StarScheme] | None = None) -> StarScheme:
    """Return the state that was known on a day; before the first one, the first."""
    known = tuple(load_star_schemes() if schemes is None else schemes)
    return next((scheme for scheme in reversed(known) if scheme.known_from <= day), known[0])


def stars_of(submission: Submission, *, as_of: date, schemes: Iterable[StarScheme] | None = None) -> Stars:
    """Return the ★ asked or suggested, and the ★ held, of every party that does work under supervision.

    People and pools of people have no ★; neither has an owner of the data.
    """
    scheme = scheme_on(as_of, schemes)
    chain = build_chain(submission)
    work: dict[str, list[Engagement]] = defaultdict(list)
    for engagement_id, engagement in chain.engagements.items():
        if chain.is_scored(engagement_id) and not chain.is_ended(engagement_id):
            work[engagement.consignee].append(engagement)
    linked = _linked(submission)
    parties = (submission.party_by_id.get(party_id) for party_id in sorted(work))
    found = tuple(
        _star(party, work[party.party_id], scheme, _Facts(submission, chain, linked), as_of)
        for party in parties
        if party is not None and not party.is_person
    )
    has_started = scheme.starts_on is not None and scheme.starts_on <= as_of
    return Stars(as_of=as_of, scheme=scheme, has_started=has_started, parties=found)


class _Facts:
    """What of a register the questions of the scheme are answered from."""

    def __init__(self, submission: Submission, chain: Chain, linked: Mapping[str, frozenset[str]]) -> None:
        self.submission, self.chain, self.linked = submission, chain, linked

    def reasons(self, engagement: Engagement, scheme: StarScheme) -> Iterator[str]:
        """Give the reasons for the raised ★ that a piece of work has."""
        if engagement.handling_place in _OWN_PLACES and self._is_important(engagement, scheme):
            yield "confidential"
        above = set(self.chain.parties(engagement.engagement_id)[:-1])
        if engagement.handling_place in _PLACES_ABOVE or above & self.linked.get(engagement.consignee, frozenset()):
            yield "access"

    def _is_important(self, engagement: Engagement, scheme: StarScheme) -> bool:
        """Say whether the data of a piece of work count as important; no number known counts as many."""
        assets = [self.submission.asset_by_id[a] for a in self.chain.handled(engagement.engagement_id)]
        if any(asset.my_number or asset.sensitive or asset.is_card for asset in assets):
            return True
        own = engagement.records
        records = [own] if own is not None else [asset.records for asset in assets]
        return any(number is None or number.pt >= scheme.important_records for number in records)


def _star(party: Party, work: list[Engagement], scheme: StarScheme, facts: _Facts, as_of: date) -> PartyStar:
    held, until, lapsed = _held(party.certificates, as_of)
    by_work = {e.row_id: asked for e in work if (asked := _asked(e.extra))}
    asked = max([_asked(party.extra), *by_work.values()], default=0)
    if asked:
        ids = tuple(sorted(e for e, star in by_work.items() if star == asked))
        return PartyStar(
            party_id=party.party_id, required=asked, is_asked=True, engagement_ids=ids, held=held,
            held_until=until, lapsed=lapsed,
        )  # fmt: skip
    reasons = {e.row_id: set(facts.reasons(e, scheme)) for e in work}
    found = tuple(reason for reason in scheme.reasons if any(reason in mine for mine in reasons.values()))
    return PartyStar(
        party_id=party.party_id,
        required=scheme.raised if found else scheme.base,
        reasons=found,
        engagement_ids=tuple(sorted(e for e, mine in reasons.items() if mine)),
        held=held,
        held_until=until,
        lapsed=lapsed,
    )


def _asked(extra: Mapping[str, str]) -> int:
    """Return the ★ that a row states in a column of its own; 0 where it states none."""
    for title, value in extra.items():
        plain = re.sub(r"[\s_()\[\]::・-]", "", unicodedata.normalize("NFKC", title)).casefold()
        if re.sub("[★☆⭐]", "星", plain) in _ASKED:
            return star_in(value) or star_in(f"★{value.strip()}")
    return 0


def star_in(text: str) -> int:
    """Return the ★ that a text names (★3, ★★★, 三つ星, 3-star, SCS 4); 0 where it names none.

    Examples
    --------
    >>> star_in("SCS評価制度 ★★★"), star_in("三つ星"), star_in("ISO/IEC 27001")
    (3, 3, 0)
    """
    plain = unicodedata.normalize("NFKC", text)
    for pattern in _COUNTED:
        found = pattern.search(plain.translate(_KANJI) if "星" in plain else plain)
        if found:
            return int(found.group(1))
    longest = max((len(run) for run in _RUN.findall(plain)), default=0)
    return longest if longest <= MOST_STARS else 0


def _held(certificates: Iterable[Certificate], as_of: date) -> tuple[int, date | None, int]:
    """Return the highest ★ in force with its last day, and a higher one that has expired."""
    stars = [
        (star_in(c.name), c.expires_on) for c in certificates if _SCHEMES.search(unicodedata.normalize("NFKC", c.name))
    ]
    in_force = [(star, until) for star, until in stars if star and (until is None or until >= as_of)]
    held, until = max(in_force, key=lambda pair: (pair[0], pair[1] or date.max), default=(0, None))
    past = [(star, day) for star, day in stars if star > held and day is not None and day < as_of]
    lapsed, ended = max(past, key=lambda pair: pair[0], default=(0, None))
    return held, until if held else ended, lapsed


def _linked(submission: Submission) -> dict[str, frozenset[str]]:
    """Return by party to whose systems it has a standing link."""
    hosts = {system.system_id: system.host for system in submission.systems}
    found: dict[str, set[str]] = defaultdict(set)
    for link in submission.connections:
        found[hosts.get(link.start, link.start)].add(hosts.get(link.end, link.end))
    return {party: frozenset(ends) for party, ends in found.items()}
