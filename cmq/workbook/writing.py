"""Fields -> .xlsx: the whole workbook, built from one state."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from cmq import french
from cmq.campaign import BY_KIND, ID_SEPARATOR, TABLES, Campaign, State, check_field
from cmq.campaign.columns import Column, Shape, Vocabulary
from cmq.campaign.table import Computed, Table
from cmq.campaign.vocabularies import VOCABULARIES
from cmq.framework import Direction, Framework, RequirementKind
from cmq.indicators import IndicatorResult, Measure
from cmq.scoring import RequirementState, Results, score
from cmq.tables import KINDS, latest_text
from cmq.workbook import synthesis, titles
from cmq.workbook.cells import NO, YES, Cell, date_cell, to_cell, to_typed_cell
from cmq.workbook.places import Places
from cmq.workbook.read_me import TEXTS
from cmq.workbook.sheets import (
    SPARE_ROWS,
    Style,
    Styles,
    blocks,
    dates_only,
    finish,
    fit_rows,
    header,
    numbers_only,
    offer,
    offer_words,
    offer_yes_no,
    put,
    style_for,
    widths,
)
from cmq.workbook.stamp import Stamp


def build(state: State, framework: Framework, stamp: Stamp, today: date | None = None) -> bytes:
    """The workbook of a state, as the bytes of an .xlsx."""
    results = score(framework, Campaign.from_state(state), today)
    return _Builder(state, results).build(stamp)


class _Builder:
    def __init__(self, state: State, results: Results) -> None:
        self._state = state
        self._framework = results.framework
        self._results = results
        self._places = Places(state, results)
        self._book = Workbook()
        self._styles = Styles(self._book)

    def build(self, stamp: Stamp) -> bytes:
        """Write every sheet; the second one is what opens."""
        self._read_me(self._book.worksheets[0])
        synthesis.write(self._sheet(titles.SYNTHESIS), self._results, self._styles)
        by_title = {table.sheet: table for table in TABLES}
        for title in titles.SHEETS:
            sheet = self._sheet(title)
            if title == titles.CHECKS:
                self._checks(sheet)
            elif by_title[title].single:
                self._single(sheet, by_title[title])
            else:
                self._table(sheet, by_title[title])
        self._others(self._sheet(titles.OTHERS))
        self._meta(self._sheet(titles.META), stamp)
        self._lists(self._sheet(titles.LISTS))
        self._book.active = self._book.sheetnames.index(titles.SYNTHESIS)
        for sheet in self._book.worksheets:
            sheet.sheet_view.tabSelected = sheet.title == titles.SYNTHESIS
        profile = self._results.campaign.profile
        self._book.properties.creator = "Boussole CMQ"
        self._book.properties.title = f"{profile.campus} – {profile.name}".strip(" –")
        self._book.properties.language = "fr-FR"
        buffer = io.BytesIO()
        self._book.save(buffer)
        return buffer.getvalue()

    def _sheet(self, title: str) -> Worksheet:
        sheet: Worksheet = self._book.create_sheet(title)
        return sheet

    def _read_me(self, sheet: Worksheet) -> None:
        sheet.title = titles.READ_ME
        widths(sheet, (100,))
        put(sheet, 1, 1, "Boussole CMQ", self._styles[Style.TITLE])
        for row, text in enumerate(TEXTS, start=3):
            put(sheet, row, 1, text, self._styles[Style.TEXT])
        put(sheet, len(TEXTS) + 4, 1, self._framework.meta.disclaimer, self._styles[Style.TEXT])
        fit_rows(sheet)
        sheet.sheet_view.showGridLines = False

    # Tables

    def _table(self, sheet: Worksheet, table: Table[Any]) -> None:
        """A row a thing, a column a field."""
        columns = table.layout(self._framework)
        heads = [(titles.ID, table.id_width), *((self._header(c), c.width) for c in columns)]
        header(sheet, heads, self._styles)
        ids = self._places.rows[table.kind]
        for number, id_ in enumerate(ids, start=2):
            put(sheet, number, 1, id_, self._styles[Style.COMPUTED])
            parts = self._parts(table, id_)
            for index, column in enumerate(columns, start=2):
                if isinstance(column, Computed):
                    cell, style = self._computed(column, id_)
                elif column.name in parts:
                    cell, style = self._styled(table, id_, column, parts[column.name])
                else:
                    cell, style = self._stored(table, id_, column)
                put(sheet, number, index, cell, self._styles[style])
        last = len(ids) + 1
        for index, column in enumerate(columns, start=2):
            if isinstance(column, Column):
                self._help(sheet, table, column, get_column_letter(index))
        finish(sheet, len(heads), last, f"{get_column_letter(table.frozen + 1)}2")

    def _header(self, column: Column | Computed) -> str:
        if isinstance(column, Computed) and column.header_of is not None:
            return french.bare(column.header_of(self._framework))
        return column.header

    def _parts(self, table: Table[Any], id_: str) -> dict[str, Cell]:
        """The cells that tell what an id is made of."""
        if table.identity is None or not table.identity.columns:
            return {}
        parts = zip(table.identity.columns, table.identity.parts(id_) or (), strict=True)
        return {column.name: to_cell(column, part, self._places.lexicon) for column, part in parts}

    def _computed(self, column: Computed, id_: str) -> tuple[Cell, Style]:
        cell = _shown(column.show(self._results, id_))
        if isinstance(cell, date):
            return date_cell(cell), Style.COMPUTED_DATE
        if isinstance(cell, int):
            return cell, Style.COUNT
        return (column.empty if cell is None else cell), Style.COMPUTED

    def _stored(self, table: Table[Any], id_: str, column: Column) -> tuple[Cell, Style]:
        if column.shape is Shape.LINKS:
            linked = self._places.links.get((table.kind, id_, column.name), set())
            ordered = (name for name in self._places.rows[column.rows_of] if name in linked)
            return ID_SEPARATOR.join(ordered), Style.INPUT
        cell = self._places.cells.get(table.field(id_, column.name))
        if column.shape is Shape.FLAG and cell is None and self._settable(column, id_):
            cell = column.off
        return self._styled(table, id_, column, cell)

    def _styled(self, table: Table[Any], id_: str, column: Column, cell: Cell) -> tuple[Cell, Style]:
        """A cell that people fill; a school year needs one that takes text as it is."""
        if (
            column.shape is Shape.YEAR
            and isinstance(cell, int)
            and table.school_years is not None
            and table.school_years(self._results, id_)
        ):
            return french.school_year(cell), Style.INPUT
        return cell, style_for(column.shape)

    def _settable(self, column: Column, id_: str) -> bool:
        return column.where is None or column.where(self._framework, id_)

    def _help(self, sheet: Worksheet, table: Table[Any], column: Column, letter: str) -> None:
        """Offer what a column takes, or refuse what it does not."""
        ids = self._places.rows[table.kind]
        last = max(len(ids) + 1 + (SPARE_ROWS if table.open else 0), 2)
        cells = f"{letter}2:{letter}{last}"
        vocabulary = column.vocabulary
        match column.shape:
            case Shape.DATE:
                dates_only(sheet, cells)
            case Shape.NUMBER:
                numbers_only(sheet, letter, cells)
            case Shape.FLAG if column.where is not None:
                rows = (n for n, id_ in enumerate(ids, start=2) if self._settable(column, id_))
                offer_yes_no(sheet, blocks(letter, rows))
            case Shape.FLAG:
                offer_yes_no(sheet, cells)
            case Shape.CHOICE:
                offer_words(sheet, (word for _, word in column.choices), cells, column.choose)
            case Shape.LEVEL | Shape.NAME if vocabulary is not None and column not in _identity(table):
                if self._places.lexicon[vocabulary].names:
                    offer(sheet, self._listed(vocabulary, 2), cells, vocabulary.choose)
            case Shape.TEXT if vocabulary is not None:
                offer(sheet, self._listed(vocabulary, 1), cells, vocabulary.choose)
            case Shape.TEXT if column.rows_of and self._places.rows[column.rows_of]:
                target = BY_KIND[column.rows_of]
                offer(sheet, _range(target.sheet, "A", len(self._places.rows[column.rows_of])), cells)

    def _listed(self, vocabulary: Vocabulary, place: int) -> str:
        """Where « Listes » has the ids (first place) or the names (second) of a vocabulary."""
        letter = get_column_letter(2 * VOCABULARIES.index(vocabulary) + place)
        return _range(titles.LISTS, letter, len(self._places.lexicon[vocabulary].names))

    def _single(self, sheet: Worksheet, table: Table[Any]) -> None:
        """A line a field."""
        header(sheet, ((titles.ID, table.id_width), (titles.ENTRY, 30), (titles.VALUE, 60)), self._styles)
        for number, column in enumerate(table.columns, start=2):
            put(sheet, number, 1, column.name, self._styles[Style.COMPUTED])
            put(sheet, number, 2, column.header, self._styles[Style.COMPUTED])
            cell, style = self._stored(table, "", column)
            put(sheet, number, 3, cell, self._styles[style])
            if column.choices:
                offer_words(sheet, (word for _, word in column.choices), f"C{number}", column.choose)
        sheet.freeze_panes = "A2"

    # What is no table

    def _checks(self, sheet: Worksheet) -> None:
        """A row a check inside a requirement; those that are made by themselves show what was found."""
        heads = (
            (titles.ID, 14),
            (titles.REQUIREMENT, 12),
            (titles.CHECK_TEXT, 90),
            (titles.CHECKED, 10),
            (titles.CHECK_FAMILY, 24),
        )
        header(sheet, heads, self._styles)
        computed, text = self._styles[Style.COMPUTED], self._styles[Style.INPUT]
        families = {family.id: family.name for family in self._framework.families}
        checks = [(r, check) for r in self._framework.assessed for check in r.checks]
        for number, (requirement, check) in enumerate(checks, start=2):
            put(sheet, number, 1, check.id, computed)
            put(sheet, number, 2, requirement.id, computed)
            put(sheet, number, 3, check.text, computed)
            if check.family:
                ticked = self._results.measures.covered(check.family)
            else:
                ticked = self._state.get(check_field(requirement.id, check.id)) is True
            put(sheet, number, 4, YES if ticked else NO, computed if check.family else text)
            put(sheet, number, 5, families[check.family] if check.family else None, computed)
        by_hand = (number for number, (_, check) in enumerate(checks, start=2) if not check.family)
        offer_yes_no(sheet, blocks(get_column_letter(1 + heads.index((titles.CHECKED, 10))), by_hand))
        finish(sheet, len(heads), len(checks) + 1, "D2")

    def _others(self, sheet: Worksheet) -> None:
        heads = (
            (titles.OBJECT, 16),
            (titles.ID, 24),
            (titles.NAME, 24),
            (titles.KIND, 12),
            (titles.VALUE, 80),
        )
        header(sheet, heads, self._styles)
        number = 1
        for field, value in self._state.items():
            if value is None or self._places.has(field, value):
                continue
            number += 1
            kind, cell = to_typed_cell(value)
            for index, text in enumerate((*field, kind, cell), start=1):
                put(sheet, number, index, text, self._styles[Style.INPUT])
        finish(sheet, len(heads), number, "A2")
        if number == 1:
            sheet.sheet_state = "hidden"

    def _meta(self, sheet: Worksheet, stamp: Stamp) -> None:
        widths(sheet, (46, 80))
        for number, (key, value) in enumerate(stamp.rows(self._framework.meta.version), start=1):
            put(sheet, number, 1, key, self._styles[Style.HEADER])
            put(sheet, number, 2, value, self._styles[Style.COMPUTED])

    def _lists(self, sheet: Worksheet) -> None:
        for place, vocabulary in enumerate(VOCABULARIES):
            rows: Sequence[tuple[Cell, str]] = [
                (vocabulary.key, vocabulary.word),
                *self._places.lexicon[vocabulary].names.items(),
            ]
            for number, cells in enumerate(rows, start=1):
                style = self._styles[Style.HEADER if number == 1 else Style.COMPUTED]
                for offset, cell in enumerate(cells, start=2 * place + 1):
                    put(sheet, number, offset, cell, style)
        sheet.sheet_state = "hidden"


def _identity(table: Table[Any]) -> Sequence[Column]:
    return table.identity.columns if table.identity is not None else ()


def _range(title: str, letter: str, count: int) -> str:
    """The cells of a column under its header, as a formula."""
    sheet = title if title.isidentifier() else quote_sheetname(title)
    return f"={sheet}!${letter}$2:${letter}${max(count, 1) + 1}"


def _shown(value: object) -> Cell:
    """What a computed column says, in French."""
    match value:
        case RequirementState():
            return french.REQUIREMENT_STATES[value]
        case RequirementKind():
            return KINDS[value]
        case Direction():
            return french.DIRECTIONS[value]
        case Measure():
            return french.measure(value)
        case IndicatorResult():
            return latest_text(value)
        case str() | int() | date() | None:
            return value
    raise TypeError(type(value))
