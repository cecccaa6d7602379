"""Addresses are those that every spreadsheet program shows."""

from __future__ import annotations

import pytest
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple

from riskgraph.intake.addresses import letters_of, place_of


def test_columns_have_the_letters_that_a_library_of_others_gives_them():
    assert [letters_of(column) for column in range(1, 18_279)] == [get_column_letter(c) for c in range(1, 18_279)]


@pytest.mark.parametrize("address", ["A1", "Z9", "AA10", "XFD1048576", "BC23"])
def test_an_address_is_taken_apart_as_by_others(address):
    row, column = place_of(address)

    assert (row, column) == coordinate_to_tuple(address)
    assert f"{letters_of(column)}{row}" == address


@pytest.mark.parametrize("address", ["", "12", "A", "a1", "A-1", "Ａ1"])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(ValueError, match=r"address|int"):
        place_of(address)


def test_what_is_no_column_has_no_letter():
    assert letters_of(0) == letters_of(-3) == ""
