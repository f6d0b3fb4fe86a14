"""How the long subjects of a meeting spread over several slides, so that none asks to scroll.

A slide holds about as many lines of the largest body text as a screen is high, less its title and its foot.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from cmq.campaign import Campaign, Decision, Meeting
from cmq.framework import AnnexDimension, Framework
from cmq.french import typeset
from cmq.indicators import IndicatorResult, Measures
from cmq.meeting import SlideKind, decided
from cmq.tables import latest_text, mark_text
from cmq.wording import due_text, ruling_summary, subject_name
from ui.text import clipped

LINES = 15
"""Of body text on a slide, below its title."""
SMALL_LINES = 15
"""Of the smallest letters, below the title and the head of a table."""

_Item = TypeVar("_Item")


def spread(items: Iterable[_Item], height: Callable[[_Item], int], most: int = LINES) -> list[list[_Item]]:
    """The items in as few slides as their heights in lines allow, in order; one that is higher has its own."""
    found: list[list[_Item]] = []
    room = 0
    for item in items:
        lines = height(item)
        if not found or lines > room:
            found.append([])
            room = most
        found[-1].append(item)
        room -= lines
    return found


def lines_of(text: str, width: int) -> int:
    """How many lines of that many characters a text takes, at least one."""
    return sum(max(1, len(textwrap.wrap(part, width))) for part in text.split("\n"))


class IndicatorCells(NamedTuple):
    """An indicator as a row of a slide; a value is on its first line, its year on the second."""

    name: str
    origin: str
    latest: str
    target: str


def indicator_cells(result: IndicatorResult) -> IndicatorCells:
    """The row of an indicator."""
    return IndicatorCells(
        clipped(result.indicator.name, 68),
        _two_lines(mark_text(result, result.origin)),
        _two_lines(latest_text(result)),
        _two_lines(mark_text(result, result.target)),
    )


def _two_lines(value: str) -> str:
    """« 26,5 % » over « (2025-2026) »."""
    first, space, year = value.rpartition(" (")
    return f"{short(first, 40)}\n({year}" if space else short(value, 40)


def short(value: str, length: int) -> str:
    """A value as it is, with its no-break spaces, unless somebody's unit makes it longer than its place."""
    return value if len(value) <= length else clipped(value, length)


def indicator_pages(measures: Measures) -> list[list[IndicatorResult]]:
    """Every followed indicator, over as many slides as they need."""

    def height(result: IndicatorResult) -> int:
        name, *values = indicator_cells(result)
        return max(lines_of(name, 24), *(lines_of(value, 16) for value in values))

    return spread(measures.followed, height, SMALL_LINES - 2)


class DecisionCells(NamedTuple):
    """A decision as a row of a slide."""

    subject: str
    text: str
    owner: str
    """Who sees to it, and until when on a line of its own."""


def decision_cells(measures: Measures, decision: Decision) -> DecisionCells:
    """The row of a decision, no higher than a slide; ``measures`` name the indicators and tell which day it is."""
    framework = measures.framework
    settled = ruling_summary(framework, decision)
    due = due_text(decision, measures.today)
    return DecisionCells(
        clipped(subject_name(framework, decision, measures), 60),
        " : ".join(part for part in (settled, clipped(decision.text, 170)) if part),
        "\n".join(part for part in (clipped(decision.owner, 60) or "–", due) if part),
    )


def decision_pages(measures: Measures, decisions: Sequence[Decision]) -> list[list[Decision]]:
    """Decisions, over as many slides as they need."""

    def height(decision: Decision) -> int:
        cells = decision_cells(measures, decision)
        # A number comes before the subject, on a line of its own.
        return max(
            lines_of(cells.subject, 13) + 1, lines_of(typeset(cells.text), 40), lines_of(cells.owner, 20)
        )

    return spread(decisions, height, LINES - 2)


ANNEX_WIDTH = 24
"""Characters in a column of the annex."""


class AnnexRow(NamedTuple):
    """A dimension of the annex, or what a slide holds of it: the label's side, Excellence's, the campus's own."""

    name: str
    label: str
    excellence: str
    own: str


def annex_pages(framework: Framework, campaign: Campaign) -> list[list[AnnexRow]]:
    """The annex, over as many slides as it needs; a dimension higher than a slide goes on on the next."""
    rows = [row for dimension in framework.annex for row in _annex_rows(campaign, dimension)]
    return spread(rows, lambda row: max(lines_of(side, ANNEX_WIDTH) for side in row[1:]), SMALL_LINES)


def _annex_rows(campaign: Campaign, dimension: AnnexDimension) -> list[AnnexRow]:
    texts = ("\n".join(dimension.label), "\n".join(dimension.excellence))
    own = campaign.annex_text(dimension.id) or "–"
    sides = [_pieces(text) for text in (*texts, own)]
    # What a campus says at such length that it needs more slides than the text itself is cut.
    count = max(map(len, sides[:2]))
    if len(sides[2]) > count:
        sides[2] = [
            *sides[2][: count - 1],
            clipped(sides[2][count - 1], ANNEX_WIDTH * (SMALL_LINES - 3)) + "…",
        ]
    names = [dimension.name, *[f"{dimension.name} (suite)"] * (count - 1)]
    return [
        AnnexRow(name, *(side[place] if place < len(side) else "" for side in sides))
        for place, name in enumerate(names)
    ]


def _pieces(text: str) -> list[str]:
    """A side of the annex, a slide's worth at a time; a paragraph is parted only where it is higher than a slide."""
    paragraphs = [piece for part in text.split("\n") for piece in _parted(part)]
    pages_of = spread(paragraphs, lambda paragraph: lines_of(paragraph, ANNEX_WIDTH), SMALL_LINES)
    return ["\n".join(page) for page in pages_of]


def _parted(paragraph: str) -> list[str]:
    """A paragraph, or pieces of it between words."""
    if lines_of(paragraph, ANNEX_WIDTH) <= SMALL_LINES:
        return [paragraph]
    words = textwrap.TextWrapper(ANNEX_WIDTH, break_long_words=False, break_on_hyphens=False)
    lines = words.wrap(paragraph)
    return [" ".join(lines[start : start + SMALL_LINES]) for start in range(0, len(lines), SMALL_LINES)]


def pages(
    measures: Measures, campaign: Campaign, meeting: Meeting, waiting: Sequence[Decision]
) -> dict[SlideKind, int]:
    """Over how many slides each long subject of a meeting runs; ``waiting`` are the decisions of earlier ones.

    The slide of its own decisions is there from the start, to be filled.
    """
    return {
        SlideKind.INDICATORS: len(indicator_pages(measures)),
        SlideKind.OPEN_DECISIONS: len(decision_pages(measures, waiting)),
        SlideKind.ANNEX: len(annex_pages(measures.framework, campaign)),
        SlideKind.DECISIONS: max(1, len(decision_pages(measures, decided(campaign, meeting.id)))),
    }
