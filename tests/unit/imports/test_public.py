"""Public files as they are published -> proposed values: which file it is, which schools, what adds up and what does not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmq.campaign import NOT_AVAILABLE, VALUES
from cmq.imports import matching, propose, propose_public, read, recognise, schools
from tests.unit.builders import CMQ, SMALL
from tests.unit.imports.helpers import faults, ids, measures, stored, taken
from tests.unit.imports.parcoursup import HEADER, TECHNICAL, row

SCHOOL = "Année;UAI;Libellé;Région;Taux poursuite études;Taux emploi 6 mois;Taux emploi 6 mois attendu;VA emploi 6 mois"
COURSES = (
    "Année;UAI;Libellé;Région;Type diplome;Code formation mefstat11;Libellé formation;Durée formation;"
    "Diplôme rénové ou nouveau;DEVENIR Part poursuite études;Taux poursuite études;Taux emploi 6 mois;Taux emploi 12 mois"
)
DEPP = (
    "n°UAI de l'établissement;Libellé de l'établissement;Région;Dont apprentis en EPLE;Taux de poursuite d'études;Taux;"
    "Taux attendu;Valeur ajoutée"
)


def published(*lines):
    """The sheet of a file as the portals publish it: UTF-8 with a byte order mark, semicolons."""
    (sheet,) = read("export.csv", ("\ufeff" + "\n".join(lines)).encode())
    return sheet


def proposed(sheet, *searches, state=None):
    """What a file brings for every school that a search finds, or for all of them."""
    file = recognise(sheet, CMQ)
    chosen = [found for search in searches or ("",) for found in matching(schools(sheet, file), search)]
    return propose_public(sheet, file, chosen, measures(state))


INSERJEUNES = published(
    SCHOOL,
    "cumul 2021-2022;0470974D;Lycée Jean Monnet;NOUVELLE-AQUITAINE;49;77;65;12",
    "cumul 2022-2023;0470974D;Lycée Jean Monnet;NOUVELLE-AQUITAINE;50;78;65;12",
    "cumul 2022-2023;0090015T;Lycée Pyrène;OCCITANIE;40;nd;;",
)
PARCOURSUP = published(
    ";".join(HEADER),
    row("2025", "0090015T", "Lycée polyvalent Pyrène", "BTS Electrotechnique", "BTS", 103, 15),
    row("2025", "0090015T", "Lycée polyvalent Pyrène", "BTS Maintenance", "BTS", 97, 35),
    row("2025", "0090015T", "Lycée polyvalent Pyrène", "Licence Chimie", "Licence", 900, 100),
    row("2024", "0470974D", "Sud Management", "BTS Commerce", "BTS", "", 24),
)


def test_the_published_layouts_are_recognised() -> None:
    """InserJeunes by school, by course and Parcoursup are known by their headers; a file without year is none of them."""
    assert recognise(INSERJEUNES, CMQ).id == "inserjeunes"
    assert recognise(published(COURSES), CMQ).id == "inserjeunes"
    assert recognise(PARCOURSUP, CMQ).id == "parcoursup"
    assert recognise(published(DEPP, "0010001W;Lycée;ARA;ensemble;54;51;41;10"), CMQ) is None
    assert recognise(INSERJEUNES, SMALL) is None


@pytest.mark.parametrize(
    "header",
    [
        "annee;uai;libelle;region;taux_poursuite_etudes;taux_emploi_6_mois;taux_emploi_6_mois_attendu;va_emploi_6_mois",
        SCHOOL.upper(),
        "Export du 3 mai\n" + SCHOOL,
    ],
)
def test_headers_are_known_by_label_or_technical_name(header: str) -> None:
    """Labels and technical names, whatever the case, and a title above the table, give the same values."""
    sheet = published(
        *header.split("\n"), "cumul 2021-2022;0470974D;Lycée Jean Monnet;NOUVELLE-AQUITAINE;49;77;65;12"
    )
    proposal = proposed(sheet)
    assert ids(proposal) == ["REU-02:2022", "REU-03:2022", "REU-05:2022"]
    assert not proposal.refused


def test_parcoursup_is_known_by_its_technical_names_too() -> None:
    """The export with technical names, in any case, gives what the labels give."""
    sheet = published(
        ";".join(name.upper() for name in TECHNICAL),
        row("2025", "0090015T", "Lycée polyvalent Pyrène", "BTS Electrotechnique", "BTS", 103, 15),
    )
    assert recognise(sheet, CMQ).id == "parcoursup"
    assert taken(proposed(sheet)) == taken(proposed(PARCOURSUP, "electrotechnique"))
    assert taken(proposed(sheet))


def test_a_rate_is_taken_with_its_year_and_source() -> None:
    """The year of « cumul 2021-2022 » is 2022, and the source names the publisher and the school."""
    proposal = proposed(INSERJEUNES, "monnet")
    state = taken(proposal)
    assert state[VALUES.field("REU-03:2022", "valeur")] == 77
    assert state[VALUES.field("REU-03:2023", "valeur")] == 78
    assert [
        state[VALUES.field("REU-05:2022", name)] for name in ("numerateur", "denominateur", "valeur")
    ] == [
        77,
        65,
        12,
    ]
    assert (
        state[VALUES.field("REU-03:2022", "source")] == f"{recognise(INSERJEUNES, CMQ).source} (UAI 0470974D)"
    )
    assert not any(field.id.endswith(":2021") for field in state)
    assert not proposal.refused


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("cumul 2021-2022", 2022),
        ("Cumul 2021/2022", 2022),
        ("2022", 2022),
        ("2021-2022", 2022),
        ("2021-22", 2022),
    ],
)
def test_a_cohort_is_known_by_its_last_year(text: str, year: int) -> None:
    """However a cohort is written, its value is of its last year, never of its first."""
    sheet = published(SCHOOL, f"{text};0470974D;Lycée;NA;49;;;")
    assert ids(proposed(sheet)) == [f"REU-02:{year}"]
    assert f"REU-02:{year - 1}" not in ids(proposed(sheet))


def test_counts_of_several_courses_are_added_up() -> None:
    """Wishes and places of the chosen courses are summed; other kinds of courses are not counted."""
    proposal = proposed(PARCOURSUP, "pyrene")
    (value,) = proposal.values
    assert (value.id, value.entry.numerator, value.entry.denominator) == ("ATT-02:2025", 200, 50)
    assert value.entry.value is None
    assert value.rows == (2, 3)
    assert value.entry.source.endswith("(UAI 0090015T)")
    assert not any("Licence" in school.course for school in schools(PARCOURSUP, recognise(PARCOURSUP, CMQ)))


def test_a_row_without_its_counts_is_left_out_of_the_sum_and_told() -> None:
    """A course that lacks one of the two numbers adds neither of them, and the sum says that it is without it."""
    sheet = published(
        ";".join(HEADER),
        row("2025", "0090015T", "Pyrène", "BTS A", "BTS", 103, 15),
        row("2025", "0090015T", "Pyrène", "BTS B", "BTS", "", 35),
    )
    (value,) = proposed(sheet).values
    assert (value.entry.numerator, value.entry.denominator) == (103, 15)
    assert "1\u00a0ligne choisie" in value.remarks[0]
    assert 50 not in (value.entry.numerator, value.entry.denominator)


def test_rates_of_several_schools_are_neither_added_nor_averaged() -> None:
    """Differing rates of several rows are refused at their cell, with what to do; the years that agree are kept."""
    proposal = proposed(INSERJEUNES)
    assert ids(proposal) == ["REU-02:2022", "REU-03:2022", "REU-03:2023", "REU-05:2022", "REU-05:2023"]
    assert faults(proposal) == [(4, "Taux poursuite études")]
    assert "un seul établissement" in proposal.refused[0].faults[0].text
    assert not any(value == 45 for value in taken(proposal).values())


def test_rows_that_agree_give_their_rate() -> None:
    """Two rows with the same rate give it once, and the source names both schools."""
    sheet = published(SCHOOL, "2022;0470974D;Lycée A;NA;49;;;", "2022;0090015T;Lycée B;OCC;49;;;")
    (value,) = proposed(sheet).values
    assert value.entry.value == 49
    assert value.entry.source.endswith("(UAI 0090015T, 0470974D)")
    assert value.entry.value != 98


def test_only_the_rows_of_the_whole_school_count() -> None:
    """Of the three rows of a school, the one of all its pupils is kept; apprentices are not another school."""
    sheet = published(
        "Année;UAI;Dont apprentis en EPLE;Taux emploi 6 mois",
        "cumul 2021-2022;0470974D;ensemble;77",
        "cumul 2021-2022;0470974D;dont apprentis;60",
        "cumul 2021-2022;0470974D;dont élèves en voie pro sco;80",
    )
    (value,) = proposed(sheet).values
    assert value.entry.value == 77
    assert not proposed(sheet).refused


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", None), ("ns", None), ("-", None), ("nd", NOT_AVAILABLE), ("N.D.", NOT_AVAILABLE)],
)
def test_a_missing_number_is_nothing_unless_the_cell_says_so(text: str, expected: str | None) -> None:
    """An empty or secret cell brings nothing; « nd » alone is taken over as not available."""
    proposal = proposed(published(SCHOOL, f"2022;0470974D;Lycée;NA;{text};77;;"))
    state = taken(proposal)
    assert state.get(VALUES.field("REU-02:2022", "valeur")) == expected
    assert state[VALUES.field("REU-03:2022", "valeur")] == 77
    assert not proposal.refused


def test_a_text_in_place_of_a_number_is_refused_at_its_cell() -> None:
    """What is neither a number nor missing refuses that value, and no other one of its row."""
    proposal = proposed(published(SCHOOL, "2022;0470974D;Lycée;NA;élevé;77;;"))
    assert faults(proposal) == [(2, "Taux poursuite études")]
    assert ids(proposal) == ["REU-03:2022"]


def test_half_of_a_rate_is_left_out() -> None:
    """A school's rate without the one that it is compared with gives no difference, nor half of one."""
    proposal = proposed(published(SCHOOL, "2022;0470974D;Lycée;NA;;77;;", "2023;0470974D;Lycée;NA;;77;;12"))
    assert ids(proposal) == ["REU-03:2022", "REU-03:2023", "REU-05:2023"]
    assert taken(proposal)[VALUES.field("REU-05:2023", "valeur")] == 12
    assert VALUES.field("REU-05:2023", "numerateur") not in taken(proposal)


def test_nothing_to_take_is_told() -> None:
    """Rows without numbers, no row at all, or another table propose nothing, and say why."""
    empty = published(SCHOOL, "2022;0470974D;Lycée;NA;;;;")
    file = recognise(empty, CMQ)
    assert "aucune valeur" in proposed(empty).problem
    assert "aucune valeur" in propose_public(INSERJEUNES, file, [], measures()).problem
    assert "n'a pas les colonnes" in propose_public(PARCOURSUP, file, [], measures()).problem
    assert schools(PARCOURSUP, file) == []
    assert not proposed(empty).values


def test_schools_are_searched_by_every_word() -> None:
    """A school is found by its number, its name and its course, accents and case aside; years are those of the file."""
    file = recognise(PARCOURSUP, CMQ)
    every = schools(PARCOURSUP, file)
    assert [school.course for school in every] == ["BTS Electrotechnique", "BTS Maintenance", "BTS Commerce"]
    assert [school.years for school in every] == [(2025,), (2025,), (2024,)]
    assert matching(schools(PARCOURSUP, file), "PYRENE maint") == [every[1]]
    assert matching(schools(PARCOURSUP, file), "0470974d") == [every[2]]
    assert matching(schools(PARCOURSUP, file), "pyrene commerce") == []


def test_the_same_file_changes_nothing_twice() -> None:
    """Once taken, a public file proposes the same values as unchanged, and a comment of the campus stays."""
    state = {**taken(proposed(PARCOURSUP)), **stored(ATT_02__2025={"commentaire": "vérifié"})}
    again = proposed(PARCOURSUP, state=state)
    assert again.edits(state, ids(again)) == []
    assert taken(again, state)[VALUES.field("ATT-02:2025", "commentaire")] == "vérifié"


def test_a_public_file_is_no_table_of_the_campus() -> None:
    """A public file that is taken for a table of the campus proposes nothing."""
    for sheet in (INSERJEUNES, PARCOURSUP):
        assert propose(sheet, measures()).problem
        assert not propose(sheet, measures()).values


CELLS = st.sampled_from(
    ["2022", "cumul 2021-2022", "0470974D", "nd", "ns", "", "49", "5,5", "-3", "x", "9" * 30, "120"]
)


@given(st.lists(st.lists(CELLS, max_size=8), max_size=6), st.sampled_from([SCHOOL, COURSES]))
def test_any_public_file_is_proposed_or_refused(lines, header) -> None:
    """Whatever stands under a known header, nothing raises, and no refused year reaches the edits."""
    proposal = proposed(published(header, *(";".join(line) for line in lines)))
    edits = proposal.edits({}, ids(proposal))
    assert {edit.field.id for edit in edits} == set(ids(proposal))
    refused = {row.title.replace(" ", ":") for row in proposal.refused}
    assert not refused & {edit.field.id for edit in edits}


def test_a_large_file_is_read_in_a_few_seconds() -> None:
    """A hundred and thirty thousand rows are read, searched and proposed in seconds, not minutes."""
    line = (
        "cumul {}-{};{:07d}A;Lycée professionnel {};OCCITANIE;BAC PRO;32221025015;Maintenance {};2;;30;45;77;"
    )
    lines = (line.format(2018 + n % 6, 2019 + n % 6, n % 2200, n % 2200, n % 97) for n in range(130_000))
    start = time.perf_counter()
    sheet = published(COURSES, *lines)
    proposal = proposed(sheet, "0000012A")
    assert len(sheet.rows) == 130_001
    assert proposal.values
    assert not time.perf_counter() - start > 30
