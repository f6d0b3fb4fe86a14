"""Files replaced whole or not at all, and the file system's errors in French."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cmq.errors import StorageError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}

TEMPORARY_SUFFIX = ".tmp"
_WINDOWS = os.name == "nt"


@contextmanager
def french_errors(action: str, kept: str) -> Iterator[None]:
    """Turn an ``OSError`` of the block into a ``StorageError``.

    ``action`` is what could not be done (« Enregistrement impossible »), ``kept`` what is safe all the same.
    """
    try:
        yield
    except OSError as error:
        raise StorageError(_message(error, action, kept)) from error


def _message(error: OSError, action: str, kept: str) -> str:
    if error.errno in _FULL:
        return f"{action} : le disque est plein. {kept} Libérez de la place sur le disque, puis recommencez."
    if error.errno in _READ_ONLY:
        return (
            f"{action} : le dossier ou le fichier est protégé en écriture ou tenu par un autre programme. "
            f"{kept} Fermez le fichier s'il est ouvert ailleurs, vérifiez les droits du dossier, puis recommencez."
        )
    if error.errno == errno.ENOENT:
        return (
            f"{action} : le dossier ou le fichier a disparu. {kept} "
            "Vérifiez que le dossier des données est bien là, puis recommencez."
        )
    code = errno.errorcode.get(error.errno or 0, type(error).__name__)
    return (
        f"{action} : le système a refusé l'opération (erreur {code}). {kept} "
        "Vérifiez le disque ou le réseau, puis recommencez."
    )


def replace_atomically(path: Path, content: bytes) -> os.stat_result:
    """Put ``content`` in place of ``path`` at once; a reader or a crash sees the old file or the new one.

    Returns the new file's stat. Raises ``OSError``; the old file is then as it was.
    """
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=TEMPORARY_SUFFIX, dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            _share_like_others(file.fileno())
        status = temporary.stat()
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    return status


def remove_leftovers(folder: Path, prefix: str) -> None:
    """Remove the temporary files that a crash left of ``replace_atomically``; call it under a lock.

    Those of « name » begin with « .name. ».
    """
    for entry in folder.iterdir():
        if entry.name.startswith(prefix) and entry.name.endswith(TEMPORARY_SUFFIX):
            entry.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make renames and new names in a folder durable, where the system can (Windows does it by itself)."""
    if _WINDOWS:
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def unique_path(path: Path) -> Path:
    """``path``, or the first free « name-2.ext », « name-3.ext »…; call it under a lock."""
    candidate, number = path, 2
    while candidate.exists():
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return candidate


def _share_like_others(descriptor: int) -> None:
    """Give a file of ``mkstemp`` (owner only) the rights that an ordinary new file would have."""
    if _WINDOWS:
        return
    os.fchmod(descriptor, 0o666 & ~_UMASK)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


_UMASK = _umask()
"""Read once, at import: reading it changes it for an instant, which threads would see."""
