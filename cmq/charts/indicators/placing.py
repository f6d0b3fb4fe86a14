"""Where texts go on a line chart so that they run into nothing, on the narrowest frame.

Places are pixels from the plot's upper left corner. A wider frame draws its shapes farther apart and its texts no
larger: what is free on the narrowest one is free there too.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from cmq.charts.chart import SMALL_SIZE
from cmq.charts.indicators.fitting import width
from cmq.charts.indicators.series import Scale

_NICE = (1, 2, 5, 10)
_STEPS = 4
_MARK = 13
"""Between the middle of a mark and its text."""
_FARTHER = (18, 36)
_HEIGHT = 1.25
"""A text's height, in sizes of its letters."""
_BETWEEN = 9
_SAMPLE = 4


def ticks(scale: Scale) -> list[Fraction]:
    """A few round numbers on the scale."""
    least = (scale.high - scale.low) / _STEPS
    if least <= 0:
        return [scale.low]
    magnitude = Fraction(10) ** math.floor(math.log10(least.numerator) - math.log10(least.denominator))
    step = next((nice * magnitude for nice in _NICE if nice * magnitude >= least), 10 * magnitude)
    return [step * n for n in range(math.ceil(scale.low / step), math.floor(scale.high / step) + 1)]


def spaced(wanted: Iterable[tuple[float, str]], between: float = _BETWEEN) -> list[tuple[float, str]]:
    """The texts, each at the place of its middle, that do not touch; the first ones come first."""
    kept: list[tuple[float, str]] = []
    for at, text in wanted:
        half = width(text) / 2
        if all(abs(at - other) >= half + width(taken) / 2 + between for other, taken in kept):
            kept.append((at, text))
    return kept


def spread(wanted: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Places close to those wanted, at least so far apart and, as far as that goes, between two bounds."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    places = list(wanted)
    before = low - apart
    for index in order:
        before = places[index] = max(places[index], before + apart)
    after = high + apart
    for index in reversed(order):
        after = places[index] = min(places[index], after - apart)
    return places


class Box(NamedTuple):
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether they share a point."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


class Label(NamedTuple):
    """A text that the mark at ``x``, ``y`` wants beside it."""

    x: float
    y: float
    text: str
    size: int = SMALL_SIZE
    needed: bool = False
    bold: bool = False

    @property
    def width(self) -> float:
        """About how wide it is."""
        return width(self.text, self.size, bold=self.bold)


class Placed(NamedTuple):
    """Where a text goes: a side of its point, and its upper edge."""

    x: float
    top: float
    side: str


@dataclass
class Board:
    """What lies on the plot already."""

    width: float
    top: float
    bottom: float
    taken: list[tuple[Box, int]] = field(default_factory=list)
    """With how much it hurts to write over it."""

    def line(self, points: Sequence[tuple[float, float]]) -> None:
        """A line is there."""
        for (x1, y1), (x2, y2) in pairwise(points):
            steps = max(1, math.ceil(math.hypot(x2 - x1, y2 - y1) / _SAMPLE))
            for step in range(steps + 1):
                x, y = x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps
                self.taken.append((Box(x - 2, y - 2, x + 2, y + 2), 1))

    def mark(self, x: float, y: float) -> None:
        """A mark is there."""
        self.taken.append((Box(x - 8, y - 8, x + 8, y + 8), 20))

    def place(self, label: Label) -> Placed | None:
        """Where a label fits; None if nowhere, unless it is needed: then where it hurts least."""
        wide, high, y = label.width, label.size * _HEIGHT, label.y
        above, below, beside = y - _MARK - high, y + _MARK - 1, y - high / 2
        farther = [edge for step in _FARTHER for edge in (above - step, below + step) if label.needed]
        places = [
            (Placed(at, top, side), Box(left, top, left + wide, top + high))
            for top in (above, below, beside, *farther)
            for side, at, left in self._sides(label.x, wide, beside=top == beside)
            if top >= self.top and top + high <= self.bottom
        ]
        hits = [sum(hurt for other, hurt in self.taken if box.meets(other)) for _, box in places]
        if not places or (min(hits) and not label.needed):
            return None
        placed, box = places[hits.index(min(hits))]
        self.taken.append((box, 100))
        return placed

    def _sides(self, x: float, wide: float, *, beside: bool) -> list[tuple[str, float, float]]:
        """Side, point and left edge of a text above or below a mark, or beside it, inside the plot."""
        left, right = ("left", x - _MARK, x - _MARK - wide), ("right", x + _MARK, x + _MARK)
        sides = (
            [right, left] if beside else [("center", x, x - wide / 2), ("right", x, x), ("left", x, x - wide)]
        )
        return [found for found in sides if found[2] >= 0 and found[2] + wide <= self.width]
