"""Edits of parameters: what is taken, what is refused by key, and that a copy survives its own file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.catalogue import load_parameters, parameters_from
from riskgraph.catalogue.edited_parameters import (
    TOGETHER,
    ParameterChange,
    Typed,
    content_of,
    differences,
    edited,
    typed_in,
    value_text,
)
from riskgraph.errors import ParameterRefused
from riskgraph.model.parameters import Parameter, Parameters

SHIPPED = load_parameters()
TIED = ("grade.bound.", "population.evidence.")
FREE = [p for p in SHIPPED.table if not p.key.startswith(TIED)]


def copy_of(edits: dict[str, Typed], base: Parameters = SHIPPED) -> Parameters:
    """Return the copy that edits give; they must all fit."""
    found = edited(edits, base)
    assert found.refused == {}
    assert found.parameters is not None
    return found.parameters


def refusals(edits: dict[str, Typed]) -> dict[str, str]:
    """Return the codes of what is refused, by key; nothing may have been taken over."""
    found = edited(edits, SHIPPED)
    assert found.parameters is None
    return {key: error.code for key, error in found.refused.items()}


@pytest.mark.parametrize(
    "text", ["0.02", "\N{FULLWIDTH DIGIT ZERO}.\N{FULLWIDTH DIGIT ZERO}\N{FULLWIDTH DIGIT TWO}", "2e-2", " .02 ", 0.02]
)
def test_a_number_may_be_typed_as_people_type_it(text: str | float) -> None:
    assert copy_of({"rate.EXT": text}).number("rate.EXT") == 0.02


def test_three_ends_are_typed_in_rising_order() -> None:
    assert copy_of({"heads.unknown": ("2", "4", "8")}).by_key["heads.unknown"].value == (2.0, 4.0, 8.0)
    assert refusals({"heads.unknown": ("4", "2", "8")}) == {"heads.unknown": "parameter.three_ends"}


def test_everything_that_is_wrong_is_told_at_once_by_its_key() -> None:
    assert refusals(
        {"beta": "2", "rate.EXT": "abc", "no.such": "1", "heads.unknown": "5", "privilege.read": "0.5"}
    ) == {
        "beta": "parameter.out_of_range",
        "rate.EXT": "parameter.not_a_number",
        "no.such": "parameter.unknown_key",
        "heads.unknown": "parameter.three_ends",
    }


@pytest.mark.parametrize("parameter", SHIPPED.table, ids=lambda p: p.key)
def test_a_value_outside_its_range_is_refused_with_its_range(parameter: Parameter) -> None:
    beyond = parameter.maximum * 2 + 1
    typed = (str(parameter.minimum), str(parameter.minimum), str(beyond))
    found = edited({parameter.key: typed if isinstance(parameter.value, tuple) else str(beyond)}, SHIPPED)
    refusal = found.refused[parameter.key]
    assert refusal.code == "parameter.out_of_range"
    assert (refusal.fields["minimum"], refusal.fields["maximum"]) == (parameter.minimum, parameter.maximum)


@given(st.data())
def test_every_parameter_can_be_edited_within_its_range_and_survives_its_own_file(data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(FREE), min_size=1, max_size=6, unique_by=lambda p: p.key))
    edits: dict[str, Typed] = {}
    for parameter in chosen:
        within = st.floats(parameter.minimum, parameter.maximum)
        if isinstance(parameter.value, tuple):
            edits[parameter.key] = [repr(end) for end in sorted(data.draw(st.tuples(within, within, within)))]
        else:
            edits[parameter.key] = repr(data.draw(within))
    copy = copy_of(edits)
    if copy == SHIPPED:
        return
    read = parameters_from(content_of(copy), "copy.yaml")
    assert read == copy
    assert read.sha256 == copy.sha256
    assert {c.key for c in differences(SHIPPED, copy)} <= set(edits)


def test_values_that_fit_one_by_one_but_not_together_are_refused() -> None:
    assert refusals({"population.evidence.claim": "0.5"}) == {TOGETHER: "parameter.shares_not_one"}
    assert refusals({"grade.bound.A": "0.9"}) == {TOGETHER: "parameter.grades_out_of_order"}


def test_bounds_may_be_changed_together() -> None:
    copy = copy_of({"grade.bound.A": "0.4", "grade.bound.B": "0.6"})
    assert [c.key for c in differences(SHIPPED, copy)] == ["grade.bound.A", "grade.bound.B"]


def test_a_copy_is_edited_on_and_differs_from_the_one_it_started_from() -> None:
    first = copy_of({"beta": "0.2"})
    second = copy_of({"privilege.read": "0.5"}, first)
    assert differences(first, second) == (ParameterChange("privilege.read", "0.6", "0.5"),)
    assert {c.key for c in differences(SHIPPED, second)} == {"beta", "privilege.read"}


def test_population_factors_stay_where_no_changed_value_is_behind_them() -> None:
    assert copy_of({"loss.per_person": "900"}).population == SHIPPED.population
    assert copy_of({"beta": "0.2"}).population == {}


def test_population_factors_come_back_with_the_shipped_values_that_they_rest_on() -> None:
    there = copy_of({"beta": "0.2"})
    assert copy_of({"beta": "0.1"}, there) == SHIPPED


def test_the_shipped_set_makes_no_file() -> None:
    with pytest.raises(ParameterRefused) as refused:
        content_of(SHIPPED)
    assert refused.value.code == "parameter.nothing_changed"


@given(st.text(max_size=40))
def test_no_typed_text_does_more_than_be_refused(text: str) -> None:
    found = edited({"beta": text, text: "1"}, SHIPPED)
    assert found.parameters is None or found.parameters.by_key["beta"].minimum <= found.parameters.number("beta") <= 1


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("0.02", "0.02"),
        ("[1, 5, 20]", ["1", "5", "20"]),
        ("1、5、20", ["1", "5", "20"]),
        ("\N{FULLWIDTH DIGIT ONE}\N{FULLWIDTH COMMA}5,20", ["1", "5", "20"]),
        ("1,000", ["1", "000"]),
        ("", ""),
    ],
)
def test_one_cell_holds_one_number_or_three(text: str, typed: Typed) -> None:
    assert typed_in(text) == typed


@pytest.mark.parametrize("parameter", SHIPPED.table, ids=lambda p: p.key)
def test_a_value_as_it_is_shown_can_be_typed_back(parameter: Parameter) -> None:
    assert copy_of({parameter.key: typed_in(value_text(parameter))}) == SHIPPED
