"""Results -> Plotly figures, each with its accessible name, its one-sentence reading and its table.

- ``gap_chart``: per criterion, today against the label and against Excellence.
- ``radar``: per criterion, the share of requirements met against the required 100 %.
- ``heat_map``: every requirement with its level.
- ``evolution``: the figures of several campaigns, side by side and never blended.

Nothing is scored here: the charts show what ``cmq.scoring`` found.
"""

from cmq.charts.chart import Chart
from cmq.charts.evolution import evolution
from cmq.charts.gap import gap_chart
from cmq.charts.heat_map import heat_map
from cmq.charts.radar import radar

__all__ = ["Chart", "evolution", "gap_chart", "heat_map", "radar"]
