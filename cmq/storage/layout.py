"""Where each field stands in the workbook: sheets and columns.

The writer and the reader share it. A field that has no place here, or whose value its place cannot show (see
``cmq.storage.cells``), goes to the sheet « Autres », which takes anything.
"""

from __future__ import annotations

from collections.abc import Mapping

from cmq.campaign import (
    CHECK_PREFIX,
    CRITERION_PREFIX,
    FOLLOWED,
    NOT_FOLLOWED,
    PURPOSE_PREFIX,
    REQUIREMENT_PREFIX,
    Category,
    Field,
    RequestType,
    Scalar,
    value_id,
    value_parts,
)
from cmq.framework import Framework, Indicator
from cmq.indicators import Measures
from cmq.storage.cells import YEARS, Column, Levels, Names, Shape, fold, to_cell
from cmq.storage.values import NON_APPLICABLE

FORMAT = 2
"""Version of the workbook's layout; a file of a higher one is not read."""

READ_ME = "Lisez-moi"
SYNTHESIS = "Synthèse"
ANSWERS = "Réponses"
CHECKS = "Vérifications"
EVIDENCE = "Preuves"
INDICATORS = "Indicateurs"
TARGETS = "Objectifs"
ANNEX = "Annexe"
PROFILE = "Campagne"
OTHERS = "Autres"
META = "Méta"
LISTS = "Listes"
TITLES = (
    READ_ME,
    SYNTHESIS,
    ANSWERS,
    CHECKS,
    EVIDENCE,
    INDICATORS,
    TARGETS,
    ANNEX,
    PROFILE,
    OTHERS,
    META,
    LISTS,
)

LINK_SEPARATOR = " ; "

ID = "Identifiant"
CRITERION = "Critère"
KIND = "Type"
TEXT = "Texte"
STATE = "État"
EVIDENCE_COUNT = "Nb de preuves"
LINKS = "Exigences"
REQUIREMENT = "Exigence"
CHECK_TEXT = "Point à vérifier"
CHECKED = "Vérifié"
CHECK_FAMILY = "Famille d'indicateurs"
"""Of a check that is made by itself: what « Vérifié » shows there is computed."""
INDICATOR = "Indicateur"
INDICATOR_NAME = "Nom"
YEAR = "Année"
GROUP = "Groupe"
RESULT = "Résultat"
FAMILY = "Famille"
UNIT = "Unité"
DIRECTION = "Sens"
LATEST = "Dernière valeur"
DIMENSION = "Dimension"
ANNEX_TEXT = "Texte du campus"
ENTRY = "Rubrique"
VALUE = "Valeur"
OBJECT = "Objet"
NAME = "Champ"

LEVEL_VALUE = "Niveau"
LEVEL_NAME = "Libellé"
INDICATOR_ID = "Identifiant d'indicateur"
GROUP_ID = "Identifiant de groupe"

COMPUTED = {
    ANSWERS: (CRITERION, KIND, TEXT, STATE, EVIDENCE_COUNT),
    CHECKS: (CHECK_TEXT,),
    PROFILE: (ENTRY,),
    EVIDENCE: (),
    INDICATORS: (INDICATOR_NAME, RESULT),
    TARGETS: (FAMILY, INDICATOR, UNIT, DIRECTION, LATEST),
    OTHERS: (),
}
"""Columns that are written and not read, where their headers do not come from the framework."""

SINCE = {
    (INDICATORS, ""): 2,
    (TARGETS, ""): 2,
    (EVIDENCE, INDICATOR): 2,
    (CHECKS, CHECK_FAMILY): 2,
}
"""Sheets (without header) and columns that a workbook of an earlier format does not have."""

META_FORMAT = "Format du classeur"
META_FRAMEWORK = "Référentiel"
META_JOURNAL = "Journal"
META_REVISION = "Révision"
META_DATE = "Dernière modification"
META_LINE_START = "Journal : début de la dernière ligne"
META_LINE_END = "Journal : fin de la dernière ligne"
META_LINE_DIGEST = "Journal : empreinte de la dernière ligne"
META_DIGEST = "Empreinte du contenu"


ANSWER_COLUMNS = (
    Column("Niveau", "niveau", Shape.LEVEL, 17),
    Column("Non applicable", NON_APPLICABLE, Shape.FLAG, 12),
    Column("Motif", "motif", Shape.TEXT, 30),
    Column("Commentaire", "commentaire", Shape.TEXT, 50),
    Column("Renseigné par", "renseigne_par", Shape.TEXT, 20),
    Column("Repris de", "repris_de", Shape.TEXT, 18),
)
EVIDENCE_COLUMNS = (
    Column("Titre", "titre", Shape.TEXT, 40),
    Column("Lien", "lien", Shape.TEXT, 40),
    Column("Fichier", "fichier", Shape.TEXT, 30),
    Column("Date", "date", Shape.DATE, 12),
    Column(INDICATOR, "indicateur", Shape.TEXT, 14),
)
VALUE_COLUMNS = (
    Column("Numérateur", "numerateur", Shape.NUMBER, 13),
    Column("Dénominateur", "denominateur", Shape.NUMBER, 13),
    Column(VALUE, "valeur", Shape.NUMBER, 13),
    Column("Source", "source", Shape.TEXT, 30),
    Column("Commentaire", "commentaire", Shape.TEXT, 40),
)
TARGET_COLUMNS = (
    Column(
        "Suivi",
        "suivi",
        Shape.CHOICE,
        8,
        ((FOLLOWED, FOLLOWED), (NOT_FOLLOWED, NOT_FOLLOWED)),
    ),
    Column("Départ", "depart", Shape.NUMBER, 13),
    Column("Année de départ", "depart_annee", Shape.YEAR, 12),
    Column("Cible", "cible", Shape.NUMBER, 13),
    Column("Année de la cible", "cible_annee", Shape.YEAR, 12),
)
PROFILE_ROWS = (
    Column("Campus", "campus", Shape.TEXT, 0),
    Column("Nom de la campagne", "nom", Shape.TEXT, 0),
    Column("Année", "annee", Shape.INTEGER, 0),
    Column(
        "Catégorie visée",
        "categorie",
        Shape.CHOICE,
        0,
        ((Category.LABEL.value, "Label"), (Category.EXCELLENCE.value, "Excellence")),
    ),
    Column(
        "Type de demande",
        "demande",
        Shape.CHOICE,
        0,
        ((RequestType.FIRST.value, "Obtention"), (RequestType.RENEWAL.value, "Renouvellement")),
    ),
    Column("Académie", "academie", Shape.TEXT, 0),
    Column("Filière", "filiere", Shape.TEXT, 0),
    Column("Établissement support", "etablissement_support", Shape.TEXT, 0),
    Column("Début du label", "date_label", Shape.DATE, 0),
    Column("Fin du label", "date_fin_label", Shape.DATE, 0),
    Column("Version du référentiel", "referentiel", Shape.TEXT, 0),
)

CHECK_COLUMN = Column(CHECKED, "", Shape.FLAG, 10)
ANNEX_COLUMN = Column(ANNEX_TEXT, "texte", Shape.TEXT, 60)

_COLUMNS = {
    kind: {column.name: column for column in columns}
    for kind, columns in (
        ("campagne", PROFILE_ROWS),
        ("reponse", ANSWER_COLUMNS),
        ("preuve", EVIDENCE_COLUMNS),
        ("annexe", (ANNEX_COLUMN,)),
        ("indicateur", TARGET_COLUMNS),
        ("valeur", VALUE_COLUMNS),
    )
}
_OWN_INDICATOR = {
    "nom": "Nom",
    "famille": FAMILY,
    "unite": UNIT,
    "definition": "Définition",
    "calcul": "Calcul",
    "numerateur": "Premier nombre",
    "denominateur": "Second nombre",
    "sens": DIRECTION,
    "annee": YEAR,
    "source": "Source",
    "precaution": "Précaution",
    "personnes": "Compte de personnes",
}
"""What describes one of the campus's own indicators, on the sheet « Autres »."""
_PREFIXES = {
    CHECK_PREFIX: CHECK_TEXT,
    REQUIREMENT_PREFIX: REQUIREMENT,
    CRITERION_PREFIX: CRITERION,
    PURPOSE_PREFIX: "Finalité",
}


def scale(framework: Framework) -> dict[int, str]:
    """The names of the levels."""
    return {level.value: level.name for level in framework.levels}


class Places:
    """Where each field of a campaign stands."""

    def __init__(self, measures: Measures) -> None:
        self._framework = framework = measures.framework
        self.levels = Levels(scale(framework))
        self.indicators = _catalogue(measures)
        """The catalogue, then the campus's own by name."""
        self.groups = Names({group.id: group.name for group in framework.groups.values()})
        self._annex = frozenset(dimension.id for dimension in framework.annex)

    @property
    def indicator_list(self) -> str:
        """Where « Listes » has the ids of the indicators."""
        return f"={LISTS}!$C$2:$C${max(len(self.indicators), 1) + 1}"

    def column_of(self, field: Field) -> Column | None:
        """The column of a field that has one cell of its own; None for every other field."""
        match field.kind:
            case "campagne":
                there = not field.id
            case "reponse":
                there = self._assessed(field.id)
            case "preuve":
                there = bool(field.id)
            case "annexe":
                there = field.id in self._annex
            case "indicateur":
                there = field.id in self.indicators
            case "valeur":
                there = self._has_row(field.id)
            case _:
                there = False
        return _COLUMNS[field.kind].get(field.name) if there else None

    def has(self, field: Field, value: Scalar) -> bool:
        """Whether a sheet of its own shows the field with that value; if not, « Autres » does."""
        column = self.column_of(field)
        if column is not None:
            return to_cell(column, value, self.levels) is not None
        if value is not True:
            return False
        if field.kind == "reponse" and field.name.startswith(CHECK_PREFIX) and self._assessed(field.id):
            name = field.name.removeprefix(CHECK_PREFIX)
            checks = self._framework.requirement(field.id).checks
            return any(check.id == name and not check.family for check in checks)
        if field.kind == "preuve" and field.id and field.name.startswith(REQUIREMENT_PREFIX):
            return self._assessed(field.name.removeprefix(REQUIREMENT_PREFIX))
        return False

    def _assessed(self, requirement_id: str) -> bool:
        known = self._framework.has_requirement(requirement_id)
        return known and self._framework.requirement(requirement_id).assessed

    def _has_row(self, id_: str) -> bool:
        parts = value_parts(id_)
        if parts is None or value_id(*parts) != id_:
            return False
        indicator, year, group = parts
        return indicator in self.indicators and year in YEARS and (not group or group in self.groups.names)


def _catalogue(measures: Measures) -> Mapping[str, Indicator]:
    known = {indicator.id: indicator for indicator in measures.framework.indicators}
    own = [result.indicator for result in measures.results if result.indicator.id not in known]
    own.sort(key=lambda indicator: (fold(indicator.name), indicator.id))
    return known | {indicator.id: indicator for indicator in own if indicator.id}


def describe(field: Field) -> str:
    """« C01-R1 (Niveau) »: a field in the words of the workbook."""
    column = _COLUMNS.get(field.kind, {}).get(field.name)
    prefix = next((prefix for prefix in _PREFIXES if field.name.startswith(prefix)), None)
    if column is not None:
        name = column.header
    elif field.kind == "indicateur" and field.name in _OWN_INDICATOR:
        name = _OWN_INDICATOR[field.name]
    elif prefix is not None:
        name = f"{_PREFIXES[prefix]} {field.name.removeprefix(prefix)}"
    else:
        name = field.name
    return f"{field.id} ({name})" if field.id else name
