"""Opening « Région » on 10 to 300 campuses of five campaigns each, cold and once read.

``python -m tests.bench.region`` prints, per size: the script of the page alone, run in memory (cold: nothing read yet;
then again: nothing changed), what the storage takes of it, how long calamine alone takes to read the same workbooks,
and the page in Chromium from the address to the drawn table. Medians of a few runs; times of the processor stand beside
the clock's, since these depend on what else the machine does. ``--quick`` leaves the browser out.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import streamlit as st
from playwright.sync_api import sync_playwright
from python_calamine import CalamineWorkbook
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from cmq.storage.library import Library
from tests.browser.audit import settle
from tests.browser.conftest import BROWSER_ARGUMENTS, chromium_path
from tests.browser.region_states import fill
from tests.browser.serving import ROOT, serving
from tests.browser.states import label

SIZES = (10, 50, 150, 300)
CAMPAIGNS = 5
COLD_RUNS, WARM_RUNS = 3, 7
TARGET_SIZE, COLD_TARGET_S, WARM_TARGET_S = 150, 3.0, 0.3


class Time(NamedTuple):
    """By the clock, and of the processor; in seconds."""

    clock: float
    processor: float

    def __str__(self) -> str:
        return f"{self.clock:.2f} ({self.processor:.2f})"


def timed(work: Callable[[], object]) -> Time:
    """How long it takes."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return Time(time.perf_counter() - clock, time.process_time() - processor)


def median(times: list[Time]) -> Time:
    """Of each kind."""
    return Time(*(statistics.median(values) for values in zip(*times, strict=True)))


def script(data: Path) -> tuple[Time, Time]:
    """The page's script, cold and warm."""
    os.environ["CMQ_DATA_DIR"] = str(data)
    cold: list[Time] = []
    warm: list[Time] = []
    for _ in range(COLD_RUNS):
        app = AppTest.from_file(str(ROOT / "ui" / "router.py"), default_timeout=60)
        app.run()  # the first screen, which has the list of campuses
        st.cache_resource.clear()
        cold.append(timed(app.switch_page("../pages/region.py").run))
        assert not app.exception
        warm += [timed(app.run) for _ in range(WARM_RUNS)]
    return median(cold), median(warm)


def storage(data: Path) -> tuple[Time, Time]:
    """What is read of it, cold and warm."""
    cold: list[Time] = []
    warm: list[Time] = []
    for _ in range(COLD_RUNS):
        library = Library(data, label())
        cold.append(timed(library.peek))
        warm += [timed(library.peek) for _ in range(WARM_RUNS)]
    return median(cold), median(warm)


def calamine(data: Path) -> Time:
    """Every sheet of every workbook, by the library that reads them, with nothing checked nor understood."""
    workbooks = list(data.glob("*/*.xlsx"))

    def read_all() -> None:
        for path in workbooks:
            with CalamineWorkbook.from_path(str(path)) as workbook:
                for name in workbook.sheet_names:
                    workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)

    return median([timed(read_all) for _ in range(COLD_RUNS)])


def browser(folder: Path) -> tuple[float, float]:
    """From the address to the drawn table: first page of a new server, then again."""
    with sync_playwright() as playwright, serving(ROOT / "app.py", folder) as server:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=BROWSER_ARGUMENTS)
        page = chromium.new_page(viewport={"width": 1280, "height": 900})

        def load() -> float:
            start = time.perf_counter()
            page.goto(f"{server.url}/region")
            page.wait_for_selector(".cmq-states tfoot", timeout=60_000)
            taken = time.perf_counter() - start
            settle(page)
            return taken

        cold = load()
        warm = statistics.median(load() for _ in range(WARM_RUNS))
        chromium.close()
    return cold, warm


def measure(size: int, folder: Path, *, with_browser: bool) -> Time:
    """Print a line; returns the time of the page's script, cold."""
    fill(folder / "data", size, CAMPAIGNS)
    cold, warm = script(folder / "data")
    read, reread = storage(folder / "data")
    alone = calamine(folder / "data")
    shown = "{:.2f}, puis {:.2f}".format(*browser(folder)) if with_browser else "–"
    ratio = cold.processor / alone.processor
    print(
        f"{size:6} | {cold!s:14} | {warm!s:12} | {read!s:15} | {reread!s:13} | {alone!s:14} | {ratio:11.2f} | {shown}"
    )
    if size == TARGET_SIZE:
        met = "tenu" if cold.clock < COLD_TARGET_S and warm.clock < WARM_TARGET_S else "manqué"
        print(f"       | visé : {COLD_TARGET_S} s à froid, {WARM_TARGET_S} s relu : {met}")
    return cold


def main() -> None:
    """Measure each size and print a table."""
    ContextProxy.cookies = {}  # type: ignore[method-assign, assignment] # no browser, no cookies
    print(f"Secondes de l'horloge (du processeur), {CAMPAIGNS} campagnes par campus")
    print(
        "campus | page à froid   | page relue   | lecture à froid | lecture relue | calamine seul  | froid / cal. |"
    )
    before: tuple[int, float] | None = None
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            cold = measure(size, Path(folder), with_browser="--quick" not in sys.argv)
        if before:
            print(f"       | × {cold.processor / before[1]:.1f} pour × {size / before[0]:.1f} campus")
        before = (size, cold.processor)


if __name__ == "__main__":
    main()
