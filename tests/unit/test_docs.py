"""The documentation leads somewhere: its links, pictures, files and commands are there and work."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import time
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.serving import answers, free_port

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+\s+(.*)$", re.MULTILINE)
_COMMAND = re.compile(r"(?:make [a-z]+|python -m [\w.]+)(?: [A-Z_]+=[^\s`]+)*")
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def _without_code(text: str) -> str:
    return _FENCE.sub("", text)


def _links() -> Iterator[tuple[Path, str]]:
    for page in PAGES:
        for target in _LINK.findall(_without_code(page.read_text(encoding="utf-8"))):
            yield page, target


def _anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as the usual viewers make them."""
    headings = _HEADING.findall(_without_code(page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def _commands() -> list[str]:
    found = {command for page in PAGES for command in _COMMAND.findall(page.read_text(encoding="utf-8"))}
    return sorted(found)


@pytest.mark.parametrize(
    ("page", "target"), [*_links()], ids=lambda value: value.name if isinstance(value, Path) else value
)
def test_every_link_leads_somewhere(page: Path, target: str) -> None:
    """A file and its heading, or an address of the web that is one."""
    parts = urlsplit(target)
    if parts.scheme:
        assert parts.scheme in ("https", "http")
        assert "." in parts.netloc or parts.netloc.startswith("127.0.0.1")
        return
    there = (page.parent / parts.path).resolve() if parts.path else page
    assert there.exists(), target
    assert ROOT in there.parents
    if parts.fragment:
        assert parts.fragment in _anchors(there), target


def test_every_picture_of_the_documentation_is_shown() -> None:
    """No picture lies there that no page shows."""
    shown = {(page.parent / target).resolve() for page, target in _links() if target.endswith(".png")}
    assert shown == set((ROOT / "docs" / "images").glob("*.png"))


def test_there_are_commands_to_check() -> None:
    """What follows finds something, and what is not shown is not found."""
    assert {"make run", "make test", "make run PORT=8600"} <= set(_commands())
    assert "make clean" not in _commands()


@pytest.mark.parametrize("command", _commands())
def test_every_command_is_one_that_exists(command: str) -> None:
    """Make knows the target, Python the module."""
    program, *rest = command.split()
    if program == "make":
        result = subprocess.run(["make", "--dry-run", *rest], cwd=ROOT, capture_output=True, check=False)
        assert result.returncode == 0, result.stderr
    else:
        assert importlib.util.find_spec(rest[1]) is not None


def test_the_version_has_its_date_in_the_changelog() -> None:
    """The project's number is that of the latest version told, and every version told has a day of the calendar."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = re.findall(
        r"^## \[(\d.*?)\] - (.*)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert told[0][0] == project["version"]
    days = [date.fromisoformat(day) for _, day in told]
    assert days == sorted(days, reverse=True)


def test_the_licence_is_one() -> None:
    """The project's metadata, the licence's file and the README name the same, and no other."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (file,) = project["license-files"]
    for page in (file, "README.md"):
        named = re.findall(r"\b(?:EUPL|GPL|MIT|Apache)-[\d.]*\d", (ROOT / page).read_text(encoding="utf-8"))
        assert set(named) == {project["license"]}


def test_make_run_serves_the_first_page(tmp_path: Path) -> None:
    """The command of the README, run as it stands with a port and a folder of its own, answers; then it stops."""
    port = free_port()
    command = ["make", "run", f"PORT={port}", f"CMQ_DATA_DIR={tmp_path}"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
        )
        try:
            deadline = time.monotonic() + 180
            while not answers(f"http://127.0.0.1:{port}/sante") and time.monotonic() < deadline:
                assert process.poll() is None, (tmp_path / "log").read_text()
                time.sleep(0.2)
            assert answers(f"http://127.0.0.1:{port}/")
            assert not answers(f"http://127.0.0.1:{port + 1}/")
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(10)


def test_the_digest_of_a_file_is_checked_as_the_documentation_says(tmp_path: Path) -> None:
    """The command shown for Linux gives the SHA-256 that the application prints."""
    text = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
    assert "certutil -hashfile" in text
    assert "sha256sum cos-" in text
    program = shutil.which("sha256sum")
    assert program is not None
    file = tmp_path / "cos-2026-11-12.zip"
    file.write_bytes(b"Boussole")
    found = subprocess.run([program, str(file)], capture_output=True, text=True, check=True).stdout
    assert found.split()[0] == "fd7475666597f30bf502c99e64cabac5e4475e66121eef02d216389ffa402bb9"
