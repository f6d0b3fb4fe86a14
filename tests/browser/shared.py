"""One server for every state of the data.

A server takes seconds to start, and reads the address of its data folder at each run of a page. That folder is here a
link, which is moved to a copy of its own of the state that a test asks for: nobody meets what another test left.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.browser.pages import State
from tests.browser.serving import RunningServer


class SharedServer:
    """A running server whose data folder is a link."""

    def __init__(self, server: RunningServer, folder: Path) -> None:
        """Keep what is prepared, and the copies in use, under ``folder``."""
        self.server = server
        self._folder = folder
        self._prepared: dict[State, tuple[Path, str]] = {}
        self._copies = 0

    def put(self, state: State) -> str:
        """Have the server find a fresh copy of a state of the data; returns the state's query string."""
        if state not in self._prepared:
            built = self._folder / f"{state.__name__}-{len(self._prepared)}"
            built.mkdir()
            self._prepared[state] = built, state(built)
        built, query = self._prepared[state]
        self._copies += 1
        copy = self._folder / f"copie-{self._copies}"
        shutil.copytree(built, copy)
        point(self.server.data_dir, copy)
        return query


def point(link: Path, target: Path) -> None:
    """Make ``link`` lead to ``target``, at once for whoever reads it."""
    fresh = link.with_name(f"{link.name}.nouveau")
    fresh.symlink_to(target)
    fresh.replace(link)
