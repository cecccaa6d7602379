"""Which of several maps a form is read by."""

from __future__ import annotations

from collections.abc import Iterable

from riskgraph.model.foreign import ForeignForm
from riskgraph.model.form_map import FormMap

_SHARE = 0.5


def fitting_map(form: ForeignForm, maps: Iterable[FormMap]) -> FormMap | None:
    """Return the newest map of exactly this form, else the one that knows most of its questions, at least half.

    An earlier edition of a form shares most questions with a later one; forms of different making share next to none.
    """
    known = list(maps)
    exact = [m for m in known if m.fingerprint and m.fingerprint == form.fingerprint]
    if exact:
        return max(exact, key=lambda m: m.number)
    keys = {item.key for block in form.blocks for item in block.items}
    shares = [(len(keys & {entry.key for entry in m.entries}) / max(len(keys), 1), m.number, m) for m in known]
    best = max(shares, key=lambda one: one[:2], default=None)
    return best[2] if best is not None and best[0] >= _SHARE else None
