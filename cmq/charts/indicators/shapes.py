"""Traces of many shapes at once: a whole figure of small charts is drawn with a handful of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from cmq.charts import palette
from cmq.charts.chart import SMALL_SIZE
from cmq.charts.indicators.fitting import NARROWEST, width

LINE = 1.3
"""A line's height, in sizes of its letters."""


class Text(NamedTuple):
    """A text whose first line begins under a point; ``side`` is the side on which it lies of it."""

    x: float
    y: float
    text: str
    size: int = SMALL_SIZE
    side: str = "right"


def texts(items: Sequence[Text]) -> dict[str, Any]:
    """A trace of texts, in the page's text colour: many are drawn faster so than as annotations."""
    return {
        "type": "scatter",
        "mode": "text",
        "name": "Textes",
        "x": [item.x for item in items],
        "y": [item.y for item in items],
        "text": [item.text for item in items],
        "textposition": [f"bottom {item.side}" for item in items],
        "textfont": {"size": [item.size for item in items], "color": palette.TEXT},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }


Point = tuple[float, float]
_LEGEND_MARK, _LEGEND_LINE = 46, 24


def joined_points(lines: Iterable[Sequence[Point]]) -> dict[str, list[float | None]]:
    """The x and y of several lines in one trace, None between them."""
    x: list[float | None] = []
    y: list[float | None] = []
    for line in lines:
        x += [*(point[0] for point in line), None]
        y += [*(point[1] for point in line), None]
    return {"x": x[:-1], "y": y[:-1]}


def strokes(
    name: str, color: str, thickness: float, lines: Iterable[Sequence[Point]], **more: Any
) -> dict[str, Any]:
    """A trace of several lines of one kind."""
    dash = more.pop("dash", "solid")
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        **joined_points(lines),
        "line": {"color": color, "width": thickness, "dash": dash},
        "cliponaxis": False,
        "hoverinfo": "skip",
        **more,
    }


class Spot(NamedTuple):
    """A mark and what is said of it."""

    x: float
    y: float
    hover: str
    size: float


def spots(name: str, marker: dict[str, Any], items: Sequence[Spot], **more: Any) -> dict[str, Any]:
    """A trace of marks of one kind."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [item.x for item in items],
        "y": [item.y for item in items],
        "marker": {**marker, "opacity": 1, "size": [item.size for item in items]},
        "hovertext": [item.hover for item in items],
        "hoverinfo": "text",
        "cliponaxis": False,
        **more,
    }


FILLED = {"symbol": "circle", "color": palette.OUTLINE, "line": {"color": palette.OUTLINE, "width": 1}}
HOLLOW = {"symbol": "circle-open", "color": palette.OUTLINE, "line": {"width": 3}}
RING = {"symbol": "circle", "color": palette.LIGHT, "line": {"color": palette.OUTLINE, "width": 3}}
"""The same on a bar."""
UNSEEN = {"color": palette.TRANSPARENT, "line": {"width": 0}}
"""Only the pointer finds it."""
DIAMOND = {"symbol": "diamond", "color": palette.ACCENT, "line": {"color": palette.ACCENT, "width": 1}}


def legend_height(names: Iterable[str]) -> int:
    """How high the legend is on the narrowest frame, where it wraps: its columns are as wide as its longest name."""
    listed = list(names)
    column = max((width(name) for name in listed), default=0) + _LEGEND_MARK
    columns = max(1, int(NARROWEST // max(column, 1)))
    return -(-len(listed) // columns) * _LEGEND_LINE
