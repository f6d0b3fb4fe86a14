"""What of a page is to be drawn again: what a save makes stale, and what a click redraws.

The browser reads every element again that a run of the script draws, so that a click draws as little as it can: the
fragment that it came from, those that its save has made wrong, and the whole page only where nothing less will do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Literal, NoReturn

import streamlit as st
from streamlit.errors import StreamlitAPIException

Draw = Callable[[], None]


@dataclass
class Redraw:
    """What is stale on the page of one session, by its fragments' keys."""

    told_by: str = ""
    """Which part of the page saved last: it says so, where the user is looking."""
    _revision: int = 0
    """The revision that the whole page was last drawn from, and what this session added since."""
    _page: bool = False
    _fragments: set[str] = field(default_factory=set)
    """Those that were asked for and are not drawn yet."""

    def page_drawn(self, revision: int) -> None:
        """The whole page is being drawn, from that revision: nothing is stale."""
        self._revision = revision
        self._page = False
        self._fragments.clear()

    def fragment_drawn(self, key: str) -> None:
        """A fragment is drawn."""
        self._fragments.discard(key)

    def saved(self, revision: int, *, after_failure: bool) -> None:
        """A save made that revision; where others recorded something meanwhile, the whole page is stale.

        So it is after a failure, of which any part of the page may still tell.
        """
        self._page |= after_failure or revision > self._revision + 1
        self._revision = revision

    def scope(self, own: str, *others: str) -> Literal["app"] | list[str]:
        """What Streamlit is to draw after a click in the fragment ``own`` that made ``others`` stale: the page, or fragments.

        Those of earlier clicks that were not drawn yet go along: the next click may cut a redraw short. An empty list
        asks for nothing, since a fragment is drawn after its own callback anyway.
        """
        self._fragments.update((own, *others))
        if self._page:
            return "app"
        return [] if self._fragments == {own} else sorted(self._fragments)

    # What follows speaks to Streamlit.

    def fragment(self, key: str) -> Callable[[Draw], Draw]:
        """Make a function a part of the page that runs alone, and that counts as drawn once it has run."""

        def decorate(draw: Draw) -> Draw:
            @st.fragment(key=key)
            @wraps(draw)  # Streamlit tells fragments apart by their functions' names
            def run() -> None:
                draw()
                self.fragment_drawn(key)

            return run

        return decorate

    def after_click(self, own: str, *others: str, told_by: str = "") -> None:
        """From a callback of the fragment ``own``: draw what ``scope`` tells; a save is ``told_by`` a part of the page."""
        self.told_by = told_by or self.told_by
        scope = self.scope(own, *others)
        if not scope:
            return
        try:
            st.rerun(scope)
        except StreamlitAPIException:
            return  # they are gone: their page was left in the same moment, and another is being drawn

    def page(self, told_by: str = "") -> NoReturn:
        """From a callback: draw the whole page, for what concerns more of it than can be named."""
        self.told_by = told_by or self.told_by
        st.rerun()
