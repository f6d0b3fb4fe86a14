"""How a campus's table is laid out: which column is what, or a column a year, or no header at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from openpyxl.utils import get_column_letter

from cmq.imports.cells import (
    DENOMINATOR,
    NUMBERS,
    NUMERATOR,
    VALUE,
    Catalogue,
    part_of,
    years_of,
)
from cmq.imports.tables import Row, Sheet
from cmq.text import fold

HEADER_ROWS = 20
"""Rows among which the header is looked for."""

_YEAR, _GROUP, _KIND, _SOURCE, _COMMENT = "annee", "groupe", "nombre", "source", "commentaire"
_LABELS = ("identifiant", "indicateur", "nom")
_HEADERS: Mapping[str, tuple[str, ...]] = {
    "identifiant": (
        "identifiant",
        "id",
        "code",
        "code indicateur",
        "code de l'indicateur",
        "repere",
        "reference",
        "ref",
    ),
    "indicateur": ("indicateur", "indicateurs", "nom de l'indicateur", "libelle de l'indicateur"),
    "nom": ("nom", "libelle", "intitule", "nom indicateur", "libelle indicateur"),
    _YEAR: (
        "annee",
        "annees",
        "annee scolaire",
        "annee civile",
        "an",
        "exercice",
        "millesime",
        "periode",
        "rentree",
        "session",
        "campagne",
    ),
    _GROUP: (
        "groupe",
        "groupes",
        "ventilation",
        "public",
        "publics",
        "sous-groupe",
        "statut",
        "genre",
        "voie",
    ),
    NUMERATOR: ("numerateur", "num"),
    DENOMINATOR: ("denominateur", "denom", "den"),
    # A result that is computed is taken only where no column holds the value itself.
    VALUE: ("valeur", "valeurs", "val", "taux", "resultat", "resultats", "nombre"),
    _KIND: ("nombre", "part", "mesure", "composante"),
    _SOURCE: ("source", "sources", "origine"),
    _COMMENT: ("commentaire", "commentaires", "remarque", "remarques", "observation", "observations"),
}
"""What a column is, and the headers that say so, the surest first."""
_ASIDE = re.compile(r"\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the file: where it stands, under which header, and what it shows."""

    row: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a row says of one year; nothing of it is understood yet."""

    labels: tuple[Cell, ...]
    year: Cell
    group: Cell | None
    """None where no column is of groups."""
    kind: Cell | None
    """Which number its value is, where a column says it."""
    numbers: Mapping[str, Cell]
    """The cells that are filled, by the name under which they would be stored."""
    bare: tuple[Cell, ...] = ()
    """Numbers of a table without header, which stand for what the indicator makes of them."""
    source: str = ""
    comment: str = ""

    @property
    def row(self) -> int:
        """The row's number as the file shows it."""
        return self.year.row

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every number that is filled."""
        return (*self.numbers.values(), *(cell for cell in self.bare if cell.text))


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a table's columns stand, and after which row its content begins."""

    header: Sequence[str] = ()
    start: int = 0
    """The first row of content, counted among the sheet's rows."""
    columns: Mapping[str, int] = field(default_factory=dict)
    labels: tuple[int, ...] = (0,)
    years: tuple[int, ...] = ()
    """The columns that each hold a year; none in a table that has one column for the year."""

    def readings(self, sheet: Sheet) -> Iterator[Reading]:
        """What each row says, year by year; rows that hold neither number nor text to keep are passed over."""
        for row in islice(sheet.rows, self.start, None):
            if self.years:
                yield from self._wide(row)
            elif not self.header:
                yield from self._bare(row)
            else:
                reading = self._long(row)
                if reading.cells or (reading.year.text and (reading.source or reading.comment)):
                    yield reading

    def _cell(self, row: Row, column: int) -> Cell:
        header = self.header[column] if column < len(self.header) else ""
        return Cell(row.number, header or f"colonne {get_column_letter(column + 1)}", row.text(column))

    def _reading(self, row: Row, year: Cell, numbers: Mapping[str, Cell]) -> Reading:
        return Reading(
            labels=tuple(self._cell(row, column) for column in self.labels),
            year=year,
            group=self._cell(row, self.columns[_GROUP]) if _GROUP in self.columns else None,
            kind=self._cell(row, self.columns[_KIND]) if _KIND in self.columns else None,
            numbers={name: cell for name, cell in numbers.items() if cell.text},
            source=row.text(self.columns[_SOURCE]) if _SOURCE in self.columns else "",
            comment=row.text(self.columns[_COMMENT]) if _COMMENT in self.columns else "",
        )

    def _long(self, row: Row) -> Reading:
        numbers = {name: self._cell(row, self.columns[name]) for name in NUMBERS if name in self.columns}
        return self._reading(row, self._cell(row, self.columns[_YEAR]), numbers)

    def _wide(self, row: Row) -> Iterator[Reading]:
        for column in self.years:
            cell = self._cell(row, column)
            if cell.text:
                yield self._reading(row, Cell(row.number, cell.column, self.header[column]), {VALUE: cell})

    def _bare(self, row: Row) -> Iterator[Reading]:
        year = _bare_year(row) or 1
        if len(row.cells) > 1:
            yield Reading(
                labels=tuple(self._cell(row, column) for column in range(year)),
                year=self._cell(row, year),
                group=None,
                kind=None,
                numbers={},
                bare=tuple(self._cell(row, column) for column in range(year + 1, len(row.cells))),
            )


def find(sheet: Sheet, catalogue: Catalogue) -> Layout | None:
    """The layout of a campus's table, None where there is none."""
    head = list(enumerate(sheet.rows[:HEADER_ROWS], 1))
    for start, row in head:
        if layout := _long_layout(row, sheet, start):
            return layout
    for start, row in head:
        if layout := _wide_layout(row, sheet, start, catalogue):
            return layout
    bare = any(_bare_year(row) and catalogue.names(row.text(0)) for _, row in head)
    return Layout() if bare else None


def _columns(row: Row) -> dict[str, int]:
    """What the columns of a header are; where several may be the same, the surest."""
    titles: dict[str, int] = {}
    for column, text in enumerate(row.cells):
        titles.setdefault(" ".join(_ASIDE.sub("", fold(text)).strip(" .:*").split()), column)
    return {
        role: titles[title]
        for role, known in _HEADERS.items()
        if (title := next((title for title in known if title in titles), None))
    }


def _with_kind(columns: dict[str, int], content: Iterable[Row]) -> dict[str, int]:
    """The columns, « Nombre » being either which number a row gives, or the number itself."""
    kind = columns.pop(_KIND, None)
    texts = {row.text(kind) for row in content} - {""} if kind is not None else set()
    if kind is None or not texts or not all(part_of(text) for text in texts):
        return columns
    return {**{name: column for name, column in columns.items() if column != kind}, _KIND: kind}


def _long_layout(row: Row, sheet: Sheet, start: int) -> Layout | None:
    columns = _columns(row)
    labels = tuple(columns[name] for name in _LABELS if name in columns)
    if not labels or _YEAR not in columns or not any(name in columns for name in NUMBERS):
        return None
    return Layout(row.cells, start, _with_kind(columns, islice(sheet.rows, start, None)), labels)


def _wide_layout(row: Row, sheet: Sheet, start: int, catalogue: Catalogue) -> Layout | None:
    years = tuple(column for column, text in enumerate(row.cells) if years_of(text))
    columns = _columns(row)
    if not years or _YEAR in columns or any(catalogue.names(text) for text in row.cells[: years[0]] if text):
        return None
    labels = tuple(columns[name] for name in _LABELS if name in columns)
    if not labels:
        labels = tuple(column for column in range(years[0]) if column not in columns.values())
        first = islice(sheet.rows, start, start + HEADER_ROWS)
        if not any(catalogue.names(line.text(column)) for line in first for column in labels):
            return None
    return Layout(row.cells, start, _with_kind(columns, islice(sheet.rows, start, None)), labels, years)


def _bare_year(row: Row) -> int | None:
    """The column of the year in a table without header: the second, or the third after id and name."""
    return next((column for column in (1, 2) if years_of(row.text(column))), None)
