"""The store behind the screens: which one, which register of it, and who writes.

The convention that bites: a page never opens a store, and never writes without an actor. The name comes from the
header of a trusted proxy where the operator named one (`RISKGRAPH_TRUSTED_HEADER`), else from the person, once a
visit.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import streamlit as st

from riskgraph.errors import RiskgraphError, WrongUse
from riskgraph.model.records import RegisterRecord
from riskgraph.store.opening import Store, Writing, open_store
from riskgraph.store.place import file_of, location
from riskgraph.store.registers import registers
from riskgraph.ui import session

TRUSTED_HEADER = "RISKGRAPH_TRUSTED_HEADER"
_OPTION = "--store"
_LONGEST_NAME = 80


@dataclass(frozen=True)
class Visit:
    """What one visitor chose: the register that is looked at ("" for the newest), and the name given."""

    register_id: str = ""
    name: str = ""


def store() -> Store:
    """Return the store, opened once a process.

    Raises
    ------
    StoreRefused
        Where it cannot be opened.
    """
    return _opened(location(_given()))


@st.cache_resource(show_spinner=False)
def _opened(url: str) -> Store:
    return open_store(url)


def content_key() -> str:
    """Return what names the store's content in caches: a restored backup is another file at the same place."""
    file = file_of(store().url)
    return f"{store().url}#{file.stat().st_ino}" if file is not None and file.exists() else store().url


def _given() -> str | None:
    """Return the store named on the command line: ``streamlit run app.py -- --store PLACE``."""
    arguments = sys.argv[1:]
    for number, argument in enumerate(arguments):
        if argument == _OPTION and number + 1 < len(arguments):
            return arguments[number + 1]
        if argument.startswith(f"{_OPTION}="):
            return argument.removeprefix(f"{_OPTION}=")
    return None


def trouble() -> RiskgraphError | None:
    """Return why the store cannot be used, None where it can."""
    try:
        store()
    except RiskgraphError as error:
        return error
    return None


def open_registers() -> tuple[RegisterRecord, ...]:
    """Return the registers that are there, newest first."""
    return tuple(record for record in registers(store()) if record.deleted is None)


def register() -> RegisterRecord | None:
    """Return the register that is looked at: the chosen one, else the newest; None where there is none."""
    found = open_registers()
    chosen = session.recall(Visit).register_id
    return next((r for r in found if r.register_id == chosen), found[0] if found else None)


def register_id() -> str:
    """Return the id of the register that is looked at, "" where there is none."""
    record = register()
    return record.register_id if record else ""


def choose_register(register_id: str) -> None:
    """Look at another register."""
    session.remember(replace(session.recall(Visit), register_id=register_id))


def actor() -> str:
    """Return who writes, "" where nobody has said."""
    return from_proxy() or session.recall(Visit).name


def from_proxy() -> str:
    """Return the name that the trusted proxy gives, "" where there is no such proxy or it names nobody."""
    header = os.environ.get(TRUSTED_HEADER, "")
    return _name(st.context.headers.get(header) or "") if header else ""


def introduce(name: str) -> None:
    """Remember who writes."""
    session.remember(replace(session.recall(Visit), name=_name(name)))


def _name(text: str) -> str:
    """Return a name on one line, without what cannot be printed."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:_LONGEST_NAME]


@contextmanager
def writing(name: str = "") -> Iterator[Writing]:
    """Write to the store as the known actor, or under a name of the program's own; all or nothing.

    Raises
    ------
    WrongUse
        ``store.nobody_known`` where nobody has said who writes.
    """
    who = name or actor()
    if not who:
        raise WrongUse("store.nobody_known")
    with store().writing(who) as opened:
        yield opened
