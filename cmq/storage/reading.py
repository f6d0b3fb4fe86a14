""".xlsx -> fields: what a workbook says, cell by cell, and what in it could not be understood."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from datetime import datetime
from typing import NamedTuple

from openpyxl.utils import get_column_letter
from python_calamine import CalamineError, CalamineWorkbook

from cmq.campaign import CHECK_PREFIX, REQUIREMENT_PREFIX, Field, Scalar
from cmq.errors import NewerFormat, UnreadableWorkbook
from cmq.framework import Framework
from cmq.storage import guards, layout
from cmq.storage.journal import Position
from cmq.storage.layout import Levels, NotUnderstood, Shape
from cmq.storage.values import digest

FOREIGN = (
    "Ce classeur n'a pas été écrit par Boussole CMQ, ou sa feuille « Méta » a été supprimée ou modifiée : "
    "il ne peut pas être rattaché à une campagne."
)

_Row = Sequence[object]

_PROFILE = {column.name: replace(column, header=layout.VALUE) for column in layout.PROFILE_ROWS}


class Remark(NamedTuple):
    """Something in the workbook that was not taken; ``field`` and ``raw`` tell the value where there is one."""

    text: str
    field: Field | None = None
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the application wrote on « Méta »: of which journal and revision the workbook is."""

    journal: str
    revision: int
    date: datetime
    position: Position
    digest: str


@dataclass(frozen=True, slots=True)
class Content:
    """What a workbook says."""

    stamp: Stamp
    values: Mapping[Field, Scalar]
    """Every value that it shows; none of them is None."""
    rows: frozenset[tuple[str, str]]
    """Kind and id of every answer, piece of evidence and annex text that has a row."""
    columns: frozenset[tuple[str, str]]
    """Kind and name of the fields that such a row has a column for."""
    emptied: frozenset[Field]
    """Other fields whose cell is there and is empty."""
    linked: frozenset[str]
    """Pieces of evidence whose list of requirements was read whole."""
    linkable: frozenset[str]
    """Requirements that such a list may name."""
    remarks: tuple[Remark, ...]
    digest: str

    @property
    def untouched(self) -> bool:
        """Whether it says what the application wrote, whoever saved it last."""
        return self.digest == self.stamp.digest and not self.remarks

    @property
    def unread(self) -> tuple[tuple[Field, str], ...]:
        """The fields whose cells were not understood, and what these show."""
        return tuple((remark.field, remark.raw) for remark in self.remarks if remark.field is not None)

    def speaks_of(self, field: Field, /) -> bool:
        """Whether the workbook shows the field, be it empty; a row that is missing says nothing."""
        if field in self.values or field in self.emptied:
            return True
        if any(field == unread for unread, _ in self.unread):
            return False
        if (field.kind, field.id) in self.rows and (field.kind, field.name) in self.columns:
            return True
        name = field.name.removeprefix(REQUIREMENT_PREFIX)
        return (
            field.kind == "preuve"
            and name != field.name
            and field.id in self.linked
            and name in self.linkable
        )


def read(content: bytes, framework: Framework) -> Content:
    """Read a workbook.

    Raises ``UnreadableWorkbook`` (no whole, harmless workbook of this application) or ``NewerFormat``.
    """
    guards.check(content)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            names = {layout.fold(name): name for name in workbook.sheet_names}

            def sheet(title: str) -> list[_Row] | None:
                name = names.get(layout.fold(title))
                if name is None:
                    return None
                rows: list[_Row] = [*workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)]
                return rows

            stamp = _stamp(sheet(layout.META))
            reader = _Reader(framework, sheet(layout.LISTS))
            reader.others(sheet(layout.OTHERS))
            reader.profile(sheet(layout.PROFILE))
            reader.answers(sheet(layout.ANSWERS))
            reader.checks(sheet(layout.CHECKS))
            reader.annex(sheet(layout.ANNEX))
            reader.evidence(sheet(layout.EVIDENCE), stamp)
            reader.unknown_sheets(workbook.sheet_names)
    except CalamineError as error:
        raise UnreadableWorkbook(guards.DAMAGED) from error
    return reader.content(stamp)


def read_profile(content: bytes) -> dict[str, Scalar]:
    """The fields of the sheet « Campagne » alone, by name, for lists of campaigns.

    Raises what ``read`` raises.
    """
    guards.check(content)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            sheets: dict[str, list[_Row]] = {
                title: [*workbook.get_sheet_by_name(title).to_python(skip_empty_area=False)]
                for title in (layout.META, layout.PROFILE)
                if title in workbook.sheet_names
            }
    except CalamineError as error:
        raise UnreadableWorkbook(guards.DAMAGED) from error
    _stamp(sheets.get(layout.META))
    reader = _Reader(None, None)
    reader.profile(sheets.get(layout.PROFILE))
    return {field.name: value for field, value in reader.values.items()}


class _Line(NamedTuple):
    """A row of a sheet, with its number as a spreadsheet shows it."""

    table: _Table
    number: int
    cells: _Row

    def address(self, header: str) -> str:
        """« Réponses!E12 »."""
        return f"{self.table.title}!{get_column_letter((self.table.index(header) or 0) + 1)}{self.number}"

    def text(self, header: str) -> str:
        """A cell's text, empty where the column is missing."""
        index = self.table.index(header)
        return _stripped(self.cells[index]) if index is not None else ""

    def raw(self, header: str | None) -> str:
        """What a cell, or the whole row, shows."""
        if header is not None:
            index = self.table.index(header)
            return "" if index is None else layout.cell_text(self.cells[index])
        return " | ".join(layout.cell_text(cell) for cell in self.cells if not layout.is_blank(cell))


class _Table:
    """Rows of a sheet under a header, addressed by the header's words."""

    def __init__(self, title: str, rows: list[_Row]) -> None:
        self.title = title
        self._rows = rows
        header = rows[0] if rows else []
        self._columns = {
            layout.fold(layout.cell_text(cell)): index
            for index, cell in reversed(list(enumerate(header)))
            if not layout.is_blank(cell)
        }

    def index(self, header: str) -> int | None:
        """Where the column of that header is."""
        return self._columns.get(layout.fold(header))

    def has_more_than(self, headers: Sequence[str], computed: Sequence[str] | None) -> bool:
        """Whether there are other columns, with or without a header.

        Where the computed ones are not known (None), those right of the last of ``headers``.
        """
        if computed is None:
            last = self.index(headers[-1])
        elif self._columns.keys() - {layout.fold(header) for header in (*headers, *computed)}:
            return True
        else:
            last = max(self._columns.values(), default=None)
        return last is not None and len(self._rows[0]) > last + 1

    def lines(self) -> Iterator[_Line]:
        """The rows that hold something."""
        for number, row in enumerate(self._rows[1:], start=2):
            if any(row):
                yield _Line(self, number, row)


@dataclass(slots=True)
class _Reader:
    framework: Framework | None
    lists: list[_Row] | None
    values: dict[Field, Scalar] = dataclass_field(default_factory=dict)
    seen_rows: set[tuple[str, str]] = dataclass_field(default_factory=set)
    seen_columns: set[tuple[str, str]] = dataclass_field(default_factory=set)
    emptied: set[Field] = dataclass_field(default_factory=set)
    linked: set[str] = dataclass_field(default_factory=set)
    linkable: set[str] = dataclass_field(default_factory=set)
    remarks: list[Remark] = dataclass_field(default_factory=list)
    levels: Levels = dataclass_field(init=False)

    def __post_init__(self) -> None:
        names: dict[int, str] = {}
        if self.framework is not None:
            names.update(Levels.of(self.framework).names)
            self.linkable.update(r.id for r in self.framework.assessed)
        # The scale that the workbook was written with comes first: the framework may have changed since.
        for row in (self.lists or [])[1:]:
            value, name = (*row, None, None)[:2]
            if isinstance(value, float) and value.is_integer() and isinstance(name, str):
                names[int(value)] = name
        self.levels = Levels(names)

    def content(self, stamp: Stamp) -> Content:
        return Content(
            stamp,
            self.values,
            frozenset(self.seen_rows),
            frozenset(self.seen_columns),
            frozenset(self.emptied - self.values.keys()),
            frozenset(self.linked),
            frozenset(self.linkable),
            tuple(self.remarks),
            digest(self.values),
        )

    def others(self, rows: list[_Row] | None) -> None:
        """« Autres » comes first: a value shown on a sheet of its own goes before it."""
        table = self._table(
            layout.OTHERS, rows, (layout.OBJECT, layout.ID, layout.NAME, layout.KIND, layout.VALUE)
        )
        value_index = table.index(layout.VALUE) if table else None
        if table is None or value_index is None:
            return
        for line in table.lines():
            field = Field(line.text(layout.OBJECT), line.text(layout.ID), line.text(layout.NAME))
            if not field.kind or not field.name:
                self._remark(line, layout.OBJECT, "l'objet et le champ sont nécessaires")
                continue
            try:
                value = layout.from_typed_cell(line.text(layout.KIND), line.cells[value_index])
            except NotUnderstood as error:
                self._remark(line, layout.VALUE, str(error), field)
                continue
            self._set(field, value)

    def profile(self, rows: list[_Row] | None) -> None:
        """« Campagne »: a row a field."""
        table = self._table(layout.PROFILE, rows, (layout.ID, layout.VALUE))
        index = table.index(layout.VALUE) if table else None
        if table is None or index is None:
            return
        for line in table.lines():
            name = line.text(layout.ID)
            if name in _PROFILE:
                self._take(line, line.cells[index], Field("campagne", "", name), _PROFILE[name])
            else:
                self._remark(line, layout.ID, "rubrique inconnue")

    def answers(self, rows: list[_Row] | None) -> None:
        """« Réponses »: a row a requirement."""
        headers = (layout.ID, *(column.header for column in layout.ANSWER_COLUMNS))
        table = self._table(layout.ANSWERS, rows, headers)
        if table is None:
            return
        places = self._places(table, layout.ANSWER_COLUMNS, "reponse")
        for line, id_ in self._identified(table):
            self.linkable.add(id_)
            self._row(line, "reponse", id_, places)

    def checks(self, rows: list[_Row] | None) -> None:
        """« Vérifications »: a row a check."""
        table = self._table(layout.CHECKS, rows, (layout.ID, layout.REQUIREMENT, layout.CHECKED))
        owner = table.index(layout.REQUIREMENT) if table else None
        if table is None or owner is None:
            return
        places = self._places(table, (layout.CHECK_COLUMN,))
        for line, id_ in self._identified(table):
            requirement = _stripped(line.cells[owner])
            if not requirement:
                self._remark(line, layout.REQUIREMENT, "l'exigence manque")
                continue
            field = Field("reponse", requirement, CHECK_PREFIX + id_)
            for column, index in places:
                self._take(line, line.cells[index], field, column)

    def annex(self, rows: list[_Row] | None) -> None:
        """« Annexe »: a row a dimension."""
        table = self._table(layout.ANNEX, rows, (layout.ID, layout.ANNEX_TEXT))
        if table is None:
            return
        places = self._places(table, (layout.ANNEX_COLUMN,), "annexe")
        for line, id_ in self._identified(table):
            self._row(line, "annexe", id_, places)

    def evidence(self, rows: list[_Row] | None, stamp: Stamp) -> None:
        """« Preuves »: a row a piece of evidence.

        One without id, or with one that another row has, is new. Its id comes from its content, so that
        reading the file again finds the same one.
        """
        headers = (layout.ID, layout.LINKS, *(column.header for column in layout.EVIDENCE_COLUMNS))
        table = self._table(layout.EVIDENCE, rows, headers)
        if table is None:
            return
        places = self._places(table, layout.EVIDENCE_COLUMNS, "preuve")
        links = table.index(layout.LINKS)
        seen: set[str] = set()
        for line in table.lines():
            id_ = line.text(layout.ID)
            if not id_ or id_ in seen:
                id_ = _new_id(stamp, line.cells, seen)
            seen.add(id_)
            self._row(line, "preuve", id_, places)
            if links is not None:
                self._links(line, line.cells[links], id_)

    def _links(self, line: _Line, cell: object, id_: str) -> None:
        found: list[str] = []
        for name in layout.link_ids(cell):
            requirement = name if name in self.linkable else self._similar(name)
            if requirement is None:
                self._remark(line, layout.LINKS, f"l'exigence « {name[:40]} » est inconnue")
                return
            found.append(requirement)
        for requirement in found:
            self.values[Field("preuve", id_, REQUIREMENT_PREFIX + requirement)] = True
        self.linked.add(id_)

    def _similar(self, name: str) -> str | None:
        return next((id_ for id_ in self.linkable if layout.fold(id_) == layout.fold(name)), None)

    def unknown_sheets(self, names: list[str]) -> None:
        known = {layout.fold(title) for title in layout.TITLES}
        for name in names:
            if layout.fold(name) not in known:
                self.remarks.append(
                    Remark(f"La feuille « {name} » n'est pas de Boussole CMQ : elle n'est pas reprise.")
                )

    def _table(self, title: str, rows: list[_Row] | None, headers: tuple[str, ...]) -> _Table | None:
        if rows is None:
            self.remarks.append(
                Remark(f"La feuille « {title} » manque : ce que l'application en savait est gardé.")
            )
            return None
        table = _Table(title, rows)
        for header in headers:
            if table.index(header) is None:
                self.remarks.append(
                    Remark(
                        f"{title} : la colonne « {header} » manque ou a changé de nom ; "
                        "ce que l'application en savait est gardé."
                    )
                )
        if table.has_more_than(headers, layout.COMPUTED.get(title)):
            self.remarks.append(Remark(f"{title} : les colonnes ajoutées ne sont pas reprises."))
        return table if table.index(headers[0]) is not None else None

    def _identified(self, table: _Table) -> Iterator[tuple[_Line, str]]:
        seen: set[str] = set()
        index = table.index(layout.ID) or 0
        for line in table.lines():
            id_ = _stripped(line.cells[index])
            if not id_:
                self._remark(line, layout.ID, "l'identifiant manque")
            elif id_ in seen:
                self._remark(line, layout.ID, f"« {id_} » figure déjà plus haut")
            else:
                seen.add(id_)
                yield line, id_

    def _places(
        self, table: _Table, columns: Sequence[layout.Column], kind: str | None = None
    ) -> list[tuple[layout.Column, int]]:
        """The columns that are there, and where; ``kind`` is that of their fields if each row is one entity."""
        found = [(column, table.index(column.header)) for column in columns]
        places = [(column, index) for column, index in found if index is not None]
        if kind is not None:
            self.seen_columns.update((kind, column.name) for column, _ in places)
        return places

    def _row(self, line: _Line, kind: str, id_: str, places: Sequence[tuple[layout.Column, int]]) -> None:
        """Take the cells of a row that has a column a field."""
        if (kind, id_) in self.seen_rows:
            return
        self.seen_rows.add((kind, id_))
        cells = line.cells
        for column, index in places:
            if (cell := cells[index]) == "":
                continue
            field = Field(kind, id_, column.name)
            if column.shape is Shape.TEXT and isinstance(cell, str) and cell.isprintable() and cell.strip():
                self.values[field] = cell  # what most cells are, and ``_take`` would do
            else:
                self._take(line, cell, field, column)

    def _take(self, line: _Line, cell: object, field: Field, column: layout.Column) -> None:
        """Take the value of a cell."""
        try:
            value = layout.from_cell(column, cell, self.levels)
        except NotUnderstood as error:
            self._remark(line, column.header, str(error), field)
            return
        self._set(field, value)

    def _set(self, field: Field, value: Scalar) -> None:
        if value is None:
            self.emptied.add(field)
        else:
            self.values[field] = value

    def _remark(self, line: _Line, header: str, reason: str, field: Field | None = None) -> None:
        """Tell of a cell (that of a field) or a whole row that was not taken."""
        raw = line.raw(header if field is not None else None)
        shown = f" « {raw[:60]} »" if field is not None else ""
        self.remarks.append(
            Remark(f"{line.address(header)}{shown} n'a pas été repris : {reason}.", field, raw)
        )


def _stripped(cell: object) -> str:
    """A cell's text without the spaces around it, empty where it shows nothing."""
    if isinstance(cell, str) and cell.isprintable():
        return cell.strip()
    return "" if layout.is_blank(cell) else layout.cell_text(cell).strip()


def _new_id(stamp: Stamp, row: _Row, seen: set[str]) -> str:
    text = "\x1f".join(layout.cell_text(cell) for cell in row[1:] if not layout.is_blank(cell))
    count = 0
    while True:
        source = f"{stamp.journal}\x1f{count}\x1f{text}"
        id_ = "P-" + hashlib.sha256(source.encode()).hexdigest()[:12]
        if id_ not in seen:
            return id_
        count += 1


def _stamp(rows: list[_Row] | None) -> Stamp:
    if not rows:
        raise UnreadableWorkbook(FOREIGN)
    entries = {layout.cell_text(row[0]): row[1] for row in rows if len(row) > 1}
    version = entries.get(layout.META_FORMAT)
    if not isinstance(version, (int, float)) or isinstance(version, bool):
        raise UnreadableWorkbook(FOREIGN)
    if version > layout.FORMAT:
        raise NewerFormat(
            "Ce classeur vient d'une version plus récente de Boussole CMQ. "
            "Rien n'a été lu ni modifié : mettez l'application à jour, puis rouvrez la campagne."
        )

    def integer(key: str) -> int:
        value = entries.get(key)
        if not isinstance(value, (int, float)) or not float(value).is_integer():
            raise UnreadableWorkbook(FOREIGN)
        return int(value)

    def text(key: str) -> str:
        value = entries.get(key)
        if not isinstance(value, str) or not value:
            raise UnreadableWorkbook(FOREIGN)
        return value

    try:
        moment = datetime.fromisoformat(text(layout.META_DATE))
    except ValueError as error:
        raise UnreadableWorkbook(FOREIGN) from error
    revision = integer(layout.META_REVISION)
    start, end = integer(layout.META_LINE_START), integer(layout.META_LINE_END)
    if revision < 0 or not 0 <= start < end:
        raise UnreadableWorkbook(FOREIGN)
    return Stamp(
        text(layout.META_JOURNAL),
        revision,
        moment if moment.tzinfo else moment.astimezone(),
        Position(start, end, revision, text(layout.META_LINE_DIGEST)),
        text(layout.META_DIGEST),
    )
