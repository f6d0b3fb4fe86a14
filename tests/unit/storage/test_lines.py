"""A line of the journal is one whole, or it is left where it is; the lock keeps one writer at a time."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cmq.errors import Locked
from cmq.journal import entries
from cmq.journal.lock import ProcessLock

LINE: dict[str, Any] = {
    "revision": 1,
    "date": "2026-11-23T14:02:05.123+01:00",
    "auteur": "Camille Exemple",
    "changements": [{"objet": "reponse", "id": "C01-R1", "champ": "niveau", "avant": None, "apres": 2}],
}


def test_a_whole_line_is_an_entry() -> None:
    found = entries.decode(json.dumps(LINE).encode())
    assert isinstance(found, entries.Record)
    assert found.change.edits[0].after == 2
    assert entries.decode(entries.encode(found)) == found


@pytest.mark.parametrize(
    "wrong",
    [
        {"revision": True},
        {"revision": "1"},
        {"date": "2026-11-23T14:02:05"},
        {"date": 3},
        {"auteur": None},
        {
            "changements": [
                {"objet": "reponse", "id": "C01-R1", "champ": "niveau", "avant": None, "apres": [2]}
            ]
        },
        {"changements": [{"objet": 3, "id": "C01-R1", "champ": "niveau", "avant": None, "apres": 2}]},
        {"changements": None},
    ],
)
def test_a_line_of_a_wrong_type_is_none(wrong: dict[str, Any]) -> None:
    """Nothing is guessed: a moment without its zone could be of any hour."""
    line = json.dumps({**LINE, **wrong}).encode()
    with pytest.raises(entries.BrokenLine):
        entries.decode(line)
    assert not entries.is_entry(line)


@pytest.mark.parametrize("line", [b"[1, 2]", b"NaN", b"{", b'{"revision": NaN}', b"\xff"])
def test_what_is_no_object_is_no_line(line: bytes) -> None:
    assert not entries.is_entry(line)


def test_a_journal_without_a_line_has_no_position(tmp_path: Path) -> None:
    """Where nothing was understood there is nothing to stand at."""
    path = tmp_path / "2026.journal.jsonl"
    path.write_bytes(b"rien\n")
    found = entries.read(path)
    assert found.last is None
    assert found.broken == (0,)
    with pytest.raises(ValueError, match="no line"):
        _ = found.position


def test_a_lock_may_be_held_twice_by_its_owner_and_by_nobody_else(tmp_path: Path) -> None:
    path = tmp_path / ".2026.lock"
    with closing(ProcessLock(path)) as mine, closing(ProcessLock(path)) as other:
        other.timeout_s = 0.05
        with mine.held("Écriture impossible", "Rien n'a changé."):
            with mine.held("Écriture impossible", "Rien n'a changé."):
                pass
            with (
                pytest.raises(Locked, match="Rien n'a changé"),
                other.held("Écriture impossible", "Rien n'a changé."),
            ):
                raise AssertionError("two writers at a time")
        with other.held("Écriture impossible", "Rien n'a changé."):
            assert path.exists()


def test_a_lock_whose_file_was_deleted_is_taken_anew(tmp_path: Path) -> None:
    """A lock on a file that nobody else can find would keep nobody out."""
    path = tmp_path / ".2026.lock"
    with closing(ProcessLock(path)) as mine, closing(ProcessLock(path)) as other:
        with mine.held("Écriture impossible", ""):
            pass
        path.unlink()
        other.timeout_s = 0.05
        with mine.held("Écriture impossible", ""):
            assert path.exists()
            with pytest.raises(Locked), other.held("Écriture impossible", ""):
                raise AssertionError("two writers at a time")
