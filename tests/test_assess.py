"""The spine: what goes in, what is refused, and what stands in the bundle."""

from __future__ import annotations

from datetime import date

import pytest

from riskgraph import __version__
from riskgraph.assess import DEFAULT_SEED, assess
from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.errors import WrongUse
from riskgraph.model.submission import InputFile, Submission
from tests.scoring.worlds import AS_OF, answer, assessed, world


def test_an_empty_register_has_an_empty_result() -> None:
    result = assessed(Submission())
    assert (result.paths, result.parties, result.assets, result.paths_total) == ((), (), (), 0)
    assert result.totals.eal_yen.hi == result.rest.eal_yen.hi == 0.0


def test_an_unknown_asset_and_a_negative_number_of_paths_are_refused() -> None:
    with pytest.raises(WrongUse) as unknown:
        assessed(world("O > A"), asset_id="NOWHERE")
    assert (unknown.value.code, unknown.value.fields) == ("use.unknown_asset", {"asset": "NOWHERE"})
    with pytest.raises(WrongUse) as negative:
        assessed(world("O > A"), top=-1)
    assert negative.value.code == "use.negative_top"


def test_the_bundle_says_from_what_with_what_and_as_of_when() -> None:
    files = (
        InputFile(file="r.xlsx", sha256="aa", kind="register"),
        InputFile(file="q.xlsx", sha256="bb", kind="questionnaire", party_id="A"),
    )
    found = assessed(world("O > A", more={"files": files})).provenance
    assert (found.register_sha256, found.as_of, found.seed) == ("aa", AS_OF, DEFAULT_SEED)
    assert [f.file for f in found.answers] == ["q.xlsx"]
    assert found.parameters_sha256 == load_parameters().sha256
    assert (found.catalogue_version, found.riskgraph_version) == (load_catalogue().version, __version__)


def test_the_same_register_gives_the_same_bundle_and_is_left_as_it_was() -> None:
    register = world("O > A > B")
    before = register.model_dump_json()
    assert assessed(register) == assessed(register)
    assert register.model_dump_json() == before


def test_the_as_of_date_ages_answers() -> None:
    register = world("O > A", said={"A": {"SYS-10": "yes/verified"}})
    early, late = (
        assess(register, load_parameters(), load_catalogue(), as_of=day) for day in (AS_OF, date(2032, 1, 1))
    )
    assert late.totals.eal_yen.pt > early.totals.eal_yen.pt


def test_problems_met_on_the_way_come_after_those_of_the_reader() -> None:
    two = (answer("A", "SYS-10", "yes"), answer("A", "SYS-10", "no"))
    codes = [p.code for p in assessed(world("O > A", rows=[], more={"answers": two})).problems]
    assert codes == ["access.derived", "answer.two_of_one_date"]


def test_changed_parameters_change_the_numbers_and_the_hash() -> None:
    register = world("O > A")
    dearer = load_parameters().changed({"loss.per_person": 1_560.0})
    dearer = dearer.model_copy(update={"population": load_parameters().population})
    a, b = assessed(register), assessed(register, parameters=dearer)
    assert b.totals.eal_yen.pt > a.totals.eal_yen.pt
    assert b.totals.rate_per_year == a.totals.rate_per_year
    assert b.provenance.parameters_sha256 != a.provenance.parameters_sha256
