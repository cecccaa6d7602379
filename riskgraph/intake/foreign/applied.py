"""A form of somebody else and its confirmed map give questionnaires that are read like our own."""

from __future__ import annotations

from riskgraph.model.control import Catalogue
from riskgraph.model.foreign import ForeignForm
from riskgraph.model.form_map import FormMap
from riskgraph.model.questionnaire import ReturnedForm


def applied(form: ForeignForm, form_map: FormMap, catalogue: Catalogue) -> tuple[ReturnedForm, ...]:
    """Return one questionnaire for each party of the file; only confirmed entries give answers.

    `form_id` is ``map:<map_id>`` and `version` the number of the map. Questions that are not mapped stay as items
    without control and code. Where several questions speak for one control, the weakest answer counts and both
    cells are told.
    """
    raise NotImplementedError
