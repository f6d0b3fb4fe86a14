"""« Région » on 10 to 300 campuses of five campaigns each: cold, once read, and how both grow.

Growth is that of the processor's time, which does not depend on what else the machine does.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from streamlit.logger import get_logger
from streamlit.runtime.context import ContextProxy

from tests.bench import region
from tests.bench.measuring import tell
from tests.bench.table import Row, Unit

SMALL, MIDDLE, LARGE = 10, 150, 300
LINEAR = 1.0
_WARNS = get_logger("streamlit.runtime.scriptrunner_utils.script_run_context")


def rows(*, quick: bool = False) -> list[Row]:
    """The figures of ``tests.bench.region`` as lines of the table; ``quick`` leaves the browser out."""
    _WARNS.disabled = True  # scripts that run without a server are warned of, line after line
    ContextProxy.cookies = {}  # type: ignore[method-assign, assignment] # no browser, no cookies
    cold: dict[int, region.Time] = {}
    warm: dict[int, region.Time] = {}
    found: list[Row] = []
    for size in (SMALL, MIDDLE, LARGE):
        tell(f"  {size} campus × {region.CAMPAIGNS} campagnes…")
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            region.fill(folder / "data", size, region.CAMPAIGNS)
            cold[size], warm[size] = region.script(folder / "data")
            if size != MIDDLE:
                continue
            alone = region.calamine(folder / "data")
            found += [
                Row(
                    "Région, 150 × 5, à froid / calamine seul sur les mêmes classeurs",
                    [cold[size].clock],
                    [alone.clock],
                    Unit.SECONDS,
                    most=region.COLD_TARGET_S,
                ),
                Row(
                    "Région, 150 × 5, relue / à froid",
                    [warm[size].clock],
                    [cold[size].clock],
                    Unit.SECONDS,
                    most=region.WARM_TARGET_S,
                ),
            ]
            if not quick:
                first, again = region.browser(folder)
                found += [
                    Row("Région, 150 × 5, dans Chromium, à froid", [first], unit=Unit.SECONDS),
                    Row("Région, 150 × 5, dans Chromium, relue", [again], unit=Unit.SECONDS),
                ]
    growth = LARGE / SMALL
    for name, times in (("à froid", cold), ("relue", warm)):
        found.append(
            Row(
                f"Région, {name} : croissance de 10 à 300 campus / celle du nombre",
                [times[LARGE].processor / times[SMALL].processor],
                [growth],
                Unit.TIMES,
                most_ratio=LINEAR,
            )
        )
    return found
