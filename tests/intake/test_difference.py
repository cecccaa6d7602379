"""What a new version changes is found exactly: nothing too much, nothing too little, mirrored the other way."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from riskgraph.intake.difference import difference
from riskgraph.intake.keyed_rows import SHEET_NAMES, keyed_rows, texts
from riskgraph.intake.register import read_register
from riskgraph.intake.template import register_workbook
from riskgraph.intake.unfolding import unfold
from riskgraph.model.difference import RegisterDifference, RowChange, RowFate
from riskgraph.model.engagement import Engagement, Status
from riskgraph.model.party import Party, PartyKind
from riskgraph.model.quantities import Interval, RowSource
from riskgraph.model.submission import Settings, Submission, TableRow
from tests.intake.registers import edited, faultless, rebuilt, with_row
from tests.intake.test_template import NOUNS, submissions

LOCALES = ("ja", "en")
# To shrink a whole register takes minutes.
QUICK = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
REQUEST = "P3/short/2025-02-01"
Told = set[tuple[str, str, RowFate, tuple[tuple[str, str, str], ...]]]


def told(found: RegisterDifference) -> Told:
    return {(r.sheet, r.row_id, r.fate, tuple((c.column, c.before, c.after) for c in r.cells)) for r in found.rows}


def mirrored(found: RegisterDifference) -> Told:
    other = {RowFate.ADDED: RowFate.REMOVED, RowFate.REMOVED: RowFate.ADDED, RowFate.CHANGED: RowFate.CHANGED}
    return {
        (r.sheet, r.row_id, other[r.fate], tuple((c.column, c.after, c.before) for c in r.cells)) for r in found.rows
    }


def rows_as_text(submission: Submission) -> dict[str, list[dict[str, str]]]:
    keyed = keyed_rows(submission, "ja")
    return {name: sorted((texts(r.cells) for r in keyed[name].values()), key=repr) for name in SHEET_NAMES}


def applied(old: Submission, found: RegisterDifference) -> dict[str, list[dict[str, str]]]:
    """Return the rows of `old` with every change of the difference made."""
    rows = {name: [(r.row_id, texts(r.cells)) for r in sheet.values()] for name, sheet in keyed_rows(old, "ja").items()}
    for change in found.rows:
        before = {c.column: c.before for c in change.cells if c.before}
        if change.fate is not RowFate.ADDED:
            place = next(
                i for i, (row_id, row) in enumerate(rows[change.sheet])
                if row_id == change.row_id and before.items() <= row.items()
            )  # fmt: skip
            _, row = rows[change.sheet].pop(place)
        else:
            row = {}
        if change.fate is not RowFate.REMOVED:
            after = {**row, **{c.column: c.after for c in change.cells}}
            rows[change.sheet].append((change.row_id, {name: text for name, text in after.items() if text}))
    return {name: sorted((row for _, row in listed), key=repr) for name, listed in rows.items()}


def shuffled(submission: Submission) -> Submission:
    """Return the register with its rows the other way round and from another file."""
    changes: dict[str, Any] = {}
    for name in NOUNS:
        rows = reversed(getattr(submission, name))
        changes[name] = tuple(
            r if name in ("answers", "requests") else r.model_copy(update={"source": RowSource("other.xlsx", "X", 9)})
            for r in rows
        )
    return rebuilt(submission, {**changes, "decisions": submission.decisions[::-1]})


def only(found: RegisterDifference) -> RowChange:
    (row,) = found.rows
    return row


@QUICK
@given(submission=submissions())
def test_a_register_differs_in_nothing_from_itself_whatever_the_order_of_its_rows(submission: Submission) -> None:
    assert difference(submission, submission, "ja").is_empty
    assert difference(submission, shuffled(submission), "ja") == RegisterDifference()


@QUICK
@given(old=submissions(), new=submissions())
def test_the_difference_applied_to_the_old_register_gives_the_new_one_and_mirrors_itself(
    old: Submission, new: Submission
) -> None:
    found = difference(old, new, "ja")
    assert applied(old, found) == rows_as_text(new)
    assert mirrored(found) == told(difference(new, old, "ja"))
    assert told(found) == told(difference(old, shuffled(new), "ja"))


@pytest.mark.parametrize(
    ("kind", "number", "change", "sheet", "row_id", "cell"),
    [
        ("parties", 1, {"name": "北斗"}, "parties", "P2", ("name", "北斗情報株式会社", "北斗")),
        ("parties", 2, {"kind": PartyKind.CLOUD}, "parties", "P3", ("kind", "organisation", "cloud")),
        ("engagements", 0, {"status": Status.ENDED}, "engagements", "E1", ("status", "active", "ended")),
        ("engagements", 1, {"starts_on": None}, "engagements", "E2", ("starts_on", "2024-04-01", "")),
        ("engagements", 1, {"records": Interval(5, 7, 9)}, "engagements", "E2", ("records", "1000", "5-9")),
        ("assets", 0, {"name": "会員"}, "assets", "A1", ("name", "会員基盤", "会員")),
        ("systems", 0, {"host": "P3"}, "systems", "S1", ("host", "P2", "P3")),
        ("sites", 0, {"country": "US"}, "sites", "L1", ("country", "", "US")),
        ("accesses", 0, {"heads": Interval.exact(5)}, "access", "X1", ("heads", "4", "5")),
        ("connections", 0, {"end": "P2"}, "connections", "C1", ("to", "S1", "P2")),
        ("answers", 0, {"answer": "no"}, "answers", "P2/system/S1/DEV-01", ("answer", "yes", "no")),
        ("requests", 0, {"due_on": date(2025, 6, 1)}, "requests", REQUEST, ("due_on", "2025-05-01", "2025-06-01")),
    ],
)  # fmt: skip
def test_one_changed_cell_is_found_as_exactly_that_cell(
    kind: str, number: int, change: Mapping[str, object], sheet: str, row_id: str, cell: tuple[str, str, str]
) -> None:
    old = faultless()
    row = only(difference(old, edited(old, kind, number, **change), "en"))
    assert (row.sheet, row.row_id, row.fate) == (sheet, row_id, RowFate.CHANGED)
    assert [(c.column, c.before, c.after) for c in row.cells] == [cell]


def test_a_changed_setting_is_found() -> None:
    old = faultless()
    new = rebuilt(old, {"settings": Settings(as_of=date(2025, 4, 1), owner="P1", fiscal_year_start=1)})
    row = only(difference(old, new, "ja"))
    assert (row.sheet, [(c.column, c.before, c.after) for c in row.cells]) == (
        "settings",
        [("fiscal_year_start", "4", "1")],
    )


def test_added_and_removed_rows_are_found_with_their_cells_and_a_name_to_read() -> None:
    old = faultless()
    new = with_row(old, "parties", Party(party_id="P5", name="つばめ保守"))
    row = only(difference(old, new, "ja"))
    assert (row.fate, row.row_id, row.label) == (RowFate.ADDED, "P5", "つばめ保守")
    assert ("name", "", "つばめ保守") in [(c.column, c.before, c.after) for c in row.cells]
    gone = only(difference(new, old, "ja"))
    assert (gone.fate, gone.label, gone.source.cell) == (RowFate.REMOVED, "つばめ保守", "")


def test_an_engagement_is_named_by_its_ends_and_work() -> None:
    old = faultless()
    row = only(difference(old, edited(old, "engagements", 0, note="確認中"), "ja"))
    assert row.label == "みらい学習株式会社 → 北斗情報株式会社 · 会員基盤の運用"


def test_a_person_is_not_named_in_a_label() -> None:
    person = Party(party_id="P9", name="山田太郎", kind=PartyKind.INDIVIDUAL)
    assert only(difference(Submission(), Submission(parties=(person,)), "ja")).label == "P9"


def test_an_unfolded_engagement_is_one_row() -> None:
    rows = [
        Engagement(engagement_id="E-1", consignor="P", consignee="A"),
        Engagement(engagement_id="E-2", consignor="P", consignee="A"),
        Engagement(engagement_id="E-3", consignor="A", consignee="B", parent_engagement="E-1、E-2"),
    ]
    old = Submission(engagements=unfold(rows)[0])
    ended = [*rows[:2], rows[2].model_copy(update={"status": Status.ENDED})]
    row = only(difference(old, Submission(engagements=unfold(ended)[0]), "ja"))
    assert (row.row_id, [c.column for c in row.cells]) == ("E-3", ["status"])
    fewer = [*rows[:2], rows[2].model_copy(update={"parent_engagement": "E-1"})]
    row = only(difference(old, Submission(engagements=unfold(fewer)[0]), "ja"))
    assert [(c.column, c.before, c.after) for c in row.cells] == [("parent_engagement", "E-1、E-2", "E-1")]


def test_rows_of_the_meeting_are_known_by_what_they_say() -> None:
    first, second = TableRow(cells={"判定": "承認"}, row=2), TableRow(cells={"判定": "保留"}, row=3)
    old, new = Submission(decisions=(first,)), Submission(decisions=(second, first.model_copy(update={"row": 9})))
    row = only(difference(old, new, "ja"))
    assert (row.sheet, row.fate, row.label) == ("decisions", RowFate.ADDED, "保留")


def test_rows_are_in_the_order_of_sheets_and_of_numbers_in_ids() -> None:
    parties = tuple(Party(party_id=f"P-{n}", name="x") for n in (10, 2, 1))
    found = difference(Submission(), Submission(parties=parties, settings=Settings(owner="P-1")), "ja")
    assert [row.row_id for row in found.rows] == ["P-1", "P-2", "P-10", "settings"]


def test_two_rows_of_one_id_are_both_compared() -> None:
    one, two, three = (Party(party_id="P", name=name) for name in ("甲", "乙", "丙"))
    row = only(difference(Submission(parties=(one, two)), Submission(parties=(two, three, one)), "ja"))
    assert (row.fate, row.row_id) == (RowFate.ADDED, "P")


@pytest.mark.parametrize("locale", LOCALES)
def test_a_register_in_the_other_language_is_the_same_register(locale: str) -> None:
    old = faultless()
    new = read_register([("r.xlsx", register_workbook(old, "ja" if locale == "en" else "en"))])
    assert difference(old, new, locale).is_empty


def test_twenty_thousand_engagements_are_compared_quickly() -> None:
    rows = tuple(
        Engagement(engagement_id=f"E-{n}", consignor="P", consignee=f"Q-{n % 50}", work="運用") for n in range(20_000)
    )
    changed = (*rows[:-1], rows[-1].model_copy(update={"work": "保守"}))
    begun = time.perf_counter()
    row = only(difference(Submission(engagements=rows), Submission(engagements=changed), "ja"))
    assert (row.row_id, time.perf_counter() - begun < 20) == ("E-19999", True)
