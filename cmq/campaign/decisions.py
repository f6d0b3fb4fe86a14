"""What the committee decided, meeting by meeting."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from cmq.campaign import columns
from cmq.campaign.meetings import by_day, meeting_day
from cmq.campaign.table import Computed, Table
from cmq.campaign.vocabularies import INDICATORS, LEVELS

if TYPE_CHECKING:
    from cmq.scoring import Results


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
class Decision:
    """What the committee did with a subject: the whole, a criterion, a requirement or an indicator."""

    id: str
    meeting: str = columns.text("Séance", "seance", 14, rows_of="seance")
    nature: Nature = columns.choice(
        "Nature",
        "nature",
        16,
        columns.words(Nature, "décision", "niveau confirmé", "niveau modifié", "sujet reporté"),
        Nature.DECISION,
    )
    text: str = columns.text("Texte", "texte", 60)
    """The decision, or the reason why a level was confirmed or amended, or a subject deferred."""
    owner: str = columns.text("Responsable", "responsable", 24)
    due: date | None = columns.day("Échéance", "echeance", 12)
    status: Status = columns.choice(
        "État", "etat", 12, columns.words(Status, "ouverte", "faite", "abandonnée"), Status.OPEN
    )
    follow_up: str = columns.text("Suivi", "suivi", 40)
    criterion: str = columns.text("Critère", "critere", 11)
    requirement: str = columns.text("Exigence", "exigence", 11)
    indicator: str = columns.text("Indicateur", "indicateur", 14, vocabulary=INDICATORS)
    level_before: int | None = columns.level("Niveau avant", "niveau_avant", 17, LEVELS)
    level: int | None = columns.level("Niveau", "niveau", 17, LEVELS)

    @property
    def open(self) -> bool:
        """Whether it waits to be done: a confirmed or amended level is settled when it is recorded."""
        return self.status is Status.OPEN and self.nature in (Nature.DECISION, Nature.DEFERRED)


def _by_meeting(results: Results, _ids: Collection[str]) -> Iterable[str]:
    """By meeting, in the order in which they were recorded."""
    decisions = results.campaign.decisions
    places = {id_: place for place, id_ in enumerate(by_day(results))}
    return sorted(filter(None, decisions), key=lambda id_: places.get(decisions[id_].meeting, len(places)))


def _day(results: Results, id_: str) -> date | None:
    return meeting_day(results, results.campaign.decisions[id_].meeting)


DECISIONS = Table(
    Decision,
    "decision",
    about="une décision",
    ids="décision",
    sheet="Décisions",
    fill="la feuille Décisions",
    content="une ligne par décision ; « Séance » porte l'identifiant de la séance",
    new="D-",
    open_=True,
    rows=_by_meeting,
    computed=(Computed("Date de la séance", 12, _day, "nature"),),
)
