"""Each judgement moved alone, worked out on request for a kept assessment and kept by its key."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from riskgraph.catalogue import load_catalogue
from riskgraph.model.stability import Tornado
from riskgraph.scoring.channels import score
from riskgraph.scoring.tornado import tornado
from riskgraph.ui.actions.shown import HOUR, Shown, parameters_of


@st.cache_resource(max_entries=4, ttl=HOUR, show_spinner=False)
def _place(key: str) -> dict[str, Tornado]:
    """Return where the result of an assessment is kept; empty until somebody asked for it."""
    return {}


def known(this: Shown) -> Tornado | None:
    """Return the swings of an assessment where they were worked out already."""
    return _place(this.key).get(this.key)


def work_out(this: Shown, told: Callable[[int, int], None]) -> Tornado:
    """Work out the swings of an assessment and keep them.

    Parameters
    ----------
    told
        Called with how many judgements are done, and of how many.
    """
    scored = score(this.submission, load_catalogue(), parameters_of(this), as_of=this.assessment.provenance.as_of)
    found = tornado(scored, told=told)
    _place(this.key)[this.key] = found
    return found
