"""Who sits in the committee: the seats that the text demands, and who holds them (cahier des charges § 2.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cmq.campaign import Attendance, Campaign, Member
from cmq.framework import Framework, Role
from cmq.text import comparable


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat that the text demands, and the members who hold it."""

    role: Role
    campus: str
    """Whose seat it is, for a role that each campus has; empty otherwise."""
    members: tuple[Member, ...]


def seats(framework: Framework, campaign: Campaign, campuses: Sequence[str] = ()) -> tuple[Seat, ...]:
    """Every demanded seat, in the framework's order; one a campus where each campus has its own.

    ``campuses`` are the names of the campuses of the region; the assessed one is always among them, and one that
    two people write with other accents or capitals is one.
    """
    own = campaign.profile.campus
    names: dict[str, str] = {}
    for name in (own, *campuses):
        names.setdefault(comparable(name), name)
    found: list[Seat] = []
    for role in framework.roles:
        if not role.required:
            continue
        holders = [member for member in campaign.members.values() if member.role == role.id]
        if not role.per_campus:
            found.append(Seat(role, "", tuple(holders)))
            continue
        for key, campus in names.items():
            # Who is of no named campus is of the assessed one.
            mine = tuple(m for m in holders if (comparable(m.campus) or comparable(own)) == key)
            found.append(Seat(role, campus, mine))
    return tuple(found)


def by_role(framework: Framework, campaign: Campaign) -> tuple[Member, ...]:
    """The members, in the order of the framework's roles; those of an unknown role come last."""
    order = {role.id: place for place, role in enumerate(framework.roles)}
    return tuple(sorted(campaign.members.values(), key=lambda member: order.get(member.role, len(order))))


def empty_seats(framework: Framework, campaign: Campaign, campuses: Sequence[str] = ()) -> tuple[Seat, ...]:
    """The demanded seats that nobody holds."""
    return tuple(seat for seat in seats(framework, campaign, campuses) if not seat.members)


def unattended_seats(
    framework: Framework, campaign: Campaign, meeting_id: str, campuses: Sequence[str] = ()
) -> tuple[Seat, ...]:
    """The held seats of which nobody was present or represented at a meeting."""
    there = {
        member
        for (meeting, member), how in campaign.attendances.items()
        if meeting == meeting_id and how is not Attendance.ABSENT
    }
    return tuple(
        seat
        for seat in seats(framework, campaign, campuses)
        if seat.members and not any(member.id in there for member in seat.members)
    )
