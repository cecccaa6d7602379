"""A register in the shape of the DORA templates B_05.01 and B_05.02, and what the model says about each row.

The convention that bites: only what runs is written, and only what is declared. The rank is the place on the line
from the contract of the owner down, computed here and kept nowhere; a firm on two lines has two ranks. A sole
proprietor goes out by the id of the register.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from riskgraph.model.assessment import Assessment, Path
from riskgraph.model.chain import Chain, build_chain
from riskgraph.model.countries import country_code
from riskgraph.model.dora import (
    EXTRA,
    INDIVIDUAL,
    JAPANESE_NUMBER,
    LEGAL_PERSON,
    TEMPLATES,
    ChainLine,
    DoraRegister,
    ProviderLine,
)
from riskgraph.model.engagement import Declared
from riskgraph.model.noun import Noun
from riskgraph.model.party import Party, PartyKind
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from riskgraph.report.document import problem_data
from riskgraph.report.json_numbers import Json, interval, number

SCHEMA = "riskgraph.dora/1"
RISK_COLUMNS = (
    *("contract", "code", "name", "rank", "engagement_id", "path_rank", "eal_lo", "eal_pt", "eal_hi"),
    *("p_leak_pt", "records", "grade"),
)


class RiskLine(Noun):
    """What the model says about one row of the chains.

    `eal_yen` is a year's expected loss of all paths through the row, yen; the other figures are those of the
    riskiest of them. None where no path goes through it.
    """

    contract: str
    code: str
    name: str
    rank: int
    engagement_id: str
    path_rank: int | None = None
    eal_yen: Interval | None = None
    p_leak_1y: float | None = None
    records: float | None = None
    grade: str = ""


def dora_register(submission: Submission) -> tuple[DoraRegister, tuple[Problem, ...]]:
    """Return both templates, and what of the register is not in them and why."""
    writing = _Writing(submission)
    chains = tuple(writing.chains())
    return DoraRegister(providers=tuple(writing.providers(chains)), chains=chains), tuple(writing.problems)


class _Writing:
    """The lines of one register."""

    def __init__(self, submission: Submission) -> None:
        self.submission = submission
        self.chain: Chain = build_chain(submission)
        self.problems: list[Problem] = []

    def chains(self) -> Iterator[ChainLine]:
        """Give the rows of B_05.02 in the order of their keys, each once."""
        lines = [line for e in sorted(self.chain.engagements) if (line := self._line(e)) is not None]
        kept: dict[tuple[str, str, int, str, str], ChainLine] = {}
        for line in lines:
            kept.setdefault((line.contract, line.service, line.rank, line.recipient, line.code), line)
        for key in sorted(kept):
            yield kept[key]
        for orphan in self.chain.orphans:
            source = self.submission.engagement_by_id[orphan].source
            self.problems.append(problem_at(source.at("engagement_id"), "dora.orphan", engagement=orphan))

    def _line(self, engagement_id: str) -> ChainLine | None:
        """Return the row of one engagement; None where it has ended, not begun, or is only suspected."""
        chain = self.chain
        if not chain.is_scored(engagement_id) or chain.is_ended(engagement_id):
            return None
        engagement = chain.engagements[engagement_id]
        where = engagement.source.at("engagement_id")
        if chain.declared(engagement_id) is Declared.SUSPECTED:
            told = problem_at(where, "dora.suspected", Severity.INFO, engagement=engagement.row_id)
            self.problems.append(told)
            return None
        line, parties = chain.line(engagement_id), chain.parties(engagement_id)
        if chain.stated_line(engagement_id) != line:
            self.problems.append(problem_at(where, "dora.line_guessed", Severity.WARNING, engagement=engagement.row_id))
        top = chain.engagements[line[0]]
        code, code_type = self._code(parties[-1])
        recipient, recipient_type = self._code(parties[-2]) if len(line) > 1 else ("", "")
        return ChainLine(
            contract=top.extra.get(EXTRA["contract"], "") or top.row_id,
            service=engagement.extra.get(EXTRA["service"], "") or top.extra.get(EXTRA["service"], ""),
            code=code,
            code_type=code_type,
            rank=len(line),
            recipient=recipient,
            recipient_type=recipient_type,
            engagement_id=engagement_id,
            source=where,
        )

    def _code(self, party_id: str) -> tuple[str, str]:
        """Return a party's code and its type: LEI, corporate number, the code it came with, else its own id."""
        party = self.submission.party_by_id.get(party_id)
        if party is None:
            return party_id, ""
        if party.extra.get(EXTRA["lei"]):
            return party.extra[EXTRA["lei"]].strip(), "LEI"
        if party.corporate_number:
            return party.corporate_number, JAPANESE_NUMBER
        return party.extra.get(EXTRA["code"], "") or party_id, party.extra.get(EXTRA["code_type"], "")

    def providers(self, chains: Sequence[ChainLine]) -> Iterator[ProviderLine]:
        """Give the rows of B_05.01, by code: whoever stands in a chain, and who owns them where that is known."""
        ids = dict.fromkeys(self.chain.engagements[line.engagement_id].consignee for line in chains)
        expenses = self._expenses(chains)
        parents = {party.name: party.party_id for party in reversed(self.submission.parties)}
        lines: dict[str, ProviderLine] = {}
        for party_id in ids:
            party = self.submission.party_by_id.get(party_id) or Party(party_id=party_id, name="")
            line = self._provider(party, expenses.get(party_id), parents)
            lines.setdefault(party_id, line)
        for party_id in [parents[self._group(p)] for p in list(lines) if self._group(p) in parents]:
            lines.setdefault(party_id, self._provider(self.submission.party_by_id[party_id], None, parents))
        direct = {line.code for line in chains if line.rank == 1}
        for line in sorted(lines.values(), key=lambda one: (one.code, one.name)):
            yield line.model_copy(update={"is_direct": line.code in direct})

    def _group(self, party_id: str) -> str:
        party = self.submission.party_by_id.get(party_id)
        return party.group if party else ""

    def _provider(self, party: Party, expense: float | None, parents: Mapping[str, str]) -> ProviderLine:
        """Return the row of one party."""
        code, code_type = self._code(party.party_id)
        is_other = code_type == "LEI" and bool(party.corporate_number)
        parent = parents.get(party.group, "")
        parent_code, parent_type = self._code(parent) if parent and parent != party.party_id else ("", "")
        own = _own_expense(party)
        # A natural person is never named: the id of the register stands for the name.
        is_named = party.kind is not PartyKind.INDIVIDUAL
        names = (party.name, *party.aliases) if is_named else (party.party_id,)
        return ProviderLine(
            code=code,
            code_type=code_type,
            other_code=party.corporate_number if is_other else "",
            other_code_type=JAPANESE_NUMBER if is_other else "",
            name=names[0],
            latin_name=next((name for name in names if _is_latin(name)), ""),
            person_type=INDIVIDUAL if party.is_person else LEGAL_PERSON,
            country=country_code(party.country),
            currency="JPY" if expense is not None else party.extra.get(EXTRA["currency"], "") if own else "",
            expense=expense if expense is not None else own,
            parent_code=parent_code or party.extra.get(EXTRA["parent_code"], ""),
            parent_code_type=parent_type or party.extra.get(EXTRA["parent_code_type"], ""),
            source=party.source.at("party_id"),
        )

    def _expenses(self, chains: Sequence[ChainLine]) -> dict[str, float]:
        """Return what is paid a year to each direct provider, yen; those of whom nothing is known are left out."""
        found: dict[str, float] = {}
        for line in chains:
            engagement = self.chain.engagements[line.engagement_id]
            if line.rank == 1 and engagement.amount_yen is not None:
                found[engagement.consignee] = found.get(engagement.consignee, 0.0) + engagement.amount_yen
        return found


def _own_expense(party: Party) -> float | None:
    """Return the expense that a party came with in another currency."""
    try:
        return float(party.extra.get(EXTRA["expense"], ""))
    except ValueError:
        return None


def _is_latin(name: str) -> bool:
    """Say whether a name is written in Latin letters alone."""
    return name.isascii() and any(character.isalpha() for character in name)


def risk_lines(register: DoraRegister, assessment: Assessment, submission: Submission) -> tuple[RiskLine, ...]:
    """Return what the model says about each row of the chains; `assessment` lists every path."""
    through: dict[str, list[Path]] = {}
    for path in assessment.paths:
        for engagement_id in path.engagements:
            if engagement_id:
                through.setdefault(engagement_id, []).append(path)
    names = {provider.code: provider.name for provider in register.providers}
    return tuple(_risk(line, through.get(line.engagement_id, []), names) for line in register.chains)


def _risk(line: ChainLine, paths: Sequence[Path], names: Mapping[str, str]) -> RiskLine:
    """Return what the paths through one row say, the riskiest first."""
    first = paths[0] if paths else None
    ends = ("lo", "pt", "hi")
    total = Interval(*(sum(getattr(p.eal_yen, end) for p in paths) for end in ends)) if paths else None
    return RiskLine(
        contract=line.contract,
        code=line.code,
        name=names.get(line.code, ""),
        rank=line.rank,
        engagement_id=line.engagement_id,
        path_rank=first.rank if first else None,
        eal_yen=total,
        p_leak_1y=first.p_leak_1y.pt if first else None,
        records=first.records.pt if first else None,
        grade=first.grade.value if first else "",
    )


def dora_document(register: DoraRegister, risks: Sequence[RiskLine], problems: Sequence[Problem]) -> Json:
    """Return both templates by the numbers of their columns, the figures of the model, and the lint."""
    return {
        "schema": SCHEMA,
        "b_05_01": [_cells("B_05.01", line) for line in register.providers],
        "b_05_02": [_cells("B_05.02", line) for line in register.chains],
        "risk": [_risk_data(line) for line in risks],
        "problems": [problem_data(problem) for problem in problems],
    }


def _cells(template: str, line: Noun) -> Json:
    return {f"c{column}": getattr(line, field) for column, field in TEMPLATES[template]}


def _risk_data(line: RiskLine) -> Json:
    """Return the figures of one row as data."""
    return {
        "contract": line.contract,
        "code": line.code,
        "rank": line.rank,
        "engagement_id": line.engagement_id,
        "path_rank": line.path_rank,
        "eal_yen": interval(line.eal_yen) if line.eal_yen else None,
        "p_leak_1y": number(line.p_leak_1y) if line.p_leak_1y is not None else None,
        "records": number(line.records) if line.records is not None else None,
        "grade": line.grade or None,
    }
