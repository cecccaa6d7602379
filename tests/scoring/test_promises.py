"""More promises: what telling, hiding, splitting, merging and adding do to the risk."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.catalogue import load_parameters
from riskgraph.model.access import Privilege
from riskgraph.model.assessment import Assessment
from riskgraph.model.engagement import (
    AuditMethod,
    Consent,
    Declared,
    Engagement,
    HandlingPlace,
    Onward,
    Relation,
    Reviewed,
)
from riskgraph.model.party import Tri
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from tests.scoring.changes import is_no_riskier, more, risks
from tests.scoring.drawn import Draw, register
from tests.scoring.worlds import (
    BAD_HOP,
    GOOD_HOP,
    access,
    answer,
    answers,
    assessed,
    channels,
    everything,
    number,
    only,
    party,
    promise,
    world,
)

SEEDS = st.integers(0, 10**6)
FIRMS = ("O", "P", "A", "B", "C", "D", "K")
HOP_OF_044: dict[str, Any] = {**GOOD_HOP, "consent": Consent.REQUESTED}  # (.2 + 1 + .85) / 6 + .2 / 2
STATED = st.fixed_dictionaries(
    {
        "consent": st.sampled_from([c for c in Consent if c is not Consent.UNKNOWN]),
        "flow_down": st.sampled_from((Tri.YES, Tri.NO)),
        "audit_method": st.sampled_from(tuple(AuditMethod)),
        "incident_reports_reviewed": st.sampled_from((Reviewed.YES, Reviewed.PARTIAL, Reviewed.NO)),
    }
)


def totals(submission: Submission) -> Assessment:
    return assessed(submission, top=0)


def undeclared(result: Assessment) -> Interval:
    return only(result, "INS").undeclared_p


# The tier that nobody declared.


@pytest.mark.parametrize(
    ("said", "onward", "expected"),
    [
        ({}, Onward.UNKNOWN, (0.0, 0.766, 1.0)),
        ({"CHN-02": "no"}, Onward.UNKNOWN, (0.0, 0.766, 1.0)),
        ({"CHN-02": "planned/document"}, Onward.UNKNOWN, (0.0, 0.766, 1.0)),
        ({"CHN-02": "unknown"}, Onward.UNKNOWN, (0.0, 0.766, 1.0)),
        ({"CHN-02": "yes/verified"}, Onward.UNKNOWN, (0.0, 0.3 * 0.7, 0.766)),
        ({}, Onward.NONE, (0.0, 0.3 * 0.7, 0.766)),
        ({"CHN-02": "no"}, Onward.LISTED, (0.0, 0.3, 0.766)),
        (dict.fromkeys(("CHN-01", "CHN-02", "CHN-05"), "yes/document"), Onward.UNKNOWN, (0.0, 0.3 * 0.15, 0.766)),
        ({"CHN-02": "yes/verified", "HUM-01": "yes/document"}, Onward.UNKNOWN, (0.0, 0.3 * 0.7, 0.766)),
        ({"CHN-02": "yes/verified", "HUM-01": "yes/verified"}, Onward.UNKNOWN, (0.0, 0.0, 0.03)),
    ],
)
def test_the_chance_of_an_undeclared_tier_is_what_was_said_of_it(
    said: dict[str, str], onward: Onward, expected: tuple[float, float, float]
) -> None:
    result = assessed(world("O > A", said={"A": said}, hops={"A": {"onward": onward}}))
    found = undeclared(result)
    assert (found.lo, found.pt, found.hi) == pytest.approx(expected)


def test_an_old_verification_is_only_a_claim() -> None:
    told = [answer("A", c, "yes/verified", answered_on=None) for c in ("CHN-02", "HUM-01")]
    assert undeclared(assessed(world("O > A", more={"answers": tuple(told)}))).hi == 0.766


@pytest.mark.parametrize("relation", [Relation.DISPATCH, Relation.SECOND])
def test_below_people_who_were_sent_no_tier_is_assumed(relation: Relation) -> None:
    result = assessed(world("O > A", hops={"A": {"relation": relation}}))
    assert undeclared(result) == Interval.exact(0.0)


def test_the_assumed_tier_is_a_mixture_shown_as_a_share_and_no_path_of_its_own() -> None:
    """rate = (1 - p) declared + p latent; the latent people have nothing to their credit and no supervision."""
    said = {p: everything("yes/verified") for p in ("O", "A")}
    silent = dict.fromkeys(("CHN-02", "CHN-01", "CHN-05"), "no")
    loud = assessed(world("O > A", said=said, hops={"A": GOOD_HOP}))
    quiet = assessed(world("O > A", said={**said, "A": {**said["A"], **silent}}, hops={"A": GOOD_HOP}))
    declared, mixed = only(loud, "ERR"), only(quiet, "ERR")
    latent = declared.rate_per_year.pt / declared.phi.pt  # of A's own people, host and hop nothing is left: Phi = 1
    assert declared.undeclared_share == 0.0
    assert mixed.rate_per_year.pt == pytest.approx(0.234 * declared.rate_per_year.pt + 0.766 * latent)
    share = 0.766 * (latent - declared.rate_per_year.pt) / mixed.rate_per_year.pt
    assert mixed.undeclared_share == pytest.approx(share)
    assert [p.parties for p in quiet.paths] == [("O", "A")]


@promise(20)
@given(SEEDS)
def test_silence_about_the_next_tier_is_never_cheaper_than_a_verified_denial(seed: int) -> None:
    base = register(Random(seed))
    rest = tuple(a for a in base.answers if a.control_id != "CHN-02")
    seen = tuple(answer(p, c, "yes/verified") for p in FIRMS for c in ("CHN-02", "HUM-01"))
    still = tuple(a for a in rest if a.control_id != "HUM-01")
    quiet = tuple(e.model_copy(update={"onward": Onward.UNKNOWN}) for e in base.engagements)
    silent = base.model_copy(update={"answers": rest, "engagements": quiet})
    denied = base.model_copy(update={"answers": (*still, *seen)})
    assert is_no_riskier(denied, silent, (1, 2))


@promise(20)
@given(SEEDS, st.sampled_from((0.05, 0.5, 1.0)), st.sampled_from(("", "no", "yes/verified")))
def test_a_recorded_suspicion_never_pays(seed: int, p: float, of_suspect: str) -> None:
    """However well the suspected party answers for itself."""
    base = register(Random(seed))
    above = Random(seed).choice(base.engagements)
    suspected = Engagement(
        engagement_id="SUSPECTED",
        consignor=above.consignee,
        consignee="Z",
        parent_engagement=above.engagement_id,
        declared=Declared.SUSPECTED,
        probability=Interval(0.0, p, max(p, 0.1)),
    )
    told = answers({"Z": everything(of_suspect)} if of_suspect else {})
    doubted = base.model_copy(
        update={
            "engagements": (*base.engagements, suspected),
            "parties": (*base.parties, party("Z")),
            "answers": (*base.answers, *told),
        }
    )
    assert is_no_riskier(base, doubted)


@pytest.mark.parametrize("place", ["A", "O"])
@pytest.mark.parametrize("of_consignor", ["", "no", "partial", "yes/document", "yes/verified"])
@pytest.mark.parametrize("of_sub", ["partial/verified", "yes/document", "yes/verified"])
@pytest.mark.parametrize("first_hop", [GOOD_HOP, {}, BAD_HOP])
def test_declaring_the_next_tier_never_costs_more_than_silence(
    place: str, of_consignor: str, of_sub: str, first_hop: dict[str, Any]
) -> None:
    """Heads and records move to a sub-consignee of average answers, .4 supervised, that denies more in writing.

    The places of work stay what they were: people move, not systems.
    """
    where = {"host": place, "device_owner": place, "site_owner": place, "privilege": Privilege.BULK, "records": 10_000}
    told = {c: x for c, x in everything(of_consignor).items() if c != "CHN-02"} if of_consignor else {}
    said = {"A": told, "B": {**everything(of_sub), "CHN-02": "yes/document"}}
    silent = world("O > A", said=said, hops={"A": first_hop}, row={**where, "heads": 9})
    rows = [access("X", "A>B", "D", "B", heads=9, **where)]
    declared = world("O > A > B", said=said, rows=rows, hops={"A": first_hop, "B": HOP_OF_044})
    assert totals(declared).totals.eal_yen.pt <= totals(silent).totals.eal_yen.pt


# Chains.


@promise(15)
@given(facts=st.lists(STATED, min_size=4, max_size=4), said=st.sampled_from(("no", "partial", "yes/verified")))
def test_a_hop_more_never_lowers_the_risk(facts: list[dict[str, Any]], said: str) -> None:
    """Equal chance of an undeclared tier on both sides: the worker is the same."""
    first, second, third, between = facts
    told = {p: everything(said) for p in ("O", "A", "B", "C")}
    short = world("O > A > B > C", said=told, hops={"A": first, "B": second, "C": third})
    long = world("O > A > B > M > C", said=told, hops={"A": first, "B": second, "M": between, "C": third})
    assert is_no_riskier(short, long)


def test_a_list_of_two_like_parents_changes_no_total_and_lists_the_other_route() -> None:
    idle = {"handling_place": HandlingPlace.NONE}
    rows = [access("X", "E", "D", "B", heads=4, records=900, privilege="read")]
    base = world("O > A", hops={"A": idle}, rows=rows, more={"parties": (party("O"), party("A"), party("B"))})
    twin = base.engagements[0].model_copy(update={"engagement_id": "A2"})
    below = Engagement(engagement_id="E", consignor="A", consignee="B", parent_engagement="A", **GOOD_HOP)
    copies = [
        below.model_copy(update={"engagement_id": f"E@{p}", "base_id": "E", "parent_engagement": p})
        for p in ("A", "A2")
    ]
    one = assessed(base.model_copy(update={"engagements": (*base.engagements, twin, below)}))
    two = assessed(base.model_copy(update={"engagements": (*base.engagements, twin, *copies)}))
    assert risks(two) == pytest.approx(risks(one), rel=1e-12)
    assert [len(c.other_routes) for c in channels(one, "INS")] == [0]
    assert [len(c.other_routes) for c in channels(two, "INS")] == [1]
    assert only(two, "INS").other_routes[0].engagements == ("A2", "E@A2")


# More of anything.


@promise(25)
@given(SEEDS, st.sampled_from(("heads", "rows", "assets", "rights")))
def test_more_heads_records_or_rights_never_lower_the_risk_of_one_asset(seed: int, kind: str) -> None:
    """EAL at all ends; P wherever a group has one way only (seed 1104: more records let the bulk row overtake)."""
    base = register(Random(seed), Draw(assets=1))
    random = Random(seed + 1)
    factor = random.choice((1.5, 10.0, 1_000.0))
    rights = {Privilege.SCREEN: Privilege.READ, Privilege.READ: Privilege.BULK, Privilege.UNKNOWN: Privilege.BULK}
    rows, assets = [], base.assets
    for row in base.accesses:
        fields: dict[str, Any] = {}
        if kind == "heads":
            fields = {"heads": more(row.heads or load_parameters().ends("heads.unknown"), factor)}
        if kind == "rows":
            fields = {"records": more(row.records, factor)}
        if kind == "rights":
            fields = {"privilege": rights.get(row.privilege, row.privilege)}
        rows.append(row.model_copy(update=fields if random.random() < 0.6 else {}))
    if kind == "assets":
        assets = tuple(a.model_copy(update={"records": more(a.records, factor)}) for a in assets)
    richer = base.model_copy(update={"accesses": tuple(rows), "assets": assets})
    assert is_no_riskier(base, richer)


@pytest.mark.parametrize("privilege", ["screen", "read", "bulk"])
def test_one_asset_written_as_ten_with_the_same_total_changes_no_yen(privilege: str) -> None:
    row = {"heads": 7, "privilege": Privilege(privilege)}
    one = world("O > A", records=60_000, row={**row, "records": 60_000})
    ids = [f"D{n}" for n in range(10)]
    assets = tuple(one.assets[0].model_copy(update={"asset_id": i, "records": number(6_000)}) for i in ids)
    rows = tuple(access(f"X{i}", "A", i, "A", **row, records=6_000) for i in ids)
    engagement = one.engagements[0].model_copy(update={"asset_ids": tuple(ids)})
    ten = one.model_copy(update={"assets": assets, "accesses": rows, "engagements": (engagement,)})
    assert risks(totals(ten)) == pytest.approx(risks(totals(one)), rel=1e-9)


@promise(20)
@given(STATED, STATED)
def test_stating_better_facts_of_a_hop_never_raises_any_end(worse: dict[str, Any], better: dict[str, Any]) -> None:
    def worth(facts: dict[str, Any]) -> list[float]:
        number = load_parameters().number
        return [
            number(f"hop.consent.{facts['consent'].value}"),
            number(f"hop.flow_down.{facts['flow_down'].value}"),
            number(f"hop.check.{facts['audit_method'].value}"),
            number(f"hop.review.{facts['incident_reports_reviewed'].value}"),
        ]

    best = {k: max(worse[k], better[k], key=lambda v, k=k: worth({**worse, k: v})) for k in worse}
    said = answers({"A": everything("partial")})
    a, b = (world("O > A > B", hops={"B": facts}, more={"answers": said}) for facts in (best, worse))
    assert is_no_riskier(a, b)


def test_a_capped_right_may_be_spent_on_better_kept_data() -> None:
    """A known limit, and the reason why the promise above speaks of one asset.

    An insider with screen rights takes at most 1,000 people in one event, whatever else is within reach. When the
    data at a well-kept host grow, more of that event falls on them, and the insider's part of the loss drops a
    little. The register as a whole does not: intrusion, media and errors grow with the data.
    """
    told = {"O": "yes/verified", "A": "yes/verified", "G": "yes/verified", "W": "no"}

    def grown(records: float) -> Assessment:
        base = world("O > A", records=1_000, said={p: everything(x) for p, x in told.items()}, hops={"A": GOOD_HOP})
        second = base.assets[0].model_copy(update={"asset_id": "F", "records": number(records)})
        of_group = {"heads": 50, "privilege": Privilege.SCREEN}
        rows = (
            access("X", "A", "D", "A", host="W", records=1_000, **of_group),
            access("Y", "A", "F", "A", host="G", records=records, **of_group),
        )
        both = tuple(e.model_copy(update={"asset_ids": ("D", "F")}) for e in base.engagements)
        return assessed(
            base.model_copy(update={"assets": (*base.assets, second), "accesses": rows, "engagements": both})
        )

    small, large = grown(10), grown(100_000)
    insider = [sum(c.eal_yen.pt for c in channels(r, "INS")) for r in (small, large)]
    assert 0.95 * insider[0] < insider[1] < insider[0]
    assert large.totals.eal_yen.pt > small.totals.eal_yen.pt
