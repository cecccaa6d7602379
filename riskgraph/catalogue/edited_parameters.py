"""A user's edits of parameters: typed texts made into a changed copy, and that copy written as a parameter file.

The convention that bites: nothing is clipped and nothing is taken over in part. Either every edit fits and there is
a copy, or every one that does not fit is told by its key and there is none.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from riskgraph.catalogue.load import load_parameters
from riskgraph.catalogue.user_parameters import Value, check_together, number_in, shown
from riskgraph.errors import ParameterRefused
from riskgraph.model.parameters import Parameter, Parameters

Typed = str | float | Sequence[str | float]
TOGETHER = ""  # the key under which values are refused that fit one by one but not with each other


@dataclass(frozen=True)
class Edited:
    """What became of edits: the changed copy (None where anything was refused), and each refusal by its key."""

    parameters: Parameters | None
    refused: Mapping[str, ParameterRefused] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ParameterChange:
    """One parameter whose value differs between two sets; both hold the texts of `value_text`."""

    key: str
    before: str
    after: str


def edited(edits: Mapping[str, Typed], base: Parameters) -> Edited:
    """Return a copy of `base` with edits laid over it, or everything that is wrong with them.

    Parameters
    ----------
    edits
        By key what was typed: one number, or three (lowest, point, highest). Texts are read as in a parameter file
        (full-width digits, ``1e-4``); a value that equals the present one is no edit but is checked all the same.
    base
        The set that the edits start from.
    """
    values: dict[str, Value] = {}
    refused: dict[str, ParameterRefused] = {}
    for key, typed in edits.items():
        try:
            values[key] = _value(key, typed, base)
        except ParameterRefused as error:
            refused[key] = error
    if refused:
        return Edited(None, refused)
    changed = base.changed({k: v for k, v in values.items() if v != base.by_key[k].value})
    changed = _with_known_population(changed)
    try:
        check_together(changed)
    except ParameterRefused as error:
        return Edited(None, {TOGETHER: error})
    return Edited(changed)


def typed_in(text: str) -> Typed:
    """Return what stands in one cell as it was meant: one number, or three where commas part them.

    Brackets around three numbers are let pass, as `value_text` writes them; full-width signs are read like plain ones.
    """
    plain = unicodedata.normalize("NFKC", text).replace("、", ",").strip()
    inner = plain[1:-1] if plain.startswith("[") and plain.endswith("]") else plain
    parts = [part.strip() for part in inner.split(",")]
    return parts if len(parts) > 1 else plain


def _value(key: str, typed: Typed, base: Parameters) -> Value:
    """Return what was typed for a key as its value; ParameterRefused with what was typed."""
    texts = (typed,) if isinstance(typed, str | float | int) else tuple(typed)
    numbers = tuple(number_in(text) if isinstance(text, str) else float(text) for text in texts)
    is_one = key in base.by_key and not isinstance(base.by_key[key].value, tuple) and len(numbers) == 1
    try:
        base.check(key, numbers[0] if is_one else numbers)
    except ParameterRefused as error:
        said = shown(", ".join(str(text) for text in texts))
        raise ParameterRefused(error.code, {**error.fields, "key": shown(key), "value": said}) from error
    return numbers[0] if is_one else (numbers[0], numbers[1], numbers[2])


def _with_known_population(changed: Parameters) -> Parameters:
    """Return the set with the stored population factors where it rests on the shipped values again."""
    shipped = load_parameters()
    differing = {c.key: changed.by_key[c.key].value for c in differences(shipped, changed)}
    return shipped.changed(differing) if changed.version == shipped.version else changed


def content_of(parameters: Parameters) -> bytes:
    """Return a set as a parameter file: its values that differ from the shipped ones, one a line, UTF-8.

    Raises
    ------
    ParameterRefused
        ``parameter.nothing_changed`` where the set is the shipped one: such a file would say nothing.
    """
    shipped = load_parameters()
    lines = [f"{p.key}: {value_text(p)}" for p in parameters.table if p.value != shipped.by_key[p.key].value]
    if not lines:
        raise ParameterRefused("parameter.nothing_changed")
    head = f"# riskgraph {parameters.version}: values that differ from the shipped ones"
    return ("\n".join([head, *lines]) + "\n").encode()


def differences(before: Parameters, after: Parameters) -> tuple[ParameterChange, ...]:
    """Return the parameters whose values differ, in the order of the table."""
    return tuple(
        ParameterChange(p.key, value_text(before.by_key[p.key]), value_text(p))
        for p in after.table
        if p.key in before.by_key and before.by_key[p.key].value != p.value
    )


def value_text(parameter: Parameter) -> str:
    """Return a value as a parameter file writes it: ``0.02``, or ``[1.0, 5.0, 20.0]``; exact, read back as it was."""
    if isinstance(parameter.value, tuple):
        return f"[{', '.join(_number_text(end) for end in parameter.value)}]"
    return _number_text(parameter.value)


def _number_text(value: float) -> str:
    """Return the shortest text that is read back as this number: 100 rather than 100.0."""
    text = repr(float(value))
    return text.removesuffix(".0")
