"""Real commission chains of the Japanese government as registers; everything but their shape is made up.

Shape (who stands under whom), identity of recipients and amounts are those of the administrative project reviews of
fiscal year 2024 (rssystem.go.jp, as published by the repository igomuni/marumie-rssystem,
`public/data/subcontracts-2024.json.gz`). Records, places of handling, contract facts and every answer are drawn by a
seeded generator and say nothing about any real organisation.

The convention that bites: the source knows flows from *block* to *block*, not from company to company. The first
recipient of a block stands for it: it is the consignor of the blocks below, and the others of its block are its
siblings, consignees of the same consignor. A block fed by several others is unfolded under each; on a line where a
block comes up again, the engagement back to it is kept and the line ends there. Blocks that no flow from the ministry
reaches become engagements whose parents lead nowhere.
"""

from __future__ import annotations

import gzip
import json
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from riskgraph.model.assessment import Assessment
from riskgraph.model.asset import Asset
from riskgraph.model.engagement import Engagement
from riskgraph.model.party import Party, PartyKind
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Settings, Submission
from tests.made_up import AS_OF, Overlay

PLACEHOLDER_NUMBER = "9999999999999"
NO_COMPANY = re.compile(r"^(その他|ほか|他|不明|個人|個人等|該当なし|[-ー－―‐]*)$|その他.*(社|者|件|名|団体)")


@dataclass(frozen=True)
class Recipient:
    """One recipient of a block: an identity that is equal for one company, and the yen that it was paid."""

    identity: str
    name: str
    corporate_number: str = ""
    amount_yen: float | None = None


@dataclass(frozen=True)
class PublicProject:
    """One project: recipients by block, at least one each, and flows between blocks, "" standing for the ministry."""

    project_id: str
    ministry: str
    blocks: Mapping[str, tuple[Recipient, ...]]
    flows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Placement:
    """One unfolded place of a block: the placement above (None: the ministry) and whether the line ends here."""

    number: int
    block: str
    above: int | None
    is_return: bool = False


def read_projects(path: Path) -> Iterator[PublicProject]:
    """Give the projects of the published file, plain or gzipped, in its own order."""
    data = path.read_bytes()
    loaded = json.loads(gzip.decompress(data) if path.suffix == ".gz" else data)
    for project in loaded.values():
        yield _published(project)


def read_extract(path: Path) -> Iterator[PublicProject]:
    """Give the projects of the committed extract, which has ids and topology and no names."""
    for project in json.loads(path.read_text(encoding="utf-8"))["projects"]:
        blocks = {
            block: tuple(Recipient(i, name=f"受託者 {i}") for i in identities) or _nobody(block)
            for block, identities in project["blocks"].items()
        }
        flows = tuple((source or "", target) for source, target in project["flows"])
        yield PublicProject(project["id"], f"府省 {project['id']}", blocks, flows)


def as_submission(project: PublicProject, *, seed: int = 2014) -> Submission:
    """Return the project as a register in memory; equal seeds give equal registers.

    Notes
    -----
    Linear in the unfolded recipients; unfolding stops where a block would stand below itself.
    """
    overlay = Overlay(project.project_id, seed=seed)
    owner = Party(party_id="MINISTRY", name=project.ministry, kind=PartyKind.PUBLIC)
    asset = Asset(asset_id="DATA", name="事業の対象者", owner=owner.party_id, **overlay.asset())
    engagements = tuple(_engagements(project, owner.party_id, overlay))
    recipients = {r.identity: r for block in project.blocks.values() for r in block}
    parties = [_party(recipient, project.blocks.values()) for recipient in recipients.values()]
    asked = [party.party_id for party in parties]
    return Submission(
        parties=(owner, *parties),
        engagements=engagements,
        assets=(asset.model_copy(update={"records": Interval.exact(overlay.records)}),),
        answers=overlay.answers((owner.party_id, *asked)),
        requests=overlay.requests(asked),
        settings=Settings(as_of=AS_OF),
    )


def placements(project: PublicProject) -> tuple[Placement, ...]:
    """Return where each block stands, once under every block that feeds it."""
    below: dict[str, list[str]] = defaultdict(list)
    for source, target in dict.fromkeys(project.flows):
        below[source].append(target)
    found: list[Placement] = []
    waiting: list[tuple[int | None, str, frozenset[str]]] = [(None, block, frozenset()) for block in below[""]]
    while waiting:
        above, block, on_line = waiting.pop()
        placed = Placement(len(found), block, above, is_return=block in on_line)
        found.append(placed)
        if not placed.is_return:
            waiting.extend((placed.number, target, on_line | {block}) for target in below[block])
    return tuple(found)


def unreached(project: PublicProject) -> tuple[str, ...]:
    """Return the blocks that no flow from the ministry leads to."""
    reached = {placement.block for placement in placements(project)}
    return tuple(block for block in project.blocks if block not in reached)


def _engagements(project: PublicProject, owner: str, overlay: Overlay) -> Iterator[Engagement]:
    """Give one engagement for each recipient at each place of its block."""
    placed = placements(project)
    leads = {block: recipients[0].identity for block, recipients in project.blocks.items()}
    for placement in placed:
        above = None if placement.above is None else placed[placement.above]
        consignor = owner if above is None else leads[above.block]
        parent = "" if above is None else _engagement_id(above, 0)
        for number, recipient in enumerate(project.blocks[placement.block]):
            yield Engagement(
                engagement_id=_engagement_id(placement, number),
                consignor=consignor,
                consignee=recipient.identity,
                parent_engagement=parent,
                amount_yen=recipient.amount_yen,
                **overlay.contract(is_direct=above is None),
            )
    yield from _lost(project, leads, overlay)


def _lost(project: PublicProject, leads: Mapping[str, str], overlay: Overlay) -> Iterator[Engagement]:
    """Give the engagements of blocks that the ministry does not lead to, under the first block that feeds them."""
    feeding = {target: source for source, target in reversed(project.flows) if source}
    for block in unreached(project):
        source = feeding.get(block, block)
        for number, recipient in enumerate(project.blocks[block]):
            yield Engagement(
                engagement_id=f"{block}-lost-{number}",
                consignor=leads[source],
                consignee=recipient.identity,
                parent_engagement=f"{source}-lost-0",
                **overlay.contract(is_direct=False),
            )


def _engagement_id(placement: Placement, number: int) -> str:
    return f"{placement.block}-{placement.number}-{number}"


def _nobody(block: str) -> tuple[Recipient, ...]:
    """Return the nameless recipient of a block that names nobody."""
    return (Recipient(f"{block}-nobody", "(記載なし)"),)


def _party(recipient: Recipient, blocks: Iterable[tuple[Recipient, ...]]) -> Party:
    """Return the party of a recipient with the other spellings of its name."""
    names = dict.fromkeys(r.name for block in blocks for r in block if r.identity == recipient.identity)
    return Party(
        party_id=recipient.identity,
        name=recipient.name,
        aliases=tuple(name for name in names if name != recipient.name),
        corporate_number=recipient.corporate_number,
    )


def _published(project: Mapping[str, Any]) -> PublicProject:
    """Return one project of the published file with companies told apart by number, else by name."""
    blocks: dict[str, tuple[Recipient, ...]] = {}
    for block in project["blocks"]:
        named = [_recipient(row, block["blockId"], n) for n, row in enumerate(block["recipients"])]
        once = {recipient.identity: recipient for recipient in reversed(named)}
        blocks[block["blockId"]] = tuple(reversed(once.values())) or _nobody(block["blockId"])
    flows = tuple((flow["sourceBlock"] or "", flow["targetBlock"]) for flow in project["flows"])
    return PublicProject(str(project["projectId"]), project["ministry"], blocks, flows)


def _recipient(row: Mapping[str, Any], block: str, number: int) -> Recipient:
    """Return one recipient; a row such as その他 is no company and is equal to no other."""
    name = unicodedata.normalize("NFKC", str(row["name"] or "")).strip()
    corporate_number = str(row["corporateNumber"] or "").strip()
    is_numbered = bool(re.fullmatch(r"\d{13}", corporate_number)) and corporate_number != PLACEHOLDER_NUMBER
    if is_numbered:
        identity = corporate_number
    elif NO_COMPANY.search(name):
        identity = f"{block}-row-{number}"
    else:
        identity = f"name:{name}"
    amount = row.get("amount")
    return Recipient(
        identity=identity,
        name=name or "(記載なし)",
        corporate_number=corporate_number if is_numbered else "",
        amount_yen=float(amount) if isinstance(amount, int | float) else None,
    )


def faults(assessment: Assessment) -> list[str]:
    """Return what is wrong with a result: a number that is not finite, ends out of order, parts that do not add up."""
    wrong = []
    totals, rest = assessment.totals, assessment.rest
    shown = [*(path.eal_yen for path in assessment.paths), rest.eal_yen]
    for end in ("lo", "pt", "hi"):
        parts = math.fsum(getattr(eal, end) for eal in shown)
        if not math.isclose(parts, getattr(totals.eal_yen, end), rel_tol=1e-9, abs_tol=1e-6):
            wrong.append(f"paths and rest give {parts} for {end}, the total is {getattr(totals.eal_yen, end)}")
    risks = (totals.eal_yen, totals.rate_per_year, totals.p_leak_1y)
    wrong += [f"{q} is no interval of a risk" for q in risks if not (math.isfinite(q.hi) and 0 <= q.lo <= q.pt <= q.hi)]
    for path in assessment.paths:
        channels = math.fsum(channel.eal_yen.pt for channel in path.channels)
        if not math.isclose(channels, path.eal_yen.pt, rel_tol=1e-9, abs_tol=1e-6):
            wrong.append(f"path {path.rank}: channels give {channels}, the path says {path.eal_yen.pt}")
    if len(assessment.paths) + rest.paths != assessment.paths_total:
        wrong.append("paths shown and rest are not all paths")
    return wrong
