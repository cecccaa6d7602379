"""The page of questionnaires: nothing there, choosing and making, every state on the board, stale saves, own form."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from riskgraph.catalogue import load_catalogue
from riskgraph.intake.joining import control_ids
from riskgraph.intake.questionnaire import read_questionnaire
from riskgraph.intake.register import read_register
from riskgraph.model.board import BoardState
from riskgraph.model.records import RequestDraft, RequestRecord, ReviewState
from riskgraph.store.audit import audit_lines
from riskgraph.store.questionnaires import decide, receive, take_under_review
from riskgraph.store.registers import create_register
from riskgraph.store.requests import make_requests, mark_sent, requests, withdraw_request
from riskgraph.text import LOCALES, t
from riskgraph.ui import keeping, session
from riskgraph.ui.actions import sending
from riskgraph.ui.components import sending_state
from tests.ui.pages import SECONDS, texts, workbook

ACTOR = "送付担当"
CATALOGUE = load_catalogue()
TODAY = date(2026, 9, 1)
SCRIPT = """
from riskgraph.ui.pages import questionnaires

questionnaires.render()
"""
FIRMS = {"A": "ひばり運用", "B": "つばめ保守", "C": "かもめ発送", "D": "すずめ印刷", "E": "とび警備", "F": "たか物流"}


def register_file() -> bytes:
    """Return a register of an owner and six firms, the second of which works for the first."""
    departments = ["総務課", "", "営業部", "営業部", "", "総務課"]
    work = [
        [
            f"K{n}", "A" if party == "B" else "P", party, "K1" if party == "B" else "", "委託", "委託先の環境", "D1",
            "有効", department,
        ]
        for n, (party, department) in enumerate(zip(FIRMS, departments, strict=True), start=1)
    ]  # fmt: skip
    titles = ["委託ID", "委託元ID", "委託先ID", "上位委託ID", "関係", "取扱形態", "データID", "状態", "所管部門"]
    return workbook(
        {
            "組織": [["組織ID", "名称"], ["P", "みなと学習"], *([k, v] for k, v in FIRMS.items())],
            "委託": [titles, *work],
            "データ": [["データID", "名称", "所有者ID", "件数"], ["D1", "会員名簿", "P", 12000]],
            "設定": [["項目", "値"], ["基準日", TODAY.isoformat()]],
        }
    )


def with_register() -> str:
    """Put the register into the store; return its id."""
    data = register_file()
    submission = read_register([("台帳.xlsx", data)], known_controls=control_ids(CATALOGUE))
    assert submission.settings.as_of == TODAY
    with keeping.writing(ACTOR) as writing:
        return create_register(writing, "委託先台帳", submission, files=[("台帳.xlsx", data)]).register_id


def opened(locale: str = "ja", *, section: str = "board") -> AppTest:
    """Return the page after its first run, with a name given."""
    app = AppTest.from_string(SCRIPT, default_timeout=SECONDS)
    app.session_state["riskgraph"] = session.State(locale=locale)
    app.session_state["riskgraph.riskgraph.ui.keeping.Visit"] = keeping.Visit(name=ACTOR)
    app = app.run()
    if section != "board":
        app = app.get_by_key("sending_section_board").set_value(section).run()
    assert not app.exception
    return app


def draft(party_id: str, due_on: date, **fields: object) -> RequestDraft:
    return RequestDraft.model_validate(
        {"party_id": party_id, "form": "short", "version": CATALOGUE.form("short").version, "department": "総務課",
         "fiscal_year": 2026, "due_on": due_on} | fields
    )  # fmt: skip


def in_every_state() -> dict[int, BoardState]:
    """Make a request in each state; return what is expected, by id."""
    register_id, soon, late, past = with_register(), date(2026, 9, 4), date(2026, 9, 30), date(2026, 8, 28)
    plan = [
        ("A", late, BoardState.TO_SEND), ("B", late, BoardState.SENT), ("C", soon, BoardState.DUE),
        ("D", past, BoardState.OVERDUE), ("E", past, BoardState.RECEIVED), ("F", past, BoardState.UNDER_REVIEW),
        ("A", late, BoardState.RETURNED), ("B", past, BoardState.ACCEPTED), ("C", past, BoardState.WITHDRAWN),
    ]  # fmt: skip
    with keeping.writing(ACTOR) as w:
        made = make_requests(w, register_id, [draft(party, due) for party, due, _ in plan])
        mark_sent(w, {r.request_id: 1 for r in made[1:]}, date(2026, 8, 1))
        withdraw_request(w, made[8].request_id, 2, reason="取引終了")
        for record, (_, _, state) in zip(made, plan, strict=True):
            _came_back(w, record, state)
    return {r.request_id: state for r, (_, _, state) in zip(made, plan, strict=True)}


def _came_back(w: object, record: RequestRecord, state: BoardState) -> None:
    """Take in an empty form for a request, and review it as far as its state says."""
    wanted = {
        BoardState.RECEIVED: None,
        BoardState.UNDER_REVIEW: ReviewState.UNDER_REVIEW,
        BoardState.RETURNED: ReviewState.RETURNED,
        BoardState.ACCEPTED: ReviewState.ACCEPTED,
    }
    if state not in wanted:
        return
    this = sending.desk()
    assert this is not None
    data = sending.own_workbook(this, this.candidates[0], "ja") + bytes([record.request_id])
    form = read_questionnaire("x.xlsx", data, CATALOGUE)
    back = receive(
        w, record.register_id, form, data, party_id=record.party_id, request_id=record.request_id, received_on=TODAY
    )  # type: ignore[arg-type]
    review = wanted[state]
    if review is ReviewState.UNDER_REVIEW:
        take_under_review(w, back.questionnaire_id, back.revision)  # type: ignore[arg-type]
    elif review is not None:
        decide(w, back.questionnaire_id, back.revision, state=review)  # type: ignore[arg-type]


def kept() -> dict[int, RequestRecord]:
    return {r.request_id: r for r in requests(keeping.store(), keeping.register_id())}


@pytest.mark.parametrize("locale", LOCALES)
def test_without_a_register_the_page_says_what_to_do(locale: str) -> None:
    said = texts(opened(locale)).replace("\\", "")

    assert t(locale, "sending.nothing.next") in said


@pytest.mark.parametrize("locale", LOCALES)
def test_with_a_register_alone_the_page_leads_to_making(locale: str) -> None:
    with_register()
    app = opened(locale)

    assert t(locale, "sending.sentence.empty") == app.title[0].value.replace("\\", "")
    app = app.get_by_key("board_make").click().run()
    assert not app.exception
    assert t(locale, "sending.choose") in [header.value for header in app.header]
    assert app.get_by_key("own_form_download") is not None


@pytest.mark.parametrize("locale", LOCALES)
def test_all_who_never_answered_are_made_in_one_go_and_come_as_one_zip(locale: str) -> None:
    with_register()
    app = opened(locale, section="make").get_by_key("make_go").click().run()
    assert not app.exception
    made = kept()

    assert ["P", *FIRMS] == sorted((r.party_id for r in made.values()), key=lambda p: (p != "P", p))
    assert {date(2026, 9, 15)} == {r.due_on for r in made.values()}
    assert {2026} == {r.fiscal_year for r in made.values()}
    this = sending.desk()
    assert this is not None
    found = sending.package(this, tuple(made), sending.LetterKind.FIRST, locale, lambda *_: None)
    names = zipfile.ZipFile(io.BytesIO(found.content)).namelist()
    assert t(locale, "mailing.list_file") == names[0]
    assert len(made) + 1 == len(names)
    assert app.get_by_key("made_download") is not None
    lines = [line for line in audit_lines(keeping.store()) if line.action == "request_made"]
    assert {ACTOR} == {line.actor for line in lines}
    assert len(made) == len(lines)


def test_nobody_chosen_makes_nothing_and_a_department_can_be_chosen_alone() -> None:
    with_register()
    app = opened(section="make").get_by_key("ask_nobody").click().run()
    assert app.get_by_key("make_go").disabled
    app = app.get_by_key("ask_department_filter").set_value("営業部").run()
    app = app.get_by_key("ask_all").click().run()
    app = app.get_by_key("make_go").click().run()

    assert [r.party_id for r in kept().values()] == ["C", "D"]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_state_stands_on_the_board_and_the_sentence_says_what_presses(locale: str) -> None:
    expected = in_every_state()
    app = opened(locale)
    this = sending.desk()
    assert this is not None

    assert expected == {row.request.request_id: row.state for row in this.board.rows}
    assert "1" in app.title[0].value
    assert t(locale, "sending.sentence.overdue", count=1) in app.title[0].value.replace("\\", "")
    for _ in range(2):
        app = app.get_by_key("board_all").click().run()
        assert not app.exception


def test_what_is_to_be_sent_is_marked_in_one_click_and_nothing_else_is_touched() -> None:
    expected = in_every_state()
    before = kept()
    app = opened().get_by_key("board_all").click().run().get_by_key("mark_sent").click().run()
    assert not app.exception
    changed = {i for i, record in kept().items() if record != before[i]}

    assert {i for i, state in expected.items() if state is BoardState.TO_SEND} == changed
    assert kept()[min(changed)].sent_on == TODAY


def chosen(state: BoardState) -> AppTest:
    """Return the page with the request of one state chosen."""
    expected = in_every_state()
    number = next(i for i, s in expected.items() if s is state)
    app = opened()
    name = f"riskgraph.{sending_state.__name__}.Sending"
    app.session_state[name] = sending_state.Sending(register_id=keeping.register_id(), chosen=(number,))
    return app.run()


def test_a_later_day_needs_a_reason_and_a_holiday_is_told() -> None:
    app = chosen(BoardState.OVERDUE)
    (number,) = (i for i, r in kept().items() if r.party_id == "D")
    app = app.get_by_key("step_due-2026-09-15").set_value(date(2026, 9, 21)).run()
    assert "敬老の日" in texts(app)
    app = app.get_by_key("step_due_next").click().run()
    app = app.get_by_key("extend_go").click().run()
    assert t("ja", "problem.sending.reason_needed.message") in texts(app).replace("\\", "")
    assert kept()[number].extensions == ()
    app.get_by_key("step_why_later").set_value("担当者の交代").run()
    app = app.get_by_key("extend_go").click().run()

    assert date(2026, 9, 24) == kept()[number].due_on
    assert [extension.reason for extension in kept()[number].extensions] == ["担当者の交代"]


def test_a_request_is_withdrawn_with_a_reason() -> None:
    app = chosen(BoardState.DUE)
    app.get_by_key("step_why_not").set_value("取引終了").run()
    app.get_by_key("withdraw_go").click().run()

    assert kept()[3].withdrawn is not None


def test_a_reminder_is_noted_with_its_kind() -> None:
    chosen(BoardState.OVERDUE).get_by_key("mark_reminded").click().run()

    assert [(r.kind.value, r.sent_on) for r in kept()[4].reminders] == [("overdue", TODAY)]


def test_a_stale_save_is_refused_and_names_who_saved() -> None:
    app = chosen(BoardState.TO_SEND)
    with keeping.writing("別の担当") as w:
        mark_sent(w, {1: 1}, date(2026, 8, 31))
    app = app.get_by_key("mark_sent").click().run()

    assert "別の担当" in texts(app)
    assert date(2026, 8, 31) == kept()[1].sent_on


def test_a_form_that_was_sent_back_goes_out_with_its_open_questions() -> None:
    in_every_state()
    this = sending.desk()
    assert this is not None

    assert {7} == set(sending.returned(this, tuple(kept())))


def test_the_list_with_days_of_sending_marks_what_was_to_be_sent() -> None:
    in_every_state()
    this = sending.desk()
    assert this is not None
    csv = sending.mail_csv(this, tuple(kept()), sending.LetterKind.FIRST, "ja").decode("utf-8-sig")
    lines = csv.replace('Q2026-0001-1,"",', "Q2026-0001-1,").replace("Q2026-0001-1,", "Q2026-0001-1,2026-08-31")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keeping, "actor", lambda: ACTOR)
        _, noted = sending.take_list(this, "送付一覧.csv", lines.encode("utf-8-sig"))

    assert noted == 1
    assert date(2026, 8, 31) == kept()[1].sent_on


def test_the_own_form_is_offered_until_it_is_answered() -> None:
    with_register()
    script = "from riskgraph.ui.components import sending_own\n\nsending_own.own_form('ja')\n"
    app = AppTest.from_string(script, default_timeout=SECONDS).run()
    assert app.get_by_key("own_form_download") is not None
    this = sending.desk()
    assert this is not None
    data = sending.own_workbook(this, this.candidates[0], "ja")

    assert (lambda f: (f.form_id, f.party_id))(read_questionnaire("own.xlsx", data, CATALOGUE)) == ("own", "P")


@pytest.mark.parametrize("section", ["make", "receive", "verifications"])
@pytest.mark.parametrize("locale", LOCALES)
def test_every_part_of_the_page_opens_with_requests_in_every_state(section: str, locale: str) -> None:
    in_every_state()
    app = opened(locale, section=section)

    assert not app.exception
    assert section == app.get_by_key(f"sending_section_{section}").value
