"""The one reading of a data folder: which campuses and campaigns its files are, and what lists need of each.

Nothing is opened, locked or written. What was read of a campaign is kept by the signatures of its files, so that only what
changed is read again.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from cmq.errors import BoussoleError, Locked
from cmq.files.atomic import french_errors
from cmq.files.names import is_slug, latest_first
from cmq.files.paths import JOURNAL_SUFFIX, Signature, listed_campaign
from cmq.storage.opening import Files, Signatures, Title, title

INTACT = "Rien n'a été modifié sur le disque."
_AGAIN = "Vérifiez ses droits, puis rouvrez la page."
_NOT_ADMITTED = "n'est pas admis : minuscules sans accent, chiffres et tirets."

_log = logging.getLogger(__name__)


class Failure(NamedTuple):
    """Why something cannot be read, in French, and whether that stays so while the files do."""

    problem: str
    lasting: bool = True


class Listed(NamedTuple):
    """A campaign with what a list needs of it, or why that cannot be read."""

    files: Files
    title: Title = Title()
    failure: Failure | None = None

    @property
    def name(self) -> str:
        """The name that people gave, or the file's."""
        return self.title.name or self.files.id


class Scanned(NamedTuple):
    """A campus's folder: its campaigns, those that can be read first, the latest first; or why it cannot be read."""

    found: Mapping[str, Signatures]
    listed: tuple[Listed, ...] = ()
    failure: Failure | None = None


class Scanner:
    """The folders of ``root`` other than ``shipped``, the example that is not the user's."""

    def __init__(self, root: Path, shipped: Path | None) -> None:
        """Nothing is read yet."""
        self._root = root
        self._shipped = shipped
        self._titles: dict[tuple[str, str], tuple[Signatures, Title]] = {}

    def folders(self) -> list[Path]:
        """The folders of campuses, by name. Raises ``StorageError`` where the data folder cannot be read."""
        with french_errors("Lecture du dossier des données impossible", INTACT):
            return sorted(self._folders())

    def is_shipped(self, folder: Path) -> bool:
        """Whether a folder is the example's. Raises ``OSError``."""
        return self._shipped is not None and self._shipped.exists() and folder.samefile(self._shipped)

    def campus(self, folder: Path, open_now: Mapping[str, Title] | None = None) -> Scanned:
        """What the files of a folder say; ``open_now`` tells those of its campaigns that are open."""
        try:
            found = _campaign_files(folder)
        except OSError:
            return Scanned({}, failure=Failure(f"Ce dossier ne peut pas être lu. {_AGAIN}", lasting=False))
        if found and not is_slug(folder.name):
            return Scanned(found, failure=Failure(f"Le nom de ce dossier {_NOT_ADMITTED}"))
        known = open_now or {}
        listed = [self._listed(Files(folder, id_, files), known.get(id_)) for id_, files in found.items()]
        listed.sort(
            key=lambda one: (one.failure is not None, *latest_first(one.title.year, one.name), one.files.id)
        )
        return Scanned(found, tuple(listed))

    def _folders(self) -> Iterator[Path]:
        if not self._root.exists():
            return
        with os.scandir(self._root) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                folder = Path(entry.path)
                try:
                    if entry.is_dir() and not self.is_shipped(folder):
                        yield folder
                except OSError:
                    yield folder  # told of as unreadable when its turn comes

    def _listed(self, files: Files, known: Title | None) -> Listed:
        if known is not None:
            return Listed(files, known)
        if not is_slug(files.id):
            return Listed(files, failure=Failure(f"Le nom de ce fichier {_NOT_ADMITTED}"))
        key = (files.folder.name, files.id)
        cached = self._titles.get(key)
        if cached is None or cached[0] != files.signatures:
            try:
                cached = self._titles[key] = (files.signatures, title(files))
            except Exception as error:  # noqa: BLE001 - whatever one file holds, the others are listed
                self._titles.pop(key, None)
                return Listed(files, failure=failure_of(error))
        return Listed(files, cached[1])


def failure_of(error: Exception) -> Failure:
    """What is said of an error; one that is nobody's message goes to the log."""
    if isinstance(error, BoussoleError):
        passing = isinstance(error, Locked) or isinstance(error.__cause__, OSError)
        return Failure(str(error), not passing)
    if not isinstance(error, OSError):
        _log.error("a campaign cannot be read", exc_info=error)
    return Failure(f"Ce fichier ne peut pas être lu. {_AGAIN}", lasting=False)


def _campaign_files(folder: Path) -> dict[str, Signatures]:
    """The campaigns of a folder, with the signatures of their files. Raises ``OSError``."""
    found: dict[str, Signatures] = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            id_ = listed_campaign(entry.name)
            if id_ is not None and entry.is_file():
                status = entry.stat()
                signature = Signature(status.st_ino, status.st_size, status.st_mtime_ns)
                kind = "journal" if entry.name.endswith(JOURNAL_SUFFIX) else "workbook"
                found[id_] = found.get(id_, Signatures(None, None))._replace(**{kind: signature})
    return found
