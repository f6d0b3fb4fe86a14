"""The sheets and columns of the workbook, which the writer and the reader share."""

from __future__ import annotations

from cmq import french
from cmq.campaign import (
    CHECK_PREFIX,
    CRITERION_PREFIX,
    FOLLOWED,
    NOT_FOLLOWED,
    PURPOSE_PREFIX,
    REQUIREMENT_PREFIX,
    Attendance,
    Category,
    Field,
    Nature,
    RequestType,
    Status,
)
from cmq.framework import Framework
from cmq.storage.cells import Column, Shape
from cmq.storage.values import NON_APPLICABLE

FORMAT = 3
"""Version of the workbook's layout; a file of a higher one is not read."""

READ_ME = "Lisez-moi"
SYNTHESIS = "Synthèse"
ANSWERS = "Réponses"
CHECKS = "Vérifications"
EVIDENCE = "Preuves"
INDICATORS = "Indicateurs"
TARGETS = "Objectifs"
ANNEX = "Annexe"
MEETINGS = "Séances"
MEMBERS = "Membres"
PRESENCES = "Présences"
DECISIONS = "Décisions"
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
    MEETINGS,
    MEMBERS,
    PRESENCES,
    DECISIONS,
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
TO_DISCUSS = "À discuter"
MEETING = "Séance"
MEETING_DAY = "Date de la séance"
MEMBER = "Membre"
DIGEST = "Empreinte de la version"
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
ROLE_ID = "Identifiant de rôle"
ROLE = "Rôle"

COMPUTED = {
    ANSWERS: (CRITERION, KIND, TEXT, STATE, EVIDENCE_COUNT),
    CHECKS: (CHECK_TEXT,),
    PROFILE: (ENTRY,),
    EVIDENCE: (),
    INDICATORS: (INDICATOR_NAME, RESULT),
    TARGETS: (FAMILY, INDICATOR, UNIT, DIRECTION, LATEST),
    MEETINGS: (DIGEST,),
    MEMBERS: (),
    PRESENCES: (MEETING_DAY, MEMBER),
    DECISIONS: (MEETING_DAY,),
    OTHERS: (),
}
"""Columns that are written and not read, where their headers do not come from the framework."""

SINCE = {
    (INDICATORS, ""): 2,
    (TARGETS, ""): 2,
    (EVIDENCE, INDICATOR): 2,
    (CHECKS, CHECK_FAMILY): 2,
    (MEETINGS, ""): 3,
    (MEMBERS, ""): 3,
    (PRESENCES, ""): 3,
    (DECISIONS, ""): 3,
    (ANSWERS, TO_DISCUSS): 3,
    (EVIDENCE, MEETING): 3,
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
    Column(TO_DISCUSS, "a_discuter", Shape.FLAG, 12),
)
EVIDENCE_COLUMNS = (
    Column("Titre", "titre", Shape.TEXT, 40),
    Column("Lien", "lien", Shape.TEXT, 40),
    Column("Fichier", "fichier", Shape.TEXT, 30),
    Column("Date", "date", Shape.DATE, 12),
    Column(INDICATOR, "indicateur", Shape.TEXT, 14),
    Column(MEETING, "seance", Shape.TEXT, 14),
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
MEETING_COLUMNS = (
    Column("Date", "date", Shape.DATE, 12),
    Column("Lieu", "lieu", Shape.TEXT, 30),
    Column("Tenue", "tenue", Shape.FLAG, 8),
    Column("Critères à l'ordre du jour", "criteres", Shape.TEXT, 28),
    Column("Indicateurs à l'ordre du jour", "indicateurs", Shape.TEXT, 28),
    Column("Budget validé le", "budget_date", Shape.DATE, 12),
    Column("Exercice du budget", "budget_exercice", Shape.INTEGER, 12),
)
MEMBER_COLUMNS = (
    Column("Nom", "nom", Shape.TEXT, 28),
    Column(ROLE, "role", Shape.ROLE, 40),
    Column("Fonction", "fonction", Shape.TEXT, 36),
    Column("Campus", "campus", Shape.TEXT, 28),
)
PRESENCE_COLUMN = Column(
    STATE,
    "etat",
    Shape.CHOICE,
    14,
    tuple((how.value, french.ATTENDANCES[how].lower()) for how in Attendance),
)
MEETING_OF_DECISION = Column(MEETING, "seance", Shape.TEXT, 14)
DECISION_COLUMNS = (
    Column(
        "Nature",
        "nature",
        Shape.CHOICE,
        16,
        tuple((nature.value, french.NATURES[nature].lower()) for nature in Nature),
    ),
    Column(TEXT, "texte", Shape.TEXT, 60),
    Column("Responsable", "responsable", Shape.TEXT, 24),
    Column("Échéance", "echeance", Shape.DATE, 12),
    Column(
        STATE,
        "etat",
        Shape.CHOICE,
        12,
        tuple((status.value, french.DECISION_STATUSES[status].lower()) for status in Status),
    ),
    Column("Suivi", "suivi", Shape.TEXT, 40),
    Column(CRITERION, "critere", Shape.TEXT, 11),
    Column(REQUIREMENT, "exigence", Shape.TEXT, 11),
    Column(INDICATOR, "indicateur", Shape.TEXT, 14),
    Column("Niveau avant", "niveau_avant", Shape.LEVEL, 17),
    Column(LEVEL_VALUE, "niveau", Shape.LEVEL, 17),
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

COLUMNS = {
    kind: {column.name: column for column in columns}
    for kind, columns in (
        ("campagne", PROFILE_ROWS),
        ("reponse", ANSWER_COLUMNS),
        ("preuve", EVIDENCE_COLUMNS),
        ("annexe", (ANNEX_COLUMN,)),
        ("indicateur", TARGET_COLUMNS),
        ("valeur", VALUE_COLUMNS),
        ("seance", MEETING_COLUMNS),
        ("membre", MEMBER_COLUMNS),
        ("presence", (PRESENCE_COLUMN,)),
        ("decision", (MEETING_OF_DECISION, *DECISION_COLUMNS)),
    )
}
_ELSEWHERE = {
    "indicateur": {
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
    },
    "version": {"seance": MEETING, "date": "Date", "empreinte": DIGEST, "fichier": "Fichier"},
}
"""What describes one of the campus's own indicators, and a sealed version, on the sheet « Autres »."""
_PREFIXES = {
    CHECK_PREFIX: CHECK_TEXT,
    REQUIREMENT_PREFIX: REQUIREMENT,
    CRITERION_PREFIX: CRITERION,
    PURPOSE_PREFIX: "Finalité",
}


def scale(framework: Framework) -> dict[int, str]:
    """The names of the levels."""
    return {level.value: level.name for level in framework.levels}


def roles(framework: Framework) -> dict[str, str]:
    """The names of the roles in the committee, by id."""
    return {role.id: role.name for role in framework.roles}


def describe(field: Field) -> str:
    """« C01-R1 (Niveau) »: a field in the words of the workbook."""
    column = COLUMNS.get(field.kind, {}).get(field.name)
    prefix = next((prefix for prefix in _PREFIXES if field.name.startswith(prefix)), None)
    if column is not None:
        name = column.header
    elif field.name in (elsewhere := _ELSEWHERE.get(field.kind, {})):
        name = elsewhere[field.name]
    elif prefix is not None:
        name = f"{_PREFIXES[prefix]} {field.name.removeprefix(prefix)}"
    else:
        name = field.name
    return f"{field.id} ({name})" if field.id else name
