"""The pages that the browser tests visit. A new screen joins every check by being listed here.

A state is a function that fills a data folder before a server starts on it and returns the query string (without
"?") that a page then needs, or "". Each state gets one server for the whole session.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

State = Callable[[Path], str]


def empty(_data_dir: Path) -> str:
    """Leave the folder as a first start finds it."""
    return ""


def as_it_opens(_page: Page) -> None:
    """Look at the page as it opens."""


@dataclass(frozen=True)
class Listed:
    """A page, the states of the data that it is looked at in, and what to do before looking."""

    name: str
    path: str
    title: str
    states: tuple[State, ...] = (empty,)
    reach: Callable[[Page], None] = as_it_opens


PAGES: tuple[Listed, ...] = (Listed("accueil", "/", "Accueil"),)

# A deep link into the application, and what only that page shows: the very first request of a cold server.
DEEP_LINK = "/criteres?critere=2.4"
DEEP_LINK_STATE: State = empty
DEEP_LINK_TITLE = "Critères"
DEEP_LINK_TEXT = "2.4"
