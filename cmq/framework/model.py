"""The entries of a framework and the whole that they make."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property

from pydantic import Field

from cmq.framework.entry import Entry, Id, Named, Text
from cmq.framework.indicators import (
    Breakdown,
    Family,
    Group,
    Indicator,
    IndicatorRules,
    PublicFile,
)


class RequirementKind(StrEnum):
    """Where a text of the framework stands; an example is help and is never assessed."""

    MAIN = "principale"
    DETAIL = "detail"
    EXCELLENCE = "excellence"
    EXAMPLE = "exemple"


class ExcellenceSide(StrEnum):
    """What a criterion asks for the higher category."""

    SPECIFIC = "specifique"
    SAME = "idem"
    NONE = "aucune"


class Meta(Entry):
    """Title, version and source of the text, and what its label is called on screen."""

    title: Text = Field(alias="titre")
    version: Text
    source: Text
    label_name: Named = Field(alias="nom_label")
    category_name: Text = Field(alias="nom_categorie")
    excellence_name: str = Field(default="", alias="nom_excellence")
    disclaimer: Text = Field(alias="avertissement")


class Rules(Entry):
    """Thresholds of the scoring; levels are values of ``Framework.levels``."""

    met_level: int = Field(alias="niveau_satisfait")
    planned_level: int = Field(alias="niveau_projete")
    old_evidence_months: int = Field(alias="preuve_ancienne_mois", gt=0)
    label_years: int = Field(alias="duree_label_max_ans", gt=0)


class Level(Entry):
    """One step of the maturity scale."""

    value: int = Field(alias="valeur", ge=0)
    name: Text = Field(alias="libelle")
    description: Text = Field(alias="descripteur")


class Criterion(Entry):
    """One criterion of the label."""

    id: Id
    number: Id = Field(alias="numero")
    title: Text = Field(alias="titre")
    short_title: Text = Field(alias="titre_court")
    excellence: ExcellenceSide = ExcellenceSide.NONE

    @property
    def heading(self) -> str:
        """Number and title, as the text prints them."""
        return f"{self.number} {self.title}"


class Check(Entry):
    """One fact to look for inside a requirement."""

    id: Id
    text: Text = Field(alias="texte")
    family: Id | None = Field(default=None, alias="famille")
    """The family of indicators that must have a value: such a check is made by itself, nobody ticks it."""


class Requirement(Entry):
    """One text of the framework, word for word, and the help around it."""

    id: Id
    criterion: Id = Field(alias="critere")
    kind: RequirementKind = Field(alias="type")
    parent: Id | None = None
    text: Text = Field(alias="texte")
    checks: tuple[Check, ...] = Field(default=(), alias="verifications")
    suggested_evidence: tuple[Text, ...] = Field(default=(), alias="preuves_suggerees")
    not_applicable_when: str = Field(default="", alias="non_applicable_si")
    watched: bool = Field(default=False, alias="alerte")
    note: str = ""

    @property
    def assessed(self) -> bool:
        """Whether it takes an answer."""
        return self.kind is not RequirementKind.EXAMPLE

    @property
    def standard(self) -> bool:
        """Whether it counts for the label."""
        return self.kind in (RequirementKind.MAIN, RequirementKind.DETAIL)


class Term(Entry):
    """An outdated or technical name in the text, and what it means today."""

    term: Text = Field(alias="terme")
    meaning: Text = Field(alias="sens")


class Purpose(Entry):
    """A finalité of the label."""

    id: Id
    text: Text = Field(alias="texte")
    criteria: tuple[Id, ...] = Field(default=(), alias="criteres")


class Definition(Entry):
    """A sentence that defines the label or its higher category; shown, never scored."""

    id: Id
    category: Text = Field(alias="categorie")
    text: Text = Field(alias="texte")
    criteria: tuple[Id, ...] = Field(default=(), alias="criteres")
    note: str = ""


class AnnexDimension(Entry):
    """A row of the comparative table: what each category is, side by side."""

    id: Id
    name: Text = Field(alias="nom")
    label: tuple[Text, ...]
    excellence: tuple[Text, ...] = ()
    criteria: tuple[Id, ...] = Field(default=(), alias="criteres")
    note: str = ""


class RenewalCondition(Entry):
    """The requirement that a renewal needs at a level, with evidence."""

    requirement: Id = Field(alias="exigence")
    level: int = Field(alias="niveau")


class ProcedureRule(Entry):
    """A sentence on how the label is asked for and given."""

    id: Id
    section: Text
    kind: Text = Field(alias="type")
    text: Text = Field(alias="texte")
    check: str = Field(default="", alias="controle")
    renewal: RenewalCondition | None = Field(default=None, alias="condition_renouvellement")
    note: str = ""


class Role(Entry):
    """A role in the committee."""

    id: Id
    name: Text = Field(alias="nom")
    required: bool = Field(default=True, alias="obligatoire")
    """Whether the text demands that somebody holds it."""
    per_campus: bool = Field(default=False, alias="un_par_campus")
    """Whether each campus has somebody of its own in it."""
    note: str = ""


class Committee(Entry):
    """The committee that looks at the assessment (cahier des charges § 2.4)."""

    name: Named = Field(default="le comité", alias="nom")
    short_name: Text = Field(default="comité", alias="sigle")
    months: int = Field(default=12, alias="periodicite_mois", gt=0)
    """The longest time between two meetings."""
    evidence_for: tuple[Id, ...] = Field(default=(), alias="preuve_pour")
    """The requirements that a meeting shows."""
    budget_for: Id | None = Field(default=None, alias="budget_pour")
    """The requirement that a budget which the committee validated shows (cahier des charges § 2.6)."""


class AcademicRegion(Entry):
    """A région académique and its académies."""

    code: Text
    name: Text = Field(alias="nom")
    academies: tuple[Text, ...]


class Sector(Entry):
    """A filière that a campus may belong to."""

    id: Id
    name: Text = Field(alias="nom")


class Framework(Entry):
    """Everything that the label says; the order of the file is the order of the screens."""

    meta: Meta
    rules: Rules = Field(alias="regles")
    levels: tuple[Level, ...] = Field(alias="niveau", min_length=2)
    criteria: tuple[Criterion, ...] = Field(alias="critere", min_length=1)
    requirements: tuple[Requirement, ...] = Field(alias="exigence", min_length=1)
    terms: tuple[Term, ...] = Field(default=(), alias="glossaire")
    purposes: tuple[Purpose, ...] = Field(default=(), alias="finalite")
    definitions: tuple[Definition, ...] = Field(default=(), alias="definition")
    annex: tuple[AnnexDimension, ...] = Field(default=(), alias="annexe")
    procedure: tuple[ProcedureRule, ...] = Field(default=(), alias="regle_procedure")
    committee: Committee = Field(default_factory=Committee, alias="comite")
    roles: tuple[Role, ...] = Field(default=(), alias="role_comite")
    regions: tuple[AcademicRegion, ...] = Field(default=(), alias="region_academique")
    sectors: tuple[Sector, ...] = Field(default=(), alias="filiere")
    indicator_rules: IndicatorRules = Field(default_factory=IndicatorRules, alias="regles_indicateurs")
    families: tuple[Family, ...] = Field(default=(), alias="famille")
    breakdowns: tuple[Breakdown, ...] = Field(default=(), alias="ventilation")
    indicators: tuple[Indicator, ...] = Field(default=(), alias="indicateur")
    public_files: tuple[PublicFile, ...] = Field(default=(), alias="fichier_public")

    @cached_property
    def assessed(self) -> tuple[Requirement, ...]:
        """The requirements that take an answer, in the text's order."""
        return tuple(r for r in self.requirements if r.assessed)

    @cached_property
    def has_excellence(self) -> bool:
        """Whether the framework knows a higher category."""
        return any(c.excellence is not ExcellenceSide.NONE for c in self.criteria)

    @cached_property
    def renewal(self) -> RenewalCondition | None:
        """The condition of a renewal, where the procedure states one."""
        return next((rule.renewal for rule in self.procedure if rule.renewal), None)

    @cached_property
    def required_families(self) -> tuple[Family, ...]:
        """The families of indicators that a check asks for (cahier des charges § 2.11)."""
        asked = {check.family for r in self.requirements for check in r.checks}
        return tuple(family for family in self.families if family.id in asked)

    @cached_property
    def family_criteria(self) -> tuple[Criterion, ...]:
        """The criteria whose checks ask for those families."""
        asking = {r.criterion for r in self.requirements if any(check.family for check in r.checks)}
        return tuple(criterion for criterion in self.criteria if criterion.id in asking)

    @cached_property
    def groups(self) -> Mapping[str, Group]:
        """Every group of every breakdown, by id."""
        return {group.id: group for breakdown in self.breakdowns for group in breakdown.groups}

    @cached_property
    def has_committee(self) -> bool:
        """Whether the text speaks of a committee."""
        return not self.model_fields_set.isdisjoint({"committee", "roles"})

    @cached_property
    def _roles(self) -> Mapping[str, Role]:
        return {role.id: role for role in self.roles}

    def role(self, id_: str) -> Role | None:
        """The role of that id, None where there is none."""
        return self._roles.get(id_)

    def region_of(self, academy: str) -> AcademicRegion | None:
        """The région académique that an académie is part of."""
        return next((region for region in self.regions if academy in region.academies), None)

    @cached_property
    def _breakdowns(self) -> Mapping[str, Breakdown]:
        return {b.id: b for b in self.breakdowns}

    def breakdown(self, id_: str) -> Breakdown:
        """The breakdown of that id (KeyError where there is none)."""
        return self._breakdowns[id_]

    @cached_property
    def _requirements(self) -> Mapping[str, Requirement]:
        return {r.id: r for r in self.requirements}

    @cached_property
    def _criteria(self) -> Mapping[str, Criterion]:
        return {c.id: c for c in self.criteria}

    @cached_property
    def _levels(self) -> Mapping[int, Level]:
        return {level.value: level for level in self.levels}

    @cached_property
    def _by_criterion(self) -> Mapping[str, tuple[Requirement, ...]]:
        return {c.id: tuple(r for r in self.requirements if r.criterion == c.id) for c in self.criteria}

    def requirement(self, id_: str) -> Requirement:
        """The requirement of that id (KeyError where there is none)."""
        return self._requirements[id_]

    def criterion(self, id_: str) -> Criterion:
        """The criterion of that id (KeyError where there is none)."""
        return self._criteria[id_]

    def level(self, value: int) -> Level:
        """The level of that value (KeyError where there is none)."""
        return self._levels[value]

    def has_requirement(self, id_: str) -> bool:
        """Whether the framework knows that requirement."""
        return id_ in self._requirements

    def has_level(self, value: int) -> bool:
        """Whether the scale knows that level."""
        return value in self._levels

    def of_criterion(self, criterion_id: str) -> tuple[Requirement, ...]:
        """The texts of a criterion, in order, the example included."""
        return self._by_criterion[criterion_id]

    def terms_in(self, text: str) -> tuple[Term, ...]:
        """The glossary's terms that a text uses."""
        return tuple(t for t in self.terms if re.search(rf"(?<!\w){re.escape(t.term)}s?(?!\w)", text))
