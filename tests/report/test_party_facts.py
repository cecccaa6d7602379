"""One party opened: facts with cells, answers with what is open, the history in the register's zone, who names it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.model.access import Access, Employment
from riskgraph.model.answer import ScopeKind
from riskgraph.model.chain import build_chain
from riskgraph.model.exposure import TierCoverage
from riskgraph.model.party import Party, PartyKind
from riskgraph.model.problem import Problem, Severity
from riskgraph.model.quantities import Interval, RowSource
from riskgraph.model.records import (
    Extension,
    QuestionnaireRecord,
    Reminder,
    ReminderKind,
    RequestRecord,
    ReviewState,
    Stamp,
)
from riskgraph.model.submission import Submission, TableRow
from riskgraph.report.party_answers import (
    answers_columns,
    coverage_columns,
    coverage_sentence,
    history,
    history_columns,
)
from riskgraph.report.party_facts import (
    access_columns,
    chain_columns,
    fact_columns,
    finding_columns,
    findings_of,
    problems_of,
)
from riskgraph.scoring.strength_table import answers_of
from riskgraph.text import LOCALES, t
from tests.report.builders import AS_OF, a_path, a_submission
from tests.scoring.worlds import answer, scoped

CATALOGUE, PARAMETERS = load_catalogue(), load_parameters()
NIGHT = Stamp(at=datetime(2026, 3, 31, 20, 0, tzinfo=UTC), actor="担当 花子")  # April 1, 5:00 in Tokyo


def test_a_fact_has_the_cell_that_it_was_read_from_and_blanks_are_left_out() -> None:
    party = Party(
        party_id="A", name="アオバ", country="JP", headcount=Interval.exact(120),
        source=RowSource("台帳.xlsx", "組織", 4, {"name": "B4", "country": "F4"}),
    )  # fmt: skip
    columns = fact_columns(party, a_submission(), "ja")
    told = dict(zip(columns["fact_name"], zip(columns["fact_value"], columns["cell"], strict=True), strict=True))
    assert told[t("ja", "parties.fact.country")] == ("JP", "F4")
    assert told[t("ja", "parties.fact.headcount")][0] == "120名"
    assert t("ja", "parties.fact.group") not in told


def test_a_person_is_told_by_id_and_kind_only() -> None:
    person = Party(
        party_id="K", name="田中太郎", kind=PartyKind.INDIVIDUAL, aliases=("タナカ",), contact="090", note="x"
    )
    columns = fact_columns(person, a_submission(), "ja")
    assert len(columns["fact_name"]) == 3
    assert not any(word in str(columns) for word in ("田中", "タナカ", "090"))


def test_access_tells_groups_of_fewer_than_three_without_their_number() -> None:
    row = Access(access_id="T", asset_id="D1", employer="C", host="A", employment=Employment.ON_SITE)
    rows = [
        row.model_copy(update={"heads": Interval.exact(2.0)}),
        row.model_copy(update={"access_id": "U", "heads": Interval.exact(12.0)}),
        row.model_copy(update={"access_id": "V", "revoked_on": AS_OF}),
        row.model_copy(update={"access_id": "W", "employer": "B"}),
    ]
    columns = access_columns(rows, a_submission(), "C", as_of=AS_OF, locale="ja")
    assert columns["access_people"] == ["常駐・3名未満", "常駐12名"]


def test_chains_of_listed_paths_come_first_and_each_is_told_once() -> None:
    chain = build_chain(a_submission())
    columns, more = chain_columns("B", chain, (a_path(),), a_submission(), "ja")
    assert more == 0 and len(columns["road"]) == 1
    assert columns["path_rank"] == ["1位"] and "[" in columns["eal_words"][0]
    nothing, _ = chain_columns("K", chain, (a_path(),), a_submission(), "ja")
    assert nothing["road"] == []


def test_problems_that_name_a_party_or_stand_in_its_rows_are_found() -> None:
    register = a_submission()
    source = RowSource("台帳.xlsx", "委託", 7, {})
    moved = tuple(
        e.model_copy(update={"source": source}) if e.engagement_id == "E2" else e for e in register.engagements
    )
    register = register.model_copy(update={"engagements": moved})
    problems = (
        Problem(code="a.b", severity=Severity.ERROR, fields={"party": "B"}),
        Problem(code="a.c", severity=Severity.ERROR, file="台帳.xlsx", sheet="委託", cell="AB7"),
        Problem(code="a.d", severity=Severity.ERROR, file="台帳.xlsx", sheet="委託", cell="AB77"),
        Problem(code="a.e", severity=Severity.ERROR, file="台帳.xlsx", sheet="委託", cell=""),
    )
    assert [p.code for p in problems_of("B", register, problems)] == ["a.b", "a.c"]
    assert problems_of("K", register, problems) == ()


def test_findings_name_an_organisation_by_id_or_name_and_a_person_by_id_only() -> None:
    findings = tuple(
        TableRow(cells={"対象": c, "内容": "x"}, sheet="是正") for c in ("A", "アオバ情報システム", "田中太郎", "K")
    )
    register = a_submission(findings=findings)
    assert findings_of("A", register) == findings[:2]
    assert findings_of("K", register) == findings[3:]
    assert finding_columns(findings[:1])["message"] == ["対象: A / 内容: x"]


def test_every_control_has_a_row_answered_or_not_and_narrower_answers_follow() -> None:
    party = Party(party_id="A", name="A")
    said = (answer("A", "DEV-01", "no"), scoped("A", "DEV-01", "yes", "system", "S1"))
    register = Submission(parties=(party,), answers=said)
    used = answers_of("A", register, CATALOGUE, PARAMETERS, as_of=AS_OF)
    assert len(used) == len(CATALOGUE.controls)
    columns = answers_columns(used, said, CATALOGUE, "ja")
    assert len(columns["control"]) == len(CATALOGUE.controls) + 1
    assert columns["answer"].count(t("ja", "why.answer.no")) == 1
    assert columns["answer_scope"][-1] == t("ja", f"parties.scope.{ScopeKind.SYSTEM.value}", id="S1")
    assert columns["answer"].count(t("ja", "why.standing.not_asked")) == len(CATALOGUE.controls) - 1


def a_history(locale: str = "ja", zone: str = "Asia/Tokyo") -> list[tuple[date, str]]:
    request = RequestRecord(
        request_id=1, register_id="r", party_id="A", form="short", version="1", fiscal_year=2025,
        first_due_on=date(2026, 2, 1), due_on=date(2026, 3, 1), made=NIGHT, sent_on=date(2026, 1, 5),
        reminders=(Reminder(kind=ReminderKind.OVERDUE, sent_on=date(2026, 3, 2), made=NIGHT),),
        extensions=(Extension(due_on=date(2026, 3, 1), reason="繁忙期", made=NIGHT),),
    )  # fmt: skip
    form = QuestionnaireRecord(
        questionnaire_id=1, register_id="r", party_id="A", file="a.xlsx", sha256="0", form_id="short", version="1",
        state=ReviewState.ACCEPTED, received=NIGHT, received_on=date(2026, 3, 20), decided=NIGHT,
    )  # fmt: skip
    other = form.model_copy(update={"party_id": "B"})
    events = history("A", [request], [form, other], time_zone=zone, locale=locale)
    assert len(history_columns(events, locale)["history_on"]) == len(events)
    return [(event.on, event.told) for event in events]


def test_the_history_tells_each_step_once_the_newest_first_and_of_this_party_only() -> None:
    told = a_history()
    assert [on for on, _ in told] == sorted((on for on, _ in told), reverse=True)
    assert len(told) == 5
    assert told[-1][0] == date(2026, 1, 5)


def test_times_are_days_of_the_registers_zone() -> None:
    assert a_history()[0][0] == date(2026, 4, 1)
    assert a_history(zone="UTC")[0][0] == date(2026, 3, 31)
    assert a_history(zone="Nowhere/Land")[0][0] == date(2026, 4, 1)


@pytest.mark.parametrize("locale", LOCALES)
def test_coverage_is_told_in_parties_and_share(locale: str) -> None:
    coverage = (TierCoverage(tier=1, parties=4, asked=3, returned=2, accepted=1, answered=0.4), TierCoverage(tier=2))
    columns = coverage_columns(coverage, locale)
    assert "75%" in columns["steps_asked"][0] and columns["answered"] == [40, 0]
    sentence = coverage_sentence(coverage, locale)
    assert all(str(n) in sentence for n in (4, 3, 2, 1))
