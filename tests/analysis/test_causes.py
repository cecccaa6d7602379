"""Why two assessments differ: one cause an answer, none for the same, and the main cause behind every path."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.analysis.causes import between_forms, causes_between
from riskgraph.assess import assess
from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.model.answer import Answer, Request
from riskgraph.model.assessment import Assessment
from riskgraph.model.causes import Cause, Causes
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from tests.scoring.worlds import AS_OF, answer, promise, world

CATALOGUE, PARAMETERS = load_catalogue(), load_parameters()
OLD = world("O > A", "O > B", said={"A": {"SYS-10": "no"}, "B": {"SYS-10": "yes/document", "DEV-01": "partial"}})
LATER = date(2025, 9, 1)


def result(submission: Submission, *, as_of: date = AS_OF) -> Assessment:
    return assess(submission, PARAMETERS, CATALOGUE, as_of=as_of, is_full=False)


def between(old: Submission, new: Submission, *, as_of: date = AS_OF) -> Causes:
    return causes_between(result(old), result(new, as_of=as_of), old=old, new=new)


def with_answers(*told: Answer) -> Submission:
    return OLD.model_copy(update={"answers": (*OLD.answers, *told)})


def test_equal_assessments_differ_in_nothing() -> None:
    assert between(OLD, OLD).is_empty


@pytest.mark.parametrize(
    ("new", "cause"),
    [
        (answer("A", "SYS-10", "yes", answered_on=LATER), Cause.PRACTICE),
        (answer("A", "SYS-10", "yes/verified", answered_on=LATER), Cause.PRACTICE),
        (answer("B", "SYS-10", "yes/verified", answered_on=LATER), Cause.EVIDENCE),
        (answer("B", "SYS-10", "yes", answered_on=LATER), Cause.EVIDENCE),
        (answer("B", "SYS-10", "yes/document", answered_on=LATER), Cause.RETURNED),
        (answer("A", "SYS-11", "no", answered_on=LATER), Cause.RETURNED),
    ],
)
def test_each_changed_answer_has_its_one_cause(new: Answer, cause: Cause) -> None:
    found = between(OLD, with_answers(new))
    assert {(a.party_id, a.control_id, a.cause) for a in found.answers} == {(new.party_id, new.control_id, cause)}


def test_an_answer_that_counts_no_more_is_no_change_of_practice() -> None:
    new = OLD.model_copy(update={"answers": tuple(a for a in OLD.answers if a.control_id != "SYS-10")})
    found = between(OLD, new)
    assert {a.cause for a in found.answers} == {Cause.RETURNED}
    assert {(a.before, a.after) for a in found.answers} == {("no", "not_asked"), ("yes", "not_asked")}


def test_a_request_that_fell_due_raises_its_path_as_expired_and_the_other_one_only_changes_places() -> None:
    asked = Request(party_id="B", form="short", version="2026.1", sent_on=date(2025, 8, 1), due_on=AS_OF)
    waiting = OLD.model_copy(update={"requests": (asked,)})
    late = OLD.model_copy(update={"requests": (asked.model_copy(update={"due_on": date(2025, 9, 1)}),)})
    found = between(waiting, late)
    assert {a.cause for a in found.answers} == {Cause.EXPIRED}
    assert {a.after for a in found.answers} == {"overdue"}
    causes = {p.parties[-1]: p.cause for p in found.paths}
    assert causes["B"] is Cause.EXPIRED
    assert causes.get("A", Cause.OTHERS) is Cause.OTHERS


def test_a_path_that_rose_because_of_an_answer_names_that_cause() -> None:
    found = between(OLD, with_answers(answer("A", "SYS-10", "yes/verified", answered_on=LATER)))
    mended = next(p for p in found.paths if p.parties[-1] == "A")
    passed = next(p for p in found.paths if p.parties[-1] == "B")
    assert (mended.has_fallen, mended.cause) == (True, Cause.PRACTICE)
    assert (passed.has_risen, passed.cause) == (True, Cause.OTHERS)


def test_more_people_on_a_path_are_a_change_of_the_register_not_of_an_answer() -> None:
    said = {"A": {"SYS-10": "no"}}
    found = between(world("O > A", said=said, heads=5), world("O > A", said=said, heads=50))
    assert found.answers == ()
    assert [p.cause for p in found.paths] == [Cause.REGISTER]


def test_another_parameter_is_a_change_of_assumptions() -> None:
    other = result(OLD)
    provenance = other.provenance.model_copy(update={"parameters_sha256": "0" * 64})
    path = other.paths[0]
    eal = path.eal_yen
    moved = path.model_copy(update={"eal_yen": Interval(eal.lo, 2 * eal.pt, 4 * eal.hi)})
    after = other.model_copy(update={"provenance": provenance, "paths": (moved, *other.paths[1:])})
    found = causes_between(result(OLD), after, old=OLD, new=OLD)
    assert [p.cause for p in found.paths] == [Cause.ASSUMPTIONS]


@promise(6)
@given(days=st.integers(1, 2000))
def test_where_only_the_day_moved_everything_is_expired(days: int) -> None:
    found = between(OLD, OLD, as_of=date.fromordinal(AS_OF.toordinal() + days))
    assert {a.cause for a in found.answers} <= {Cause.EXPIRED}
    assert {c for p in found.paths for c in p.causes} <= {Cause.EXPIRED, Cause.OTHERS}


@promise(8)
@given(
    said=st.lists(
        st.tuples(
            st.sampled_from(["A", "B"]),
            st.sampled_from(["SYS-10", "DEV-01", "SYS-11"]),
            st.sampled_from(["yes", "no/document", "partial", "unknown", "planned", "yes/verified"]),
        ),
        max_size=4,
    )
)
def test_every_changed_answer_has_exactly_one_cause_and_the_way_back_tells_the_same_ones(
    said: list[tuple[str, str, str]],
) -> None:
    new = with_answers(*(answer(*told, answered_on=LATER) for told in said))
    there, back = between(OLD, new), between(new, OLD)
    keys = [(a.party_id, a.control_id) for a in there.answers]
    assert len(keys) == len(set(keys))
    assert set(keys) <= {told[:2] for told in said}
    assert {(a.party_id, a.control_id, a.cause) for a in there.answers} == {
        (a.party_id, a.control_id, a.cause) for a in back.answers
    }


def test_a_form_differs_from_the_last_one_by_answer_by_evidence_and_by_what_came_back() -> None:
    last = [answer("A", "SYS-10", "no"), answer("A", "DEV-01", "yes"), answer("A", "DEV-02", "blank")]
    last.append(answer("A", "DEV-03", "yes"))
    now = [
        answer("A", "SYS-10", "yes", answered_on=LATER),
        answer("A", "DEV-01", "yes/document", answered_on=LATER),
        answer("A", "DEV-02", "no", answered_on=LATER),
        answer("A", "DEV-03", "yes", answered_on=LATER),
        answer("A", "DEV-04", "unknown", answered_on=LATER),
    ]
    found = {change.control_id: change.cause for change in between_forms(last, now)}
    assert found == {"SYS-10": Cause.PRACTICE, "DEV-01": Cause.EVIDENCE, "DEV-02": Cause.RETURNED}


def test_a_form_that_says_what_was_verified_does_not_take_the_evidence_back() -> None:
    assert between_forms([answer("A", "DEV-01", "yes/verified")], [answer("A", "DEV-01", "yes/document")]) == ()
