"""Loading Critères and Résultats against bare pages, and going from one page to another.

The browser has been there before. « Premier » is the first radio or chart; « entière » is the page with everything on it
and its script at an end.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.bench import bare
from tests.bench.browsing import VIEWPORT, Loader, chromium, click, rest, says, there, whole
from tests.bench.campaigns import full
from tests.bench.measuring import in_turn
from tests.bench.table import Row
from tests.browser.serving import ROOT, serving
from tests.browser.states import address

TARGET, SWITCH_TARGET_MS = 1.3, 300
RADIO = there("[data-testid=stMain] [data-testid=stRadio] input")
CHART = there(".js-plotly-plot .main-svg")
LAST_OF_CRITERIA = there(".st-key-critere-suivant button")
LAST_OF_RESULTS = says("[data-testid=stMain]", "Ce qui bloque")
SWITCHES = {
    "Résultats": CHART,
    "Critères": RADIO,
}
BARE_SWITCHES = {"Graphique": CHART, "Choix": RADIO}


def _loads(browser: Browser, urls: dict[str, str], quick: bool) -> list[Row]:
    conditions = {
        "criteria": (RADIO, whole(RADIO, LAST_OF_CRITERIA)),
        "radio": (RADIO, whole(RADIO)),
        "results": (CHART, whole(CHART, LAST_OF_RESULTS)),
        "chart": (CHART, whole(CHART)),
    }
    contexts = [browser.new_context(viewport=VIEWPORT) for _ in conditions]
    loaders = {
        side: Loader(context, urls[side], *both)
        for context, (side, both) in zip(contexts, conditions.items(), strict=True)
    }
    found = in_turn(loaders, runs=4 if quick else 15, warm_up=2)
    for context in contexts:
        context.close()
    names = {
        ("criteria", "radio"): ("Critères, premier niveau à cocher", "page nue"),
        ("results", "chart"): ("Résultats, premier graphique", "page nue avec un graphique"),
    }
    rows = []
    for (ours, theirs), (name, reference) in names.items():
        for place, title in enumerate((name, f"{name.split(',')[0]}, page entière")):
            taken, compared = ([times[place] for times in found[side]] for side in (ours, theirs))
            rows.append(Row(f"{title} / {reference}", taken, compared, most_ratio=TARGET))
    return rows


def _switch(page: Page, title: str, condition: str) -> float:
    link = page.locator("[data-testid=stSidebarNav]").get_by_text(title, exact=True)
    heading = says("[data-testid=stMain] h1", title) if title != "Critères" else LAST_OF_CRITERIA
    return click(page, link, f"{heading} && {condition}")


def _switches(browser: Browser, app: str, bare: str, quick: bool) -> list[Row]:
    pages = {url: browser.new_context(viewport=VIEWPORT).new_page() for url in (app, bare)}
    for url, page in pages.items():
        page.goto(url)
        page.get_by_role("radiogroup").first.wait_for()
        rest(page)
    sides = {
        **{t: lambda t=t, c=c: _switch(pages[app], t, c) for t, c in SWITCHES.items()},
        **{t: lambda t=t, c=c: _switch(pages[bare], t, c) for t, c in BARE_SWITCHES.items()},
    }
    # Not in turn backwards: each goes to the page where the other one is not.
    found: dict[str, list[float]] = {name: [] for name in sides}
    for run in range((5 if quick else 15) + 2):
        for name, measure in sides.items():
            taken = measure()
            if run >= 2:
                found[name].append(taken)
    return [
        Row(
            f"Passer à {ours} / d’une page nue à l’autre",
            found[ours],
            found[reference],
            most=SWITCH_TARGET_MS,
        )
        for ours, reference in zip(SWITCHES, BARE_SWITCHES, strict=True)
    ]


def rows(*, quick: bool = False) -> list[Row]:
    """Loads, then switches."""
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        folder = Path(name)
        campaign = full(folder / "app" / "data")
        with (
            serving(ROOT / "app.py", folder / "app") as app,
            bare.serving(bare.RADIO, folder / "radio") as radio,
            bare.serving(bare.CHART, folder / "chart") as chart,
            bare.serving(bare.PAGES, folder / "pages") as pages,
        ):
            criteria = f"{app.url}/criteres?{address(campaign, critere='2.9')}"
            urls = {
                "criteria": criteria,
                "results": f"{app.url}/resultats?{address(campaign)}",
                "radio": radio.url,
                "chart": chart.url,
            }
            return [*_loads(browser, urls, quick), *_switches(browser, criteria, pages.url, quick)]
