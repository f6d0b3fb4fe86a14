"""The radar: per criterion, the share of requirements met against the required 100 %."""

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
    NAME_AT,
    Bar,
    Chart,
    bars,
    criterion_name,
    figure,
    hidden_axis,
    note,
    nothing_to_show,
    rows_axis,
    safe,
    short,
    target_lines,
)
from cmq.french import NBSP
from cmq.scoring import CriterionResult, CriterionState, Rate, Results
from cmq.tables import Table

TITLE = "Part des exigences satisfaites, par critère"
REQUIRED = f"Requis (100{NBSP}%)"
FEWEST_SPOKES = 3
MET = "Part satisfaite"
FULL = Fraction(1)


@dataclass(frozen=True)
class _Side:
    """One line of the radar: a name, and the rate of a criterion on that side."""

    name: str
    fill: palette.Fill
    rate: Callable[[CriterionResult], Rate]

    def share(self, criterion: CriterionResult) -> Fraction | None:
        """The share met, None where nothing applies."""
        return self.rate(criterion).value

    def hover(self, criterion: CriterionResult, *, same: bool) -> str:
        """The share in words."""
        rate = self.rate(criterion)
        name = safe(criterion_name(criterion.criterion))
        count = f"{french.number(len(rate.hits))} sur {french.number(len(rate.rows))}"
        suffix = f"<br>Idem{NBSP}: suit le label" if same else ""
        return f"<b>{name}</b><br>{self.name}{NBSP}: {french.percent(rate.value)} ({count}){suffix}"


def radar(results: Results) -> Chart:
    """The share met per criterion for the label and, where the framework knows it, for Excellence.

    Criteria without an applicable requirement are left out. With fewer than three left, a radar has no
    surface: bars say the same.
    """
    shown = [c for c in results.criteria if any(row.applicable for row in c.rows)]
    sides = _sides(results)
    sentence = _sentence(results, shown)
    met, total = len(results.met_criteria), len(results.applicable_criteria)
    kind = "Radar" if len(shown) >= FEWEST_SPOKES else "Barres"
    if not shown:
        picture = nothing_to_show(sentence)
    elif len(shown) < FEWEST_SPOKES:
        picture = _bars(shown, sides)
    else:
        picture = _radar(shown, sides)
    reached = f"{french.plural(met, 'critère')} sur {french.number(total)}"
    return Chart(
        TITLE,
        picture,
        f"{kind}, une part par critère{NBSP}: {reached} à {french.percent(FULL)}",
        sentence,
        _table(shown, sides),
    )


def _sides(results: Results) -> list[_Side]:
    two = results.framework.has_excellence
    label = _Side(LABEL if two else MET, palette.Fill(palette.DARK), lambda c: c.label_rate)
    excellence = _Side(EXCELLENCE, palette.Fill(palette.LIGHT), lambda c: c.excellence_rate)
    return [label, excellence] if two else [label]


def _sentence(results: Results, shown: Sequence[CriterionResult]) -> str:
    met, total = len(results.met_criteria), len(results.applicable_criteria)
    if not total:
        return "Aucun critère n'est applicable."
    if not results.completion.hits:
        return f"Aucune exigence n'est renseignée{NBSP}: rien n'est encore satisfait."
    parts = [_met_part(results)]
    if met < total and total > 1:
        parts.append(_lowest_part(results))
    if results.framework.has_excellence:
        parts.append(_excellence_part(results))
    left_out = len(results.criteria) - len(shown)
    if left_out:
        verb = (
            "n'a aucune exigence applicable et n'est" if left_out == 1 else "sans exigence applicable ne sont"
        )
        parts.append(f"{french.plural(left_out, 'critère')} {verb} pas montré{'s' if left_out > 1 else ''}")
    return f"{NBSP}; ".join(parts) + "."


def _met_part(results: Results) -> str:
    met, total = len(results.met_criteria), len(results.applicable_criteria)
    at = french.percent(FULL) + (" pour le label" if results.framework.has_excellence else "")
    if total == 1:
        return f"Le seul critère {'atteint' if met else 'est en dessous de'} {at}"
    if met == total:
        return f"Les {french.plural(total, 'critère')} atteignent {at}"
    if not met:
        return f"Aucun des {french.plural(total, 'critère')} n'atteint {at}"
    verb = "atteint" if met == 1 else "atteignent"
    return f"{french.plural(met, 'critère')} sur {french.number(total)} {verb} {at}"


def _lowest_part(results: Results) -> str:
    shares = {c.criterion.id: c.label_rate.value for c in results.applicable_criteria}
    lowest = min(share for share in shares.values() if share is not None)
    names = [criterion_name(c.criterion) for c in results.criteria if shares.get(c.criterion.id) == lowest]
    at = french.percent(lowest)
    if len(names) == 1:
        return f"le plus éloigné est {names[0]} ({at})"
    if len(names) <= 3:
        return f"les plus éloignés sont {french.enumeration(names)} ({at})"
    return f"{french.plural(len(names), 'critère')} sont à {at}"


def _excellence_part(results: Results) -> str:
    """« Excellence : 3 exigences satisfaites sur 11 », under the label's reserve."""
    rate = results.excellence_rate
    if not rate.rows:
        return "l'Excellence n'ajoute aucune exigence applicable"
    hits = french.plural(len(rate.hits), "exigence satisfaite", "exigences satisfaites")
    reserve = "" if results.label_reached else ", sous réserve du label"
    return f"Excellence{NBSP}: {hits} sur {french.number(len(rate.rows))}{reserve}"


def _radar(shown: Sequence[CriterionResult], sides: Sequence[_Side]) -> go.Figure:
    spokes = [result.criterion.id for result in shown]
    traces: list[dict[str, Any]] = [
        {
            "type": "scatterpolar",
            "mode": "lines",
            "name": REQUIRED,
            "r": [1.0] * (len(shown) + 1),
            "theta": [*spokes, spokes[0]],
            "line": {"color": palette.ACCENT, "width": 6},
            "cliponaxis": False,
            "hoverinfo": "skip",
        }
    ]
    for side in sides:
        first = side is sides[0]
        same = [not first and criterion.same_as_standard for criterion in shown]
        shares = [side.share(criterion) for criterion in shown]
        values = [None if share is None else float(share) for share in shares]
        hovers = [side.hover(c, same=s) for c, s in zip(shown, same, strict=True)]
        traces.append(
            {
                "type": "scatterpolar",
                "mode": "lines+markers",
                "name": side.name,
                "r": [*values, values[0]],
                "theta": [*spokes, spokes[0]],
                "line": {
                    "color": palette.OUTLINE,
                    "width": 3,
                    "dash": "solid" if first else "dot",
                },
                "cliponaxis": False,
                "fill": "toself" if first else "none",
                "fillcolor": "rgba(86, 131, 140, 0.35)",
                "marker": {
                    "symbol": "circle" if first else "diamond",
                    "size": [8 if first else 0 if s else 12 for s in [*same, same[0]]],
                    "color": side.fill.color,
                    "opacity": 1,
                    "line": {"color": palette.OUTLINE, "width": 1.5},
                },
                "hovertext": [*hovers, hovers[0]],
                "hoverinfo": "text",
            }
        )
    halves = (Fraction(1, 2),)
    return figure(
        traces,
        height=560,
        above=50,
        margin={"l": 90, "r": 90, "t": 90, "b": 52},
        polar={
            "bgcolor": palette.TRANSPARENT,
            "gridshape": "linear",
            "angularaxis": {
                "type": "category",
                "direction": "clockwise",
                "rotation": 90,
                "tickmode": "array",
                "tickvals": spokes,
                "ticktext": [_spoke(criterion) for criterion in shown],
                "tickfont": {"size": 14},
                "gridcolor": palette.GRID,
                "showline": False,
                "ticks": "outside",
                "ticklen": 5,
                "tickcolor": palette.TRANSPARENT,
            },
            "radialaxis": {
                "range": [0, 1.03],
                "angle": 90,
                "tickangle": 90,
                "tickmode": "array",
                "tickvals": [float(half) for half in halves],
                "ticktext": [french.percent(half) for half in halves],
                "tickfont": {"size": 14},
                "showline": False,
                "gridcolor": palette.GRID,
                "ticks": "",
            },
        },
    )


def _spoke(result: CriterionResult) -> str:
    return f"<b>{safe(result.criterion.number)}</b><br>{short(result.criterion.short_title, 13)}"


def _bars(shown: Sequence[CriterionResult], sides: Sequence[_Side]) -> go.Figure:
    """A row a criterion and side."""
    rows = [(criterion, side) for criterion in shown for side in sides]
    traces = []
    for side in sides:
        mine = [
            Bar(index, float(share), "", side.hover(c, same=side is not sides[0] and c.same_as_standard))
            for index, (c, of) in enumerate(rows)
            if of is side and (share := side.share(c))
        ]
        traces.append(
            bars(
                side.name,
                side.fill,
                mine,
            )
        )
    traces.append(target_lines(REQUIRED, [(1.0, index) for index in range(len(rows))]))
    return figure(
        traces,
        height=58 * len(rows) + 130,
        annotations=[
            note(_bar_name(c, side, alone=len(sides) == 1), 0, index + NAME_AT)
            for index, (c, side) in enumerate(rows)
        ],
        xaxis=hidden_axis(range=[0, 1.02]),
        yaxis=rows_axis(len(rows)),
    )


def _bar_name(result: CriterionResult, side: _Side, *, alone: bool) -> str:
    title = short(result.criterion.short_title, 18 if alone else 12)
    of = "" if alone else f" – {side.name}"
    share = french.percent(side.share(result))
    return f"<b>{safe(result.criterion.number)}</b> {title}{of}{NBSP} <b>{share}</b>"


def _table(shown: Sequence[CriterionResult], sides: Sequence[_Side]) -> Table:
    columns = ["Critère", *(f"{MET} – {side.name}" if len(sides) > 1 else MET for side in sides), "Requis"]
    return Table(
        "Part des exigences satisfaites, par critère",
        tuple(columns),
        tuple(
            (
                criterion_name(criterion.criterion),
                *(_cell(criterion, side, standard=side is sides[0]) for side in sides),
                french.percent(FULL),
            )
            for criterion in shown
        ),
    )


def _cell(criterion: CriterionResult, side: _Side, *, standard: bool) -> str:
    rate = side.rate(criterion)
    if not rate.rows:
        return french.CRITERION_STATES[CriterionState.NONE]
    text = (
        f"{french.percent(rate.value)} ({french.number(len(rate.hits))} sur {french.number(len(rate.rows))})"
    )
    return f"Idem{NBSP}: {text}" if criterion.same_as_standard and not standard else text
