"""The shipped measures: whole gates, costs in order, words in both languages, no product, and clear errors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from riskgraph.catalogue import load_catalogue
from riskgraph.catalogue.measures import load_measures, read_measures
from riskgraph.errors import CatalogueBroken
from riskgraph.model.control import Combine

ONE = """
measures:
  - template_id: A
    title: {ja: "あ", en: "a"}
    what: {ja: "あ", en: "a"}
    controls: [%s]
    cost: {one_off_yen: {lo: 1, pt: 2, hi: 3}}
    source: "judgement"
"""


def test_every_layer_of_every_scenario_can_be_brought_to_full_strength_by_one_measure_alone() -> None:
    bundles = [set(t.controls) for t in load_measures()]
    for scenario in load_catalogue().scenarios:
        for layer in scenario.layers:
            parts = {*layer.parts, *layer.bulk_parts, *layer.host_parts}
            if layer.combine is Combine.MIN and parts:
                assert any(parts <= bundle for bundle in bundles), (scenario.scenario_id, layer.key)


def test_costs_are_judgement_and_never_negative() -> None:
    for template in load_measures():
        assert template.mark == "J" and template.source.startswith("judgement")
        assert template.cost.a_year(3.0).pt > 0.0
        for cost in (template.cost, template.per_head):
            assert cost.one_off_yen.lo >= 0.0 and cost.yearly_yen.lo >= 0.0


def test_no_measure_sets_consent_because_it_is_due_whatever_it_saves() -> None:
    assert all("consent" not in template.fields for template in load_measures())


def test_words_are_written_in_both_languages() -> None:
    for template in load_measures():
        for words in (template.title, template.what):
            assert re.search("[ぁ-んァ-ヶ一-龠]", words.ja) and not re.search("[ぁ-んァ-ヶ一-龠]", words.en)


@pytest.mark.parametrize(
    "content",
    [
        "measures: [1",
        "measures: [{template_id: A}]",
        ONE % "XXX-99",
        ONE % "",
        ONE % "DEV-01" + (ONE % "DEV-01").replace("\nmeasures:", ""),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "measures.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CatalogueBroken):
        read_measures(path)
