"""The first sentence about one path: rank, chain in words, expected loss, probability, main reason."""

from __future__ import annotations

from riskgraph.model.assessment import Assessment, Path
from riskgraph.model.control import Catalogue
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from riskgraph.report.names import path_in_words
from riskgraph.report.numbers import percent, probability, yen_interval
from riskgraph.report.reasons import each_reason
from riskgraph.text import t


def path_sentence(path: Path, assessment: Assessment, submission: Submission, catalogue: Catalogue, locale: str) -> str:
    """Return a path in one sentence, its numbers with their intervals."""
    first = next(each_reason(path, submission, catalogue, locale), None)
    fields = {
        "rank": path.rank,
        "count": assessment.paths_total,
        "path": path_in_words(path, submission, locale),
        "eal": yen_interval(path.eal_yen, locale),
        "leak": _probability(path.p_leak_1y, locale),
    }
    if first is None:
        return t(locale, "paths.sentence.bare", **fields)
    reason = t(locale, "ui.reason.short", party=first.party, layer=first.layer, share=percent(first.share, locale))
    return t(locale, "paths.sentence", **fields, reason=reason)


def _probability(p: Interval, locale: str) -> str:
    ends = {"lo": probability(p.lo, locale), "hi": probability(p.hi, locale)}
    return t(locale, "number.interval", point=probability(p.pt, locale), **ends)
