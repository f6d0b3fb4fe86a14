"""Twenty browsers that answer at once, on one campaign and on twenty, against twenty on a bare page.

Everybody clicks a level every nine seconds or so, which is quick for somebody who reads. The browsers run on the same machine as the server. Afterwards the
journals are read: an answer is lost where a click that was shown is not in them, or is not the last word.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from cmq.campaign import ANSWERS
from cmq.files import paths
from cmq.journal import entries as journal
from cmq.journal.entries import Record
from cmq.storage.library import CampaignRef
from tests.bench import bare
from tests.bench.browsing import AT_REST, TIMEOUT_MS, VIEWPORT, at_click, says
from tests.bench.campaigns import full, workbook
from tests.bench.clicking import BARE_LEVELS, STATES, card, shown
from tests.bench.measuring import tell
from tests.bench.table import Row, Unit
from tests.browser.conftest import BROWSER_ARGUMENTS, chromium_path
from tests.browser.serving import ROOT, RunningServer, serving
from tests.browser.states import address, label

PEOPLE, CLICKS = 20, 5
PAUSE_S = (6.0, 12.0)
LINES = 1_000
SETTLE_S = 3.0


@dataclass
class Person:
    """Somebody who goes back and forth between two levels of one requirement, on a page of their own."""

    url: str
    requirement: str = ""
    campaign: CampaignRef | None = None
    clicked: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    def levels(self) -> Iterator[str]:
        """What they click."""
        return itertools.cycle(STATES if self.requirement else BARE_LEVELS)

    def condition(self, level: str) -> str:
        """What shows them that it was taken."""
        if self.requirement:
            return shown(self.requirement, level)
        return says("[data-testid=stMain]", f"Réponse : {level}")

    @property
    def place(self) -> str:
        """Where on the page they click."""
        return card(self.requirement) if self.requirement else "[data-testid=stMain]"


async def open_page(browser: Browser, url: str) -> Page:
    """A page in a browser profile of its own, drawn."""
    context = await browser.new_context(viewport=VIEWPORT)
    page = await context.new_page()
    page.set_default_timeout(TIMEOUT_MS)
    await page.goto(url)
    await page.get_by_role("radiogroup").first.wait_for()
    await page.wait_for_function(AT_REST)
    return page


async def click(page: Page, place: str, level: str, condition: str) -> float:
    """Milliseconds from the press on a level until the condition holds."""
    await page.evaluate(at_click(condition))
    await page.locator(place).first.get_by_role("radiogroup").get_by_text(level, exact=True).click()
    return float(await page.evaluate("window.benchClicked"))


async def _answer(person: Person, page: Page, clicks: int, dice: random.Random) -> None:
    for level in itertools.islice(person.levels(), clicks):
        await asyncio.sleep(dice.uniform(*PAUSE_S))
        person.clicked.append(level)
        person.times.append(await click(page, person.place, level, person.condition(level)))


async def _session(server: RunningServer, people: Sequence[Person], clicks: int) -> tuple[float, float]:
    """Let everybody answer; returns what one more session and one click cost the server: megabytes, milliseconds."""
    start = time.monotonic()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path(), args=BROWSER_ARGUMENTS)
        first = await open_page(browser, people[0].url)
        await first.context.close()
        before = memory(server)
        pages = [await open_page(browser, person.url) for person in people]
        dice = [random.Random(seed) for seed in range(len(people))]
        busy = processor(server)
        await asyncio.gather(
            *(_answer(p, page, clicks, d) for p, page, d in zip(people, pages, dice, strict=True))
        )
        await asyncio.sleep(SETTLE_S)  # the last workbooks are being written
        busy = processor(server) - busy
        grown = memory(server) - before
        tell(f"    {time.monotonic() - start:.0f} s")
        await browser.close()
    return grown / len(people), busy / len(people) / clicks


def memory(server: RunningServer) -> float:
    """Megabytes that the server holds by itself, its share of what is shared included."""
    lines = Path(f"/proc/{server.process.pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes / 1024


def processor(server: RunningServer) -> float:
    """Milliseconds of processor that the server has used."""
    fields = Path(f"/proc/{server.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def lost(people: Sequence[Person], data: Path) -> int:
    """Clicks that the journals do not have, and last words that are not the last there."""
    missing = 0
    values = {level.name: level.value for level in label().levels}
    for campaign in {person.campaign for person in people if person.campaign}:
        entries = journal.read(paths.journal_path(workbook(data, campaign))).entries
        edits = [edit for entry in entries if isinstance(entry, Record) for edit in entry.change.edits]
        for person in people:
            if person.campaign != campaign:
                continue
            known = [e.after for e in edits if e.field == ANSWERS.field(person.requirement, "niveau")][1:]
            clicked = [values[level] for level in person.clicked]
            missing += sum((Counter(clicked) - Counter(known)).values())
            missing += bool(clicked) and known[-1:] != clicked[-1:]
    return missing


def _answering(
    serve: AbstractContextManager[RunningServer],
    folder: Path,
    people: Callable[[str], list[Person]],
    clicks: int,
) -> tuple[list[float], tuple[float, float], int]:
    """The times of all clicks, what a session and a click cost, answers lost."""
    with serve as server:
        crowd = people(server.url)
        cost = asyncio.run(_session(server, crowd, clicks))
    return [time for person in crowd for time in person.times], cost, lost(crowd, folder / "data")


def _on(campaigns: Sequence[CampaignRef]) -> Callable[[str], list[Person]]:
    """Twenty people, each on another requirement, on these campaigns in turn."""
    framework = label()
    chosen = framework.assessed[:: len(framework.assessed) // PEOPLE][:PEOPLE]
    numbers = {criterion.id: criterion.number for criterion in framework.criteria}

    def people(url: str) -> list[Person]:
        return [
            Person(
                f"{url}/criteres?{address(campaign, critere=numbers[requirement.criterion])}",
                requirement.id,
                campaign,
            )
            for requirement, campaign in zip(chosen, itertools.cycle(campaigns), strict=False)
        ]

    return people


def _campaigns(data: Path, count: int) -> list[CampaignRef]:
    """A full campaign, and copies of it under other campuses."""
    first = full(data, LINES)
    found = [first]
    for number in range(2, count + 1):
        campus = f"{first.campus}-{number}"
        shutil.copytree(data / first.campus, data / campus)
        found.append(CampaignRef(campus, first.campaign))
    return found


def rows(*, quick: bool = False) -> list[Row]:
    """Bare, one campaign, twenty campaigns, one after the other on servers of their own."""
    clicks = 2 if quick else CLICKS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tell("  page nue…")
        place = folder / "bare"
        plain, (bare_memory, bare_busy), _ = _answering(
            bare.serving(bare.RADIO, place), place, lambda url: [Person(url) for _ in range(PEOPLE)], clicks
        )
        found = []
        for count, title in ((1, "une campagne"), (PEOPLE, f"{PEOPLE} campagnes")):
            tell(f"  {title}…")
            place = folder / title
            campaigns = _campaigns(place / "data", count)
            times, (grown, busy), missing = _answering(
                serving(ROOT / "app.py", place), place, _on(campaigns), clicks
            )
            found += [
                Row(f"{PEOPLE} navigateurs sur {title}, clic affiché / sur une page nue", times, plain),
                Row(
                    f"{PEOPLE} navigateurs sur {title}, réponses perdues", [missing], unit=Unit.COUNT, most=0
                ),
                Row(
                    f"{PEOPLE} navigateurs sur {title}, mémoire par session / page nue",
                    [grown],
                    [bare_memory],
                    Unit.MEGABYTES,
                ),
                Row(
                    f"{PEOPLE} navigateurs sur {title}, processeur du serveur par clic / page nue",
                    [busy],
                    [bare_busy],
                ),
            ]
    return found
