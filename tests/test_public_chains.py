"""Real shapes of commission chains become registers that score: cycles, loops, duplicates, merges, several roots.

Source of the extract: administrative project reviews of fiscal year 2024 (rssystem.go.jp) as published by
igomuni/marumie-rssystem; it holds ids and shape only. Everything else is drawn (see `tests/made_up.py`).
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskgraph.assess import assess
from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.model.chain import build_chain
from tests.made_up import AS_OF
from tests.public_chains import (
    PublicProject,
    Recipient,
    as_submission,
    faults,
    placements,
    read_extract,
    read_projects,
    unreached,
)

EXTRACT = Path(__file__).parent / "data" / "public_chains_extract.json"
PROJECTS = {project.project_id: project for project in read_extract(EXTRACT)}


@pytest.mark.parametrize("project_id", PROJECTS)
def test_a_public_chain_loads_and_scores(project_id):
    submission = as_submission(PROJECTS[project_id])

    assessment = assess(submission, load_parameters(), load_catalogue(), as_of=AS_OF, is_full=False)

    assert faults(assessment) == []
    assert bool(build_chain(submission).orphans) == bool(unreached(PROJECTS[project_id]))


def test_the_extract_names_nobody():
    text = EXTRACT.read_text(encoding="utf-8")

    assert text.isascii()
    assert all(
        recipient.startswith("r") and recipient[1:].isdigit()
        for project in json.loads(text)["projects"]
        for recipients in project["blocks"].values()
        for recipient in recipients
    )


def test_the_extract_holds_every_trap_of_the_source():
    def has(trap):
        return any(trap(project) for project in PROJECTS.values())

    assert has(lambda p: any(placement.is_return for placement in placements(p)))  # a cycle
    assert has(lambda p: any(source == target for source, target in p.flows))  # a self-loop
    assert has(lambda p: len(set(p.flows)) < len(p.flows))  # a duplicate flow
    assert has(lambda p: len({s for s, t in p.flows if t == "D" and s}) > 1)  # a merge
    assert has(lambda p: sum(source == "" for source, _ in set(p.flows)) > 1)  # several roots
    assert has(lambda p: bool(unreached(p)))  # no way from the ministry


def test_project_18_is_five_tiers_deep():
    chain = build_chain(as_submission(PROJECTS["18"]))

    assert max(len(chain.line(engagement)) for engagement in chain.engagements) == 5


def test_a_merge_becomes_one_engagement_under_each_parent():
    project = PublicProject(
        "merge",
        "M",
        {block: (Recipient(block, block),) for block in "ABC"},
        (("", "A"), ("", "B"), ("A", "C"), ("B", "C"), ("B", "C")),
    )

    to_c = [e for e in as_submission(project).engagements if e.consignee == "C"]

    assert sorted(e.consignor for e in to_c) == ["A", "B"]
    assert sorted(e.parent_engagement for e in to_c) == sorted(
        e.engagement_id for e in as_submission(project).engagements if e.consignee in "AB"
    )


def test_a_cycle_is_kept_in_the_party_graph_and_ends_the_line():
    project = PublicProject(
        "cycle",
        "M",
        {block: (Recipient(block, block),) for block in "AB"},
        (("", "A"), ("A", "B"), ("B", "A"), ("B", "B")),
    )
    chain = build_chain(as_submission(project))

    assert chain.party_cycles() == (("A", "B"),)
    assert max(len(chain.line(engagement)) for engagement in chain.engagements) == 3
    assert len(chain.engagements) == 4


def test_the_made_up_part_is_the_same_every_time_and_another_with_another_seed():
    project = PROJECTS["18"]

    assert as_submission(project) == as_submission(project)
    assert as_submission(project, seed=1) != as_submission(project, seed=2)


def test_the_published_form_tells_companies_apart_by_number_and_rows_that_are_no_company(tmp_path):
    """The placeholder number, その他 and two spellings of one company are traps of the source."""
    rows = [
        {"name": "株式会社甲", "corporateNumber": "5835678256246", "amount": 1},
        {"name": "(株)甲", "corporateNumber": "5835678256246", "amount": 2},
        {"name": "乙", "corporateNumber": "9999999999999", "amount": 3},
        {"name": "丙", "corporateNumber": "9999999999999", "amount": None},
        {"name": "その他", "corporateNumber": "", "amount": 4},
    ]
    blocks = [
        {"blockId": "A", "recipients": rows},
        {"blockId": "B", "recipients": rows[4:]},
        {"blockId": "C", "recipients": []},
    ]
    flows = [{"sourceBlock": None, "targetBlock": "A"}, {"sourceBlock": "A", "targetBlock": "B"}]
    file = tmp_path / "chains.json"
    file.write_text(json.dumps({"7": {"projectId": 7, "ministry": "M", "blocks": blocks, "flows": flows}}))

    (project,) = read_projects(file)

    assert [r.identity for r in project.blocks["A"]] == ["5835678256246", "name:乙", "name:丙", "A-row-4"]
    assert [r.identity for r in project.blocks["B"]] == ["B-row-0"]
    assert [r.identity for r in project.blocks["C"]] == ["C-nobody"]
    assert unreached(project) == ("C",)


BLOCK = st.sampled_from(["A", "B", "C", "D", "E"])


@given(st.lists(st.tuples(st.sampled_from(["", *"ABCDE"]), BLOCK), max_size=12))
@settings(max_examples=60, deadline=None)
def test_any_flows_become_a_forest_in_which_every_line_begins_at_the_ministry(flows):
    project = PublicProject("any", "M", {block: (Recipient(block, block),) for block in "ABCDE"}, tuple(flows))

    chain = build_chain(as_submission(project))

    assert all(chain.owner(e) == "MINISTRY" for e in chain.engagements if chain.line(e))
    assert {chain.engagements[e].consignee for e in chain.orphans} == set(unreached(project))
    assert all(len(chain.line(e)) <= len("ABCDE") + 1 for e in chain.engagements)
