"""The sample is what its maker makes, holds what it promises, and has the intended faults and no others."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from pathlib import Path

import pytest
from openpyxl import load_workbook

from riskgraph.intake.checks import check
from riskgraph.intake.register import read_register
from riskgraph.model.problem import Problem, Severity
from tools.sample import faults
from tools.sample.register import register, tables
from tools.sample.replies import Reply, corrected, replies
from tools.sample.returned import returned

PROJECT = Path(__file__).resolve().parents[2]
REAL_COMPANIES = Path(__file__).with_name("real_companies.txt").read_text(encoding="utf-8").split()


def cells(content: bytes) -> dict[tuple[str, str], object]:
    """Return every filled cell of a workbook by sheet and address."""
    book = load_workbook(io.BytesIO(content))
    return {(s.title, c.coordinate): c.value for s in book for row in s.iter_rows() for c in row if c.value is not None}


@pytest.fixture(scope="module")
def made() -> bytes:
    return register("ja")


def test_the_committed_register_is_what_the_maker_makes(made: bytes) -> None:
    assert cells(made) == cells((PROJECT / "sample_vendors.xlsx").read_bytes())


def test_making_the_register_twice_gives_the_same_bytes(made: bytes) -> None:
    assert register("ja") == made


def test_the_register_has_about_sixty_parties_a_hundred_engagements_and_eight_assets() -> None:
    sizes = {name: len(rows) for name, rows in tables().items()}
    assert 55 <= sizes["parties"] <= 70
    assert sizes["engagements"] == 100
    assert sizes["assets"] == 8


def test_the_chains_reach_five_tiers_below_the_principal() -> None:
    parent = {str(r["engagement_id"]): str(r["parent_engagement"]).partition("、")[0] for r in tables()["engagements"]}

    def tier(engagement: str) -> int:
        return 1 + tier(parent[engagement]) if parent[engagement] else 1

    assert {tier(engagement) for engagement in parent} == {1, 2, 3, 4, 5}


def test_no_name_of_a_real_company_is_used(made: bytes) -> None:
    text = "\n".join(str(value) for value in cells(made).values())
    assert [name for name in REAL_COMPANIES if re.search(rf"(?<![A-Za-z]){name}(?![A-Za-z])", text)] == []


def test_the_register_says_that_it_is_made_up(made: bytes) -> None:
    assert any("架空" in str(value) for (sheet, _), value in cells(made).items() if sheet == "設定")


def test_corporate_numbers_are_of_a_registry_that_does_not_exist() -> None:
    numbers = [str(row["corporate_number"]) for row in tables()["parties"] if "corporate_number" in row]
    assert len(numbers) == len(set(numbers)) > 40
    assert {number[1:5] for number in numbers} == {"9900"}


@pytest.fixture(scope="module")
def problems(made: bytes) -> tuple[Problem, ...]:
    submission = read_register([("sample_vendors.xlsx", made)])
    return (*submission.problems, *check(submission))


def rows_by_code(problems: tuple[Problem, ...], content: bytes) -> dict[str, set[str]]:
    """Return the ids of the rows that each problem code points at."""
    book = load_workbook(io.BytesIO(content))
    found: dict[str, set[str]] = defaultdict(set)
    for problem in problems:
        row = re.sub(r"\D", "", problem.cell)
        found[problem.code].add(str(book[problem.sheet][f"A{row}"].value) if row else problem.sheet)
    return found


def test_the_register_has_no_error(problems: tuple[Problem, ...]) -> None:
    assert [problem for problem in problems if problem.severity is Severity.ERROR] == []


@pytest.mark.parametrize("code", faults.REGISTER)
def test_every_intended_fault_is_found_in_its_rows(code: str, problems: tuple[Problem, ...], made: bytes) -> None:
    assert rows_by_code(problems, made)[code] == set(faults.REGISTER[code].rows)


def test_no_finding_stands_in_the_register_that_was_not_intended(problems: tuple[Problem, ...]) -> None:
    found = {problem.code for problem in problems if problem.severity is Severity.WARNING}
    assert found - set(faults.REGISTER) == set()


def test_the_english_register_says_the_same(made: bytes) -> None:
    japanese, english = (read_register([("r.xlsx", content)]) for content in (made, register("en")))
    for noun in ("parties", "engagements", "assets", "systems", "sites", "accesses", "connections", "requests"):
        left, right = getattr(japanese, noun), getattr(english, noun)
        drop = {"source", "extra"}
        assert [n.model_dump(exclude=drop) for n in left] == [n.model_dump(exclude=drop) for n in right]


RETURNED = PROJECT / "questionnaires" / "returned"


def test_between_43_and_48_questionnaires_came_back_and_no_other_file_lies_there() -> None:
    assert {reply.file for reply in replies()} == {place.name for place in RETURNED.iterdir()}
    assert 43 <= len(replies()) <= 48


@pytest.mark.parametrize("reply", replies()[::9], ids=lambda reply: reply.file)
def test_a_committed_questionnaire_is_what_the_maker_makes(reply: Reply) -> None:
    assert cells(returned(reply)) == cells((RETURNED / reply.file).read_bytes())


def test_the_corrected_questionnaire_of_the_host_is_dated_later_than_its_first() -> None:
    first = next(reply for reply in replies() if reply.party == corrected().party)
    assert corrected().answered_on > first.answered_on
    place = PROJECT / "questionnaires" / "corrected" / f"{corrected().party}_corrected.xlsx"
    assert cells(returned(corrected())) == cells(place.read_bytes())


def test_overdue_and_pending_parties_are_those_of_the_list() -> None:
    out = [row for row in tables()["requests"] if row["returned_on"] == ""]
    assert {row["party_id"] for row in out if str(row["due_on"]) < "2026-10-01"} == set(faults.NOT_RETURNED)
    assert {row["party_id"] for row in out if str(row["due_on"]) >= "2026-10-01"} == set(faults.PENDING)
