"""The ids of a framework that people choose by name, as the sheet « Listes » has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmq.campaign.columns import Vocabulary

if TYPE_CHECKING:
    from cmq.scoring import Results


def _own_indicators(results: Results) -> dict[str, str]:
    return {id_: indicator.name for id_, indicator in results.measures.catalogue.items()}


LEVELS = Vocabulary(
    int,
    "Niveau",
    "Libellé",
    "Choisissez un niveau dans la liste.",
    lambda framework: {level.value: level.name for level in framework.levels},
)
INDICATORS = Vocabulary(
    str,
    "Identifiant d'indicateur",
    "Nom",
    "Choisissez un indicateur dans la liste.",
    lambda framework: {indicator.id: indicator.name for indicator in framework.indicators},
    _own_indicators,
)
GROUPS = Vocabulary(
    str,
    "Identifiant de groupe",
    "Groupe",
    "Choisissez un groupe dans la liste.",
    lambda framework: {id_: group.name for id_, group in framework.groups.items()},
)
ROLES = Vocabulary(
    str,
    "Identifiant de rôle",
    "Rôle",
    "Choisissez un rôle dans la liste.",
    lambda framework: {role.id: role.name for role in framework.roles},
)
VOCABULARIES = (LEVELS, INDICATORS, GROUPS, ROLES)
"""In the order in which « Listes » has them."""
