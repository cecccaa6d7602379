"""What stands below the numbers of a path: frailty, the JO ceiling, the liability cap. None of it moves a number."""

from __future__ import annotations

from collections.abc import Iterable

from riskgraph.model.assessment import Assessment, Path
from riskgraph.model.submission import Submission
from riskgraph.report.numbers import END_FIGURES, percent, probability_interval, yen
from riskgraph.text import t


def anchor_sentences(path: Path, assessment: Assessment, submission: Submission, locale: str) -> tuple[str, ...]:
    """Return one sentence for each thing that is known of a path."""
    return tuple(_sentences(path, assessment, submission, locale))


def _sentences(path: Path, assessment: Assessment, submission: Submission, locale: str) -> Iterable[str]:
    if path.p_leak_1y_frailty is not None:
        yield t(locale, "anchors.frailty", leak=probability_interval(path.p_leak_1y_frailty, locale))
    ceiling = sum(asset.jo_ceiling_yen for asset in assessment.assets if asset.asset_id in path.asset_ids)
    if ceiling > 0:
        yield t(locale, "anchors.ceiling", yen=yen(ceiling, locale, figures=END_FIGURES))
    direct = submission.engagement_by_id.get(path.engagements[0] or "") if path.engagements else None
    if path.recoverable_share is not None and direct is not None and direct.liability_cap_yen is not None:
        cap = yen(direct.liability_cap_yen, locale, figures=END_FIGURES)
        yield t(locale, "anchors.cap", cap=cap, share=percent(path.recoverable_share, locale))
