"""The table that every measure ends in: ours against a reference, and whether the target was reached."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from cmq import french

COLUMNS = ("Mesure", "Médiane", "95e centile", "Référence", "Rapport", "Cible", "Atteinte")
LEGEND = (
    "Référence : sa médiane et son 95e centile, mesurés en alternance avec les nôtres. "
    "Rapport : médiane des rapports pris deux à deux, puis rapport des 95e centiles ; arrondi vers le haut."
)
NONE = "–"


class Unit(Enum):
    """What samples are counted in, how it is written and with how many decimals."""

    MILLISECONDS = ("ms", 1)
    SECONDS = ("s", 2)
    MEGABYTES = ("Mo", 1)
    TIMES = ("×", 2)
    COUNT = ("", 0)


class Verdict(Enum):
    """What became of a target."""

    REACHED = "oui"
    MISSED = "NON"
    FAILED = "NON (mesure échouée)"
    NO_TARGET = NONE


def median(samples: Sequence[float]) -> float:
    """The middle sample."""
    return statistics.median(samples)


def percentile(samples: Sequence[float], share: float = 0.95) -> float:
    """The smallest sample that this share of all of them does not exceed (nearest rank)."""
    ordered = sorted(samples)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


@dataclass(frozen=True)
class Row:
    """A line of the table. Samples and reference are pairs where both were measured in turn."""

    name: str
    ours: Sequence[float]
    reference: Sequence[float] = ()
    unit: Unit = Unit.MILLISECONDS
    most_ratio: float | None = None
    """The target: what the ratio to the reference may be at most."""
    most: float | None = None
    """The target: what the figure itself may be at most, in the unit."""
    at_p95: bool = False
    """Whether the targets bind the 95th percentile and not the median."""

    @property
    def ratio(self) -> float | None:
        """Median of the ratios of the pairs; None where there is nothing to compare with."""
        if not self.ours or not self.reference:
            return None
        if len(self.ours) != len(self.reference):
            return _over(median(self.ours), median(self.reference))
        return median([_over(a, b) for a, b in zip(self.ours, self.reference, strict=True)])

    @property
    def p95_ratio(self) -> float | None:
        """95th percentile over 95th percentile."""
        if not self.ours or not self.reference:
            return None
        return _over(percentile(self.ours), percentile(self.reference))

    @property
    def verdict(self) -> Verdict:
        """Compared before rounding; what could not be measured did not reach its target."""
        if not self.ours:
            return Verdict.FAILED
        if self.most_ratio is None and self.most is None:
            return Verdict.NO_TARGET
        figure = percentile(self.ours) if self.at_p95 else median(self.ours)
        ratio = self.p95_ratio if self.at_p95 else self.ratio
        checks = [(self.most, figure), (self.most_ratio, ratio)]
        met = all(found is not None and found <= most for most, found in checks if most is not None)
        return Verdict.REACHED if met else Verdict.MISSED

    @property
    def cells(self) -> tuple[str, ...]:
        """The line as texts."""
        targets = []
        if self.most_ratio is not None:
            targets.append(f"≤ {_plain(self.most_ratio)} ×")
        if self.most is not None:
            targets.append(f"≤ {_plain(self.most)} {self.unit.value[0]}".rstrip())
        target = ", ".join(targets) or NONE
        if self.at_p95 and targets:
            target += " (95 %)"
        if not self.ours:
            return (self.name, NONE, NONE, NONE, NONE, target, self.verdict.value)
        several = len(self.ours) > 1
        return (
            self.name,
            self._written(median(self.ours)),
            self._written(percentile(self.ours)) if several else NONE,
            self._reference(),
            _ratio(self.ratio) + (f" ; {_ratio(self.p95_ratio)}" if self.reference and several else ""),
            target,
            self.verdict.value,
        )

    def _reference(self) -> str:
        if not self.reference:
            return NONE
        middle = self._written(median(self.reference))
        return (
            f"{middle} ; {self._written(percentile(self.reference))}" if len(self.reference) > 1 else middle
        )

    def _written(self, figure: float) -> str:
        name, decimals = self.unit.value
        small = self.unit is Unit.MILLISECONDS and abs(figure) < 10
        if self.unit is Unit.MILLISECONDS and not small:
            decimals = 0
        return f"{french.number(figure, 2 if small else decimals)} {name}".rstrip()


def failed(name: str) -> Row:
    """The line of a measure that could not be taken."""
    return Row(name, ())


def table(rows: Iterable[Row]) -> str:
    """The lines as a Markdown table whose columns stand under each other."""
    lines = [COLUMNS, *(row.cells for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(COLUMNS))]
    written = ["| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in lines]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([written[0], rule, *written[1:]])


def summary(rows: Sequence[Row]) -> str:
    """« 9 cibles atteintes sur 12 » and the names of the others."""
    bound = [row for row in rows if row.verdict is not Verdict.NO_TARGET]
    missed = [row.name for row in bound if row.verdict is not Verdict.REACHED]
    reached = french.plural(len(bound) - len(missed), "cible atteinte", "cibles atteintes")
    text = f"{reached} sur {len(bound)}."
    return text + (f" Manquées : {' ; '.join(missed)}." if missed else "")


def _over(figure: float, reference: float) -> float:
    return figure / reference if reference > 0 else math.inf


def _ratio(ratio: float | None) -> str:
    if ratio is None:
        return NONE
    # Rounded up: a ratio just above its target must not look like it.
    return french.number(math.ceil(round(ratio * 100, 6)) / 100, 2) if math.isfinite(ratio) else "∞"


def _plain(figure: float) -> str:
    return french.number(figure, 0 if figure == int(figure) else 2).replace("\u202f", " ")
