"""The command ``plan``: aims, the table of costs out and back, both languages, JSON that is the same twice."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from riskgraph.catalogue.measures import load_measures
from riskgraph.intake.template import register_workbook
from riskgraph.model.measure import Cost, Measure, Payer
from riskgraph.model.plan import Plan, PlanAsk, PlanChoice, PlannedMeasure
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from riskgraph.report.plan_words import measure_cost, plan_text, proof, why
from riskgraph.text import LOCALES
from tests.scoring.worlds import BAD_HOP, world
from tests.test_main import CALLED_WRONGLY, DONE, HAS_ERRORS, Run, run

__all__ = ["run"]

FAST = ("--seconds", "0", "--alternatives", "1", "--as-of", "2025-10-01")
JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")
SMALL = world("O > A > B", hops={"B": BAD_HOP}, said={"A": {"DEV-01": "yes"}}, records=100_000)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plan") / "register.xlsx"
    path.write_bytes(register_workbook(SMALL, "en"))
    return path


def planned(run: Run, register: Path, *more: Any) -> dict[str, Any]:
    status, out, err = run("plan", register, *FAST, "--format", "json", *more)
    assert status == DONE, err
    found: dict[str, Any] = json.loads(out)
    return found


@pytest.mark.parametrize("locale", LOCALES)
def test_a_plan_can_be_read_aloud_in_either_language(run: Run, register: Path, locale: str) -> None:
    status, out, _ = run("plan", register, *FAST, "--budget", "1,000,000", "--lang", locale)
    assert status == DONE
    assert bool(JAPANESE.search(out)) is (locale == "ja")
    assert "A>B" in out and "@" in out


def test_the_document_is_the_same_twice_and_adds_up(run: Run, register: Path) -> None:
    first, second = (planned(run, register, "--budget", "1000000") for _ in range(2))
    assert first == second
    assert first["schema"] == "riskgraph.plan/1" and first["aim"]["is_reached"]
    choice = first["choice"]
    costs = [one["cost_a_year_yen"]["pt"] for one in choice["measures"]]
    assert sum(costs) == pytest.approx(choice["cost_a_year_yen"]["pt"]) and sum(costs) <= 1_000_000
    assert choice["eal_after_yen"]["pt"] < first["before"]["eal_yen"]["pt"]
    assert {duty["code"] for duty in first["duties"]} >= {"consent_missing", "flow_down_missing", "check_not_recorded"}


def test_without_an_aim_every_path_is_to_come_under_the_accepted_loss(run: Run, register: Path) -> None:
    found = planned(run, register, "--appetite", "5000")
    assert (found["aim"]["kind"], found["aim"]["limit_yen"]) == ("paths", 5000.0)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("aim", ["paths", "total", "tail"])
def test_a_target_of_nothing_is_answered_with_what_can_be_had(run: Run, register: Path, aim: str, locale: str) -> None:
    status, out, _ = run("plan", register, *FAST, f"--{aim}", "0", "--lang", locale)
    assert status == DONE
    assert ("この目標には届きません" if locale == "ja" else "out of reach") in out


def test_given_time_the_gap_is_proven_and_told(run: Run, register: Path) -> None:
    found = planned(run, register, "--budget", "1000000", "--seconds", "2", "--alternatives", "0")
    assert found["proof"]["method"] in ("exact", "bounded") and 0.0 <= found["proof"]["gap"] < 1.0


def test_a_budget_of_nothing_chooses_nothing(run: Run, register: Path) -> None:
    found = planned(run, register, "--budget", "0")
    assert found["choice"]["measures"] == [] and found["aim"]["is_reached"]
    assert found["aim"]["reachable_yen"] < found["before"]["eal_yen"]["pt"]


def test_costs_go_out_and_come_back_changed(run: Run, register: Path, tmp_path: Path) -> None:
    table = tmp_path / "costs.xlsx"
    before = planned(run, register, "--budget", "1000000", "--costs-out", table)
    same = planned(run, register, "--budget", "1000000", "--costs", table)
    assert same == before
    book = load_workbook(table)
    sheet = book.worksheets[0]
    wanted = before["choice"]["measures"][0]["measure"]
    row = next(n for n in range(2, sheet.max_row + 1) if sheet.cell(n, 1).value == wanted)
    for column in range(4, 10):
        sheet.cell(row, column).value = 7_000_000
    book.save(table)
    after = planned(run, register, "--budget", "1000000", "--costs", table)
    assert wanted not in {one["measure"] for one in after["choice"]["measures"]}


def test_a_wrong_row_of_costs_is_told_and_the_rest_counts(run: Run, register: Path, tmp_path: Path) -> None:
    table = tmp_path / "costs.csv"
    table.write_text("measure id,yearly (yen),who pays\nMFA@A,-5,\nMFA@Z,5,\nMFA@B,5,party\n", encoding="utf-8")
    status, out, err = run("plan", register, *FAST, "--budget", "1000", "--costs", table, "--lang", "en")
    assert status == HAS_ERRORS and out
    assert "below zero" in err and "neither a party" in err and "result of a talk" in err


def test_what_is_forced_is_taken_and_what_is_left_out_is_not(run: Run, register: Path) -> None:
    found = planned(run, register, "--budget", "300000", "--force", "CAMERA@B", "--exclude", "WRITE-OUT@B")
    chosen = {one["measure"] for one in found["choice"]["measures"]}
    assert "CAMERA@B" in chosen and "WRITE-OUT@B" not in chosen
    assert not found["aim"]["is_reached"]


@pytest.mark.parametrize(
    "wrong", [("--budget", "1", "--total", "1"), ("--force", "MFA@NOBODY"), ("--years", "0"), ("--budget", "-1")]
)
def test_a_wrong_call_is_refused(run: Run, register: Path, wrong: tuple[str, ...]) -> None:
    assert run("plan", register, *FAST, *wrong)[0] == CALLED_WRONGLY


def one(**fields: Any) -> PlannedMeasure:
    cost = Cost(one_off_yen=Interval.exact(300.0), yearly_yen=Interval.exact(100.0))
    measure = {"measure_id": "MFA@A", "template_id": "MFA", "acts": "A", "changes": (), "cost": cost}
    stated = {"cost_a_year": Interval.exact(200.0), "saves_last_yen": 900.0, "saves_alone_yen": 800.0}
    return PlannedMeasure(measure=Measure(**(measure | fields.pop("measure", {}))), **(stated | fields))


def plan(**fields: Any) -> Plan:
    nothing = Interval.exact(0.0)
    choice = PlanChoice(
        cost_a_year=nothing, cost_once=nothing, eal_after=nothing, largest_path_after=0.0, is_reached=True
    )
    ask = PlanAsk(aim=fields.pop("aim", "budget"), limit_yen=5.0)
    stated = {"ask": ask, "eal_before": nothing, "largest_path_before": 0.0, "choice": choice}
    return Plan(**(stated | {"reachable_yen": 0.0, "reachable_cost": 0.0} | fields))


def test_a_measure_paid_by_others_is_told_with_its_talk_and_a_default_cost_as_judgement() -> None:
    talk = {"payer": Payer.SHARED, "negotiated_on": date(2026, 3, 2), "result": "half each", "is_default_cost": False}
    shared = measure_cost(one(measure=talk), "en")
    assert "2026-03-02 half each" in shared and "judgement" not in shared
    assert "judgement" in measure_cost(one(), "en")


def test_the_reason_tells_joint_forced_and_lone_measures_apart() -> None:
    words = {
        why(one(), "en").split(";")[0],
        why(one(saves_alone_yen=0.0), "en").split(";")[0],
        why(one(saves_last_yen=10.0, measure={"is_forced": True}), "en").split(";")[0],
    }
    assert len(words) == 3


def test_what_is_not_proven_is_said_to_be_so() -> None:
    assert "not proven" in proof(plan(), "en") and "not proven" in proof(plan(aim="tail"), "en")
    assert "not proven" not in proof(plan(gap=0.01), "en")


def test_a_name_from_a_workbook_cannot_break_the_lines() -> None:
    hostile = Submission(parties=tuple(p.model_copy(update={"name": "x\n=1+1\x1b[31m"}) for p in SMALL.parties))
    choice = plan().choice.model_copy(update={"measures": (one(),)})
    text = plan_text(plan(choice=choice), hostile, {m.template_id: m for m in load_measures()}, "en")
    assert "\x1b" not in text and "\n=1+1" not in text
