"""A campaign as its files say, read without opening it: nothing is written, locked, moved nor repaired.

What ``Store`` finds when it opens a campaign, for those who look at many of them. Where that would need a merge (a
workbook that something else changed), ``read`` says so by giving nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from cmq.campaign import Campaign, State, profile_field
from cmq.errors import StorageError, UnreadableWorkbook
from cmq.framework import Framework
from cmq.guards import MAX_FILE
from cmq.storage import journal, merge, reading
from cmq.storage.glance import glance
from cmq.storage.journal import Position
from cmq.storage.paths import JOURNAL_SUFFIX, WORKBOOK_SUFFIX, Signature


class Signatures(NamedTuple):
    """Of a campaign's two files, None for one that is not there."""

    workbook: Signature | None
    journal: Signature | None


@dataclass(frozen=True)
class Files:
    """A campaign's files; the workbook is read from disk at most once."""

    folder: Path
    id: str
    signatures: Signatures

    @cached_property
    def workbook(self) -> bytes:
        """The workbook's bytes."""
        with (self.folder / (self.id + WORKBOOK_SUFFIX)).open("rb") as file:
            return file.read(MAX_FILE + 1)

    @property
    def journal(self) -> Path:
        """Where the journal is."""
        return self.folder / (self.id + JOURNAL_SUFFIX)


class Title(NamedTuple):
    """What tells a campaign from the others of its campus."""

    name: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Seen:
    """What the files of a campaign said, and the line of the journal that this stands at, where there is one."""

    signatures: Signatures
    state: State
    last: Position | None

    @cached_property
    def campaign(self) -> Campaign:
        """The campaign as typed objects."""
        return Campaign.from_state(self.state)


def title(files: Files) -> Title:
    """What a list needs: from the sheet « Campagne », else from the journal.

    Raises ``StorageError`` or ``OSError``.
    """
    fault: UnreadableWorkbook | None = None
    if files.signatures.workbook is not None:
        try:
            values = glance(files.workbook) or reading.read_profile(files.workbook)
        except UnreadableWorkbook as error:
            fault = error
        else:
            return _title({profile_field(name): value for name, value in values.items()})
    entries, _ = _whole_journal(files)
    if not entries:
        raise _lost(files, fault)
    return _title(merge.replay(entries))


def _title(state: State) -> Title:
    profile = Campaign.from_state(state).profile
    return Title(profile.name, profile.year)


def read(files: Files, framework: Framework, before: Seen | None = None) -> Seen | None:
    """The campaign's state; None where its workbook was changed elsewhere, so that it has to be opened.

    Of the journal only what follows the workbook, or what was seen ``before`` where no more than lines were added
    since. Raises ``StorageError`` or ``OSError``.
    """
    if before is not None and (seen := _added(files, before)) is not None:
        return seen
    content: reading.Content | None = None
    fault: UnreadableWorkbook | None = None
    if files.signatures.workbook is not None:
        try:
            content = reading.read(files.workbook, framework)
        except UnreadableWorkbook as error:
            fault = error
    there = files.signatures.journal is not None
    if content and there and content.untouched and journal.holds(files.journal, content.stamp.position):
        return _after(files, content.values, content.stamp.position)
    entries, last = _whole_journal(files)
    if entries:
        return Seen(files.signatures, merge.replay(entries), last) if content is None else None
    if content is None:
        raise _lost(files, fault)
    return Seen(files.signatures, content.values, None)


def _added(files: Files, before: Seen) -> Seen | None:
    """What was seen before and the lines that were appended since; None where anything else changed."""
    same_workbook = files.signatures.workbook == before.signatures.workbook
    if not same_workbook or before.last is None or files.signatures.journal is None:
        return None
    return _after(files, before.state, before.last) if journal.holds(files.journal, before.last) else None


def _after(files: Files, state: State, position: Position) -> Seen:
    """A state and what follows, in the journal, the line at that position."""
    found = journal.read(files.journal, position.start)
    result = dict(state)
    for entry in _entries(found)[1:]:
        journal.apply(result, entry)
    return Seen(files.signatures, result, found.last)


def _whole_journal(files: Files) -> tuple[tuple[journal.Entry, ...], Position | None]:
    if files.signatures.journal is None:
        return (), None
    found = journal.read(files.journal)
    return _entries(found), found.last


def _entries(found: journal.Reading) -> tuple[journal.Entry, ...]:
    """The entries, with one whose line feed a crash cut off."""
    if found.remainder and journal.is_entry(found.remainder):
        return (*found.entries, journal.decode(found.remainder))
    return found.entries


def _lost(files: Files, fault: UnreadableWorkbook | None) -> StorageError:
    what = str(fault) if fault is not None else "Le classeur manque."
    there = files.signatures.journal is not None
    return StorageError(f"{what} Le journal {'est vide ou illisible' if there else 'manque'} aussi.")
