"""What the register says of one party, each fact with its cell: itself, its access, its chains, its problems.

The convention that bites: a person's name, contact and notes are never among the facts, and groups of fewer than
three people are told without their number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from riskgraph.model.access import Access
from riskgraph.model.assessment import Path
from riskgraph.model.chain import Chain
from riskgraph.model.party import Party, Tri
from riskgraph.model.problem import Problem
from riskgraph.model.submission import Submission, TableRow
from riskgraph.report.names import asset_name, counted_people, party_name
from riskgraph.report.numbers import decimal, rounded, yen_interval
from riskgraph.report.party_sentences import reach_in_words
from riskgraph.report.plain import plain
from riskgraph.report.table_rows import Columns, graded
from riskgraph.text import t

MOST_CHAINS = 200
_TOLD_KINDS = ("corporate_number", "country", "group")


def fact_columns(party: Party, submission: Submission, locale: str) -> Columns:
    """Return the facts of a party with the cell that each was read from; what is blank is left out."""
    facts = [
        ("party_id", plain(party.party_id)),
        ("name", party_name(party.party_id, submission, locale)),
        ("kind", t(locale, f"parties.kind.{party.kind.value}")),
        *(() if party.is_person else _facts_of_a_firm(party, locale)),
    ]
    told = [(name, value) for name, value in facts if value]
    cells = [party.source.at(name) for name, _ in told]
    return {
        "fact_name": [t(locale, f"parties.fact.{name}") for name, _ in told],
        "fact_value": [value for _, value in told],
        "cell": [plain(cell.cell) for cell in cells],
        "sheet": [plain(cell.sheet) for cell in cells],
        "file": [plain(cell.file) for cell in cells],
    }


def _facts_of_a_firm(party: Party, locale: str) -> list[tuple[str, str]]:
    """Return what is told of an organisation only."""
    heads = decimal(rounded(party.headcount.pt, 3), locale) if party.headcount else ""
    basis = t(locale, f"parties.basis.{party.assessment_basis.value}") if party.assessment_basis else ""
    small = "" if party.small_consignee is Tri.UNKNOWN else t(locale, f"parties.tri.{party.small_consignee.value}")
    return [
        *((name, plain(getattr(party, name))) for name in _TOLD_KINDS),
        ("aliases", t(locale, "why.comma").join(plain(alias) for alias in party.aliases)),
        ("headcount", t(locale, "parties.heads", heads=heads) if heads else ""),
        ("assessment_basis", basis),
        ("small_consignee", small),
        ("succeeded_by", plain(party.succeeded_by)),
    ]


def access_columns(
    accesses: Iterable[Access], submission: Submission, party_id: str, *, as_of: date, locale: str
) -> Columns:
    """Return what the people of a party can reach today: data, where, by which right, how many people."""
    rows = sorted(
        (row for row in accesses if row.employer == party_id and not row.is_holding and _is_live(row, as_of)),
        key=lambda row: (row.asset_id, row.access_id),
    )
    systems = submission.system_by_id
    return {
        "data": [asset_name(row.asset_id, submission) for row in rows],
        "access_system": [
            plain(systems[row.system].name or row.system) if row.system in systems else plain(row.system)
            for row in rows
        ],
        "access_host": [party_name(row.host, submission, locale) for row in rows],
        "access_right": [t(locale, f"parties.privilege.{row.privilege.value}") for row in rows],
        "access_people": [_people(row, locale) for row in rows],
        "reach_records": [reach_in_words(row.records, locale) if row.records else "" for row in rows],
        "cell": [plain(row.source.at().cell) for row in rows],
        "sheet": [plain(row.source.at().sheet) for row in rows],
        "file": [plain(row.source.at().file) for row in rows],
    }


def _is_live(row: Access, as_of: date) -> bool:
    return row.revoked_on is None or row.revoked_on > as_of


def _people(row: Access, locale: str) -> str:
    kind = t(locale, f"name.employment.{row.employment.value if row.employment else 'unsaid'}")
    return counted_people(kind, row.heads, locale)


def chain_columns(
    party_id: str, chain: Chain, paths: Sequence[Path], submission: Submission, locale: str
) -> tuple[Columns, int]:
    """Return the chains through a party, those of listed paths first, and how many more there are than shown."""
    listed = {path.parties: path for path in reversed(paths)}
    roads = {path.parties for path in paths if party_id in path.parties}
    for engagement_id in chain.engagements:
        parties = chain.parties(engagement_id)
        if party_id in parties and not chain.children(engagement_id):
            roads.add(parties)
    ordered = sorted(roads, key=lambda road: (listed[road].rank if road in listed else 10**9, road))
    shown = ordered[:MOST_CHAINS]
    found = [listed.get(road) for road in shown]
    return {
        "road": [t(locale, "portfolio.arrow").join(party_name(p, submission, locale) for p in road) for road in shown],
        "path_rank": [t(locale, "parties.rank", rank=path.rank) if path else "" for path in found],
        "eal_words": [yen_interval(path.eal_yen, locale) if path else "" for path in found],
        "grade": [graded(path, locale) if path else "" for path in found],
    }, len(ordered) - len(shown)


def problems_of(party_id: str, submission: Submission, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems that name a party, or that stand in its own row or in a row of an engagement with it."""
    rows = _rows_of(party_id, submission)
    return tuple(p for p in problems if party_id in p.fields.values() or (p.file, p.sheet, _row_of(p.cell)) in rows)


def _rows_of(party_id: str, submission: Submission) -> set[tuple[str, str, int]]:
    party = submission.party_by_id.get(party_id)
    engagements = [e for e in submission.engagements if party_id in (e.consignor, e.consignee)]
    sources = [*([party.source] if party else []), *(e.source for e in engagements)]
    return {(source.file, source.sheet, source.row) for source in sources if source.row}


def _row_of(cell: str) -> int:
    """Return the row of an address such as F12, 0 where it has none."""
    digits = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 9 else 0


def findings_of(party_id: str, submission: Submission) -> tuple[TableRow, ...]:
    """Return the corrective findings on the register that name a party by its id, or an organisation by its name."""
    party = submission.party_by_id.get(party_id)
    names = {party_id, *({party.name} if party and not party.is_person else ())} - {""}
    return tuple(row for row in submission.findings if names & set(row.cells.values()))


def finding_columns(findings: Sequence[TableRow]) -> Columns:
    """Return findings as the register has them: all cells in one text, and where they stand."""
    return {
        "message": [" / ".join(f"{plain(k)}: {plain(v)}" for k, v in row.cells.items() if v) for row in findings],
        "sheet": [plain(row.sheet) for row in findings],
        "file": [plain(row.file) for row in findings],
    }
