"""How the work on findings is told: sentence, order, filter, bars and reminders."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from riskgraph.model.finding import FindingState, Weight
from riskgraph.report import finding_work
from riskgraph.report.finding_reminders import reminder_letter, reminders
from riskgraph.report.finding_work import (
    FindingRow,
    Wanted,
    due_words,
    fitting_findings,
    kind_words,
    kinds_of,
    opens_again,
    rows_of,
    work_alt,
    work_columns,
    work_option,
    work_sentence,
)
from riskgraph.text import LOCALES, t
from tests.report.findings import REGISTER, TODAY, a_row, finding, record


@pytest.fixture(autouse=True)
def _titles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Call every kind of finding by its code."""
    monkeypatch.setattr(finding_work, "title_of", lambda code, locale: code)
    monkeypatch.setattr("riskgraph.report.finding_reminders.title_of", lambda code, locale: code)


def test_records_meet_their_findings_and_new_ones_have_none() -> None:
    rows = rows_of(
        [record(1, "a|1"), record(2, "b|2")],
        [finding("a|1", path_keys=("p2", "p1")), finding("c|3", path_keys=("unlisted",))],
        {"p1": 4, "p2": 7},
    )

    assert [(r.key, r.record is not None, r.finding is not None, r.rank) for r in rows] == [
        ("a|1", True, True, 4),
        ("b|2", True, False, None),
        ("c|3", False, True, None),
    ]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_sentence_says_what_is_open_late_soon_unowned_and_waiting(locale: str) -> None:
    rows = [
        a_row(1, days=-1, owner="総務"),
        a_row(2, days=0, owner="総務"),
        a_row(3, days=7),
        a_row(4, days=8, state=FindingState.DONE, owner="x"),
        a_row(5, days=-9, state=FindingState.VERIFIED),
    ]
    said = work_sentence(rows, TODAY, locale)

    for key, fields in (
        ("open", {"count": 4}), ("overdue", {"count": 1}), ("soon", {"count": 2, "days": 7}),
        ("nobody", {"count": 1}), ("to_verify", {"count": 1}),
    ):  # fmt: skip
        assert t(locale, f"findings.sentence.{key}", **fields) in said


def test_nothing_and_everything_settled_have_sentences_of_their_own() -> None:
    assert work_sentence([], TODAY, "ja") == t("ja", "findings.sentence.none")
    closed = [a_row(1, state=FindingState.ACCEPTED, accepted_until=TODAY)]
    assert work_sentence(closed, TODAY, "en") == t("en", "findings.sentence.all_closed", count=1)


def test_overdue_come_first_then_duties_then_the_riskiest_path_and_settled_ones_last() -> None:
    look = FindingRow("d|4", record(4, "d|4"), finding("d|4", weight=Weight.LOOK), rank=1)
    duty_low = FindingRow("c|3", record(3, "c|3"), finding("c|3"), rank=9)
    duty_top = FindingRow("b|2", record(2, "b|2"), finding("b|2"), rank=2)
    late = FindingRow("a|1", record(1, "a|1", due_on=TODAY - timedelta(days=1)), finding("a|1", weight=Weight.LOOK))
    settled = FindingRow("0|0", record(5, "0|0", state=FindingState.VERIFIED), finding("0|0"), rank=1)
    found = fitting_findings([settled, look, duty_low, late, duty_top], Wanted(), REGISTER, TODAY, "ja")

    assert [row.key for row in found] == ["a|1", "b|2", "c|3", "d|4", "0|0"]


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Wanted(), [1, 2, 3]),
        (Wanted(only_overdue=True), [1]),
        (Wanted(states=(FindingState.IN_WORK,)), [2]),
        (Wanted(owners=("総務",)), [1]),
        (Wanted(words="ひばり 総務"), [1]),
        (Wanted(words="k3"), []),
        (Wanted(weights=(Weight.LOOK,)), []),
        (Wanted(codes=("flow_down",)), [1, 2, 3]),
    ],
)
def test_the_filter_lets_through_what_fits(wanted: Wanted, numbers: list[int]) -> None:
    rows = [a_row(1, days=-1, owner="総務"), a_row(2, state=FindingState.IN_WORK), a_row(3)]
    found = fitting_findings(rows, wanted, REGISTER, TODAY, "ja")

    assert sorted(row.record.finding_id for row in found if row.record) == numbers


@pytest.mark.parametrize(
    ("fields", "is_shown", "expected"),
    [
        ({"state": FindingState.OPEN}, True, False),
        ({"state": FindingState.VERIFIED}, True, False),
        ({"state": FindingState.VERIFIED, "is_there": False}, True, True),
        ({"state": FindingState.VERIFIED, "evidence_until": TODAY}, True, False),
        ({"state": FindingState.VERIFIED, "evidence_until": TODAY - timedelta(days=1)}, False, True),
        ({"state": FindingState.ACCEPTED, "accepted_until": TODAY - timedelta(days=1)}, True, True),
        ({"state": FindingState.ACCEPTED, "accepted_until": TODAY - timedelta(days=1)}, False, False),
    ],
)
def test_what_opens_a_settled_finding_again_is_known_beforehand(fields: Any, is_shown: bool, expected: bool) -> None:
    row = FindingRow("flow_down|K1", record(**fields), finding() if is_shown else None)

    assert opens_again(row, TODAY) is expected


def test_an_agreed_day_goes_before_that_of_the_rule() -> None:
    ruled = finding(due_on=date(2026, 1, 1))

    assert FindingRow("k", record(due_on=date(2027, 1, 1)), ruled).due_on == date(2027, 1, 1)
    assert FindingRow("k", record(), ruled).is_overdue(TODAY)


@pytest.mark.parametrize(("days", "sign"), [(-3, "▲"), (0, "△"), (7, "△"), (8, ""), (None, "")])
def test_what_presses_has_a_sign(days: int | None, sign: str) -> None:
    words = due_words(a_row(1, days=days), TODAY, "en")

    assert words[:1] == (sign or words[:1]) and ("▲" in words) == (sign == "▲")


def test_bars_and_words_of_the_picture_add_up() -> None:
    look = FindingRow("tier|1", record(9, "tier|1"), finding("tier|1", weight=Weight.LOOK))
    settled = a_row(4, days=-5, state=FindingState.VERIFIED)
    kinds = kinds_of([look, a_row(1, days=-1), a_row(2, days=5), a_row(3), settled], TODAY)

    assert [(k.code, k.overdue, k.open, k.settled) for k in kinds] == [("flow_down", 1, 2, 1), ("tier", 0, 1, 0)]
    option = work_option(kinds, "ja", "dark")
    assert [[bar["value"] for bar in series["data"]] for series in option["series"]] == [[1, 0], [2, 1], [1, 0]]
    assert json.loads(json.dumps(option)) == option
    assert kind_words(kinds[0], "ja") in work_alt(kinds, "ja")
    assert "4" in kind_words(kinds[0], "en") and "1 late" in kind_words(kinds[0], "en")


@pytest.mark.parametrize("locale", LOCALES)
def test_columns_have_one_value_a_row_and_say_what_is_new(locale: str) -> None:
    rows = (a_row(1, days=-1), FindingRow("x|9", None, finding("x|9")))
    columns = work_columns(rows, REGISTER, TODAY, locale)

    assert {len(values) for values in columns.values()} == {2}
    assert columns["finding_state"][1] == t(locale, "findings.state.new")


def test_reminders_go_to_whoever_has_most_overdue_first_and_to_nobody_for_whom_nothing_presses() -> None:
    rows = [
        a_row(1, days=-1, owner="購買"), a_row(2, days=-2, owner="購買"), a_row(3, days=3, owner="総務"),
        a_row(4, days=90, owner="法務"), a_row(5, days=1), a_row(6, owner="総務", state=FindingState.DONE),
        a_row(7, owner="監査", state=FindingState.ACCEPTED, accepted_until=TODAY + timedelta(days=30)),
        a_row(8, owner="法務", state=FindingState.VERIFIED, evidence_until=TODAY + timedelta(days=31)),
        FindingRow("x|9", None, finding("x|9", due_on=TODAY)),
    ]  # fmt: skip
    found = reminders(rows, TODAY)

    assert [(r.owner, len(r.rows)) for r in found] == [("購買", 2), ("", 1), ("総務", 2), ("監査", 1)]
    assert [row.record.finding_id for row in found[0].overdue if row.record] == [2, 1]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_letter_names_only_what_its_owner_sees_to(locale: str) -> None:
    rows = [a_row(1, days=-1, owner="購買"), a_row(2, days=3, owner="総務")]
    letter = reminder_letter(reminders(rows, TODAY)[0], REGISTER, "台帳", TODAY, locale)

    assert "購買" in letter and "ひばり運用" in letter
    assert "総務" not in letter and letter.count("flow_down") == 1
