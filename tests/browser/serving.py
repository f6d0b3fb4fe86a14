"""Start the application as its users do: a process of its own, on a free port, with a data folder of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 40.0
STOP_SECONDS = 10.0


class ServerDidNotStartError(RuntimeError):
    """The server ended, or did not answer in time; carries its log."""


@dataclass(frozen=True)
class RunningServer:
    """A server that answers at `url`, keeps its data in `data_dir` and writes its log to `log`."""

    url: str
    data_dir: Path
    log: Path
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """Stop the server and wait until it is gone."""
        if self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(url: str) -> bool:
    """Tell whether a server answers at this address."""
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def start(
    script: Path,
    data_dir: Path,
    log: Path,
    *,
    port: int | None = None,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
) -> RunningServer:
    """Start `streamlit run script` in `cwd`, whose settings it takes, and return once it answers."""
    port = port or free_port()
    url = f"http://127.0.0.1:{port}"
    data_dir.mkdir(parents=True, exist_ok=True)
    environment: Mapping[str, str] = {
        **os.environ,
        "CMQ_DATA_DIR": str(data_dir),
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        **(env or {}),
    }
    command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}"]
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = RunningServer(url, data_dir, log, process)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if answers(f"{url}/sante"):
            return server
        time.sleep(0.1)
    server.stop()
    raise ServerDidNotStartError(log.read_text(errors="replace"))


@contextmanager
def serving(script: Path, folder: Path, *, cwd: Path = ROOT, **env: str) -> Iterator[RunningServer]:
    """Serve a script for the length of a `with` block, with its data and log under `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    server = start(script, folder / "data", folder / "server.log", cwd=cwd, env=env)
    try:
        yield server
    finally:
        server.stop()
