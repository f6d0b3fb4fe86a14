"""Meetings of the committee (cahier des charges § 2.4), and who came."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from cmq.campaign import columns
from cmq.campaign.members import by_role
from cmq.campaign.state import Field
from cmq.campaign.table import Computed, Identity, Table

if TYPE_CHECKING:
    from cmq.scoring import Results


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of the committee, prepared or held."""

    id: str
    day: date | None = columns.day("Date", "date", 12)
    place: str = columns.text("Lieu", "lieu", 30)
    held: bool = columns.flag("Tenue", "tenue", 8)
    criteria: tuple[str, ...] = columns.ids("Critères à l'ordre du jour", "criteres", 28)
    """Of the agenda, by id; none stands for all of them."""
    indicators: tuple[str, ...] = columns.ids("Indicateurs à l'ordre du jour", "indicateurs", 28)
    """Of the agenda, each to be shown by itself."""
    budget_date: date | None = columns.day("Budget validé le", "budget_date", 12)
    """When the committee validated the budget (cahier des charges § 2.6)."""
    budget_year: int | None = columns.integer("Exercice du budget", "budget_exercice", 12)


def by_day(results: Results, _ids: Collection[str] = ()) -> Iterable[str]:
    """Earliest first, those without a date last."""
    meetings = results.campaign.meetings
    return sorted(filter(None, meetings), key=lambda id_: (meetings[id_].day or date.max, id_))


def _digest(results: Results, id_: str) -> str | None:
    version = results.campaign.latest_version(id_)
    return version.digest if version else None


MEETINGS = Table(
    Meeting,
    "seance",
    about="une séance du comité",
    ids="séance",
    sheet="Séances",
    fill="la feuille Séances",
    content="une ligne par séance du comité, avec l'empreinte de sa dernière version scellée",
    new="S-",
    digits=8,
    open_=True,
    unknown="la séance « {} » est inconnue",
    rows=by_day,
    computed=(Computed("Empreinte de la version", 68, _digest),),
)


class Attendance(StrEnum):
    """How a member took part in a meeting."""

    PRESENT = "present"
    REPRESENTED = "represente"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Presence:
    """How one member took part in one meeting; None where it was not noted."""

    meeting: str
    member: str
    how: Attendance | None = columns.choice(
        "État", "etat", 14, columns.words(Attendance, "présent", "représenté", "absent")
    )


def presence_id(meeting_id: str, member_id: str) -> str:
    """The id of a member's presence at a meeting."""
    return f"{meeting_id}:{member_id}"


def presence_parts(id_: str) -> tuple[str, str] | None:
    """Meeting and member of a presence's id; None for a text that is no such id."""
    meeting, _, member = id_.partition(":")
    return (meeting, member) if meeting and member else None


def _pairs(results: Results, _ids: Collection[str]) -> Iterable[str]:
    members = list(by_role(results, ()))
    return (
        presence_id(meeting, member)
        for meeting in by_day(results)
        if ":" not in meeting
        for member in members
    )


def meeting_day(results: Results, id_: str) -> date | None:
    """When a meeting is; None for one that has no date, or is not there."""
    meeting = results.campaign.meetings.get(id_)
    return meeting.day if meeting else None


PRESENCES = Table(
    Presence,
    "presence",
    about="la présence d'un membre à une séance",
    ids="`<séance>:<membre>`",
    sheet="Présences",
    fill="l'état de chaque présence",
    content="une ligne par séance et par membre ; une cellule « État » vide : présence non notée",
    rows=_pairs,
    computed=(
        Computed(
            "Date de la séance", 12, lambda results, id_: meeting_day(results, id_.partition(":")[0]), "etat"
        ),
        Computed(
            "Membre", 28, lambda results, id_: results.campaign.members[id_.partition(":")[2]].name, "etat"
        ),
    ),
    identity=Identity(
        presence_parts,
        of=("seance", "membre"),
        expected="attendu : l'identifiant d'une séance et celui d'un membre, comme « S-1:M-1 »",
    ),
)


def presence_field(meeting_id: str, member_id: str) -> Field:
    """The address of a member's presence at a meeting."""
    return PRESENCES.field(presence_id(meeting_id, member_id), "etat")
