"""The added value of the label: under each finalité, where an indicator started, where it is, where it should go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import plotly.graph_objects as go

from cmq import french
from cmq.charts import palette
from cmq.charts.chart import SMALL_SIZE, Chart, figure, hidden_axis, nothing_to_show, safe
from cmq.charts.indicators.fitting import NARROWEST, fitted, joined, line_count
from cmq.charts.indicators.series import (
    BREAK,
    NOTHING,
    START,
    TARGET,
    VALUE,
    Scale,
    amount,
    current,
    dated,
    hover,
    hover_mark,
    standing,
)
from cmq.charts.indicators.shapes import (
    FILLED,
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
from cmq.framework import Purpose
from cmq.french import NBSP
from cmq.indicators import IndicatorResult, Measures
from cmq.tables import Table

TITLE = "Du départ à la cible, par finalité du label"
UNMEASURED = "rien n'est mesuré"
NO_START, NO_NOW, NO_AIM = "départ inconnu", "valeur inconnue", "cible inconnue"
BAND, GAP, BETWEEN = 34, 14, 26
"""Heights in pixels: of a row's marks, between rows, before a heading."""
MARGIN = 0.03
HEADING_SIZE = 18

Group = tuple[Purpose, Sequence[IndicatorResult]]


@dataclass
class _Sheet:
    """What is to be drawn, by kind."""

    rules: list[list[Point]] = field(default_factory=list)
    ways: list[list[Point]] = field(default_factory=list)
    targets: list[list[Point]] = field(default_factory=list)
    target_spots: list[Spot] = field(default_factory=list)
    starts: list[Spot] = field(default_factory=list)
    values: list[Spot] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)


def value_added(measures: Measures, purpose_results: Sequence[Group]) -> Chart:
    """Every finalité with its indicators: origin, latest value and target, each row on its own scale."""
    sentence = _sentence(measures, purpose_results)
    complete = sum(any(map(_complete, results)) for _, results in purpose_results)
    count = french.plural(len(purpose_results), "finalité")
    return Chart(
        TITLE,
        _figure(measures, purpose_results) if purpose_results else nothing_to_show(sentence),
        f"Départ, valeur et cible des indicateurs, par finalité{NBSP}: {french.number(complete)} sur {count}",
        sentence,
        _table(measures, purpose_results),
    )


def _complete(result: IndicatorResult) -> bool:
    return None not in (result.origin, result.latest, result.target)


def _drawn(result: IndicatorResult) -> bool:
    return (result.origin, result.latest, result.target) != (None, None, None)


def _parted(result: IndicatorResult) -> bool:
    """Whether a break keeps the origin and the latest value apart."""
    origin, latest = result.origin, result.latest
    if origin is None or latest is None or result.change is not None:
        return False
    return origin.year is None or origin.year < latest.year


# --- words --------------------------------------------------------------------------------------------------------


def _sentence(measures: Measures, groups: Sequence[Group]) -> str:
    if not groups:
        return "Le référentiel ne nomme aucune finalité."
    numbers = _numbers(measures, groups)
    whole = [n for n, (_, results) in zip(numbers, groups, strict=True) if any(map(_complete, results))]
    silent = [
        n for n, (_, results) in zip(numbers, groups, strict=True) if not any(r.latest for r in results)
    ]
    partial = [n for n in numbers if n not in whole and n not in silent]
    total = french.plural(len(groups), "finalité")
    if not whole:
        of = f"Aucune des {total} n'a" if len(groups) > 1 else "La seule finalité n'a pas"
        parts = [f"{of} d'indicateur avec départ, valeur et cible"]
    elif len(whole) == len(groups):
        of = f"Les {total} ont chacune" if len(groups) > 1 else "La seule finalité a"
        parts = [f"{of} au moins un indicateur avec départ, valeur et cible"]
    else:
        verb = "a" if len(whole) == 1 else "ont"
        count = f"{french.plural(len(whole), 'finalité')} sur {french.number(len(groups))} {verb}"
        parts = [f"{count} au moins un indicateur avec départ, valeur et cible{_which(whole)}"]
    if partial:
        parts.append(f"un départ ou une cible manque pour {_the(partial)}")
    if silent and len(groups) > 1:
        parts.append(f"{UNMEASURED} pour {_the(silent)}")
    return f"{NBSP}; ".join(parts) + "."


def _which(numbers: Sequence[str]) -> str:
    """« (numéros 1 et 4) »."""
    return f" ({'numéro' if len(numbers) == 1 else 'numéros'} {french.enumeration(numbers)})"


def _the(numbers: Sequence[str]) -> str:
    """« la finalité 2 », « les finalités 2 et 5 »."""
    if len(numbers) == 1:
        return f"la finalité {numbers[0]}"
    return f"les finalités {french.enumeration(numbers)}"


def _numbers(measures: Measures, groups: Sequence[Group]) -> list[str]:
    """The place of each finalité in the text."""
    places = {purpose.id: str(place) for place, purpose in enumerate(measures.framework.purposes, 1)}
    return [places.get(purpose.id, purpose.id) for purpose, _ in groups]


def purpose_name(purpose: Purpose) -> str:
    """A finalité, which is a part of a sentence, as a heading."""
    text = purpose.text.strip().rstrip(";.,").strip()
    return text[:1].upper() + text[1:]


def _facts(result: IndicatorResult) -> str:
    """« 54 % → 62,5 % → 70 % », the unit once, or that one of them is unknown."""
    values = [mark.value if mark else None for mark in (result.origin, result.latest, result.target)]
    last = max((place for place, value in enumerate(values) if value is not None), default=0)
    facts = []
    for place, (value, unknown) in enumerate(zip(values, (NO_START, NO_NOW, NO_AIM), strict=True)):
        if value is None:
            facts.append(unknown)
        elif place == last:
            facts.append(amount(result.indicator, value))
        else:
            facts.append(french.quantity(result.indicator, value, unit=False))
    text = joined(list(map(safe, facts)), NARROWEST, between=" → ")
    return joined([text, f"<i>{BREAK.lower()}</i>"], NARROWEST) if _parted(result) else text


def _rest(results: Sequence[IndicatorResult]) -> str:
    """What a finalité's line says of the indicators that are not drawn."""
    others = sum(not _drawn(result) for result in results)
    if not any(result.latest for result in results):
        of = f" ({french.plural(others, 'indicateur')} sans départ, valeur ni cible)" if others else ""
        return f"<i>{UNMEASURED}</i>{of}" if results else f"<i>{UNMEASURED}</i> (aucun indicateur suivi)"
    if others:
        return (
            f"{french.plural(others, 'autre indicateur', 'autres indicateurs')} sans départ, valeur ni cible"
        )
    return ""


# --- figure -------------------------------------------------------------------------------------------------------


def _figure(measures: Measures, groups: Sequence[Group]) -> go.Figure:
    sheet, top = _Sheet(), 8.0
    for number, (purpose, results) in zip(_numbers(measures, groups), groups, strict=True):
        top = _heading(sheet, f"{number}. {purpose_name(purpose)}", _rest(results), top)
        for result in filter(_drawn, results):
            top = _row(sheet, result, top)
        top += BETWEEN
    height = top - BETWEEN
    traces = list(_traces(sheet))
    legend = legend_height(trace["name"] for trace in traces if trace.get("showlegend", True))
    return figure(
        traces,
        height=round(height) + legend + 16,
        showlegend=True,
        xaxis=hidden_axis(range=[0, 1]),
        yaxis=hidden_axis(range=[height, 0]),
    )


def _heading(sheet: _Sheet, name: str, rest: str, top: float) -> float:
    """A finalité's name over a line, and what is not drawn of it."""
    text = fitted(name, NARROWEST, HEADING_SIZE, lines=3, bold=True)
    sheet.texts.append(Text(0, top, f"<b>{text}</b>", HEADING_SIZE))
    top += line_count(text) * HEADING_SIZE * LINE + 5
    sheet.rules.append([(0, top), (1, top)])
    top += 9
    if rest:
        sheet.texts.append(Text(0, top, rest))
        top += SMALL_SIZE * LINE + 8
    return top


def _row(sheet: _Sheet, result: IndicatorResult, top: float) -> float:
    """An indicator's name, its three values in words, and their marks; returns where the next row begins."""
    name = fitted(result.indicator.name, NARROWEST, SMALL_SIZE + 1, bold=True)
    sheet.texts.append(Text(0, top, f"<b>{name}</b>", SMALL_SIZE + 1))
    top += (SMALL_SIZE + 1) * LINE + 2
    facts = _facts(result)
    sheet.texts.append(Text(0, top, facts))
    top += line_count(facts) * SMALL_SIZE * LINE + 4
    _marks(sheet, result, top + BAND / 2)
    return top + BAND + GAP


def _marks(sheet: _Sheet, result: IndicatorResult, middle: float) -> None:
    indicator, origin, latest, target = result.indicator, result.origin, result.latest, result.target
    known = [mark.value for mark in (origin, latest, target) if mark is not None and mark.value is not None]
    scale = Scale(min(known), max(known))

    def x(value: Fraction) -> float:
        return MARGIN + scale.place(value) * (1 - 2 * MARGIN)

    sheet.rules.append([(0, middle), (1, middle)])
    if origin is not None:
        sheet.starts.append(Spot(x(origin.value), middle, hover_mark(START, indicator, origin), 24))
    if latest is not None and latest.value is not None:
        sheet.values.append(Spot(x(latest.value), middle, hover(latest), 15))
        if origin is not None and not _parted(result):
            sheet.ways.append([(x(origin.value), middle), (x(latest.value), middle)])
    if target is not None:
        at = x(target.value)
        sheet.targets.append([(at, middle - BAND / 2), (at, middle + BAND / 2)])
        sheet.target_spots.append(Spot(at, middle, hover_mark(TARGET, indicator, target), 16))


def _traces(sheet: _Sheet) -> Iterator[dict[str, Any]]:
    yield strokes("Repères", palette.GRID, 1.5, sheet.rules, showlegend=False)
    yield strokes("Chemin parcouru", palette.OUTLINE, 5, sheet.ways, showlegend=False)
    yield spots(START, RING, sheet.starts, showlegend=bool(sheet.starts), legendrank=1001)
    yield strokes(TARGET, palette.ACCENT, 5, sheet.targets, showlegend=bool(sheet.targets), legendrank=1003)
    yield spots("Cibles", UNSEEN, sheet.target_spots, showlegend=False)
    yield spots(VALUE, FILLED, sheet.values, showlegend=bool(sheet.values), legendrank=1002)
    yield texts(sheet.texts)


# --- table --------------------------------------------------------------------------------------------------------


def _table(measures: Measures, groups: Sequence[Group]) -> Table:
    """A row a finalité and indicator, also of those that are not drawn."""
    rows = []
    for number, (purpose, results) in zip(_numbers(measures, groups), groups, strict=True):
        name = f"{number}. {purpose_name(purpose)}"
        if not results:
            rows.append((name, "aucun indicateur suivi", *[NOTHING] * 6))
        rows += [(name, *_cells(result)) for result in results]
    return Table(
        "Départ, valeur et cible des indicateurs, par finalité",
        ("Finalité", "Indicateur", START, "Dernière valeur", "Période", "Évolution", TARGET, "État"),
        tuple(rows),
    )


def _cells(result: IndicatorResult) -> tuple[str, ...]:
    indicator, latest = result.indicator, result.latest
    change = BREAK.lower() if _parted(result) else NOTHING
    if result.change is not None:
        change = french.difference(indicator, result.change)
    return (
        indicator.name,
        NO_START if result.origin is None else dated(indicator, result.origin),
        current(result),
        NOTHING if latest is None else french.period(indicator, latest.year),
        change,
        NO_AIM if result.target is None else dated(indicator, result.target),
        standing(result),
    )
