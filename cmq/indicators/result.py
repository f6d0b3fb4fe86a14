"""Where the campus stands on one indicator: its values, where it started and what it aims at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from cmq.campaign import IndicatorPlan
from cmq.framework import Direction, Indicator
from cmq.indicators.value import FIRST_YEAR, Fault, Measure


@dataclass(frozen=True, slots=True)
class Mark:
    """A starting value or a target, and its year where it is given."""

    value: Fraction
    year: int | None


@dataclass(frozen=True)
class IndicatorResult:
    """An indicator that a campus knows, its values and where it stands."""

    indicator: Indicator
    plan: IndicatorPlan
    totals: tuple[Measure, ...]
    """The whole, a year each, oldest first."""
    groups: Mapping[tuple[int, str], Measure]
    """By year and group."""
    start: Mark | None
    target: Mark | None
    plan_faults: tuple[Fault, ...]

    @property
    def own(self) -> bool:
        """Whether the campus added it to the catalogue."""
        return bool(self.plan.own)

    @property
    def followed(self) -> bool:
        """Whether the campus follows it: as it decided, or else where it is proposed or its own."""
        return self.followed_by_default if self.plan.followed is None else self.plan.followed

    @property
    def followed_by_default(self) -> bool:
        """Whether it is followed as long as the campus decides nothing."""
        return self.indicator.default or self.own

    @cached_property
    def measured(self) -> tuple[Measure, ...]:
        """The years that have a value, oldest first."""
        return tuple(measure for measure in self.totals if measure.measured)

    @property
    def latest(self) -> Measure | None:
        """The value of the last year that has one."""
        return self.measured[-1] if self.measured else None

    @cached_property
    def origin(self) -> Mark | None:
        """Where the campus started from: the starting value, or else the first of several years."""
        if self.start is not None:
            return self.start
        first = self.measured[0] if len(self.measured) > 1 else None
        return Mark(first.value, first.year) if first is not None and first.value is not None else None

    @property
    def change(self) -> Fraction | None:
        """From the origin to the latest value, in the indicator's unit; None across a break in the series.

        A start without a year may lie before any break.
        """
        latest, origin = self.latest, self.origin
        if latest is None or latest.value is None or origin is None:
            return None
        start = FIRST_YEAR if origin.year is None else origin.year
        if start >= latest.year or self.indicator.break_between(start, latest.year):
            return None
        return latest.value - origin.value

    @property
    def distance(self) -> Fraction | None:
        """What separates the latest value from the target, in the indicator's unit; negative beyond it."""
        latest = self.latest
        if latest is None or latest.value is None or self.target is None:
            return None
        return self.target.value - latest.value

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; None where the indicator has no good or bad way, or a figure lacks."""
        distance = self.distance
        if distance is None:
            return None
        match self.indicator.direction:
            case Direction.UP:
                return distance <= 0
            case Direction.DOWN:
                return distance >= 0
            case _:
                return None

    @property
    def progressed(self) -> bool | None:
        """Whether the campus moved the right way; None where that cannot be told."""
        change = self.change
        if not change:
            return None
        match self.indicator.direction:
            case Direction.UP:
                return change > 0
            case Direction.DOWN:
                return change < 0
            case Direction.TARGET if self.target is not None and self.distance is not None:
                return abs(self.distance) < abs(self.distance + change)
            case _:
                return None
