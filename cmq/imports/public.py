"""Open data as public bodies publish it -> proposed values, by the layouts that the framework knows (``PublicFile``).

Counts of several rows are added up. A rate is never added nor averaged: rows that give differing ones are refused.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from cmq import french, numerals
from cmq.campaign import NOT_AVAILABLE, Scalar
from cmq.framework import Framework, Indicator, PeriodKind, PublicFile, PublicMeasure
from cmq.french import typeset
from cmq.imports.cells import DENOMINATOR, NUMBERS, NUMERATOR, VALUE, years_of
from cmq.imports.layouts import HEADER_ROWS, Cell
from cmq.imports.proposed import Draft, Proposal, assessed, cell_fault, settled
from cmq.imports.tables import Row, Sheet
from cmq.indicators import Measures, number_fault
from cmq.indicators.value import number
from cmq.numerals import Style
from cmq.text import fold

_CUMULATED = "cumul "
_NOTHING = "Les lignes choisies ne donnent aucune valeur à reprendre."
_UNKNOWN = "Ce tableau n'a pas les colonnes de ce fichier public : rien n'est repris."

_Key = tuple[str, str]
"""School (UAI) and course."""


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """A school of a public file, or one of its courses."""

    uai: str
    name: str
    course: str
    years: tuple[int, ...]
    """The years that the file has for it, oldest first; of a cohort, the last."""

    @property
    def key(self) -> _Key:
        """What tells it from every other one of the file."""
        return self.uai, self.course


def recognise(sheet: Sheet, framework: Framework) -> PublicFile | None:
    """The public file that a sheet is; None where its columns are those of none, or show no year."""
    found = [(table, file) for file in framework.public_files if (table := _Table.of(sheet, file))]
    return max(found, key=lambda pair: len(pair[0].measures))[1] if found else None


def schools(sheet: Sheet, file: PublicFile) -> list[SchoolRow]:
    """The schools and courses of a file, by name."""
    table = _Table.of(sheet, file)
    if table is None:
        return []
    names: dict[_Key, str] = {}
    years: dict[_Key, set[int]] = {}
    for row, key, year in table.kept():
        names[key] = row.text(table.name) if table.name is not None else ""
        years.setdefault(key, set()).add(year)
    folded = cache(fold)  # each name is there many times
    found = [
        SchoolRow(uai, name, course, tuple(sorted(years[uai, course])))
        for (uai, course), name in names.items()
    ]
    return sorted(found, key=lambda school: (folded(school.name), school.uai, school.course))


def matching(found: Iterable[SchoolRow], search: str) -> list[SchoolRow]:
    """Those that hold every word of ``search``, accents and case aside."""
    words, folded = fold(search).split(), cache(fold)
    return [
        school
        for school in found
        if not words
        or all(
            word in f"{folded(school.uai)} {folded(school.name)} {folded(school.course)}" for word in words
        )
    ]


def propose_public(
    sheet: Sheet, file: PublicFile, chosen: Collection[SchoolRow], measures: Measures
) -> Proposal:
    """What the chosen schools and courses would bring, for every year that the file has."""
    table = _Table.of(sheet, file)
    if table is None:
        return Proposal(problem=typeset(_UNKNOWN))
    keys = {school.key for school in chosen}
    rows = [row for row, key, _ in table.kept() if key in keys]
    columns = {column for numbers in table.measures.values() for column in numbers.values()}
    style, certain = settled(row.text(column) for row in rows for column in columns)
    results = [result for id_ in table.measures if (result := measures.result(id_)) is not None]
    drafts = [
        draft
        for result in results
        for draft in _Gathering(table, result.indicator, measures, style).drafts(rows)
    ]
    problem = "" if drafts else typeset(_NOTHING)
    return replace(assessed(drafts, (), measures, style, certain=certain), problem=problem)


@dataclass(frozen=True)
class _Table:
    """Where the columns of a public file stand in a sheet."""

    file: PublicFile
    header: Sequence[str]
    rows: Sequence[Row]
    year: int
    school: int
    name: int | None
    course: int | None
    filter: int | None
    measures: Mapping[str, Mapping[str, int]]
    """By indicator, the column of each of its numbers that the file has."""

    @classmethod
    def of(cls, sheet: Sheet, file: PublicFile) -> _Table | None:
        """The table of that file; None where the year, the school or every measure is missing."""
        for start, row in enumerate(sheet.rows[:HEADER_ROWS], 1):
            titles: dict[str, int] = {}
            for column, text in enumerate(row.cells):
                titles.setdefault(fold(text), column)

            def find(names: Iterable[str], titles: Mapping[str, int] = titles) -> int | None:
                return next((titles[title] for name in names if (title := fold(name)) in titles), None)

            year, school = find(file.year), find(file.school)
            if year is None or school is None:
                continue
            measures = {m.indicator: columns for m in file.measures if (columns := _numbers(m, find))}
            if measures:
                kept = find(file.kept.column) if file.kept else None
                name, course = find(file.school_name), find(file.course)
                return cls(file, row.cells, sheet.rows[start:], year, school, name, course, kept, measures)
        return None

    def kept(self) -> Iterator[tuple[Row, _Key, int]]:
        """The rows that count, with their school and course, and their year."""
        counts: dict[str, bool] = {}
        years: dict[str, int | None] = {}
        wanted = fold(self.file.kept.value) if self.file.kept else ""
        for row in self.rows:
            if self.filter is not None:
                text = row.text(self.filter)
                if text not in counts:
                    counts[text] = fold(text) == wanted
                if not counts[text]:
                    continue
            text = row.text(self.year)
            if text not in years:
                years[text] = _last_year(text)
            year, uai = years[text], row.text(self.school)
            if year is not None and uai:
                yield row, self.key(row), year

    def key(self, row: Row) -> _Key:
        """The school and course of a row."""
        return row.text(self.school), row.text(self.course) if self.course is not None else ""

    def cell(self, row: Row, column: int) -> Cell:
        """A cell of the file."""
        return Cell(row.number, self.header[column], row.text(column))


def _numbers(measure: PublicMeasure, find: Callable[[Iterable[str]], int | None]) -> dict[str, int]:
    """The columns of an indicator's numbers; a numerator without its denominator is none."""
    numerator, denominator, value = map(find, (measure.numerator, measure.denominator, measure.value))
    columns: dict[str, int] = {}
    if numerator is not None and denominator is not None:
        columns = {NUMERATOR: numerator, DENOMINATOR: denominator}
    return columns if value is None else {**columns, VALUE: value}


def _last_year(text: str) -> int | None:
    """The last year of a cohort: 2022 of « cumul 2021-2022 », of « 2021-2022 » and of « 2022 »."""
    years = years_of(fold(text).removeprefix(_CUMULATED))
    return None if years is None else years[1] or years[0]


def _year(text: str, indicator: Indicator) -> int:
    """The year of a value: of a school year that is no cohort, that in which it begins."""
    years = years_of(text) if indicator.period is PeriodKind.SCHOOL else None
    return years[0] if years else _last_year(text) or 0


@dataclass(frozen=True, slots=True)
class _Line:
    """What a row says of an indicator, by the names of its numbers."""

    row: Row
    said: Mapping[str, tuple[Cell, Scalar]]

    def figures(self, names: Iterable[str]) -> tuple[Fraction | None, ...]:
        """Those numbers, None for each that is missing."""
        return tuple(number(self.said[name][1]) if name in self.said else None for name in names)

    @property
    def rate(self) -> dict[str, Fraction]:
        """The numbers that make a rate: the rate itself, and both of its parts or neither."""
        known = {name: figure for name in NUMBERS if (figure := self.figures([name])[0]) is not None}
        whole = NUMERATOR in known and DENOMINATOR in known
        return {name: figure for name, figure in known.items() if whole or name == VALUE}


@dataclass(frozen=True, slots=True)
class _Gathering:
    """The chosen rows of a file -> one draft a year of an indicator."""

    table: _Table
    indicator: Indicator
    measures: Measures
    style: Style

    @property
    def added(self) -> tuple[str, ...]:
        """The numbers that several rows add up to; none where the file gives a rate."""
        calculation, columns = self.indicator.calculation, self.table.measures[self.indicator.id]
        if calculation.divides and NUMERATOR in columns:
            return NUMERATOR, DENOMINATOR
        return (VALUE,) if not calculation.has_parts and self.indicator.adds_up else ()

    def drafts(self, rows: Iterable[Row]) -> Iterator[Draft]:
        """A draft for each year that some row gives a number for, or says that there is none."""
        years: dict[int, list[Row]] = {}
        for row in rows:
            years.setdefault(_year(row.text(self.table.year), self.indicator), []).append(row)
        for year, of_year in sorted(years.items()):
            draft = Draft(self.indicator, year, "", self.table.cell(of_year[0], self.table.year))
            lines = [_Line(row, self._said(row, draft)) for row in of_year]
            given = self._add(draft, lines) if self.added else self._compare(draft, lines)
            # Where no row has a number, one may say why.
            silent = [] if given else [line for line in lines if line.said]
            if silent:
                missing = silent[0].said.items()
                draft.numbers = {name: found for name, found in missing if found[1] == NOT_AVAILABLE}
            used = given or silent
            draft.rows = [line.row.number for line in used] or [draft.year_cell.row]
            draft.source = self._source([line.row for line in used])
            if draft.numbers or draft.faults:
                yield draft

    def _said(self, row: Row, draft: Draft) -> dict[str, tuple[Cell, Scalar]]:
        """The numbers of a row; of those that are missing, only the ones that it says so of."""
        said: dict[str, tuple[Cell, Scalar]] = {}
        for name, column in self.table.measures[self.indicator.id].items():
            cell = self.table.cell(row, column)
            if numerals.is_missing(cell.text) and fold(cell.text).replace(".", "") != NOT_AVAILABLE:
                continue
            value = numerals.typed(cell.text, self.style)
            if value is not None:
                said[name] = (cell, value)
            if text := number_fault(self.indicator, name, value, self.measures.framework.indicator_rules):
                draft.faults.append(cell_fault(cell, text))
        return said

    def _add(self, draft: Draft, lines: Sequence[_Line]) -> list[_Line]:
        """Add up the rows that have every number; they are returned."""
        whole = [line for line in lines if None not in line.figures(self.added)]
        for name in self.added if whole else ():
            total = sum((line.figures([name])[0] or Fraction(0) for line in whole), Fraction(0))
            draft.numbers[name] = (whole[0].said[name][0], numerals.scalar(total))
        if whole and len(whole) < len(lines):
            text = french.plural(
                len(lines) - len(whole), "ligne choisie n'a pas", "lignes choisies n'ont pas"
            )
            draft.remarks.append(typeset(f"{text} tous les nombres : la somme est faite sans."))
        return whole

    def _compare(self, draft: Draft, lines: Sequence[_Line]) -> list[_Line]:
        """Take the rate that all the rows agree on; those that give one are returned."""
        telling = [line for line in lines if line.rate]
        if telling:
            draft.numbers = {name: telling[0].said[name] for name in telling[0].rate}
        other = next((line for line in telling if line.rate != telling[0].rate), None)
        if other is not None:
            cell = other.said.get(VALUE, next(iter(other.said.values())))[0]
            text = (
                f"Les lignes {telling[0].row.number} et {other.row.number} donnent des taux différents pour {draft.year} : "
                "des taux ne s'additionnent pas et n'ont pas de moyenne. "
                "Choisissez un seul établissement ou une seule formation."
            )
            draft.faults.append(cell_fault(cell, text))
        return telling

    def _source(self, rows: Sequence[Row]) -> str:
        """Who publishes the numbers, and of which schools they are."""
        keys = {self.table.key(row) for row in rows}
        schools = ", ".join(sorted({uai for uai, _ in keys}))
        course = next(iter(keys))[1] if len(keys) == 1 else ""
        return f"{self.table.file.source} (UAI {schools}{f', {course}' if course else ''})"
