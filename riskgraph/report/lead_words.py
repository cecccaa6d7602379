"""How long a report takes, in words: hours agreed hop by hop, held against the preliminary and final report.

The convention that bites: where no time is agreed the words say so and never give a number for the whole; nothing
here says that a duty exists or was kept.
"""

from __future__ import annotations

from riskgraph.model.exposure import HOURS_A_DAY, Deadlines, LeadChain, LeadHop, LeadState, ReportLead
from riskgraph.model.submission import Submission
from riskgraph.report.names import party_name
from riskgraph.report.numbers import decimal, rounded
from riskgraph.report.plain import plain
from riskgraph.report.table_rows import Columns
from riskgraph.text import t

DEADLINES = Deadlines()


def hours_in_words(hours: float, locale: str) -> str:
    """Return a time as hours, and as days from two days on: 72時間(3日)."""
    amount = decimal(rounded(hours, 3), locale)
    if hours < 2 * HOURS_A_DAY:
        return t(locale, "lead.hours", hours=amount)
    return t(locale, "lead.hours.days", hours=amount, days=decimal(rounded(hours / HOURS_A_DAY, 2), locale))


def lead_short(lead: ReportLead | None, locale: str) -> str:
    """Return the whole of a party's roads for one cell: a sign, the times, and whether any is open."""
    state = lead.state(DEADLINES) if lead else None
    if lead is None or state is None:
        return ""
    mark = t(locale, f"lead.mark.{state.value}")
    if lead.shortest is None:
        return t(locale, "lead.short.open", mark=mark)
    first = decimal(rounded(lead.shortest, 3), locale)
    if lead.longest is None:
        return t(locale, "lead.short.some_open", mark=mark, first=first, count=lead.open_chains)
    if lead.longest == lead.shortest:
        return t(locale, "lead.short.one", mark=mark, first=first)
    return t(locale, "lead.short.range", mark=mark, first=first, last=decimal(rounded(lead.longest, 3), locale))


def lead_sentences(lead: ReportLead | None, submission: Submission, locale: str) -> tuple[str, ...]:
    """Return how fast a report could arrive, which hop loses or leaves open the time, and the times of the rule."""
    if lead is None or not lead.chains:
        return (t(locale, "lead.none"),)
    deadline = t(
        locale,
        "lead.deadline",
        first=DEADLINES.preliminary_days[0],
        last=DEADLINES.preliminary_days[1],
        final=DEADLINES.final_days,
        improper=DEADLINES.final_days_improper,
    )
    return (_whole(lead, locale), _where(lead.chains[0], submission, locale), deadline)


def _whole(lead: ReportLead, locale: str) -> str:
    """Return shortest and longest, or that nobody can say."""
    count = len(lead.chains)
    if lead.shortest is None:
        known = hours_in_words(max(chain.known_hours for chain in lead.chains), locale)
        return t(locale, "lead.whole.open", count=count, known=known)
    first = hours_in_words(lead.shortest, locale)
    if lead.longest is None:
        return t(locale, "lead.whole.some_open", count=count, first=first, open=lead.open_chains)
    if lead.shortest == lead.longest:
        return t(locale, "lead.whole.one", count=count, first=first)
    return t(locale, "lead.whole.range", count=count, first=first, last=hours_in_words(lead.longest, locale))


def _where(chain: LeadChain, submission: Submission, locale: str) -> str:
    """Return the hop of the slowest chain where time is not agreed, else where most of it goes."""
    if chain.open_hops:
        return t(locale, "lead.where.open", **_ends(chain.open_hops[0], submission, locale), count=len(chain.open_hops))
    slowest = chain.slowest
    if slowest is None:
        return ""
    hours = hours_in_words(slowest.hours or 0.0, locale)
    state = t(locale, f"lead.state.{chain.state(DEADLINES).value}")
    return t(locale, "lead.where.slow", **_ends(slowest, submission, locale), hours=hours, state=state)


def _ends(hop: LeadHop, submission: Submission, locale: str) -> dict[str, str]:
    return {
        "consignee": party_name(hop.consignee, submission, locale),
        "consignor": party_name(hop.consignor, submission, locale),
    }


def lead_columns(lead: ReportLead | None, submission: Submission, locale: str) -> Columns:
    """Return one row a chain: the road, the hours of every hop, their sum, how it compares, and the cells."""
    chains = lead.chains if lead else ()
    return {
        "road": [_road(chain, submission, locale) for chain in chains],
        "hop_hours": [_hops(chain, locale) for chain in chains],
        "lead_sum": [_sum(chain, locale) for chain in chains],
        "lead_state": [_state(chain.state(DEADLINES), locale) for chain in chains],
        "cell": [", ".join(plain(hop.source.cell) for hop in chain.hops if hop.source.cell) for chain in chains],
    }


def _state(state: LeadState, locale: str) -> str:
    return f"{t(locale, f'lead.mark.{state.value}')} {t(locale, f'lead.state.{state.value}')}"


def _road(chain: LeadChain, submission: Submission, locale: str) -> str:
    parties = [chain.hops[0].consignee, *(hop.consignor for hop in chain.hops)]
    return t(locale, "portfolio.arrow").join(party_name(party, submission, locale) for party in parties)


def _hops(chain: LeadChain, locale: str) -> str:
    """Return the hours of every hop, the lowest first: 48 + ? + 24."""
    return " + ".join(
        t(locale, "lead.open") if hop.hours is None else decimal(rounded(hop.hours, 3), locale) for hop in chain.hops
    )


def _sum(chain: LeadChain, locale: str) -> str:
    if chain.hours is None:
        return t(locale, "lead.sum.open", known=hours_in_words(chain.known_hours, locale))
    return hours_in_words(chain.hours, locale)
