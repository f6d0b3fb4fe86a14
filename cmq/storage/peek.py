"""Every campus at its latest campaign, as the files say, without opening any.

Of a campus's campaigns only the sheet that tells their year is read, and the latest one whole. What was read is kept
by the signatures of the files: only what changed is read again. A campaign whose workbook was changed elsewhere is
opened, since its two sides have to be merged; no other one is.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from cmq.campaign import Campaign
from cmq.framework import Framework
from cmq.storage import opening
from cmq.storage.opening import Files, Seen, Signatures
from cmq.storage.scanning import Failure, Scanned, Scanner, failure_of

Progress = Callable[[int, int], None]
"""Told how many campuses are done, of how many, each time that one had to be read."""
Open = Callable[[str, str], Campaign]
"""Opens a campaign (campus, campaign) and gives it as it then stands."""


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


@dataclass(slots=True)
class _Memory:
    """What is known of a campus."""

    found: Mapping[str, Signatures] | None = None
    """The files that ``peek`` comes from; None where it may change without them."""
    peek: Peek | None = None
    seen: dict[str, Seen] = field(default_factory=dict)


class Peeks:
    """The campuses of a data folder as their files say. Thread-safe."""

    def __init__(self, scanner: Scanner, framework: Framework, open_campaign: Open) -> None:
        """Look at the folders of a scanner."""
        self._scanner = scanner
        self._framework = framework
        self._open = open_campaign
        self._lock = threading.Lock()
        self._memories: dict[str, _Memory] = {}

    def all(self, progress: Progress | None = None) -> list[Peek]:
        """Every campus that has a campaign; what cannot be read says so.

        Raises ``StorageError`` only where the data folder itself cannot be read.
        """
        folders = self._scanner.folders()
        peeks: list[Peek] = []
        with _collector_at_rest():
            for done, folder in enumerate(folders, start=1):
                # Held for one campus at a time: whoever comes meanwhile waits for one, and finds the others read.
                with self._lock:
                    memory = self._memories.setdefault(folder.name, _Memory())
                    before = memory.peek
                    peek = self._campus(folder, memory)
                if peek is not None:
                    peeks.append(peek)
                if progress is not None and peek is not before:
                    progress(done, len(folders))
        with self._lock:
            for name in self._memories.keys() - {folder.name for folder in folders}:
                del self._memories[name]
        return peeks

    def _campus(self, folder: Path, memory: _Memory) -> Peek | None:
        """What a folder says, as known where its files did not change; None where it holds no campaign."""
        scanned = self._scanner.campus(folder)
        if memory.found is not None and memory.found == scanned.found:
            return memory.peek
        if scanned.failure is not None:
            memory.peek = Peek(
                folder.name, folder.name, unread=(UnreadCampaign("", scanned.failure.problem),)
            )
            memory.found = scanned.found if scanned.failure.lasting else None
        elif not scanned.found:
            memory.found, memory.peek = scanned.found, None
        else:
            self._read_campus(folder, scanned, memory)
        return memory.peek

    def _read_campus(self, folder: Path, scanned: Scanned, memory: _Memory) -> None:
        failed: list[tuple[str, Failure]] = [(one.name, one.failure) for one in scanned.listed if one.failure]
        peek = Peek(folder.name, folder.name)
        for one in scanned.listed:
            if one.failure is not None:
                continue
            try:
                campaign = self._read(one.files, memory)
            except Exception as error:  # noqa: BLE001 - whatever one campus holds, the others are shown
                failed.append((one.name, failure_of(error)))
                continue
            peek = Peek(folder.name, campaign.profile.campus or folder.name, one.files.id, campaign)
            break
        unread = tuple(UnreadCampaign(name, failure.problem) for name, failure in failed)
        memory.peek = peek._replace(unread=unread)
        memory.found = scanned.found if all(failure.lasting for _, failure in failed) else None

    def _read(self, files: Files, memory: _Memory) -> Campaign:
        """The campaign, whole; only the last one that was read of a campus is remembered."""
        before = memory.seen.get(files.id)
        if before is not None and before.signatures == files.signatures:
            return before.campaign
        seen = opening.read(files, self._framework, before)
        memory.seen = {files.id: seen} if seen is not None else {}
        return seen.campaign if seen is not None else self._open(files.folder.name, files.id)


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
