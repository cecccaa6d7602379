"""Columns by letter and cells by address, without a library that loads far more than that."""

from __future__ import annotations

from functools import lru_cache

_LETTERS = 26


@lru_cache(maxsize=1_024)
def letters_of(column: int) -> str:
    """Return ``A`` for 1, ``AA`` for 27; blank for what is no column."""
    letters = ""
    while column > 0:
        column, letter = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    return letters


def place_of(address: str) -> tuple[int, int]:
    """Return row and column of an address such as ``AB12``, both from 1; ValueError for anything else."""
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise ValueError("no address of a cell")
        column = _LETTERS * column + ord(letter) - ord("A") + 1
    if not column:
        raise ValueError("no address of a cell")
    return int(address[len(letters) :]), column
