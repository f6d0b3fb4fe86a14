"""Indicators that somebody filled in Excel: values, new rows, corrected years, objectives, and what cannot be taken."""

from __future__ import annotations

import pytest

from cmq.campaign import ANSWERS, EVIDENCE, PLANS, VALUES, Edit, check_field
from cmq.files.paths import journal_path
from cmq.journal import entries as journal
from cmq.storage.store import WORKBOOK_AUTHOR, Store
from tests.unit.builders import (
    evidence,
    indicator_groups,
    indicator_plan,
    indicator_value,
    own_fields,
)
from tests.unit.storage.helpers import (
    FAMILY_CHECKS,
    SMALL_MEASURED,
    append,
    cell_at,
    cell_of,
    change,
    create,
    edited,
    told,
)

REQUIREMENT = SMALL_MEASURED.assessed[0].id
NUMERATOR = VALUES.field("REU-01:2024", "numerateur")
DENOMINATOR = VALUES.field("REU-01:2024", "denominateur")
BEFORE = {
    **indicator_value("REU-01", 2023, 160, 180, source="DEPP"),
    **indicator_value("REU-01", 2024, 171, 190, comment="provisoire"),
    **indicator_groups("FOR-01", 2024, {"femmes": 500}),
    **indicator_plan("REU-01", cible=92, cible_annee=2027),
}


@pytest.fixture
def store(tmp_path):
    """A campaign with two years of a rate, a group of a school year and a target, its workbook up to date."""
    edits = [Edit(field, None, value) for field, value in BEFORE.items()]
    store = create(tmp_path, *edits, framework=SMALL_MEASURED)
    yield store
    store.close()


def values(store, kind="valeur"):
    """The state's values of a kind."""
    return {field: value for field, value in store.state.items() if field.kind == kind}


def was(**ids):
    """The values of before without those of some ids, in the order of the sheet."""
    return {f: v for f, v in BEFORE.items() if f.kind == "valeur" and f.id not in ids.values()}


def moved(old, new):
    """The values of one id as those of another."""
    return {field._replace(id=new): value for field, value in BEFORE.items() if field.id == old}


def copies(store):
    """The workbooks as received that were kept aside."""
    return [p for p in store.path.parent.iterdir() if ".recu-" in p.name]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (175, 175),
        (175.5, 175.5),
        ("1 234,5", 1234.5),
        ("1\u202f234", 1234),
        ("12 %", 12),
        ("12.5", 12.5),
        ("ND", "nd"),
        ("-", "nd"),
        (0, 0),
        (0.1 + 0.2, 0.3),
        (2.0000000000000004, 2),
    ],
)
def test_a_number_is_taken_as_it_is_written(store, typed, stored):
    """Numbers, numbers that are text, and « nd »: with the type that the application itself stores."""
    with edited(store.path) as book:
        cell_of(book["Indicateurs"], "REU-01:2024", "Numérateur").value = typed
    store.refresh()
    assert store.state[NUMERATOR] == stored
    assert type(store.state[NUMERATOR]) is type(stored)
    assert values(store).keys() == was().keys()
    assert store.history()[-1].author == WORKBOOK_AUTHOR
    assert [edit.field for edit in store.history()[-1].edits] == [NUMERATOR]
    store.save_workbook()
    assert not copies(store)


@pytest.mark.parametrize("typed", ["environ 170", "12 ou 13", True, 1e15, "=A1"])
def test_what_is_no_number_is_named_and_the_value_kept(store, typed):
    """The notice names the cell, what it held is in the journal, and the rest of the row is taken."""
    with edited(store.path) as book:
        sheet = book["Indicateurs"]
        cell = cell_of(sheet, "REU-01:2024", "Numérateur")
        cell.value = typed
        if isinstance(typed, str):
            cell.data_type = "s"
        cell_of(sheet, "REU-01:2024", "Source").value = "Rectorat"
    store.refresh()
    assert values(store) == was() | {VALUES.field("REU-01:2024", "source"): "Rectorat"}
    assert f"Indicateurs!{cell.coordinate}" in told(store)
    assert "un nombre comme 1234,5" in told(store)
    clashes = [c for e in journal.read(journal_path(store.path)).entries[1:] for c in e.clashes]
    assert [(c.field, c.kept) for c in clashes] == [(NUMERATOR, 171)]
    store.save_workbook()
    assert len(copies(store)) == 1


@pytest.mark.parametrize(
    ("cells", "id_"),
    [
        ({"Indicateur": "REU-01", "Année": 2025}, "REU-01:2025"),
        ({"Indicateur": "reu-01", "Année": "2025"}, "REU-01:2025"),
        ({"Indicateur": "Taux de réussite aux examens", "Année": 2025}, "REU-01:2025"),
        ({"Indicateur": "TAUX DE REUSSITE AUX EXAMENS", "Année": 2025}, "REU-01:2025"),
        ({"Indicateur": "FOR-01", "Année": "2023-2024"}, "FOR-01:2023"),
        ({"Indicateur": "FOR-01", "Année": "2023/24", "Groupe": "Femmes"}, "FOR-01:2023:femmes"),
        ({"Indicateur": "FOR-01", "Année": 2024, "Groupe": "hommes"}, "FOR-01:2024:hommes"),
        ({"Indicateur": "FOR-01", "Année": 2024, "Groupe": "FORMATION continue "}, "FOR-01:2024:continue"),
        ({"Identifiant": "à moi", "Indicateur": "REU-01", "Année": 2025}, "REU-01:2025"),
    ],
)
def test_a_new_row_is_a_new_value(store, cells, id_):
    """Its indicator, year and group tell which; the same at every reading."""
    with edited(store.path) as book:
        append(book["Indicateurs"], **cells, Valeur=91, Source="DEPP")
    store.refresh()
    new = {VALUES.field(id_, "valeur"): 91, VALUES.field(id_, "source"): "DEPP"}
    assert values(store) == was() | new
    assert "n'a pas été repris" not in told(store)
    revision = store.revision
    store.save_workbook()
    again = Store(store.path, SMALL_MEASURED)
    assert again.revision == revision
    assert values(again) == was() | new
    again.close()


@pytest.mark.parametrize(
    ("header", "value", "id_"),
    [
        ("Année", 2022, "REU-01:2022"),
        ("Année", "2025", "REU-01:2025"),
        ("Indicateur", "REU-02", "REU-02:2023"),
    ],
)
def test_a_row_that_says_another_value_moves_it(store, header, value, id_):
    """A corrected year or indicator takes every field along, and leaves nothing behind."""
    with edited(store.path) as book:
        cell_of(book["Indicateurs"], "REU-01:2023", header).value = value
    store.refresh()
    assert values(store) == was(old="REU-01:2023") | moved("REU-01:2023", id_)
    assert not any(field.id == "REU-01:2023" for field in store.state)
    store.save_workbook()
    assert not copies(store)


@pytest.mark.parametrize(
    ("group", "id_"), [("Hommes", "FOR-01:2024:hommes"), (None, "FOR-01:2024"), ("", "FOR-01:2024")]
)
def test_a_corrected_group_moves_the_value(store, group, id_):
    """To another group, or to the whole where the cell is emptied; the former group has none any more."""
    with edited(store.path) as book:
        cell_of(book["Indicateurs"], "FOR-01:2024:femmes", "Groupe").value = group
    store.refresh()
    assert values(store) == was(old="FOR-01:2024:femmes") | {VALUES.field(id_, "valeur"): 500}
    assert VALUES.field("FOR-01:2024:femmes", "valeur") not in store.state


def test_what_only_the_other_sheet_shows_moves_along(store):
    """A text in place of a number follows the row that it belongs to, and stays nowhere else."""
    change(store, VALUES.field("REU-01:2023", "numerateur"), "environ 160")
    store.save_workbook()
    with edited(store.path) as book:
        cell_of(book["Indicateurs"], "REU-01:2023", "Année").value = 2022
    store.refresh()
    expected = was(old="REU-01:2023") | moved("REU-01:2023", "REU-01:2022")
    assert values(store) == expected | {VALUES.field("REU-01:2022", "numerateur"): "environ 160"}
    assert not any(field.id == "REU-01:2023" for field in store.state)


def test_two_years_that_change_places_are_both_taken(store):
    """Each value goes where its row says, and none is emptied."""
    with edited(store.path) as book:
        sheet = book["Indicateurs"]
        cell_of(sheet, "REU-01:2023", "Année").value = 2024
        cell_of(sheet, "REU-01:2024", "Année").value = 2023
    store.refresh()
    expected = was(one="REU-01:2023", two="REU-01:2024")
    expected |= moved("REU-01:2023", "REU-01:2024") | moved("REU-01:2024", "REU-01:2023")
    assert values(store) == expected
    assert "figure déjà" not in told(store)


def test_a_copied_row_with_another_year_is_a_new_value(store):
    """The row that was copied still stands: its value is not emptied."""
    with edited(store.path) as book:
        copy = {"Identifiant": "REU-01:2024", "Indicateur": "REU-01", "Année": 2025}
        append(book["Indicateurs"], **copy, Numérateur=180, Dénominateur=200)
    store.refresh()
    assert values(store) == was() | indicator_value("REU-01", 2025, 180, 200)
    assert "figure déjà" not in told(store)


@pytest.mark.parametrize(("row", "year", "line"), [("REU-01:2023", 2024, 4), ("REU-01:2024", 2023, 3)])
def test_a_year_that_another_row_has_is_not_taken(store, row, year, line):
    """Above or below, the row that was written for the year has it; the other one's value stays as it was."""
    with edited(store.path) as book:
        sheet = book["Indicateurs"]
        cell = cell_of(sheet, row, "Année")
        cell.value = year
        cell_of(sheet, row, "Dénominateur").value = 999
        cell_of(sheet, f"REU-01:{year}", "Valeur").value = 90
    store.refresh()
    assert values(store) == was() | {VALUES.field(f"REU-01:{year}", "valeur"): 90}
    found = told(store).replace("\u00a0", " ")
    assert (
        f"Indicateurs!{cell.coordinate} n'a pas été repris : « REU-01:{year} » figure déjà à la ligne {line}"
        in found
    )
    assert found.count("n'a pas été repris") == 1
    assert 999 not in store.state.values()
    store.save_workbook()
    assert len(copies(store)) == 1


def test_of_two_new_rows_for_one_year_the_upper_one_is_taken(store):
    """The lower one is told of and not taken, not even what the upper one leaves empty."""
    with edited(store.path) as book:
        sheet = book["Indicateurs"]
        append(sheet, Indicateur="REU-01", Année=2025, Valeur=91)
        second = append(sheet, Indicateur="Taux de réussite aux examens", Année="2025", Valeur=93, Source="x")
    store.refresh()
    assert values(store) == was() | {VALUES.field("REU-01:2025", "valeur"): 91}
    assert f"figure déjà à la ligne {second - 1}" in told(store)
    assert f"Indicateurs!D{second} " in told(store)


def test_a_value_whose_row_is_refused_is_not_taken_by_a_third_row(store):
    """2022 wants 2023, 2023 wants 2024 and 2024 stays: nothing moves, nothing is written over."""
    for name, number in (("numerateur", 150), ("denominateur", 170)):
        change(store, VALUES.field("REU-01:2022", name), number)
    store.save_workbook()
    before = values(store)
    with edited(store.path) as book:
        sheet = book["Indicateurs"]
        cell_of(sheet, "REU-01:2022", "Année").value = 2023
        cell_of(sheet, "REU-01:2023", "Année").value = 2024
    store.refresh()
    assert values(store) == before
    assert told(store).count("figure déjà") == 2


def test_a_copy_that_cannot_be_taken_keeps_the_value_that_moved(store):
    """One row of 2023 goes to 2022, a copy of it wants 2024, which is there: 2023 is not emptied."""
    with edited(store.path) as book:
        sheet = book["Indicateurs"]
        cell_of(sheet, "REU-01:2023", "Année").value = 2022
        append(sheet, Identifiant="REU-01:2023", Indicateur="REU-01", Année=2024, Valeur=999)
    store.refresh()
    assert values(store) == was() | moved("REU-01:2023", "REU-01:2022")
    assert told(store).count("figure déjà") == 1


def test_a_group_that_the_indicator_has_not_stays_where_it_is_stored(store):
    """It came with another framework: its row is read, whatever the case of the word, and no new one like it."""
    field = VALUES.field("REU-01:2024:femmes", "valeur")
    change(store, field, 91)
    store.save_workbook()
    with edited(store.path) as book:
        sheet = book["Indicateurs"]
        cell_of(sheet, field.id, "Groupe").value = "FEMMES"
        cell_of(sheet, field.id, "Valeur").value = 92
        append(sheet, Indicateur="REU-01", Année=2025, Groupe="Femmes", Valeur=93)
    store.refresh()
    assert values(store) == was() | {field: 92}
    assert told(store).count("n'a pas été repris") == 1


@pytest.mark.parametrize(
    ("header", "value", "reason"),
    [
        ("Indicateur", "REU-99", "l'indicateur « REU-99 » est inconnu"),
        ("Indicateur", None, "l'indicateur manque"),
        ("Année", "bientôt", "l'année « bientôt » n'est pas comprise"),
        ("Année", "2024-2026", "2024-2026"),
        ("Année", 24, "l'année « 24 » n'est pas comprise"),
        ("Année", None, "l'année manque"),
        ("Groupe", "Filles", "le groupe « Filles » est inconnu"),
        ("Groupe", "Femmes", "l'indicateur REU-01 n'a pas de groupe « Femmes »"),
    ],
)
def test_what_a_row_is_of_is_named_where_it_is_unknown(store, header, value, reason):
    """The cell is told; the row still stands for its value, whose other cells are taken."""
    with edited(store.path) as book:
        sheet = book["Indicateurs"]
        cell = cell_of(sheet, "REU-01:2024", header)
        cell.value = value
        cell_of(sheet, "REU-01:2024", "Numérateur").value = 175
        new = append(sheet, **({"Indicateur": "REU-01", "Année": 2025} | {header: value}), Valeur=1)
    store.refresh()
    assert values(store) == was() | {NUMERATOR: 175}
    found = told(store).replace("\u00a0", " ")
    assert f"Indicateurs!{cell.coordinate} n'a pas été repris : " in found
    assert f"Indicateurs!{cell.column_letter}{new} n'a pas été repris : " in found
    assert reason in found
    store.save_workbook()
    assert len(copies(store)) == 1


def test_emptied_cells_empty_the_value_and_a_deleted_row_nothing(store):
    """Emptying is a change like another; a row that is gone is told and its value kept."""
    with edited(store.path) as book:
        sheet = book["Indicateurs"]
        cell_of(sheet, "REU-01:2024", "Numérateur").value = None
        sheet.delete_rows(cell_of(sheet, "REU-01:2023", "Année").row)
    store.refresh()
    assert values(store) == {field: value for field, value in was().items() if field != NUMERATOR}
    assert "Absent du classeur, gardé ici : REU-01:2023." in told(store)


def test_a_row_with_everything_emptied_but_its_id_empties_its_value(store):
    """That is how a value is taken away; nothing is told of the year that is missing."""
    with edited(store.path) as book:
        sheet = book["Indicateurs"]
        for cell in sheet[cell_of(sheet, "REU-01:2023", "Année").row][1:]:
            cell.value = None
        append(sheet, Commentaire="une note")
    store.refresh()
    assert values(store) == was(old="REU-01:2023")
    assert told(store).count("n'a pas été repris") == 1
    assert "l'indicateur et l'année manquent" in told(store)


def test_a_value_that_changed_on_both_sides_is_a_clash(store):
    """The application's number stays, the workbook's is in the journal; the rest of the row is taken."""
    with edited(store.path) as book:
        sheet = book["Indicateurs"]
        cell_of(sheet, "REU-01:2024", "Numérateur").value = 180
        cell_of(sheet, "REU-01:2024", "Dénominateur").value = 200
        cell_of(book["Objectifs"], "REU-01", "Cible").value = 95
    change(store, NUMERATOR, 185)
    change(store, PLANS.field("REU-01", "cible"), 90)
    store.refresh()
    assert (store.state[NUMERATOR], store.state[DENOMINATOR]) == (185, 200)
    assert store.state[PLANS.field("REU-01", "cible")] == 90
    record = journal.read(journal_path(store.path)).entries[-1]
    assert {(c.field, c.kept, c.refused) for c in record.clashes} == {
        (NUMERATOR, 185, 180),
        (PLANS.field("REU-01", "cible"), 90, 95),
    }
    assert "REU-01:2024 (Numérateur)" in told(store)
    assert "REU-01 (Cible)" in told(store)


def test_a_year_that_moved_there_and_changed_here_loses_nothing(store):
    """The moved value arrives; what was typed here meanwhile stays where it was typed."""
    with edited(store.path) as book:
        cell_of(book["Indicateurs"], "REU-01:2024", "Année").value = 2025
    change(store, NUMERATOR, 185)
    store.refresh()
    expected = was(old="REU-01:2024") | moved("REU-01:2024", "REU-01:2025") | {NUMERATOR: 185}
    assert values(store) == expected
    assert "Modifié à la fois ici et dans le classeur" in told(store)


def test_two_people_who_fill_one_year_meet_in_the_same_value(store):
    """A new row for a year that was typed here meanwhile is a clash, and no second value."""
    with edited(store.path) as book:
        append(book["Indicateurs"], Indicateur="REU-01", Année=2025, Valeur=91, Source="DEPP")
    change(store, VALUES.field("REU-01:2025", "valeur"), 93)
    store.refresh()
    new = {VALUES.field("REU-01:2025", "valeur"): 93, VALUES.field("REU-01:2025", "source"): "DEPP"}
    assert values(store) == was() | new
    assert "REU-01:2025 (Valeur)" in told(store)


def test_values_of_an_own_indicator_are_known_by_its_name(store):
    """The names that the workbook was written with count, and a name of two indicators is none."""
    for id_, name in (("CAMPUS-1", "Visiteurs du forum"), ("CAMPUS-2", "Stages"), ("CAMPUS-3", "Stages")):
        for field, value in own_fields(id_, nom=name).items():
            change(store, field, value)
    store.save_workbook()
    with edited(store.path) as book:
        sheet = book["Indicateurs"]
        append(sheet, Indicateur="visiteurs du FORUM", Année=2025, Valeur=300)
        append(sheet, Indicateur="Stages", Année=2025, Valeur=12)
        cell_of(book["Objectifs"], "CAMPUS-1", "Suivi").value = "Oui"
    store.refresh()
    assert values(store) == was() | {VALUES.field("CAMPUS-1:2025", "valeur"): 300}
    assert store.state[PLANS.field("CAMPUS-1", "suivi")] == "oui"
    assert "l'indicateur « Stages » est inconnu" in told(store).replace("\u00a0", " ")


def test_objectives_are_taken_back_like_answers(store):
    """Words and years as people write them; what is computed is not read."""
    with edited(store.path) as book:
        sheet = book["Objectifs"]
        for id_, header, value in (
            ("FOR-01", "Suivi", "NON"),
            ("FOR-01", "Départ", "1 200"),
            ("FOR-01", "Année de départ", "2021-2022"),
            ("FOR-01", "Sens", "à la hausse"),
            ("REU-01", "Cible", None),
            ("REU-01", "Année de la cible", 2028),
            ("REU-01", "Dernière valeur", "99 %"),
        ):
            cell_of(sheet, id_, header).value = value
    store.refresh()
    assert values(store, "indicateur") == {
        **indicator_plan("FOR-01", suivi="non", depart=1200, depart_annee=2021),
        **indicator_plan("REU-01", cible_annee=2028),
    }
    assert values(store) == was()
    assert "n'a pas été repris" not in told(store)


@pytest.mark.parametrize(
    ("header", "value", "name"),
    [
        ("Suivi", "peut-être", "suivi"),
        ("Cible", "beaucoup", "cible"),
        ("Année de la cible", "2027-2029", "cible_annee"),
    ],
)
def test_an_objective_that_means_nothing_is_named_and_kept(store, header, value, name):
    """The notice names the cell; the objective stays what it was."""
    with edited(store.path) as book:
        cell = cell_of(book["Objectifs"], "REU-01", header)
        cell.value = value
    store.refresh()
    assert dict(values(store, "indicateur")) == indicator_plan("REU-01", cible=92, cible_annee=2027)
    assert f"Objectifs!{cell.coordinate} « {value} »" in told(store).replace("\u00a0", " ")
    clashes = [c for e in journal.read(journal_path(store.path)).entries[1:] for c in e.clashes]
    assert [c.field for c in clashes] == [PLANS.field("REU-01", name)]


def test_an_indicator_may_be_the_evidence(store):
    """« Preuves » has a column for it, read and written like the others."""
    for field, value in evidence(REQUIREMENT, name="P-1", link="", indicator="REU-01").items():
        change(store, field, value)
    store.save_workbook()
    with edited(store.path) as book:
        cell_of(book["Preuves"], "P-1", "Indicateur").value = "FOR-01"
        append(book["Preuves"], Titre="Courbe", Indicateur="REU-01", Exigences=REQUIREMENT)
    store.refresh()
    assert store.state[EVIDENCE.field("P-1", "indicateur")] == "FOR-01"
    assert sorted(item.indicator for item in store.campaign.evidence.values()) == ["FOR-01", "REU-01"]
    assert all(item.requirements == {REQUIREMENT} for item in store.campaign.evidence.values())


def test_a_tick_of_a_check_that_is_made_by_itself_is_not_read(tmp_path):
    """Whatever somebody writes there, no field comes of it and nothing is told."""
    store = create(tmp_path)
    revision = store.revision
    with edited(store.path) as book:
        for _, check in FAMILY_CHECKS:
            cell_of(book["Vérifications"], check, "Vérifié").value = "oui"
        cell_of(book["Vérifications"], FAMILY_CHECKS[0][1], "Vérifié").value = "n'importe quoi"
    store.refresh()
    assert store.revision == revision
    assert store.notices == ()
    assert not any(check_field(*pair) in store.state for pair in FAMILY_CHECKS)
    store.close()


def test_sorting_the_rows_changes_nothing(store):
    """Rows are known by what they say, wherever they stand."""
    revision = store.revision
    with edited(store.path) as book:
        sheet = book["Indicateurs"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for number, row in enumerate(reversed(rows), start=2):
            for column, value in enumerate(row, start=1):
                sheet.cell(number, column).value = value
    store.refresh()
    assert store.revision == revision
    assert store.notices == ()


def test_rows_without_their_ids_are_known_all_the_same(store):
    """« Identifiant » emptied everywhere moves nothing and doubles nothing."""
    with edited(store.path) as book:
        sheet = book["Indicateurs"]
        for number in range(2, sheet.max_row + 1):
            cell_at(sheet, number, "Identifiant").value = None
        cell_at(sheet, 4, "Numérateur").value = 172
    store.refresh()
    assert values(store) == was() | {NUMERATOR: 172}
    assert "n'a pas été repris" not in told(store)


def test_without_a_column_of_its_identity_a_row_is_known_by_its_id(store):
    """« Groupe » deleted: no group is taken for the whole, and new rows are told of."""
    with edited(store.path) as book:
        sheet = book["Indicateurs"]
        sheet.delete_cols(cell_at(sheet, 1, "Groupe").column)
        cell_of(sheet, "FOR-01:2024:femmes", "Valeur").value = 510
        append(sheet, Indicateur="FOR-01", Année=2024, Valeur=1200)
    store.refresh()
    assert values(store) == was() | {VALUES.field("FOR-01:2024:femmes", "valeur"): 510}
    assert VALUES.field("FOR-01:2024", "valeur") not in store.state
    found = told(store).replace("\u00a0", " ")
    assert "la colonne « Groupe » manque" in found
    assert "l'identifiant manque" in found


def test_an_answer_and_a_value_come_in_one_line_of_the_history(store):
    """What one copy of the workbook brought is one change, and counts whole or not at all."""
    with edited(store.path) as book:
        cell_of(book["Réponses"], REQUIREMENT, "Commentaire").value = "relu"
        cell_of(book["Indicateurs"], "REU-01:2024", "Valeur").value = 90
    count = len(store.history())
    store.refresh()
    assert len(store.history()) == count + 1
    assert {edit.field for edit in store.history()[-1].edits} == {
        ANSWERS.field(REQUIREMENT, "commentaire"),
        VALUES.field("REU-01:2024", "valeur"),
    }
    assert values(store).keys() == was().keys() | {VALUES.field("REU-01:2024", "valeur")}
