"""How a value looks in a cell, and what a cell that somebody filled says.

``to_cell`` gives None for a value that its cell cannot show so that ``reader`` finds the very same one: another
framework's level, a date of before 1900, a number with more digits than a spreadsheet keeps, text in place of a number.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache

from cmq import numerals
from cmq.campaign import NOT_AVAILABLE, Scalar
from cmq.campaign.columns import Column, Shape
from cmq.campaign.values import MAX_INTEGER, same
from cmq.campaign.vocabularies import LEVELS
from cmq.days import YEARS, stored_day, written_day, written_years
from cmq.text import clean_text, fold
from cmq.workbook.words import Lexicon, Names

YES = "oui"
NO = "non"

Cell = str | int | float | date | None
"""What is written to a cell."""

Reader = Callable[[object], Scalar]


class NotUnderstood(ValueError):
    """A cell's content is no value of its column; the text is French and says what is expected."""


def to_cell(column: Column, value: Scalar, lexicon: Lexicon) -> Cell:  # noqa: C901, PLR0911 - one a shape
    """What shows ``value`` in its column; None where only the sheet « Autres » can."""
    match column.shape:
        case Shape.TEXT:
            return value if isinstance(value, str) else None
        case Shape.INTEGER:
            return value if isinstance(value, int) and not isinstance(value, bool) else None
        case Shape.NUMBER:
            return _figure_cell(value)
        case Shape.YEAR:
            known = isinstance(value, int) and not isinstance(value, bool) and value in YEARS
            return value if known else None
        case Shape.DATE:
            return _date_cell(value)
        case Shape.LEVEL:
            if not isinstance(value, int) or isinstance(value, bool):
                return None
            return lexicon[LEVELS].names.get(value)
        case Shape.FLAG:
            return YES if value is True else None
        case Shape.CHOICE:
            return dict(column.choices).get(value) if isinstance(value, str) else None
        case Shape.NAME:
            return _names(column, lexicon).shown(value) if isinstance(value, str) else None
        case Shape.LINKS:
            return None


def reader(column: Column, lexicon: Lexicon) -> Reader:
    """What gives the value that a cell of the column shows, None where it is empty; it raises ``NotUnderstood``."""
    if column.shape is Shape.LEVEL:
        return _if_filled(lambda cell: _level(cell, lexicon[LEVELS]))
    if column.shape is Shape.NAME:
        return _if_filled(lambda cell: _name(cell, _names(column, lexicon)))
    if column.shape is Shape.CHOICE:
        exact: dict[object, str] = {word: value for value, word in column.choices}
        return _if_filled(lambda cell: exact.get(cell) or _choice(cell, column.choices))
    return _READERS[column.shape]


_TYPE_TEXT = "texte"
_TYPE_INTEGER = "entier"
_TYPE_NUMBER = "nombre"
_TYPE_FLAG = "oui/non"


def to_typed_cell(value: str | float) -> tuple[str, Cell]:
    """The words of « Type » and « Valeur » on the sheet « Autres »."""
    if isinstance(value, bool):
        return _TYPE_FLAG, YES if value else NO
    if isinstance(value, int):
        return _TYPE_INTEGER, value
    if isinstance(value, float):
        # A spreadsheet keeps 15 digits; a number that has more stays exact as text.
        return _TYPE_NUMBER, value if float(f"{value:.15g}") == value else repr(value)
    return _TYPE_TEXT, value


def from_typed_cell(kind: str, cell: object) -> Scalar:
    """The value of a row of « Autres », None where it is empty. Raises ``NotUnderstood``."""
    if is_blank(cell):
        return None
    match fold(kind):
        case "texte":
            return cell_text(cell)
        case "entier":
            return _integer(cell)
        case "nombre":
            return _number(cell)
        case "oui/non":
            return flag(cell) is True
        case _:
            raise NotUnderstood(
                f"type attendu : {_TYPE_TEXT}, {_TYPE_INTEGER}, {_TYPE_NUMBER} ou {_TYPE_FLAG}"
            )


def is_blank(cell: object) -> bool:
    """Whether a cell shows nothing."""
    return cell == "" or cell is None or (isinstance(cell, str) and cell.isspace())


def cell_text(cell: object) -> str:
    """A cell's content as text, dates and whole numbers as somebody who typed them sees them."""
    if isinstance(cell, str):
        return clean_text(cell)
    if isinstance(cell, bool):
        return "VRAI" if cell else "FAUX"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return clean_text(str(cell))


def stripped(cell: object) -> str:
    """A cell's text without the spaces around it, empty where it shows nothing."""
    if isinstance(cell, str) and cell.isprintable():
        return cell.strip()
    return "" if is_blank(cell) else cell_text(cell).strip()


_YES = {fold(word) for word in (YES, "o", "vrai", "x", "1", "✓", "✔", "true", "yes")}
_NO = {fold(word) for word in (NO, "n", "faux", "0", "false", "no")}


def flag(cell: object) -> bool | None:
    """True for a yes, None for a no or an empty cell. Raises ``NotUnderstood``."""
    if cell == YES:
        return True
    if cell == NO or is_blank(cell):
        return None
    text = fold(cell_text(cell))
    if text in _YES:
        return True
    if text in _NO:
        return None
    raise NotUnderstood(f"attendu : « {YES} » ou « {NO} »")


@lru_cache(maxsize=512)
def year(cell: object) -> int:
    """The year of a cell, that in which a school year begins. Raises ``NotUnderstood``."""
    if isinstance(cell, str):
        found = _year_in(cell.strip())
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
        found = int(cell) if YEARS.start <= cell < YEARS.stop and cell == int(cell) else None
    else:
        found = None
    if found is None:
        raise NotUnderstood("attendu : une année comme 2024, ou 2024-2025 pour une année scolaire")
    return found


def _year_in(text: str) -> int | None:
    first, second = written_years(text) or (None, "")
    return None if first and second and int(second) != (first + 1) % 10 ** len(second) else first


_FIRST_DAY = date(1900, 3, 1)
"""Before it, the calendar of spreadsheets has a 29 February 1900 that never was."""


def _date_cell(value: Scalar) -> date | None:
    if not isinstance(value, str):
        return None
    day = stored_day(value)
    return date_cell(day) if day and day.isoformat() == value else None


def date_cell(day: date) -> date | None:
    """A day that every spreadsheet shows as it is; None for an earlier one."""
    return day if day >= _FIRST_DAY else None


def _date(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str) and (day := written_day(cell)):
        return day.isoformat()
    raise NotUnderstood("attendu : une date comme 23/11/2026")


def _integer(cell: object) -> int:
    if isinstance(cell, bool):
        raise NotUnderstood("attendu : un nombre entier")
    if isinstance(cell, int):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, str) and re.fullmatch(r"\s*-?[0-9]{1,15}\s*", cell):
        return int(cell)
    raise NotUnderstood("attendu : un nombre entier")


def _figure_cell(value: Scalar) -> str | int | float | None:
    """A number whose cell says whether it is whole, and all its digits; or « nd »."""
    if value == NOT_AVAILABLE:
        return NOT_AVAILABLE
    if isinstance(value, bool) or not isinstance(value, (int, float)) or abs(value) >= MAX_INTEGER:
        return None
    return value if same(value, numerals.scalar(Fraction(value))) else None


def _figure(cell: object) -> Scalar:
    if isinstance(cell, float) and abs(cell) < MAX_INTEGER:
        return int(cell) if cell.is_integer() else numerals.scalar(Fraction(cell))
    if is_blank(cell):
        return None
    if isinstance(cell, str):
        value = numerals.typed(clean_text(cell))
        if value == NOT_AVAILABLE or not isinstance(value, str):
            return value
    raise NotUnderstood(f"attendu : un nombre comme 1234,5, ou « {NOT_AVAILABLE} » s'il n'est pas disponible")


def _number(cell: object) -> float:
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return float(cell)
    if isinstance(cell, str):
        try:
            value = float(cell.strip().replace(",", "."))
        except ValueError:
            value = math.nan
        if math.isfinite(value):
            return value
    raise NotUnderstood("attendu : un nombre")


def _level(cell: object, levels: Names) -> int:
    if isinstance(cell, str):
        value = levels.find(cell)
        if isinstance(value, int):
            return value
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool) and cell in levels.names:
        return int(cell)
    raise NotUnderstood("attendu : " + ", ".join(f"« {name} »" for name in levels.names.values()))


def _names(column: Column, lexicon: Lexicon) -> Names:
    if column.vocabulary is None:
        raise ValueError(column.name)
    return lexicon[column.vocabulary]


def _name(cell: object, names: Names) -> str:
    found = names.find(cell_text(cell))
    if isinstance(found, str):
        return found
    known = ", ".join(f"« {name} »" for name in names.names.values())
    raise NotUnderstood(f"attendu : {known}" if known else "ce nom est inconnu")


def _choice(cell: object, choices: Sequence[tuple[str, str]]) -> str:
    text = fold(cell_text(cell))
    for value, word in choices:
        if text in (fold(word), fold(value)):
            return value
    raise NotUnderstood("attendu : " + " ou ".join(f"« {word} »" for _, word in choices))


def _if_filled(read: Reader) -> Reader:
    return lambda cell: None if is_blank(cell) else read(cell)


_READERS: Mapping[Shape, Reader] = {
    Shape.TEXT: _if_filled(cell_text),
    Shape.INTEGER: _if_filled(_integer),
    Shape.NUMBER: _figure,
    Shape.YEAR: _if_filled(year),
    Shape.DATE: _if_filled(_date),
    Shape.FLAG: flag,
}
