"""One browser and one server for the whole session, and windows that are kept.

With several processes each has its own browser and server; they share nothing.
"""

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.audit import Visit
from tests.browser.pages import State
from tests.browser.serving import ROOT, RunningServer, serving
from tests.browser.shared import SharedServer, point
from tests.browser.visits import Place, See, Seen, joined, look
from tests.browser.windows import Windows

BROWSER_NAMES = ("chromium", "chromium-browser", "google-chrome")
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

OpenPage = Callable[..., Visit]
ServerFor = Callable[[State], tuple[RunningServer, str]]


class ChromiumMissingError(RuntimeError):
    """No browser on this machine: the tests fail, they are not skipped."""


def chromium_path() -> str:
    """Return the browser's path: CMQ_CHROMIUM, or the first that is installed."""
    candidates = [os.environ.get("CMQ_CHROMIUM"), *map(shutil.which, BROWSER_NAMES)]
    for candidate in candidates:
        if candidate:
            return candidate
    raise ChromiumMissingError(
        "Chromium est introuvable. Installez le paquet « chromium » ou indiquez son chemin dans CMQ_CHROMIUM."
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the installed Chromium once."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=BROWSER_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    """The windows that tests take in turn."""
    return Windows(browser)


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedServer]:
    """The server of all states of the data."""
    folder = tmp_path_factory.mktemp("partage")
    (folder / "vide").mkdir()
    point(folder / "data", folder / "vide")
    with serving(ROOT / "app.py", folder) as server:
        yield SharedServer(server, folder)


@pytest.fixture
def server_for(shared_server: SharedServer) -> ServerFor:
    """Put the shared server on a fresh copy of a state of the data; gives it with the state's query string."""
    return lambda state: (shared_server.server, shared_server.put(state))


@pytest.fixture(scope="session")
def visit_once(windows: Windows, shared_server: SharedServer) -> See:
    """Visit a place once, however many tests ask what was seen there."""

    @cache
    def visit(place: Place) -> Seen:
        path = joined(place.listed.path, shared_server.put(place.state))
        with windows.opened(shared_server.server, path, width=place.listed.widths[0]) as opened:
            return look(opened, place)

    return visit


@pytest.fixture
def see(visit_once: See, shared_server: SharedServer, request: pytest.FixtureRequest) -> See:
    """What was seen at a place; the server's log stands beside a failure."""
    _attach_log(request, shared_server.server)
    return visit_once


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Serve the page of widgets."""
    entry = Path(__file__).parent / "gallery" / "server_entry.py"
    with serving(entry, tmp_path_factory.mktemp("gallery")) as server:
        yield server


@pytest.fixture
def open_page(windows: Windows, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Open pages of a server, each in a window of its own (see ``Windows.opened``)."""
    with ExitStack() as stack:

        def open_at(server: RunningServer, path: str = "/", **how: Any) -> Visit:
            _attach_log(request, server)
            return stack.enter_context(windows.opened(server, path, **how))

        yield open_at


def _attach_log(request: pytest.FixtureRequest, server: RunningServer) -> None:
    request.node.server_logs = [*getattr(request.node, "server_logs", []), server.log]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show the end of the server's log beside a failure."""
    report = yield
    if report.failed:
        for log in dict.fromkeys(getattr(item, "server_logs", [])):
            report.sections.append((f"journal du serveur ({log})", log.read_text(errors="replace")[-8000:]))
    return report
