"""Answers: what a campus says of each requirement, and of the checks inside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cmq.campaign import columns
from cmq.campaign.state import Field
from cmq.campaign.table import Computed, Table
from cmq.campaign.vocabularies import LEVELS

if TYPE_CHECKING:
    from cmq.framework import Framework
    from cmq.scoring import RequirementResult, Results

CHECK_PREFIX = "verification:"


def _conditional(framework: Framework, id_: str) -> bool:
    return bool(framework.requirement(id_).not_applicable_when)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the campus says of one requirement; ``level`` is None while it is « Non renseigné »."""

    level: int | None = columns.level("Niveau", "niveau", 17, LEVELS)
    not_applicable: bool = columns.flag("Non applicable", "non_applicable", 12, where=_conditional)
    reason: str = columns.text("Motif", "motif", 30)
    comment: str = columns.text("Commentaire", "commentaire", 50)
    respondent: str = columns.text("Renseigné par", "renseigne_par", 20)
    carried_from: str = columns.text("Repris de", "repris_de", 18)
    checks: frozenset[str] = columns.ticked("Point à vérifier", CHECK_PREFIX)
    to_discuss: bool = columns.flag("À discuter", "a_discuter", 12, off="")
    """Whether the team marked it for the next meeting of the committee."""


NO_ANSWER = Answer()


def _row(results: Results, id_: str) -> RequirementResult:
    return results.row(id_)


def _criterion(results: Results, id_: str) -> str:
    criterion = _row(results, id_).criterion
    return f"{criterion.number} {criterion.short_title}"


def _assessed(results: Results, _ids: Collection[str]) -> Iterable[str]:
    return (row.requirement.id for row in results.rows)


ANSWERS = Table(
    Answer,
    "reponse",
    about="une réponse",
    ids="exigence",
    sheet="Réponses",
    fill="les colonnes Niveau, Non applicable, Motif, Commentaire, Renseigné par, Repris de et À discuter de la feuille Réponses",
    content="une ligne par exigence ; le niveau se choisit dans une liste",
    unknown="l'exigence « {} » est inconnue",
    rows=_assessed,
    computed=(
        Computed("Critère", 20, _criterion, "niveau"),
        Computed("Type", 11, lambda results, id_: _row(results, id_).requirement.kind, "niveau"),
        Computed("Texte", 60, lambda results, id_: _row(results, id_).requirement.text, "niveau"),
        Computed("État", 20, lambda results, id_: _row(results, id_).state, "non_applicable"),
        Computed("Nb de preuves", 10, lambda results, id_: len(_row(results, id_).evidence)),
    ),
    id_width=12,
    frozen=4,
    carried=True,
)


def check_field(requirement_id: str, check_id: str) -> Field:
    """The address of one ticked check inside a requirement."""
    return ANSWERS.field(requirement_id, CHECK_PREFIX + check_id)
