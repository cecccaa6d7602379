"""Maps go out to files and come back the same; what is broken is refused with the place where it is."""

from __future__ import annotations

import io
import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from riskgraph.catalogue import load_catalogue
from riskgraph.intake.foreign.map_file import read_map
from riskgraph.intake.foreign.map_table import map_table
from riskgraph.model.answer import AnswerCode
from riskgraph.model.form_map import FormMap, MapEntry, MappedBy
from riskgraph.report.document import to_json
from riskgraph.report.map_document import map_document
from riskgraph.report.schema import schema

CATALOGUE = load_catalogue()
ENTRIES = (
    MapEntry(key="1|usb", text="USBを使わせていますか", number="1-1", control_ids=("DEV-01",), polarity=-1,
             rule=MappedBy.ALIKE_TEXT, confidence=0.83, reason="DEV-01 …", is_confirmed=True),
    MapEntry(key="2|=x\n", text="=SUM(A1)", control_ids=("SYS-05", "DEV-05"), rule=MappedBy.REFERENCE, confidence=0.3),
    MapEntry(key="3", text="会社名", is_confirmed=True, rule=MappedBy.PERSON, confidence=1.0),
)  # fmt: skip
MAP = FormMap(
    map_id="m1", number=3, title="甲社の様式", fingerprint="f" * 64, answer_column="今回",
    legend={"A": AnswerCode.YES, "＝B": AnswerCode.NO}, entries=ENTRIES, confirmed_by="調達部",
)  # fmt: skip


def as_json(form_map: FormMap) -> bytes:
    return to_json(map_document(form_map)).encode()


def codes(data: bytes, name: str = "map.json") -> dict[str, str]:
    found, problems = read_map(name, data, CATALOGUE)
    assert (found is None) == bool(problems)
    return {problem.code: problem.cell or str(problem.fields.get("key", "")) for problem in problems}


def changed(form_map: FormMap, cells: dict[str, Any], *, sheet: int = 0) -> bytes:
    """Return the table of a map with other values in some cells."""
    book = load_workbook(io.BytesIO(map_table(form_map, CATALOGUE, locale="ja")))
    for address, value in cells.items():
        book.worksheets[sheet][address] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_map_comes_back_from_json_as_it_was_and_follows_its_schema() -> None:
    jsonschema.validate(map_document(MAP), schema("map"))
    assert read_map("map.json", as_json(MAP), CATALOGUE) == (MAP, ())


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_a_map_comes_back_from_its_table_as_it_was(locale: str) -> None:
    assert read_map("map.xlsx", map_table(MAP, CATALOGUE, locale=locale), CATALOGUE) == (MAP, ())


def test_nothing_of_a_form_becomes_a_formula_in_the_table() -> None:
    book = load_workbook(io.BytesIO(map_table(MAP, CATALOGUE, locale="en")))
    assert not [cell.coordinate for sheet in book for row in sheet for cell in row if cell.data_type == "f"]


def test_what_a_person_changes_in_the_table_is_taken_as_theirs() -> None:
    found, problems = read_map("m.xlsx", changed(MAP, {"C5": "sys-05", "F5": "◯", "C6": None}), CATALOGUE)
    assert problems == ()
    assert found is not None
    second = found.entries[1]
    assert (second.control_ids, second.is_confirmed, second.rule) == (("SYS-05",), True, MappedBy.PERSON)
    assert found.entries[0] == ENTRIES[0]


def test_rows_may_be_sorted_left_out_and_sheets_renamed() -> None:
    book = load_workbook(io.BytesIO(map_table(MAP, CATALOGUE, locale="ja")))
    sheet = book.worksheets[0]
    sheet.title = "別の名前"
    sheet.delete_rows(5)
    sheet.insert_rows(1, 2)
    out = io.BytesIO()
    book.save(out)
    found, problems = read_map("m.xlsx", out.getvalue(), CATALOGUE)
    assert problems == ()
    assert found is not None
    assert found.entries == (ENTRIES[0], ENTRIES[2])


@pytest.mark.parametrize(
    ("cells", "sheet", "code", "cell"),
    [
        ({"C4": "XXX-99"}, 0, "map.unknown_control", "C4"),
        ({"E4": "どちらでも"}, 0, "map.direction_unreadable", "E4"),
        ({"F6": "x"}, 0, "map.confirmed_unreadable", "F6"),
        ({"J5": None}, 0, "map.row_without_key", "J5"),
        ({"J5": '{"key": "3"}'}, 0, "map.key_twice", "C6"),
        ({"B2": "maybe"}, 1, "map.code_unreadable", "B2"),
        ({"B3": "third"}, 2, "map.broken_key", "B3"),
        ({"A1": "else"}, 2, "map.no_map", ""),
        ({"C3": "else"}, 0, "map.no_map", ""),
    ],
)
def test_a_broken_table_is_refused_with_its_cell(cells: dict[str, Any], sheet: int, code: str, cell: str) -> None:
    assert codes(changed(MAP, cells, sheet=sheet), "m.xlsx").get(code) == cell


def mended(**fields: Any) -> bytes:
    return json.dumps({**map_document(MAP), **fields}).encode()


@pytest.mark.parametrize(
    ("data", "code", "key"),
    [
        (b"", "map.no_map", ""),
        (b"{}", "map.no_map", ""),
        (b"[" * 100_000, "map.no_map", ""),
        (b"\xff\xfe", "map.no_map", ""),
        (mended(schema="riskgraph.map/9"), "map.no_map", ""),
        (mended(number="many"), "map.broken_key", "number"),
        (mended(map_id="../m"), "map.broken_key", "map_id"),
        (mended(map_id=""), "map.broken_key", "map_id"),
        (mended(surprise=1), "map.broken_key", "surprise"),
        (mended(entries=[]), "map.empty", ""),
        (mended(entries=[{"key": "1", "text": "x", "polarity": 3}]), "map.broken_key", "entries.0.polarity"),
        (mended(entries=[{"key": "1", "text": "x", "polarity": 0}]), "map.no_side", "entries.0"),
        (mended(entries=[{"key": "1", "text": "x", "control_ids": ["NO-1"]}]), "map.unknown_control", "entries.0"),
        (mended(entries=[{"key": "1", "text": "x"}, {"key": "1", "text": "y"}]), "map.key_twice", ""),
        (mended(legend={"A": "perhaps"}), "map.broken_key", "legend.A"),
        (b"PK\x03\x04broken", "gate.unreadable", ""),
    ],
)
def test_a_broken_document_is_refused_with_its_key(data: bytes, code: str, key: str) -> None:
    found = codes(data)
    if code.startswith("gate."):
        assert [one.split(".")[0] for one in found] == ["gate"]
    else:
        assert found.get(code) == key


def test_text_that_is_no_utf_8_or_begins_with_a_mark_is_handled() -> None:
    assert read_map("m.json", b"\xef\xbb\xbf" + as_json(MAP), CATALOGUE)[0] == MAP


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
SOME_ENTRIES = st.lists(
    st.builds(
        MapEntry,
        key=st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40),
        text=TEXTS,
        control_ids=st.lists(st.sampled_from([c.control_id for c in CATALOGUE.controls]), max_size=3, unique=True).map(
            tuple
        ),
        polarity=st.sampled_from([1, -1]),
        is_confirmed=st.booleans(),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda entry: entry.key,
)


@settings(max_examples=30, deadline=None)
@given(SOME_ENTRIES)
def test_what_decides_survives_both_files_whatever_the_form_says(entries: list[MapEntry]) -> None:
    form_map = FormMap(map_id="m", entries=tuple(entries))
    wanted = [(e.key, e.control_ids, e.polarity, e.is_confirmed) for e in entries]
    for name, data in (("m.json", as_json(form_map)), ("m.xlsx", map_table(form_map, CATALOGUE, locale="ja"))):
        found, problems = read_map(name, data, CATALOGUE)
        assert problems == ()
        assert found is not None
        assert [(e.key, e.control_ids, e.polarity, e.is_confirmed) for e in found.entries] == wanted
