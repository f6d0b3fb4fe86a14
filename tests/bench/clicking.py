"""A click on a level until it is saved and shown, against a click on a bare page with one radio.

The bare page is Streamlit's as it comes; once more it is served with our settings, so that both sides have the same.
The campaign is full, its journal has 10,000 lines, and the page is that of the criterion with the most requirements.
"""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

from playwright.sync_api import Page

from cmq import french
from cmq.campaign import ANSWERS, Edit
from cmq.files import paths
from cmq.journal import entries as journal
from cmq.journal.entries import Record
from cmq.storage.library import CampaignRef
from cmq.storage.store import Store
from tests.bench import bare
from tests.bench.browsing import VIEWPORT, chromium, click, rest, says
from tests.bench.campaigns import full, workbook
from tests.bench.measuring import in_turn
from tests.bench.table import Row
from tests.browser.serving import ROOT, serving
from tests.browser.states import address, label

TARGET = 1.2
CRITERION, REQUIREMENT, SUMMARY = "2.9", "C09-R1-a", ".st-key-bilan"
ELSEWHERE = "C09-R1-b"
"""Another requirement of the criterion: while it is not met, no level of the first one changes the criterion's state."""
STATES = {"Non engagé": ("Non satisfaite", 1), "Évalué": ("Satisfaite", 0)}
"""What the card says of a level, and how many requirements the criterion then lacks for it."""
BARE_LEVELS = ("Non engagé", "Évalué")


def card(requirement: str) -> str:
    """The selector of a requirement's card."""
    return f".st-key-exigence-{requirement}"


def shown(requirement: str, level: str) -> str:
    """The condition that the card says what a level makes of it, and when that was saved."""
    selector = card(requirement)
    return f"{says(selector, STATES[level][0])} && {says(selector, 'Enregistré')}"


class Answering:
    """Clicks that go back and forth between two levels of a requirement; ``others`` of its criterion are not met."""

    def __init__(self, page: Page, others: int) -> None:
        self._page = page
        self._others = others
        self._levels = itertools.cycle(STATES)
        self.clicks = 0

    def __call__(self) -> float:
        """Click the next level; the card and the summary show it."""
        level = next(self._levels)
        self.clicks += 1
        missing = STATES[level][1] + self._others
        count = (
            french.plural(missing, "exigence manque", "exigences manquent") if missing else "Rien ne manque"
        )
        target = self._page.locator(card(REQUIREMENT)).first.get_by_text(level, exact=True)
        return click(self._page, target, f"{shown(REQUIREMENT, level)} && {says(SUMMARY, count)}")


def bare_clicks(page: Page) -> float:
    """Click a level of the bare page; it is shown below."""
    said = page.locator("[data-testid=stMarkdown]").last.inner_text()
    level = next(level for level in BARE_LEVELS if level not in said)
    target = page.get_by_role("radiogroup").get_by_text(level, exact=True)
    return click(page, target, says("[data-testid=stMain]", f"Réponse : {level}"))


def lower(data: Path, campaign: CampaignRef) -> None:
    """Have the other requirement not met."""
    store = Store(workbook(data, campaign), label())
    store.record([Edit(ANSWERS.field(ELSEWHERE, "niveau"), 4, 0)], "")
    store.save_workbook()
    store.close()


def saved(data: Path, campaign: CampaignRef) -> int:
    """How many levels of the requirement the journal holds."""
    field = ANSWERS.field(REQUIREMENT, "niveau")
    entries = journal.read(paths.journal_path(workbook(data, campaign))).entries
    return sum(
        edit.field == field for entry in entries if isinstance(entry, Record) for edit in entry.change.edits
    )


def rows(*, quick: bool = False) -> list[Row]:
    """The clicks in turn; then every one of them has to be in the journal."""
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        folder, data = Path(name), Path(name) / "app" / "data"
        campaigns = {"changing": full(data), "ours": full(data, name="Autre campus")}
        lower(data, campaigns["ours"])
        with (
            serving(ROOT / "app.py", folder / "app") as app,
            bare.serving(bare.RADIO, folder / "bare") as plain,
            serving(bare.RADIO, folder / "alike") as alike,
        ):
            urls = {"bare": plain.url, "alike": alike.url} | {
                side: f"{app.url}/criteres?{address(campaign, critere=CRITERION)}"
                for side, campaign in campaigns.items()
            }
            pages = {side: browser.new_context(viewport=VIEWPORT).new_page() for side in urls}
            for side, url in urls.items():
                pages[side].goto(url)
                pages[side].get_by_role("radiogroup").first.wait_for()
                rest(pages[side])
            answering = {side: Answering(pages[side], others=side == "ours") for side in campaigns}
            found = in_turn(
                answering | {side: lambda page=pages[side]: bare_clicks(page) for side in ("bare", "alike")},
                runs=10 if quick else 40,
                warm_up=4,
            )
        for side, clicks in answering.items():
            assert saved(data, campaigns[side]) == clicks.clicks + 1, side
    title = "Clic sur un niveau, enregistré et affiché"
    names = {"ours": title, "changing": f"{title}, où l’état du critère change"}
    references = {"bare": "clic sur une page nue", "alike": "clic sur une page nue avec nos réglages"}
    return [
        Row(f"{name} / {reference}", found[side], found[other], most_ratio=TARGET)
        for other, reference in references.items()
        for side, name in names.items()
    ]
