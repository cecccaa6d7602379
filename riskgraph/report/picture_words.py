"""What the boxes and lines of the drawing say, in one language and one palette."""

from __future__ import annotations

from collections.abc import Mapping

from riskgraph.model.assessment import Path
from riskgraph.model.submission import Submission
from riskgraph.report.names import party_name
from riskgraph.report.numbers import percent
from riskgraph.report.picture_nouns import Node, Tie
from riskgraph.text import t

GLYPH = {"host": "■", "employer": "●", "device": "▼", "site": "▲", "director": "◆", "entry": "▶", "relay": "▷"}
_LEGAL_FORMS = (("株式会社", "(株)"), ("有限会社", "(有)"), ("合同会社", "(同)"))
PALETTES: Mapping[str, Mapping[str, str]] = {
    "light": {
        "paper": "#fbfaf7", "ink": "#22262b", "quiet": "#62666d", "line": "#b9b8b2", "faint": "#e9e7e1",
        "path": "#c3341c", "wash": "#fdf1ee", "structure": "#2b4a7f",
    },
    "dark": {
        "paper": "#16181b", "ink": "#ebe8e1", "quiet": "#a6a9ae", "line": "#5a5e64", "faint": "#2c2f34",
        "path": "#f2694d", "wash": "#33201c", "structure": "#93b4ea",
    },
}  # fmt: skip


class Words:
    """What every box and line says, in one language and palette."""

    def __init__(self, submission: Submission, path: Path, locale: str, ink: Mapping[str, str]) -> None:
        self.submission, self.path, self.locale, self.ink = submission, path, locale, ink

    def name(self, node: Node) -> str:
        """Return the party's name, harmless to the label language of the chart."""
        if node.kind == "latent":
            return t(self.locale, "picture.latent")
        if node.kind == "more":
            return t(self.locale, "picture.more", count=node.count)
        return harmless(party_name(node.party_id, self.submission, self.locale))

    def roles(self, node: Node) -> str:
        """Return the roles as shape and word, joined by one space, so that all five fit a card."""
        return " ".join(f"{GLYPH[role]}{t(self.locale, f'picture.role.{role}')}" for role in node.roles)

    def tier(self, node: Node) -> str:
        """Return what stands in the gutter: the tier, and below it the share of the reasons."""
        if node.kind == "latent":
            return t(self.locale, "picture.tier.latent")
        if node.band == 0:
            return t(self.locale, "picture.tier.owner")
        return t(self.locale, "picture.tier", tier=node.band)

    def share(self, node: Node) -> str:
        """Return the share of the reasons that lies with a party, or nothing."""
        return t(self.locale, "picture.share", share=percent(node.share, self.locale)) if node.share >= 0.005 else ""

    def marks(self, tie: Tie) -> list[str]:
        """Return the relation and every reason why the line is dashed."""
        relation = [t(self.locale, f"picture.relation.{tie.relation.value}")] if tie.relation else []
        return [*relation, *(t(self.locale, f"picture.mark.{mark}") for mark in tie.marks)]

    def tooltip(self, node: Node) -> str:
        """Return the full name with roles and tier, for hovering."""
        return "\n".join(
            line for line in (self.name(node), self.tier(node), self.roles(node), self.share(node)) if line
        )


def harmless(text: str) -> str:
    """Return text that the chart's label language reads as text: its braces and bars become wide ones."""
    return text.translate({ord("{"): "｛", ord("}"): "｝", ord("|"): "｜"})


def short(name: str) -> str:
    """Return a name whose legal form is written as Japanese registers abbreviate it, for a small box."""
    for form, brief in _LEGAL_FORMS:
        name = name.replace(form, brief)
    return name
