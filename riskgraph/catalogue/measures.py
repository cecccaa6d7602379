"""The shipped measures: what can be done about a loss, what it changes and what it costs, as data.

The convention that bites: costs are judgement, defaults to start from. What is wrong in the file is our mistake and
stops with `CatalogueBroken`, which names the key.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from riskgraph.catalogue.load import QUESTIONNAIRES, load_catalogue
from riskgraph.errors import CatalogueBroken
from riskgraph.model.engagement import Engagement
from riskgraph.model.measure import MeasureTemplate

_FILE = "measures.yaml"


@cache
def load_measures() -> tuple[MeasureTemplate, ...]:
    """Return the kinds of measures of the shipped catalogue, in the order of the file."""
    return read_measures(QUESTIONNAIRES / _FILE)


def read_measures(path: Path) -> tuple[MeasureTemplate, ...]:
    """Return the kinds of measures that a file holds.

    Raises
    ------
    CatalogueBroken
        Where the file cannot be read, a measure lacks something or stands twice, does nothing, or names a control or a
        column that does not exist.
    """
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        found = tuple(MeasureTemplate.model_validate(row) for row in raw["measures"])
    except (OSError, yaml.YAMLError, ValidationError, KeyError, TypeError) as error:
        raise _broken(path, "measures", type(error).__name__) from error
    controls = {control.control_id for control in load_catalogue().controls}
    known: set[str] = set()
    for template in found:
        if template.template_id in known:
            raise _broken(path, template.template_id, "written twice")
        known.add(template.template_id)
        strange = [*(c for c in template.controls if c not in controls)]
        strange += [column for column in template.fields if column not in Engagement.model_fields]
        if strange or not (template.controls or template.fields):
            raise _broken(path, template.template_id, ", ".join(strange) or "changes nothing")
    return found


def _broken(path: Path, key: str, reason: str) -> CatalogueBroken:
    return CatalogueBroken("catalogue.broken", {"file": path.name, "key": key, "reason": reason})
