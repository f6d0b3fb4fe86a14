"""Windows of one browser, kept from one test to the next with all that they have loaded.

Most of the time of a visit to a Streamlit page is that of its code: fetched, compiled, run. In a window that has
shown a page of the same machine already that is a third of what a new one needs. So a window is taken, used,
emptied of what a visit leaves behind (cookies, storage, routes, listeners) and put back; several of one test share
nothing, as several people do. What only a browser's very first visit shows has its tests with a server of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import Browser, Page

from tests.browser.audit import WATCH_THE_WIRE, Visit
from tests.browser.serving import RunningServer

Theme = Literal["light", "dark"]
Motion = Literal["reduce", "no-preference"]

_FORGET = "() => { localStorage.clear(); sessionStorage.clear(); }"


class Windows:
    """The windows of a browser whose own language is English, so that it cannot hide any English."""

    def __init__(self, browser: Browser) -> None:
        """Open none yet."""
        self._browser = browser
        self._free: list[Page] = []

    @contextmanager
    def opened(
        self,
        server: RunningServer,
        path: str = "/",
        *,
        width: int = 1280,
        height: int = 900,
        color_scheme: Theme = "light",
        reduced_motion: Motion = "no-preference",
    ) -> Iterator[Visit]:
        """A visit to a path of a server, until the end of the block."""
        page = self._free.pop() if self._free else self._new()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=color_scheme, reduced_motion=reduced_motion)
        visit = Visit(page, server.url)
        try:
            visit.go(path)
            yield visit
        finally:
            visit.end()
            self._put_back(page, server)

    def _new(self) -> Page:
        context = self._browser.new_context(locale="en-US")
        context.add_init_script(WATCH_THE_WIRE)
        return context.new_page()

    def _put_back(self, page: Page, server: RunningServer) -> None:
        """Leave the window as a new one would be, on a page of the server that runs nothing."""
        if page.is_closed():
            return
        if server.process.poll() is not None or not page.url.startswith(server.url):
            page.context.close()
            return
        page.unroute_all(behavior="ignoreErrors")
        page.evaluate(_FORGET)
        page.goto(f"{server.url}/sante")
        page.context.clear_cookies()
        self._free.append(page)
