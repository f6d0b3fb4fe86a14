"""How a stored value is declared: once, as an attribute of the object that holds it.

A table's object is a frozen dataclass whose attributes say everything of their values::

    @dataclass(frozen=True, slots=True)
    class Member:
        id: str
        name: str = columns.text("Nom", "nom", 28)
        role: str = columns.named("Rôle", "role", 40, ROLES)

The French header and the width (in characters) are those of the column in the workbook, the second word is the name of
the stored field, the maker is its type. What a value of another type is read as is the attribute's default.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from cmq.campaign.state import Scalar, date_of, integer_of, text_of
from cmq.days import stored_moment
from cmq.text import parts_of

if TYPE_CHECKING:
    from cmq.framework import Framework
    from cmq.scoring import Results

FORMAT = 3
"""The workbook's format from which on what says nothing else is there."""


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
    """« oui »; a value that is not on is absent."""
    CHOICE = auto()
    NAME = auto()
    """An id of a vocabulary, by its name."""
    LINKS = auto()
    """The ids of rows of another table, « ; » between them; a flag a row is stored."""


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Ids of the framework and the names that people know them by, as the sheet « Listes » has them."""

    ids: type[str | int]
    """What an id is."""
    key: str
    """Header of the ids."""
    word: str
    """Header of the names."""
    choose: str
    """What is said to who writes anything else."""
    known: Callable[[Framework], Mapping[Any, str]]
    """Names by id, in order."""
    own: Callable[[Results], Mapping[Any, str]] = lambda _: {}
    """Those that the campaign adds."""


@dataclass(frozen=True, slots=True)
class Column:
    """One value of each row: a column (on a sheet of one row, a line)."""

    header: str
    name: str
    """Of the stored field; of ``LINKS`` and ticked flags, what the fields' names begin with."""
    shape: Shape
    width: int = 0
    choices: tuple[tuple[str, str], ...] = ()
    """For ``CHOICE``: stored value and word shown."""
    one: str = ""
    """Of ``LINKS``: what a sentence calls one of them."""
    choose: str = "Choisissez dans la liste."
    """For ``CHOICE``: what is said to who writes anything else."""
    vocabulary: Vocabulary | None = None
    """What is offered; of ``NAME``, what is taken."""
    rows_of: str = ""
    """The kind of the table whose ids are offered, or linked."""
    off: str = "non"
    """What an absent flag shows."""
    where: Callable[[Framework, str], bool] | None = None
    """The rows whose flag people may set; None for all of them."""
    since: int = FORMAT
    """The format that brought it: an earlier workbook does not lack it."""


def text(
    header: str, name: str, width: int = 0, *, vocabulary: Vocabulary | None = None, rows_of: str = ""
) -> Any:
    """A text of 32,767 UTF-16 units at most, with the ids that are offered for it."""
    return _attribute(
        Column(header, name, Shape.TEXT, width, vocabulary=vocabulary, rows_of=rows_of), "", text_of
    )


def ids(header: str, name: str, width: int = 0) -> Any:
    """A text that lists ids."""
    return _attribute(Column(header, name, Shape.TEXT, width), (), ids_of)


def day(header: str, name: str, width: int = 0) -> Any:
    """A date, stored in ISO form."""
    return _attribute(Column(header, name, Shape.DATE, width), None, date_of)


def moment(header: str, name: str) -> Any:
    """A date and time, stored in ISO form; the local zone where it tells none."""
    return _attribute(Column(header, name, Shape.TEXT), None, _moment)


def integer(header: str, name: str, width: int = 0) -> Any:
    """A whole number of 15 digits at most."""
    return _attribute(Column(header, name, Shape.INTEGER, width), None, integer_of)


def number(header: str, name: str, width: int = 0) -> Any:
    """A number as it was typed, « nd », or the text that is none."""
    return _attribute(Column(header, name, Shape.NUMBER, width), None, _as_it_is)


def year(header: str, name: str, width: int = 0) -> Any:
    """A year as it was typed; a school year is that in which it begins."""
    return _attribute(Column(header, name, Shape.YEAR, width), None, _as_it_is)


def level(header: str, name: str, width: int, vocabulary: Vocabulary) -> Any:
    """A level of the framework's scale."""
    return _attribute(Column(header, name, Shape.LEVEL, width, vocabulary=vocabulary), None, integer_of)


def flag(
    header: str,
    name: str,
    width: int = 0,
    *,
    off: str = "non",
    where: Callable[[Framework, str], bool] | None = None,
) -> Any:
    """A mark that is on or absent."""
    return _attribute(Column(header, name, Shape.FLAG, width, off=off, where=where), False, _is_on)


def choice(header: str, name: str, width: int, words: Mapping[Any, str], default: Any = None) -> Any:
    """One of a few values, each with the word that the workbook shows."""
    by_value = {str(value): value for value in words}
    choices = tuple((str(value), word) for value, word in words.items())

    def read(value: Scalar) -> object:
        return by_value.get(value, default) if isinstance(value, str) else default

    return _attribute(Column(header, name, Shape.CHOICE, width, choices), default, read)


def yes_or_no(header: str, name: str, width: int, yes: str, no: str) -> Any:
    """A yes, a no, or None where neither is said."""

    def read(value: Scalar) -> bool | None:
        return {yes: True, no: False}.get(value) if isinstance(value, str) else None

    choose = f"Répondez par {yes} ou par {no}, ou videz la cellule."
    column = Column(header, name, Shape.CHOICE, width, ((yes, yes), (no, no)), choose=choose)
    return _attribute(column, None, read)


def named(header: str, name: str, width: int, vocabulary: Vocabulary) -> Any:
    """An id of a vocabulary, which people write by its name."""
    return _attribute(Column(header, name, Shape.NAME, width, vocabulary=vocabulary), "", text_of)


def ticked(header: str, prefix: str) -> Any:
    """Ids, each stored as a flag that begins with ``prefix``, on no sheet of this table."""
    return _attribute(Column(header, prefix, Shape.FLAG), frozenset(), None)


def links(header: str, one: str, prefix: str, width: int, rows_of: str) -> Any:
    """Ids of rows of another table, each stored as a flag that begins with ``prefix``."""
    return _attribute(Column(header, prefix, Shape.LINKS, width, one=one, rows_of=rows_of), frozenset(), None)


def since(format_: int, attribute: Any) -> Any:
    """The attribute in a column that this format brought: an earlier workbook does not lack it."""
    column = dataclasses.replace(attribute.metadata["column"], since=format_)
    return dataclasses.field(default=attribute.default, metadata={**attribute.metadata, "column": column})


def rest(*described: Column) -> Any:
    """Every other field, by name; those that are known have a word."""
    return dataclasses.field(default_factory=lambda: MappingProxyType({}), metadata={"rest": described})


def words(kinds: type[StrEnum], *shown: str) -> dict[Any, str]:
    """The words of an enumeration, in its order."""
    return dict(zip(kinds, shown, strict=True))


def ids_of(value: Scalar) -> tuple[str, ...]:
    """The ids of a list that a field holds as text, each once."""
    return tuple(dict.fromkeys(parts_of(text_of(value))))


def _attribute(column: Column, default: object, read: Callable[[Scalar], object] | None) -> Any:
    return dataclasses.field(default=default, metadata={"column": column, "read": read})


def _as_it_is(value: Scalar) -> Scalar:
    return value


def _is_on(value: Scalar) -> bool:
    return value is True


def _moment(value: Scalar) -> datetime | None:
    try:
        return stored_moment(text_of(value))
    except ValueError:
        return None
