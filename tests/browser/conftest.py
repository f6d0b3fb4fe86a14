"""One browser for the whole session, one server for each state of the data."""

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.audit import Visit
from tests.browser.pages import State
from tests.browser.serving import ROOT, RunningServer, serving

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
def server_for(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerFor]:
    """Give the server of a state of the data, started when first asked for; with the state's query string."""
    running: dict[State, tuple[RunningServer, str]] = {}
    with ExitStack() as stack:

        def get(state: State) -> tuple[RunningServer, str]:
            if state not in running:
                folder = tmp_path_factory.mktemp(state.__name__)
                (folder / "data").mkdir()
                query = state(folder / "data")
                running[state] = (stack.enter_context(serving(ROOT / "app.py", folder)), query)
            return running[state]

        yield get


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Serve the page of widgets."""
    entry = Path(__file__).parent / "gallery" / "server_entry.py"
    with serving(entry, tmp_path_factory.mktemp("gallery")) as server:
        yield server


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Open pages of a server in a browser whose own language is English, so that it cannot hide any English."""
    with ExitStack() as stack:

        def open_at(
            server: RunningServer,
            path: str = "/",
            *,
            width: int = 1280,
            height: int = 900,
            locale: str = "en-US",
            color_scheme: Literal["light", "dark"] = "light",
        ) -> Visit:
            context = browser.new_context(
                viewport={"width": width, "height": height}, locale=locale, color_scheme=color_scheme
            )
            stack.callback(context.close)
            _attach_log(request, server)
            visit = Visit(context.new_page(), server.url)
            visit.go(path)
            return visit

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
