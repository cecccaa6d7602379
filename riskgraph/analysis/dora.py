"""A lint of the two DORA templates: what a validator refuses, told before the file is handed in.

The convention that bites: an error breaks the chain itself (a rank, a reference, a circle); what is only missing or
written in another form is a warning, because the chain can still be read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

import networkx as nx

from riskgraph.model.dora import CODE_TYPE, SERVICES, ChainLine, DoraRegister, ProviderLine
from riskgraph.model.problem import Problem, Severity, problem_at

_LEI = 20


def linted(register: DoraRegister) -> tuple[Problem, ...]:
    """Return all that is wrong with the rows, those of the providers first."""
    return (*_providers(register), *_references(register), *_chains(register))


def _providers(register: DoraRegister) -> Iterator[Problem]:
    """Give what is wrong with each provider by itself."""
    seen = Counter(line.code for line in register.providers)
    for line in register.providers:
        name = line.name or line.code
        if seen[line.code] > 1:
            yield problem_at(line.source, "dora.same_code", provider=line.code, name=name)
        if not line.code_type:
            yield problem_at(line.source, "dora.no_code_type", Severity.WARNING, name=name)
        elif not CODE_TYPE.fullmatch(line.code_type):
            yield problem_at(line.source, "dora.code_type", Severity.WARNING, value=line.code_type, name=name)
        if line.code_type == "LEI" and not is_lei(line.code):
            yield problem_at(line.source, "dora.lei", Severity.WARNING, value=line.code, name=name)
        for missing in _missing(line):
            yield problem_at(line.source, "dora.missing", Severity.WARNING, dora_field=missing, name=name)
        if line.country and not (len(line.country) == 2 and line.country.isascii() and line.country.isupper()):
            yield problem_at(line.source, "dora.country", Severity.WARNING, value=line.country, name=name)


def _missing(line: ProviderLine) -> Iterator[str]:
    """Give the mandatory columns that a provider lacks; the expense is asked of direct providers only."""
    for field in ("name", "latin_name", "country"):
        if not getattr(line, field):
            yield field
    if line.is_direct and line.expense is None:
        yield "expense"


def is_lei(code: str) -> bool:
    """Say whether a code is an LEI: 20 letters and digits whose remainder by 97 is 1 (ISO 17442)."""
    if len(code) != _LEI or not code.isascii() or not code.isalnum():
        return False
    return int("".join(str(int(character, 36)) for character in code)) % 97 == 1


def _references(register: DoraRegister) -> Iterator[Problem]:
    """Give the codes of the chains that no provider has, and the providers that no chain has."""
    known = {line.code: line for line in register.providers}
    used: set[str] = set()
    for line in register.chains:
        used.update((line.code, line.recipient))
        for code in dict.fromkeys((line.code, line.recipient)):
            if code and code not in known:
                yield problem_at(line.source, "dora.unknown_provider", contract=line.contract, provider=code)
        told = known.get(line.code)
        if told is not None and line.code_type and told.code_type and line.code_type != told.code_type:
            yield problem_at(
                line.source, "dora.other_type", Severity.WARNING, provider=line.code, value=line.code_type,
                known=told.code_type,
            )  # fmt: skip
    parents = {line.parent_code for line in register.providers}
    for provider in register.providers:
        if provider.code not in used and provider.code not in parents:
            name = provider.name or provider.code
            yield problem_at(provider.source, "dora.unused", Severity.INFO, name=name, provider=provider.code)


def _chains(register: DoraRegister) -> Iterator[Problem]:
    """Give what is wrong with the rows of each contract and service."""
    seen = Counter(_key(line) for line in register.chains)
    told: set[tuple[str, ...]] = set()
    for line in register.chains:
        if seen[_key(line)] > 1 and _key(line) not in told:
            told.add(_key(line))
            yield problem_at(line.source, "dora.twice", Severity.WARNING, contract=line.contract, provider=line.code)
    services: set[tuple[str, str]] = set()
    for line in register.chains:
        if line.service not in SERVICES and (line.contract, line.service) not in services:
            services.add((line.contract, line.service))
            yield _service(line)
    for lines in by_contract(register).values():
        yield from _one_chain(lines)


def _service(line: ChainLine) -> Problem:
    """Return what is wrong with the type of service of a contract."""
    if not line.service:
        return problem_at(line.source, "dora.no_service", Severity.WARNING, contract=line.contract)
    return problem_at(line.source, "dora.service", Severity.WARNING, contract=line.contract, value=line.service)


def _key(line: ChainLine) -> tuple[str, ...]:
    return line.contract, line.service, line.code, str(line.rank), line.recipient


def by_contract(register: DoraRegister) -> Mapping[tuple[str, str], list[ChainLine]]:
    """Return the rows of each contract and service, in order."""
    found: dict[tuple[str, str], list[ChainLine]] = defaultdict(list)
    for line in register.chains:
        found[(line.contract, line.service)].append(line)
    return found


def _one_chain(lines: list[ChainLine]) -> Iterator[Problem]:
    """Give what is wrong with the ranks and recipients of one contract and service."""
    ranks: dict[str, set[int]] = defaultdict(set)
    for line in lines:
        ranks[line.code].add(line.rank)
    contract = lines[0].contract
    if not any(line.rank == 1 for line in lines):
        yield problem_at(lines[0].source, "dora.no_direct", contract=contract)
    for line in lines:
        if line.rank == 0:
            continue  # told where it was read
        if line.rank == 1 and line.recipient:
            yield problem_at(line.source, "dora.direct_has_recipient", contract=contract, provider=line.code)
        elif line.rank > 1 and not line.recipient:
            yield problem_at(line.source, "dora.no_recipient", contract=contract, provider=line.code, rank=line.rank)
        elif line.rank > 1 and line.recipient not in ranks:
            yield problem_at(line.source, "dora.recipient_outside", contract=contract, provider=line.recipient)
        elif line.rank > 1 and line.rank - 1 not in ranks[line.recipient]:
            stated = ", ".join(str(rank) for rank in sorted(ranks[line.recipient]))
            yield problem_at(
                line.source, "dora.rank", contract=contract, provider=line.code, rank=line.rank,
                recipient=line.recipient, stated=stated,
            )  # fmt: skip
    yield from _in_circles(lines)


def _in_circles(lines: list[ChainLine]) -> Iterator[Problem]:
    """Give the groups of providers that pass one piece of work round in a circle."""
    graph: nx.DiGraph[str] = nx.DiGraph((line.recipient, line.code) for line in lines if line.recipient)
    groups = sorted(sorted(g) for g in nx.strongly_connected_components(graph))
    for group in groups:
        if len(group) > 1 or graph.has_edge(group[0], group[0]):
            yield problem_at(
                lines[0].source, "dora.circle", Severity.WARNING, contract=lines[0].contract, codes=", ".join(group)
            )
