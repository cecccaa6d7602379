"""What the method promises of every register: which changes never raise the risk, and which change nothing."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.catalogue import load_parameters
from riskgraph.model.answer import Answer, AnswerCode
from riskgraph.model.assessment import Assessment
from riskgraph.model.asset import System
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from tests.scoring.changes import (
    as_text,
    better_answer,
    better_evidence,
    better_fact,
    is_no_riskier,
    relabelled,
    risks,
    shuffled,
    with_answers,
)
from tests.scoring.drawn import Draw, register
from tests.scoring.worlds import AS_OF, assessed, channels, party, promise

SEEDS = st.integers(0, 10**6)
POINT_AND_HIGH = (1, 2)


def totals(submission: Submission) -> Assessment:
    return assessed(submission, top=0)


def drawn(seed: int, draw: Draw | None = None) -> tuple[Submission, Random]:
    random = Random(seed)
    return register(random, draw), random


@promise(30)
@given(SEEDS)
def test_a_better_answer_never_raises_the_risk_at_any_end(seed: int) -> None:
    worse, random = drawn(seed)
    better = with_answers(worse, random, better_answer)
    assert is_no_riskier(better, worse)


@promise(30)
@given(SEEDS)
def test_better_evidence_never_raises_point_or_high_end(seed: int) -> None:
    """The low end of the risk rests on what an answer may be worth at best, whatever its evidence."""
    worse, random = drawn(seed)
    assert is_no_riskier(with_answers(worse, random, better_evidence), worse, POINT_AND_HIGH)


@promise(18)
@given(SEEDS, st.integers(0, 2_000))
def test_waiting_never_lowers_the_point_and_only_widens(seed: int, days: int) -> None:
    """Only answers age here: requests fall due and rights are revoked on their own days."""
    base, _ = drawn(seed, Draw(has_requests=False))

    def older(a: Answer) -> Answer:
        aged = a.answered_on - timedelta(days=days) if a.answered_on and a.answered_on <= AS_OF else a.answered_on
        return a.model_copy(update={"answered_on": aged})

    old = base.model_copy(update={"answers": tuple(map(older, base.answers))})
    assert is_no_riskier(base, old, POINT_AND_HIGH)
    assert is_no_riskier(old, base, (0,))


@promise(25)
@given(SEEDS)
def test_every_risk_is_an_interval_in_order_and_every_share_within_0_and_1(seed: int) -> None:
    result = assessed(drawn(seed, Draw(assets=3))[0])
    for path in result.paths:
        assert path.p_leak_1y.lo >= 0.0 and path.p_leak_1y.hi <= 1.0
        assert 0.0 <= path.unconfirmed_share <= 1.0 and 0.0 <= path.coverage <= 1.0
        assert path.loss_if_it_happens_yen.median <= path.loss_if_it_happens_yen.p99
        for channel in path.channels:
            assert 0.0 <= channel.phi.lo <= channel.phi.pt <= channel.phi.hi <= 1.0
            assert channel.eal_yen.lo >= 0.0 and channel.rate_per_year.lo >= 0.0
            assert sum(x.share for x in channel.layers) == pytest.approx(1.0) or not any(
                x.share for x in channel.layers
            )
            assert 0.0 <= channel.undeclared_share <= 1.0


@promise(25)
@given(SEEDS, st.sampled_from((AnswerCode.BLANK, AnswerCode.UNKNOWN, AnswerCode.NA)))
def test_what_is_not_said_is_no_better_than_an_honest_no_at_point_and_high_end(seed: int, silence: AnswerCode) -> None:
    base, random = drawn(seed)
    chosen = [n for n, a in enumerate(base.answers) if random.random() < 0.5]

    def said(code: AnswerCode) -> Submission:
        fields = {"answer": code, "comment": "", "answered_on": AS_OF}
        told = [a.model_copy(update=fields) if n in chosen else a for n, a in enumerate(base.answers)]
        return base.model_copy(update={"answers": tuple(told)})

    assert is_no_riskier(said(AnswerCode.NO), said(silence), POINT_AND_HIGH)


@promise(30)
@given(SEEDS)
def test_a_better_fact_of_an_engagement_never_raises_point_or_high_end(seed: int) -> None:
    """A blank fact may be anything, so that stating it can raise the low end: passing duties on is worth .85."""
    worse, random = drawn(seed)
    better = tuple(better_fact(e, random) if random.random() < 0.7 else e for e in worse.engagements)
    assert is_no_riskier(worse.model_copy(update={"engagements": better}), worse, POINT_AND_HIGH)


@promise(20)
@given(SEEDS)
def test_without_records_there_is_no_risk(seed: int) -> None:
    base, _ = drawn(seed, Draw(assets=3))
    nothing = tuple(a.model_copy(update={"records": Interval.exact(0.0)}) for a in base.assets)
    assert risks(totals(base.model_copy(update={"assets": nothing}))) == [0.0] * 6


@promise(20)
@given(SEEDS)
def test_the_order_of_rows_changes_no_byte(seed: int) -> None:
    base, random = drawn(seed, Draw(assets=3))
    assert as_text(assessed(shuffled(base, random))) == as_text(assessed(base))


@promise(20)
@given(SEEDS)
def test_other_ids_change_no_number(seed: int) -> None:
    base, _ = drawn(seed, Draw(assets=3))
    renamed, old = relabelled(base)
    a, b = assessed(base), assessed(renamed)
    assert risks(b) == pytest.approx(risks(a), rel=1e-12, abs=1e-12)
    assert _by_place(b, old) == pytest.approx(_by_place(a, {}), rel=1e-12, abs=1e-12)


def _by_place(result: Assessment, old: dict[str, str]) -> dict[str, float]:
    """Return the expected loss by chain, and by where an intruder got in and at which row the way ends.

    Of equally probable ways from one place to another the first by id is named, so that ways count by their ends.
    """
    found: dict[str, float] = {}
    for path in result.paths:
        ends = [path.entry[0].start, path.entry[-1].end] if path.entry else []
        named = [*path.parties, "|", *(e or "?" for e in path.engagements), "|", *ends]
        key = ">".join(old.get(x, x) for x in named)
        found[key] = found.get(key, 0.0) + path.eal_yen.pt
    return found


@promise(25)
@given(SEEDS, st.integers(0, 3))
def test_paths_and_rest_are_the_totals_and_channels_are_their_path(seed: int, top: int) -> None:
    result = assessed(drawn(seed, Draw(assets=3))[0], top=top)
    for end in ("lo", "pt", "hi"):
        listed = sum(getattr(p.eal_yen, end) for p in result.paths)
        assert listed + getattr(result.rest.eal_yen, end) == pytest.approx(
            getattr(result.totals.eal_yen, end), rel=1e-9
        )
        for path in result.paths:
            for name in ("eal_yen", "rate_per_year"):
                mine = sum(getattr(getattr(c, name), end) for c in path.channels)
                assert mine == pytest.approx(getattr(getattr(path, name), end), rel=1e-9, abs=1e-15)
    assert result.rest.paths + len(result.paths) == result.paths_total


@promise(14)
@given(SEEDS)
def test_the_first_paths_are_the_same_however_many_are_asked_for(seed: int) -> None:
    base, _ = drawn(seed, Draw(assets=3))
    whole = assessed(base)
    assert [p.rank for p in whole.paths] == list(range(1, whole.paths_total + 1))
    assert all(a.eal_yen.pt >= b.eal_yen.pt for a, b in zip(whole.paths, whole.paths[1:], strict=False))
    for top in range(min(4, whole.paths_total)):
        assert assessed(base, top=top).paths == whole.paths[:top]


@promise(20)
@given(SEEDS)
def test_splitting_a_group_into_halves_changes_nothing(seed: int) -> None:
    base, _ = drawn(seed)
    rows = []
    for row in base.accesses:
        heads = row.heads or load_parameters().ends("heads.unknown")
        half = Interval(heads.lo / 2, heads.pt / 2, heads.hi / 2)
        rows += [
            row.model_copy(update={"heads": half, "group": row.group + n, "access_id": row.access_id + n}) for n in "12"
        ]
    split = base.model_copy(update={"accesses": tuple(rows)})
    assert risks(totals(split)) == pytest.approx(risks(totals(base)), rel=1e-9)


@promise(14)
@given(SEEDS)
def test_a_party_that_nothing_reaches_changes_no_bit(seed: int) -> None:
    base, _ = drawn(seed)
    stranger = [a.model_copy(update={"party_id": "STRANGER"}) for a in base.answers[:5]]
    wider = base.model_copy(
        update={"parties": (*base.parties, party("STRANGER")), "answers": (*base.answers, *stranger)}
    )
    assert totals(wider).totals == totals(base).totals
    assert assessed(wider).paths == assessed(base).paths


@promise(15)
@given(SEEDS)
def test_yen_scale_with_the_yen_of_the_table_and_nothing_else_does(seed: int) -> None:
    base, _ = drawn(seed)
    table = load_parameters()
    no_yen = ("loss.many_threshold", "loss.claim_rate")
    yen = [p for p in table.table if p.key.startswith("loss.") and p.key not in no_yen]
    small = table.changed({p.key: p.value / 1_000 for p in yen if not isinstance(p.value, tuple)})
    small = small.model_copy(update={"population": table.population})
    a, b = assessed(base), assessed(base, parameters=small)
    assert b.totals.rate_per_year.pt == pytest.approx(a.totals.rate_per_year.pt, rel=1e-12)
    for end in ("lo", "pt", "hi"):
        assert 1_000 * getattr(b.totals.eal_yen, end) == pytest.approx(getattr(a.totals.eal_yen, end), rel=1e-9)
    assert [p.key for p in a.paths if p.eal_yen.pt > 0] == [p.key for p in b.paths if p.eal_yen.pt > 0]
    for mine, other in zip(channels(a), channels(b), strict=True):
        assert mine.phi == other.phi
        assert mine.rate_per_year.pt == pytest.approx(other.rate_per_year.pt, rel=1e-12)


@promise(20)
@given(SEEDS)
def test_an_empty_system_more_changes_nothing(seed: int) -> None:
    base, _ = drawn(seed)
    more = System(system_id="EMPTY", host="A")
    assert totals(base.model_copy(update={"systems": (*base.systems, more)})).totals == totals(base).totals


@promise(20)
@given(SEEDS, st.booleans())
def test_a_date_of_end_alone_changes_nothing(seed: int, is_past: bool) -> None:
    base, _ = drawn(seed)
    on = date(2020, 1, 1) if is_past else date(2030, 1, 1)
    dated = [e.model_copy(update={"ends_on": on}) for e in base.engagements]
    expiring = [r.model_copy(update={"expires_on": on}) for r in base.accesses]
    changed = base.model_copy(update={"engagements": tuple(dated), "accesses": tuple(expiring)})
    assert totals(changed).totals == totals(base).totals
