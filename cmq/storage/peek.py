"""Every campus at its latest campaign, as the files say, without opening any.

Of a campus's campaigns only the sheet that tells their year is read, and the latest one whole. What was read is kept
by the signatures of the files: only what changed is read again. A campaign whose workbook was changed elsewhere is
opened, since its two sides have to be merged; no other one is.
"""

from __future__ import annotations

import gc
import logging
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from cmq.campaign import Campaign
from cmq.errors import BoussoleError, Locked
from cmq.framework import Framework
from cmq.names import is_slug, latest_first
from cmq.storage import unopened
from cmq.storage.files import french_errors
from cmq.storage.paths import JOURNAL_SUFFIX, Signature, listed_campaign
from cmq.storage.unopened import Files, Seen, Signatures, Title

Progress = Callable[[int, int], None]
"""Told how many campuses are done, of how many, each time that one had to be read."""
Open = Callable[[str, str], Campaign]
"""Opens a campaign (campus, campaign) and gives it as it then stands."""

_AGAIN = "Vérifiez ses droits, puis rouvrez la page."

_log = logging.getLogger(__name__)


class UnreadCampaign(NamedTuple):
    """A campaign that cannot be read, and why, in French; without name where it is the whole folder."""

    name: str
    problem: str


class Peek(NamedTuple):
    """A campus at its latest readable campaign; ``campaign`` is None where there is none."""

    slug: str
    name: str
    campaign_id: str = ""
    campaign: Campaign | None = None
    unread: tuple[UnreadCampaign, ...] = ()
    """The campaigns that cannot be read; one of them may be later than the one that is shown."""


class _Failure(NamedTuple):
    """Why something cannot be read, and whether that stays so while the files do."""

    problem: str
    lasting: bool = True


class _Listed(NamedTuple):
    """A campaign with what a list needs of it, or why that cannot be read."""

    files: Files
    title: Title = Title()
    failure: _Failure | None = None

    @property
    def name(self) -> str:
        return self.title.name or self.files.id


@dataclass(slots=True)
class _Memory:
    """What is known of a campus."""

    found: Mapping[str, Signatures] | None = None
    """The files that ``peek`` comes from; None where it may change without them."""
    peek: Peek | None = None
    titles: dict[str, tuple[Signatures, Title]] = field(default_factory=dict)
    seen: dict[str, Seen] = field(default_factory=dict)


class Peeks:
    """The campuses of a data folder as their files say. Thread-safe."""

    def __init__(self, root: Path, framework: Framework, shipped: Path | None, open_campaign: Open) -> None:
        """Look at the folders of ``root`` other than ``shipped``, the example that is not the user's."""
        self._root = root
        self._framework = framework
        self._shipped = shipped
        self._open = open_campaign
        self._lock = threading.Lock()
        self._memories: dict[str, _Memory] = {}

    def all(self, progress: Progress | None = None) -> list[Peek]:
        """Every campus that has a campaign; what cannot be read says so.

        Raises ``StorageError`` only where the data folder itself cannot be read.
        """
        with french_errors(
            "Lecture du dossier des données impossible", "Rien n'a été modifié sur le disque."
        ):
            names = sorted(self._folders())
        peeks: list[Peek] = []
        with _collector_at_rest():
            for done, name in enumerate(names, start=1):
                # Held for one campus at a time: whoever comes meanwhile waits for one, and finds the others read.
                with self._lock:
                    memory = self._memories.setdefault(name, _Memory())
                    before = memory.peek
                    peek = self._campus(self._root / name, memory)
                if peek is not None:
                    peeks.append(peek)
                if progress is not None and peek is not before:
                    progress(done, len(names))
        with self._lock:
            for name in self._memories.keys() - set(names):
                del self._memories[name]
        return peeks

    def _folders(self) -> Iterator[str]:
        if not self._root.exists():
            return
        shipped = self._shipped.stat() if self._shipped is not None and self._shipped.exists() else None
        with os.scandir(self._root) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                try:
                    if entry.is_dir() and not (shipped and os.path.samestat(entry.stat(), shipped)):
                        yield entry.name
                except OSError:
                    yield entry.name  # told of as unreadable when its turn comes

    def _campus(self, folder: Path, memory: _Memory) -> Peek | None:
        """What a folder says, as known where its files did not change; None where it holds no campaign."""
        name = folder.name
        try:
            found = _campaign_files(folder)
        except OSError:
            problem = f"Ce dossier ne peut pas être lu. {_AGAIN}"
            memory.found, memory.peek = None, Peek(name, name, unread=(UnreadCampaign("", problem),))
            return memory.peek
        if memory.found == found:
            return memory.peek
        if not found:
            memory.found, memory.peek = found, None
        elif not is_slug(name):
            problem = "Le nom de ce dossier n'est pas admis : minuscules sans accent, chiffres et tirets."
            memory.found, memory.peek = found, Peek(name, name, unread=(UnreadCampaign("", problem),))
        else:
            self._read_campus(folder, found, memory)
        return memory.peek

    def _read_campus(self, folder: Path, found: Mapping[str, Signatures], memory: _Memory) -> None:
        listed = [self._listed(Files(folder, id_, signatures), memory) for id_, signatures in found.items()]
        memory.titles = {one.files.id: (one.files.signatures, one.title) for one in listed if not one.failure}
        failed = [(one, one.failure) for one in listed if one.failure]
        peek = Peek(folder.name, folder.name)
        for one in sorted(
            (one for one in listed if not one.failure), key=lambda one: latest_first(one.title.year, one.name)
        ):
            try:
                campaign = self._read(one.files, memory)
            except Exception as error:  # noqa: BLE001 - whatever one campus holds, the others are shown
                failed.append((one, _failure(error)))
                continue
            peek = Peek(folder.name, campaign.profile.campus or folder.name, one.files.id, campaign)
            break
        unread = tuple(UnreadCampaign(one.name, failure.problem) for one, failure in failed)
        memory.peek = peek._replace(unread=unread)
        memory.found = found if all(failure.lasting for _, failure in failed) else None

    def _listed(self, files: Files, memory: _Memory) -> _Listed:
        known = memory.titles.get(files.id)
        if known is not None and known[0] == files.signatures:
            return _Listed(files, known[1])
        if not is_slug(files.id):
            problem = "Le nom de ce fichier n'est pas admis : minuscules sans accent, chiffres et tirets."
            return _Listed(files, failure=_Failure(problem))
        try:
            return _Listed(files, unopened.title(files))
        except Exception as error:  # noqa: BLE001 - same
            return _Listed(files, failure=_failure(error))

    def _read(self, files: Files, memory: _Memory) -> Campaign:
        """The campaign, whole; only the last one that was read of a campus is remembered."""
        before = memory.seen.get(files.id)
        if before is not None and before.signatures == files.signatures:
            return before.campaign
        seen = unopened.read(files, self._framework, before)
        memory.seen = {files.id: seen} if seen is not None else {}
        return seen.campaign if seen is not None else self._open(files.folder.name, files.id)


def _campaign_files(folder: Path) -> dict[str, Signatures]:
    """The campaigns of a folder, with the signatures of their files. Raises ``OSError``."""
    found: dict[str, Signatures] = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            id_ = listed_campaign(entry.name)
            if id_ is not None and entry.is_file():
                status = entry.stat()
                signature = Signature(status.st_ino, status.st_size, status.st_mtime_ns)
                kind = "journal" if entry.name.endswith(JOURNAL_SUFFIX) else "workbook"
                found[id_] = found.get(id_, Signatures(None, None))._replace(**{kind: signature})
    return found


def _failure(error: Exception) -> _Failure:
    if isinstance(error, BoussoleError):
        passing = isinstance(error, Locked) or isinstance(error.__cause__, OSError)
        return _Failure(str(error), not passing)
    if not isinstance(error, OSError):
        _log.error("a campaign cannot be read", exc_info=error)
    return _Failure(f"Ce fichier ne peut pas être lu. {_AGAIN}", lasting=False)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Keep the cycle collector from walking again and again over what is being read: none of it is to be freed."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
