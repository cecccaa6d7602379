"""An assessment as the JSON document ``riskgraph.assessment/1``: the contract with scripts and other tools.

The convention that bites: the order of fields is fixed and numbers are rounded to twelve significant digits,
so that two runs on the same input give the same bytes. Rounding keeps the order of lo, pt and hi.
"""

from __future__ import annotations

import json

from riskgraph.model.assessment import (
    AnswerUsed,
    Assessment,
    AssetResult,
    Channel,
    LayerUsed,
    PartyResult,
    Path,
    Provenance,
    Totals,
)
from riskgraph.model.control import Catalogue
from riskgraph.model.problem import Problem
from riskgraph.model.quantities import Cell
from riskgraph.model.submission import Submission
from riskgraph.report.engine_document import (
    attribution_data,
    concentration_data,
    exceedance_data,
    levels,
    stability_data,
    with_dependence,
)
from riskgraph.report.grades import legend
from riskgraph.report.json_numbers import Json, interval, number
from riskgraph.report.problem_text import said
from riskgraph.report.sentences import why
from riskgraph.text import LOCALES

SCHEMA = "riskgraph.assessment/1"


def document(assessment: Assessment, submission: Submission, catalogue: Catalogue) -> Json:
    """Return the document of an assessment as plain data, its fields in the order of the contract."""
    return {
        "schema": SCHEMA,
        "provenance": _provenance(assessment.provenance),
        "totals": _totals(assessment.totals),
        "grades": {"appetite_yen": number(assessment.appetite_yen), "legend": legend(assessment)},
        "paths_total": assessment.paths_total,
        "paths": [_path(path, submission, catalogue) for path in assessment.paths],
        "rest": {"paths": assessment.rest.paths, "eal_yen": interval(assessment.rest.eal_yen)},
        "parties": [_party(party) for party in assessment.parties],
        "assets": [_asset(asset) for asset in assessment.assets],
        "attribution": attribution_data(assessment.attribution),
        "concentration": [concentration_data(thing) for thing in assessment.concentration],
        "stability": stability_data(assessment.stability),
        "problems": [problem_data(problem) for problem in assessment.problems],
    }


def to_json(data: Json) -> str:
    """Return a document as JSON text that ends with a line feed; the same data give the same bytes.

    Raises
    ------
    ValueError
        For a number that is not finite: a result must never hold one.
    """
    return json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def problem_data(problem: Problem) -> Json:
    """Return a problem as data, its message and mend in both languages."""
    spoken = {locale: said(problem, locale) for locale in LOCALES}
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "file": problem.file,
        "sheet": problem.sheet,
        "cell": problem.cell,
        "message": {locale: message for locale, (message, _) in spoken.items()},
        "mend": {locale: mend for locale, (_, mend) in spoken.items()},
    }


def _provenance(provenance: Provenance) -> Json:
    return {
        "register_sha256": provenance.register_sha256,
        "answers": [{"file": f.file, "sha256": f.sha256, "party_id": f.party_id} for f in provenance.answers],
        "parameters_sha256": provenance.parameters_sha256,
        "catalogue_version": provenance.catalogue_version,
        "as_of": provenance.as_of.isoformat(),
        "seed": provenance.seed,
        "riskgraph_version": provenance.riskgraph_version,
    }


def _totals(totals: Totals) -> Json:
    frailty, tail = totals.p_leak_1y_frailty, totals.tail
    return {
        "eal_yen": interval(totals.eal_yen),
        "rate_per_year": interval(totals.rate_per_year),
        "p_leak_1y": interval(totals.p_leak_1y),
        "p_leak_1y_frailty": interval(frailty) if frailty else None,
        "var_yen": levels(tail.var_yen) if tail else None,
        "tvar_yen": levels(tail.tvar_yen) if tail else None,
        "exceedance": exceedance_data(tail),
        "with_dependence": with_dependence(totals.tail_dependent),
    }


def _path(path: Path, submission: Submission, catalogue: Catalogue) -> Json:
    loss = path.loss_if_it_happens_yen
    return {
        "rank": path.rank,
        "parties": list(path.parties),
        "engagements": list(path.engagements),
        "entry": [
            {"connection_id": step.connection_id, "start": step.start, "end": step.end, "kind": step.kind.value}
            for step in path.entry
        ],
        "asset_ids": list(path.asset_ids),
        "records": number(path.records.pt),
        "certainty": path.certainty.value,
        "eal_yen": interval(path.eal_yen),
        "rate_per_year": interval(path.rate_per_year),
        "p_leak_1y": interval(path.p_leak_1y),
        "p_leak_1y_frailty": interval(path.p_leak_1y_frailty) if path.p_leak_1y_frailty else None,
        "times_average": interval(path.times_average),
        "times_good": interval(path.times_good),
        "loss_if_it_happens_yen": {"median": number(loss.median), "p99": number(loss.p99)},
        "recoverable_share": None if path.recoverable_share is None else number(path.recoverable_share),
        "path_weakness": interval(path.path_weakness),
        "unconfirmed_share": number(path.unconfirmed_share),
        "grade": path.grade.value,
        "supervision": interval(path.supervision),
        "channels": [_channel(channel) for channel in path.channels],
        "similar_cases": None,
        "why": {locale: why(path, submission, catalogue, locale) for locale in LOCALES},
    }


def _channel(channel: Channel) -> Json:
    return {
        "channel_id": channel.channel_id,
        "scenario": channel.scenario,
        "asset_id": channel.asset_id,
        "host": channel.host,
        "employer": channel.employer,
        "group": channel.group,
        "eal_yen": interval(channel.eal_yen),
        "rate_per_year": interval(channel.rate_per_year),
        "undeclared_share": number(channel.undeclared_share),
        "other_routes": [
            {"access_id": route.access_id, "engagements": list(route.engagements)} for route in channel.other_routes
        ],
        "layers": [_layer(layer) for layer in channel.layers],
    }


def _layer(layer: LayerUsed) -> Json:
    return {
        "layer": layer.layer,
        "role": layer.role,
        "party_id": layer.party_id,
        "strength": interval(layer.strength),
        "share": number(layer.share),
        "answers": [_answer(answer) for answer in layer.answers],
    }


def _answer(used: AnswerUsed) -> Json:
    """Return an answer; where there is none, `answer` says how it is missing (``overdue``, ``not_asked``, ...)."""
    return {
        "control_id": used.control_id,
        "answer": used.answer or used.standing.value,
        "evidence": used.evidence or None,
        "answered_on": used.answered_on.isoformat() if used.answered_on else None,
        "source": _cell(used.source),
    }


def _cell(cell: Cell) -> Json:
    return {"file": cell.file, "sheet": cell.sheet, "cell": cell.cell}


def _party(party: PartyResult) -> Json:
    """Return a party; a person is never scored, so that its weakness is null."""
    losses = party.eal_yen_as
    return {
        "party_id": party.party_id,
        "tiers": list(party.tiers),
        "weakness": interval(party.weakness) if party.weakness else None,
        "effective_weakness": interval(party.effective_weakness) if party.effective_weakness else None,
        "coverage": number(party.coverage),
        "eal_yen_as": {
            "host": number(losses.host),
            "employer": number(losses.employer),
            "supervisor": number(losses.supervisor),
        },
        "chains": party.chains,
        "principals_served": party.principals_served,
    }


def _asset(asset: AssetResult) -> Json:
    return {
        "asset_id": asset.asset_id,
        "eal_yen": interval(asset.eal_yen),
        "jo_ceiling_yen": number(asset.jo_ceiling_yen),
    }
