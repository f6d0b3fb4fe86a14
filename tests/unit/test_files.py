"""Files replaced whole or not at all, and what is said where the system refuses."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from cmq.errors import StorageError
from cmq.files import atomic


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "le disque est plein"),
        (errno.EDQUOT, "le disque est plein"),
        (errno.EROFS, "protégé en écriture"),
        (errno.EACCES, "tenu par un autre programme"),
        (errno.ENOENT, "a disparu"),
        (errno.EIO, "erreur EIO"),
        (None, "erreur OSError"),
    ],
)
def test_an_error_of_the_system_is_told_in_french(code: int | None, words: str) -> None:
    """What could not be done, what is safe all the same, and what to do; nothing of the system's own message."""
    error = OSError(code, "No such thing") if code is not None else OSError("No such thing")
    with (
        pytest.raises(StorageError) as caught,
        atomic.french_errors("Enregistrement impossible", "Rien n'est perdu."),
    ):
        raise error
    text = str(caught.value)
    assert text.startswith("Enregistrement impossible : ")
    assert words in text
    assert "Rien n'est perdu." in text
    assert "No such thing" not in text
    assert caught.value.__cause__ is error


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills up in the middle leaves the old file, and no remainder beside it."""
    target = tmp_path / "2026.xlsx"
    atomic.replace_atomically(target, b"avant")

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="full"):
        atomic.replace_atomically(target, b"apres")
    assert target.read_bytes() == b"avant"
    assert [entry.name for entry in tmp_path.iterdir()] == ["2026.xlsx"]


def test_only_the_leftovers_of_a_file_are_removed(tmp_path: Path) -> None:
    """What a crash left of that file goes; another file's, and what only looks like it, stay."""
    for name in (".2026.xlsx.abc.tmp", ".2025.xlsx.abc.tmp", ".2026.xlsx.abc", "2026.xlsx"):
        (tmp_path / name).write_bytes(b"x")
    atomic.remove_leftovers(tmp_path, ".2026.xlsx.")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [
        ".2025.xlsx.abc.tmp",
        ".2026.xlsx.abc",
        "2026.xlsx",
    ]


def test_where_folders_cannot_be_synced_nothing_is_asked_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows opens no folder and knows no such rights: the file is written all the same."""
    monkeypatch.setattr(atomic, "_WINDOWS", True)
    atomic.sync_folder(tmp_path / "absent")
    status = atomic.replace_atomically(tmp_path / "a.txt", b"abc")
    assert (tmp_path / "a.txt").read_bytes() == b"abc"
    assert status.st_size == 3
    monkeypatch.undo()
    with pytest.raises(FileNotFoundError):
        atomic.sync_folder(tmp_path / "absent")


def test_a_taken_name_gets_a_number(tmp_path: Path) -> None:
    """« a.pdf », « a-2.pdf », « a-3.pdf »: none is written over."""
    found = []
    for _ in range(3):
        path = atomic.unique_path(tmp_path / "a.pdf")
        assert not path.exists()
        path.write_bytes(b"x")
        found.append(path.name)
    assert found == ["a.pdf", "a-2.pdf", "a-3.pdf"]
