"""Thousands of damaged files: none stops its reader, hangs, or is answered with anything but our own words."""

from __future__ import annotations

from collections import Counter

import pytest

from riskgraph.intake.batch import read_many
from riskgraph.intake.given import Given
from riskgraph.text import has_text
from tests.hostile.mutations import mutant
from tests.hostile.test_hostile_files import SMALL, problems_of

MUTANTS = 6_000


@pytest.mark.exhaustive
def test_thousands_of_damaged_files_are_read_or_refused() -> None:
    first = 1_000_000
    found: Counter[str] = Counter()
    files = (Given(f"{first + n}.xlsx", mutant(first + n)) for n in range(MUTANTS))
    for place, entries in read_many(files, limits=SMALL):
        codes = {p.code for p in problems_of(entries)}
        found.update(codes or {"read"})
        assert all(has_text(f"problem.{code}.message") for code in codes), first + place
        assert not codes & {"gate.reader_stopped", "gate.took_too_long", "gate.took_too_much_memory"}, first + place
    print(found.most_common(12))
    assert sum(found.values()) >= MUTANTS
