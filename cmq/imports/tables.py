"""A file or a pasted text -> sheets of text cells, as the spreadsheet shows them; nothing is understood yet.

Every number of a workbook is written so that ``numerals.parse`` reads it back whatever the style of the file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath
from typing import Any, NamedTuple

from openpyxl import load_workbook
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from cmq import french, guards
from cmq.cells import cell_text
from cmq.errors import InvalidInput, UnreadableWorkbook
from cmq.french import typeset
from cmq.imports.wording import quoted
from cmq.text import clean_text

MAX_FILE = guards.MAX_FILE
"""Bytes of the file."""
MAX_ROWS = 300_000
MAX_COLUMNS = 500
MAX_CELLS = 10_000_000
"""Cells of all the sheets of a workbook, the empty ones between others included."""
PASTED = "Texte collé"

_NOT_FOR_OPENPYXL = (AttributeError, IndexError, KeyError, OSError, SyntaxError, TypeError, ValueError)
"""What openpyxl raises on a workbook that others accept."""
MAX_STYLED = 100_000
"""Cells of a sheet beyond which percentages are not told from fractions; a remark then asks to look."""
_TEXT_ENDINGS = frozenset({".csv", ".txt", ".tsv"})
_SAMPLE = 20
"""Rows from which the delimiter is told."""
_SAMPLE_TEXT = 100_000
"""Characters of them at the most; ``csv`` holds no cell longer than 131,072."""
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_HEAD = 10_000
_DECIMALS_LIKE_A_GROUP = re.compile(r"[0-9]+,[0-9]{3}")


class Row(NamedTuple):
    """The cells of a row, without spaces around them, and the row's number as the file shows it."""

    number: int
    cells: Sequence[str]

    def text(self, column: int) -> str:
        """The cell of a column, empty beyond the last."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of text; its blank rows are left out."""

    name: str
    rows: Sequence[Row]


def read(name: str, content: bytes) -> list[Sheet]:
    """The sheets of an uploaded file that show something.

    Raises ``InvalidInput``: too large, damaged, encrypted, empty, or no .xlsx, .csv nor .txt.
    """
    ending = PurePath(name).suffix.lower()
    if ending != ".xlsx" and ending not in _TEXT_ENDINGS:
        raise _refused(
            f"Ce type de fichier ne peut pas être lu : {quoted(name)}.",
            "Enregistrez le tableau au format .xlsx ou .csv, puis recommencez.",
        )
    if not content:
        raise _refused("Ce fichier est vide (0 octet).", "Vérifiez le fichier, puis recommencez.")
    if len(content) > MAX_FILE:
        raise _refused(
            f"Ce fichier est trop gros : {MAX_FILE // 1024**2} Mo au plus sont acceptés.",
            "Gardez les seules lignes utiles (une académie, une année), puis recommencez.",
        )
    sheets = _workbook(content) if ending == ".xlsx" else [_sheet(PurePath(name).name, _decoded(content))]
    sheets = [sheet for sheet in sheets if sheet.rows]
    if not sheets:
        raise _refused(
            "Ce fichier ne montre aucune cellule remplie.", "Vérifiez le fichier, puis recommencez."
        )
    return sheets


def pasted(text: str) -> Sheet:
    """The table that somebody copied from a spreadsheet or a message. Raises ``InvalidInput``."""
    if len(text) > MAX_FILE:
        raise _refused("Ce texte est trop long.", "Collez moins de lignes, ou importez un fichier .csv.")
    sheet = _sheet(PASTED, text.removeprefix("\ufeff"))
    if not sheet.rows:
        raise _refused("Rien n'a été collé.", "Copiez les cellules du tableau, puis collez-les ici.")
    return sheet


def _refused(what: str, remedy: str) -> InvalidInput:
    return InvalidInput(typeset(f"{what} Rien n'a été importé. {remedy}"))


# Workbooks


def _workbook(content: bytes) -> list[Sheet]:
    try:
        guards.check(content)
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            names = [
                sheet.name
                for sheet in workbook.sheets_metadata
                if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible
            ]
            budget = MAX_CELLS
            sheets: list[Sheet] = []
            for name in names:
                sheet = workbook.get_sheet_by_name(name)
                last_row, last_column = sheet.end or (0, 0)
                _check_width(last_column + 1)
                budget -= (last_row + 1) * (last_column + 1)
                if budget < 0:
                    raise _refused(
                        "Ce classeur a trop de cellules.", "Gardez la seule feuille utile, puis recommencez."
                    )
                cells = sheet.to_python(skip_empty_area=False)
                _scale_percents(content, name, cells)
                sheets.append(Sheet(name, _rows([_text(cell) for cell in row] for row in cells)))
            return sheets
    except UnreadableWorkbook as error:
        raise _refused(
            str(error),
            f"Le tableau peut aussi être enregistré au format .csv (jusqu'à {french.number(MAX_ROWS)} lignes).",
        ) from error
    except (CalamineError, OSError, ValueError) as error:
        raise _refused(guards.DAMAGED, "Ouvrez-le et enregistrez-le à nouveau, puis recommencez.") from error


def _scale_percents(content: bytes, name: str, cells: list[list[Any]]) -> None:
    """Make 62,5 of what a cell shows as « 62,5 % » and holds as 0.625, in place."""
    if not cells or len(cells) * len(cells[0]) > MAX_STYLED:
        return  # only openpyxl tells how a cell is shown, and it is slow
    try:
        with closing(load_workbook(io.BytesIO(content), read_only=True, data_only=True)) as book:
            shown = [
                (cell.row - 1, cell.column - 1)
                for row in book[name].iter_rows()
                for cell in row
                if "%" in (cell.number_format or "") and isinstance(cell.value, (int, float))
            ]
    except _NOT_FOR_OPENPYXL:
        return  # calamine reads more workbooks; a remark on each rate between 0 and 1 then asks to look
    for line, column in shown:
        cells[line][column] = float(f"{cells[line][column] * 100:.13g}")


def _text(cell: object) -> str:
    """The cell's content; a number is written in the one form that reads the same in every style."""
    if isinstance(cell, float):
        text = f"{cell:.15g}"
        text = (f"{Decimal(text):f}" if "e" in text else text).replace(".", ",")
        # « 1,250 » may be a thousand and a quarter of one, « 1,2500 » may not.
        return text + "0" if _DECIMALS_LIKE_A_GROUP.fullmatch(text.removeprefix("-")) else text
    return cell_text(cell)


# Texts


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif len(_CONTROL.findall(content[:_HEAD])) * 100 > len(content[:_HEAD]) or b"\0" in content:
        encodings = []
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused(
        "Ce fichier n'est pas du texte.",
        "Enregistrez le tableau au format .xlsx, ou .csv en UTF-8, puis recommencez.",
    )


def _sheet(name: str, text: str) -> Sheet:
    text = clean_text(text, limit=2 * len(text))
    delimiter = _delimiter(text)
    try:
        return Sheet(name, _rows(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)))
    except csv.Error:
        pass
    # A quotation mark that nothing closes would swallow the lines after it: such marks are then characters.
    try:
        reader = csv.reader(io.StringIO(text), delimiter=delimiter, quoting=csv.QUOTE_NONE)
        return Sheet(name, _rows([_unquoted(cell) for cell in row] for row in reader))
    except csv.Error as error:
        raise _refused(
            "Une cellule de ce tableau est démesurée.",
            "Vérifiez les guillemets du fichier, puis recommencez.",
        ) from error


def _unquoted(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell


def _delimiter(text: str) -> str:
    """What parts the cells: a tab, else a semicolon, unless more rows are parted, and more, by a comma."""
    sample = [line for line in text[:_SAMPLE_TEXT].split("\n") if line.strip()][:_SAMPLE]

    def parts(delimiter: str) -> tuple[int, int]:
        """How many rows it parts, and into how many cells."""
        widths = [len(row) for row in csv.reader(sample, delimiter=delimiter)]
        return sum(width > 1 for width in widths), sum(widths)

    tab, semicolon, comma = parts("\t"), parts(";"), parts(",")
    if tab[0] * 2 > len(sample):
        return "\t"
    return "," if comma[0] > semicolon[0] and comma[1] > semicolon[1] else ";"


def _rows(lines: Iterable[Sequence[str]]) -> list[Row]:
    rows: list[Row] = []
    # Columns of years, regions or schools repeat themselves a hundred thousand times.
    seen: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        cells = [seen.setdefault(text := cell.strip(), text) for cell in line]
        if not any(cells):
            continue
        while not cells[-1]:
            cells.pop()
        _check_width(len(cells))
        if len(rows) == MAX_ROWS:
            raise _refused(
                f"Ce tableau a trop de lignes : {french.number(MAX_ROWS)} au plus sont acceptées.",
                "Gardez les seules lignes utiles (une académie, une année), puis recommencez.",
            )
        rows.append(Row(number, cells))
    return rows


def _check_width(width: int) -> None:
    if width > MAX_COLUMNS:
        raise _refused(
            f"Ce tableau a trop de colonnes : {MAX_COLUMNS} au plus sont acceptées.",
            "Gardez les seules colonnes utiles, puis recommencez.",
        )
