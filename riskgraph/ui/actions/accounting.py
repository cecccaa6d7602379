"""What lies between two kept assessments, told apart by causes: worked out on request and kept by their keys."""

from __future__ import annotations

import streamlit as st

from riskgraph.accounts import Side, accounting
from riskgraph.catalogue import load_catalogue
from riskgraph.intake.cell_words import cell_words
from riskgraph.model.accounting import Accounting
from riskgraph.report.accounting_words import AccountWords
from riskgraph.ui.actions.shown import HOUR, Shown, parameters_of


@st.cache_resource(max_entries=8, ttl=HOUR, show_spinner=False)
def _place(old_key: str, new_key: str) -> dict[str, Accounting]:
    """Return where the difference between two assessments is kept; empty until somebody asked for it."""
    return {}


def known(old: Shown, new: Shown) -> Accounting | None:
    """Return the difference where it was told apart already."""
    return _place(old.key, new.key).get("found")


def work_out(old: Shown, new: Shown) -> Accounting:
    """Tell the difference between two assessments apart, and keep it."""
    found = accounting(_side(old), _side(new), load_catalogue())
    _place(old.key, new.key)["found"] = found
    return found


def _side(this: Shown) -> Side:
    as_of = this.assessment.provenance.as_of
    return Side(this.submission, parameters_of(this), as_of, this.assessment)


def words(old: Shown, new: Shown, locale: str) -> AccountWords:
    """Return the words of a difference."""
    return AccountWords(old.submission, new.submission, load_catalogue(), parameters_of(new), locale, cells=cell_words)
