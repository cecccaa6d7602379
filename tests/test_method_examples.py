"""The worked examples of docs/method, recomputed: each number printed there is what the code gives.

An example is a quoted paragraph below a line ``<!-- example: name -->``; its numbers stand in it in this order.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from riskgraph.analysis.calibration import factor_of
from riskgraph.analysis.compound import compound_poisson
from riskgraph.analysis.paths import p_leak
from riskgraph.analysis.tail import Year
from riskgraph.analysis.views import jo_ceiling
from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.graphs.bounds import best_ways, sums_over_ways, upper_bound
from riskgraph.graphs.exact import exact_reach
from riskgraph.graphs.links import Links
from riskgraph.graphs.riskiest_chains import riskiest_chains
from riskgraph.graphs.tiers import Edges
from riskgraph.model.answer import Answer, AnswerCode, Evidence
from riskgraph.model.quantities import Interval
from riskgraph.scoring.layers import layer_tables, phi
from riskgraph.scoring.loss import mean_people_share, share_shape, yen_per_person
from riskgraph.scoring.shapley import coefficients, minima, products
from riskgraph.scoring.strength import freshness, judge
from riskgraph.scoring.supervision import hop_strength

DOCS = Path(__file__).parent.parent / "docs"
PAGES = ("method.md", "method.ja.md")
P = load_parameters()
NUMBER = P.number
AS_OF = date(2026, 10, 1)


def strength() -> list[str]:
    told = date(2025, 2, 1)
    answer = Answer(
        party_id="A", control_id="DEV-01", answer=AnswerCode.YES, evidence=Evidence.DOCUMENT, answered_on=told
    )
    hi, pt, lo = judge(answer, NUMBER("prior.DEV-01"), AS_OF, P).ends
    return [f"{freshness(told, AS_OF, P):.3f}", f"{lo:.3f}", f"{pt:.3f}", f"{hi:.0f}"]


def supervision() -> list[str]:
    terms = min(NUMBER("hop.consent.explicit_numbered"), NUMBER("hop.flow_down.yes"))
    parts = {"terms": terms, "check": NUMBER("hop.check.paper"), "follow_up": NUMBER("hop.review.partial")}
    q = hop_strength({name: (value,) * 3 for name, value in parts.items()})[1]
    left = 0.8 * (NUMBER("supervision.r0") + (1 - NUMBER("supervision.r0")) * q * 0.4)
    return [f"{terms:.2f}", f"{q:.3f}", f"{q * 0.4:.2f}", f"{left:.3f}"]


# Write-out and bring-in stand open, detection lacks its alert; the rest is documented.
LAYERS = {
    "write_out": 0.0, "detection": 0.0, "rights": 0.85, "bring_in": 0.0, "camera": 0.0, "people": 0.492,
    "supervision": 0.23, "need_to_know": 0.5,
}  # fmt: skip


def insider_phi() -> tuple[float, float, float]:
    table = layer_tables(load_catalogue(), P)["INS"]
    factors = [1 - e * LAYERS[layer.key] for layer, e in zip(table.layers, table.efficacy, strict=True)]
    strengths = [np.array([LAYERS[layer.key]]) for layer in table.layers]
    whole = float(phi(strengths, table.efficacy, [True] * len(table.layers), NUMBER("beta"))[0])
    return float(np.prod(factors)), min(factors), whole


def rate_of_insiders() -> float:
    return NUMBER("rate.INS") * 5 * insider_phi()[2] / P.population["INS|host|device_owner|site_owner|bulk"]


def rate() -> list[str]:
    product, least, whole = insider_phi()
    average = P.population["INS|host|device_owner|site_owner|bulk"]
    return [f"{product:.4f}", f"{least:.3f}", f"{whole:.4f}", f"{average:.3f}", f"{1e4 * rate_of_insiders():.2f}"]


def undeclared() -> list[str]:
    p = NUMBER("latent.claimed_factor") * (1 - 0.4)
    return [f"{p:.2f}", f"{(1 - p) * 6.0 + p * 9.0:.2f}", f"{p * 3.0 / ((1 - p) * 6.0 + p * 9.0):.3f}"]


def loss() -> list[str]:
    records = 1_000_000.0
    a, b = share_shape(np.array([0.5]), P)
    people = float(mean_people_share(a, b, np.array([records]))[0])
    each = float(yen_per_person(np.array([1.0]), np.array([1.0]), P)[0])
    fixed = NUMBER("loss.malicious.base") + NUMBER("loss.malicious.many")
    whole = fixed + each * people
    return [
        f"{float(a[0] / (a[0] + b[0])):.3f}", f"{people / 1e4:.2f}", f"{each:.2f}", f"{whole / 1e6:.0f}",
        f"{rate_of_insiders() * whole / 1e4:.1f}",
    ]  # fmt: skip


def leak() -> list[str]:
    return [f"{100 * p_leak(Interval.exact(0.05)).pt:.2f}"]


def ceiling() -> list[str]:
    one = jo_ceiling(1, 1, 3, 6, base_yen=NUMBER("jo.base_yen"), factor=1.0)
    return [f"{one:,.0f}", f"{jo_ceiling(7_316, 1, 3, 6, base_yen=NUMBER('jo.base_yen'), factor=1.0) / 1e6:.1f}"]


def whole_year() -> list[str]:
    """Events of exactly ten million yen, one in two years, on a lattice of ten million."""
    severity = np.zeros(64)
    severity[1] = 1.0
    below = np.cumsum(compound_poisson(severity, 0.5))
    year = Year(below, 10.0, 5.0)
    return [
        f"{100 * below[0]:.2f}", f"{100 * (1 - below[1]):.2f}", f"{100 * (1 - below[2]):.2f}", f"{year.var(0.95):.0f}",
        f"{year.tvar(0.95):.1f}",
    ]  # fmt: skip


def frailty() -> list[str]:
    k = NUMBER("frailty.k.serious")
    return [f"{100 * (1 - (1 + 0.05 / k) ** -k):.2f}", f"{100 * -np.expm1(-0.05):.2f}"]


def cause() -> list[str]:
    beta, rate = NUMBER("common.cloud"), 0.02
    shared, own = beta * rate, (1 - beta) * rate
    apart = -np.expm1(-rate)
    together = 1 - np.exp(-shared) * (1 - (-np.expm1(-own)) ** 3)
    return [f"{shared:.3f}", f"{own:.3f}", f"{1e6 * apart**3:.1f}", f"{1e6 * together:,.0f}"]


def links() -> list[str]:
    given = Links(
        4, np.array([0, 1, 0, 2]), np.array([1, 3, 2, 3]), np.array([0.5, 0.4, 0.3, 0.5])
    )  # source, two ways, target
    exact = exact_reach(given, 0)
    assert exact is not None
    return [
        f"{best_ways(given, 0)[3]:.2f}", f"{exact[3]:.2f}", f"{upper_bound(given, 0)[3]:.2f}",
        f"{sums_over_ways(given, 0)[3]:.2f}",
    ]  # fmt: skip


def chains() -> list[str]:
    given = Edges(4, np.array([0, 1, 0, 2]), np.array([1, 3, 2, 3]), np.array([0.5, 0.6, 0.8, 0.3]))
    return [f"{q:.2f}" for q in sorted(riskiest_chains(given, 0, 2).value[3], reverse=True)]


def shapley() -> list[str]:
    before, after, beta = [np.array([0.6]), np.array([1.0])], [np.array([0.2]), np.array([0.5])], NUMBER("beta")
    values = (1 - beta) * products(before, after) + beta * minima(before, after)
    parts = (coefficients(2) @ values)[:, 0]
    return [f"{values[0, 0]:.2f}", f"{values[-1, 0]:.2f}", f"{parts[0]:.3f}", f"{parts[1]:.3f}"]


def calibration() -> list[str]:
    found = factor_of(2, 0.5, NUMBER("calibrate.k"))
    return [f"{found.pt:.1f}", f"{found.lo:.2f}", f"{found.hi:.2f}"]


EXAMPLES: dict[str, Callable[[], list[str]]] = {
    "strength": strength,
    "supervision": supervision,
    "rate": rate,
    "undeclared": undeclared,
    "loss": loss,
    "leak": leak,
    "ceiling": ceiling,
    "year": whole_year,
    "frailty": frailty,
    "cause": cause,
    "links": links,
    "chains": chains,
    "shapley": shapley,
    "calibration": calibration,
}


def printed(page: str) -> dict[str, str]:
    """Return the examples of a page by name."""
    text = (DOCS / page).read_text(encoding="utf-8")
    found = re.findall(r"<!-- example: (\w+) -->\n((?:>.*\n)+)", text)
    return {name: " ".join(line.lstrip("> ") for line in quote.splitlines()) for name, quote in found}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_each_number_of_an_example_is_what_the_code_gives(page: str, name: str) -> None:
    text, place = printed(page)[name], 0
    for number in EXAMPLES[name]():
        found = re.compile(rf"(?<![\d.,]){re.escape(number)}(?![\d]|[.,]\d)").search(text, place)
        assert found, f"{number} is not in (or not in its place of): {text}"
        place = found.end()


@pytest.mark.parametrize("page", PAGES)
def test_every_example_that_is_printed_is_recomputed(page: str) -> None:
    assert set(printed(page)) == set(EXAMPLES)
