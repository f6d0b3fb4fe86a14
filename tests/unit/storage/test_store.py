"""A store: what it records, refuses and finds again, alone and beside another."""

from __future__ import annotations

import shutil
import threading
import time

import pytest

from cmq.campaign import ANSWERS, EVIDENCE, Edit, Field, check_field, profile_field
from cmq.errors import Conflict, InvalidInput, StorageError
from cmq.files.paths import journal_path
from cmq.journal import entries as journal
from cmq.storage.store import MAX_ATTACHMENT, Store
from tests.unit.builders import SMALL
from tests.unit.storage.helpers import AUTHOR, CAMPAIGN, COMMENT, LEVEL, change, create


@pytest.fixture
def store(tmp_path):
    """A campaign with one level."""
    store = create(tmp_path, Edit(LEVEL, None, 1), framework=SMALL)
    yield store
    store.close()


def wait_for(condition):
    """Wait until something that happens in the background has happened."""
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_change_is_in_the_journal_when_record_returns(store):
    """Revision, time, author, before and after; the campaign is up to date."""
    saved = store.record([Edit(LEVEL, 1, 2), Edit(COMMENT, None, "fait\r\n\x00")], AUTHOR)
    entry = journal.read(journal_path(store.path)).entries[-1]
    assert entry.change == saved
    assert saved.edits == (Edit(LEVEL, 1, 2), Edit(COMMENT, None, "fait\n"))
    assert (saved.revision, saved.author, store.saved_at) == (2, AUTHOR, saved.time)
    assert store.campaign.answer("C01-R1").level == 2
    assert store.history()[-1] == saved


def test_edits_that_change_nothing_are_dropped(store):
    """No line, no revision: the same value, an empty text for nothing, an unticked check for nothing."""
    before = journal_path(store.path).read_bytes()
    nothing = store.record(
        [
            Edit(LEVEL, 0, 1),
            Edit(COMMENT, None, "  \n"),
            Edit(check_field("C01-R1", "x"), None, False),
        ],
        AUTHOR,
    )
    assert nothing.edits == ()
    assert nothing.revision == store.revision == 1
    assert journal_path(store.path).read_bytes() == before


def test_a_conflict_writes_nothing_of_the_batch(tmp_path, store):
    """Both values are told, neither the clashing edit nor its companions are written."""
    other = Store(store.path, SMALL)
    change(other, COMMENT, "de l'autre")
    before = journal_path(store.path).read_bytes()
    with pytest.raises(Conflict) as caught:
        store.record([Edit(LEVEL, 1, 2), Edit(COMMENT, None, "de moi")], AUTHOR)
    ((field, kept, refused),) = caught.value.clashes
    assert (field, kept, refused) == (COMMENT, "de l'autre", "de moi")
    assert journal_path(store.path).read_bytes() == before
    assert store.state[LEVEL] == 1
    assert store.state[COMMENT] == "de l'autre"
    other.close()


def test_the_same_change_made_twice_is_no_conflict(store):
    """Two people who choose the same level agree."""
    other = Store(store.path, SMALL)
    change(other, LEVEL, 2)
    assert store.record([Edit(LEVEL, 1, 2)], AUTHOR).edits == ()
    assert store.revision == 2
    other.close()


def test_types_are_told_apart(store):
    """True, 1 and 1.0 are three values, for records, conflicts and files."""
    field = Field("indicateur", "I-1", "valeur")
    for before, after in ((None, 1), (1, True), (True, 1.0)):
        assert store.record([Edit(field, before, after)], AUTHOR).edits == (Edit(field, before, after),)
    with pytest.raises(Conflict):
        store.record([Edit(field, 1, 2)], AUTHOR)
    store.save_workbook()
    journal_path(store.path).unlink()
    alone = Store(store.path, SMALL)
    assert repr(alone.state[field]) == "1.0"
    alone.close()


@pytest.mark.parametrize(
    "edit",
    [
        Edit(Field("indicateur", "I-1", "valeur"), None, float("nan")),
        Edit(Field("indicateur", "I-1", "valeur"), None, float("inf")),
        Edit(Field("indicateur", "I-1", "valeur"), None, 10**16),
        Edit(Field("", "I-1", "valeur"), None, 1),
        Edit(Field("indicateur", " I-1", "valeur"), None, 1),
        Edit(Field("indicateur", "a\x00", "valeur"), None, 1),
        Edit(Field("indicateur", "x" * 300, "valeur"), None, 1),
    ],
)
def test_what_no_workbook_could_hold_is_refused(store, edit):
    """In French, and nothing is written."""
    before = journal_path(store.path).read_bytes()
    with pytest.raises(InvalidInput):
        store.record([Edit(LEVEL, 1, 2), edit], AUTHOR)
    assert journal_path(store.path).read_bytes() == before


def test_others_changes_are_seen_at_a_refresh(store):
    """By the tail of the journal alone: the workbook need not be written."""
    other = Store(store.path, SMALL)
    change(other, COMMENT, "vu")
    assert COMMENT not in store.state
    assert store.refresh().answer("C01-R1").comment == "vu"
    assert store.revision == other.revision
    campaign = store.campaign
    assert store.refresh() is campaign
    other.close()


def test_the_workbook_follows_in_the_background(store):
    """Within a second or so, without being asked, and it is complete."""
    before = store.path.read_bytes()
    change(store, LEVEL, 2)
    assert store.path.read_bytes() == before
    wait_for(lambda: store.path.read_bytes() != before)
    journal_path(store.path).unlink()
    alone = Store(store.path, SMALL)
    assert dict(alone.state) == dict(store.state)
    alone.close()


def test_closing_writes_what_is_due(store):
    """Nothing waits for a second that does not come."""
    change(store, LEVEL, 2)
    store.close()
    again = Store(store.path, SMALL)
    assert again.state[LEVEL] == 2
    assert not again._behind()
    again.close()


def test_opening_reads_the_workbook_and_the_tail_alone(store):
    """The cost of opening does not grow with history: the journal's beginning is not looked at."""
    for number in range(5):
        change(store, COMMENT, f"texte {number}")
    store.save_workbook()
    change(store, COMMENT, "dernier")
    known = store._ledger.known
    store.close()
    workbook = store.path.read_bytes()
    path = journal_path(store.path)
    content = path.read_bytes()
    path.write_bytes(b"\x00" * 100 + content[100:])
    again = Store(store.path, SMALL)
    assert again.state[COMMENT] == "dernier"
    assert again._ledger.known.last == known.last
    assert again.notices == ()
    assert store.path.read_bytes() == workbook
    again.close()


def test_a_campaign_is_never_created_over_another(tmp_path, store):
    """Neither over a workbook nor over a journal."""
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    with pytest.raises(InvalidInput, match="existe déjà"):
        Store.create(tmp_path, CAMPAIGN, SMALL, [], AUTHOR)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_threads_share_a_store(store):
    """Eight threads record at once: every change is there, every revision once."""

    def work(name):
        for number in range(20):
            field = ANSWERS.field(f"{name}-{number}", "commentaire")
            store.record([Edit(field, None, "x")], AUTHOR)
            store.refresh()

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcdefgh"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.revision == 161
    assert [c.revision for c in store.history()] == list(range(1, 162))
    assert len([f for f in store.state if f.name == "commentaire"]) == 160


def test_evidence_files_are_kept_under_safe_names(store):
    """The name stays near to its own; nothing leaves the folder, nothing is written over."""
    names = [
        store.attach("Convention région (v2).PDF", b"un"),
        store.attach("Convention région (v2).PDF", b"deux"),
        store.attach("../../etc/passwd", b"trois"),
        store.attach("C:\\Users\\moi\\con.txt", b"quatre"),
        store.attach("\x00\ud800🧭", b"cinq"),
        store.attach("x" * 300 + ".pdf", b"six"),
        store.attach("..", b"sept"),
    ]
    assert names[:2] == ["Convention région (v2).pdf", "Convention région (v2)-2.pdf"]
    assert names[2:4] == ["passwd", "document-con.txt"]
    assert len(set(names)) == 7
    assert [store.attachment(n).read_bytes().decode() for n in names] == [
        "un", "deux", "trois", "quatre", "cinq", "six", "sept",
    ]  # fmt: skip
    assert all(len(name.encode()) <= 100 for name in names)
    assert {p.name for p in store.evidence_folder.iterdir()} == set(names)


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../2026.xlsx", "/etc/passwd", "a/b", "a\\b", "absent.pdf", "\0"]
)
def test_no_name_leads_out_of_the_evidence_folder(store, name):
    """A name from an address or a workbook leads to a file of the folder or nowhere."""
    store.attach("a.pdf", b"x")
    (store.evidence_folder / "lien").symlink_to(store.path)
    with pytest.raises(InvalidInput):
        store.attachment(name)
    with pytest.raises(InvalidInput):
        store.attachment("lien")


def test_empty_and_huge_evidence_files_are_refused(store):
    """In French, and nothing is written."""
    with pytest.raises(InvalidInput, match="vide"):
        store.attach("a.pdf", b"")
    with pytest.raises(InvalidInput, match="trop gros"):
        store.attach("a.pdf", b"x" * (MAX_ATTACHMENT + 1))
    assert not store.evidence_folder.exists()


def test_a_workbook_open_in_a_spreadsheet_waits(store):
    """It is not replaced under the program that has it; the answers are safe, and it is told."""
    lock = store.path.with_name(f"~${store.path.name}")
    lock.write_bytes(b"x")
    before = store.path.read_bytes()
    change(store, LEVEL, 2)
    with pytest.raises(StorageError, match="ouvert dans un tableur"):
        store.save_workbook()
    assert store.path.read_bytes() == before
    assert store.workbook_bytes() != before
    lock.unlink()
    store.refresh()
    wait_for(lambda: store.path.read_bytes() != before)


def test_both_files_gone_is_told_and_nothing_comes_back(store):
    """Somebody deleted the campaign: it does not rise again."""
    store.path.unlink()
    journal_path(store.path).unlink()
    with pytest.raises(StorageError, match="supprimés ou déplacés"):
        store.refresh()
    with pytest.raises(StorageError, match="supprimés ou déplacés"):
        store.record([Edit(LEVEL, 1, 2)], AUTHOR)
    store.close()
    assert not store.path.exists()
    assert not journal_path(store.path).exists()


def test_another_campaign_in_its_place_is_not_mixed_with_it(tmp_path, store):
    """What was known is kept in a file of its own; the new files are as they were put."""
    other_folder = tmp_path / "autre"
    other_folder.mkdir()
    other = create(other_folder, Edit(COMMENT, None, "autre"), framework=SMALL)
    other.close()
    shutil.copy(other.path, store.path)
    shutil.copy(journal_path(other.path), journal_path(store.path))
    store.refresh()
    assert dict(store.state) == dict(other.state)
    (aside,) = [p for p in tmp_path.iterdir() if "journal-remplace" in p.name]
    (entry,) = journal.read(aside).entries
    assert entry.state[LEVEL] == 1
    assert LEVEL not in store.state


def test_a_journal_restored_from_a_backup_catches_up_from_the_workbook(store):
    """The workbook is later: what it says is taken over, later revisions follow its own."""
    old = journal_path(store.path).read_bytes()
    change(store, LEVEL, 2)
    change(store, COMMENT, "plus tard")
    store.save_workbook()
    store.close()
    journal_path(store.path).write_bytes(old)
    again = Store(store.path, SMALL)
    assert dict(again.state) == dict(store.state)
    assert again.revision > store.revision
    again.close()
    store.path.unlink()
    alone = Store(store.path, SMALL)
    assert dict(alone.state) == dict(store.state)
    alone.close()


def test_answers_after_a_restored_journal_are_not_undone_by_the_later_workbook(store):
    """Journal of last week, a new answer, then the later workbook comes back: both sides are there."""
    old = journal_path(store.path).read_bytes()
    change(store, COMMENT, "de la semaine")
    store.save_workbook()
    store.close()
    later = store.path.read_bytes()
    store.path.unlink()
    journal_path(store.path).write_bytes(old)
    again = Store(store.path, SMALL)
    change(again, LEVEL, 2)
    again.close()
    store.path.write_bytes(later)
    merged = Store(store.path, SMALL)
    assert (merged.state[LEVEL], merged.state[COMMENT]) == (2, "de la semaine")
    merged.close()


def test_a_workbook_of_another_journal_fills_gaps_and_replaces_nothing(tmp_path, store):
    """A copy that lived its own life: what is missing here comes, what differs is kept aside."""
    folder = tmp_path / "copie"
    folder.mkdir()
    other = create(folder, Edit(LEVEL, None, 2), Edit(COMMENT, None, "de la copie"), framework=SMALL)
    other.close()
    shutil.copy(other.path, store.path)
    store.refresh()
    assert (store.state[LEVEL], store.state[COMMENT]) == (1, "de la copie")
    clashes = journal.read(journal_path(store.path)).entries[-1].clashes
    assert [(c.field, c.kept, c.refused) for c in clashes] == [(LEVEL, 1, 2)]
    assert any("ne provient pas" in notice.text for notice in store.notices)


def test_leftovers_of_a_crash_are_removed(store, tmp_path):
    """Temporary files of a save and of an upload; files of others stay."""
    store.attach("a.pdf", b"x")
    store.close()
    (tmp_path / ".2026.xlsx.abc.tmp").write_bytes(b"x")
    (store.evidence_folder / ".b.pdf.abc.tmp").write_bytes(b"x")
    (tmp_path / ".2027.xlsx.abc.tmp").write_bytes(b"x")
    again = Store(store.path, SMALL)
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        ".2026.lock", ".2027.xlsx.abc.tmp", "2026.journal.jsonl", "2026.preuves", "2026.xlsx",
    ]  # fmt: skip
    assert [p.name for p in store.evidence_folder.iterdir()] == ["a.pdf"]
    again.close()


def test_evidence_keeps_its_order(store):
    """Oldest entry first, in the journal, in the workbook alone, and after both."""
    for number in (3, 1, 2):
        store.record([Edit(EVIDENCE.field(f"P-{number}", "titre"), None, f"t{number}")], AUTHOR)
    order = list(store.campaign.evidence)
    assert order == ["P-3", "P-1", "P-2"]
    store.save_workbook()
    again = Store(store.path, SMALL)
    assert list(again.campaign.evidence) == order
    again.close()
    journal_path(store.path).unlink()
    alone = Store(store.path, SMALL)
    assert list(alone.campaign.evidence) == order
    alone.close()


def test_what_is_read_cannot_be_changed(store):
    """A session that got the state cannot change it for the others."""
    with pytest.raises(TypeError):
        store.state[LEVEL] = 4
    assert store.state[LEVEL] == 1
    assert store.state[profile_field("nom")] == "2026"
