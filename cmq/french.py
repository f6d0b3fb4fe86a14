"""How numbers, dates and states are written in French; the only formatter of the product.

Typography: a narrow no-break space groups thousands, a no-break space stands before « : ; ? ! % ».
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from cmq import numerals
from cmq.campaign import DECISIONS, PRESENCES, Attendance, Nature
from cmq.campaign import Status as DecisionStatus
from cmq.campaign.table import Table
from cmq.framework import Calculation, Direction, Indicator
from cmq.indicators import Measure, Status
from cmq.scoring import CriterionState, Finding, RequirementState

_Kind = TypeVar("_Kind", bound=StrEnum)


def _words(table: Table[Any], name: str, kinds: type[_Kind]) -> dict[_Kind, str]:
    """The words that the workbook has in a column, as a heading writes them."""
    column = table.column(name)
    return {kinds(value): word.capitalize() for value, word in (column.choices if column else ())}


NBSP = "\u00a0"
NNBSP = numerals.NNBSP

REQUIREMENT_STATES = {
    RequirementState.MET: "Satisfaite",
    RequirementState.CLAIMED: "Déclarée sans preuve",
    RequirementState.PLANNED: "Projetée",
    RequirementState.UNMET: "Non satisfaite",
    RequirementState.UNANSWERED: "Non renseignée",
    RequirementState.NOT_APPLICABLE: "Non applicable",
}

CRITERION_STATES = {
    CriterionState.MET: "Satisfait",
    CriterionState.PARTIAL: "Partiel",
    CriterionState.UNMET: "Non satisfait",
    CriterionState.INCOMPLETE: "Incomplet",
    CriterionState.NOT_APPLICABLE: "Non applicable",
    CriterionState.NONE: "Sans objet",
}

FINDINGS = {
    Finding.EXCELLENCE_WITHOUT_STANDARD: "Excellence déclarée alors que le critère n'est pas satisfait pour le label",
    Finding.LEVEL_WITHOUT_EVIDENCE: "Niveau déclaré sans preuve",
    Finding.DETAIL_ABOVE_PARENT: "Détail satisfait alors que l'exigence principale n'est pas mise en œuvre",
    Finding.UNTICKED_CHECKS: "Niveau déclaré alors que des points à vérifier ne sont pas cochés",
    Finding.NOT_APPLICABLE_WITHOUT_REASON: "Non applicable sans justification écrite",
    Finding.OLD_EVIDENCE: "Preuve ancienne",
    Finding.UNDATED_EVIDENCE: "Preuve sans date",
    Finding.WATCHED_UNMET: "Obligation expresse du texte (« doivent ») non satisfaite",
    Finding.CARRIED_UNCONFIRMED: "Réponse reprise d'une campagne antérieure, à confirmer",
    Finding.FAMILY_WITHOUT_VALUE: "Indicateurs déclarés alors qu'une famille n'a aucune valeur",
}

VALUE_STATES = {
    Status.MISSING: "non disponible",
    Status.INCOMPLETE: "incomplet",
    Status.NOT_COMPUTABLE: "non calculable",
    Status.NOT_PUBLISHABLE: "non diffusable",
    Status.INVALID: "à corriger",
    Status.MASKED: "masqué",
}
"""Of the values that cannot be shown; a measured one is shown itself."""

DIRECTIONS = {
    Direction.UP: "à la hausse",
    Direction.DOWN: "à la baisse",
    Direction.TARGET: "vers la cible du campus",
    Direction.CONTEXT: "élément de contexte, ni bon ni mauvais seul",
}


ATTENDANCES = _words(PRESENCES, "etat", Attendance)
NATURES = _words(DECISIONS, "nature", Nature)
DECISION_STATUSES = _words(DECISIONS, "etat", DecisionStatus)


def number(value: float | Fraction, decimals: int = 0) -> str:
    """« 1 234,5 »: grouped by thousands, decimal comma, halves away from zero as spreadsheets round."""
    return numerals.written(value, decimals)


def percent(share: Fraction | None) -> str:
    """« 56,9 % » for a share; « sans objet » for None.

    Rounding never reaches 0 or 100 from between: only nothing is « 0 % » and only everything « 100 % ».
    """
    if share is None:
        return "sans objet"
    tenths = (2000 * share.numerator + share.denominator) // (2 * share.denominator)
    if 0 < share < 1:
        tenths = min(max(tenths, 1), 999)
    whole, tenth = divmod(tenths, 10)
    return f"{number(whole)}{f',{tenth}' if tenth else ''}{NBSP}%"


def day(value: date | None) -> str:
    """« 22/11/2026 »; an empty text for None."""
    return f"{value:%d/%m/%Y}" if value else ""


def moment(value: datetime, now: datetime) -> str:
    """« à 14:02 » on the same day, else « le 21/11/2026 à 14:02 », in the machine's local time."""
    local = value.astimezone()
    hour = f"à {local:%H:%M}"
    return hour if local.date() == now.astimezone().date() else f"le {day(local)} {hour}"


def typeset(text: str) -> str:
    """French spacing for a text of ours: no-break spaces before double punctuation and inside « »."""
    text = re.sub(r" (?=[:;?!»%])", NBSP, text)
    return re.sub(r"« ", f"«{NBSP}", text)


def plural(count: int, singular: str, plural_form: str | None = None) -> str:
    """« 1 preuve », « 2 preuves », « 0 preuve »: French uses the plural from two on."""
    word = singular if count < 2 else (plural_form or singular + "s")
    return f"{number(count)}{NBSP}{word}"


def enumeration(items: Sequence[str]) -> str:
    """« a, b et c »."""
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + " et " + items[-1]


_ARTICLE = re.compile("(?:le |la |les |l['’])")
_OF = {"le ": "du ", "les ": "des "}


def bare(name: str) -> str:
    """« Label » from « le label »: the name alone, as a heading writes it."""
    name = _ARTICLE.sub("", name, count=1)
    return name[:1].upper() + name[1:]


def of(name: str) -> str:
    """« du label » from « le label », « de la charte » from « la charte »."""
    for article, contracted in _OF.items():
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return "de " + name


def period(indicator: Indicator, year: int) -> str:
    """« 2024 », or « 2024-2025 » for a school year."""
    return school_year(year) if indicator.school else str(year)


def school_year(year: int) -> str:
    """« 2024-2025 »: the school year that begins in that one."""
    return f"{year}-{year + 1}"


def quantity(indicator: Indicator, value: Fraction, *, unit: bool = True) -> str:
    """« 62,5 % », « 1 240 personnes », « +3 points »: a value of the indicator with its unit."""
    match indicator.calculation:
        case Calculation.SHARE | Calculation.RATE:
            return percent(value / 100)
        case Calculation.DIFFERENCE:
            text = signed(value, 1)
        case _:
            text = numerals.plain(value, 2)
    return f"{text}{NBSP}{_unit(indicator.unit, text)}" if unit else text


def difference(indicator: Indicator, value: Fraction) -> str:
    """« +2,5 points », « -120 personnes »: what lies between two values of the indicator."""
    points = indicator.calculation in (Calculation.SHARE, Calculation.RATE, Calculation.DIFFERENCE)
    text = signed(value, 1 if points else 2)
    return f"{text}{NBSP}{_unit('points' if points else indicator.unit, text)}"


def _unit(unit: str, written: str) -> str:
    """« personne », « niveau sur 6 », « point » below two, as French has it; a unit is written in the plural."""
    if re.match(r"[+-]?[01](,|$)", written) is None:
        return unit
    first, space, rest = unit.partition(" ")
    singular = first in _ALWAYS_S or not re.fullmatch(r"\w{3,}[sx]", first)
    return unit if singular else first[:-1] + space + rest


_ALWAYS_S = frozenset({"mois", "fois", "cas", "accès", "repas", "cours", "parcours", "prix", "choix"})
"""Words whose singular ends like a plural."""


def signed(value: Fraction, decimals: int) -> str:
    """« +2,5 », « -3 », « 0 »."""
    text = numerals.plain(value, decimals)
    return f"+{text}" if value > 0 and text != "0" else text


def measure(item: Measure | None) -> str:
    """The value of a measure with its unit, or why there is none."""
    if item is None:
        return "sans valeur"
    if item.value is None:
        return VALUE_STATES[item.status]
    return quantity(item.indicator, item.value)
