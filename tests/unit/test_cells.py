"""What a cell shows: as somebody who typed it sees it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from cmq.workbook.cells import cell_text, is_blank, stripped


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("a\r\nb\x00", "a\nb"),
        (True, "VRAI"),
        (False, "FAUX"),
        (2024.0, "2024"),
        (12.5, "12.5"),
        (3, "3"),
        (date(2026, 11, 23), "23/11/2026"),
        (datetime(2026, 11, 23, 14, 2), "23/11/2026 14:02"),  # noqa: DTZ001 - a cell has no zone
    ],
)
def test_a_cell_is_text_as_people_see_it(cell: object, expected: str) -> None:
    """A whole number has no « .0 », a day no hour that nobody typed."""
    assert cell_text(cell) == expected


@pytest.mark.parametrize("cell", [None, "", " ", "\n\t\u00a0"])
def test_a_blank_cell_says_nothing(cell: object) -> None:
    """Spaces are nothing."""
    assert is_blank(cell)
    assert stripped(cell) == ""


@pytest.mark.parametrize("cell", [0, False, "0", "-", "None"])
def test_what_says_little_is_not_nothing(cell: object) -> None:
    """Zero, no and a dash were typed."""
    assert not is_blank(cell)
    assert stripped(cell) == cell_text(cell) != ""
