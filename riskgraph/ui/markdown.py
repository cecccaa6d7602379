"""Foreign text made fit for Markdown: it appears letter by letter and means nothing to the renderer."""

from __future__ import annotations

import re

from riskgraph.report.plain import plain

JOINER = "\u2060"  # invisible and unbreakable: it parts what the renderer would read as one sign
LONGEST = 2000
_PUNCTUATION = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$&\"'^=%/;,?])")
# Shortcodes (:name:), bare addresses and typographic arrows are found after backslashes are gone.
_LATE = (
    (re.compile(r":"), f":{JOINER}"),
    (re.compile(r"@"), f"@{JOINER}"),
    (re.compile(r"(?i)www(?=\.)"), lambda found: found.group() + JOINER),
    (re.compile(r"(?<=[-<>~=])(?=[-<>~=])"), JOINER),
)


def escaped(text: str) -> str:
    """Return text as one line of Markdown that shows exactly this text.

    Every sign that Markdown, HTML, formulas or Streamlit's own shortcodes could read is disarmed.
    """
    line = plain(text, longest=LONGEST)
    for pattern, replacement in _LATE:
        line = pattern.sub(replacement, line)
    return _PUNCTUATION.sub(r"\\\1", line)
