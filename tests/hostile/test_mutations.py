"""Damaged files, a few hundred by seed: each is read or refused in our own words, and the order carries no meaning."""

from __future__ import annotations

import pytest

from riskgraph.intake.batch import read_many
from riskgraph.intake.given import Given
from riskgraph.intake.reader_pool import ReaderPool
from riskgraph.model.read_file import ReadFile
from riskgraph.text import has_text
from tests.hostile.mutations import mutant
from tests.hostile.test_hostile_files import SMALL, is_plain, lines_of, problems_of

MUTANTS = 160
PASSWORD = "Himitsu-7731"


def read(seeds: list[int], pool: ReaderPool) -> dict[int, tuple[ReadFile, ...]]:
    files = (Given(f"{seed}.xlsx", mutant(seed)) for seed in seeds)
    return {seeds[n]: e for n, e in read_many(files, limits=SMALL, passwords=[PASSWORD], executor=pool)}


@pytest.fixture(scope="module")
def both_ways() -> tuple[dict[int, tuple[ReadFile, ...]], dict[int, tuple[ReadFile, ...]]]:
    seeds = list(range(MUTANTS))
    with ReaderPool() as pool:
        return read(seeds, pool), read(seeds[::-4], pool)


Both = tuple[dict[int, tuple[ReadFile, ...]], dict[int, tuple[ReadFile, ...]]]


def test_every_damaged_file_is_read_or_refused_in_our_own_words(both_ways: Both) -> None:
    once, _ = both_ways
    assert len(once) == MUTANTS
    for seed, entries in once.items():
        problems = problems_of(entries)
        assert [p.code for p in problems if not has_text(f"problem.{p.code}.message")] == [], seed
        assert [line for line in lines_of(problems) if not is_plain(line)] == [], seed
        assert problems or any(entry.form or entry.foreign for entry in entries), seed


def test_no_damaged_file_stops_its_reader(both_ways: Both) -> None:
    once, _ = both_ways
    bad = ("gate.reader_stopped", "gate.took_too_long", "gate.took_too_much_memory")
    assert {seed: p.code for seed, e in once.items() for p in problems_of(e) if p.code in bad} == {}


def test_the_order_of_the_files_and_reading_twice_carry_no_meaning(both_ways: Both) -> None:
    once, again = both_ways
    assert {seed: once[seed] for seed in again} == again


def test_a_password_is_in_no_result(both_ways: Both) -> None:
    assert PASSWORD not in repr(both_ways)
    assert PASSWORD not in "".join(
        entry.model_dump_json() for found in both_ways for e in found.values() for entry in e
    )
