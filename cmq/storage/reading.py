""".xlsx -> fields: what a workbook says, cell by cell, and what in it could not be understood."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from datetime import datetime
from typing import NamedTuple

from python_calamine import CalamineError, CalamineWorkbook

from cmq import guards
from cmq.campaign import CHECK_PREFIX, REQUIREMENT_PREFIX, Field, Scalar
from cmq.cells import NotUnderstood, cell_text, is_blank, stripped
from cmq.days import stored_moment
from cmq.errors import NewerFormat, UnreadableWorkbook
from cmq.framework import Framework
from cmq.storage import committee_rows, indicator_rows, layout
from cmq.storage.cells import Levels, Lexicon, Names, from_typed_cell, link_ids
from cmq.storage.grid import Line, Row
from cmq.storage.intake import Intake, Remark
from cmq.storage.journal import Position
from cmq.storage.values import digest
from cmq.text import fold

FOREIGN = (
    "Ce classeur n'a pas été écrit par Boussole CMQ, ou sa feuille « Méta » a été supprimée ou modifiée : "
    "il ne peut pas être rattaché à une campagne."
)

_PROFILE = tuple(replace(column, header=layout.VALUE) for column in layout.PROFILE_ROWS)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the application wrote on « Méta »: of which journal and revision the workbook is."""

    journal: str
    revision: int
    date: datetime
    position: Position
    digest: str
    format: int = layout.FORMAT
    """Of the workbook; what a later one brought is not missing in it."""


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
            names = {fold(name): name for name in workbook.sheet_names}

            def sheet(title: str) -> list[Row] | None:
                name = names.get(fold(title))
                if name is None:
                    return None
                rows: list[Row] = [*workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)]
                return rows

            stamp = _stamp(sheet(layout.META))
            lists = _lists(sheet(layout.LISTS))
            lexicon = Lexicon(
                Levels(lists.levels, layout.scale(framework)), Names(lists.roles, layout.roles(framework))
            )
            reader = _Reader(lexicon, stamp.format, stamp.journal)
            reader.linkable.update(requirement.id for requirement in framework.assessed)
            reader.others(sheet(layout.OTHERS))
            reader.profile(sheet(layout.PROFILE))
            reader.answers(sheet(layout.ANSWERS))
            reader.checks(sheet(layout.CHECKS), framework)
            reader.annex(sheet(layout.ANNEX))
            reader.targets(sheet(layout.TARGETS))
            indicator_rows.read(reader, sheet(layout.INDICATORS), framework, lists.indicators, lists.groups)
            committee_rows.read(reader, sheet)
            reader.evidence(sheet(layout.EVIDENCE))
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
            sheets: dict[str, list[Row]] = {
                title: [*workbook.get_sheet_by_name(title).to_python(skip_empty_area=False)]
                for title in (layout.META, layout.PROFILE)
                if title in workbook.sheet_names
            }
    except CalamineError as error:
        raise UnreadableWorkbook(guards.DAMAGED) from error
    reader = _Reader(Lexicon(Levels(), Names()), _stamp(sheets.get(layout.META)).format)
    reader.profile(sheets.get(layout.PROFILE))
    return {field.name: value for field, value in reader.values.items()}


class _Lists(NamedTuple):
    """The sheet « Listes »: the words that the workbook was written with, which go before those of today."""

    levels: dict[int, str]
    indicators: dict[str, str]
    groups: dict[str, str]
    roles: dict[str, str]


def _lists(rows: list[Row] | None) -> _Lists:
    lists = _Lists({}, {}, {}, {})
    for row in (rows or [])[1:]:
        level, level_name, *pairs = (*row, *[None] * 8)[:8]
        if isinstance(level, float) and level.is_integer() and isinstance(level_name, str):
            lists.levels[int(level)] = level_name
        for names, id_, name in zip(lists[1:], pairs[::2], pairs[1::2], strict=True):
            if isinstance(id_, str) and id_ and isinstance(name, str):
                names[id_] = name
    return lists


@dataclass(slots=True)
class _Reader(Intake):
    linked: set[str] = dataclass_field(default_factory=set)
    linkable: set[str] = dataclass_field(default_factory=set)

    def content(self, stamp: Stamp) -> Content:
        return Content(
            stamp,
            self.values,
            frozenset(self.rows),
            frozenset(self.columns),
            frozenset(self.emptied - self.values.keys()),
            frozenset(self.linked),
            frozenset(self.linkable),
            tuple(self.remarks),
            digest(self.values),
        )

    def others(self, rows: list[Row] | None) -> None:
        """« Autres » comes first: a value shown on a sheet of its own goes before it."""
        table = self.table(
            layout.OTHERS, rows, (layout.OBJECT, layout.ID, layout.NAME, layout.KIND, layout.VALUE)
        )
        value_index = table.index(layout.VALUE) if table else None
        if table is None or value_index is None:
            return
        for line in table.lines():
            field = Field(line.text(layout.OBJECT), line.text(layout.ID), line.text(layout.NAME))
            if not field.kind or not field.name:
                self.remark(line, layout.OBJECT, "l'objet et le champ sont nécessaires")
                continue
            try:
                value = from_typed_cell(line.text(layout.KIND), line.cells[value_index])
            except NotUnderstood as error:
                self.remark(line, layout.VALUE, str(error), field)
                continue
            self.set(field, value)

    def profile(self, rows: list[Row] | None) -> None:
        """« Campagne »: a row a field."""
        table = self.table(layout.PROFILE, rows, (layout.ID, layout.VALUE))
        if table is None:
            return
        places = {place.column.name: place for place in self.places(table, _PROFILE)}
        for line in table.lines() if places else ():
            name = line.text(layout.ID)
            if name in places:
                self.take(line, places[name], Field("campagne", "", name))
            else:
                self.remark(line, layout.ID, "rubrique inconnue")

    def answers(self, rows: list[Row] | None) -> None:
        """« Réponses »: a row a requirement."""
        self.linkable.update(self.entities(layout.ANSWERS, rows, layout.ANSWER_COLUMNS, "reponse") or ())

    def checks(self, rows: list[Row] | None, framework: Framework) -> None:
        """« Vérifications »: a row a check; that of one that is made by itself says nothing.

        The workbook tells which these are, since the framework may have changed.
        """
        headers = (layout.ID, layout.REQUIREMENT, layout.CHECKED, layout.CHECK_FAMILY)
        table = self.table(layout.CHECKS, rows, headers)
        owner = table.index(layout.REQUIREMENT) if table else None
        if table is None or owner is None:
            return
        family = table.index(layout.CHECK_FAMILY)
        known = frozenset[str]()
        if family is None and not self.is_later(layout.CHECKS, layout.CHECK_FAMILY):
            known = frozenset(check.id for r in framework.assessed for check in r.checks if check.family)
        places = self.places(table, (layout.CHECK_COLUMN,))
        for line, id_ in self.identified(table):
            requirement = stripped(line.cells[owner])
            if not requirement:
                self.remark(line, layout.REQUIREMENT, "l'exigence manque")
                continue
            if id_ in known or (family is not None and not is_blank(line.cells[family])):
                continue
            field = Field("reponse", requirement, CHECK_PREFIX + id_)
            for place in places:
                self.take(line, place, field)

    def annex(self, rows: list[Row] | None) -> None:
        """« Annexe »: a row a dimension."""
        self.entities(layout.ANNEX, rows, (layout.ANNEX_COLUMN,), "annexe")

    def targets(self, rows: list[Row] | None) -> None:
        """« Objectifs »: a row an indicator."""
        self.entities(layout.TARGETS, rows, layout.TARGET_COLUMNS, "indicateur")

    def evidence(self, rows: list[Row] | None) -> None:
        """« Preuves »: a row a piece of evidence."""
        headers = (layout.ID, layout.LINKS, *(column.header for column in layout.EVIDENCE_COLUMNS))
        table = self.table(layout.EVIDENCE, rows, headers)
        if table is None:
            return
        places = self.places(table, layout.EVIDENCE_COLUMNS, "preuve")
        links = table.index(layout.LINKS)
        for line, id_ in self.identified(table, "P-"):
            self.row(line, "preuve", id_, places)
            if links is not None:
                self._links(line, line.cells[links], id_)

    def _links(self, line: Line, cell: object, id_: str) -> None:
        found: list[str] = []
        for name in link_ids(cell):
            requirement = name if name in self.linkable else self._similar(name)
            if requirement is None:
                self.remark(line, layout.LINKS, f"l'exigence « {name[:40]} » est inconnue")
                return
            found.append(requirement)
        for requirement in found:
            self.values[Field("preuve", id_, REQUIREMENT_PREFIX + requirement)] = True
        self.linked.add(id_)

    def _similar(self, name: str) -> str | None:
        return next((id_ for id_ in self.linkable if fold(id_) == fold(name)), None)

    def unknown_sheets(self, names: list[str]) -> None:
        """Tell of the sheets that the application did not write."""
        known = {fold(title) for title in layout.TITLES if not self.is_later(title)}
        for name in names:
            if fold(name) not in known:
                self.remarks.append(
                    Remark(f"La feuille « {name} » n'est pas de Boussole CMQ : elle n'est pas reprise.")
                )


def _stamp(rows: list[Row] | None) -> Stamp:
    if not rows:
        raise UnreadableWorkbook(FOREIGN)
    entries = {cell_text(row[0]): row[1] for row in rows if len(row) > 1}
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
        moment = stored_moment(text(layout.META_DATE))
    except ValueError as error:
        raise UnreadableWorkbook(FOREIGN) from error
    revision = integer(layout.META_REVISION)
    start, end = integer(layout.META_LINE_START), integer(layout.META_LINE_END)
    if revision < 0 or not 0 <= start < end:
        raise UnreadableWorkbook(FOREIGN)
    return Stamp(
        text(layout.META_JOURNAL),
        revision,
        moment,
        Position(start, end, revision, text(layout.META_LINE_DIGEST)),
        text(layout.META_DIGEST),
        integer(layout.META_FORMAT),
    )
