"""One campus's one assessment: answers, evidence and what the campus says of itself.

What is stored is a flat map, ``State``: a ``Field`` (kind, id, name) to a scalar. A change is a set of
``Edit``; the journal, the workbook, the merge of two versions and the detection of conflicts all
speak of fields alone, so that they need not know what a field means. ``Campaign`` is the same content as
typed, immutable objects for the rules and the screens.

Fields in use (dates are ISO strings):

==========  ==============  ==================================================================
kind        id              names
==========  ==============  ==================================================================
campagne    ""              campus, nom, annee, categorie, demande, academie, filiere,
                            etablissement_support, date_label, date_fin_label, referentiel
reponse     requirement id  niveau, non_applicable, motif, commentaire, renseigne_par,
                            repris_de, verification:<check id>
preuve      evidence id     titre, lien, fichier, date, indicateur, exigence:<requirement id>
annexe      dimension id    texte
indicateur  indicator id    suivi (« oui », « non »), depart, depart_annee, cible, cible_annee; of one of the
                            campus's own also nom, famille, unite, definition, calcul, numerateur,
                            denominateur, sens, annee, source, precaution, personnes, critere:<criterion id>,
                            finalite:<purpose id>
valeur      value id        numerateur, denominateur, valeur, source, commentaire
variante    variant id      champ (kind/id/name), valeur, auteur
==========  ==============  ==================================================================

A value's id is <indicator id>:<year> or <indicator id>:<year>:<group id>, so that a year is there once and two
people who fill it meet in the same field. Its numbers are kept as they were typed: what is no number is text.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

Scalar = str | int | float | bool | None

CHECK_PREFIX = "verification:"
REQUIREMENT_PREFIX = "exigence:"
CRITERION_PREFIX = "critere:"
PURPOSE_PREFIX = "finalite:"

NOT_AVAILABLE = "nd"
"""What stands in place of a number that is known not to be available."""
FOLLOWED, NOT_FOLLOWED = "oui", "non"


class Field(NamedTuple):
    """The address of one value."""

    kind: str
    id: str
    name: str


State = Mapping[Field, Scalar]
"""Every value that is set; a field without value is absent, never None."""


class Edit(NamedTuple):
    """One field's change; ``before`` is what its author saw."""

    field: Field
    before: Scalar
    after: Scalar


class Change(NamedTuple):
    """What was recorded at once, by one author, as one revision."""

    revision: int
    time: datetime
    author: str
    edits: tuple[Edit, ...]


class Clash(NamedTuple):
    """A field that two people changed: the value kept, and the one that was not written."""

    field: Field
    kept: Scalar
    refused: Scalar


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

    @property
    def usable(self) -> bool:
        """Whether it has a title and leads somewhere."""
        return bool(self.title and (self.link or self.file or self.indicator))


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
class Variant:
    """A value that lost against somebody else's, kept until a person chooses between them."""

    id: str
    field: Field
    value: Scalar
    author: str


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

    def answer(self, requirement_id: str) -> Answer:
        """The answer to a requirement, empty where nothing was said."""
        return self.answers.get(requirement_id, NO_ANSWER)

    def evidence_for(self, requirement_id: str) -> tuple[Evidence, ...]:
        """The evidence attached to a requirement, oldest entry first."""
        return tuple(e for e in self.evidence.values() if requirement_id in e.requirements)

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
                {id_: _text(values.get("texte")) for id_, values in grouped.get("annexe", {}).items()}
            ),
            plans=MappingProxyType(
                {id_: _plan(values) for id_, values in grouped.get("indicateur", {}).items()}
            ),
            entries=tuple(_entries(grouped.get("valeur", {}))),
            variants=tuple(_variants(grouped.get("variante", {}))),
        )


def profile_field(name: str) -> Field:
    """The address of a value of the campaign itself."""
    return Field("campagne", "", name)


def answer_field(requirement_id: str, name: str) -> Field:
    """The address of a value of an answer."""
    return Field("reponse", requirement_id, name)


def check_field(requirement_id: str, check_id: str) -> Field:
    """The address of one ticked check inside a requirement."""
    return Field("reponse", requirement_id, CHECK_PREFIX + check_id)


def evidence_field(evidence_id: str, name: str) -> Field:
    """The address of a value of a piece of evidence."""
    return Field("preuve", evidence_id, name)


def evidence_link_field(evidence_id: str, requirement_id: str) -> Field:
    """The address of the link between a piece of evidence and a requirement."""
    return Field("preuve", evidence_id, REQUIREMENT_PREFIX + requirement_id)


def annex_field(dimension_id: str) -> Field:
    """The address of the campus's own side of a dimension of the annex."""
    return Field("annexe", dimension_id, "texte")


def indicator_field(indicator_id: str, name: str) -> Field:
    """The address of what a campus decides of an indicator."""
    return Field("indicateur", indicator_id, name)


def value_id(indicator_id: str, year: int, group_id: str = "") -> str:
    """The id of an indicator's value."""
    return f"{indicator_id}:{year}:{group_id}" if group_id else f"{indicator_id}:{year}"


def value_parts(id_: str) -> tuple[str, int, str] | None:
    """Indicator, year and group of a value's id; None for a text that is no such id."""
    match = _VALUE_ID.fullmatch(id_)
    return (match[1], int(match[2]), match[3] or "") if match else None


_VALUE_ID = re.compile(r"([^:]+):([0-9]{4})(?::([^:]+))?")


def value_field(id_: str, name: str) -> Field:
    """The address of a part of an indicator's value."""
    return Field("valeur", id_, name)


def new_indicator_id() -> str:
    """A fresh id for one of the campus's own indicators, unique across processes."""
    return "CAMPUS-" + uuid.uuid4().hex[:8]


def new_evidence_id() -> str:
    """A fresh id, unique across processes."""
    return "P-" + uuid.uuid4().hex[:12]


def variant_edits(field: Field, value: Scalar, author: str) -> tuple[Edit, ...]:
    """What records a refused value beside the one that was kept."""
    id_ = "V-" + uuid.uuid4().hex[:12]
    return (
        Edit(Field("variante", id_, "champ"), None, "/".join(field)),
        Edit(Field("variante", id_, "valeur"), None, value),
        Edit(Field("variante", id_, "auteur"), None, author or None),
    )


def forget_variant_edits(variant: Variant) -> tuple[Edit, ...]:
    """What removes a variant once somebody has chosen."""
    return (
        Edit(Field("variante", variant.id, "champ"), "/".join(variant.field), None),
        Edit(Field("variante", variant.id, "valeur"), variant.value, None),
        Edit(Field("variante", variant.id, "auteur"), variant.author or None, None),
    )


def apply_edits(state: State, edits: Iterable[Edit]) -> dict[Field, Scalar]:
    """A new state with the edits' ``after`` values; None removes the field."""
    result = dict(state)
    for edit in edits:
        if edit.after is None:
            result.pop(edit.field, None)
        else:
            result[edit.field] = edit.after
    return result


def _text(value: Scalar) -> str:
    return value if isinstance(value, str) else ""


def _integer(value: Scalar) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _date(value: Scalar) -> date | None:
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _members(values: Mapping[str, Scalar], prefix: str) -> frozenset[str]:
    return frozenset(
        name.removeprefix(prefix)
        for name, value in values.items()
        if value is True and name.startswith(prefix)
    )


def _profile(values: Mapping[str, Scalar]) -> Profile:
    category, request = values.get("categorie"), values.get("demande")
    return Profile(
        campus=_text(values.get("campus")),
        name=_text(values.get("nom")),
        year=_integer(values.get("annee")),
        category=Category.EXCELLENCE if category == Category.EXCELLENCE else Category.LABEL,
        request=RequestType.RENEWAL if request == RequestType.RENEWAL else RequestType.FIRST,
        academy=_text(values.get("academie")),
        sector=_text(values.get("filiere")),
        support_school=_text(values.get("etablissement_support")),
        label_start=_date(values.get("date_label")),
        label_end=_date(values.get("date_fin_label")),
        framework_version=_text(values.get("referentiel")),
    )


def _answer(values: Mapping[str, Scalar]) -> Answer:
    return Answer(
        level=_integer(values.get("niveau")),
        not_applicable=values.get("non_applicable") is True,
        reason=_text(values.get("motif")),
        comment=_text(values.get("commentaire")),
        respondent=_text(values.get("renseigne_par")),
        carried_from=_text(values.get("repris_de")),
        checks=_members(values, CHECK_PREFIX),
    )


def _variants(entries: Mapping[str, Mapping[str, Scalar]]) -> Iterator[Variant]:
    for id_, values in entries.items():
        parts = _text(values.get("champ")).split("/", 2)
        if len(parts) == len(Field._fields):
            yield Variant(id_, Field(*parts), values.get("valeur"), _text(values.get("auteur")))


def _evidence(id_: str, values: Mapping[str, Scalar]) -> Evidence:
    return Evidence(
        id=id_,
        title=_text(values.get("titre")),
        link=_text(values.get("lien")),
        file=_text(values.get("fichier")),
        date=_date(values.get("date")),
        requirements=_members(values, REQUIREMENT_PREFIX),
        indicator=_text(values.get("indicateur")),
    )


_PLAN_NAMES = frozenset({"suivi", "depart", "depart_annee", "cible", "cible_annee"})


def _plan(values: Mapping[str, Scalar]) -> IndicatorPlan:
    return IndicatorPlan(
        followed={FOLLOWED: True, NOT_FOLLOWED: False}.get(_text(values.get("suivi"))),
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
                source=_text(values.get("source")),
                comment=_text(values.get("commentaire")),
            )
