"""How a value looks in a cell, and what a cell that somebody filled says.

``to_cell`` gives None for a value that its cell cannot show so that ``reader`` finds the very same one: another
framework's level, a date of before 1900, a number with more digits than a spreadsheet keeps, text in place of a number.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Generic, NamedTuple, TypeVar

from cmq import numerals
from cmq.campaign import NOT_AVAILABLE, Scalar
from cmq.cells import NotUnderstood, cell_text, is_blank
from cmq.days import YEARS, stored_day, written_day, written_years
from cmq.storage.values import MAX_INTEGER, same
from cmq.text import clean_text, fold, parts_of

YES = "oui"
NO = "non"

Cell = str | int | float | date | None
"""What is written to a cell."""

Reader = Callable[[object], Scalar]

_Key = TypeVar("_Key")


class Shape(Enum):
    """How a cell shows a value."""

    TEXT = auto()
    INTEGER = auto()
    NUMBER = auto()
    """A number, or « nd »."""
    YEAR = auto()
    DATE = auto()
    LEVEL = auto()
    FLAG = auto()
    CHOICE = auto()
    ROLE = auto()
    """A role of the committee, by its name."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column (or, on « Campagne », a row) that shows one field."""

    header: str
    name: str
    shape: Shape
    width: int
    choices: tuple[tuple[str, str], ...] = ()
    """For ``CHOICE``: stored value and word shown."""


class Words(Generic[_Key]):
    """What the words that people write stand for: exactly, or else accents, case and ligatures aside.

    A word of an earlier list goes before the same one of a later list; one that stands for several things in
    its list stands for none.
    """

    def __init__(self, *lists: Iterable[tuple[str, _Key]]) -> None:
        self._lists = [list(pairs) for pairs in lists]
        self._exact: dict[str, _Key] = {}
        for pairs in reversed(self._lists):
            self._exact.update(_unambiguous(pairs))

    @cached_property
    def _folded(self) -> Mapping[str, _Key]:
        return _unambiguous((fold(word), key) for pairs in self._lists for word, key in pairs)

    def find(self, text: str) -> _Key | None:
        """What the text stands for; None where that is nothing, or several things."""
        text = text.strip()
        found = self._exact.get(text)
        return self._folded.get(fold(text)) if found is None else found


def _unambiguous(pairs: Iterable[tuple[str, _Key]]) -> dict[str, _Key]:
    found: dict[str, _Key] = {}
    several: set[str] = set()
    for word, key in pairs:
        if found.setdefault(word, key) != key:
            several.add(word)
    return {word: key for word, key in found.items() if word not in several}


class Levels:
    """Names of the levels, to and from their values; a scale that comes first goes before the next."""

    def __init__(self, *scales: Mapping[int, str]) -> None:
        self.names = {value: name for scale in reversed(scales) for value, name in scale.items()}
        self._words = Words(*(((name, value) for value, name in scale.items()) for scale in scales))

    def value(self, text: str) -> int | None:
        """The level of that name, accents, case and ligatures aside; None where there is none."""
        return self._words.find(text)


class Names:
    """Ids and the names that people know them by; a list that comes first goes before the next."""

    def __init__(self, *lists: Mapping[str, str]) -> None:
        self.names = {id_: name for names in reversed(lists) for id_, name in names.items()}
        self._words = Words(
            ((id_, id_) for id_ in self.names),
            *(((name, id_) for id_, name in names.items()) for names in lists),
        )

    def find(self, text: str) -> str | None:
        """The id that a text is, or that it names; None where there is none."""
        return self._words.find(text)

    def shown(self, id_: str) -> str | None:
        """The name where it tells which id is meant, else the id; None for an unknown one."""
        name = self.names.get(id_)
        return id_ if name is not None and self.find(name) != id_ else name


class Lexicon(NamedTuple):
    """The words of a framework that stand for values."""

    levels: Levels
    roles: Names


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
            return lexicon.levels.names.get(value)
        case Shape.FLAG:
            return YES if value is True else None
        case Shape.CHOICE:
            return dict(column.choices).get(value) if isinstance(value, str) else None
        case Shape.ROLE:
            return lexicon.roles.shown(value) if isinstance(value, str) else None


def reader(column: Column, lexicon: Lexicon) -> Reader:
    """What gives the value that a cell of the column shows, None where it is empty; it raises ``NotUnderstood``."""
    if column.shape is Shape.LEVEL:
        return _if_filled(lambda cell: _level(cell, lexicon.levels))
    if column.shape is Shape.ROLE:
        return _if_filled(lambda cell: _role(cell, lexicon.roles))
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


def link_ids(cell: object) -> list[str]:
    """The requirement ids that a cell of « Exigences » lists."""
    if is_blank(cell):
        return []
    return parts_of(cell_text(cell))


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
    return day if day and day.isoformat() == value and day >= _FIRST_DAY else None


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


def _level(cell: object, levels: Levels) -> int:
    if isinstance(cell, str):
        value = levels.value(cell)
        if value is not None:
            return value
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool) and cell in levels.names:
        return int(cell)
    raise NotUnderstood("attendu : " + ", ".join(f"« {name} »" for name in levels.names.values()))


def _role(cell: object, roles: Names) -> str:
    found = roles.find(cell_text(cell))
    if found is None:
        known = ", ".join(f"« {name} »" for name in roles.names.values())
        raise NotUnderstood(f"attendu : {known}" if known else "ce rôle est inconnu")
    return found


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
