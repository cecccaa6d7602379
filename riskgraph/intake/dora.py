"""Read the DORA templates B_05.01 and B_05.02: a workbook with both sheets, or a zip of their CSV files.

The convention that bites: the register that is made says only what the templates say. They name no data and no
owner, so that one owner and one kind of data without a number stand in for them, and both are told.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from riskgraph.intake.amounts import number
from riskgraph.intake.corporate_number import fault_of, valid_number
from riskgraph.intake.folding import fold, identifier, tidy
from riskgraph.intake.limits import LIMITS, Limits
from riskgraph.intake.naming import shown
from riskgraph.intake.normalise import as_text
from riskgraph.intake.register_books import register_books
from riskgraph.intake.workbook import RawCell, RawRow, RawSheet, Workbook
from riskgraph.model.asset import Asset
from riskgraph.model.dora import (
    EXTRA,
    INDIVIDUAL,
    JAPANESE_NUMBER,
    TEMPLATES,
    ChainLine,
    DoraRegister,
    ProviderLine,
)
from riskgraph.model.engagement import Engagement
from riskgraph.model.party import Party, PartyKind
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell
from riskgraph.model.submission import Settings, Submission
from riskgraph.text import LOCALES, t

OWNER, DATA = "OWNER", "DATA"
_SHEETS = {"B_05.01": re.compile(r"05[._ ]?01(?!\d)"), "B_05.02": re.compile(r"05[._ ]?02(?!\d)")}
_COLUMN = re.compile(r"(?:b_05[._]0[12][._])?c?(0\d{2}0)$")
_QUALIFIED = re.compile(r"^eba_[A-Za-z]{2,4}:")
_PERSONS = {"x213": INDIVIDUAL, "individualactinginabusinesscapacity": INDIVIDUAL}
_NOTHING = frozenset({"notapplicable", "n/a", "na", "-"})
_HEADER_WITHIN = 20
_ENOUGH = 3
_LIST_MARKS = re.compile(r"[、,;；，/／・|｜\s]+")
_MOST_RANK = 500


def read_dora(name: str, data: bytes, *, limits: Limits = LIMITS) -> tuple[DoraRegister, tuple[Problem, ...]]:
    """Return both templates as they are written, and what of them could not be read.

    Raises
    ------
    InputRefused
        With a ``gate.`` code, where the file cannot be read at all.
    """
    problems: list[Problem] = []
    lines: dict[str, list[Any]] = {template: [] for template in TEMPLATES}
    seen: set[str] = set()
    for book in register_books(name, data, limits=limits):
        for sheet in book.sheets:
            template = _template(book, sheet)
            header = _header(sheet, template) if template else None
            if header is not None:
                seen.add(template)
                make = _provider if template == "B_05.01" else _chain
                for row in _rows(sheet, header):
                    if (line := make(_Row(book.file, sheet.title, row), problems)) is not None:
                        lines[template].append(line)
    missing = sorted(set(TEMPLATES) - seen)
    problems.extend(problem_at(Cell(name), "dora.no_sheet", file=shown(name), template=m) for m in missing)
    direct = {line.code for line in lines["B_05.02"] if line.rank == 1}
    providers = (line.model_copy(update={"is_direct": line.code in direct}) for line in lines["B_05.01"])
    return DoraRegister(providers=tuple(providers), chains=tuple(lines["B_05.02"])), tuple(problems)


def _template(book: Workbook, sheet: RawSheet) -> str:
    """Return which template a sheet is by its title; "" for another one."""
    return next((name for name, title in _SHEETS.items() if title.search(fold(sheet.title))), "")


Header = tuple[int, Mapping[int, str]]


def _header(sheet: RawSheet, template: str) -> Header | None:
    """Return the last row of the headings and the field of each column: by its number, else by its title."""
    fields = dict(TEMPLATES[template])
    titles = {fold(t(locale, f"dora.{template}.{c}")): f for c, f in TEMPLATES[template] for locale in LOCALES}
    best: Header | None = None
    for row in sheet.rows[:_HEADER_WITHIN]:
        by_number = {c.column: fields[m[1]] for c in row.cells if (m := _column(c)) and m[1] in fields}
        by_title = {c.column: titles[fold(as_text(c.value))] for c in row.cells if fold(as_text(c.value)) in titles}
        found = by_number if len(by_number) >= len(by_title) else by_title
        if len(found) >= _ENOUGH:
            best = (row.number, found if best is None else best[1])
        elif best is not None:
            break
    return best


def _column(cell: RawCell) -> re.Match[str] | None:
    return _COLUMN.match(fold(as_text(cell.value)))


class _Row:
    """The cells of one row by field."""

    def __init__(self, file: str, sheet: str, cells: Mapping[str, RawCell]) -> None:
        self.file, self.sheet, self.cells = file, sheet, cells

    def text(self, field: str) -> str:
        """Return what a cell says, without the mark of a list it is from; "" where it says that nothing applies."""
        cell = self.cells.get(field)
        written = _QUALIFIED.sub("", tidy(as_text(cell.value))) if cell else ""
        return "" if fold(written) in _NOTHING else written

    def code(self, field: str) -> str:
        """Return a code as it is compared."""
        return identifier(self.text(field))

    def where(self, field: str) -> Cell:
        """Return the cell of a field, else the first of the row."""
        cell = self.cells.get(field) or next(iter(self.cells.values()))
        return Cell(self.file, self.sheet, cell.address)


def _rows(sheet: RawSheet, header: Header) -> Iterator[Mapping[str, RawCell]]:
    top, columns = header
    for row in sheet.rows:
        cells = _cells(row, columns) if row.number > top else {}
        if cells:
            yield cells


def _cells(row: RawRow, columns: Mapping[int, str]) -> dict[str, RawCell]:
    return {columns[c.column]: c for c in row.cells if c.column in columns and as_text(c.value)}


def _provider(row: _Row, problems: list[Problem]) -> ProviderLine | None:
    """Return one provider; None where it has no code."""
    code, code_type = row.code("code"), row.text("code_type").upper()
    if not code:
        problems.append(problem_at(row.where("code"), "dora.no_code", template="B_05.01"))
        return None
    if code_type == JAPANESE_NUMBER and fault_of(code) is not None:
        problems.append(problem_at(row.where("code"), "dora.number", Severity.WARNING, value=shown(code)))
    expense = None
    if row.text("expense"):
        expense = number(row.cells["expense"].value).value
        if expense is None:
            told = problem_at(row.where("expense"), "dora.expense", Severity.WARNING, value=shown(row.text("expense")))
            problems.append(told)
    person = row.text("person_type")
    return ProviderLine(
        code=code,
        code_type=code_type,
        other_code=row.code("other_code"),
        other_code_type=row.text("other_code_type").upper(),
        name=row.text("name"),
        latin_name=row.text("latin_name"),
        person_type=_PERSONS.get(fold(person), ProviderLine.model_fields["person_type"].default),
        country=row.text("country").upper(),
        currency=row.text("currency").upper(),
        expense=expense,
        parent_code=row.code("parent_code"),
        parent_code_type=row.text("parent_code_type").upper(),
        source=row.where("code"),
    )


def _chain(row: _Row, problems: list[Problem]) -> ChainLine | None:
    """Return one row of the chains; None where it names no contract or no provider."""
    contract, code = row.code("contract"), row.code("code")
    if not (contract and code):
        problems.append(problem_at(row.where("contract" if code else "code"), "dora.no_code", template="B_05.02"))
        return None
    written = row.text("rank")
    found = number(row.cells["rank"].value).value if "rank" in row.cells else None
    rank = int(found) if found is not None and found == int(found) and 1 <= found <= _MOST_RANK else 0
    if not rank:
        problems.append(problem_at(row.where("rank"), "dora.no_rank", contract=contract, value=shown(written)))
    recipient = row.code("recipient")
    return ChainLine(
        contract=contract,
        service=row.text("service").upper(),
        code=code,
        code_type=row.text("code_type").upper(),
        rank=rank,
        # A direct provider may be written as working for the owner; a code equal to its own says nothing.
        recipient="" if rank == 1 and recipient == code else recipient,
        recipient_type=row.text("recipient_type").upper(),
        source=row.where("contract"),
    )


def submission_from(register: DoraRegister, *, owner: str, data: str) -> tuple[Submission, tuple[Problem, ...]]:
    """Return both templates as a register, and what had to be supposed for it.

    Parameters
    ----------
    owner
        The name of the firm whose register it is.
    data
        What the data are called that stand in for those of all contracts.
    """
    making = _Making(register)
    engagements = tuple(making.engagements())
    parties = (Party(party_id=OWNER, name=owner), *making.parties())
    asset = Asset(asset_id=DATA, name=data, owner=OWNER)
    submission = Submission(parties=parties, engagements=engagements, assets=(asset,), settings=Settings(owner=OWNER))
    told = Problem(code="dora.supposed", severity=Severity.INFO, fields={"owner": shown(owner), "asset": DATA})
    return submission, (told, *making.problems)


class _Making:
    """The rows of a register made of both templates."""

    def __init__(self, register: DoraRegister) -> None:
        self.register = register
        self.problems: list[Problem] = []
        self._known = {line.code: line for line in reversed(register.providers)}
        self._expense_left = {line.code: line for line in register.providers if line.expense is not None}
        self._made: dict[str, int] = {}
        self._of: dict[tuple[str, str], list[ChainLine]] = defaultdict(list)
        for line in register.chains:
            self._of[(line.contract, line.service)].append(line)

    def parties(self) -> Iterator[Party]:
        """Give every provider, also those that only a chain names."""
        used = [code for line in self.register.chains for code in (line.code, line.recipient) if code]
        for code in dict.fromkeys([*self._known, *used]):
            yield self._party(self._known.get(code) or ProviderLine(code=code))

    def _party(self, line: ProviderLine) -> Party:
        """Return one provider as a party; what a register has no column for goes into columns of its own."""
        numbers = {line.code_type: line.code, line.other_code_type: line.other_code}
        corporate = valid_number(numbers.get(JAPANESE_NUMBER, "") or numbers.get("CRN", ""))
        extra: dict[str, str] = {}
        if "LEI" in numbers:
            extra[EXTRA["lei"]] = numbers["LEI"]
        elif corporate != line.code:
            extra |= {EXTRA["code"]: line.code, EXTRA["code_type"]: line.code_type}
        if line.expense is not None and line.code in self._expense_left:
            extra |= {EXTRA["expense"]: f"{line.expense:.15g}", EXTRA["currency"]: line.currency}
        if line.parent_code:
            extra |= {EXTRA["parent_code"]: line.parent_code, EXTRA["parent_code_type"]: line.parent_code_type}
        parent = self._known.get(line.parent_code)
        return Party(
            party_id=line.code,
            name=line.name or line.code,
            aliases=(line.latin_name,) if line.latin_name and line.latin_name != line.name else (),
            kind=PartyKind.INDIVIDUAL if line.person_type == INDIVIDUAL else PartyKind.ORGANISATION,
            corporate_number=corporate,
            country=line.country,
            group=parent.name if parent and parent.code != line.code else "",
            extra={title: value for title, value in extra.items() if value},
        )

    def engagements(self) -> Iterator[Engagement]:
        """Give an engagement for each row that hangs together with a direct provider, one under each recipient."""
        taken: set[str] = set()
        for lines in self._of.values():
            placed: dict[tuple[str, int], list[str]] = defaultdict(list)
            for line in sorted(lines, key=lambda one: (one.rank or _MOST_RANK, one.code, one.recipient)):
                above = [""] if line.rank == 1 else placed.get((line.recipient, line.rank - 1), [])
                if not above:
                    told = problem_at(line.source, "dora.left_out", contract=line.contract, provider=line.code)
                    self.problems.append(told)
                for parent in dict.fromkeys(above):
                    made = self._engagement(line, parent, taken)
                    placed[(line.code, line.rank)].append(made.engagement_id)
                    yield made

    def _engagement(self, line: ChainLine, parent: str, taken: set[str]) -> Engagement:
        wanted = _LIST_MARKS.sub("-", line.contract)
        stem = wanted if not parent else f"{wanted}.{line.rank}"
        made = stem
        while made in taken:
            self._made[stem] = self._made.get(stem, 1) + 1
            made = f"{stem}-{self._made[stem]}"
        taken.add(made)
        extra = {EXTRA["service"]: line.service} if line.service else {}
        if not parent and made != line.contract:
            extra[EXTRA["contract"]] = line.contract
        return Engagement(
            engagement_id=made,
            consignor=line.recipient if parent else OWNER,
            consignee=line.code,
            parent_engagement=parent,
            asset_ids=() if parent else (DATA,),
            amount_yen=None if parent else self._amount(line),
            extra=extra,
        )

    def _amount(self, line: ChainLine) -> float | None:
        """Return what a direct provider is paid in yen, once; another currency stays with the party."""
        known = self._expense_left.get(line.code)
        if known is None or known.currency != "JPY":
            return None
        del self._expense_left[line.code]
        if sum(other.rank == 1 and other.code == line.code for other in self.register.chains) > 1:
            self.problems.append(
                problem_at(line.source, "dora.expense_once", Severity.INFO, provider=line.code, contract=line.contract)
            )
        return known.expense
