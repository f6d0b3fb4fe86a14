"""The bare pages that ours are compared with, served by Streamlit as it comes: none of this project's settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.browser import serving as product

BENCH = Path(__file__).parent
RADIO, CHART, PAGES = (BENCH / f"bare_{name}.py" for name in ("radio", "chart", "pages"))
SETTINGS: Mapping[str, str] = {
    "STREAMLIT_SERVER_HEADLESS": "true",
    "STREAMLIT_SERVER_ADDRESS": "127.0.0.1",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
}
"""All that a measure needs: no browser of its own, on this machine only, and nothing sent elsewhere."""


@contextmanager
def serving(script: Path, folder: Path) -> Iterator[product.RunningServer]:
    """Serve a bare page for the length of a ``with`` block, from a folder without a configuration."""
    with product.serving(script, folder, cwd=folder, **SETTINGS) as server:
        yield server
