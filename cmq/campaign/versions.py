"""Sealed versions: what was presented to a meeting, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cmq.campaign import columns
from cmq.campaign.table import Table


@dataclass(frozen=True, slots=True)
class SealedVersion:
    """A version that was frozen for a meeting; ``digest`` is the SHA-256 that its file had then."""

    id: str
    meeting: str = columns.text("Séance", "seance")
    sealed_at: datetime | None = columns.moment("Date", "date")
    digest: str = columns.text("Empreinte de la version", "empreinte")
    file: str = columns.text("Fichier", "fichier")

    @property
    def instant(self) -> float:
        """When it was sealed, in seconds, to put versions in order; 0 where that is not known."""
        return self.sealed_at.timestamp() if self.sealed_at is not None else 0.0


VERSIONS = Table(SealedVersion, "version", about="une version scellée", ids="version scellée", new="VS-")
