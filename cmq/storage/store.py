"""One campaign on disk, shared by every session of this process and with other processes.

``record`` appends to the journal under a lock; the workbook follows in the background. What others write is seen at
``refresh``: the journal's tail, and the workbook where something else than the application changed it.
"""

from __future__ import annotations

import atexit
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from cmq.campaign import Campaign, Change, Clash, Edit, Field, Scalar, State
from cmq.errors import BoussoleError, Conflict, InvalidInput, StorageError, UnreadableWorkbook
from cmq.framework import Framework
from cmq.guards import MAX_FILE
from cmq.names import file_name
from cmq.storage import files, journal, merge, paths, reading
from cmq.storage.background import Debounce
from cmq.storage.journal import Entry, Position, Record, Snapshot, Taken
from cmq.storage.ledger import Known, Ledger
from cmq.storage.locks import campaign_lock
from cmq.storage.notices import Level, Notice, Notices
from cmq.storage.paths import Signature
from cmq.storage.reading import Content, Stamp
from cmq.storage.values import check_field, normal, same
from cmq.text import clean_text

WORKBOOK_AUTHOR = "Classeur modifié hors de l'application"
MAX_ATTACHMENT = 20 * 1024 * 1024
"""Bytes of an evidence file."""
MAX_AUTHOR = 200
"""UTF-16 units of an author's name."""

_SAVE_DELAY_S = 1.0
_SAVE_DELAY_MAX_S = 5.0
_SETTLE_S = 1.0
"""A damaged workbook younger than this may still be being written by its program."""
_MAX_TRIES = 5

_KEPT = "Les réponses déjà enregistrées sont intactes ; cette modification n'a pas été gardée."
_INTACT = "Rien n'a été modifié sur le disque."
_IN_JOURNAL = "Toutes les réponses sont dans le journal."


class _Found(NamedTuple):
    """A workbook as it was on disk."""

    signature: Signature
    content: Content
    bytes: bytes


class _Lineage(NamedTuple):
    """The digest that the workbook was last written with, and what it said when last written or read."""

    written: str
    found: str
    values: State
    since: int
    """The revision at which this process first saw the workbook written with that."""


class Store:
    """One campaign. Thread-safe; make one per campaign and process (``Library.open`` does)."""

    def __init__(self, path: Path, framework: Framework) -> None:
        """Open the campaign whose workbook is, or would be, ``path``.

        Raises ``StorageError``: nothing there, a workbook that cannot be read without a journal, a later format
        (``NewerFormat``), no right to write, or a lock that is held (``Locked``); nothing is changed then.
        """
        self.path = path
        self.campaign_id = paths.campaign_id(path)
        self.evidence_folder = paths.evidence_folder(path)
        self._framework = framework
        self._notices = Notices()
        self._ledger = Ledger(path, self._notices)
        self._lock = threading.RLock()
        self._process_lock = campaign_lock(path)
        self._writing = threading.Lock()
        self._saver = Debounce(
            self._write_in_background, _SAVE_DELAY_S, _SAVE_DELAY_MAX_S, f"classeur-{self.campaign_id}"
        )
        self._signature: Signature | None = None
        self._lineage: _Lineage | None = None
        self._written: Position | None = None
        """The journal's line that the workbook on disk was written at; None where it has to be written."""
        self._received: bytes | None = None
        """The workbook on disk, where it holds something that the application cannot keep."""
        self._workbook_notice: Notice | None = None
        self._postponed = False
        try:
            with self._guard("Ouverture impossible", _INTACT):
                files.remove_leftovers(self.path.parent, f".{self.campaign_id}.")
                if self.evidence_folder.is_dir():
                    files.remove_leftovers(self.evidence_folder, ".")
                self._load()
        except BoussoleError:
            self._process_lock.close()
            raise
        self._save_soon()
        atexit.register(self.close)

    @classmethod
    def create(
        cls, folder: Path, campaign_id: str, framework: Framework, edits: Sequence[Edit], author: str
    ) -> Store:
        """Start a campaign in an existing folder with these edits as its first revision.

        Raises ``InvalidInput`` where it exists already, ``StorageError`` where it cannot be written.
        """
        path = folder / (campaign_id + paths.WORKBOOK_SUFFIX)
        with closing(campaign_lock(path)) as lock, lock.held("Création impossible", _INTACT):
            if path.exists() or paths.journal_path(path).exists():
                raise InvalidInput("Une campagne existe déjà à cet endroit. Rien n'a été modifié.")
            moment = journal.new_moment()
            author = clean_text(author, MAX_AUTHOR)
            entries: list[Entry] = [Snapshot(str(uuid.uuid4()), 0, moment, author, {})]
            if kept := _effective(edits, {}):
                entries.append(Record(Change(1, moment, author, kept)))
            journal.create(paths.journal_path(path), entries)
        return cls(path, framework)

    @property
    def campaign(self) -> Campaign:
        """The campaign as this process knows it; immutable."""
        return self._ledger.known.campaign

    @property
    def state(self) -> State:
        """The same as fields; read-only."""
        return self._ledger.known.state

    @property
    def revision(self) -> int:
        """Number of the last change; it only ever grows."""
        return self._ledger.known.revision

    @property
    def saved_at(self) -> datetime:
        """When the last change was recorded."""
        return self._ledger.known.saved_at

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What the user should know, oldest first; the last one may tell that the workbook lags behind."""
        pending = self._workbook_notice
        return (*self._notices.all, pending) if pending else self._notices.all

    def refresh(self) -> Campaign:
        """Take in what other sessions, processes and programs wrote; two ``stat`` calls where they did not.

        Raises ``StorageError`` where the files cannot be read; what is known stays.
        """
        with self._lock:
            with files.french_errors("Lecture impossible", _INTACT):
                changed = self._ledger.changed() or self._workbook_changed()
            if changed:
                with self._guard("Lecture impossible", _INTACT):
                    self._ledger.sync()
                    self._sync_workbook()
                self._save_soon()
            elif self._postponed and self._open_elsewhere() is None:
                self._saver.schedule()
            return self.campaign

    def record(self, edits: Sequence[Edit], author: str) -> Change:
        """Save edits at once; when this returns they are on disk.

        Edits that change nothing are dropped. Raises ``Conflict`` where a field is neither what its author saw nor
        what it is to become, ``InvalidInput``, ``Locked`` or ``StorageError``; nothing is written then.
        """
        author = clean_text(author, MAX_AUTHOR)
        with self._guard("Enregistrement impossible", _KEPT):
            self._ledger.sync()
            known = self._ledger.known
            kept = _effective(edits, known.state)
            if not kept:
                return Change(known.revision, known.saved_at, author, ())
            change = self._ledger.append(kept, author)
        self._saver.schedule()
        return change

    def save_workbook(self) -> Path:
        """Bring the workbook up to date now, and tell where it is.

        Raises ``StorageError`` where it cannot be written, or is open in a spreadsheet program; no answer is lost.
        """
        self._write_workbook()
        return self.path

    def workbook_bytes(self) -> bytes:
        """The workbook as it should be now, without touching the file (a download while it is open elsewhere)."""
        self.refresh()
        with files.french_errors("Préparation du classeur impossible", _IN_JOURNAL):
            return self._build(self._ledger.known)

    def history(self) -> list[Change]:
        """Every change, oldest first; reads the whole journal. Raises ``StorageError``."""
        with files.french_errors("Lecture de l'historique impossible", _INTACT):
            entries = self._ledger.entries()
        return [entry.change for entry in entries if isinstance(entry, Record)]

    def attach(self, name: str, content: bytes) -> str:
        """Keep an evidence file; returns the name that it is stored under, to be recorded as « fichier ».

        Raises ``InvalidInput`` (empty or too big) or ``StorageError``.
        """
        if not content:
            raise InvalidInput("Ce fichier est vide (0 octet) : choisissez-en un autre.")
        if len(content) > MAX_ATTACHMENT:
            raise InvalidInput(
                f"Ce fichier est trop gros : {MAX_ATTACHMENT // 1024**2} Mo au plus. Donnez plutôt un lien."
            )
        with self._guard("Dépôt du fichier impossible", _KEPT):
            self.evidence_folder.mkdir(exist_ok=True)
            target = files.unique_path(self.evidence_folder / file_name(name))
            files.replace_atomically(target, content)
            files.sync_folder(self.path.parent)
        return target.name

    def attachment(self, name: str) -> Path:
        """Where an evidence file lies. Raises ``InvalidInput`` where there is no such file in the folder."""
        plain = bool(name) and Path(name).name == name and "\\" not in name and "\0" not in name
        path = self.evidence_folder / name if plain else self.evidence_folder
        if path.is_symlink() or not path.is_file():
            raise InvalidInput(
                "Ce fichier de preuve est introuvable dans le dossier de la campagne. Déposez-le à nouveau."
            )
        return path

    def close(self) -> None:
        """Write the workbook if it lags behind, and stop working in the background."""
        atexit.unregister(self.close)
        self._saver.stop()
        if self._behind():
            self._write_in_background()
        with self._lock:
            self._process_lock.close()

    # Opening

    def _load(self) -> None:
        """First reading, under the lock."""
        found, fault = self._read_workbook()
        stamp = found.content.stamp if found else None
        if not self._ledger.path.exists():
            if found is None:
                lost = f"{fault} Il n'y a pas de journal" if fault else "Ni classeur ni journal"
                raise StorageError(
                    f"{lost} pour retrouver les réponses de cette campagne. {_INTACT}"
                ) from fault
            self._load_workbook_alone(found)
        elif found and stamp and found.content.untouched and self._ledger.holds(stamp.position):
            self._ledger.load_tail(found.content.values, stamp.journal, stamp.position.start)
            self._saw(found)
        elif self._ledger.usable():
            self._ledger.load_whole()
            if found is not None:
                self._take(found)
        elif found is not None:
            self._load_workbook_alone(found)
        else:
            raise StorageError(
                f"Le journal de cette campagne est vide ou illisible, et aucun classeur ne le remplace. {_INTACT}"
            ) from fault
        if fault is not None:
            self._set_aside(fault)

    def _load_workbook_alone(self, found: _Found) -> None:
        """Start a new journal from what the workbook says."""
        content, stamp = found.content, found.content.stamp
        changed = content.digest != stamp.digest
        revision = stamp.revision + 1 if changed else stamp.revision
        date = journal.new_moment(stamp.date) if changed else stamp.date
        self._ledger.start(content.values, stamp.journal, revision, date)
        unread = tuple(Clash(field, None, raw) for field, raw in content.unread)
        if unread:
            self._ledger.append_merge((), unread, WORKBOOK_AUTHOR, None, revision)
        self._notices.remarks(content)
        self._notices.info("Il n'y avait pas de journal : toutes les réponses ont été reprises du classeur.")
        self._saw(found)

    # Reading the workbook

    def _workbook_changed(self) -> bool:
        found = paths.signature(self.path)
        return found is not None and found != self._signature

    def _read_workbook(self) -> tuple[_Found | None, UnreadableWorkbook | None]:
        """The workbook on disk; None where there is none, and its fault where it cannot be used."""
        signature = paths.signature(self.path)
        if signature is None:
            return None, None
        age_s = time.time() - signature.modified_ns / 1e9
        try:
            return self._read_once(signature), None
        except UnreadableWorkbook as error:
            if not 0 <= age_s < _SETTLE_S:
                return None, error
        time.sleep(_SETTLE_S - age_s)
        signature = paths.signature(self.path)
        try:
            return (self._read_once(signature) if signature else None), None
        except UnreadableWorkbook as error:
            return None, error

    def _read_once(self, signature: Signature) -> _Found:
        with self.path.open("rb") as file:
            content = file.read(MAX_FILE + 1)
        return _Found(signature, reading.read(content, self._framework), content)

    def _sync_workbook(self) -> bool:
        """Take in a workbook that something else wrote; call it under the lock, with the journal in sync.

        Returns whether anything was appended to the journal.
        """
        if not self._workbook_changed():
            return False
        found, fault = self._read_workbook()
        if fault is not None:
            self._set_aside(fault)
        return found is not None and self._take(found)

    def _take(self, found: _Found) -> bool:
        """Merge what changed in the workbook; returns whether anything was appended to the journal."""
        content, stamp = found.content, found.content.stamp
        lineage = self._lineage if self._lineage and self._lineage.written == stamp.digest else None
        # A workbook that says what it was written with may be one where somebody went back on an edit.
        went_back = lineage is not None and lineage.found != content.digest
        if content.untouched and not went_back and self._ledger.holds(stamp.position):
            self._saw(found)
            return False
        known = self._ledger.known
        entries = self._ledger.entries()
        earlier = merge.earlier_values(entries, stamp.digest)
        base: State
        same_copy: merge.Earlier | None = None
        if lineage is not None:
            base = lineage.values
            same_copy = merge.earlier_values(entries, stamp.digest, after=lineage.since)
        else:
            digests = frozenset({stamp.digest, content.digest})
            unchanged = content.values if content.digest == stamp.digest else None
            base = merge.find_base(
                entries, merge.Origin(stamp.journal, stamp.revision, stamp.date, digests, unchanged)
            )
        result = merge.merge(base, content, known.state, earlier, same_copy)
        unread = tuple((field, raw) for field, raw in content.unread if raw not in earlier.get(field, ()))
        clashes = result.clashes + tuple(Clash(field, known.state.get(field), raw) for field, raw in unread)
        appended = bool(result.edits or clashes or stamp.revision > known.revision)
        if appended:
            taken = Taken(stamp.digest, (*result.changed, *unread))
            self._ledger.append_merge(result.edits, clashes, WORKBOOK_AUTHOR, taken, stamp.revision)
        self._notices.merged(result, content, base, known.state, foreign=stamp.journal != known.journal)
        self._saw(found, since=known.revision)
        return appended

    def _saw(self, found: _Found, since: int | None = None) -> None:
        content, stamp = found.content, found.content.stamp
        self._signature = found.signature
        if self._lineage is not None and self._lineage.written == stamp.digest:
            since = self._lineage.since
        elif since is None:
            since = self._ledger.known.revision
        self._lineage = _Lineage(stamp.digest, content.digest, content.values, since)
        self._received = found.bytes if content.remarks else None
        clean = content.untouched and self._ledger.holds(stamp.position)
        self._written = stamp.position if clean else None

    def _set_aside(self, fault: UnreadableWorkbook) -> None:
        """Move a workbook that cannot be read out of the way; it is never written over."""
        aside = paths.aside(self.path, paths.UNREADABLE, paths.WORKBOOK_SUFFIX)
        self.path.rename(aside)
        files.sync_folder(self.path.parent)
        self._signature = self._written = None
        self._notices.warn(
            f"{fault} Il a été mis de côté, tel quel, dans « {aside.name} ». "
            "Les réponses ont été retrouvées dans le journal, et un nouveau classeur est écrit."
        )

    # Writing the workbook

    def _behind(self) -> bool:
        """Whether the workbook on disk lacks something that is known."""
        return self._written != self._ledger.known.last or not self.path.exists()

    def _save_soon(self) -> None:
        if self._behind():
            self._saver.schedule()

    def _write_in_background(self) -> None:
        """Write the workbook; what prevents it becomes a notice, since every answer is in the journal."""
        try:
            self._write_workbook()
        except BoussoleError as error:
            self._workbook_notice = Notice(Level.WARNING, str(error))

    def _write_workbook(self) -> None:
        """Build the workbook outside the locks, take in what changed on disk meanwhile, replace the file."""
        action = "Mise à jour du classeur impossible"
        with self._writing:
            for _ in range(_MAX_TRIES):
                with self._guard(action, _IN_JOURNAL):
                    self._ledger.sync()
                    self._sync_workbook()
                    known = self._ledger.known
                    if not self._behind():
                        return self._is_written()
                    self._refuse_if_open()
                with files.french_errors(action, _IN_JOURNAL):
                    content = self._build(known)
                with self._guard(action, _IN_JOURNAL):
                    self._ledger.sync()
                    if self._sync_workbook():
                        continue
                    if self._written is None or self._written.revision < known.revision or self._gone():
                        self._refuse_if_open()
                        self._replace(content, known)
                    return self._is_written()
            raise StorageError(
                f"{action} : un autre programme le modifie sans cesse. {_IN_JOURNAL} "
                "Fermez-le, puis recommencez."
            )

    def _replace(self, content: bytes, known: Known) -> None:
        if self._received is not None:
            copy = paths.aside(self.path, paths.RECEIVED, paths.WORKBOOK_SUFFIX)
            files.replace_atomically(copy, self._received)
            self._received = None
            self._notices.info(
                f"Le classeur contenait ce que l'application ne peut pas garder : une copie, telle que reçue, "
                f"est dans « {copy.name} »."
            )
        status = files.replace_atomically(self.path, content)
        self._signature = Signature(status.st_ino, status.st_size, status.st_mtime_ns)
        self._lineage = _Lineage(known.digest, known.digest, known.state, self._ledger.known.revision)
        self._written = known.last

    def _is_written(self) -> None:
        self._postponed = False
        self._workbook_notice = None

    def _gone(self) -> bool:
        return not self.path.exists()

    def _open_elsewhere(self) -> str | None:
        """The name of the lock file of a spreadsheet program that has the workbook open."""
        for name in (f"~${self.path.name}", f".~lock.{self.path.name}#"):
            if self.path.with_name(name).exists():
                return name
        return None

    def _refuse_if_open(self) -> None:
        name = self._open_elsewhere()
        if name is not None:
            self._postponed = True
            raise StorageError(
                "Le classeur est ouvert dans un tableur : il sera mis à jour quand il sera fermé. "
                f"{_IN_JOURNAL} S'il n'est plus ouvert nulle part, supprimez le fichier « {name} »."
            )

    def _build(self, known: Known) -> bytes:
        from cmq.storage import writing  # noqa: PLC0415 – openpyxl is slow to load, and opening does not need it

        stamp = Stamp(known.journal, known.revision, known.saved_at, known.last, known.digest)
        return writing.build(known.state, self._framework, stamp)

    @contextmanager
    def _guard(self, action: str, kept: str) -> Iterator[None]:
        """Hold the thread's lock and the processes', and turn the system's errors into French."""
        with self._lock, self._process_lock.held(action, kept):
            yield


def _effective(edits: Sequence[Edit], state: State) -> tuple[Edit, ...]:
    """The edits that change something, in normal form. Raises ``Conflict`` or ``InvalidInput``."""
    kept: list[Edit] = []
    clashes: list[Clash] = []
    changed: dict[Field, Scalar] = {}
    for edit in edits:
        check_field(edit.field)
        before, after = normal(edit.field, edit.before), normal(edit.field, edit.after)
        current = changed[edit.field] if edit.field in changed else state.get(edit.field)
        if same(current, after):
            continue
        if not same(current, before):
            clashes.append(Clash(edit.field, current, after))
            continue
        kept.append(Edit(edit.field, current, after))
        changed[edit.field] = after
    if clashes:
        raise Conflict(tuple(clashes))
    return tuple(kept)
