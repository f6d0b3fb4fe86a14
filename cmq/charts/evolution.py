"""The evolution over campaigns: each figure in a panel of its own, never blended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import plotly.graph_objects as go

from cmq import french
from cmq.charts import palette
from cmq.charts.chart import (
    EXCELLENCE,
    LABEL,
    SMALL_SIZE,
    TEXT_SIZE,
    Chart,
    figure,
    hidden_axis,
    note,
    nothing_to_show,
    safe,
    wrapped,
)
from cmq.french import NBSP
from cmq.scoring import Rate, Results
from cmq.tables import Table

TITLE = "Évolution d'une campagne à l'autre"
PANEL_HEIGHT, COLUMN = 160, 0.72
MOST_TEXTS = 5
"""With more columns than that, only the first and the last have their texts: the others would touch."""
EARLIER = palette.Fill("#b9dde2")
LATEST = palette.Fill(palette.DARK)

Series = Sequence[tuple[str, Results]]


@dataclass(frozen=True)
class _Measure:
    """One panel: a figure of a campaign, as a share of what is required and in words."""

    title: str
    name: str
    share: Callable[[Results], Fraction | None]
    text: Callable[[Results], str]


def evolution(series: Series) -> Chart:
    """The figures of each campaign, in the order given, which should be the order of time."""
    measures = _measures(series)
    sentence = _sentence(series, measures)
    count = french.plural(len(series), "campagne")
    return Chart(
        TITLE,
        _figure(series, measures) if series else nothing_to_show(sentence),
        f"Colonnes par campagne, un graphique par chiffre{NBSP}: {count}",
        sentence,
        Table(
            "Chiffres de chaque campagne",
            ("Campagne", *(measure.title for measure in measures)),
            tuple((name, *(measure.text(results) for measure in measures)) for name, results in series),
        ),
    )


def _measures(series: Series) -> list[_Measure]:
    two = any(results.framework.has_excellence for _, results in series)
    measures = [
        _Measure(
            "Critères satisfaits",
            "critères satisfaits",
            lambda r: (
                Fraction(len(r.met_criteria), len(r.applicable_criteria)) if r.applicable_criteria else None
            ),
            lambda r: f"{french.number(len(r.met_criteria))} sur {french.number(len(r.applicable_criteria))}",
        ),
        _of_rate(
            f"{LABEL}{NBSP}: exigences satisfaites" if two else "Exigences satisfaites",
            "label" if two else "exigences satisfaites",
            lambda r: r.label_rate,
        ),
    ]
    if two:
        measures.append(
            _of_rate(f"{EXCELLENCE}{NBSP}: exigences satisfaites", EXCELLENCE, lambda r: r.excellence_rate)
        )
    measures.append(_of_rate("Exigences renseignées", "exigences renseignées", lambda r: r.completion))
    return measures


def _of_rate(title: str, name: str, rate: Callable[[Results], Rate]) -> _Measure:
    return _Measure(title, name, lambda r: rate(r).value, lambda r: french.percent(rate(r).value))


def _sentence(series: Series, measures: Sequence[_Measure]) -> str:
    if not series:
        return "Aucune campagne n'est à comparer."
    (first, before), (last, after) = series[0], series[-1]
    facts = []
    for measure in measures:
        old, new = measure.text(before), measure.text(after)
        how = new if len(series) == 1 else f"toujours {new}" if old == new else f"de {old} à {new}"
        reserve = "" if after.label_reached or measure.name != EXCELLENCE else " (sous réserve du label)"
        facts.append(f"{measure.name} {how}{reserve}")
    listed = ", ".join(facts)
    if len(series) == 1:
        return (
            f"Une seule campagne, «{NBSP}{first}{NBSP}»{NBSP}: {listed}{NBSP}; "
            "l'évolution se lira à partir de la deuxième."
        )
    return f"De «{NBSP}{first}{NBSP}» à «{NBSP}{last}{NBSP}»{NBSP}: {listed}."


def _figure(series: Series, measures: Sequence[_Measure]) -> go.Figure:
    each = 1 / len(measures)
    aside = 0.6 if len(series) <= MOST_TEXTS else 1.1
    traces: list[dict[str, Any]] = []
    layout: dict[str, Any] = {}
    annotations = []
    for number, measure in enumerate(measures):
        axis = "y" if number == 0 else f"y{number + 1}"
        top = 1 - number * each
        layout["yaxis" + axis[1:]] = hidden_axis(domain=[top - 0.9 * each, top], range=[0, 1.6])
        traces += [_track(series, measure, axis), _columns(series, measure, axis)]
        annotations.append(
            note(f"<b>{measure.title}</b>", 0, top, axis="paper", yref="paper", yanchor="top", yshift=-2)
        )
    return figure(
        traces,
        height=PANEL_HEIGHT * len(measures) + 60,
        barmode="overlay",
        annotations=annotations,
        showlegend=False,
        xaxis={
            "anchor": "free",
            "position": 0,
            "range": [-aside, len(series) - 1 + aside],
            "tickmode": "array",
            "tickvals": list(range(len(series))),
            "ticktext": _tick_texts([name for name, _ in series]),
            "tickfont": {"size": SMALL_SIZE, "color": palette.TEXT},
            "tickangle": 0,
            "automargin": True,
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "ticks": "",
        },
        **layout,
    )


def _tick_texts(names: Sequence[str]) -> list[str]:
    """The campaigns' names, cut so that they keep apart on a phone; hover and table have them whole."""
    width = max(4, 34 // len(names))
    return [
        wrapped(name, width, 3) if len(names) <= MOST_TEXTS or index in (0, len(names) - 1) else ""
        for index, name in enumerate(names)
    ]


def _track(series: Series, measure: _Measure, axis: str) -> dict[str, Any]:
    """An empty column up to what is required, behind the one of what is reached."""
    places = [index for index, (_, results) in enumerate(series) if measure.share(results) is not None]
    return {
        "type": "bar",
        "name": "Requis",
        "x": places,
        "y": [1] * len(places),
        "yaxis": axis,
        "width": COLUMN,
        "marker": {"color": palette.TRANSPARENT, "line": {"color": palette.GRID, "width": 1.5}},
        "hoverinfo": "skip",
    }


def _columns(series: Series, measure: _Measure, axis: str) -> dict[str, Any]:
    texts = [measure.text(results) for _, results in series]
    written = [
        text if len(texts) <= MOST_TEXTS or index in (0, len(texts) - 1) else ""
        for index, text in enumerate(texts)
    ]
    fills = [LATEST if index == len(series) - 1 else EARLIER for index in range(len(series))]
    shares = [measure.share(results) for _, results in series]
    return {
        "type": "bar",
        "name": measure.title,
        "x": list(range(len(series))),
        "y": [0 if share is None else float(share) for share in shares],
        "yaxis": axis,
        "width": COLUMN,
        "marker": {"color": [fill.color for fill in fills], "line": {"color": palette.OUTLINE, "width": 1.5}},
        "text": written,
        "textposition": "outside",
        "textangle": 0,
        "constraintext": "none",
        "cliponaxis": False,
        "textfont": {"size": TEXT_SIZE, "color": palette.TEXT},
        "hovertext": [
            f"<b>{safe(name)}</b><br>{measure.title}{NBSP}: {text}"
            for (name, _), text in zip(series, texts, strict=True)
        ],
        "hoverinfo": "text",
    }
