"""The changes that a visitor tries out: a list that grows, shrinks and can be taken back step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from riskgraph.model.change import AnswerSet, Change, FieldSet
from riskgraph.ui import keeping, session

MOST_STEPS = 50


@dataclass(frozen=True)
class Trying:
    """What is tried out on a register; `past` are the lists before, the oldest first."""

    register_id: str = ""
    changes: tuple[Change, ...] = ()
    past: tuple[tuple[Change, ...], ...] = ()


def trying() -> Trying:
    """Return what is tried out on the register that is looked at."""
    found, register_id = session.recall(Trying), keeping.register_id()
    return found if found.register_id == register_id else Trying(register_id=register_id)


def take(changes: Sequence[Change]) -> None:
    """Try these changes in place of the last ones."""
    now = trying()
    if tuple(changes) != now.changes:
        past = (*now.past, now.changes)[-MOST_STEPS:]
        session.remember(replace(now, changes=tuple(changes), past=past))


def add(changes: Sequence[Change]) -> None:
    """Try these changes too; one of the same answer or cell takes the place of the earlier one."""
    about = {what(change) for change in changes}
    take((*(change for change in trying().changes if what(change) not in about), *changes))


def remove(number: int) -> None:
    """Leave one change out."""
    now = trying().changes
    take(now[:number] + now[number + 1 :])


def back() -> None:
    """Take the last step back."""
    now = trying()
    if now.past:
        session.remember(replace(now, changes=now.past[-1], past=now.past[:-1]))


def what(change: Change) -> str:
    """Return what a change is about: two changes of the same thing cannot both hold."""
    if isinstance(change, AnswerSet):
        return f"answer|{change.party_id}|{change.control_id}|{change.scope_kind.value}|{change.scope_id}"
    if isinstance(change, FieldSet):
        return f"field|{change.sheet}|{change.row_id}|{change.column}"
    return change.model_dump_json()
