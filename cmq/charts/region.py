"""What many campuses of a region lack: per requirement, the campuses by state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cmq import french
from cmq.charts import palette
from cmq.charts.chart import (
    NAME_AT,
    Bar,
    Chart,
    bars,
    figure,
    hidden_axis,
    note,
    nothing_to_show,
    rows_axis,
    safe,
    short,
    wrapped,
)
from cmq.french import NBSP
from cmq.region import CommonGap
from cmq.region.wording import campuses, gaps_sentence, gaps_table, unmet_text
from cmq.scoring import RequirementState

TITLE = "Ce qui manque dans plusieurs campus"
MOST_ROWS = 10
LONGEST_TEXT = 50
"""Characters of a requirement that fit above its bar on a chart of 34 rem, the narrowest."""

_ORDER = (
    RequirementState.UNMET,
    RequirementState.PLANNED,
    RequirementState.CLAIMED,
    RequirementState.UNANSWERED,
    RequirementState.MET,
)
"""What is missing first, so that bars can be compared from where they begin."""


def common_gaps(gaps: Sequence[CommonGap]) -> Chart:
    """The requirements that are unmet in most campuses, in the order given, as stacked bars of campuses.

    The chart shows the first ones, the table all of them.
    """
    sentence = gaps_sentence(gaps)
    shown = [gap for gap in gaps if gap.unmet][:MOST_ROWS]
    count = french.plural(len(shown), "exigence")
    return Chart(
        TITLE,
        _figure(shown) if shown else nothing_to_show(sentence),
        f"Barres empilées de campus, une par exigence{NBSP}: {count}",
        sentence,
        gaps_table(gaps),
    )


def _figure(gaps: Sequence[CommonGap]) -> Any:
    traces = []
    for state in _ORDER:
        name = french.REQUIREMENT_STATES[state]
        items = [
            Bar(index, count, french.number(count), _hover(gap, name, count))
            for index, gap in enumerate(gaps)
            if (count := len(gap.by_state[state]))
        ]
        traces.append(bars(name, palette.STATES[state], items))
    longest = max(gap.applicable for gap in gaps)
    return figure(
        traces,
        height=58 * len(gaps) + 160,
        annotations=[_row_name(index, gap) for index, gap in enumerate(gaps)],
        xaxis=hidden_axis(range=[0, longest * 1.02]),
        yaxis=rows_axis(len(gaps)),
    )


def _row_name(index: int, gap: CommonGap) -> dict[str, Any]:
    count = f"{french.number(len(gap.unmet))}/{french.number(gap.applicable)}"
    name = f"<b>{safe(gap.requirement.id)}</b> {short(french.typeset(gap.requirement.text), LONGEST_TEXT)}"
    return note(f"<b>{count}</b>{NBSP} {name}", 0, index + NAME_AT)


def _hover(gap: CommonGap, state: str, count: int) -> str:
    return (
        f"<b>{safe(gap.requirement.id)}</b> {wrapped(french.typeset(gap.requirement.text), 40, 6)}"
        f"<br>{state}{NBSP}: {campuses(count)}<br>Non satisfaite dans {unmet_text(gap)}"
    )
