"""Reads the shipped YAML files into the catalogue and the parameter table.

The convention that bites: questions and forms lie in the top-level folder ``questionnaires/`` beside the
package, everything else in ``riskgraph/catalogue/data/``. What is wrong in them is our mistake, never the
user's, and stops with `CatalogueBroken`, which names file and key.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from riskgraph.catalogue.consistency import contradictions
from riskgraph.errors import CatalogueBroken, ParameterRefused
from riskgraph.model.control import Catalogue, Control, Form, LapseCode, Scenario, Scheme
from riskgraph.model.noun import Noun
from riskgraph.model.parameters import Parameter, Parameters

QUESTIONNAIRES = Path(__file__).parents[2] / "questionnaires"
DATA = Path(__file__).parent / "data"
# The C loader is ten times faster and just as safe; it is absent only where libyaml is.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
N = TypeVar("N", bound=Noun)


@cache
def load_catalogue() -> Catalogue:
    """Return the shipped catalogue; CatalogueBroken where it cannot be read or contradicts itself."""
    return read_catalogue(QUESTIONNAIRES, DATA)


@cache
def load_parameters() -> Parameters:
    """Return the shipped parameters with their population factors; CatalogueBroken where a row is wrong."""
    return read_parameters(DATA)


def read_catalogue(questionnaires: Path, data: Path) -> Catalogue:
    """Return the catalogue that lies in two folders.

    Parameters
    ----------
    questionnaires
        Holds ``controls.yaml`` and ``forms/*.yaml``.
    data
        Holds ``scenarios.yaml`` and ``lapses.yaml``.

    Raises
    ------
    CatalogueBroken
        With ``file``, ``key`` and ``reason``, for the first thing that is wrong.
    """
    controls = _mapping(questionnaires / "controls.yaml")
    scenarios = _mapping(data / "scenarios.yaml")
    lapses = _mapping(data / "lapses.yaml")
    forms = [(path.name, _mapping(path)) for path in sorted((questionnaires / "forms").glob("*.yaml"))]
    catalogue = Catalogue(
        version=str(controls.get("version", "")),
        controls=_nouns(Control, controls, "controls", "control_id", file="controls.yaml"),
        schemes=_nouns(Scheme, controls, "schemes", "scheme_id", file="controls.yaml"),
        forms=tuple(_noun(Form, raw, str(raw.get("form_id", "")), file=name) for name, raw in forms),
        scenarios=_nouns(Scenario, scenarios, "scenarios", "scenario_id", file="scenarios.yaml"),
        lapses=_nouns(LapseCode, lapses, "lapses", "code", file="lapses.yaml"),
    )
    for wrong in contradictions(catalogue):
        raise CatalogueBroken("catalogue.broken", {"file": wrong.file, "key": wrong.key, "reason": wrong.reason})
    return catalogue


def read_parameters(data: Path) -> Parameters:
    """Return the parameters of ``parameters.yaml``, with the factors of ``population.yaml`` if they are its own.

    Raises
    ------
    CatalogueBroken
        For a row that lacks something, a key written twice, or a value outside its own range.
    """
    raw = _mapping(data / "parameters.yaml")
    table = _nouns(Parameter, raw, "parameters", "key", file="parameters.yaml")
    parameters = Parameters(version=str(raw.get("version", "")), table=table)
    if len(parameters.by_key) < len(table):
        raise _broken("parameters.yaml", _twice([row.key for row in table]), "written twice")
    try:
        for row in table:
            parameters.check(row.key, row.value)
    except ParameterRefused as refused:
        raise _broken("parameters.yaml", str(refused.fields["key"]), refused.code) from refused
    # Built anew, not copied: a copy would carry the hash and the look-up along.
    factors = _population(data / "population.yaml", parameters.population_sha256)
    return Parameters(version=parameters.version, table=table, population=factors)


def _population(path: Path, population_sha256: str) -> dict[str, float]:
    """Return the stored factors, or none where they are missing or belong to other numbers."""
    if not path.exists():
        return {}
    raw = _mapping(path)
    if raw.get("population_sha256") != population_sha256:
        return {}
    factors = raw.get("factors")
    if not isinstance(factors, dict):
        raise _broken(path.name, "factors", "not a mapping")
    for key, value in factors.items():
        if not isinstance(value, float | int) or not 0 < value <= 1:
            raise _broken(path.name, f"factors.{key}", "not a number above 0 and at most 1")
    return {str(key): float(value) for key, value in factors.items()}


def _mapping(path: Path) -> dict[str, Any]:
    """Return the mapping that a YAML file holds."""
    try:
        loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise _broken(path.name, "", type(error).__name__) from error
    if not isinstance(loaded, dict):
        raise _broken(path.name, "", "not a mapping")
    return loaded


def _nouns(kind: type[N], raw: dict[str, Any], section: str, id_field: str, *, file: str) -> tuple[N, ...]:
    """Return the nouns of one section, each named by its id where something is wrong with it."""
    rows = raw.get(section)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _broken(file, section, "not a list of mappings")
    return tuple(_noun(kind, row, str(row.get(id_field, section)), file=file) for row in rows)


def _noun(kind: type[N], raw: dict[str, Any], name: str, *, file: str) -> N:
    """Return one noun, or stop with the file and the key that is wrong."""
    try:
        return kind.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join([name, *(str(part) for part in first["loc"])])
        raise _broken(file, key, first["type"]) from error


def _twice(keys: list[str]) -> str:
    return next((key for key in keys if keys.count(key) > 1), "")


def _broken(file: str, key: str, reason: str) -> CatalogueBroken:
    return CatalogueBroken("catalogue.broken", {"file": file, "key": key, "reason": reason})
