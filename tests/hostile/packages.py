"""Packages (zip, OLE, PDF) that are hostile or broken, made as bytes; each is small until somebody unpacks it."""

# ruff: noqa: E501 - what goes into one part stands on one line

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

from tests.hostile.good import FORM, PDF, REGISTER, parts_of, rezipped

Maker = Callable[[], bytes]
SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><x>&c;</x>'
)
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'


def zipped(files: Mapping[str, bytes], *, level: int = 9) -> bytes:
    """Return an archive of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return out.getvalue()


def with_parts(changed: Mapping[str, bytes], *, without: tuple[str, ...] = ()) -> bytes:
    """Return a good form with parts replaced, added or taken away."""
    parts = {name: content for name, content in parts_of(FORM()).items() if name not in without}
    return rezipped({**parts, **changed})


def _huge_entry() -> bytes:
    return with_parts({"xl/media/image1.bin": bytes(70 * 1024 * 1024)})


def _many_entries() -> bytes:
    return with_parts({f"customXml/item{n}.xml": b"<x/>" for n in range(3_000)})


def _nested(depth: int) -> bytes:
    data = FORM()
    for level in range(depth):
        data = zipped({f"level{level}.zip": data, "note.txt": b"a note"})
    return data


def _false_sizes() -> bytes:
    """The directory says 10 bytes where 30 MB come out."""
    data = bytearray(zipped({"xl/workbook.xml": b"<a/>", "[Content_Types].xml": b"<a/>", "big.xml": bytes(30 << 20)}))
    at = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 10)
    return bytes(data)


def _overlapping() -> bytes:
    """Many names in the directory that point to one content."""
    data = zipped({"a.xlsx": bytes(4 << 20)})
    start, end = data.find(b"PK\x01\x02"), data.rfind(b"PK\x05\x06")
    entry = data[start:end]
    tail = bytearray(data[end:])
    struct.pack_into("<HHII", tail, 8, 400, 400, 400 * len(entry), start)
    return data[:start] + entry * 400 + bytes(tail)


def _quine() -> bytes:
    """An archive that lies in itself by name, as deep as anybody opens it."""
    inner = zipped({"r/r.zip": b"PK\x03\x04" + bytes(200)})
    return zipped({"r/r.zip": inner})


def _symlink() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        link = zipfile.ZipInfo("link.xlsx")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        package.writestr(link, "/etc/passwd")
    return out.getvalue()


def _encrypted_zip() -> bytes:
    """Flag bit 0 set for a member, which no password here opens."""
    data = bytearray(zipped({"回答.xlsx": FORM()}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", data, data.find(mark) + offset, 1)
    return bytes(data)


def _checksum_wrong() -> bytes:
    data = bytearray(REGISTER())
    at = data.find(b"PK\x03\x04")
    data[at + 45] ^= 0xFF
    return bytes(data)


def _ole(*streams: str) -> bytes:
    names = b"".join(stream.encode("utf-16-le") + bytes(64) for stream in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + names + bytes(2048)


def _ods(content: str) -> bytes:
    manifest = (
        b'<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifest,
            "content.xml": content.encode(),
        }
    )


def ods_table(table: str) -> bytes:
    """Return an .ods with one table."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    return _ods(f'<?xml version="1.0"?><office:document-content {spaces}>{body}</office:document-content>')


_ROWS = '<table:table table:name="a"><table:table-row table:number-rows-repeated="1000000000">{}</table:table-row></table:table>'
_CELL = '<table:table-cell office:value-type="string"{}><text:p>x</text:p></table:table-cell>'

MAKERS: Mapping[str, Maker] = {
    "bomb_one_huge_part": _huge_entry,
    "bomb_many_parts": _many_entries,
    "bomb_false_sizes": _false_sizes,
    "bomb_overlapping": _overlapping,
    "bomb_archive": lambda: zipped({f"{n}.csv": bytes(8 << 20) for n in range(9)}),
    "bomb_ratio": lambda: zipped({"a.csv": b"a," * (16 << 20)}),
    "archive_deep": lambda: _nested(6),
    "archive_in_itself": _quine,
    "archive_of_nothing": lambda: zipped({}),
    "archive_of_litter": lambda: zipped({"__MACOSX/._a.xlsx": b"x", ".DS_Store": b"x", "Thumbs.db": b"x"}),
    "archive_of_a_thousand_names": lambda: zipped({f"{n}.xlsx": b"no" for n in range(2_500)}),
    "name_climbs": lambda: with_parts({"../../evil.xml": b"<x/>"}),
    "name_absolute": lambda: with_parts({"/etc/evil.xml": b"<x/>"}),
    "name_of_a_drive": lambda: with_parts({"C:\\evil.xml": b"<x/>"}),
    "archive_name_climbs": lambda: zipped({"../../../evil.csv": "設問,回答\n".encode()}),
    "archive_name_of_a_device": lambda: zipped({"NUL.csv": b"a,b\n1,2\n", "con.csv": b"a,b\n1,2\n"}),
    "archive_symlink": _symlink,
    "archive_encrypted": _encrypted_zip,
    "part_twice": lambda: _twice(),
    "entities_laugh": lambda: with_parts({SHEET: ENTITIES.encode()}),
    "entities_external": lambda: with_parts({SHEET: EXTERNAL.encode()}),
    "entities_in_relations": lambda: with_parts({"xl/_rels/workbook.xml.rels": EXTERNAL.encode()}),
    "entities_in_utf16": lambda: with_parts({SHEET: ENTITIES.replace("?>", ' encoding="UTF-16"?>', 1).encode("utf-16")}),
    "entities_in_ebcdic": lambda: with_parts({SHEET: ENTITIES.replace("?>", ' encoding="cp037"?>', 1).encode("cp037")}),
    "entities_in_utf7": lambda: with_parts({SHEET: ENTITIES.replace("?>", ' encoding="utf-7"?>', 1).encode("ascii")}),
    "doctype_only": lambda: with_parts({"xl/sharedStrings.xml": b'<?xml version="1.0"?><!DOCTYPE sst><sst/>'}),
    "part_is_noise": lambda: with_parts({SHEET: bytes(range(256)) * 40}),
    "part_is_empty": lambda: with_parts({SHEET: b""}),
    "part_is_half": lambda: with_parts({SHEET: parts_of(FORM())[SHEET][:900]}),
    "parts_missing": lambda: with_parts({}, without=("xl/workbook.xml",)),
    "sheet_missing": lambda: with_parts({}, without=(SHEET,)),
    "styles_missing": lambda: with_parts({}, without=("xl/styles.xml",)),
    "strings_missing": lambda: with_parts({}, without=("xl/sharedStrings.xml",)),
    "relations_missing": lambda: with_parts({}, without=("xl/_rels/workbook.xml.rels",)),
    "relations_in_a_circle": lambda: with_parts(
        {
            "xl/_rels/workbook.xml.rels": parts_of(FORM())["xl/_rels/workbook.xml.rels"].replace(
                b"worksheets/sheet1.xml", b"workbook.xml"
            )
        }
    ),
    "checksum_wrong": _checksum_wrong,
    "cut_short": lambda: FORM()[: len(FORM()) // 2],
    "cut_by_one": lambda: FORM()[:-1],
    "cut_to_its_head": lambda: FORM()[:40],
    "noise_in_front": lambda: b"MZ" + bytes(100) + FORM(),
    "noise_behind": lambda: FORM() + bytes(5_000),
    "legacy_empty": lambda: _ole("Workbook"),
    "legacy_noise": lambda: _ole("Workbook")[:600] + bytes(range(256)) * 30,
    "legacy_encrypted": lambda: _ole("EncryptionInfo", "EncryptedPackage"),
    "binary_book_noise": lambda: zipped({"xl/workbook.bin": bytes(range(256)) * 9, "[Content_Types].xml": b"<Types/>"}),
    "open_document_noise": lambda: _ods("no xml at all"),
    "open_document_entities": lambda: _ods(ENTITIES),
    "open_document_many_rows": lambda: ods_table(_ROWS.format(_CELL.format(""))),
    "open_document_many_columns": lambda: ods_table(
        _ROWS.format(_CELL.format(' table:number-columns-repeated="1000000000"'))
    ),
    "pdf_broken": lambda: PDF()[: len(PDF()) // 2],
    "pdf_of_nothing": lambda: b"%PDF-1.7\n%%EOF",
    "pdf_of_a_billion_pages": lambda: PDF().replace(b"/Count 1", b"/Count 1000000000"),
    "pdf_in_a_circle": lambda: PDF().replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"),
    "pdf_with_script": lambda: PDF().replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
    "pdf_of_a_long_stream": lambda: _flate_pdf(),
    "word": lambda: zipped({"word/document.xml": b"<x/>", "[Content_Types].xml": b"<x/>"}),
    "slides": lambda: zipped({"ppt/presentation.xml": b"<x/>", "[Content_Types].xml": b"<x/>"}),
}  # fmt: skip


def _twice() -> bytes:
    """Two parts of one name: which of them counts depends on who reads."""
    out = io.BytesIO(FORM())
    with zipfile.ZipFile(out, "a") as package:
        content = package.read(SHEET)
        info = zipfile.ZipInfo("xl/worksheets/sheetX.xml")
        package.writestr(info, content)
    return out.getvalue().replace(b"xl/worksheets/sheetX.xml", b"xl/worksheets/sheet1.xml")


def _flate_pdf() -> bytes:
    """A page whose content unpacks to 80 MB."""
    packer = zlib.compressobj(9)
    block = bytes(1 << 20)
    packed = b"".join(packer.compress(block) for _ in range(80)) + packer.flush()
    head, tail = PDF().split(b"stream\n", 1)
    rest = tail.split(b"endstream", 1)[1]
    start = head.rfind(b"<<")
    described = b"<< /Filter /FlateDecode /Length %d >>\n" % len(packed)
    return head[:start] + described + b"stream\n" + packed + b"\nendstream" + rest
