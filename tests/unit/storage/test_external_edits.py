"""A workbook that something else changed: what is taken over, what is kept, what the user is told."""

from __future__ import annotations

import shutil

import openpyxl
import pytest

from cmq.campaign import ANSWERS, EVIDENCE, Edit, Field, check_field, evidence_link_field, profile_field
from cmq.errors import StorageError
from cmq.files.paths import journal_path
from cmq.journal import entries as journal
from cmq.storage.store import WORKBOOK_AUTHOR, Store
from tests.unit.builders import CMQ
from tests.unit.storage.helpers import AUTHOR, COMMENT, LEVEL, append, cell_of, change, create, edited, told

OTHER_LEVEL = ANSWERS.field("C02-R1", "niveau")


@pytest.fixture
def store(tmp_path):
    """A campaign with a level and a comment, its workbook up to date."""
    store = create(tmp_path, Edit(LEVEL, None, 1), Edit(COMMENT, None, "avant"))
    yield store
    store.close()


def test_an_edit_in_another_program_is_taken_over(store):
    """Every kind of cell is read back as the field that it shows, under an author of its own."""
    conditional = next(r for r in CMQ.assessed if r.not_applicable_when)
    checked = next(r for r in CMQ.assessed if r.checks)
    with edited(store.path) as book:
        answers = book["Réponses"]
        cell_of(answers, "C02-R1", "Niveau").value = "évalue"
        cell_of(answers, "C01-R1", "Commentaire").value = "=après"
        cell_of(answers, conditional.id, "Non applicable").value = "Oui"
        cell_of(book["Vérifications"], checked.checks[0].id, "Vérifié").value = "x"
        cell_of(book["Campagne"], "annee", "Valeur").value = 2027
        cell_of(book["Campagne"], "categorie", "Valeur").value = "excellence"
        cell_of(book["Campagne"], "date_label", "Valeur").value = "23/11/2026"
        cell_of(answers, "C01-R1", "Commentaire").data_type = "s"
    store.refresh()
    assert store.state[OTHER_LEVEL] == 3
    assert store.state[COMMENT] == "=après"
    assert store.state[ANSWERS.field(conditional.id, "non_applicable")] is True
    assert store.state[check_field(checked.id, checked.checks[0].id)] is True
    assert store.state[profile_field("annee")] == 2027
    assert store.state[profile_field("categorie")] == "excellence"
    assert store.state[profile_field("date_label")] == "2026-11-23"
    assert store.state[LEVEL] == 1
    last = store.history()[-1]
    assert last.author == WORKBOOK_AUTHOR
    assert len(last.edits) == 7
    assert "7" in told(store)
    assert "copie" not in told(store)


def test_a_file_that_was_only_saved_again_changes_nothing(store):
    """Saving without an edit brings no revision, no notice."""
    revision = store.revision
    with edited(store.path):
        pass
    store.refresh()
    assert store.revision == revision
    assert store.notices == ()


def test_an_emptied_cell_removes_the_value(store):
    """Emptying a cell is a change like another."""
    with edited(store.path) as book:
        cell_of(book["Réponses"], "C01-R1", "Niveau").value = None
    store.refresh()
    assert LEVEL not in store.state
    assert store.state[COMMENT] == "avant"


def test_a_row_that_is_missing_is_no_deletion(store):
    """Deleting rows keeps the answers, and says so."""
    evidence = {"titre": "Convention", "lien": "https://exemple.fr"}
    store.record([Edit(EVIDENCE.field("P-1", k), None, v) for k, v in evidence.items()], AUTHOR)
    store.save_workbook()
    with edited(store.path) as book:
        book["Réponses"].delete_rows(2)
        book["Preuves"].delete_rows(2)
    before = dict(store.state)
    store.refresh()
    assert dict(store.state) == before
    assert "C01-R1, P-1" in told(store)
    assert "ne supprime pas" in told(store)


def test_a_new_row_of_evidence_is_a_new_piece_of_evidence(store):
    """Without an id it gets one, the same at every reading; links are found whatever their case."""
    with edited(store.path) as book:
        append(
            book["Preuves"],
            Titre="Convention",
            Lien="https://exemple.fr",
            Date="2026-03-01",
            Exigences="c01-r1; C02-R1",
        )
    store.refresh()
    (item,) = store.campaign.evidence.values()
    assert (item.title, item.requirements) == ("Convention", {"C01-R1", "C02-R1"})
    store.close()
    again = Store(store.path, CMQ)
    assert list(again.campaign.evidence) == [item.id]
    again.close()


def test_a_copied_row_of_evidence_is_not_an_edit_of_the_first(store):
    """Two rows with one id are two pieces of evidence."""
    store.record([Edit(EVIDENCE.field("P-1", "titre"), None, "Première")], AUTHOR)
    store.save_workbook()
    with edited(store.path) as book:
        book["Preuves"].append(["P-1", "Seconde"])
    store.refresh()
    assert sorted(e.title for e in store.campaign.evidence.values()) == ["Première", "Seconde"]
    assert store.campaign.evidence["P-1"].title == "Première"


@pytest.mark.parametrize(
    ("sheet", "id_", "header", "value", "field"),
    [
        ("Réponses", "C01-R1", "Niveau", "Presque", LEVEL),
        ("Réponses", "C01-R1", "Niveau", 7, LEVEL),
        ("Réponses", "C01-R1", "Non applicable", "peut-être", ANSWERS.field("C01-R1", "non_applicable")),
        ("Campagne", "annee", "Valeur", "bientôt", profile_field("annee")),
        ("Campagne", "date_label", "Valeur", "l'an prochain", profile_field("date_label")),
        ("Campagne", "categorie", "Valeur", "platine", profile_field("categorie")),
    ],
)
def test_a_cell_that_means_nothing_is_named_and_the_value_kept(store, sheet, id_, header, value, field):
    """The notice names the cell; what it held stays in the journal, and the file as received is kept."""
    before = dict(store.state)
    with edited(store.path) as book:
        cell = cell_of(book[sheet], id_, header)
        cell.value = value
        address = f"{sheet}!{cell.coordinate}"
    store.refresh()
    assert dict(store.state) == before
    assert address in told(store)
    clashes = [c for e in journal.read(journal_path(store.path)).entries[1:] for c in e.clashes]
    assert [(c.field, c.kept, c.refused) for c in clashes] == [(field, before.get(field), str(value))]
    received = store.path.read_bytes()
    store.save_workbook()
    copies = [p for p in store.path.parent.iterdir() if ".recu-" in p.name]
    assert [copy.read_bytes() for copy in copies] == [received]


def test_an_unknown_requirement_in_a_list_leaves_the_whole_list(store):
    """A link that leads nowhere is named; the links of that cell stay what they were."""
    link = evidence_link_field("P-1", "C01-R1")
    store.record([Edit(EVIDENCE.field("P-1", "titre"), None, "t"), Edit(link, None, True)], AUTHOR)
    store.save_workbook()
    with edited(store.path) as book:
        cell_of(book["Preuves"], "P-1", "Exigences").value = "C02-R1 ; C77-R1"
    store.refresh()
    assert store.state[link] is True
    assert evidence_link_field("P-1", "C02-R1") not in store.state
    assert "« C77-R1 » est inconnue" in told(store).replace("\u00a0", " ")


def test_what_changed_on_both_sides_is_a_clash_and_both_values_are_kept(store):
    """The application's value stays, the workbook's is in the journal, the rest is taken over."""
    with edited(store.path) as book:
        cell_of(book["Réponses"], "C01-R1", "Commentaire").value = "du classeur"
        cell_of(book["Réponses"], "C02-R1", "Niveau").value = "Projeté"
    change(store, COMMENT, "de l'application")
    store.refresh()
    assert store.state[COMMENT] == "de l'application"
    assert store.state[OTHER_LEVEL] == 1
    record = journal.read(journal_path(store.path)).entries[-1]
    assert [(c.field, c.kept, c.refused) for c in record.clashes] == [
        (COMMENT, "de l'application", "du classeur")
    ]
    assert "C01-R1 (Commentaire)" in told(store)


def test_a_save_never_writes_over_an_edit_that_was_not_read_yet(store):
    """The edit is merged first, even where nobody refreshed."""
    with edited(store.path) as book:
        cell_of(book["Réponses"], "C02-R1", "Niveau").value = "Ajusté"
    change(store, LEVEL, 2)
    store.save_workbook()
    assert (store.state[OTHER_LEVEL], store.state[LEVEL]) == (4, 2)
    sheet = openpyxl.load_workbook(store.path)["Réponses"]
    assert cell_of(sheet, "C02-R1", "Niveau").value == "Ajusté"
    assert cell_of(sheet, "C01-R1", "Niveau").value == "Mis en œuvre"


def test_saving_twice_in_the_other_program_follows_both_saves(store, monkeypatch):
    """While the workbook stays open elsewhere, going back on an edit is an edit too, and it is not replaced."""
    lock = store.path.with_name(f".~lock.{store.path.name}#")
    lock.write_text("")
    with edited(store.path) as book:
        cell_of(book["Réponses"], "C01-R1", "Niveau").value = "Ajusté"
    store.refresh()
    assert store.state[LEVEL] == 4
    with pytest.raises(StorageError, match="ouvert dans un tableur"):
        store.save_workbook()
    with edited(store.path) as book:
        cell_of(book["Réponses"], "C01-R1", "Niveau").value = "Projeté"
    store.refresh()
    assert store.state[LEVEL] == 1
    lock.unlink()
    store.save_workbook()
    assert not any("ouvert dans un tableur" in notice.text for notice in store.notices)


def test_an_edit_that_was_taken_over_is_not_taken_twice(store):
    """After a crash before the workbook is written again, what the user changed since stays."""
    with edited(store.path) as book:
        cell_of(book["Réponses"], "C01-R1", "Niveau").value = "Ajusté"
    received = store.path.read_bytes()
    store.refresh()
    change(store, LEVEL, 1)
    store.close()
    store.path.write_bytes(received)
    again = Store(store.path, CMQ)
    assert again.state[LEVEL] == 1
    assert again.revision == store.revision
    again.close()


def test_an_old_copy_put_back_takes_nothing_away(store):
    """A backup of the workbook alone says nothing new: later answers stay, and nothing clashes."""
    old = store.path.read_bytes()
    change(store, LEVEL, 4)
    change(store, OTHER_LEVEL, 2)
    store.save_workbook()
    before = dict(store.state)
    store.path.write_bytes(old)
    store.refresh()
    assert dict(store.state) == before
    assert store.notices == ()


def test_an_old_copy_with_an_edit_brings_that_edit_alone(store, tmp_path):
    """A colleague's file of last week brings what the colleague changed."""
    copy = tmp_path / "courriel" / "copie.xlsx"
    copy.parent.mkdir()
    shutil.copy(store.path, copy)
    change(store, LEVEL, 4)
    store.save_workbook()
    with edited(copy) as book:
        cell_of(book["Réponses"], "C02-R1", "Niveau").value = "Évalué"
    copy.replace(store.path)
    store.refresh()
    assert (store.state[LEVEL], store.state[OTHER_LEVEL]) == (4, 3)
    assert not any("fois ici" in notice.text for notice in store.notices)


def test_sheets_and_columns_of_others_are_not_lost(store):
    """What the application cannot keep stays in a copy of the file as it was received."""
    with edited(store.path) as book:
        book.create_sheet("Notes de Paul")["A1"] = "à revoir"
        cell_of(book["Réponses"], "C02-R1", "Niveau").value = "Évalué"
    store.refresh()
    store.save_workbook()
    assert store.state[OTHER_LEVEL] == 3
    (copy,) = [p for p in store.path.parent.iterdir() if ".recu-" in p.name]
    assert openpyxl.load_workbook(copy)["Notes de Paul"]["A1"].value == "à revoir"
    assert "Notes de Paul" in told(store)


@pytest.mark.parametrize(
    "sheet",
    [
        *("Réponses", "Preuves", "Annexe", "Campagne", "Indicateurs", "Objectifs"),
        *("Séances", "Membres", "Présences", "Décisions"),
    ],
)
@pytest.mark.parametrize("header", ["Avis de Paul", None])
def test_an_added_column_stays_in_a_copy(store, sheet, header):
    """Also where it has no header, and where nothing else changed."""
    before = dict(store.state)
    with edited(store.path) as book:
        column = book[sheet].max_column + 1
        book[sheet].cell(1, column).value = header
        book[sheet].cell(2, column).value = "d'accord"
    store.refresh()
    assert f"{sheet} : les colonnes ajoutées" in told(store)
    change(store, LEVEL, 2)
    store.save_workbook()
    assert dict(store.state) == {**before, LEVEL: 2}
    (copy,) = [p for p in store.path.parent.iterdir() if ".recu-" in p.name]
    assert openpyxl.load_workbook(copy)[sheet].cell(2, column).value == "d'accord"


def test_columns_may_be_moved_and_a_missing_sheet_or_column_is_no_deletion(store):
    """Cells are found by their header; what is missing says nothing."""
    with edited(store.path) as book:
        sheet = book["Réponses"]
        sheet.insert_cols(1)
        sheet.delete_cols(next(c.column for c in sheet[1] if c.value == "Commentaire"))
        sheet.cell(2, next(c.column for c in sheet[1] if c.value == "Motif")).value = "motif"
        del book["Campagne"]
    before = dict(store.state)
    store.refresh()
    assert dict(store.state) == {**before, ANSWERS.field("C01-R1", "motif"): "motif"}
    assert "Commentaire" in told(store)
    assert "Campagne" in told(store)


def test_values_that_the_framework_does_not_know_survive_an_edit(store):
    """A later kind of entity comes through a save, an edit elsewhere and a new opening."""
    action = Field("action", "A-1", "charge")
    change(store, action, 12.5)
    store.save_workbook()
    with edited(store.path) as book:
        cell_of(book["Réponses"], "C02-R1", "Niveau").value = "Évalué"
    journal_path(store.path).unlink()
    store.close()
    again = Store(store.path, CMQ)
    assert again.state[action] == 12.5
    assert again.state[OTHER_LEVEL] == 3
    again.close()
