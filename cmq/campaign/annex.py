"""The annex: the campus's own side of each of its dimensions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cmq.campaign import columns
from cmq.campaign.table import Computed, Table

if TYPE_CHECKING:
    from cmq.framework import AnnexDimension
    from cmq.scoring import Results


@dataclass(frozen=True, slots=True)
class AnnexText:
    """What the campus writes of one dimension."""

    text: str = columns.text("Texte du campus", "texte", 60)


def _dimension(results: Results, id_: str) -> AnnexDimension:
    return next(dimension for dimension in results.framework.annex if dimension.id == id_)


def _dimensions(results: Results, _ids: Collection[str]) -> Iterable[str]:
    return (dimension.id for dimension in results.framework.annex)


ANNEX = Table(
    AnnexText,
    "annexe",
    about="le côté du campus d'une dimension de l'annexe",
    ids="dimension",
    sheet="Annexe",
    fill="le texte du campus de la feuille Annexe",
    content="le côté du campus, dimension par dimension",
    rows=_dimensions,
    computed=(
        Computed("Dimension", 24, lambda results, id_: _dimension(results, id_).name, "texte"),
        Computed(
            "Label",
            50,
            lambda results, id_: "\n".join(_dimension(results, id_).label),
            "texte",
            header_of=lambda framework: framework.meta.label_name,
        ),
        Computed(
            "Excellence",
            50,
            lambda results, id_: "\n".join(_dimension(results, id_).excellence),
            "texte",
            header_of=lambda f: (f.meta.excellence_name or "Excellence") if f.has_excellence else "",
        ),
    ),
    id_width=12,
    frozen=2,
    carried=True,
)
