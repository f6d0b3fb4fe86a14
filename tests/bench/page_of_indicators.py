"""Loading « Indicateurs » with 40 indicators × 10 years, against a bare Streamlit page with one Plotly chart.

``python -m tests.bench.page_of_indicators`` prints its line of the table alone. Each page has a browser window of its
own, which has been there before: its cache holds the static files and their compiled code.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from cmq.campaign import PLANS, VALUES, Edit, value_id
from cmq.framework import Calculation, Framework, Indicator
from cmq.storage.library import Library
from tests.bench import bare
from tests.bench.browsing import VIEWPORT, Loader, chromium, there
from tests.bench.measuring import in_turn
from tests.bench.table import Row, table
from tests.browser.serving import ROOT, serving
from tests.browser.states import address, label, new_campaign

YEARS = range(2016, 2026)
TARGET = 1.3
CHART = there(".js-plotly-plot .main-svg")


def value_edits(framework: Framework) -> list[Edit]:
    """Every indicator of the catalogue is followed, with ten years, a start and a target."""
    edits = []
    for place, indicator in enumerate(framework.indicators):
        edits += [
            Edit(PLANS.field(indicator.id, "suivi"), None, "oui"),
            Edit(PLANS.field(indicator.id, "depart"), None, 1),
            Edit(PLANS.field(indicator.id, "cible"), None, 5),
            Edit(PLANS.field(indicator.id, "cible_annee"), None, 2027),
        ]
        for year in YEARS:
            id_ = value_id(indicator.id, year)
            numbers = _numbers(indicator, place + year - YEARS.start)
            edits += [Edit(VALUES.field(id_, name), None, number) for name, number in numbers.items()]
    return edits


def _numbers(indicator: Indicator, seed: int) -> dict[str, int]:
    if indicator.calculation is Calculation.DIFFERENCE:
        return {"numerateur": 50 + seed % 20, "denominateur": 55}
    if indicator.calculation.has_parts:
        return {"numerateur": 20 + seed, "denominateur": 120}
    return {"valeur": seed % 6 + 1}


def full(data_dir: Path) -> str:
    """A campaign with these values and nothing else; returns its address."""
    campaign, framework = new_campaign(data_dir), label()
    library = Library(data_dir, framework)
    library.open(*campaign).record(value_edits(framework), "")
    library.close()
    return address(campaign)


def rows(*, quick: bool = False) -> list[Row]:
    """From the address to the first drawn chart."""
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        folder = Path(name)
        (folder / "app" / "data").mkdir(parents=True)
        query = full(folder / "app" / "data")
        with (
            serving(ROOT / "app.py", folder / "app") as app,
            bare.serving(bare.CHART, folder / "bare") as plain,
        ):
            urls = {"ours": f"{app.url}/indicateurs?{query}", "bare": plain.url}
            sides = {
                side: Loader(browser.new_context(viewport=VIEWPORT), url, CHART) for side, url in urls.items()
            }
            found = in_turn(sides, runs=5 if quick else 15, warm_up=3)
    return [
        Row(
            "Indicateurs (40 × 10 ans), premier graphique / page nue avec un graphique",
            [first for (first,) in found["ours"]],
            [first for (first,) in found["bare"]],
            most_ratio=TARGET,
        )
    ]


if __name__ == "__main__":
    print(table(rows()))
