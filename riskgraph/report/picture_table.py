"""The same as the picture, as a table: who stands where on the chosen path, in which role, how supervised."""

from __future__ import annotations

from collections.abc import Iterable

from riskgraph.model.assessment import Assessment, Path
from riskgraph.model.submission import Submission
from riskgraph.report.names import party_name
from riskgraph.report.picture_nouns import Node, Tie
from riskgraph.report.picture_scene import compose
from riskgraph.report.table_rows import Columns
from riskgraph.text import t


def step_columns(assessment: Assessment, submission: Submission, path: Path, locale: str) -> Columns:
    """Return one row a box of the path, of the roles beside it and of the assumed tier."""
    scene = compose(assessment, submission, path)
    ties = {tie.end: tie for tie in scene.ties if tie.kind in ("path", "latent")}
    found: dict[str, list[str | int | float]] = {
        name: [] for name in ("tier", "party", "roles", "relation", "doubt", "supervision", "share")
    }
    for node in scene.of("path", "latent", "aside"):
        tie = ties.get(node.node_id)
        name = "picture.latent" if node.kind == "latent" else ""
        found["tier"].append(_tier(node.kind, node.band, locale))
        found["party"].append(t(locale, name) if name else party_name(node.party_id, submission, locale))
        found["roles"].append(", ".join(t(locale, f"picture.role.{role}") for role in node.roles))
        found["relation"].append(_relation(node, scene.ties, tie, locale))
        found["doubt"].append(", ".join(t(locale, f"picture.mark.{mark}") for mark in tie.marks) if tie else "")
        known = tie is not None and tie.supervision is not None
        found["supervision"].append(f"{100 * (tie.supervision or 0):.0f}%" if tie and known else "")
        found["share"].append(round(100 * node.share, 1))
    return found


def _relation(node: Node, ties: Iterable[Tie], above: Tie | None, locale: str) -> str:
    """Return the relation to whoever stands above, or the connection that leads from a box to the data."""
    if above and above.relation:
        return t(locale, f"picture.relation.{above.relation.value}")
    taken = next((tie for tie in ties if tie.kind == "entry" and tie.start == node.node_id), None)
    return t(locale, f"lateral.kind.{taken.connection}") if taken else ""


def _tier(kind: str, band: int, locale: str) -> str:
    """Return where a box stands in words."""
    if kind == "aside":
        return t(locale, "picture.tier.aside")
    if kind == "latent":
        return t(locale, "picture.tier.latent")
    return t(locale, "picture.tier", tier=band) if band else t(locale, "picture.tier.owner")
