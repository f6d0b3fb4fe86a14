"""Two versions of one campaign and their common past -> what to take over and what clashes. No file is touched."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cmq.campaign import Clash, Edit, Field, Scalar, State
from cmq.campaign.values import digest, same
from cmq.journal.entries import Entry, Record, Snapshot, apply


class Version(Protocol):
    """What another copy of the campaign says; it may be silent on some fields."""

    @property
    def values(self) -> Mapping[Field, Scalar]:
        """Every value it has."""

    def speaks_of(self, field: Field, /) -> bool:
        """Whether a field without value was removed there, rather than not being told of."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What tells where in a journal a version comes from."""

    journal: str
    revision: int
    date: datetime
    digests: frozenset[str]
    """Digests of contents that it descends from."""
    unchanged: State | None = None
    """What it says, where it is known to say what it was written with."""


@dataclass(frozen=True, slots=True)
class Merge:
    """What a version brings."""

    edits: tuple[Edit, ...]
    """Changed there and not here."""
    clashes: tuple[Clash, ...]
    """Changed on both sides; what is here stays."""
    changed: tuple[tuple[Field, Scalar], ...]
    """Everything that changed there."""


Earlier = Mapping[Field, Sequence[Scalar]]
"""Values that earlier readings of the same copy brought, oldest first."""


def merge(
    base: State,
    theirs: Version,
    ours: State,
    earlier: Earlier | None = None,
    same_copy: Earlier | None = None,
) -> Merge:
    """Three-way merge, field by field.

    For example::

        base 1, theirs 2, ours 1    edit 1 -> 2           changed there alone
        base 1, theirs 2, ours 3    clash: 3 stays        changed on both sides; 2 is told
        base 1, theirs 1, ours 3    nothing               changed here alone

    A value among those that ``earlier`` readings brought is no change there. Where the very copy is known that went
    on being edited (``same_copy``: what it brought), only the last is none, since somebody may go back on an edit;
    and a value that came from it is no change here::

        a colleague's copy says 2, read once: ours 1 -> 2; we then choose 3; the copy is read again, still 2:
            earlier (2,)       no change there, 3 stays
        the very copy says 2, is edited to 4, then back to 2:
            same_copy (2, 4)   only 4 is old news: 2 is taken again
    """
    edits: list[Edit] = []
    clashes: list[Clash] = []
    changed: list[tuple[Field, Scalar]] = []
    removed = [field for field in base if field not in theirs.values and theirs.speaks_of(field)]
    for field in (*theirs.values, *removed):
        value, before, current = theirs.values.get(field), base.get(field), ours.get(field)
        brought = (same_copy or {}).get(field, ())
        old = brought[-1:] if same_copy is not None else (earlier or {}).get(field, ())
        if same(value, before) or _among(value, old):
            continue
        changed.append((field, value))
        if same(value, current):
            continue
        if same(current, before) or _among(current, brought):
            edits.append(Edit(field, current, value))
        else:
            clashes.append(Clash(field, current, value))
    return Merge(tuple(edits), tuple(clashes), tuple(changed))


def _among(value: Scalar, values: Sequence[Scalar]) -> bool:
    return any(same(value, other) for other in values)


def earlier_values(entries: Iterable[Entry], written: str, after: int = -1) -> dict[Field, list[Scalar]]:
    """What workbooks that were written with that content have brought since the revision ``after``.

    For example::

        revision 5 took « niveau = 2 » from a workbook written with the digest « ab… », revision 8 « niveau = 3 »
        earlier_values(entries, "ab…")           {niveau: [2, 3]}
        earlier_values(entries, "ab…", after=5)  {niveau: [3]}
    """
    values: dict[Field, list[Scalar]] = {}
    for entry in entries:
        if not isinstance(entry, Record) or entry.taken is None or entry.change.revision <= after:
            continue
        if entry.taken.written == written:
            for field, value in entry.taken.values:
                values.setdefault(field, []).append(value)
    return values


def find_base(entries: Sequence[Entry], origin: Origin) -> State:
    """The state that a version descends from, as well as the journal can tell.

    A state of the journal whose content is known to be that one is certain. Otherwise (a journal restored
    from a backup, lost lines), in the same journal, it is what was written no later than the version; an unchanged
    version from before the journal's first line brings nothing. A version of another journal has no common past:
    everything in it counts as changed, nothing as removed::

        revisions 1 to 9, a workbook written at 6 whose content is that of 6    the state at 6
        the same, restored from a backup that ends at 4                         the state at 4
        a workbook of another campaign                                          {}
    """
    last = _known_content(entries, origin.revision, origin.digests)
    if last is None and origin.journal == journal_id(entries):
        first = entries[0]
        if (
            origin.unchanged is not None
            and origin.revision <= revision_of(first)
            and origin.date <= date_of(first)
        ):
            return origin.unchanged
        last = next(
            (
                index
                for index, entry in reversed(list(enumerate(entries)))
                if revision_of(entry) <= origin.revision and date_of(entry) <= origin.date
            ),
            None,
        )
    return replay(entries[: last + 1]) if last is not None else {}


def _known_content(entries: Sequence[Entry], revision: int, digests: Collection[str]) -> int | None:
    state: dict[Field, Scalar] = {}
    found: int | None = None
    for index, entry in enumerate(entries):
        apply(state, entry)
        # A journal that begins from a workbook that had changed begins one revision after it. Content alone would
        # not do: it may have been the same long before.
        same_time = revision_of(entry) - revision in ((0, 1) if isinstance(entry, Snapshot) else (0,))
        if same_time and digest(state) in digests:
            found = index
    return found


def replay(entries: Iterable[Entry]) -> dict[Field, Scalar]:
    """The state after the entries."""
    state: dict[Field, Scalar] = {}
    for entry in entries:
        apply(state, entry)
    return state


def revision_of(entry: Entry) -> int:
    """The revision that an entry leads to."""
    return entry.revision if isinstance(entry, Snapshot) else entry.change.revision


def date_of(entry: Entry) -> datetime:
    """When what the entry holds was last changed."""
    return entry.date if isinstance(entry, Snapshot) else entry.change.time


def journal_id(entries: Iterable[Entry]) -> str:
    """The identity of the journal; an empty text where its first line was lost."""
    return next((entry.journal for entry in entries if isinstance(entry, Snapshot)), "")
