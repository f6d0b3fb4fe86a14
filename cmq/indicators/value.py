"""One value of an indicator: what is wrong with it, and what it amounts to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from cmq import numerals
from cmq.campaign import NOT_AVAILABLE, IndicatorEntry, Scalar
from cmq.framework import Calculation, Indicator, IndicatorRules, PeriodKind

_ROUNDING = 1
"""A published rate is rounded to a unit: one that differs by no more from its counts agrees with them."""


class Status(StrEnum):
    """What can be said of a value."""

    MEASURED = "measured"
    MISSING = "missing"
    """Known not to be available (« nd »)."""
    INCOMPLETE = "incomplete"
    """Only one of its two numbers is there."""
    NOT_COMPUTABLE = "not_computable"
    """Its denominator is 0."""
    NOT_PUBLISHABLE = "not_publishable"
    """Its denominator is under the publication threshold."""
    INVALID = "invalid"
    """A number of it cannot be right."""
    MASKED = "masked"
    """It would show, or give away, a count of few people."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a number, in French, and under which name it is stored."""

    name: str
    text: str
    blocking: bool = True
    """Whether the value cannot be used."""


@dataclass(frozen=True, slots=True)
class Measure:
    """The value of an indicator for one year, and one group or the whole (``entry.group`` empty)."""

    indicator: Indicator
    entry: IndicatorEntry
    status: Status
    value: Fraction | None = None
    """In the indicator's unit, exact; only where the status is ``MEASURED``."""
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    faults: tuple[Fault, ...] = ()
    summed: bool = False
    """Whether it is the sum of its groups, since nobody typed the whole."""

    @property
    def year(self) -> int:
        """The year, or that in which the school year begins."""
        return self.entry.year

    @property
    def measured(self) -> bool:
        """Whether it has a value to show."""
        return self.status is Status.MEASURED

    @property
    def unverified(self) -> bool:
        """Whether nothing tells that its denominator reaches the publication threshold."""
        return self.measured and self.indicator.of_leavers and self.denominator is None


def measure(indicator: Indicator, entry: IndicatorEntry, rules: IndicatorRules, today: date) -> Measure:
    """The value of what was typed for a year and a group."""
    faults = faults_of(indicator, entry, rules, today)
    numbers = [number(raw) for raw in (entry.numerator, entry.denominator, entry.value)]
    numerator, denominator, value = numbers
    typed = (entry.numerator, entry.denominator, entry.value)
    calculation = indicator.calculation
    status = Status.MEASURED
    if any(fault.blocking for fault in faults):
        return Measure(indicator, entry, Status.INVALID, None, numerator, denominator, faults)
    if not calculation.has_parts:
        numerator = denominator = None
    elif numerator is not None and denominator is not None:
        value = _compute(calculation, numerator, denominator)
        status = Status.MEASURED if value is not None else Status.NOT_COMPUTABLE
    elif value is None and (numerator is not None or denominator is not None):
        status = Status.INCOMPLETE
    if value is None and status is not Status.NOT_COMPUTABLE and NOT_AVAILABLE in typed:
        status = Status.MISSING
    elif value is None and status is Status.MEASURED:
        status = Status.INCOMPLETE
    if status is Status.MEASURED and _too_few(indicator, denominator, rules):
        status, value = Status.NOT_PUBLISHABLE, None
    return Measure(indicator, entry, status, value, numerator, denominator, faults)


def faults_of(
    indicator: Indicator, entry: IndicatorEntry, rules: IndicatorRules, today: date
) -> tuple[Fault, ...]:
    """What is wrong with the numbers of a value, in the order of the fields."""
    found = [
        Fault(name, text)
        for name, raw in (
            ("numerateur", entry.numerator),
            ("denominateur", entry.denominator),
            ("valeur", entry.value),
        )
        if (text := number_fault(indicator, name, raw, rules))
    ]
    if entry.year > today.year + 1:
        found.append(Fault("annee", f"L'année {entry.year} est à venir."))
    if found:
        return tuple(found)
    numerator, denominator, value = map(number, (entry.numerator, entry.denominator, entry.value))
    if numerator is None or denominator is None:
        return ()
    if indicator.calculation is Calculation.SHARE and numerator > denominator:
        text = (
            f"Le numérateur ({numerals.plain(numerator)}) dépasse le dénominateur "
            f"({numerals.plain(denominator)})."
        )
        return (Fault("numerateur", text),)
    computed = _compute(indicator.calculation, numerator, denominator)
    if value is not None and computed is not None and abs(value - computed) > _ROUNDING:
        text = (
            f"Le taux saisi ({numerals.plain(value)}) n'est pas celui des deux nombres "
            f"({numerals.plain(computed, 1)}) : c'est ce dernier qui compte."
        )
        return (Fault("valeur", text, blocking=False),)
    return ()


def number_fault(indicator: Indicator, name: str, raw: Scalar, rules: IndicatorRules) -> str:  # noqa: PLR0911 - one a rule
    """What is wrong with one number of an indicator, by the name of its field; empty where nothing is."""
    if raw is None or raw == NOT_AVAILABLE:
        return ""
    figure = number(raw)
    if figure is None:
        return f"« {str(raw)[:40]} » n'est pas un nombre : écrivez par exemple 1 234,5, ou nd s'il n'est pas disponible."
    if abs(figure) >= rules.largest:
        return "Ce nombre est trop grand : vérifiez l'unité et les zéros."
    calculation = indicator.calculation
    is_part = name in ("numerateur", "denominateur")
    if calculation is Calculation.DIFFERENCE:
        if is_part and not 0 <= figure <= 100:
            return "Un taux est compris entre 0 et 100."
        return "" if abs(figure) <= 100 else "Un écart est compris entre -100 et 100 points."
    if figure < 0:
        return "Ce nombre ne peut pas être négatif."
    whole = calculation is Calculation.COUNT or (is_part and indicator.counts_people)
    if whole and figure.denominator != 1:
        return "Un nombre entier est attendu."
    if indicator.maximum is not None and figure > indicator.maximum:
        return f"Au plus {indicator.maximum} est attendu."
    if calculation is Calculation.SHARE and not is_part and figure > 100:
        return "Une part ne dépasse pas 100 %."
    return ""


def period_end(indicator: Indicator, year: int) -> date:
    """The last day that a value of that year speaks of."""
    return date(year + 1, 8, 31) if indicator.period is PeriodKind.SCHOOL else date(year, 12, 31)


def number(raw: Scalar) -> Fraction | None:
    """What is stored as an exact number; None for what is none."""
    if isinstance(raw, str):
        return numerals.parse(raw)
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        return None
    return Fraction(raw) if isinstance(raw, int) else Fraction(str(raw))


def _compute(calculation: Calculation, numerator: Fraction, denominator: Fraction) -> Fraction | None:
    if calculation is Calculation.DIFFERENCE:
        return numerator - denominator
    if denominator == 0:
        return None
    return numerator / denominator * (1 if calculation is Calculation.RATIO else 100)


def _too_few(indicator: Indicator, denominator: Fraction | None, rules: IndicatorRules) -> bool:
    return (
        indicator.of_leavers
        and indicator.calculation.divides
        and denominator is not None
        and denominator < rules.publication_threshold
    )
