"""Meetings, members, presences and decisions -> the sheets of the committee."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cmq.campaign import Field, State
from cmq.scoring import Results
from cmq.storage import layout
from cmq.storage.cells import NO, Cell, Column, Shape, to_cell
from cmq.storage.indicator_sheets import offer_indicators
from cmq.storage.places import Places
from cmq.storage.sheets import (
    SPARE_ROWS,
    Style,
    Styles,
    dates_only,
    finish,
    header,
    offer,
    offer_words,
    offer_yes_no,
    put,
    style_for,
)
from cmq.text import fold


class _Computed(NamedTuple):
    """A column that is not read back."""

    header: str
    width: int
    show: Callable[[str], Cell]
    """What it shows of the row of that id."""


@dataclass(frozen=True, slots=True)
class CommitteeSheets:
    """What the four sheets are written from."""

    state: State
    places: Places
    results: Results
    styles: Styles

    def write_meetings(self, sheet: Worksheet) -> None:
        """Fill « Séances »: a row a meeting, with what tells its latest sealed version from any other."""
        digest = _Computed(layout.DIGEST, 68, self._digest)
        self._write(sheet, "seance", self._meetings(), (*layout.MEETING_COLUMNS, digest))

    def write_members(self, sheet: Worksheet) -> None:
        """Fill « Membres »: a row a member."""
        self._write(sheet, "membre", self._members(), layout.MEMBER_COLUMNS)

    def write_presences(self, sheet: Worksheet) -> None:
        """Fill « Présences »: a row a meeting and a member, whether or not the presence was noted."""
        members = self._members()
        pairs = [f"{meeting}:{id_}" for meeting in self._meetings() if ":" not in meeting for id_ in members]
        columns = (
            _Computed(layout.MEETING_DAY, 12, lambda id_: self._day(id_.partition(":")[0])),
            _Computed(layout.MEMBER, 28, lambda id_: self._name(id_.partition(":")[2])),
            layout.PRESENCE_COLUMN,
        )
        self._write(sheet, "presence", pairs, columns, spare=0)

    def write_decisions(self, sheet: Worksheet) -> None:
        """Fill « Décisions »: a row a decision, by meeting, in the order in which they were recorded."""
        decisions = self.results.campaign.decisions
        places = {id_: place for place, id_ in enumerate(self._meetings())}
        ids = [id_ for id_ in decisions if id_]
        ids.sort(key=lambda id_: places.get(decisions[id_].meeting, len(places)))
        day = _Computed(layout.MEETING_DAY, 12, lambda id_: self._day(decisions[id_].meeting))
        columns = (layout.MEETING_OF_DECISION, day, *layout.DECISION_COLUMNS)
        self._write(sheet, "decision", ids, columns)

    def _write(
        self,
        sheet: Worksheet,
        kind: str,
        ids: Sequence[str],
        columns: Sequence[Column | _Computed],
        spare: int = SPARE_ROWS,
    ) -> None:
        titles = ((layout.ID, 24), *((column.header, column.width) for column in columns))
        header(sheet, titles, self.styles)
        computed = self.styles[Style.COMPUTED]
        for number, id_ in enumerate(ids, start=2):
            put(sheet, number, 1, id_, computed)
            for index, column in enumerate(columns, start=2):
                if isinstance(column, _Computed):
                    cell = column.show(id_)
                    style = Style.COMPUTED_DATE if isinstance(cell, date) else Style.COMPUTED
                else:
                    value = self.state.get(Field(kind, id_, column.name))
                    cell = to_cell(column, value, self.places.lexicon)
                    style = style_for(column.shape)
                    if column.shape is Shape.FLAG:
                        cell = cell or NO
                put(sheet, number, index, cell, self.styles[style])
        last = len(ids) + 1
        for index, column in enumerate(columns, start=2):
            letter = get_column_letter(index)
            if isinstance(column, Column):
                self._help(sheet, column, f"{letter}2:{letter}{max(last + spare, 2)}")
        finish(sheet, len(titles), last, "B2")

    def _help(self, sheet: Worksheet, column: Column, cells: str) -> None:
        """Offer what a column takes, or refuse what it does not."""
        match column.shape:
            case Shape.DATE:
                dates_only(sheet, cells)
            case Shape.FLAG:
                offer_yes_no(sheet, cells)
            case Shape.CHOICE:
                offer_words(sheet, (word for _, word in column.choices), cells, "Choisissez dans la liste.")
            case Shape.LEVEL:
                offer_levels(sheet, self.places, cells)
            case Shape.ROLE if self.places.lexicon.roles.names:
                offer(sheet, self.places.role_list, cells, "Choisissez un rôle dans la liste.")
            case Shape.TEXT if column.name == "indicateur":
                offer_indicators(sheet, self.places, cells)
            case Shape.TEXT if column.name == "seance":
                offer_meetings(sheet, self.places, cells)

    def _meetings(self) -> list[str]:
        """The ids of the meetings, earliest first, those without a date last."""
        meetings = self.results.campaign.meetings
        return sorted(self.places.meetings, key=lambda id_: (meetings[id_].day or date.max, id_))

    def _members(self) -> list[str]:
        """The ids of the members, in the order of the roles, then by name."""
        members = self.results.campaign.members
        roles = {role.id: place for place, role in enumerate(self.results.framework.roles)}
        return sorted(
            self.places.members,
            key=lambda id_: (roles.get(members[id_].role, len(roles)), fold(members[id_].name), id_),
        )

    def _day(self, meeting: str) -> Cell:
        found = self.results.campaign.meetings.get(meeting)
        column = layout.MEETING_COLUMNS[0]
        return to_cell(column, found.day.isoformat(), self.places.lexicon) if found and found.day else None

    def _name(self, member: str) -> Cell:
        return self.results.campaign.members[member].name

    def _digest(self, meeting: str) -> Cell:
        """What identifies the latest sealed version of a meeting."""
        version = self.results.campaign.latest_version(meeting)
        return version.digest if version else None


def offer_levels(sheet: Worksheet, places: Places, cells: str) -> None:
    """Let people choose a level in those cells."""
    offer(sheet, places.level_list, cells, "Choisissez un niveau dans la liste.")


def offer_meetings(sheet: Worksheet, places: Places, cells: str) -> None:
    """Let people choose a meeting in those cells, or type the id that they give to a new one."""
    if places.meetings:
        offer(sheet, places.meeting_list, cells)
