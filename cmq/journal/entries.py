"""The journal of a campaign: a line a change, appended and synced before anything is called saved.

A file of JSON Lines with French keys. Its first line is a snapshot, the state from which the journal goes on
(empty for a new campaign); each further line is a ``Record``::

    {"journal": "<uuid>", "format": 1, "revision": 0, "date": "…", "auteur": "…", "etat": [[objet, id, champ, valeur]]}
    {"revision": 1, "date": "2026-11-23T14:02:05.123+01:00", "auteur": "…",
     "changements": [{"objet": "reponse", "id": "C01-R1", "champ": "niveau", "avant": null, "apres": 2}]}

What was taken over from a workbook changed elsewhere is one line too, so that it counts whole or not at all. It has
« conflits » (the value kept here and the one set aside) and « classeur » (the content that the workbook was
written with, as a digest, and every value that had changed in it).

Bytes are split at line feeds alone; a line that cannot be read is left where it is and skipped.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn

from cmq.campaign import Change, Clash, Edit, Field, Scalar, State
from cmq.errors import NewerFormat
from cmq.files.atomic import replace_atomically

FORMAT = 1

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A whole state at a revision; ``date`` is that of the last change in it."""

    journal: str
    revision: int
    date: datetime
    author: str
    state: State


@dataclass(frozen=True, slots=True)
class Taken:
    """What a changed workbook held: the digest it was written with, and the values that differed from that."""

    written: str
    values: tuple[tuple[Field, Scalar], ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A change, and where it comes from a workbook, what clashed and what the workbook held."""

    change: Change
    clashes: tuple[Clash, ...] = ()
    taken: Taken | None = None


Entry = Snapshot | Record


@dataclass(frozen=True, slots=True)
class Position:
    """A line of the journal: its first byte, the byte after it, its revision and the SHA-256 of its bytes."""

    start: int
    end: int
    revision: int
    digest: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the entries, the last line understood, lines skipped, and bytes after the last line feed."""

    entries: tuple[Entry, ...]
    last: Position | None
    broken: tuple[int, ...]
    """Byte offsets of the lines that could not be understood."""
    end: int
    """The byte after the last line feed."""
    remainder: bytes

    @property
    def position(self) -> Position:
        """The last line understood, where one is known to be."""
        if self.last is None:
            raise ValueError("no line was understood")
        return self.last


class BrokenLine(ValueError):
    """A line is no entry of a journal."""


def new_moment(after: datetime | None = None) -> datetime:
    """Now, to the millisecond in local time, and later than ``after`` whatever the clock does."""
    now = datetime.now().astimezone()
    now = now.replace(microsecond=now.microsecond // 1000 * 1000)
    if after is None or now > after:
        return now
    return after.astimezone() + timedelta(milliseconds=1)


def encode(entry: Entry) -> bytes:
    """The entry as a line, line feed included."""
    content: dict[str, Any]
    if isinstance(entry, Snapshot):
        content = {
            "journal": entry.journal,
            "format": FORMAT,
            "revision": entry.revision,
            "date": _date(entry.date),
            "auteur": entry.author,
            "etat": [[*field, value] for field, value in entry.state.items()],
        }
    else:
        change = entry.change
        content = {
            "revision": change.revision,
            "date": _date(change.time),
            "auteur": change.author,
            "changements": [
                {**_address(edit.field), "avant": edit.before, "apres": edit.after} for edit in change.edits
            ],
        }
        if entry.clashes:
            content["conflits"] = [
                {**_address(clash.field), "garde": clash.kept, "ecarte": clash.refused}
                for clash in entry.clashes
            ]
        if entry.taken:
            content["classeur"] = {
                "empreinte": entry.taken.written,
                "valeurs": [[*field, value] for field, value in entry.taken.values],
            }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode() + b"\n"


def decode(line: bytes) -> Entry:
    """The entry of a line. Raises ``BrokenLine``, or ``NewerFormat`` for a snapshot of a later version."""
    try:
        content = json.loads(line, parse_constant=_refuse)
        if not isinstance(content, dict):
            raise BrokenLine("no object")
        if b"\\u" in line:  # an escaped lone surrogate could not be written again
            json.dumps(content, ensure_ascii=False).encode()
        if "journal" in content:
            if _integer(content["format"]) > FORMAT:
                raise NewerFormat(
                    "Le journal de cette campagne vient d'une version plus récente de Boussole CMQ. "
                    "Rien n'a été lu ni modifié : mettez l'application à jour, puis rouvrez la campagne."
                )
            return Snapshot(
                journal=_text(content["journal"]),
                revision=_integer(content["revision"]),
                date=_moment(content["date"]),
                author=_text(content["auteur"]),
                state=_values(content["etat"]),
            )
        change = Change(
            _integer(content["revision"]),
            _moment(content["date"]),
            _text(content["auteur"]),
            tuple(
                Edit(_field(edit), _scalar(edit["avant"]), _scalar(edit["apres"]))
                for edit in content["changements"]
            ),
        )
        clashes = tuple(
            Clash(_field(clash), _scalar(clash["garde"]), _scalar(clash["ecarte"]))
            for clash in content.get("conflits", ())
        )
        taken = content.get("classeur")
        return Record(
            change,
            clashes,
            Taken(_text(taken["empreinte"]), tuple(_values(taken["valeurs"]).items())) if taken else None,
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BrokenLine(str(error)) from error


def is_entry(line: bytes) -> bool:
    """Whether the bytes are one whole entry."""
    try:
        decode(line)
    except BrokenLine:
        return False
    return True


def read(path: Path, start: int = 0) -> Reading:
    """Read the journal from the byte ``start``, which begins a line.

    Raises ``OSError``, and ``NewerFormat`` where a later version wrote it.
    """
    entries: list[Entry] = []
    broken: list[int] = []
    last: Position | None = None
    offset = start
    with path.open("rb", buffering=_BLOCK) as file:
        file.seek(start)
        for line in file:
            if not line.endswith(b"\n"):
                return Reading(tuple(entries), last, tuple(broken), offset, line)
            try:
                entry = decode(line)
            except BrokenLine:
                broken.append(offset)
            else:
                entries.append(entry)
                last = position(entry, offset, line)
            offset += len(line)
    return Reading(tuple(entries), last, tuple(broken), offset, b"")


def position(entry: Entry, start: int, line: bytes) -> Position:
    """Where an entry stands whose line begins at the byte ``start``."""
    revision = entry.revision if isinstance(entry, Snapshot) else entry.change.revision
    return Position(start, start + len(line), revision, hashlib.sha256(line).hexdigest())


def holds(path: Path, expected: Position) -> bool:
    """Whether that very line still stands there. Raises ``OSError``."""
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size < expected.end:
            return False
        file.seek(expected.start)
        line = file.read(expected.end - expected.start)
    return hashlib.sha256(line).hexdigest() == expected.digest


def create(path: Path, entries: Sequence[Entry]) -> Position:
    """Write a new journal that begins with these entries, whole or not at all. Raises ``OSError``."""
    lines = [encode(entry) for entry in entries]
    replace_atomically(path, b"".join(lines))
    return position(entries[-1], sum(map(len, lines[:-1])), lines[-1])


def append(path: Path, entry: Entry, end: int) -> Position:
    """Append an entry to a journal of ``end`` bytes and sync it; call it under the lock of the campaign.

    Raises ``OSError``; what was written of the line is then taken back.
    """
    line = encode(entry)
    with path.open("r+b", buffering=0) as file:
        try:
            file.seek(end)
            _write_all(file.fileno(), line)
            os.fsync(file.fileno())
        except OSError:
            file.truncate(end)
            os.fsync(file.fileno())
            raise
    return position(entry, end, line)


def repair(path: Path, reading: Reading, aside: Path) -> bool:
    """Settle what a crash left after the last line feed; call it under the lock of the campaign.

    A remainder that is a whole entry gets its line feed. Any other is moved to the file ``aside``; returns
    whether it was. Raises ``OSError``; the journal is then as it was.
    """
    torn = not is_entry(reading.remainder)
    if torn:
        replace_atomically(aside, reading.remainder)
    with path.open("r+b", buffering=0) as file:
        if torn:
            file.truncate(reading.end)
        else:
            file.seek(0, os.SEEK_END)
            _write_all(file.fileno(), b"\n")
        os.fsync(file.fileno())
    return torn


def apply(state: dict[Field, Scalar], entry: Entry) -> None:
    """Bring ``state`` to what it is after the entry, in place."""
    if isinstance(entry, Snapshot):
        state.clear()
        state.update(entry.state)
        return
    for edit in entry.change.edits:
        if edit.after is None:
            state.pop(edit.field, None)
        else:
            state[edit.field] = edit.after


def _write_all(descriptor: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]


def _date(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


def _address(field: Field) -> dict[str, str]:
    return {"objet": field.kind, "id": field.id, "champ": field.name}


def _refuse(constant: str) -> NoReturn:
    raise BrokenLine(constant)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise BrokenLine("no text")
    return value


def _integer(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise BrokenLine("no integer")
    return value


def _scalar(value: Any) -> Scalar:
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    raise BrokenLine("no scalar")


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise BrokenLine("no time zone")
    return moment


def _field(value: Any) -> Field:
    return Field(_text(value["objet"]), _text(value["id"]), _text(value["champ"]))


def _values(rows: Iterable[Any]) -> dict[Field, Scalar]:
    return {Field(_text(kind), _text(id_), _text(name)): _scalar(value) for kind, id_, name, value in rows}
