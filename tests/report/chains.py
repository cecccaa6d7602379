"""A register with many neighbours, and one chain of the well-known shape, made by hand for the drawing."""

from __future__ import annotations

from riskgraph.model.access import UNKNOWN_PARTY
from riskgraph.model.assessment import Assessment, Certainty, EntryStep, Path, Reason
from riskgraph.model.asset import Asset, ConnectionKind
from riskgraph.model.engagement import Consent, Declared, Engagement, Relation
from riskgraph.model.party import Party
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from tests.report.builders import a_channel, a_hop, a_path, an_assessment, an_intrusion

LONG = "株式会社とても長い名前のシステム運用保守サービス関東第二事業本部"
NAMES = {
    "P": "株式会社まなびの森", "A": "アオバ情報システム株式会社", "B": "株式会社ビーテックソリューションズ",
    "C": "シーワークス合同会社", "D": "株式会社ディースタッフ", "L": LONG,
    "Q": "Quiet English Subcontracting Company Limited",
}  # fmt: skip


def a_register(neighbours: int = 24) -> Submission:
    """Return the chain P > A > B > C > D with `neighbours` other engagements on the same data."""
    parties = [Party(party_id=i, name=name) for i, name in NAMES.items()]
    chain = [
        Engagement(engagement_id="E1", consignor="P", consignee="A"),
        Engagement(engagement_id="E2", consignor="A", consignee="B", parent_engagement="E1", consent=Consent.NONE),
        Engagement(engagement_id="E3", consignor="B", consignee="C", parent_engagement="E2"),
        Engagement(
            engagement_id="E4", consignor="C", consignee="D", parent_engagement="E3", relation=Relation.DISPATCH
        ),
    ]
    for i in range(neighbours):
        party_id = ("L", "Q")[i] if i < 2 else f"N{i:02}"
        if i >= 2:
            parties.append(Party(party_id=party_id, name=f"株式会社となり商事{i:02}"))
        parent = ("", "E1", "E2", "E3", f"X{max(i - 3, 0):02}")[i % 5]
        consignor = {"": "P", "E1": "A", "E2": "B", "E3": "C"}.get(parent, f"N{max(i - 3, 0):02}")
        declared = Declared.SUSPECTED if i % 7 == 3 else Declared.DECLARED
        chain.append(
            Engagement(
                engagement_id=f"X{i:02}",
                consignor=consignor,
                consignee=party_id,
                parent_engagement=parent,
                declared=declared,
                probability=Interval(0, 0.5, 1) if declared is Declared.SUSPECTED else None,
                consent=Consent.EXPLICIT,
                relation=Relation.SYSTEM_USE if i % 6 == 1 else Relation.CONSIGN,
            )
        )
    return Submission(
        parties=tuple(parties),
        engagements=tuple(chain),
        assets=(Asset(asset_id="D1", name="会員基盤", owner="P", records=Interval.exact(28_950_000.0)),),
    )


def the_chain(**changes: object) -> Path:
    """Return the path P > A > B > C > D whose data lie with A and whose people are of D."""
    hops = (
        a_hop(1, "P", "A", 0.61),
        a_hop(2, "A", "B", 0.2, has_missing_consent=True),
        a_hop(3, "B", "C", 0.4, certainty=Certainty.BY_PARTY),
        a_hop(4, "C", "D", 0.45, relation=Relation.DISPATCH),
    )
    channel = a_channel(
        "c1", Interval(3.2e6, 17.1e6, 61e6), employer="D", device_owner="A", site_owner="A", directed_by="B",
        privilege="bulk",
    )  # fmt: skip
    reasons = (
        Reason(party_id="A", layer="write_out", role="device_owner", scenario="INS", share=0.36, is_confirmed=True),
        Reason(party_id="A", layer="detection", role="host", scenario="INS", share=0.2, is_confirmed=True),
        Reason(party_id="D", layer="people", role="employer", scenario="INS", share=0.09, is_confirmed=False),
    )
    return a_path(
        parties=("P", "A", "B", "C", "D"), engagements=("E1", "E2", "E3", "E4"), hops=hops, channels=(channel,),
        reasons=reasons,
    ).model_copy(update=changes)  # fmt: skip


def elsewhere_hosted() -> Path:
    """Return the chain with its data at a cloud that is not on it, and the place of work unknown."""
    channel = a_channel(
        "c1", Interval(3.2e6, 17.1e6, 61e6), host="L", employer="D", device_owner="D", site_owner=UNKNOWN_PARTY,
        directed_by="Q", privilege="read",
    )  # fmt: skip
    return the_chain(channels=(channel,))


def a_step(connection_id: str, start: str, end: str, kind: str = "maintenance") -> EntryStep:
    """Return one connection on an intruder's way."""
    return EntryStep(connection_id=connection_id, start=start, end=end, kind=ConnectionKind(kind))


def entered(*entry: EntryStep, tiers: int = 2) -> Path:
    """Return the first tiers of the chain, their last party reached by an intruder over connections."""
    hops = the_chain().hops[:tiers]
    parties = ("P", "A", "B", "C", "D")[: tiers + 1]
    channel = an_intrusion().channels[0].model_copy(update={"host": parties[-1]})
    reason = Reason(
        party_id=entry[0].start, layer="detection", role="host", scenario="EXT", share=1.0, is_confirmed=True
    )
    return a_path(
        parties=parties, engagements=("E1", "E2", "E3", "E4")[:tiers], hops=hops, channels=(channel,), reasons=(reason,)
    ).model_copy(update={"entry": entry})  # fmt: skip


def assessed(path: Path) -> Assessment:
    """Return an assessment that lists just this path."""
    return an_assessment(paths=(path,))
