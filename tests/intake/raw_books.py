"""Workbook packages written part by part, for what no library would write."""

from __future__ import annotations

from collections.abc import Sequence

from tests.intake.zips import zipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def raw_book(
    rows: str,
    *,
    strings: Sequence[str] = (),
    formats: Sequence[int] = (0,),
    codes: Sequence[str] = (),
    before: str = "",
    after: str = "",
    properties: str = "",
    sheet: str = "",
) -> bytes:
    """Return a workbook of one sheet.

    Parameters
    ----------
    rows
        What stands in `sheetData`; `before` and `after` stand around it, `sheet` instead of the whole part.
    strings
        The shared strings, each the content of its `si`.
    formats
        The number format of each cell style; the last style besides is struck through.
    codes
        Number formats of the book's own, from 200 on.
    """
    made = sheet or f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            f'Id="rId1" Type="{_DOCUMENT}/relationships/officeDocument" Target="xl/workbook.xml"'
        ),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_DOCUMENT}/relationships">{properties}'
        '<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            f'Id="rId1" Type="{_DOCUMENT}/relationships/worksheet" Target="worksheets/sheet1.xml"',
            f'Id="rId2" Type="{_DOCUMENT}/relationships/styles" Target="styles.xml"',
            f'Id="rId3" Type="{_DOCUMENT}/relationships/sharedStrings" Target="sharedStrings.xml"',
        ),
        "xl/styles.xml": _styles(formats, codes),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{"".join(f"<si>{text}</si>" for text in strings)}</sst>',
        "xl/worksheets/sheet1.xml": made,
    }
    return zipped({name: (_XML + part).encode() for name, part in parts.items()})


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for part, kind in (
            ("workbook", "sheet.main"),
            ("worksheets/sheet1", "worksheet"),
            ("styles", "styles"),
            ("sharedStrings", "sharedStrings"),
        )
    )
    relations = f'<Default Extension="rels" ContentType="{_PACKAGE}.relationships+xml"/>'
    return f'<Types xmlns="{_PACKAGE}/content-types">{relations}{overrides}</Types>'


def _relations(*each: str) -> str:
    inside = "".join(f"<Relationship {one}/>" for one in each)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _styles(formats: Sequence[int], codes: Sequence[str]) -> str:
    own = "".join(f'<numFmt numFmtId="{n}" formatCode="{code}"/>' for n, code in enumerate(codes, 200))
    every = [*formats, *range(200, 200 + len(codes))]
    cells = "".join(f'<xf numFmtId="{n}" fontId="0" fillId="0" borderId="0" xfId="0"/>' for n in every)
    struck = '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts count="{len(codes)}">{own}</numFmts>'
        '<fonts count="2"><font><sz val="11"/></font><font><strike/><sz val="11"/></font></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
        f'<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="{len(every) + 1}">{cells}{struck}</cellXfs>'
        "</styleSheet>"
    )
