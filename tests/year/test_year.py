"""A year of the store: a register with mistakes, ten answers, a path that moves, a second year, a backup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from riskgraph.analysis.comparison import compare_assessments
from riskgraph.current import current
from riskgraph.intake.difference import difference
from riskgraph.model.difference import RowFate
from riskgraph.model.problem import Severity
from riskgraph.model.records import AssessmentRecord, QuestionnaireRecord, ReviewState, VersionRecord
from riskgraph.store.audit import audit_lines, first_broken
from riskgraph.store.backup import backup, restore
from riskgraph.store.opening import Store, open_store
from riskgraph.store.place import location
from riskgraph.store.questionnaires import file_of, forms_of, questionnaires
from riskgraph.store.registers import registers, submission_of, versions
from tests.year import files, play, rows

NEVER_ANSWERED = ("G-06", "G-08", "G-20")


@dataclass(frozen=True)
class Year:
    """What a year left behind."""

    store: Store
    first: VersionRecord
    second: VersionRecord
    received: tuple[QuestionnaireRecord, ...]
    before: AssessmentRecord
    after: AssessmentRecord
    next_year: AssessmentRecord

    @property
    def register_id(self) -> str:
        return self.first.register_id


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    """A year, played once; what it left is only looked at."""
    store = open_store(location(str(tmp_path_factory.mktemp("year") / "store")))
    first = play.first_version(store, files.REGISTER, files.mended_register())
    register_id = first.register_id
    before = play.assess_now(store, register_id, "調査票の前")
    asked = play.ask(store, register_id, (*files.REPLIES, *NEVER_ANSWERED))
    blank = {r.request_id: play.form_for(store, register_id, r) for r in asked}
    party = {r.request_id: r.party_id for r in asked}
    back = {
        i: files.answered(data, files.REPLIES[party[i]], on=play.ANSWERED_ON)
        for i, data in blank.items()
        if party[i] in files.REPLIES
    }
    broken = {i: files.picture() if party[i] == "G-06" else files.cut_off(blank[i])
              for i in blank if party[i] in ("G-06", "G-08")}  # fmt: skip
    received = play.take_in(store, register_id, {**broken, **back})
    play.review(store, register_id, give_back=files.RETURNED_TO)
    after = play.assess_now(store, register_id, "調査票の後")
    second = play.next_version(store, register_id, files.SECOND_REGISTER, files.second_register())
    next_year = play.assess_now(store, register_id, "2027年度")
    yield Year(store, first, second, received, before, after, next_year)
    store.close()


def test_the_register_has_exactly_three_mistakes_each_named_by_its_cell_and_none_when_mended() -> None:
    found = [p for p in play.read("台帳.xlsx", files.register_with_mistakes()).problems if p.severity is Severity.ERROR]
    left = [p for p in play.read("台帳.xlsx", files.mended_register()).problems if p.severity is not Severity.INFO]

    assert {(p.sheet, p.cell) for p in found} == {("委託", mistake.cell) for mistake in files.MISTAKES}
    assert {p.code for p in found} == {"cell.date_unreadable", "register.unknown_parent", "register.unknown_party"}
    assert left == []


def test_the_store_gives_back_the_register_as_it_was_read(year: Year) -> None:
    read = play.read(files.REGISTER, files.mended_register())

    assert submission_of(year.store, year.register_id, year.first.number) == read
    assert (len(read.parties), len(read.engagements)) == (25, 40)


def test_ten_come_in_and_the_two_broken_ones_leave_nothing(year: Year) -> None:
    assert {record.party_id for record in year.received} == set(files.REPLIES)
    assert len(questionnaires(year.store, year.register_id)) == 10
    assert all(file_of(year.store, record.questionnaire_id) for record in year.received)


def test_every_answer_was_understood_as_it_was_given(year: Year) -> None:
    forms = forms_of(year.store, [record.questionnaire_id for record in year.received])
    for record in year.received:
        reply = files.REPLIES[record.party_id]
        said = {answer.control_id: answer.answer.value for answer in forms[record.questionnaire_id].answers}
        left_open = [control for control, code in said.items() if code == "blank"]
        expected = dict.fromkeys(said, reply.habit) | dict(reply.otherwise or {})
        assert len(left_open) == reply.left_blank
        assert said == expected | dict.fromkeys(left_open, "blank")


def test_the_first_path_falls_because_of_what_its_host_answered(year: Year) -> None:
    (old, was), (new, now) = play.kept(year.store, year.before), play.kept(year.store, year.after)
    moved = compare_assessments(old, new, old=was, new=now)
    first = next(change for change in moved.paths if change.rank_before == 1)

    assert old.paths[0].parties == (rows.OWNER, rows.HOST)
    assert new.paths[0].key != old.paths[0].key
    assert first.rank_after is not None and first.rank_after > 1
    assert {change.party_id for change in moved.answers} == set(files.REPLIES) - {files.RETURNED_TO}


def test_what_was_given_back_counts_for_nothing_and_is_still_asked(year: Year) -> None:
    now = current(year.store, year.register_id, play.CATALOGUE)
    states = {record.party_id: record.state for record in questionnaires(year.store, year.register_id)}
    asked = {request.party_id: request for request in now.submission.requests}

    assert states[files.RETURNED_TO] is ReviewState.RETURNED
    assert [a for a in now.submission.answers if a.party_id == files.RETURNED_TO] == []
    assert asked[files.RETURNED_TO].returned_on is None
    assert asked[rows.HOST].returned_on == play.CAME_ON


def test_the_second_year_keeps_the_renamed_firm_and_its_answers(year: Year) -> None:
    was = submission_of(year.store, year.register_id, year.first.number)
    now = submission_of(year.store, year.register_id)
    firm = now.party_by_id[rows.RENAMED]
    changes = difference(was, now, "ja")
    fates = {
        fate: {row.row_id for row in changes.rows if row.sheet == "engagements" and row.fate is fate}
        for fate in RowFate
    }

    assert (firm.name, rows.OLD_NAME in firm.aliases) == (rows.NEW_NAME, True)
    assert fates == {RowFate.ADDED: {"E-41", "E-42"}, RowFate.CHANGED: {rows.ENDED}, RowFate.REMOVED: set()}
    whole = current(year.store, year.register_id, play.CATALOGUE).submission
    assert {a.party_id for a in whole.answers} >= {rows.RENAMED, rows.HOST}


def test_an_assessment_is_shown_as_it_was_kept_and_a_new_year_makes_another(year: Year) -> None:
    texts = play.documents(year.store, year.register_id)

    assert set(texts) == {r.assessment_id for r in (year.before, year.after, year.next_year)}
    assert len(set(texts.values())) == 3
    assert year.next_year.inputs.as_of == rows.SECOND_DAY
    assert [v.number for v in versions(year.store, year.register_id)] == [2, 1]


def test_every_step_stands_in_the_audit_trail_and_the_chain_is_whole(year: Year) -> None:
    lines = audit_lines(year.store, register_id=year.register_id)

    assert {line.actor for line in lines} == {play.ACTOR}
    assert first_broken(year.store) is None
    assert len(lines) >= 1 + 13 + 10 + 10 + 3 + 1


def test_a_backup_brings_back_the_same_numbers_to_the_byte(year: Year, tmp_path: Path) -> None:
    before = play.documents(year.store, year.register_id)
    copy = backup(year.store, tmp_path / "backup.sqlite3")
    url = location(str(tmp_path / "elsewhere"))
    restore(url, copy)
    store = open_store(url)
    try:
        assert play.documents(store, year.register_id) == before
        assert registers(store) == registers(year.store)
        again = play.assess_now(store, year.register_id, "もう一度")
        assert play.as_json(store, again) == before[year.next_year.assessment_id]
    finally:
        store.close()
