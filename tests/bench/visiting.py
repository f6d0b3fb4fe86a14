"""A first visit to « Résultats », nothing cached, over a slow link and on this machine, against bare Streamlit."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from tests.bench import bare
from tests.bench.browsing import TIMEOUT_MS, VIEWPORT, at_load, chromium, rest, there
from tests.bench.campaigns import full
from tests.bench.measuring import in_turn
from tests.bench.table import Row
from tests.browser.serving import ROOT, serving
from tests.browser.states import address

SLOW_TARGET, LOCAL_TARGET = 0.5, 1.0
CHART = there(".js-plotly-plot .main-svg")
BYTES_A_SECOND = 10_000_000 / 8
SLOW_LINK = {
    "offline": False,
    "latency": 40,
    "downloadThroughput": BYTES_A_SECOND,
    "uploadThroughput": BYTES_A_SECOND,
}
"""10 Mbit/s and 40 ms, as Chromium's own tools slow it down."""


def _visit(browser: Browser, url: str, *, slow: bool) -> float:
    """Milliseconds to the drawn chart, in a browser profile that has seen nothing."""
    context = browser.new_context(viewport=VIEWPORT)
    page = context.new_page()
    page.set_default_timeout(TIMEOUT_MS)
    if slow:
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW_LINK)
    page.add_init_script(at_load(CHART))
    page.goto(url, wait_until="commit")
    (taken,) = page.evaluate("window.benchLoaded")
    rest(page)
    context.close()
    return float(taken)


def rows(*, quick: bool = False) -> list[Row]:
    """Slow, then local; the servers are warm, as they are for all but their very first visitor."""
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        folder = Path(name)
        campaign = full(folder / "app" / "data")
        with (
            serving(ROOT / "app.py", folder / "app") as app,
            bare.serving(bare.CHART, folder / "bare") as plain,
        ):
            urls = {"ours": f"{app.url}/resultats?{address(campaign)}", "bare": plain.url}

            def visits(*, slow: bool, runs: int) -> dict[str, list[float]]:
                sides = {side: lambda url=url: _visit(browser, url, slow=slow) for side, url in urls.items()}
                return in_turn(sides, runs)

            local = visits(slow=False, runs=4 if quick else 11)
            slow = visits(slow=True, runs=2 if quick else 5)
    return [
        Row(
            "Première visite à Résultats, 10 Mbit/s et 40 ms / page nue avec un graphique",
            slow["ours"],
            slow["bare"],
            most_ratio=SLOW_TARGET,
        ),
        Row(
            "Première visite à Résultats, en local / page nue avec un graphique",
            local["ours"],
            local["bare"],
            most_ratio=LOCAL_TARGET,
        ),
    ]
