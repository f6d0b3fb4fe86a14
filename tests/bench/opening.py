"""Opening a full campaign against calamine reading the same workbook, and scoring it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from python_calamine import CalamineWorkbook

from cmq.campaign import Campaign
from cmq.scoring import Results, score
from cmq.storage.store import Store
from tests.bench.campaigns import LONG, VERY_LONG, full, workbook
from tests.bench.measuring import in_turn, milliseconds
from tests.bench.table import Row
from tests.browser.states import label

TARGET, SCORE_TARGET_MS = 2.0, 1.0
FIGURES = (
    "label_gap",
    "excellence_gap",
    "label_rate",
    "excellence_rate",
    "completion",
    "unproven",
    "maturity",
    "incoherences",
)


def _opening(path: Path) -> float:
    """Milliseconds until the campaign is there as objects."""
    framework = label()
    stores: list[Store] = []

    def open_() -> Campaign:
        stores.append(Store(path, framework))
        return stores[0].campaign

    taken = milliseconds(open_)
    stores[0].close()
    return taken


def _calamine(path: Path) -> None:
    with CalamineWorkbook.from_path(str(path)) as book:
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def _everything_of(results: Results) -> None:
    for figure in FIGURES:
        getattr(results, figure)


def rows(*, quick: bool = False) -> list[Row]:
    """Both in turn, then scoring alone."""
    runs = 10 if quick else 40
    with tempfile.TemporaryDirectory() as name:
        framework = label()
        books = {
            lines: workbook(Path(name) / f"{lines}", full(Path(name) / f"{lines}", lines))
            for lines in (LONG, VERY_LONG)
        }
        found = in_turn(
            {
                "long": lambda: _opening(books[LONG]),
                "very long": lambda: _opening(books[VERY_LONG]),
                "calamine": lambda: milliseconds(lambda: _calamine(books[LONG])),
            },
            runs,
            warm_up=2,
        )
        store = Store(books[LONG], framework)
        campaign = store.campaign
        scores = in_turn(
            {
                "score": lambda: milliseconds(lambda: score(framework, campaign)),
                "all": lambda: milliseconds(lambda: _everything_of(score(framework, campaign))),
            },
            runs * 5,
            warm_up=5,
        )
        store.close()
    return [
        Row(
            "Ouvrir une campagne, 10 000 lignes / calamine seul",
            found["long"],
            found["calamine"],
            most_ratio=TARGET,
        ),
        Row(
            "Ouvrir une campagne, 100 000 lignes / calamine seul",
            found["very long"],
            found["calamine"],
            most_ratio=TARGET,
        ),
        Row("Évaluer une campagne", scores["score"], most=SCORE_TARGET_MS),
        Row("Évaluer une campagne, avec tous les chiffres et contrôles", scores["all"]),
    ]
