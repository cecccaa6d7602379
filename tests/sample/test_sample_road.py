"""The sample through the whole road: what its questionnaires bring to light, and which path comes first."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from riskgraph.assess import assess, compare
from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.intake.merge import with_questionnaires
from riskgraph.intake.questionnaire import read_questionnaire
from riskgraph.intake.register import read_register
from riskgraph.model.assessment import Assessment
from riskgraph.model.assessment import Path as RankedPath
from riskgraph.model.problem import Severity
from riskgraph.model.submission import Submission
from tools.sample import faults

PROJECT = Path(__file__).resolve().parents[2]
AS_OF = date(2026, 10, 1)
HOST, BENESSE_LIKE = "P-003", ("P-001", "P-003", "P-010", "P-011")
ALL = 1_000


def submitted(*extra: Path) -> Submission:
    """Return the committed register with the returned questionnaires and some more."""
    register = PROJECT / "sample_vendors.xlsx"
    places = (*sorted((PROJECT / "questionnaires" / "returned").iterdir()), *extra)
    forms = [read_questionnaire(p.name, p.read_bytes(), load_catalogue(), today=AS_OF) for p in places]
    return with_questionnaires(read_register([(register.name, register.read_bytes())]), forms, load_catalogue())


def assessed(submission: Submission) -> Assessment:
    return assess(submission, load_parameters(), load_catalogue(), as_of=AS_OF, top=ALL)


@pytest.fixture(scope="module")
def before() -> Submission:
    return submitted()


@pytest.fixture(scope="module")
def first(before: Submission) -> Assessment:
    return assessed(before)


@pytest.fixture(scope="module")
def after() -> Submission:
    return submitted(PROJECT / "questionnaires" / "corrected" / f"{HOST}_corrected.xlsx")


@pytest.fixture(scope="module")
def mended(after: Submission) -> Assessment:
    return assessed(after)


def path_of(assessment: Assessment, parties: tuple[str, ...]) -> RankedPath:
    return next(path for path in assessment.paths if path.parties == parties)


def test_nothing_in_register_and_questionnaires_together_is_an_error(before: Submission) -> None:
    assert [problem for problem in before.problems if problem.severity is Severity.ERROR] == []


@pytest.mark.parametrize("code", faults.RETURNED)
def test_every_intended_fault_of_a_questionnaire_is_found(code: str, before: Submission) -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for problem in before.problems:
        found[problem.code].add(problem.file)
    assert found[code] == set(faults.RETURNED[code].rows)


def test_the_fourth_tier_that_a_party_declared_becomes_a_path_of_its_own(before: Submission, first: Assessment) -> None:
    told_by, name = faults.DECLARED_NEW
    new = next(party.party_id for party in before.parties if party.name == name)
    assert ("P-001", "P-003", "P-012", told_by, new) in {path.parties for path in first.paths}


def test_the_benesse_like_path_comes_first_by_far(first: Assessment) -> None:
    top, second = first.paths[:2]
    assert top.parties == BENESSE_LIKE
    assert top.eal_yen.pt > 2 * second.eal_yen.pt


def test_its_first_reasons_are_the_hosts_media_block_detection_and_phone_rule(first: Assessment) -> None:
    reasons = first.paths[0].reasons[:3]
    assert {(reason.party_id, reason.layer) for reason in reasons} == {
        (HOST, "write_out"),
        (HOST, "detection"),
        (HOST, "bring_in"),
    }
    named = {answer.control_id for reason in reasons for answer in reason.answers if answer.answer in ("no", "partial")}
    assert named >= {"DEV-01", "DEV-02", "MON-01", "MON-02", "MON-03", "PHY-02"}


def test_with_the_hosts_corrected_questionnaire_the_path_falls(first: Assessment, mended: Assessment) -> None:
    was, now = path_of(first, BENESSE_LIKE), path_of(mended, BENESSE_LIKE)
    assert now.eal_yen.pt < 0.25 * was.eal_yen.pt
    assert now.rank > 3


def test_the_comparison_names_the_answers_that_the_host_corrected(
    before: Submission, after: Submission, first: Assessment, mended: Assessment
) -> None:
    changes = compare(first, mended, old=before, new=after).answers
    mended_by_host = {c.control_id for c in changes if c.party_id == HOST and c.before != c.after}
    assert mended_by_host == {"DEV-01", "DEV-02", "MON-01", "MON-02", "MON-03", "PHY-02"}


def test_the_first_paths_are_of_different_kinds(first: Assessment) -> None:
    top = {path.parties for path in first.paths[:8]}
    assert ("P-001", "P-060", "P-040", "P-041") in top  # printing and mailing, three tiers down
    assert ("P-001", "P-030") in top  # a web vendor and intrusion
    assert ("P-001", "P-052") in top  # dispatched people with bulk rights
    assert any(parties[-1] == "P-044" for parties in top)  # the sub-processor that several vendors share
