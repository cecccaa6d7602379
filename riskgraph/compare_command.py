"""The work of ``compare``: two registers with their answers, or two saved results, and what lies between them."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from typing import Any

from riskgraph.accounts import Side, accounting
from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.errors import WrongUse
from riskgraph.files import read_one
from riskgraph.inputs import inputs_of
from riskgraph.intake.cell_words import cell_words
from riskgraph.intake.joining import day_of
from riskgraph.model.accounting import Accounting, PathAccount
from riskgraph.model.problem import Problem, Severity
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from riskgraph.outcome import Outcome, errors_told, status_of
from riskgraph.report.accounting_document import accounting_document
from riskgraph.report.accounting_words import AccountWords, accounting_text
from riskgraph.report.document import to_json
from riskgraph.report.numbers import day
from riskgraph.text import t

_SAVED = "riskgraph.assessment/1"


def compare_command(options: Namespace) -> Outcome:
    """Say what changed from one register to the other and which answer, row, day or assumption did it."""
    if all(name.lower().endswith(".json") for name in (options.old, options.new)):
        return _of_saved(options)
    catalogue = load_catalogue()
    sides: list[Side] = []
    for name in ("old", "new"):
        one = _options_of(options, name)
        submission, parameters = inputs_of(one, catalogue)
        options.passwords = one.passwords  # standard input is read once
        sides.append(Side(submission, parameters, one.as_of or day_of(submission.settings)))
    old, new = sides
    found = accounting(old, new, catalogue, top=options.top)
    words = AccountWords(old.submission, new.submission, catalogue, new.parameters, options.locale, cells=cell_words)
    return _told(found, words, (old.as_of, new.as_of), options, _problems(old, new))


def _problems(old: Side, new: Side) -> tuple[Problem, ...]:
    """Return what is wrong with either side, each thing once; of the old one only what could not be read."""
    known = new.submission.problems
    errors = [p for p in old.submission.problems if p.severity is Severity.ERROR and p not in known]
    return (*errors, *known)


def _options_of(options: Namespace, name: str) -> Namespace:
    """Return the options of one side as the other commands know them."""
    return Namespace(
        register=[getattr(options, name)],
        answers=getattr(options, f"answers_{name}"),
        as_of=getattr(options, f"as_of_{name}"),
        parameters=getattr(options, f"parameters_{name}"),
        map=options.map,
        store=None,
        password_stdin=options.password_stdin,
        passwords=options.passwords,
        locale=options.locale,
    )


def _told(
    found: Accounting, words: AccountWords, days: tuple[date, date], options: Namespace, problems: Sequence[Problem]
) -> Outcome:
    if options.format == "json":
        text = to_json(accounting_document(found, (days[0].isoformat(), days[1].isoformat()), problems))
    else:
        shown = {"old": day(days[0], options.locale), "new": day(days[1], options.locale)}
        text = accounting_text(found, words, title=t(options.locale, "account.title", **shown))
    return Outcome(text, errors_told(problems, options.locale), status_of(problems))


def _of_saved(options: Namespace) -> Outcome:
    """Lay two saved results beside each other: totals and paths; causes need the registers."""
    old, new = (_saved(name) for name in (options.old, options.new))
    before, after = (_by_key(saved) for saved in (old, new))
    keys = dict.fromkeys([*before, *after])
    paths = tuple(
        PathAccount(
            key=key,
            parties=tuple(key.partition("|")[0].split(">")),
            rank_before=before[key][0] if key in before else None,
            rank_after=after[key][0] if key in after else None,
            eal_before=before[key][1] if key in before else None,
            eal_after=after[key][1] if key in after else None,
        )
        for key in keys
    )
    totals = [Interval(**saved["totals"]["eal_yen"]) for saved in (old, new)]
    found = Accounting(eal_before=totals[0], eal_after=totals[1], paths=paths[: options.top])
    days = (date.fromisoformat(old["provenance"]["as_of"]), date.fromisoformat(new["provenance"]["as_of"]))
    words = AccountWords(Submission(), Submission(), load_catalogue(), load_parameters(), options.locale)
    told = _told(found, words, days, options, ())
    return Outcome(told.result, (*told.messages, t(options.locale, "account.saved_only")), told.status)


def _saved(name: str) -> dict[str, Any]:
    """Return a saved result; WrongUse ``use.no_assessment`` for anything else."""
    given = read_one(name)
    try:
        found = json.loads(given.data)
        if found["schema"] != _SAVED:
            raise KeyError("schema")
        _by_key(found)
        Interval(**found["totals"]["eal_yen"])
        date.fromisoformat(found["provenance"]["as_of"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise WrongUse("use.no_assessment", {"file": given.name}) from error
    return dict(found)


def _by_key(saved: dict[str, Any]) -> dict[str, tuple[int, Interval]]:
    """Return rank and loss of each path by the key that paths have everywhere."""
    found = {}
    for path in saved["paths"]:
        entry = "|" + ">".join(step["connection_id"] for step in path["entry"]) if path["entry"] else ""
        key = ">".join(path["parties"]) + "|" + ">".join(e or "?" for e in path["engagements"]) + entry
        found[key] = (int(path["rank"]), Interval(**path["eal_yen"]))
    return found
