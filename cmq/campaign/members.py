"""Members of the committee (cahier des charges § 2.4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cmq.campaign import columns
from cmq.campaign.table import Table
from cmq.campaign.vocabularies import ROLES
from cmq.text import fold

if TYPE_CHECKING:
    from cmq.scoring import Results


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the committee, the role that seats them, and the campus for a role that each campus has."""

    id: str
    name: str = columns.text("Nom", "nom", 28)
    role: str = columns.named("Rôle", "role", 40, ROLES)
    title: str = columns.text("Fonction", "fonction", 36)
    campus: str = columns.text("Campus", "campus", 28)


def by_role(results: Results, _ids: Collection[str]) -> Iterable[str]:
    """In the order of the roles, then by name."""
    members = results.campaign.members
    roles = {role.id: place for place, role in enumerate(results.framework.roles)}
    return sorted(
        filter(None, members),
        key=lambda id_: (roles.get(members[id_].role, len(roles)), fold(members[id_].name), id_),
    )


MEMBERS = Table(
    Member,
    "membre",
    about="un membre du comité",
    ids="membre",
    sheet="Membres",
    fill="la feuille Membres",
    content="une ligne par membre ; le rôle se choisit dans une liste",
    new="M-",
    digits=8,
    open_=True,
    unknown="le membre « {} » est inconnu",
    rows=by_role,
    carried=True,
)
