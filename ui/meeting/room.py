"""Everything that the screens of one meeting are drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import streamlit as st

from cmq.campaign import Campaign, Decision, Meeting
from cmq.comparison import Comparison, compare
from cmq.indicators import Measures
from cmq.meeting import Slide, open_decisions, slides
from cmq.scoring import Results
from ui import session, shared
from ui.desk import Desk
from ui.meeting.paging import pages
from ui.session import CampusCampaign


@dataclass(frozen=True)
class Room:
    """One meeting of one campaign, with what it is compared with."""

    desk: Desk
    meeting: Meeting
    others: tuple[CampusCampaign, ...]
    """The campus's other campaigns, latest first."""
    campuses: tuple[str, ...]
    """The campuses of the region, by name."""

    @property
    def campaign(self) -> Campaign:
        """The campaign as it stands."""
        return self.desk.campaign

    @cached_property
    def results(self) -> Results:
        """The campaign scored as of today."""
        return self.desk.results

    @cached_property
    def measures(self) -> Measures:
        """The indicators as others than the team may see them."""
        return self.desk.measures(public=True)

    @cached_property
    def desks(self) -> tuple[tuple[Desk, str], ...]:
        """The desk and the name of every campaign of the campus that can be read, this one first."""
        own = (self.desk, self.campaign.profile.name)
        return (own, *((other.desk, other.name) for other in self.others if other.desk))

    @cached_property
    def campaigns(self) -> tuple[Campaign, ...]:
        """Every campaign of the campus that can be read, this one first."""
        return tuple(desk.campaign for desk, _ in self.desks)

    @cached_property
    def previous(self) -> CampusCampaign | None:
        """The campaign before this one."""
        year = self.campaign.profile.year
        return next(
            (
                other
                for other in self.others
                if other.desk and (year is None or (other.year is not None and other.year < year))
            ),
            None,
        )

    @cached_property
    def since_previous(self) -> Comparison | None:
        """What moved since the campaign before, None for a first one."""
        if self.previous is None or self.previous.desk is None:
            return None
        return compare(self.previous.desk.results, self.results)

    @cached_property
    def open_decisions(self) -> tuple[Decision, ...]:
        """The decisions of earlier meetings that wait to be done."""
        return open_decisions(self.campaigns, self.meeting)

    @cached_property
    def slides(self) -> tuple[Slide, ...]:
        """What the committee sees, in order."""
        long = pages(self.measures, self.campaign, self.meeting, self.open_decisions)
        return slides(self.results, self.measures, self.meeting, long)

    def slide(self, id_: str) -> Slide:
        """The slide of that id, or the first."""
        return next((slide for slide in self.slides if slide.id == id_), self.slides[0])


def meetings(campaign: Campaign) -> list[Meeting]:
    """The campaign's meetings, the latest first; those without a date are the next to come."""
    return sorted(campaign.meetings.values(), key=lambda m: (m.day or date.max, m.id), reverse=True)


def chosen_meeting(campaign: Campaign) -> Meeting | None:
    """The meeting of the address, or the one that comes next, or else the latest."""
    asked = st.query_params.get("seance", "")
    if asked in campaign.meetings:
        return campaign.meetings[asked]
    found = meetings(campaign)
    return next((meeting for meeting in reversed(found) if not meeting.held), found[0] if found else None)


def room_of(desk: Desk, meeting: Meeting) -> Room:
    """The room of a meeting."""
    open_one = st.session_state["campaign"]
    others = tuple(one for one in session.campus_campaigns() if one.ref != open_one)
    return Room(desk, meeting, others, _region_campuses(desk))


def _region_campuses(desk: Desk) -> tuple[str, ...]:
    """The names of the campuses of the open campus's région académique, its own among them."""
    region = desk.framework.region_of(desk.campaign.profile.academy)
    return tuple(
        entry.name
        for entry in shared.library().campuses()
        if region is not None and entry.academy in region.academies
    )
