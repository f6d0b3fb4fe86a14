"""What starting and opening wait for: code that is slow to load is loaded once it is needed."""

import subprocess
import sys

import pytest

from tests.browser.serving import ROOT


def loaded(module: str, after: str) -> list[str]:
    """The modules of that name that a new Python holds once it has imported the other one."""
    code = (
        f"import sys, {after}\n"
        f"print(*(name for name in sys.modules if name == {module!r} or name.startswith({module!r} + '.')))"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return found.stdout.split()


@pytest.mark.parametrize(
    ("module", "after"),
    [
        ("cmq", "app"),
        ("openpyxl", "cmq.storage.library"),
        ("cmq.charts", "ui.components"),
        ("pandas", "cmq.imports"),
        ("pandas", "ui.components"),
    ],
)
def test_what_comes_first_does_not_wait_for_what_comes_later(module: str, after: str) -> None:
    """The first page goes out before the domain is imported; reading a campaign does not wait for what writes one."""
    assert loaded(after, after)
    assert loaded(module, after) == []


ONE_PAGE = """
import asyncio, sys, threading
from starlette.responses import HTMLResponse
from ui import server

server.LATER_S = 0
shell = server.PageShell(HTMLResponse("<html lang='en'><head><title>x</title></head><body></body></html>"))

async def ask(method):
    scope = {"type": "http", "method": method, "path": "/", "query_string": b"", "headers": [(b"accept", b"text/html")]}
    async def receive(): return {"type": "http.request"}
    async def send(message): sent.append(message)
    sent = []
    await shell(scope, receive, send)

for method in ("HEAD", "GET", "GET"):
    asyncio.run(ask(method))
    threads = [thread for thread in threading.enumerate() if thread.name == "imports"]
    print(len(threads))
    for thread in threads: thread.join()
print("ui.session" in sys.modules)
"""


def test_the_first_page_that_is_sent_starts_the_loading_once() -> None:
    """A page does, a mere question about one does not, and the second page finds it done."""
    found = subprocess.run(
        [sys.executable, "-c", ONE_PAGE], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.split() == ["0", "1", "0", "True"]


def test_what_is_loaded_ahead_exists_and_is_left_out_of_later_collections() -> None:
    """Nothing of the list has been renamed away, and no object that it brought is looked at again."""
    code = (
        "import gc, sys\n"
        "from ui import server\n"
        "server.LATER_S = 0\n"
        "server.load_ahead()\n"
        "missing = {*server.AHEAD, *server.LATER} - sys.modules.keys()\n"
        "print(len(missing), gc.get_freeze_count() > 100_000, len(gc.get_objects()) > 1_000)"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["0", "True", "False"]
