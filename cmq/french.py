"""How numbers, dates and states are written in French; the only formatter of the product.

Typography: a narrow no-break space groups thousands, a no-break space stands before « : ; ? ! % ».
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction

from cmq.scoring import CriterionState, Finding, RequirementState

NBSP = "\u00a0"
NNBSP = "\u202f"

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
}


def number(value: float | Fraction, decimals: int = 0) -> str:
    """« 1 234,5 »: grouped by thousands, decimal comma, halves away from zero as spreadsheets round."""
    exact = Fraction(str(value)) if isinstance(value, float) else Fraction(value)
    scaled = math.floor(abs(exact) * 10**decimals + Fraction(1, 2))
    whole, rest = divmod(scaled, 10**decimals)
    sign = "-" if exact < 0 and scaled else ""
    return sign + f"{whole:,}".replace(",", NNBSP) + (f",{rest:0{decimals}d}" if decimals else "")


def percent(share: Fraction | None) -> str:
    """« 56,9 % » for a share; « sans objet » for None.

    Rounding never reaches 0 or 100 from between: only nothing is « 0 % » and only everything « 100 % ».
    """
    if share is None:
        return "sans objet"
    tenths = math.floor(share * 1000 + Fraction(1, 2))
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
