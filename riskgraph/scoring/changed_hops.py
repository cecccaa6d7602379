"""Facts of hops that are tried out on a scored register: what they can move, and the supervision with them.

The convention that bites: only these facts leave every row where it is; who works for whom, on what and since when
decides which rows there are, so that any other change of an engagement needs the register laid anew.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import TypeVar, cast

from riskgraph.model.chain import Chain
from riskgraph.model.engagement import Engagement
from riskgraph.scoring.ground import Ground
from riskgraph.scoring.supervision import Supervision, supervise

HOP_FACTS = frozenset({"consent", "consent_no", "flow_down", "audited_on", "audit_method", "incident_reports_reviewed"})
PROOF = "deletion_proof"
# Facts about the granting of a consent and about deadlines: findings rest on them, no loss does.
UNFELT = frozenset({"consent_on", "consent_by", "consent_scope", "incident_notice_hours", "next_review_on"})
TRIED_IN_PLACE = HOP_FACTS | UNFELT | {PROOF}
K = TypeVar("K")
V = TypeVar("V")


def are_felt_in_hops_only(engagements: Mapping[str, Engagement], chain: Chain) -> bool:
    """Say whether engagements differ from those of the chain in facts of their hops and in the proof only."""
    for engagement_id, new in engagements.items():
        old = chain.engagements.get(engagement_id)
        if old is None:
            return False
        if any(
            getattr(new, name) != getattr(old, name) for name in type(new).model_fields if name not in TRIED_IN_PLACE
        ):
            return False
    # Which line is chosen for an open engagement hangs on how the others are supervised, and on its consent.
    return not (engagements and chain.open)


def with_engagements(chain: Chain, engagements: Mapping[str, Engagement]) -> Chain:
    """Return the chain with other facts of some engagements; nothing is copied."""
    return replace(chain, engagements=over(engagements, chain.engagements)) if engagements else chain


def below(engagement_ids: Iterable[str], chain: Chain) -> set[str]:
    """Return these engagements and all that stand below them."""
    found: set[str] = set()
    waiting = list(engagement_ids)
    while waiting:
        engagement_id = waiting.pop()
        if engagement_id not in found:
            found.add(engagement_id)
            waiting.extend(chain.children(engagement_id))
    return found


def supervised(engagement_ids: Iterable[str], ground: Ground) -> Supervision:
    """Return the supervision of these engagements and of all above them."""
    lines = {step for e in engagement_ids for step in ground.chain.line(e)}
    chain = replace(ground.chain, engagements={e: ground.chain.engagements[e] for e in lines})
    return supervise(chain, ground.profiles, ground.parameters, as_of=ground.as_of, means=ground.means)


def laid_over(new: Supervision, old: Supervision) -> Supervision:
    """Return `old` with the hops of `new` laid over it."""
    both = {f.name: over(getattr(new, f.name), getattr(old, f.name)) for f in fields(Supervision)}
    return Supervision(**both)


def over(new: Mapping[K, V], old: Mapping[K, V]) -> Mapping[K, V]:
    """Return `old` with `new` laid over it; nothing is copied."""
    return ChainMap(cast(dict[K, V], new), cast(dict[K, V], old))
