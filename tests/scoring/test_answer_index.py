"""The index from an answer to the channels: nothing outside it moves when the answer changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.intake.register import read_register
from riskgraph.model.answer import Answer, AnswerCode, Evidence
from riskgraph.model.submission import Submission
from riskgraph.scoring.answer_index import AnswerKey, channels_by_answer
from riskgraph.scoring.channels import Scored, score

AS_OF = date(2026, 10, 1)
SAMPLE = Path(__file__).parents[2] / "sample_vendors.xlsx"


def scored(submission: Submission) -> Scored:
    return score(submission, load_catalogue(), load_parameters(), as_of=AS_OF)


@pytest.fixture(scope="module")
def sample() -> Submission:
    return read_register([(SAMPLE.name, SAMPLE.read_bytes())])


@pytest.fixture(scope="module")
def before(sample: Submission) -> Scored:
    return scored(sample)


@pytest.fixture(scope="module")
def index(before: Scored) -> dict[AnswerKey, tuple[int, ...]]:
    return dict(channels_by_answer(before))


def moved(before: Scored, sample: Submission, party: str, control: str) -> set[int]:
    """Return the channels whose numbers change when the party says yes, verified today, to a control."""
    answer = Answer(
        party_id=party,
        control_id=control,
        answer=AnswerCode.YES,
        evidence=Evidence.VERIFIED,
        answered_on=AS_OF,
        verified_on=AS_OF,
    )
    after = scored(sample.model_copy(update={"answers": (*sample.answers, answer)}))
    assert after.ids == before.ids
    return set(np.flatnonzero((after.eal != before.eal).any(axis=1)).tolist())


@pytest.mark.parametrize(
    "control", ["DEV-01", "SYS-03", "SYS-10", "CHN-02", "CHN-05", "HUM-01", "INC-03", "IAM-03", "ORG-05"]
)
def test_no_channel_outside_the_index_moves(
    before: Scored, sample: Submission, index: dict[AnswerKey, tuple[int, ...]], control: str
) -> None:
    for party in ("P-001", "P-003", "P-010", "P-040"):
        assert moved(before, sample, party, control) <= set(index.get((party, control), ())), party


def test_an_answer_on_the_riskiest_path_moves_channels(before: Scored, sample: Submission) -> None:
    assert moved(before, sample, "P-003", "SYS-10")


def test_a_control_that_is_score_only_is_not_in_the_index(index: dict[AnswerKey, tuple[int, ...]]) -> None:
    silent = {c.control_id for c in load_catalogue().controls if not c.feeds}
    assert silent
    assert not silent & {control for _, control in index}
