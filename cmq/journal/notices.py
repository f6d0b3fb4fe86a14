"""What the user should know of how files were read, merged and written: sentences in French."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

_MAX_NOTICES = 50


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
