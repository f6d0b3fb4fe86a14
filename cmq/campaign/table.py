"""A kind of thing that a campaign stores: everything that the journal, the workbook and the rules know of it.

A table is made from its object, a dataclass of ``cmq.campaign.columns``. To add one: a module that declares both, and
an attribute of ``Campaign``. Its sheet, its journal lines and its page in ``docs/format.md`` follow.
"""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from cmq.campaign.columns import FORMAT, Column, Shape
from cmq.campaign.state import Field, Scalar, members_of

if TYPE_CHECKING:
    from cmq.framework import Framework
    from cmq.scoring import Results

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Computed:
    """A column that is written and not read back."""

    header: str
    width: int
    show: Callable[[Results, str], object]
    """What it shows of the row of that id: a text, a number, a date, a flag, a state or a measure."""
    before: str = ""
    """The name of the column that it stands before; none for the end."""
    empty: str = ""
    """What stands for nothing."""
    header_of: Callable[[Framework], str] | None = None
    """Where the framework gives the header, a noun with its article; empty leaves the column out."""


class Identity(NamedTuple):
    """An id that is made of several things."""

    parts: Callable[[str], tuple[Any, ...] | None]
    """The object's first attributes; None for a text that is no such id."""
    columns: tuple[Column, ...] = ()
    """Columns that show the parts, where people may write them."""
    of: tuple[str, ...] = ()
    """The kinds of the tables whose ids the parts are."""
    expected: str = ""
    """What is said of a text that is no such id."""


def as_stored(_results: Results, ids: Collection[str]) -> Iterable[str]:
    """A row for all that is stored, in the order in which it came."""
    return ids


class Table(Generic[Record]):
    """One kind of thing: its fields, its ids, its sheet."""

    def __init__(  # noqa: PLR0913 - a declaration: each word of it is said once
        self,
        record: type[Record],
        kind: str,
        *,
        about: str,
        ids: str,
        sheet: str = "",
        content: str = "",
        fill: str = "",
        unknown: str = "« {} » est inconnu",
        new: str = "",
        digits: int = 12,
        open_: bool = False,
        rows: Callable[[Results, Collection[str]], Iterable[str]] = as_stored,
        computed: tuple[Computed, ...] = (),
        identity: Identity | None = None,
        school_years: Callable[[Results, str], bool] | None = None,
        id_width: int = 24,
        frozen: int = 1,
        carried: bool = False,
        single: bool = False,
        since: int = FORMAT,
    ) -> None:
        """Declare the table ``kind`` of ``record`` objects.

        In French: ``about`` says what one is, ``ids`` what its id is, ``content`` what its ``sheet`` holds (a table
        without sheet is shown on « Autres »), ``fill`` what people complete there, ``unknown`` what is said of an id
        that has no row.

        ``new`` begins the ids of what people add, ``digits`` more follow; they may be added in the workbook too if it is
        ``open_``. ``rows`` gives, of the stored ids, those that have a row, in order. ``school_years`` tells whether
        the years of a row are school years. ``frozen`` columns stay in sight. ``carried`` goes on to the next
        campaign; ``single`` has one row, shown a line a field.
        """
        self.record = record
        self.kind = kind
        self.about = about
        self.ids = ids
        self.sheet = sheet
        self.content = content
        self.fill = fill
        self.unknown = unknown
        self.new = new
        self.digits = digits
        self.open = open_
        self.rows = rows
        self.computed = computed
        self.identity = identity
        self.school_years = school_years
        self.id_width = id_width
        self.frozen = frozen
        self.carried = carried
        self.single = single
        self.since = since
        self._read: list[tuple[str, str, Callable[[Scalar], object]]] = []
        self._ticked: list[tuple[str, str]] = []
        self._rest = ""
        fields: list[Column] = []
        for attribute in dataclasses.fields(record):  # type: ignore[arg-type]
            column, read = attribute.metadata.get("column"), attribute.metadata.get("read")
            if column is not None:
                fields.append(column)
                if read is not None:
                    self._read.append((attribute.name, column.name, read))
                else:
                    self._ticked.append((attribute.name, column.name))
            elif "rest" in attribute.metadata:
                self._rest = attribute.name
                fields.extend(attribute.metadata["rest"])
        self.fields = tuple(fields)
        """Every field that is known."""
        self.columns = tuple(column for column in fields if sheet and (column.width or single))
        """Those that have a column, in order."""
        self._flags = frozenset(c.name for c in fields if c.shape is Shape.FLAG)
        self._flag_prefixes = tuple(
            c.name for c in fields if c.shape in (Shape.FLAG, Shape.LINKS) and c.name.endswith(":")
        )
        self.links = tuple(column for column in self.columns if column.shape is Shape.LINKS)
        self._named = {column.name: column for column in self.columns if column.shape is not Shape.LINKS}
        self._attributes = frozenset(name for _, name, _ in self._read)
        self._has_id = any(attribute.name == "id" for attribute in dataclasses.fields(record))  # type: ignore[arg-type]

    def field(self, id_: str, name: str) -> Field:
        """The address of a value."""
        return Field(self.kind, id_, name)

    def new_id(self) -> str:
        """A fresh id, unique across processes."""
        return self.new + uuid.uuid4().hex[: self.digits]

    def column(self, name: str) -> Column | None:
        """The column that shows a field by itself; None for any other field."""
        return self._named.get(name)

    def is_flag(self, name: str) -> bool:
        """Whether a field is only ever on or absent."""
        return name in self._flags or name.startswith(self._flag_prefixes)

    def layout(self, framework: Framework) -> list[Column | Computed]:
        """The columns of the sheet after that of the id."""
        computed = [c for c in self.computed if c.header_of is None or c.header_of(framework)]
        identity = self.identity.columns if self.identity is not None else ()
        found: list[Column | Computed] = []
        for column in (*identity, *self.columns):
            found += [c for c in computed if c.before == column.name]
            found.append(column)
        return [*found, *(c for c in computed if not c.before)]

    def build(self, id_: str, values: Mapping[str, Scalar]) -> Record | None:
        """The object of stored values; one of the wrong type counts as absent. None where the id is none."""
        first: tuple[Any, ...] = (id_,) if self._has_id else ()
        if self.identity is not None:
            parts = self.identity.parts(id_)
            if parts is None:
                return None
            first = parts
        found: dict[str, object] = {
            attribute: read(values[name]) for attribute, name, read in self._read if name in values
        }
        for attribute, prefix in self._ticked:
            found[attribute] = members_of(values, prefix)
        if self._rest:
            own = {name: value for name, value in values.items() if name not in self._attributes}
            found[self._rest] = MappingProxyType(own)
        return self.record(*first, **found)

    def describe(self, name: str) -> str:
        """A field in the words of the workbook."""
        for column in self.fields:
            if column.name == name:
                return column.header
            if column.name.endswith(":") and name.startswith(column.name):
                return f"{column.one or column.header} {name.removeprefix(column.name)}"
        return name
