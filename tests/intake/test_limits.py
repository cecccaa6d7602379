"""Every limit can be set in the environment, and a wrong one is refused instead of passed over."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path

import pytest

from riskgraph.__main__ import main
from riskgraph.errors import WrongUse
from riskgraph.intake.batch import read_many
from riskgraph.intake.given import Given
from riskgraph.intake.limits import LIMITS, VARIABLE, Limits, limits_from


def test_without_variables_the_defaults_hold() -> None:
    assert limits_from({"PATH": "/usr/bin", "RISKGRAPH_STORE": "x", f"{VARIABLE}ROWS": " "}) == LIMITS


@pytest.mark.parametrize("name", [field.name for field in fields(Limits)])
def test_every_limit_can_be_set(name: str) -> None:
    assert limits_from({VARIABLE + name.upper(): " 7 "}) == replace(LIMITS, **{name: 7})


def test_a_limit_may_have_a_fraction_where_it_is_measured() -> None:
    assert limits_from({f"{VARIABLE}WALL_SECONDS": "1.5"}).wall_seconds == 1.5


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ROWS", "many"),
        ("ROWS", "0"),
        ("ROWS", "-3"),
        ("ROWS", "1.5"),
        ("RATIO", "nan"),
        ("RATIO", "inf"),
        ("ROWS", "1e9"),
    ],
)
def test_a_value_that_is_no_number_above_zero_is_refused(name: str, value: str) -> None:
    with pytest.raises(WrongUse) as refused:
        limits_from({VARIABLE + name: value})
    assert (refused.value.code, refused.value.fields) == ("use.limit_value", {"name": VARIABLE + name, "value": value})


def test_every_limit_stands_in_the_docs_with_its_default() -> None:
    page = (Path(__file__).parents[2] / "docs" / "limits.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| ([\d.,]+) \|", page, re.MULTILINE))
    assert {name: float(default.replace(",", "")) for name, default in rows.items()} == {
        VARIABLE + field.name.upper(): float(getattr(LIMITS, field.name)) for field in fields(Limits)
    }


def test_a_misspelt_limit_is_refused_and_the_names_are_told() -> None:
    with pytest.raises(WrongUse) as refused:
        limits_from({f"{VARIABLE}ROW": "5"})
    assert refused.value.code == "use.limit_unknown"
    assert f"{VARIABLE}ROWS" in str(refused.value.fields["names"])


def test_limits_of_the_environment_hold_for_batches_and_commands(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(f"{VARIABLE}FILE_BYTES", "1048576")
    large = b"No.,question,answer\n" + b"1,Do you review access rights?,yes\n" * 40_000
    ((_, (entry,)),) = read_many([Given("a.csv", large)])
    assert [problem.code for problem in entry.problems] == ["gate.too_large"]
    (tmp_path / "a.csv").write_bytes(large)
    assert main(["read", str(tmp_path / "a.csv")]) == 1
    assert "a.csv" in capsys.readouterr().out
    monkeypatch.setenv(f"{VARIABLE}ROWS", "many")
    assert main(["read", str(tmp_path / "a.csv")]) == 2
    assert f"{VARIABLE}ROWS" in capsys.readouterr().err
