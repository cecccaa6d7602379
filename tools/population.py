"""Draw the population again and store its factors beside the parameters: `python -m tools.population`."""

from __future__ import annotations

from pathlib import Path

import yaml

from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.scoring.population import DRAWS, SEED, population_factors

TARGET = Path(__file__).parents[1] / "riskgraph" / "catalogue" / "data" / "population.yaml"
HEAD = "# E[Phi] over the population, by scenario and what exists in a channel. Made by: python -m tools.population\n"


def main() -> None:
    """Write the factors of the shipped parameters, rounded to six digits."""
    parameters = load_parameters()
    factors = population_factors(load_catalogue(), parameters)
    content = {
        "population_sha256": parameters.population_sha256,
        "draws": DRAWS,
        "seed": SEED,
        "factors": {key: round(value, 6) for key, value in factors.items()},
    }
    TARGET.write_text(HEAD + yaml.safe_dump(content, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()
