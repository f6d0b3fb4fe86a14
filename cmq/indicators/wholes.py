"""The whole of several groups, as it was typed or as they add up to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from cmq import numerals
from cmq.campaign import IndicatorEntry
from cmq.framework import Breakdown, Calculation, Indicator
from cmq.indicators.value import Fault, Measure, Status, agree


class Sum(NamedTuple):
    """The whole that the groups of a breakdown add up to."""

    breakdown: Breakdown
    measure: Measure


def sums_of(
    indicator: Indicator,
    year: int,
    groups: Mapping[tuple[int, str], Measure],
    breakdowns: Sequence[Breakdown],
    measured: Callable[[IndicatorEntry], Measure],
) -> list[Sum]:
    """The whole by each breakdown that is all there; rates are never added, nor groups that overlap."""
    if not indicator.adds_up or indicator.calculation is Calculation.DIFFERENCE:
        return []
    found = []
    for breakdown in breakdowns:
        parts = [groups.get((year, group.id)) for group in breakdown.groups]
        entry = _summed(indicator, year, parts)
        if entry is not None:
            found.append(Sum(breakdown, replace(measured(entry), summed=True)))
    return found


def whole_of(indicator: Indicator, typed: Measure | None, sums: Sequence[Sum]) -> Measure | None:
    """The whole as it was typed, or else as the sum of the groups of the first breakdown that is all there."""
    if typed is None or typed.entry.blank:
        return _first_sum(typed, sums) if sums else typed
    if typed.unverified and any(one.measure.status is Status.NOT_PUBLISHABLE for one in sums):
        return replace(typed, status=Status.NOT_PUBLISHABLE, value=None)
    if typed.measured and not all(_same(typed, one.measure) for one in sums):
        text = "La somme des groupes n'est pas ce total : c'est le total saisi qui compte."
        name = "numerateur" if indicator.calculation.has_parts else "valeur"
        return replace(typed, faults=(*typed.faults, Fault(name, text, blocking=False)))
    return typed


def _first_sum(typed: Measure | None, sums: Sequence[Sum]) -> Measure:
    breakdown, found = sums[0]
    if typed is not None:
        entry = replace(found.entry, source=typed.entry.source, comment=typed.entry.comment)
        found = replace(found, entry=entry)
    if all(_same(found, one.measure) for one in sums):
        return found
    text = (
        f"Les groupes ne donnent pas partout le même total : c'est celui de « {breakdown.name} » qui compte."
    )
    name = "numerateur" if found.indicator.calculation.has_parts else "valeur"
    return replace(found, faults=(*found.faults, Fault(name, text, blocking=False)))


def _same(whole: Measure, summed: Measure) -> bool:
    """Whether a whole may be what the groups add up to; a rate without its numbers is compared as it is rounded."""
    if not whole.measured or not summed.measured:
        return True
    if whole.numerator is not None or whole.denominator is not None:
        pairs = ((whole.numerator, summed.numerator), (whole.denominator, summed.denominator))
        return all(one is None or one == other for one, other in pairs)
    if whole.value is None or summed.value is None or not whole.indicator.calculation.has_parts:
        return whole.value == summed.value
    return agree(whole.indicator.calculation, whole.value, summed.value)


def _summed(indicator: Indicator, year: int, parts: Sequence[Measure | None]) -> IndicatorEntry | None:
    """The entry that the groups add up to; None where one has no counts."""
    numbers: list[tuple[Fraction, ...]] = []
    for part in parts:
        if part is None or part.status not in (
            Status.MEASURED,
            Status.NOT_COMPUTABLE,
            Status.NOT_PUBLISHABLE,
        ):
            return None
        counts = (part.numerator, part.denominator) if indicator.calculation.divides else (part.value,)
        known = tuple(count for count in counts if count is not None)
        if len(known) != len(counts):
            return None
        numbers.append(known)
    sums = [numerals.scalar(sum(column, Fraction(0))) for column in zip(*numbers, strict=True)]
    if indicator.calculation.divides:
        return IndicatorEntry(indicator.id, year, numerator=sums[0], denominator=sums[1])
    return IndicatorEntry(indicator.id, year, value=sums[0])
