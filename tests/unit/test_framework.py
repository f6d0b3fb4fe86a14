"""The framework file: what it carries, what it refuses, and how it says so."""

from __future__ import annotations

import ast
import hashlib
import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmq.errors import FrameworkError
from cmq.framework import ExcellenceSide, Framework, RequirementKind, load, parse
from tests.examples import examples
from tests.unit.builders import CMQ, CMQ_FILE, ENGLISH, ROOT, SMALL, SMALL_FILE

PINNED_TEXTS = "5eb15521126a999b2f009758ff85224dc55c9579f24b141c68576aa28aca898d"
PINNED_INDICATORS = "a282975cc0fb981259139661c0509a4c08a8bb96be771a49a855972db7cfbaab"


# What the shipped file carries


def test_counts_are_those_of_the_source() -> None:
    """The whole cahier des charges is there, text by text, and no text is there twice."""
    kinds = Counter(r.kind for r in CMQ.requirements)
    sides = Counter(c.excellence for c in CMQ.criteria)
    assert len(CMQ.criteria) == 11
    assert kinds == {
        RequirementKind.MAIN: 22,
        RequirementKind.DETAIL: 29,
        RequirementKind.EXCELLENCE: 11,
        RequirementKind.EXAMPLE: 1,
    }
    assert sides == {ExcellenceSide.SAME: 6, ExcellenceSide.SPECIFIC: 5}
    assert len(CMQ.assessed) == 62
    assert sum(r.standard for r in CMQ.requirements) == 51
    assert (len(CMQ.purposes), len(CMQ.definitions), len(CMQ.procedure)) == (6, 11, 17)
    assert len(CMQ.annex) == 9
    assert all(row.label and row.excellence for row in CMQ.annex)
    assert not [text for text, n in Counter(r.text for r in CMQ.requirements).items() if n > 1]


def _source_lines(framework: Framework) -> Iterator[str]:
    for c in framework.criteria:
        yield f"{c.id}\t{c.number}\t{c.excellence}\t{c.title}"
    for r in framework.requirements:
        yield f"{r.id}\t{r.criterion}\t{r.kind}\t{r.parent or ''}\t{r.text}"
    for purpose in framework.purposes:
        yield f"{purpose.id}\t{purpose.text}"
    for definition in framework.definitions:
        yield f"{definition.id}\t{definition.text}"
    for row in framework.annex:
        yield "\t".join([row.name, *row.label])
        yield "\t".join([row.name, *row.excellence])
    for rule in framework.procedure:
        yield f"{rule.id}\t{rule.section}\t{rule.kind}\t{rule.text}"


def test_texts_are_word_for_word_the_source() -> None:
    """Ids, order, kinds, parents and texts are the source's, by a digest made from the source itself.

    The pinned SHA-256 was computed from the listing of the cahier des charges, not from this repository:
    its criteria, requirements, finalités, definitions, annex (a line per dimension and category) and
    procedure rules, written as ``_source_lines`` does, joined by line feeds, in UTF-8. Each of those
    texts was also found word for word in the published text. A deliberate change of framework changes it.
    """
    lines = list(_source_lines(CMQ))
    assert len(lines) == 126
    assert hashlib.sha256("\n".join(lines).encode()).hexdigest() == PINNED_TEXTS
    altered = [*lines[:-1], lines[-1].replace("requis", "demandés")]
    assert hashlib.sha256("\n".join(altered).encode()).hexdigest() != PINNED_TEXTS


def _indicator_lines(framework: Framework) -> Iterator[str]:
    for i in framework.indicators:
        flags = ("officielle" if i.official else "", "socle" if i.default else "")
        yield "\t".join([i.id, i.family, i.name, i.unit, str(i.direction), ",".join(i.criteria), *flags])


def test_the_catalogue_is_the_proposal() -> None:
    """Forty indicators, eighteen of them proposed: ids, families, names, units, directions and criteria as given.

    The pinned SHA-256 was computed from the proposal itself, a line an indicator as ``_indicator_lines`` writes it.
    """
    lines = list(_indicator_lines(CMQ))
    assert len(lines) == 40
    assert sum(i.default for i in CMQ.indicators) == 18
    assert hashlib.sha256("\n".join(lines).encode()).hexdigest() == PINNED_INDICATORS
    altered = [*lines[:-1], lines[-1].removesuffix("socle")]
    assert hashlib.sha256("\n".join(altered).encode()).hexdigest() != PINNED_INDICATORS


def test_the_thresholds_and_the_breakdowns_of_indicators_are_data() -> None:
    """Twenty leavers, five people, less than 10^11; the four publics of 2.10, women and men, status."""
    rules = CMQ.indicator_rules
    assert (rules.publication_threshold, rules.masking_threshold, rules.largest) == (20, 5, 10**11)
    assert [len(CMQ.breakdown(id_).groups) for id_ in ("publics", "genre", "statuts")] == [4, 2, 4]
    assert {i.id: i.breakdowns for i in CMQ.indicators if "publics" in i.breakdowns} == {
        "FOR-07": ("publics",),
        "INT-01": ("publics",),
    }
    groups = [group.id for breakdown in CMQ.breakdowns for group in breakdown.groups]
    assert len(groups) == len(set(groups)) == len(CMQ.groups)
    with pytest.raises(KeyError):
        CMQ.breakdown("inconnue")


def test_only_the_families_of_the_text_are_checked_by_themselves() -> None:
    """2.11 asks for training, research and innovation, success: its three checks name their family, no other."""
    checks = [(r.id, check.family) for r in CMQ.requirements for check in r.checks if check.family]
    assert checks == [
        ("C11-R2-a", "formation"),
        ("C11-R2-a", "recherche_innovation"),
        ("C11-R2-a", "reussite_insertion"),
    ]
    assert [family.id for family in CMQ.required_families] == [family for _, family in checks]
    assert len(CMQ.families) == 8


def test_public_files_feed_indicators_that_exist() -> None:
    """Each layout names columns for indicators of official definition, and both numbers or neither."""
    found = {file.id: [m.indicator for m in file.measures] for file in CMQ.public_files}
    assert found == {
        "inserjeunes": ["REU-02", "REU-03", "REU-05", "REU-06", "REU-07"],
        "parcoursup": ["ATT-02"],
    }
    official = {i.id for i in CMQ.indicators if i.official}
    assert {id_ for ids in found.values() for id_ in ids} <= official


def test_the_committee_is_data() -> None:
    """2.4's five roles, one of them on every campus, a meeting a year, what it proves; who else may come has no seat."""
    committee = CMQ.committee
    assert (committee.name, committee.short_name) == ("le comité d'orientation stratégique", "COS")
    assert committee.months == 12
    numbers = {id_: CMQ.criterion(CMQ.requirement(id_).criterion).number for id_ in committee.evidence_for}
    assert numbers == {"C04-R1": "2.4", "C04-R1-a": "2.4"}
    assert committee.budget_for is not None
    assert CMQ.criterion(CMQ.requirement(committee.budget_for).criterion).number == "2.6"
    required = [role.id for role in CMQ.roles if role.required]
    assert required == ["recteur", "region", "filieres", "etablissement-support", "directeur-operationnel"]
    assert [role.id for role in CMQ.roles if role.per_campus] == ["directeur-operationnel"]
    other = CMQ.role("autre")
    assert other is not None
    assert not other.required
    assert CMQ.role("tresorier") is None


def test_only_the_conditional_requirements_may_be_not_applicable() -> None:
    """« Non applicable » exists for two requirements and carries the condition to read; nowhere else."""
    allowed = {r.id for r in CMQ.requirements if r.not_applicable_when}
    assert allowed == {"C01-X3", "C06-R1-d"}
    assert not any(r.not_applicable_when for r in CMQ.requirements if r.kind is RequirementKind.MAIN)


def test_the_scale_the_thresholds_and_the_renewal_are_data() -> None:
    """Five levels, met from « Mis en œuvre », renewal on 2.11; the scale knows no level beyond."""
    assert [level.name for level in CMQ.levels] == [
        "Non engagé",
        "Projeté",
        "Mis en œuvre",
        "Évalué",
        "Ajusté",
    ]
    assert CMQ.level(CMQ.rules.met_level).name == "Mis en œuvre"
    assert CMQ.level(CMQ.rules.planned_level).name == "Projeté"
    assert CMQ.renewal is not None
    assert CMQ.criterion(CMQ.requirement(CMQ.renewal.requirement).criterion).number == "2.11"
    assert CMQ.level(CMQ.renewal.level).name == "Mis en œuvre"
    assert not CMQ.has_level(5)
    assert not CMQ.has_level(-1)


def test_outdated_names_have_a_tooltip_and_the_text_is_untouched() -> None:
    """The glossary explains what the text names differently today, whole words only."""
    text = CMQ.requirement("C01-R1-a").text
    assert [term.term for term in CMQ.terms_in(text)] == ["DIRECCTE", "DRRT", "CARIF-OREF"]
    assert "niveaux 5 à 1" in {term.term for term in CMQ.terms_in(CMQ.requirement("C09-R1").text)}
    assert "DREETS" not in text
    assert not CMQ.terms_in("Un PIANO, une PIAULE, une DRRTX")


def test_unknown_ids_raise_rather_than_guess() -> None:
    """Nothing is addressed by position: an unknown id is a KeyError, never a neighbour's row."""
    for lookup in (CMQ.requirement, CMQ.criterion, CMQ.of_criterion):
        with pytest.raises(KeyError):
            lookup("C12")
    with pytest.raises(KeyError):
        CMQ.level(5)
    assert not CMQ.has_requirement("C12")
    assert [r.id for r in CMQ.of_criterion("C10")] == ["C10-R1", "C10-X1", "C10-X2"]


def test_a_framework_is_immutable() -> None:
    """No screen can change the text that all of them share."""
    with pytest.raises(ValueError, match="frozen"):
        CMQ.requirement("C01-R1").text = "autre chose"
    assert CMQ.requirement("C01-R1").text != "autre chose"


def test_another_framework_loads_as_it_is() -> None:
    """A label with three criteria, three levels, no Excellence, no annex and no regions is a framework."""
    assert [c.number for c in SMALL.criteria] == ["A", "B", "C"]
    assert [level.value for level in SMALL.levels] == [0, 1, 2]
    assert SMALL.meta.label_name == "la charte de l'atelier"
    assert not SMALL.has_excellence
    assert SMALL.renewal is None
    assert (SMALL.annex, SMALL.regions, SMALL.sectors, SMALL.terms) == ((), (), (), ())
    assert (SMALL.indicators, SMALL.families, SMALL.breakdowns, SMALL.public_files) == ((), (), (), ())
    assert (SMALL.roles, SMALL.committee.evidence_for, SMALL.committee.budget_for) == ((), (), None)
    assert (SMALL.indicator_rules.publication_threshold, SMALL.indicator_rules.masking_threshold) == (0, 0)
    assert CMQ.has_excellence


# What Python must not carry


def _python_files() -> list[Path]:
    files = [p for folder in ("cmq", "ui", "pages") for p in sorted((ROOT / folder).rglob("*.py"))]
    return [ROOT / "app.py", *files]


def test_no_requirement_text_in_python() -> None:
    """The words of the label live in the TOML alone: no sentence or title of it stands in the code."""
    texts = [r.text for r in CMQ.requirements] + [p.text for p in CMQ.purposes]
    texts += [d.text for d in CMQ.definitions] + [rule.text for rule in CMQ.procedure]
    texts += [level.description for level in CMQ.levels]
    texts += [c.title for c in CMQ.criteria] + [part for row in CMQ.annex for part in row.excellence]
    texts += [check.text for r in CMQ.requirements for check in r.checks]
    wanted = {text[:45].casefold() for text in texts if len(text) >= 25}
    files = _python_files()
    assert len(wanted) > 120
    assert len(files) > 6
    for file in files:
        code = " ".join(file.read_text(encoding="utf-8").casefold().split())
        assert not [text for text in wanted if text in code], file.name


def _numbers_beside_levels(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            number = any(
                isinstance(s, ast.Constant)
                and isinstance(s.value, int)
                and not isinstance(s.value, bool)
                and s.value != 0
                for s in sides
            )
            if number and re.search(r"\b(\w*_)?(level|niveau)\b", ast.unparse(node)):
                yield ast.unparse(node)


def test_no_threshold_in_python() -> None:
    """No level is compared with a number written in the code: thresholds are ``Rules``."""
    assert list(_numbers_beside_levels(ast.parse("if answer.level >= 2: pass")))
    for file in _python_files():
        assert not list(_numbers_beside_levels(ast.parse(file.read_text(encoding="utf-8")))), file.name


# What the file may not say


def _written(folder: Path, text: str, name: str = "essai.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _line(text: str, header: str, place: int = 0) -> int:
    """The line of the header that opens the entry at that place."""
    return [n for n, line in enumerate(text.splitlines(), 1) if line.strip() == header][place]


def _refusal(path: Path) -> str:
    with pytest.raises(FrameworkError) as caught:
        load(path)
    return str(caught.value)


ACCUEIL = '[[critere]]\nid = "ACCUEIL"'
RENEWAL = """
[[regle_procedure]]
id = "P1"
section = "1"
type = "bloquante"
texte = "Une règle."
condition_renouvellement = {{ exigence = "{}", niveau = {} }}
"""

# replaced text, its replacement, header and place of the entry, entry named, fault named
CASES: dict[str, tuple[str, str, str, int, str, str]] = {
    "missing key": (
        'titre_court = "Outils"\n',
        "",
        "[[critere]]",
        1,
        "critere « OUTILS »",
        "titre_court : la clé obligatoire manque",
    ),
    "missing text": (
        'texte = "Chaque machine a sa fiche d\'emploi."\n',
        "",
        "[[exigence]]",
        3,
        "exigence « OUTILS-1 »",
        "texte : la clé obligatoire manque",
    ),
    "missing key in a table": (
        'nom_label = "la charte de l\'atelier"\n',
        "",
        "[meta]",
        0,
        "meta",
        "nom_label : la clé obligatoire manque",
    ),
    "unknown key": (
        "alerte = true",
        "alarme = true",
        "[[exigence]]",
        5,
        "exigence « SURETE-1 »",
        "alarme : cette clé est inconnue",
    ),
    "unknown table": (
        '[[critere]]\nid = "ACCUEIL"',
        '[[bareme]]\nid = "X"\n\n[[critere]]\nid = "ACCUEIL"',
        "[[bareme]]",
        0,
        "bareme « X »",
        "cette table est inconnue",
    ),
    "English attribute name": (
        'titre_court = "Outils"',
        'titre_court = "Outils"\nshort_title = "Tools"',
        "[[critere]]",
        1,
        "critere « OUTILS »",
        "short_title : cette clé est inconnue",
    ),
    "empty text": (
        "Un atelier qui accueille",
        "  ",
        "[[critere]]",
        0,
        "critere « ACCUEIL »",
        "titre : le texte est vide",
    ),
    "number for a text": (
        'titre = "Des outils partagés"',
        "titre = 3",
        "[[critere]]",
        1,
        "critere « OUTILS »",
        "titre : un texte entre guillemets est attendu",
    ),
    "date for a text": (
        'version = "1"',
        "version = 2018-12-01",
        "[meta]",
        0,
        "meta",
        "version : un texte entre guillemets est attendu",
    ),
    "text for a number": (
        "niveau_satisfait = 2",
        'niveau_satisfait = "deux"',
        "[regles]",
        0,
        "regles",
        "niveau_satisfait : un nombre entier est attendu",
    ),
    "broken number": (
        "niveau_satisfait = 2",
        "niveau_satisfait = 1.5",
        "[regles]",
        0,
        "regles",
        "niveau_satisfait : un nombre entier est attendu",
    ),
    "text for a boolean": (
        "alerte = true",
        'alerte = "peut-être"',
        "[[exigence]]",
        5,
        "exigence « SURETE-1 »",
        "alerte : true ou false est attendu",
    ),
    "text for a list": (
        'preuves_suggerees = ["registre des visites"]',
        'preuves_suggerees = "registre des visites"',
        "[[exigence]]",
        0,
        "exigence « ACCUEIL-1 »",
        "preuves_suggerees : une liste est attendue",
    ),
    "text for a table": (
        '{ id = "ACCUEIL-1.1", texte = "horaires affichés" }',
        '"horaires affichés"',
        "[[exigence]]",
        0,
        "exigence « ACCUEIL-1 »",
        "verifications.0 : une table est attendue",
    ),
    "fault inside a check whose place is the entry's own": (
        '{ id = "ACCUEIL-1.1", texte = "horaires affichés" }',
        '{ id = "ACCUEIL-1.1", texte = "" }',
        "[[exigence]]",
        0,
        "exigence « ACCUEIL-1 »",
        "verifications.0.texte : le texte est vide",
    ),
    "unknown kind": (
        'type = "detail"',
        'type = "annexe"',
        "[[exigence]]",
        1,
        "exigence « ACCUEIL-1-a »",
        "type : valeur inconnue ; valeurs admises : principale, detail, excellence ou exemple",
    ),
    "id that cannot address": (
        'id = "OUTILS-2"',
        'id = "outils n° 2"',
        "[[exigence]]",
        4,
        "exigence « outils n° 2 »",
        "id : seuls lettres, chiffres, point, tiret et tiret bas sont admis",
    ),
    "id too long": (
        'id = "OUTILS-2"',
        f'id = "{"O" * 41}"',
        "[[exigence]]",
        4,
        "exigence",
        "id : le texte est trop long",
    ),
    "zero months": (
        "preuve_ancienne_mois = 6",
        "preuve_ancienne_mois = 0",
        "[regles]",
        0,
        "regles",
        "preuve_ancienne_mois : la valeur doit être supérieure à 0",
    ),
    "negative level": (
        "valeur = 0",
        "valeur = -1",
        "[[niveau]]",
        0,
        "niveau « -1 »",
        "valeur : la valeur doit être au moins 0",
    ),
    "duplicate requirement id": (
        'id = "OUTILS-2"',
        'id = "OUTILS-1"',
        "[[exigence]]",
        4,
        "exigence « OUTILS-1 »",
        "id : « OUTILS-1 » est déjà pris par une autre entrée",
    ),
    "duplicate criterion number": (
        'numero = "B"',
        'numero = "A"',
        "[[critere]]",
        1,
        "critere « OUTILS »",
        "numero : « A » est déjà pris par une autre entrée",
    ),
    "duplicate level name": (
        'libelle = "Acquis"',
        'libelle = "Amorcé"',
        "[[niveau]]",
        2,
        "niveau « 2 »",
        "libelle : « Amorcé » est déjà pris par une autre entrée",
    ),
    "duplicate check": (
        '"ACCUEIL-1.2"',
        '"ACCUEIL-1.1"',
        "[[exigence]]",
        0,
        "exigence « ACCUEIL-1 »",
        "verifications : « ACCUEIL-1.1 » est déjà pris",
    ),
    "dangling parent": (
        'parent = "ACCUEIL-1"\ntexte = "Une personne',
        'parent = "ACCUEIL-9"\ntexte = "Une personne',
        "[[exigence]]",
        1,
        "exigence « ACCUEIL-1-a »",
        "parent : « ACCUEIL-9 » n'est pas une exigence principale du même critère",
    ),
    "parent of another criterion": (
        'parent = "ACCUEIL-1"\ntexte = "Une personne',
        'parent = "OUTILS-1"\ntexte = "Une personne',
        "[[exigence]]",
        1,
        "exigence « ACCUEIL-1-a »",
        "parent : « OUTILS-1 » n'est pas une exigence principale du même critère",
    ),
    "detail without parent": (
        'parent = "ACCUEIL-1"\ntexte = "Une personne',
        'texte = "Une personne',
        "[[exigence]]",
        1,
        "exigence « ACCUEIL-1-a »",
        "parent : la clé est obligatoire pour le type detail",
    ),
    "parent of a principal": (
        'texte = "Le prêt',
        'parent = "OUTILS-1"\ntexte = "Le prêt',
        "[[exigence]]",
        4,
        "exigence « OUTILS-2 »",
        "parent : sans objet pour le type principale",
    ),
    "dangling criterion": (
        'critere = "SURETE"',
        'critere = "SECURITE"',
        "[[exigence]]",
        5,
        "exigence « SURETE-1 »",
        "critere : « SECURITE » n'existe pas",
    ),
    "criterion without principal": (
        'critere = "SURETE"',
        'critere = "OUTILS"',
        "[[critere]]",
        2,
        "critere « SURETE »",
        "aucune exigence principale",
    ),
    "level gap": (
        "valeur = 2",
        "valeur = 3",
        "[[niveau]]",
        2,
        "niveau « 3 »",
        "valeur : 2 est attendu, les niveaux se suivent",
    ),
    "threshold beyond the scale": (
        "niveau_satisfait = 2",
        "niveau_satisfait = 5",
        "[regles]",
        0,
        "regles",
        "niveau_satisfait : le niveau 5 n'existe pas",
    ),
    "thresholds in the wrong order": (
        "niveau_projete = 1",
        "niveau_projete = 2",
        "[regles]",
        0,
        "regles",
        "niveau_projete doit se trouver entre le niveau 0 et niveau_satisfait",
    ),
    "planned threshold at zero": (
        "niveau_projete = 1",
        "niveau_projete = 0",
        "[regles]",
        0,
        "regles",
        "niveau_projete doit se trouver entre le niveau 0 et niveau_satisfait",
    ),
    "idem with excellence rows": (
        'titre_court = "Sûreté"',
        (
            'titre_court = "Sûreté"\nexcellence = "idem"\n\n[[exigence]]\nid = "SURETE-X"\ncritere = "SURETE"\n'
            'type = "excellence"\ntexte = "Plus encore."'
        ),
        "[[critere]]",
        2,
        "critere « SURETE »",
        "exigences de type excellence alors que excellence = « idem »",
    ),
    "specific without excellence rows": (
        'titre_court = "Sûreté"',
        'titre_court = "Sûreté"\nexcellence = "specifique"',
        "[[critere]]",
        2,
        "critere « SURETE »",
        "excellence « specifique » sans exigence de type excellence",
    ),
    "higher category without a name": (
        'titre_court = "Sûreté"',
        'titre_court = "Sûreté"\nexcellence = "idem"',
        "[meta]",
        0,
        "meta",
        "nom_excellence : un nom est attendu, puisque des critères ont un volet Excellence",
    ),
    "dangling finalité": (
        ACCUEIL,
        f'[[finalite]]\nid = "F1"\ntexte = "Ouvrir."\ncriteres = ["NULLE-PART"]\n\n{ACCUEIL}',
        "[[finalite]]",
        0,
        "finalite « F1 »",
        "criteres : « NULLE-PART » n'existe pas",
    ),
    "dangling annex": (
        ACCUEIL,
        f'[[annexe]]\nid = "A1"\nnom = "Objet"\nlabel = ["x"]\ncriteres = ["NULLE-PART"]\n\n{ACCUEIL}',
        "[[annexe]]",
        0,
        "annexe « A1 »",
        "criteres : « NULLE-PART » n'existe pas",
    ),
    "dangling renewal": (
        ACCUEIL,
        RENEWAL.format("NULLE-PART", 2) + "\n" + ACCUEIL,
        "[[regle_procedure]]",
        0,
        "regle_procedure « P1 »",
        "condition_renouvellement : « NULLE-PART » n'existe pas",
    ),
    "renewal on the example": (
        ACCUEIL,
        RENEWAL.format("ACCUEIL-1-ex", 2) + "\n" + ACCUEIL,
        "[[regle_procedure]]",
        0,
        "regle_procedure « P1 »",
        "condition_renouvellement : « ACCUEIL-1-ex » est un exemple, qui n'est pas évalué",
    ),
    "renewal at no level": (
        ACCUEIL,
        RENEWAL.format("SURETE-1", 4) + "\n" + ACCUEIL,
        "[[regle_procedure]]",
        0,
        "regle_procedure « P1 »",
        "condition_renouvellement : le niveau 4 n'existe pas",
    ),
    "duplicate region": (
        ACCUEIL,
        '[[region_academique]]\ncode = "01"\nnom = "Est"\nacademies = ["Est"]\n\n'
        '[[region_academique]]\ncode = "01"\nnom = "Ouest"\nacademies = ["Ouest"]\n\n' + ACCUEIL,
        "[[region_academique]]",
        1,
        "region_academique « 01 »",
        "code : « 01 » est déjà pris par une autre entrée",
    ),
    "duplicate sector": (
        ACCUEIL,
        f'[[filiere]]\nid = "F"\nnom = "Bois"\n\n[[filiere]]\nid = "F"\nnom = "Fer"\n\n{ACCUEIL}',
        "[[filiere]]",
        1,
        "filiere « F »",
        "id : « F » est déjà pris par une autre entrée",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_every_fault_names_file_line_entry_and_what_is_wrong(case: str, tmp_path: Path) -> None:
    """An adapted framework with a mistake is refused in French, at the line where its entry begins."""
    old, new, header, place, entry, fault = CASES[case]
    source = SMALL_FILE.read_text(encoding="utf-8")
    assert old in source
    text = source.replace(old, new, 1)
    message = _refusal(_written(tmp_path, text))
    expected = f"essai.toml, ligne {_line(text, header, place)}, {entry}"
    assert any(line.startswith(expected) and fault in line for line in message.splitlines()), message
    assert not ENGLISH.search(message.replace("true ou false", "")), message
    assert str(tmp_path) not in message


CATALOGUE = """

[regles_indicateurs]
seuil_diffusion = 20
seuil_masquage = 5
valeur_maximale = 1000000

[[famille]]
id = "vie"
nom = "Vie de l'atelier"

[[famille]]
id = "argent"
nom = "Argent"

[[ventilation]]
id = "ages"
nom = "Âge"
groupes = [{ id = "jeunes", nom = "Jeunes" }, { id = "autres", nom = "Autres" }]

[[ventilation]]
id = "heures"
nom = "Heure"
groupes = [{ id = "matin", nom = "Matin" }, { id = "soir", nom = "Soir" }]

[[indicateur]]
id = "VIE-01"
famille = "vie"
nom = "Visiteurs"
unite = "personnes"
definition = "Entrées de l'année."
calcul = "effectif"
sens = "hausse"
criteres = ["ACCUEIL"]
source = "Registre"
ventilations = ["ages", "heures"]
personnes = true
maximum = 100000

[[indicateur]]
id = "VIE-02"
famille = "vie"
nom = "Adhérents"
unite = "%"
definition = "Part des visiteurs qui adhèrent."
calcul = "part"
numerateur = "Adhérents nouveaux"
denominateur = "Visiteurs"
sens = "hausse"
criteres = ["ACCUEIL", "OUTILS"]
source = "Registre"
sortants = true
ruptures = [{ annee = 2022, motif = "nouveau registre" }]

[[fichier_public]]
id = "registre"
nom = "Registre national"
source = "Fédération"
annee = ["Année"]
etablissement = ["Numéro"]
lignes_retenues = { colonne = ["Type"], valeur = "ensemble" }
mesures = [
  { indicateur = "VIE-02", numerateur = ["Nouveaux"], denominateur = ["Tous"], valeur = ["Taux"] },
]

[[fichier_public]]
id = "autre"
nom = "Autre registre"
source = "Fédération"
annee = ["Année"]
etablissement = ["Numéro"]
mesures = [{ indicateur = "VIE-01", valeur = ["Entrées"] }]
"""

INDICATOR_CASES: dict[str, tuple[str, str, str, int, str, str]] = {
    "unknown family": (
        'id = "VIE-02"\nfamille = "vie"',
        'id = "VIE-02"\nfamille = "mort"',
        "[[indicateur]]",
        1,
        "indicateur « VIE-02 »",
        "famille : « mort » n'existe pas",
    ),
    "unknown criterion": (
        'criteres = ["ACCUEIL", "OUTILS"]',
        'criteres = ["ACCUEIL", "NULLE-PART"]',
        "[[indicateur]]",
        1,
        "indicateur « VIE-02 »",
        "criteres : « NULLE-PART » n'existe pas",
    ),
    "unknown purpose": (
        'criteres = ["ACCUEIL", "OUTILS"]',
        'criteres = ["ACCUEIL"]\nfinalites = ["F1"]',
        "[[indicateur]]",
        1,
        "indicateur « VIE-02 »",
        "finalites : « F1 » n'existe pas",
    ),
    "unknown breakdown": (
        'ventilations = ["ages", "heures"]',
        'ventilations = ["ages", "tailles"]',
        "[[indicateur]]",
        0,
        "indicateur « VIE-01 »",
        "ventilations : « tailles » n'existe pas",
    ),
    "unknown family of a check": (
        'texte = "horaires affichés" }',
        'texte = "horaires affichés", famille = "mort" }',
        "[[exigence]]",
        0,
        "exigence « ACCUEIL-1 »",
        "famille : « mort » n'existe pas",
    ),
    "duplicate family": (
        'id = "argent"',
        'id = "vie"',
        "[[famille]]",
        1,
        "famille « vie »",
        "id : « vie » est déjà pris par une autre entrée",
    ),
    "duplicate breakdown": (
        'id = "heures"',
        'id = "ages"',
        "[[ventilation]]",
        1,
        "ventilation « ages »",
        "id : « ages » est déjà pris par une autre entrée",
    ),
    "duplicate group inside a breakdown": (
        'id = "soir"',
        'id = "matin"',
        "[[ventilation]]",
        1,
        "ventilation « heures »",
        "groupes : « matin » est déjà pris",
    ),
    "group of another breakdown": (
        'id = "soir"',
        'id = "jeunes"',
        "[[ventilation]]",
        1,
        "ventilation « heures »",
        "groupes : « jeunes » est déjà pris",
    ),
    "duplicate indicator": (
        'id = "VIE-02"\nfamille',
        'id = "VIE-01"\nfamille',
        "[[indicateur]]",
        1,
        "indicateur « VIE-01 »",
        "id : « VIE-01 » est déjà pris par une autre entrée",
    ),
    "duplicate public file": (
        'id = "autre"',
        'id = "registre"',
        "[[fichier_public]]",
        1,
        "fichier_public « registre »",
        "id : « registre » est déjà pris par une autre entrée",
    ),
    "no word for a numerator": (
        'numerateur = "Adhérents nouveaux"\n',
        "",
        "[[indicateur]]",
        1,
        "indicateur « VIE-02 »",
        "numerateur : la clé est obligatoire pour le calcul « part »",
    ),
    "blank word for a denominator": (
        'denominateur = "Visiteurs"',
        'denominateur = "  "',
        "[[indicateur]]",
        1,
        "indicateur « VIE-02 »",
        "denominateur : la clé est obligatoire pour le calcul « part »",
    ),
    "word for a count": (
        'calcul = "effectif"',
        'calcul = "effectif"\nnumerateur = "Entrées"',
        "[[indicateur]]",
        0,
        "indicateur « VIE-01 »",
        "numerateur : sans objet pour le calcul « effectif »",
    ),
    "word for an amount": (
        'calcul = "effectif"',
        'calcul = "montant"\ndenominateur = "Entrées"',
        "[[indicateur]]",
        0,
        "indicateur « VIE-01 »",
        "denominateur : sans objet pour le calcul « montant »",
    ),
    "unknown calculation": (
        'calcul = "part"',
        'calcul = "moyenne"',
        "[[indicateur]]",
        1,
        "indicateur « VIE-02 »",
        "calcul : valeur inconnue ; valeurs admises : effectif, montant, part, taux, rapport ou ecart",
    ),
    "unknown direction": (
        'calcul = "part"\nnumerateur = "Adhérents nouveaux"\ndenominateur = "Visiteurs"\nsens = "hausse"',
        'calcul = "part"\nnumerateur = "Adhérents nouveaux"\ndenominateur = "Visiteurs"\nsens = "bien"',
        "[[indicateur]]",
        1,
        "indicateur « VIE-02 »",
        "sens : valeur inconnue ; valeurs admises : hausse, baisse, cible ou contexte",
    ),
    "unknown period": (
        "personnes = true",
        'personnes = true\nannee = "lunaire"',
        "[[indicateur]]",
        0,
        "indicateur « VIE-01 »",
        "annee : valeur inconnue ; valeurs admises : civile ou scolaire",
    ),
    "no unit": (
        'unite = "personnes"\n',
        "",
        "[[indicateur]]",
        0,
        "indicateur « VIE-01 »",
        "unite : la clé obligatoire manque",
    ),
    "id that cannot address a value": (
        'id = "VIE-02"\nfamille',
        'id = "VIE:02"\nfamille',
        "[[indicateur]]",
        1,
        "indicateur « VIE:02 »",
        "id : seuls lettres, chiffres, point, tiret et tiret bas sont admis",
    ),
    "group id that cannot address a value": (
        'id = "soir"',
        'id = "le soir"',
        "[[ventilation]]",
        1,
        "ventilation « heures »",
        "groupes.1.id : seuls lettres, chiffres, point, tiret et tiret bas sont admis",
    ),
    "breakdown of one group": (
        ', { id = "soir", nom = "Soir" }]',
        "]",
        "[[ventilation]]",
        1,
        "ventilation « heures »",
        "groupes : il en faut au moins 2",
    ),
    "maximum of nothing": (
        "maximum = 100000",
        "maximum = 0",
        "[[indicateur]]",
        0,
        "indicateur « VIE-01 »",
        "maximum : la valeur doit être supérieure à 0",
    ),
    "negative publication threshold": (
        "seuil_diffusion = 20",
        "seuil_diffusion = -1",
        "[regles_indicateurs]",
        0,
        "regles_indicateurs",
        "seuil_diffusion : la valeur doit être au moins 0",
    ),
    "negative masking threshold": (
        "seuil_masquage = 5",
        "seuil_masquage = -5",
        "[regles_indicateurs]",
        0,
        "regles_indicateurs",
        "seuil_masquage : la valeur doit être au moins 0",
    ),
    "endless threshold": (
        "seuil_masquage = 5",
        "seuil_masquage = inf",
        "[regles_indicateurs]",
        0,
        "regles_indicateurs",
        "seuil_masquage : un nombre entier est attendu",
    ),
    "no number may be entered": (
        "valeur_maximale = 1000000",
        "valeur_maximale = 0",
        "[regles_indicateurs]",
        0,
        "regles_indicateurs",
        "valeur_maximale : la valeur doit être supérieure à 0",
    ),
    "unknown rule": (
        "seuil_masquage = 5",
        "seuil_secret = 5",
        "[regles_indicateurs]",
        0,
        "regles_indicateurs",
        "seuil_secret : cette clé est inconnue",
    ),
    "break of another age": (
        "annee = 2022",
        "annee = 22",
        "[[indicateur]]",
        1,
        "indicateur « VIE-02 »",
        "ruptures.0.annee : la valeur doit être au moins 1900",
    ),
    "break of the far future": (
        "annee = 2022",
        "annee = 20220",
        "[[indicateur]]",
        1,
        "indicateur « VIE-02 »",
        "ruptures.0.annee : la valeur doit être au plus 2200",
    ),
    "break without a reason": (
        ', motif = "nouveau registre"',
        "",
        "[[indicateur]]",
        1,
        "indicateur « VIE-02 »",
        "ruptures.0.motif : la clé obligatoire manque",
    ),
    "public file for an unknown indicator": (
        '{ indicateur = "VIE-01", valeur',
        '{ indicateur = "VIE-09", valeur',
        "[[fichier_public]]",
        1,
        "fichier_public « autre »",
        "mesures : « VIE-09 » n'existe pas",
    ),
    "public file with half a rate": (
        ', denominateur = ["Tous"]',
        "",
        "[[fichier_public]]",
        0,
        "fichier_public « registre »",
        "mesures : « VIE-02 » a besoin du numérateur et du dénominateur, ou d'aucun des deux",
    ),
    "public file that measures nothing": (
        'numerateur = ["Nouveaux"], denominateur = ["Tous"], valeur = ["Taux"] }',
        "valeur = [] }",
        "[[fichier_public]]",
        0,
        "fichier_public « registre »",
        "mesures : « VIE-02 » n'a ni valeur, ni numérateur",
    ),
    "public file with the numbers of a count": (
        'valeur = ["Entrées"]',
        'numerateur = ["Entrées"], denominateur = ["Sorties"]',
        "[[fichier_public]]",
        1,
        "fichier_public « autre »",
        "mesures : « VIE-01 » n'a ni numérateur ni dénominateur",
    ),
    "public file without a column of years": (
        'annee = ["Année"]\netablissement = ["Numéro"]\nmesures = [{',
        'annee = []\netablissement = ["Numéro"]\nmesures = [{',
        "[[fichier_public]]",
        1,
        "fichier_public « autre »",
        "annee : il en faut au moins 1",
    ),
    "public file with a nameless column": (
        'valeur = ["Entrées"]',
        'valeur = [" "]',
        "[[fichier_public]]",
        1,
        "fichier_public « autre »",
        "mesures.0.valeur.0 : le texte est vide",
    ),
    "public file that keeps rows by no column": (
        'colonne = ["Type"], ',
        "",
        "[[fichier_public]]",
        0,
        "fichier_public « registre »",
        "lignes_retenues.colonne : la clé obligatoire manque",
    ),
    "public file with an unknown key": (
        'source = "Fédération"\nannee = ["Année"]\netablissement = ["Numéro"]\nlignes',
        'source = "Fédération"\nseparateur = ";"\nannee = ["Année"]\netablissement = ["Numéro"]\nlignes',
        "[[fichier_public]]",
        0,
        "fichier_public « registre »",
        "separateur : cette clé est inconnue",
    ),
}


def test_a_small_catalogue_loads_as_it_is(tmp_path: Path) -> None:
    """Another label's indicators, thresholds, breakdowns and public files need no line of Python."""
    framework = load(_written(tmp_path, SMALL_FILE.read_text(encoding="utf-8") + CATALOGUE))
    assert [i.id for i in framework.indicators] == ["VIE-01", "VIE-02"]
    assert framework.indicator_rules.largest == 10**6
    assert list(framework.groups) == ["jeunes", "autres", "matin", "soir"]
    assert framework.required_families == ()
    assert framework.indicators[1].breaks[0].reason == "nouveau registre"
    assert framework.indicators[0].official is False


@pytest.mark.parametrize("case", INDICATOR_CASES)
def test_every_fault_of_a_catalogue_names_its_place(case: str, tmp_path: Path) -> None:
    """A mistake among indicators and public files is refused in French, at the line of its entry.

    Nothing else is told but the references that it leaves without an end.
    """
    old, new, header, place, entry, fault = INDICATOR_CASES[case]
    source = SMALL_FILE.read_text(encoding="utf-8") + CATALOGUE
    assert source.count(old) == 1
    text = source.replace(old, new)
    message = _refusal(_written(tmp_path, text))
    first, *others = message.splitlines()
    assert first == f"essai.toml, ligne {_line(text, header, place)}, {entry} : {fault}"
    assert not [line for line in others if not line.endswith("n'existe pas")], message
    assert not ENGLISH.search(message), message


BOARD = """

[comite]
nom = "le bureau de l'atelier"
sigle = "bureau"
periodicite_mois = 6
preuve_pour = ["ACCUEIL-1"]
budget_pour = "OUTILS-1"

[[role_comite]]
id = "presidence"
nom = "Président"

[[role_comite]]
id = "voisins"
nom = "Voisin"
obligatoire = false
un_par_campus = true
"""

BOARD_CASES: dict[str, tuple[str, str, str, int, str, str]] = {
    "evidence for nothing": (
        'preuve_pour = ["ACCUEIL-1"]',
        'preuve_pour = ["ACCUEIL-1", "NULLE-PART"]',
        "[comite]",
        0,
        "comite",
        "preuve_pour : « NULLE-PART » n'existe pas",
    ),
    "evidence for the example": (
        'preuve_pour = ["ACCUEIL-1"]',
        'preuve_pour = ["ACCUEIL-1-ex"]',
        "[comite]",
        0,
        "comite",
        "preuve_pour : « ACCUEIL-1-ex » est un exemple, qui n'est pas évalué",
    ),
    "budget of nothing": (
        'budget_pour = "OUTILS-1"',
        'budget_pour = "OUTILS-9"',
        "[comite]",
        0,
        "comite",
        "budget_pour : « OUTILS-9 » n'existe pas",
    ),
    "budget of the example": (
        'budget_pour = "OUTILS-1"',
        'budget_pour = "ACCUEIL-1-ex"',
        "[comite]",
        0,
        "comite",
        "budget_pour : « ACCUEIL-1-ex » est un exemple, qui n'est pas évalué",
    ),
    "no time between two meetings": (
        "periodicite_mois = 6",
        "periodicite_mois = 0",
        "[comite]",
        0,
        "comite",
        "periodicite_mois : la valeur doit être supérieure à 0",
    ),
    "time in words": (
        "periodicite_mois = 6",
        'periodicite_mois = "six"',
        "[comite]",
        0,
        "comite",
        "periodicite_mois : un nombre entier est attendu",
    ),
    "empty short name": (
        'sigle = "bureau"',
        'sigle = " "',
        "[comite]",
        0,
        "comite",
        "sigle : le texte est vide",
    ),
    "name of the committee without its article": (
        'nom = "le bureau de l\'atelier"',
        'nom = "bureau"',
        "[comite]",
        0,
        "comite",
        "nom : un nom avec son article est attendu (« le label », « la charte »)",
    ),
    "unknown key of the committee": (
        'sigle = "bureau"',
        'abrege = "bureau"',
        "[comite]",
        0,
        "comite",
        "abrege : cette clé est inconnue",
    ),
    "committee as a list": ("[comite]", "[[comite]]", "[[comite]]", 0, "comite", "une table est attendue"),
    "role twice": (
        'id = "voisins"',
        'id = "presidence"',
        "[[role_comite]]",
        1,
        "role_comite « presidence »",
        "id : « presidence » est déjà pris par une autre entrée",
    ),
    "role without a name": (
        'nom = "Voisin"\n',
        "",
        "[[role_comite]]",
        1,
        "role_comite « voisins »",
        "nom : la clé obligatoire manque",
    ),
    "role that cannot be addressed": (
        'id = "voisins"',
        'id = "les voisins"',
        "[[role_comite]]",
        1,
        "role_comite « les voisins »",
        "id : seuls lettres, chiffres, point, tiret et tiret bas sont admis",
    ),
    "half a duty": (
        "obligatoire = false",
        'obligatoire = "selon"',
        "[[role_comite]]",
        1,
        "role_comite « voisins »",
        "obligatoire : true ou false est attendu",
    ),
    "unknown key of a role": (
        "un_par_campus = true",
        "par_campus = true",
        "[[role_comite]]",
        1,
        "role_comite « voisins »",
        "par_campus : cette clé est inconnue",
    ),
}


def test_a_small_committee_loads_as_it_is(tmp_path: Path) -> None:
    """Another label's committee needs no line of Python, and nothing of the cahier des charges slips into it."""
    framework = load(_written(tmp_path, SMALL_FILE.read_text(encoding="utf-8") + BOARD))
    assert (framework.committee.short_name, framework.committee.months) == ("bureau", 6)
    assert [(role.id, role.required, role.per_campus) for role in framework.roles] == [
        ("presidence", True, False),
        ("voisins", False, True),
    ]
    assert framework.role("recteur") is None


@pytest.mark.parametrize("case", BOARD_CASES)
def test_every_fault_of_a_committee_names_its_place(case: str, tmp_path: Path) -> None:
    """A mistake in the committee or a role is refused in French, at the line of its entry, and alone."""
    old, new, header, place, entry, fault = BOARD_CASES[case]
    source = SMALL_FILE.read_text(encoding="utf-8") + BOARD
    assert source.count(old) == 1
    text = source.replace(old, new)
    message = _refusal(_written(tmp_path, text))
    assert message == f"essai.toml, ligne {_line(text, header, place)}, {entry} : {fault}"
    assert not ENGLISH.search(message.replace("true ou false", "")), message


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    """Whoever adapts the file sees every fault in one go, a line each, not one by one."""
    source = SMALL_FILE.read_text(encoding="utf-8")
    text = source.replace('titre_court = "Outils"\n', "").replace("alerte = true", "alarme = true")
    lines = _refusal(_written(tmp_path, text)).splitlines()
    assert len(lines) == 2
    assert not [line for line in lines if not line.startswith("essai.toml, ligne ")]


SYNTAX: dict[str, tuple[str, int]] = {
    "equals sign missing": ('[meta]\ntitre "Charte"\n', 2),
    "quote not closed": ('[meta]\ntitre = "Charte\n', 2),
    "value missing": ("[meta]\ntitre =\n", 2),
    "word without quotes": ("[meta]\n\ntitre = Charte\n", 3),
    "key twice": ('[meta]\ntitre = "a"\ntitre = "b"\n', 3),
    "table twice": ('[meta]\ntitre = "a"\n[meta]\n', 3),
    "bracket not closed": ('[meta]\ntitre = ["a"\n', 2),
    "header not closed": ('[meta\ntitre = "a"\n', 1),
    "bad escape": ('[meta]\ntitre = "C:\\demo"\n', 2),
    "bare text": ("Bonjour\n", 1),
    "array after table": ('[critere]\nid = "a"\n\n[[critere]]\nid = "b"\n', 4),
}


@pytest.mark.parametrize("case", SYNTAX)
def test_a_file_that_is_no_toml_is_refused_in_french_with_its_line(case: str, tmp_path: Path) -> None:
    """A slip of the pen gives a line number and a French sentence, never the parser's own English."""
    text, line = SYNTAX[case]
    message = _refusal(_written(tmp_path, text))
    assert re.match(r"essai\.toml, ligne \d+ : ce n'est pas du TOML valable", message), message
    told = int(re.findall(r"ligne (\d+)", message)[0])
    assert told in (line, line + 1)
    assert not ENGLISH.search(message), message


def test_a_file_that_cannot_be_read_is_refused_in_french(tmp_path: Path) -> None:
    """Missing file, folder, other encoding: a French sentence names the file and leaks no path."""
    latin = tmp_path / "latin.toml"
    latin.write_bytes('titre = "Évalué"'.encode("latin-1"))
    messages = [_refusal(path) for path in (tmp_path / "absent.toml", tmp_path, latin)]
    assert "absent.toml" in messages[0]
    assert "introuvable" in messages[0]
    assert "UTF-8" in messages[2]
    for message in messages:
        assert not ENGLISH.search(message), message
        assert str(tmp_path.parent) not in message


def test_a_file_saved_by_a_windows_editor_is_read(tmp_path: Path) -> None:
    """A byte order mark and Windows line ends change nothing: Notepad's file is the same framework."""
    path = tmp_path / "bloc-notes.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL_FILE.read_bytes().replace(b"\n", b"\r\n"))
    assert load(path) == SMALL
    assert load(path) != CMQ


def test_an_empty_file_lists_what_a_framework_needs(tmp_path: Path) -> None:
    """An empty file is refused with the tables that it lacks, without inventing a framework."""
    message = _refusal(_written(tmp_path, ""))
    for table in ("meta", "regles", "niveau", "critere", "exigence"):
        assert f"{table} : la table obligatoire manque" in message
    assert "annexe" not in message
    assert not ENGLISH.search(message)


def _places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, child in children:
        yield from _places(child, (*path, key))


SMALL_DATA = tomllib.loads(SMALL_FILE.read_text(encoding="utf-8"))
DATA = tomllib.loads(CMQ_FILE.read_text(encoding="utf-8"))
WRONG: tuple[Any, ...] = (
    *(3, -7, 2.5, True, "", "  ", "é?", [], [3], {}, {"x": 1}, "x" * 50),
    *(math.inf, math.nan, 10**400, date(2026, 1, 1), [[]], [{"id": "x"}]),
)
SMALL_CATALOGUE = tomllib.loads(SMALL_FILE.read_text(encoding="utf-8") + CATALOGUE + BOARD)


def _with(data: Any, path: tuple[str | int, ...], value: Any) -> Any:
    if not path:
        return value
    copy: Any = dict(data) if isinstance(data, dict) else list(data)
    copy[path[0]] = _with(data[path[0]], path[1:], value)
    return copy


@given(
    st.sampled_from(list(_places(SMALL_CATALOGUE)) + list(_places(DATA))[::7]),
    st.sampled_from(WRONG),
    st.sampled_from([SMALL_DATA, SMALL_CATALOGUE, DATA]),
)
@examples(3)
def test_no_wrong_value_anywhere_speaks_english_or_crashes(
    path: tuple[str | int, ...], wrong: Any, data: dict[str, Any]
) -> None:
    """Whatever stands wherever in the file, it loads or is refused in French: no crash, no English."""
    try:
        changed = _with(data, path, wrong)
    except (KeyError, IndexError, TypeError):
        changed = {**data, str(path[-1]): wrong}
    try:
        framework = parse(changed, "essai.toml")
    except FrameworkError as error:
        told = str(error).replace("true ou false", "")
        assert " : " in told
        assert "cette valeur n'est pas admise" not in told, told
        assert not ENGLISH.search(told), told
    else:
        assert framework.rules.planned_level < framework.rules.met_level
