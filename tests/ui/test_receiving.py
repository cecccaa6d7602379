"""Questionnaires come back on the screen: many at once, one broken, reviewed, decided; and what was seen."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from riskgraph.intake.register import read_register
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.model.records import QuestionnaireRecord, ReviewState
from riskgraph.store import questionnaires as kept
from riskgraph.store.opening import Store, open_store
from riskgraph.store.place import VARIABLE, location
from riskgraph.store.registers import registers
from riskgraph.store.uploads import staged
from riskgraph.store.verifications import verifications
from riskgraph.text import LOCALES, t
from riskgraph.ui import keeping
from riskgraph.ui.components.receiving_upload import Waiting
from riskgraph.ui.session import State
from tests.intake.forms import all_answered, blank, filled
from tests.ui.kept import keep_register
from tests.ui.pages import SECONDS, register_bytes, texts, upload
from tools.fill_questionnaire import FilledAnswer

HOSTILE = "<b>Ａ</b> =1+1 [x](http://example.test)"


def _upload() -> None:
    from riskgraph.ui import session
    from riskgraph.ui.components import receiving_upload

    receiving_upload.render(session.locale())


def _review() -> None:
    from riskgraph.ui import session
    from riskgraph.ui.components import receiving_review

    receiving_review.render(session.locale())


def _verifications() -> None:
    from riskgraph.ui import session
    from riskgraph.ui.components import verification_list

    verification_list.render(session.locale())


def drawn(body: object, actor: str = "担当", locale: str = "ja") -> AppTest:
    app = AppTest.from_function(body, default_timeout=SECONDS)  # type: ignore[arg-type]
    app.session_state[f"riskgraph.{keeping.__name__}.Visit"] = keeping.Visit(name=actor)
    app.session_state["riskgraph"] = State(locale=locale)
    app.run()
    assert not app.exception
    return app


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    place = tmp_path / "kept"
    keep_register(place, read_register([("r.xlsx", register_bytes())]), is_assessed=False)
    monkeypatch.setenv(VARIABLE, str(place))
    return open_store(location(str(place)))


def register_of(store: Store) -> str:
    return registers(store)[0].register_id


def unopposed(party: str, more: str = "") -> dict[str, FilledAnswer]:
    """Return answers against which the register says nothing, and which nobody else gives."""
    told = all_answered("yes", evidence=f"{party} 規程 第3条 {more}".strip())
    return {**told, "CHN-05": FilledAnswer("no")}


def form(party: str = "A", name: str = "", answers: dict[str, FilledAnswer] | None = None) -> bytes:
    data = filled(answers or unopposed(party), data=blank(party=party))
    if not name:
        return data
    book = load_workbook(io.BytesIO(data))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == "party":
                    sheet.cell(cell.row, cell.column + 1).value = name
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def given(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    app.get_by_key("receiving_files").set_value([upload(name, data) for name, data in files])
    return app.get_by_key("receiving_read").click().run()


def records(store: Store) -> tuple[QuestionnaireRecord, ...]:
    return kept.questionnaires(store, register_of(store))


def received(store: Store, *parties: str, answers: dict[str, FilledAnswer] | None = None) -> None:
    app = given(drawn(_upload), *((f"{party}.xlsx", form(party, answers=answers)) for party in parties))
    app.get_by_key("receiving_save").click().run()
    assert not app.exception


def plain(app: AppTest) -> str:
    said = "\n".join([texts(app), *(str(part.value) for part in app.success)])
    return said.replace("\\", "").replace("\u2060", "")


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("body", [_upload, _review, _verifications])
def test_with_an_empty_store_each_part_says_what_to_do_next(body: object, locale: str) -> None:
    app = drawn(body, locale=locale)
    assert plain(app).strip()


def test_a_broken_file_among_many_is_named_and_the_others_are_saved(store: Store) -> None:
    good = [(f"{party}{n}.xlsx", form(party, answers=all_answered("yes", evidence=f"規程{n}")))
            for n in range(2) for party in ("A", "B")]  # fmt: skip
    app = given(drawn(_upload), *good, ("壊れ.xlsx", b"no workbook"))
    assert not app.exception
    assert "壊れ.xlsx" in "".join(e.value for e in app.error).replace("\\", "")
    assert records(store) == ()
    app.get_by_key("receiving_save").click().run()
    assert not app.exception
    saved = records(store)
    assert len(saved) == 4
    assert {r.state for r in saved} == {ReviewState.RECEIVED}
    assert t("ja", "receiving.saved", count=4) in plain(app)


def test_what_is_saved_is_exactly_what_was_read_and_the_bytes_leave_the_waiting_room(store: Store) -> None:
    data = form("A")
    app = given(drawn(_upload), ("a.xlsx", data))
    waiting = app.session_state[f"riskgraph.{Waiting.__module__}.Waiting"]
    assert staged(store, waiting.upload_id) is not None
    app.get_by_key("receiving_save").click().run()
    (record,) = records(store)
    saved = kept.forms_of(store, [record.questionnaire_id])[record.questionnaire_id]
    from riskgraph.catalogue import load_catalogue
    from riskgraph.intake.questionnaire import read_questionnaire

    read: ReturnedForm = read_questionnaire("a.xlsx", data, load_catalogue(), today=record.received_on)
    assert saved == read
    assert kept.file_of(store, record.questionnaire_id) == data
    assert staged(store, waiting.upload_id) is None


def test_a_form_without_party_waits_for_a_choice_and_hostile_names_are_only_text(store: Store) -> None:
    app = given(drawn(_upload), (f"{HOSTILE}.xlsx", form("A", name="Z-9")))
    assert app.get_by_key("receiving_save").disabled
    choice = next(s for s in app.selectbox if s.key.startswith("receiving_party_"))
    assert "<b>" not in choice.label.replace("\\<", "")
    choice.set_value("B").run()
    assert not app.exception
    app.get_by_key("receiving_save").click().run()
    (record,) = records(store)
    assert record.party_id == "B"


def test_a_file_saved_before_is_not_saved_again(store: Store) -> None:
    received(store, "A")
    app = given(drawn(_upload), ("a again.xlsx", form("A")))
    assert app.get_by_key("receiving_save").disabled
    assert len(records(store)) == 1


@pytest.mark.parametrize("locale", LOCALES)
def test_an_accepted_questionnaire_counts_and_the_page_says_that_the_assessment_is_older(
    store: Store, locale: str
) -> None:
    received(store, "A")
    app = drawn(_review, locale=locale)
    app.get_by_key("review_accept").click().run()
    assert not app.exception
    assert records(store)[0].state is ReviewState.ACCEPTED
    assert t(locale, "receiving.accepted") in plain(app)


def test_a_returned_form_offers_the_marked_file_and_the_questions_and_can_be_reopened_with_a_reason(
    store: Store,
) -> None:
    told = all_answered("yes", evidence="規程")
    first = next(iter(told))
    received(store, "A", answers={**told, first: FilledAnswer("0")})
    app = drawn(_review)
    app.get_by_key("review_return").click().run()
    assert not app.exception
    assert records(store)[0].state is ReviewState.RETURNED
    assert first in app.code[0].value
    assert app.get_by_key("review_reopen").disabled
    number = records(store)[0].questionnaire_id
    app.get_by_key(f"review_reason_{number}").set_value("誤って差し戻した").run()
    app.get_by_key("review_reopen").click().run()
    assert records(store)[0].state is ReviewState.UNDER_REVIEW
    assert records(store)[0].note == "誤って差し戻した"


def test_all_clean_ones_are_accepted_in_one_click_and_a_doubtful_one_is_left(store: Store) -> None:
    received(store, "A", "B")
    told = all_answered("yes", evidence="規程2")
    received(store, "A", answers={**told, next(iter(told)): FilledAnswer("0")})
    app = drawn(_review)
    app.get_by_key("review_accept_all").click().run()
    assert not app.exception
    assert [r.state for r in records(store)] == [ReviewState.ACCEPTED, ReviewState.ACCEPTED, ReviewState.RECEIVED]


def test_a_decision_on_what_somebody_else_decided_writes_nothing_and_says_who_did(store: Store) -> None:
    received(store, "A")
    app = drawn(_review)
    record = records(store)[0]
    # The other person decides between the drawing of this page and the click: the page still holds the old revision.
    from riskgraph.ui.actions import receiving

    honest = receiving.accept

    def late(listed: object, *, note: str = "") -> None:
        with store.writing("別の人") as writing:
            kept.decide(writing, record.questionnaire_id, record.revision, state=ReviewState.RETURNED)
        honest(listed, note=note)  # type: ignore[arg-type]

    receiving.accept = late
    try:
        app.get_by_key("review_accept").click().run()
    finally:
        receiving.accept = honest
    assert not app.exception
    assert records(store)[0].state is ReviewState.RETURNED
    assert "別の人" in "".join(error.value for error in app.error)


def seen(app: AppTest) -> AppTest:
    app.get_by_key("verification_role_0").set_value("情報管理部 課長")
    app.get_by_key("verification_seen_0").set_value(HOSTILE)
    app.get_by_key("verification_party_0").set_value("A")
    return app.get_by_key("verification_save").click().run()


def test_a_verification_counts_only_after_another_person_confirmed_it(store: Store) -> None:
    app = seen(drawn(_verifications))
    assert not app.exception
    app.get_by_key("verification_confirm").click().run()
    assert app.error, "the same person may not confirm"
    assert verifications(store, register_of(store))[0].confirmed is None
    other = drawn(_verifications, actor="二人目")
    other.get_by_key("verification_confirm").click().run()
    assert not other.exception
    (record,) = verifications(store, register_of(store))
    assert record.confirmed is not None and record.confirmed.actor == "二人目"
    assert record.seen == HOSTILE


def test_a_verification_is_withdrawn_only_with_a_reason_and_stays_in_the_list(store: Store) -> None:
    app = seen(drawn(_verifications))
    number = verifications(store, register_of(store))[0].verification_id
    assert app.get_by_key("verification_withdraw").disabled
    app.get_by_key(f"verification_reason_{number}").set_value("別の会社だった").run()
    app.get_by_key("verification_withdraw").click().run()
    assert not app.exception
    assert verifications(store, register_of(store))[0].withdrawn is not None
    assert len(app.dataframe[0].value) == 1


def test_a_verification_without_role_or_what_was_seen_is_not_recorded(store: Store) -> None:
    app = drawn(_verifications)
    app.get_by_key("verification_save").click().run()
    assert t("ja", "verification.missing") in "".join(e.value for e in app.error)
    assert verifications(store, register_of(store)) == ()
