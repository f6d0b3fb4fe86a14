"""Files and pasted texts -> sheets of text cells; what is no table is refused in French, never with a traceback."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import date, datetime
from fractions import Fraction

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmq import guards, numerals
from cmq.errors import InvalidInput
from cmq.imports import pasted, read, tables
from cmq.numerals import Style
from tests.unit.imports.helpers import xlsx

HEADER = ["Indicateur", "Année", "Valeur"]


def cells(sheet):
    """The rows of a sheet as plain lists."""
    return [list(row.cells) for row in sheet.rows]


def bombed():
    """A workbook whose directory declares a small size for a part that inflates beyond the limit."""
    buffer = io.BytesIO(xlsx({"A": [HEADER]}))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", b"\0" * (guards.MAX_INFLATED + 1))
    content = buffer.getvalue()
    place = content.rindex(b"PK\x01\x02")
    return content[: place + 24] + struct.pack("<I", 10) + content[place + 28 :]


def test_a_workbook_is_read_as_its_cells_show() -> None:
    """Numbers, dates and texts of a workbook become the text that a person sees, at the row that the file shows."""
    content = xlsx(
        {
            "Notes": [["Indicateurs du campus"]],
            "Valeurs": [
                [],
                HEADER,
                [],
                ["FOR-03", 2022.0, 12.5],
                ["x", date(2024, 9, 1), datetime(2024, 9, 1, 8, 5)],  # noqa: DTZ001 - a spreadsheet has no zone
            ],
            "Vide": [],
        }
    )
    notes, values = read("Classeur.XLSX", content)
    assert (notes.name, values.name) == ("Notes", "Valeurs")
    assert [row.number for row in values.rows] == [2, 4, 5]
    assert cells(values)[1:] == [["FOR-03", "2022", "12,5"], ["x", "01/09/2024", "01/09/2024 08:05"]]
    assert not any("2022.0" in row.cells for row in values.rows)


def test_hidden_sheets_and_charts_stay_out() -> None:
    """Only the sheets that a person sees are read, not the lists that a workbook hides."""
    book = openpyxl.load_workbook(io.BytesIO(xlsx({"Vue": [["a"]], "Listes": [["b"]]})))
    book["Listes"].sheet_state = "hidden"
    book.create_chartsheet("Graphique")
    buffer = io.BytesIO()
    book.save(buffer)
    sheets = read("a.xlsx", buffer.getvalue())
    assert [sheet.name for sheet in sheets] == ["Vue"]
    assert ["b"] not in [row for sheet in sheets for row in cells(sheet)]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_of_a_workbook_is_exact_in_every_style(value: float) -> None:
    """A number of a workbook reads the same whatever the style of the texts around it, and never tells English."""
    text = tables._text(value)
    kept = Fraction(f"{value:.15g}")
    assert {numerals.parse(text, style) for style in Style} == {kept}
    assert numerals.style_of([text]) in (None, Style.FRENCH)
    assert "e" not in text


@pytest.mark.parametrize("delimiter", [";", "\t", ","])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_text_file_is_read_whatever_wrote_it(delimiter: str, encoding: str, end: str) -> None:
    """Delimiter, encoding and line ends are found; a quoted cell keeps its delimiters, marks and line breaks."""
    lines = [
        delimiter.join(["Indicateur", "Année", "Effectif d’été", '"Part, (en % ; ou ""taux"")"']),
        "",
        delimiter.join(["Élèves", "2022", '"12,5"', f'"deux{end}lignes"']),
    ]
    (sheet,) = read("données.csv", end.join(lines).encode(encoding))
    assert cells(sheet) == [
        ["Indicateur", "Année", "Effectif d’été", 'Part, (en % ; ou "taux")'],
        ["Élèves", "2022", "12,5", "deux\nlignes"],
    ]
    assert [row.number for row in sheet.rows] == [1, 3]
    assert "\ufeff" not in sheet.rows[0].cells[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FOR-03;2022;12,5;13,5", ["FOR-03", "2022", "12,5", "13,5"]),
        (
            "Formations colorées, FCIL, et blocs;2022;12,5",
            ["Formations colorées, FCIL, et blocs", "2022", "12,5"],
        ),
        ("FOR-03\t2022\t1;2, 3", ["FOR-03", "2022", "1;2, 3"]),
        ("FOR-03,2022,12.5", ["FOR-03", "2022", "12.5"]),
        ("FOR-03", ["FOR-03"]),
        ("  FOR-03 \t\u00a02022\u202f\t\t", ["FOR-03", "2022"]),
    ],
)
def test_the_delimiter_is_told_from_the_text(text: str, expected: list[str]) -> None:
    """A comma inside a number or a name does not part cells where something else does."""
    assert cells(pasted(text)) == [expected]
    assert len(pasted(text + "\n" + text).rows) != 1


def test_a_title_with_commas_does_not_hide_the_table() -> None:
    """Text above the table, commas included, leaves the table's own delimiter in charge."""
    sheet = pasted("Indicateurs du campus, 2024\nIndicateur;Année;Taux (en %, arrondi)\nFOR-03;2022;12,5")
    assert cells(sheet)[1:] == [["Indicateur", "Année", "Taux (en %, arrondi)"], ["FOR-03", "2022", "12,5"]]
    assert ["Indicateurs du campus", "2024"] not in cells(sheet)


def test_commas_part_cells_that_hold_semicolons() -> None:
    """A list of sources with semicolons inside its cells does not make the semicolon the delimiter."""
    sheet = pasted(
        "Indicateur,Année,Valeur,Source\nFOR-03,2022,12,DEPP ; campus\nFOR-04,2022,13,DEPP ; campus"
    )
    assert cells(sheet)[1] == ["FOR-03", "2022", "12", "DEPP ; campus"]
    assert all(len(row) == 4 for row in cells(sheet))


def test_a_quotation_mark_that_nothing_closes_swallows_no_line() -> None:
    """A stray quotation mark stays a character of its cell: every line after it is still a row."""
    sheet = pasted('FOR-03;2022;"12\n"FOR-04" ;2022;13\n"FOR-05";2022;"14"')
    assert [row[0] for row in cells(sheet)] == ["FOR-03", '"FOR-04"', "FOR-05"]
    assert len(sheet.rows) == 3
    assert cells(sheet)[2] != ['"FOR-05"', "2022", '"14"']


REFUSED = {
    "empty": ("a.csv", b"", "vide"),
    "blank": ("a.csv", b" ;;\n\n ; ", "aucune cellule"),
    "blank workbook": ("a.xlsx", xlsx({"A": []}), "aucune cellule"),
    "old workbook": ("a.xls", b"\xd0\xcf\x11\xe0", "ne peut pas être lu"),
    "open document": ("a.ods", b"PK", "ne peut pas être lu"),
    "no ending": ("tableau", b"a;b", "ne peut pas être lu"),
    "picture": ("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 10, "n'est pas du texte"),
    "control characters": ("a.txt", bytes(range(1, 9)) * 50, "n'est pas du texte"),
    "undefined characters": ("a.csv", "é;".encode("cp1252") + b"\x81\x8d\x8f", "n'est pas du texte"),
    "workbook called text": ("a.csv", xlsx({"A": [HEADER]}), "n'est pas du texte"),
    "text called workbook": ("a.xlsx", b"Indicateur;2022", "n'est pas un classeur"),
    "encrypted": ("a.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "mot de passe"),
    "torn": ("a.xlsx", xlsx({"A": [HEADER]})[:900], "endommagé"),
    "bomb": ("a.xlsx", bombed(), "démesuré"),
    "no workbook in the zip": ("a.xlsx", b"PK\x05\x06" + b"\0" * 18, "endommagé"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_table_is_refused_in_french(case: str) -> None:
    """A file that cannot be taken is refused with what happened, that nothing was taken, and what to do."""
    name, content, words = REFUSED[case]
    with pytest.raises(InvalidInput) as refused:
        read(name, content)
    text = str(refused.value)
    assert words in text
    assert "Rien n'a été importé" in text
    assert not any(f" {mark}" in text for mark in ":;?!»")
    assert "« " not in text


@pytest.mark.parametrize(
    ("limit", "content", "words"),
    [
        ("MAX_FILE", b"Indicateur;2022\nFOR-03;12", "trop gros"),
        ("MAX_ROWS", b"a\nb\nc\nd", "trop de lignes"),
        ("MAX_COLUMNS", b"a;b;c;d", "trop de colonnes"),
    ],
)
def test_the_size_of_a_file_is_bounded(monkeypatch, limit: str, content: bytes, words: str) -> None:
    """A table beyond a limit is refused as a whole, never cut; one at the limit is taken."""
    monkeypatch.setattr(tables, limit, 3)
    with pytest.raises(InvalidInput, match=words):
        read("a.csv", content)
    assert read("a.csv", b"a;b")
    with pytest.raises(InvalidInput, match="trop"):
        pasted(content.decode())


@pytest.mark.parametrize("limit", ["MAX_CELLS", "MAX_COLUMNS"])
def test_the_size_of_a_workbook_is_bounded(monkeypatch, limit: str) -> None:
    """A workbook with too many cells or columns is refused before they are all read."""
    content = xlsx({"A": [["a"] * 4], "B": [["a"] * 4]})
    assert len(read("a.xlsx", content)) == 2
    monkeypatch.setattr(tables, limit, 3)
    with pytest.raises(InvalidInput, match=r"Ce (classeur|tableau) a trop de") as refused:
        read("a.xlsx", content)
    assert "endommagé" not in str(refused.value)


def test_a_cell_without_end_is_refused() -> None:
    """A single cell of hundreds of thousands of characters is refused rather than raised as an error of the library."""
    with pytest.raises(InvalidInput, match="démesurée"):
        pasted("a\tb\n" + "x" * 200_000 + "\tc")
    assert pasted("a\tb\n" + "x" * 30_000 + "\tc").rows[1].cells[1] == "c"


@pytest.mark.parametrize("text", ["", "  \n\t\n", "\ufeff"])
def test_nothing_pasted_is_told(text: str) -> None:
    """An empty paste says so, and makes no empty table."""
    with pytest.raises(InvalidInput) as refused:
        pasted(text)
    assert "collé" in str(refused.value)
    assert "fichier" not in str(refused.value)


@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.txt", "a.xlsx"]))
def test_no_content_breaks_the_reading(content: bytes, name: str) -> None:
    """Any bytes are a table or are refused: no other error comes out, and no cell holds a control character."""
    try:
        sheets = read(name, content)
    except InvalidInput as refused:
        assert "Rien n'a été importé" in str(refused)  # noqa: PT017 - either outcome is right
        return
    assert all(row.cells and row.cells[-1] for sheet in sheets for row in sheet.rows)
    assert not any("\0" in cell for sheet in sheets for row in sheet.rows for cell in row.cells)


@given(st.text(max_size=300))
def test_no_text_breaks_the_pasting(text: str) -> None:
    """Any pasted text is a table or is refused, and no row is numbered beyond the lines of the text."""
    try:
        sheet = pasted(text)
    except InvalidInput as refused:
        assert "Rien n'a été" in str(refused)  # noqa: PT017 - either outcome is right
        return
    assert sheet.rows
    assert not any(row.number > len(text) + 1 for row in sheet.rows)


def test_a_percentage_of_excel_is_read_as_it_is_shown() -> None:
    """A cell that shows « 54,3 % » gives 54.3, whatever it holds; one that shows 0,543 stays so."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Indicateur", "Année", "Valeur"])
    sheet.append(["REU-02", 2024, 0.543])
    sheet.append(["REU-02", 2023, 0.543])
    sheet.append(["REU-02", 2022, 1])
    sheet["C2"].number_format = "0.0%"
    sheet["C4"].number_format = "0%"
    buffer = io.BytesIO()
    book.save(buffer)
    (read_sheet,) = read("taux.xlsx", buffer.getvalue())
    assert [row.text(2) for row in read_sheet.rows[1:]] == ["54,3", "0,5430", "100"]
    assert "0,543" not in read_sheet.rows[1].text(2)
