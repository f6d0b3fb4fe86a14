"""The journal: lines that come back as they were, torn ends, broken lines, and what is not read."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmq.campaign import Change, Clash, Edit, Field
from cmq.campaign.values import normal
from cmq.errors import NewerFormat, StorageError
from cmq.files.paths import journal_path
from cmq.journal import entries as journal
from cmq.journal.entries import Record, Snapshot, Taken
from cmq.storage.store import Store
from tests.unit.builders import SMALL
from tests.unit.storage.helpers import AUTHOR, COMMENT, LEVEL, change, create, fields, scalars, states

MOMENT = datetime(2026, 11, 23, 14, 2, 5, 123000, tzinfo=UTC)


@st.composite
def records(draw):
    """Any line that a store could write."""
    pairs = draw(st.lists(st.tuples(fields, scalars, scalars), max_size=4))
    edits = tuple(Edit(f, normal(f, before), normal(f, after)) for f, before, after in pairs)
    clashes = tuple(Clash(f, kept, refused) for f, kept, refused in edits[:1])
    taken = Taken("abc", tuple((f, after) for f, _, after in edits)) if draw(st.booleans()) else None
    if taken:  # a field stands once in what was taken
        taken = Taken("abc", tuple(dict(taken.values).items()))
    return Record(Change(draw(st.integers(0, 10**6)), MOMENT, "Camille « É »", edits), clashes, taken)


@given(records())
def test_a_record_comes_back_as_it_was(record):
    """One line, whatever the texts hold."""
    line = journal.encode(record)
    assert journal.decode(line) == record
    assert line.count(b"\n") == 1


@given(states())
def test_a_snapshot_comes_back_as_it_was(state):
    """The whole state stands in the first line, types included."""
    snapshot = Snapshot("id", 3, MOMENT, AUTHOR, state)
    found = journal.decode(journal.encode(snapshot))
    assert repr(found) == repr(snapshot)


def test_a_line_reads_as_the_documentation_says():
    """The keys are French; the date has its zone."""
    record = Record(Change(12, MOMENT, "Camille", (Edit(Field("reponse", "C01-R1", "niveau"), None, 2),)))
    assert json.loads(journal.encode(record)) == {
        "revision": 12,
        "date": "2026-11-23T14:02:05.123+00:00",
        "auteur": "Camille",
        "changements": [{"objet": "reponse", "id": "C01-R1", "champ": "niveau", "avant": None, "apres": 2}],
    }


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"[]",
        b"nul",
        b"\xff\xfe",
        b'{"revision":"1"}',
        b'{"revision":true,"date":"2026-11-23T14:02:05.123+01:00","auteur":"a","changements":[]}',
        b'{"revision":1,"date":"2026-11-23T14:02:05.123","auteur":"a","changements":[]}',
        b'{"revision":1,"date":"2026-11-23T14:02:05.123+01:00","auteur":"\\ud800","changements":[]}',
        b'{"revision":1,"date":"2026-11-23T14:02:05.123+01:00","auteur":"a","changements":[{"objet":"x"}]}',
        (
            b'{"revision":1,"date":"2026-11-23T14:02:05.123+01:00","auteur":"a","changements":'
            b'[{"objet":"x","id":"","champ":"y","avant":null,"apres":[1]}]}'
        ),
        (
            b'{"revision":1,"date":"2026-11-23T14:02:05.123+01:00","auteur":"a","changements":'
            b'[{"objet":"x","id":"","champ":"y","avant":null,"apres":NaN}]}'
        ),
        b"[" * 100_000,
    ],
)
def test_what_is_no_entry_is_refused(line):
    """A damaged line is told apart from an entry, never half read."""
    assert not journal.is_entry(line)
    with pytest.raises(journal.BrokenLine):
        journal.decode(line)


def test_moments_never_go_back():
    """A clock that was set back does not disturb the order of changes."""
    later = datetime.now().astimezone() + timedelta(hours=1)
    assert journal.new_moment(later) == later + timedelta(milliseconds=1)
    assert journal.new_moment() < later


def test_a_broken_line_in_the_middle_is_skipped_and_kept(tmp_path):
    """What comes before and after is read, the line stays in the file, and the user is told."""
    store = create(tmp_path, Edit(LEVEL, None, 1), framework=SMALL)
    change(store, COMMENT, "un")
    change(store, LEVEL, 2)
    store.close()
    path = journal_path(store.path)
    lines = path.read_bytes().splitlines(keepends=True)
    damaged = b"\x00" * 20 + lines[2][20:]
    path.write_bytes(b"".join([lines[0], lines[1], damaged, *lines[3:]]))
    store.path.unlink()
    again = Store(store.path, SMALL)
    assert again.state[LEVEL] == 2
    assert COMMENT not in again.state
    assert "1\u00a0ligne illisible" in again.notices[0].text
    change(again, COMMENT, "deux")
    again.close()
    assert damaged in path.read_bytes()
    assert Store(store.path, SMALL).state[COMMENT] == "deux"


def test_a_torn_line_is_set_aside(tmp_path):
    """Its bytes go to a file of their own; everything before is there, and the journal goes on."""
    store = create(tmp_path, Edit(LEVEL, None, 1), framework=SMALL)
    store.close()
    path = journal_path(store.path)
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"revision":2,"date":"20')
    again = Store(store.path, SMALL)
    (aside,) = [p for p in tmp_path.iterdir() if "ligne-interrompue" in p.name]
    assert aside.read_bytes() == b'{"revision":2,"date":"20'
    assert path.read_bytes() == whole
    assert aside.name in again.notices[0].text
    change(again, LEVEL, 2)
    assert again.revision == 2
    again.close()


def test_a_last_line_that_only_lacks_its_end_counts(tmp_path):
    """A crash between the line and its line feed loses nothing."""
    store = create(tmp_path, Edit(LEVEL, None, 1), framework=SMALL)
    change(store, LEVEL, 2)
    store.close()
    path = journal_path(store.path)
    whole = path.read_bytes()
    store.path.unlink()
    path.write_bytes(whole[:-1])
    again = Store(store.path, SMALL)
    assert again.state[LEVEL] == 2
    assert path.read_bytes() == whole
    assert again.notices == ()
    again.close()


@pytest.mark.parametrize("content", [b"", b"\n", b"n'importe quoi\n", b'{"revision":'])
def test_a_journal_without_any_line_alone_is_refused_and_left(tmp_path, content):
    """Opening raises in French and touches nothing."""
    path = tmp_path / "2026.xlsx"
    journal_path(path).write_bytes(content)
    with pytest.raises(StorageError, match="vide ou illisible"):
        Store(path, SMALL)
    assert journal_path(path).read_bytes() == content
    assert sorted(p.name for p in tmp_path.iterdir()) == [".2026.lock", "2026.journal.jsonl"]


def test_a_journal_without_any_line_gives_way_to_the_workbook(tmp_path):
    """The answers come from the workbook; the journal's bytes are set aside."""
    store = create(tmp_path, Edit(LEVEL, None, 1), framework=SMALL)
    store.close()
    journal_path(store.path).write_bytes(b"n'importe quoi\n")
    again = Store(store.path, SMALL)
    assert again.state[LEVEL] == 1
    (aside,) = [p for p in tmp_path.iterdir() if "journal-illisible" in p.name]
    assert aside.read_bytes() == b"n'importe quoi\n"
    again.close()


def test_a_journal_of_a_later_version_is_not_read(tmp_path):
    """Nothing is opened, nothing is changed."""
    store = create(tmp_path, Edit(LEVEL, None, 1), framework=SMALL)
    store.close()
    store.path.unlink()
    path = journal_path(store.path)
    newer = path.read_bytes().replace(b'"format":1', b'"format":2')
    path.write_bytes(newer)
    with pytest.raises(NewerFormat, match="plus récente"):
        Store(store.path, SMALL)
    assert path.read_bytes() == newer
    assert not store.path.exists()
