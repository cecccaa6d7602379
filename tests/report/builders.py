"""A small result by hand: one chain of four parties, one path to an intrusion, one left over."""

from __future__ import annotations

from datetime import date

from riskgraph.model.access import Access, Employment
from riskgraph.model.assessment import (
    AnswerUsed,
    Assessment,
    AssetResult,
    Certainty,
    Channel,
    Grade,
    Hop,
    HopPart,
    LayerUsed,
    LossIfHappens,
    OtherRoute,
    PartyResult,
    Path,
    Provenance,
    Reason,
    Rest,
    RoleLosses,
    Standing,
    Totals,
)
from riskgraph.model.asset import Asset
from riskgraph.model.control import Catalogue, Control, Layer, Mark, Role, Scenario, Words
from riskgraph.model.engagement import Consent, Engagement, Relation
from riskgraph.model.party import Party, PartyKind
from riskgraph.model.problem import Problem, Severity
from riskgraph.model.quantities import Cell, Interval
from riskgraph.model.submission import InputFile, Submission

AS_OF = date(2025, 10, 1)
HOST_CELL = Cell("A社.xlsx", "回答", "F12")


def words(text: str) -> Words:
    return Words(ja=f"{text}(和)", en=text)


def a_catalogue() -> Catalogue:
    ids = ("DEV-01", "DEV-02", "MON-01", "MON-03", "PHY-02", "CHN-02", "CHN-05", "HUM-04", "SYS-10")
    controls = tuple(
        Control(
            control_id=c, domain="x", mark=Mark.OTHER, title=words(f"title {c}"), question=words("q"), good=words("g")
        )
        for c in ids
    )
    layers = (
        Layer(key="write_out", role=Role.DEVICE_OWNER, title=words("export block"), parts=("DEV-01", "DEV-02")),
        Layer(key="detection", role=Role.HOST, title=words("bulk alert and log review"), parts=("MON-01", "MON-03")),
        Layer(key="bring_in", role=Role.SITE_OWNER, title=words("phone rule"), parts=("PHY-02",)),
        Layer(key="supervision", role=Role.SUPERVISION, title=words("supervision")),
    )
    return Catalogue(
        version="test",
        controls=controls,
        forms=(),
        scenarios=(
            Scenario(scenario_id="INS", title=words("insider"), sentence=words("s"), layers=layers),
            Scenario(scenario_id="EXT", title=words("intrusion"), sentence=words("s"), layers=()),
        ),
    )


def a_submission(**changes: object) -> Submission:
    party = {"A": "アオバ情報システム", "B": "ビーテック", "C": "シーワークス", "P": "まなびの森"}
    return Submission(
        parties=(
            *(Party(party_id=i, name=name) for i, name in party.items()),
            Party(party_id="K", name="田中太郎", kind=PartyKind.INDIVIDUAL),
        ),
        engagements=(
            Engagement(engagement_id="E1", consignor="P", consignee="A", owner_dept="会員事業部"),
            Engagement(engagement_id="E2", consignor="A", consignee="B", parent_engagement="E1", consent=Consent.NONE),
            Engagement(engagement_id="E3", consignor="B", consignee="C", parent_engagement="E2"),
        ),
        assets=(Asset(asset_id="D1", name="会員基盤", owner="P"),),
        accesses=(
            Access(
                access_id="T1",
                engagement_id="E3",
                asset_id="D1",
                group="運用",
                employment=Employment.ON_SITE,
                employer="C",
            ),
        ),
    ).model_copy(update=changes)


def an_answer(control_id: str, **changes: object) -> AnswerUsed:
    known = AnswerUsed(
        party_id="A",
        control_id=control_id,
        standing=Standing.ANSWERED,
        answer="no",
        evidence="claim",
        answered_on=date(2025, 4, 1),
        strength=Interval.exact(0.0),
        source=HOST_CELL,
    )
    return known.model_copy(update=changes)


SILENT = {
    "standing": Standing.OVERDUE,
    "answer": "",
    "evidence": "",
    "answered_on": None,
    "strength": Interval(0.0, 0.0, 1.0),
    "source": Cell(),
}


def a_hop(number: int, consignor: str, consignee: str, q: float, **changes: object) -> Hop:
    hop = Hop(
        engagement_id=f"E{number}",
        consignor=consignor,
        consignee=consignee,
        relation=Relation.CONSIGN,
        certainty=Certainty.DECLARED,
        q=Interval(0.0, q, 1.0),
        parts=(
            HopPart(part="terms", strength=Interval.exact(0.0), fact="none", source=Cell("台帳.xlsx", "委託", "P7")),
            HopPart(part="check", strength=Interval(0.0, 0.0, 1.0), is_stated=False),
            HopPart(part="follow_up", strength=Interval.exact(0.85), fact="yes"),
        ),
    )
    return hop.model_copy(update=changes)


def a_channel(name: str, eal: Interval, **changes: object) -> Channel:
    layer = LayerUsed(
        layer="write_out",
        role="device_owner",
        party_id="A",
        efficacy=0.8,
        strength=Interval.exact(0.0),
        share=1.0,
        answers=(an_answer("DEV-01"), an_answer("DEV-02", **SILENT)),
    )
    channel = Channel(
        channel_id=name,
        scenario="INS",
        asset_id="D1",
        host="A",
        employer="C",
        group="運用",
        heads=Interval.exact(5.0),
        records=Interval.exact(28_950_000.0),
        phi=Interval(0.1, 0.7, 0.9),
        phi_population=0.5,
        eal_yen=eal,
        rate_per_year=Interval(1e-4, 7.59e-4, 2e-3),
        undeclared_share=0.2,
        other_routes=(OtherRoute(access_id="T9", engagements=("E9",)),),
        layers=(layer,),
    )
    return channel.model_copy(update=changes)


def a_reason(layer: str, role: str, *answers: AnswerUsed, share: float = 0.4, is_confirmed: bool = True) -> Reason:
    return Reason(
        party_id="A", layer=layer, role=role, scenario="INS", share=share, is_confirmed=is_confirmed, answers=answers
    )


def a_path(**changes: object) -> Path:
    path = Path(
        rank=1,
        parties=("P", "A", "B", "C"),
        engagements=("E1", "E2", "E3"),
        hops=(
            a_hop(1, "P", "A", 0.6),
            a_hop(2, "A", "B", 0.2, has_missing_consent=True),
            a_hop(3, "B", "C", 0.4),
        ),
        asset_ids=("D1",),
        records=Interval.exact(28_950_000.0),
        certainty=Certainty.DECLARED,
        eal_yen=Interval(3.2e6, 17.1e6, 61e6),
        rate_per_year=Interval(1e-4, 7.59e-4, 2e-3),
        p_leak_1y=Interval(1e-4, 7.5e-4, 2e-3),
        times_average=Interval(0.5, 1.52, 3.0),
        times_good=Interval(2.0, 10.4, 30.0),
        loss_if_it_happens_yen=LossIfHappens(median=1.1e8, p99=4.5e9),
        path_weakness=Interval(10.0, 70.0, 90.0),
        unconfirmed_share=0.6,
        coverage=0.8,
        grade=Grade.E,
        supervision=Interval(0.0, 0.05, 0.8),
        channels=(a_channel("c1", Interval(3.2e6, 17.1e6, 61e6)),),
        reasons=(
            a_reason("write_out", "device_owner", an_answer("DEV-01"), an_answer("DEV-02", **SILENT)),
            a_reason("detection", "host", an_answer("MON-01"), an_answer("MON-03", answer="partial"), share=0.2),
            a_reason("supervision", "supervision", share=0.15),
            a_reason("bring_in", "site_owner", an_answer("PHY-02", **SILENT), share=0.1, is_confirmed=False),
        ),
    )
    return path.model_copy(update=changes)


def an_intrusion() -> Path:
    return a_path(
        rank=2,
        parties=("P", "A"),
        engagements=("E1",),
        hops=(a_hop(1, "P", "A", 0.6),),
        eal_yen=Interval(1e5, 1e6, 4e6),
        rate_per_year=Interval(1e-3, 6e-3, 1e-2),
        channels=(
            a_channel(
                "c2",
                Interval(1e5, 1e6, 4e6),
                scenario="EXT",
                employer="",
                group="",
                undeclared_share=0.0,
                layers=(),
                rate_per_year=Interval(1e-3, 6e-3, 1e-2),
            ),
        ),
        reasons=(),
        unconfirmed_share=0.0,
    )


def an_assessment(**changes: object) -> Assessment:
    assessment = Assessment(
        provenance=Provenance(
            register_sha256="0" * 64,
            answers=(InputFile(file="A社.xlsx", sha256="1" * 64, kind="questionnaire", party_id="A"),),
            parameters_sha256="2" * 64,
            catalogue_version="test",
            as_of=AS_OF,
            seed=2014,
            riskgraph_version="0.1.0",
        ),
        totals=Totals(
            eal_yen=Interval(3.4e6, 18.6e6, 66e6),
            rate_per_year=Interval(1.1e-3, 6.9e-3, 1.3e-2),
            p_leak_1y=Interval(1.1e-3, 6.8e-3, 1.2e-2),
        ),
        appetite_yen=1_000_000.0,
        paths_total=5,
        paths=(a_path(), an_intrusion()),
        rest=Rest(paths=3, eal_yen=Interval(1e5, 5e5, 1e6)),
        parties=(
            PartyResult(
                party_id="A",
                tiers=(1,),
                weakness=Interval(40.0, 60.0, 80.0),
                effective_weakness=Interval(45.0, 66.0, 88.0),
                coverage=0.8,
                eal_yen_as=RoleLosses(host=18.1e6),
                chains=2,
                principals_served=1,
            ),
            PartyResult(party_id="K", tiers=(2,), coverage=0.0),
        ),
        assets=(AssetResult(asset_id="D1", eal_yen=Interval(3.4e6, 18.6e6, 66e6), jo_ceiling_yen=5e11),),
        problems=(
            Problem(code="no.such_code", severity=Severity.WARNING, file="台帳.xlsx", sheet="委託", cell="F12"),
            Problem(code="finding.unheard_of", severity=Severity.INFO),
        ),
    )
    return assessment.model_copy(update=changes)
