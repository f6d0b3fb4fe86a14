"""The trend of one indicator, as large as its page, with its groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import plotly.graph_objects as go

from cmq import french
from cmq.charts import palette
from cmq.charts.chart import Chart, clipped, figure, hidden_axis, nothing_to_show, safe
from cmq.charts.indicators.series import (
    BREAK,
    NO_VALUE,
    START,
    TARGET,
    VALUE,
    amount,
    between,
    breaks,
    dated,
    hover,
    hover_mark,
    stretches,
)
from cmq.charts.indicators.shapes import (
    DIAMOND,
    FILLED,
    HOLLOW,
    Point,
    Spot,
    legend_height,
    spots,
    strokes,
    texts,
)
from cmq.charts.indicators.trend_plot import Plot
from cmq.charts.indicators.trend_table import WHOLE, trend_table
from cmq.charts.indicators.trend_texts import all_texts, names
from cmq.framework import Direction
from cmq.french import NBSP
from cmq.indicators import IndicatorResult, Measure, Measures, Status

FOOT = 32
"""Pixels under the plot, for the years."""


def trend(result: IndicatorResult, measures: Measures) -> Chart:
    """An indicator's values by year, as a whole and by group, with where it started and where it should go."""
    name = clipped(result.indicator.name, 60)
    plot = Plot(result, measures)
    sentence = _sentence(result)
    return Chart(
        result.indicator.name,
        _figure(plot) if plot.known else nothing_to_show(sentence),
        f"Courbe par année{NBSP}: {name}, {_latest(result, whole=False)}",
        sentence,
        trend_table(result, measures),
    )


# --- words --------------------------------------------------------------------------------------------------------


def _latest(result: IndicatorResult, *, whole: bool = True) -> str:
    """« 62,5 % en 2024 »."""
    if result.latest is None or result.latest.value is None:
        return NO_VALUE
    value = french.measure(result.latest) if whole else amount(result.indicator, result.latest.value)
    return f"{value} en {french.period(result.indicator, result.latest.year)}"


def _sentence(result: IndicatorResult) -> str:
    indicator = result.indicator
    parts = [f"{indicator.name}{NBSP}: {_latest(result)}", *_change(result), _aim(result)]
    if result.totals and not result.totals[-1].measured:
        last = result.totals[-1]
        parts.insert(1, f"{french.period(indicator, last.year)} {french.measure(last)}")
    parts += [
        f"rupture de série en {french.period(indicator, found.year)} ({found.reason})"
        for found in breaks(result, result.measured)
    ]
    masked = sum(measure.status is Status.MASKED for measure in (*result.totals, *result.groups.values()))
    if masked:
        parts.append(f"{french.plural(masked, 'valeur masquée', 'valeurs masquées')} (petits effectifs)")
    return f"{NBSP}; ".join(parts) + "."


def _change(result: IndicatorResult) -> Iterator[str]:
    latest, origin, change = result.latest, result.origin, result.change
    if latest is None or origin is None:
        return
    indicator, year = result.indicator, origin.year
    since = "le départ" if year is None else french.period(indicator, year)
    if change is not None:
        yield (
            f"{french.difference(indicator, change)} depuis {since}" if change else f"inchangé depuis {since}"
        )
    elif year is None:
        yield "non comparable au départ"
    elif year < latest.year:
        yield f"non comparable à {since}"


def _aim(result: IndicatorResult) -> str:
    indicator, distance = result.indicator, result.distance
    if result.target is None:
        return "aucune cible"
    aim = dated(indicator, result.target)
    if distance is None:
        return f"la cible est de {aim}"
    if result.reached:
        return f"la cible de {aim} est atteinte"
    apart = between(indicator, distance)
    if result.reached is None:
        return f"la cible de {aim} est à {apart}" if distance else f"c'est la cible, {aim}"
    if indicator.direction is Direction.UP:
        return f"il manque {apart} pour la cible de {aim}"
    return f"{apart} de trop pour la cible de {aim}"


# --- figure -------------------------------------------------------------------------------------------------------


def _figure(plot: Plot) -> go.Figure:
    height = plot.bottom + FOOT
    traces = list(_traces(plot))
    legend = legend_height(trace["name"] for trace in traces if trace.get("showlegend", True))
    return figure(
        traces,
        height=round(height) + legend + 16,
        annotations=names(plot),
        margin={"l": plot.left, "r": plot.right, "t": 8, "b": 8, "pad": 0},
        showlegend=True,
        xaxis=hidden_axis(range=[0, 1]),
        yaxis=hidden_axis(range=[height, 0]),
    )


def _traces(plot: Plot) -> Iterator[dict[str, Any]]:
    result, bottom = plot.result, plot.bottom
    lines: list[list[Point]] = [[(0, y := plot.y(value)), (1, y)] for value, _ in plot.tick_texts]
    yield strokes("Repères", palette.GRID, 1, lines, showlegend=False)
    yield strokes("Axe", palette.OUTLINE, 1.5, [[(0, bottom), (1, bottom)]], showlegend=False)
    if plot.breaks:
        uprights = [[(item.at, item.top), (item.at, bottom)] for item in plot.break_texts]
        yield strokes(BREAK, palette.OUTLINE, 2, uprights, dash="dot", legendrank=1004)
    for group in plot.groups:
        yield _line(plot, group.name, group.measured, 1.5, dash=group.dash)
        marker = {**FILLED, "symbol": group.symbol, "color": palette.LIGHT}
        said = [Spot(*plot.at(m), hover(m, group.name), 10) for m in group.measured]
        yield spots(safe(group.name), marker, said, showlegend=False)
    yield _line(plot, WHOLE, result.measured, 4)
    if result.target is not None:
        spot = Spot(
            plot.time.target(result.target),
            plot.y(result.target.value),
            hover_mark(TARGET, result.indicator, result.target),
            18,
        )
        yield spots(TARGET, DIAMOND, [spot], legendrank=1003)
    if result.measured:
        sizes = [15 if m is result.latest else 11 for m in result.measured]
        said = [Spot(*plot.at(m), hover(m), size) for m, size in zip(result.measured, sizes, strict=True)]
        yield spots(VALUE, FILLED, said, legendrank=1001)
    if result.start is not None:
        spot = Spot(
            plot.time.start(result.start),
            plot.y(result.start.value),
            hover_mark(START, result.indicator, result.start),
            19,
        )
        yield spots(START, HOLLOW, [spot], legendrank=1002)
    yield texts(all_texts(plot))


def _line(
    plot: Plot, name: str, measured: Sequence[Measure], thickness: float, **more: Any
) -> dict[str, Any]:
    joined = [
        [plot.at(m) for m in stretch]
        for stretch in stretches(plot.result.indicator, measured)
        if len(stretch) > 1
    ]
    return strokes(safe(name), palette.OUTLINE, thickness, joined, showlegend=False, **more)
