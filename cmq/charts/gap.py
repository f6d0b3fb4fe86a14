"""The gap chart: per criterion, how far today is from the label and from Excellence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cmq import french
from cmq.charts import palette
from cmq.charts.chart import (
    BAR_AT,
    EXCELLENCE,
    LABEL,
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
    target_lines,
)
from cmq.french import NBSP
from cmq.scoring import CriterionResult, CriterionState, RequirementResult, RequirementState, Results
from cmq.tables import Table

TITLE = "Écart au label et à l'Excellence, par critère"
TITLE_ONE_SIDE = "Écart par critère"
SAME = "Idem"
DONE = "✓"
TARGET = "Cible"


@dataclass(frozen=True)
class _Panel:
    """One side of the criteria: its heading, its axis, and its rows (None for « Idem » or no such side)."""

    name: str
    axis: str
    rows: tuple[tuple[RequirementResult, ...] | None, ...]

    def by_state(self, state: RequirementState) -> dict[int, int]:
        """How many requirements are in that state, per row of the chart where there are any."""
        counts = {
            index: sum(row.state is state for row in rows) for index, rows in enumerate(self.rows) if rows
        }
        return {index: count for index, count in counts.items() if count}

    def targets(self) -> dict[int, int]:
        """How many requirements are applicable, per row of the chart where there are any."""
        counts = {index: sum(row.applicable for row in rows) for index, rows in enumerate(self.rows) if rows}
        return {index: count for index, count in counts.items() if count}

    @property
    def longest(self) -> int:
        """The longest bar."""
        return max(self.targets().values(), default=1)


def gap_chart(results: Results, *, by_blocking: bool = False) -> Chart:
    """Requirements by state per criterion, for the label and beside it for Excellence.

    In the text's order, or the largest gap to the label first (``by_blocking``; ties in the text's order).
    """
    excellence = results.framework.has_excellence
    criteria = list(results.criteria)
    if by_blocking:
        criteria.sort(key=lambda criterion: -len(criterion.label_gap))
    sentence = gap_sentence(results)
    met, total = len(results.met_criteria), len(results.applicable_criteria)
    met_text = french.plural(met, "critère satisfait", "critères satisfaits")
    return Chart(
        TITLE if excellence else TITLE_ONE_SIDE,
        _figure(results, criteria) if results.rows else nothing_to_show(sentence),
        f"Barres empilées, une par critère{NBSP}: {met_text} sur {french.number(total)}",
        sentence,
        _table(criteria, named=excellence),
    )


def gap_sentence(results: Results) -> str:
    """How many criteria are met, where the gap is largest, what is not answered yet."""
    met, total = len(results.met_criteria), len(results.applicable_criteria)
    gap, excellence = len(results.label_gap), results.framework.has_excellence
    if not total:
        return "Aucun critère n'est applicable."
    if not results.completion.hits:
        which = f"les {french.plural(gap, 'exigence')}" if gap > 1 else "la seule exigence"
        of = " au label" if excellence else ""
        return f"Aucune exigence n'est renseignée{NBSP}: l'écart{of} porte sur {which}."
    parts = [_met_part(met, total)]
    if gap:
        parts.append(_largest_part(results))
    elif excellence:
        parts.append(_excellence_part(results))
    unanswered = len(results.completion.misses)
    if unanswered:
        verb = "n'est pas renseignée" if unanswered == 1 else "ne sont pas renseignées"
        parts.append(f"{french.plural(unanswered, 'exigence')} {verb}")
    return f"{NBSP}; ".join(parts) + "."


def _met_part(met: int, total: int) -> str:
    if total == 1:
        return "Le seul critère est satisfait" if met else "Le seul critère n'est pas satisfait"
    if met == total:
        return f"Les {french.plural(total, 'critère')} sont satisfaits"
    if not met:
        return f"Aucun des {french.plural(total, 'critère')} n'est satisfait"
    verb = "est satisfait" if met == 1 else "sont satisfaits"
    return f"{french.plural(met, 'critère')} sur {french.number(total)} {verb}"


def _largest_part(results: Results) -> str:
    largest = max(len(c.label_gap) for c in results.criteria)
    names = [criterion_name(c.criterion) for c in results.criteria if len(c.label_gap) == largest]
    count = french.plural(largest, "exigence")
    if len(results.applicable_criteria) == 1:
        return f"il y manque {count}"
    if len(names) == 1:
        return f"l'écart le plus grand est en {names[0]} ({count})"
    if len(names) <= 3:
        return f"les écarts les plus grands sont en {french.enumeration(names)} ({count} chacun)"
    return f"l'écart le plus grand, {count}, se retrouve dans {french.plural(len(names), 'critère')}"


def _excellence_part(results: Results) -> str:
    missing = len(results.excellence_rate.misses)
    if not missing:
        return "rien ne manque non plus pour l'Excellence"
    return f"pour l'Excellence, il manque {french.plural(missing, 'exigence')}"


def _panels(results: Results, criteria: Sequence[CriterionResult]) -> list[_Panel]:
    two = results.framework.has_excellence
    panels = [_Panel(LABEL if two else "", "x", tuple(c.standard for c in criteria))]
    if two:
        panels.append(_Panel(EXCELLENCE, "x2", tuple(c.excellence or None for c in criteria)))
    return panels


def _figure(results: Results, criteria: Sequence[CriterionResult]) -> Any:
    panels = _panels(results, criteria)
    traces = [trace for panel in panels for trace in _state_traces(panel, criteria)]
    traces += [
        target_lines(
            TARGET,
            [(length, index) for index, length in panel.targets().items()],
            xaxis=panel.axis,
            legendgroup=TARGET,
            showlegend=panel is panels[0],
        )
        for panel in panels
    ]
    annotations = [_row_name(index, criterion) for index, criterion in enumerate(criteria)]
    layout: dict[str, Any] = {"yaxis": rows_axis(len(criteria))}
    above = 0
    if len(panels) == 1:
        layout["xaxis"] = hidden_axis(range=[0, panels[0].longest * 1.02])
    else:
        layout |= _shared_unit(*panels)
        above = 56 if results.label_reached else 74
        annotations += [
            heading(_label_heading(results), above),
            heading(_excellence_heading(results), above, axis="x2"),
            *(
                _excellence_note(i, c)
                for i, c in enumerate(criteria)
                if c.excellence_state is not CriterionState.NONE
            ),
        ]
    return figure(
        traces,
        height=58 * len(criteria) + 160 + above,
        annotations=annotations,
        above=above,
        **layout,
    )


def _label_heading(results: Results) -> str:
    met = french.plural(len(results.met_criteria), "critère satisfait", "critères satisfaits")
    of = french.number(len(results.applicable_criteria))
    return f'<b>{LABEL}</b><br><span style="font-size:{SMALL_SIZE}px">{met} sur {of}</span>'


def _excellence_heading(results: Results) -> str:
    if results.label_reached:
        return f"<b>{EXCELLENCE}</b>"
    return f'<b>{EXCELLENCE}</b><br><span style="font-size:{SMALL_SIZE}px">sous réserve<br>du label</span>'


def _shared_unit(label: _Panel, excellence: _Panel) -> dict[str, Any]:
    """Both x axes, on which a requirement is equally long; the narrower panel keeps room for its texts."""
    between = 0.04
    share = excellence.longest / (label.longest + excellence.longest)
    right = min(max(share, 0.32), 0.6) - between / 2
    left = 1 - between - right
    unit = max(label.longest / left, excellence.longest / right) * 1.01
    return {
        "xaxis": hidden_axis(domain=[0, left], range=[0, unit * left]),
        "xaxis2": hidden_axis(domain=[left + between, 1], range=[0, unit * right], anchor="y"),
    }


def _state_traces(panel: _Panel, criteria: Sequence[CriterionResult]) -> list[dict[str, Any]]:
    first = panel.axis == "x"
    traces = []
    for state, fill in palette.STATES.items():
        counts = panel.by_state(state)
        if not counts and not first:
            continue
        name = french.REQUIREMENT_STATES[state]
        traces.append(
            bars(
                name,
                fill,
                [
                    Bar(index, count, french.number(count), _hover(panel, criteria[index], name, count))
                    for index, count in counts.items()
                ],
                xaxis=panel.axis,
                legendgroup=state.value,
                showlegend=first,
            )
        )
    return traces


def _hover(panel: _Panel, result: CriterionResult, state: str, count: int) -> str:
    side = f"<br>{panel.name}" if panel.name else ""
    return (
        f"<b>{safe(criterion_name(result.criterion))}</b>{side}"
        f"<br>{state}{NBSP}: {french.plural(count, 'exigence')}"
    )


def _row_name(index: int, result: CriterionResult) -> dict[str, Any]:
    rate = result.label_rate
    number, name = safe(result.criterion.number), short(result.criterion.short_title)
    if not rate.rows:
        return note(f"<b>{number}</b> {name}{NBSP}: non applicable", 0, index + NAME_AT)
    done = f" {DONE}" if result.label_state is CriterionState.MET else ""
    count = f"{french.number(len(rate.hits))}/{french.number(len(rate.rows))}"
    return note(f"<b>{number}</b> {name}{NBSP} <b>{count}{done}</b>", 0, index + NAME_AT)


def _excellence_note(index: int, result: CriterionResult) -> dict[str, Any]:
    """What stands in Excellence's panel: the count above the bar, or « Idem » in its place."""
    done = f" {DONE}" if result.excellence_state is CriterionState.MET else ""
    if result.same_as_standard:
        return note(f"<i>{SAME}</i><b>{done}</b>", 0, index + BAR_AT, axis="x2")
    rate = result.excellence_rate
    if not rate.rows:
        return note("<i>non applicable</i>", 0, index + BAR_AT, axis="x2", size=SMALL_SIZE)
    count = f"{french.number(len(rate.hits))}/{french.number(len(rate.rows))}"
    return note(f"<b>{count}{done}</b>", 0, index + NAME_AT, axis="x2")


def _table(criteria: Sequence[CriterionResult], *, named: bool) -> Table:
    """A row a criterion and side; the side is ``named`` where there are two."""
    rows: list[tuple[str, ...]] = []
    for result in criteria:
        name = criterion_name(result.criterion)
        rows.append(_table_row(f"{name} – {LABEL}" if named else name, result.label_state, result.standard))
        if result.same_as_standard:
            state = f"{SAME} ({french.CRITERION_STATES[result.excellence_state].lower()})"
            rows.append((f"{name} – {EXCELLENCE}", state, *["–"] * (len(palette.STATES) + 2)))
        elif result.excellence:
            rows.append(_table_row(f"{name} – {EXCELLENCE}", result.excellence_state, result.excellence))
    return Table(
        "Exigences par critère et par état",
        (
            "Critère",
            "État",
            "Satisfaites",
            "Déclarées sans preuve",
            "Projetées",
            "Non satisfaites",
            "Non renseignées",
            "Applicables",
            "Non applicables",
        ),
        tuple(rows),
    )


def _table_row(name: str, state: CriterionState, rows: Sequence[RequirementResult]) -> tuple[str, ...]:
    counts = [sum(row.state is wanted for row in rows) for wanted in palette.STATES]
    applicable = sum(row.applicable for row in rows)
    return (
        name,
        french.CRITERION_STATES[state],
        *(french.number(count) for count in (*counts, applicable, len(rows) - applicable)),
    )
