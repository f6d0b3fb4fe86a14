"""The campus's own indicators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from cmq.campaign import CRITERION_PREFIX, PURPOSE_PREFIX, Scalar
from cmq.framework import Calculation, Direction, Family, Framework, Indicator, PeriodKind

OWN_SOURCE = "Campus"
OWN_ID = "CAMPUS"
OWN_FAMILY = Family(id="campus", nom="Indicateurs du campus")
"""Of a framework that has no families."""


def own_indicator(framework: Framework, id_: str, values: Mapping[str, Scalar]) -> Indicator:
    """One of the campus's own indicators; what is missing or not understood takes its plainest value."""

    def text(name: str, default: str) -> str:
        value = values.get(name)
        # A lone surrogate, which no file that we write holds, is no text.
        written = value.encode(errors="ignore").decode().strip() if isinstance(value, str) else ""
        return written or default

    def choice(name: str, kinds: type[StrEnum], default: str) -> str:
        value = text(name, default)
        return value if value in {str(kind) for kind in kinds} else default

    def members(prefix: str, known: Iterable[str]) -> list[str]:
        return [id_ for id_ in known if values.get(prefix + id_) is True]

    families = [family.id for family in framework.families]
    family = text("famille", "")
    calculation = Calculation(choice("calcul", Calculation, Calculation.COUNT))
    parts = {
        "numerateur": text("numerateur", "Numérateur"),
        "denominateur": text("denominateur", "Dénominateur"),
    }
    content = {
        "id": OWN_ID,
        "famille": family if family in families else (families or [OWN_FAMILY.id])[0],
        "nom": text("nom", "Indicateur sans nom"),
        "unite": text("unite", "%" if calculation in (Calculation.SHARE, Calculation.RATE) else "unités"),
        "definition": text("definition", "Définition à écrire."),
        "calcul": str(calculation),
        **(parts if calculation.has_parts else {}),
        "sens": choice("sens", Direction, Direction.CONTEXT),
        "criteres": members(CRITERION_PREFIX, (c.id for c in framework.criteria)),
        "finalites": members(PURPOSE_PREFIX, (p.id for p in framework.purposes)),
        "source": text("source", OWN_SOURCE),
        "precaution": text("precaution", ""),
        "annee": choice("annee", PeriodKind, PeriodKind.CIVIL),
        "personnes": values.get("personnes") is True,
    }
    # Its id may come from a workbook that somebody edited: its values are found under it, whatever it is.
    return Indicator.model_validate(content).model_copy(update={"id": id_})
