"""A sheet that was read: rows under a header, addressed by the header's words and as a spreadsheet shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cmq.cells import cell_text, is_blank, stripped
from cmq.text import fold

Row = Sequence[object]


class Line(NamedTuple):
    """A row of a sheet, with its number as a spreadsheet shows it."""

    table: Table
    number: int
    cells: Row

    def address(self, header: str) -> str:
        """« Réponses!E12 »."""
        from openpyxl.utils import get_column_letter  # noqa: PLC0415 – slow to load, and seldom needed to read

        return f"{self.table.title}!{get_column_letter((self.table.index(header) or 0) + 1)}{self.number}"

    def text(self, header: str) -> str:
        """A cell's text, empty where the column is missing."""
        index = self.table.index(header)
        return stripped(self.cells[index]) if index is not None else ""

    def raw(self, header: str | None) -> str:
        """What a cell, or the whole row, shows."""
        if header is not None:
            index = self.table.index(header)
            return "" if index is None else cell_text(self.cells[index])
        return " | ".join(cell_text(cell) for cell in self.cells if not is_blank(cell))


class Table:
    """The rows of a sheet."""

    def __init__(self, title: str, rows: list[Row]) -> None:
        self.title = title
        self._rows = rows
        header = rows[0] if rows else []
        self._columns = {
            fold(cell_text(cell)): index
            for index, cell in reversed(list(enumerate(header)))
            if not is_blank(cell)
        }

    def index(self, header: str) -> int | None:
        """Where the column of that header is."""
        return self._columns.get(fold(header))

    def has_more_than(self, headers: Sequence[str], computed: Sequence[str] | None) -> bool:
        """Whether there are other columns, with or without a header.

        Where the computed ones are not known (None), those right of the last of ``headers``.
        """
        if computed is None:
            last = self.index(headers[-1])
        elif self._columns.keys() - {fold(header) for header in (*headers, *computed)}:
            return True
        else:
            last = max(self._columns.values(), default=None)
        return last is not None and len(self._rows[0]) > last + 1

    def lines(self) -> Iterator[Line]:
        """The rows that hold something."""
        for number, row in enumerate(self._rows[1:], start=2):
            if any(row):
                yield Line(self, number, row)
