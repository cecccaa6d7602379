"""A few changed answers read again: the same to 1e-12 as the whole register scored anew."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.model.answer import Answer, ScopeKind
from riskgraph.model.engagement import AuditMethod, Consent, Declared
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from riskgraph.scoring.answer_index import AnswerKey
from riskgraph.scoring.channels import Scored, score
from riskgraph.scoring.incremental import Change, Incremental
from riskgraph.scoring.strength import judge
from tests.scoring.drawn import CONTROLS, FIRMS, OWNERS, Draw, register
from tests.scoring.worlds import AS_OF, FRESH, GOOD_HOP, access, answer, everything, promise, scoped, world

CATALOGUE, PARAMETERS = load_catalogue(), load_parameters()
SAID = ("yes/verified", "yes/claim", "partial/document", "no/verified", "planned/claim", "unknown/claim", "blank/claim")
# What reaches beyond a layer: supervision, the latent tier, the owner's own check, the size of what is taken.
FAR = ("CHN-01", "CHN-02", "CHN-03", "CHN-04", "CHN-05", "HUM-01", "HUM-02", "ORG-05", "INC-03")


def scored(submission: Submission) -> Scored:
    return score(submission, CATALOGUE, PARAMETERS, as_of=AS_OF)


def told_anew(submission: Submission, changes: dict[AnswerKey, Answer]) -> Submission:
    """Return the register with other answers of parties as a whole."""
    kept = [
        a
        for a in submission.answers
        if (a.party_id, a.control_id) not in changes or (a.scope_kind is not ScopeKind.PARTY and a.scope_id)
    ]
    return submission.model_copy(update={"answers": (*kept, *changes.values())})


def by_incremental(evaluator: Incremental, changes: dict[AnswerKey, Answer]) -> Change:
    worth = {
        key: judge(said, PARAMETERS.number(f"prior.{said.control_id}"), AS_OF, PARAMETERS)
        for key, said in changes.items()
    }
    return evaluator.changed(worth)


def numbers_of(result: Scored, without: frozenset[int] = frozenset()) -> dict[str, np.ndarray]:
    found = {}
    for channel, channel_id in enumerate(result.ids):
        if channel not in without:
            route = result.routes[result.path[channel]]
            found[f"{channel_id}|{route}"] = np.concatenate([result.eal[channel], result.rate[channel]])
    return found


def check(submission: Submission, changes: dict[AnswerKey, Answer]) -> tuple[Change, Scored]:
    """Hold an incremental change to the whole register scored anew: every channel and all totals."""
    before = scored(submission)
    change = by_incremental(Incremental(before), changes)
    full = scored(told_anew(submission, changes))
    mine = numbers_of(before, frozenset(change.replaced.tolist()))
    mine |= numbers_of(change.part) if change.part else {}
    theirs = numbers_of(full)
    assert mine.keys() == theirs.keys()
    for channel_id, numbers in theirs.items():
        np.testing.assert_allclose(mine[channel_id], numbers, rtol=1e-12, atol=0, err_msg=channel_id)
    np.testing.assert_allclose(change.eal, full.eal.sum(axis=0), rtol=1e-12, atol=0)
    np.testing.assert_allclose(change.rate, full.rate.sum(axis=0), rtol=1e-12, atol=0)
    return change, before


def drawn_changes(random: Random, controls: tuple[str, ...]) -> dict[AnswerKey, Answer]:
    keys = {(random.choice((*OWNERS, *FIRMS, "K")), random.choice(controls)) for _ in range(random.randint(1, 3))}
    return {
        (party, control): answer(party, control, random.choice(SAID), comment=random.choice(("", "why")))
        for party, control in sorted(keys)
    }


@promise(100)
@given(st.integers(0, 10**6))
def test_changed_answers_give_what_the_whole_register_gives(seed: int) -> None:
    random = Random(seed)
    check(register(random, Draw(assets=3)), drawn_changes(random, CONTROLS))


@promise(100)
@given(st.integers(0, 10**6))
def test_answers_that_reach_beyond_a_layer_give_what_the_whole_register_gives(seed: int) -> None:
    random = Random(seed)
    check(register(random, Draw(assets=3)), drawn_changes(random, FAR))


def test_only_what_rests_on_the_answer_is_read_again() -> None:
    change, before = check(world("O > A > B", "O > C"), {("B", "DEV-01"): answer("B", "DEV-01", "yes/verified")})
    touched = {before.ids[c] for c in change.replaced}
    assert touched == {i for i in before.ids if i.startswith(("INS", "LVR")) and "|B|" in i}


def test_a_question_leaves_the_register_as_it_was() -> None:
    before = scored(world("O > A > B"))
    evaluator = Incremental(before)
    change = {("A", "CHN-05"): answer("A", "CHN-05", "yes/verified")}
    first = by_incremental(evaluator, change)
    by_incremental(evaluator, {("B", "DEV-01"): answer("B", "DEV-01", "yes/verified")})
    again = by_incremental(evaluator, change)
    assert (first.eal == again.eal).all()
    assert (before.eal == scored(world("O > A > B")).eal).all()


def test_an_answer_that_moves_nothing_touches_no_channel() -> None:
    change, before = check(world("O > A"), {("A", "CHN-06"): answer("A", "CHN-06", "yes/verified")})
    assert len(change.replaced) == 0
    assert change.part is None
    assert (change.eal == before.eal.sum(axis=0)).all()


def test_a_control_that_nobody_knows_is_refused() -> None:
    evaluator = Incremental(scored(world("O > A")))
    judged = judge(answer("A", "DEV-01"), 0.4, AS_OF, PARAMETERS)
    with pytest.raises(KeyError, match="XXX-99"):
        evaluator.changed({("A", "XXX-99"): judged})


def held_twice(*more: Answer) -> Submission:
    """Return a register in which A holds the data under O and under B, worst supervised under B."""
    hops = {"B": GOOD_HOP, "A": {"consent": Consent.EXPLICIT, "audit_method": AuditMethod.PAPER, "audited_on": FRESH}}
    register = world("O > A", "O > B > A", hops=hops)
    return register.model_copy(update={"answers": (*register.answers, answer("O", "CHN-04"), *more)})


SUPERVISED = {("B", control): answer("B", control, "yes/verified") for control in ("CHN-03", "CHN-04", "CHN-05")}


def routes_of_intrusion(result: Scored) -> set[str]:
    named = zip(result.ids, result.path, strict=True)
    return {str(result.routes[path].parties) for channel_id, path in named if channel_id.startswith("EXT")}


def test_supervision_can_move_an_intrusion_to_another_path() -> None:
    change, before = check(held_twice(), SUPERVISED)
    assert change.part is not None
    assert routes_of_intrusion(before) != routes_of_intrusion(change.part)
    assert len(change.replaced) < len(before.ids)


def test_where_a_host_answers_by_engagement_a_moved_intrusion_is_read_anew() -> None:
    change, before = check(held_twice(scoped("A", "SYS-10", "yes/verified", "engagement", "A")), SUPERVISED)
    assert change.part is not None
    assert routes_of_intrusion(before) != routes_of_intrusion(change.part)
    assert len(change.replaced) == len(before.ids)


@promise(60)
@given(st.integers(0, 10**6))
def test_engagements_that_name_no_parent_are_placed_as_the_whole_register_places_them(seed: int) -> None:
    random = Random(seed)
    drawn = register(random, Draw(assets=3))
    parents = {"parent_engagement": ""}
    opened = tuple(e if e.consignor in OWNERS else e.model_copy(update=parents) for e in drawn.engagements)
    check(drawn.model_copy(update={"engagements": opened}), drawn_changes(random, (*FAR, "SYS-10")))


def test_whoever_shares_a_cloud_account_moves_the_intrusion_into_it() -> None:
    register = world("O > A > K", rows=[access("X", "A", "D", "A", host="K", records=5_000)])
    change, before = check(register, {("A", "IAM-02"): answer("A", "IAM-02", "no/verified")})
    assert {before.ids[c].split("|")[0] for c in change.replaced} == {"EXT"}


def test_the_first_answer_of_a_suspected_party_is_read() -> None:
    hops = {"B": {"declared": Declared.SUSPECTED, "probability": Interval(0.8, 0.9, 1.0)}}
    rows = [access("X", "A", "D", "A", records=5_000, heads=5)]
    register = world("O > A > B", hops=hops, rows=rows, said={"A": everything("yes/verified")})
    change, before = check(register, {("B", "HUM-04"): answer("B", "HUM-04", "yes/verified")})
    assert (change.eal < before.eal.sum(axis=0)).any()
