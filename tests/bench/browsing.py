"""Times taken inside Chromium itself, between what the user did and the next frame that shows the outcome."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from tests.browser.conftest import BROWSER_ARGUMENTS, chromium_path

VIEWPORT = {"width": 1280, "height": 900}
TIMEOUT_MS = 90_000

_AT_REST = """
(() => {
  const app = document.querySelector('[data-testid=stApp]');
  return app?.dataset.testScriptState === 'notRunning' && app.dataset.testConnectionState === 'CONNECTED'
    && !document.querySelector('[data-testid=stAppSkeleton], [data-testid=stSkeleton], [data-stale=true]');
})()
"""

_WATCH = """
(shown, start) => new Promise((resolve, reject) => {
  const look = () => {
    if (start() === null || !shown()) return;
    observer.disconnect();
    requestAnimationFrame((now) => resolve(Math.max(now, performance.now()) - start()));
  };
  const observer = new MutationObserver(look);
  observer.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
  setTimeout(() => reject(new Error('rien de tel ne s’est affiché')), 60000);
})
"""


def there(selector: str) -> str:
    """The condition that an element is on the page."""
    return f"!!document.querySelector({selector!r})"


def says(selector: str, text: str) -> str:
    """The condition that an element holds a text."""
    return f"!!document.querySelector({selector!r})?.textContent.includes({text!r})"


AT_REST = f"() => {_AT_REST}"
"""The same as a function, which Playwright does not have to build from text: the application forbids that."""


def whole(*conditions: str) -> str:
    """Those conditions, and that the script has ended with everything it sent drawn."""
    return " && ".join([*conditions, _AT_REST])


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser for the length of a ``with`` block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=BROWSER_ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def at_load(*conditions: str) -> str:
    """A script for every document to come: it notes when each condition first holds."""
    watches = ", ".join(f"({_WATCH})(() => {condition}, () => 0)" for condition in conditions)
    return f"window.benchLoaded = Promise.all([{watches}]); window.benchLoaded.catch(() => 0);"


def at_click(condition: str) -> str:
    """A script to run before a click: it notes how long after it the condition holds."""
    return f"""() => {{
      let start = null;
      addEventListener('pointerdown', (event) => (start = event.timeStamp), {{capture: true, once: true}});
      window.benchClicked = ({_WATCH})(() => {condition}, () => start);
      window.benchClicked.catch(() => 0);
    }}"""


class Loader:
    """A page of the browser that opens one address and tells the milliseconds until each condition holds."""

    def __init__(self, context: BrowserContext, url: str, *conditions: str) -> None:
        self._page = context.new_page()
        self._page.set_default_timeout(TIMEOUT_MS)
        self._page.add_init_script(at_load(*conditions))
        self._url = url

    def __call__(self) -> list[float]:
        """Open the address, wait for the conditions, then let the page come to rest."""
        self._page.goto(self._url, wait_until="commit")
        taken: list[float] = self._page.evaluate("window.benchLoaded")
        rest(self._page)
        return taken


def rest(page: Page) -> None:
    """Wait until nothing is drawn any more."""
    page.wait_for_function(AT_REST, timeout=TIMEOUT_MS)
    page.wait_for_timeout(250)
    page.wait_for_function(AT_REST, timeout=TIMEOUT_MS)


def click(page: Page, target: Locator, condition: str) -> float:
    """Milliseconds from the press of the button on ``target`` until the condition holds."""
    page.evaluate(at_click(condition))
    target.click()
    taken = float(page.evaluate("window.benchClicked"))
    rest(page)
    return taken
