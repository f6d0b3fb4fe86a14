"""What sums up an assessment in words: the counts that matter, the renewal's condition and the rates."""

from __future__ import annotations

from dataclasses import dataclass

from cmq import french
from cmq.french import typeset
from cmq.scoring import Rate, Results


@dataclass(frozen=True, slots=True)
class Figure:
    """A rate with its name and what it counts."""

    name: str
    rate: Rate
    formula: str


def headline(results: Results) -> str:
    """« 4 critères satisfaits sur 11 »."""
    met, total = len(results.met_criteria), len(results.applicable_criteria)
    return f"{french.plural(met, 'critère satisfait', 'critères satisfaits')} sur {french.number(total)}"


def excellence_headline(results: Results) -> str:
    """« 3 exigences Excellence satisfaites sur 11, sous réserve du label »; empty without a higher category."""
    if not results.framework.has_excellence:
        return ""
    met, total = len(results.excellence_rate.hits), len(results.excellence_rate.rows)
    reserve = (
        "" if results.label_reached else f", sous réserve {french.of(results.framework.meta.label_name)}"
    )
    count = french.plural(met, "exigence Excellence satisfaite", "exigences Excellence satisfaites")
    return f"{count} sur {french.number(total)}{reserve}"


def renewal_sentence(results: Results) -> str:
    """What a renewal asks for and whether it is there; empty where no renewal is asked for."""
    condition, row = results.framework.renewal, results.renewal_row
    if condition is None or row is None:
        return ""
    level = results.framework.level(condition.level).name
    ready = "C'est le cas." if results.renewal_ready else "Ce n'est pas encore le cas."
    return typeset(
        f"Renouvellement : {row.requirement.id} doit être au moins « {level} », avec une preuve. {ready}"
    )


def figures(results: Results) -> tuple[Figure, ...]:
    """The rates, never blended into one, in the order of the screens."""
    label = Figure(
        french.bare(results.framework.meta.label_name),
        results.label_rate,
        "exigences principales et détails satisfaits, sur ceux qui sont applicables",
    )
    excellence = Figure(
        "Excellence",
        results.excellence_rate,
        "exigences Excellence satisfaites, sur celles qui sont applicables",
    )
    return (
        label,
        *((excellence,) if results.framework.has_excellence else ()),
        Figure("Réponses", results.completion, "exigences renseignées, sur toutes les exigences"),
        Figure(
            "Sans preuve",
            results.unproven,
            "exigences au niveau requis sans preuve, sur les exigences au niveau requis",
        ),
    )


def fraction(rate: Rate) -> str:
    """« 29 sur 51 »."""
    return f"{french.number(len(rate.hits))} sur {french.number(len(rate.rows))}"
