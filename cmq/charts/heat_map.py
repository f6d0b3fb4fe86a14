"""The heat map: one cell a requirement, its level as a number and as a shade."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from cmq import french
from cmq.charts import palette
from cmq.charts.chart import (
    BAR_HEIGHT,
    NAME_AT,
    SMALL_SIZE,
    Bar,
    Chart,
    bars,
    criterion_name,
    figure,
    heading,
    hidden_axis,
    note,
    nothing_to_show,
    rows_axis,
    safe,
    short,
    wrapped,
)
from cmq.framework import RequirementKind
from cmq.french import NBSP
from cmq.scoring import CriterionResult, RequirementResult, RequirementState, Results
from cmq.tables import KINDS, Table, level_name

TITLE = "Niveau de chaque exigence"
GAP = 0.03
STRIPE = 0.07
NUMBER_SIZE = 20


@dataclass(frozen=True)
class _Cell:
    """A requirement's place in the grid, and what is written there."""

    row: int
    column: int
    mark: str
    result: RequirementResult


def heat_map(results: Results) -> Chart:
    """Criteria as rows, their requirements as cells in the text's order, each with its mark and its level.

    P1 is a criterion's first principale, a and b its details, X1 its first excellence requirement.
    """
    cells = list(_cells(results.criteria))
    sentence = _sentence(results)
    done, total = len(results.completion.hits), len(results.rows)
    done_text = french.plural(done, "exigence renseignée", "exigences renseignées")
    return Chart(
        TITLE,
        _figure(results, cells) if cells else nothing_to_show(sentence),
        f"Grille des niveaux, une case par exigence{NBSP}: {done_text} sur {french.number(total)}",
        sentence,
        _table(results, cells),
    )


def marks(result: CriterionResult) -> tuple[str, ...]:
    """What tells a criterion's requirements apart: « P1 », « a », « b », « P2 », « a », « X1 »."""
    found = []
    main = detail = excellence = 0
    for row in result.rows:
        if row.requirement.kind is RequirementKind.MAIN:
            main, detail = main + 1, 0
            found.append(f"P{main}")
        elif row.requirement.kind is RequirementKind.DETAIL:
            found.append(_letters(detail))
            detail += 1
        else:
            excellence += 1
            found.append(f"X{excellence}")
    return tuple(found)


def _letters(index: int) -> str:
    """Return the letter of a detail: after the z come aa and ab."""
    text = chr(ord("a") + index % 26)
    return text if index < 26 else _letters(index // 26 - 1) + text


def _cells(criteria: Sequence[CriterionResult]) -> Iterator[_Cell]:
    for row, result in enumerate(criteria):
        for column, (mark, requirement) in enumerate(zip(marks(result), result.rows, strict=True)):
            yield _Cell(row, column, mark, requirement)


def _sentence(results: Results) -> str:
    total, done = len(results.rows), len(results.completion.hits)
    if not total:
        return "Le référentiel ne demande rien."
    if total == 1:
        parts = ["La seule exigence est renseignée" if done else "La seule exigence n'est pas renseignée"]
    elif not done:
        parts = [f"Aucune des {french.plural(total, 'exigence')} n'est renseignée"]
    elif done == total:
        parts = [f"Les {french.plural(total, 'exigence')} sont renseignées"]
    else:
        verb = "est renseignée" if done == 1 else "sont renseignées"
        parts = [f"{french.plural(done, 'exigence')} sur {french.number(total)} {verb}"]
    if done:
        parts.append(_reached_part(results))
    return f"{NBSP}; ".join(parts) + "."


def _reached_part(results: Results) -> str:
    reached, unproven = len(results.unproven.rows), len(results.unproven.hits)
    level = results.framework.level(results.framework.rules.met_level).name
    at = f"au niveau «{NBSP}{level}{NBSP}» ou plus"
    if not reached:
        return f"aucune n'est {at}"
    verb = "est" if reached == 1 else "sont"
    count = "toutes" if reached == len(results.rows) > 1 else french.number(reached)
    if not unproven:
        proof = ", avec preuve"
    elif unproven == reached:
        proof = ", sans preuve"
    else:
        proof = f", dont {french.number(unproven)} sans preuve"
    return f"{count} {verb} {at}{proof}"


@dataclass(frozen=True)
class _Kind:
    """What cells share that look the same: legend, text and fill."""

    name: str
    text: str
    fill: palette.Fill
    cells: tuple[_Cell, ...]


def _kinds(results: Results, cells: Sequence[_Cell]) -> Iterator[_Kind]:
    framework = results.framework
    fills = palette.levels(len(framework.levels))
    for level, fill in zip(framework.levels, fills, strict=True):
        mine = tuple(cell for cell in cells if cell.result.level == level.value and cell.result.answered)
        number = french.number(level.value)
        yield _Kind(f"{number} {safe(level.name)}", number, fill, mine)
    for state, text, fill in (
        (RequirementState.UNANSWERED, "–", palette.UNANSWERED),
        (RequirementState.NOT_APPLICABLE, "NA", palette.NOT_APPLICABLE),
    ):
        mine = tuple(cell for cell in cells if cell.result.state is state)
        if mine or state is RequirementState.UNANSWERED:
            yield _Kind(f"{text} {french.REQUIREMENT_STATES[state]}", text, fill, mine)


def _figure(results: Results, cells: Sequence[_Cell]) -> go.Figure:
    traces: list[dict[str, Any]] = [
        bars(
            kind.name,
            kind.fill,
            [Bar(c.row, 1 - 2 * GAP, _cell_text(c, kind), _hover(results, c)) for c in kind.cells],
            base=[cell.column + GAP for cell in kind.cells],
            insidetextfont={"color": kind.fill.ink, "size": SMALL_SIZE},
        )
        for kind in _kinds(results, cells)
    ]
    below = (BAR_HEIGHT + STRIPE) / 2 + 0.01
    claimed = [cell for cell in cells if cell.result.state is RequirementState.CLAIMED]
    traces.append(
        bars(
            french.REQUIREMENT_STATES[RequirementState.CLAIMED],
            palette.UNPROVEN,
            [Bar(cell.row + below, 1 - 2 * GAP, "", _hover(results, cell)) for cell in claimed],
            base=[cell.column + GAP for cell in claimed],
            width=STRIPE,
        )
    )
    return figure(
        traces,
        height=84 * len(results.criteria) + 170,
        above=32,
        barmode="overlay",
        annotations=[
            heading(_key(results), 28),
            *(
                note(
                    f"<b>{safe(result.criterion.number)}</b> {short(result.criterion.short_title)}",
                    GAP,
                    index + NAME_AT,
                )
                for index, result in enumerate(results.criteria)
            ),
        ],
        xaxis=hidden_axis(range=[0, max(cell.column for cell in cells) + 1]),
        yaxis=rows_axis(len(results.criteria)),
    )


def _cell_text(cell: _Cell, kind: _Kind) -> str:
    size = NUMBER_SIZE if len(kind.text) == 1 else SMALL_SIZE
    return f'{cell.mark}<br><span style="font-size:{size}px"><b>{kind.text}</b></span>'


def _key(results: Results) -> str:
    """What the marks mean, in one line."""
    key = "<b>P</b> principale · <b>a</b> détail"
    excellence = " · <b>X</b> Excellence" if results.excellence_rows else ""
    return f'<span style="font-size:{SMALL_SIZE}px">{key}{excellence}</span>'


def _hover(results: Results, cell: _Cell) -> str:
    row = cell.result
    state = french.REQUIREMENT_STATES[row.state]
    if row.level is not None and row.answered:
        state = f"{french.number(row.level)} {safe(level_name(results.framework, row))} ({state.lower()})"
    return (
        f"<b>{cell.mark} – {KINDS[row.requirement.kind]}</b><br>{wrapped(row.requirement.text, 36, 8)}<br>"
        f"<b>{state}</b>"
    )


def _table(results: Results, cells: Sequence[_Cell]) -> Table:
    return Table(
        "Niveau de chaque exigence, dans l'ordre du texte",
        ("Repère", "Critère", "Case", "Type", "Exigence", "Niveau", "État"),
        tuple(
            (
                cell.result.requirement.id,
                criterion_name(cell.result.criterion),
                cell.mark,
                KINDS[cell.result.requirement.kind],
                cell.result.requirement.text,
                _level_cell(results, cell.result),
                french.REQUIREMENT_STATES[cell.result.state],
            )
            for cell in cells
        ),
    )


def _level_cell(results: Results, row: RequirementResult) -> str:
    """« 2 Mis en œuvre », or why there is no level."""
    if not row.answered:
        return "Non renseigné"
    name = level_name(results.framework, row)
    return name if row.level is None else f"{french.number(row.level)} {name}"
