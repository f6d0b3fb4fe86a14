"""Counts of few people, hidden from a public view together with what would give them away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from cmq.campaign import IndicatorEntry
from cmq.framework import Breakdown
from cmq.indicators.value import Measure, Status

Place = tuple[int, str]
"""Year and group."""


def masked_totals(totals: Sequence[Measure], threshold: int) -> list[Measure]:
    """The wholes without those that count few people."""
    return [_mask(m) if _few(m, threshold) else _without_hidden_counts(m) for m in totals]


def masked_groups(
    groups: Mapping[Place, Measure], breakdowns: Sequence[Breakdown], threshold: int
) -> dict[Place, Measure]:
    """The groups without those of few people, nor those that would give them away."""
    shown: dict[Place, Measure] = {}
    for year in {year for year, _ in groups}:
        for breakdown in breakdowns:
            places = [(year, group.id) for group in breakdown.groups if (year, group.id) in groups]
            hidden = _hidden([(place, groups[place]) for place in places], threshold)
            for place in places:
                measure = groups[place]
                shown[place] = _mask(measure) if place in hidden else _without_hidden_counts(measure)
    return shown


def _hidden(parts: Sequence[tuple[Place, Measure]], threshold: int) -> frozenset[Place]:
    """The groups to hide: those of few people, then the smallest others while the rest would give them away.

    Whoever knows the whole and the groups shown knows the sum of those hidden: it must be that of several groups, and
    not so small that it tells of few people itself.
    """
    hidden = {id_ for id_, measure in parts if _few(measure, threshold)}
    for place in range(2):
        counts = {
            id_: count
            for id_, measure in parts
            if len(found := _counts(measure)) > place and (count := found[place]) is not None
        }
        concerned = {id_ for id_ in hidden if id_ in counts}
        rest = sorted((id_ for id_ in counts if id_ not in hidden), key=lambda id_: counts[id_])
        while concerned and rest:
            if len(concerned) > 1 and sum(counts[id_] for id_ in concerned) >= threshold:
                break
            concerned.add(rest.pop(0))
        hidden |= concerned
    return frozenset(hidden)


def _counts(measure: Measure) -> tuple[Fraction | None, ...]:
    """The counts of people that a measure shows."""
    if measure.indicator.calculation.has_parts:
        return measure.numerator, measure.denominator
    return (measure.value,)


def _few(measure: Measure, threshold: int) -> bool:
    return any(count is not None and count < threshold for count in _counts(measure))


def _mask(measure: Measure) -> Measure:
    return Measure(measure.indicator, _bare(measure.entry), Status.MASKED)


def _without_hidden_counts(measure: Measure) -> Measure:
    """A measure that shows no value shows no count either."""
    if measure.measured or measure.status is Status.NOT_COMPUTABLE:
        return measure
    return Measure(measure.indicator, _bare(measure.entry), measure.status)


def _bare(entry: IndicatorEntry) -> IndicatorEntry:
    return IndicatorEntry(entry.indicator, entry.year, entry.group, source=entry.source)
