"""The committee in the workbook: what its sheets show, what they give back, and what is told of a bad cell."""

from __future__ import annotations

import io
import random
import zipfile
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import example, given

from cmq.campaign import (
    ANSWERS,
    DECISIONS,
    EVIDENCE,
    MEETINGS,
    MEMBERS,
    VERSIONS,
    Edit,
    Field,
    describe,
    evidence_link_field,
    presence_field,
)
from cmq.campaign.values import same_state
from cmq.files.paths import journal_path
from cmq.journal import entries as journal
from cmq.storage.library import Library
from cmq.storage.store import Store
from cmq.workbook import reading, titles, writing
from tests.examples import examples
from tests.unit.builders import CMQ, SMALL, decision, evidence, meeting, member, presence
from tests.unit.storage.helpers import (
    AUTHOR,
    append,
    cell_at,
    cell_of,
    change,
    committee_fields,
    create,
    edited,
    read_back,
    rows_of,
    stamp_for,
    states,
    told,
    written,
)

"""Campaigns as the application wrote them before it knew the committee."""
SHEETS = ("Séances", "Membres", "Présences", "Décisions")
COMPUTED_FILL = "F3F6FA"
RECTOR, REGION = CMQ.roles[0], CMQ.roles[1]

COMMITTEE = {
    **meeting(
        "S-1", day=date(2026, 11, 12), criteria="C01 ; C02", budget=date(2026, 11, 12), budget_year=2027
    ),
    **meeting("S-0", day=date(2025, 11, 13), held=False, indicators="REU-01"),
    **member("M-2", name="Zoé Durand", role=RECTOR.id, title="Rectrice"),
    **member("M-1", name="Ali Benali", role="autre", campus="Campus Essai"),
    **presence("S-1", M_1="present", M_2="represente"),
    **presence("S-0", M_2="absent"),
    **decision("D-2", due=date(2027, 3, 1), responsable="Ali", etat="faite", suivi="Signée", critere="C01"),
    **decision("D-1", nature="modification", exigence="C01-R1", niveau_avant=1, niveau=2, text="=preuve"),
    **decision("D-3", meeting_id="S-0", nature="report", indicateur="REU-01", etat="ouverte"),
    VERSIONS.field("V-1", "seance"): "S-1",
    VERSIONS.field("V-1", "date"): "2026-11-12T18:00:00+01:00",
    VERSIONS.field("V-1", "empreinte"): "b" * 64,
    VERSIONS.field("V-2", "seance"): "S-1",
    VERSIONS.field("V-2", "date"): "2026-11-12T09:00:00+01:00",
    VERSIONS.field("V-2", "empreinte"): "a" * 64,
    ANSWERS.field("C01-R1", "a_discuter"): True,
    EVIDENCE.field("P-1", "titre"): "Comité du 12 novembre",
    EVIDENCE.field("P-1", "seance"): "S-1",
    evidence_link_field("P-1", "C04-R1"): True,
}


@pytest.fixture
def store(tmp_path):
    """A campaign with a committee, its workbook up to date."""
    store = create(tmp_path, *(Edit(field, None, value) for field, value in COMMITTEE.items()))
    yield store
    store.close()


def book_of(state, framework=CMQ):
    """The workbook of a state, opened by another program."""
    return openpyxl.load_workbook(io.BytesIO(written(state, framework)))


def others(book):
    """The fields that only « Autres » shows."""
    return {Field(*(part or "" for part in row[:3])) for row in rows_of(book["Autres"])}


def day(year, month, number):
    """A date as a cell gives it."""
    return datetime(year, month, number)  # noqa: DTZ001 - a cell has no zone


def records_of(store, kind):
    """What the store knows of that kind, by id."""
    found = {}
    for field, value in store.state.items():
        if field.kind == kind:
            found.setdefault(field.id, {})[field.name] = value
    return found


@given(states(committee_fields))
@examples(0.6)
@example({**COMMITTEE})
@example({presence_field("S-1", "M-1"): "present", **meeting("S-1")})
@example({presence_field("S-1", "M-1"): "present", **member("M-1")})
def test_whatever_is_known_of_a_committee_comes_back(state):
    """Values that are none of their column, and ids that make no row, too; nothing looks changed."""
    content = read_back(state)
    assert same_state(dict(content.values), state)
    assert content.untouched
    assert not content.remarks


def test_a_row_a_meeting_a_member_a_decision():
    """In the order of time, of the roles and of the record; only sealed versions are on « Autres »."""
    book = book_of(COMMITTEE)
    assert rows_of(book["Séances"]) == [
        ["S-0", day(2025, 11, 13), "Rectorat", "non", None, "REU-01", None, None, None],
        ["S-1", day(2026, 11, 12), "Rectorat", "oui", "C01 ; C02", None, day(2026, 11, 12), 2027, "b" * 64],
    ]
    assert rows_of(book["Membres"]) == [
        ["M-2", "Zoé Durand", RECTOR.name, "Rectrice", None],
        ["M-1", "Ali Benali", "Autre membre", None, "Campus Essai"],
    ]
    assert rows_of(book["Présences"]) == [
        ["S-0:M-2", day(2025, 11, 13), "Zoé Durand", "absent"],
        ["S-0:M-1", day(2025, 11, 13), "Ali Benali", None],
        ["S-1:M-2", day(2026, 11, 12), "Zoé Durand", "représenté"],
        ["S-1:M-1", day(2026, 11, 12), "Ali Benali", "présent"],
    ]
    late, held = day(2025, 11, 13), day(2026, 11, 12)
    text = "Écrire la convention."
    none = [None] * 3
    assert rows_of(book["Décisions"]) == [
        ["D-3", "S-0", late, "sujet reporté", text, None, None, "ouverte", *none, "REU-01", None, None],
        ["D-2", "S-1", held, "décision", text, "Ali", day(2027, 3, 1), "faite", "Signée", "C01", *none, None],
        [
            *("D-1", "S-1", held, "niveau modifié", "=preuve", None, None, None, None, None, "C01-R1", None),
            *("Projeté", "Mis en œuvre"),
        ],
    ]
    assert cell_of(book["Réponses"], "C01-R1", "À discuter").value == "oui"
    assert cell_of(book["Réponses"], "C01-R2", "À discuter").value is None
    assert cell_of(book["Preuves"], "P-1", "Séance").value == "S-1"
    assert {field.kind for field in others(book)} == {"version"}
    assert not any(
        cell.data_type == "f" for title in SHEETS for row in book[title].iter_rows() for cell in row
    )


def test_only_what_is_computed_looks_so():
    """The columns that are not read back are told by their colour, and what is typed there changes nothing."""
    expected = {
        "Séances": {"Identifiant", "Empreinte de la version"},
        "Membres": {"Identifiant"},
        "Présences": {"Identifiant", "Date de la séance", "Membre"},
        "Décisions": {"Identifiant", "Date de la séance"},
    }
    book = book_of(COMMITTEE)
    for title, computed in expected.items():
        sheet = book[title]
        pale = {sheet.cell(1, c.column).value for c in sheet[2] if c.fill.fgColor.rgb[2:] == COMPUTED_FILL}
        assert pale == computed
        for header in computed - {"Identifiant"}:
            cell_at(sheet, 2, header).value = "autre chose"
    buffer = io.BytesIO()
    book.save(buffer)
    content = reading.read(buffer.getvalue(), CMQ)
    assert content.untouched
    assert not content.remarks


def test_what_a_column_takes_is_offered_below_the_table():
    """Lists for words, roles, levels and yes or no; a meeting may be chosen, and another id typed."""
    book = book_of(COMMITTEE)

    def helps(title):
        return {
            str(v.sqref): (v.type, v.formula1, bool(v.showErrorMessage))
            for v in book[title].data_validations.dataValidation
        }

    assert helps("Séances") == {
        "B2:B503": ("date", "61", True),
        "D2:D503": ("list", '"oui,non"', True),
        "G2:G503": ("date", "61", True),
    }
    assert helps("Membres") == {"C2:C503": ("list", f"=Listes!$H$2:$H${len(CMQ.roles) + 1}", True)}
    assert helps("Présences") == {"D2:D5": ("list", '"présent,représenté,absent"', True)}
    decisions = helps("Décisions")
    assert decisions["B2:B504"] == ("list", "=Séances!$A$2:$A$3", False)
    assert decisions["N2:N504"] == ("list", "=Listes!$B$2:$B$6", True)
    assert helps("Preuves")["G2:G502"] == ("list", "=Séances!$A$2:$A$3", False)
    assert helps("Réponses")[f"L2:L{len(CMQ.assessed) + 1}"] == ("list", '"oui,non"', True)
    offered = [row[7] for row in rows_of(book["Listes"]) if row[7]]
    assert offered == [role.name for role in CMQ.roles]
    assert "mécène" not in offered


def test_the_same_state_makes_the_same_sheets_of_meetings_members_and_presences():
    """Whatever the order in which the fields came, no row moves."""
    names = [f"xl/worksheets/sheet{titles.TITLES.index(title) + 1}.xml" for title in SHEETS[:3]]

    def sheets(state):
        with zipfile.ZipFile(io.BytesIO(written(state))) as archive:
            return [archive.read(name) for name in names]

    fields = list(COMMITTEE.items())
    expected = sheets(COMMITTEE)
    for seed in range(3):
        random.Random(seed).shuffle(fields)
        assert sheets(dict(fields)) == expected
    assert sheets({}) != expected


def test_a_meeting_whose_id_makes_no_presence_has_no_rows_of_presences():
    """« S:1 » and « M » would be told from « S » and « 1:M » by nobody."""
    state = {**meeting("S:1"), **meeting("S"), **member("M"), **member("1:M")}
    book = book_of(state)
    assert [row[0] for row in rows_of(book["Présences"])] == ["S:1:M", "S:M"]
    assert cell_of(book["Présences"], "S:1:M", "Membre").value == "Claire Martin"
    content = read_back({**state, presence_field("S:1", "M"): "present"})
    assert content.values[presence_field("S", "1:M")] == "present"
    assert content.untouched


def test_the_presence_of_a_member_who_is_no_longer_there_is_kept_and_makes_no_row(store):
    """Nor does that at a meeting that is no longer there: « Autres » has both."""
    gone = [field for field in COMMITTEE if field.id in ("M-2", "S-0")]
    store.record([Edit(field, COMMITTEE[field], None) for field in gone], AUTHOR)
    store.save_workbook()
    book = openpyxl.load_workbook(store.path)
    assert [row[0] for row in rows_of(book["Présences"])] == ["S-1:M-1"]
    orphans = {presence_field("S-1", "M-2"), presence_field("S-0", "M-2")}
    assert {field for field in others(book) if field.kind == "presence"} == orphans
    content = reading.read(store.path.read_bytes(), CMQ)
    assert orphans <= content.values.keys()
    assert not content.remarks


def test_new_rows_are_new_and_get_an_id_of_their_kind(store):
    """The id comes from the content: reading the file again finds the same one."""
    with edited(store.path) as book:
        append(book["Séances"], Date="12/11/2027", Lieu="Région", Tenue="non")
        append(book["Membres"], Nom="Luc Petit", Rôle="recteur d'academie")
        append(book["Membres"], Nom="Anne Roux", Rôle=REGION.id)
        append(book["Décisions"], Séance="S-1", Nature="Décision", Texte="Écrire", Niveau="evalue")
    received = store.path.read_bytes()
    before = dict(store.state)
    store.refresh()
    new = {field: value for field, value in store.state.items() if field not in before}
    by_id = {}
    for field, value in new.items():
        by_id.setdefault(field.id[:2], []).append((field.name, value))
    assert dict(by_id["S-"]) == {"date": "2027-11-12", "lieu": "Région"}
    assert by_id["M-"] == [
        ("nom", "Luc Petit"),
        ("role", RECTOR.id),
        ("nom", "Anne Roux"),
        ("role", REGION.id),
    ]
    assert dict(by_id["D-"]) == {"seance": "S-1", "nature": "decision", "texte": "Écrire", "niveau": 3}
    assert all(len(field.id) == 14 for field in new)
    assert "n'a pas été repris" not in told(store)
    store.close()
    after = dict(store.state)
    store.path.write_bytes(received)
    again = Store(store.path, CMQ)
    assert dict(again.state) == after
    again.close()


@pytest.mark.parametrize(
    ("title", "kind", "id_", "header", "name"),
    [
        ("Séances", "seance", "S-1", "Lieu", "lieu"),
        ("Membres", "membre", "M-1", "Nom", "nom"),
        ("Décisions", "decision", "D-1", "Texte", "texte"),
        ("Preuves", "preuve", "P-1", "Titre", "titre"),
    ],
)
def test_a_copied_row_is_no_edit_of_the_first(store, title, kind, id_, header, name):
    """Two rows with one id are two entities, and so are two rows that say the same."""
    before = records_of(store, kind)
    with edited(store.path) as book:
        for _ in range(2):
            append(book[title], Identifiant=id_, **{header: "Copie"})
    store.refresh()
    after = records_of(store, kind)
    new = [after[found] for found in after if found not in before]
    assert new == [{name: "Copie"}, {name: "Copie"}]
    assert after[id_] == before[id_]
    assert "figure déjà" not in told(store)


def test_an_emptied_cell_removes_the_value_and_a_deleted_row_does_not(store):
    """Also of a flag, a choice, a level and a presence."""
    emptied = {
        ("Séances", "S-1", "Tenue"): MEETINGS.field("S-1", "tenue"),
        ("Séances", "S-1", "Budget validé le"): MEETINGS.field("S-1", "budget_date"),
        ("Membres", "M-2", "Rôle"): MEMBERS.field("M-2", "role"),
        ("Présences", "S-1:M-2", "État"): presence_field("S-1", "M-2"),
        ("Décisions", "D-1", "Niveau avant"): DECISIONS.field("D-1", "niveau_avant"),
        ("Décisions", "D-2", "État"): DECISIONS.field("D-2", "etat"),
        ("Réponses", "C01-R1", "À discuter"): ANSWERS.field("C01-R1", "a_discuter"),
        ("Preuves", "P-1", "Séance"): EVIDENCE.field("P-1", "seance"),
    }
    before = dict(store.state)
    assert before.keys() >= set(emptied.values())
    with edited(store.path) as book:
        for title, id_, header in emptied:
            cell_of(book[title], id_, header).value = None
        for title, id_ in (("Décisions", "D-3"), ("Présences", "S-0:M-2")):
            book[title].delete_rows(cell_of(book[title], id_, "Identifiant").row)
    store.refresh()
    assert dict(store.state) == {f: v for f, v in before.items() if f not in set(emptied.values())}
    assert "D-3, S-0:M-2" in told(store)
    assert "n'a pas été repris" not in told(store)


def test_a_row_of_a_meeting_that_was_deleted_takes_no_presence_away(store):
    """The presences of a meeting without a row are told of, and stay; an empty one is not."""
    before = dict(store.state)
    with edited(store.path) as book:
        book["Séances"].delete_rows(2)
        assert book["Séances"]["A2"].value == "S-1"
    store.refresh()
    assert dict(store.state) == before
    assert "Présences!A2 n'a pas été repris : la séance « S-0 » est inconnue" in told(store)
    assert "Présences!A3" not in told(store)


@pytest.mark.parametrize("missing", ["Séances", "Membres"])
def test_a_missing_sheet_takes_nothing_away_and_presences_are_read_all_the_same(store, missing):
    """Without the meetings or the members, nobody can tell that one of them is unknown."""
    before = dict(store.state)
    with edited(store.path) as book:
        del book[missing]
        cell_of(book["Présences"], "S-0:M-1", "État").value = "Présent"
    store.refresh()
    assert dict(store.state) == before | {presence_field("S-0", "M-1"): "present"}
    assert f"La feuille « {missing} » manque" in told(store)
    assert "n'a pas été repris" not in told(store)


def test_a_presence_is_noted_in_its_row(store):
    """In words as people write them; an id typed by hand that names both is one, too."""
    with edited(store.path) as book:
        sheet = book["Présences"]
        cell_of(sheet, "S-0:M-1", "État").value = "REPRESENTE"
        row = cell_of(sheet, "S-1:M-1", "Identifiant").row
        sheet.delete_rows(row)
        append(sheet, Identifiant="S-1:M-1", État="absent")
    store.refresh()
    assert store.state[presence_field("S-0", "M-1")] == "represente"
    assert store.state[presence_field("S-1", "M-1")] == "absent"
    assert "n'a pas été repris" not in told(store)


@pytest.mark.parametrize(
    ("id_", "reason"),
    [
        ("S-9:M-1", "la séance « S-9 » est inconnue"),
        ("S-1:M-9", "le membre « M-9 » est inconnu"),
        ("S-1", "attendu : l'identifiant d'une séance et celui d'un membre, comme « S-1:M-1 »"),
        (":M-1", "attendu : l'identifiant d'une séance et celui d'un membre, comme « S-1:M-1 »"),
        (None, "l'identifiant manque"),
        ("S-1:M-1", "« S-1:M-1 » figure déjà plus haut"),
    ],
)
def test_a_presence_of_nobody_is_told_of_and_stays_in_a_copy(store, id_, reason):
    """It is no field of the campaign, and the file as it was received is kept."""
    before = dict(store.state)
    with edited(store.path) as book:
        row = append(book["Présences"], Identifiant=id_, État="absent")
    received = store.path.read_bytes()
    store.refresh()
    assert f"Présences!A{row} n'a pas été repris : {reason}." in told(store)
    store.save_workbook()
    assert dict(store.state) == before
    (copy,) = [p for p in store.path.parent.iterdir() if ".recu-" in p.name]
    assert copy.read_bytes() == received


def test_a_role_that_the_framework_does_not_know_survives(store):
    """It is on « Autres », its cell is empty, and a role that is chosen there takes its place."""
    field = MEMBERS.field("M-1", "role")
    change(store, field, "mecene")
    store.save_workbook()
    book = openpyxl.load_workbook(store.path)
    assert field in others(book)
    assert cell_of(book["Membres"], "M-1", "Rôle").value is None
    with edited(store.path) as book:
        cell_of(book["Membres"], "M-1", "Nom").value = "Ali B."
    store.refresh()
    assert (store.state[field], store.state[MEMBERS.field("M-1", "nom")]) == ("mecene", "Ali B.")
    with edited(store.path) as book:
        cell_of(book["Membres"], "M-1", "Rôle").value = REGION.name
    store.refresh()
    assert store.state[field] == REGION.id
    assert store.notices
    assert "n'a pas été repris" not in told(store)


def test_the_roles_of_the_workbook_go_before_those_of_the_framework():
    """A framework that knows no role gives back what the full one wrote, and the other way round."""
    assert not SMALL.roles
    for wrote, reads in ((CMQ, SMALL), (SMALL, CMQ), (SMALL, SMALL)):
        content = reading.read(written(COMMITTEE, wrote), reads)
        assert same_state(dict(content.values), COMMITTEE)
        assert content.untouched
        assert not content.remarks


def test_two_roles_of_one_name_are_told_apart_by_their_ids():
    """The name would stand for both: the cell shows the id."""
    twins = [{"id": "a", "nom": "Membre"}, {"id": "b", "nom": "Membre"}, {"id": "c", "nom": "a"}]
    framework = type(CMQ).model_validate(CMQ.model_dump(mode="json", by_alias=True) | {"role_comite": twins})
    state = {**member("M-1", role="a"), **member("M-2", role="b"), **member("M-3", role="c")}
    shown = [row[2] for row in rows_of(book_of(state, framework)["Membres"])]
    assert shown == ["a", "b", "c"]
    content = read_back(state, framework)
    assert same_state(dict(content.values), state)
    assert not content.remarks


@pytest.mark.parametrize(
    ("title", "id_", "header", "value", "field", "expected"),
    [
        ("Séances", "S-1", "Date", "jeudi", MEETINGS.field("S-1", "date"), "une date comme 23/11/2026"),
        ("Séances", "S-1", "Tenue", "peut-être", MEETINGS.field("S-1", "tenue"), "« oui » ou « non »"),
        (
            *("Séances", "S-1", "Budget validé le", "bientôt"),
            *(MEETINGS.field("S-1", "budget_date"), "une date comme 23/11/2026"),
        ),
        (
            *("Séances", "S-1", "Exercice du budget", "2027-2028"),
            *(MEETINGS.field("S-1", "budget_exercice"), "un nombre entier"),
        ),
        ("Membres", "M-2", "Rôle", "Mécène", MEMBERS.field("M-2", "role"), f"« {RECTOR.name} », «"),
        (
            *("Présences", "S-1:M-1", "État", "excusé"),
            *(presence_field("S-1", "M-1"), "« présent » ou « représenté » ou « absent »"),
        ),
        (
            *("Décisions", "D-2", "Nature", "souhait"),
            *(DECISIONS.field("D-2", "nature"), "« décision » ou « niveau confirmé » ou « niveau modifié »"),
        ),
        (
            *("Décisions", "D-2", "État", "en cours"),
            *(DECISIONS.field("D-2", "etat"), "« ouverte » ou « faite » ou « abandonnée »"),
        ),
        (
            *("Décisions", "D-2", "Échéance", "au printemps"),
            *(DECISIONS.field("D-2", "echeance"), "une date comme 23/11/2026"),
        ),
        ("Décisions", "D-1", "Niveau", "Presque", DECISIONS.field("D-1", "niveau"), "« Non engagé »"),
        (
            "Réponses",
            "C01-R1",
            "À discuter",
            "sans doute",
            ANSWERS.field("C01-R1", "a_discuter"),
            "« oui »",
        ),
    ],
)
def test_a_cell_that_means_nothing_is_named_and_the_value_kept(
    store, title, id_, header, value, field, expected
):
    """The notice names the cell and what is expected; what it held stays in the journal."""
    before = dict(store.state)
    assert field in before
    with edited(store.path) as book:
        cell = cell_of(book[title], id_, header)
        cell.value = value
        address = f"{title}!{cell.coordinate}"
    store.refresh()
    assert dict(store.state) == before
    assert f"{address} « {value} » n'a pas été repris : attendu : " in told(store)
    assert expected in told(store)
    clashes = [c for e in journal.read(journal_path(store.path)).entries[1:] for c in e.clashes]
    assert [(c.field, c.kept, c.refused) for c in clashes] == [(field, before[field], value)]


@pytest.mark.parametrize(("cell", "level"), [("Évalué", 3), ("ajuste", 4), (0, 0), ("MIS EN OEUVRE", 2)])
def test_a_decision_tells_levels_by_name(store, cell, level):
    """Or by number; another decision keeps its own."""
    with edited(store.path) as book:
        cell_of(book["Décisions"], "D-2", "Niveau").value = cell
    store.refresh()
    assert store.state[DECISIONS.field("D-2", "niveau")] == level
    assert store.state[DECISIONS.field("D-1", "niveau")] == 2
    assert DECISIONS.field("D-2", "niveau_avant") not in store.state


def test_what_changed_here_while_the_workbook_was_open_elsewhere_is_kept(store):
    """What only the workbook changed is taken over; a cell that changed on both sides keeps the application's."""
    lock = store.path.with_name(f".~lock.{store.path.name}#")
    lock.write_text("")
    place, text = MEETINGS.field("S-1", "lieu"), DECISIONS.field("D-2", "texte")
    with edited(store.path) as book:
        cell_of(book["Séances"], "S-1", "Lieu").value = "Lycée"
        cell_of(book["Décisions"], "D-2", "Texte").value = "du classeur"
        cell_of(book["Membres"], "M-1", "Fonction").value = "Directeur"
        # Before the other program saves: a background writer that is due may read the file from then on.
        change(store, text, "de l'application")
    store.refresh()
    lock.unlink()
    store.save_workbook()
    assert store.state[place] == "Lycée"
    assert store.state[MEMBERS.field("M-1", "fonction")] == "Directeur"
    assert store.state[text] == "de l'application"
    assert "Modifié à la fois ici et dans le classeur : D-2 (Texte)" in told(store)
    sheet = openpyxl.load_workbook(store.path)["Décisions"]
    assert cell_of(sheet, "D-2", "Texte").value != "du classeur"


def test_members_are_carried_over_and_meetings_are_not(tmp_path):
    """Nor what was decided, nor the subjects to discuss, nor the evidence that a meeting is, with its file."""
    library = Library(tmp_path, CMQ)
    ref = library.create_campus("Campus", "2025", {}, AUTHOR)
    old = library.open(*ref)
    minutes, agreement = old.attach("compte-rendu.pdf", b"a"), old.attach("convention.pdf", b"b")
    state = {
        **COMMITTEE,
        ANSWERS.field("C02-R1", "a_discuter"): True,
        ANSWERS.field("C01-R1", "niveau"): 2,
        EVIDENCE.field("P-1", "fichier"): minutes,
        **evidence("C01-R1", name="P-2", file=agreement),
    }
    old.record([Edit(field, None, value) for field, value in state.items()], AUTHOR)
    new = library.open(*library.create_campaign(ref.campus, "2026", {}, AUTHOR, ref.campaign))
    kinds = {"reponse", "preuve", "membre"}
    assert {f.kind for f in new.state} == {*kinds, "campagne"}
    assert {f: v for f, v in new.state.items() if f.kind in kinds} == {
        **{f: v for f, v in state.items() if f.kind == "membre" or f.id == "P-2"},
        ANSWERS.field("C01-R1", "niveau"): 2,
        ANSWERS.field("C01-R1", "repris_de"): "2025",
    }
    assert new.attachment(agreement).read_bytes() == b"b"
    assert not (new.evidence_folder / minutes).exists()
    assert {f: old.state[f] for f in state} == state
    library.close()


def test_fields_are_told_in_the_words_of_the_workbook():
    """Each by the header of its own sheet, those of « Autres » too."""
    described = {
        MEETINGS.field("S-1", "budget_date"): "S-1 (Budget validé le)",
        MEMBERS.field("M-1", "role"): "M-1 (Rôle)",
        presence_field("S-1", "M-1"): "S-1:M-1 (État)",
        DECISIONS.field("D-1", "niveau_avant"): "D-1 (Niveau avant)",
        DECISIONS.field("D-1", "suivi"): "D-1 (Suivi)",
        VERSIONS.field("V-1", "empreinte"): "V-1 (Empreinte de la version)",
        EVIDENCE.field("P-1", "seance"): "P-1 (Séance)",
        ANSWERS.field("C01-R1", "a_discuter"): "C01-R1 (À discuter)",
    }
    assert {field: describe(*field) for field in described} == described
    assert not any(field.name in describe(*field) for field in described)


def test_the_stamp_of_a_new_row_is_that_of_its_journal():
    """The same row in the workbooks of two campaigns is two members."""
    found = set()
    for name in ("un", "deux", "un"):
        content = writing.build({}, CMQ, replace(stamp_for({}), journal=name))
        book = openpyxl.load_workbook(io.BytesIO(content))
        append(book["Membres"], Nom="Luc Petit")
        buffer = io.BytesIO()
        book.save(buffer)
        (field,) = reading.read(buffer.getvalue(), CMQ).values
        found.add(field.id)
    assert len(found) == 2
    assert "M-1" not in found
