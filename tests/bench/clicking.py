"""A click on a level until it is saved and shown, against a click on a bare page with one radio.

The campaign is full, its journal has 10,000 lines, and the page is that of the criterion with the most requirements.
"""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

from playwright.sync_api import Page

from cmq import french
from cmq.campaign import answer_field
from cmq.storage import journal, paths
from cmq.storage.journal import Record
from tests.bench.browsing import VIEWPORT, chromium, click, rest, says
from tests.bench.campaigns import full, workbook
from tests.bench.measuring import in_turn
from tests.bench.table import Row
from tests.browser.serving import ROOT, serving
from tests.browser.states import address

TARGET = 1.2
CRITERION, REQUIREMENT, BLOCKED = "2.9", "C09-R1", ".st-key-bilan-C09"
STATES = {
    "Non engagé": ("Non satisfaite", french.plural(1, "exigence")),
    "Évalué": ("Satisfaite", french.plural(0, "exigence")),
}
"""What the card and the criterion's summary say once a level is taken."""
BARE_LEVELS = ("Non engagé", "Évalué")


def card(requirement: str) -> str:
    """The selector of a requirement's card."""
    return f".st-key-exigence-{requirement}"


def shown(requirement: str, level: str) -> str:
    """The condition that the card says what a level makes of it, and when that was saved."""
    selector = card(requirement)
    return f"{says(selector, STATES[level][0])} && {says(selector, 'Enregistré')}"


class Answering:
    """Clicks that go back and forth between two levels of a requirement."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._levels = itertools.cycle(STATES)
        self.clicks = 0

    def __call__(self) -> float:
        """Click the next level; the card and the summary show it."""
        level = next(self._levels)
        self.clicks += 1
        target = self._page.locator(card(REQUIREMENT)).first.get_by_text(level, exact=True)
        return click(self._page, target, f"{shown(REQUIREMENT, level)} && {says(BLOCKED, STATES[level][1])}")


def bare_clicks(page: Page) -> float:
    """Click a level of the bare page; it is shown below."""
    said = page.locator("[data-testid=stMarkdown]").last.inner_text()
    level = next(level for level in BARE_LEVELS if level not in said)
    target = page.get_by_role("radiogroup").get_by_text(level, exact=True)
    return click(page, target, says("[data-testid=stMain]", f"Réponse : {level}"))


def rows(*, quick: bool = False) -> list[Row]:
    """The clicks in turn; then every one of them has to be in the journal."""
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        folder = Path(name)
        campaign = full(folder / "app" / "data")
        with (
            serving(ROOT / "app.py", folder / "app") as app,
            serving(Path(__file__).with_name("bare_radio.py"), folder / "bare") as bare,
        ):
            urls = {
                "ours": f"{app.url}/criteres?{address(campaign, critere=CRITERION)}",
                "bare": bare.url,
            }
            pages = {side: browser.new_context(viewport=VIEWPORT).new_page() for side in urls}
            for side, url in urls.items():
                pages[side].goto(url)
                pages[side].get_by_role("radiogroup").first.wait_for()
                rest(pages[side])
            answering = Answering(pages["ours"])
            found = in_turn(
                {"ours": answering, "bare": lambda: bare_clicks(pages["bare"])},
                runs=10 if quick else 40,
                warm_up=4,
            )
        field = answer_field(REQUIREMENT, "niveau")
        entries = journal.read(paths.journal_path(workbook(folder / "app" / "data", campaign))).entries
        saved = sum(
            edit.field == field
            for entry in entries
            if isinstance(entry, Record)
            for edit in entry.change.edits
        )
    assert saved == answering.clicks + 1, (saved, answering.clicks)
    return [
        Row(
            "Clic sur un niveau, enregistré et affiché / clic sur une page nue",
            found["ours"],
            found["bare"],
            most_ratio=TARGET,
        )
    ]
