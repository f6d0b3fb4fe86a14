"""How the long subjects of a meeting spread over several slides, so that none asks to scroll.

A slide holds about as many lines of the largest body text as a screen is high, less its title and its foot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from cmq.campaign import Decision
from cmq.framework import AnnexDimension
from cmq.indicators import IndicatorResult
from cmq.meeting import SlideKind, decided

if TYPE_CHECKING:
    from ui.meeting.room import Room

LINES = 15
"""Of body text on a slide, below its title."""

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
    return sum(1 + max(len(part) - 1, 0) // width for part in text.split("\n"))


def indicator_pages(room: Room) -> list[list[IndicatorResult]]:
    """Every followed indicator, over as many slides as they need."""
    return spread(
        room.measures.followed, lambda result: max(2, lines_of(result.indicator.name, 26)), LINES - 3
    )


def decision_pages(decisions: Sequence[Decision]) -> list[list[Decision]]:
    """Decisions, over as many slides as they need."""
    return spread(decisions, lambda decision: max(2, lines_of(decision.text, 44)), LINES - 2)


def annex_pages(room: Room) -> list[list[AnnexDimension]]:
    """The dimensions of the annex, over as many slides as they need."""

    def height(dimension: AnnexDimension) -> int:
        own = room.campaign.annex.get(dimension.id, "")
        return max(
            lines_of(text, 24) for text in ("\n".join(dimension.label), "\n".join(dimension.excellence), own)
        )

    return spread(room.desk.framework.annex, height, LINES - 2)


def pages(room: Room) -> dict[SlideKind, int]:
    """Over how many slides each long subject runs; the decisions' slide is there from the start, to be filled."""
    return {
        SlideKind.INDICATORS: len(indicator_pages(room)),
        SlideKind.OPEN_DECISIONS: len(decision_pages(room.open_decisions)),
        SlideKind.ANNEX: len(annex_pages(room)),
        SlideKind.DECISIONS: max(1, len(decision_pages(decided(room.campaign, room.meeting.id)))),
    }
