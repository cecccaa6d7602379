"""A user's own parameter values: a YAML file of ``key: value`` lines laid over the shipped table.

The convention that bites: the file is read as a flat run of YAML events and never built into objects, so
that tags, anchors, merges and deep nesting can do nothing; every scalar is text until it is a number here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise, takewhile

import yaml

from riskgraph.catalogue.load import load_parameters
from riskgraph.errors import ParameterRefused
from riskgraph.model.parameters import Parameters

MAX_BYTES = 262_144
_SHOWN = 60
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBER_SIGNS = frozenset("0123456789+-.eE_")
Value = float | tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class _Line:
    """One entry: its key as it may be shown, its texts (several where a list was written), its line number."""

    key: str
    texts: tuple[str, ...]
    is_list: bool
    number: int


def parameters_from(data: bytes, name: str) -> Parameters:
    """Return the shipped parameters with the values of a user's file.

    Parameters
    ----------
    data
        The file's bytes: YAML, UTF-8 (UTF-16 with a mark and Windows-31J are read too).
    name
        The file's name, for messages.

    Raises
    ------
    ParameterRefused
        For the first thing that does not fit; `fields` hold ``file``, ``line`` and, where they apply, ``key``,
        ``value``, ``minimum`` and ``maximum``. Nothing is clipped and nothing is taken over in part.
    """
    file = shown(name)
    shipped = load_parameters()
    values: dict[str, Value] = {}
    for line in _lines(_decoded(data, file), file):
        if line.key in values:
            raise _refused("parameter.duplicate_key", file, line.number, key=line.key)
        values[line.key] = _checked(line, shipped, file)
    changed = shipped.changed(values)
    check_together(changed, file)
    return changed


def shown(text: str) -> str:
    """Return text of a user's file as it may stand in a message: one line, no control signs, not long."""
    clean = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return clean if len(clean) <= _SHOWN else clean[: _SHOWN - 1] + "…"


def _decoded(data: bytes, file: str) -> str:
    if len(data) > MAX_BYTES:
        raise ParameterRefused("parameter.too_large", {"file": file, "limit": MAX_BYTES})
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp932")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ParameterRefused("parameter.not_text", {"file": file})


def _events(text: str, file: str) -> Iterator[yaml.Event]:
    """Give the events of a file one by one; what comes after the first that does not fit is never scanned."""
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _refused("parameter.not_yaml", file, mark.line + 1 if mark else 1) from error


def _lines(text: str, file: str) -> Iterator[_Line]:
    """Give the entries of a file that holds one flat mapping."""
    no_mapping = ParameterRefused("parameter.not_a_mapping", {"file": file})
    events = _events(text, file)
    next(events)  # the stream begins
    begin = next(events) if isinstance(next(events), yaml.DocumentStartEvent) else None
    if not isinstance(begin, yaml.MappingStartEvent):
        raise no_mapping
    if begin.tag is not None:
        raise _refused("parameter.not_plain", file, _line_of(begin))
    count = 0
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            break
        yield _entry(event, events, file)
        count += 1
    next(events)  # the document ends
    if count == 0 or not isinstance(next(events), yaml.StreamEndEvent):
        raise no_mapping


def _entry(begin: yaml.Event, events: Iterator[yaml.Event], file: str) -> _Line:
    """Return the entry whose key is `begin`."""
    # No key of the table is changed by `shown`; any other is refused, under a name that may be printed.
    key = shown(_plain(begin, file))
    number = _line_of(begin)
    first = next(events)
    if not isinstance(first, yaml.SequenceStartEvent) or first.tag is not None:
        return _Line(key, (_plain(first, file),), is_list=False, number=number)
    texts = tuple(_plain(event, file) for event in takewhile(_goes_on, events))
    return _Line(key, texts, is_list=True, number=number)


def _goes_on(event: yaml.Event) -> bool:
    return not isinstance(event, yaml.SequenceEndEvent)


def _plain(event: yaml.Event, file: str) -> str:
    """Return the text of a scalar without a tag; anything else has no place in this file."""
    if not isinstance(event, yaml.ScalarEvent) or event.tag is not None:
        raise _refused("parameter.not_plain", file, _line_of(event))
    return str(event.value)


def _checked(line: _Line, shipped: Parameters, file: str) -> Value:
    """Return the value of an entry once the table accepts it."""
    numbers = tuple(number_in(text) for text in line.texts)
    try:
        shipped.check(line.key, numbers if line.is_list else numbers[0])
    except ParameterRefused as refused:
        fields = refused.fields | {"value": shown(", ".join(line.texts))}
        raise _refused(refused.code, file, line.number, **fields) from refused
    return (numbers[0], numbers[1], numbers[2]) if line.is_list else numbers[0]


def _line_of(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def number_in(text: str) -> float:
    """Return a number as people write it (full-width digits, 1e-4, 1_000), or NaN, which no range accepts."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if len(plain) > _SHOWN or not set(plain) <= _NUMBER_SIGNS:
        return float("nan")
    try:
        return float(plain)
    except ValueError:
        return float("nan")


def check_together(changed: Parameters, file: str = "") -> None:
    """Refuse values that fit one by one but not together.

    Raises
    ------
    ParameterRefused
        Where the shares of evidence do not add up to 1, or the bounds of the grades do not rise.
    """
    total = sum(changed.number(f"population.evidence.{kind}") for kind in ("claim", "document", "verified"))
    if abs(total - 1.0) > 1e-9:
        raise ParameterRefused("parameter.shares_not_one", {"file": file, "total": round(total, 6)})
    bounds = [changed.number(f"grade.bound.{grade}") for grade in "ABCD"]
    if any(lower >= upper for lower, upper in pairwise(bounds)):
        raise ParameterRefused("parameter.grades_out_of_order", {"file": file})


def _refused(code: str, file: str, line: int, **fields: str | float) -> ParameterRefused:
    known: Mapping[str, str | int | float] = {"file": file, "line": line, **fields}
    return ParameterRefused(code, known)
