"""Texts that people read, in Japanese and English, one YAML file a topic with both side by side.

The convention that bites: fields are filled in as plain text and are never read as templates
themselves, so that a name from a workbook cannot reach another field.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

LOCALES = ("ja", "en")
_FOLDER = Path(__file__).parent


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Return all texts by key; each maps a locale to a template. ValueError for a key written twice."""
    texts: dict[str, Mapping[str, str]] = {}
    for path in sorted(_FOLDER.glob("*.yaml")):
        # The C loader is ten times faster and just as safe; it is absent only where libyaml is.
        loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
        for key, pair in (loaded or {}).items():
            if key in texts:
                raise ValueError(f"text {key} stands twice")
            texts[key] = pair
    return texts


def has_text(key: str) -> bool:
    """Say whether there is a text with this key."""
    return key in catalogue()


def t(locale: str, key: str, /, **fields: object) -> str:
    """Return the text `key` in `locale` with its fields filled in; KeyError for an unknown key."""
    template = catalogue()[key]["ja" if locale == "ja" else "en"]
    return template.format(**fields) if fields else template.replace("{{", "{").replace("}}", "}")
