"""One party opened: what the register says, its answers, its questionnaires, and what names it among the problems."""

from __future__ import annotations

import streamlit as st

from riskgraph.catalogue import load_catalogue
from riskgraph.report.party_answers import answers_columns, domain_columns, history, history_columns
from riskgraph.report.party_facts import fact_columns, finding_columns, findings_of, problems_of
from riskgraph.report.party_rows import PartyRow, certificate_columns
from riskgraph.report.picture_bars import bars_alt, bars_height, bars_option, domain_bars
from riskgraph.report.table_rows import problem_columns
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions import exposure
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components.tables import LOW_ROW, ROW, download, table


def facts(result: Shown, row: PartyRow, locale: str) -> None:
    """Draw what the register says of the party, with its cells, and its certificates."""
    table(fact_columns(row.party, result.submission, locale), locale, key=f"facts-{row.party_id}", row=LOW_ROW)
    if row.party.certificates:
        st.markdown(f"**{t(locale, 'ui.column.certificates')}**")
        as_of = result.assessment.provenance.as_of
        certificates = certificate_columns(row.party, as_of, locale)
        table(certificates, locale, key=f"certificates-{row.party_id}", row=LOW_ROW)
        st.caption(t(locale, "parties.certificates.note"))


def answers(result: Shown, row: PartyRow, locale: str) -> None:
    """Draw the answers by domain with their intervals, then each of them with its cell."""
    scores = exposure.domains_of_party(result, row.party_id)
    if not scores:
        st.markdown(t(locale, "parties.answers.person"))
        return
    bars = domain_bars(scores, locale)
    title = t(locale, "bars.title.strength")
    st.echarts_chart(
        bars_option(bars, t(locale, "bars.axis.strength"), locale, session.theme(), limit=100.0),
        height=bars_height(bars),
        theme=None,
        renderer="svg",
        key=f"domains-{row.party_id}",
        alt=bars_alt(bars, title, locale),
    )
    with st.expander(t(locale, "ui.picture.table"), key="domain_table"):
        table(domain_columns(scores, locale), locale, key=f"domain_rows-{row.party_id}", row=LOW_ROW)
    narrower = [a for a in result.submission.answers if a.party_id == row.party_id]
    columns = answers_columns(exposure.answers_of_party(result, row.party_id), narrower, load_catalogue(), locale)
    table(columns, locale, key=f"all_answers-{row.party_id}", height=38 + 6 * ROW)
    download(lambda: columns, locale, key="party_answers_csv", name="riskgraph-party-answers.csv")


def asked(result: Shown, row: PartyRow, locale: str) -> None:
    """Draw the history of the party's questionnaires as the store has it now."""
    zone = result.submission.settings.time_zone
    events = history(row.party_id, *exposure.asked_of(result), time_zone=zone, locale=locale)
    if events:
        table(history_columns(events, locale), locale, key=f"history-{row.party_id}", row=LOW_ROW)
    else:
        st.markdown(t(locale, "parties.history.none"))


def named(result: Shown, row: PartyRow, locale: str) -> None:
    """Draw the problems and corrective findings that name the party."""
    found = problems_of(row.party_id, result.submission, result.assessment.problems)
    findings = findings_of(row.party_id, result.submission)
    if not found and not findings:
        st.markdown(t(locale, "parties.problems.none"))
    if found:
        columns = {name: values for name, values in problem_columns(found, locale).items() if name != "code"}
        table(columns, locale, key=f"party_problems-{row.party_id}", height=min(38 + ROW * len(found), 38 + 6 * ROW))
    if findings:
        st.markdown(f"**{t(locale, 'parties.findings')}**")
        table(finding_columns(findings), locale, key=f"findings-{row.party_id}")
