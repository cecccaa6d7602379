"""Files of all kinds on the screen: sorted by what is to be done, mapped, ticked, opened, filtered, saved as shown."""

from __future__ import annotations

import json
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from riskgraph.catalogue import load_catalogue
from riskgraph.intake.file_kind import FileKind
from riskgraph.intake.foreign.applied import applied
from riskgraph.intake.given import Given
from riskgraph.intake.limits import Limits
from riskgraph.intake.register import read_register
from riskgraph.model.answer import AnswerCode
from riskgraph.model.read_file import ReadFile
from riskgraph.model.records import ReviewState
from riskgraph.store import questionnaires as kept
from riskgraph.store.maps import maps
from riskgraph.store.opening import Store, open_store
from riskgraph.store.place import VARIABLE, location
from riskgraph.store.uploads import staged
from riskgraph.text import LOCALES, t
from riskgraph.ui.actions import reading
from riskgraph.ui.actions.received import EntryState
from riskgraph.ui.components.receiving_state import AllDrafts, Filter, Waiting
from tests.intake.forms import all_answered
from tests.ui.kept import keep_register
from tests.ui.others_forms import QUESTIONS, SHEET, Reader, foreign, locked, sha
from tests.ui.pages import register_bytes
from tests.ui.test_receiving import HOSTILE, _upload, drawn, form, given, plain, records, register_of
from tools.fill_questionnaire import FilledAnswer

GOOD = ("はい", "はい", "はい", "いいえ", "はい", "1000万円")
WORSE = ("いいえ", "一部", "はい", "はい", "はい", "-")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    place = tmp_path / "kept"
    keep_register(place, read_register([("r.xlsx", register_bytes())]), is_assessed=False)
    monkeypatch.setenv(VARIABLE, str(place))
    return open_store(location(str(place)))


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Let files of some names be what the real reader would make of a stranger's file."""
    stand_in = Reader(reading.read_many, known)
    monkeypatch.setattr(reading, "read_many", stand_in)
    return stand_in


def known(file: Given) -> ReadFile | None:
    parties = {
        "他社1.xlsx": [("ひばり運用", GOOD)],
        "他社2.xlsx": [("つばめ保守", WORSE)],
        "二社.xlsx": [("ひばり運用", GOOD), ("つばめ保守", WORSE)],
        "下書き.pdf": [("ひばり運用", GOOD)],
    }.get(file.name)
    if file.name.startswith("鍵"):
        return locked(file)
    if parties is None:
        return None
    made = foreign(file.name, sha(file), parties, is_draft=file.name.endswith(".pdf"))
    return ReadFile(file=file.name, sha256=sha(file), foreign=made)


def remembered(app: AppTest, kind: type) -> Any:
    key = f"riskgraph.{kind.__module__}.{kind.__name__}"
    return app.session_state[key] if key in app.session_state else kind()


def remember(app: AppTest, value: object) -> AppTest:
    app.session_state[f"riskgraph.{type(value).__module__}.{type(value).__name__}"] = value
    return app.run()


def states_in(app: AppTest) -> list[str]:
    """Return the first words of the rows of the table, in its order."""
    table = next(d for d in app.dataframe if "received_state" in d.value.columns)
    return list(table.value["received_state"])


def state(name: str, locale: str = "ja") -> str:
    return t(locale, f"receiving.state_of.{name}")


def of_all_kinds() -> list[tuple[str, bytes]]:
    told = all_answered("yes", evidence="規程")
    doubtful = {**told, next(iter(told)): FilledAnswer("0")}
    return [
        ("clean.xlsx", form("A")),
        ("look.xlsx", form("B", answers=doubtful)),
        ("whose.xlsx", form("A", name="Z-9")),
        ("他社1.xlsx", b"1"),
        ("下書き.pdf", b"%PDF 1"),
        ("鍵.xlsx", b"2"),
        ("壊れ.xlsx", b"no workbook"),
    ]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_file_stands_in_the_table_by_what_is_to_be_done_about_it(
    store: Store, reader: Reader, locale: str
) -> None:
    app = given(drawn(_upload, locale=locale), *of_all_kinds())
    assert not app.exception
    names = ("clean", "look", "party", "map", "draft", "locked", "refused")
    assert states_in(app) == [state(name, locale) for name in names]
    for name in names:
        assert t(locale, f"receiving.sentence.{name}", count=1) in plain(app)
    assert records(store) == ()


def test_the_clean_ones_are_saved_and_accepted_in_one_click_and_everything_else_still_waits(
    store: Store, reader: Reader
) -> None:
    app = given(drawn(_upload), *of_all_kinds())
    app.get_by_key("receiving_accept_clean").click().run()
    assert not app.exception
    assert [(r.file, r.state) for r in records(store)] == [("clean.xlsx", ReviewState.ACCEPTED)]
    assert states_in(app)[:2] == [state("saved"), state("look")]
    assert staged(store, remembered(app, Waiting).upload_id) is not None
    app.get_by_key("receiving_save").click().run()
    assert [r.state for r in records(store)] == [ReviewState.ACCEPTED, ReviewState.RECEIVED]


def test_nothing_is_read_again_when_the_page_is_drawn_again(store: Store, reader: Reader) -> None:
    app = given(drawn(_upload), *of_all_kinds())
    asked = list(reader.asked)
    app.run()
    app.get_by_key("receiving_words").set_value("clean").run()
    assert reader.asked == asked
    assert states_in(app) == [state("clean")]


def test_the_table_is_filtered_by_state_kind_of_problem_and_words(store: Store, reader: Reader) -> None:
    app = given(drawn(_upload), *of_all_kinds())
    assert states_in(remember(app, Filter(states=(EntryState.MAP, EntryState.DRAFT)))) == [
        state("map"),
        state("draft"),
    ]
    assert states_in(remember(app, Filter(kinds=("form.ambiguous_mark",)))) == [state("look")]
    assert states_in(remember(app, Filter(words="ひばり clean"))) == [state("clean")]


def mapped(app: AppTest) -> AppTest:
    """Confirm what is proposed for the one form, and keep the map."""
    app.get_by_key("receiving_map_open_0").click().run()
    app.get_by_key("receiving_map_sure").click().run()
    return app.get_by_key("receiving_map_keep").click().run()


def test_a_map_is_confirmed_once_and_reads_all_files_with_the_same_questions_also_the_next_time(
    store: Store, reader: Reader
) -> None:
    app = given(drawn(_upload), ("他社1.xlsx", b"1"), ("他社2.xlsx", b"2"))
    assert states_in(app) == [state("map")] * 2
    mapped(app)
    assert not app.exception
    (form_map,) = maps(store)
    assert form_map.number == 1 and form_map.confirmed_by == "担当"
    assert t("ja", "receiving.map_kept", count=2) in plain(app)
    assert set(states_in(app)) <= {state("look"), state("clean")}
    again = given(drawn(_upload), ("他社1.xlsx", b"1"))
    assert states_in(again) != [state("map")]
    assert "第1版" in plain(again)


def test_what_is_saved_of_a_mapped_form_is_what_the_map_gave_before_saving(store: Store, reader: Reader) -> None:
    app = mapped(given(drawn(_upload), ("他社1.xlsx", b"1")))
    app.get_by_key("receiving_save").click().run()
    assert not app.exception
    (record,) = records(store)
    (form_map,) = maps(store)
    file = Given("他社1.xlsx", b"1")
    read = known(file)
    assert read is not None and read.foreign is not None
    (expected,) = applied(read.foreign, form_map, load_catalogue())
    assert kept.forms_of(store, [record.questionnaire_id])[record.questionnaire_id] == expected
    assert record.party_id == "A" and kept.file_of(store, record.questionnaire_id) == b"1"
    phones = next(a for a in expected.answers if a.control_id == "PHY-02")
    assert (phones.raw, phones.answer) == ("いいえ", AnswerCode.YES), "the question is worded the other way round"


def test_parties_that_were_found_by_name_alone_are_clean_once_a_person_says_so(store: Store, reader: Reader) -> None:
    app = mapped(given(drawn(_upload), ("他社1.xlsx", b"1"), ("他社2.xlsx", b"2")))
    assert states_in(app) == [state("look")] * 2
    app.get_by_key("receiving_names_confirm").click().run()
    assert not app.exception
    assert not any(button.key == "receiving_names_confirm" for button in app.button)
    assert state("clean") in states_in(app)


def test_nothing_scores_by_a_proposal_alone(store: Store, reader: Reader) -> None:
    app = given(drawn(_upload), ("他社1.xlsx", b"1"))
    app.get_by_key("receiving_map_open_0").click().run()
    assert app.get_by_key("receiving_map_keep").disabled
    assert maps(store) == () and app.get_by_key("receiving_save").disabled


def test_controls_direction_and_no_control_are_changed_in_the_table_and_change_confirms(
    store: Store, reader: Reader
) -> None:
    from riskgraph.ui.components import receiving_map_table

    app = given(drawn(_upload), ("他社1.xlsx", b"1"))
    app.get_by_key("receiving_map_open_0").click().run()
    editor = next(e for e in app.data_editor if e.key.startswith("receiving_map_table_"))
    assert list(editor.value["map_question"]) == list(QUESTIONS)
    fingerprint = remembered(app, Waiting).mapped
    rows = tuple((f"{n}|{text}", (), 1) for n, text in enumerate(QUESTIONS, start=1))
    edits = {
        0: {"map_controls": ["CHN-02", "CHN-01"]},
        1: {"map_polarity": -1, "map_controls": ["HUM-02"]},
        5: {"map_controls": [], "map_ok": True},
    }
    made = _after_edit(receiving_map_table, fingerprint, rows, edits)
    remember(app, AllDrafts((made,)))
    app.get_by_key("receiving_map_keep").click().run()
    assert not app.exception
    (form_map,) = maps(store)
    entries = {entry.number: entry for entry in form_map.entries}
    assert entries["1"].control_ids == ("CHN-02", "CHN-01") and entries["1"].is_confirmed
    assert entries["2"].polarity == -1 and entries["2"].is_confirmed
    assert entries["6"].control_ids == () and entries["6"].is_confirmed
    assert not entries["3"].is_confirmed


def test_a_word_of_the_answers_means_what_a_person_says_and_that_is_shown_before_it_is_kept(
    store: Store, reader: Reader
) -> None:
    from riskgraph.ui.components import receiving_map_table

    reader.known = lambda file: ReadFile(
        file=file.name, sha256=sha(file), foreign=foreign(file.name, sha(file), [("ひばり運用", ["適合済"] * 6)])
    )
    app = given(drawn(_upload), ("x.xlsx", b"1"))
    app.get_by_key("receiving_map_open_0").click().run()
    app.get_by_key("receiving_map_sure").click().run()
    editor = next(e for e in app.data_editor if e.key.startswith("receiving_map_words_"))
    assert list(editor.value["map_word"]) == ["適合済"] and list(editor.value["map_times"]) == ["6"]
    made = remembered(app, AllDrafts).by_form[0]
    import streamlit as st

    st.session_state["words"] = {"edited_rows": {0: {"map_code": "yes"}}}
    remember_in_tests(AllDrafts((made,)))
    receiving_map_table._word_said("words", made.fingerprint, ("適合済",))
    from riskgraph.ui.components.receiving_state import drafts

    remember(app, AllDrafts((drafts(made.fingerprint),)))
    table = next(e for e in app.data_editor if e.key.startswith("receiving_map_table_"))
    assert table.value["map_read"][0] == t("ja", "why.answer.yes")
    app.get_by_key("receiving_map_keep").click().run()
    assert maps(store)[0].legend == {"適合済": AnswerCode.YES}


def remember_in_tests(value: object) -> None:
    from riskgraph.ui import session

    session.remember(value)


def _after_edit(module: Any, fingerprint: str, rows: tuple[Any, ...], edits: dict[int, Any]) -> Any:
    """Return what the callback of the table remembers for changes in its rows."""
    import streamlit as st

    from riskgraph.ui.components.receiving_state import drafts

    st.session_state["table"] = {"edited_rows": edits}
    module._edited("table", fingerprint, rows)
    return drafts(fingerprint)


def test_two_parties_in_one_book_are_two_questionnaires_each_with_its_own_party(store: Store, reader: Reader) -> None:
    app = mapped(given(drawn(_upload), ("二社.xlsx", b"both")))
    assert len(states_in(app)) == 2
    app.get_by_key("receiving_save").click().run()
    assert not app.exception
    assert sorted(r.party_id for r in records(store)) == ["A", "B"]
    answers = {
        r.party_id: kept.forms_of(store, [r.questionnaire_id])[r.questionnaire_id].answers for r in records(store)
    }
    assert {a.raw for a in answers["B"]} >= {"いいえ"} and answers["A"] != answers["B"]


def test_of_a_draft_nothing_is_taken_that_nobody_ticked(store: Store, reader: Reader) -> None:
    app = given(drawn(_upload), ("下書き.pdf", b"%PDF 1"))
    assert states_in(app) == [state("draft")]
    waiting = remembered(app, Waiting)
    remember(app, replace(waiting, opened="0.0.0"))
    assert app.get_by_key("receiving_draft_take").disabled
    digest = sha(Given("", b"%PDF 1"))
    keys = tuple(f"{n}|{text}" for n, text in enumerate(QUESTIONS, start=1))[:2]
    remember(app, replace(waiting, choices=replace(waiting.choices, ticked=((digest, keys),))))
    assert states_in(app) == [state("map")]
    mapped(app)
    app.get_by_key("receiving_save").click().run()
    (record,) = records(store)
    read = kept.forms_of(store, [record.questionnaire_id])[record.questionnaire_id]
    assert {a.source.cell for a in read.answers} <= {"C4", "C5"}
    assert {item.cell for item in read.items} == {f"C{n}" for n in range(4, 10)}, "no row vanishes"


def test_a_password_is_tried_and_kept_nowhere(store: Store, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    from riskgraph.ui.actions import unlocking

    tried: list[str] = []

    def opening(name: str, data: bytes, password: str, limits: Limits) -> bytes:
        from riskgraph.errors import InputRefused

        tried.append(password)
        if password != "ひらけごま":
            raise InputRefused("gate.encrypted", {"file": name})
        return form("A")

    monkeypatch.setattr(unlocking, "opened_apart", opening)
    monkeypatch.setattr(unlocking, "executor", _Now)
    monkeypatch.setattr(unlocking, "sniffed", lambda data: FileKind.ENCRYPTED)
    app = given(drawn(_upload), ("鍵.xlsx", b"2"))
    app.get_by_key("receiving_password").set_value("wrong")
    app.get_by_key("receiving_unlock").click().run()
    assert t("ja", "receiving.locked.wrong", names="鍵.xlsx") in plain(app)
    reader.known = lambda file: None
    app.get_by_key("receiving_password").set_value("ひらけごま")
    app.get_by_key("receiving_unlock").click().run()
    assert not app.exception
    assert tried == ["wrong", "ひらけごま"]
    assert states_in(app) == [state("clean")]
    assert "ひらけごま" not in repr(app.session_state)
    assert "ひらけごま".encode() not in b"".join(
        p.read_bytes() for p in Path(str(store.engine.url.database)).parent.glob("*")
    )


def test_a_locked_document_is_read_with_its_password_and_stays_as_it_came(
    store: Store, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    from riskgraph.ui.actions import unlocking

    def reading_it(files: list[Given], *, passwords: list[str], **options: Any) -> Any:
        read = known(replace(files[0], name="下書き.pdf")) if passwords == ["himitsu"] else locked(files[0])
        return iter([(0, (read,))])

    monkeypatch.setattr(unlocking, "read_many", reading_it)
    app = given(drawn(_upload), ("鍵.pdf", b"%PDF locked"))
    for password, expected in (("other", "locked"), ("himitsu", "draft")):
        app.get_by_key("receiving_password").set_value(password)
        app.get_by_key("receiving_unlock").click().run()
        assert not app.exception
        assert states_in(app) == [state(expected)]
    upload = staged(store, remembered(app, Waiting).upload_id)
    assert upload is not None and upload.files[0].data == b"%PDF locked"


class _Now:
    """Tries passwords in the test itself, and leaves reading to the processes that read."""

    def submit(self, work: Any, *arguments: Any) -> Any:
        if work.__name__ != "opening":
            return reading.executor().submit(work, *arguments)
        future: Future[Any] = Future()
        try:
            future.set_result(work(*arguments))
        except Exception as error:
            future.set_exception(error)
        return future

    def __getattr__(self, name: str) -> Any:
        return getattr(reading.executor(), name)


def test_a_map_taken_away_can_be_taken_in_again_as_the_next_version(store: Store, reader: Reader) -> None:
    app = mapped(given(drawn(_upload), ("他社1.xlsx", b"1")))
    (form_map,) = maps(store)
    from riskgraph.ui.actions import mapping

    document = json.loads(mapping.as_document(form_map))
    document["title"] = HOSTILE
    app.get_by_key("receiving_map_file").set_value([("m.json", json.dumps(document).encode(), "application/json")])
    app.get_by_key("receiving_map_take").click().run()
    assert not app.exception
    assert [(m.number, m.title) for m in maps(store)] == [(2, HOSTILE)]
    assert "<b>" not in "".join(m.value for m in app.markdown).replace("\\<", "")


def test_a_file_that_is_no_map_is_refused_with_its_reason(store: Store, reader: Reader) -> None:
    app = drawn(_upload)
    app.get_by_key("receiving_map_file").set_value([("m.json", b"{}", "application/json")])
    app.get_by_key("receiving_map_take").click().run()
    assert not app.exception and app.error and maps(store) == ()


def test_an_upload_of_a_page_that_was_closed_is_offered_again(store: Store, reader: Reader) -> None:
    given(drawn(_upload), ("他社1.xlsx", b"1"))
    other = drawn(_upload)
    other.get_by_key("receiving_go_on").click().run()
    assert states_in(other) == [state("map")]
    last = drawn(_upload)
    last.get_by_key("receiving_discard").click().run()
    assert not last.exception
    assert not any(button.key == "receiving_go_on" for button in last.button)


def test_answers_of_a_stranger_show_raw_text_control_rule_and_cell_in_the_review(store: Store, reader: Reader) -> None:
    from tests.ui.test_receiving import _review

    app = mapped(given(drawn(_upload), ("他社1.xlsx", b"1")))
    app.get_by_key("receiving_save").click().run()
    review = drawn(_review)
    assert not review.exception
    table = next(d.value for d in review.dataframe if "review_control" in d.value.columns)
    assert "CHN-01" in table["review_control"][0]
    assert (table["review_raw"][0], table["cell"][0], table["sheet"][0]) == ("はい", "C4", SHEET)
    assert register_of(store)


def test_what_the_register_says_against_an_answer_is_shown_and_changes_no_answer(store: Store) -> None:
    from tests.ui.test_receiving import _review

    told = all_answered("yes", evidence="規程 第3条")
    app = given(drawn(_upload), ("a.xlsx", form("A", answers=told)))
    assert states_in(app) == [state("look")]
    assert remembered(app, Waiting).upload_id
    remember(app, Filter(kinds=("contradiction.duty_audited_on",)))
    assert states_in(app) == [state("look")]
    app.get_by_key("receiving_save").click().run()
    (record,) = records(store)
    saved = kept.forms_of(store, [record.questionnaire_id])[record.questionnaire_id]
    assert {a.control_id: a.answer for a in saved.answers}["CHN-05"] is AnswerCode.YES
    review = drawn(_review)
    problems = next(d.value for d in review.dataframe if "message" in d.value.columns)
    about = next(text for text in problems["message"] if "CHN-05" in text)
    assert "K2" in about and "r.xlsx" in about
    assert not any(button.key == "review_accept_all" for button in review.button)
