"""``Store.record`` against a raw append and fsync of the same bytes, with 100 and with 100,000 lines behind it."""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from cmq.campaign import ANSWERS, Edit
from cmq.files import paths
from cmq.storage.store import Store
from tests.bench.campaigns import VERY_LONG, full, workbook
from tests.bench.measuring import in_turn, milliseconds
from tests.bench.table import Row
from tests.browser.states import label

TARGET, GROWTH_TARGET = 3.0, 1.1
SHORT = 100
FIELD = ANSWERS.field("C09-R1", "niveau")


class _Recorder:
    """Records one level after the other."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._levels = itertools.cycle((1, 3))

    def __call__(self) -> float:
        edit = Edit(FIELD, self._store.state.get(FIELD), next(self._levels))
        return milliseconds(lambda: self._store.record([edit], "Camille"))


def _raw(path: Path, line: bytes) -> Callable[[], float]:
    """Appends the line to a file of its own and syncs it; the file is opened each time, as the journal is."""

    def append() -> None:
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND)
        try:
            os.write(descriptor, line)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    return lambda: milliseconds(append)


def _store(folder: Path, lines: int) -> Store:
    return Store(workbook(folder, full(folder, lines)), label())


def rows(*, quick: bool = False) -> list[Row]:
    """The three in turn, on files that lie side by side."""
    with tempfile.TemporaryDirectory() as name:
        short, long = (_store(Path(name) / f"{lines}", lines) for lines in (SHORT, VERY_LONG))
        _Recorder(short)()
        line = paths.journal_path(short.path).read_bytes().splitlines(keepends=True)[-1]
        raw = Path(name) / "brut.jsonl"
        raw.write_bytes(paths.journal_path(short.path).read_bytes())
        found = in_turn(
            {"short": _Recorder(short), "long": _Recorder(long), "raw": _raw(raw, line)},
            runs=60 if quick else 300,
            warm_up=10,
        )
        for store in (short, long):
            store.close()
    return [
        Row(
            "Enregistrer, 100 lignes / ajout et fsync bruts",
            found["short"],
            found["raw"],
            most_ratio=TARGET,
        ),
        Row(
            "Enregistrer, 100 000 lignes / ajout et fsync bruts",
            found["long"],
            found["raw"],
            most_ratio=TARGET,
        ),
        Row(
            "Enregistrer, 100 000 lignes / 100 lignes",
            found["long"],
            found["short"],
            most_ratio=GROWTH_TARGET,
        ),
    ]
