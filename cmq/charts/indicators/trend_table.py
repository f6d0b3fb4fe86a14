"""The table of one indicator: every number of every year and group, or why there is none."""

from __future__ import annotations

from fractions import Fraction

from cmq import french, numerals
from cmq.charts.indicators.series import NOTHING, START, TARGET
from cmq.framework import Indicator
from cmq.french import NBSP
from cmq.indicators import IndicatorResult, Mark, Measure, Measures, Status
from cmq.tables import Table

WHOLE = "Ensemble"
SUM = "Somme des groupes"

_UNTOLD = (Status.NOT_PUBLISHABLE, Status.MASKED, Status.INVALID)
"""Of such a value the numbers are not told either: they would give it away."""


def trend_table(result: IndicatorResult, measures: Measures) -> Table:
    """A row a year, and a row a group under it; the start and the target come last."""
    indicator, groups = result.indicator, measures.framework.groups
    rows: list[tuple[str, ...]] = []
    years = {m.year for m in result.totals} | {year for year, _ in result.groups}
    totals = {m.year: m for m in result.totals}
    for year in sorted(years):
        if year in totals:
            rows.append(_row(totals[year], WHOLE))
        rows += [
            _row(result.groups[year, id_], group.name)
            for id_, group in groups.items()
            if (year, id_) in result.groups
        ]
    for name, mark in ((START, result.start), (TARGET, result.target)):
        if mark is not None:
            rows.append(_mark_row(indicator, name, mark))
    parts = (indicator.numerator, indicator.denominator) if indicator.calculation.has_parts else ()
    table = Table(
        f"{indicator.name}{NBSP}: valeurs par année",
        ("Année", "Groupe", *parts, "Valeur", "Source"),
        tuple(rows),
    )
    return table if result.groups else _without_groups(table)


def _row(measure: Measure, group: str) -> tuple[str, ...]:
    indicator = measure.indicator
    parts: tuple[str, ...] = ()
    if indicator.calculation.has_parts:
        parts = (_part(measure, measure.numerator), _part(measure, measure.denominator))
    source = measure.entry.source or (SUM if measure.summed else NOTHING)
    return (french.period(indicator, measure.year), group, *parts, french.measure(measure), source)


def _part(measure: Measure, number: Fraction | None) -> str:
    if measure.status in _UNTOLD:
        return french.VALUE_STATES[measure.status]
    return NOTHING if number is None else numerals.plain(number)


def _mark_row(indicator: Indicator, name: str, mark: Mark) -> tuple[str, ...]:
    when = "" if mark.year is None else f" ({french.period(indicator, mark.year)})"
    parts = (NOTHING, NOTHING) if indicator.calculation.has_parts else ()
    return (f"{name}{when}", WHOLE, *parts, french.quantity(indicator, mark.value), NOTHING)


def _without_groups(table: Table) -> Table:
    return Table(
        table.caption,
        (table.columns[0], *table.columns[2:]),
        tuple((row[0], *row[2:]) for row in table.rows),
    )
