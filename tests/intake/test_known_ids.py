"""A ledger without ids of its own keeps those that the register has; what the user wrote is never touched."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from riskgraph.intake.difference import difference
from riskgraph.intake.known_ids import made_up, with_known_ids
from riskgraph.intake.ledger import read_ledgers
from riskgraph.intake.register import read_register
from riskgraph.intake.template import register_workbook
from riskgraph.model.difference import RowFate
from riskgraph.model.party import Party
from riskgraph.model.submission import Settings, Submission
from tests.intake.ledgers import CHAIN, ledger
from tests.intake.registers import faultless

OWNER = "みらい学習株式会社"
NUMBERS = ("7000012050002", "8000012050001")
Row = dict[str, object]


def nameless(name: str, work: str, **fields: object) -> Row:
    """Return a row without a ledger number, given out by the company itself."""
    return {"上位": "当社", "委託先名": name, "業務内容": work, "データ区分": "会員情報", "件数": 1000, **fields}


ROWS = (
    nameless("北斗情報株式会社", "運用", 要員数=3),
    nameless("南星開発合同会社", "開発"),
    nameless("青空スタッフ株式会社", "入力"),
    {"上位": "北斗情報株式会社", "委託先名": "つばめ保守", "階層": "2次", "業務内容": "保守", "要員数": 2},
)


def read(rows: Sequence[Row]) -> Submission:
    return read_ledgers([ledger(*rows, title="委託先管理台帳")])


def again(old: Submission, rows: Sequence[Row]) -> Submission:
    return with_known_ids(old, read(rows))


def changes(old: Submission, new: Submission) -> list[tuple[str, str, list[str]]]:
    """Return what differs but for where it stands."""
    return [(r.sheet, r.fate.value, [c.column for c in r.cells]) for r in difference(old, new, "ja").rows]


def test_the_same_ledger_read_again_changes_nothing() -> None:
    old = with_known_ids(Submission(), read(ROWS))
    assert changes(old, again(old, ROWS)) == []


@settings(max_examples=25, deadline=None)
@given(order=st.permutations(range(len(ROWS) + 1)))
def test_rows_put_in_and_moved_keep_their_ids(order: list[int]) -> None:
    """Rows without numbers are known by their place, which every moved row would lose."""
    old = with_known_ids(Submission(), read(ROWS))
    rows = [*ROWS, nameless("ひばり運用", "点検")]
    # The tier below needs the row that it names, wherever that stands.
    new = again(old, [rows[i] for i in order])
    found = difference(old, new, "ja")
    assert [(r.sheet, r.fate) for r in found.rows] == [
        ("parties", RowFate.ADDED),
        ("engagements", RowFate.ADDED),
    ]
    assert len({e.engagement_id for e in new.engagements}) == len(rows)


def test_a_row_put_in_above_gets_an_id_that_no_other_row_has() -> None:
    old = with_known_ids(Submission(), read(ROWS))
    new = again(old, (nameless("ひばり運用", "点検"), *ROWS))
    first = next(e for e in new.engagements if e.work == "点検")
    assert first.engagement_id not in {e.engagement_id for e in old.engagements}
    assert {e.engagement_id for e in old.engagements} < {e.engagement_id for e in new.engagements}


def test_access_goes_with_its_engagement() -> None:
    old = with_known_ids(Submission(), read(ROWS))
    new = again(old, (nameless("ひばり運用", "点検"), *ROWS))
    assert {(a.access_id, a.engagement_id, a.employer) for a in new.accesses} == {
        (a.access_id, a.engagement_id, a.employer) for a in old.accesses
    }


def test_changed_work_of_a_nameless_row_is_a_change_and_no_new_row() -> None:
    old = with_known_ids(Submission(), read(ROWS))
    rows = [nameless("ひばり運用", "点検"), *ROWS[:2], {**ROWS[2], "業務内容": "入力と点検"}, ROWS[3]]
    assert ("engagements", "changed", ["work"]) in changes(old, again(old, rows))


def test_a_party_keeps_its_id_when_its_number_becomes_known_or_is_left_out() -> None:
    unnumbered = with_known_ids(Submission(), read(ROWS))
    numbered = [{**ROWS[0], "法人番号": NUMBERS[0]}, *ROWS[1:]]
    new = again(unnumbered, numbered)
    assert ("parties", "changed", ["corporate_number"]) in changes(unnumbered, new)
    assert [p for p in changes(unnumbered, new) if p[1] != "changed"] == []
    old = with_known_ids(Submission(), read(numbered))
    assert {p.party_id for p in again(old, ROWS).parties} == {p.party_id for p in old.parties}


def test_a_renamed_party_is_known_by_its_number_and_by_its_old_name_as_an_alias() -> None:
    old = with_known_ids(Submission(), read([{**ROWS[0], "法人番号": NUMBERS[0]}]))
    renamed = [{**ROWS[0], "委託先名": "北斗システムズ株式会社", "法人番号": NUMBERS[0]}]
    assert {p.party_id for p in again(old, renamed).parties} == {p.party_id for p in old.parties}
    known = Submission(parties=(Party(party_id="P-1", name="北斗システムズ株式会社", aliases=("北斗情報株式会社",)),))
    assert "P-1" in {p.party_id for p in again(known, [ROWS[0]]).parties}


def test_one_name_with_two_numbers_is_two_parties() -> None:
    old = with_known_ids(Submission(), read([{**ROWS[0], "法人番号": NUMBERS[0]}]))
    new = again(old, [{**ROWS[0], "法人番号": NUMBERS[1]}])
    assert {p.party_id for p in new.parties if p.name == "北斗情報株式会社"} == {NUMBERS[1]}


def test_a_register_with_ids_lends_them_to_a_ledger_with_its_owner_and_data() -> None:
    old = faultless()
    row = {"上位": "当社", "委託先名": "北斗情報株式会社", "業務内容": "会員基盤の運用", "データ区分": "会員基盤"}
    new = again(old, [row])
    (engagement,) = new.engagements
    assert (engagement.engagement_id, engagement.consignor, engagement.consignee) == ("E1", "P1", "P2")
    assert engagement.asset_ids == ("A1",)
    assert new.settings.owner == "P1"


def test_an_id_that_the_user_wrote_stays_whatever_else_is_alike() -> None:
    old = with_known_ids(Submission(), read([{**CHAIN[0], "台帳番号": "T-1"}]))
    new = again(old, [{**CHAIN[0], "台帳番号": "T-9"}])
    assert [e.engagement_id for e in new.engagements] == ["T-9"]
    register = read_register([("r.xlsx", register_workbook(faultless(), "ja"))])
    other = read_register([("r.xlsx", register_workbook(faultless(), "ja"))])
    parties = tuple(p.model_copy(update={"party_id": f"X{n}"}) for n, p in enumerate(other.parties))
    assert with_known_ids(register, other.model_copy(update={"parties": parties})).parties == parties
    assert made_up(register, "parties") == frozenset()


def test_rows_that_fit_equally_are_left_and_told() -> None:
    twin = nameless("北斗情報株式会社", "運用")
    old = with_known_ids(Submission(), read([twin, ROWS[1], twin]))
    new = again(old, [ROWS[1], ROWS[2], nameless("つばめ保守", "保守"), twin])
    assert [p.code for p in new.problems if p.code == "register.known_id_doubtful"] == ["register.known_id_doubtful"]
    assert len({e.engagement_id for e in new.engagements}) == 4


def test_equal_rows_that_did_not_move_keep_their_ids_without_a_word() -> None:
    twin = nameless("北斗情報株式会社", "運用")
    old = with_known_ids(Submission(), read([twin, {**twin, "備考": "別契約"}]))
    new = again(old, [twin, {**twin, "備考": "別契約"}])
    assert changes(old, new) == []
    assert [p.code for p in new.problems if p.code == "register.known_id_doubtful"] == []


def test_numbers_that_two_files_share_do_not_hang_on_the_names_of_the_files() -> None:
    def both(first: str, second: str) -> Submission:
        one = ledger({"台帳番号": "1", **ROWS[0]}, file=first)
        return read_ledgers([one, ledger({"台帳番号": "1", **ROWS[1]}, file=second)])

    old = with_known_ids(Submission(), both("営業.xlsx", "開発.xlsx"))
    new = with_known_ids(old, both("営業2026.xlsx", "開発2026.xlsx"))
    assert {e.engagement_id for e in new.engagements} == {e.engagement_id for e in old.engagements}


def test_made_up_ids_survive_being_written_and_read() -> None:
    first = with_known_ids(Submission(), read_ledgers([ledger(*ROWS, sheet="台帳 (案)　全角")]))
    back = read_register([("r.xlsx", register_workbook(first, "ja"))])
    assert changes(first, back) == []


def test_the_owner_of_the_register_is_the_companys_own_name() -> None:
    old = Submission(parties=(Party(party_id="P1", name=OWNER),), settings=Settings(owner="P1"))
    assert again(old, ROWS).settings.owner == "P1"
