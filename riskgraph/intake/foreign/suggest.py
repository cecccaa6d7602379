"""Proposes to which controls the questions of a form belong."""

from __future__ import annotations

from collections.abc import Sequence

from riskgraph.model.control import Catalogue
from riskgraph.model.foreign import ForeignForm
from riskgraph.model.form_map import FormMap


def proposed(form: ForeignForm, catalogue: Catalogue, *, earlier: Sequence[FormMap] = ()) -> FormMap:
    """Return a map with a proposal for every question of a form.

    Nothing is confirmed by it, except what an earlier map of exactly this fingerprint confirmed. Questions that an
    earlier map of another form confirmed with the same words are proposed first.
    """
    raise NotImplementedError
