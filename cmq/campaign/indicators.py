"""Indicators: which ones a campus follows and where it wants them, and the values of each year."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cmq.campaign import columns
from cmq.campaign.columns import Column, Shape
from cmq.campaign.state import Scalar
from cmq.campaign.table import Computed, Identity, Table
from cmq.campaign.vocabularies import GROUPS, INDICATORS
from cmq.days import YEARS

if TYPE_CHECKING:
    from cmq.framework import Indicator
    from cmq.scoring import Results

NOT_AVAILABLE = "nd"
"""What stands in place of a number that is known not to be available."""
FOLLOWED, NOT_FOLLOWED = "oui", "non"
CRITERION_PREFIX = "critere:"
PURPOSE_PREFIX = "finalite:"


@dataclass(frozen=True, slots=True)
class IndicatorPlan:
    """What a campus decides of one indicator; numbers and years are as they were typed."""

    followed: bool | None = columns.yes_or_no("Suivi", "suivi", 8, FOLLOWED, NOT_FOLLOWED)
    """None where the campus keeps to the proposed set."""
    start: Scalar = columns.number("Départ", "depart", 13)
    start_year: Scalar = columns.year("Année de départ", "depart_annee", 12)
    target: Scalar = columns.number("Cible", "cible", 13)
    target_year: Scalar = columns.year("Année de la cible", "cible_annee", 12)
    own: Mapping[str, Scalar] = columns.rest(
        Column("Nom", "nom", Shape.TEXT),
        Column("Famille", "famille", Shape.TEXT),
        Column("Unité", "unite", Shape.TEXT),
        Column("Définition", "definition", Shape.TEXT),
        Column("Calcul", "calcul", Shape.TEXT),
        Column("Premier nombre", "numerateur", Shape.TEXT),
        Column("Second nombre", "denominateur", Shape.TEXT),
        Column("Sens", "sens", Shape.TEXT),
        Column("Année", "annee", Shape.TEXT),
        Column("Source", "source", Shape.TEXT),
        Column("Précaution", "precaution", Shape.TEXT),
        Column("Compte de personnes", "personnes", Shape.FLAG),
        Column("Critère", CRITERION_PREFIX, Shape.FLAG),
        Column("Finalité", PURPOSE_PREFIX, Shape.FLAG),
    )
    """The fields that describe one of the campus's own indicators."""


NO_PLAN = IndicatorPlan()


def _indicator(results: Results, id_: str) -> Indicator:
    return results.measures.catalogue[id_]


def _family(results: Results, id_: str) -> str:
    found = _indicator(results, id_).family
    return next((family.name for family in results.framework.families if family.id == found), "")


def _catalogue(results: Results, _ids: Collection[str]) -> Iterable[str]:
    return results.measures.catalogue


PLANS = Table(
    IndicatorPlan,
    "indicateur",
    about="ce que le campus décide d'un indicateur, et la description des siens",
    ids="indicateur",
    sheet="Objectifs",
    fill="le suivi, le départ et la cible de la feuille Objectifs",
    content="une ligne par indicateur, ceux du campus à la fin : suivi, départ, cible",
    new="CAMPUS-",
    digits=8,
    rows=_catalogue,
    computed=(
        Computed("Famille", 22, _family, "suivi"),
        Computed("Indicateur", 44, lambda results, id_: _indicator(results, id_).name, "suivi"),
        Computed("Unité", 14, lambda results, id_: _indicator(results, id_).unit, "suivi"),
        Computed("Sens", 22, lambda results, id_: _indicator(results, id_).direction, "suivi"),
        Computed("Dernière valeur", 24, lambda results, id_: results.measures.result(id_)),
    ),
    school_years=lambda results, id_: _indicator(results, id_).school,
    id_width=17,
    frozen=3,
    carried=True,
)


def value_id(indicator_id: str, year: int, group_id: str = "") -> str:
    """The id of an indicator's value: a year is there once, and two people who fill it meet in the same field."""
    return f"{indicator_id}:{year}:{group_id}" if group_id else f"{indicator_id}:{year}"


def value_parts(id_: str) -> tuple[str, int, str] | None:
    """Indicator, year and group of a value's id; None for a text that is no such id."""
    match = _VALUE_ID.fullmatch(id_)
    return (match[1], int(match[2]), match[3] or "") if match else None


_VALUE_ID = re.compile(r"([^:]+):([0-9]{4})(?::([^:]+))?")


@dataclass(frozen=True, slots=True)
class IndicatorEntry:
    """What was typed for one indicator, one year, and one group or the whole (``group`` empty)."""

    indicator: str
    year: int
    group: str = ""
    numerator: Scalar = columns.number("Numérateur", "numerateur", 13)
    denominator: Scalar = columns.number("Dénominateur", "denominateur", 13)
    value: Scalar = columns.number("Valeur", "valeur", 13)
    source: str = columns.text("Source", "source", 30)
    comment: str = columns.text("Commentaire", "commentaire", 40)

    @property
    def blank(self) -> bool:
        """Whether it has no number, not even one that is told to be missing."""
        return self.numerator is None and self.denominator is None and self.value is None


def _parts(id_: str) -> tuple[str, int, str]:
    parts = value_parts(id_)
    if parts is None:
        raise ValueError(id_)
    return parts


def _known_values(results: Results, ids: Collection[str]) -> Iterable[str]:
    """In the order of the catalogue, then by year, the whole before its groups."""
    order = {id_: place for place, id_ in enumerate(results.measures.catalogue)}
    groups = {id_: place for place, id_ in enumerate(("", *results.framework.groups))}
    found = []
    for id_ in ids:
        parts = value_parts(id_)
        if parts is None or value_id(*parts) != id_:
            continue
        indicator, year, group = parts
        if indicator in order and year in YEARS and group in groups:
            found.append((order[indicator], year, groups[group], id_))
    return (id_ for *_, id_ in sorted(found))


def _measure(results: Results, id_: str) -> object:
    indicator, year, group = _parts(id_)
    return results.measures.of(indicator, year, group)


VALUES = Table(
    IndicatorEntry,
    "valeur",
    about="la valeur d'un indicateur",
    ids="`<indicateur>:<année>` ou `<indicateur>:<année>:<groupe>`",
    sheet="Indicateurs",
    fill="les valeurs de la feuille Indicateurs",
    content="une ligne par valeur : un indicateur, une année, et un groupe ou l'ensemble",
    open_=True,
    rows=_known_values,
    computed=(
        Computed("Nom", 40, lambda results, id_: _indicator(results, _parts(id_)[0]).name, "annee"),
        Computed("Résultat", 20, _measure, "source", "sans valeur"),
    ),
    identity=Identity(
        value_parts,
        (
            Column("Indicateur", "indicateur", Shape.TEXT, 13, vocabulary=INDICATORS),
            Column("Année", "annee", Shape.YEAR, 11),
            Column("Groupe", "groupe", Shape.NAME, 26, vocabulary=GROUPS),
        ),
    ),
    school_years=lambda results, id_: _indicator(results, _parts(id_)[0]).school,
    frozen=3,
    carried=True,
)
