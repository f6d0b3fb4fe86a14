"""What has been read of a workbook so far, and how the cells of a sheet are taken into it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cmq.campaign import Field, Scalar
from cmq.cells import NotUnderstood, cell_text, is_blank, stripped
from cmq.storage import layout
from cmq.storage.cells import Column, Lexicon, Reader, Shape, reader
from cmq.storage.grid import Line, Row, Table


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
    emptied: set[Field] = field(default_factory=set)
    """Other fields whose cell is there and is empty."""
    remarks: list[Remark] = field(default_factory=list)

    def table(self, title: str, rows: list[Row] | None, headers: tuple[str, ...]) -> Table | None:
        """The sheet as a table; None where it, or the first of ``headers``, is missing."""
        if self.is_later(title):
            return None
        if rows is None:
            self.remarks.append(
                Remark(f"La feuille « {title} » manque : ce que l'application en savait est gardé.")
            )
            return None
        table = Table(title, rows)
        for header in headers:
            if table.index(header) is None and not self.is_later(title, header):
                self.remarks.append(
                    Remark(
                        f"{title} : la colonne « {header} » manque ou a changé de nom ; "
                        "ce que l'application en savait est gardé."
                    )
                )
        if table.has_more_than(headers, layout.COMPUTED.get(title)):
            self.remarks.append(Remark(f"{title} : les colonnes ajoutées ne sont pas reprises."))
        return table if table.index(headers[0]) is not None else None

    def is_later(self, title: str, header: str = "") -> bool:
        """Whether a sheet, or a column of it, came after the workbook's format."""
        return self.format < layout.SINCE.get((title, header), 0)

    def places(self, table: Table, columns: Sequence[Column], kind: str | None = None) -> list[Place]:
        """The columns that are there, and where; ``kind`` is that of their fields if each row is one entity."""
        places = [
            Place(column, at, column.shape is Shape.TEXT, reader(column, self.lexicon))
            for column in columns
            if (at := table.index(column.header)) is not None
        ]
        if kind is not None:
            self.columns.update((kind, place.column.name) for place in places)
        return places

    def identified(self, table: Table, prefix: str = "") -> Iterator[tuple[Line, str]]:
        """The rows and their ids, each id once.

        A row without id, or with that of a row above, is new where new ids have a ``prefix``, and told of elsewhere.
        """
        seen: set[str] = set()
        index = table.index(layout.ID) or 0
        for line in table.lines():
            id_ = stripped(line.cells[index])
            if not id_ or id_ in seen:
                if not prefix:
                    reason = f"« {id_} » figure déjà plus haut" if id_ else "l'identifiant manque"
                    self.remark(line, layout.ID, reason)
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

    def entities(
        self, title: str, rows: list[Row] | None, columns: Sequence[Column], kind: str, prefix: str = ""
    ) -> list[str] | None:
        """Take a sheet that has a row an entity and a column a field; the ids of its rows, None where it is missing.

        ``prefix`` is that of the ids of new rows, where people may add some.
        """
        table = self.table(title, rows, (layout.ID, *(column.header for column in columns)))
        if table is None:
            return None
        places = self.places(table, columns, kind)
        ids: list[str] = []
        for line, id_ in self.identified(table, prefix):
            self.row(line, kind, id_, places)
            ids.append(id_)
        return ids

    def row(self, line: Line, kind: str, id_: str, places: Sequence[Place]) -> None:
        """Take the cells of a row that has a column a field."""
        if (kind, id_) in self.rows:
            return
        self.rows.add((kind, id_))
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
