"""The data of a ledger: what a row says in its data column becomes an asset of the party at the top.

The convention that bites: one text in the data column at the top is one asset of its owner, as large as the
largest row says. Rows below inherit it, whatever words they use, unless they name another asset of the line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from riskgraph.intake.jo_levels import jo_levels
from riskgraph.intake.ledger_chain import Joined
from riskgraph.intake.ledger_entries import Entry
from riskgraph.intake.ledger_words import has_no_personal_data
from riskgraph.intake.naming import shown
from riskgraph.intake.normalise import fold, identifier, items
from riskgraph.model.asset import Asset
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Interval, RowSource

UNSAID = "個人データ"
_ID_LENGTH = 60


@dataclass(frozen=True)
class LedgerData:
    """The assets of all owners, and for each entry (by its order) the assets that it names; () inherits."""

    assets: tuple[Asset, ...]
    of_entry: Mapping[int, tuple[str, ...]]


def data_of(joined: Sequence[Joined], problems: list[Problem]) -> LedgerData:
    """Return the assets that the rows speak of."""
    tops = [j for j in joined if j.parent is None and not j.is_lost]
    several_owners = len({j.consignor for j in tops}) > 1
    rows: dict[str, list[Joined]] = {}
    of_entry: dict[int, tuple[str, ...]] = {}
    for top in tops:
        if not has_no_personal_data(top.entry.text("data")):
            asset_id = _asset_id(top, several_owners=several_owners)
            rows.setdefault(asset_id, []).append(top)
            of_entry[top.entry.order] = (asset_id,)
    _tell_inherited(joined, problems)
    return LedgerData(tuple(_asset(asset_id, found, problems) for asset_id, found in rows.items()), of_entry)


def _asset_id(top: Joined, *, several_owners: bool) -> str:
    """Return the id of the asset of a row at the top: its words, with the owner where there are several."""
    words = identifier(fold(top.entry.text("data") or UNSAID))[:_ID_LENGTH]
    return f"{words}@{top.consignor}" if several_owners else words


def _asset(asset_id: str, rows: Sequence[Joined], problems: list[Problem]) -> Asset:
    """Return one asset from the rows at the top that speak of it; its size and levels are guesses and told."""
    first = rows[0].entry
    written = first.text("data")
    categories = items(written)
    levels = jo_levels(categories)
    sizes: list[Interval] = [j.entry.values["records"] for j in rows if "records" in j.entry.values]
    largest = max(sizes, key=lambda size: (size.pt, size.hi, size.lo), default=None)
    code = "ledger.asset_guessed" if written else "ledger.data_blank"
    fields: dict[str, str | int | float] = {"name": shown(written or UNSAID), "rows": len(rows)}
    severity = Severity.INFO if written else Severity.WARNING
    problems.append(problem_at(first.at("data"), code, severity, **fields))
    return Asset(
        asset_id=asset_id,
        name=written or UNSAID,
        owner=rows[0].consignor,
        categories=categories,
        records=largest,
        distress=levels.distress,
        economic=levels.economic,
        identifiability=levels.identifiability,
        my_number=levels.my_number,
        sensitive=levels.sensitive,
        is_card=levels.is_card,
        source=_source(first),
    )


def _source(entry: Entry) -> RowSource:
    """Return where an asset stands: its name and categories in the data column."""
    source = entry.source
    cells = {"records": source.cells["records"]} if "records" in source.cells else {}
    if "data" in source.cells:
        cells |= dict.fromkeys(("asset_id", "name", "categories"), source.cells["data"])
    return RowSource(source.file, source.sheet, source.row, cells)


def _tell_inherited(joined: Sequence[Joined], problems: list[Problem]) -> None:
    """Tell of lower rows whose words for the data are not those of the top: the top's are used."""
    by_order = {j.entry.order: j for j in joined}
    tops: dict[int, str] = {}
    for j in joined:
        words, top = j.entry.text("data"), _top_words(j, by_order, tops)
        if j.parent is not None and words and top and fold(words) != fold(top) and not has_no_personal_data(words):
            fields = {"value": shown(words), "name": shown(top)}
            problems.append(problem_at(j.entry.at("data"), "ledger.data_inherited", Severity.INFO, **fields))


def _top_words(joined: Joined, by_order: Mapping[int, Joined], known: dict[int, str]) -> str:
    """Return the words for the data at the top of a row's line; "" where it has no top."""
    climbed: dict[int, None] = {}
    here = joined
    while here.entry.order not in known and here.entry.order not in climbed:
        climbed[here.entry.order] = None
        if here.parent is None:
            known[here.entry.order] = here.entry.text("data")
            break
        here = by_order[here.parent.order]
    words = known.get(here.entry.order, "")
    known.update(dict.fromkeys(climbed, words))
    return words
