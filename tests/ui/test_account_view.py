"""What did how much between two kept assessments: nothing before somebody asks, then a table whose rows add up."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from riskgraph.model.accounting import Accounting
from riskgraph.model.records import ReviewState
from riskgraph.store.questionnaires import questionnaires, reopen
from riskgraph.text import t
from riskgraph.ui import keeping
from riskgraph.ui.actions import accounting, shown
from tests.ui.pages import texts
from tests.ui.sample_store import ACTOR, page, with_sample_in


def body() -> None:
    from riskgraph.ui.pages import records

    records.render()


@pytest.fixture
def two_assessments(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample assessed a second time, with one questionnaire taken back."""
    with_sample_in(tmp_path / "mine", tmp_path_factory.getbasetemp() / "sample-store", monkeypatch)
    store, register_id = keeping.store(), keeping.register_id()
    record = next(r for r in questionnaires(store, register_id) if r.party_id == "P-003")
    with store.writing(ACTOR) as writing:
        reopen(writing, record.questionnaire_id, record.revision, reason="確認")
    assert record.state is ReviewState.ACCEPTED
    shown.assess_now(note="", name=ACTOR)


def columns(app: AppTest) -> list[str]:
    return [column for table in app.dataframe for column in table.value.columns]


def test_the_difference_is_told_apart_once_somebody_asks_and_the_parts_add_up(
    two_assessments: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked_out: list[Accounting] = []
    work_out = accounting.work_out

    def noted(old: shown.Shown, new: shown.Shown) -> Accounting:
        worked_out.append(work_out(old, new))
        return worked_out[-1]

    monkeypatch.setattr(accounting, "work_out", noted)
    app = page(body, "records.tab.kept")
    assert "account_change" not in columns(app) and not worked_out
    app = app.get_by_key("records_account_go").click().run()
    assert not app.exception
    app = app.run()
    (found,) = worked_out  # kept for the visit: drawing the page again works nothing out
    assert "account_change" in columns(app)
    moved = found.eal_after.pt - found.eal_before.pt
    assert moved != 0
    assert sum(part.eal_yen for part in found.parts) == pytest.approx(moved, abs=1e-9 * found.eal_after.pt)
    assert {part.party_id for part in found.parts if part.party_id} == {"P-003"}
    assert t("ja", "account.note") in texts(app).replace("\\", "").replace("\u2060", "")
