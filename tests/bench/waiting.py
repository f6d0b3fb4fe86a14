"""What a click waits for while the server does long work for somebody else, against the same click without it.

The work: the workbook of another campaign is built and downloaded over and over, and « Région » is opened on campuses
whose files have all changed. Both browsers share the machine with it; since drawing « Région » takes one of them long,
reading it anew is compared with opening it while nothing has changed.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from tests.bench.browsing import AT_REST, TIMEOUT_MS, VIEWPORT
from tests.bench.campaigns import full
from tests.bench.clicking import CRITERION, REQUIREMENT, STATES, card, shown
from tests.bench.crowd import click, open_page
from tests.bench.table import Row
from tests.browser.conftest import BROWSER_ARGUMENTS, chromium_path
from tests.browser.region_states import fill
from tests.browser.serving import ROOT, serving
from tests.browser.states import address

TARGET_MS = 100
PAUSE_S = 0.25
CAMPUSES = 150
TABLE = ".cmq-states tfoot"


class _Clicks:
    """Clicks one level after the other."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._levels = itertools.cycle(STATES)

    async def __call__(self, count: int) -> list[float]:
        times = []
        for _ in range(count):
            level = next(self._levels)
            times.append(await click(self._page, card(REQUIREMENT), level, shown(REQUIREMENT, level)))
            await asyncio.sleep(PAUSE_S)
        return times


async def _during(work: Callable[[], Awaitable[None]], clicks: _Clicks, count: int) -> list[float]:
    """Clicks while the work is done again and again, at least once."""
    enough = asyncio.Event()

    async def again() -> None:
        await work()
        while not enough.is_set():
            await work()

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(again())
        await asyncio.sleep(PAUSE_S)
        times = await clicks(count)
        enough.set()
    return times


async def _exporter(browser: Browser, url: str) -> Callable[[], Awaitable[None]]:
    context = await browser.new_context(viewport=VIEWPORT, accept_downloads=True)
    page = await context.new_page()
    page.set_default_timeout(TIMEOUT_MS)
    await page.goto(url)
    button = page.get_by_role("button", name="Télécharger le classeur")
    await button.wait_for()
    await page.wait_for_function(AT_REST)

    async def export() -> None:
        async with page.expect_download() as download:
            await button.click()
        await (await download.value).path()

    return export


def touch(data: Path) -> None:
    """Have every campus of the region read anew."""
    for path in data.glob("campus-*/*.xlsx"):
        if path.parent.name[7].isdigit():
            os.utime(path)


async def _reader(browser: Browser, url: str, data: Path) -> tuple[Callable[[], Awaitable[None]], ...]:
    """How to open « Région » with nothing to read, and with everything to be read anew."""
    context = await browser.new_context(viewport=VIEWPORT)
    page = await context.new_page()
    page.set_default_timeout(TIMEOUT_MS)

    async def again() -> None:
        await page.goto(url)
        await page.wait_for_selector(TABLE)

    async def anew() -> None:
        touch(data)
        await again()

    await anew()
    return again, anew


async def _measure(
    url: str, query: str, other: str, data: Path, rounds: int, count: int
) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {"alone": [], "export": [], "again": [], "region": []}
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path(), args=BROWSER_ARGUMENTS)
        clicks = _Clicks(await open_page(browser, f"{url}/criteres?{query}"))
        export = await _exporter(browser, f"{url}/?{other}")
        again, anew = await _reader(browser, f"{url}/region", data)
        await clicks(4)
        for _ in range(rounds):
            found["alone"] += await clicks(count)
            found["export"] += await _during(export, clicks, count)
            found["again"] += await _during(again, clicks, count)
            found["region"] += await _during(anew, clicks, count)
        await browser.close()
    return found


def rows(*, quick: bool = False) -> list[Row]:
    """Rounds of clicks: alone, during exports, during readings of the region."""
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "data"
        mine, other = full(data), full(data, name="Autre campus")
        fill(data, 20 if quick else CAMPUSES)
        with serving(ROOT / "app.py", Path(name)) as server:
            found = asyncio.run(
                _measure(
                    server.url,
                    address(mine, critere=CRITERION),
                    address(other),
                    data,
                    rounds=3 if quick else 10,
                    count=4,
                )
            )
    result = []
    for side, without, title, reference in (
        ("export", "alone", "un export de quelqu’un d’autre", "sans"),
        ("region", "again", "une lecture de la région", "pendant une région relue"),
    ):
        times, compared = sorted(found[side]), sorted(found[without])
        # The quickest with the quickest, the slowest with the slowest: what the machine itself adds is in both.
        delays = [ours - theirs for ours, theirs in zip(times, compared, strict=True)]
        result += [
            Row(f"Clic pendant {title} / clic {reference}", times, compared),
            Row(f"Retard d’un clic pendant {title}, rang par rang", delays, most=TARGET_MS, at_p95=True),
        ]
    return result
