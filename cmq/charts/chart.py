"""What the charts share: the result's type, texts, and a layout that holds from 300 to 1900 pixels.

A criterion's name stands above its bar, not beside it, so that the bars keep the whole width of a phone and
the letters stay large enough for a projector. A bar's row is one unit high: its name, then the bar.
"""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import plotly.graph_objects as go

from cmq.charts import palette
from cmq.framework import Criterion
from cmq.tables import Table

NAME_AT, BAR_AT, BAR_HEIGHT = 0.2, 0.66, 0.52
"""Where the name and the bar lie inside a row, from its top."""

TEXT_SIZE, SMALL_SIZE = 17, 15
LONGEST_NAME = 22
LABEL, EXCELLENCE = "Label", "Excellence"
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")


@dataclass(frozen=True)
class Chart:
    """A figure and what says the same without seeing it: its name, its reading and its table.

    ``title``, ``alt``, ``sentence`` and ``table`` are plain text, to be escaped by whoever shows them.
    """

    title: str
    figure: go.Figure
    alt: str
    sentence: str
    table: Table


def criterion_name(criterion: Criterion) -> str:
    """« 2.9 Parcours »."""
    return f"{criterion.number} {criterion.short_title}"


def one_line(text: str) -> str:
    """The text with single spaces; no-break spaces stay."""
    return " ".join(_SPACES.split(text)).strip(" ")


def safe(text: str) -> str:
    """A text of the user's or of the framework's, shown by Plotly as it is.

    Quotation marks stay, since Plotly knows no entity for them and they mean nothing outside a tag.
    """
    return html.escape(one_line(text), quote=False)


def clipped(text: str, longest: int = LONGEST_NAME) -> str:
    """The text as plain text, cut with « … » where it is longer."""
    text = one_line(text)
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def short(text: str, longest: int = LONGEST_NAME) -> str:
    """The text, safe, cut with « … » where it is longer."""
    return safe(clipped(text, longest))


def wrapped(text: str, width: int, lines: int | None = None) -> str:
    """The text, safe, in lines of that many characters; « … » ends it where they do not suffice."""
    parts = textwrap.wrap(text, width, max_lines=lines, placeholder="…", break_on_hyphens=False)
    return "<br>".join(safe(part) for part in parts)


class Bar(NamedTuple):
    """One horizontal bar: the chart's row that it lies in, its length, and what is said in it and of it."""

    row: float
    length: float
    text: str
    hover: str


def bars(name: str, fill: palette.Fill, items: Sequence[Bar], **more: Any) -> dict[str, Any]:
    """Horizontal bars of one kind, with their texts inside; the legend names them even if there are none."""
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "x": [bar.length for bar in items] or [None],
        "y": [bar.row + BAR_AT for bar in items] or [BAR_AT],
        "width": BAR_HEIGHT,
        "marker": fill.marker,
        "text": [bar.text for bar in items],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "insidetextfont": {"color": fill.ink, "size": TEXT_SIZE},
        "hovertext": [bar.hover for bar in items],
        "hoverinfo": "text",
        **more,
    }


def target_lines(name: str, ends: Sequence[tuple[float, float]], **more: Any) -> dict[str, Any]:
    """A trace of upright marks, one at each (length, row)."""
    x: list[float | None] = []
    y: list[float | None] = []
    for length, row in ends:
        top = row + BAR_AT - BAR_HEIGHT / 2
        x += [length, length, None]
        y += [top - 0.06, top + BAR_HEIGHT + 0.06, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": x or [None],
        "y": y or [None],
        "line": {"color": palette.ACCENT, "width": 5},
        "hoverinfo": "skip",
        **more,
    }


def note(
    text: str, x: float, y: float, *, axis: str = "x", size: int = TEXT_SIZE, **more: Any
) -> dict[str, Any]:
    """An annotation in data coordinates that begins at ``x``; its colour is the page's text colour."""
    return {
        "text": text,
        "x": x,
        "y": y,
        "xref": axis,
        "yref": "y",
        "xanchor": "left",
        "yanchor": "middle",
        "align": "left",
        "showarrow": False,
        "font": {"size": size},
        **more,
    }


def heading(text: str, above: int, *, axis: str = "x") -> dict[str, Any]:
    """A panel's heading, which begins so many pixels above the plot."""
    return note(text, 0, 1, axis=f"{axis} domain", yref="paper", yanchor="top", yshift=above)


def hidden_axis(**more: Any) -> dict[str, Any]:
    """An axis that only places things: no line, no ticks, no zoom."""
    return {
        "visible": False,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "automargin": False,
        **more,
    }


def rows_axis(count: int) -> dict[str, Any]:
    """The axis of the rows, the first one on top."""
    return hidden_axis(range=[max(count, 1), 0])


def figure(
    traces: Sequence[dict[str, Any]],
    *,
    height: int,
    annotations: Sequence[dict[str, Any]] = (),
    above: int = 0,
    **layout: Any,
) -> go.Figure:
    """A figure on a transparent ground, its legend on top, ``above`` pixels over the plot."""
    inner = max(height - above - 40, 1)
    return go.Figure(
        {
            "data": list(traces),
            "layout": {
                "template": "none",
                "separators": ", ",
                "height": height,
                "autosize": True,
                "margin": {"l": 2, "r": 6, "t": above + 8, "b": 8, "pad": 0},
                "paper_bgcolor": palette.TRANSPARENT,
                "plot_bgcolor": palette.TRANSPARENT,
                "font": {"size": TEXT_SIZE, "color": palette.TEXT},
                "barmode": "stack",
                "dragmode": False,
                "hovermode": "closest",
                "hoverlabel": {"align": "left", "font": {"size": SMALL_SIZE, "color": palette.TEXT}},
                "annotations": list(annotations),
                "legend": {
                    "orientation": "h",
                    "x": 0,
                    "xanchor": "left",
                    "y": 1 + above / inner,
                    "yanchor": "bottom",
                    "traceorder": "normal",
                    "maxheight": 600,
                    "itemclick": False,
                    "itemdoubleclick": False,
                    "font": {"size": SMALL_SIZE, "color": palette.TEXT},
                },
                **layout,
            },
        }
    )


def nothing_to_show(text: str) -> go.Figure:
    """A figure that only says why there is none."""
    return figure(
        (),
        height=120,
        annotations=[note(wrapped(text, 34), 0, 0.5, axis="paper", yref="paper")],
        xaxis=hidden_axis(),
        yaxis=hidden_axis(),
    )
