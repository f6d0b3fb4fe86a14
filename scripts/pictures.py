"""Take the pictures of the documentation from the example: ``python -m scripts.pictures``."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.audit import settle
from tests.browser.conftest import BROWSER_ARGUMENTS, chromium_path
from tests.browser.serving import ROOT, serving
from tests.browser.states import example

IMAGES = ROOT / "docs" / "images"
SIZE = (1280, 900)
PAGES = {
    "accueil": "/?",
    "criteres": "/criteres?critere=2.6&",
    "resultats": "/resultats?",
    "indicateurs": "/indicateurs?",
    "seance": "/seance?",
    "projection": "/projection?diapo=synthese&",
    "region": "/region?",
}


def main() -> None:
    """Open the example in Chromium and write one picture a screen."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        data = Path(folder) / "data"
        data.mkdir()
        query = example(data)
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=BROWSER_ARGUMENTS)
        width, height = SIZE
        with serving(ROOT / "app.py", Path(folder)) as server:
            page = browser.new_page(viewport={"width": width, "height": height}, locale="fr-FR")
            for name, path in PAGES.items():
                page.goto(server.url + path + query)
                settle(page)
                page.screenshot(path=IMAGES / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
