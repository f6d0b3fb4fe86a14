"""What every page must satisfy, as one list of problems that is empty when all is well."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Error, Page, Request

from tests.browser.english import COLLECT_TEXTS, english_in

AXE_SOURCE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    "resultTypes": ["violations"],
}
APP_NAME = "Boussole CMQ"
SETTLE_MS = 30_000

# On a deep link Streamlit's frontend looks for the server beside the page first, is refused, and finds it at the root.
_BASE_PATH_PROBE = re.compile(r"^/[^/]+/_stcore/(health|host-config)$")

# What a page knows of its own socket, from before its first script: whether what it sent was answered.
WATCH_THE_WIRE = """
(() => {
  window.cmqUnanswered = false;
  window.cmqSent = 0;
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    window.cmqUnanswered = true;
    window.cmqSent += 1;
    if (!this.cmqHeard) {
      this.cmqHeard = true;
      this.addEventListener('message', () => (window.cmqUnanswered = false));
    }
    return send.call(this, data);
  };
})();
"""

# The script has run, the page is drawn, what it sent was answered, nothing moves, and all that holds for a moment:
# a run may ask for another at once (`st.rerun`, a redirect).
_QUIET_MS = 120
_AT_REST = """
([call, quiet]) => {
  const now = performance.now();
  if (window.cmqRest === undefined) {
    window.cmqRest = { call: null, since: now };
    new MutationObserver(() => (window.cmqRest.since = performance.now()))
      .observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  }
  const rest = window.cmqRest;
  const app = document.querySelector('[data-testid=stApp]');
  const still = app?.dataset.testScriptState === 'notRunning'
    && app.dataset.testConnectionState === 'CONNECTED'
    && !window.cmqUnanswered
    && !document.querySelector('[data-testid=stAppSkeleton], [data-testid=stSkeleton], [data-stale=true]')
    && document.getAnimations().every((one) =>
      one.playState !== 'running' || one.effect?.getComputedTiming().endTime === Infinity);
  if (!still || rest.call !== call) {
    rest.call = call;
    rest.since = now;
  }
  return now - rest.since >= quiet;
}
"""
_calls = count()

_OVERFLOWING = """
() => [document.documentElement, ...document.querySelectorAll(
    '[data-testid=stApp], [data-testid=stAppViewContainer], [data-testid=stMain], [data-testid=stMainBlockContainer]')]
  .filter((element) => element.scrollWidth > element.clientWidth + 1)
  .map((element) => `${element.dataset.testid ?? element.tagName} : ${element.scrollWidth} > ${element.clientWidth}`)
"""


@dataclass
class Visit:
    """A page of the browser and what it did: the requests that left, the errors that it logged."""

    page: Page
    url: str
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen before the first request."""
        self.page.on("request", self._on_request)
        self.page.on("console", self._on_console)
        self.page.on("pageerror", self._on_error)

    def end(self) -> None:
        """Listen no more: the window goes on to another visit."""
        self.page.remove_listener("request", self._on_request)
        self.page.remove_listener("console", self._on_console)
        self.page.remove_listener("pageerror", self._on_error)

    def _on_error(self, error: Error) -> None:
        self.problems.append(f"erreur JavaScript : {error}")

    def _on_request(self, request: Request) -> None:
        target = urlsplit(request.url)
        if target.scheme in {"http", "https", "ws", "wss"} and target.netloc != urlsplit(self.url).netloc:
            self.problems.append(f"requête vers un autre hôte : {request.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        path = urlsplit(message.location.get("url", "")).path
        if "404" in message.text and _BASE_PATH_PROBE.match(path):
            return
        self.problems.append(f"erreur dans la console : {message.text} ({path})")

    def go(self, path: str) -> Page:
        """Open a path of the server and wait until it is drawn."""
        self.page.goto(self.url + path)
        settle(self.page)
        return self.page


def settle(page: Page) -> None:
    """Wait until Streamlit has run the script, drawn the page, and stays so."""
    page.wait_for_function(_AT_REST, arg=[next(_calls), _QUIET_MS], timeout=SETTLE_MS)


@contextmanager
def told(page: Page) -> Iterator[None]:
    """Wait, after a gesture that tells the server something, until it has been told, and the page is at rest."""
    before: int = page.evaluate("window.cmqSent")
    yield
    page.wait_for_function("(before) => window.cmqSent > before", arg=before, timeout=SETTLE_MS)
    settle(page)


def drawn(page: Page) -> None:
    """Wait until the page has been drawn as it stands, and has heard that it was scrolled."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def audit(visit: Visit, *, title: str = "", width: int | None = None) -> list[str]:
    """Return everything that is wrong with the page as it stands; an empty list is a pass."""
    page = visit.page
    return [
        *visit.problems,
        *shell_problems(page, title),
        *english_problems(page),
        *overflow_problems(page, width),
        *axe_problems(page),
    ]


def shell_problems(page: Page, title: str) -> list[str]:
    """Check the page's language, title and main heading, and that no page failed."""
    problems = []
    language = page.evaluate("document.documentElement.lang")
    if language != "fr":
        problems.append(f"langue de la page : {language!r}")
    shown = page.title()
    if APP_NAME not in shown or title not in shown:
        problems.append(f"titre de la page : {shown!r}, attendu : {title!r} et {APP_NAME!r}")
    if page.locator("[data-testid=stException]").count():
        problems.append("une exception est affichée")
    if "erreur imprévue" in page.locator("body").inner_text():
        problems.append("la page a échoué (voir le journal du serveur)")
    return problems


def english_problems(page: Page) -> list[str]:
    """Name every English text that is visible or read out."""
    problems = []
    for entry in page.evaluate(COLLECT_TEXTS):
        kind, text = entry.split("\0", 1)
        if found := english_in(text):
            problems.append(f"anglais ({kind}) : {text[:160]!r} → {', '.join(found)}")
    if found := english_in(page.title().replace(APP_NAME, "")):
        problems.append(f"anglais (titre) : {', '.join(found)}")
    return problems


def overflow_problems(page: Page, width: int | None) -> list[str]:
    """Check that the page needs no horizontal scrolling."""
    shown: int = page.evaluate("innerWidth")
    if width is not None and shown != width:
        return [f"largeur de fenêtre inattendue : {shown}"]
    return [f"défilement horizontal : {where}" for where in page.evaluate(_OVERFLOWING)]


def axe_problems(page: Page) -> list[str]:
    """Run axe-core (WCAG 2.1 A and AA, best practices) and name each violation with its first elements."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SOURCE)
    result: dict[str, Any] = page.evaluate("(options) => axe.run(document, options)", AXE_OPTIONS)
    problems = []
    for violation in result["violations"]:
        nodes = " | ".join(node["html"][:200] for node in violation["nodes"][:3])
        problems.append(f"axe {violation['id']} ({len(violation['nodes'])}) : {violation['help']} : {nodes}")
    return problems
