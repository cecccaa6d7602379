"""Write the same bytes every time: a workbook is a zip that remembers when it was saved; this forgets it."""

from __future__ import annotations

import io
import re
import zipfile

_MOMENT = (2026, 10, 1, 9, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


def settled(content: bytes) -> bytes:
    """Return the same workbook with every time of saving set to the as-of date of the sample."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, _MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            body = source.read(name)
            if name == "docProps/core.xml":
                body = _STAMP.sub(rb"\g<1>2026-10-01T09:00:00Z\g<2>", body)
            target.writestr(info, body)
    return out.getvalue()
