"""Values and objectives -> the sheets « Indicateurs » and « Objectifs »."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cmq import french
from cmq.campaign import NOT_AVAILABLE, Field, State, indicator_field, value_field, value_parts
from cmq.framework import Indicator, PeriodKind
from cmq.indicators import Measures
from cmq.storage import layout
from cmq.storage.cells import Cell, Column, Shape, to_cell
from cmq.storage.places import Places
from cmq.storage.sheets import SPARE_ROWS, Style, Styles, finish, header, offer, offer_words, put, style_for
from cmq.tables import latest_text

_NUMBERS = tuple(column for column in layout.VALUE_COLUMNS if column.shape is Shape.NUMBER)
_TEXTS = tuple(column for column in layout.VALUE_COLUMNS if column.shape is not Shape.NUMBER)


@dataclass(frozen=True, slots=True)
class IndicatorSheets:
    """What both sheets are written from."""

    state: State
    places: Places
    measures: Measures
    styles: Styles

    def write_values(self, sheet: Worksheet) -> None:
        """Fill « Indicateurs »: a row a value."""
        identity = (
            (layout.ID, 24),
            (layout.INDICATOR, 13),
            (layout.INDICATOR_NAME, 40),
            (layout.YEAR, 11),
            (layout.GROUP, 26),
        )
        first_number = len(identity) + 1
        result = first_number + len(_NUMBERS)
        titles = (
            *identity,
            *((column.header, column.width) for column in _NUMBERS),
            (layout.RESULT, 20),
            *((column.header, column.width) for column in _TEXTS),
        )
        header(sheet, titles, self.styles)
        computed, text = self.styles[Style.COMPUTED], self.styles[Style.INPUT]
        rows = self._values()
        for number, (id_, indicator, year, group) in enumerate(rows, start=2):
            put(sheet, number, 1, id_, computed)
            put(sheet, number, 2, indicator.id, text)
            put(sheet, number, 3, indicator.name, computed)
            self._put(sheet, (number, 4), Shape.YEAR, _year(indicator, year))
            put(sheet, number, 5, self.places.groups.shown(group) if group else None, text)
            put(sheet, number, result, self._result(indicator, year, group), computed)
            for start, columns in ((first_number, _NUMBERS), (result + 1, _TEXTS)):
                for index, column in enumerate(columns, start=start):
                    cell = self._shown(value_field(id_, column.name), column)
                    self._put(sheet, (number, index), column.shape, cell)
        last = len(rows) + 1
        offer_indicators(sheet, self.places, f"B2:B{last + SPARE_ROWS}")
        _numbers_only(sheet, range(first_number, result), last + SPARE_ROWS)
        finish(sheet, len(titles), last, "D2")

    def write_targets(self, sheet: Worksheet) -> None:
        """Fill « Objectifs »: a row an indicator."""
        identity = (
            (layout.ID, 17),
            (layout.FAMILY, 22),
            (layout.INDICATOR, 44),
            (layout.UNIT, 14),
            (layout.DIRECTION, 22),
        )
        columns = layout.TARGET_COLUMNS
        first = len(identity) + 1
        titles = (*identity, *((column.header, column.width) for column in columns), (layout.LATEST, 24))
        header(sheet, titles, self.styles)
        computed = self.styles[Style.COMPUTED]
        for number, indicator in enumerate(self.places.indicators.values(), start=2):
            for index, word in enumerate(self._words(indicator), start=1):
                put(sheet, number, index, word, computed)
            for index, column in enumerate(columns, start=first):
                cell = self._shown(indicator_field(indicator.id, column.name), column)
                if column.shape is Shape.YEAR:
                    cell = _year(indicator, cell)
                self._put(sheet, (number, index), column.shape, cell)
            result = self.measures.result(indicator.id)
            put(sheet, number, len(titles), latest_text(result) if result else None, computed)
        last = len(self.places.indicators) + 1
        for index, column in enumerate(columns, start=first):
            if column.shape is Shape.NUMBER:
                _numbers_only(sheet, range(index, index + 1), max(last, 2))
            elif column.choices:
                words = [word for _, word in column.choices]
                letter = get_column_letter(index)
                message = "Répondez par oui ou par non, ou videz la cellule."
                offer_words(sheet, words, f"{letter}2:{letter}{max(last, 2)}", message)
        finish(sheet, len(titles), last, "D2")

    def _values(self) -> list[tuple[str, Indicator, int, str]]:
        """Id, indicator, year and group of each value that has a row.

        In the order of the catalogue, then by year, the whole before its groups.
        """
        order = {id_: place for place, id_ in enumerate(self.places.indicators)}
        groups = {id_: place for place, id_ in enumerate(("", *self.places.groups.names))}
        ids = {
            field.id
            for field, value in self.state.items()
            if field.kind == "valeur" and self.places.has(field, value)
        }
        found = [(id_, *parts) for id_ in ids if (parts := value_parts(id_)) is not None]
        found.sort(key=lambda row: (order[row[1]], row[2], groups[row[3]]))
        return [(id_, self.places.indicators[name], year, group) for id_, name, year, group in found]

    def _result(self, indicator: Indicator, year: int, group: str) -> str:
        result = self.measures.result(indicator.id)
        if result is None:
            return french.measure(None)
        if group:
            return french.measure(result.groups.get((year, group)))
        return french.measure(next((total for total in result.totals if total.year == year), None))

    def _words(self, indicator: Indicator) -> Sequence[str]:
        families = {family.id: family.name for family in self.measures.framework.families}
        family = families.get(indicator.family, "")
        return indicator.id, family, indicator.name, indicator.unit, french.DIRECTIONS[indicator.direction]

    def _shown(self, field: Field, column: Column) -> Cell:
        return to_cell(column, self.state.get(field), self.places.lexicon)

    def _put(self, sheet: Worksheet, place: tuple[int, int], shape: Shape, cell: Cell) -> None:
        """Write a cell that people fill; a school year needs one that takes text as it is."""
        style = Style.INPUT if shape is Shape.YEAR and isinstance(cell, str) else style_for(shape)
        put(sheet, *place, cell, self.styles[style])


def offer_indicators(sheet: Worksheet, places: Places, cells: str) -> None:
    """Let people choose an indicator in those cells."""
    offer(sheet, places.indicator_list, cells, "Choisissez un indicateur dans la liste.")


def _year(indicator: Indicator, year: Cell) -> Cell:
    """A number, or « 2024-2025 » for a school year."""
    if indicator.period is PeriodKind.SCHOOL and isinstance(year, int):
        return french.period(indicator, year)
    return year


def _numbers_only(sheet: Worksheet, columns: range, last: int) -> None:
    """Refuse what is no number nor « nd » in those columns, down to the row ``last``."""
    top, end = f"{get_column_letter(columns[0])}2", f"{get_column_letter(columns[-1])}{last}"
    formula = f'OR(ISNUMBER({top}),{top}="{NOT_AVAILABLE}")'
    numbers = DataValidation(type="custom", formula1=formula, allow_blank=True, showErrorMessage=True)
    numbers.errorTitle = "Nombre"
    numbers.error = (
        f"Un nombre est attendu, ou {NOT_AVAILABLE} s'il n'est pas disponible. "
        "Un taux de 62,5\u00a0% s'écrit 62,5."
    )
    numbers.add(f"{top}:{end}")
    sheet.add_data_validation(numbers)
