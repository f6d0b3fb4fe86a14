"""Where each field stands in the workbook: sheets, columns and how a value looks in a cell.

The writer and the reader share it. A field that has no place here, or whose value its place cannot show (another
framework's level, a date of before 1900), goes to the sheet « Autres », which takes anything.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto
from functools import lru_cache

from cmq.campaign import CHECK_PREFIX, REQUIREMENT_PREFIX, Category, Field, RequestType, Scalar
from cmq.framework import Framework
from cmq.storage.values import NON_APPLICABLE, clean_text

FORMAT = 1
"""Version of the workbook's layout; a file of a higher one is not read."""

READ_ME = "Lisez-moi"
SYNTHESIS = "Synthèse"
ANSWERS = "Réponses"
CHECKS = "Vérifications"
EVIDENCE = "Preuves"
ANNEX = "Annexe"
PROFILE = "Campagne"
OTHERS = "Autres"
META = "Méta"
LISTS = "Listes"
TITLES = (READ_ME, SYNTHESIS, ANSWERS, CHECKS, EVIDENCE, ANNEX, PROFILE, OTHERS, META, LISTS)

YES = "oui"
NO = "non"
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
DIMENSION = "Dimension"
ANNEX_TEXT = "Texte du campus"
ENTRY = "Rubrique"
VALUE = "Valeur"
OBJECT = "Objet"
NAME = "Champ"

LEVEL_VALUE = "Niveau"
LEVEL_NAME = "Libellé"

COMPUTED = {
    ANSWERS: (CRITERION, KIND, TEXT, STATE, EVIDENCE_COUNT),
    CHECKS: (CHECK_TEXT,),
    PROFILE: (ENTRY,),
    EVIDENCE: (),
    OTHERS: (),
}
"""Columns that are written and not read, where their headers do not come from the framework."""

META_FORMAT = "Format du classeur"
META_FRAMEWORK = "Référentiel"
META_JOURNAL = "Journal"
META_REVISION = "Révision"
META_DATE = "Dernière modification"
META_LINE_START = "Journal : début de la dernière ligne"
META_LINE_END = "Journal : fin de la dernière ligne"
META_LINE_DIGEST = "Journal : empreinte de la dernière ligne"
META_DIGEST = "Empreinte du contenu"


class Shape(Enum):
    """How a cell shows a value."""

    TEXT = auto()
    INTEGER = auto()
    DATE = auto()
    LEVEL = auto()
    FLAG = auto()
    CHOICE = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A column (or, on « Campagne », a row) that shows one field."""

    header: str
    name: str
    shape: Shape
    width: int
    choices: tuple[tuple[str, str], ...] = ()
    """For ``CHOICE``: stored value and word shown."""


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

Cell = str | int | float | date | None
"""What is written to a cell."""


class NotUnderstood(ValueError):
    """A cell's content is no value of its column; the text is French and says what is expected."""


class Levels:
    """Names of the levels, to and from their values."""

    def __init__(self, names: Mapping[int, str]) -> None:
        self.names = dict(names)
        self._exact = {name: value for value, name in self.names.items()}
        folded: dict[str, list[int]] = {}
        for value, name in self.names.items():
            folded.setdefault(fold(name), []).append(value)
        self._folded = {key: values[0] for key, values in folded.items() if len(values) == 1}

    @classmethod
    def of(cls, framework: Framework) -> Levels:
        """The levels of a framework."""
        return cls({level.value: level.name for level in framework.levels})

    def value(self, text: str) -> int | None:
        """The level of that name, accents, case and ligatures aside; None where there is none."""
        text = text.strip()
        if text in self._exact:
            return self._exact[text]
        return self._folded.get(fold(text))


@lru_cache(maxsize=1024)
def fold(text: str) -> str:
    """Text for comparison: no accent, case, ligature nor superfluous space."""
    text = text.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(text.split())


def to_cell(column: Column, value: Scalar, levels: Levels) -> Cell:  # noqa: PLR0911 - one a shape
    """What shows ``value`` in its column; None where only the sheet « Autres » can."""
    match column.shape:
        case Shape.TEXT:
            return value if isinstance(value, str) else None
        case Shape.INTEGER:
            return value if isinstance(value, int) and not isinstance(value, bool) else None
        case Shape.DATE:
            return _date_cell(value)
        case Shape.LEVEL:
            if not isinstance(value, int) or isinstance(value, bool):
                return None
            return levels.names.get(value)
        case Shape.FLAG:
            return YES if value is True else None
        case Shape.CHOICE:
            return dict(column.choices).get(value) if isinstance(value, str) else None


def from_cell(column: Column, cell: object, levels: Levels) -> Scalar:  # noqa: PLR0911 - one a shape
    """The value that a cell shows, None where it is empty. Raises ``NotUnderstood``."""
    if is_blank(cell):
        return None
    match column.shape:
        case Shape.TEXT:
            return cell_text(cell)
        case Shape.FLAG:
            return flag(cell)
        case Shape.LEVEL:
            return _level(cell, levels)
        case Shape.DATE:
            return _date(cell)
        case Shape.INTEGER:
            return _integer(cell)
        case Shape.CHOICE:
            text = fold(cell_text(cell))
            for value, word in column.choices:
                if text in (fold(word), fold(value)):
                    return value
            raise NotUnderstood("attendu : " + " ou ".join(f"« {word} »" for _, word in column.choices))


_TYPE_TEXT = "texte"
_TYPE_INTEGER = "entier"
_TYPE_NUMBER = "nombre"
_TYPE_FLAG = "oui/non"


def to_typed_cell(value: str | float) -> tuple[str, Cell]:
    """The words of « Type » and « Valeur » on the sheet « Autres »."""
    if isinstance(value, bool):
        return _TYPE_FLAG, YES if value else NO
    if isinstance(value, int):
        return _TYPE_INTEGER, value
    if isinstance(value, float):
        # A spreadsheet keeps 15 digits; a number that has more stays exact as text.
        return _TYPE_NUMBER, value if float(f"{value:.15g}") == value else repr(value)
    return _TYPE_TEXT, value


def from_typed_cell(kind: str, cell: object) -> Scalar:
    """The value of a row of « Autres », None where it is empty. Raises ``NotUnderstood``."""
    if is_blank(cell):
        return None
    match fold(kind):
        case "texte":
            return cell_text(cell)
        case "entier":
            return _integer(cell)
        case "nombre":
            return _number(cell)
        case "oui/non":
            return flag(cell) is True
        case _:
            raise NotUnderstood(
                f"type attendu : {_TYPE_TEXT}, {_TYPE_INTEGER}, {_TYPE_NUMBER} ou {_TYPE_FLAG}"
            )


def is_blank(cell: object) -> bool:
    """Whether a cell shows nothing."""
    return cell == "" or cell is None or (isinstance(cell, str) and cell.isspace())


def cell_text(cell: object) -> str:
    """A cell's content as text, dates and whole numbers as somebody who typed them sees them."""
    if isinstance(cell, str):
        return clean_text(cell)
    if isinstance(cell, bool):
        return "VRAI" if cell else "FAUX"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return clean_text(str(cell))


_YES = {fold(word) for word in (YES, "o", "vrai", "x", "1", "✓", "✔", "true", "yes")}
_NO = {fold(word) for word in (NO, "n", "faux", "0", "false", "no")}


def flag(cell: object) -> bool | None:
    """True for a yes, None for a no or an empty cell. Raises ``NotUnderstood``."""
    if cell == YES:
        return True
    if cell == NO or is_blank(cell):
        return None
    text = fold(cell_text(cell))
    if text in _YES:
        return True
    if text in _NO:
        return None
    raise NotUnderstood(f"attendu : « {YES} » ou « {NO} »")


def link_ids(cell: object) -> list[str]:
    """The requirement ids that a cell of « Exigences » lists."""
    if is_blank(cell):
        return []
    parts = cell_text(cell).replace(",", ";").replace("\n", ";").split(";")
    return [part.strip() for part in parts if part.strip()]


def column_of(field: Field, framework: Framework) -> Column | None:
    """The column of a field that has one cell of its own; None for every other field."""
    match field.kind:
        case "campagne" if not field.id:
            return _PROFILE.get(field.name)
        case "reponse" if framework.has_requirement(field.id) and framework.requirement(field.id).assessed:
            return _ANSWERS.get(field.name)
        case "preuve" if field.id:
            return _EVIDENCE.get(field.name)
        case "annexe" if field.name == ANNEX_COLUMN.name and any(d.id == field.id for d in framework.annex):
            return ANNEX_COLUMN
        case _:
            return None


_PROFILE = {column.name: column for column in PROFILE_ROWS}
_ANSWERS = {column.name: column for column in ANSWER_COLUMNS}
_EVIDENCE = {column.name: column for column in EVIDENCE_COLUMNS}


def has_place(field: Field, value: Scalar, framework: Framework, levels: Levels) -> bool:
    """Whether a sheet of its own shows the field with that value; if not, « Autres » does."""
    column = column_of(field, framework)
    if column is not None:
        return to_cell(column, value, levels) is not None
    if value is not True:
        return False
    if field.kind == "reponse" and field.name.startswith(CHECK_PREFIX):
        if not framework.has_requirement(field.id):
            return False
        requirement = framework.requirement(field.id)
        name = field.name.removeprefix(CHECK_PREFIX)
        return requirement.assessed and any(check.id == name for check in requirement.checks)
    if field.kind == "preuve" and field.id and field.name.startswith(REQUIREMENT_PREFIX):
        name = field.name.removeprefix(REQUIREMENT_PREFIX)
        return framework.has_requirement(name) and framework.requirement(name).assessed
    return False


def describe(field: Field) -> str:
    """« C01-R1 (Niveau) »: a field in the words of the workbook."""
    column = {**_ANSWERS, **_EVIDENCE, **_PROFILE, ANNEX_COLUMN.name: ANNEX_COLUMN}.get(field.name)
    if column is not None:
        name = column.header
    elif field.name.startswith(CHECK_PREFIX):
        name = f"{CHECK_TEXT} {field.name.removeprefix(CHECK_PREFIX)}"
    elif field.name.startswith(REQUIREMENT_PREFIX):
        name = f"{REQUIREMENT} {field.name.removeprefix(REQUIREMENT_PREFIX)}"
    else:
        name = field.name
    return f"{field.id} ({name})" if field.id else name


_FIRST_DAY = date(1900, 3, 1)
"""Before it, the calendar of spreadsheets has a 29 February 1900 that never was."""


def _date_cell(value: Scalar) -> date | None:
    if not isinstance(value, str):
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if day.isoformat() == value and day >= _FIRST_DAY else None


def _date(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        text = cell.strip()
        for pattern in ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"):
            try:
                return datetime.strptime(text, pattern).date().isoformat()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
    raise NotUnderstood("attendu : une date comme 23/11/2026")


def _integer(cell: object) -> int:
    if isinstance(cell, bool):
        raise NotUnderstood("attendu : un nombre entier")
    if isinstance(cell, int):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, str) and re.fullmatch(r"\s*-?[0-9]{1,15}\s*", cell):
        return int(cell)
    raise NotUnderstood("attendu : un nombre entier")


def _number(cell: object) -> float:
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return float(cell)
    if isinstance(cell, str):
        try:
            value = float(cell.strip().replace(",", "."))
        except ValueError:
            value = math.nan
        if math.isfinite(value):
            return value
    raise NotUnderstood("attendu : un nombre")


def _level(cell: object, levels: Levels) -> int:
    if isinstance(cell, str):
        value = levels.value(cell)
        if value is not None:
            return value
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool) and cell in levels.names:
        return int(cell)
    raise NotUnderstood("attendu : " + ", ".join(f"« {name} »" for name in levels.names.values()))
