"""What this process knows of a campaign, and how it keeps in step with the journal on disk.

Every method that touches the disk is called under the lock of the campaign. They raise ``OSError``, which
the store turns into French, and ``StorageError``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from cmq import french
from cmq.campaign import Campaign, Change, Clash, Edit, Field, Scalar, State, apply_edits
from cmq.campaign.values import digest, same_state
from cmq.errors import StorageError
from cmq.files import atomic as files
from cmq.files import paths
from cmq.files.paths import Signature
from cmq.journal import entries as journal
from cmq.journal import merge
from cmq.journal.entries import Position, Record, Snapshot, Taken
from cmq.journal.notices import Notices

RECOVERY_AUTHOR = "Reprise après une perte du journal"
UNKNOWN_JOURNAL = "inconnu"
"""Stands for the identity of a journal whose first line was lost."""


@dataclass(frozen=True)
class Known:
    """A state, and the line of the journal that it stands at."""

    state: State
    saved_at: datetime
    journal: str
    last: Position
    size: int
    """Bytes of the journal that were read; lines that cannot be understood may follow ``last``."""
    signature: Signature | None
    """Of the journal as it was read."""

    @property
    def revision(self) -> int:
        """Number of the last change."""
        return self.last.revision

    @cached_property
    def campaign(self) -> Campaign:
        """The state as typed objects."""
        return Campaign.from_state(self.state)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the state."""
        return digest(self.state)


@dataclass(frozen=True, slots=True)
class _Memory:
    """What this process knew, as a version to merge into a journal that has lost it.

    It speaks of every field, so that what it lacks and the journal had is a removal::

        journal restored: niveau 1, motif « x »; known here: niveau 2, no motif; common past: niveau 1, motif « x »
        merge: niveau 1 -> 2, motif removed
    """

    values: Mapping[Field, Scalar]

    def speaks_of(self, _field: Field, /) -> bool:
        return True


class Ledger:
    """The journal of one campaign and what was read of it."""

    known: Known

    def __init__(self, workbook: Path, notices: Notices) -> None:
        """For the campaign of that workbook; nothing is known before one of the ``load`` methods."""
        self.path = paths.journal_path(workbook)
        self._workbook = workbook
        self._notices = notices

    def holds(self, position: Position) -> bool:
        """Whether that very line still stands in the journal."""
        return journal.holds(self.path, position)

    def entries(self) -> tuple[journal.Entry, ...]:
        """The whole journal."""
        return journal.read(self.path).entries

    def usable(self) -> bool:
        """Whether the journal has a line that can be understood."""
        found = journal.read(self.path)
        return found.last is not None or journal.is_entry(found.remainder)

    def load_whole(self) -> None:
        """Know what the journal says from its first line on."""
        found = self._read(0)
        id_ = merge.journal_id(found.entries) or UNKNOWN_JOURNAL
        self._know(merge.replay(found.entries), id_, found)

    def load_tail(self, state: State, id_: str, start: int) -> None:
        """Know a state and what follows, in the journal, the line that begins at ``start``.

        For example::

            line 40 (revision 40) begins at byte 9,000; the state is that of revision 40; lines 41 and 42 follow
            load_tail(state, id_, 9000): revision 42, two lines applied, none of the first 39 read
        """
        found = self._read(start)
        self._know(_after(state, found), id_, found)

    def start(self, state: State, id_: str, revision: int, date: datetime) -> None:
        """Put a new journal in place that begins with that state; one that is there is set aside."""
        if self.path.exists():
            self._set_aside()
        last = journal.create(self.path, [Snapshot(id_, revision, date, RECOVERY_AUTHOR, state)])
        self.known = Known(MappingProxyType(dict(state)), date, id_, last, last.end, self._signature())

    def changed(self) -> bool:
        """Whether the journal is not what was read last; a ``stat``."""
        found = self._signature()
        return found is None or found != self.known.signature

    def sync(self) -> None:
        """Read what others appended. A journal that lost lines which are known here gets them back."""
        if not self.changed():
            return
        known = self.known
        if not self.path.exists():
            self._restore()
        elif self.holds(known.last):
            self.load_tail(known.state, known.journal, known.last.start)
        else:
            self._reconcile()

    def append(self, edits: tuple[Edit, ...], author: str) -> Change:
        """Record edits as the next revision."""
        known = self.known
        change = Change(known.revision + 1, journal.new_moment(known.saved_at), author, edits)
        self._append(Record(change))
        return change

    def append_merge(
        self,
        edits: tuple[Edit, ...],
        clashes: tuple[Clash, ...],
        author: str,
        taken: Taken | None,
        beyond: int,
    ) -> None:
        """Record what a merge brought, as a revision later than what is known and than ``beyond``.

        For example::

            known 12, a workbook that says revision 15 (lines 13 to 15 were lost): beyond 15, recorded as 16
            known 12, a workbook of revision 9: recorded as 13
        """
        known = self.known
        revision = max(known.revision, beyond) + 1
        change = Change(revision, journal.new_moment(known.saved_at), author, edits)
        self._append(Record(change, clashes, taken))

    def _append(self, record: Record) -> None:
        known = self.known
        last = journal.append(self.path, record, known.size)
        state = dict(known.state)
        journal.apply(state, record)
        self.known = Known(
            MappingProxyType(state), record.change.time, known.journal, last, last.end, self._signature()
        )

    def _signature(self) -> Signature | None:
        return paths.signature(self.path)

    def _know(self, state: dict[Field, Scalar], id_: str, found: journal.Reading) -> None:
        date = merge.date_of(found.entries[-1])
        self.known = Known(MappingProxyType(state), date, id_, found.position, found.end, self._signature())

    def _read(self, start: int) -> journal.Reading:
        """Read the journal to its end, settling a torn last line."""
        found = journal.read(self.path, start)
        if found.remainder:
            aside = paths.aside(self._workbook, paths.TORN_LINE, ".txt")
            if journal.repair(self.path, found, aside):
                self._notices.warn(
                    "La dernière ligne du journal était interrompue (coupure pendant un enregistrement). "
                    f"Elle a été mise de côté dans « {aside.name} » ; tout ce qui était enregistré est là."
                )
            found = journal.read(self.path, start)
        if found.broken:
            lines = french.plural(
                len(found.broken),
                "ligne illisible, laissée en place et ignorée",
                "lignes illisibles, laissées en place et ignorées",
            )
            self._notices.warn(
                f"Le journal contient {lines}. Tout le reste a été lu ; vérifiez les réponses récentes."
            )
        return found

    def _restore(self) -> None:
        """The journal vanished while this process had the campaign open: write it again."""
        if not self._workbook.exists():
            raise StorageError(
                "Les fichiers de cette campagne ont été supprimés ou déplacés pendant qu'elle était ouverte. "
                "Remettez-les en place, puis rechargez la page."
            )
        known = self.known
        self.start(known.state, known.journal, known.revision, known.saved_at)
        self._notices.warn(
            "Le journal avait disparu : il a été recréé avec toutes les réponses connues de l'application."
        )

    def _reconcile(self) -> None:
        """The journal was replaced or cut while this process had the campaign open: merge what was known.

        No value is lost. One that another process removed meanwhile may come back: nothing tells any more::

            known here: revision 9, niveau 3; the journal was put back from yesterday: revision 6, niveau 1
            merged on their common past (revision 6): niveau 1 -> 3, as revision 10
            the journal of another campaign instead: what was known goes to a file of its own, nothing is merged
        """
        known = self.known
        if not self.usable():
            self.start(known.state, known.journal, known.revision, known.saved_at)
            return
        self.load_whole()
        if UNKNOWN_JOURNAL not in (other := self.known.journal, known.journal) and other != known.journal:
            self._keep_memory(known)
            return
        entries = self.entries()
        origin = merge.Origin(known.journal, known.revision, known.saved_at, frozenset({known.digest}))
        base = merge.find_base(entries, origin)
        result = merge.merge(base, _Memory(known.state), self.known.state)
        if result.edits or result.clashes or known.revision > self.known.revision:
            # What is the same as before keeps its revision: a workbook of that revision descends from it.
            again = same_state(apply_edits(self.known.state, result.edits), known.state)
            beyond = known.revision - 1 if again else known.revision
            self.append_merge(result.edits, result.clashes, RECOVERY_AUTHOR, None, beyond)
            self._notices.warn(
                "Le journal avait été remplacé ou raccourci pendant que la campagne était ouverte. "
                "Les réponses qui n'y figuraient plus y ont été remises."
            )

    def _keep_memory(self, known: Known) -> None:
        """Another campaign's journal took this one's place: what was known is kept in a file of its own."""
        aside = paths.aside(self._workbook, paths.REPLACED_JOURNAL, ".txt")
        journal.create(
            aside, [Snapshot(known.journal, known.revision, known.saved_at, RECOVERY_AUTHOR, known.state)]
        )
        self._notices.warn(
            "Les fichiers de cette campagne ont été remplacés par ceux d'une autre pendant qu'elle était ouverte. "
            f"Les réponses d'avant sont gardées dans « {aside.name} »."
        )

    def _set_aside(self) -> None:
        aside = paths.aside(self._workbook, paths.UNREADABLE_JOURNAL, ".txt")
        self.path.rename(aside)
        files.sync_folder(aside.parent)
        self._notices.warn(f"Le journal était illisible : il a été mis de côté dans « {aside.name} ».")


def _after(state: State, found: journal.Reading) -> dict[Field, Scalar]:
    """The state after the entries that follow the first one."""
    result = dict(state)
    for entry in found.entries[1:]:
        journal.apply(result, entry)
    return result
