"""What a campaign keeps of its committee: members, meetings, who came, decisions, sealed versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from cmq.campaign.state import Scalar, date_of, integer_of, text_of
from cmq.days import stored_moment
from cmq.text import parts_of


class Attendance(StrEnum):
    """How a member took part in a meeting."""

    PRESENT = "present"
    REPRESENTED = "represente"
    ABSENT = "absent"


class Nature(StrEnum):
    """What the committee did with a subject."""

    DECISION = "decision"
    CONFIRMED = "confirmation"
    AMENDED = "modification"
    DEFERRED = "report"


class Status(StrEnum):
    """How far a decision is; one that says nothing is open."""

    OPEN = "ouverte"
    DONE = "faite"
    DROPPED = "abandonnee"


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the committee, the role that seats them, and the campus for a role that each campus has."""

    id: str
    name: str = ""
    role: str = ""
    title: str = ""
    campus: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of the committee (cahier des charges § 2.4), prepared or held."""

    id: str
    day: date | None = None
    place: str = ""
    held: bool = False
    criteria: tuple[str, ...] = ()
    """Of the agenda, by id; none stands for all of them."""
    indicators: tuple[str, ...] = ()
    """Of the agenda, each to be shown by itself."""
    budget_date: date | None = None
    """When the committee validated the budget (cahier des charges § 2.6)."""
    budget_year: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What the committee did with a subject: the whole, a criterion, a requirement or an indicator."""

    id: str
    meeting: str = ""
    nature: Nature = Nature.DECISION
    text: str = ""
    """The decision, or the reason why a level was confirmed or amended, or a subject deferred."""
    owner: str = ""
    due: date | None = None
    status: Status = Status.OPEN
    follow_up: str = ""
    criterion: str = ""
    requirement: str = ""
    indicator: str = ""
    level_before: int | None = None
    level: int | None = None

    @property
    def open(self) -> bool:
        """Whether it waits to be done: a confirmed or amended level is settled when it is recorded."""
        return self.status is Status.OPEN and self.nature in (Nature.DECISION, Nature.DEFERRED)


@dataclass(frozen=True, slots=True)
class SealedVersion:
    """A version that was frozen for a meeting; ``digest`` is the SHA-256 that its file had then."""

    id: str
    meeting: str = ""
    sealed_at: datetime | None = None
    digest: str = ""
    file: str = ""

    @property
    def instant(self) -> float:
        """When it was sealed, in seconds, to put versions in order; 0 where that is not known."""
        return self.sealed_at.timestamp() if self.sealed_at is not None else 0.0


def ids_of(value: Scalar) -> tuple[str, ...]:
    """The ids of a list that a field holds as text, each once."""
    return tuple(dict.fromkeys(parts_of(text_of(value))))


def member_from(id_: str, values: Mapping[str, Scalar]) -> Member:
    """A member from its fields."""
    return Member(
        id_,
        name=text_of(values.get("nom")),
        role=text_of(values.get("role")),
        title=text_of(values.get("fonction")),
        campus=text_of(values.get("campus")),
    )


def meeting_from(id_: str, values: Mapping[str, Scalar]) -> Meeting:
    """A meeting from its fields."""
    return Meeting(
        id_,
        day=date_of(values.get("date")),
        place=text_of(values.get("lieu")),
        held=values.get("tenue") is True,
        criteria=ids_of(values.get("criteres")),
        indicators=ids_of(values.get("indicateurs")),
        budget_date=date_of(values.get("budget_date")),
        budget_year=integer_of(values.get("budget_exercice")),
    )


def attendances_from(
    entries: Mapping[str, Mapping[str, Scalar]],
) -> dict[tuple[str, str], Attendance]:
    """How each member took part in each meeting; what is no such thing is left out."""
    found: dict[tuple[str, str], Attendance] = {}
    for id_, values in entries.items():
        meeting, _, member = id_.partition(":")
        state = _among(Attendance, values.get("etat"))
        if meeting and member and state is not None:
            found[meeting, member] = state
    return found


def decision_from(id_: str, values: Mapping[str, Scalar]) -> Decision:
    """A decision from its fields."""
    return Decision(
        id_,
        meeting=text_of(values.get("seance")),
        nature=_among(Nature, values.get("nature")) or Nature.DECISION,
        text=text_of(values.get("texte")),
        owner=text_of(values.get("responsable")),
        due=date_of(values.get("echeance")),
        status=_among(Status, values.get("etat")) or Status.OPEN,
        follow_up=text_of(values.get("suivi")),
        criterion=text_of(values.get("critere")),
        requirement=text_of(values.get("exigence")),
        indicator=text_of(values.get("indicateur")),
        level_before=integer_of(values.get("niveau_avant")),
        level=integer_of(values.get("niveau")),
    )


def version_from(id_: str, values: Mapping[str, Scalar]) -> SealedVersion:
    """A sealed version from its fields."""
    return SealedVersion(
        id_,
        meeting=text_of(values.get("seance")),
        sealed_at=_moment(values.get("date")),
        digest=text_of(values.get("empreinte")),
        file=text_of(values.get("fichier")),
    )


_Word = TypeVar("_Word", bound=StrEnum)


def _among(words: type[_Word], value: Scalar) -> _Word | None:
    """The word of an enumeration that a field holds, None for any other value."""
    return next((word for word in words if word == value), None)


def _moment(value: Scalar) -> datetime | None:
    try:
        return stored_moment(text_of(value))
    except ValueError:
        return None
