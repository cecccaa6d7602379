"""What hangs on parties and paths of the shown assessment, worked out once an assessment and then looked up.

The convention that bites: everything here that is cached follows from the kept assessment alone, whose key names it;
what the store says of requests and questionnaires today is read anew each time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from riskgraph.analysis.blast import blast_radii, ways_of
from riskgraph.analysis.coverage import coverage_by_tier
from riskgraph.analysis.domains import domain_scores, scores_by_tier
from riskgraph.analysis.report_lead import report_leads
from riskgraph.catalogue import load_catalogue
from riskgraph.catalogue.stars import stars_of
from riskgraph.model.access import Access
from riskgraph.model.assessment import AnswerUsed, Path
from riskgraph.model.chain import Chain
from riskgraph.model.derivation import complete_access
from riskgraph.model.exposure import BlastRadius, DomainScore, ReportLead, StrengthTable, TierCoverage
from riskgraph.model.parameters import Parameters
from riskgraph.model.records import QuestionnaireRecord, RequestRecord
from riskgraph.model.star import Stars
from riskgraph.report.party_rows import PartyRow, party_columns, party_rows
from riskgraph.report.path_rows import all_path_columns
from riskgraph.report.picture_bars import Bar, path_bars
from riskgraph.report.picture_marks import Option
from riskgraph.report.picture_portfolio import portfolio_option
from riskgraph.report.picture_portfolio_nouns import Portfolio, portfolio
from riskgraph.report.table_rows import Columns
from riskgraph.scoring.ground import chain_of
from riskgraph.scoring.strength_table import answers_of, strength_table
from riskgraph.store.questionnaires import questionnaires
from riskgraph.store.requests import requests
from riskgraph.ui import keeping
from riskgraph.ui.actions.shown import HOUR, Shown, parameters_of


@dataclass(frozen=True)
class Exposure:
    """All that the pages of paths and parties look up: chains, access, reach, roads of a report, strengths."""

    chain: Chain
    accesses: tuple[Access, ...]
    radii: Mapping[str, BlastRadius]
    leads: Mapping[str, ReportLead]
    strengths: StrengthTable
    tiers: Mapping[int, tuple[DomainScore, ...]]
    rows: tuple[PartyRow, ...]
    whole: Portfolio
    parameters: Parameters


def exposure(this: Shown) -> Exposure:
    """Return what hangs on every party of the shown assessment."""
    return _exposure(this.key, _shown=this)


@st.cache_resource(max_entries=4, ttl=HOUR, show_spinner=False)
def _exposure(key: str, *, _shown: Shown) -> Exposure:
    submission, assessment = _shown.submission, _shown.assessment
    parameters, catalogue = parameters_of(_shown), load_catalogue()
    as_of, unknown = assessment.provenance.as_of, parameters.ends("records.unknown")
    chain = chain_of(submission, catalogue, parameters, as_of=as_of)
    accesses = complete_access(submission, chain, unknown_records=unknown).rows
    radii = blast_radii(submission, chain, ways_of(submission, chain, accesses, as_of=as_of, unknown_records=unknown))
    leads = report_leads(chain)
    strengths = strength_table(submission, catalogue, parameters, as_of=as_of)
    return Exposure(
        chain=chain,
        accesses=accesses,
        radii=radii,
        leads=leads,
        strengths=strengths,
        tiers=scores_by_tier(strengths, assessment.parties, catalogue, has_my_number=_has_my_number(_shown)),
        rows=party_rows(assessment, submission, chain, radii, leads),
        whole=portfolio(assessment, submission, chain),
        parameters=parameters,
    )


def _has_my_number(this: Shown) -> bool:
    return any(asset.my_number for asset in this.submission.assets)


def stars(this: Shown) -> Stars:
    """Return what is asked and held of the SCS scheme as of the day of the shown assessment."""
    return _stars(this.key, _shown=this)


@st.cache_resource(max_entries=4, ttl=HOUR, show_spinner=False)
def _stars(key: str, *, _shown: Shown) -> Stars:
    return stars_of(_shown.submission, as_of=_shown.assessment.provenance.as_of)


def bars(this: Shown, locale: str) -> tuple[Bar, ...]:
    """Return the first paths as bars."""
    return _bars(this.key, locale, _shown=this)


@st.cache_data(max_entries=8, ttl=HOUR, show_spinner=False)
def _bars(key: str, locale: str, *, _shown: Shown) -> tuple[Bar, ...]:
    return path_bars(_shown.assessment, _shown.submission, locale)


def whole_picture(this: Shown, path: Path, locale: str, theme: str) -> Option:
    """Return the drawing of the whole register with a path marked in it."""
    return portfolio_option(exposure(this).whole, this.submission, locale, theme, chosen=path)


def path_table(this: Shown, locale: str) -> Columns:
    """Return the rows of all listed paths."""
    return _path_table(this.key, locale, _shown=this)


@st.cache_resource(max_entries=8, ttl=HOUR, show_spinner=False)
def _path_table(key: str, locale: str, *, _shown: Shown) -> Columns:
    return all_path_columns(_shown.assessment, _shown.submission, load_catalogue(), locale)


def party_table(this: Shown, locale: str) -> Columns:
    """Return the rows of all parties."""
    return _party_table(this.key, locale, _shown=this)


@st.cache_resource(max_entries=8, ttl=HOUR, show_spinner=False)
def _party_table(key: str, locale: str, *, _shown: Shown) -> Columns:
    return party_columns(exposure(_shown).rows, _shown.submission, locale)


def domains_of_party(this: Shown, party_id: str) -> tuple[DomainScore, ...]:
    """Return the scores of one party by domain; () for a person, who has none."""
    table = exposure(this).strengths
    if party_id not in table.party_ids:
        return ()
    return domain_scores(table, [party_id], load_catalogue(), has_my_number=_has_my_number(this))


def answers_of_party(this: Shown, party_id: str) -> tuple[AnswerUsed, ...]:
    """Return every control of one party, answered or not; () for a person."""
    known = exposure(this)
    if party_id not in known.strengths.party_ids:
        return ()
    as_of = this.assessment.provenance.as_of
    return answers_of(party_id, this.submission, load_catalogue(), known.parameters, as_of=as_of)


def asked_of(this: Shown) -> tuple[tuple[RequestRecord, ...], tuple[QuestionnaireRecord, ...]]:
    """Return the requests and questionnaires of the register as the store has them now."""
    store, register_id = keeping.store(), this.record.register_id
    return requests(store, register_id), questionnaires(store, register_id)


def coverage(this: Shown) -> tuple[TierCoverage, ...]:
    """Return how far the questionnaires of every tier have come today."""
    return coverage_by_tier(this.assessment.parties, this.submission, *asked_of(this))
