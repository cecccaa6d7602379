"""Published chains as a register: the shape is kept, and what has not the form is refused with a sentence."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from riskgraph.bench.made_up import as_submission
from riskgraph.bench.public import public_ratios, published
from riskgraph.errors import WrongUse
from riskgraph.files import GivenFile
from tests.public_chains import as_submission as second_opinion
from tests.public_chains import read_extract

REFUSED = r"use\.chains_not_understood"
EXTRACT = Path(__file__).parents[1] / "data" / "public_chains_extract.json"


def given(data: object, name: str = "chains.json") -> GivenFile:
    text = json.dumps(data).encode()
    return GivenFile(name, gzip.compress(text) if name.endswith(".gz") else text)


def test_the_extract_has_the_engagements_that_another_reader_finds() -> None:
    plan = published(GivenFile(EXTRACT.name, EXTRACT.read_bytes()))
    projects = list(read_extract(EXTRACT))
    found = as_submission(plan)
    expected = 0
    for project in projects:
        expected += sum("-lost-" not in e.engagement_id for e in second_opinion(project).engagements)
    assert len(found.engagements) == expected > 100


PUBLISHED = {
    "7": {
        "projectId": 7,
        "blocks": [
            {"blockId": "A", "recipients": [{"name": "a", "corporateNumber": "1"}]},
            {
                "blockId": "B",
                "recipients": [{"name": "b", "corporateNumber": ""}, {"name": "c", "corporateNumber": None}],
            },
        ],
        "flows": [{"sourceBlock": None, "targetBlock": "A"}, {"sourceBlock": "A", "targetBlock": "B"}],
    }
}


@pytest.mark.parametrize("name", ["chains.json", "chains.json.gz"])
def test_the_published_form_is_read_plain_and_packed(name: str) -> None:
    plan = published(given(PUBLISHED, name))
    assert plan.above.tolist() == [-1, 0, 0]


def test_published_chains_are_measured_and_a_change_is_exact() -> None:
    named = {ratio.name: ratio for ratio in public_ratios(given(PUBLISHED), runs=1)}
    assert named["public_each"].value > 0
    assert named["public_exact"].is_met


@pytest.mark.parametrize("data", [{}, [], 3, {"projects": [{"id": "1"}]}, {"1": {"blocks": 5, "flows": []}}])
def test_what_has_another_form_is_refused(data: object) -> None:
    with pytest.raises(WrongUse, match=REFUSED):
        published(given(data))


def test_what_is_no_json_is_refused() -> None:
    for file in (
        GivenFile("x.json", b"\xff\xfe not"),
        GivenFile("x.gz", b"plain"),
        GivenFile("y.json", b"[" * 100_000),
    ):
        with pytest.raises(WrongUse, match=REFUSED):
            published(file)
