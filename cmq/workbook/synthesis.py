"""The sheet « Synthèse »: the figures of ``Results``, a table of criteria and native charts. It computes nothing."""

from __future__ import annotations

from collections import Counter
from typing import Any

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.worksheet.worksheet import Worksheet

from cmq import french
from cmq.scoring import Rate, RequirementState, Results
from cmq.workbook.cells import Cell
from cmq.workbook.sheets import Style, Styles, print_on_a4, put, widths

_STATES = (
    (RequirementState.MET, "1F4E79"),
    (RequirementState.CLAIMED, "5B8DB8"),
    (RequirementState.PLANNED, "A9C7E0"),
    (RequirementState.UNMET, "C55A11"),
    (RequirementState.UNANSWERED, "D9D9D9"),
    (RequirementState.NOT_APPLICABLE, "8C8C8C"),
)
_PLURALS = {
    RequirementState.MET: "Satisfaites",
    RequirementState.CLAIMED: "Déclarées sans preuve",
    RequirementState.PLANNED: "Projetées",
    RequirementState.UNMET: "Non satisfaites",
    RequirementState.UNANSWERED: "Non renseignées",
    RequirementState.NOT_APPLICABLE: "Non applicables",
}
_GAP_COLOURS = ("1F4E79", "A9C7E0")

_FIGURES_ROW = 5
_CHART_WIDTH_CM = 17.5
_SECOND_CHART_COLUMN = "E"
"""The first column that the first chart, from column A on, leaves free."""
_GRID = "E3E7EE"


def write(sheet: Worksheet, results: Results, styles: Styles) -> None:
    """Fill the sheet."""
    excellence = results.framework.has_excellence
    widths(sheet, (54, 13, 13, 13, 13, 13, 13, 16, 16, 15, 15))
    sheet.sheet_view.showGridLines = False
    profile = results.campaign.profile
    title = " – ".join(part for part in (profile.campus, profile.name) if part) or "Synthèse"
    put(sheet, 1, 1, title, styles[Style.TITLE])
    put(sheet, 2, 1, results.framework.meta.title, styles[Style.PLAIN])
    put(sheet, 3, 1, results.framework.meta.disclaimer, styles[Style.PLAIN])
    after_figures = _figures(sheet, results, styles, excellence)
    first = after_figures + 2
    last = _criteria(sheet, first, results, styles, excellence)
    _charts(sheet, first, last, len(results.criteria), excellence)
    print_on_a4(sheet)


def _figures(sheet: Worksheet, results: Results, styles: Styles, excellence: bool) -> int:
    """Write the table of figures; returns its last row."""
    reserve = "" if results.label_reached else " (sous réserve du label)"
    rows: list[tuple[str, int, int | None, Rate | None]] = [
        ("Critères satisfaits", len(results.met_criteria), len(results.applicable_criteria), None),
        _rate("Exigences satisfaites pour le label", results.label_rate),
    ]
    if excellence:
        rows.append(_rate(f"Exigences Excellence satisfaites{reserve}", results.excellence_rate))
    rows.append(("Exigences qui manquent pour le label", len(results.label_gap), None, None))
    if excellence:
        rows.append(("Exigences qui manquent pour l'Excellence", len(results.excellence_gap), None, None))
    rows.append(_rate("Exigences renseignées", results.completion))
    rows.append(_rate("Niveaux déclarés sans preuve", results.unproven))
    for column, text in enumerate(("Chiffres", "Nombre", "Sur", "Part"), start=1):
        put(sheet, _FIGURES_ROW, column, text, styles[Style.HEADER])
    row = _FIGURES_ROW
    for row, (label, count, total, rate) in enumerate(rows, start=_FIGURES_ROW + 1):
        share: Cell = None
        if rate is not None:
            share = french.percent(None) if rate.value is None else float(rate.value)
        put(sheet, row, 1, label, styles[Style.COMPUTED])
        put(sheet, row, 2, count, styles[Style.COUNT])
        put(sheet, row, 3, total, styles[Style.COUNT])
        put(sheet, row, 4, share, styles[Style.PERCENT])
    return row


def _rate(label: str, rate: Rate) -> tuple[str, int, int | None, Rate | None]:
    return label, len(rate.hits), len(rate.rows), rate


def _criteria(sheet: Worksheet, first: int, results: Results, styles: Styles, excellence: bool) -> int:
    """Write the table of criteria from the row ``first`` on; returns its last row."""
    titles = [
        "Critère",
        *(_PLURALS[state] for state, _ in _STATES),
        "État pour le label",
        *(("État pour l'Excellence",) if excellence else ()),
        "Manquent pour le label",
        *(("Manquent en plus pour l'Excellence",) if excellence else ()),
    ]
    for column, text in enumerate(titles, start=1):
        put(sheet, first, column, text, styles[Style.HEADER])
    sheet.row_dimensions[first].height = 48
    row = first
    for row, criterion in enumerate(results.criteria, start=first + 1):
        counts = Counter(r.state for r in criterion.standard)
        same = "Idem\u00a0: " if criterion.same_as_standard else ""
        cells: list[Cell] = [
            f"{criterion.criterion.number} {criterion.criterion.short_title}",
            *(counts[state] for state, _ in _STATES),
            french.CRITERION_STATES[criterion.label_state],
            *(
                (same + french.CRITERION_STATES[criterion.excellence_state].lower(),)
                if excellence and same
                else (french.CRITERION_STATES[criterion.excellence_state],)
                if excellence
                else ()
            ),
            len(criterion.label_gap),
            *((len(criterion.excellence_gap) - len(criterion.label_gap),) if excellence else ()),
        ]
        for column, cell in enumerate(cells, start=1):
            put(sheet, row, column, cell, styles[Style.COUNT if isinstance(cell, int) else Style.COMPUTED])
    note = (
        "Les six premières colonnes comptent les exigences principales et les détails, qui valent pour le label. "
        "Une exigence est satisfaite à partir du niveau "
        f"«\u00a0{results.framework.level(results.framework.rules.met_level).name}\u00a0», avec une preuve."
    )
    put(sheet, row + 1, 1, note, styles[Style.PLAIN])
    return row


def _charts(sheet: Worksheet, first: int, last: int, criteria: int, excellence: bool) -> None:
    height = max(8.0, 4.0 + 0.9 * criteria)
    states = _bars("Exigences du label, par critère", "Nombre d'exigences", height)
    gap_column = 2 + len(_STATES) + (2 if excellence else 1)
    gap = _bars("Exigences qui manquent, par critère", "Nombre d'exigences", height)
    names = Reference(sheet, min_col=1, min_row=first + 1, max_row=last)
    for chart, columns, colours in (
        (states, range(2, 2 + len(_STATES)), tuple(colour for _, colour in _STATES)),
        (gap, range(gap_column, gap_column + (2 if excellence else 1)), _GAP_COLOURS),
    ):
        for column in columns:
            values = Reference(sheet, min_col=column, min_row=first, max_row=last)
            chart.add_data(values, titles_from_data=True)
        chart.set_categories(names)
        for series, colour in zip(chart.series, colours, strict=False):
            series.graphicalProperties.solidFill = colour
            series.graphicalProperties.line.solidFill = "FFFFFF"
    row = last + 4
    sheet.add_chart(states, f"A{row}")
    sheet.add_chart(gap, f"{_SECOND_CHART_COLUMN}{row}")


def _bars(title: str, unit: str, height: float) -> Any:
    """An empty chart of stacked horizontal bars, first criterion on top; ``height`` in centimetres."""
    chart: Any = BarChart()
    chart.type = "bar"
    chart.grouping = "stacked"
    chart.overlap = 100
    chart.gapWidth = 45
    chart.title = title
    chart.width, chart.height = _CHART_WIDTH_CM, height
    chart.legend.position = "b"
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete = False
    chart.x_axis.tickLblSkip = 1
    chart.y_axis.delete = False
    chart.y_axis.title = unit
    chart.y_axis.majorUnit = 1
    chart.y_axis.number_format = "0"
    chart.y_axis.crosses = "max"
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=_GRID))
    return chart
