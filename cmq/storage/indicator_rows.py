"""The sheet « Indicateurs » -> values: which value a row speaks of, and what it says of it.

A row is known by its indicator, its year and its group, so that people may add rows and correct a year. « Identifiant »
tells what the application wrote the row for: where the rest says something else, the value has moved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from cmq.campaign import Field, value_id, value_parts
from cmq.cells import NotUnderstood, is_blank, stripped
from cmq.framework import Framework
from cmq.storage import layout
from cmq.storage.cells import Names, year
from cmq.storage.grid import Line, Row, Table
from cmq.storage.intake import Intake

KIND = "valeur"

_IDENTITY = (layout.INDICATOR, layout.YEAR, layout.GROUP)


class _Value(NamedTuple):
    """A row, the value that it was written for and the one that it speaks of; empty where there is none."""

    line: Line
    written: str
    id: str

    @property
    def moved(self) -> bool:
        return self.written != self.id


def read(
    intake: Intake,
    rows: list[Row] | None,
    framework: Framework,
    indicators: Mapping[str, str],
    groups: Mapping[str, str],
) -> None:
    """Take the sheet; ``indicators`` and ``groups`` are the names that the workbook was written with, by id."""
    headers = (layout.ID, *_IDENTITY, *(column.header for column in layout.VALUE_COLUMNS))
    table = intake.table(layout.INDICATORS, rows, headers)
    if table is None:
        return
    places = intake.places(table, layout.VALUE_COLUMNS, KIND)
    identities = _Identities(intake, table, framework, indicators, groups)
    values = [value for line in table.lines() if (value := identities.of(line)).id]
    taken, kept = _settle(intake, values)
    for id_, value in taken.items():
        intake.row(value.line, KIND, id_, places)
    for id_, value in taken.items():
        if value.moved and value.written and value.written not in taken and value.written not in kept:
            _leave(intake, value.written, id_)


def _settle(intake: Intake, values: Sequence[_Value]) -> tuple[dict[str, _Value], dict[str, _Value]]:
    """The row of each value, and the values that stay as they were since their rows cannot be taken.

    Of several rows for one value, one that was written for it goes first, then the upper one. A row that is not
    taken keeps its place, which another may have wanted in turn.
    """
    kept: dict[str, _Value] = {}
    waiting = sorted(values, key=lambda value: value.moved)
    while True:
        taken: dict[str, _Value] = {}
        refused: list[tuple[_Value, _Value]] = []
        for value in waiting:
            holder = kept.get(value.id) if value.moved else None
            if holder is None:
                holder = taken.setdefault(value.id, value)
            if holder is not value:
                refused.append((value, holder))
        if not refused:
            return taken, kept
        for value, holder in refused:
            reason = f"« {value.id} » figure déjà à la ligne {holder.line.number}"
            intake.remark(value.line, layout.YEAR, reason)
            if value.written:
                kept.setdefault(value.written, value)
        gone = {value.line.number for value, _ in refused}
        waiting = [value for value in waiting if value.line.number not in gone]


def _leave(intake: Intake, old: str, new: str) -> None:
    """Nothing of a value that moved stays behind, not even what only « Autres » could show."""
    intake.rows.add((KIND, old))
    for column in layout.VALUE_COLUMNS:
        value = intake.values.pop(Field(KIND, old, column.name), None)
        if value is not None:
            intake.values.setdefault(Field(KIND, new, column.name), value)


class _Identities:
    """Which value each row of the sheet speaks of."""

    def __init__(
        self,
        intake: Intake,
        table: Table,
        framework: Framework,
        indicators: Mapping[str, str],
        groups: Mapping[str, str],
    ) -> None:
        self._intake = intake
        self._framework = framework
        self._names = indicators, groups
        self._id = table.index(layout.ID) or 0
        self._places = [index for header in _IDENTITY if (index := table.index(header)) is not None]
        self._whole = len(self._places) == len(_IDENTITY)
        self._written_indicators: dict[object, str] = {id_: id_ for id_ in indicators}
        self._written_groups: dict[object, str] = {"": "", **{name: id_ for id_, name in groups.items()}}

    @cached_property
    def _indicators(self) -> Names:
        return Names(self._names[0], {i.id: i.name for i in self._framework.indicators})

    @cached_property
    def _groups(self) -> Names:
        return Names(self._names[1], {id_: group.name for id_, group in self._framework.groups.items()})

    def of(self, line: Line) -> _Value:
        """The value of a row; where its cells do not tell, the one that it was written for."""
        found = line.cells[self._id]
        cells = [line.cells[index] for index in self._places]
        if self._whole and (told := self._at_once(cells)) is not None and told == found:
            return _Value(line, told, told)
        written = stripped(found)
        if value_parts(written) is None:
            written = ""
        if not self._whole or all(map(is_blank, cells)):
            if not written:
                what = "l'indicateur et l'année manquent" if self._whole else "l'identifiant manque"
                self._intake.remark(line, layout.ID, what)
            return _Value(line, written, written)
        return _Value(line, written, self._told(line, cells, written) or written)

    def _at_once(self, cells: Sequence[object]) -> str | None:
        """The value that cells tell in the words that the application writes, as nearly all do."""
        indicator, told, group = cells
        try:
            return value_id(self._written_indicators[indicator], year(told), self._written_groups[group])
        except (KeyError, NotUnderstood):
            return None

    def _told(self, line: Line, cells: Sequence[object], written: str) -> str | None:
        """The value that the cells tell; None where one of them is not understood."""
        found_year: int | None = None
        indicator, group = self._indicator(line, cells[0]), self._group(line, cells[2])
        try:
            found_year = year(cells[1])
        except NotUnderstood as error:
            shown = stripped(cells[1])[:40]
            what = f"l'année « {shown} » n'est pas comprise, {error}" if shown else "l'année manque"
            self._intake.remark(line, layout.YEAR, what)
        if indicator is None or found_year is None or group is None:
            return None
        id_ = value_id(indicator, found_year, group)
        if id_ != written and group and not self._divided(indicator, group):
            what = f"l'indicateur {indicator} n'a pas de groupe « {self._groups.names[group][:40]} »"
            self._intake.remark(line, layout.GROUP, what)
            return None
        return id_

    def _indicator(self, line: Line, cell: object) -> str | None:
        text = stripped(cell)
        found = self._indicators.find(text) if text else None
        if found is None:
            what = f"l'indicateur « {text[:40]} » est inconnu" if text else "l'indicateur manque"
            self._intake.remark(line, layout.INDICATOR, what)
        return found

    def _group(self, line: Line, cell: object) -> str | None:
        """The group, empty for the whole; None where it is unknown."""
        text = stripped(cell)
        found = self._groups.find(text) if text else ""
        if found is None:
            self._intake.remark(line, layout.GROUP, f"le groupe « {text[:40]} » est inconnu")
        return found

    def _divided(self, indicator_id: str, group_id: str) -> bool:
        indicator = next((i for i in self._framework.indicators if i.id == indicator_id), None)
        breakdowns = indicator.breakdowns if indicator is not None else ()
        return any(
            group_id == group.id for id_ in breakdowns for group in self._framework.breakdown(id_).groups
        )
