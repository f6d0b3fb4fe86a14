"""The texts in the chart of one indicator."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from cmq import french
from cmq.charts.chart import SMALL_SIZE, TEXT_SIZE, note
from cmq.charts.indicators.fitting import fitted
from cmq.charts.indicators.placing import Board, Label, spaced, spread
from cmq.charts.indicators.series import START, TARGET, stretches
from cmq.charts.indicators.shapes import Point, Text
from cmq.charts.indicators.trend_plot import NAME_HEIGHT, NAMES, Plot
from cmq.charts.indicators.trend_table import WHOLE
from cmq.framework import Calculation
from cmq.indicators import Mark, Measure

UNDATED = "sans date"
LATEST_SIZE = 20
_BESIDE = 8
_ABOVE = 5
_MOST_YEARS = 24


def all_texts(plot: Plot) -> list[Text]:
    """The values, the years, the scale, the breaks."""
    return [*_values(plot), *_years(plot), *_numbers(plot), *_breaks(plot)]


def _values(plot: Plot) -> Iterator[Text]:
    """The values beside their marks, as many as there is room for: the latest, the target and the start first."""
    board = _board(plot)
    for label in _labels(plot):
        placed = board.place(label)
        if placed is not None:
            shown = f"<b>{label.text}</b>" if label.bold else label.text
            yield Text(placed.x / plot.wide, placed.top, shown, label.size, placed.side)


def _board(plot: Plot) -> Board:
    """The plot with its lines and marks."""
    board = Board(plot.wide, plot.top - _ABOVE, plot.bottom)
    wide, result = plot.wide, plot.result
    for measured in (result.measured, *(group.measured for group in plot.groups)):
        for stretch in stretches(result.indicator, measured):
            points = [_at(plot, measure) for measure in stretch]
            board.line(points)
            for point in points:
                board.mark(*point)
    for item in plot.break_texts:
        board.line([(item.at * wide, plot.top), (item.at * wide, plot.bottom)])
    for _, mark, at in _marks(plot):
        board.mark(at * wide, plot.y(mark.value))
    return board


def _marks(plot: Plot) -> Iterator[tuple[str, Mark, float]]:
    """The target and the start, with their places."""
    target, start = plot.result.target, plot.result.start
    if target is not None:
        yield TARGET, target, plot.time.target(target)
    if start is not None:
        yield START, start, plot.time.start(start)


def _labels(plot: Plot) -> Iterator[Label]:
    """What wants a place, the most important first."""
    latest, measured = plot.result.latest, plot.result.measured
    if latest is not None:
        yield Label(*_at(plot, latest), _value(plot, latest.value), LATEST_SIZE, needed=True, bold=True)
    for name, mark, at in _marks(plot):
        text = f"{name.lower()} {_value(plot, mark.value)}"
        yield Label(at * plot.wide, plot.y(mark.value), text, TEXT_SIZE, needed=True)
    others = [m for m in measured if m is not latest]
    middle = (plot.top + plot.bottom) / 2
    extremes = sorted(others[1:], key=lambda m: -abs(plot.y(m.value) - middle))
    for measure in (*others[:1], *extremes):
        yield Label(*_at(plot, measure), _value(plot, measure.value))


def _at(plot: Plot, measure: Measure) -> Point:
    """The place of a measure in pixels."""
    x, y = plot.at(measure)
    return x * plot.wide, y


def _value(plot: Plot, value: Fraction | None) -> str:
    """A value without its unit, which stands above the plot."""
    return french.quantity(plot.result.indicator, value or Fraction(0), unit=False)


def _years(plot: Plot) -> Iterator[Text]:
    """The years under the plot that have room, those of the latest value and of the marks first."""
    time, result = plot.time, plot.result
    years: list[int] = []
    if time.first is not None and time.last is not None:
        latest = time.last if result.latest is None else result.latest.year
        step = max(1, (time.last - time.first) // _MOST_YEARS)
        years = [latest, time.last, time.first, *range(time.last, time.first, -step)]
    wanted = [(time.year(year) * plot.wide, french.period(result.indicator, year)) for year in years]
    edges = [(time.before, time.left_edge), (time.after, time.right_edge)]
    wanted[1:1] = [(edge * plot.wide, UNDATED) for there, edge in edges if there]
    for at, text in spaced(wanted):
        yield Text(at / plot.wide, plot.bottom + 6, text, side="center")


def _numbers(plot: Plot) -> Iterator[Text]:
    """The round numbers of the scale, and the unit above them."""
    for value, text in plot.tick_texts:
        yield Text(0, plot.y(value) - SMALL_SIZE * 0.55, f"{text}\u00a0", side="left")


def _breaks(plot: Plot) -> Iterator[Text]:
    """The reason of each break, beside its dotted line."""
    beside = _BESIDE / plot.wide
    for item in plot.break_texts:
        x = item.at + (beside if item.side == "right" else -beside)
        yield Text(x, item.top, item.text, side=item.side)


def names(plot: Plot) -> list[dict[str, Any]]:
    """The unit above the plot and, on its right, the names of the lines with their last values."""
    indicator = plot.result.indicator
    notes = []
    if indicator.calculation not in (Calculation.SHARE, Calculation.RATE):
        unit = fitted(indicator.unit, plot.wide)
        notes.append(note(f"en {unit}", 0, 0, size=SMALL_SIZE, yanchor="top", xshift=-plot.left + 2))
    lines = [(group.letter, group.name, group.measured[-1]) for group in plot.groups]
    if plot.groups and plot.result.latest is not None:
        lines.insert(0, ("●", WHOLE, plot.result.latest))
    places = [plot.at(measure)[1] for _, _, measure in lines]
    for (letter, name, measure), y in zip(
        lines, spread(places, NAME_HEIGHT, plot.top, plot.bottom - NAME_HEIGHT / 2), strict=True
    ):
        notes.append(note(_name(plot, letter, name, measure), 1, y, size=SMALL_SIZE, xshift=_BESIDE))
    return notes


def _name(plot: Plot, letter: str, name: str, measure: Measure) -> str:
    """« ■ 62,5 % Élèves », with the year where the line ends before the others."""
    last = max(m.year for m in plot.all_measured)
    period = f" ({french.period(measure.indicator, measure.year)})" if measure.year < last else ""
    whole = name == WHOLE
    text = f"{letter} {_value(plot, measure.value)}{period} {name}"
    text = fitted(text, NAMES - _BESIDE, lines=2, bold=whole)
    return f"<b>{text}</b>" if whole else text
