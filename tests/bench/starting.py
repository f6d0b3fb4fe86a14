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


def _first_page(
    command: Sequence[str],
    folder: Path,
    settings: Mapping[str, str],
    port: int,
    context: BrowserContext,
    title: str,
) -> float:
    """Milliseconds from the command to the title on screen."""
    page = context.new_page()
    page.add_init_script(at_load(says("[data-testid=stMain] h1", title)))
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not _listening(port):
            assert process.poll() is None, command
            assert time.perf_counter() - start < TIMEOUT_MS / 1000, command
            time.sleep(POLL_S)
        page.goto(f"http://127.0.0.1:{port}", wait_until="commit")
        page.evaluate("window.benchLoaded")
        taken = time.perf_counter() - start
        rest(page)
    finally:
        page.close()
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()
        while _listening(port):
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
        ports = {"ours": free_port(), "bare": free_port()}
        commands = {
            "ours": ("make", "run", f"PORT={ports['ours']}"),
            "bare": (
                sys.executable,
                "-m",
                "streamlit",
                "run",
                str(bare.RADIO),
                f"--server.port={ports['bare']}",
            ),
        }
        folders = {"ours": ROOT, "bare": Path(name)}
        settings = {"ours": {"CMQ_DATA_DIR": str(data)}, "bare": bare.SETTINGS}
        titles = {"ours": "Accueil", "bare": "Page nue"}
        contexts = {side: browser.new_context(viewport=VIEWPORT) for side in ports}
        found = in_turn(
            {
                side: lambda side=side: _first_page(
                    commands[side], folders[side], settings[side], ports[side], contexts[side], titles[side]
                )
                for side in ports
            },
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
