"""One value of an indicator: what is wrong with it, and what it amounts to."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from cmq import numerals
from cmq.campaign import IndicatorEntry, Scalar
from cmq.framework import Calculation, Indicator, IndicatorRules, PeriodKind

FIRST_YEAR = 1990
"""An earlier year is a slip of the keyboard."""

_ROUNDING = {Calculation.RATIO: Fraction(1, 10)}
"""A published rate is rounded to a unit, a ratio to a tenth: one that differs by no more agrees with its counts."""
_SPOKEN: Mapping[Scalar, str] = {True: "VRAI", False: "FAUX"}

Numbers = tuple[Fraction | None, Fraction | None, Fraction | None]
"""Numerator, denominator and value."""


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
        known = self.indicator.calculation.divides and self.denominator is not None
        return self.measured and self.indicator.of_leavers and not known


def measure(indicator: Indicator, entry: IndicatorEntry, rules: IndicatorRules, today: date) -> Measure:
    """The value of what was typed for a year and a group."""
    faults = faults_of(indicator, entry, rules, today)
    calculation = indicator.calculation
    parts = (entry.numerator, entry.denominator) if calculation.has_parts else (None, None)
    numerator, denominator, value = map(number, (*parts, entry.value))
    if any(fault.blocking for fault in faults):
        return Measure(indicator, entry, Status.INVALID, None, numerator, denominator, faults)
    status = Status.MEASURED
    if calculation.divides and denominator == 0:
        status, value = Status.NOT_COMPUTABLE, None
    elif numerator is not None and denominator is not None:
        value = compute(calculation, numerator, denominator)
    elif value is None:
        missing = any(map(is_missing, (*parts, entry.value)))
        status = Status.MISSING if missing else Status.INCOMPLETE
    if status is Status.MEASURED and _too_few(indicator, (numerator, denominator, value), rules):
        status, value = Status.NOT_PUBLISHABLE, None
    return Measure(indicator, entry, status, value, numerator, denominator, faults)


def faults_of(
    indicator: Indicator, entry: IndicatorEntry, rules: IndicatorRules, today: date
) -> tuple[Fault, ...]:
    """What is wrong with the numbers of a value, in the order of the fields."""
    calculation = indicator.calculation
    found = [*_number_faults(indicator, entry, rules), *_year_faults(entry.year, today)]
    if found or not calculation.has_parts:
        return tuple(found)
    numerator, denominator, value = map(number, (entry.numerator, entry.denominator, entry.value))
    if numerator is None or denominator is None:
        return ()
    if calculation is Calculation.SHARE and numerator > denominator:
        text = (
            f"Le numérateur ({numerals.plain(numerator)}) dépasse le dénominateur "
            f"({numerals.plain(denominator)}) : vérifiez ces deux nombres."
        )
        return (Fault("numerateur", text),)
    computed = compute(calculation, numerator, denominator) if value is not None else None
    if value is not None and computed is not None and not agree(calculation, value, computed):
        text = (
            f"Le taux saisi ({numerals.plain(value)}) n'est pas celui des deux nombres "
            f"({numerals.plain(computed, 1)}) : c'est ce dernier qui compte."
        )
        return (Fault("valeur", text, blocking=False),)
    return ()


def _number_faults(indicator: Indicator, entry: IndicatorEntry, rules: IndicatorRules) -> Iterator[Fault]:
    for name, raw in (
        ("numerateur", entry.numerator),
        ("denominateur", entry.denominator),
        ("valeur", entry.value),
    ):
        if name == "valeur" or indicator.calculation.has_parts:
            if text := number_fault(indicator, name, raw, rules):
                yield Fault(name, text)
        elif raw is not None:
            yield Fault(name, "Cet indicateur n'a qu'une valeur : ce nombre ne compte pas.", blocking=False)


def _year_faults(year: int, today: date) -> Iterator[Fault]:
    if year > today.year:
        yield Fault("annee", f"L'année {year} est à venir : vérifiez-la.")
    elif year < FIRST_YEAR:
        yield Fault("annee", f"L'année {year} est trop ancienne : {FIRST_YEAR} au plus tôt.")


def number_fault(indicator: Indicator, name: str, raw: Scalar, rules: IndicatorRules) -> str:  # noqa: PLR0911 - one a rule
    """What is wrong with one number of an indicator, by the name of its field; empty where nothing is."""
    if raw is None or is_missing(raw):
        return ""
    figure = number(raw)
    if figure is None:
        return f"« {_SPOKEN.get(raw, str(raw)[:40])} » n'est pas un nombre : écrivez par exemple 1 234,5, ou nd s'il n'est pas disponible."
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


@lru_cache(maxsize=4096, typed=True)
def number(raw: Scalar) -> Fraction | None:
    """What is stored as an exact number; None for what is none."""
    if isinstance(raw, str):
        return numerals.parse(raw)
    if isinstance(raw, float):
        return Fraction(str(raw)) if math.isfinite(raw) else None
    return Fraction(raw) if isinstance(raw, int) and not isinstance(raw, bool) else None


def is_missing(raw: Scalar) -> bool:
    """Whether a number is told not to be available."""
    return isinstance(raw, str) and numerals.is_missing(raw)


def compute(calculation: Calculation, numerator: Fraction, denominator: Fraction) -> Fraction | None:
    """The value that two numbers make; None where there is nothing to divide by."""
    if calculation is Calculation.DIFFERENCE:
        return numerator - denominator
    return numerator / denominator * scale(calculation) if denominator else None


def scale(calculation: Calculation) -> int:
    """What a quotient is multiplied by."""
    return 1 if calculation is Calculation.RATIO else 100


def agree(calculation: Calculation, one: Fraction, other: Fraction) -> bool:
    """Whether two values may be the same one, rounded."""
    return abs(one - other) <= _ROUNDING.get(calculation, 1)


def counts(calculation: Calculation, numbers: Numbers) -> tuple[Fraction | None, Fraction | None]:
    """The two counts of a quotient, the one that lacks computed from the other and the value where they allow it."""
    numerator, denominator, value = numbers
    if value is not None:
        share = value / scale(calculation)
        if numerator is None and denominator is not None:
            numerator = share * denominator
        elif denominator is None and numerator is not None and share:
            denominator = numerator / share
    return numerator, denominator


def _too_few(indicator: Indicator, numbers: Numbers, rules: IndicatorRules) -> bool:
    if not indicator.of_leavers or not indicator.calculation.divides:
        return False
    _, denominator = counts(indicator.calculation, numbers)
    return denominator is not None and denominator < rules.publication_threshold
