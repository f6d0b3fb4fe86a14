"""What the rules of the committee ask for and is missing: a meeting a year, its composition, the budget."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cmq.campaign import Campaign, Meeting
from cmq.days import older
from cmq.framework import Framework
from cmq.meeting.composition import Seat, empty_seats


class AlertKind(StrEnum):
    """What is missing."""

    NO_MEETING = "no_meeting"
    OLD_MEETING = "old_meeting"
    EMPTY_SEAT = "empty_seat"
    NO_BUDGET = "no_budget"


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing that is missing, and what it is about."""

    kind: AlertKind
    meeting: Meeting | None = None
    seat: Seat | None = None
    year: int | None = None


def last_meeting(campaigns: Iterable[Campaign], today: date) -> Meeting | None:
    """The latest meeting that was held, whichever campaign it was held for."""
    held = [
        (meeting.day, meeting)
        for campaign in campaigns
        for meeting in campaign.meetings.values()
        if meeting.held and meeting.day is not None and meeting.day <= today
    ]
    return max(held, key=lambda found: found[0])[1] if held else None


def alerts(
    framework: Framework, campaign: Campaign, others: Sequence[Campaign], campuses: Sequence[str], today: date
) -> tuple[Alert, ...]:
    """Everything that is missing; ``others`` are the campus's other campaigns, ``campuses`` those of the region.

    Nothing is, where the label knows no committee.
    """
    if not framework.has_committee:
        return ()
    found: list[Alert] = []
    everything = (campaign, *others)
    last = last_meeting(everything, today)
    if last is None:
        found.append(Alert(AlertKind.NO_MEETING))
    elif last.day is not None and older(last.day, today, framework.committee.months):
        found.append(Alert(AlertKind.OLD_MEETING, meeting=last))
    found += [Alert(AlertKind.EMPTY_SEAT, seat=seat) for seat in empty_seats(framework, campaign, campuses)]
    year = campaign.profile.year
    if framework.committee.budget_for and year and not _budget(everything, year, today):
        found.append(Alert(AlertKind.NO_BUDGET, year=year))
    return tuple(found)


def _budget(campaigns: Iterable[Campaign], year: int, today: date) -> bool:
    """Whether a budget of that year was validated; one without year is of the year of its date."""
    return any(
        meeting.budget_date is not None
        and meeting.budget_date <= today
        and (meeting.budget_year or meeting.budget_date.year) == year
        for campaign in campaigns
        for meeting in campaign.meetings.values()
    )
