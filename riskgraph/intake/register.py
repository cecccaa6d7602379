"""Read registers: bytes of one or several workbooks in, one submission with all its problems out.

The convention that bites: nothing stops at the first problem. A file that cannot be read is an error in the
list and the others go on; a value that cannot be read leaves the careful default, and each default taken is
listed as an info.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter

from riskgraph.errors import InputRefused
from riskgraph.intake.checks import check
from riskgraph.intake.collecting import without_collecting
from riskgraph.intake.columns import PARTIES, SHEETS
from riskgraph.intake.defaults import defaults_told
from riskgraph.intake.folding import fold
from riskgraph.intake.gate import refusal
from riskgraph.intake.header import find_free_header, find_header, is_aside, kind_by_content, kind_by_title
from riskgraph.intake.ledger import looks_like_ledger, read_ledgers
from riskgraph.intake.limits import in_force
from riskgraph.intake.naming import shown
from riskgraph.intake.nouns import Gathered, PartyIds, SomeNoun, gather, without_repeats
from riskgraph.intake.own_ids import with_access_joined, with_own_ids
from riskgraph.intake.register_books import register_books
from riskgraph.intake.rows import Table, read_table
from riskgraph.intake.settings_sheet import read_settings
from riskgraph.intake.unfolding import unfold
from riskgraph.intake.workbook import RawSheet, Workbook
from riskgraph.model.access import NONE_PARTY, UNKNOWN_PARTY
from riskgraph.model.party import Party
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell, RowSource
from riskgraph.model.submission import InputFile, Settings, Submission
from riskgraph.text import LOCALES


@dataclass
class _Reading:
    """What the sheets of all files turned out to be; `names` are the sheets found, `ledgers` the flat ledgers."""

    problems: list[Problem]
    tables: list[Table] = field(default_factory=list)
    settings: Settings = field(default_factory=Settings)
    names: set[str] = field(default_factory=set)
    ledgers: list[Workbook] = field(default_factory=list)


@without_collecting()
def read_register(
    files: Sequence[tuple[str, bytes]], *, as_of: date | None = None, known_controls: frozenset[str] | None = None
) -> Submission:
    """Return what one or several registers say together.

    Parameters
    ----------
    files
        File names without folder, and their bytes. Rows of later files join those of earlier ones.
    as_of, known_controls
        For the checks: the day that parts past from future, and the ids of the control catalogue.

    Returns
    -------
    Submission
        With every problem of reading and of the checks; refused files are errors in it.
    """
    opened, problems = _opened(files)
    reading = _Reading(problems)
    for workbook in opened:
        _recognise_all(workbook, reading)
    gathered = Gathered(problems=reading.problems)
    for table in sorted(reading.tables, key=lambda table: table.kind is not PARTIES):
        gather(table, gathered, party_ids(gathered.parties))
    submission = _submission(gathered, reading, [book for book in opened if book not in reading.ledgers])
    if reading.ledgers:
        submission = _joined(submission, read_ledgers(reading.ledgers, known=submission.parties))
    if not reading.names and not reading.ledgers:
        return submission
    submission = with_access_joined(submission)
    return submission.with_problems(*check(submission, as_of=as_of, known_controls=known_controls))


def _opened(files: Sequence[tuple[str, bytes]]) -> tuple[list[Workbook], list[Problem]]:
    """Return the workbooks that can be read, and the refusals and warnings of the gate."""
    opened: list[Workbook] = []
    problems: list[Problem] = []
    for name, data in files:
        try:
            books = register_books(name, data, limits=in_force())
        except InputRefused as refused:
            problems.append(refusal(refused))
            continue
        for book in books:
            if any(other.sha256 == book.sha256 for other in opened):
                fields: dict[str, str | int | float] = {"file": book.file}
                twice = Problem(code="register.file_twice", severity=Severity.INFO, file=book.file, fields=fields)
                problems.append(twice)
                continue
            opened.append(book)
            problems.extend(book.warnings)
    return opened, problems


def _recognise_all(workbook: Workbook, reading: _Reading) -> None:
    """Add every sheet of a workbook that is a noun to the reading, and tell of the others."""
    if not _has_our_titles(workbook) and looks_like_ledger(workbook):
        reading.ledgers.append(workbook)
        return
    found = 0
    for sheet in workbook.sheets:
        found += _recognise(workbook.file, sheet.spread(), reading)
    if not found:
        titles = shown("、".join(sheet.title for sheet in workbook.sheets))
        expected = ", ".join(kind.both_titles for kind in SHEETS if kind.is_needed)
        fields: dict[str, str | int | float] = {"file": workbook.file, "found": titles, "expected": expected}
        reading.problems.append(
            Problem(code="register.no_known_sheet", severity=Severity.ERROR, file=workbook.file, fields=fields)
        )


def _has_our_titles(workbook: Workbook) -> bool:
    """Say whether a sheet bears the very title of a needed one, which spares a look at the headers of all."""
    ours = {kind.title(locale) for kind in SHEETS if kind.is_needed for locale in LOCALES}
    return any(sheet.title in ours for sheet in workbook.sheets)


def _joined(register: Submission, ledgers: Submission) -> Submission:
    """Return a register with the rows of flat ledgers after its own."""
    rows = ("parties", "engagements", "assets", "accesses", "connections", "files", "problems")
    owner = register.settings.owner or ledgers.settings.owner
    both = {name: (*getattr(register, name), *getattr(ledgers, name)) for name in rows}
    return register.model_copy(update={**both, "settings": register.settings.model_copy(update={"owner": owner})})


def _recognise(file: str, sheet: RawSheet, reading: _Reading) -> bool:
    """Add one sheet to the reading; False where it is no noun of ours."""
    here = Cell(file, sheet.title)
    if not sheet.rows or is_aside(sheet.title):
        return False
    kind = kind_by_title(sheet.title)
    if kind is not None and kind.name == "settings":
        reading.settings = read_settings(file, sheet, reading.settings, reading.problems)
        reading.names.add(kind.name)
        return True
    header = None if kind is None else find_header(sheet, kind) if kind.columns else find_free_header(sheet)
    if kind is None or header is None:
        by_content = kind_by_content(sheet)
        if by_content is None:
            code = "register.sheet_ignored" if kind is None else "register.header_missing"
            severity = Severity.INFO if kind is None else Severity.ERROR
            reading.problems.append(problem_at(here, code, severity, sheet=shown(sheet.title)))
            return kind is not None
        kind, header = by_content
        fields = {"sheet": shown(sheet.title), "kind": kind.both_titles}
        reading.problems.append(problem_at(here, "register.sheet_by_content", Severity.INFO, **fields))
    reading.names.add(kind.name)
    reading.tables.append(read_table(file, sheet, kind, header))
    return True


def party_ids(parties: Sequence[Party]) -> PartyIds:
    """Return a function that gives the id of a party by id or by exact name; anything else stays as it is."""
    # A firm that is called "none" must not take the place of nobody.
    by_id = {NONE_PARTY, UNKNOWN_PARTY, *(party.party_id for party in parties)}
    by_name: dict[str, str] = {}
    for party in parties:
        for name in (party.name, *party.aliases):
            # A name that two parties have names neither.
            known = by_name.setdefault(fold(name), party.party_id)
            if known != party.party_id:
                by_name[fold(name)] = ""
    return lambda value: value if value in by_id else by_name.get(fold(value)) or value


def _submission(gathered: Gathered, reading: _Reading, opened: Sequence[Workbook]) -> Submission:
    """Return the submission: repeats dropped, parents unfolded, defaults told."""
    told = list(defaults_told(reading.tables, reading.names, reading.settings) if reading.names else ())
    by_ends = attrgetter("engagement_id", "consignor", "consignee")
    engagements, unfolding = unfold(with_own_ids(_kept(gathered.engagements, by_ends, told)))
    settings = reading.settings
    owner = party_ids(gathered.parties)(settings.owner)
    about = attrgetter("party_id", "control_id", "scope_kind", "scope_id")
    return Submission(
        parties=tuple(_kept(gathered.parties, attrgetter("party_id"), told)),
        engagements=engagements,
        assets=tuple(_kept(gathered.assets, attrgetter("asset_id"), told)),
        systems=tuple(_kept(gathered.systems, attrgetter("system_id"), told)),
        sites=tuple(_kept(gathered.sites, attrgetter("site_id"), told)),
        accesses=tuple(_kept(gathered.accesses, attrgetter("access_id"), told)),
        connections=tuple(_kept(gathered.connections, attrgetter("connection_id"), told)),
        answers=tuple(_kept(gathered.answers, about, told)),
        requests=tuple(_kept(gathered.requests, attrgetter("party_id", "form"), told)),
        decisions=tuple(gathered.decisions),
        findings=tuple(gathered.findings),
        settings=settings.model_copy(update={"owner": owner}),
        files=tuple(InputFile(file=book.file, sha256=book.sha256, kind="register") for book in opened),
        problems=(*gathered.problems, *told, *unfolding),
    )


def _kept(nouns: Sequence[SomeNoun], key: Callable[[SomeNoun], object], told: list[Problem]) -> list[SomeNoun]:
    """Return the rows without exact repeats, telling once a sheet how many were dropped."""
    kept, repeats = without_repeats(nouns, key)
    by_sheet: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for noun in repeats:
        source: RowSource | Cell = getattr(noun, "source")  # noqa: B009 - every noun that is a row has one
        where = source.at() if isinstance(source, RowSource) else source
        by_sheet[where.file, where.sheet].append(where)
    told.extend(
        problem_at(cells[0], "register.rows_repeated", Severity.INFO, count=len(cells)) for cells in by_sheet.values()
    )
    return kept
