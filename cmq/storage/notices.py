"""What the user should know of how files were read, merged and written, in French."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from cmq import french
from cmq.campaign import Clash, Edit, State
from cmq.storage.layout import describe
from cmq.storage.merge import Merge
from cmq.storage.reading import Content

_MAX_NOTICES = 50
_MAX_NAMES = 8


class Level(StrEnum):
    """How much a notice matters."""

    INFO = "info"
    WARNING = "warning"


class Notice(NamedTuple):
    """A French sentence on what happened."""

    level: Level
    text: str


class Notices:
    """The last notices of a campaign, each once."""

    def __init__(self) -> None:
        """Begin with none."""
        self._all: tuple[Notice, ...] = ()

    @property
    def all(self) -> tuple[Notice, ...]:
        """Oldest first."""
        return self._all

    def info(self, text: str) -> None:
        """Tell of something that went as it should."""
        self._add(Notice(Level.INFO, text))

    def warn(self, text: str) -> None:
        """Tell of something to look at."""
        self._add(Notice(Level.WARNING, text))

    def _add(self, notice: Notice) -> None:
        others = tuple(other for other in self._all if other != notice)
        self._all = (*others, notice)[-_MAX_NOTICES:]

    def merged(self, result: Merge, content: Content, base: State, ours: State, *, foreign: bool) -> None:
        """Tell what was taken over from a workbook and what was not.

        ``ours`` is the state before; ``foreign`` says that the workbook comes from another journal.
        """
        if foreign and result.changed:
            self.warn(
                "Le classeur ne provient pas de l'historique de cette campagne. Ce qui manquait ici en a été "
                "repris ; rien de ce qui est ici n'a été remplacé."
            )
        if result.edits:
            count = french.plural(len(result.edits), "valeur a été reprise", "valeurs ont été reprises")
            self.info(f"{count} du classeur modifié hors de l'application : {_fields(result.edits)}.")
        if result.clashes:
            self.warn(
                f"Modifié à la fois ici et dans le classeur : {_fields(result.clashes)}. "
                "La valeur de l'application est gardée ; celle du classeur est dans le journal."
            )
        refused = {field for field, _ in content.unread}
        missing = {
            field.id
            for field in base
            if field in ours and field not in refused and not content.speaks_of(field)
        }
        if missing:
            self.warn(
                f"Absent du classeur, gardé ici : {_shorten([id_ or 'campagne' for id_ in sorted(missing)])}. "
                "Supprimer une ligne du classeur ne supprime pas la réponse."
            )
        self.remarks(content)

    def remarks(self, content: Content) -> None:
        """Tell what could not be understood in a workbook."""
        for remark in content.remarks:
            self.warn(remark.text)


def _fields(items: Sequence[Edit] | Sequence[Clash]) -> str:
    return _shorten([describe(item.field) for item in items])


def _shorten(names: Sequence[str]) -> str:
    """The first few of many names."""
    shown = list(dict.fromkeys(names))
    if len(shown) <= _MAX_NAMES:
        return ", ".join(shown)
    return ", ".join(shown[:_MAX_NAMES]) + f" et {len(shown) - _MAX_NAMES} autres"
