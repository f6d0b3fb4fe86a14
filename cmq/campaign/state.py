"""What is stored: a flat map of fields, and what changes it.

The journal, the workbook, the merge of two versions and the detection of conflicts all speak of fields alone, so
that they need not know what a field means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from cmq.days import stored_day

Scalar = str | int | float | bool | None


class Field(NamedTuple):
    """The address of one value."""

    kind: str
    id: str
    name: str


State = Mapping[Field, Scalar]
"""Every value that is set; a field without value is absent, never None."""


class Edit(NamedTuple):
    """One field's change; ``before`` is what its author saw."""

    field: Field
    before: Scalar
    after: Scalar


class Change(NamedTuple):
    """What was recorded at once, by one author, as one revision."""

    revision: int
    time: datetime
    author: str
    edits: tuple[Edit, ...]


class Clash(NamedTuple):
    """A field that two people changed: the value kept, and the one that was not written."""

    field: Field
    kept: Scalar
    refused: Scalar


def apply_edits(state: State, edits: Iterable[Edit]) -> dict[Field, Scalar]:
    """A new state with the edits' ``after`` values; None removes the field."""
    result = dict(state)
    for edit in edits:
        if edit.after is None:
            result.pop(edit.field, None)
        else:
            result[edit.field] = edit.after
    return result


def text_of(value: Scalar) -> str:
    """The text of a field; empty for a value of another type."""
    return value if isinstance(value, str) else ""


def integer_of(value: Scalar) -> int | None:
    """The whole number of a field, None for a value of another type."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def date_of(value: Scalar) -> date | None:
    """The day of a field, None for what is no ISO date."""
    return stored_day(value) if isinstance(value, str) else None


def members_of(values: Mapping[str, Scalar], prefix: str) -> frozenset[str]:
    """What the flags that begin with ``prefix`` name."""
    return frozenset(
        name.removeprefix(prefix)
        for name, value in values.items()
        if value is True and name.startswith(prefix)
    )
