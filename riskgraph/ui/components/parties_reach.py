"""What hangs on one party: the data in its reach, the road of a report up to us, the chains through it."""

from __future__ import annotations

import streamlit as st

from riskgraph.model.exposure import BlastRadius
from riskgraph.report.lead_words import lead_columns, lead_sentences
from riskgraph.report.party_facts import access_columns, chain_columns
from riskgraph.report.party_rows import PartyRow
from riskgraph.report.party_sentences import blast_columns, blast_sentence, places_in_words
from riskgraph.text import t
from riskgraph.ui import links, session
from riskgraph.ui.actions import exposure
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components.tables import LOW_ROW, ROW, table
from riskgraph.ui.markdown import escaped

_SHOWN_CHAINS = 8


def blast(result: Shown, row: PartyRow, locale: str) -> None:
    """Draw what of ours would lie open if the party were breached, and who of its people can reach what."""
    known = exposure.exposure(result)
    radius = known.radii.get(row.party_id, BlastRadius(party_id=row.party_id))
    st.markdown(escaped(blast_sentence(radius, result.submission, locale)))
    if radius.assets:
        table(blast_columns(radius, result.submission, locale), locale, key=f"blast-{row.party_id}", row=LOW_ROW)
        st.caption(t(locale, "blast.note"))
    for line in places_in_words(radius, result.submission, locale):
        st.markdown(escaped(line))
    as_of = result.assessment.provenance.as_of
    access = access_columns(known.accesses, result.submission, row.party_id, as_of=as_of, locale=locale)
    if access["data"]:
        st.markdown(f"**{t(locale, 'parties.access')}**")
        table(access, locale, key=f"access-{row.party_id}", row=LOW_ROW)


def lead(result: Shown, row: PartyRow, locale: str) -> None:
    """Draw how fast a report of an incident could reach us, chain by chain."""
    if row.tier == 0:
        st.markdown(t(locale, "lead.own"))
        return
    for sentence in lead_sentences(row.lead, result.submission, locale):
        st.markdown(escaped(sentence))
    if row.lead and row.lead.chains:
        table(lead_columns(row.lead, result.submission, locale), locale, key=f"lead-{row.party_id}", row=ROW)


def chains(result: Shown, row: PartyRow, locale: str) -> None:
    """Draw the chains through the party, those of listed paths first."""
    known = exposure.exposure(result)
    columns, more = chain_columns(row.party_id, known.chain, result.assessment.paths, result.submission, locale)
    if not columns["road"]:
        st.markdown(t(locale, "parties.chains.none"))
        return
    height = min(38 + ROW * len(columns["road"]), 38 + _SHOWN_CHAINS * ROW)
    table(columns, locale, key=f"chains-{row.party_id}", height=height)
    first = next((path for path in result.assessment.paths if row.party_id in path.parties), None)
    if first is not None and st.button(
        t(locale, "parties.chains.open", rank=first.rank),
        key="open_path",
        icon=":material/arrow_forward:",
        type="tertiary",
    ):
        session.change(path_key=first.key, round=session.state().round + 1)
        links.go("paths")
    if more:
        st.caption(t(locale, "parties.chains.more", count=more))
