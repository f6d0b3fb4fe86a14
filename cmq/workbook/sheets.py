"""Cells, styles and headers that every sheet of the workbook shares."""

# ruff: noqa: SLF001 - openpyxl sets styles and types of cells fast only past its own setters

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from cmq.campaign import NOT_AVAILABLE
from cmq.campaign.columns import Shape
from cmq.workbook.cells import NO, YES, Cell

INK = "1B2A41"
BLUE = "1F4E79"
PALE = "F3F6FA"
LINE = "D0D7E2"

DATE_FORMAT = "dd/mm/yyyy"
TEXT_FORMAT = "@"
PERCENT_FORMAT = "0.0\u00a0%"

SPARE_ROWS = 500
"""Empty rows below a table that takes new ones which also get its lists and checks."""

_LINE_POINTS = 15.0
_MAX_ROW_POINTS = 409.0
"""The highest row that Excel shows."""

_FORMULA_STARTS = ("=", "+", "-", "@")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class Style(Enum):
    """What a cell is for."""

    TITLE = auto()
    SUBTITLE = auto()
    PLAIN = auto()
    HEADER = auto()
    TEXT = auto()
    INPUT = auto()
    COMPUTED = auto()
    COUNT = auto()
    NUMBER = auto()
    FIGURE = auto()
    """A number with the decimals that it has."""
    DATE = auto()
    COMPUTED_DATE = auto()
    PERCENT = auto()


@dataclass(frozen=True, slots=True)
class _Ready:
    """A style made once: setting fonts and fills a cell at a time would take most of the writing time."""

    style: Any
    quoted: Any
    """The same, for a text that a spreadsheet would take for a formula once somebody edits it."""


class Styles:
    """The styles of one workbook."""

    def __init__(self, book: Workbook) -> None:
        side = Side(style="thin", color=LINE)
        border = Border(left=side, right=side, top=side, bottom=side)
        wrapped = Alignment(wrap_text=True, vertical="top")
        plain = Font(name="Calibri", size=11, color=INK)
        pale = PatternFill("solid", start_color=PALE)
        looks: dict[Style, dict[str, Any]] = {
            Style.TITLE: {"font": Font(name="Calibri", size=18, bold=True, color=BLUE)},
            Style.SUBTITLE: {"font": Font(name="Calibri", size=13, bold=True, color=BLUE)},
            Style.PLAIN: {"font": plain},
            Style.HEADER: {
                "font": Font(name="Calibri", size=11, bold=True, color="FFFFFF"),
                "fill": PatternFill("solid", start_color=BLUE),
                "alignment": Alignment(wrap_text=True, vertical="center"),
                "border": border,
            },
            Style.TEXT: {"font": plain, "alignment": wrapped},
            Style.INPUT: {
                "font": plain,
                "alignment": wrapped,
                "border": border,
                "number_format": TEXT_FORMAT,
            },
            Style.COMPUTED: {"font": plain, "alignment": wrapped, "border": border, "fill": pale},
            Style.COUNT: {
                "font": plain,
                "alignment": Alignment(horizontal="center", vertical="top"),
                "border": border,
                "fill": pale,
            },
            Style.NUMBER: {
                "font": plain,
                "alignment": Alignment(horizontal="left", vertical="top"),
                "border": border,
                "number_format": "0",
            },
            Style.FIGURE: {
                "font": plain,
                "alignment": Alignment(horizontal="right", vertical="top"),
                "border": border,
            },
            Style.DATE: {
                "font": plain,
                "alignment": Alignment(horizontal="left", vertical="top"),
                "border": border,
                "number_format": DATE_FORMAT,
            },
            Style.COMPUTED_DATE: {
                "font": plain,
                "alignment": Alignment(horizontal="left", vertical="top"),
                "border": border,
                "fill": pale,
                "number_format": DATE_FORMAT,
            },
            Style.PERCENT: {
                "font": plain,
                "alignment": Alignment(horizontal="center", vertical="top"),
                "border": border,
                "fill": pale,
                "number_format": PERCENT_FORMAT,
            },
        }
        scratch = book.create_sheet("_")
        self._ready: dict[Style, _Ready] = {}
        for row, (style, look) in enumerate(looks.items(), start=1):
            cell = scratch.cell(row, 1)
            for attribute, value in look.items():
                setattr(cell, attribute, value)
            bare = copy(cell._style)
            cell.quotePrefix = True
            self._ready[style] = _Ready(bare, copy(cell._style))
        book.remove(scratch)

    def __getitem__(self, style: Style) -> _Ready:
        return self._ready[style]


def put(sheet: Worksheet, row: int, column: int, value: Cell, style: _Ready) -> None:
    """Write a cell; text stays text, whatever it begins with or looks like."""
    # The setters cost more than all the rest, and take some texts for formulas, numbers or errors.
    cell: Any = sheet.cell(row, column)
    cell._style = style.style
    if value is None or value == "":
        return
    if not isinstance(value, str):
        cell._value = value
        cell.data_type = "d" if isinstance(value, date) else "n"
        return
    # Excel reads _x0041_ as a character code.
    cell._value = _ESCAPED.sub("_x005F_", value)
    cell.data_type = "s"
    if value.startswith(_FORMULA_STARTS):
        cell._style = style.quoted


_STYLES = {
    Shape.DATE: Style.DATE,
    Shape.INTEGER: Style.NUMBER,
    Shape.YEAR: Style.NUMBER,
    Shape.NUMBER: Style.FIGURE,
}


def style_for(shape: Shape) -> Style:
    """What a cell that people fill looks like."""
    return _STYLES.get(shape, Style.INPUT)


def offer(sheet: Worksheet, formula: str, cells: str, message: str = "") -> None:
    """Let people choose in a list in those cells (addresses apart by spaces), and nothing else if there is a message."""
    if not cells:
        return
    validation = DataValidation(
        type="list", formula1=formula, allow_blank=True, showErrorMessage=bool(message)
    )
    if message:
        validation.errorTitle, validation.error = "Valeur inconnue", message
    for part in cells.split():
        validation.add(part)
    sheet.add_data_validation(validation)


def offer_words(sheet: Worksheet, words: Iterable[str], cells: str, message: str) -> None:
    """Let people choose among some words, and nothing else, in those cells."""
    offer(sheet, f'"{",".join(words)}"', cells, message)


def offer_yes_no(sheet: Worksheet, cells: str) -> None:
    """Let people answer yes or no, and nothing else, in those cells."""
    offer_words(sheet, (YES, NO), cells, "Répondez par oui ou par non.")


def dates_only(sheet: Worksheet, cells: str) -> None:
    """Refuse what is no date in those cells."""
    dates = DataValidation(
        type="date", operator="greaterThan", formula1="61", allow_blank=True, showErrorMessage=True
    )
    dates.errorTitle, dates.error = "Date", "Une date comme 23/11/2026 est attendue."
    dates.add(cells)
    sheet.add_data_validation(dates)


def numbers_only(sheet: Worksheet, letter: str, cells: str) -> None:
    """Refuse what is no number nor « nd » in those cells of a column."""
    formula = f'OR(ISNUMBER({letter}2),{letter}2="{NOT_AVAILABLE}")'
    numbers = DataValidation(type="custom", formula1=formula, allow_blank=True, showErrorMessage=True)
    numbers.errorTitle = "Nombre"
    numbers.error = (
        f"Un nombre est attendu, ou {NOT_AVAILABLE} s'il n'est pas disponible. "
        "Un taux de 62,5\u00a0% s'écrit 62,5."
    )
    numbers.add(cells)
    sheet.add_data_validation(numbers)


def blocks(letter: str, rows: Iterable[int]) -> str:
    """« D2:D4 D6:D9 »: cells of a column, those that follow one another together."""
    found: list[tuple[int, int]] = []
    for row in rows:
        first = found.pop()[0] if found and found[-1][1] == row - 1 else row
        found.append((first, row))
    return " ".join(f"{letter}{first}:{letter}{last}" for first, last in found)


def print_on_a4(sheet: Worksheet) -> None:
    """Landscape, as wide as the page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def widths(sheet: Worksheet, values: Iterable[float]) -> None:
    """Set the widths of the first columns, in characters."""
    for index, width in enumerate(values, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width


def fit_rows(sheet: Worksheet) -> None:
    """Make every row but the header as high as its longest wrapped text, as LibreOffice would not."""
    for number, row in enumerate(sheet.iter_rows(min_row=2), start=2):
        lines = 1
        for cell in row:
            if isinstance(cell.value, str):
                width = sheet.column_dimensions[get_column_letter(cell.column)].width
                lines = max(lines, sum(1 + int(len(part) / width) for part in cell.value.split("\n")))
        if lines > 1:
            sheet.row_dimensions[number].height = min(lines * _LINE_POINTS, _MAX_ROW_POINTS)


def header(sheet: Worksheet, titles: Sequence[tuple[str, float]], styles: Styles) -> None:
    """Write the first row and set the widths of its columns."""
    widths(sheet, (width for _, width in titles))
    for column, (title, _) in enumerate(titles, start=1):
        put(sheet, 1, column, title, styles[Style.HEADER])
    sheet.row_dimensions[1].height = 32


def finish(sheet: Worksheet, columns: int, last: int, freeze: str) -> None:
    """Heights, frozen header, filter and print setup of a table of that many columns and rows."""
    fit_rows(sheet)
    sheet.freeze_panes = freeze
    sheet.auto_filter.ref = f"A1:{get_column_letter(columns)}{max(last, 1)}"
    print_on_a4(sheet)
    sheet.print_title_rows = "1:1"
