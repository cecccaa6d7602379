"""A comparison as the JSON document ``riskgraph.compare/1``; the same two sides give the same bytes."""

from __future__ import annotations

from collections.abc import Sequence

from riskgraph.model.accounting import Accounting, DifferencePart, PathAccount
from riskgraph.model.problem import Problem
from riskgraph.report.document import problem_data
from riskgraph.report.json_numbers import Json, interval, number

SCHEMA = "riskgraph.compare/1"


def accounting_document(found: Accounting, days: tuple[str, str], problems: Sequence[Problem]) -> Json:
    """Return the document of a comparison as plain data.

    Parameters
    ----------
    days
        The days looked at, before and after.
    """
    return {
        "schema": SCHEMA,
        "as_of": {"before": days[0], "after": days[1]},
        "eal_yen": {"before": interval(found.eal_before), "after": interval(found.eal_after)},
        "change_yen": number(found.eal_after.pt - found.eal_before.pt),
        "parts": [part_data(part) for part in found.parts],
        "paths": [_path(account) for account in found.paths],
        "problems": [problem_data(problem) for problem in problems],
    }


def part_data(part: DifferencePart) -> Json:
    """Return one part; what does not apply is ""."""
    source = part.source
    return {
        "stage": part.stage.value,
        "cause": part.cause.value,
        "eal_yen": number(part.eal_yen),
        "party": part.party_id,
        "control": part.control_id,
        "sheet": part.sheet,
        "row": part.row_id,
        "parameter": part.parameter,
        "before": part.before,
        "after": part.after,
        "count": part.count,
        "source": {"file": source.file, "sheet": source.sheet, "cell": source.cell},
    }


def _path(account: PathAccount) -> Json:
    return {
        "path": account.key,
        "parties": list(account.parties),
        "rank": {"before": account.rank_before, "after": account.rank_after},
        "eal_yen": {
            "before": interval(account.eal_before) if account.eal_before else None,
            "after": interval(account.eal_after) if account.eal_after else None,
        },
        "parts": [part_data(part) for part in account.parts],
    }
