"""Loading « Indicateurs » with 40 indicators × 10 years, against a bare Streamlit page with one Plotly chart.

``python -m tests.bench.page_of_indicators`` prints medians, 95th percentiles and their ratio. Each page
has a browser window of its own, which has been there before: its cache holds the static files and their compiled code.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from cmq.campaign import Edit, indicator_field, value_field, value_id
from cmq.framework import Calculation, Indicator
from cmq.storage.library import Library
from tests.browser.audit import settle
from tests.browser.conftest import BROWSER_ARGUMENTS, chromium_path
from tests.browser.serving import ROOT, serving
from tests.browser.states import address, label, new_campaign

WARM_UP, RUNS = 3, 15
YEARS = range(2016, 2026)
TARGET = 1.3


def full(data_dir: Path) -> str:
    """Every indicator of the catalogue is followed, with ten years, a start and a target."""
    campaign, framework = new_campaign(data_dir), label()
    library = Library(data_dir, framework)
    edits = []
    for place, indicator in enumerate(framework.indicators):
        edits += [
            Edit(indicator_field(indicator.id, "suivi"), None, "oui"),
            Edit(indicator_field(indicator.id, "depart"), None, 1),
            Edit(indicator_field(indicator.id, "cible"), None, 5),
            Edit(indicator_field(indicator.id, "cible_annee"), None, 2027),
        ]
        for year in YEARS:
            id_ = value_id(indicator.id, year)
            numbers = _numbers(indicator, place + year - YEARS.start)
            edits += [Edit(value_field(id_, name), None, number) for name, number in numbers.items()]
    library.open(*campaign).record(edits, "")
    library.close()
    return address(campaign)


def _numbers(indicator: Indicator, seed: int) -> dict[str, int]:
    if indicator.calculation is Calculation.DIFFERENCE:
        return {"numerateur": 50 + seed % 20, "denominateur": 55}
    if indicator.calculation.has_parts:
        return {"numerateur": 20 + seed, "denominateur": 120}
    return {"valeur": seed % 6 + 1}


def main() -> None:
    """Load both pages in turn and print what it took."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        data = Path(folder) / "app" / "data"
        data.mkdir(parents=True)
        query = full(data)
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=BROWSER_ARGUMENTS)
        with (
            serving(ROOT / "app.py", Path(folder) / "app") as app,
            serving(Path(__file__).with_name("bare_chart.py"), Path(folder) / "bare") as bare,
        ):
            urls = {"Indicateurs": f"{app.url}/indicateurs?{query}", "page nue": bare.url}
            pages = {name: browser.new_page(viewport={"width": 1280, "height": 900}) for name in urls}
            times: dict[str, list[float]] = {name: [] for name in urls}
            for run in range(WARM_UP + RUNS):
                for name, url in urls.items():
                    seconds = _load(pages[name], url)
                    if run >= WARM_UP:
                        times[name].append(seconds)
        browser.close()
    ratio = statistics.median(a / b for a, b in zip(*times.values(), strict=True))
    for name, values in times.items():
        ordered = sorted(values)
        p95 = ordered[int(len(ordered) * 0.95)]
        print(f"{name} : médiane {statistics.median(values) * 1000:.0f} ms, 95e centile {p95 * 1000:.0f} ms")
    print(f"rapport médian {ratio:.2f} (visé : {TARGET} au plus)")


def _load(page: Page, url: str) -> float:
    """Seconds from the address to the drawn chart."""
    start = time.perf_counter()
    page.goto(url)
    page.wait_for_selector(".js-plotly-plot .main-svg", timeout=30_000)
    seconds = time.perf_counter() - start
    settle(page)
    return seconds


if __name__ == "__main__":
    main()
