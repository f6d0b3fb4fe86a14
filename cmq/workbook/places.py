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
        found = {
            field: cell for field, value in state.items() if (cell := self._cell(field, value)) is not None
        }
        linked = [field for field, value in state.items() if value is True and self._link(field) is not None]
        ids: dict[str, dict[str, None]] = {}
        for field in (*found, *linked):
            ids.setdefault(field.kind, {})[field.id] = None
        self.rows: dict[str, tuple[str, ...]] = {
            table.kind: tuple(
                id_ for id_ in table.rows(results, ids.get(table.kind, {}).keys()) if id_ or table.single
            )
            for table in TABLES
            if table.sheet
        }
        """The ids that have a row, in order, by kind of table."""
        known = {kind: frozenset(rows) for kind, rows in self.rows.items()}
        self.cells = {field: cell for field, cell in found.items() if field.id in known[field.kind]}
        """What shows each value that has a cell of its own."""
        self.links: dict[tuple[str, str, str], frozenset[str]] = {}
        """The linked ids, by kind, id and prefix."""
        self._shown = set(self.cells)
        for field in linked:
            prefix, target = self._link(field) or ("", "")
            name = field.name.removeprefix(prefix)
            if field.id in known[field.kind] and name in known[target]:
                key = (field.kind, field.id, prefix)
                self.links[key] = self.links.get(key, frozenset()) | {name}
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

    @staticmethod
    def _link(field: Field) -> tuple[str, str] | None:
        """The prefix of a link's name, and the kind that it leads to."""
        table: Table[Any] | None = BY_KIND.get(field.kind)
        for column in table.links if table is not None else ():
            if field.name.startswith(column.name):
                return column.name, column.rows_of
        return None
