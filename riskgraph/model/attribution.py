"""Expected loss told apart by what causes it: layers, roles, parties, single answers. The parts add up.

The convention that bites: what is told apart is the *excess* over the same work done well. `good_yen` is what remains
with every control verified and every hop supervised; nobody's weakness bears it.
"""

from __future__ import annotations

from riskgraph.model.noun import Noun


class AttributionPart(Noun):
    """One part of the excess, yen a year at the point; fields that do not tell it apart are "".

    `is_confirmed` says of a single answer that it rests on something said, and not on silence.
    """

    eal_yen: float
    scenario: str = ""
    layer: str = ""
    role: str = ""
    party_id: str = ""
    control_id: str = ""
    is_confirmed: bool = True


class Attribution(Noun):
    """The point EAL of a register or a path as a sum: `good_yen` plus the parts of any one list.

    `layers` by scenario and layer, `roles` by role, `parties` by party (a person is never among them: what bears on
    one stands under the party that engaged it), `answers` by party and control (control "" for what no answer moves:
    contract facts of a hop, a missing engagement, the assumed tier). Each list is sorted, largest first, and sums with
    `good_yen` to `eal_yen` within 1e-9 of it. A part may be negative where a control is better than the good reading
    asks; that is told, not hidden.
    """

    eal_yen: float
    good_yen: float
    layers: tuple[AttributionPart, ...] = ()
    roles: tuple[AttributionPart, ...] = ()
    parties: tuple[AttributionPart, ...] = ()
    answers: tuple[AttributionPart, ...] = ()
