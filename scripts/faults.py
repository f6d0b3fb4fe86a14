"""Seeds the faults of ``faults.toml``, one at a time in a copy of the tree, and tells which ones the tests catch.

``python -m scripts.faults [--tree PATH] [--only ID…]``: a proof, for whoever changes the tests, that they still see what
they saw. It runs no test of continuous integration and changes nothing in the tree.

A fault is caught where tests that pass without it fail with it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
LIST = Path(__file__).with_suffix(".toml")
PLACES = ("cmq", "ui", "pages", "app.py", "criteria.toml", ".streamlit")
"""Where faults are seeded: what the application is made of."""
PASSED, FAILED = 0, 1
"""What pytest exits with; anything else means that no test was run as it should."""
LONGEST_S = 600


@dataclass(frozen=True, slots=True)
class Fault:
    """A line, found by its text wherever it stands, the wrong one that replaces it, and the tests that must tell."""

    id: str
    area: str
    file: str
    """A pattern that the line's path matches."""
    line: str
    becomes: str
    tests: tuple[str, ...]
    """Arguments of pytest."""


class DoesNotApply(Exception):
    """The line is not in the tree, or is there several times."""


def faults() -> tuple[Fault, ...]:
    """The whole list; tests of the browser are named there once, and pointed at."""
    content = tomllib.loads(LIST.read_text("utf-8"))
    browser = content["browser"]
    return tuple(
        Fault(
            entry["id"],
            entry["area"],
            entry.get("file", "*"),
            entry["line"],
            entry["becomes"],
            _arguments(browser[entry["browser"]] if "browser" in entry else entry),
        )
        for entry in content["fault"]
    )


def _arguments(address: dict[str, str | list[str]]) -> tuple[str, ...]:
    chosen = ("-k", str(address["k"])) if "k" in address else ()
    return (*address["tests"], *chosen)


def copy(tree: Path, to: Path) -> None:
    """Copy what git would see of the tree, changes that are not committed included."""
    command = ["git", "-C", str(tree), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own words
    for name in filter(None, names.split("\0")):
        if (tree / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(tree / name, to / name)


def sources(tree: Path) -> Iterator[Path]:
    """The files that a fault may be in."""
    for name in PLACES:
        path = tree / name
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (
            file for file in found if file.is_file() and file.suffix in {".py", ".js", ".css", ".toml"}
        )


def place(tree: Path, fault: Fault) -> tuple[Path, int]:
    """The file and the line that the fault changes. Raises ``DoesNotApply``."""
    found = [
        (path, number)
        for path in sources(tree)
        if fnmatch(path.relative_to(tree).as_posix(), fault.file)
        for number, line in enumerate(path.read_text("utf-8").split("\n"))
        if line.strip() == fault.line
    ]
    if len(found) != 1:
        raise DoesNotApply(f"its line is there {len(found)} times")
    return found[0]


def write(path: Path, text: str) -> None:
    """Change a source; what was compiled of it may look as new as the change, and goes."""
    path.write_text(text, "utf-8")
    shutil.rmtree(path.parent / "__pycache__", ignore_errors=True)


def run(tree: Path, tests: tuple[str, ...]) -> tuple[int, str]:
    """Run tests in a tree: what pytest exits with, and its last line. A run that never ends has failed."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "CI": "faults"}  # the examples of property tests are then always the same
    try:
        done = subprocess.run(  # noqa: S603 - our own words
            command,
            cwd=tree,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=LONGEST_S,
        )
    except subprocess.TimeoutExpired:
        return FAILED, "it never ended"
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return done.returncode, (failed or done.stdout.splitlines() or [done.stderr])[-1][:150]


def verdict(tree: Path, fault: Fault) -> tuple[bool, str]:
    """Whether the fault is caught in the copy ``tree``, which is left as it was, and what there is to say."""
    try:
        path, number = place(tree, fault)
    except DoesNotApply as error:
        return False, f"does not apply: {error}"
    original = path.read_text("utf-8")
    lines = original.split("\n")
    lines[number] = lines[number].replace(fault.line, fault.becomes)
    write(path, "\n".join(lines))
    code, said = run(tree, fault.tests)
    write(path, original)
    if code == PASSED:
        return False, "NOT CAUGHT"
    if code != FAILED:
        return False, f"does not apply: its tests cannot be run ({said})"
    return True, f"caught ({said})"


def main() -> int:
    """Try the faults, print a line for each, and the score."""
    parser = argparse.ArgumentParser(description="Seed faults, and tell which ones the tests catch.")
    parser.add_argument("--tree", type=Path, default=ROOT, help="the tree to try (default: this one)")
    parser.add_argument("--only", nargs="+", metavar="ID", help="the faults to try (default: all)")
    options = parser.parse_args()
    chosen = [fault for fault in faults() if options.only is None or fault.id in options.only]
    begun = time.monotonic()
    caught = 0
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        copy(options.tree, tree)
        sound = cache(lambda tests: run(tree, tests))
        for fault in chosen:
            seen, said = verdict(tree, fault)
            if seen and sound(fault.tests)[0] != PASSED:
                seen, said = False, f"its tests fail without it too ({sound(fault.tests)[1]})"
            caught += seen
            print(f"{fault.id} {fault.area}: {said}", flush=True)  # noqa: T201 - what it is run for
    print(f"{caught} of {len(chosen)} faults caught, in {time.monotonic() - begun:.0f} s")  # noqa: T201 - the same
    return 0 if caught == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main())
