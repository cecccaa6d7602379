"""The page of plans: aims, choices, costs with their guards, the workbench, and the switches on a path."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import riskgraph.planning
from riskgraph.model.change import AnswerSet, EngagementMoved, FieldSet
from riskgraph.model.measure import CostEntry, Payer
from riskgraph.model.plan import Aim, Plan
from riskgraph.report.plan_rows import duty_counts, ranked
from riskgraph.report.plan_words import sentences
from riskgraph.report.what_if_words import sentences as what_if_sentences
from riskgraph.store.costs import costs
from riskgraph.text import LOCALES, t
from riskgraph.ui import keeping
from riskgraph.ui.actions import planning, shown, trying
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components import plan_ask
from riskgraph.ui.components.path_switches import Switches, switches
from riskgraph.ui.components.plan_view import PlanView
from riskgraph.ui.components.try_view import Trying
from tests.intake.books import book
from tests.ui.pages import texts
from tests.ui.sample_store import page, state_key, with_sample_in


def body() -> None:
    from riskgraph.ui.pages import plan

    plan.render()


def paths_body() -> None:
    from riskgraph.ui.pages import paths

    paths.render()


@pytest.fixture
def sample(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    with_sample_in(tmp_path / "mine", tmp_path_factory.getbasetemp() / "sample-store", monkeypatch)
    monkeypatch.setattr(planning, "SECONDS", 0.0)  # no proof: the greedy choice
    monkeypatch.setattr(riskgraph.planning, "MOST_MEASURES", 12)  # and few to choose from


def this() -> Shown:
    result = shown.shown()
    assert result is not None
    return result


def viewed(locale: str = "ja", *, changes: tuple[Any, ...] = (), **view: Any) -> AppTest:
    """Return the page with these choices made."""
    app = page(body, locale=locale)
    app.session_state[state_key(PlanView)] = PlanView(register_id=keeping.register_id(), **view)
    if changes:
        app.session_state[state_key(Trying)] = Trying(register_id=keeping.register_id(), changes=changes)
    app = app.run()
    assert not app.exception
    return app


def budget(yen: float, **view: Any) -> dict[str, Any]:
    return {"aim": Aim.BUDGET, "limits": ((Aim.BUDGET, yen),), "is_asked": True, **view}


def planned() -> Plan:
    """Return the plan that was worked out for what the page asks now."""
    offered = planning.offer(this())
    places = planning._place(offered.key)
    assert len(places) == 1
    return next(iter(places.values()))


def unescaped(app: AppTest) -> str:
    return texts(app).replace("\\", "").replace("\u2060", "")


def kept() -> tuple[CostEntry, ...]:
    return costs(keeping.store(), keeping.register_id())


@pytest.mark.parametrize("locale", LOCALES)
def test_without_a_register_the_page_says_so_and_what_to_do_next(locale: str) -> None:
    app = page(body, locale=locale)

    assert not app.exception
    assert t(locale, "planning.nothing.next") in unescaped(app)


def test_nothing_is_worked_out_before_somebody_asks(sample: None) -> None:
    app = viewed()

    assert t("ja", "planning.not_yet") in unescaped(app)
    assert planning._place(planning.offer(this()).key) == {}


def test_the_page_says_what_the_plan_says_and_lists_what_is_due_apart(sample: None) -> None:
    for locale in LOCALES:
        app = viewed(locale, **budget(3_000_000.0))
        plan, said = planned(), unescaped(app)

        assert plan.choice.measures and plan.choice.cost_a_year.pt <= 3_000_000.0
        assert all(sentence in said for sentence in sentences(plan, locale))
        (chosen,) = [table.value for table in app.dataframe if "plan_saves" in table.value.columns]
        assert list(chosen["plan_id"]) == [one.measure.measure_id for one in ranked(plan)]
        assert all(line in said for line in duty_counts(plan.duties, locale))
        (due,) = [table.value for table in app.dataframe if "duty_what" in table.value.columns]
        assert list(due["duty_row"]) == [duty.engagement_id for duty in plan.duties]


def test_a_plan_stays_in_sight_and_is_said_to_be_older_when_a_cost_changes(sample: None) -> None:
    app = viewed(**budget(1_000_000.0))
    (first, *_) = ranked(planned())
    keeping.introduce("審査担当")
    entry = CostEntry(measure_id=first.measure.measure_id, is_excluded=True, note="今年は見送る")
    planning.keep_cost(this(), entry, 0)
    app = app.run()

    assert t("ja", "planning.older") in unescaped(app)
    (chosen,) = [table.value for table in app.dataframe if "plan_saves" in table.value.columns]
    assert first.measure.measure_id in list(chosen["plan_id"])
    app = app.get_by_key("plan_go").click().run()
    assert t("ja", "planning.older") not in unescaped(app)
    (chosen,) = [table.value for table in app.dataframe if "plan_saves" in table.value.columns]
    assert first.measure.measure_id not in list(chosen["plan_id"])


def test_another_aim_waits_until_somebody_asks_for_it(sample: None) -> None:
    app = viewed(**budget(0.0))
    known = len(planning._place(planning.offer(this()).key))
    app = app.get_by_key("plan_aim").set_value(Aim.TOTAL).run()

    assert not app.exception
    assert len(planning._place(planning.offer(this()).key)) == known


def test_a_budget_of_zero_takes_nothing_and_an_aim_out_of_reach_says_what_can_be_had(sample: None) -> None:
    nothing = viewed(**budget(0.0))
    assert t("ja", "planning.head.nothing").split("{")[0] in unescaped(nothing)
    out_of_reach = viewed(aim=Aim.TOTAL, limits=((Aim.TOTAL, 1.0),), is_asked=True)
    assert t("ja", "plan.sentence.unreachable.total").split("{")[0] in unescaped(out_of_reach)


def test_what_is_forced_needs_a_reason_and_is_taken_then(sample: None) -> None:
    offered = planning.offer(this())
    least = max(offered.measures, key=lambda m: m.cost.a_year(3.0).pt).measure_id
    keeping.introduce("審査担当")

    def tries(**fields: Any) -> None:
        entry = CostEntry(measure_id=least, is_forced=True, **fields)
        planning.keep_cost(this(), entry, planning.offer(this()).revisions.get(least, 0))

    with pytest.raises(Exception, match=r"measure\.reason_needed"):
        tries()
    with pytest.raises(Exception, match=r"measure\.talk_missing"):
        tries(note="監査の指摘", payer=Payer.PARTY)
    assert kept() == ()
    tries(note="監査の指摘")
    assert [entry.measure_id for entry in kept()] == [least]
    assert planning.offer(this()).by_id[least].is_forced


def test_costs_go_out_as_a_workbook_and_come_back_as_they_were(sample: None) -> None:
    offered = planning.offer(this())
    entries, wrong = planning.read_table(this(), "costs.xlsx", planning.table_of_costs(this(), offered, "ja"))

    assert wrong == ()
    assert {entry.measure_id for entry in entries} <= set(offered.by_id)
    assert not any(entry.is_forced or entry.is_excluded for entry in entries)


def test_a_search_shows_the_measures_that_fit(sample: None) -> None:
    app = viewed(section="costs")
    app.get_by_key("plan_find").set_value("WRITE-OUT@P-003").run()

    (offered,) = [table.value for table in app.dataframe if "plan_once" in table.value.columns]
    assert list(offered["plan_id"]) == ["WRITE-OUT@P-003"]


def new_work(audited_on: str = "") -> bytes:
    """Return a workbook with one more engagement."""
    header = ("engagement_id", "consignor", "consignee", "parent_engagement", "audited_on")
    return book({"Engagements": (header, ("K-900", "P-003", "P-004", "K-0101", audited_on))})


CHANGES = (
    AnswerSet(party_id="P-003", control_id="DEV-01"),
    FieldSet(sheet="engagements", row_id="K-0110", column="consent", value="explicit"),
    EngagementMoved(engagement_id="K-0110", consignee=""),
)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_workbench_says_what_the_engine_says_of_changes_of_every_kind(sample: None, locale: str) -> None:
    app = viewed(locale, section="try", changes=CHANGES)

    result = trying.result(this(), CHANGES)
    assert all(sentence in unescaped(app) for sentence in what_if_sentences(result, locale))
    assert t(locale, "trying.changes", count=3) in [s.value for s in app.subheader]


def test_a_change_is_added_left_out_and_taken_back(sample: None) -> None:
    app = viewed(section="try")
    app = app.get_by_key("try_add").click().run()
    assert len(app.session_state[state_key(Trying)].changes) == 1
    app = app.get_by_key("try_add").click().run()  # the same answer again is the same change
    assert len(app.session_state[state_key(Trying)].changes) == 1
    app = app.get_by_key("try_remove_0").click().run()
    assert app.session_state[state_key(Trying)].changes == ()
    app = app.get_by_key("try_back").click().run()
    assert len(app.session_state[state_key(Trying)].changes) == 1


def test_a_value_that_cannot_be_read_is_told_with_what_the_column_takes(sample: None) -> None:
    app = viewed(section="try")
    app = app.get_by_key("try_kind").set_value("engagements").run()
    app = app.get_by_key("try_column_engagements").set_value("audited_on").run()
    app = app.get_by_key("try_value_engagements_audited_on").set_value("いつか").run()
    app = app.get_by_key("try_add").click().run()

    assert not app.exception
    assert "いつか" in "".join(error.value for error in app.error)
    assert Trying().changes == ()


def test_rows_of_a_workbook_are_tried_and_what_cannot_be_read_is_named_by_its_cell(sample: None) -> None:
    made, wrong = trying.rows_of(this(), "rows.xlsx", new_work())
    assert wrong == ()
    assert [row.engagement_id for row in made.rows.engagements] == ["K-900"]
    result = trying.result(this(), trying.read(this(), (made,)))
    assert result.paths_after >= result.paths_before
    assert t("ja", "trying.changes", count=1) in [s.value for s in viewed(section="try", changes=(made,)).subheader]
    _, wrong = trying.rows_of(this(), "rows.xlsx", new_work("いつか"))
    assert [(problem.sheet, problem.cell) for problem in wrong] == [("Engagements", "E2")]


def test_switches_of_a_path_bring_it_down_and_leave_the_register_alone(sample: None) -> None:
    path = this().assessment.paths[0]
    offered = switches(path, this(), "ja")
    app = page(paths_body)
    app.session_state[state_key(Switches)] = Switches(path.key, (offered[0].key,))
    app = app.run()

    assert not app.exception
    result = trying.result(this(), trying.read(this(), offered[0].changes), top=10_000)
    move = next(move for move in result.paths if move.key == path.key)
    assert move.eal_after is not None and move.eal_after.pt < path.eal_yen.pt
    said = t("ja", "switches.rank.from", before=path.rank)
    assert said in [caption.value.replace("\\", "") for caption in app.caption]
    assert any(switch.key.startswith("hop:") for switch in offered)


def test_every_switch_can_be_read_and_none_raises_the_loss_of_its_path(sample: None) -> None:
    path = this().assessment.paths[0]
    for switch in switches(path, this(), "en"):
        result = trying.result(this(), trying.read(this(), switch.changes), top=10_000)
        move = next((m for m in result.paths if m.key == path.key), None)
        after = move.eal_after if move else path.eal_yen
        assert after is not None and after.pt <= path.eal_yen.pt * (1 + 1e-9), switch.key


def test_the_limits_offered_at_first_are_within_reach_of_people(sample: None) -> None:
    limits = plan_ask.usual_limits(this())
    assert limits[Aim.PATHS] == this().assessment.appetite_yen
    assert all(limit > 0 for limit in limits.values())
    assert limits[Aim.TOTAL] < this().assessment.totals.eal_yen.pt
