"""The people of a ledger: how many they are and who directs them, where a row says so.

The convention that bites: the place of handling gives host, device and place of work, as it does for access
that a register leaves out. A director who is named as a person is not kept and not repeated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from riskgraph.intake.checks_people import has_personal_name
from riskgraph.intake.ledger_chain import Joined
from riskgraph.intake.ledger_words import directs_from, has_no_personal_data, is_department, place_of, privilege_of
from riskgraph.intake.naming import has_legal_form, name_key
from riskgraph.intake.normalise import fold
from riskgraph.model.access import NONE_PARTY, UNKNOWN_PARTY, Access, Employment
from riskgraph.model.engagement import HandlingPlace, Relation
from riskgraph.model.problem import Problem, Severity, problem_at

_EMPLOYMENT = {Relation.DISPATCH.value: Employment.DISPATCHED, Relation.SECOND.value: Employment.SECONDED}


def access_of(joined: Sequence[Joined], problems: list[Problem]) -> Iterable[Access]:
    """Give one access row for each row of the ledger that says how many people or who directs them."""
    owners = _owners(joined)
    names = _names(joined)
    for j in joined:
        says_something = "heads" in j.entry.values or "directed_by" in j.entry.values
        if says_something and not has_no_personal_data(j.entry.text("data")):
            yield _access(j, owners[j.entry.order], names, problems)


def _owners(joined: Sequence[Joined]) -> Mapping[int, str]:
    """Return the party at the top of each row's line; the row's own consignor where it has no top."""
    by_order = {j.entry.order: j for j in joined}
    owners: dict[int, str] = {}
    for j in joined:
        climbed: dict[int, None] = {}
        here = j
        while here.entry.order not in owners and here.entry.order not in climbed:
            climbed[here.entry.order] = None
            if here.parent is None or here.parent.order not in by_order:
                break
            here = by_order[here.parent.order]
        owners.update(dict.fromkeys(climbed, owners.get(here.entry.order, here.consignor)))
    return owners


def _names(joined: Iterable[Joined]) -> Mapping[str, str]:
    """Return the ids of the consignees by folded name and by key of near-equal names."""
    names: dict[str, str] = {}
    for j in joined:
        name = j.entry.text("party_name")
        names.setdefault(fold(name), j.consignee)
        names.setdefault(name_key(name), j.consignee)
    return names


def _access(joined: Joined, owner: str, names: Mapping[str, str], problems: list[Problem]) -> Access:
    """Return the access of one row's people."""
    entry = joined.entry
    place = place_of(entry.text("place") or entry.text("means"))
    host, device, site = _roles(place, owner, joined)
    return Access(
        access_id=f"{entry.entry_id}-A",
        engagement_id=entry.entry_id,
        employer=joined.consignee,
        directed_by=_director(joined, owner, names, problems),
        employment=_EMPLOYMENT.get(entry.text("relation")),
        heads=entry.values.get("heads"),
        host=host,
        device_owner=device,
        site_owner=site,
        privilege=privilege_of(entry.text("means")),
        is_paper=place is HandlingPlace.PAPER,
        source=entry.source,
    )


def _roles(place: HandlingPlace, owner: str, joined: Joined) -> tuple[str, str, str]:
    """Return host, device owner and site owner for a place; people who are sent sit with the receiver."""
    above, own = joined.consignor, joined.consignee
    if place is HandlingPlace.UNKNOWN and joined.entry.text("relation") in _EMPLOYMENT:
        place = HandlingPlace.CONSIGNOR_SITE
    return {
        HandlingPlace.OWNER_SITE: (owner, owner, owner),
        HandlingPlace.CONSIGNOR_SITE: (above, above, above),
        HandlingPlace.OWNER_SYSTEM: (owner, own, own),
        HandlingPlace.CONSIGNOR_SYSTEM: (above, own, own),
        HandlingPlace.CLOUD: (UNKNOWN_PARTY, own, own),
        HandlingPlace.PAPER: (NONE_PARTY, own, own),
    }.get(place, (own, own, own))


def _director(joined: Joined, owner: str, names: Mapping[str, str], problems: list[Problem]) -> str:
    """Return who directs the people: by a word for a role or by name; "" where that cannot be told."""
    written = joined.entry.text("directed_by")
    roles = {"own": owner, "receiver": joined.consignor, "sender": joined.consignee}
    found = roles.get(directs_from(written)) or names.get(fold(written)) or _named_within(written, names)
    if found or not written:
        return found or ""
    if is_department(written) and not has_legal_form(written) and not has_personal_name(written):
        return owner
    problems.append(problem_at(joined.entry.at("directed_by"), "ledger.director_unknown", Severity.WARNING))
    return ""


def _named_within(written: str, names: Mapping[str, str]) -> str:
    """Return the party whose name the text begins with, such as 北斗情報 開発課; "" for none."""
    key = name_key(written)
    return next((names[key[:end]] for end in range(len(key), 1, -1) if key[:end] in names), "")
