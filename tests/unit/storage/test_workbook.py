"""The workbook: everything that a state holds goes in and comes out."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import example, given

from cmq.campaign import ANNEX, ANSWERS, EVIDENCE, Field, check_field, evidence_link_field, profile_field
from cmq.campaign.values import digest, same_state
from cmq.text import clean_text, utf16_length
from cmq.workbook import reading, titles
from tests.examples import examples
from tests.unit.builders import CMQ, SMALL, everything_met
from tests.unit.storage.helpers import COMMENT, FAMILY_CHECKS, LEVEL, cell_of, read_back, states, written


@given(states())
@examples(0.6)
@example({})
@example({COMMENT: "x" * 32_767, ANSWERS.field("C01-R2", "commentaire"): "🧭" * 16_383})
@example({COMMENT: "_x0041_" * 4_681})
@example({Field("preuve", "P-1", "date"): "0001-01-01", Field("preuve", "P-1", "titre"): "t"})
def test_a_workbook_gives_back_the_state_it_was_written_from(state):
    """read(write(state)) == state, types included, and nothing in it looks changed."""
    content = read_back(state)
    assert same_state(dict(content.values), state)
    assert content.untouched
    assert not content.remarks


def test_a_workbook_of_another_framework_gives_everything_back():
    """A framework that knows none of the ids reads what the full one wrote, and the other way round."""
    state = {**everything_met(), Field("indicateur", "I-1", "valeur"): 12.5}
    assert same_state(dict(reading.read(written(state, CMQ), SMALL).values), state)
    assert same_state(dict(reading.read(written(state, SMALL), CMQ).values), state)
    assert digest(state) != digest({})


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "#N/A", "NA", "None", "nan", "007", "1e5", "VRAI"]
)
def test_text_stays_text(text):
    """What looks like a formula, an error, a number or nothing is stored as the text that it is."""
    content = written({COMMENT: text})
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Réponses"]
    cell = cell_of(sheet, "C01-R1", "Commentaire")
    assert cell.value == text
    assert cell.data_type == "s"
    assert cell.data_type != "f"
    assert cell.quotePrefix == text.startswith(("=", "+", "-", "@"))


def test_dates_and_numbers_are_real_ones():
    """People can sort and count: a date cell holds a date, a year a number."""
    state = {
        EVIDENCE.field("P-1", "titre"): "Convention",
        EVIDENCE.field("P-1", "date"): "2026-03-01",
        evidence_link_field("P-1", "C01-R1"): True,
        profile_field("annee"): 2026,
    }
    book = openpyxl.load_workbook(io.BytesIO(written(state)))
    row = [cell.value for cell in book["Preuves"][2]]
    day = datetime(2026, 3, 1)  # noqa: DTZ001 - a cell has no zone
    assert row == ["P-1", "Convention", None, None, day, None, None, "C01-R1"]
    year = cell_of(book["Campagne"], "annee", "Valeur")
    assert (year.value, year.data_type) == (2026, "n")
    assert not isinstance(row[4], str)


def test_sheets_lists_and_charts_are_there():
    """The sheets in their order, hidden lists, drop-downs on every level, frozen headers, filters, two charts."""
    by_themselves = {check_field(*pair) for pair in FAMILY_CHECKS}
    state = {field: value for field, value in everything_met().items() if field not in by_themselves}
    book = openpyxl.load_workbook(io.BytesIO(written(state)))
    assert tuple(book.sheetnames) == titles.TITLES
    assert [s.title for s in book if s.sheet_state == "hidden"] == ["Autres", "Listes"]
    answers = book["Réponses"]
    lists = {str(v.sqref): v.formula1 for v in answers.data_validations.dataValidation}
    assert lists[f"E2:E{len(CMQ.assessed) + 1}"] == "=Listes!$B$2:$B$6"
    assert answers.freeze_panes == "E2"
    assert answers.auto_filter.ref == f"A1:M{len(CMQ.assessed) + 1}"
    assert len(book["Synthèse"]._charts) == 2
    assert book.active.title == "Synthèse"
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_a_framework_without_excellence_has_no_excellence_figure():
    """Nothing on « Synthèse » or « Annexe » tells of a category that the framework does not know."""
    state = {ANSWERS.field(r.id, "niveau"): 1 for r in SMALL.assessed}
    book = openpyxl.load_workbook(io.BytesIO(written(state, SMALL)))
    words = " ".join(str(c.value) for r in book["Synthèse"].iter_rows() for c in r if c.value)
    assert ("Excellence" in words) == SMALL.has_excellence
    assert len(book["Synthèse"]._charts) == 2


def test_synthesis_shows_the_figures_of_the_results():
    """The counts are those of the scoring, and Excellence stands under the reserve of the label."""
    state = {ANSWERS.field("C01-R1", "niveau"): 3}
    sheet = openpyxl.load_workbook(io.BytesIO(written(state)))["Synthèse"]
    rows = {row[0].value: [cell.value for cell in row[1:4]] for row in sheet.iter_rows() if row[0].value}
    assert rows["Critères satisfaits"] == [0, 11, None]
    assert rows["Exigences satisfaites pour le label"][:2] == [0, 51]
    assert rows["Exigences Excellence satisfaites (sous réserve du label)"][:2] == [0, 11]
    assert rows["Niveaux déclarés sans preuve"] == [1, 1, 1]
    assert "Exigences Excellence satisfaites" not in rows


def test_answers_of_every_kind_have_their_own_cell():
    """Only what has no place of its own goes to « Autres »."""
    requirement = next(r for r in CMQ.assessed if r.not_applicable_when)
    checked = next(r for r in CMQ.assessed if r.checks)
    state = {
        ANSWERS.field(requirement.id, "non_applicable"): True,
        ANSWERS.field(requirement.id, "motif"): "Sans objet ici",
        check_field(checked.id, checked.checks[0].id): True,
        ANNEX.field(CMQ.annex[0].id, "texte"): "Notre texte",
        profile_field("categorie"): "excellence",
        LEVEL: 9,
    }
    book = openpyxl.load_workbook(io.BytesIO(written(state)))
    assert cell_of(book["Réponses"], requirement.id, "Non applicable").value == "oui"
    assert cell_of(book["Vérifications"], checked.checks[0].id, "Vérifié").value == "oui"
    assert cell_of(book["Annexe"], CMQ.annex[0].id, "Texte du campus").value == "Notre texte"
    assert cell_of(book["Campagne"], "categorie", "Valeur").value == "Excellence"
    assert cell_of(book["Réponses"], "C01-R1", "Niveau").value is None
    others = [[cell.value for cell in row] for row in book["Autres"].iter_rows(min_row=2)]
    assert others == [["reponse", "C01-R1", "niveau", "entier", 9]]


def test_text_is_cleaned_and_bounded_as_excel_counts():
    """Control characters and lone surrogates go, line ends become line feeds, 32,767 UTF-16 units stay."""
    assert clean_text("a\r\nb\rc\x00\x1b\ud800\ufffe\td") == "a\nb\nc\td"
    assert utf16_length(clean_text("🧭" * 20_000)) == 32_766
    assert clean_text("🧭" * 20_000) == "🧭" * 16_383
    assert "\udc00" not in clean_text("a" + "🧭" * 20_000)


def test_xml_of_the_workbook_has_no_link_to_the_outside():
    """Nothing in the file makes a spreadsheet program call out: no external link, no hyperlink."""
    state = {EVIDENCE.field("P-1", "titre"): "t", EVIDENCE.field("P-1", "lien"): "https://exemple.fr/a"}
    with zipfile.ZipFile(io.BytesIO(written(state))) as archive:
        rels = b"".join(archive.read(n) for n in archive.namelist() if n.endswith(".rels"))
    assert b"External" not in rels
    assert b"exemple.fr" not in rels


def test_the_day_that_excel_invented_is_kept_as_text():
    """Dates of before March 1900 go to « Autres », where they stay exact."""
    state = {
        EVIDENCE.field("P-1", "titre"): "t",
        EVIDENCE.field("P-1", "date"): date(1900, 2, 28).isoformat(),
    }
    content = read_back(state)
    assert content.values[EVIDENCE.field("P-1", "date")] == "1900-02-28"
    assert content.untouched
