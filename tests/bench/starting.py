"""``make run``, installed, until Chromium shows the first page, against bare Streamlit; and importing ``cmq``."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import BrowserContext

from tests.bench import bare
from tests.bench.browsing import TIMEOUT_MS, VIEWPORT, at_load, chromium, rest, says
from tests.bench.campaigns import full
from tests.bench.measuring import in_turn
from tests.bench.table import Row
from tests.browser.serving import ROOT, free_port

TARGET = 1.3
POLL_S = 0.01
DOMAIN = "cmq.storage.library, cmq.scoring, cmq.charts, cmq.headline, cmq.tables"
"""What the pages import of the domain."""


class _Side(NamedTuple):
    """How a server is started, and the title that its first page shows."""

    command: Sequence[str]
    folder: Path
    settings: Mapping[str, str]
    port: int
    title: str


def _first_page(side: _Side, context: BrowserContext) -> float:
    """Milliseconds from the command to the title on screen."""
    page = context.new_page()
    page.add_init_script(at_load(says("[data-testid=stMain] h1", side.title)))
    start = time.perf_counter()
    process = subprocess.Popen(
        side.command,
        cwd=side.folder,
        env={**os.environ, **side.settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not _listening(side.port):
            assert process.poll() is None, side.command
            assert time.perf_counter() - start < TIMEOUT_MS / 1000, side.command
            time.sleep(POLL_S)
        page.goto(f"http://127.0.0.1:{side.port}", wait_until="commit")
        page.evaluate("window.benchLoaded")
        taken = time.perf_counter() - start
        rest(page)
    finally:
        page.close()
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()
        while _listening(side.port):
            time.sleep(POLL_S)
    return taken * 1000


def _listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _import(modules: str) -> float:
    """Milliseconds that a new Python takes for it."""
    code = f"import time; start = time.perf_counter(); import {modules}; print(time.perf_counter() - start)"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return float(found.stdout) * 1000


def rows(*, quick: bool = False) -> list[Row]:
    """Starts in turn, on ports of their own so that the browser knows the addresses; then imports in turn."""
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        data = Path(name) / "data"
        full(data)
        port, other = free_port(), free_port()
        streamlit = (sys.executable, "-m", "streamlit", "run", str(bare.RADIO), f"--server.port={other}")
        sides = {
            "ours": _Side(
                ("make", "run", f"PORT={port}"), ROOT, {"CMQ_DATA_DIR": str(data)}, port, "Accueil"
            ),
            "bare": _Side(streamlit, Path(name), bare.SETTINGS, other, "Page nue"),
        }
        contexts = {name: browser.new_context(viewport=VIEWPORT) for name in sides}
        found = in_turn(
            {name: lambda name=name: _first_page(sides[name], contexts[name]) for name in sides},
            runs=3 if quick else 9,
        )
    imports = in_turn(
        {"cmq": lambda: _import(DOMAIN), "streamlit": lambda: _import("streamlit")}, runs=3 if quick else 9
    )
    return [
        Row(
            "make run jusqu’à la première page / streamlit run d’une page nue",
            found["ours"],
            found["bare"],
            most_ratio=TARGET,
        ),
        Row("Importer cmq / importer streamlit", imports["cmq"], imports["streamlit"]),
    ]
