"""Why a path is where it is, line by line: whose layer, which answers, how they are known, and what next.

The convention that bites: a reason is *confirmed* where an answer says so, and *unconfirmed* where nothing
was answered; the two are told apart in every line, because they ask for different next steps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from riskgraph.model.assessment import Certainty, Hop, Path, Reason
from riskgraph.model.control import Catalogue, Role
from riskgraph.model.submission import Submission
from riskgraph.report.answer_words import AnswerLine, answer_lines, hop_lines, weakest, worded
from riskgraph.report.names import party_name
from riskgraph.report.numbers import percent
from riskgraph.report.plain import plain
from riskgraph.text import t

FIX_CODES = frozenset({"no", "partial", "planned", "na"})


@dataclass(frozen=True)
class ReasonLine:
    """One reason of a path: the party and layer, its share (0 to 1), and the answers that hold it down."""

    party_id: str
    party: str
    role: str
    layer: str
    scenario: str
    share: float
    is_confirmed: bool
    standing: str
    answers: tuple[AnswerLine, ...]
    is_supervision: bool
    sentence: str


def reason_lines(path: Path, submission: Submission, catalogue: Catalogue, locale: str) -> tuple[ReasonLine, ...]:
    """Return all reasons of a path, largest share first."""
    return tuple(each_reason(path, submission, catalogue, locale))


def each_reason(path: Path, submission: Submission, catalogue: Catalogue, locale: str) -> Iterator[ReasonLine]:
    """Give the reasons of a path one by one, for whoever needs only the first few."""
    for reason in path.reasons:
        yield _reason_line(reason, path, submission, catalogue, locale)


def weakest_hop(path: Path) -> Hop | None:
    """Return the hop that supervises least at the point value, the upper one of equals."""
    return min(path.hops, key=lambda hop: hop.q.pt) if path.hops else None


def _reason_line(reason: Reason, path: Path, submission: Submission, catalogue: Catalogue, locale: str) -> ReasonLine:
    is_supervision = reason.role == Role.SUPERVISION.value
    hop = weakest_hop(path) if is_supervision else None
    party_id = hop.consignor if hop else reason.party_id
    answers = hop_lines(hop, catalogue, locale) if hop else _gate_lines(reason, submission, catalogue, locale)
    words = {
        "party": party_name(party_id, submission, locale),
        "role": _role(reason, path, locale),
        "layer": _layer_title(reason, catalogue, locale),
        "standing": t(locale, "why.confirmed" if reason.is_confirmed else "why.unconfirmed"),
    }
    told = t(locale, "why.separator").join(answer.sentence for answer in answers)
    shape = "why.reason" if answers else "why.reason.bare"
    return ReasonLine(
        **words,
        party_id=party_id,
        scenario=_scenario_title(reason, catalogue, locale),
        share=reason.share,
        is_confirmed=reason.is_confirmed,
        answers=answers,
        is_supervision=is_supervision,
        sentence=t(locale, shape, **words, answers=told, share=percent(reason.share, locale)),
    )


def _gate_lines(reason: Reason, submission: Submission, catalogue: Catalogue, locale: str) -> tuple[AnswerLine, ...]:
    """Return the answers behind a reason; one that is another party's names that party."""
    return tuple(
        replace(line, party="" if used.party_id == reason.party_id else party_name(used.party_id, submission, locale))
        for used, line in zip(weakest(reason.answers), answer_lines(reason.answers, catalogue, locale), strict=True)
    )


def _layer_title(reason: Reason, catalogue: Catalogue, locale: str) -> str:
    titles = {(s.scenario_id, layer.key): layer.title for s in catalogue.scenarios for layer in s.layers}
    found = titles.get((reason.scenario, reason.layer))
    return found.said(locale) if found else plain(reason.layer)


def _scenario_title(reason: Reason, catalogue: Catalogue, locale: str) -> str:
    titles = {scenario.scenario_id: scenario.title for scenario in catalogue.scenarios}
    return titles[reason.scenario].said(locale) if reason.scenario in titles else plain(reason.scenario)


def next_step(path: Path, submission: Submission, catalogue: Catalogue, locale: str) -> str:
    """Return who should do what next: register, ask, mend, prove or supervise; "" where nothing is open.

    A party below the first tier is reached through the direct contractor, with whom alone there is a
    contract; the department in charge is named where the register states it.
    """
    if path.certainty is Certainty.MISSING:
        return _registering(path, submission, locale)
    if not path.reasons:
        return ""
    line = _reason_line(path.reasons[0], path, submission, catalogue, locale)
    kind = step_kind(line)
    to_ask = tuple(answer for answer in line.answers if answer.is_open) if kind in ("mend", "prove") else ()
    rest = tuple(answer for answer in line.answers if answer not in to_ask)
    party = _reached(line.party_id, path, submission, locale)
    step = t(locale, f"why.next.{kind}", party=party, controls=_quoted(rest, line.layer, locale))
    if to_ask:
        step = t(locale, "why.next.also_ask", step=step, controls=_quoted(to_ask, line.layer, locale))
    department = _department(path, submission)
    return t(locale, "why.next.by", step=step, department=department) if department else step


def _role(reason: Reason, path: Path, locale: str) -> str:
    """Return what a party does on a path; who is broken into first holds none of its data."""
    if path.entry and reason.role == Role.HOST.value:
        return t(locale, "lateral.role")
    return worded(locale, f"why.role.{reason.role}", reason.role)


def step_kind(line: ReasonLine) -> str:
    """Return what a reason asks for: ``supervise``, ``ask`` (nothing answered), ``mend`` or ``prove``."""
    if line.is_supervision:
        return "supervise"
    told = [answer for answer in line.answers if not answer.is_open]
    if not told:
        return "ask"
    return "mend" if any(answer.code in FIX_CODES for answer in told) else "prove"


def leading(line: ReasonLine) -> AnswerLine | None:
    """Return the answer that a reason is named by: what must be mended before what must be asked."""
    to_mend = [answer for answer in line.answers if answer.code in FIX_CODES and not answer.is_open]
    return next(iter((*to_mend, *line.answers)), None)


def _quoted(answers: tuple[AnswerLine, ...], otherwise: str, locale: str) -> str:
    """Return the titles of these answers in quotation marks, each once."""
    titles = [answer.title for answer in answers] or [otherwise]
    return t(locale, "why.comma").join(dict.fromkeys(t(locale, "why.quoted", text=title) for title in titles))


def _reached(party_id: str, path: Path, submission: Submission, locale: str) -> str:
    """Return the party, with the direct contractor through whom a deeper one is reached."""
    name = party_name(party_id, submission, locale)
    if party_id == path.parties[0]:
        return t(locale, "why.next.own", party=name)
    if party_id in path.parties[2:]:
        direct = party_name(path.parties[1], submission, locale)
        return t(locale, "why.next.through", party=name, direct=direct)
    return name


def _registering(path: Path, submission: Submission, locale: str) -> str:
    """Return the step for a host without an engagement: find out and enter it in the register."""
    gap = next((i for i, engagement in enumerate(path.engagements) if engagement is None), len(path.parties) - 2)
    upper = party_name(path.parties[max(gap, 0)], submission, locale)
    lower = party_name(path.parties[min(gap + 1, len(path.parties) - 1)], submission, locale)
    return t(locale, "why.next.register", consignor=upper, consignee=lower)


def _department(path: Path, submission: Submission) -> str:
    """Return the department in charge of the topmost engagement."""
    top = submission.engagement_by_id.get(path.engagements[0] or "") if path.engagements else None
    return plain(top.owner_dept, longest=40) if top else ""
