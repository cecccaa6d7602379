"""The catalogue as one Markdown page: controls beside other schemes, topics of cases and numbers moved.

Japanese and English stand side by side, so that the page is one file; a test holds ``docs/controls.md``
equal to it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence

from riskgraph.catalogue.load import load_catalogue
from riskgraph.model.control import Catalogue, Control, Words
from riskgraph.text import LOCALES, t


def cross_table(catalogue: Catalogue) -> str:
    """Return the page; equal catalogues give equal bytes."""
    return "\n".join(_page(catalogue)) + "\n"


def _page(catalogue: Catalogue) -> Iterator[str]:
    yield f"# {_both('controls_page.heading')}"
    for locale in LOCALES:
        yield ""
        yield t(locale, "controls_page.intro", version=catalogue.version, count=len(catalogue.controls))
        yield t(locale, "controls_page.origin")
    for domain in dict.fromkeys(control.domain for control in catalogue.controls):
        yield from _section(_both(f"control_domain.{domain}"))
        yield from _controls(catalogue, domain)
    yield from _section(_both("controls_page.schemes"))
    yield from _schemes(catalogue)
    yield from _section(_both("controls_page.by_section"))
    yield from _by_section(catalogue)
    yield from _section(_both("controls_page.by_topic"))
    yield from _by_topic(catalogue)


def _controls(catalogue: Catalogue, domain: str) -> Iterator[str]:
    schemes = [scheme.scheme_id for scheme in catalogue.schemes]
    head = (*_columns("id"), "", *_columns("title"), *(s.upper() for s in schemes), *_columns("cases", "feeds"))
    rows = [_control_row(c, schemes) for c in catalogue.controls if c.domain == domain]
    # A scheme that no control of this domain refers to takes no column.
    used = [i for i, title in enumerate(head) if title.lower() not in schemes or any(row[i] for row in rows)]
    yield from _table([head[i] for i in used], ([row[i] for i in used] for row in rows))


def _control_row(control: Control, schemes: Sequence[str]) -> list[str]:
    feeds = ", ".join(f"`{feed}`" for feed in control.feeds) or _both("controls_page.score_only")
    return [
        control.control_id,
        t("ja", f"control_mark.{control.mark.value}"),
        _words(control.title),
        *(", ".join(control.references.get(scheme, ())) for scheme in schemes),
        ", ".join(control.cases),
        feeds,
    ]


def _schemes(catalogue: Catalogue) -> Iterator[str]:
    rows = (
        [scheme.scheme_id.upper(), _words(scheme.title), scheme.edition, _words(scheme.basis)]
        for scheme in catalogue.schemes
    )
    yield from _table(["", *_columns("scheme", "edition", "basis")], rows)


def _by_section(catalogue: Catalogue) -> Iterator[str]:
    sections = sorted({s for c in catalogue.controls for s in c.references.get("appi", ())}, key=_section_order)
    rows = (
        [section, ", ".join(c.control_id for c in catalogue.controls if section in c.references.get("appi", ()))]
        for section in sections
    )
    yield from _table(_columns("section", "controls"), rows)


def _by_topic(catalogue: Catalogue) -> Iterator[str]:
    rows = (
        [
            lapse.code,
            _words(lapse.title),
            ", ".join(c.control_id for c in catalogue.controls if lapse.code in c.cases),
        ]
        for lapse in catalogue.lapses
    )
    yield from _table(["", *_columns("code", "controls")], rows)


def _section_order(section: str) -> list[int]:
    """Return a section such as 10-3(2) as numbers, so that 10 comes after 3."""
    return [int(n) for n in section.replace("(", "-").replace(")", "").split("-")]


def _section(title: str) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield ""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for cells in (head, ["---"] * len(head), *rows):
        yield "| " + " | ".join(cells) + " |"


def _columns(*names: str) -> list[str]:
    return [_both(f"controls_page.column.{name}") for name in names]


def _both(key: str) -> str:
    return " / ".join(t(locale, key) for locale in LOCALES)


def _words(words: Words) -> str:
    return f"{words.ja}<br>{words.en}"


if __name__ == "__main__":
    # Bytes, so that the page is the same under every console's encoding.
    sys.stdout.buffer.write(cross_table(load_catalogue()).encode())
