"""One visit a page and state of the data, for all that is looked at there.

A visit costs a load of Streamlit and a run of the page; a look costs a few hundredths of a second, axe a few tenths.
So a page is opened once and looked at from every side before it is left: at each width that the users have, in both
themes, zoomed, walked by Tab. The page follows a change of its window or of the system's theme as it would for a
person, and is at rest before each look. It is opened on the narrowest, and grows: made narrower, a box that begins to scroll
would not become one that the keyboard reaches, which Streamlit decides when it draws it. What was seen is kept, and each
test asks for its own part of it, so that a failure still names the page, the state, the width and the theme.

All tests of one visit must run in one process: the name of the visit stands before an @ in theirs (``visited``), by which
they are kept together (``tests/scheduling.py``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Page

from tests.browser.audit import Visit, audit, settle
from tests.browser.meeting_states import meeting_hostile, meeting_ready
from tests.browser.pages import PAGES, Listed, State
from tests.browser.states import example, hostile
from tests.browser.structure import chart_problems, heading_problems, zoom_problems
from tests.browser.typography import typography_problems
from tests.browser.walking import Walk, walked
from tests.browser.windows import Theme

ZOOMS = {200: (640, 512), 400: (320, 256)}
"""A window of 1280 × 1024 that is zoomed to 200 % or 400 % is, to the page, one of half or a quarter its size."""
HEIGHT = 900
TYPED_TO_TROUBLE = (hostile, meeting_hostile)
"""What people typed there stays as they typed it."""
IN_THE_DARK = (example, meeting_ready)


class Place(NamedTuple):
    """A page in a state of the data."""

    listed: Listed
    state: State

    @property
    def name(self) -> str:
        """What tests call it."""
        return f"{self.listed.name}-{self.state.__name__}"

    @property
    def dark(self) -> bool:
        """Whether it is looked at in the dark theme, too."""
        return self.state in IN_THE_DARK

    @property
    def zoomed(self) -> bool:
        """Whether it is looked at under a zoom: not the slides, which are one screen each."""
        return not self.listed.path.startswith("/projection")

    @property
    def walked(self) -> tuple[Theme, ...]:
        """The themes in which it is walked by Tab."""
        return self.listed.walked if self.state == self.listed.states[-1] else ()


PLACES = tuple(Place(listed, state) for listed in PAGES for state in listed.states)


@dataclass
class Seen:
    """What a visit found, by what was looked at; an empty list is a pass."""

    audits: dict[tuple[int, Theme], list[str]] = field(default_factory=dict)
    """By width and theme."""
    typography: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    drawn: int = 0
    """How many charts there are."""
    charts: list[str] = field(default_factory=list)
    zooms: dict[int, list[str]] = field(default_factory=dict)
    """By percentage."""
    walks: dict[Theme, Walk] = field(default_factory=dict)


See = Callable[[Place], Seen]


def joined(path: str, query: str) -> str:
    """Add a query string to a path that may already carry one."""
    if not query:
        return path
    return f"{path}{'&' if '?' in path else '?'}{query}"


def visited(place: Place, what: object, *more: object) -> Any:
    """The parameters of a test of a visit; ``what`` tells what it asks for, as its name does."""
    return pytest.param(place, *more, id=f"{place.name}@{what}")


def look(visit: Visit, place: Place) -> Seen:
    """Look at a page, just opened at the first width, from every side."""
    page, seen, title = visit.page, Seen(), place.listed.title
    _reach(page, place)
    for width in place.listed.widths:
        _at(visit, width)
        seen.audits[width, "light"] = audit(visit, title=title, width=width)
    _at(visit, 1280)
    seen.headings = heading_problems(page)
    seen.drawn = page.get_by_test_id("stPlotlyChart").count()
    seen.charts = chart_problems(page)
    if place.state not in TYPED_TO_TROUBLE:
        seen.typography = typography_problems(page)
    if place.zoomed:
        _zoom(visit, seen)
    if place.dark:
        _at(visit, 1280)
        page.emulate_media(color_scheme="dark")
        settle(page)
        seen.audits[1280, "dark"] = audit(visit, title=title, width=1280)
    for theme in place.walked:
        _at(visit, 1280)
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.reload()
        settle(page)
        _reach(page, place)
        seen.audits[1280, theme] += audit(visit, title=title, width=1280)
        seen.walks[theme] = walked(page)
    return seen


def _reach(page: Page, place: Place) -> None:
    """Do what is to be done before looking; then the page is at its top, and nothing of it under the pointer."""
    place.listed.reach(page)
    page.mouse.move(0, 0)
    page.get_by_test_id("stMain").evaluate("(main) => main.scrollTo(0, 0)")
    settle(page)


def _at(visit: Visit, width: int) -> None:
    """Give the window a width."""
    visit.page.set_viewport_size({"width": width, "height": HEIGHT})
    settle(visit.page)


def _zoom(visit: Visit, seen: Seen) -> None:
    """Look at the page under each zoom, with the pixels that a zoom makes."""
    protocol = visit.page.context.new_cdp_session(visit.page)
    for percentage, (width, height) in ZOOMS.items():
        protocol.send(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": percentage / 100, "mobile": False},
        )
        settle(visit.page)
        seen.zooms[percentage] = zoom_problems(visit.page)
    protocol.detach()
    # Playwright gives a window only a size that differs from the one it gave last, and knows nothing of these.
    visit.page.set_viewport_size({"width": width, "height": height})
