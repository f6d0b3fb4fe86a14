"""The campaign itself: who is assessed, for what, and the dates of the label."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cmq.campaign import columns
from cmq.campaign.state import Field
from cmq.campaign.table import Table


class Category(StrEnum):
    """The category that a campaign aims at."""

    LABEL = "label"
    EXCELLENCE = "excellence"


class RequestType(StrEnum):
    """First application, or renewal of the label."""

    FIRST = "obtention"
    RENEWAL = "renouvellement"


@dataclass(frozen=True, slots=True)
class Profile:
    """Who is assessed, for what, and the dates of the label."""

    campus: str = columns.text("Campus", "campus")
    name: str = columns.text("Nom de la campagne", "nom")
    year: int | None = columns.integer("Année", "annee")
    category: Category = columns.choice(
        "Catégorie visée", "categorie", 0, columns.words(Category, "Label", "Excellence"), Category.LABEL
    )
    request: RequestType = columns.choice(
        "Type de demande",
        "demande",
        0,
        columns.words(RequestType, "Obtention", "Renouvellement"),
        RequestType.FIRST,
    )
    academy: str = columns.text("Académie", "academie")
    sector: str = columns.text("Filière", "filiere")
    support_school: str = columns.text("Établissement support", "etablissement_support")
    label_start: date | None = columns.day("Début du label", "date_label")
    label_end: date | None = columns.day("Fin du label", "date_fin_label")
    framework_version: str = columns.text("Version du référentiel", "referentiel")


PROFILE = Table(
    Profile,
    "campagne",
    about="la campagne",
    ids="vide",
    sheet="Campagne",
    fill="les valeurs de la feuille Campagne",
    content="la fiche de la campagne",
    rows=lambda _results, _ids: ("",),
    single=True,
)


def profile_field(name: str) -> Field:
    """The address of a value of the campaign itself."""
    return PROFILE.field("", name)
