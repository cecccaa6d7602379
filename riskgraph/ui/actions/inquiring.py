"""What to ask next of the shown assessment: worked out on request, kept by the assessment and the costs known."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import streamlit as st

from riskgraph.inquiring import Inquiring
from riskgraph.model.inquiry import Inquiries
from riskgraph.store.costs import costs
from riskgraph.ui import keeping
from riskgraph.ui.actions import planning
from riskgraph.ui.actions.shown import HOUR, Shown

MOST = 20


@st.cache_resource(max_entries=4, ttl=HOUR, show_spinner=False)
def _place(key: str) -> dict[str, Inquiries]:
    """Return where the questions of an assessment with these costs are kept; empty until somebody asked for them."""
    return {}


def known(this: Shown) -> Inquiries | None:
    """Return the questions where they were worked out already."""
    key = _key(this)
    return _place(key).get(key)


def work_out(this: Shown, told: Callable[[int, int], None]) -> Inquiries:
    """Work the questions out and keep them.

    Parameters
    ----------
    told
        Called with how many questions are done, and of how many.
    """
    key, engine = _key(this), planning.engine(this)
    with engine.lock:
        found = Inquiring(engine.what_if, costs(keeping.store(), this.record.register_id)).inquiries(MOST, told)
    _place(key)[key] = found
    return found


def _key(this: Shown) -> str:
    written = "\n".join(entry.model_dump_json() for entry in costs(keeping.store(), this.record.register_id))
    return f"{this.key}#{hashlib.sha256(written.encode()).hexdigest()[:16]}"
