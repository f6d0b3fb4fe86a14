"""One task, done in a thread a little after it was last asked for."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Debounce:
    """Runs ``task`` ``delay_s`` seconds after the last ``schedule()``, ``most_s`` after the first at most.

    ``task`` must not raise. Its thread lives only while something is due.
    """

    def __init__(self, task: Callable[[], None], delay_s: float, most_s: float, name: str) -> None:
        """Nothing is due yet."""
        self._task = task
        self._delay_s = delay_s
        self._most_s = most_s
        self._name = name
        self._wake = threading.Condition()
        self._thread: threading.Thread | None = None
        self._due: float | None = None
        self._latest: float | None = None

    def schedule(self) -> None:
        """Have the task run soon."""
        with self._wake:
            now = time.monotonic()
            if self._latest is None:
                self._latest = now + self._most_s
            self._due = min(now + self._delay_s, self._latest)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """Forget what is due and wait for a task that runs."""
        with self._wake:
            self._due = self._latest = None
            thread = self._thread
            self._wake.notify_all()
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        while True:
            with self._wake:
                while self._due is not None and (wait_s := self._due - time.monotonic()) > 0:
                    self._wake.wait(wait_s)
                if self._due is None:
                    self._thread = None
                    return
                self._due = self._latest = None
            self._task()
