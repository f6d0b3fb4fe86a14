"""Two things measured in turn, so that whatever slows the machine down slows both."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from typing import TypeVar

Taken = TypeVar("Taken")


def milliseconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def in_turn(sides: Mapping[str, Callable[[], Taken]], runs: int, warm_up: int = 1) -> dict[str, list[Taken]]:
    """What each side gives, run after run; every other run goes through them backwards."""
    found: dict[str, list[Taken]] = {name: [] for name in sides}
    order = list(sides.items())
    for run in range(warm_up + runs):
        for name, measure in order:
            value = measure()
            if run >= warm_up:
                found[name].append(value)
        order.reverse()
    return found


def tell(message: str) -> None:
    """Say on the error channel what is being done; the table goes to the other one."""
    print(message, file=sys.stderr, flush=True)
