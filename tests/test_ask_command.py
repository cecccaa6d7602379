"""The command ``ask``: read aloud in either language, JSON that keeps its schema and is the same twice, bad input."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.inquiring import MOST_LOOKED_INTO
from riskgraph.intake.template import register_workbook
from riskgraph.model.assessment import Standing
from riskgraph.model.inquiry import Asked, Decision, Flip, Inquiries, Inquiry, Way, WhyAsk
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from riskgraph.report.inquiry_words import inquiries_text, lines, sentence
from riskgraph.report.schema import schema
from riskgraph.text import LOCALES, t
from tests.scoring.worlds import BAD_HOP, world
from tests.test_main import CALLED_WRONGLY, DONE, HAS_ERRORS, Run, run

__all__ = ["run"]

ON = ("--as-of", "2025-10-01")
JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")
SMALL = world("O > A > B", hops={"B": BAD_HOP}, said={"A": {"DEV-01": "yes"}}, records=30_000_000)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ask") / "register.xlsx"
    path.write_bytes(register_workbook(SMALL, "en"))
    return path


def asked(run: Run, register: Path, *more: Any) -> dict[str, Any]:
    status, out, err = run("ask", register, *ON, "--format", "json", *more)
    assert status == DONE, err
    found: dict[str, Any] = json.loads(out)
    return found


@pytest.mark.parametrize("locale", LOCALES)
def test_the_next_question_can_be_read_aloud_in_either_language(run: Run, register: Path, locale: str) -> None:
    status, out, _ = run("ask", register, *ON, "--top", 3, "--lang", locale)
    assert status == DONE
    assert bool(JAPANESE.search(out)) is (locale == "ja")
    assert all(f"\n{number}. " in out for number in (1, 2, 3)) and "\n4. " not in out


def test_the_document_is_the_same_twice_and_keeps_its_schema(run: Run, register: Path) -> None:
    first, second = (run("ask", register, *ON, "--format", "json")[1] for _ in range(2))
    assert first == second
    document = json.loads(first)
    jsonschema.validate(document, schema("ask"))
    assert document["schema"] == "riskgraph.ask/1"
    ratios = [question["ratio"] for question in document["questions"]]
    assert ratios == sorted(ratios, reverse=True) and ratios[0] > 0.0


def test_every_worth_follows_from_the_amounts_beside_it(run: Run, register: Path) -> None:
    flips = [(q, flip) for q in asked(run, register)["questions"] for flip in q["flips"]]
    assert flips
    for question, flip in flips:
        p, good, bad = question["p_good"], flip["accepted_if_good_yen"], flip["accepted_if_bad_yen"]
        others = [flip[key] for key in ("remediated_yen", "refused_yen") if flip[key] is not None]
        without = min([p * good + (1 - p) * bad, *others])
        knowing = p * min([good, *others]) + (1 - p) * min([bad, *others])
        assert flip["worth_yen"] == pytest.approx(without - knowing, rel=1e-6)
    for question in asked(run, register)["questions"]:
        assert sum(flip["worth_yen"] for flip in question["flips"]) == pytest.approx(question["worth_yen"], abs=1.0)


def test_the_total_is_what_assess_says(run: Run, register: Path) -> None:
    assessed = json.loads(run("assess", register, *ON, "--format", "json")[1])
    assert asked(run, register, "--top", 1)["eal_yen"] == assessed["totals"]["eal_yen"]


def test_costs_that_the_user_knows_better_change_what_a_question_is_worth(
    run: Run, register: Path, tmp_path: Path
) -> None:
    table = tmp_path / "costs.csv"
    table.write_text("measure id,one-off (yen),yearly (yen)\nWRITE-OUT@B,900000000,900000000\n", encoding="utf-8")

    def of(*more: Any) -> dict[str, Any]:
        found = asked(run, register, "--top", 100, *more)["questions"]
        return next(q for q in found if q["party"] == "B" and q["asked"][0]["control"] == "DEV-01")

    before, after = of(), of("--costs", table)
    assert after["fix_yen"] > before["fix_yen"]
    assert after["p_good"] == before["p_good"] and after["eal_if_bad_yen"] == before["eal_if_bad_yen"]


def test_a_wrong_row_of_costs_is_told_and_the_rest_counts(run: Run, register: Path, tmp_path: Path) -> None:
    table = tmp_path / "costs.csv"
    table.write_text("measure id,yearly (yen)\nMFA@A,-5\nMFA@Z,5\n", encoding="utf-8")
    status, out, err = run("ask", register, *ON, "--costs", table, "--lang", "en")
    assert status == HAS_ERRORS and out
    assert "below zero" in err and "neither a party" in err


def test_a_register_that_cannot_be_read_is_told(run: Run, tmp_path: Path) -> None:
    wrong = tmp_path / "register.xlsx"
    wrong.write_bytes(b"no workbook")
    status, _, err = run("ask", wrong, *ON)
    assert status != DONE and err


def test_none_of_many_can_be_wanted_and_nothing_to_ask_is_another_matter(run: Run, register: Path) -> None:
    status, out, _ = run("ask", register, *ON, "--top", "0", "--lang", "en")
    assert status == DONE and "could be asked about" in out
    nothing = t("en", "inquiry.sentence.nothing")
    assert nothing not in out
    assert nothing in inquiries_text(Inquiries(eal=Interval.exact(0.0)), SMALL, load_catalogue(), "en", title="x")


@pytest.mark.parametrize("wrong", [("--top", "many"), ("--appetite", "-1"), ("--as-of", "someday")])
def test_a_wrong_call_is_refused(run: Run, register: Path, wrong: tuple[str, ...]) -> None:
    assert run("ask", register, *wrong)[0] == CALLED_WRONGLY


def question(**fields: Any) -> Inquiry:
    stated: dict[str, Any] = {
        "party_id": "B",
        "asked": (Asked(control_id="DEV-01", standing=Standing.NOT_ASKED, why=WhyAsk.UNASKED),),
        "way": Way.FORM,
        "worth_yen": 50_000.0,
        "cost_yen": 10_000.0,
        "ratio": 5.0,
        "p_good": 0.4,
        "eal_if_good": Interval.exact(1_000_000.0),
        "eal_if_bad": Interval.exact(2_000_000.0),
        "width_before": 300.0,
        "width_after": 200.0,
    }
    return Inquiry(**(stated | fields))


FLIP = Flip(
    path_key="O>A>B|K", now=Decision.ACCEPT, if_good=Decision.ACCEPT, if_bad=Decision.REMEDIATE,
    good_yen=110_000.0, bad_yen=220_000.0, remediated_yen=190_000.0,
)  # fmt: skip


def test_a_decision_that_cannot_be_taken_is_not_told_and_paths_decided_together_are() -> None:
    alone = lines(question(flips=(FLIP,)), SMALL, "en")[2]
    assert "190K" in alone and "somebody else comes to" not in alone and "together" not in alone
    both = FLIP.model_copy(update={"refused_yen": 330_000.0, "together": ("O>C>B|L",)})
    assert all(word in lines(question(flips=(both,)), SMALL, "en")[2] for word in ("330K", "together", "on it: 2"))


@pytest.mark.parametrize("locale", LOCALES)
def test_questions_on_which_no_decision_hangs_stand_apart(locale: str) -> None:
    found = Inquiries(questions=(question(flips=(FLIP,)), question(worth_yen=0.0, ratio=0.0)), eal=Interval.exact(1.0))
    text = inquiries_text(found, SMALL, load_catalogue(), locale, title="x")
    first, rest = text.replace("\n", " ").split(t(locale, "inquiry.rest")[:20])
    assert "1. " in first and "2. " in rest
    assert sentence(Inquiries(questions=(question(),), eal=found.eal), SMALL, load_catalogue(), locale) == t(
        locale, "inquiry.sentence.none"
    )


def test_a_range_that_stays_is_said_to_stay() -> None:
    assert "stays at" in lines(question(width_after=300.0), SMALL, "en")[1]
    assert "to go from" in lines(question(), SMALL, "en")[1]


def test_a_name_from_a_workbook_cannot_break_the_lines() -> None:
    hostile = Submission(parties=tuple(p.model_copy(update={"name": "x\n=1+1\x1b[31m"}) for p in SMALL.parties))
    found = Inquiries(questions=(question(flips=(FLIP,), via=("A",)),), eal=Interval.exact(1.0))
    text = inquiries_text(found, hostile, load_catalogue(), "en", title="x")
    assert "\x1b" not in text and "\n=1+1" not in text


@pytest.mark.parametrize("page", ["ask.md", "ask.ja.md"])
def test_the_page_names_every_parameter_of_asking_and_refusing(page: str) -> None:
    told = (Path(__file__).parent.parent / "docs" / page).read_text(encoding="utf-8")
    keys = [p.key for p in load_parameters().table if p.key.startswith(("acting.ask.", "acting.refuse."))]
    assert keys and [key for key in keys if f"`{key}`" not in told] == []


@pytest.mark.parametrize("page", ["ask.md", "ask.ja.md"])
def test_the_page_says_how_many_questions_are_worked_out(page: str) -> None:
    told = (Path(__file__).parent.parent / "docs" / page).read_text(encoding="utf-8")
    assert f" {MOST_LOOKED_INTO} " in told or f"大きい{MOST_LOOKED_INTO}件、" in told
