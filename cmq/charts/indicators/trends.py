"""The trends of all indicators: small charts side by side, family by family, drawn as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import plotly.graph_objects as go

from cmq import french
from cmq.charts import palette
from cmq.charts.chart import SMALL_SIZE, TEXT_SIZE, Chart, figure, hidden_axis, nothing_to_show
from cmq.charts.indicators.fitting import NARROWEST, fitted, joined, line_count, width
from cmq.charts.indicators.series import (
    BREAK,
    NO_VALUE,
    NOTHING,
    START,
    TARGET,
    VALUE,
    Timeline,
    breaks,
    dated,
    family_name,
    hover,
    hover_mark,
    reached_part,
    scale_around,
    stretches,
)
from cmq.charts.indicators.shapes import (
    DIAMOND,
    FILLED,
    HOLLOW,
    LINE,
    Point,
    Spot,
    Text,
    legend_height,
    spots,
    strokes,
    texts,
)
from cmq.framework import Indicator
from cmq.french import NBSP
from cmq.indicators import IndicatorResult, Mark, Measure, Measures
from cmq.tables import Table

TITLE = "Évolution des indicateurs"
COLUMNS = 3
GUTTER = 0.03
"""Empty on each side of a cell, as a share of a column."""
ROOM = NARROWEST / COLUMNS * (1 - 2 * GUTTER)
VALUE_SIZE, HEADING_SIZE = 20, 19
HEADING, TITLE_LINES, GAP = 46, 2, 30
PLOT, PLOT_PAD = 84, 11
"""Pixels, as all heights: the figure's height is known, its width is not."""


@dataclass
class _Sheet:
    """What is to be drawn, by kind."""

    rules: list[list[Point]] = field(default_factory=list)
    lines: list[list[Point]] = field(default_factory=list)
    breaks: list[list[Point]] = field(default_factory=list)
    values: list[Spot] = field(default_factory=list)
    starts: list[Spot] = field(default_factory=list)
    targets: list[Spot] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)


def trends(measures: Measures, results: Sequence[IndicatorResult]) -> Chart:
    """A small chart an indicator, on its own scale of years and values, under the heading of its family."""
    sentence = _sentence(results)
    count = french.plural(len(results), "indicateur")
    known = french.number(sum(result.latest is not None for result in results))
    return Chart(
        TITLE,
        _figure(measures, results) if results else nothing_to_show(sentence),
        f"Petits graphiques, un par indicateur{NBSP}: {known} sur {count} avec une valeur",
        sentence,
        _table(measures, results),
    )


def _sentence(results: Sequence[IndicatorResult]) -> str:
    total, known = len(results), sum(result.latest is not None for result in results)
    if not total:
        return "Aucun indicateur n'est suivi."
    if not known:
        return (
            f"Aucun des {french.plural(total, 'indicateur')} n'a de valeur."
            if total > 1
            else "Le seul indicateur n'a pas de valeur."
        )
    if known == total:
        has = "ont" if total > 1 else "a"
        parts = [f"{'Les ' if total > 1 else ''}{french.plural(total, 'indicateur')} {has} une valeur"]
    else:
        verb = "a" if known == 1 else "ont"
        parts = [f"{french.plural(known, 'indicateur')} sur {french.number(total)} {verb} une valeur"]
    better = sum(result.progressed is True for result in results)
    worse = sum(result.progressed is False for result in results)
    if better or worse:
        parts.append(_ways(better, worse))
    reached = sum(result.reached is True for result in results)
    missed = sum(result.reached is False for result in results)
    if reached or missed:
        parts.append(reached_part(reached, missed))
    broken = sum(bool(breaks(result, result.measured)) for result in results)
    if broken:
        parts.append(f"{french.plural(broken, 'série')} {'a' if broken == 1 else 'ont'} une rupture")
    return f"{NBSP}; ".join(parts) + "."


def _ways(better: int, worse: int) -> str:
    """« depuis le départ, 9 vont dans le bon sens et 3 dans l'autre »."""
    if not better:
        return f"depuis le départ, {_go(worse)} dans le mauvais sens"
    other = f" et {french.number(worse)} dans l'autre" if worse else ""
    return f"depuis le départ, {_go(better)} dans le bon sens{other}"


def _go(count: int) -> str:
    return f"{french.number(count)} {'va' if count == 1 else 'vont'}"


# --- figure -------------------------------------------------------------------------------------------------------


def _figure(measures: Measures, results: Sequence[IndicatorResult]) -> go.Figure:
    sheet = _Sheet()
    top = 8.0
    for name, members in _families(measures, results):
        if name:
            top = _heading(sheet, name, top)
        for first in range(0, len(members), COLUMNS):
            top = _row(sheet, members[first : first + COLUMNS], top) + GAP
    height = top - GAP
    traces = list(_traces(sheet))
    legend = legend_height(trace["name"] for trace in traces if trace.get("showlegend", True))
    return figure(
        traces,
        height=round(height) + legend + 16,
        showlegend=True,
        xaxis=hidden_axis(range=[GUTTER, COLUMNS - GUTTER]),
        yaxis=hidden_axis(range=[height, 0]),
    )


def _families(
    measures: Measures, results: Sequence[IndicatorResult]
) -> Iterator[tuple[str, list[IndicatorResult]]]:
    """The indicators by family, in the framework's order; those of no family come last, without heading."""
    known = {family.id: family.name for family in measures.framework.families}
    for id_, name in known.items():
        members = [result for result in results if result.indicator.family == id_]
        if members:
            yield name, members
    others = [result for result in results if result.indicator.family not in known]
    if others:
        yield "", others


def _heading(sheet: _Sheet, name: str, top: float) -> float:
    sheet.texts.append(
        Text(GUTTER, top + 4, f"<b>{fitted(name, NARROWEST, HEADING_SIZE, bold=True)}</b>", HEADING_SIZE)
    )
    below = top + 4 + HEADING_SIZE * LINE + 4
    sheet.rules.append([(GUTTER, below), (COLUMNS - GUTTER, below)])
    return top + HEADING


def _row(sheet: _Sheet, results: Sequence[IndicatorResult], top: float) -> float:
    """One line of cells, as high as what they have to show; returns its lower end."""
    plotted = any(result.measured or result.start or result.target for result in results)
    with_target = any(result.target for result in results)
    ends = [
        _cell(sheet, result, column, top, with_target=with_target) for column, result in enumerate(results)
    ]
    if not plotted:
        return max(ends)
    plot = max(ends) + 8
    for column, result in enumerate(results):
        _plot(sheet, result, column, plot)
    return plot + PLOT + 6 + SMALL_SIZE * LINE


def _cell(sheet: _Sheet, result: IndicatorResult, column: int, top: float, *, with_target: bool) -> float:
    """The texts of a cell; returns the lower end."""
    left, indicator, latest = column + GUTTER, result.indicator, result.latest
    sheet.texts.append(Text(left, top, fitted(indicator.name, ROOM, lines=TITLE_LINES)))
    top += TITLE_LINES * SMALL_SIZE * LINE + 4
    if latest is None or latest.value is None:
        sheet.texts.append(Text(left, top + 3, f"<i>{NO_VALUE}</i>", TEXT_SIZE))
        top += VALUE_SIZE * LINE
    else:
        period = [f"en {french.period(indicator, latest.year)}"]
        value = french.quantity(indicator, latest.value)
        size = next((s for s in (VALUE_SIZE, TEXT_SIZE) if width(value, s, bold=True) <= ROOM), 0)
        if not size:
            value, size = french.quantity(indicator, latest.value, unit=False), TEXT_SIZE
            period.insert(0, fitted(indicator.unit, ROOM))
        sheet.texts.append(Text(left, top, f"<b>{fitted(value, ROOM, size, bold=True)}</b>", size))
        top += VALUE_SIZE * LINE
        sheet.texts.append(Text(left, top, joined(period, ROOM)))
        top += line_count(joined(period, ROOM)) * SMALL_SIZE * LINE
    if result.target is not None:
        sheet.texts.append(Text(left, top + 1, fitted(_target(indicator, result.target), ROOM)))
    return top + 1 + SMALL_SIZE * LINE if with_target else top + 1


def _target(indicator: Indicator, mark: Mark) -> str:
    """« cible 70 % »; without the unit where that is too long, since it stands by the value."""
    text = f"{TARGET.lower()} {french.quantity(indicator, mark.value)}"
    if width(text) <= ROOM:
        return text
    return f"{TARGET.lower()} {french.quantity(indicator, mark.value, unit=False)}"


def _plot(sheet: _Sheet, result: IndicatorResult, column: int, top: float) -> None:
    """The line and the marks of a cell."""
    known = [m.value for m in result.measured if m.value is not None]
    known += [mark.value for mark in (result.start, result.target) if mark is not None]
    if not known:
        return
    indicator, time = result.indicator, Timeline.of(result, result.measured)
    scale = scale_around(indicator, known)
    inner = 1 - 2 * GUTTER

    def x(share: float) -> float:
        return column + GUTTER + share * inner

    def y(value: Any) -> float:
        return top + PLOT - PLOT_PAD - scale.place(value) * (PLOT - 2 * PLOT_PAD)

    for stretch in stretches(indicator, result.measured):
        if len(stretch) > 1:
            sheet.lines.append([(x(time.year(m.year)), y(m.value)) for m in stretch])
    for measure in result.measured:
        size = 13 if measure is result.latest else 9
        sheet.values.append(Spot(x(time.year(measure.year)), y(measure.value), hover(measure), size))
    for found in breaks(result, result.measured):
        at = x(time.year(found.year - 0.5))
        sheet.breaks.append([(at, top), (at, top + PLOT)])
    if result.start is not None:
        said = hover_mark(START, indicator, result.start)
        sheet.starts.append(Spot(x(time.start(result.start)), y(result.start.value), said, 16))
    if result.target is not None:
        said = hover_mark(TARGET, indicator, result.target)
        sheet.targets.append(Spot(x(time.target(result.target)), y(result.target.value), said, 15))
    sheet.rules.append([(x(0), top + PLOT), (x(1), top + PLOT)])
    _years(sheet, result, time, (x(0), x(time.year(time.first or 0)), x(1)), top + PLOT + 4)


def _years(
    sheet: _Sheet, result: IndicatorResult, time: Timeline, at: tuple[float, float, float], top: float
) -> None:
    """The first and the last year under a cell's line, or the only one under its mark."""
    if time.first is None or time.last is None:
        return
    first, last = (french.period(result.indicator, year) for year in (time.first, time.last))
    left, middle, right = at
    if first == last:
        sheet.texts.append(Text(middle, top, first, side="center"))
    else:
        sheet.texts += [Text(left, top, first), Text(right, top, last, side="left")]


def _traces(sheet: _Sheet) -> Iterator[dict[str, Any]]:
    yield strokes("Repères", palette.GRID, 1.5, sheet.rules, showlegend=False)
    if sheet.breaks:
        yield strokes(BREAK, palette.OUTLINE, 2, sheet.breaks, dash="dot", legendrank=1004)
    yield strokes("Années", palette.OUTLINE, 3, sheet.lines, showlegend=False)
    if sheet.targets:
        yield spots(TARGET, DIAMOND, sheet.targets, legendrank=1003)
    if sheet.values:
        yield spots(VALUE, FILLED, sheet.values, legendrank=1001)
    if sheet.starts:
        yield spots(START, HOLLOW, sheet.starts, legendrank=1002)
    yield texts(sheet.texts)


# --- table --------------------------------------------------------------------------------------------------------


def _table(measures: Measures, results: Sequence[IndicatorResult]) -> Table:
    """A row an indicator and a column a year in which one has a value or a reason for none."""
    years = sorted({measure.year for result in results for measure in result.totals})
    rows = []
    for result in results:
        of_year = {measure.year: measure for measure in result.totals}
        rows.append(
            (
                result.indicator.name,
                family_name(measures, result.indicator),
                dated(result.indicator, result.start),
                *(_value(of_year.get(year)) for year in years),
                dated(result.indicator, result.target),
            )
        )
    return Table(
        "Valeurs des indicateurs par année (une année scolaire est sous l'année de sa rentrée)",
        ("Indicateur", "Famille", START, *(str(year) for year in years), TARGET),
        tuple(rows),
    )


def _value(measure: Measure | None) -> str:
    return NOTHING if measure is None else french.measure(measure)
