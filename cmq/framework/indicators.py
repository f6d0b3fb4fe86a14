"""The catalogue of quality indicators (cahier des charges § 2.11 and § 2.3) and the public files that feed them."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from cmq.framework.entry import Entry, Id, Text


class Calculation(StrEnum):
    """How an indicator's value comes about, and so which numbers it may take."""

    COUNT = "effectif"
    """A whole number."""
    AMOUNT = "montant"
    """A number that may have decimals (euros, full-time equivalents)."""
    SHARE = "part"
    """Numerator / denominator × 100; the numerator is part of the denominator."""
    RATE = "taux"
    """Numerator / denominator × 100, which may exceed 100."""
    RATIO = "rapport"
    """Numerator / denominator."""
    DIFFERENCE = "ecart"
    """First − second, two rates; may be negative."""

    @property
    def divides(self) -> bool:
        """Whether the value is a numerator over a denominator."""
        return self in (Calculation.SHARE, Calculation.RATE, Calculation.RATIO)

    @property
    def has_parts(self) -> bool:
        """Whether the value is computed from two numbers."""
        return self.divides or self is Calculation.DIFFERENCE


class Direction(StrEnum):
    """Which way is progress."""

    UP = "hausse"
    DOWN = "baisse"
    TARGET = "cible"
    """Towards the campus's own target."""
    CONTEXT = "contexte"
    """Neither good nor bad by itself."""


class PeriodKind(StrEnum):
    """What a value's year is; a school year is known by the year in which it begins."""

    CIVIL = "civile"
    SCHOOL = "scolaire"


class Family(Entry):
    """A family of indicators."""

    id: Id
    name: Text = Field(alias="nom")


class Group(Entry):
    """One part of a breakdown."""

    id: Id
    name: Text = Field(alias="nom")


class Breakdown(Entry):
    """A division of what is counted into groups that do not overlap."""

    id: Id
    name: Text = Field(alias="nom")
    groups: tuple[Group, ...] = Field(alias="groupes", min_length=2)


class SeriesBreak(Entry):
    """The first year that cannot be compared with those before it, and why."""

    year: int = Field(alias="annee", ge=1900, le=2200)
    reason: Text = Field(alias="motif")


class Indicator(Entry):
    """A quality indicator: what it measures, how, and how to read it."""

    id: Id
    family: Id = Field(alias="famille")
    name: Text = Field(alias="nom")
    unit: Text = Field(alias="unite")
    definition: Text = Field(alias="definition")
    calculation: Calculation = Field(alias="calcul")
    numerator: str = Field(default="", alias="numerateur")
    """What the first number counts, in words; the second one is ``denominator``."""
    denominator: str = Field(default="", alias="denominateur")
    direction: Direction = Field(alias="sens")
    criteria: tuple[Id, ...] = Field(default=(), alias="criteres")
    purposes: tuple[Id, ...] = Field(default=(), alias="finalites")
    source: Text
    official: bool = Field(default=False, alias="definition_officielle")
    default: bool = Field(default=False, alias="socle")
    """Whether it belongs to the set that is proposed to a campus."""
    caution: str = Field(default="", alias="precaution")
    period: PeriodKind = Field(default=PeriodKind.CIVIL, alias="annee")
    breakdowns: tuple[Id, ...] = Field(default=(), alias="ventilations")
    adds_up: bool = Field(default=True, alias="somme")
    """Whether the groups of a breakdown add up to the whole."""
    counts_people: bool = Field(default=False, alias="personnes")
    """Whether its counts are of people, so that small ones are masked outside the team."""
    of_leavers: bool = Field(default=False, alias="sortants")
    """Whether it is a rate of graduates or leavers, which a small denominator keeps from being published."""
    maximum: int | None = Field(default=None, alias="maximum", gt=0)
    breaks: tuple[SeriesBreak, ...] = Field(default=(), alias="ruptures")

    @property
    def school(self) -> bool:
        """Whether its years are school years."""
        return self.period is PeriodKind.SCHOOL

    @property
    def formula(self) -> str:
        """« admis / présents × 100 »; an empty text where the value is counted as it is."""
        match self.calculation:
            case Calculation.SHARE | Calculation.RATE:
                return f"{self.numerator} / {self.denominator} × 100"
            case Calculation.RATIO:
                return f"{self.numerator} / {self.denominator}"
            case Calculation.DIFFERENCE:
                return f"{self.numerator} − {self.denominator}"
            case _:
                return ""

    def break_between(self, earlier: int, later: int) -> SeriesBreak | None:
        """The break that keeps two years of the series apart, if any."""
        return next((b for b in self.breaks if earlier < b.year <= later), None)


class IndicatorRules(Entry):
    """Thresholds of the indicators; 0 where the framework knows none."""

    publication_threshold: int = Field(default=0, alias="seuil_diffusion", ge=0)
    """Smallest denominator of a rate of leavers that may be shown."""
    masking_threshold: int = Field(default=0, alias="seuil_masquage", ge=0)
    """Smallest count of people that may be shown outside the team."""
    largest: int = Field(default=10**11, alias="valeur_maximale", gt=0)
    """What no number reaches but by a slip of the keyboard."""


class PublicMeasure(Entry):
    """Which columns of a public file hold an indicator; each is given by the headers that it is known under."""

    indicator: Id = Field(alias="indicateur")
    numerator: tuple[Text, ...] = Field(default=(), alias="numerateur")
    denominator: tuple[Text, ...] = Field(default=(), alias="denominateur")
    value: tuple[Text, ...] = Field(default=(), alias="valeur")


class RowFilter(Entry):
    """Which rows of a public file count; all of them where the file has no such column."""

    column: tuple[Text, ...] = Field(alias="colonne", min_length=1)
    value: Text = Field(alias="valeur")


class PublicFile(Entry):
    """The layout in which a public body publishes a table: a row a school, or a school and course, a year."""

    id: Id
    name: Text = Field(alias="nom")
    source: Text
    year: tuple[Text, ...] = Field(alias="annee", min_length=1)
    school: tuple[Text, ...] = Field(alias="etablissement", min_length=1)
    """The school's national number (UAI)."""
    school_name: tuple[Text, ...] = Field(default=(), alias="nom_etablissement")
    course: tuple[Text, ...] = Field(default=(), alias="formation")
    """What further tells one row of a school from another."""
    kept: RowFilter | None = Field(default=None, alias="lignes_retenues")
    measures: tuple[PublicMeasure, ...] = Field(alias="mesures", min_length=1)
