""".xlsx -> fields: what a workbook says, cell by cell, and what in it could not be understood."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from cmq.campaign import ANSWERS, BY_KIND, CHECK_PREFIX, PROFILE, TABLES, VALUES, Field, Scalar
from cmq.campaign.columns import Column, Shape
from cmq.campaign.table import Table
from cmq.campaign.values import digest
from cmq.campaign.vocabularies import VOCABULARIES
from cmq.errors import UnreadableWorkbook
from cmq.framework import Framework
from cmq.text import fold
from cmq.workbook import guards, indicator_rows, titles
from cmq.workbook.cells import NotUnderstood, from_typed_cell, is_blank, reader, stripped
from cmq.workbook.grid import Row
from cmq.workbook.intake import Intake, Place, Remark
from cmq.workbook.stamp import Stamp, stamp_of
from cmq.workbook.words import Lists, lexicon_for

Sheet = Callable[[str], list[Row] | None]
"""The rows of a sheet by its title, None where it is missing."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a workbook says."""

    stamp: Stamp
    values: Mapping[Field, Scalar]
    """Every value that it shows; none of them is None."""
    rows: frozenset[tuple[str, str]]
    """Kind and id of everything that has a row: answers, evidence, annex texts, indicators, meetings and so on."""
    columns: frozenset[tuple[str, str]]
    """Kind and name of the fields that such a row has a column for."""
    emptied: frozenset[Field]
    """Other fields whose cell is there and is empty."""
    linked: frozenset[Field]
    """Lists of ids that were read whole, as what the names of their fields begin with."""
    linkable: Mapping[str, frozenset[str]]
    """The ids that such a list may name, by kind."""
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
        table = BY_KIND.get(field.kind)
        return any(
            field._replace(name=column.name) in self.linked
            and field.name.startswith(column.name)
            and field.name.removeprefix(column.name) in self.linkable[column.rows_of]
            for column in (table.links if table is not None else ())
        )


def read(content: bytes, framework: Framework) -> Content:
    """Read a workbook.

    Raises ``UnreadableWorkbook`` (no whole, harmless workbook of this application) or ``NewerFormat``.
    """
    guards.check(content)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            sheet = _sheets(workbook)
            stamp = stamp_of(sheet(titles.META))
            written = _lists(sheet(titles.LISTS))
            intake = Intake(lexicon_for(framework, written), stamp.format, stamp.journal)
            intake.known[ANSWERS.kind].update(requirement.id for requirement in framework.assessed)
            _others(intake, sheet(titles.OTHERS))  # first: a value shown on a sheet of its own goes before it
            for table in sorted(TABLES, key=_after_what_it_names):
                rows = sheet(table.sheet) if table.sheet else None
                if table.single:
                    _single(intake, table, rows)
                elif table is VALUES:
                    indicator_rows.read(intake, rows, framework, written)
                elif table.sheet:
                    intake.entities(table, rows)
            intake.settle_links()
            _checks(intake, sheet(titles.CHECKS), framework)
            _unknown_sheets(intake, workbook.sheet_names)
    except CalamineError as error:
        raise UnreadableWorkbook(guards.DAMAGED) from error
    return Content(
        stamp,
        intake.values,
        frozenset(intake.rows),
        frozenset(intake.columns),
        frozenset(intake.emptied - intake.values.keys()),
        frozenset(intake.linked),
        {column.rows_of: frozenset(intake.known[column.rows_of]) for t in TABLES for column in t.links},
        tuple(intake.remarks),
        digest(intake.values),
    )


def _after_what_it_names(table: Table[Any]) -> bool:
    """Whether its rows are told apart by those of other tables, which are read first."""
    return table.identity is not None and bool(table.identity.of)


def _sheets(workbook: CalamineWorkbook) -> Sheet:
    names = {fold(name): name for name in workbook.sheet_names}

    def sheet(title: str) -> list[Row] | None:
        name = names.get(fold(title))
        if name is None:
            return None
        return [*workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)]

    return sheet


def read_profile(content: bytes) -> dict[str, Scalar]:
    """The fields of the sheet « Campagne » alone, by name, for lists of campaigns.

    Raises what ``read`` raises.
    """
    guards.check(content)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            sheet = _sheets(workbook)
            stamp, rows = stamp_of(sheet(titles.META)), sheet(PROFILE.sheet)
    except CalamineError as error:
        raise UnreadableWorkbook(guards.DAMAGED) from error
    intake = Intake({}, stamp.format)
    _single(intake, PROFILE, rows)
    return {field.name: value for field, value in intake.values.items()}


def _lists(rows: list[Row] | None) -> Lists:
    """« Listes »: the words that the workbook was written with, which go before those of today."""
    lists: dict[Any, dict[Any, str]] = {vocabulary: {} for vocabulary in VOCABULARIES}
    for row in (rows or [])[1:]:
        pairs = zip(row[::2], row[1::2], strict=False)
        for vocabulary, (cell, name) in zip(VOCABULARIES, pairs, strict=False):
            id_ = int(cell) if isinstance(cell, float) and cell.is_integer() else cell
            if isinstance(id_, vocabulary.ids) and id_ != "" and isinstance(name, str) and name:
                lists[vocabulary][id_] = name
    return lists


def _others(intake: Intake, rows: list[Row] | None) -> None:
    """« Autres »: a row a field, with the type of its value."""
    headers = (titles.OBJECT, titles.ID, titles.NAME, titles.KIND, titles.VALUE)
    grid = intake.grid(titles.OTHERS, rows, headers)
    at = grid.index(titles.VALUE) if grid else None
    if grid is None or at is None:
        return
    for line in grid.lines():
        field = Field(line.text(titles.OBJECT), line.text(titles.ID), line.text(titles.NAME))
        if not field.kind or not field.name:
            intake.remark(line, titles.OBJECT, "l'objet et le champ sont nécessaires")
            continue
        try:
            value = from_typed_cell(line.text(titles.KIND), line.cells[at])
        except NotUnderstood as error:
            intake.remark(line, titles.VALUE, str(error), field)
            continue
        intake.set(field, value)


def _single(intake: Intake, table: Table[Any], rows: list[Row] | None) -> None:
    """The sheet of a table of one row: a line a field."""
    grid = intake.grid(table.sheet, rows, (titles.ID, titles.VALUE), (titles.ENTRY,))
    at = grid.index(titles.VALUE) if grid else None
    if grid is None or at is None:
        return
    places = {
        column.name: Place(
            replace(column, header=titles.VALUE), at, plain=False, read=reader(column, intake.lexicon)
        )
        for column in table.columns
    }
    for line in grid.lines():
        name = line.text(titles.ID)
        if name in places:
            intake.take(line, places[name], table.field("", name))
        else:
            intake.remark(line, titles.ID, "rubrique inconnue")


def _checks(intake: Intake, rows: list[Row] | None, framework: Framework) -> None:
    """« Vérifications »: a row a check; that of one that is made by itself says nothing.

    The workbook tells which these are, since the framework may have changed; where it does not, the framework.
    """
    headers = (titles.ID, titles.REQUIREMENT, titles.CHECKED, titles.CHECK_FAMILY)
    grid = intake.grid(titles.CHECKS, rows, headers, (titles.CHECK_TEXT,))
    owner = grid.index(titles.REQUIREMENT) if grid else None
    if grid is None or owner is None:
        return
    family, at = grid.index(titles.CHECK_FAMILY), grid.index(titles.CHECKED)
    by_itself = {check.id for r in framework.assessed for check in r.checks if check.family}
    place = Place(_CHECKED, at, plain=False, read=reader(_CHECKED, {})) if at is not None else None
    for line, id_ in intake.identified(grid):
        requirement = stripped(line.cells[owner])
        if not requirement:
            intake.remark(line, titles.REQUIREMENT, "l'exigence manque")
        elif place is not None and (id_ not in by_itself if family is None else is_blank(line.cells[family])):
            intake.take(line, place, ANSWERS.field(requirement, CHECK_PREFIX + id_))


_CHECKED = Column(titles.CHECKED, CHECK_PREFIX, Shape.FLAG)


def _unknown_sheets(intake: Intake, names: list[str]) -> None:
    """Tell of the sheets that the application did not write."""
    later = {table.sheet for table in TABLES if intake.format < table.since}
    known = {fold(title) for title in titles.TITLES if title not in later}
    for name in names:
        if fold(name) not in known:
            intake.remarks.append(
                Remark(f"La feuille « {name} » n'est pas de Boussole CMQ : elle n'est pas reprise.")
            )
