"""What the page of the method can ask for: the parameters in force, an edited copy tried out, kept, and put in force.

The convention that bites: trying out changes nothing. A copy is compared on the very submission of the shown
assessment, so that what differs comes from the parameters alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from riskgraph.assess import assess, compare
from riskgraph.catalogue import load_catalogue, load_parameters, parameters_from
from riskgraph.catalogue.edited_parameters import Edited, content_of, differences, edited, typed_in
from riskgraph.current import PARAMETER_FILE
from riskgraph.model.assessment import Comparison
from riskgraph.model.parameters import Parameters
from riskgraph.model.records import AuditLine, ParameterSetRecord
from riskgraph.store.audit import audit_lines
from riskgraph.store.opening import Store
from riskgraph.store.parameters import (
    SHIPPED,
    parameter_sets,
    parameters_content,
    parameters_in_force,
    save_parameters,
    use_parameters,
)
from riskgraph.ui import keeping
from riskgraph.ui.actions.shown import HOUR, TOP, Shown

_PUT_IN_FORCE = ("parameters_saved", "parameters_used")
_A_PAGE = 500


@dataclass(frozen=True)
class InForce:
    """The set in force of the register that is looked at, all its copies (newest first), and who put it there.

    `since` is None where the shipped set was never left.
    """

    parameters_id: int
    parameters: Parameters
    sets: tuple[ParameterSetRecord, ...] = ()
    since: AuditLine | None = None


def in_force() -> InForce:
    """Return the parameters in force; without a register the shipped ones."""
    register_id = keeping.register_id()
    if not register_id:
        return InForce(SHIPPED, load_parameters())
    store = keeping.store()
    parameters_id = parameters_in_force(store, register_id)
    return InForce(
        parameters_id, parameters_of(parameters_id), parameter_sets(store, register_id), _since(store, register_id)
    )


def _since(store: Store, register_id: str) -> AuditLine | None:
    """Return the last line of the audit trail that put a set in force."""
    before: int | None = None
    while lines := audit_lines(store, register_id=register_id, newest=_A_PAGE, before=before):
        for line in lines:
            if line.action in _PUT_IN_FORCE:
                return line
        before = lines[-1].sequence
    return None


def parameters_of(parameters_id: int) -> Parameters:
    """Return a set by its id, 0 for the shipped one."""
    store = keeping.store()
    return (
        _read(f"{keeping.content_key()}#{parameters_id}", parameters_id, _store=store)
        if parameters_id
        else load_parameters()
    )


@st.cache_resource(max_entries=8, ttl=HOUR, show_spinner=False)
def _read(key: str, parameters_id: int, *, _store: Store) -> Parameters:
    return parameters_from(parameters_content(_store, parameters_id), PARAMETER_FILE)


def copy_with(edits: Mapping[str, str], base: Parameters) -> Edited:
    """Return the copy that typed edits make of a set, or what is wrong with them."""
    return edited({key: typed_in(text) for key, text in edits.items()}, base)


def edits_of_file(data: bytes, name: str, base: Parameters) -> dict[str, str]:
    """Return the edits that turn a set into that of a parameter file.

    Raises
    ------
    ParameterRefused
        For the first thing in the file that does not fit.
    """
    return {change.key: change.after for change in differences(base, parameters_from(data, name))}


def what_if(this: Shown, parameters: Parameters) -> Comparison:
    """Return what other parameters would do to the shown assessment; nothing is kept."""
    return _what_if(this.key, parameters.sha256, _shown=this, _parameters=parameters)


@st.cache_resource(max_entries=6, ttl=HOUR, show_spinner=False)
def _what_if(key: str, sha256: str, *, _shown: Shown, _parameters: Parameters) -> Comparison:
    as_of = _shown.record.inputs.as_of
    after = assess(_shown.submission, _parameters, load_catalogue(), as_of=as_of, top=TOP, is_full=False)
    return compare(_shown.assessment, after, old=_shown.submission, new=_shown.submission)


def save(parameters: Parameters, *, based_on: int, reason: str) -> None:
    """Keep an edited copy and put it in force; a copy that equals the shipped set puts that in force.

    Raises
    ------
    StaleSave
        Where another set has been put in force since `based_on`; nothing is kept then.
    """
    register_id = keeping.register_id()
    if parameters == load_parameters():
        use(SHIPPED, based_on=based_on, reason=reason)
        return
    with keeping.writing() as writing:
        save_parameters(writing, register_id, content_of(parameters), based_on=based_on, reason=reason)


def use(parameters_id: int, *, based_on: int, reason: str) -> None:
    """Put an earlier copy, or the shipped set (0), in force.

    Raises
    ------
    StaleSave
        Where another set has been put in force since `based_on`.
    """
    with keeping.writing() as writing:
        use_parameters(writing, keeping.register_id(), parameters_id, based_on=based_on, reason=reason)
