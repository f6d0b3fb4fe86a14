"""Tables, files and measures for the tests of the imports."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook

from cmq.campaign import VALUES, Campaign, Field, Scalar, State, apply_edits
from cmq.imports import Proposal, Row, Sheet, pasted
from cmq.indicators import Measures
from tests.unit.builders import CMQ, TODAY

NBSP = "\u00a0"


def measures(state: State | None = None) -> Measures:
    """What a campaign of those fields knows of its indicators."""
    return Measures(CMQ, Campaign.from_state(state or {}), TODAY)


def stored(**values: Mapping[str, Scalar]) -> dict[Field, Scalar]:
    """The fields of values: ``FOR_03__2022={"numerateur": 12}``."""
    return {
        VALUES.field(id_.replace("__", ":").replace("_", "-"), name): value
        for id_, parts in values.items()
        for name, value in parts.items()
    }


def table(*lines: str) -> Sheet:
    """A table whose cells are parted by bars."""
    return Sheet("Tableau", [Row(n, [c.strip() for c in line.split("|")]) for n, line in enumerate(lines, 1)])


def tabbed(*lines: str) -> Sheet:
    """The same, pasted as a spreadsheet copies it."""
    return pasted("\n".join(line.replace("|", "\t") for line in lines))


def ids(proposal: Proposal) -> list[str]:
    """The ids of all the values that are proposed."""
    return [value.id for value in proposal.values]


def taken(proposal: Proposal, state: State | None = None) -> dict[Field, Scalar]:
    """The campaign's fields once everything that is proposed is taken."""
    return apply_edits(state or {}, proposal.edits(state or {}, ids(proposal)))


def faults(proposal: Proposal) -> list[tuple[int, str]]:
    """Row and column of everything that is refused."""
    return [(fault.row, fault.column) for row in proposal.refused for fault in row.faults]


def xlsx(sheets: Mapping[str, Iterable[Sequence[Any]]]) -> bytes:
    """A workbook of those sheets."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
