"""Small registers for tests of the checks: one without any fault, and ways to put exactly one in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from openpyxl.utils import get_column_letter

from riskgraph.model.access import Access, Employment, Privilege
from riskgraph.model.answer import Answer, AnswerCode, Request, ScopeKind
from riskgraph.model.asset import Asset, Connection, Site, System
from riskgraph.model.engagement import Consent, ContractForm, Engagement, HandlingPlace, Relation
from riskgraph.model.party import Party, PartyKind
from riskgraph.model.quantities import Cell, Interval, RowSource
from riskgraph.model.submission import Settings, Submission

AS_OF = date(2025, 4, 1)
SHEETS = {
    "parties": ("組織", Party),
    "engagements": ("委託", Engagement),
    "assets": ("データ", Asset),
    "systems": ("システム", System),
    "sites": ("拠点", Site),
    "accesses": ("取扱", Access),
    "connections": ("接続", Connection),
}
COLUMN_OF_FIELD = {"start": "from", "end": "to"}


def source_of(kind: str, row: int, file: str = "register.xlsx") -> RowSource:
    """Return a place in a sheet that has a column for every field of the noun."""
    title, noun = SHEETS[kind]
    names = [name for name in noun.model_fields if name not in ("source", "extra")]
    cells = {COLUMN_OF_FIELD.get(name, name): f"{get_column_letter(n)}{row}" for n, name in enumerate(names, 1)}
    return RowSource(file, title, row, cells)


def noun_at(kind: str, row: int, /, **fields: Any) -> Any:
    """Return a noun that was read from a row of its sheet."""
    return SHEETS[kind][1](source=source_of(kind, row), **fields)


def people(count: float) -> Interval:
    """Return a number that is known."""
    return Interval.exact(count)


def faultless() -> Submission:
    """Return a register of four tiers in which no check finds anything."""
    return Submission(
        parties=(
            noun_at("parties", 2, party_id="P1", name="みらい学習株式会社", corporate_number="7000012050002"),
            noun_at("parties", 3, party_id="P2", name="北斗情報株式会社", contact="業務管理部 pmark@hokuto.example"),
            noun_at("parties", 4, party_id="P3", name="南星開発合同会社"),
            noun_at("parties", 5, party_id="P4", name="青空スタッフ株式会社", kind=PartyKind.AGENCY),
        ),
        engagements=(
            noun_at(
                "engagements",
                2,
                engagement_id="E1",
                consignor="P1",
                consignee="P2",
                work="会員基盤の運用",
                owner_dept="情報システム部",
                contract_form=ContractForm.JUN_ININ,
                handling_place=HandlingPlace.OWN_ENV,
                asset_ids=("A1",),
                records=people(1000),
                consent=Consent.NOT_NEEDED,
                starts_on=date(2024, 4, 1),
                ends_on=date(2026, 3, 31),
            ),
            noun_at(
                "engagements",
                3,
                engagement_id="E2",
                consignor="P2",
                consignee="P3",
                parent_engagement="E1",
                contract_form=ContractForm.UKEOI,
                handling_place=HandlingPlace.CONSIGNOR_SYSTEM,
                records=people(1000),
                consent=Consent.EXPLICIT,
                consent_on=date(2024, 3, 1),
                consent_by="P1",
                starts_on=date(2024, 4, 1),
            ),
            noun_at(
                "engagements",
                4,
                engagement_id="E3",
                consignor="P3",
                consignee="P4",
                parent_engagement="E2",
                relation=Relation.DISPATCH,
                contract_form=ContractForm.HAKEN,
                handling_place=HandlingPlace.CONSIGNOR_SITE,
                consent=Consent.NOT_NEEDED,
            ),
        ),
        assets=(noun_at("assets", 2, asset_id="A1", name="会員基盤", owner="P1", records=people(1000)),),
        systems=(noun_at("systems", 2, system_id="S1", name="会員DB", host="P2", asset_ids=("A1",)),),
        sites=(noun_at("sites", 2, site_id="L1", party_id="P3", name="第二開発室", visited_on=date(2025, 1, 10)),),
        accesses=(
            noun_at(
                "accesses",
                2,
                access_id="X1",
                engagement_id="E2",
                asset_id="A1",
                group="開発要員",
                employer="P3",
                directed_by="P3",
                employment=Employment.OWN,
                heads=people(4),
                system="S1",
                device_owner="P3",
                site="L1",
                privilege=Privilege.READ,
                records=people(1000),
            ),
            noun_at(
                "accesses",
                3,
                access_id="X2",
                engagement_id="E3",
                asset_id="A1",
                group="派遣要員",
                employer="P4",
                directed_by="P3",
                employment=Employment.DISPATCHED,
                heads=people(2),
                system="S1",
                site="L1",
                expires_on=date(2025, 12, 31),
            ),
        ),
        connections=(noun_at("connections", 2, connection_id="C1", start="P3", end="S1"),),
        answers=(
            Answer(
                party_id="P2",
                control_id="DEV-01",
                answer=AnswerCode.YES,
                scope_kind=ScopeKind.SYSTEM,
                scope_id="S1",
                answered_on=date(2025, 2, 1),
                source=Cell("register.xlsx", "回答", "D2"),
            ),
        ),
        requests=(
            Request(
                party_id="P3",
                form="short",
                sent_on=date(2025, 2, 1),
                due_on=date(2025, 5, 1),
                source=Cell("register.xlsx", "依頼", "A2"),
            ),
        ),
        settings=Settings(as_of=AS_OF, owner="P1"),
    )


def with_row(submission: Submission, kind: str, row: Any) -> Submission:
    """Return the register with one more row."""
    return rebuilt(submission, {kind: (*getattr(submission, kind), row)})


def edited(submission: Submission, kind: str, number: int, /, **fields: Any) -> Submission:
    """Return the register with other values in the row that is `number`-th of its sheet, from 0."""
    rows = list(getattr(submission, kind))
    rows[number] = type(rows[number]).model_validate({**dict(rows[number]), **fields})
    return rebuilt(submission, {kind: tuple(rows)})


def rebuilt(submission: Submission, changes: Mapping[str, object]) -> Submission:
    """Return a new register with some sheets replaced."""
    return Submission.model_validate(
        {**{name: getattr(submission, name) for name in Submission.model_fields}, **changes}
    )
