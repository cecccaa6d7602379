"""What is said of an assessment: the first sentence, why a path is where it is, and what changed.

The order is always the same: who must do what, confirmed or not, times the same work done well and times
average, the loss if it happens, and only then yen a year. Everything returned is plain text; whoever puts
it into a page escapes it.
"""

from __future__ import annotations

from collections.abc import Iterator

from riskgraph.model.assessment import (
    Assessment,
    Certainty,
    Grade,
    Hop,
    Path,
)
from riskgraph.model.control import Catalogue
from riskgraph.model.engagement import Consent
from riskgraph.model.submission import Submission
from riskgraph.report.answer_words import control_title, hop_lines
from riskgraph.report.changes import comparison_sentences
from riskgraph.report.names import party_name, path_in_words
from riskgraph.report.numbers import END_FIGURES, frequency, percent, times, yen, yen_interval
from riskgraph.report.reasons import ReasonLine, each_reason, leading, next_step, reason_lines, step_kind, weakest_hop
from riskgraph.text import t

__all__ = [
    "comparison_sentences",
    "first_sentence",
    "next_step",
    "path_in_words",
    "reason_lines",
    "why",
    "why_sentences",
]

MOST_REASONS = 3
MATERIAL = 0.05  # share of a path from which on an assumed tier, or what is unconfirmed, is spoken of
WELL_SUPERVISED = 0.6
DENIAL = "CHN-02"  # the question that settles whether there is a further tier


def first_sentence(assessment: Assessment, submission: Submission, locale: str) -> str:
    """Return the path to look at first, or that there is none."""
    if not assessment.paths:
        return t(locale, "why.no_paths")
    return t(locale, "why.first", path=path_in_words(assessment.paths[0], submission, locale))


def why(path: Path, submission: Submission, catalogue: Catalogue, locale: str) -> str:
    """Return the whole explanation of a path in a fixed order, as one paragraph of plain text."""
    return ("" if locale == "ja" else " ").join(why_sentences(path, submission, catalogue, locale))


def why_sentences(path: Path, submission: Submission, catalogue: Catalogue, locale: str) -> tuple[str, ...]:
    """Return the sentences of the explanation one by one, for a list."""
    lines = _told(each_reason(path, submission, catalogue, locale))
    sentences = [
        _headline(lines, locale),
        _reasons(lines, locale),
        _confirmed(path, locale),
        _degree(path, locale),
        _money(path, locale),
        _supervised(path, submission, catalogue, locale),
        *_consents(path, submission, locale),
        _undeclared(path, submission, catalogue, locale),
        _certainty(path, locale),
        t(locale, "why.on_hold") if path.grade is Grade.ON_HOLD else "",
    ]
    return tuple(sentence for sentence in sentences if sentence)


def _headline(lines: tuple[ReasonLine, ...], locale: str) -> str:
    """Return who must do what, from the largest share."""
    if not lines:
        return ""
    top = lines[0]
    named = leading(top)
    control = t(locale, "why.quoted", text=named.title if named else top.layer)
    return t(
        locale,
        f"why.headline.{step_kind(top)}",
        party=top.party,
        role=top.role,
        layer=top.layer,
        control=control,
        share=percent(top.share, locale),
        standing=top.standing,
    )


def _told(reasons: Iterator[ReasonLine]) -> tuple[ReasonLine, ...]:
    """Return the first reason, and the first that name other answers than those before; the rest is not made."""
    told: list[ReasonLine] = []
    named: set[tuple[str, str]] = set()
    for line in reasons:
        here = {(line.party_id, answer.title) for answer in line.answers} or {(line.party_id, line.layer)}
        if not told or not (line.is_supervision or here <= named):
            told.append(line)
            named |= here
        if len(told) - told[0].is_supervision == MOST_REASONS:
            break
    return tuple(told)


def _reasons(lines: tuple[ReasonLine, ...], locale: str) -> str:
    """Return the reasons numbered; supervision is told by itself."""
    gates = [line for line in lines if not line.is_supervision]
    listed = [t(locale, "why.numbered", number=i, reason=line.sentence) for i, line in enumerate(gates, 1)]
    return t(locale, "why.reasons", reasons=t(locale, "why.separator").join(listed)) if listed else ""


def _confirmed(path: Path, locale: str) -> str:
    """Return how much of the path's estimate rests on what nobody answered."""
    share = percent(path.unconfirmed_share, locale)
    if path.unconfirmed_share >= MATERIAL:
        return t(locale, "why.partly_unconfirmed", share=share)
    if undeclared_share(path) >= MATERIAL:
        return t(locale, "why.little_unconfirmed", share=share)
    return t(locale, "why.mostly_confirmed")


def _degree(path: Path, locale: str) -> str:
    return t(locale, "why.degree", good=times(path.times_good.pt, locale), average=times(path.times_average.pt, locale))


def _money(path: Path, locale: str) -> str:
    """Return the loss of one event, then the expected loss a year with its interval."""
    loss = path.loss_if_it_happens_yen
    return t(
        locale,
        "why.money",
        median=yen(loss.median, locale, figures=END_FIGURES),
        p99=yen(loss.p99, locale, figures=END_FIGURES),
        eal=yen_interval(path.eal_yen, locale),
        often=frequency(path.rate_per_year.pt, locale),
    )


def _supervised(path: Path, submission: Submission, catalogue: Catalogue, locale: str) -> str:
    """Return the hop that supervises least and what it lacks; "" where even that one supervises well."""
    hop = weakest_hop(path)
    if hop is None or hop.certainty is Certainty.MISSING or hop.q.pt >= WELL_SUPERVISED:
        return ""
    lacking = [line.sentence for line in hop_lines(hop, catalogue, locale)]
    if not lacking:
        return ""
    return t(
        locale,
        "why.supervision",
        consignor=party_name(hop.consignor, submission, locale),
        consignee=party_name(hop.consignee, submission, locale),
        strength=percent(hop.q.pt, locale),
        lacking=t(locale, "why.separator").join(lacking),
    )


def _consents(path: Path, submission: Submission, locale: str) -> list[str]:
    """Return one sentence for each hop whose consent is not on record."""
    return [
        t(
            locale,
            f"why.consent.{_consent(hop, submission).value}",
            consignor=party_name(hop.consignor, submission, locale),
            consignee=party_name(hop.consignee, submission, locale),
        )
        for hop in path.hops
        if hop.has_missing_consent and hop.certainty is not Certainty.MISSING
    ]


def _consent(hop: Hop, submission: Submission) -> Consent:
    """Return what the register says of a consent that is missing."""
    engagement = submission.engagement_by_id.get(hop.engagement_id or "")
    stated = engagement.consent if engagement else None
    return stated if stated in (Consent.NONE, Consent.REFUSED, Consent.REQUESTED) else Consent.UNKNOWN


def undeclared_share(path: Path) -> float:
    """Return the part of a path's point EAL that allows for a tier that nobody declared, 0 to 1."""
    whole = sum(channel.eal_yen.pt for channel in path.channels)
    latent = sum(channel.eal_yen.pt * channel.undeclared_share for channel in path.channels)
    return latent / whole if whole > 0 else 0.0


def _undeclared(path: Path, submission: Submission, catalogue: Catalogue, locale: str) -> str:
    """Return that a tier is assumed, that it states no fact, and the question that would settle it."""
    share = undeclared_share(path)
    if share < MATERIAL:
        return ""
    return t(
        locale,
        "why.undeclared",
        share=percent(share, locale),
        party=party_name(path.parties[-1], submission, locale),
        question=control_title(DENIAL, catalogue, locale),
    )


def _certainty(path: Path, locale: str) -> str:
    return "" if path.certainty is Certainty.DECLARED else t(locale, f"why.certainty.{path.certainty.value}")
