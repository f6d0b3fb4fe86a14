"""The sheet « Méta »: of which journal and revision a workbook is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cmq.campaign import TABLES, columns
from cmq.days import stored_moment
from cmq.errors import NewerFormat, UnreadableWorkbook
from cmq.journal.entries import Position
from cmq.workbook.cells import Cell, cell_text
from cmq.workbook.grid import Row

FORMAT = max(max(table.since, *(column.since for column in table.fields)) for table in TABLES)
"""Version of the workbook's layout; a file of a higher one is not read."""

OLDEST = columns.FORMAT
"""The first format that was given to anybody."""
FORMAT_KEY = "Format du classeur"
_FRAMEWORK = "Référentiel"
_JOURNAL = "Journal"
_REVISION = "Révision"
_DATE = "Dernière modification"
_LINE_START = "Journal : début de la dernière ligne"
_LINE_END = "Journal : fin de la dernière ligne"
_LINE_DIGEST = "Journal : empreinte de la dernière ligne"
_DIGEST = "Empreinte du contenu"

FOREIGN = (
    "Ce classeur n'a pas été écrit par Boussole CMQ, ou sa feuille « Méta » a été supprimée ou modifiée : "
    "il ne peut pas être rattaché à une campagne."
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the application wrote on « Méta »."""

    journal: str
    revision: int
    date: datetime
    position: Position
    digest: str
    format: int = FORMAT
    """Of the workbook; what a later one brought is not missing in it."""

    def rows(self, framework_version: str) -> Sequence[tuple[str, Cell]]:
        """What « Méta » has."""
        return (
            (FORMAT_KEY, self.format),
            (_FRAMEWORK, framework_version),
            (_JOURNAL, self.journal),
            (_REVISION, self.revision),
            (_DATE, self.date.isoformat(timespec="milliseconds")),
            (_LINE_START, self.position.start),
            (_LINE_END, self.position.end),
            (_LINE_DIGEST, self.position.digest),
            (_DIGEST, self.digest),
        )


def stamp_of(rows: Sequence[Row] | None) -> Stamp:
    """The stamp of a workbook. Raises ``UnreadableWorkbook`` or ``NewerFormat``."""
    entries = {cell_text(row[0]): row[1] for row in rows or () if len(row) > 1}
    version = entries.get(FORMAT_KEY)
    if not isinstance(version, (int, float)) or isinstance(version, bool):
        raise UnreadableWorkbook(FOREIGN)
    if version > FORMAT:
        raise NewerFormat(
            "Ce classeur vient d'une version plus récente de Boussole CMQ. "
            "Rien n'a été lu ni modifié : mettez l'application à jour, puis rouvrez la campagne."
        )
    if version < OLDEST:
        raise UnreadableWorkbook(
            "Ce classeur vient d'une version d'essai de Boussole CMQ, d'avant la première diffusion : "
            "il ne peut pas être lu."
        )
    try:
        moment = stored_moment(_text(entries, _DATE))
    except ValueError as error:
        raise UnreadableWorkbook(FOREIGN) from error
    revision = _integer(entries, _REVISION)
    start, end = _integer(entries, _LINE_START), _integer(entries, _LINE_END)
    if revision < 0 or not 0 <= start < end:
        raise UnreadableWorkbook(FOREIGN)
    return Stamp(
        _text(entries, _JOURNAL),
        revision,
        moment,
        Position(start, end, revision, _text(entries, _LINE_DIGEST)),
        _text(entries, _DIGEST),
        _integer(entries, FORMAT_KEY),
    )


def _integer(entries: Mapping[str, object], key: str) -> int:
    value = entries.get(key)
    if not isinstance(value, (int, float)) or not float(value).is_integer():
        raise UnreadableWorkbook(FOREIGN)
    return int(value)


def _text(entries: Mapping[str, object], key: str) -> str:
    value = entries.get(key)
    if not isinstance(value, str) or not value:
        raise UnreadableWorkbook(FOREIGN)
    return value
