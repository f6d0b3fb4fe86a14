"""One campus's one assessment as typed, immutable objects, and how stored fields become them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from cmq.campaign.committee import (
    Attendance,
    Decision,
    Meeting,
    Member,
    SealedVersion,
    attendances_from,
    decision_from,
    meeting_from,
    member_from,
    version_from,
)
from cmq.campaign.fields import (
    CHECK_PREFIX,
    FOLLOWED,
    NOT_FOLLOWED,
    REQUIREMENT_PREFIX,
    value_parts,
)
from cmq.campaign.state import (
    Field,
    Scalar,
    State,
    Variant,
    date_of,
    integer_of,
    members_of,
    text_of,
)


class Category(StrEnum):
    """The category that a campaign aims at."""

    LABEL = "label"
    EXCELLENCE = "excellence"


class RequestType(StrEnum):
    """First application, or renewal of the label."""

    FIRST = "obtention"
    RENEWAL = "renouvellement"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the campus says of one requirement; ``level`` is None while it is « Non renseigné »."""

    level: int | None = None
    not_applicable: bool = False
    reason: str = ""
    comment: str = ""
    respondent: str = ""
    carried_from: str = ""
    checks: frozenset[str] = frozenset()
    to_discuss: bool = False
    """Whether the team marked it for the next meeting of the committee."""


NO_ANSWER = Answer()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document that shows one or several requirements; ``link`` or ``file`` tells where it lies."""

    id: str
    title: str
    link: str = ""
    file: str = ""
    date: date | None = None
    requirements: frozenset[str] = frozenset()
    indicator: str = ""
    """The indicator whose value it is; it counts once that indicator has one (see ``cmq.indicators``)."""

    meeting: str = ""
    """The meeting of the committee that it is; it counts once that meeting was held (see ``cmq.scoring``)."""

    @property
    def usable(self) -> bool:
        """Whether it has a title and leads somewhere."""
        return bool(self.title and (self.link or self.file or self.indicator or self.meeting))


@dataclass(frozen=True, slots=True)
class IndicatorPlan:
    """What a campus decides of one indicator; numbers and years are as they were typed."""

    followed: bool | None = None
    """None where the campus keeps to the proposed set."""
    start: Scalar = None
    start_year: Scalar = None
    target: Scalar = None
    target_year: Scalar = None
    own: Mapping[str, Scalar] = field(default_factory=lambda: MappingProxyType({}))
    """The fields that describe one of the campus's own indicators."""


NO_PLAN = IndicatorPlan()


@dataclass(frozen=True, slots=True)
class IndicatorEntry:
    """What was typed for one indicator, one year, and one group or the whole (``group`` empty)."""

    indicator: str
    year: int
    group: str = ""
    numerator: Scalar = None
    denominator: Scalar = None
    value: Scalar = None
    source: str = ""
    comment: str = ""

    @property
    def blank(self) -> bool:
        """Whether it has no number, not even one that is told to be missing."""
        return self.numerator is None and self.denominator is None and self.value is None


@dataclass(frozen=True, slots=True)
class Profile:
    """Who is assessed, for what, and the dates of the label."""

    campus: str = ""
    name: str = ""
    year: int | None = None
    category: Category = Category.LABEL
    request: RequestType = RequestType.FIRST
    academy: str = ""
    sector: str = ""
    support_school: str = ""
    label_start: date | None = None
    label_end: date | None = None
    framework_version: str = ""


@dataclass(frozen=True, slots=True)
class Campaign:
    """One assessment at one revision."""

    profile: Profile = Profile()
    answers: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType({}))
    evidence: Mapping[str, Evidence] = field(default_factory=lambda: MappingProxyType({}))
    annex: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    plans: Mapping[str, IndicatorPlan] = field(default_factory=lambda: MappingProxyType({}))
    entries: tuple[IndicatorEntry, ...] = ()
    variants: tuple[Variant, ...] = ()
    members: Mapping[str, Member] = field(default_factory=lambda: MappingProxyType({}))
    meetings: Mapping[str, Meeting] = field(default_factory=lambda: MappingProxyType({}))
    attendances: Mapping[tuple[str, str], Attendance] = field(default_factory=lambda: MappingProxyType({}))
    """By meeting and member; who is in none of them was not noted."""
    decisions: Mapping[str, Decision] = field(default_factory=lambda: MappingProxyType({}))
    versions: Mapping[str, SealedVersion] = field(default_factory=lambda: MappingProxyType({}))

    def answer(self, requirement_id: str) -> Answer:
        """The answer to a requirement, empty where nothing was said."""
        return self.answers.get(requirement_id, NO_ANSWER)

    def evidence_for(self, requirement_id: str) -> tuple[Evidence, ...]:
        """The evidence attached to a requirement, oldest entry first."""
        return tuple(e for e in self.evidence.values() if requirement_id in e.requirements)

    def latest_version(self, meeting_id: str) -> SealedVersion | None:
        """The last version that was sealed for a meeting, None where there is none."""
        found = [version for version in self.versions.values() if version.meeting == meeting_id]
        return max(found, key=lambda version: (version.instant, version.id), default=None)

    @classmethod
    def from_state(cls, state: State) -> Campaign:
        """Typed objects from stored fields; a value of the wrong type counts as absent."""
        grouped: dict[str, dict[str, dict[str, Scalar]]] = {}
        for (kind, id_, name), value in state.items():
            grouped.setdefault(kind, {}).setdefault(id_, {})[name] = value
        return cls(
            profile=_profile(grouped.get("campagne", {}).get("", {})),
            answers=MappingProxyType(
                {id_: _answer(values) for id_, values in grouped.get("reponse", {}).items()}
            ),
            evidence=MappingProxyType(
                {id_: _evidence(id_, values) for id_, values in grouped.get("preuve", {}).items()}
            ),
            annex=MappingProxyType(
                {id_: text_of(values.get("texte")) for id_, values in grouped.get("annexe", {}).items()}
            ),
            plans=MappingProxyType(
                {id_: _plan(values) for id_, values in grouped.get("indicateur", {}).items()}
            ),
            entries=tuple(_entries(grouped.get("valeur", {}))),
            variants=tuple(_variants(grouped.get("variante", {}))),
            members=_each(grouped.get("membre", {}), member_from),
            meetings=_each(grouped.get("seance", {}), meeting_from),
            attendances=MappingProxyType(attendances_from(grouped.get("presence", {}))),
            decisions=_each(grouped.get("decision", {}), decision_from),
            versions=_each(grouped.get("version", {}), version_from),
        )


_Record = TypeVar("_Record")


def _each(
    entries: Mapping[str, Mapping[str, Scalar]], build: Callable[[str, Mapping[str, Scalar]], _Record]
) -> Mapping[str, _Record]:
    return MappingProxyType({id_: build(id_, values) for id_, values in entries.items()})


def _profile(values: Mapping[str, Scalar]) -> Profile:
    category, request = values.get("categorie"), values.get("demande")
    return Profile(
        campus=text_of(values.get("campus")),
        name=text_of(values.get("nom")),
        year=integer_of(values.get("annee")),
        category=Category.EXCELLENCE if category == Category.EXCELLENCE else Category.LABEL,
        request=RequestType.RENEWAL if request == RequestType.RENEWAL else RequestType.FIRST,
        academy=text_of(values.get("academie")),
        sector=text_of(values.get("filiere")),
        support_school=text_of(values.get("etablissement_support")),
        label_start=date_of(values.get("date_label")),
        label_end=date_of(values.get("date_fin_label")),
        framework_version=text_of(values.get("referentiel")),
    )


def _answer(values: Mapping[str, Scalar]) -> Answer:
    return Answer(
        level=integer_of(values.get("niveau")),
        not_applicable=values.get("non_applicable") is True,
        reason=text_of(values.get("motif")),
        comment=text_of(values.get("commentaire")),
        respondent=text_of(values.get("renseigne_par")),
        carried_from=text_of(values.get("repris_de")),
        checks=members_of(values, CHECK_PREFIX),
        to_discuss=values.get("a_discuter") is True,
    )


def _variants(entries: Mapping[str, Mapping[str, Scalar]]) -> Iterator[Variant]:
    for id_, values in entries.items():
        parts = text_of(values.get("champ")).split("/", 2)
        if len(parts) == len(Field._fields):
            yield Variant(id_, Field(*parts), values.get("valeur"), text_of(values.get("auteur")))


def _evidence(id_: str, values: Mapping[str, Scalar]) -> Evidence:
    return Evidence(
        id=id_,
        title=text_of(values.get("titre")),
        link=text_of(values.get("lien")),
        file=text_of(values.get("fichier")),
        date=date_of(values.get("date")),
        requirements=members_of(values, REQUIREMENT_PREFIX),
        indicator=text_of(values.get("indicateur")),
        meeting=text_of(values.get("seance")),
    )


_PLAN_NAMES = frozenset({"suivi", "depart", "depart_annee", "cible", "cible_annee"})


def _plan(values: Mapping[str, Scalar]) -> IndicatorPlan:
    return IndicatorPlan(
        followed={FOLLOWED: True, NOT_FOLLOWED: False}.get(text_of(values.get("suivi"))),
        start=values.get("depart"),
        start_year=values.get("depart_annee"),
        target=values.get("cible"),
        target_year=values.get("cible_annee"),
        own=MappingProxyType({name: v for name, v in values.items() if name not in _PLAN_NAMES}),
    )


def _entries(entries: Mapping[str, Mapping[str, Scalar]]) -> Iterator[IndicatorEntry]:
    for id_, values in entries.items():
        if parts := value_parts(id_):
            yield IndicatorEntry(
                *parts,
                numerator=values.get("numerateur"),
                denominator=values.get("denominateur"),
                value=values.get("valeur"),
                source=text_of(values.get("source")),
                comment=text_of(values.get("commentaire")),
            )
