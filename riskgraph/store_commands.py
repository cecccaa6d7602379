"""The store on the command line: where it lies, a backup of it, a backup put back, and a register out of it.

The convention that bites: a command never makes a store and never guesses which of several registers is meant.
"""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from riskgraph.current import Current, current
from riskgraph.errors import StoreRefused, WrongUse
from riskgraph.model.control import Catalogue
from riskgraph.model.finding import FindingRecord
from riskgraph.model.records import RegisterRecord
from riskgraph.store.backup import backup, restore
from riskgraph.store.findings import finding_records
from riskgraph.store.opening import Store, open_store
from riskgraph.store.place import file_of, location, shown
from riskgraph.store.registers import registers
from riskgraph.text import t

_LISTED = 20


def from_store(options: Namespace, catalogue: Catalogue) -> Current:
    """Return the register of the store that a command is about, as it stands.

    Raises
    ------
    StoreRefused
        Where there is no store, or it cannot be opened.
    WrongUse
        Where it has no register, several and none is named, or none of that name.
    """
    store = _opened(location(options.store))
    try:
        record = _chosen(store, options.register_id)
        return current(store, record.register_id, catalogue, as_of=getattr(options, "as_of", None))
    finally:
        store.close()


def findings_kept(options: Namespace) -> tuple[tuple[FindingRecord, ...], str]:
    """Return what people wrote down about the findings of the register that a command is about, and its id.

    Raises
    ------
    StoreRefused
        As `from_store` does.
    WrongUse
        As `from_store` does.
    """
    store = _opened(location(options.store))
    try:
        record = _chosen(store, options.register_id)
        return finding_records(store, record.register_id), record.register_id
    finally:
        store.close()


def _opened(url: str) -> Store:
    file = file_of(url)
    if file is not None and not file.exists():
        raise StoreRefused("store.not_there", {"place": shown(url)})
    return open_store(url)


def _chosen(store: Store, named: str | None) -> RegisterRecord:
    found = [record for record in registers(store) if record.deleted is None]
    if not found:
        raise WrongUse("store.no_register")
    fitting = [r for r in found if named is None or named in (r.register_id, r.name)]
    if len(fitting) == 1:
        return fitting[0]
    listed = ", ".join(f"{record.register_id} ({record.name})" for record in (fitting or found)[:_LISTED])
    if named is None or fitting:
        raise WrongUse("store.several_registers", {"registers": listed})
    raise WrongUse("store.unknown_register", {"register": named, "registers": listed})


def handled(options: Namespace) -> tuple[str, tuple[str, ...]]:
    """Do what ``store path|backup|restore`` is asked for; return the result and the lines to say beside it.

    Raises
    ------
    StoreRefused
        Where the store or the backup cannot be used; nothing is changed then.
    WrongUse
        Where the file is missing, or given where none is needed.
    """
    url = location(options.store)
    if options.action == "path":
        if options.file is not None:
            raise WrongUse("use.unknown_argument", {"names": options.file})
        return f"{shown(url)}\n", ()
    if options.file is None:
        raise WrongUse("use.missing", {"names": "FILE"})
    file = Path(options.file)
    return "", (_backed_up if options.action == "backup" else _restored)(url, file, options.locale)


def _backed_up(url: str, file: Path, locale: str) -> tuple[str, ...]:
    store = _opened(url)
    try:
        backup(store, file)
    finally:
        store.close()
    return (t(locale, "cli.store.backed_up", file=str(file)),)


def _restored(url: str, file: Path, locale: str) -> tuple[str, ...]:
    aside = restore(url, file)
    said = t(locale, "cli.store.restored", place=shown(url))
    return (said,) if aside is None else (said, t(locale, "cli.store.aside", place=str(aside)))
