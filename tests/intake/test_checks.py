"""Promises that hold for every check: its text, its order, its caution with what users wrote, its cost."""

from __future__ import annotations

import re
import time
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskgraph.intake import checks
from riskgraph.intake.checks import check
from riskgraph.model.problem import Problem, Severity
from riskgraph.model.submission import Submission
from riskgraph.text import LOCALES, catalogue, t
from tests.intake.faults import FAULTS, with_faults
from tests.intake.registers import faultless, noun_at, people, rebuilt

KNOWN = frozenset({"DEV-01"})
SHEETS = ("parties", "engagements", "assets", "systems", "sites", "accesses", "connections", "answers", "requests")
fault_names = st.lists(st.sampled_from(sorted(FAULTS)), max_size=12, unique=True)


def every_problem() -> dict[str, Problem]:
    """Return one problem of each code that the faults bring about."""
    return {p.code: p for name in FAULTS for p in check(with_faults(name), known_controls=KNOWN)}


def codes_of_the_catalogue() -> set[str]:
    """Return the codes that have a text in the file of the checks."""
    text = (Path(str(checks.__file__)).parents[1] / "text" / "problems_checks.yaml").read_text(encoding="utf-8")
    return set(re.findall(r"^problem\.((?:register|finding)\.\w+)\.message:", text, re.MULTILINE))


def test_every_code_with_a_text_is_brought_about_by_some_fault() -> None:
    assert codes_of_the_catalogue() - set(every_problem()) == set()


def test_every_problem_is_told_in_both_languages_with_its_own_fields() -> None:
    for code, problem in every_problem().items():
        for part in ("message", "mend"):
            templates = catalogue()[f"problem.{code}.{part}"]
            wanted = [set(re.findall(r"{(\w+)}", templates[locale])) for locale in LOCALES]
            assert wanted[0] == wanted[1], code
            assert wanted[0] <= set(problem.fields), code
            for locale in LOCALES:
                sentence = t(locale, f"problem.{code}.{part}", **problem.fields)
                assert sentence.strip()
                assert "{" not in sentence


def test_findings_are_warnings() -> None:
    for code, problem in every_problem().items():
        if code.startswith("finding."):
            assert problem.severity is Severity.WARNING, code


def test_suspicions_that_law_decides_are_worded_as_such() -> None:
    for code in every_problem():
        if code.startswith(("finding.direction", "finding.double_dispatch")):
            assert "疑い・要確認" in t("ja", f"problem.{code}.message", **every_problem()[code].fields)


@given(fault_names, st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_the_order_of_rows_does_not_matter(names: list[str], seed: int) -> None:
    register = with_faults(*names)
    random = Random(seed)
    shuffled = {sheet: random.sample(getattr(register, sheet), len(getattr(register, sheet))) for sheet in SHEETS}
    again = rebuilt(register, {sheet: tuple(rows) for sheet, rows in shuffled.items()})
    assert check(again, known_controls=KNOWN) == check(register, known_controls=KNOWN)


@given(fault_names)
@settings(max_examples=40, deadline=None)
def test_nothing_is_told_twice_and_all_stands_in_the_order_of_the_sheets(names: list[str]) -> None:
    problems = check(with_faults(*names))
    keys = [(p.code, p.sheet, p.cell, repr(sorted(p.fields.items()))) for p in problems]
    assert len(keys) == len(set(keys))
    assert [(p.file, p.sheet) for p in problems] == sorted((p.file, p.sheet) for p in problems)


@given(st.text(min_size=1, max_size=400))
@settings(max_examples=100, deadline=None)
def test_what_a_user_wrote_is_quoted_on_one_short_line_without_control_characters(written: str) -> None:
    register = rebuilt(
        faultless(),
        {
            "parties": (
                *faultless().parties,
                noun_at("parties", 9, party_id="P9", name=written, corporate_number="9999999999999", contact=written),
                noun_at("parties", 10, party_id=written, name=written, succeeded_by="Z" + written),
            )
        },
    )
    for problem in check(register):
        for value in problem.fields.values():
            assert len(str(value)) <= 60
            assert not any(ord(c) < 32 or c in "\u2028\u2029\u202e\u200b" for c in str(value))


def large(count: int) -> Submission:
    """Return a register of so many engagements, each on its own party, five tiers deep."""
    parties = tuple(
        noun_at("parties", n + 2, party_id=f"P{n}", name=f"委託先{n}株式会社", contact=f"第{n}業務部")
        for n in range(count + 1)
    )
    engagements = tuple(
        noun_at(
            "engagements",
            n + 1,
            engagement_id=f"E{n}",
            consignor="P0" if n % 5 == 1 else f"P{n - 1}",
            consignee=f"P{n}",
            parent_engagement="" if n % 5 == 1 else f"E{n - 1}",
            asset_ids=("A1",) if n % 5 == 1 else (),
            records=people(100),
            note=f"月次の帳票出力と問い合わせ対応 {n}",
            consent="explicit",
        )
        for n in range(1, count + 1)
    )
    return rebuilt(
        faultless(),
        {
            "parties": parties,
            "engagements": engagements,
            "assets": (noun_at("assets", 2, asset_id="A1", name="会員", owner="P0", records=people(1000)),),
            **dict.fromkeys(("systems", "sites", "accesses", "connections", "answers", "requests"), ()),
            "settings": faultless().settings.model_copy(update={"owner": "P0"}),
        },
    )


@pytest.mark.parametrize("count", [1_000])
def test_the_cost_grows_with_the_rows_and_not_with_their_square(count: int) -> None:
    small, big = large(count), large(count * 8)

    def seconds(register: Submission) -> float:
        best = float("inf")
        for _ in range(3):
            start = time.perf_counter()
            assert check(register) == ()
            best = min(best, time.perf_counter() - start)
        return best

    assert seconds(big) < 8 * 3 * seconds(small)
