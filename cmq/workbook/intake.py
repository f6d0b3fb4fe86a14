"""What has been read of a workbook so far, and how the cells of a sheet are taken into it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cmq.campaign import BY_KIND, Field, Scalar, ids_of
from cmq.campaign.columns import Column, Shape
from cmq.campaign.table import Table
from cmq.text import fold
from cmq.workbook import titles
from cmq.workbook.cells import NotUnderstood, Reader, cell_text, is_blank, reader, stripped
from cmq.workbook.grid import Grid, Line, Row
from cmq.workbook.words import Lexicon


class Place(NamedTuple):
    """A column that is there, where it is, and what reads its cells."""

    column: Column
    at: int
    plain: bool
    """Whether text in it is taken as it is."""
    read: Reader


class Remark(NamedTuple):
    """Something in the workbook that was not taken; ``field`` and ``raw`` tell the value where there is one."""

    text: str
    field: Field | None = None
    raw: str = ""


@dataclass(slots=True)
class Intake:
    """The values of a workbook that is being read, what it has a cell for, and what could not be understood."""

    lexicon: Lexicon
    format: int
    """Of the workbook: what a later one brought is not missing in it."""
    journal: str = ""
    """That of the workbook, which tells its new rows from those of others."""
    values: dict[Field, Scalar] = field(default_factory=dict)
    rows: set[tuple[str, str]] = field(default_factory=set)
    """Kind and id of the entities that have a row."""
    columns: set[tuple[str, str]] = field(default_factory=set)
    """Kind and name of the fields that such a row has a column for."""
    sheets: set[str] = field(default_factory=set)
    """The kinds whose sheet was there."""
    known: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The ids that other rows may name, by kind."""
    linked: set[Field] = field(default_factory=set)
    """Lists of ids that were read whole, as what the fields of their kind and id begin with."""
    _waiting: list[tuple[Line, int, Field, Column]] = field(default_factory=list)
    emptied: set[Field] = field(default_factory=set)
    """Other fields whose cell is there and is empty."""
    remarks: list[Remark] = field(default_factory=list)

    def grid(
        self, title: str, rows: list[Row] | None, headers: Sequence[str], computed: Sequence[str] | None = ()
    ) -> Grid | None:
        """The sheet by its headers; None where it, or the first of ``headers``, is missing.

        ``computed`` are those that are not read, None where the framework gives them.
        """
        if rows is None:
            self.remarks.append(
                Remark(f"La feuille « {title} » manque : ce que l'application en savait est gardé.")
            )
            return None
        grid = Grid(title, rows)
        for header in headers:
            if grid.index(header) is None:
                self.remarks.append(
                    Remark(
                        f"{title} : la colonne « {header} » manque ou a changé de nom ; "
                        "ce que l'application en savait est gardé."
                    )
                )
        if grid.has_more_than(headers, computed):
            self.remarks.append(Remark(f"{title} : les colonnes ajoutées ne sont pas reprises."))
        return grid if grid.index(headers[0]) is not None else None

    def grid_of(self, table: Table[Any], rows: list[Row] | None) -> Grid | None:
        """The sheet of a table; None where it is missing, or came after the workbook's format."""
        if self.format < table.since:
            return None
        identity = table.identity.columns if table.identity is not None else ()
        there = [column.header for column in (*identity, *table.columns) if column.since <= self.format]
        from_framework = any(column.header_of is not None for column in table.computed)
        computed = None if from_framework else [column.header for column in table.computed]
        return self.grid(table.sheet, rows, (titles.ID, *there), computed)

    def places(self, grid: Grid, columns: Sequence[Column], kind: str | None = None) -> list[Place]:
        """The columns that are there, and where; ``kind`` is that of their fields if each row is one entity."""
        places = [
            Place(column, at, column.shape is Shape.TEXT, reader(column, self.lexicon))
            for column in columns
            if column.shape is not Shape.LINKS and (at := grid.index(column.header)) is not None
        ]
        if kind is not None:
            self.columns.update((kind, place.column.name) for place in places)
        return places

    def identified(self, grid: Grid, prefix: str = "") -> Iterator[tuple[Line, str]]:
        """The rows and their ids, each id once.

        A row without id, or with that of a row above, is new where new ids have a ``prefix``, and told of elsewhere.
        """
        seen: set[str] = set()
        index = grid.index(titles.ID) or 0
        for line in grid.lines():
            id_ = stripped(line.cells[index])
            if not id_ or id_ in seen:
                if not prefix:
                    reason = f"« {id_} » figure déjà plus haut" if id_ else "l'identifiant manque"
                    self.remark(line, titles.ID, reason)
                    continue
                id_ = self._new_id(prefix, [*line.cells[:index], *line.cells[index + 1 :]], seen)
            seen.add(id_)
            yield line, id_

    def _new_id(self, prefix: str, cells: Row, taken: set[str]) -> str:
        """The id of a new row, which comes from its content so that reading the file again finds the same one."""
        text = "\x1f".join(cell_text(cell) for cell in cells if not is_blank(cell))
        count = 0
        while True:
            source = f"{self.journal}\x1f{count}\x1f{text}"
            id_ = prefix + hashlib.sha256(source.encode()).hexdigest()[:12]
            if id_ not in taken:
                return id_
            count += 1

    def entities(self, table: Table[Any], rows: list[Row] | None) -> None:
        """Take a sheet that has a row an entity and a column a field."""
        grid = self.grid_of(table, rows)
        if grid is None:
            return
        places = self.places(grid, table.columns, table.kind)
        links = [(column, at) for column in table.links if (at := grid.index(column.header)) is not None]
        for line, id_ in self.identified(grid, table.new if table.open else ""):
            if reason := self._unknown(table, id_):
                if any(not is_blank(line.cells[place.at]) for place in places):
                    self.remark(line, titles.ID, reason)
                continue
            self.row(line, table.kind, id_, places)
            self._waiting += [(line, at, Field(table.kind, id_, c.name), c) for c, at in links]
        self.sheets.add(table.kind)

    def _unknown(self, table: Table[Any], id_: str) -> str:
        """Why the row of an id that is made of several speaks of nothing; empty where it does.

        Where the sheet of one of the tables is missing, all of its ids may be known.
        """
        if table.identity is None:
            return ""
        parts = table.identity.parts(id_)
        if parts is None:
            return table.identity.expected
        for kind, part in zip(table.identity.of, parts, strict=False):
            if kind in self.sheets and part not in self.known[kind]:
                return BY_KIND[kind].unknown.format(part[:40])
        return ""

    def settle_links(self) -> None:
        """Take the lists of ids, once every row that they may name is known."""
        for waiting in self._waiting:
            self._links(*waiting)

    def _links(self, line: Line, at: int, prefix: Field, column: Column) -> None:
        """Take the ids that a cell lists, all of them or none."""
        known = self.known[column.rows_of]
        found: list[str] = []
        for name in ids_of("" if is_blank(line.cells[at]) else cell_text(line.cells[at])):
            target = name if name in known else next((id_ for id_ in known if fold(id_) == fold(name)), None)
            if target is None:
                self.remark(line, column.header, BY_KIND[column.rows_of].unknown.format(name[:40]))
                return
            found.append(target)
        for target in found:
            self.values[prefix._replace(name=prefix.name + target)] = True
        self.linked.add(prefix)

    def row(self, line: Line, kind: str, id_: str, places: Sequence[Place]) -> None:
        """Take the cells of a row that has a column a field."""
        if (kind, id_) in self.rows:
            return
        self.rows.add((kind, id_))
        self.known[kind].add(id_)
        cells = line.cells
        for place in places:
            column, at, plain, _ = place
            if (cell := cells[at]) == "":
                continue
            address = Field(kind, id_, column.name)
            if plain and isinstance(cell, str) and cell.isprintable() and cell.strip():
                self.values[address] = cell  # what most cells are, and ``take`` would do
            else:
                self.take(line, place, address)

    def take(self, line: Line, place: Place, address: Field) -> None:
        """Take the value of a cell."""
        try:
            value = place.read(line.cells[place.at])
        except NotUnderstood as error:
            self.remark(line, place.column.header, str(error), address)
            return
        self.set(address, value)

    def set(self, address: Field, value: Scalar) -> None:
        """Keep a value, or that its cell is empty."""
        if value is None:
            self.emptied.add(address)
        else:
            self.values[address] = value

    def remark(self, line: Line, header: str, reason: str, address: Field | None = None) -> None:
        """Tell of a cell (that of a field) or a whole row that was not taken."""
        raw = line.raw(header if address is not None else None)
        shown = f" « {raw[:60]} »" if address is not None else ""
        self.remarks.append(
            Remark(f"{line.address(header)}{shown} n'a pas été repris : {reason}.", address, raw)
        )
