"""Every error that Boussole CMQ raises on purpose.

    BoussoleError
    ├── FrameworkError          criteria.toml cannot be used
    ├── InvalidInput            what somebody typed or uploaded cannot be taken
    └── StorageError            the answers could not be read or written
        ├── Conflict            somebody else changed the same field meanwhile
        ├── Locked              another process holds the campaign for too long
        ├── UnreadableWorkbook  the file is no workbook of Boussole CMQ, or a damaged or dangerous one
        ├── NewerFormat         the files come from a later version of Boussole CMQ
        └── AlteredVersion      a sealed version is no longer what was sealed

``str(error)`` is a French sentence for the user: what happened, what was kept, what to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cmq.campaign import Clash


class BoussoleError(Exception):
    """Root of the tree; its text is shown to the user as it is."""


class FrameworkError(BoussoleError):
    """The framework file is missing, is no TOML or breaks one of its rules."""


class InvalidInput(BoussoleError):
    """A name, a text or a file from the user cannot be accepted."""


class StorageError(BoussoleError):
    """A file of the campaign could not be read or written; what was saved before is intact."""


class Conflict(StorageError):
    """Fields that the user edited were changed by somebody else since they were shown."""

    def __init__(self, clashes: tuple[Clash, ...]) -> None:
        super().__init__(
            "Quelqu'un d'autre a modifié cette réponse entre-temps. "
            "Rien n'a été écrasé : comparez les deux versions et choisissez."
        )
        self.clashes = clashes


class Locked(StorageError):
    """The lock of the campaign was not released in time."""


class UnreadableWorkbook(StorageError):
    """The content of a workbook cannot be used; the file itself is left as it is."""


class NewerFormat(StorageError):
    """The files were written by a later version; nothing is read nor written."""


class AlteredVersion(StorageError):
    """The file of a sealed version has another digest than the campaign recorded; it is left as it is."""
