"""What the engine finds beyond the paths, in the JSON document: all of it fits the schema, and lists add up."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from riskgraph.model.assessment import EntryStep
from riskgraph.model.asset import ConnectionKind
from riskgraph.model.attribution import Attribution, AttributionPart
from riskgraph.model.concentration import Concentration, Shared
from riskgraph.model.quantities import Interval
from riskgraph.model.stability import RankRange, RankStability
from riskgraph.model.tail import LEVELS, ExceedancePoint, Tail, TailMethod
from riskgraph.report.document import document
from riskgraph.report.engine_document import MOST_PARTS
from riskgraph.report.schema import schema
from tests.report.builders import a_catalogue, a_path, a_submission, an_assessment

SOME = Interval(1.0, 2.0, 3.0)
SHARE = Interval(0.1, 0.2, 0.3)


def a_tail(method: TailMethod) -> Tail:
    return Tail(
        method=method,
        mean_yen=SOME,
        var_yen=dict.fromkeys(LEVELS, SOME),
        tvar_yen=dict.fromkeys(LEVELS, SOME),
        exceedance=(ExceedancePoint(loss_yen=1e6, p=SHARE),),
        years=20_000 if method is TailMethod.MONTE_CARLO else 0,
        error_of_mean=0.01,
    )


def an_attribution(parts: int) -> Attribution:
    answers = tuple(
        AttributionPart(eal_yen=1000.0 - i, party_id=f"P-{i:03}", control_id="DEV-01") for i in range(parts)
    )
    return Attribution(eal_yen=500.0 + sum(a.eal_yen for a in answers), good_yen=500.0, answers=answers)


def built(parts: int = 2) -> dict[str, Any]:
    whole = an_assessment(
        paths=(a_path(entry=(EntryStep(connection_id="C-1", start="B", end="A", kind=ConnectionKind.VPN),)),),
        attribution=an_attribution(parts),
        concentration=(
            Concentration(kind=Shared.AGENCY, key="P-031", eal_yen=SOME, falls_away_yen=SOME, tail_share=0.25),
        ),
        stability=RankStability(
            draws=64, seed=1, moved_by=0.5, top=10, correlation=SHARE, kept=SOME, first_stays=0.9,
            ranges=(RankRange(key="k", rank=1, best=1, worst=3),),
        ),
    )  # fmt: skip
    totals = whole.totals.model_copy(
        update={
            "p_leak_1y_frailty": SHARE,
            "tail": a_tail(TailMethod.FFT),
            "tail_dependent": a_tail(TailMethod.MONTE_CARLO),
        }
    )
    return document(whole.model_copy(update={"totals": totals}), a_submission(), a_catalogue())


def test_the_schema_accepts_all_that_the_engine_finds() -> None:
    jsonschema.Draft202012Validator(schema("assessment")).validate(built())


def test_a_years_loss_is_told_independent_and_dependent() -> None:
    totals = built()["totals"]

    assert list(totals["var_yen"]) == list(LEVELS) == list(totals["with_dependence"]["tvar_yen"])
    assert totals["exceedance"] == [{"loss_yen": 1e6, "p": {"lo": 0.1, "pt": 0.2, "hi": 0.3}}]
    assert (totals["with_dependence"]["method"], totals["with_dependence"]["years"]) == ("monte_carlo", 20_000)


@pytest.mark.parametrize("parts", [2, MOST_PARTS, MOST_PARTS + 30])
def test_a_long_list_of_causes_is_cut_and_still_adds_up(parts: int) -> None:
    told = built(parts)["attribution"]

    assert len(told["answers"]) == min(parts, MOST_PARTS + 1)
    assert told["good_yen"] + sum(part["eal_yen"] for part in told["answers"]) == pytest.approx(told["eal_yen"])
    assert (told["answers"][-1]["party_id"] is None) is (parts > MOST_PARTS)


def test_an_entry_names_its_connections() -> None:
    assert built()["paths"][0]["entry"] == [{"connection_id": "C-1", "start": "B", "end": "A", "kind": "vpn"}]
