"""Dit quelle part des branches de ``cmq`` les tests parcourent, et échoue sous le plancher d'un de ses paquets.

``python -m scripts.coverage_floor rapport.json``, où le rapport est celui de ``coverage json``.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath
from typing import Any, NamedTuple

FLOOR = 95.0
"""Per cent of the branches of each package directly under ``cmq``, and of each of its own modules."""


class Covered(NamedTuple):
    """How many branches were taken, of how many."""

    taken: int = 0
    branches: int = 0

    @property
    def percent(self) -> float:
        """The share that was taken; all of nothing is all."""
        return 100 * self.taken / self.branches if self.branches else 100.0

    def __str__(self) -> str:
        """As French writes it; rounded down, so that nothing below the floor looks as if it were on it."""
        return f"{int(self.percent * 10) / 10:.1f}".replace(".", ",") + " %"


def by_part(report: Mapping[str, Any]) -> dict[str, Covered]:
    """The coverage of each package and top module of ``cmq``, by name, from a report of ``coverage json``."""
    found: defaultdict[str, Covered] = defaultdict(Covered)
    for name, file in report["files"].items():
        parts = PurePath(name.replace("\\", "/")).parts
        part = "/".join(parts[:2]) + ("/" if len(parts) > 2 else "")
        taken, branches = found[part]
        summary = file["summary"]
        found[part] = Covered(taken + summary["covered_branches"], branches + summary["num_branches"])
    return dict(found)


def told(report: Mapping[str, Any]) -> Iterator[str]:
    """The lines to print: each part, the least covered first, then the whole."""
    parts = by_part(report)
    for name, covered in sorted(parts.items(), key=lambda one: (one[1].percent, one[0])):
        mark = f"  ← sous {FLOOR:.0f} %" if covered.percent < FLOOR else ""
        yield f"  {covered!s:>8}  {name} ({covered.taken} branches sur {covered.branches}){mark}"
    whole = Covered(sum(one.taken for one in parts.values()), sum(one.branches for one in parts.values()))
    lines = report["totals"]["covered_lines"], report["totals"]["num_statements"]
    yield f"Couverture de cmq : {whole} des branches, {Covered(*lines)} des instructions."


def main(arguments: list[str]) -> int:
    """Print the coverage; 1 where a part of it is below the floor."""
    report = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    sys.stdout.writelines(f"{line}\n" for line in told(report))
    low = sorted(name for name, covered in by_part(report).items() if covered.percent < FLOOR)
    if low:
        sys.stderr.write(f"Sous le plancher de {FLOOR:.0f} % des branches : {', '.join(low)}.\n")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
