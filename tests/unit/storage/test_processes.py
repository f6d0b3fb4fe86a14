"""Real processes, real kills, a disk that is full and a folder that is closed: nothing acknowledged is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from cmq.campaign import ANSWERS, Edit
from cmq.files.paths import journal_path
from cmq.storage.store import Store
from tests.unit.builders import ROOT, SMALL, SMALL_FILE
from tests.unit.storage.helpers import AUTHOR, COMMENT, create

PREAMBLE = f"""
import os, sys
from pathlib import Path
from cmq.campaign import Edit, ANSWERS
from cmq.errors import StorageError
from cmq.framework import load
from cmq.storage.store import Store
path = Path(sys.argv[1])
store = Store(path, load(Path({str(SMALL_FILE)!r})))
def change(id_, value):
    field = ANSWERS.field(id_, "commentaire")
    return store.record([Edit(field, store.state.get(field), value)], "essai")
"""
WRITER = (
    PREAMBLE
    + """
for number in range(int(sys.argv[3])):
    change(f"{sys.argv[2]}-{number}", "texte")
    print(number, flush=True)
store.close()
"""
)
KILLER = f"""
import os, signal, sys, time
from pathlib import Path
from cmq.campaign import Edit, ANSWERS
from cmq.framework import load
from cmq.storage.store import Store
framework = load(Path({str(SMALL_FILE)!r}))
for round_ in range(int(sys.argv[2])):
    out, into = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(out)
        store = Store(Path(sys.argv[1]), framework)
        store._saver._delay_s = 0.005  # so that some are killed while they write the workbook
        number = 0
        while True:
            id_ = f"{{round_}}-{{number}}"
            store.record([Edit(ANSWERS.field(id_, "commentaire"), None, "texte")], "essai")
            os.write(into, f"{{id_}}\\n".encode())
            number += 1
    os.close(into)
    told = os.read(out, 20)
    time.sleep(round_ * 0.0017)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    while block := os.read(out, 65536):
        told += block
    os.close(out)
    print(told[: told.rindex(b"\\n")].decode(), flush=True)
"""
FULL_DISK = (
    PREAMBLE
    + """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a limit on file sizes stands for a disk without room
size = (path.parent / "2026.journal.jsonl").stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 400, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
count = 0
try:
    while True:
        change(f"R-{count}", "texte " * 5)
        count += 1
except StorageError as error:
    print(count)
    print(error)
os._exit(0)
"""
)
CLOSED_FOLDER = (
    PREAMBLE
    + """
folder = path.parent
for file in folder.iterdir():
    file.chmod(0o444)
folder.chmod(0o555)
if os.geteuid() == 0:  # rights do not bind root
    for name in (folder, *folder.iterdir()):
        os.chown(name, 65534, 65534)
    os.setuid(65534)
for act in (lambda: change("R-1", "texte"), lambda: store.attach("a.pdf", b"x"), lambda: Store(path, store._framework)):
    try:
        act()
    except StorageError as error:
        print(error)
os._exit(0)
"""
)


def start(script: str, *arguments: object, **options: object) -> subprocess.Popen[str]:
    """Another Python process that runs a script on a campaign."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        **options,
    )


def finish(process: subprocess.Popen[str]) -> list[str]:
    """The lines that a process printed; it must have ended well."""
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    return out.splitlines()


def test_three_processes_lose_none_of_their_changes(tmp_path):
    """3 × 200 changes at once: each is there, each revision once, in the journal and in the workbook alone."""
    create(tmp_path, framework=SMALL).close()
    path = tmp_path / "2026.xlsx"
    processes = [start(WRITER, path, name, 200) for name in "abc"]
    for process in processes:
        assert len(finish(process)) == 200
    store = Store(path, SMALL)
    expected = {ANSWERS.field(f"{name}-{number}", "commentaire") for name in "abc" for number in range(200)}
    assert expected <= store.state.keys()
    revisions = [change.revision for change in store.history()]
    assert revisions == list(range(1, 602))
    state = dict(store.state)
    store.save_workbook()
    store.close()
    journal_path(path).unlink()
    alone = Store(path, SMALL)
    assert dict(alone.state) == state
    assert not [p for p in tmp_path.iterdir() if "illisible" in p.name]
    alone.close()


def test_a_killed_process_has_lost_nothing_that_it_was_told_is_saved(tmp_path):
    """50 kills at any moment: everything acknowledged is there, at most the change under way is more."""
    create(tmp_path, framework=SMALL).close()
    path = tmp_path / "2026.xlsx"
    acknowledged = set(finish(start(KILLER, path, 50)))
    store = Store(path, SMALL)
    found = {field.id for field in store.state if field.name == "commentaire"}
    assert acknowledged <= found
    assert len(found - acknowledged) <= 50
    assert {name.split("-")[0] for name in acknowledged} == {str(number) for number in range(50)}
    assert len(acknowledged) > 100
    store.close()


def test_a_full_disk_is_told_and_loses_nothing(tmp_path):
    """The line that did not fit is taken back whole; the message says what is kept and what to do."""
    create(tmp_path, framework=SMALL).close()
    path = tmp_path / "2026.xlsx"
    count, message = finish(start(FULL_DISK, path))
    assert "le disque est plein" in message
    assert "déjà enregistrées sont intactes" in message
    assert "Libérez de la place" in message
    assert journal_path(path).read_bytes().endswith(b"}\n")
    store = Store(path, SMALL)
    assert {f.id for f in store.state if f.name == "commentaire"} == {f"R-{n}" for n in range(int(count))}
    assert ANSWERS.field(f"R-{count}", "commentaire") not in store.state
    assert not [p.name for p in tmp_path.iterdir() if "interrompue" in p.name or p.suffix == ".tmp"]
    store.close()


def test_a_full_disk_while_the_workbook_is_written_keeps_the_old_one(tmp_path):
    """The answers go on being recorded; the workbook stays the last whole one, and a notice says so."""
    store = create(tmp_path, framework=SMALL)
    store.close()
    script = (
        PREAMBLE
        + """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
change("R-1", "texte")
resource.setrlimit(resource.RLIMIT_FSIZE, (4000, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
store.close()
print(store.notices[-1].text)
os._exit(0)
"""
    )
    before = store.path.read_bytes()
    (message,) = finish(start(script, store.path))
    assert "Mise à jour du classeur impossible" in message
    assert "Toutes les réponses sont dans le journal" in message
    assert store.path.read_bytes() == before
    assert not [p.name for p in tmp_path.iterdir() if p.suffix == ".tmp"]
    again = Store(store.path, SMALL)
    assert again.state[ANSWERS.field("R-1", "commentaire")] == "texte"
    again.close()


def test_a_folder_without_the_right_to_write_is_told_and_loses_nothing():
    """Recording, attaching and opening say so in French; every file is what it was."""
    # Not under tmp_path, whose parents another user may not enter.
    folder = Path(tempfile.mkdtemp())
    create(folder, Edit(COMMENT, None, "avant"), framework=SMALL).close()
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    messages = finish(start(CLOSED_FOLDER, folder / "2026.xlsx"))
    folder.chmod(0o755)
    assert [m.split("\u00a0:")[0].split(" :")[0] for m in messages] == [
        "Enregistrement impossible",
        "Dépôt du fichier impossible",
        "Ouverture impossible",
    ]
    assert all("protégé en écriture" in message for message in messages)
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before
    shutil.rmtree(folder)


def test_a_lock_that_is_held_for_too_long_is_told(tmp_path, monkeypatch):
    """Nobody waits for ever, and nothing is written meanwhile."""
    store = create(tmp_path, framework=SMALL)
    holder = start(
        PREAMBLE + "\nwith store._guard('', ''):\n    print('held', flush=True)\n    sys.stdin.read()\n",
        store.path,
        stdin=subprocess.PIPE,
    )
    assert holder.stdout.readline().strip() == "held"
    store._process_lock.timeout_s = 0.2
    before = journal_path(store.path).read_bytes()
    with pytest.raises(Exception, match="Enregistrement impossible") as caught:
        store.record([Edit(COMMENT, None, "x")], AUTHOR)
    assert type(caught.value).__name__ == "Locked"
    assert journal_path(store.path).read_bytes() == before
    holder.stdin.close()
    holder.wait()
    holder.stdout.close()
    holder.stderr.close()
    store.record([Edit(COMMENT, None, "x")], AUTHOR)
    store.close()
