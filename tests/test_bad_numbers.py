"""Numbers that cannot be right: each is refused or told with its key or cell and what is allowed, never made to fit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from riskgraph.__main__ import main
from riskgraph.catalogue import load_parameters, parameters_from
from riskgraph.errors import ParameterRefused
from riskgraph.intake.register import read_register
from riskgraph.model.problem import Problem, Severity
from riskgraph.model.submission import Submission
from riskgraph.report.problem_text import error_said, problem_line
from tests.intake.books import ASSETS, ENGAGEMENTS, register

SAMPLE = str(Path(__file__).parents[1] / "sample_vendors.xlsx")


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("beta: .nan", "parameter.not_a_number", ("beta",)),
        ("beta: .inf", "parameter.not_a_number", ("beta",)),
        ("beta: -0.001", "parameter.out_of_range", ("beta", "-0.001", "0", "1")),
        ("beta: 1.001", "parameter.out_of_range", ("beta", "1.001", "0", "1")),
        ("rate.EXT: 0", "parameter.out_of_range", ("rate.EXT", "0.0001", "1")),
        ("heads.unknown: [5, 1, 20]", "parameter.three_ends", ("heads.unknown",)),
        ("heads.unknown: [-1, 1, 20]", "parameter.out_of_range", ("heads.unknown", "0", "10000")),
        ("rate.EXTT: 0.02", "parameter.unknown_key", ("rate.EXTT", "rate.EXT")),
        ("calibrate.k: 0", "parameter.out_of_range", ("calibrate.k", "0.1", "1000")),
        ("population.evidence.claim: 0.9", "parameter.shares_not_one", ("1.6",)),
    ],
)
def test_a_parameter_that_cannot_be_right_is_refused_with_its_key_and_range(
    line: str, code: str, told: tuple[str, ...]
) -> None:
    with pytest.raises(ParameterRefused) as refused:
        parameters_from(f"rate.RES: 0.003\n{line}\n".encode(), "own.yaml")
    assert refused.value.code == code
    for locale in ("ja", "en"):
        words = " ".join(error_said(refused.value, locale)).replace(",", "")
        assert all(part in words for part in told), words
    assert load_parameters().number("rate.RES") == 0.002  # nothing was taken over in part


@pytest.mark.parametrize("seed", ["1.5", "x", "-1", "", "1e3", "٣", "9" * 40])
@pytest.mark.parametrize("locale", ["ja", "en"])
def test_a_seed_that_is_no_whole_number_from_0_is_a_wrong_call(
    seed: str, locale: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["assess", SAMPLE, f"--seed={seed}", "--lang", locale]) == 2
    said = capsysbinary.readouterr()
    assert said.out == b""
    assert "--seed" in said.err.decode()
    assert str(2**63 - 1) in said.err.decode()


def told(data: bytes, cell: str) -> list[Problem]:
    """Return the errors of a register at a cell."""
    found = read_register([("register.xlsx", data)]).problems
    return [problem for problem in found if problem.cell == cell and problem.severity is Severity.ERROR]


def with_engagement(column: str, value: object) -> bytes:
    head, first, *rest = ENGAGEMENTS
    return register(委託=((*head, column), (*first, value), *rest))


def with_connection(value: object) -> bytes:
    return register(接続=(("接続ID", "接続元", "接続先", "種別", "確からしさ"), ("C-1", "P-2", "P-3", "保守", value)))


@pytest.mark.parametrize("value", [1.2, -0.1, "120%", "-5%", "0.5〜1.5", "abc", float("1e300")])
@pytest.mark.parametrize(
    ("make", "cell", "read"),
    [
        (lambda value: with_engagement("確からしさ", value), "G2", lambda s: s.engagements[0].probability),
        (with_connection, "E2", lambda s: s.connections[0].probability),
    ],
    ids=["engagement", "connection"],
)
def test_a_probability_outside_0_to_1_is_told_with_its_cell_and_not_used(
    make: Callable[[object], bytes], cell: str, read: Callable[[Submission], object], value: object
) -> None:
    data = make(value)
    (problem,) = told(data, cell)
    assert problem.code == "cell.probability_unreadable"
    assert "0〜1" in problem_line(problem, "ja") and cell in problem_line(problem, "ja")
    assert "0 to 1" in problem_line(problem, "en")
    assert read(read_register([("register.xlsx", data)])) is None


@pytest.mark.parametrize(
    "value",
    [-1, -0.5, "-100", "-1万件", "▲300", "△1,000件", "\N{MINUS SIGN}300", "マイナス5", "abc", "1e400", float("1e300")],
)
def test_records_below_0_or_beyond_counting_are_told_with_their_cell_and_count_as_unknown(value: object) -> None:
    head, first = ASSETS
    data = register(データ=(head, (*first[:4], value)))
    (problem,) = told(data, "E2")
    assert problem.code == "cell.number_unreadable"
    assert "E2" in problem_line(problem, "ja")
    assert "0以上" in problem_line(problem, "ja") and "0 or more" in problem_line(problem, "en")
    assert read_register([("register.xlsx", data)]).assets[0].records is None


def test_absent_records_are_told_and_never_taken_for_none() -> None:
    head, first = ASSETS
    submission = read_register([("register.xlsx", register(データ=(head, (*first[:4], None))))])
    assert submission.assets[0].records is None
    assert ("register.column_blank", "E2") in [(p.code, p.cell) for p in submission.problems]
