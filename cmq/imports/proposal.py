"""A campus's table -> the values that it proposes, and the rows that are refused."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from cmq import french, numerals
from cmq.cells import NotUnderstood
from cmq.french import typeset
from cmq.imports.cells import DENOMINATOR, NUMERATOR, VALUE, Catalogue, Label, part_of, year_of
from cmq.imports.layouts import Cell, Reading, find
from cmq.imports.proposed import CellFault, Draft, Proposal, RefusedRow, assessed, cell_fault, settled
from cmq.imports.tables import Sheet
from cmq.imports.wording import quoted
from cmq.indicators import Measures, number_fault
from cmq.numerals import Style
from cmq.text import clean_text

_NO_TABLE = (
    "Aucun tableau d'indicateurs n'a été reconnu : rien n'est repris. Il faut une ligne de titres avec Indicateur, "
    "Année et Valeur (ou Numérateur et Dénominateur), ou bien Indicateur suivi d'une colonne par année."
)
_NO_NUMBER = "Ce tableau ne contient aucun nombre à reprendre."
_TOO_LONG = (
    "Ce tableau est trop grand pour des indicateurs de campus : {most} nombres au plus. Rien n'est repris : "
    "gardez les seules lignes utiles, puis recommencez."
)

MAX_READINGS = 20_000
"""A row, or a row and a year, of a campus's table; every indicator, year and group together make fewer."""


def propose(sheet: Sheet, measures: Measures, style: Style | None = None) -> Proposal:
    """What a table of the campus would bring; ``style`` overrides how its numbers seem to be written."""
    catalogue = Catalogue(measures)
    layout = find(sheet, catalogue)
    if layout is None:
        return Proposal(problem=typeset(_NO_TABLE))
    readings = list(islice(layout.readings(sheet), MAX_READINGS + 1))
    if not readings:
        return Proposal(problem=typeset(_NO_NUMBER))
    if len(readings) > MAX_READINGS:
        return Proposal(problem=typeset(_TOO_LONG.format(most=french.number(MAX_READINGS))))
    style, certain = settled((cell.text for reading in readings for cell in reading.cells), style)
    reader = _Reader(catalogue, style)
    for reading in readings:
        reader.add(reading)
    return assessed(reader.drafts.values(), reader.refused, measures, style, certain=certain)


class _Reader:
    """Rows of a table -> drafts, one a value, and the rows that are no value."""

    def __init__(self, catalogue: Catalogue, style: Style) -> None:
        self.drafts: dict[tuple[str, int, str], Draft] = {}
        self.refused: list[RefusedRow] = []
        self._catalogue = catalogue
        self._style = style
        self._unnamed: set[int] = set()

    def add(self, reading: Reading) -> None:
        """Take a row, or list it with what is wrong in it; one that is still to be filled says nothing."""
        title = next((cell.text for cell in reading.labels if cell.text), "")
        try:
            label = self._catalogue.labels([cell.text for cell in reading.labels])
        except NotUnderstood as error:
            if reading.row not in self._unnamed:
                self._unnamed.add(reading.row)
                self._refuse(reading, title, [cell_fault(reading.labels[0], str(error))])
            return
        faults: list[CellFault] = []
        year = self._year(reading, label, faults)
        group = self._group(reading, label, faults)
        draft = Draft(label.indicator, year, group, reading.year, rows=[reading.row])
        draft.source, draft.comment = clean_text(reading.source), clean_text(reading.comment)
        self._numbers(draft, reading, label)
        if faults:
            self._refuse(reading, title, [*faults, *draft.faults])
        elif reading.cells or reading.source or reading.comment:
            self._gather(draft, reading, title)

    def _year(self, reading: Reading, label: Label, faults: list[CellFault]) -> int:
        if label.year is not None and not reading.year.text:
            return label.year
        try:
            return year_of(reading.year.text, label.indicator)
        except NotUnderstood as error:
            faults.append(cell_fault(reading.year, str(error)))
            return 0

    def _group(self, reading: Reading, label: Label, faults: list[CellFault]) -> str:
        cell = reading.group
        if cell is None or (not cell.text and (label.year is None or not reading.year.text)):
            return label.group
        try:
            group = self._catalogue.group(cell.text, label.indicator)
        except NotUnderstood as error:
            faults.append(cell_fault(cell, str(error)))
            return ""
        if label.year is None and label.group not in ("", group):
            faults.append(cell_fault(cell, f"Le groupe {quoted(cell.text)} n'est pas celui du libellé."))
        return group

    def _numbers(self, draft: Draft, reading: Reading, label: Label) -> None:
        """The row's numbers under the names that the row gives them."""
        indicator, rules = draft.indicator, self._catalogue.framework.indicator_rules
        numbers = self._named(draft, reading, label)
        for name, cell in numbers.items():
            if name != VALUE and not indicator.calculation.has_parts:
                text = f"{indicator.id} n'a qu'une valeur : ni numérateur ni dénominateur n'est repris."
                if VALUE in numbers:
                    draft.remarks.append(typeset(text))
                else:
                    draft.faults.append(cell_fault(cell, text))
                continue
            said = numerals.typed(cell.text, self._style)
            draft.numbers[name] = (cell, said)
            if text := number_fault(indicator, name, said, rules):
                draft.faults.append(cell_fault(cell, text))

    def _named(self, draft: Draft, reading: Reading, label: Label) -> Mapping[str, Cell]:
        part = label.part
        if reading.kind is not None:
            part = part_of(reading.kind.text)
            if not part:
                text = "Numérateur, dénominateur ou valeur est attendu."
                draft.faults.append(cell_fault(reading.kind, text))
        if reading.bare:
            draft.in_parts = bool(part) and len(reading.bare) == 1
            names = (NUMERATOR, DENOMINATOR) if len(reading.bare) > 1 else (part or VALUE,)
            most = 2 if draft.indicator.calculation.has_parts else 1
            if len(reading.bare) > most:
                text = f"Trop de nombres : {draft.indicator.id} en prend {most} au plus par année."
                draft.faults.append(cell_fault(reading.bare[most], text))
                return {}
            return {name: cell for name, cell in zip(names, reading.bare, strict=False) if cell.text}
        if part and [*reading.numbers] == [VALUE]:
            draft.in_parts = True
            return {part: reading.numbers[VALUE]}
        return reading.numbers

    def _gather(self, draft: Draft, reading: Reading, title: str) -> None:
        key = (draft.indicator.id, draft.year, draft.group)
        first = self.drafts.setdefault(key, draft)
        if first is draft:
            return
        if first.in_parts and draft.in_parts and not first.numbers.keys() & draft.numbers.keys():
            first.numbers |= draft.numbers
            first.rows += draft.rows
            first.faults += draft.faults
            first.source, first.comment = first.source or draft.source, first.comment or draft.comment
            return
        place = "dans une autre colonne" if first.rows[0] == reading.row else f"à la ligne {first.rows[0]}"
        text = f"Cette année est déjà donnée {place} : c'est la première qui est reprise."
        self._refuse(reading, title, [cell_fault(draft.year_cell, text), *draft.faults])

    def _refuse(self, reading: Reading, title: str, faults: list[CellFault]) -> None:
        self.refused.append(RefusedRow((reading.row,), title, tuple(faults)))
