"""Hostile and broken files: none stops the others, each is answered in our own words, nothing is written anywhere.

The files are made here, more than eighty of them, and read together with good ones between them, each in a child of
its own with small limits.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from riskgraph.errors import InputRefused
from riskgraph.intake.batch import read_many
from riskgraph.intake.gate import refusal
from riskgraph.intake.given import Given
from riskgraph.intake.limits import MEGABYTE, Limits
from riskgraph.intake.register import read_register
from riskgraph.model.problem import Problem, Severity
from riskgraph.model.read_file import ReadFile
from riskgraph.report.problem_text import problem_line
from riskgraph.text import LOCALES, has_text
from tests.hostile import contents, packages
from tests.hostile.good import FORM

SMALL = Limits(unpacked_bytes=60 * MEGABYTE, wall_seconds=60.0, cpu_seconds=4, memory_bytes=700 * MEGABYTE)
MAKERS = {**packages.MAKERS, **contents.MAKERS}
ENDS = ("xlsx", "xls", "csv", "pdf", "zip", "xlsm", "ods", "xlsb")
MOVING = "\u202a\u202b\u202d\u202e\u2066\u2067"
NAMES = ("<script>alert(1)</script>.xlsx", "../../etc/passwd", "C:\\Windows\\evil.xlsx", "\u202exslx.exe",
         "=cmd|'x'!A1.csv", "a\nb\x1b[31m.xlsx", "." * 300, "長" * 300 + ".xlsx", "CON", "%s%n.xlsx")  # fmt: skip
# Well-formed files in which some texts are odd: they may give questions, and never an answer that is not there.
READABLE = frozenset(name for name in contents.MAKERS if not name.startswith(("far_", "million", "merged")))


def named(number: int, name: str) -> str:
    return f"{name}.{ENDS[number % len(ENDS)]}"


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder to stand in while the files are read: nothing may appear in it."""
    folder = tmp_path_factory.mktemp("outside")
    before = Path.cwd()
    os.chdir(folder)
    yield folder
    os.chdir(before)


@pytest.fixture(scope="module")
def read(outside: Path) -> dict[str, tuple[ReadFile, ...]]:
    """Read all files in one batch, a good one after every ten."""
    names = list(MAKERS)
    order = [name for n, name in enumerate(names) for name in ((name, f"good{n}") if n % 10 == 9 else (name,))]
    files = (
        Given(named(n, name), MAKERS[name]() if name in MAKERS else FORM()) for n, name in enumerate(order)
    )  # made one after the other: all together they are large
    return {order[place]: entries for place, entries in read_many(files, limits=SMALL)}


def lines_of(problems: tuple[Problem, ...]) -> list[str]:
    return [problem_line(problem, locale) for problem in problems for locale in LOCALES]


def is_plain(line: str) -> bool:
    """Say whether a line has no character that moves, hides or colours others."""
    return not any(
        unicodedata.category(letter) in ("Cc", "Cs") or letter in "\u202a\u202b\u202d\u202e\u2066\u2067"
        for letter in line
    )


def problems_of(entries: tuple[ReadFile, ...]) -> tuple[Problem, ...]:
    own = [p for e in entries for p in e.problems]
    return (*own, *(p for e in entries for form in (e.form, e.foreign) if form is not None for p in form.problems))


def test_there_are_at_least_eighty() -> None:
    assert len(MAKERS) >= 80


@pytest.mark.parametrize("name", MAKERS)
def test_each_is_answered_in_our_own_words_in_both_languages(read: dict[str, tuple[ReadFile, ...]], name: str) -> None:
    entries = read[name]
    problems = problems_of(entries)
    assert [p.code for p in problems if not has_text(f"problem.{p.code}.message")] == []
    assert [line for line in lines_of(problems) if not is_plain(line) or "Traceback" in line or "/tmp" in line] == []
    if name not in READABLE and not any(entry.form for entry in entries):
        assert problems or entries == ()


@pytest.mark.parametrize("name", MAKERS)
def test_none_gives_an_answer_that_does_not_stand_in_it(read: dict[str, tuple[ReadFile, ...]], name: str) -> None:
    """The forms that were spoilt are blank, so that an answer could only be invented."""
    answered = [
        (answer.control_id, answer.raw)
        for entry in read[name]
        for answer in (entry.form.answers if entry.form else ())
        if answer.answer.value not in ("blank", "unknown")
    ]
    assert answered == []


def test_none_takes_a_neighbour_along(read: dict[str, tuple[ReadFile, ...]]) -> None:
    good = [entries for name, entries in read.items() if name.startswith("good")]
    assert good and all(entry.form is not None and entry.form.is_known for entries in good for entry in entries)


def test_none_is_merely_said_to_have_stopped_its_reader(read: dict[str, tuple[ReadFile, ...]]) -> None:
    """Every kind of file here is recognised before, or refused by, the reader; a crash would be news."""
    stopped = {name for name, entries in read.items() for p in problems_of(entries) if p.code == "gate.reader_stopped"}
    assert stopped == set()


def test_nothing_was_written(read: dict[str, tuple[ReadFile, ...]], outside: Path) -> None:
    assert len(read) > 80
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_a_name_and_nothing_else(name: str) -> None:
    ((_, (entry,)),) = read_many([Given(name, b"%PDF-1.7")], limits=SMALL)
    assert "/" not in entry.file and "\\" not in entry.file and len(entry.file) <= 255 and is_plain(entry.file)
    assert all(map(is_plain, lines_of(entry.problems)))


def test_every_file_as_a_register_is_refused_or_read_with_problems() -> None:
    """The register reader meets the same files; what it cannot use is told once a file, never raised as a fault."""
    silent = []
    for name in (
        "bomb_one_huge_part",
        "entities_laugh",
        "far_cell",
        "cut_short",
        "name_climbs",
        "number_nan",
        "scripts",
    ):
        try:
            problems = read_register([(f"{name}.xlsx", MAKERS[name]())]).problems
        except InputRefused as error:
            problems = (refusal(error),)
        if not any(p.severity is Severity.ERROR for p in problems):
            silent.append(name)
        assert all(map(is_plain, lines_of(problems))), name
    assert silent == []
