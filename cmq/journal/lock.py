"""The lock that processes share for one campaign, or for a whole data folder."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import lock_descriptor, unlock_descriptor

from cmq.errors import Locked
from cmq.files.atomic import french_errors

LOCK_TIMEOUT_S = 10.0
_POLL_S = 0.005


class ProcessLock:
    """filelock's lock on a file that stays open: ``FileLock``, which opens it anew, costs as much as an fsync.

    It is not for two threads at once: its owner has a lock of its own for them.
    """

    def __init__(self, path: Path) -> None:
        """Lock the file ``path``, made where it is missing, whoever else locks it."""
        self._path = path
        self._descriptor: int | None = None
        self._process = 0
        self._depth = 0
        self.timeout_s = LOCK_TIMEOUT_S

    @contextmanager
    def held(self, action: str, kept: str) -> Iterator[None]:
        """Hold the lock, as often as need be, and turn the system's errors of the block into French.

        Raises ``Locked`` after ``timeout_s`` seconds, or another ``StorageError``.
        """
        with french_errors(action, kept):
            if self._depth == 0 and not self._acquired():
                raise Locked(
                    f"{action} : un autre programme tient cette campagne depuis plus de "
                    f"{self.timeout_s:.0f} secondes. {kept} Attendez un instant, puis recommencez."
                )
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                if self._depth == 0:
                    unlock_descriptor(self._open())

    def close(self) -> None:
        """Close the file; the next ``held`` opens it again."""
        if self._descriptor is not None and self._process == os.getpid():
            os.close(self._descriptor)
        self._descriptor = None

    def _acquired(self) -> bool:
        deadline = time.monotonic() + self.timeout_s
        while True:
            descriptor = self._open()
            if lock_descriptor(descriptor, blocking=False):
                if os.fstat(descriptor).st_nlink:
                    return True
                self.close()  # somebody deleted the file: a lock on it keeps nobody out
            elif time.monotonic() > deadline:
                return False
            else:
                time.sleep(_POLL_S)

    def _open(self) -> int:
        """The open file; a forked process has to have its own."""
        if self._descriptor is None or self._process != os.getpid():
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
            self._process = os.getpid()
        return self._descriptor


def campaign_lock(path: Path) -> ProcessLock:
    """The lock for the campaign of a workbook."""
    return ProcessLock(path.with_name(f".{path.stem}.lock"))
