"""Where each value of a campaign stands in the workbook.

A value that has no column, or whose column cannot show it (see ``cmq.workbook.cells``), goes to the sheet « Autres »,
which takes anything.
"""

from __future__ import annotations

from typing import Any

from cmq.campaign import BY_KIND, TABLES, Field, Scalar, State, check_field
from cmq.campaign.table import Table
from cmq.scoring import Results
from cmq.workbook.cells import Cell, to_cell
from cmq.workbook.words import lexicon_of


class Places:
    """The rows of each sheet, and the cell of each value."""

    def __init__(self, state: State, results: Results) -> None:
        self.lexicon = lexicon_of(results)
        self.rows: dict[str, dict[str, None]] = {}
        """The ids that have a row, in order, by kind of table; a dict finds one at once."""
        self._results = results
        self._found = {f: cell for f, value in state.items() if (cell := self._cell(f, value)) is not None}
        self._links = {f: link for f, value in state.items() if value is True and (link := _link(f))}
        self._fields: dict[str, list[Field]] = {}
        for field in state:
            self._fields.setdefault(field.kind, []).append(field)
        for table in TABLES:
            self._place(table)
        self.cells = {f: cell for f, cell in self._found.items() if f.id in self.rows[f.kind]}
        """What shows each value that has a cell of its own."""
        self.links: dict[tuple[str, str, str], set[str]] = {}
        """The linked ids, by kind, id and prefix."""
        self._shown = set(self.cells)
        for field, (prefix, target, name) in self._links.items():
            if field.id in self.rows[field.kind] and name in self.rows[target]:
                self.links.setdefault((field.kind, field.id, prefix), set()).add(name)
                self._shown.add(field)
        self._checks = {
            check_field(requirement.id, check.id)
            for requirement in results.framework.assessed
            for check in requirement.checks
            if not check.family
        }

    def has(self, field: Field, value: Scalar) -> bool:
        """Whether a sheet of its own shows the value; if not, « Autres » does."""
        return field in self._shown or (value is True and field in self._checks)

    def _cell(self, field: Field, value: Scalar) -> Cell:
        table = BY_KIND.get(field.kind)
        column = table.column(field.name) if table is not None else None
        return to_cell(column, value, self.lexicon) if column is not None else None

    def _place(self, table: Table[Any]) -> None:
        """Decide the rows of a table, after those of the tables that it links to: a link to nothing makes no row."""
        if table.kind in self.rows:
            return
        self.rows[table.kind] = {}
        for column in table.links:
            self._place(BY_KIND[column.rows_of])
        ids = dict.fromkeys(
            f.id for f in self._fields.get(table.kind, ()) if f in self._found or self._leads(f)
        )
        placed = table.rows(self._results, ids.keys()) if table.sheet else ()
        self.rows[table.kind] = dict.fromkeys(id_ for id_ in placed if id_ or table.single)

    def _leads(self, field: Field) -> bool:
        _, target, name = self._links.get(field, ("", "", ""))
        return name in self.rows.get(target, {})


def _link(field: Field) -> tuple[str, str, str] | None:
    """The prefix of a link's name, the kind that it leads to, and the id; None for any other field."""
    table: Table[Any] | None = BY_KIND.get(field.kind)
    for column in table.links if table is not None else ():
        if field.name.startswith(column.name):
            return column.name, column.rows_of, field.name.removeprefix(column.name)
    return None
