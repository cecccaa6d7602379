"""Names from workbooks as they may be shown inside a message, and the keys of firms' names."""

from __future__ import annotations

import re
import unicodedata

from riskgraph.model.firm_name import has_legal_form, name_key

__all__ = ["SHOWN_LENGTH", "has_legal_form", "name_key", "shown"]

SHOWN_LENGTH = 60


def shown(value: object) -> str:
    """Return a value from a workbook as it may stand inside a message: one line, no control characters, capped.

    Characters that turn the direction of writing or are invisible go too: a message must read as it is.
    """
    text = str(value)[: SHOWN_LENGTH * 4]
    if len(text) <= SHOWN_LENGTH and text.isprintable() and "  " not in text:
        return text.strip()
    kept = (" " if c in "\n\r\t" else c for c in text if c in "\n\r\t" or unicodedata.category(c)[0] != "C")
    line = re.sub(r"\s+", " ", "".join(kept)).strip()
    return line if len(line) <= SHOWN_LENGTH else line[: SHOWN_LENGTH - 1] + "…"
