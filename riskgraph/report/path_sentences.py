"""The first sentence about one path: rank, chain in words, expected loss, probability, main reason."""

from __future__ import annotations

from riskgraph.model.assessment import Assessment, Path
from riskgraph.model.control import Catalogue
from riskgraph.model.submission import Submission
from riskgraph.report.names import path_in_words
from riskgraph.report.numbers import frequency, percent, probability_interval, yen_interval
from riskgraph.report.reasons import each_reason
from riskgraph.text import t


def path_sentence(path: Path, assessment: Assessment, submission: Submission, catalogue: Catalogue, locale: str) -> str:
    """Return which path it is and its main reason; its numbers stand in `numbers_sentence`."""
    first = next(each_reason(path, submission, catalogue, locale), None)
    fields = {
        "rank": path.rank,
        "count": assessment.paths_total,
        "path": path_in_words(path, submission, locale),
    }
    if first is None:
        return t(locale, "paths.sentence.bare", **fields)
    reason = t(locale, "ui.reason.short", party=first.party, layer=first.layer, share=percent(first.share, locale))
    return t(locale, "paths.sentence", **fields, reason=reason)


def numbers_sentence(path: Path, locale: str) -> str:
    """Return expected loss and probability of a path with their intervals, and how often that is."""
    return t(
        locale,
        "paths.numbers",
        eal=yen_interval(path.eal_yen, locale),
        leak=probability_interval(path.p_leak_1y, locale),
        often=frequency(path.rate_per_year.pt, locale),
    )
