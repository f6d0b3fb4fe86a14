"""What the chart of one indicator draws, and where: x between 0 and 1, y in pixels from the top."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from cmq import french
from cmq.charts.chart import SMALL_SIZE
from cmq.charts.indicators.fitting import NARROWEST, fitted, line_count, width
from cmq.charts.indicators.placing import ticks
from cmq.charts.indicators.series import BREAK, Scale, Timeline, breaks, scale_around
from cmq.charts.indicators.shapes import LINE, Point
from cmq.framework import SeriesBreak
from cmq.french import NBSP
from cmq.indicators import IndicatorResult, Measure, Measures

HEIGHT, PAD, HEAD = 370, 34, 30
"""Pixels: the plot, its inside above and below the values, the unit above it."""
NAMES = 178
"""Pixels on the right for the names of the lines."""
NAME_HEIGHT = 2 * SMALL_SIZE * LINE + 5
_HALF_A_YEAR, _MOST_LEFT = 28, 140
_STYLES = (
    ("square", "■", "dash"),
    ("triangle-up", "▲", "dot"),
    ("x", "✖", "dashdot"),
    ("star", "★", "longdash"),
    ("triangle-down", "▼", "longdashdot"),
    ("cross", "✚", "dash"),
    ("hexagram", "✶", "dot"),
    ("triangle-left", "◀", "dashdot"),
    ("triangle-right", "▶", "longdash"),
    ("hexagon", "⬢", "longdashdot"),
)
"""The mark of each group, the same as a letter, and its line."""


class Group(NamedTuple):
    """A group that has values, and how it is drawn."""

    name: str
    measured: tuple[Measure, ...]
    symbol: str
    letter: str
    dash: str


class BreakText(NamedTuple):
    """A break's place between years, and its reason over the plot on one side of it."""

    at: float
    top: float
    side: str
    text: str

    @property
    def bottom(self) -> float:
        """The reason's lower edge."""
        return self.top + line_count(self.text) * SMALL_SIZE * LINE


@dataclass(frozen=True)
class Plot:
    """One indicator's values, marks and breaks with their places."""

    result: IndicatorResult
    measures: Measures

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The groups with values, in the framework's order."""
        found: list[Group] = []
        for id_, group in self.measures.framework.groups.items():
            places = sorted(place for place in self.result.groups if place[1] == id_)
            measured = tuple(m for place in places if (m := self.result.groups[place]).measured)
            if measured:
                found.append(Group(group.name, measured, *_STYLES[len(found) % len(_STYLES)]))
        return tuple(found)

    @cached_property
    def all_measured(self) -> tuple[Measure, ...]:
        """The values of the whole and of the groups."""
        return self.result.measured + tuple(m for group in self.groups for m in group.measured)

    @cached_property
    def known(self) -> list[Fraction]:
        """All values that have a place."""
        marks = [mark.value for mark in (self.result.start, self.result.target) if mark is not None]
        return [m.value for m in self.all_measured if m.value is not None] + marks

    @cached_property
    def scale(self) -> Scale:
        """The scale of values."""
        return scale_around(self.result.indicator, self.known)

    @cached_property
    def time(self) -> Timeline:
        """The scale of years."""
        return Timeline.of(self.result, self.all_measured)

    @cached_property
    def breaks(self) -> list[SeriesBreak]:
        """The breaks between values."""
        return breaks(self.result, self.all_measured)

    @cached_property
    def tick_texts(self) -> list[tuple[Fraction, str]]:
        """The round numbers of the scale, those that are written alike but once."""
        indicator = self.result.indicator
        texts: dict[str, Fraction] = {}
        for value in ticks(self.scale):
            texts.setdefault(french.quantity(indicator, value, unit=False), value)
        return [(value, text) for text, value in texts.items()]

    @cached_property
    def left(self) -> float:
        """Pixels on the left for those numbers."""
        numbers = max((width(text) for _, text in self.tick_texts), default=0) + 8
        return min(max(numbers, _HALF_A_YEAR), _MOST_LEFT)

    @property
    def right(self) -> float:
        """Pixels on the right for the names of the lines, or half a year's name."""
        return NAMES if self.groups else _HALF_A_YEAR

    @property
    def wide(self) -> float:
        """The plot's width on the narrowest frame."""
        return NARROWEST - self.left - self.right

    @cached_property
    def break_texts(self) -> list[BreakText]:
        """The breaks with their reasons, one above the other over the plot."""
        found: list[BreakText] = []
        for item in self.breaks:
            at = self.time.year(item.year - 0.5)
            room = max(at, 1 - at) * self.wide - 12
            text = f"{BREAK} {french.period(self.result.indicator, item.year)}{NBSP}: {item.reason}"
            top = found[-1].bottom + 6 if found else float(HEAD)
            lines = fitted(text, room, lines=max(1, 5 - len(self.breaks)))
            found.append(BreakText(at, top, "right" if at < 0.5 else "left", lines))
        return found

    @property
    def top(self) -> float:
        """The plot's upper edge, under the reasons of the breaks."""
        return self.break_texts[-1].bottom + 6 if self.breaks else HEAD

    @property
    def height(self) -> float:
        """The plot's height, as much as the names beside it need."""
        return max(HEIGHT, (len(self.groups) + 1) * NAME_HEIGHT)

    def y(self, value: Fraction | None) -> float:
        """Where a value lies."""
        share = self.scale.place(Fraction(0) if value is None else value)
        return self.top + PAD + (1 - share) * (self.height - 2 * PAD)

    def at(self, measure: Measure) -> Point:
        """Where a measure lies."""
        return self.time.year(measure.year), self.y(measure.value)

    @property
    def bottom(self) -> float:
        """The plot's lower edge."""
        return self.top + self.height
