"""What a file would bring: proposed values, each beside what is stored, and the rows that are refused.

What the application accepts, ``cmq.indicators`` alone decides. A row's empty cell says nothing: it never erases what is
stored, so that a rate that was typed stays beside the counts that a table brings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from cmq import french, numerals
from cmq.campaign import VALUES, Edit, IndicatorEntry, Scalar, State, value_id
from cmq.framework import Calculation, Indicator
from cmq.french import typeset
from cmq.imports.cells import DENOMINATOR, NUMBERS, NUMERATOR, VALUE
from cmq.imports.layouts import Cell
from cmq.indicators import Measures, faults_of, number_fault
from cmq.indicators.value import number
from cmq.numerals import Style

_FRACTION = (
    "Ce taux est lu {rate} % : si la case du classeur est au format pourcentage, c'est cent fois trop peu."
)


class Standing(StrEnum):
    """What a proposed value is beside what is stored."""

    NEW = "new"
    """Nothing is stored for that year and group."""
    CHANGED = "changed"
    SAME = "same"
    """All that it says is stored already."""


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong in a cell of the file, in French, and where it stands."""

    row: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class ProposedValue:
    """What a file says of one indicator, one year and one group or the whole."""

    indicator: Indicator
    entry: IndicatorEntry
    """As the file says it, and no more."""
    before: IndicatorEntry | None
    """As it is stored; None where nothing is."""
    after: IndicatorEntry
    """As it will be stored."""
    rows: tuple[int, ...]
    """The numbers of the rows that it comes from."""
    remarks: tuple[str, ...] = ()
    """What to look at, without being wrong."""

    @property
    def id(self) -> str:
        """The id of the value, by which it is chosen."""
        return value_id(self.entry.indicator, self.entry.year, self.entry.group)

    @property
    def changes(self) -> Mapping[str, tuple[Scalar, Scalar]]:
        """By name of the field, what is stored and what the file says instead."""
        stored = _fields(self.before)
        return {
            name: (stored.get(name), said)
            for name, said in _fields(self.entry).items()
            if not _same(stored.get(name), said)
        }

    @property
    def standing(self) -> Standing:
        """Whether it is new, or changes what is stored."""
        if self.before is None:
            return Standing.NEW
        return Standing.CHANGED if self.changes else Standing.SAME


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row of which nothing is taken, and why."""

    rows: tuple[int, ...]
    title: str
    """What the row says that it is, as far as it is understood."""
    faults: tuple[CellFault, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a table would bring."""

    values: tuple[ProposedValue, ...] = ()
    refused: tuple[RefusedRow, ...] = ()
    style: Style = Style.FRENCH
    """How its numbers were read."""
    certain: bool = True
    """Whether its numbers can be read in no other way."""
    problem: str = ""
    """Why it brings nothing at all."""

    def edits(self, state: State, chosen: Iterable[str]) -> list[Edit]:
        """What takes over the values whose ids are chosen; ``state`` is that of the campaign on screen."""
        ids = frozenset(chosen)
        return [
            Edit(address, state.get(address), said)
            for value in self.values
            if value.id in ids
            for name, said in _fields(value.entry).items()
            if not _same(state.get(address := VALUES.field(value.id, name)), said)
        ]


@dataclass(slots=True)
class Draft:
    """A value while its rows are gathered; ``numbers`` are by name, with the cell that each comes from."""

    indicator: Indicator
    year: int
    group: str
    year_cell: Cell
    numbers: dict[str, tuple[Cell, Scalar]] = field(default_factory=dict)
    source: str = ""
    comment: str = ""
    rows: list[int] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    in_parts: bool = False
    """Whether each row gives one number that it names, so that others may add to it."""


def settled(texts: Iterable[str], style: Style | None = None) -> tuple[Style, bool]:
    """The style in which to read those numbers, and whether no other would read them otherwise."""
    if style is not None:
        return style, True
    known = set(texts)
    found = numerals.style_of(known)
    if found is not None:
        return found, True
    alike = all(len({numerals.parse(text, each) for each in Style}) == 1 for text in known)
    return Style.FRENCH, alike


def assessed(
    drafts: Iterable[Draft], refused: Iterable[RefusedRow], measures: Measures, style: Style, *, certain: bool
) -> Proposal:
    """The proposal that drafts make once each is compared with what is stored."""
    stored = {(entry.indicator, entry.year, entry.group): entry for entry in measures.campaign.entries}
    results = [
        _assess(draft, stored.get((draft.indicator.id, draft.year, draft.group)), measures)
        for draft in drafts
    ]
    listed = [*refused, *(result for result in results if isinstance(result, RefusedRow))]
    return Proposal(
        values=tuple(result for result in results if isinstance(result, ProposedValue)),
        refused=tuple(sorted(listed, key=lambda row: row.rows)),
        style=style,
        certain=certain,
    )


def cell_fault(cell: Cell, text: str) -> CellFault:
    """A fault at a cell, in French typography."""
    return CellFault(cell.row, cell.column, typeset(text))


def _assess(draft: Draft, before: IndicatorEntry | None, measures: Measures) -> ProposedValue | RefusedRow:
    indicator, rules = draft.indicator, measures.framework.indicator_rules
    said = {name: value for name, (_, value) in draft.numbers.items()}
    entry = IndicatorEntry(
        indicator.id,
        draft.year,
        draft.group,
        numerator=said.get(NUMERATOR),
        denominator=said.get(DENOMINATOR),
        value=said.get(VALUE),
        source=draft.source,
        comment=draft.comment,
    )
    after = _merged(before, entry)
    faults, remarks = list(draft.faults), list(draft.remarks)
    if entry.blank and before is None and not faults:
        faults.append(cell_fault(draft.year_cell, "Cette ligne ne donne aucun nombre."))
    stored = _fields(before)
    own = [name for name in NUMBERS if name in said]
    for fault in faults_of(indicator, after, rules, measures.today) if not faults else ():
        if not fault.blocking:
            remarks.append(typeset(fault.text))
        elif fault.name in draft.numbers:
            faults.append(cell_fault(draft.numbers[fault.name][0], fault.text))
        elif not number_fault(indicator, fault.name, stored.get(fault.name), rules) or fault.name == "annee":
            # Two numbers do not go together, one of which is stored: it is the file's that cannot be taken.
            faults.append(cell_fault(draft.numbers[own[0]][0] if own else draft.year_cell, fault.text))
    if _looks_like_a_fraction(indicator, entry):
        remarks.append(typeset(_FRACTION.format(rate=numerals.plain(number(entry.value) or 0))))
    if faults:
        title = f"{indicator.id} {french.period(indicator, draft.year)}"
        return RefusedRow(tuple(draft.rows), title, tuple(faults))
    return ProposedValue(indicator, entry, before, after, tuple(draft.rows), tuple(remarks))


def _looks_like_a_fraction(indicator: Indicator, entry: IndicatorEntry) -> bool:
    """Whether a rate alone is so small that it may be the 0.625 that a workbook shows as 62.5 %."""
    rate = number(entry.value)
    percent = indicator.calculation in (Calculation.SHARE, Calculation.RATE)
    return percent and rate is not None and 0 < rate <= 1 and entry.numerator is None


def _merged(before: IndicatorEntry | None, entry: IndicatorEntry) -> IndicatorEntry:
    """What is stored once the entry is taken: where it says nothing, what was there stays."""
    if before is None:
        return entry
    return replace(
        before,
        numerator=before.numerator if entry.numerator is None else entry.numerator,
        denominator=before.denominator if entry.denominator is None else entry.denominator,
        value=before.value if entry.value is None else entry.value,
        source=entry.source or before.source,
        comment=entry.comment or before.comment,
    )


def _fields(entry: IndicatorEntry | None) -> dict[str, Scalar]:
    """What an entry says, by name of the field."""
    if entry is None:
        return {}
    said: dict[str, Scalar] = {
        NUMERATOR: entry.numerator,
        DENOMINATOR: entry.denominator,
        VALUE: entry.value,
        "source": entry.source or None,
        "commentaire": entry.comment or None,
    }
    return {name: value for name, value in said.items() if value is not None}


def _same(one: Scalar, other: Scalar) -> bool:
    """Whether two stored values say the same: 12 and 12.0 do."""
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return number(one) == number(other)
