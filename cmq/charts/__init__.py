"""Results -> Plotly figures, each with its accessible name, its one-sentence reading and its table.

Of the assessment:

- ``gap_chart``: per criterion, today against the label and against Excellence.
- ``radar``: per criterion, the share of requirements met against the required 100 %.
- ``heat_map``: every requirement with its level.
- ``evolution``: the figures of several campaigns, side by side and never blended.

Of the quality indicators:

- ``trends``: every indicator over the years, as small charts.
- ``trend``: one indicator over the years, with its groups.
- ``targets``: every indicator against its target.
- ``value_added``: start, now and target, under each finalité of the label.

Of a region:

- ``common_gaps``: the requirements that many of its campuses do not meet.

Nothing is computed here: the charts show what ``cmq.scoring`` and ``cmq.indicators`` found.
"""

from cmq.charts.chart import Chart
from cmq.charts.evolution import evolution
from cmq.charts.gap import gap_chart
from cmq.charts.heat_map import heat_map
from cmq.charts.indicators.targets import targets
from cmq.charts.indicators.trend import trend
from cmq.charts.indicators.trends import trends
from cmq.charts.indicators.value_added import value_added
from cmq.charts.radar import radar
from cmq.charts.region import common_gaps

__all__ = [
    "Chart",
    "common_gaps",
    "evolution",
    "gap_chart",
    "heat_map",
    "radar",
    "targets",
    "trend",
    "trends",
    "value_added",
]
