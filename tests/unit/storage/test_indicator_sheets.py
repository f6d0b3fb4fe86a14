"""Indicators in the workbook: what the sheets show, what they give back, and formats of before them."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import openpyxl
import pytest

from cmq.campaign import (
    Field,
    answer_field,
    check_field,
    evidence_field,
    indicator_field,
    profile_field,
    value_field,
)
from cmq.cells import NotUnderstood
from cmq.storage import layout, reading
from cmq.storage.cells import year
from cmq.storage.store import Store
from cmq.storage.values import same_state
from tests.unit.builders import (
    CMQ,
    SMALL,
    everything_met,
    evidence,
    indicator_groups,
    indicator_plan,
    indicator_value,
    own_fields,
)
from tests.unit.storage.helpers import (
    FAMILY_CHECKS,
    SMALL_MEASURED,
    cell_at,
    cell_of,
    change,
    read_back,
    rows_of,
    told,
    written,
)

FORMAT_1 = Path(__file__).with_name("format-1.xlsx")
"""A campaign as the application wrote it before it knew indicators."""
BY_ITSELF, FAMILY_CHECK = FAMILY_CHECKS[0]
COMPUTED_FILL = "F3F6FA"

EVERYTHING = {
    **indicator_value("FOR-01", 2024, value=1240, source="Rectorat", comment="=hors FCIL"),
    **indicator_groups("FOR-01", 2024, {"femmes": 500, "hommes": 740}),
    **indicator_value("FOR-03", 2025, 4, 12),
    **indicator_value("REU-01", 2024, 171, 190, value=90.5),
    **indicator_value("REU-01", 2022, "nd", "nd"),
    **indicator_value("REC-03", 2024, value=12500.75),
    **own_fields("CAMPUS-1", nom="Visiteurs du forum", annee="scolaire", criteria=["C01"]),
    **indicator_value("CAMPUS-1", 2023, value=300),
    **indicator_plan("CAMPUS-1", suivi="oui", cible=400, cible_annee=2027),
    **indicator_plan("FOR-01", suivi="non", depart=1100.5, depart_annee=2021, cible="nd", cible_annee=2028),
    **evidence("C11-R1", indicator="REU-01"),
}


def book_of(state, framework=CMQ):
    """The workbook of a state, opened by another program."""
    return openpyxl.load_workbook(io.BytesIO(written(state, framework)))


def read_edited(content, edit):
    """What a workbook says once another program changed it."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    edit(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return reading.read(buffer.getvalue(), CMQ)


def others(book):
    """The fields that only « Autres » shows."""
    return {Field(*(part or "" for part in row[:3])) for row in rows_of(book[layout.OTHERS])}


def test_every_kind_of_indicator_field_comes_back():
    """Values, groups, school years, objectives, evidence and own indicators are what was written, types included."""
    content = read_back(EVERYTHING)
    assert same_state(dict(content.values), EVERYTHING)
    assert content.untouched
    own = {field for field in EVERYTHING if field.id == "CAMPUS-1" and field.kind == "indicateur"}
    shown = {indicator_field("CAMPUS-1", name) for name in ("suivi", "cible", "cible_annee")}
    assert others(book_of(EVERYTHING)) == own - shown
    assert not content.remarks


def test_a_row_a_value_in_the_order_of_the_catalogue():
    """By indicator, year and group, with what the application makes of the numbers."""
    sheet = book_of(EVERYTHING)[layout.INDICATORS]
    rows = [row[:9] for row in rows_of(sheet)]
    assert rows == [
        ["FOR-01:2024", "FOR-01", "Apprenants du périmètre", "2024-2025", None, None, None, 1240, rows[0][8]],
        ["FOR-01:2024:femmes", "FOR-01", rows[0][2], "2024-2025", "Femmes", None, None, 500, rows[1][8]],
        ["FOR-01:2024:hommes", "FOR-01", rows[0][2], "2024-2025", "Hommes", None, None, 740, rows[2][8]],
        ["FOR-03:2025", "FOR-03", rows[3][2], "2025-2026", None, 4, 12, None, "33,3\u00a0%"],
        ["REC-03:2024", "REC-03", rows[4][2], 2024, None, None, None, 12500.75, rows[4][8]],
        ["REU-01:2022", "REU-01", rows[5][2], 2022, None, "nd", "nd", None, "non disponible"],
        ["REU-01:2024", "REU-01", "Taux de réussite aux examens", 2024, None, 171, 190, 90.5, "90\u00a0%"],
        ["CAMPUS-1:2023", "CAMPUS-1", "Visiteurs du forum", "2023-2024", None, None, None, 300, rows[7][8]],
    ]
    assert rows[0][8] == "1\u202f240\u00a0personnes"
    assert cell_of(sheet, "FOR-01:2024", "Commentaire").value == "=hors FCIL"
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_numbers_are_real_ones_and_only_what_is_computed_looks_so():
    """People can add up and sort; the columns that are not read back are told by their colour."""
    book = book_of(EVERYTHING)
    values, targets = book[layout.INDICATORS], book[layout.TARGETS]
    for sheet, id_, header, value in (
        (values, "REU-01:2024", "Numérateur", 171),
        (values, "REU-01:2024", "Valeur", 90.5),
        (values, "REU-01:2024", "Année", 2024),
        (targets, "FOR-01", "Départ", 1100.5),
    ):
        cell = cell_of(sheet, id_, header)
        assert (cell.value, cell.data_type) == (value, "n")
    for sheet, computed in (
        (values, ("Identifiant", "Nom", "Résultat")),
        (targets, ("Identifiant", "Famille", "Indicateur", "Unité", "Sens", "Dernière valeur")),
    ):
        pale = {sheet.cell(1, c.column).value for c in sheet[2] if c.fill.fgColor.rgb[2:] == COMPUTED_FILL}
        assert pale == set(computed)
    assert "REU-01:2024" not in {cell.value for cell in values["B"]}


def test_objectives_have_a_row_an_indicator_and_the_campus_s_own_last():
    """What is known of each comes with it; « Suivi » is empty while the campus keeps to the proposed set."""
    rows = rows_of(book_of(EVERYTHING)[layout.TARGETS])
    assert [row[0] for row in rows] == [*(i.id for i in CMQ.indicators), "CAMPUS-1"]
    by_id = {row[0]: row[1:] for row in rows}
    assert by_id["FOR-01"][:4] == ["Formation", "Apprenants du périmètre", "personnes", by_id["FOR-01"][3]]
    assert by_id["FOR-01"][4:9] == ["non", 1100.5, "2021-2022", "nd", "2028-2029"]
    assert by_id["CAMPUS-1"][4:9] == ["oui", None, None, 400, "2027-2028"]
    assert by_id["REU-01"][4:] == [None, None, None, None, None, "90\u00a0% (2024)"]
    assert by_id["REC-01"][-1] == "sans valeur"


@pytest.mark.parametrize(
    "value",
    ["environ 40", "ND", "1 240", 12.0, 0.1 + 0.2, 10**15, -(10**15), 1e300, True],
)
@pytest.mark.parametrize("field", [value_field("REU-01:2024", "valeur"), indicator_field("REU-01", "cible")])
def test_what_is_no_number_that_a_cell_keeps_stays_exact(field, value):
    """Text in place of a number, and numbers that a cell would change, are on « Autres »; the cell is empty."""
    state = {field: value, value_field("REU-01:2024", "source"): "DEPP"}
    content = read_back(state)
    assert same_state(dict(content.values), state)
    assert content.untouched
    book = book_of(state)
    assert others(book) == {field}
    sheet, header = (layout.INDICATORS, "Valeur") if field.kind == "valeur" else (layout.TARGETS, "Cible")
    assert cell_of(book[sheet], field.id, header).value is None


@pytest.mark.parametrize("value", [0, 12, -3, 10**15 - 1, 0.5, 1234.5678, 1e-7, "nd"])
def test_what_a_cell_keeps_is_in_its_cell(value):
    """Whole numbers come back whole, the others with their digits; nothing of them is on « Autres »."""
    field = value_field("REC-03:2024", "valeur")
    content = read_back({field: value})
    assert same_state(dict(content.values), {field: value})
    assert content.untouched
    assert not others(book_of({field: value}))


@pytest.mark.parametrize(
    "field",
    [
        value_field("X-01:2024", "valeur"),
        value_field("FOR-01:2024:inconnu", "valeur"),
        value_field("FOR-01:0024", "valeur"),
        value_field("FOR-01:2301", "valeur"),
        value_field("FOR-01", "valeur"),
        value_field("FOR-01:2024", "autre"),
        indicator_field("X-01", "cible"),
        indicator_field("FOR-01", "nom"),
    ],
)
def test_what_has_no_place_makes_no_row(field):
    """An unknown indicator, group, year or name is kept on « Autres », and no sheet invents a row for it."""
    state = {field: 3}
    book = book_of(state)
    assert read_back(state).untouched
    assert others(book) == {field}
    assert not rows_of(book[layout.INDICATORS])
    assert len(rows_of(book[layout.TARGETS])) == len(CMQ.indicators)


def test_a_year_of_an_objective_that_is_none_is_kept():
    """« bientôt » and 1800 are no years of a cell, and no other year takes their place."""
    for value in ("bientôt", "2024-2025", 1800, 2024.0, 2201):
        field = indicator_field("FOR-01", "cible_annee")
        content = read_back({field: value})
        assert same_state(dict(content.values), {field: value})
        assert content.untouched
        assert cell_of(book_of({field: value})[layout.TARGETS], "FOR-01", "Année de la cible").value is None


def test_the_names_of_the_workbook_go_before_those_of_the_framework():
    """A framework without these indicators and groups gives back every value, and tells of none."""
    content = reading.read(written(EVERYTHING, CMQ), SMALL)
    assert same_state(dict(content.values), EVERYTHING)
    assert content.untouched
    again = reading.read(written(EVERYTHING, SMALL), CMQ)
    assert same_state(dict(again.values), EVERYTHING)
    assert not again.remarks


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (2024.0, 2024),
        ("2024", 2024),
        (" 2024-2025 ", 2024),
        ("2024/2025", 2024),
        ("2024–2025", 2024),
        ("2024 - 25", 2024),
        ("1999-00", 1999),
    ],
)
def test_a_year_is_understood_as_people_write_it(cell, expected):
    """A civil year, or a school year by the one in which it begins."""
    assert year(cell) == expected
    assert isinstance(year(cell), int)


@pytest.mark.parametrize(
    "cell",
    ["", "24", "2024-2026", "2024-2024", "2024-24", "2024-2025-2026", 24.0, 2024.5, 20245.0, True, 1e300],
)
def test_what_is_no_year_is_none(cell):
    """A school year whose second year does not follow the first is a slip, and no year is guessed."""
    with pytest.raises(NotUnderstood, match="2024-2025"):
        year(cell)


def test_a_check_of_a_family_is_made_by_its_values():
    """« Vérifié » is computed, offers no list and is not read back; a tick of before is kept on « Autres »."""
    requirement = CMQ.requirement(BY_ITSELF)
    family = next(check.family for check in requirement.checks if check.id == FAMILY_CHECK)
    indicator = next(i for i in CMQ.indicators if i.family == family and i.default)
    value = {value_field(f"{indicator.id}:2025", "valeur"): 3}
    old_tick = {check_field(BY_ITSELF, FAMILY_CHECK): True}
    for state, word in ((value, "oui"), ({}, "non"), (old_tick, "non")):
        sheet = book_of(state)[layout.CHECKS]
        cell = cell_of(sheet, FAMILY_CHECK, "Vérifié")
        assert cell.value == word
        assert cell.fill.fgColor.rgb.endswith(COMPUTED_FILL)
        assert not any(cell.coordinate in v.sqref for v in sheet.data_validations.dataValidation)
        assert any("D2" in v.sqref for v in sheet.data_validations.dataValidation)
        assert read_back(state).untouched

    def tick(book):
        cell_of(book[layout.CHECKS], FAMILY_CHECK, "Vérifié").value = "oui"

    content = read_edited(written({}), tick)
    assert not content.values
    assert content.untouched
    assert check_field(BY_ITSELF, FAMILY_CHECK) in others(book_of(old_tick))
    assert same_state(dict(read_back(old_tick).values), old_tick)


def test_numbers_and_indicators_are_offered_below_the_table():
    """Empty rows refuse text in a number and offer the indicators; years and groups are free."""
    book = book_of(EVERYTHING)
    sheet = book[layout.INDICATORS]
    found = {str(v.sqref): (v.type, v.formula1) for v in sheet.data_validations.dataValidation}
    assert found == {
        "B2:B509": ("list", f"=Listes!$C$2:$C${len(CMQ.indicators) + 2}"),
        "F2:H509": ("custom", 'OR(ISNUMBER(F2),F2="nd")'),
    }
    offered = [row[2] for row in rows_of(book[layout.LISTS]) if row[2]]
    assert offered == [*(i.id for i in CMQ.indicators), "CAMPUS-1"]
    assert "REU-01:2024" not in offered


def test_a_framework_without_indicators_has_empty_sheets():
    """The sheets are there, with their headers and nothing else, and read back as nothing."""
    book = book_of({}, SMALL)
    assert rows_of(book[layout.INDICATORS]) == []
    assert rows_of(book[layout.TARGETS]) == []
    content = reading.read(written({}, SMALL), SMALL)
    assert content.untouched
    assert not content.values


def test_the_same_state_makes_the_same_sheets():
    """Whatever the order in which the fields came, no row moves."""
    names = [
        f"xl/worksheets/sheet{place}.xml"
        for place, title in enumerate(layout.TITLES, start=1)
        if title in {layout.CHECKS, layout.INDICATORS, layout.TARGETS, layout.LISTS}
    ]

    def sheets(state):
        with zipfile.ZipFile(io.BytesIO(written(state))) as archive:
            return [archive.read(name) for name in names]

    state = EVERYTHING | own_fields("CAMPUS-2", nom="Autre mesure")
    fields = list(state.items())
    expected = sheets(state)
    for seed in range(3):
        random.Random(seed).shuffle(fields)
        assert sheets(dict(fields)) == expected
    assert sheets({}) != expected


def test_a_workbook_of_before_the_indicators_opens_without_a_remark(tmp_path):
    """Nothing is missing in it, every answer is kept, ticks of checks that are now made by themselves included."""
    content = reading.read(FORMAT_1.read_bytes(), CMQ)
    tick = check_field(BY_ITSELF, FAMILY_CHECK)
    assert content.stamp.format == 1
    assert content.untouched
    assert content.remarks == ()
    assert content.values[tick] is True
    path = tmp_path / "2026.xlsx"
    path.write_bytes(FORMAT_1.read_bytes())
    store = Store(path, CMQ)
    before = dict(store.state)
    assert before == dict(content.values)
    change(store, value_field("REU-01:2025", "valeur"), 90)
    store.save_workbook()
    again = reading.read(path.read_bytes(), CMQ)
    assert again.stamp.format == layout.FORMAT == 3
    assert same_state(dict(again.values), before | {value_field("REU-01:2025", "valeur"): 90})
    assert again.untouched
    assert "manque" not in told(store)
    assert not [p.name for p in tmp_path.iterdir() if ".recu-" in p.name or "illisible" in p.name]
    store.close()


def test_an_edit_of_a_workbook_of_before_the_indicators_takes_no_value_away(tmp_path):
    """A colleague sends last month's file with an answer changed: the values typed since stay."""
    path = tmp_path / "2026.xlsx"
    path.write_bytes(FORMAT_1.read_bytes())
    store = Store(path, CMQ)
    values = {**indicator_value("REU-01", 2024, 171, 190), **indicator_plan("REU-01", cible=92)}
    for field, value in values.items():
        change(store, field, value)
    store.save_workbook()
    book = openpyxl.load_workbook(FORMAT_1)
    cell_of(book[layout.ANSWERS], "C01-R1", "Commentaire").value = "relu"
    book.save(path)
    before = dict(store.state)
    store.refresh()
    assert dict(store.state) == before | {answer_field("C01-R1", "commentaire"): "relu"}
    assert "manque" not in told(store)
    store.close()


def test_a_sheet_of_somebody_else_is_not_taken_for_ours():
    """In a workbook of before the indicators, « Indicateurs » was somebody's own sheet: it is told as such."""
    book = openpyxl.load_workbook(FORMAT_1)
    book.create_sheet(layout.INDICATORS).append(["Identifiant", "Indicateur", "Année", "Groupe", "Valeur"])
    book[layout.INDICATORS].append([None, "REU-01", 2024, None, 90])
    buffer = io.BytesIO()
    book.save(buffer)
    content = reading.read(buffer.getvalue(), CMQ)
    assert [r.text for r in content.remarks] == [
        "La feuille « Indicateurs » n'est pas de Boussole CMQ : elle n'est pas reprise."
    ]
    assert not any(field.kind == "valeur" for field in content.values)


@pytest.mark.parametrize("title", [layout.INDICATORS, layout.TARGETS])
def test_a_sheet_that_is_missing_says_nothing_and_is_told(title):
    """Today's workbook without one of the sheets: what it held is neither found nor removed."""

    def remove(book):
        del book[title]

    content = read_edited(written(EVERYTHING), remove)
    kind = {layout.INDICATORS: "valeur", layout.TARGETS: "indicateur"}[title]
    gone = EVERYTHING.keys() - content.values.keys()
    assert gone
    assert {field.kind for field in gone} == {kind}
    assert not any(content.speaks_of(field) for field in gone)
    assert [r.text for r in content.remarks] == [
        f"La feuille « {title} » manque : ce que l'application en savait est gardé."
    ]


@pytest.mark.parametrize(
    ("title", "header"),
    [
        (layout.INDICATORS, "Année"),
        (layout.INDICATORS, "Groupe"),
        (layout.INDICATORS, "Source"),
        (layout.INDICATORS, "Identifiant"),
        (layout.TARGETS, "Cible"),
        (layout.EVIDENCE, "Indicateur"),
        (layout.CHECKS, "Famille d'indicateurs"),
    ],
)
def test_a_column_that_is_missing_says_nothing_and_is_told(title, header):
    """Nothing that it showed is found elsewhere, none of it counts as removed, and no value changes its place."""
    by_themselves = {check_field(*pair) for pair in FAMILY_CHECKS}
    state = {f: value for f, value in (EVERYTHING | everything_met()).items() if f not in by_themselves}

    def remove(book):
        cell_at(book[title], 1, header).value = None

    content = read_edited(written(state), remove)
    assert f"{title} : la colonne « {header} » manque" in content.remarks[0].text
    gone = state.keys() - content.values.keys()
    assert not any(content.speaks_of(field) for field in gone)
    assert all(state[field] == value for field, value in content.values.items() if field in state)
    assert content.values.keys() <= state.keys()


def test_fields_are_told_in_the_words_of_the_workbook():
    """Each by the header of its own sheet: a name of an indicator is no name of a campaign."""
    described = {
        value_field("REU-01:2024", "numerateur"): "REU-01:2024 (Numérateur)",
        value_field("REU-01:2024", "source"): "REU-01:2024 (Source)",
        indicator_field("REU-01", "cible_annee"): "REU-01 (Année de la cible)",
        indicator_field("CAMPUS-1", "nom"): "CAMPUS-1 (Nom)",
        indicator_field("CAMPUS-1", "critere:C01"): "CAMPUS-1 (Critère C01)",
        indicator_field("CAMPUS-1", "finalite:F1"): "CAMPUS-1 (Finalité F1)",
        evidence_field("P-1", "indicateur"): "P-1 (Indicateur)",
        profile_field("nom"): "Nom de la campagne",
        answer_field("C01-R1", "niveau"): "C01-R1 (Niveau)",
    }
    assert {field: layout.describe(field) for field in described} == described
    assert "Campagne" not in layout.describe(indicator_field("CAMPUS-1", "nom"))


def test_the_sheet_of_a_framework_is_that_of_its_indicators():
    """Nothing of another catalogue shows where the framework has its own."""
    rows = rows_of(book_of({}, SMALL_MEASURED)[layout.TARGETS])
    assert [row[0] for row in rows] == [i.id for i in SMALL_MEASURED.indicators]
    assert not rows_of(book_of({}, SMALL)[layout.TARGETS])
