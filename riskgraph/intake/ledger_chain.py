"""Join the rows of ledgers: which row stands above which, and who is at the top.

The convention that bites: the parent is taken from what the row says (a ledger number, a name); only where
that leaves several, or nothing, do tier and order decide, and each such guess is told with its cell.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from riskgraph.intake.ledger_entries import Entry, PartyIds
from riskgraph.intake.ledger_sheet import LedgerSheet
from riskgraph.intake.ledger_words import is_department, is_own
from riskgraph.intake.naming import has_legal_form, name_key, shown
from riskgraph.intake.normalise import fold, identifier
from riskgraph.model.access import UNKNOWN_PARTY
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell

_NEAR = 100  # rows of one firm that are weighed before and after a row; more would cost their square
_Index = dict[tuple[str, str], list["Entry"]]
DEFAULT_OWNER = "当社"


@dataclass(frozen=True)
class Joined:
    """One entry in its place: its consignor and consignee, and the entry above it (None at the top).

    `is_lost` marks a row whose upper row could not be found, so that it is no top either.
    """

    entry: Entry
    consignor: str
    consignee: str
    parent: Entry | None = None
    is_lost: bool = False


@dataclass
class _Lookup:
    """Entries by the ways in which a row may name the one above it: by (file, text), the file "" for all files."""

    ids: PartyIds
    by_number: _Index = field(default_factory=lambda: defaultdict(list))
    by_name: _Index = field(default_factory=lambda: defaultdict(list))
    by_key: _Index = field(default_factory=lambda: defaultdict(list))
    owner: str = ""
    owner_name: str = DEFAULT_OWNER
    companies: dict[str, str] = field(default_factory=dict)


def join(
    entries: Sequence[Entry], sheets: Sequence[LedgerSheet], ids: PartyIds, problems: list[Problem]
) -> tuple[list[Joined], Mapping[str, str]]:
    """Return every entry in its place, and the names of parties at the top by their ids."""
    lookup = _Lookup(ids)
    for entry in entries:
        for file in ("", entry.source.file):
            lookup.by_name[file, fold(entry.text("party_name"))].append(entry)
            lookup.by_key[file, name_key(entry.text("party_name"))].append(entry)
            if entry.number:
                lookup.by_number[file, entry.number].append(entry)
    _find_owner(entries, sheets, lookup, problems)
    nearest = _nearest_above(entries)
    return [_joined(entry, lookup, nearest.get(entry.order), problems) for entry in entries], lookup.companies


def _find_owner(
    entries: Sequence[Entry], sheets: Sequence[LedgerSheet], lookup: _Lookup, problems: list[Problem]
) -> None:
    """Settle whose ledger this is: by its title, by the only name at the top, else 当社; always told."""
    titled = {fold(sheet.company): sheet for sheet in sheets if sheet.company}
    tops: Counter[str] = Counter()
    written: dict[str, str] = {}
    for entry in entries:
        upper = entry.text("upper")
        if upper and not is_own(upper) and not _is_below(upper, lookup) and not _is_own_department(upper):
            tops[fold(upper)] += 1
            written.setdefault(fold(upper), upper)
    where = entries[0].at("upper") if entries else Cell()
    if len(titled) == 1:
        sheet = next(iter(titled.values()))
        lookup.owner_name, where = sheet.company, sheet.company_cell
    elif len(tops) == 1:
        lookup.owner_name = next(iter(written.values()))
    lookup.owner = lookup.ids.of(lookup.owner_name)
    lookup.companies[lookup.owner] = lookup.owner_name
    if entries:
        problems.append(problem_at(where, "ledger.owner_guessed", Severity.INFO, name=shown(lookup.owner_name)))


def _is_below(upper: str, lookup: _Lookup) -> bool:
    """Say whether the name or number is that of a row, so that it is no owner."""
    keys = (fold(upper), identifier(upper), name_key(upper))
    indices = (lookup.by_name, lookup.by_number, lookup.by_key)
    return any(("", key) in index for key, index in zip(keys, indices, strict=True))


def _is_own_department(upper: str) -> bool:
    return is_department(upper) and not has_legal_form(upper)


def _nearest_above(entries: Sequence[Entry]) -> Mapping[int, Entry]:
    """Return for each entry of a stated tier the nearest one above it in the sheet that is one tier up."""
    nearest: dict[int, Entry] = {}
    last: dict[tuple[str, str, int], Entry] = {}
    for entry in entries:
        if entry.tier is not None:
            place = (entry.source.file, entry.source.sheet)
            if (*place, entry.tier - 1) in last:
                nearest[entry.order] = last[(*place, entry.tier - 1)]
            last[(*place, entry.tier)] = entry
    return nearest


def _joined(entry: Entry, lookup: _Lookup, nearest: Entry | None, problems: list[Problem]) -> Joined:
    """Return one entry in its place."""
    upper = entry.text("upper")
    consignee = lookup.ids.of(entry.text("party_name"), entry.text("corporate_number"))
    if not upper and (entry.tier or 1) > 1:
        if nearest is None:
            problems.append(_at_upper(entry, "ledger.nothing_above", Severity.ERROR, tier=entry.tier or 0))
            return Joined(entry, UNKNOWN_PARTY, consignee, is_lost=True)
        _tell_guess(entry, nearest, problems)
        return Joined(entry, _id_of(nearest, lookup), consignee, nearest)
    if not upper or is_own(upper) or fold(upper) == fold(lookup.owner_name):
        return Joined(entry, lookup.owner, consignee)
    candidates = _candidates(entry, upper, lookup, problems)
    if candidates:
        parent = _chosen(entry, candidates, nearest, problems)
        return Joined(entry, _id_of(parent, lookup), consignee, parent)
    if _is_own_department(upper):
        return Joined(entry, lookup.owner, consignee)
    consignor = lookup.ids.of(upper)
    lookup.companies.setdefault(consignor, upper)
    if entry.tier != 1:
        is_only_name = consignor == lookup.owner
        if not is_only_name:
            problems.append(_at_upper(entry, "ledger.upper_not_found", Severity.ERROR, value=shown(upper)))
            return Joined(entry, consignor, consignee, is_lost=True)
    return Joined(entry, consignor, consignee)


def _candidates(entry: Entry, upper: str, lookup: _Lookup, problems: list[Problem]) -> Sequence[Entry]:
    """Return the rows that the text in the column 上位 may mean, in their order; the row itself may be among them."""
    for index, key in ((lookup.by_number, identifier(upper)), (lookup.by_name, fold(upper))):
        if found := _same_file_first(entry, index, key):
            return found
    near = _same_file_first(entry, lookup.by_key, name_key(upper)) if name_key(upper) else ()
    if near:
        fields = {"value": shown(upper), "name": shown(near[0].text("party_name"))}
        problems.append(_at_upper(entry, "ledger.upper_spelling", Severity.WARNING, **fields))
    return near


def _same_file_first(entry: Entry, index: _Index, key: str) -> Sequence[Entry]:
    """Return the rows of the entry's own file, or of all where it has none: a department's rows belong together."""
    for file in (entry.source.file, ""):
        found = index.get((file, key), [])
        if found and not (len(found) == 1 and found[0] is entry):
            return found
    return ()


def _chosen(entry: Entry, candidates: Sequence[Entry], nearest: Entry | None, problems: list[Problem]) -> Entry:
    """Return the row above: the only candidate, else the likeliest by tier, data and order, which is told."""
    here = bisect_left(candidates, entry.order, key=lambda candidate: candidate.order)
    around = candidates[max(0, here - _NEAR) : here + _NEAR + 1]
    others = [candidate for candidate in around if candidate is not entry]
    if len(others) == 1:
        return others[0]

    def likelihood(candidate: Entry) -> tuple[bool, bool, bool, bool, int]:
        fits_tier = entry.tier is not None and candidate.tier == entry.tier - 1
        same_data = bool(entry.text("data")) and candidate.text("data") == entry.text("data")
        same_work = bool(entry.text("work")) and candidate.text("work") == entry.text("work")
        stands_above = candidate.order < entry.order
        distance = -abs(candidate.order - entry.order)
        return fits_tier, same_data or same_work, candidate is nearest, stands_above, distance

    best = max(others, key=likelihood)
    _tell_guess(entry, best, problems, count=len(candidates) - (len(around) - len(others)))
    return best


def _tell_guess(entry: Entry, parent: Entry, problems: list[Problem], *, count: int = 0) -> None:
    """Tell that tier and order decided which row stands above."""
    code = "ledger.parent_guessed" if count else "ledger.parent_by_order"
    fields: dict[str, str | int | float] = {
        "name": shown(entry.text("party_name")),
        "parent": shown(parent.entry_id),
        "parent_name": shown(parent.text("party_name")),
    }
    problems.append(_at_upper(entry, code, Severity.WARNING, **fields, **({"count": count} if count else {})))


def _id_of(entry: Entry, lookup: _Lookup) -> str:
    return lookup.ids.of(entry.text("party_name"), entry.text("corporate_number"))


def _at_upper(entry: Entry, code: str, severity: Severity, **fields: str | int | float) -> Problem:
    """Return a problem at the column 上位, or at the tier where the sheet has no such column."""
    column = "upper" if "upper" in entry.source.cells else "tier"
    return problem_at(entry.at(column), code, severity, **fields)
