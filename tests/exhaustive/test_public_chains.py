"""All public commission chains of fiscal year 2024 load and score; run by `make public-chains` with the data at hand.

Not collected by a plain run of the tests (`norecursedirs` of pyproject.toml); a missing file is a failure here.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest

from riskgraph.assess import assess
from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.model.chain import build_chain
from tests.made_up import AS_OF
from tests.public_chains import as_submission, faults, read_projects, unreached

DATA = Path(os.environ.get("RISKGRAPH_PUBLIC_CHAINS", "") or "../shared/data/chains_fy2024.json.gz")
PROJECTS, BLOCKS, FLOWS = 5_435, 19_633, 20_074
SECONDS_A_PROJECT = 20
SHOWN_PATHS = 5  # few enough that most projects have a rest as well, and both are held to add up
TELL_EVERY = 500


@contextmanager
def at_most(seconds: int, what: str) -> Iterator[None]:
    """Fail instead of hanging: by an alarm where the system has one, else by the clock afterwards."""

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"{what} takes more than {seconds} s")

    begun = time.monotonic()
    has_alarm = hasattr(signal, "SIGALRM")
    if has_alarm:
        signal.signal(signal.SIGALRM, ring)
        signal.alarm(seconds)
    try:
        yield
    finally:
        if has_alarm:
            signal.alarm(0)
    assert time.monotonic() - begun <= seconds, what


@pytest.mark.exhaustive
def test_all_public_chains_load_and_score_without_hanging():
    assert DATA.is_file(), f"{DATA.resolve()} is not there: set RISKGRAPH_PUBLIC_CHAINS to chains_fy2024.json.gz"
    catalogue, parameters = load_catalogue(), load_parameters()
    wrong: dict[str, list[str]] = {}
    projects = blocks = flows = engagements = cyclic = 0

    for project in read_projects(DATA):
        with at_most(SECONDS_A_PROJECT, f"project {project.project_id}"):
            submission = as_submission(project)
            chain = build_chain(submission)
            assessment = assess(submission, parameters, catalogue, as_of=AS_OF, top=SHOWN_PATHS, is_full=False)
        found = faults(assessment)
        if bool(chain.orphans) != bool(unreached(project)):
            found.append(f"orphans {chain.orphans} where {unreached(project)} are not reached")
        if found:
            wrong[project.project_id] = found
        projects, blocks, flows = projects + 1, blocks + len(project.blocks), flows + len(project.flows)
        engagements, cyclic = engagements + len(submission.engagements), cyclic + bool(chain.party_cycles())
        if projects % TELL_EVERY == 0:
            print(f"{projects} of {PROJECTS}", flush=True)

    print(f"\n{projects} projects, {blocks} blocks, {flows} flows: {engagements} engagements, {cyclic} with a cycle")
    assert (projects, blocks, flows) == (PROJECTS, BLOCKS, FLOWS)
    assert wrong == {}
