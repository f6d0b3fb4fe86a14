"""The framework of a label, read from a TOML file: criteria, requirements, levels, rules and texts.

The file's keys are French, since those who adapt it are; the attributes are English. ``load`` either
returns a whole ``Framework`` or raises ``FrameworkError`` naming the file, the line, the entry and what
is wrong with it.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from cmq.errors import FrameworkError

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=40)]
Named = Annotated[str, StringConstraints(pattern=r"^(le |la |les |l'|l’).")]
"""A name with its article, so that a sentence can be made of it (« du label », « de la charte »)."""
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


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


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_alias=True, validate_by_name=False)


class Meta(_Entry):
    """Title, version and source of the text, and what its label is called on screen."""

    title: Text = Field(alias="titre")
    version: Text
    source: Text
    label_name: Named = Field(alias="nom_label")
    category_name: Text = Field(alias="nom_categorie")
    excellence_name: str = Field(default="", alias="nom_excellence")
    disclaimer: Text = Field(alias="avertissement")


class Rules(_Entry):
    """Thresholds of the scoring; levels are values of ``Framework.levels``."""

    met_level: int = Field(alias="niveau_satisfait")
    planned_level: int = Field(alias="niveau_projete")
    old_evidence_months: int = Field(alias="preuve_ancienne_mois", gt=0)
    label_years: int = Field(alias="duree_label_max_ans", gt=0)


class Level(_Entry):
    """One step of the maturity scale."""

    value: int = Field(alias="valeur", ge=0)
    name: Text = Field(alias="libelle")
    description: Text = Field(alias="descripteur")


class Criterion(_Entry):
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


class Check(_Entry):
    """One fact to look for inside a requirement."""

    id: Id
    text: Text = Field(alias="texte")


class Requirement(_Entry):
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


class Term(_Entry):
    """An outdated or technical name in the text, and what it means today."""

    term: Text = Field(alias="terme")
    meaning: Text = Field(alias="sens")


class Purpose(_Entry):
    """A finalité of the label."""

    id: Id
    text: Text = Field(alias="texte")
    criteria: tuple[Id, ...] = Field(default=(), alias="criteres")


class Definition(_Entry):
    """A sentence that defines the label or its higher category; shown, never scored."""

    id: Id
    category: Text = Field(alias="categorie")
    text: Text = Field(alias="texte")
    criteria: tuple[Id, ...] = Field(default=(), alias="criteres")
    note: str = ""


class AnnexDimension(_Entry):
    """A row of the comparative table: what each category is, side by side."""

    id: Id
    name: Text = Field(alias="nom")
    label: tuple[Text, ...]
    excellence: tuple[Text, ...] = ()
    criteria: tuple[Id, ...] = Field(default=(), alias="criteres")
    note: str = ""


class RenewalCondition(_Entry):
    """The requirement that a renewal needs at a level, with evidence."""

    requirement: Id = Field(alias="exigence")
    level: int = Field(alias="niveau")


class ProcedureRule(_Entry):
    """A sentence on how the label is asked for and given."""

    id: Id
    section: Text
    kind: Text = Field(alias="type")
    text: Text = Field(alias="texte")
    check: str = Field(default="", alias="controle")
    renewal: RenewalCondition | None = Field(default=None, alias="condition_renouvellement")
    note: str = ""


class AcademicRegion(_Entry):
    """A région académique and its académies."""

    code: Text
    name: Text = Field(alias="nom")
    academies: tuple[Text, ...]


class Sector(_Entry):
    """A filière that a campus may belong to."""

    id: Id
    name: Text = Field(alias="nom")


class Framework(_Entry):
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
    regions: tuple[AcademicRegion, ...] = Field(default=(), alias="region_academique")
    sectors: tuple[Sector, ...] = Field(default=(), alias="filiere")

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


def load(path: Path) -> Framework:
    """Read and check a framework file.

    Raises ``FrameworkError``: the file is missing, is no UTF-8 TOML, or an entry breaks a rule; the text
    names the file, the line, the entry and the fault, a line each.
    """
    try:
        source = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        what = next(text for kind, text in _UNREADABLE.items() if isinstance(error, kind))
        raise FrameworkError(f"{path.name} : le référentiel ne peut pas être lu, {what}.") from error
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise FrameworkError(f"{path.name}, {_syntax_fault(str(error), source)}") from error
    return parse(data, path.name, source)


def parse(data: Mapping[str, Any], name: str, source: str = "") -> Framework:
    """Check a framework's content; ``source``, the text that it was read from, gives the lines."""
    lines = _EntryLines(source)
    try:
        framework = Framework.model_validate(data)
    except ValidationError as error:
        faults = [_french(fault, data, lines) for fault in error.errors()]
    else:
        faults = [
            lines.locate(table, index, entry) + what for table, index, entry, what in _faults(framework)
        ]
        if not faults:
            return framework
    raise FrameworkError("\n".join(f"{name}, {fault}" for fault in faults))


_UNREADABLE: Mapping[type[Exception], str] = {
    FileNotFoundError: "le fichier est introuvable",
    IsADirectoryError: "c'est un dossier",
    PermissionError: "l'accès au fichier est refusé",
    UnicodeDecodeError: "il n'est pas enregistré en UTF-8",
    OSError: "le disque ne répond pas",
}

_SYNTAX = (
    (r"Expected '=' after a key", "le signe = manque après une clé"),
    (r"Illegal character '\\n'|Unterminated string", "un guillemet n'est pas fermé"),
    (r"Unclosed array|Expected '\]", "un crochet n'est pas fermé"),
    (r"Unclosed inline table", "une accolade n'est pas fermée"),
    (r"Unescaped '\\'|Invalid hex value", "une barre oblique inverse doit être doublée"),
    (r"overwrite|twice|Duplicate|mutate|redefine", "une clé ou une table est définie deux fois"),
    (r"Invalid value", "une valeur manque ou n'a pas de guillemets"),
)


def _syntax_fault(message: str, source: str) -> str:
    """The parser's English message as a line and a French sentence."""
    place = re.search(r"at line (\d+)", message)
    line = int(place[1]) if place else max(1, len(source.splitlines()))
    hint = next((text for pattern, text in _SYNTAX if re.search(pattern, message)), "")
    return f"ligne {line} : ce n'est pas du TOML valable{f' ; {hint}' if hint else ''}."


class _EntryLines:
    """The line at which each entry of a TOML file begins."""

    def __init__(self, source: str) -> None:
        seen: Counter[str] = Counter()
        self._lines: dict[tuple[str, int], int] = {}
        for number, line in enumerate(source.splitlines(), start=1):
            if match := re.match(r"\s*\[\[?\s*(\w+)\s*\]\]?\s*(#.*)?$", line):
                table = match[1]
                self._lines[table, seen[table]] = number
                seen[table] += 1

    def locate(self, table: str, index: int, entry: str) -> str:
        """« ligne 12, exigence « C01-R1 » : » for the entry at that place of its table."""
        line = self._lines.get((table, index))
        return (f"ligne {line}, " if line else "") + f"{table}{f' « {entry} »' if entry else ''} : "


_FAULTS = {
    "missing": "la clé obligatoire manque",
    "extra_forbidden": "cette clé est inconnue",
    "string_type": "un texte entre guillemets est attendu",
    "string_too_short": "le texte est vide",
    "string_too_long": "le texte est trop long",
    "string_pattern_mismatch": "seuls lettres, chiffres, point, tiret et tiret bas sont admis",
    "int_type": "un nombre entier est attendu",
    "int_parsing": "un nombre entier est attendu",
    "int_from_float": "un nombre entier est attendu",
    "bool_type": "true ou false est attendu",
    "bool_parsing": "true ou false est attendu",
    "tuple_type": "une liste est attendue",
    "list_type": "une liste est attendue",
    "model_type": "une table est attendue",
    "model_attributes_type": "une table est attendue",
    "enum": "valeur inconnue ; valeurs admises : {expected}",
    "greater_than": "la valeur doit être supérieure à {gt}",
    "greater_than_equal": "la valeur doit être au moins {ge}",
    "too_short": "il en faut au moins {min_length}",
}

_TABLE_FAULTS = {"missing": "la table obligatoire manque", "extra_forbidden": "cette table est inconnue"}


def _french(fault: Any, data: Mapping[str, Any], lines: _EntryLines) -> str:
    location: tuple[str | int, ...] = fault["loc"]
    table, *inside = location
    index = inside.pop(0) if inside and isinstance(inside[0], int) else 0
    rows = data.get(str(table))
    row = rows[int(index)] if isinstance(rows, list) and rows else rows
    names = (row.get(key) for key in ("id", "valeur", "code", "terme")) if isinstance(row, Mapping) else ()
    entry = next((str(name) for name in names if name is not None), "")
    template = _FAULTS.get(fault["type"], "cette valeur n'est pas admise")
    if len(location) == 1:
        template = _TABLE_FAULTS.get(fault["type"], template)
    context = dict(fault.get("ctx", {}))
    if "expected" in context:
        context["expected"] = str(context["expected"]).replace(" or ", " ou ").replace("'", "")
    key = ".".join(str(part) for part in inside)
    return (
        lines.locate(str(table), int(index), entry)
        + (f"{key} : " if key else "")
        + template.format(**context)
    )


Fault = tuple[str, int, str, str]
"""Table, place in it, entry's id, what is wrong."""


def _faults(framework: Framework) -> Iterator[Fault]:
    """What the types alone cannot tell: ids that clash, references that lead nowhere, impossible rules."""
    unique = (
        ("critere", "id", [(c.id, c.id) for c in framework.criteria]),
        ("critere", "numero", [(c.id, c.number) for c in framework.criteria]),
        ("exigence", "id", [(r.id, r.id) for r in framework.requirements]),
        ("finalite", "id", [(p.id, p.id) for p in framework.purposes]),
        ("definition", "id", [(d.id, d.id) for d in framework.definitions]),
        ("annexe", "id", [(d.id, d.id) for d in framework.annex]),
        ("regle_procedure", "id", [(r.id, r.id) for r in framework.procedure]),
        ("region_academique", "code", [(r.code, r.code) for r in framework.regions]),
        ("filiere", "id", [(s.id, s.id) for s in framework.sectors]),
        ("niveau", "libelle", [(str(level.value), level.name) for level in framework.levels]),
    )
    for table, key, values in unique:
        yield from _duplicates(table, key, values)
    yield from _level_faults(framework)
    yield from _criterion_faults(framework)
    yield from _requirement_faults(framework)
    yield from _reference_faults(framework)


def _duplicates(table: str, key: str, values: Sequence[tuple[str, str]]) -> Iterator[Fault]:
    """``values``: each entry's name in messages, and what must be its own."""
    seen: set[str] = set()
    for index, (entry, value) in enumerate(values):
        if value in seen:
            yield table, index, entry, f"{key} : « {value} » est déjà pris par une autre entrée"
        seen.add(value)


def _level_faults(framework: Framework) -> Iterator[Fault]:
    for index, level in enumerate(framework.levels):
        if level.value != index:
            yield (
                "niveau",
                index,
                str(level.value),
                f"valeur : {index} est attendu, les niveaux se suivent",
            )
    rules = framework.rules
    for key, value in (
        ("niveau_satisfait", rules.met_level),
        ("niveau_projete", rules.planned_level),
    ):
        if not framework.has_level(value):
            yield "regles", 0, "", f"{key} : le niveau {value} n'existe pas"
    if not 0 < rules.planned_level < rules.met_level:
        yield (
            "regles",
            0,
            "",
            "niveau_projete doit se trouver entre le niveau 0 et niveau_satisfait",
        )


def _criterion_faults(framework: Framework) -> Iterator[Fault]:
    if framework.has_excellence and not framework.meta.excellence_name.strip():
        yield (
            "meta",
            0,
            "",
            "nom_excellence : un nom est attendu, puisque des critères ont un volet Excellence",
        )
    for index, criterion in enumerate(framework.criteria):
        kinds = Counter(r.kind for r in framework.of_criterion(criterion.id))
        specific = criterion.excellence is ExcellenceSide.SPECIFIC
        if not kinds[RequirementKind.MAIN]:
            yield "critere", index, criterion.id, "aucune exigence principale"
        if specific and not kinds[RequirementKind.EXCELLENCE]:
            yield (
                "critere",
                index,
                criterion.id,
                "excellence « specifique » sans exigence de type excellence",
            )
        if not specific and kinds[RequirementKind.EXCELLENCE]:
            yield (
                "critere",
                index,
                criterion.id,
                f"exigences de type excellence alors que excellence = « {criterion.excellence} »",
            )


def _requirement_faults(framework: Framework) -> Iterator[Fault]:
    known = {c.id for c in framework.criteria}
    parents = {r.id: r for r in framework.requirements if r.kind is RequirementKind.MAIN}
    checks: set[str] = set()
    for index, requirement in enumerate(framework.requirements):
        if requirement.criterion not in known:
            yield (
                "exigence",
                index,
                requirement.id,
                f"critere : « {requirement.criterion} » n'existe pas",
            )
        needs_parent = requirement.kind in (
            RequirementKind.DETAIL,
            RequirementKind.EXAMPLE,
        )
        parent = parents.get(requirement.parent or "")
        if needs_parent and not requirement.parent:
            yield (
                "exigence",
                index,
                requirement.id,
                f"parent : la clé est obligatoire pour le type {requirement.kind}",
            )
        elif needs_parent and (parent is None or parent.criterion != requirement.criterion):
            yield (
                "exigence",
                index,
                requirement.id,
                f"parent : « {requirement.parent} » n'est pas une exigence principale du même critère",
            )
        if not needs_parent and requirement.parent:
            yield (
                "exigence",
                index,
                requirement.id,
                f"parent : sans objet pour le type {requirement.kind}",
            )
        for check in requirement.checks:
            if check.id in checks:
                yield (
                    "exigence",
                    index,
                    requirement.id,
                    f"verifications : « {check.id} » est déjà pris",
                )
            checks.add(check.id)


def _reference_faults(framework: Framework) -> Iterator[Fault]:
    known = {c.id for c in framework.criteria}
    tables: tuple[tuple[str, Sequence[Purpose | Definition | AnnexDimension]], ...] = (
        ("finalite", framework.purposes),
        ("definition", framework.definitions),
        ("annexe", framework.annex),
    )
    for table, entries in tables:
        for index, entry in enumerate(entries):
            for id_ in entry.criteria:
                if id_ not in known:
                    yield table, index, entry.id, f"criteres : « {id_} » n'existe pas"
    for index, rule in enumerate(framework.procedure):
        if rule.renewal and not framework.has_requirement(rule.renewal.requirement):
            yield (
                "regle_procedure",
                index,
                rule.id,
                f"condition_renouvellement : « {rule.renewal.requirement} » n'existe pas",
            )
        elif rule.renewal and not framework.requirement(rule.renewal.requirement).assessed:
            yield (
                "regle_procedure",
                index,
                rule.id,
                f"condition_renouvellement : « {rule.renewal.requirement} » est un exemple, qui n'est pas évalué",
            )
        if rule.renewal and not framework.has_level(rule.renewal.level):
            yield (
                "regle_procedure",
                index,
                rule.id,
                f"condition_renouvellement : le niveau {rule.renewal.level} n'existe pas",
            )
