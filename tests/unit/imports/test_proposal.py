"""Tables of a campus -> proposed values: what is understood, what is refused and where, and what is stored in the end."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmq.campaign import NOT_AVAILABLE, PLANS, VALUES, value_id
from cmq.imports import Row, Sheet, Standing, pasted, propose, read
from cmq.imports import proposal as proposal_module
from cmq.indicators import faults_of
from cmq.numerals import Style
from tests.unit.builders import CMQ, TODAY
from tests.unit.imports.helpers import NBSP, faults, ids, measures, stored, tabbed, table, taken, xlsx

LONG = "Indicateur | Année | Groupe | Numérateur | Dénominateur | Valeur | Source | Commentaire"
FOR_03 = {"numerateur": 12, "denominateur": 24, "source": "Établissements"}

# What a table may look like


@pytest.mark.parametrize(
    "lines",
    [
        ["Indicateur | Année | Numérateur | Dénominateur", "FOR-03 | 2022 | 12 | 24"],
        [
            "Dén. | NUM. | année scolaire | CODE | Nom",
            "24 | 12 | 2022-2023 | for-03 | Formations à public mixte",
        ],
        [
            "Campagne | Indicateur | Numérateur (sections) | denominateur",
            "2022/2023 | Formations à public mixte | 12 | 24",
        ],
        [
            "Mes indicateurs | 2024",
            "",
            "Libellé | Rentrée | Num | Den",
            "FORMATIONS A PUBLIC MIXTE | 2022-23 | 12 | 24",
        ],
        [
            "Indicateur | Année | Nombre | Valeur",
            "FOR-03 | 2022 | numérateur | 12",
            "FOR-03 | 2022 | Dén. | 24",
        ],
        ["Indicateur | 2022", "FOR-03 numérateur | 12", "FOR-03 (dénominateur) | 24"],
        ["Code | Nom | 2022 – 2023", "FOR-03 | Sections mixtes | 12", "FOR-03 | Sections du périmètre | 24"],
        ["Indicateur | Nombre | 2021 | 2022", "FOR-03 | num | | 12", "FOR-03 | den | | 24"],
        [" | | 2022", "FOR-03 | Sections mixtes (numérateur) | 12", "FOR-03 | Sections (dén.) | 24"],
        ["FOR-03 | 2022 | 12 | 24"],
        ["Formations à public mixte | 2022-2023 | 12 | 24"],
        ["FOR-03 | Formations à public mixte | 2022 | 12 | 24"],
        ["FOR-03 – Formations à public mixte (%) | 2022 | 12 | 24"],
        ["FOR\u201103 | 2022\u20112023 | 12 | 24"],
    ],
)
def test_a_table_is_understood_however_it_is_laid_out(lines: list[str]) -> None:
    """A row a value, a column a year, parts in rows, or no header at all: the same value comes out, and no other."""
    proposal = propose(table(*lines), measures())
    assert proposal.refused == ()
    assert not proposal.problem
    assert taken(proposal) == stored(FOR_03__2022={"numerateur": 12, "denominateur": 24})


def test_a_pasted_table_and_a_workbook_say_the_same() -> None:
    """The cells of a spreadsheet give the same values, copied or uploaded."""
    rows = [
        ["Indicateur", 2021, 2022],
        ["REU-01 Taux de réussite aux examens", 85.5, "nd"],
        ["BUD-01", 1250000, None],
    ]
    copied = "Indicateur\t2021\t2022\nREU-01 Taux de réussite aux examens\t85,5\tnd\nBUD-01\t1 250 000\t"
    (sheet,) = read("a.xlsx", xlsx({"Feuille": rows}))
    uploaded, from_paste = propose(sheet, measures()), propose(pasted(copied), measures())
    assert taken(uploaded) == taken(from_paste)
    assert taken(uploaded) == stored(
        REU_01__2021={"valeur": 85.5},
        REU_01__2022={"valeur": NOT_AVAILABLE},
        BUD_01__2021={"valeur": 1250000},
    )
    assert "BUD-01:2022" not in ids(uploaded)


def test_the_sheet_of_our_own_workbook_is_such_a_table() -> None:
    """The workbook's sheet is read by the cells that people correct; what it computed is never taken for a value."""
    proposal = propose(
        table(
            "Identifiant | Indicateur | Nom | Année | Groupe | Numérateur | Dénominateur | Valeur | Résultat",
            "FOR-03:2022 | FOR-03 | Formations à public mixte | 2022 | | 12 | 24 | | 50 %",
            "FOR-03:2022 | FOR-03 | Formations à public mixte | 2023 | | 6 | 24 | | 25 %",
            "FOR-01:2022:scolaire | FOR-01 | Apprenants | 2022 | Statut scolaire | | | 120 | 120",
            "FOR-01:2022:scolaire | FOR-01 | Apprenants | 2022 | | | | 300 | 300",
            "BUD-01:2022 | | | | | | | 1000 | 1 000 €",
            "REC-01:2022 | REC-01 | | 2022 | | | | | 12",
        ),
        measures(),
    )
    assert ids(proposal) == [
        "FOR-03:2022",
        "FOR-03:2023",
        "FOR-01:2022:scolaire",
        "FOR-01:2022",
        "BUD-01:2022",
    ]
    assert proposal.refused == ()
    assert not any(field.id.startswith("REC-01") for field in taken(proposal))
    assert not any(field.name == "valeur" for field in taken(proposal) if field.id.startswith("FOR-03"))


def test_a_result_stands_for_the_value_where_there_is_no_other() -> None:
    """« Résultat » is the value in a table that has no « Valeur »."""
    proposal = propose(table("Code | Année | Résultat", "REU-01 | 2022 | 85,5 %"), measures())
    assert taken(proposal) == stored(REU_01__2022={"valeur": 85.5})
    both = propose(table("Code | Année | Résultat | Valeur", "REU-01 | 2022 | 85,5 % | 80"), measures())
    assert taken(both) != taken(proposal)


def test_groups_are_named_or_stand_in_the_label() -> None:
    """A group is known by its id or its name, in its column or after the indicator; « Ensemble » is the whole."""
    proposal = propose(
        table(
            "Indicateur | Année | Groupe | Valeur",
            "FOR-01 | 2022 | femmes | 40",
            "FOR-01 | 2022 | HOMMES | 60",
            "FOR-01 Statut scolaire | 2022 | | 70",
            "FOR-01 | 2022 | Ensemble | 100",
        ),
        measures(),
    )
    assert ids(proposal) == [
        "FOR-01:2022:femmes",
        "FOR-01:2022:hommes",
        "FOR-01:2022:scolaire",
        "FOR-01:2022",
    ]
    assert proposal.refused == ()


def test_a_row_that_does_not_say_which_number_it_has_is_refused() -> None:
    """Where the rows before name theirs, nothing is guessed of an empty cell."""
    proposal = propose(
        table(
            "Indicateur | Année | Nombre | Valeur",
            "FOR-03 | 2021 | numérateur | 12",
            "FOR-03 | 2021 | dénominateur | 24",
            "FOR-03 | 2022 | | 12",
        ),
        measures(),
    )
    assert ids(proposal) == ["FOR-03:2021"]
    (row,) = proposal.refused
    assert [(fault.row, fault.column, fault.text) for fault in row.faults] == [
        (4, "Nombre", "Numérateur, dénominateur ou valeur est attendu.")
    ]


def test_the_campus_own_indicators_are_known() -> None:
    """An indicator that the campus added is found by its id and its name; a name that two of them bear is refused."""
    state = {
        PLANS.field("CAMPUS-1", "nom"): "Visites de classes",
        PLANS.field("CAMPUS-2", "nom"): "Salons",
        PLANS.field("CAMPUS-3", "nom"): "Salons",
    }
    proposal = propose(
        tabbed("visites de classes|2022|12", "CAMPUS-1|2021|8", "Salons|2022|3"), measures(state)
    )
    assert ids(proposal) == ["CAMPUS-1:2022", "CAMPUS-1:2021"]
    assert faults(proposal) == [(3, "colonne A")]
    assert "Plusieurs" in proposal.refused[0].faults[0].text


# Numbers


@pytest.mark.parametrize(
    ("texts", "style", "certain", "value"),
    [
        (["1 234,5", "1,250"], Style.FRENCH, True, 1.25),
        (["1,234.5", "1,250"], Style.ENGLISH, True, 1250),
        (["1.234,5", "1.250"], Style.DOTTED, True, 1250),
        (["12", "1,250"], Style.FRENCH, False, 1.25),
        (["12", "1 250"], Style.FRENCH, True, 1250),
        (["12,5", "12.5"], Style.FRENCH, True, 12.5),
        (["12.5", "12,5", "1,250"], Style.FRENCH, False, 1.25),
    ],
)
def test_the_style_is_that_of_the_whole_file(
    texts: list[str], style: Style, certain: bool, value: float
) -> None:
    """What « 1,250 » means is told by the file's other numbers; where nothing tells, the proposal says so."""
    lines = [f"BUD-01|{2000 + n}|{text}" for n, text in enumerate(texts)]
    proposal = propose(tabbed(*lines), measures())
    assert (proposal.style, proposal.certain) == (style, certain)
    assert proposal.values[-1].entry.value == value
    assert len(proposal.values) == len(texts)
    assert not proposal.refused


def test_the_style_may_be_given() -> None:
    """The style that somebody chooses goes before what the file seems to be, and nothing is uncertain any more."""
    sheet = tabbed("BUD-01|2022|1,250")
    assert propose(sheet, measures()).values[0].entry.value == 1.25
    english = propose(sheet, measures(), Style.ENGLISH)
    assert english.values[0].entry.value == 1250
    assert english.certain
    assert english.style is not Style.FRENCH


# What is refused


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ("FOR-99 | 2022 | | 1 | 2 | | |", "Indicateur", "n'est pas au catalogue"),
        (" | 2022 | | 1 | 2 | | |", "Indicateur", "L'indicateur manque"),
        ("FOR-03 apprentis de BTS | 2022 | | 1 | 2 | | |", "Indicateur", "n'est pas comprise"),
        ("FOR-03 | | | 1 | 2 | | |", "Année", "L'année manque"),
        ("FOR-03 | l'an dernier | | 1 | 2 | | |", "Année", "n'est pas comprise"),
        ("FOR-03 | 22 | | 1 | 2 | | |", "Année", "n'est pas comprise"),
        ("FOR-03 | 2022-2024 | | 1 | 2 | | |", "Année", "ne se suivent pas"),
        ("FOR-03 | 2022-22 | | 1 | 2 | | |", "Année", "ne se suivent pas"),
        ("REU-01 | 2022-2023 | | 1 | 2 | | |", "Année", "année civile"),
        ("FOR-03 | 2050 | | 1 | 2 | | |", "Numérateur", "à venir"),
        ("FOR-01 | 2022 | Licornes | | | 3 | |", "Groupe", "n'a pas de groupe"),
        ("FOR-01 | 2022 | Élèves | | | 3 | |", "Groupe", "n'a pas de groupe"),
        ("FOR-03 | 2022 | Femmes | 1 | 2 | | |", "Groupe", "ne se saisit pas par groupe"),
        ("FOR-01 Femmes | 2022 | Hommes | | | 3 | |", "Groupe", "n'est pas celui du libellé"),
        ("FOR-03 | 2022 | | une | 2 | | |", "Numérateur", "n'est pas un nombre"),
        ("FOR-03 | 2022 | | 1 | 2 sections | | |", "Dénominateur", "n'est pas un nombre"),
        ("FOR-03 | 2022 | | -1 | 2 | | |", "Numérateur", "négatif"),
        ("FOR-03 | 2022 | | 3 | 2 | | |", "Numérateur", "dépasse le dénominateur"),
        ("REU-01 | 2022 | | 1,5 | 2 | | |", "Numérateur", "entier"),
        ("BUD-01 | 2022 | | | | 900 000 000 000 | |", "Valeur", "trop grand"),
        ("BUD-01 | 2022 | | | | 1234567890123456789 | |", "Valeur", "trop grand"),
        ("REU-01 | 2022 | | | | 120 % | |", "Valeur", "100"),
        ("FOR-01 | 2022 | | 1 | 2 | | |", "Numérateur", "n'a qu'une valeur"),
        ("FOR-03 | 2022 | | | | | DEPP |", "Année", "aucun nombre"),
    ],
)
def test_a_faulty_row_is_refused_at_its_cell(line: str, column: str, words: str) -> None:
    """What is wrong is told in French at its row and column; nothing of the row is taken, and its neighbours are."""
    proposal = propose(
        table(LONG, "FOR-03 | 2021 | | 1 | 2 | | |", line, "FOR-03 | 2020 | | 1 | 2 | | |"), measures()
    )
    assert ids(proposal) == ["FOR-03:2021", "FOR-03:2020"]
    (row,) = proposal.refused
    fault = next(fault for fault in row.faults if words in fault.text)
    assert (fault.row, fault.column) == (3, column)
    assert not any(f" {mark}" in fault.text for fault in row.faults for mark in ":;?!»")
    assert not any(value.rows == (3,) for value in proposal.values)


def test_every_fault_of_a_row_is_told_at_once() -> None:
    """A row with several faults is listed once, with all of them."""
    proposal = propose(table(LONG, "FOR-01 | jadis | Licornes | | | beaucoup | |"), measures())
    assert faults(proposal) == [(2, "Année"), (2, "Groupe"), (2, "Valeur")]
    assert not len(proposal.refused) > 1


def test_a_year_that_is_there_twice_is_taken_once() -> None:
    """The second row of an indicator, a year and a group is refused and names the first one's row; it adds nothing to it."""
    proposal = propose(
        table(
            LONG,
            "FOR-03 | 2022 | | 1 | | | |",
            "FOR-03 | 2022-2023 | | | 2 | | |",
            "FOR-03 | 2023 | | 1 | 2 | | |",
        ),
        measures(),
    )
    assert ids(proposal) == ["FOR-03:2022", "FOR-03:2023"]
    assert "ligne 2" in proposal.refused[0].faults[0].text
    assert VALUES.field("FOR-03:2022", "denominateur") not in taken(proposal)
    wide = propose(table("Indicateur | 2022 | 2022-2023", "FOR-03 | 50 | 60"), measures())
    assert "dans une autre colonne" in wide.refused[0].faults[0].text


def test_a_bad_part_refuses_the_whole_value() -> None:
    """Where the numerator stands in one row and the denominator in another, neither is taken if one is wrong."""
    proposal = propose(
        table(
            "Indicateur | 2021 | 2022", "FOR-03 numérateur | 12 | 13", "FOR-03 dénominateur | 24 | beaucoup"
        ),
        measures(),
    )
    assert ids(proposal) == ["FOR-03:2021"]
    assert proposal.refused[0].rows == (2, 3)
    assert faults(proposal) == [(3, "2022")]
    assert not any(field.id == "FOR-03:2022" for field in taken(proposal))


def test_a_year_of_a_wide_table_is_refused_alone() -> None:
    """In a table with a column a year, a bad cell refuses that year; an unknown indicator is told once for its row."""
    proposal = propose(
        table("Indicateur | 2021 | 2022", "REU-01 | 85 | bien", "Bonheur | 1 | 2", "Notes :"), measures()
    )
    assert ids(proposal) == ["REU-01:2021"]
    assert faults(proposal) == [(2, "2022"), (3, "Indicateur")]
    assert not any(row.title == "Notes :" for row in proposal.refused)


def test_the_id_and_the_name_must_agree() -> None:
    """A row whose id and name are those of two indicators is refused; a name that is nobody's is passed over."""
    proposal = propose(
        table(
            "Code | Indicateur | Année | Valeur",
            "REC-01 | Budget annuel consolidé | 2022 | 3",
            "REC-01 | Nos laboratoires | 2021 | 4",
        ),
        measures(),
    )
    assert ids(proposal) == ["REC-01:2021"]
    assert "ne désignent pas le même" in proposal.refused[0].faults[0].text
    assert "BUD-01:2022" not in ids(proposal)


@pytest.mark.parametrize("line", ["BUD-01|2022|1|2", "FOR-03|2022|1|2|3"])
def test_too_many_numbers_without_header_are_refused(line: str) -> None:
    """Without a header, a number that the indicator has no use for refuses the row instead of being dropped."""
    proposal = propose(tabbed("REC-01|2022|5", line, "REC-01|12"), measures())
    assert ids(proposal) == ["REC-01:2022"]
    assert [row.rows for row in proposal.refused] == [(2,), (3,)]
    assert "Trop de nombres" in proposal.refused[0].faults[0].text


@pytest.mark.parametrize(
    "lines",
    [
        ["Bonjour"],
        ["a | b | c", "1 | 2 | 3"],
        ["Indicateur | Valeur", "FOR-03 | 3"],
        ["2021 | 2022", "1 | 2"],
    ],
)
def test_what_is_no_table_of_indicators_is_told(lines: list[str]) -> None:
    """A table without indicator, year or number proposes nothing, and says what is missing."""
    proposal = propose(table(*lines), measures())
    assert "Aucun tableau d'indicateurs" in proposal.problem
    assert not proposal.values
    assert not proposal.refused


def test_an_empty_table_is_told() -> None:
    """A header with empty rows, as a template has them, proposes nothing and refuses nothing."""
    proposal = propose(table(LONG, "FOR-03 | 2022", "FOR-04 | 2022", "Total"), measures())
    assert "aucun nombre" in proposal.problem
    assert not proposal.refused


def test_a_table_of_another_size_is_refused(monkeypatch) -> None:
    """A table with more numbers than a campus has is refused as a whole, never taken in part."""
    monkeypatch.setattr(proposal_module, "MAX_READINGS", 2)
    lines = [f"REC-01|{year}|5" for year in (2020, 2021, 2022)]
    assert len(propose(tabbed(*lines[:2]), measures()).values) == 2
    proposal = propose(tabbed(*lines), measures())
    assert "trop grand" in proposal.problem
    assert not proposal.values


# Beside what is stored


def test_a_value_is_told_from_what_is_stored() -> None:
    """New, changed and unchanged values are told apart, and a change shows both sides; 24 and 24.0 are the same."""
    state = stored(
        FOR_03__2021={"numerateur": 12, "denominateur": 24.0},
        FOR_03__2022={"numerateur": 12, "denominateur": 24},
    )
    proposal = propose(tabbed("FOR-03|2021|12|24", "FOR-03|2022|12|30", "FOR-03|2023|1|2"), measures(state))
    assert [v.standing for v in proposal.values] == [Standing.SAME, Standing.CHANGED, Standing.NEW]
    same, changed, new = proposal.values
    assert changed.changes == {"denominateur": (24, 30)}
    assert (changed.before.denominator, changed.after.denominator) == (24, 30)
    assert new.before is None
    assert not same.changes
    assert not any(edit.field.id == "FOR-03:2021" for edit in proposal.edits(state, ids(proposal)))


def test_a_percentage_that_was_read_as_a_fraction_is_pointed_out() -> None:
    """A rate of 1 % or less may be a cell in percent format: it is taken as it is, and said so; other rates are not."""
    (sheet,) = read(
        "a.xlsx", xlsx({"A": [["Indicateur", 2021, 2022], ["REU-01", 0.625, 62.5], ["BUD-01", 0.5, 1]]})
    )
    fraction, percent, *amounts = propose(sheet, measures()).values
    assert fraction.entry.value == 0.625
    assert "0,625\u00a0%" in fraction.remarks[0]
    assert not any(value.remarks for value in (percent, *amounts))


def test_empty_cells_erase_nothing() -> None:
    """A row's empty cells leave the stored rate, source and comment as they are, and the rate is told to disagree."""
    state = stored(FOR_03__2022={"numerateur": 1, "valeur": 80, "source": "DEPP", "commentaire": "à revoir"})
    proposal = propose(table(LONG, "FOR-03 | 2022 | | 12 | 24 | | |"), measures(state))
    after = taken(proposal, state)
    assert after == {**state, **stored(FOR_03__2022={"numerateur": 12, "denominateur": 24})}
    assert "taux saisi" in proposal.values[0].remarks[0]
    assert None not in [edit.after for edit in proposal.edits(state, ids(proposal))]


def test_a_number_must_go_with_the_one_that_is_stored() -> None:
    """A denominator under the stored numerator is refused at its own cell; a stored number that is wrong blames no row."""
    state = stored(FOR_03__2021={"numerateur": 12}, FOR_03__2022={"numerateur": "beaucoup"})
    proposal = propose(
        table(LONG, "FOR-03 | 2021 | | | 10 | | |", "FOR-03 | 2022 | | | 10 | | |"), measures(state)
    )
    assert faults(proposal) == [(2, "Dénominateur")]
    assert ids(proposal) == ["FOR-03:2022"]
    assert not any(edit.field.id == "FOR-03:2021" for edit in proposal.edits(state, ids(proposal)))


def test_a_source_alone_may_be_corrected() -> None:
    """A row without numbers may still correct the source of a value that is stored, and touches nothing else."""
    state = stored(FOR_03__2022=FOR_03)
    proposal = propose(table(LONG, "FOR-03 | 2022 | | | | | Rectorat |"), measures(state))
    (edit,) = proposal.edits(state, ids(proposal))
    assert (edit.field, edit.before, edit.after) == (
        VALUES.field("FOR-03:2022", "source"),
        "Établissements",
        "Rectorat",
    )
    assert proposal.refused == ()


def test_only_what_is_chosen_is_edited() -> None:
    """The edits hold the chosen values alone, each with what is stored today as what its author saw."""
    proposal = propose(tabbed("FOR-03|2021|1|2", "FOR-03|2022|3|4", "FOR-99|2022|1"), measures())
    state = stored(FOR_03__2022={"numerateur": 9})
    edits = proposal.edits(state, ["FOR-03:2022", "FOR-99:2022", "nothing"])
    assert [(e.field.name, e.before, e.after) for e in edits] == [
        ("numerateur", 9, 3),
        ("denominateur", None, 4),
    ]
    assert {e.field.id for e in edits} == {"FOR-03:2022"}
    assert proposal.edits(state, []) == []


# Any table

LABELS = (
    "FOR-03|FOR-01|REU-05|Formations à public mixte|FOR-03:2022|FOR-01:2022:femmes|FOR-03 numérateur|FOR-99"
)
YEARS = "2021|2022|2022-2023|1999-00|2050|1900|2022-2024"
NUMBERS = f"12|24|1 234,5|1,234.5|-3|nd||0|x|taux|numérateur|62,5{NBSP}%|{'9' * 20}|{'9' * 5000}"
GROUPS = "||Femmes|scolaire|ensemble|Licornes"
WORDS = [
    st.sampled_from(words.split("|")) for words in (LONG.replace(" ", ""), LABELS, YEARS, NUMBERS, GROUPS)
]
CELLS = st.one_of(*WORDS, st.text(max_size=6))
HEADERS = st.sampled_from(
    [
        (LONG.split(" | "), WORDS[1:3] + [WORDS[4]] + [WORDS[3]] * 3),
        (["Code", "Nom", "Année", "Nombre", "Valeur"], [*WORDS[1:2] * 2, WORDS[2], WORDS[3], WORDS[3]]),
        (["Indicateur", "Groupe", "2021", "2022", "2022-23"], [WORDS[1], WORDS[4]] + [WORDS[3]] * 3),
        (["FOR-03", "2020", "1"], WORDS[1:4]),
    ]
).flatmap(
    lambda header: st.lists(st.tuples(*header[1]).map(list) | st.lists(CELLS, max_size=7), max_size=8).map(
        lambda rows: [header[0], *rows]
    )
)
TABLES = (st.lists(st.lists(CELLS, max_size=7), max_size=8) | HEADERS).map(
    lambda rows: Sheet("Tableau", [Row(number, cells) for number, cells in enumerate(rows, 1)])
)
STATES = st.dictionaries(
    st.builds(
        VALUES.field,
        st.builds(value_id, st.sampled_from(["FOR-03", "FOR-01", "REU-05"]), st.sampled_from([2021, 2022])),
        st.sampled_from(["numerateur", "denominateur", "valeur", "source"]),
    ),
    st.integers(0, 50) | st.floats(0, 50) | st.sampled_from(["nd", "beaucoup"]),
    max_size=4,
)


@given(TABLES, STATES, st.none() | st.sampled_from(Style))
def test_any_table_is_proposed_or_refused(sheet: Sheet, state, style) -> None:
    """No table of text breaks the proposal; what is refused reaches no edit, and what is kept has no fault of its own."""
    known = measures(state)
    proposal = propose(sheet, known, style)
    edits = proposal.edits(state, [*ids(proposal), *(row.title for row in proposal.refused)])
    assert {edit.field.id for edit in edits} <= set(ids(proposal))
    assert len(set(ids(proposal))) == len(proposal.values)
    assert not any(edit.after in (None, "") for edit in edits)
    if not state:
        for value in proposal.values:
            found = faults_of(value.indicator, value.after, CMQ.indicator_rules, TODAY)
            assert not any(fault.blocking for fault in found)


@given(TABLES, STATES)
def test_what_was_taken_is_not_proposed_again(sheet: Sheet, state) -> None:
    """Once a table is taken, the same table changes nothing any more."""
    after = taken(propose(sheet, measures(state)), state)
    again = propose(sheet, measures(after))
    assert {value.standing for value in again.values} <= {Standing.SAME}
    assert again.edits(after, ids(again)) == []
    assert taken(again, after) == after


def test_a_proposal_is_plain_data() -> None:
    """What the screens get is immutable, and holds the rows and columns that they show."""
    proposal = propose(table(LONG, "FOR-03 | 2022 | | 3 | 2 | | |"), measures())
    assert {field.name for field in fields(proposal)} == {"values", "refused", "style", "certain", "problem"}
    assert isinstance(proposal.refused, tuple)
    with pytest.raises(AttributeError):
        proposal.values = ()
