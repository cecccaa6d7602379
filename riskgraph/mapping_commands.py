"""The work of the command ``map``: a proposal to which controls the questions of somebody else's form belong."""

from __future__ import annotations

from argparse import Namespace

from riskgraph.catalogue import load_catalogue
from riskgraph.errors import WrongUse
from riskgraph.intake.foreign.map_table import map_table
from riskgraph.intake.foreign.suggest import proposed
from riskgraph.model.form_map import FormMap
from riskgraph.outcome import Outcome, refused
from riskgraph.report.document import to_json
from riskgraph.report.map_document import map_document
from riskgraph.returned_files import came_back, forms_of, maps_of, understood
from riskgraph.text import t


def map_command(options: Namespace) -> Outcome:
    """Propose a map of a form, to be looked through and confirmed by a person; nothing of it scores before."""
    suffix = options.out.lower().rpartition(".")[2] if options.out else "json"
    if suffix not in ("json", "xlsx"):
        raise WrongUse("use.map_out", {"path": options.out})
    catalogue = load_catalogue()
    earlier = maps_of(options.map, catalogue)
    entries = [entry for came in came_back(options, [options.file]) for entry in came.entries]
    forms = [entry.foreign for entry in entries if entry.foreign is not None and entry.foreign.blocks]
    if not forms:
        told = [p for entry in entries for form in forms_of(understood(entry, (), catalogue)) for p in form.problems]
        ours = [entry.file for entry in entries if entry.form is not None]
        if ours:
            raise WrongUse("use.map_of_ours", {"file": ours[0]})
        return refused(told, options.locale)
    if len({form.fingerprint for form in forms}) > 1:
        raise WrongUse("use.map_of_several", {"count": len({form.fingerprint for form in forms})})
    form_map = proposed(forms[0], catalogue, earlier=earlier)
    if suffix == "xlsx":
        return Outcome(map_table(form_map, catalogue, locale=options.locale), (_said(form_map, options.locale),))
    return Outcome(to_json(map_document(form_map)), (_said(form_map, options.locale),))


def _said(form_map: FormMap, locale: str) -> str:
    """Return how many questions have a proposal, and what is to be done with them."""
    found = sum(bool(entry.control_ids) for entry in form_map.entries)
    confirmed = sum(entry.is_confirmed for entry in form_map.entries)
    return t(locale, "cli.map.proposed", count=len(form_map.entries), found=found, confirmed=confirmed)
