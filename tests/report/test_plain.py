"""Text from workbooks on one line of a screen, a log or a terminal."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from riskgraph.report.plain import LONGEST, padded, plain, width, wrapped


@given(st.text())
def test_nothing_that_moves_a_cursor_or_forges_a_line_is_left(text: str) -> None:
    said = plain(text)
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in said)
    assert len(said) <= LONGEST


def test_a_terminal_escape_and_a_forged_line_become_one_harmless_line() -> None:
    assert plain("A社\x1b[2J\r\n2025-01-01 OK\u202eevil") == "A社[2J 2025-01-01 OKevil"


def test_a_name_of_a_whole_cell_is_cut_with_a_mark() -> None:
    assert plain("あ" * 32_767, longest=10) == "あ" * 9 + "…"


def test_japanese_takes_two_columns_and_a_combining_mark_none() -> None:
    assert (width("A社"), width("か\u3099"), width("ｶ")) == (3, 2, 1)


def test_columns_are_filled_by_width_and_not_by_length() -> None:
    assert [width(padded(text, 8)) for text in ("A社", "abcd", "")] == [8, 8, 8]
    assert padded("社", 4, to_right=True) == "  社"


def test_no_line_begins_with_closing_or_ends_with_opening_punctuation() -> None:
    text = "「回答」シートにある「いいえ」、または「一部」という答え。" * 4
    for columns in range(12, 40):
        lines = wrapped(text, columns, indent="  ").splitlines()
        assert not any(line.strip()[0] in "、。」" for line in lines)
        assert not any(line[-1] == "「" for line in lines)


@given(st.text(alphabet="abc 社「」、。()", max_size=80), st.integers(min_value=10, max_value=40))
def test_wrapping_loses_nothing_but_spaces(text: str, columns: int) -> None:
    assert "".join(wrapped(text, columns, indent="  ").split()) == "".join(text.split())
