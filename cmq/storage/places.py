"""Where each field of a campaign stands in the workbook.

A field that has no place here, or whose value its place cannot show (see ``cmq.storage.cells``), goes to the sheet
« Autres », which takes anything.
"""

from __future__ import annotations

from collections.abc import Mapping

from cmq.campaign import (
    CHECK_PREFIX,
    REQUIREMENT_PREFIX,
    Field,
    Scalar,
    value_id,
    value_parts,
)
from cmq.days import YEARS
from cmq.framework import Indicator
from cmq.indicators import Measures
from cmq.scoring import Results
from cmq.storage import layout
from cmq.storage.cells import Column, Levels, Lexicon, Names, to_cell
from cmq.text import fold


class Places:
    """Where each field of a campaign stands."""

    def __init__(self, results: Results) -> None:
        self._framework = framework = results.framework
        self.lexicon = Lexicon(Levels(layout.scale(framework)), Names(layout.roles(framework)))
        self.indicators = _catalogue(results.measures)
        """The catalogue, then the campus's own by name."""
        self.groups = Names({group.id: group.name for group in framework.groups.values()})
        self.meetings = frozenset(id_ for id_ in results.campaign.meetings if id_)
        self.members = frozenset(id_ for id_ in results.campaign.members if id_)
        self._annex = frozenset(dimension.id for dimension in framework.annex)

    @property
    def level_list(self) -> str:
        """Where « Listes » has the names of the levels."""
        return _range(layout.LISTS, "B", len(self.lexicon.levels.names))

    @property
    def indicator_list(self) -> str:
        """Where « Listes » has the ids of the indicators."""
        return _range(layout.LISTS, "C", len(self.indicators))

    @property
    def role_list(self) -> str:
        """Where « Listes » has the names of the roles."""
        return _range(layout.LISTS, "H", len(self.lexicon.roles.names))

    @property
    def meeting_list(self) -> str:
        """Where « Séances » has the ids of the meetings."""
        return _range(layout.MEETINGS, "A", len(self.meetings))

    def column_of(self, field: Field) -> Column | None:
        """The column of a field that has one cell of its own; None for every other field."""
        match field.kind:
            case "campagne":
                there = not field.id
            case "reponse":
                there = self._assessed(field.id)
            case "preuve" | "seance" | "membre" | "decision":
                there = bool(field.id)
            case "presence":
                there = self._attendable(field.id)
            case "annexe":
                there = field.id in self._annex
            case "indicateur":
                there = field.id in self.indicators
            case "valeur":
                there = self._has_row(field.id)
            case _:
                there = False
        return layout.COLUMNS[field.kind].get(field.name) if there else None

    def has(self, field: Field, value: Scalar) -> bool:
        """Whether a sheet of its own shows the field with that value; if not, « Autres » does."""
        column = self.column_of(field)
        if column is not None:
            return to_cell(column, value, self.lexicon) is not None
        if value is not True:
            return False
        if field.kind == "reponse" and field.name.startswith(CHECK_PREFIX) and self._assessed(field.id):
            name = field.name.removeprefix(CHECK_PREFIX)
            checks = self._framework.requirement(field.id).checks
            return any(check.id == name and not check.family for check in checks)
        if field.kind == "preuve" and field.id and field.name.startswith(REQUIREMENT_PREFIX):
            return self._assessed(field.name.removeprefix(REQUIREMENT_PREFIX))
        return False

    def _assessed(self, requirement_id: str) -> bool:
        known = self._framework.has_requirement(requirement_id)
        return known and self._framework.requirement(requirement_id).assessed

    def _attendable(self, id_: str) -> bool:
        meeting, _, member = id_.partition(":")
        return meeting in self.meetings and member in self.members

    def _has_row(self, id_: str) -> bool:
        parts = value_parts(id_)
        if parts is None or value_id(*parts) != id_:
            return False
        indicator, year, group = parts
        return indicator in self.indicators and year in YEARS and (not group or group in self.groups.names)


def _range(title: str, letter: str, count: int) -> str:
    """The cells of a column under its header, as a formula."""
    return f"={title}!${letter}$2:${letter}${max(count, 1) + 1}"


def _catalogue(measures: Measures) -> Mapping[str, Indicator]:
    known = {indicator.id: indicator for indicator in measures.framework.indicators}
    own = [result.indicator for result in measures.results if result.indicator.id not in known]
    own.sort(key=lambda indicator: (fold(indicator.name), indicator.id))
    return known | {indicator.id: indicator for indicator in own if indicator.id}
