"""The colours of the charts: one blue-green hue from light to dark, one accent for what is required.

Figures lie on a light or a dark page, so every shape has an outline that stands out (3:1) on both, and every
text inside a shape has a colour of its own that stands out (4.5:1) on all colours of that shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cmq.scoring import RequirementState

LIGHT, MIDDLE, DARK = "#e4f2f4", "#68aebb", "#0b5261"
OUTLINE = "#56838c"
ACCENT = "#c4631a"
GRID = "rgba(128, 140, 145, 0.35)"
TRANSPARENT = "rgba(0, 0, 0, 0)"
TEXT = "#000037"
"""Nearly black; Streamlit's theme replaces exactly this value by its own text colour, light or dark."""


@dataclass(frozen=True, slots=True)
class Fill:
    """How a shape is filled: a colour, and a pattern (« / », « . », « x ») of a second one, or none."""

    color: str
    pattern: str = ""
    second: str = ""

    @property
    def ink(self) -> str:
        """The colour of a text on it."""
        return ink_on(self.color, *([self.second] if self.second else []))

    @property
    def marker(self) -> dict[str, Any]:
        """The same for a bar trace."""
        marker: dict[str, Any] = {"color": self.color, "line": {"color": OUTLINE, "width": 1.5}}
        if self.pattern:
            marker["pattern"] = {
                "shape": self.pattern,
                "bgcolor": self.color,
                "fgcolor": self.second,
                "size": 7,
                "solidity": 0.3,
                "fillmode": "overlay",
            }
        return marker


UNANSWERED = Fill("#f1f2f2", "x", "#b3babd")
NOT_APPLICABLE = Fill("#d5dadb")
UNPROVEN = Fill("#ffffff", "/", ACCENT)

STATES = {
    RequirementState.MET: Fill(DARK),
    RequirementState.CLAIMED: Fill("#b9dde2", "/", "#6fb0bb"),
    RequirementState.PLANNED: Fill("#d3eaed", ".", "#8fc3cc"),
    RequirementState.UNMET: Fill("#f1f8f9"),
    RequirementState.UNANSWERED: UNANSWERED,
}
"""In the order in which they are stacked."""


def levels(count: int) -> tuple[Fill, ...]:
    """One fill a level, light to dark."""
    return tuple(Fill(_between(index / (count - 1))) for index in range(count))


def contrast(first: str, second: str) -> float:
    """The contrast of two « #rrggbb » colours, from 1 to 21, as WCAG 2 defines it."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def ink_on(*backgrounds: str) -> str:
    """Black or white, whichever stands out more on the worst of the backgrounds."""
    return max("#000000", "#ffffff", key=lambda ink: min(contrast(ink, color) for color in backgrounds))


def _channels(color: str) -> tuple[int, ...]:
    return tuple(int(color[at : at + 2], 16) for at in (1, 3, 5))


def _luminance(color: str) -> float:
    shares = [value / 255 for value in _channels(color)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _between(share: float) -> str:
    """The colour at that share of the way from light to dark, fast past the shades between two inks."""
    start, end, part = (LIGHT, MIDDLE, share * 2) if share <= 0.5 else (MIDDLE, DARK, (share * 2 - 1) ** 0.6)
    mixed = (round(a + (b - a) * part) for a, b in zip(_channels(start), _channels(end), strict=True))
    return "#" + "".join(f"{value:02x}" for value in mixed)
