"""Which part of a workbook package is which sheet, by what the package itself says."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

BOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"


class SheetPart(NamedTuple):
    """A sheet's title, the name of the part that holds it, and whether it is a sheet of cells."""

    title: str
    part: str
    is_worksheet: bool = True


def sheets_of(parts: Mapping[str, bytes]) -> tuple[SheetPart, ...]:
    """Return the sheets in the order of the book; none where the package does not say."""
    try:
        book, relations = fromstring(parts[BOOK]), fromstring(parts[RELATIONS])
    except (KeyError, ParseError, DefusedXmlException, ValueError):
        return ()
    targets = {relation.get("Id"): relation for relation in relations}
    found = []
    for element in book.iter():
        relation = targets.get(_relation_id(element)) if element.tag.rpartition("}")[2] == "sheet" else None
        if relation is not None:
            kind = relation.get("Type", "").rpartition("/")[2]
            found.append(SheetPart(element.get("name", ""), _path(relation.get("Target", "")), kind == "worksheet"))
    return tuple(found)


def targets_of(relations: bytes) -> dict[str, str]:
    """Return the name of the part that each relation of a book points to."""
    try:
        found = fromstring(relations)
    except (ParseError, DefusedXmlException, ValueError):
        return {}
    return {relation.get("Id", ""): _path(relation.get("Target", "")) for relation in found}


def _relation_id(element: Element) -> str | None:
    """Return the relation that a sheet names; its attribute's namespace differs between the two kinds of .xlsx."""
    return next((value for key, value in element.items() if key.endswith("/relationships}id")), None)


def _path(target: str) -> str:
    """Return the name of a part that a relation of the book points to."""
    plain = target.replace("\\", "/")
    return plain.lstrip("/") if plain.startswith("/") else posixpath.normpath(posixpath.join("xl", plain))


def has_1904_dates(parts: Mapping[str, bytes]) -> bool:
    """Say whether the book counts its days from 1904, as old programs on the Macintosh did."""
    return re.search(rb"""\sdate1904\s*=\s*["'](?:1|true)["']""", parts.get(BOOK, b"")) is not None
