"""What-if: the quick answer is the whole register scored anew, and work that goes leaves nothing behind."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.errors import WrongUse
from riskgraph.model.answer import AnswerCode, Evidence
from riskgraph.model.assessment import Grade
from riskgraph.model.change import AnswerSet, Change, EngagementDropped, EngagementMoved, FieldSet, RowsAdded
from riskgraph.model.engagement import ENDED_STATES, AuditMethod, Consent, Engagement, Reviewed
from riskgraph.model.party import Tri
from riskgraph.model.submission import Submission
from riskgraph.scoring.channels import Scored
from riskgraph.what_if import WhatIf
from riskgraph.what_if_side import whole
from tests.scoring.drawn import CLOUD, CONTROLS, FIRMS, OWNERS, Draw, register
from tests.scoring.worlds import AS_OF, BAD_HOP, GOOD_HOP, access, everything, party, promise, world

CATALOGUE, PARAMETERS = load_catalogue(), load_parameters()
HOP_FACTS = {
    "consent": (None, *Consent),
    "consent_no": ("", "K-9"),
    "flow_down": tuple(Tri),
    "audited_on": (None, "2025-09-01", "2019-01-01"),
    "audit_method": (None, *AuditMethod),
    "incident_reports_reviewed": tuple(Reviewed),
    "deletion_proof": tuple(Tri),
    "consent_on": ("2025-01-01",),
}


def asked(submission: Submission) -> WhatIf:
    return WhatIf(submission, PARAMETERS, CATALOGUE, as_of=AS_OF)


def in_place(random: Random, submission: Submission) -> tuple[Change, ...]:
    """Return answers of whole parties and facts of hops."""
    found: list[Change] = []
    for _ in range(random.randint(1, 4)):
        if random.random() < 0.4:
            answer, evidence = random.choice(list(AnswerCode)), random.choice(list(Evidence))
            who = random.choice((*OWNERS, *FIRMS, CLOUD))
            control = random.choice(CONTROLS)
            found.append(AnswerSet(party_id=who, control_id=control, answer=answer, evidence=evidence))
        else:
            column = random.choice(list(HOP_FACTS))
            row = random.choice(submission.engagements).engagement_id
            value = random.choice(HOP_FACTS[column])
            found.append(FieldSet(sheet="engagements", row_id=row, column=column, value=value))
    return tuple(found)


def check(what_if: WhatIf, changes: tuple[Change, ...]) -> Scored:
    """Hold the quick answer to the whole register scored anew: totals and every path."""
    mine, after = what_if.losses(changes), what_if.after(changes)
    full = asked(after.ground.submission).now
    np.testing.assert_allclose(mine.eal, full.eal, rtol=1e-12, atol=0)
    np.testing.assert_allclose(mine.rate, full.rate, rtol=1e-12, atol=0)
    assert mine.by_path.keys() == full.by_path.keys()
    for key, eal in full.by_path.items():
        np.testing.assert_allclose(mine.by_path[key], eal, rtol=1e-12, atol=0, err_msg=key)
    return after


@promise(80)
@given(st.integers(0, 10**6))
def test_answers_and_facts_of_hops_give_what_the_whole_register_gives(seed: int) -> None:
    random = Random(seed)
    submission = register(random, Draw(assets=3))
    check(asked(submission), in_place(random, submission))


@promise(20)
@given(st.integers(0, 10**6))
def test_facts_of_hops_decide_where_engagements_without_a_parent_stand(seed: int) -> None:
    random = Random(seed)
    drawn = register(random, Draw(assets=3))
    parents = {"parent_engagement": ""}
    opened = tuple(e if e.consignor in OWNERS else e.model_copy(update=parents) for e in drawn.engagements)
    submission = drawn.model_copy(update={"engagements": opened})
    check(asked(submission), in_place(random, submission))


@promise(25)
@given(st.integers(0, 10**6))
def test_work_that_ends_or_is_taken_back_is_on_no_path_any_more(seed: int) -> None:
    random = Random(seed)
    submission = register(random, Draw(assets=2))
    engagement = random.choice(submission.engagements)
    gone = below(submission, engagement.engagement_id)
    is_drop = random.random() < 0.5
    change: Change = EngagementDropped(engagement_id=engagement.engagement_id)
    if not is_drop:
        change = EngagementMoved(engagement_id=engagement.engagement_id, consignee="")
    try:
        after = check(asked(submission), (change, *in_place(random, submission)))
    except WrongUse as refused:
        assert refused.code == "change.ended" and not is_drop
        return
    # What had ended before below it is the register's own word and stays, on a line through what ends now.
    before = submission.engagement_by_id
    running = {e for e in gone if before[e].status not in ENDED_STATES} | {engagement.engagement_id}
    assert not {route.engagements[-1] for route in after.routes if route.engagements} & running


def below(submission: Submission, engagement_id: str) -> set[str]:
    found = {engagement_id}
    while more := {e.engagement_id for e in submission.engagements if e.parent_engagement in found} - found:
        found |= more
    return found


def test_work_taken_back_is_done_by_the_consignors_own_people_in_its_own_places() -> None:
    rows = [access("X", "A>B", "D", "B", heads=7, records=900)]
    after = asked(world("O > A > B", rows=rows)).after([EngagementMoved(engagement_id="A>B", consignee="")])
    (row,) = (r for r in after.ground.accesses if r.heads is not None and r.heads.pt == 7)
    assert (row.engagement_id, row.employer, row.host, row.device_owner) == ("A", "A", "A", "A")
    assert row.records is not None
    assert row.records.pt == 900
    assert {route.parties for route in after.routes} == {("O", "A")}


def test_work_given_to_another_party_starts_without_consent_and_checks() -> None:
    submission = world("O > A > B").model_copy(update={"parties": (*world("O > A > B").parties, party("C"))})
    after = asked(submission).after([EngagementMoved(engagement_id="A>B", consignee="C")])
    moved = after.ground.submission.engagement_by_id["A>B"]
    assert (moved.consignee, moved.audited_on, moved.flow_down) == ("C", None, Tri.UNKNOWN)
    assert any(route.parties == ("O", "A", "C") for route in after.routes)
    assert not any("B" in route.parties for route in after.routes)


def test_data_left_after_an_end_stay_where_the_register_says_so() -> None:
    hops = {"B": {"status": "ended", "deletion_proof": Tri.NO}}
    what_if = asked(world("O > A > B", hops=hops))
    left = {key for key in what_if.losses([EngagementDropped(engagement_id="A")]).by_path if ">B|" in key}
    assert left
    assert not what_if.losses([EngagementDropped(engagement_id="A>B")]).by_path.keys() & left


def test_rows_that_are_added_count_and_a_known_id_is_replaced() -> None:
    added = world("O > A > B", hops={"B": BAD_HOP})
    what_if = asked(world("O > A"))
    check(what_if, (RowsAdded(rows=added),))
    assert any(">B|" in key for key in what_if.losses([RowsAdded(rows=added)]).by_path)


def test_the_register_stays_as_it_was() -> None:
    submission = world("O > A > B")
    what_if = asked(submission)
    before = what_if.now.eal.copy()
    what_if.result([EngagementDropped(engagement_id="A"), AnswerSet(party_id="A", control_id="DEV-01")])
    assert submission == world("O > A > B")
    assert (what_if.losses([]).eal == before).all()


def test_before_and_after_are_told_path_by_path() -> None:
    what_if = asked(world("O > A > B", "O > C", said={"B": everything("no/claim")}))
    changes = [AnswerSet(party_id="B", control_id="SYS-10")]
    result = what_if.result(changes, top=1)
    assert result.eal_after.pt < result.eal_before.pt
    assert result.paths[0].parties == ("O", "A", "B")
    assert result.paths_moved + result.unchanged == result.paths_before == result.paths_after
    assert result.eal_after.pt == pytest.approx(what_if.losses(result.changes).eal[1], rel=1e-12)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (AnswerSet(party_id="Z", control_id="DEV-01"), "change.unknown_party"),
        (AnswerSet(party_id="A", control_id="ZZZ-01"), "change.unknown_control"),
        (AnswerSet(party_id="A", control_id="DEV-01", scope_kind="site", scope_id="Z"), "change.unknown_row"),
        (FieldSet(sheet="engagements", row_id="Z", column="consent", value="explicit"), "change.unknown_row"),
        (FieldSet(sheet="engagements", row_id="A", column="consent", value="maybe"), "change.bad_value"),
        (FieldSet(sheet="engagements", row_id="A", column="zzz", value="1"), "change.unknown_column"),
        (FieldSet(sheet="engagements", row_id="A", column="engagement_id", value="1"), "change.fixed_column"),
        (FieldSet(sheet="answers", row_id="A", column="answer", value="1"), "change.unknown_sheet"),
        (EngagementDropped(engagement_id="Z"), "change.unknown_engagement"),
        (EngagementMoved(engagement_id="Z", consignee=""), "change.unknown_engagement"),
        (EngagementMoved(engagement_id="A", consignee="Z"), "change.unknown_party"),
        (EngagementMoved(engagement_id="A", consignee="O"), "change.moved_to_itself"),
    ],
)
def test_a_change_that_fits_nothing_is_refused_by_its_code(change: Change, code: str) -> None:
    with pytest.raises(WrongUse) as refused:
        asked(world("O > A")).losses([change])
    assert refused.value.code == code


@promise(40)
@given(st.integers(0, 10**6))
def test_paths_ranks_and_grades_are_those_of_the_whole_register_scored_anew(seed: int) -> None:
    random = Random(seed)
    submission = register(random, Draw(assets=3))
    what_if, changes = asked(submission), in_place(random, submission)
    mine = what_if.result(changes, top=10**6)
    full = what_if.compared(changes, whole(what_if.after(changes)), top=10**6)
    theirs = {move.key: move for move in full.paths}
    assert {move.key for move in mine.paths} == theirs.keys()
    for move in mine.paths:
        other = theirs[move.key]
        assert (move.grade_before, move.grade_after) == (other.grade_before, other.grade_after)
        assert (move.rank_before, move.rank_after) == (other.rank_before, other.rank_after)
        assert (move.eal_after is None) == (other.eal_after is None)
        if move.eal_after is not None and other.eal_after is not None:
            assert move.eal_after.pt == pytest.approx(other.eal_after.pt, rel=1e-12, abs=0)
    counted = {"paths_before", "paths_after", "unchanged", "paths_moved", "paths_new", "paths_gone", "grades_better"}
    assert mine.model_dump(include=counted) == full.model_dump(include=counted)


def test_an_answer_lifts_a_grade_that_is_on_hold_or_better() -> None:
    what_if = asked(world("O > A", hops={"A": GOOD_HOP}, records=50))
    controls = [control.control_id for control in CATALOGUE.controls]
    changes = [AnswerSet(party_id=who, control_id=control) for who in ("O", "A") for control in controls]
    (move,) = what_if.result(changes).paths
    assert (move.grade_before, move.grade_after) == (Grade.ON_HOLD, Grade.A)


def copied() -> Submission:
    """Return a register in which C works under A and under B by one row, K, with one row of access for both."""
    known = world("O > A", "O > B", rows=[])
    hop = {"consignee": "C", "base_id": "K", "handling_place": "own_env"}
    copies = tuple(
        Engagement(engagement_id=f"K@{above}", consignor=above, parent_engagement=above, **hop) for above in "AB"
    )
    rows = (access("X", "K", "D", "C", heads=4, records=500),)
    parties = (*known.parties, party("C"), party("E"))
    engagements = (*known.engagements, *copies)
    return known.model_copy(update={"parties": parties, "engagements": engagements, "accesses": rows})


def ends_of(scored: Scored) -> set[tuple[str, ...]]:
    return {route.parties for route in scored.routes if len(route.parties) > 2}


def test_an_id_that_stands_under_several_parents_changes_in_all_of_its_copies() -> None:
    what_if = asked(copied())
    assert ends_of(what_if.scored) == {("O", "A", "C"), ("O", "B", "C")}
    check(what_if, (FieldSet(sheet="engagements", row_id="K", column="consent", value="explicit"),))
    assert not ends_of(what_if.after([EngagementDropped(engagement_id="K")]))
    moved = what_if.after([EngagementMoved(engagement_id="K", consignee="E")])
    assert ends_of(moved) == {("O", "A", "E"), ("O", "B", "E")}
    assert {row.heads.pt for row in moved.ground.accesses if row.heads and row.employer == "E"} == {4}


def test_one_copy_moves_by_itself_and_the_other_keeps_its_people() -> None:
    what_if = asked(copied())
    moved = what_if.after([EngagementMoved(engagement_id="K@A", consignee="E")])
    assert ends_of(moved) == {("O", "A", "E"), ("O", "B", "C")}
    assert {row.heads.pt for row in moved.ground.accesses if row.heads} == {4}
    with pytest.raises(WrongUse, match="fixed_column"):
        what_if.losses([FieldSet(sheet="engagements", row_id="K", column="parent_engagement", value="A")])


def test_an_added_engagement_below_a_row_with_several_copies_stands_under_each() -> None:
    below_both = Engagement(engagement_id="N", consignor="C", consignee="E", parent_engagement="K")
    after = asked(copied()).after([RowsAdded(rows=Submission(engagements=(below_both,)))])
    assert {line[-2:] for line in ends_of(after)} >= {("C", "E")}
    assert {e.parent_engagement for e in after.ground.submission.engagements if e.row_id == "N"} == {"K@A", "K@B"}
