"""Where a campaign's answers are taken from, decided once for those who open it and those who look at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cmq.campaign import Change, Edit
from cmq.errors import BoussoleError, StorageError
from cmq.files.paths import journal_path
from cmq.framework import Framework
from cmq.journal import entries as journal
from cmq.storage import opening, version_file
from cmq.storage.opening import Files, Signatures, Source, source_of
from cmq.storage.scanning import Failure, Scanner
from cmq.workbook import reading
from cmq.workbook.reading import Content
from tests.unit.builders import CMQ
from tests.unit.storage.helpers import COMMENT, LEVEL, create, written


@pytest.fixture(scope="module")
def content() -> Content:
    """What a workbook that nobody touched says."""
    return reading.read(written({LEVEL: 2}), CMQ)


@pytest.mark.parametrize(
    ("workbook", "holds", "usable", "expected"),
    [
        (True, True, True, Source.TAIL),
        (True, False, True, Source.JOURNAL),
        (True, False, False, Source.WORKBOOK),
        (True, None, False, Source.WORKBOOK),
        (False, True, True, Source.JOURNAL),
        (False, True, False, Source.NOTHING),
        (False, None, False, Source.NOTHING),
    ],
)
def test_each_pair_of_files_has_one_source(
    content: Content, *, workbook: bool, holds: bool | None, usable: bool, expected: Source
) -> None:
    """The tail alone where it can be, the workbook alone only where no line of the journal is left."""
    line = None if holds is None else lambda _: bool(holds)
    found = source_of(content if workbook else None, line, lambda: usable)
    assert found is expected
    if usable and holds is not None:
        assert found is not Source.WORKBOOK


def _files(path: Path) -> Files:
    (one,) = Scanner(path.parent.parent, None).campus(path.parent).listed
    return one.files


def _read(path: Path, framework: Framework = CMQ) -> opening.Seen | None:
    return opening.read(_files(path), framework)


def test_a_line_that_lost_its_end_counts_all_the_same(tmp_path: Path) -> None:
    """A crash between the line and its line feed loses nothing, and looking at it repairs nothing."""
    folder = tmp_path / "campus"
    folder.mkdir()
    store = create(folder, Edit(LEVEL, None, 2))
    store.close()
    path = journal_path(store.path)
    change = Change(store.revision + 1, journal.new_moment(), "", (Edit(COMMENT, None, "relu"),))
    path.write_bytes(path.read_bytes() + journal.encode(journal.Record(change)).rstrip(b"\n"))
    before = path.read_bytes()
    seen = _read(store.path)
    assert seen is not None
    assert seen.state[COMMENT] == "relu"
    assert path.read_bytes() == before


def test_nothing_left_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    """Neither a journal of which no line is one, nor a workbook that is none, gives an empty campaign."""
    folder = tmp_path / "campus"
    folder.mkdir()
    (folder / "2026.journal.jsonl").write_bytes(b"pas une ligne\n")
    (folder / "2026.xlsx").write_bytes(b"pas un classeur")
    names = sorted(entry.name for entry in folder.iterdir())
    (one,) = Scanner(tmp_path, None).campus(folder).listed
    assert isinstance(one.failure, Failure)
    assert "vide ou illisible aussi" in one.failure.problem
    with pytest.raises(StorageError, match="vide ou illisible aussi"):
        opening.read(one.files, CMQ)
    with pytest.raises(BoussoleError, match="n'est pas un classeur"):
        opening.read(Files(folder, "2026", Signatures(one.files.signatures.workbook, None)), CMQ)
    assert sorted(entry.name for entry in folder.iterdir()) == names


def test_a_sealed_version_beyond_the_limit_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it holds, and before anything of it is inflated."""
    monkeypatch.setattr(version_file, "MAX_FILE", 10)
    with pytest.raises(version_file.Unusable, match="trop gros"):
        version_file.unpack(b"PK" + bytes(20), "")
