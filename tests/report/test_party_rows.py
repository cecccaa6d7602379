"""The table of parties: persons without a score, filters that must all fit, certificates that expire."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from riskgraph.analysis.blast import blast_radii, ways_of
from riskgraph.analysis.report_lead import report_leads
from riskgraph.model.chain import build_chain
from riskgraph.model.derivation import complete_access
from riskgraph.model.exposure import AssetReach, BlastRadius, LeadChain, LeadHop, ReachRole, ReportLead, TierCoverage
from riskgraph.model.party import Certificate, Party, PartyKind
from riskgraph.model.quantities import Interval
from riskgraph.report.lead_words import hours_in_words, lead_columns, lead_sentences, lead_short
from riskgraph.report.party_rows import (
    Expiry,
    PartyFilter,
    PartyRow,
    certificate_columns,
    expiry_of,
    fitting_parties,
    nearest_expiry,
    party_columns,
    party_rows,
    range_in_words,
)
from riskgraph.report.party_sentences import (
    blast_columns,
    blast_sentence,
    open_work,
    parties_sentence,
    party_sentence,
    places_in_words,
    reach_in_words,
)
from riskgraph.text import LOCALES, t
from tests.report.builders import AS_OF, a_submission, an_assessment

UNKNOWN = Interval(0.0, 1_000.0, 100_000.0)
LOCALE = pytest.mark.parametrize("locale", LOCALES)


def rows(**changes: object) -> tuple[PartyRow, ...]:
    register = a_submission(**changes)
    chain = build_chain(register)
    accesses = complete_access(register, chain, unknown_records=UNKNOWN).rows
    ways = ways_of(register, chain, accesses, as_of=AS_OF, unknown_records=UNKNOWN)
    return party_rows(an_assessment(), register, chain, blast_radii(register, chain, ways), report_leads(chain))


def row(party_id: str) -> PartyRow:
    return next(r for r in rows() if r.party_id == party_id)


def listed(**wanted: object) -> list[str]:
    return [r.party_id for r in fitting_parties(rows(), PartyFilter(**wanted), a_submission())]  # type: ignore[arg-type]


def test_a_party_has_its_places_roles_department_and_roads() -> None:
    a = row("A")
    assert (a.tier, a.departments, a.answered, a.chains) == (1, ("会員事業部",), 0.8, 2)
    assert ReachRole.ABOVE in a.roles and a.records.pt == 1_000.0
    assert a.lead is not None and a.lead.open_chains == 1


@LOCALE
def test_a_person_has_neither_weakness_nor_answered_share_nor_a_name(locale: str) -> None:
    columns = party_columns(rows(), a_submission(), locale)
    place = list(columns["party_key"]).index("K")
    assert columns["weakness"][place] == "" and columns["answered"][place] is None
    assert "田中" not in str(columns)
    assert t(locale, "parties.one.person", party="x", chains=0).split("x")[1][:6] in party_sentence(
        row("K"), a_submission(), locale
    )


def test_no_search_finds_a_person_by_name() -> None:
    assert listed(text="田中") == [] and listed(text="k") == ["K"]
    assert listed(text="アオバ") == ["A"]


def test_all_that_is_named_must_fit() -> None:
    assert listed() == ["A", "K"]
    assert listed(tiers=(1,)) == ["A"] and listed(tiers=(2,)) == ["K"]
    assert listed(kinds=(PartyKind.INDIVIDUAL,)) == ["K"]
    assert listed(roles=(ReachRole.ABOVE,)) == ["A"]
    assert listed(departments=("会員事業部",)) == ["A"] and listed(departments=("総務部",)) == []
    assert listed(most_answered=0.9) == ["A"] and listed(most_answered=0.5) == []
    assert listed(only_expiring=True) == []


@pytest.mark.parametrize(
    ("days", "standing"),
    [(-1, Expiry.EXPIRED), (0, Expiry.SOON), (90, Expiry.SOON), (91, Expiry.VALID), (None, Expiry.UNDATED)],
)
def test_a_certificate_is_valid_on_its_last_day_and_told_90_days_ahead(days: int | None, standing: Expiry) -> None:
    until = None if days is None else AS_OF + timedelta(days=days)
    assert expiry_of(Certificate(name="P", expires_on=until), AS_OF) is standing


def test_the_worst_certificate_speaks_for_a_party_and_an_expired_one_is_said() -> None:
    good, gone = (Certificate(name=n, expires_on=date(y, 1, 1)) for n, y in (("a", 2030), ("b", 2020)))
    assert nearest_expiry((good, gone), AS_OF) is Expiry.EXPIRED
    assert nearest_expiry((), AS_OF) is None
    columns = certificate_columns(Party(party_id="A", name="A", certificates=(good, gone)), AS_OF, "ja")
    assert columns["certificate"] == ["b", "a"]
    assert columns["cert_expiry"][0] == t("ja", "parties.expiry_one.expired")


def test_the_sentence_names_where_most_is_open_and_which_tier_has_answered_least() -> None:
    coverage = (TierCoverage(tier=1, parties=3, answered=0.7), TierCoverage(tier=2, parties=2, answered=0.1))
    told = parties_sentence(rows(), coverage, a_submission(), "ja")
    assert "アオバ" in told and "80%" in told and "2次の2組織" in told and "10%" in told


@LOCALE
def test_without_parties_or_open_work_the_sentence_says_so(locale: str) -> None:
    assert parties_sentence((), (), a_submission(), locale) == t(locale, "parties.sentence.none")
    done = t(locale, "parties.sentence.done", parties=1)
    assert parties_sentence((row("K"),), (), a_submission(), locale) == done


def test_the_owner_is_never_where_most_work_is_open() -> None:
    owner = PartyRow(party=Party(party_id="P", name="P"), tiers=(0,), answered=0.0)
    assert open_work([owner]) is None


@LOCALE
def test_the_reach_is_told_with_its_interval_and_as_what_might_be(locale: str) -> None:
    register = a_submission()
    chain = build_chain(register)
    accesses = complete_access(register, chain, unknown_records=UNKNOWN).rows
    radii = blast_radii(register, chain, ways_of(register, chain, accesses, as_of=AS_OF, unknown_records=UNKNOWN))
    told = blast_sentence(radii["A"], register, locale)
    assert "会員基盤" in told and "[" in told
    columns = blast_columns(radii["A"], register, locale)
    assert columns["blast_size"] == [t(locale, "blast.size.unknown")]
    assert len(places_in_words(radii["A"], register, locale)) == 2
    assert blast_sentence(radii["K"], register, locale) == t(locale, "blast.none")


def a_lead(*roads: tuple[float | None, ...]) -> ReportLead:
    def hop(hours: float | None, number: int) -> LeadHop:
        return LeadHop(engagement_id=f"E{number}", consignor="A" if number else "B", consignee="C", hours=hours)

    chains = tuple(LeadChain(hops=tuple(hop(h, n) for n, h in enumerate(road))) for road in roads)
    return ReportLead(party_id="C", chains=chains)


@LOCALE
def test_a_road_with_a_step_that_is_not_agreed_has_no_total(locale: str) -> None:
    lead = a_lead((24.0, None))
    columns = lead_columns(lead, a_submission(), locale)
    assert t(locale, "lead.open") in columns["hop_hours"][0]
    assert columns["lead_sum"][0] == t(locale, "lead.sum.open", known=hours_in_words(24.0, locale))
    whole, where, deadline = lead_sentences(lead, a_submission(), locale)
    assert "24" in whole and "シーワークス" in where and "アオバ" in where
    assert all(str(days) in deadline for days in (3, 5, 30, 60))
    assert lead_short(lead, locale).startswith("?") and "24" not in lead_short(lead, locale)


@LOCALE
def test_the_slowest_step_is_named_where_all_is_agreed(locale: str) -> None:
    whole, where, _ = lead_sentences(a_lead((24.0, 72.0)), a_submission(), locale)
    assert "96" in whole and "72" in where and "アオバ" in where
    assert lead_short(a_lead((24.0,), (100.0,)), locale).startswith("△")
    assert "24" in lead_short(a_lead((24.0,), (100.0,)), locale) and "100" in lead_short(
        a_lead((24.0,), (100.0,)), locale
    )


@LOCALE
def test_some_open_roads_are_counted_beside_the_shortest_known_one(locale: str) -> None:
    lead = a_lead((None,), (48.0,))
    assert "48" in lead_short(lead, locale) and "1" in lead_short(lead, locale)
    assert "48" in lead_sentences(lead, a_submission(), locale)[0]


@LOCALE
def test_without_a_road_it_is_said_that_there_is_none(locale: str) -> None:
    assert lead_sentences(None, a_submission(), locale) == (t(locale, "lead.none"),)
    assert lead_short(None, locale) == "" and lead_columns(None, a_submission(), locale)["road"] == []


def test_ends_that_read_the_same_are_no_interval() -> None:
    assert range_in_words(Interval(29_990_000.0, 30_000_000.0, 30_010_000.0), "ja") == ""
    assert range_in_words(Interval(1_000.0, 30_000.0, 40_000.0), "ja") == "1,000〜40,000"
    assert "[" not in reach_in_words(Interval(29_990_000.0, 30_000_000.0, 30_010_000.0), "ja")
    assert "[" in reach_in_words(Interval(0.0, 30_000_000.0, 30_000_000.0), "en")


@LOCALE
def test_of_a_person_only_the_reach_is_told_and_no_breach_is_assumed(locale: str) -> None:
    register = a_submission()
    reach = AssetReach(asset_id="D1", records=Interval.exact(500.0), by_role={})
    told = blast_sentence(BlastRadius(party_id="K", assets=(reach,), records=Interval.exact(500.0)), register, locale)
    assert told.startswith({"ja": "触れられるデータは会員基盤", "en": "Data in reach: 会員基盤"}[locale])
    assert "田中" not in told
