"""The next questions as the JSON document ``riskgraph.ask/1``; the same register gives the same bytes."""

from __future__ import annotations

from collections.abc import Sequence

from riskgraph.model.inquiry import Flip, Inquiries, Inquiry
from riskgraph.model.problem import Problem
from riskgraph.report.document import problem_data
from riskgraph.report.json_numbers import Json, interval, number

SCHEMA = "riskgraph.ask/1"


def inquiries_document(found: Inquiries, as_of: str, problems: Sequence[Problem]) -> Json:
    """Return the questions as plain data, the best first."""
    return {
        "schema": SCHEMA,
        "as_of": as_of,
        "eal_yen": interval(found.eal),
        "open_answers": found.open_answers,
        "could_be_asked": found.could_be_asked,
        "looked_into": found.looked_into,
        "questions": [_question(one) for one in found.questions],
        "problems": [problem_data(problem) for problem in problems],
    }


def _question(one: Inquiry) -> Json:
    return {
        "party": one.party_id,
        "via": list(one.via),
        "asked": [
            {
                "control": asked.control_id,
                "standing": asked.standing.value,
                "why": asked.why.value,
                "answer": asked.answer,
                "source": {"file": asked.source.file, "sheet": asked.source.sheet, "cell": asked.source.cell},
            }
            for asked in one.asked
        ],
        "way": one.way.value,
        "worth_yen": number(one.worth_yen),
        "cost_yen": number(one.cost_yen),
        "ratio": number(one.ratio),
        "p_good": number(one.p_good),
        "eal_if_good_yen": interval(one.eal_if_good),
        "eal_if_bad_yen": interval(one.eal_if_bad),
        "width_before_yen": number(one.width_before),
        "width_after_yen": number(one.width_after),
        "fix_yen": _known(one.fix_yen),
        "refuse_yen": _known(one.refuse_yen),
        "paths": list(one.path_keys),
        "flips": [_flip(flip) for flip in one.flips],
    }


def _flip(flip: Flip) -> Json:
    return {
        "path": flip.path_key,
        "together_with": list(flip.together),
        "now": flip.now.value,
        "if_good": flip.if_good.value,
        "if_bad": flip.if_bad.value,
        "worth_yen": number(flip.worth_yen),
        "accepted_if_good_yen": number(flip.good_yen),
        "accepted_if_bad_yen": number(flip.bad_yen),
        "remediated_yen": _known(flip.remediated_yen),
        "refused_yen": _known(flip.refused_yen),
    }


def _known(amount: float | None) -> float | None:
    return None if amount is None else number(amount)
