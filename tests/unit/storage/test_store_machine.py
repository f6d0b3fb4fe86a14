"""Two stores on one folder, whatever happens to its files: no acknowledged answer is ever lost."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from cmq.campaign import (
    ANNEX,
    ANSWERS,
    DECISIONS,
    EVIDENCE,
    MEETINGS,
    MEMBERS,
    PLANS,
    VALUES,
    Change,
    Edit,
    presence_field,
    value_id,
)
from cmq.errors import Conflict
from cmq.files.paths import journal_path
from cmq.journal import entries as journal
from cmq.storage import store as store_module
from cmq.storage.store import Store
from tests.examples import examples
from tests.unit.storage.helpers import AUTHOR, CAMPAIGN, SMALL_MEASURED, append, cell_at, cell_of, edited

REQUIREMENTS = [r.id for r in SMALL_MEASURED.assessed][:3]
YEARS = (2021, 2022, 2023, 2024)
TARGET = PLANS.field("FOR-01", "cible")


def number_of(year):
    """The field of the number of a school year."""
    return VALUES.field(value_id("FOR-01", year), "valeur")


ENTITIES = {
    ("Séances", "S-1", "Lieu"): MEETINGS.field("S-1", "lieu"),
    ("Membres", "M-1", "Nom"): MEMBERS.field("M-1", "nom"),
    ("Décisions", "D-1", "Texte"): DECISIONS.field("D-1", "texte"),
    ("Décisions", "D-1", "Suivi"): DECISIONS.field("D-1", "suivi"),
}
"""Fields of the committee, by sheet, row and header."""
FIELDS = [
    *(ANSWERS.field(id_, "commentaire") for id_ in REQUIREMENTS),
    EVIDENCE.field("P-1", "titre"),
    ANNEX.field("inconnue", "texte"),
    *map(number_of, YEARS[:2]),
    VALUES.field(value_id("FOR-01", YEARS[0]), "source"),
    TARGET,
    PLANS.field("CAMPUS-1", "nom"),
    *ENTITIES.values(),
    presence_field("S-1", "M-1"),
]
NUMBERS = {TARGET, *map(number_of, YEARS)}
WHO = st.sampled_from([0, 1])
BYTE = st.integers(0, 10**6)
"""Any byte of a file, whose length may differ from run to run: to be taken modulo it."""


class TwoStores(RuleBasedStateMachine):
    """A model of what is to be found.

    ``truth`` is what was acknowledged; ``sheet``, ``base`` and ``first`` are what the workbook says, said when it was
    last merged, and said when it was written.
    """

    def __init__(self):
        super().__init__()
        # The workbook is written by rules of its own, so that a run can be replayed.
        self.delay, store_module._SAVE_DELAY_S = store_module._SAVE_DELAY_S, 3600.0
        self.most, store_module._SAVE_DELAY_MAX_S = store_module._SAVE_DELAY_MAX_S, 3600.0
        self.folder = Path(tempfile.mkdtemp())
        self.count = 0
        self.copies = []
        self.removed = False
        self.ready = False

    @initialize()
    def begin(self):
        self.truth = {number_of(year): year for year in YEARS[:2]}
        edits = [Edit(field, None, value) for field, value in self.truth.items()]
        first = Store.create(self.folder, CAMPAIGN, SMALL_MEASURED, edits, AUTHOR)
        self.path = first.path
        self.stores = [first, Store(self.path, SMALL_MEASURED)]
        self.ready = True
        first.save_workbook()
        self._written()

    def teardown(self):
        self.nothing_is_lost()
        for store in self.stores if self.ready else []:
            self._forget(store)
        shutil.rmtree(self.folder)
        store_module._SAVE_DELAY_S, store_module._SAVE_DELAY_MAX_S = self.delay, self.most

    def _fresh(self, field):
        self.count += 1
        return self.count if field in NUMBERS else f"valeur {self.count}"

    def _forget(self, store):
        """The process of that store is gone, without closing anything."""
        atexit.unregister(store.close)
        store._saver.stop()

    def _written(self):
        self.sheet = dict(self.truth)
        self.base = dict(self.truth)
        self.first = dict(self.truth)
        self.copies.append((self.path.read_bytes(), dict(self.truth)))

    def _merged(self):
        """What a merge of the workbook makes of the truth."""
        for field in self.sheet.keys() | self.base.keys():
            value, before = self.sheet.get(field), self.base.get(field)
            if value == before or self.truth.get(field) != before:
                continue
            if value is None:
                self.removed = True
                del self.truth[field]
            else:
                self.truth[field] = value
        self.base = dict(self.sheet)

    def _all_refreshed(self):
        self._merged()
        for store in (*self.stores, *self.stores):
            store.refresh()
        self.removed = False

    @contextmanager
    def _edited(self):
        """The workbook in another program. Whoever has not seen the first of two edits of one cell takes the second
        for a clash (both values are kept): all see the first one before.
        """
        if self.base != self.first:
            self._all_refreshed()
        with edited(self.path) as book:
            yield book

    def _before_a_loss(self):
        """With the lines goes what tells who changed what: a value that one store removed and the other still knows
        may come back, and an edit of the workbook that was not merged yet may clash (both values are kept).
        """
        if self.removed or self.sheet != self.base:
            self._all_refreshed()

    def _after_a_loss(self):
        """Those who have the campaign open put back what they know, and the workbook follows, as it does by itself."""
        self.copies.clear()
        self._all_refreshed()
        self.save(0)

    @rule(who=WHO, field=st.sampled_from(FIELDS), removed=st.booleans())
    def record(self, who, field, removed):
        store = self.stores[who]
        value = None if removed else self._fresh(field)
        edit = Edit(field, store.state.get(field), value)
        before = journal_path(self.path).read_bytes()
        try:
            store.record([edit], AUTHOR)
        except Conflict as conflict:
            assert conflict.clashes[0].kept == self.truth.get(field)  # noqa: PT017 - either may happen
            assert journal_path(self.path).read_bytes() == before
            return
        self.removed = self.removed or field in self.truth
        self.truth.pop(field, None)
        if value is not None:
            self.truth[field] = value

    @rule(who=WHO)
    def refresh(self, who):
        self._merged()
        self.stores[who].refresh()

    @rule(who=WHO)
    def save(self, who):
        self._merged()
        self.stores[who].save_workbook()
        self._written()

    @rule(who=WHO)
    def crash_and_open(self, who):
        """A process that has not seen an edit takes a later one of that cell for a clash: see it."""
        if self.base != self.first:
            self._all_refreshed()
        self._forget(self.stores[who])
        self._merged()
        self.stores[who] = Store(self.path, SMALL_MEASURED)

    @rule(field=st.sampled_from(FIELDS), byte=BYTE, whole=st.booleans())
    def crash_in_an_append(self, field, byte, whole):
        """A third process dies after any byte of its line; a line that lacks its end alone counts."""
        self._all_refreshed()
        known = self.stores[0]._ledger.known
        edit = Edit(field, known.state.get(field), self._fresh(field))
        moment = journal.new_moment(known.saved_at)
        line = journal.encode(journal.Record(Change(known.revision + 1, moment, AUTHOR, (edit,))))
        cut = len(line) - 1 if whole else 1 + byte % (len(line) - 1)
        with journal_path(self.path).open("ab") as file:
            file.write(line[:cut])
        if cut == len(line) - 1:
            self.truth[field] = edit.after
            self._all_refreshed()

    @precondition(lambda self: self.path.exists())
    @rule(byte=BYTE)
    def crash_in_a_save(self, byte):
        """A process dies after any byte of the temporary file of a save."""
        content = self.path.read_bytes()
        (self.folder / f".{CAMPAIGN}.xlsx.x1y2z3.tmp").write_bytes(content[: byte % len(content)])

    @precondition(lambda self: self.path.exists())
    @rule(requirement=st.sampled_from(REQUIREMENTS))
    def edit_elsewhere(self, requirement):
        field = ANSWERS.field(requirement, "commentaire")
        with self._edited() as book:
            cell_of(book["Réponses"], requirement, "Commentaire").value = self._fresh(field)
        self.sheet[field] = f"valeur {self.count}"

    @precondition(lambda self: self.path.exists())
    @rule(year=st.sampled_from(YEARS), emptied=st.booleans())
    def edit_a_number_elsewhere(self, year, emptied):
        """A row of « Indicateurs » is filled or emptied, and added where there is none."""
        field = number_of(year)
        value = None if emptied else self._fresh(field)
        with self._edited() as book:
            sheet = book["Indicateurs"]
            row = self._row(sheet, year) or append(sheet, Indicateur="FOR-01", Année=year)
            cell_at(sheet, row, "Valeur").value = value
        self.sheet.pop(field, None)
        if value is not None:
            self.sheet[field] = value

    @precondition(lambda self: self.path.exists())
    @rule()
    def edit_an_objective_elsewhere(self):
        with self._edited() as book:
            cell_of(book["Objectifs"], "FOR-01", "Cible").value = self._fresh(TARGET)
        self.sheet[TARGET] = self.count

    @precondition(lambda self: self.path.exists())
    @rule(place=st.sampled_from(sorted(ENTITIES)), emptied=st.booleans())
    def edit_the_committee_elsewhere(self, place, emptied):
        """A cell of a meeting, a member or a decision is filled or emptied; its row is added where there is none."""
        title, id_, header = place
        field = ENTITIES[place]
        value = None if emptied else self._fresh(field)
        with self._edited() as book:
            sheet = book[title]
            row = next((cell.row for cell in sheet["A"] if cell.value == id_), None)
            cell_at(sheet, row or append(sheet, Identifiant=id_), header).value = value
        self.sheet.pop(field, None)
        if value is not None:
            self.sheet[field] = value

    @precondition(lambda self: self.path.exists())
    @rule(which=BYTE, where=BYTE)
    def move_a_year_elsewhere(self, which, where):
        """A row that the application wrote is given another year, which no row has."""
        with self._edited() as book:
            sheet = book["Indicateurs"]
            rows = {year: self._row(sheet, year) for year in YEARS}
            written = [y for y, n in rows.items() if n and sheet.cell(n, 1).value == value_id("FOR-01", y)]
            free = [year for year, row in rows.items() if row is None]
            if not written or not free:
                return
            old, new = written[which % len(written)], free[where % len(free)]
            cell_at(sheet, rows[old], "Année").value = f"{new}/{new + 1}"
        for name in ("valeur", "source"):
            value = self.sheet.pop(VALUES.field(value_id("FOR-01", old), name), None)
            if value is not None:
                self.sheet[VALUES.field(value_id("FOR-01", new), name)] = value

    def _row(self, sheet, year):
        """The row of a year, written in any way; None where there is none."""
        rows = range(2, sheet.max_row + 1)
        return next((n for n in rows if str(cell_at(sheet, n, "Année").value)[:4] == str(year)), None)

    @precondition(lambda self: self.copies)
    @rule(which=BYTE)
    def put_an_old_copy_back(self, which):
        """A backup of the workbook alone takes nothing back.

        The workbook is up to date before: a file that loses an edit before it was written again looks like one
        where somebody went back on that edit, and is followed.
        """
        self.save(0)
        self._all_refreshed()
        content, said = self.copies[which % len(self.copies)]
        self.path.write_bytes(content)
        self.sheet, self.base, self.first = dict(said), dict(said), dict(said)

    @rule()
    def delete_the_workbook(self):
        self.path.unlink(missing_ok=True)
        self.sheet, self.base, self.first = {}, {}, {}

    @precondition(lambda self: self.path.exists())
    @rule()
    def delete_the_journal(self):
        """What is known to those who have the campaign open comes back."""
        self._before_a_loss()
        journal_path(self.path).unlink()
        self._after_a_loss()

    @precondition(lambda self: self.path.exists())
    @rule(byte=BYTE)
    def cut_the_journal(self, byte):
        """Lines that were written are lost on disk, say by a restored backup."""
        self._before_a_loss()
        size = journal_path(self.path).stat().st_size
        with journal_path(self.path).open("r+b") as file:
            file.truncate(byte % (size + 1))
        self._after_a_loss()

    @rule(who=WHO)
    def workbook_alone(self, who):
        """After a save, the workbook by itself gives everything back."""
        self.save(who)
        for store in self.stores:
            self._forget(store)
        journal_path(self.path).unlink()
        self.copies.clear()
        self.stores = [Store(self.path, SMALL_MEASURED), Store(self.path, SMALL_MEASURED)]
        assert dict(self.stores[0].state) == self.truth

    @rule()
    def journal_alone(self):
        """At any time, the journal by itself gives everything back."""
        self._all_refreshed()
        for store in self.stores:
            self._forget(store)
        self.path.unlink(missing_ok=True)
        self.sheet, self.base, self.first = {}, {}, {}
        self.stores = [Store(self.path, SMALL_MEASURED), Store(self.path, SMALL_MEASURED)]
        assert dict(self.stores[1].state) == self.truth

    @rule()
    def nothing_is_lost(self):
        """Whoever refreshes finds all that was acknowledged, and nothing else. Checked at the end of every run."""
        if not self.ready:
            return
        self._merged()
        for store in self.stores:
            before = store.revision
            store.refresh()
            assert dict(store.state) == self.truth
            assert store.revision >= before
        assert not [p.name for p in self.folder.iterdir() if "illisible-" in p.name and p.suffix == ".xlsx"]


TwoStores.TestCase.settings = settings(examples(0.25), stateful_step_count=20)
TestTwoStores = TwoStores.TestCase
