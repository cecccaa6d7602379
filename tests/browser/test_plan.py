"""Plans in Chromium: an aim worked out, a cost kept with its reason, a choice tried, and switches on a path."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from riskgraph.model.plan import Aim
from riskgraph.store.costs import costs
from riskgraph.store.registers import registers
from riskgraph.text import t
from tests.browser.conftest import App, Opened
from tests.browser.steps import PICTURE, click, go, introduce, keep, keyed, settle, table_of, words, write
from tests.browser.test_look import measured

pytestmark = pytest.mark.browser
BUDGET = "20"  # 万円 a year: few measures, decided in seconds
REASON = "監査の指摘による"
WAIT = 120_000


def turn(page: Page, name: str) -> None:
    """Turn to a part of the page."""
    page.locator("[class*=st-key-plan_section]").get_by_text(t("ja", f"planning.section.{name}"), exact=True).click()
    settle(page)


def seen(page: Page, name: str) -> None:
    """Look at the page as it is: nothing too small, faint or cut off."""
    page.get_by_test_id("stStatusWidget").wait_for(state="detached")
    assert measured(page) == {}
    keep(page, f"{name}_ja_light_1280")


def test_a_board_plans_for_a_budget_keeps_a_reason_and_tries_the_choice(opened: Opened, fresh_app: App) -> None:
    page = opened(at=fresh_app)
    click(page, "sample")
    page.locator(PICTURE).wait_for()
    settle(page)
    go(page, "plan", "ja")
    seen(page, "plan_before")
    keyed(page, "plan_aim").get_by_text(t("ja", f"planning.aim.{Aim.BUDGET.value}"), exact=True).click()
    settle(page)
    write(page, f"plan_limit_{Aim.BUDGET.value}_ja", BUDGET)
    page.keyboard.press("Enter")
    settle(page)
    keyed(page, "plan_go").locator("button").click()
    expect(keyed(page, "plan_curve")).to_be_visible(timeout=WAIT)
    settle(page)
    seen(page, "plan_worked_out")
    chosen = table_of(page, "plan_csv")
    assert chosen

    turn(page, "costs")
    introduce(page, "情報管理課")
    seen(page, "plan_costs")
    turn(page, "plan")
    keyed(page, "plan_one").get_by_text(t("ja", "planning.edit")).click()
    page.locator("[class*=st-key-take_]").get_by_text(t("ja", "planning.take.forced"), exact=True).click()
    click(page, "plan_cost_save")
    assert t("ja", "problem.measure.reason_needed.mend") in words(page)
    page.locator("[class*=st-key-note_] input").first.fill(REASON)
    click(page, "plan_cost_save")
    expect(page.get_by_text(t("ja", "planning.older"))).to_be_visible()
    store = fresh_app.opened_store()
    (entry,) = costs(store, registers(store)[0].register_id)
    store.close()
    assert (entry.measure_id, entry.is_forced, entry.note) == (chosen[0][t("ja", "ui.column.plan_id")], True, REASON)

    click(page, "plan_send")
    expect(keyed(page, "try_csv")).to_be_visible()
    settle(page)
    seen(page, "plan_tried")
    assert table_of(page, "try_csv")
    click(page, "try_remove_0")
    click(page, "try_back")
    expect(keyed(page, "try_csv")).to_be_visible()


def test_a_switch_on_a_path_shows_before_and_after_and_goes_on_to_the_plan(opened: Opened, sample_app: App) -> None:
    page = opened("en", "dark", at=sample_app, path="paths")
    page.locator(PICTURE).wait_for()
    settle(page)
    page.get_by_text(t("en", "switches.title")).click()
    page.locator("[class*=st-key-switch_1_0] label").first.click()
    expect(keyed(page, "switches_result")).to_be_visible()
    settle(page)
    keep(page, "path_switches_en_dark_1280")
    click(page, "switches_send")
    expect(keyed(page, "try_csv")).to_be_visible()
    settle(page)
    assert page.url.endswith("/plan")
    assert measured(page) == {}
    keep(page, "plan_tried_en_dark_1280")
