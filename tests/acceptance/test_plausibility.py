"""Before anyone believes a ranking: what one average vendor costs, by size of the work.

The table of docs/method.md, with firms and owners drawn from the population and supervision at its mean:
EAL within a factor of 2 of the table, shares of the scenarios within 15 points.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.shapes import Population, ordinary_access, ordinary_engagement
from tests.acceptance.workbooks import answer, assessed

VENDORS = 60
DOCS = Path(__file__).resolve().parents[2] / "docs"


def average_vendors(heads: int, privilege: str, records: int) -> dict[str, Any]:
    """Return the document of a register of 60 owners with one drawn vendor each and the same work."""
    drawn = Population(7)
    sheets: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("Parties", "Assets", "Engagements", "Access", "Answers")
    }
    for number in range(VENDORS):
        owner, vendor, asset, engagement = (f"{kind}-{number}" for kind in ("O", "V", "A", "E"))
        sheets["Parties"] += [{"party_id": p, "name": f"Firm {p}", "kind": "organisation"} for p in (owner, vendor)]
        sheets["Assets"].append(
            {"asset_id": asset, "name": f"List {number}", "owner": owner, "categories": "name, address",
             "records": records}
        )  # fmt: skip
        sheets["Engagements"].append(ordinary_engagement(engagement, owner, vendor, None, asset))
        sheets["Access"].append(ordinary_access(f"X-{number}", engagement, vendor, asset, heads, privilege, records))
        settled = [answer(vendor, control, "yes", "verified") for control in ("CHN-02", "HUM-01")]
        firm = [row for row in drawn.firm(vendor) if row["control_id"] not in ("CHN-02", "HUM-01")]
        sheets["Answers"] += [*drawn.firm(owner), *firm, *settled]
    return assessed(sheets, top=2 * VENDORS)


@pytest.mark.parametrize(
    ("work", "eal_yen", "shares"),
    [
        ((10, "bulk", 10_000), 0.24e6, {"EXT": 0.82}),
        ((10, "bulk", 1_000_000), 0.9e6, {"INS": 0.39, "EXT": 0.35, "LVR": 0.22}),
        ((200, "screen", 1_000_000), 0.87e6, {"MED": 0.37, "EXT": 0.36, "ERR": 0.23}),
        ((5, "bulk", 29_000_000), 8e6, {"INS": 0.61, "LVR": 0.35, "EXT": 0.04}),
    ],
)
def test_an_average_vendor_costs_what_the_method_says(
    work: tuple[int, str, int], eal_yen: float, shares: dict[str, float]
) -> None:
    found = average_vendors(*work)
    channels = [c for path in found["paths"] for c in path["channels"]]
    total = sum(c["eal_yen"]["pt"] for c in channels)
    assert eal_yen / 2 <= total / VENDORS <= 2 * eal_yen
    for scenario, share in shares.items():
        part = sum(c["eal_yen"]["pt"] for c in channels if c["scenario"] == scenario) / total
        assert part == pytest.approx(share, abs=0.15), scenario
    largest = max(
        sum(c["eal_yen"]["pt"] for c in channels if c["scenario"] == scenario) / total
        for scenario in ("INS", "EXT", "ERR", "MED", "LVR", "RES")
    )
    assert largest <= 0.9
    assert_printed(
        work,
        total / VENDORS,
        {c["scenario"] for c in channels},
        lambda scenario: sum(c["eal_yen"]["pt"] for c in channels if c["scenario"] == scenario) / total,
    )


def assert_printed(
    work: tuple[int, str, int], eal_yen: float, scenarios: set[str], share: Callable[[str], float]
) -> None:
    """Hold the table of docs/method, section 14, against what was found."""
    heads, right, records = work
    text = (DOCS / "method.md").read_text(encoding="utf-8")
    (row,) = [line for line in text.splitlines() if line.startswith(f"| {heads}, {right}, {records:,} |")]
    assert f"| {eal_yen / 1e6:.2f} million yen |" in row
    said = dict(re.findall(r"([A-Z]{3}) (\d+) %", row))
    assert said == {s: str(round(100 * share(s))) for s in scenarios if round(100 * share(s)) >= 1}
    japanese = (DOCS / "method.ja.md").read_text(encoding="utf-8")
    assert f"| {eal_yen / 1e4:,.0f}万円 | {'、'.join(f'{s} {n} %' for s, n in said.items())} |" in japanese
