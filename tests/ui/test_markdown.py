"""Foreign text in Markdown: nothing in it is a sign, and what is shown is what was written."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.ui.markdown import JOINER, escaped

HOSTILE = [
    "**bold** _it_ `code`", "<script>alert(1)</script>", "[a](http://x)", "![i](x)", "$x^2$", "# h", "a | b", "~~s~~",
    "\\*", ":smile:", ":material/home:", ":red[x]", "- item", "1. item", "&lt;", "line\nbreak", "https://x.y", "a@b.c",
    "www.x.y",
]  # fmt: skip


def shown(markdown: str) -> str:
    """Return what a renderer shows of escaped Markdown."""
    return re.sub(r"\\(.)", r"\1", markdown).replace(JOINER, "")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_it_was_written(text: str) -> None:
    assert shown(escaped(text)) == " ".join(text.split())


@given(st.text(alphabet=st.sampled_from("*_[]<>$`:#|~\\!(){}&-+.=^%'\"@ aあw/"), max_size=60))
def test_no_sign_is_left_without_its_backslash(text: str) -> None:
    assert not re.search(r"(?<!\\)[*_\[\]<>$`#|~!(){}&^]", escaped(text).replace("\\\\", ""))


@given(st.text(alphabet=":+-abc_1/", max_size=30))
def test_no_shortcode_survives(text: str) -> None:
    assert not re.search(r":[\w+/-]+:", shown_letters(escaped(text)))


def shown_letters(markdown: str) -> str:
    """Return what shortcodes are looked for in: without backslashes, with the joiners."""
    return re.sub(r"\\(.)", r"\1", markdown)


def test_one_line_comes_out() -> None:
    assert "\n" not in escaped("a\n\n# b\r\n- c\u2028d")
