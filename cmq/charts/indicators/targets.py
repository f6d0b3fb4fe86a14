"""The distance to the targets: a bar an indicator, each on its own scale, against an upright mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import plotly.graph_objects as go

from cmq import french
from cmq.charts import palette
from cmq.charts.chart import (
    SMALL_SIZE,
    TEXT_SIZE,
    Bar,
    Chart,
    bars,
    figure,
    hidden_axis,
    nothing_to_show,
    safe,
)
from cmq.charts.indicators.fitting import NARROWEST, fitted, joined, line_count
from cmq.charts.indicators.series import (
    NO_VALUE,
    NOTHING,
    START,
    TARGET,
    Scale,
    amount,
    current,
    dated,
    family_name,
    hover,
    hover_mark,
    reached_part,
    scale_from_zero,
    standing,
)
from cmq.charts.indicators.shapes import (
    LINE,
    RING,
    UNSEEN,
    Point,
    Spot,
    Text,
    legend_height,
    spots,
    strokes,
    texts,
)
from cmq.french import NBSP
from cmq.indicators import IndicatorResult, Measures
from cmq.tables import Table

TITLE = "Distance à la cible, par indicateur"
BAR, GAP = 28, 26
MARGIN = 0.015
"""Empty beside the scales, so that a mark at their end is whole."""
KINDS: tuple[tuple[bool | None, str, palette.Fill], ...] = (
    (True, "Cible atteinte", palette.Fill(palette.DARK)),
    (False, "Pas encore atteinte", palette.Fill("#b9dde2")),
    (None, "Sans jugement", palette.Fill("#d3eaed", ".", "#8fc3cc")),
)


@dataclass(frozen=True)
class _Row:
    """A row of the chart: its result, its scale, and where its bar lies, in pixels from the top."""

    result: IndicatorResult
    scale: Scale
    name: str
    figures: str
    top: float

    @property
    def texts_height(self) -> float:
        """The height of what stands above the bar."""
        return TEXT_SIZE * LINE + line_count(self.figures) * SMALL_SIZE * LINE + 5

    @property
    def middle(self) -> float:
        """The middle of the bar."""
        return self.top + self.texts_height + BAR / 2

    @property
    def bottom(self) -> float:
        """The lower end."""
        return self.middle + BAR / 2


def targets(measures: Measures, results: Sequence[IndicatorResult]) -> Chart:
    """Every indicator that has a target: its latest value as a bar, its target, and how far apart they are."""
    aimed = [result for result in results if result.target is not None]
    sentence = _sentence(results, aimed)
    reached = sum(result.reached is True for result in aimed)
    count = french.plural(len(aimed), "indicateur")
    done = french.plural(reached, "cible atteinte", "cibles atteintes")
    return Chart(
        TITLE,
        _figure(aimed) if aimed else nothing_to_show(sentence),
        f"Barres, une par indicateur avec cible{NBSP}: {count}, {done}",
        sentence,
        _table(measures, results),
    )


def _sentence(results: Sequence[IndicatorResult], aimed: Sequence[IndicatorResult]) -> str:
    if not results:
        return "Aucun indicateur n'est suivi."
    if not aimed:
        of = f"des {french.plural(len(results), 'indicateur')}" if len(results) > 1 else "indicateur"
        return f"Aucun {of} n'a de cible."
    has = "a" if len(aimed) == 1 else "ont"
    of = f" sur {french.number(len(results))}" if len(aimed) < len(results) else ""
    parts = [f"{french.plural(len(aimed), 'indicateur')}{of} {has} une cible"]
    reached = sum(result.reached is True for result in aimed)
    missed = [result for result in aimed if result.reached is False]
    if reached or missed:
        parts.append(reached_part(reached, len(missed)))
    if missed:
        parts.append(_farthest_part(missed))
    unjudged = sum(result.reached is None and result.distance is not None for result in aimed)
    if unjudged:
        parts.append(f"{french.plural(unjudged, 'distance')} ne se juge{'nt' if unjudged > 1 else ''} pas")
    silent = sum(result.latest is None for result in aimed)
    if silent:
        parts.append(f"{french.plural(silent, 'cible')} sans valeur en face")
    return f"{NBSP}; ".join(parts) + "."


def _farthest_part(missed: Sequence[IndicatorResult]) -> str:
    """The targets that are farthest as the rows show them, since units do not compare."""
    gaps = {id(result): _gap(result) for result in missed}
    farthest = sorted(missed, key=lambda result: -gaps[id(result)])
    if len(missed) == 1:
        return f"pour «{NBSP}{missed[0].indicator.name}{NBSP}», {standing(missed[0])}"
    named = [f"«{NBSP}{r.indicator.name}{NBSP}» ({standing(r)})" for r in farthest[:2]]
    if len(missed) > 2:
        return f"à l'échelle de chacun, les plus éloignés sont {french.enumeration(named)}"
    return f"à l'échelle de chacun, le plus éloigné est {named[0]}"


def _gap(result: IndicatorResult) -> Fraction:
    """The share of the row that lies between the bar's end and the target."""
    scale = _scale(result)
    return abs(result.distance or Fraction(0)) / (scale.high - scale.low)


def _scale(result: IndicatorResult) -> Scale:
    known = [mark.value for mark in (result.start, result.target) if mark is not None]
    if result.latest is not None and result.latest.value is not None:
        known.append(result.latest.value)
    return scale_from_zero(known)


# --- figure -------------------------------------------------------------------------------------------------------


def _figure(aimed: Sequence[IndicatorResult]) -> go.Figure:
    rows = list(_rows(aimed))
    height = rows[-1].bottom + 8
    traces = list(_traces(rows))
    legend = legend_height(trace["name"] for trace in traces if trace.get("showlegend", True))
    return figure(
        traces,
        height=round(height) + legend + 16,
        barmode="overlay",
        showlegend=True,
        xaxis=hidden_axis(range=[-MARGIN, 1 + MARGIN]),
        yaxis=hidden_axis(range=[height, 0]),
    )


def _rows(aimed: Sequence[IndicatorResult]) -> Iterator[_Row]:
    top = 10.0
    for result in aimed:
        name = f"<b>{fitted(result.indicator.name, NARROWEST, TEXT_SIZE, bold=True)}</b>"
        row = _Row(result, _scale(result), name, _figures(result), top)
        yield row
        top = row.bottom + GAP


def _figures(result: IndicatorResult) -> str:
    """« 62,5 % · cible 70 % (2027) · il manque 7,5 points », the target without the unit that the value has."""
    indicator, latest = result.indicator, result.latest
    if latest is None or latest.value is None:
        return joined(
            [f"<i>{NO_VALUE}</i>", safe(f"{TARGET.lower()} {dated(indicator, result.target)}")], NARROWEST
        )
    target = f"{TARGET.lower()} {dated(indicator, result.target, unit=False)}"
    words = standing(result).removeprefix(f"{TARGET.lower()} ")
    return joined(
        [f"<b>{safe(amount(indicator, latest.value))}</b>", safe(target), f"<b>{safe(words)}</b>"], NARROWEST
    )


def _traces(rows: Sequence[_Row]) -> Iterator[dict[str, Any]]:
    yield _tracks(rows)
    for reached, name, fill in KINDS:
        mine = [row for row in rows if row.result.distance is not None and row.result.reached is reached]
        if mine:
            yield _values(name, fill, mine)
    zeros = [_upright(row, row.scale.place(Fraction(0)), BAR / 2) for row in rows if row.scale.low < 0]
    if zeros:
        yield strokes("Zéro", palette.OUTLINE, 2, zeros, legendrank=1004)
    yield strokes(TARGET, palette.ACCENT, 5, [_upright(row, _target(row), BAR / 2 + 6) for row in rows])
    yield spots("Cibles", UNSEEN, list(_target_spots(rows)), showlegend=False)
    starts = list(_starts(rows))
    if starts:
        yield spots(START, RING, starts)
    yield texts(
        [Text(0, row.top, row.name, TEXT_SIZE) for row in rows]
        + [Text(0, row.top + TEXT_SIZE * LINE, row.figures) for row in rows]
    )


def _tracks(rows: Sequence[_Row]) -> dict[str, Any]:
    """The whole scale of each row, empty."""
    return {
        "type": "bar",
        "orientation": "h",
        "name": "Échelle",
        "x": [1] * len(rows),
        "y": [row.middle for row in rows],
        "width": BAR,
        "marker": {"color": palette.TRANSPARENT, "line": {"color": palette.GRID, "width": 1.5}},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _values(name: str, fill: palette.Fill, rows: Sequence[_Row]) -> dict[str, Any]:
    """Bars from 0 to the latest value."""
    zeros = [row.scale.place(Fraction(0)) for row in rows]
    ends = [row.scale.place(_value(row)) for row in rows]
    said = [
        f"{hover(row.result.latest)}<br>{safe(standing(row.result))}" for row in rows if row.result.latest
    ]
    items = [Bar(0, end - zero, "", text) for zero, end, text in zip(zeros, ends, said, strict=True)]
    return bars(name, fill, items, base=zeros, y=[row.middle for row in rows], width=BAR)


def _value(row: _Row) -> Fraction:
    """The latest value of a row that has one."""
    latest = row.result.latest
    return Fraction(0) if latest is None or latest.value is None else latest.value


def _target(row: _Row) -> float:
    return row.scale.place(Fraction(0) if row.result.target is None else row.result.target.value)


def _upright(row: _Row, at: float, reach: float) -> list[Point]:
    return [(at, row.middle - reach), (at, row.middle + reach)]


def _target_spots(rows: Sequence[_Row]) -> Iterator[Spot]:
    """What the pointer finds on a target's mark."""
    for row in rows:
        if row.result.target is not None:
            said = hover_mark(TARGET, row.result.indicator, row.result.target)
            yield Spot(_target(row), row.middle, said, 16)


def _starts(rows: Sequence[_Row]) -> Iterator[Spot]:
    for row in rows:
        if row.result.start is not None:
            said = hover_mark(START, row.result.indicator, row.result.start)
            yield Spot(row.scale.place(row.result.start.value), row.middle, said, 16)


# --- table --------------------------------------------------------------------------------------------------------


def _table(measures: Measures, results: Sequence[IndicatorResult]) -> Table:
    """Every indicator; those without a target say so."""
    rows = []
    for result in results:
        indicator, latest = result.indicator, result.latest
        rows.append(
            (
                indicator.name,
                family_name(measures, indicator),
                dated(indicator, result.start),
                current(result),
                french.period(indicator, latest.year) if latest else NOTHING,
                dated(indicator, result.target),
                NOTHING if result.distance is None else french.difference(indicator, result.distance),
                standing(result),
            )
        )
    return Table(
        "Valeurs et cibles des indicateurs",
        ("Indicateur", "Famille", START, "Dernière valeur", "Période", TARGET, "Cible moins valeur", "État"),
        tuple(rows),
    )
