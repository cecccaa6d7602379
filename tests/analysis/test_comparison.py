"""Two assessments side by side: what moved, and which answers changed."""

from __future__ import annotations

from datetime import date

from riskgraph.assess import compare
from riskgraph.model.submission import Submission
from tests.scoring.worlds import answer, assessed, world

OLD = world("O > A", "O > B", said={"A": {"SYS-10": "no"}, "B": {"SYS-10": "yes/document"}})


def with_answers(*told: object) -> Submission:
    return OLD.model_copy(update={"answers": (*OLD.answers, *told)})


def test_nothing_changed_moves_nothing() -> None:
    found = compare(assessed(OLD), assessed(OLD), old=OLD, new=OLD)
    assert found.answers == ()
    assert found.eal_before == found.eal_after
    assert all(p.rank_before == p.rank_after and p.eal_before == p.eal_after for p in found.paths)


def test_a_mended_answer_moves_its_path_and_is_named() -> None:
    new = with_answers(answer("A", "SYS-10", "yes/verified", answered_on=date(2025, 9, 1)))
    found = compare(assessed(OLD), assessed(new), old=OLD, new=new)
    (change,) = found.answers
    assert (change.party_id, change.control_id, change.before, change.after) == ("A", "SYS-10", "no", "yes")
    assert (change.evidence_before, change.evidence_after) == ("claim", "verified")
    moved = {p.parties: (p.rank_before, p.rank_after) for p in found.paths}
    assert moved == {("O", "A"): (1, 2), ("O", "B"): (2, 1)}
    assert found.paths[0].parties == ("O", "A")  # the largest change stands first
    assert found.eal_after.pt < found.eal_before.pt


def test_an_older_answer_that_arrives_late_is_no_change() -> None:
    new = with_answers(answer("A", "SYS-10", "yes/verified", answered_on=date(2020, 1, 1)))
    assert compare(assessed(OLD), assessed(new), old=OLD, new=new).answers == ()


def test_new_and_vanished_paths_have_no_rank_on_the_other_side() -> None:
    new = world("O > A", "O > C")
    found = {
        p.parties: (p.rank_before, p.rank_after) for p in compare(assessed(OLD), assessed(new), old=OLD, new=new).paths
    }
    assert found[("O", "B")] == (2, None)
    assert found[("O", "C")][0] is None and found[("O", "C")][1] is not None


def test_a_new_answer_has_nothing_before_and_a_withdrawn_one_nothing_after() -> None:
    new = OLD.model_copy(update={"answers": (answer("B", "DEV-01", "yes"),)})
    found = {
        (a.party_id, a.control_id): (a.before, a.after)
        for a in compare(assessed(OLD), assessed(new), old=OLD, new=new).answers
    }
    assert found == {("A", "SYS-10"): ("no", ""), ("B", "SYS-10"): ("yes", ""), ("B", "DEV-01"): ("", "yes")}
