"""Counts of few people, hidden from a public view together with what would give them away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from cmq.campaign import IndicatorEntry, Scalar
from cmq.framework import Breakdown
from cmq.indicators.value import Measure, Numbers, Status, counts, scale

Place = tuple[int, str]
"""Year and group."""
Counts = tuple[Fraction | None, ...]
"""The counts of people of a measure: one, or those of a numerator and a denominator."""


def masked_totals(totals: Sequence[Measure], threshold: int) -> list[Measure]:
    """The wholes without those that count few people."""
    return [_mask(m) if _few(_counts(m), threshold) else _shown(m) for m in totals]


def masked_groups(
    groups: Mapping[Place, Measure],
    breakdowns: Sequence[Breakdown],
    wholes: Mapping[int, Sequence[Measure]],
    threshold: int,
) -> dict[Place, Measure]:
    """The groups without those of few people, nor those that would give them away.

    ``wholes``: each year, what a reader may know the whole to be: as it is shown, or as a breakdown adds up to.
    """
    shown: dict[Place, Measure] = {}
    for year in sorted({year for year, _ in groups}):
        known = [_counts(whole) for whole in wholes.get(year, ())]
        for breakdown in breakdowns:
            parts = {
                group.id: measure
                for group in breakdown.groups
                if (measure := groups.get((year, group.id))) is not None
            }
            hidden = _hidden(parts, len(breakdown.groups), known, threshold)
            for id_, measure in parts.items():
                shown[year, id_] = _mask(measure) if id_ in hidden else _shown(measure)
    return shown


def _hidden(
    parts: Mapping[str, Measure], size: int, wholes: Sequence[Counts], threshold: int
) -> frozenset[str]:
    """The groups to hide: those of few people, then the smallest others while the rest would give them away.

    Groups are hidden in the order of their smallest count, so that a higher threshold never shows more.
    """
    known = {id_: _counts(measure) for id_, measure in parts.items()}
    hidden = {id_ for id_, found in known.items() if _few(found, threshold)}
    rates = _betraying_rates(parts, known, wholes, threshold)
    withheld = {id_ for id_, measure in parts.items() if measure.status is Status.NOT_PUBLISHABLE}
    open_ = sorted(
        (
            id_
            for id_, m in parts.items()
            if m.measured and id_ not in hidden and _smallest(known[id_]) is not None
        ),
        key=lambda id_: _smallest(known[id_]) or 0,
    )
    while open_ and not _safe(
        [known[id_] for id_ in hidden | withheld], [known[id_] for id_ in open_], size, wholes, threshold
    ):
        hidden.add(open_.pop(0))
    return frozenset(hidden | rates)


def _safe(
    hidden: Sequence[Counts], open_: Sequence[Counts], size: int, wholes: Sequence[Counts], threshold: int
) -> bool:
    """Whether the groups that are shown, taken from the whole, leave few people nowhere.

    What is left must be that of several groups where one is hidden, and not so small that it tells of few people
    itself. A group that nobody counted is left too: it is in the whole, and one of ``size`` groups.
    """
    for place in range(max(map(len, (*hidden, *open_)), default=0)):
        concealed = [count for part in hidden if (count := part[place]) is not None]
        told = [count for part in open_ if (count := part[place]) is not None]
        if concealed and (size - len(told) < 2 or sum(concealed) < threshold):
            return False
        if len(told) == size:
            continue
        for whole in wholes:
            if (count := whole[place]) is None:
                continue
            left = count - sum(told)
            if left < threshold and (concealed or left > 0):
                return False
    return True


def _betraying_rates(
    parts: Mapping[str, Measure], known: Mapping[str, Counts], wholes: Sequence[Counts], threshold: int
) -> set[str]:
    """Two groups that show their rates alone, and whose counts of few people follow from those of the whole."""
    bare = [
        id_ for id_, m in parts.items() if m.measured and not any(count is not None for count in known[id_])
    ]
    counted = [found for id_, found in known.items() if id_ not in bare]
    if len(bare) != 2 or any(count is None for found in counted for count in found):
        return set()
    shares = [(parts[id_].value or Fraction(0)) / scale(parts[id_].indicator.calculation) for id_ in bare]
    for whole in wholes:
        if shares[0] == shares[1] or len(whole) != 2 or None in whole:
            continue
        above, below = (
            (count or 0) - sum(found[place] or 0 for found in counted) for place, count in enumerate(whole)
        )
        first = (above - shares[1] * below) / (shares[0] - shares[1])
        found = (first, first * shares[0], below - first, (below - first) * shares[1])
        if _few(found, threshold):
            return set(bare)
    return set()


def _counts(measure: Measure) -> Counts:
    """The counts of people that a measure shows, or lets a reader compute; a difference of rates has none."""
    calculation = measure.indicator.calculation
    if calculation.divides:
        numbers: Numbers = (measure.numerator, measure.denominator, measure.value)
        return counts(calculation, numbers)
    return () if calculation.has_parts else (measure.value,)


def _few(found: Counts, threshold: int) -> bool:
    smallest = _smallest(found)
    return smallest is not None and smallest < threshold


def _smallest(found: Counts) -> Fraction | None:
    return min((count for count in found if count is not None), default=None)


def _mask(measure: Measure) -> Measure:
    return Measure(measure.indicator, _bare(measure.entry), Status.MASKED)


def _shown(measure: Measure) -> Measure:
    """A measure with the numbers that its value is made of, and no other; with none where it shows no value."""
    entry = _bare(measure.entry)
    if not measure.measured:
        return Measure(measure.indicator, entry, measure.status)
    typed = measure.entry

    def used(raw: Scalar, count: Fraction | None) -> Scalar:
        return raw if count is not None else None

    computed = measure.numerator is not None and measure.denominator is not None
    shown = IndicatorEntry(
        typed.indicator,
        typed.year,
        typed.group,
        used(typed.numerator, measure.numerator),
        used(typed.denominator, measure.denominator),
        None if computed else typed.value,
        typed.source,
        typed.comment,
    )
    return Measure(
        measure.indicator,
        shown,
        measure.status,
        measure.value,
        measure.numerator,
        measure.denominator,
        summed=measure.summed,
    )


def _bare(entry: IndicatorEntry) -> IndicatorEntry:
    return IndicatorEntry(entry.indicator, entry.year, entry.group, source=entry.source)
