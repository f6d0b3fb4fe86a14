"""Evidence: the documents, values and meetings that show one or several requirements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cmq.campaign import columns
from cmq.campaign.state import Field
from cmq.campaign.table import Table
from cmq.campaign.vocabularies import INDICATORS

REQUIREMENT_PREFIX = "exigence:"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document that shows one or several requirements; ``link`` or ``file`` tells where it lies."""

    id: str
    title: str = columns.text("Titre", "titre", 40)
    link: str = columns.text("Lien", "lien", 40)
    file: str = columns.text("Fichier", "fichier", 30)
    date: date | None = columns.day("Date", "date", 12)
    indicator: str = columns.text("Indicateur", "indicateur", 14, vocabulary=INDICATORS)
    """The indicator whose value it is; it counts once that indicator has one (see ``cmq.indicators``)."""

    meeting: str = columns.text("Séance", "seance", 14, rows_of="seance")
    """The meeting of the committee that it is; it counts once that meeting was held (see ``cmq.scoring``)."""

    requirements: frozenset[str] = columns.links("Exigences", "Exigence", REQUIREMENT_PREFIX, 40, "reponse")

    @property
    def usable(self) -> bool:
        """Whether it has a title and leads somewhere."""
        return bool(self.title and (self.link or self.file or self.indicator or self.meeting))


EVIDENCE = Table(
    Evidence,
    "preuve",
    about="une preuve",
    ids="preuve",
    sheet="Preuves",
    fill="toute la feuille Preuves",
    content="une ligne par preuve ; exigences séparées par « ; » ; l'indicateur ou la séance qui fait preuve, "
    "s'il y en a",
    new="P-",
    open_=True,
    id_width=17,
    carried=True,
)


def evidence_link_field(evidence_id: str, requirement_id: str) -> Field:
    """The address of the link between a piece of evidence and a requirement."""
    return EVIDENCE.field(evidence_id, REQUIREMENT_PREFIX + requirement_id)
