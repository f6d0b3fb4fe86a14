"""What the charts of indicators share: places on a scale, years that a line may join, and words.

No value comes about here. A value, a start and a target only find their place between 0 and 1, exactly, since an
indicator's numbers may be of any size.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from cmq import french, numerals
from cmq.charts.chart import clipped, safe, wrapped
from cmq.framework import Calculation, Direction, Indicator, SeriesBreak
from cmq.french import NBSP
from cmq.indicators import IndicatorResult, Mark, Measure, Measures

VALUE, START, TARGET, BREAK = "Valeur", "Départ", "Cible", "Rupture de série"
NO_VALUE, NO_TARGET = "sans valeur", "sans cible"
NOTHING = "–"
REACHED = "cible atteinte ✓"

_LONGEST_UNIT = 24
_POINTS = (Calculation.SHARE, Calculation.RATE, Calculation.DIFFERENCE)
_LEAST_POINTS, _LEAST_SHARE = Fraction(10), Fraction(1, 5)
"""The least that a line's height stands for, so that a small change does not look like a leap."""
_EDGE, _ASIDE = 0.04, 0.13
"""Room beside the first and the last year; the same where a mark without a year stands there."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What 0 and 1 stand for."""

    low: Fraction
    high: Fraction

    def place(self, value: Fraction) -> float:
        """Where a value lies between 0 and 1; in the middle where there is but one."""
        return float((value - self.low) / (self.high - self.low)) if self.high > self.low else 0.5


def scale_from_zero(values: Iterable[Fraction]) -> Scale:
    """The scale of a bar: from 0, or the lowest value under it, to the highest."""
    known = [Fraction(0), *values]
    low, high = min(known), max(known)
    return Scale(low, high if high > low else low + 1)


def scale_around(indicator: Indicator, values: Sequence[Fraction]) -> Scale:
    """The scale of a line: as far as its values go, inside the bounds of what they can be."""
    low, high = min(values), max(values)
    least = _LEAST_POINTS if indicator.calculation in _POINTS else max(map(abs, values)) * _LEAST_SHARE
    wider = max(least - (high - low), Fraction(0)) / 2
    floor = Fraction(0) if low >= 0 else None
    ceiling = Fraction(100) if indicator.calculation is Calculation.SHARE and high <= 100 else None
    low, high = low - wider, high + wider
    if floor is not None and low < floor:
        low, high = floor, high + floor - low
    if ceiling is not None and high > ceiling:
        low, high = low + ceiling - high, ceiling
    return Scale(low, high)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Where years lie between 0 and 1; a start or a target without a year stands aside, at its edge."""

    first: int | None
    last: int | None
    before: bool
    after: bool

    @classmethod
    def of(cls, result: IndicatorResult, measured: Iterable[Measure]) -> Timeline:
        """The years of values and marks."""
        marks = [mark.year for mark in (result.start, result.target) if mark is not None]
        years = [*(m.year for m in measured), *(year for year in marks if year is not None)]
        return cls(
            min(years, default=None),
            max(years, default=None),
            result.start is not None and result.start.year is None,
            result.target is not None and result.target.year is None,
        )

    @property
    def left_edge(self) -> float:
        """Where a start without a year stands."""
        return _EDGE

    @property
    def right_edge(self) -> float:
        """Where a target without a year stands."""
        return 1 - _EDGE

    def year(self, year: float) -> float:
        """Where a year lies."""
        left = _ASIDE if self.before else _EDGE
        right = 1 - (_ASIDE if self.after else _EDGE)
        if self.first is None or self.last is None or self.first == self.last:
            return (left + right) / 2
        return left + (right - left) * (year - self.first) / (self.last - self.first)

    def start(self, mark: Mark) -> float:
        """Where the starting value lies."""
        return self.left_edge if mark.year is None else self.year(mark.year)

    def target(self, mark: Mark) -> float:
        """Where the target lies."""
        return self.right_edge if mark.year is None else self.year(mark.year)


def stretches(indicator: Indicator, measured: Sequence[Measure]) -> list[list[Measure]]:
    """The values, oldest first, cut where a year has none and where the series breaks."""
    found: list[list[Measure]] = [[measured[0]]] if measured else []
    for earlier, later in pairwise(measured):
        if later.year != earlier.year + 1 or indicator.break_between(earlier.year, later.year):
            found.append([])
        found[-1].append(later)
    return found


def breaks(result: IndicatorResult, measured: Iterable[Measure]) -> list[SeriesBreak]:
    """The breaks between two values, or between the start and a value."""
    years = [measure.year for measure in measured]
    if result.start is not None and result.start.year is not None:
        years.append(result.start.year)
    return [b for b in result.indicator.breaks if years and min(years) < b.year <= max(years)]


# --- words --------------------------------------------------------------------------------------------------------


def family_name(measures: Measures, indicator: Indicator) -> str:
    """The family that an indicator belongs to."""
    return next((f.name for f in measures.framework.families if f.id == indicator.family), NOTHING)


def amount(indicator: Indicator, value: Fraction) -> str:
    """A value with its unit, which is cut where it is a phrase; tables have it whole."""
    return _with_short_unit(french.quantity(indicator, value))


def dated(indicator: Indicator, mark: Mark | None, *, unit: bool = True) -> str:
    """« 70 % (2027) », plain."""
    if mark is None:
        return NOTHING
    text = french.quantity(indicator, mark.value, unit=unit)
    return text if mark.year is None else f"{text} ({french.period(indicator, mark.year)})"


def _with_short_unit(text: str) -> str:
    """A number and a unit, which a no-break space keeps apart, with the unit cut."""
    number, space, unit = text.partition(NBSP)
    return number + space + clipped(unit, _LONGEST_UNIT)


def current(result: IndicatorResult) -> str:
    """The latest value, or why the last year has none."""
    if result.latest is not None:
        return french.measure(result.latest)
    return french.measure(result.totals[-1] if result.totals else None)


def between(indicator: Indicator, value: Fraction) -> str:
    """« 7,5 points »: how far apart two values are, without sign; never « 0 » where they differ."""
    text = _with_short_unit(french.difference(indicator, abs(value)).removeprefix("+"))
    if value and text.startswith(f"0{NBSP}"):
        least = "0,1" if indicator.calculation in _POINTS else "0,01"
        return f"moins de {least}{text.removeprefix('0')}"
    return text


def standing(result: IndicatorResult) -> str:
    """Where the latest value stands from the target, in words that judge only where the indicator does."""
    indicator, distance = result.indicator, result.distance
    if result.target is None:
        return NO_TARGET
    if distance is None:
        return NO_VALUE
    if result.reached:
        return REACHED
    apart = between(indicator, distance)
    if result.reached is None:
        return f"à {apart} de la cible" if distance else "à la cible"
    return f"il manque {apart}" if indicator.direction is Direction.UP else f"{apart} de trop"


def reached_part(reached: int, missed: int) -> str:
    """« 3 cibles sont atteintes, 5 ne le sont pas encore »."""
    if not reached:
        verb = "n'est pas encore atteinte" if missed == 1 else "ne sont pas encore atteintes"
        return f"{french.plural(missed, 'cible')} {verb}"
    yet = "ne l'est pas encore" if missed == 1 else "ne le sont pas encore"
    verb = "est atteinte" if reached == 1 else "sont atteintes"
    rest = f", {french.number(missed)} {yet}" if missed else ""
    return f"{french.plural(reached, 'cible')} {verb}{rest}"


def hover(measure: Measure, group: str = "") -> str:
    """A value with its period and the numbers that it comes from."""
    indicator = measure.indicator
    lines = [f"<b>{wrapped(indicator.name, 36, 3)}</b>"]
    if group:
        lines.append(safe(group))
    lines.append(f"{french.period(indicator, measure.year)}{NBSP}: {safe(french.measure(measure))}")
    for word, number in (
        (indicator.numerator, measure.numerator),
        (indicator.denominator, measure.denominator),
    ):
        if number is not None:
            lines.append(f"{safe(word)}{NBSP}: {numerals.plain(number)}")
    return "<br>".join(lines)


def hover_mark(kind: str, indicator: Indicator, mark: Mark) -> str:
    """A start or a target in words."""
    return f"<b>{wrapped(indicator.name, 36, 3)}</b><br>{kind}{NBSP}: {safe(dated(indicator, mark))}"
