"""What the types of a framework's entries cannot tell: ids that clash, references that lead nowhere, impossible rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from cmq.framework.indicators import Indicator
from cmq.framework.model import (
    AnnexDimension,
    Definition,
    ExcellenceSide,
    Framework,
    Purpose,
    RequirementKind,
)

Fault = tuple[str, int, str, str]
"""Table, place in it, entry's id, what is wrong."""


def faults_of(framework: Framework) -> Iterator[Fault]:
    """Every such fault, in the order of the tables."""
    unique = (
        ("critere", "id", [(c.id, c.id) for c in framework.criteria]),
        ("critere", "numero", [(c.id, c.number) for c in framework.criteria]),
        ("exigence", "id", [(r.id, r.id) for r in framework.requirements]),
        ("finalite", "id", [(p.id, p.id) for p in framework.purposes]),
        ("definition", "id", [(d.id, d.id) for d in framework.definitions]),
        ("annexe", "id", [(d.id, d.id) for d in framework.annex]),
        ("regle_procedure", "id", [(r.id, r.id) for r in framework.procedure]),
        ("role_comite", "id", [(r.id, r.id) for r in framework.roles]),
        ("region_academique", "code", [(r.code, r.code) for r in framework.regions]),
        ("filiere", "id", [(s.id, s.id) for s in framework.sectors]),
        ("famille", "id", [(f.id, f.id) for f in framework.families]),
        ("ventilation", "id", [(b.id, b.id) for b in framework.breakdowns]),
        ("indicateur", "id", [(i.id, i.id) for i in framework.indicators]),
        ("fichier_public", "id", [(f.id, f.id) for f in framework.public_files]),
        ("niveau", "libelle", [(str(level.value), level.name) for level in framework.levels]),
    )
    for table, key, values in unique:
        yield from _duplicates(table, key, values)
    yield from _level_faults(framework)
    yield from _criterion_faults(framework)
    yield from _requirement_faults(framework)
    yield from _reference_faults(framework)
    yield from _committee_faults(framework)
    yield from _group_faults(framework)
    yield from _indicator_faults(framework)
    yield from _public_file_faults(framework)


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
    families = {f.id for f in framework.families}
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
            if check.family is not None and check.family not in families:
                yield "exigence", index, requirement.id, f"famille : « {check.family} » n'existe pas"
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


def _committee_faults(framework: Framework) -> Iterator[Fault]:
    committee = framework.committee
    budget = () if committee.budget_for is None else (committee.budget_for,)
    for key, ids in (("preuve_pour", committee.evidence_for), ("budget_pour", budget)):
        for id_ in ids:
            if not framework.has_requirement(id_):
                yield "comite", 0, "", f"{key} : « {id_} » n'existe pas"
            elif not framework.requirement(id_).assessed:
                yield "comite", 0, "", f"{key} : « {id_} » est un exemple, qui n'est pas évalué"


def _group_faults(framework: Framework) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, breakdown in enumerate(framework.breakdowns):
        for group in breakdown.groups:
            if group.id in seen:
                yield "ventilation", index, breakdown.id, f"groupes : « {group.id} » est déjà pris"
            seen.add(group.id)


def _indicator_faults(framework: Framework) -> Iterator[Fault]:
    criteria = {c.id for c in framework.criteria}
    families = {f.id for f in framework.families}
    purposes = {p.id for p in framework.purposes}
    breakdowns = {b.id for b in framework.breakdowns}
    for index, indicator in enumerate(framework.indicators):
        references = (
            ("famille", (indicator.family,), families),
            ("criteres", indicator.criteria, criteria),
            ("finalites", indicator.purposes, purposes),
            ("ventilations", indicator.breakdowns, breakdowns),
        )
        for key, ids, known in references:
            for id_ in ids:
                if id_ not in known:
                    yield "indicateur", index, indicator.id, f"{key} : « {id_} » n'existe pas"
        yield from _word_faults(index, indicator)


def _word_faults(index: int, indicator: Indicator) -> Iterator[Fault]:
    """What the two numbers of a computed value are is said in words, and only for such a value."""
    calculation = indicator.calculation
    for key, word in (("numerateur", indicator.numerator), ("denominateur", indicator.denominator)):
        if calculation.has_parts and not word.strip():
            text = f"{key} : la clé est obligatoire pour le calcul « {calculation} »"
            yield "indicateur", index, indicator.id, text
        if not calculation.has_parts and word.strip():
            yield "indicateur", index, indicator.id, f"{key} : sans objet pour le calcul « {calculation} »"


def _public_file_faults(framework: Framework) -> Iterator[Fault]:
    indicators = {i.id: i for i in framework.indicators}
    for index, file in enumerate(framework.public_files):
        for measure in file.measures:
            indicator = indicators.get(measure.indicator)
            if indicator is None:
                yield "fichier_public", index, file.id, f"mesures : « {measure.indicator} » n'existe pas"
            elif (measure.numerator or measure.denominator) and not indicator.calculation.has_parts:
                yield (
                    "fichier_public",
                    index,
                    file.id,
                    f"mesures : « {measure.indicator} » n'a ni numérateur ni dénominateur",
                )
            elif bool(measure.numerator) != bool(measure.denominator):
                yield (
                    "fichier_public",
                    index,
                    file.id,
                    f"mesures : « {measure.indicator} » a besoin du numérateur et du dénominateur, ou d'aucun des deux",
                )
            elif not measure.numerator and not measure.value:
                yield (
                    "fichier_public",
                    index,
                    file.id,
                    f"mesures : « {measure.indicator} » n'a ni valeur, ni numérateur",
                )
