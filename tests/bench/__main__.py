"""Every measure, or those named, as one table: ``python -m tests.bench [--rapide] [clic enregistrement …]``."""

from __future__ import annotations

import argparse
import importlib
import os
import time
import traceback

from cmq import french
from tests.bench.measuring import tell
from tests.bench.table import LEGEND, Row, failed, summary, table

MEASURES = {
    "clic": "clicking",
    "enregistrement": "recording",
    "pages": "loading",
    "indicateurs": "page_of_indicators",
    "ouverture": "opening",
    "region": "growing",
    "charge": "crowd",
    "attente": "waiting",
    "premiere-visite": "visiting",
    "demarrage": "starting",
}
"""What a measure is called on the command line, and its module."""


def take(name: str, *, quick: bool) -> list[Row]:
    """The lines of one measure; one that fails has a line that says so."""
    tell(f"{name}…")
    start = time.monotonic()
    try:
        rows: list[Row] = importlib.import_module(f"tests.bench.{MEASURES[name]}").rows(quick=quick)
    except Exception:  # noqa: BLE001 – the others are still to be taken
        tell(traceback.format_exc())
        rows = [failed(name)]
    tell(f"  {time.monotonic() - start:.0f} s")
    for row in rows:
        tell("  " + " | ".join(row.cells))
    return rows


def main() -> int:
    """Take the measures, print the table; not 0 where one of them failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Mesure la vitesse.")
    parser.add_argument("mesures", nargs="*", metavar="mesure", help=", ".join(MEASURES))
    parser.add_argument("--rapide", action="store_true", help="moins de répétitions")
    asked = parser.parse_args()
    if unknown := [name for name in asked.mesures if name not in MEASURES]:
        parser.error(f"mesure inconnue : {', '.join(unknown)} ; connues : {', '.join(MEASURES)}")
    before = os.getloadavg()[0]
    rows = [row for name in asked.mesures or MEASURES for row in take(name, quick=asked.rapide)]
    print(table(rows))
    print(f"\n{LEGEND}\n\n{summary(rows)}")
    load = french.number(before, 1)
    print(f"Charge de la machine avant les mesures : {load}, pour {os.cpu_count()} cœurs.")
    return int(any(not row.ours for row in rows))


if __name__ == "__main__":
    raise SystemExit(main())
