"""A user's parameter file: what is accepted, what is refused, and that no byte of it does anything else."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.catalogue import load_parameters, parameters_from
from riskgraph.catalogue.user_parameters import MAX_BYTES
from riskgraph.errors import ParameterRefused
from riskgraph.text import LOCALES, t

SHIPPED = load_parameters()
ONE_NUMBER = [p for p in SHIPPED.table if not isinstance(p.value, tuple)]
TOGETHER = ("grade.bound.", "population.evidence.")


def refusal(text: str | bytes) -> ParameterRefused:
    """Return the refusal of a file."""
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(ParameterRefused) as refused:
        parameters_from(data, "my.yaml")
    return refused.value


@pytest.mark.parametrize(
    "text",
    [
        "rate.EXT: 0.02",
        "rate.EXT: 2e-2",
        'rate.EXT: "0.02"',
        "{rate.EXT: .02}",
        "rate.EXT: 0.02\r\n",
        "# 侵入\nrate.EXT: 0.02  # ours\n",
        "\ufeffrate.EXT: 0.02",
        "rate.EXT: 0.02",
    ],
)
def test_a_number_may_be_written_as_people_write_it(text: str) -> None:
    assert parameters_from(text.encode(), "my.yaml").number("rate.EXT") == 0.02


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_the_usual_encodings_of_a_japanese_desktop_are_read(encoding: str) -> None:
    data = "# 侵入の頻度\nrate.EXT: 0.02\n".encode(encoding)
    assert parameters_from(data, "my.yaml").number("rate.EXT") == 0.02


def test_values_not_named_stay_as_shipped() -> None:
    changed = parameters_from(b"heads.unknown: [2, 4, 8]\nbeta: 0.2", "my.yaml")
    assert changed.by_key["heads.unknown"].value == (2.0, 4.0, 8.0)
    others = [p for p in changed.table if p.key not in ("heads.unknown", "beta")]
    assert others == [p for p in SHIPPED.table if p.key not in ("heads.unknown", "beta")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "parameter.not_a_mapping"),
        ("# only a remark\n", "parameter.not_a_mapping"),
        ("{}", "parameter.not_a_mapping"),
        ("- beta", "parameter.not_a_mapping"),
        ("beta", "parameter.not_a_mapping"),
        ("---\nbeta: .1\n---\nbeta: .2\n", "parameter.not_a_mapping"),
        ("beta: .1\nbeta: .1", "parameter.duplicate_key"),
        ("beta: .1\n'beta': .1", "parameter.duplicate_key"),
        ("bata: .1", "parameter.unknown_key"),
        ("<<: {beta: .1}", "parameter.not_plain"),
        ("beta: &a .1\nunasked.cap: *a", "parameter.not_plain"),
        ("beta: {a: 1}", "parameter.not_plain"),
        ("heads.unknown: [[1], 2, 3]", "parameter.not_plain"),
        ("? [a]\n: 1", "parameter.not_plain"),
        ("beta: [.1, .1, .1]", "parameter.one_number"),
        ("heads.unknown: 5", "parameter.three_ends"),
        ("heads.unknown: [5, 1, 20]", "parameter.three_ends"),
        ("heads.unknown: [1, 5]", "parameter.three_ends"),
        ("beta: 2", "parameter.out_of_range"),
        ("beta: .nan", "parameter.not_a_number"),
        ("beta: nan", "parameter.not_a_number"),
        ("beta: .inf", "parameter.not_a_number"),
        ("beta: 1e999", "parameter.not_a_number"),
        ("beta: true", "parameter.not_a_number"),
        ("beta: yes", "parameter.not_a_number"),
        ("beta:", "parameter.not_a_number"),
        ("beta: null", "parameter.not_a_number"),
        ("beta: 0:06", "parameter.not_a_number"),
        ("beta: 0x0", "parameter.not_a_number"),
        ("beta: 0,1", "parameter.not_a_number"),
        ("beta: [.1", "parameter.not_yaml"),
        ("beta: .1\n\tbad", "parameter.not_yaml"),
        ("population.evidence.claim: .5", "parameter.shares_not_one"),
        ("grade.bound.A: .5", "parameter.grades_out_of_order"),
    ],
)
def test_what_does_not_fit_is_refused(text: str, code: str) -> None:
    refused = refusal(text)
    assert refused.code == code
    assert refused.fields["file"] == "my.yaml"


def test_a_refusal_carries_file_line_key_value_and_range() -> None:
    assert refusal("rate.EXT: 0.02\nbeta: 2").fields == {
        "file": "my.yaml",
        "line": 2,
        "key": "beta",
        "value": "2",
        "minimum": 0.0,
        "maximum": 1.0,
    }


def test_a_misspelt_key_is_answered_with_the_nearest_one() -> None:
    assert refusal("rate.ETX: 1").fields["nearest"] == "rate.EXT"


def test_shares_and_grades_may_be_changed_together() -> None:
    text = "population.evidence.claim: .4\npopulation.evidence.document: .5\npopulation.evidence.verified: .1\n"
    assert parameters_from(text.encode(), "my.yaml").number("population.evidence.claim") == 0.4
    text = "grade.bound.A: .2\ngrade.bound.B: .4\n"
    assert parameters_from(text.encode(), "my.yaml").number("grade.bound.B") == 0.4


@pytest.mark.parametrize(
    "text",
    [
        "beta: !!python/object/apply:os.system ['touch {marker}']",
        "beta: !!python/object/apply:pathlib.Path.touch [!!python/object/apply:pathlib.Path ['{marker}']]",
        "!!python/object/apply:os.system ['touch {marker}']",
        "!!python/object/apply:os.system\nargs: ['touch {marker}']",
        "? !!python/object/apply:os.system ['touch {marker}']\n: 1",
        "beta: !!python/name:os.system",
        "beta: !!float 0.1",
        "beta: !mine 0.1",
    ],
)
def test_a_tag_is_refused_and_never_built(text: str, tmp_path) -> None:  # type: ignore[no-untyped-def]
    marker = tmp_path / "built"
    assert refusal(text.replace("{marker}", str(marker))).code in ("parameter.not_plain", "parameter.not_a_mapping")
    assert not marker.exists()


def test_text_of_the_file_cannot_forge_a_line_or_turn_the_direction_of_a_message() -> None:
    refused = refusal('"beta\\nERROR all is lost\\u202e": 1')
    assert all(str(value).isprintable() for value in refused.fields.values())
    refused = refusal('beta: "0\\r\\n1"')
    assert all(str(value).isprintable() for value in refused.fields.values())
    with pytest.raises(ParameterRefused) as named:
        parameters_from(b"", "a\nb.yaml")
    assert str(named.value.fields["file"]).isprintable()


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 100_000,
        b"beta: " + b"[" * 100_000,
        b"{" * 100_000,
        b"- " * 100_000,
        b"heads.unknown: [" + b"1," * 100_000 + b"]",
        b"a: " * 60_000,
        b"beta: " + b"1" * 200_000,
        b"b" * 200_000 + b": 1",
        b"? " * 100_000,
        b"beta: &a [" + b"*a," * 50_000 + b"]",
    ],
)
def test_a_crafted_file_is_refused_in_a_moment(data: bytes) -> None:
    begin = time.perf_counter()
    refused = refusal(data)
    assert time.perf_counter() - begin < 5
    assert all(len(str(value)) <= 60 for value in refused.fields.values())


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    assert refusal(b"#" * (MAX_BYTES + 1)).code == "parameter.too_large"


def test_bytes_that_are_no_text_are_refused() -> None:
    assert refusal(b"PK\x03\x04\x81").code in ("parameter.not_text", "parameter.not_yaml")
    assert refusal(b"\xff\xfe\x00").code == "parameter.not_text"


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_give_parameters_or_a_refusal_that_can_be_said(data: bytes) -> None:
    try:
        changed = parameters_from(data, "my.yaml")
    except ParameterRefused as refused:
        for locale in LOCALES:
            assert t(locale, f"problem.{refused.code}.message", **refused.fields)
            assert t(locale, f"problem.{refused.code}.mend", **refused.fields)
    else:
        assert len(changed.table) == len(SHIPPED.table)


@given(st.sampled_from([p for p in ONE_NUMBER if not p.key.startswith(TOGETHER)]), st.data())
def test_any_value_within_the_range_is_taken_exactly(parameter, data) -> None:  # type: ignore[no-untyped-def]
    value = data.draw(st.floats(parameter.minimum, parameter.maximum))
    changed = parameters_from(f"{parameter.key}: {value!r}".encode(), "my.yaml")
    assert changed.number(parameter.key) == value


@given(st.sampled_from(ONE_NUMBER), st.floats(allow_nan=True, allow_infinity=True))
def test_any_value_outside_the_range_is_refused(parameter, value: float) -> None:  # type: ignore[no-untyped-def]
    if not parameter.minimum <= value <= parameter.maximum:
        refused = refusal(f"{parameter.key}: {value!r}")
        assert refused.code in ("parameter.out_of_range", "parameter.not_a_number")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_code_of_a_refusal_has_its_sentence(locale: str) -> None:
    codes = (
        "unknown_key not_a_number one_number three_ends out_of_range duplicate_key not_plain not_a_mapping not_yaml "
        "not_text too_large shares_not_one grades_out_of_order"
    )
    fields = dict.fromkeys(["file", "line", "key", "nearest", "value", "minimum", "maximum", "limit", "total"], 1)
    for code in codes.split():
        assert t(locale, f"problem.parameter.{code}.message", **fields)
        assert t(locale, f"problem.parameter.{code}.mend", **fields)
