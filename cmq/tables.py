"""Tables as plain text, for screens and documents alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cmq import french
from cmq.framework import Framework, RequirementKind
from cmq.indicators import IndicatorResult, Mark
from cmq.scoring import Rate, RequirementResult

KINDS = {
    RequirementKind.MAIN: "Principale",
    RequirementKind.DETAIL: "Détail",
    RequirementKind.EXCELLENCE: "Excellence",
    RequirementKind.EXAMPLE: "Exemple",
}


@dataclass(frozen=True, slots=True)
class Table:
    """A caption, column headers and rows of text; the first column names the row."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def requirement_table(caption: str, framework: Framework, rows: Iterable[RequirementResult]) -> Table:
    """The requirements behind a figure, with what was answered."""
    return Table(
        caption,
        ("Repère", "Critère", "Type", "Exigence", "Niveau", "État", "Preuves"),
        tuple(
            (
                row.requirement.id,
                f"{row.criterion.number} {row.criterion.short_title}",
                KINDS[row.requirement.kind],
                row.requirement.text,
                level_name(framework, row),
                french.REQUIREMENT_STATES[row.state],
                french.number(len(row.evidence)),
            )
            for row in rows
        ),
    )


def level_name(framework: Framework, row: RequirementResult) -> str:
    """The level's name, « Non renseigné » or « Non applicable »."""
    if not row.applicable:
        return "Non applicable"
    return "Non renseigné" if row.level is None else framework.level(row.level).name


def rate_table(caption: str, framework: Framework, rate: Rate) -> Table:
    """The requirements behind a rate: those of the numerator first, each row saying whether it counts."""
    plain = requirement_table(caption, framework, (*rate.hits, *rate.misses))
    counted = ("oui",) * len(rate.hits) + ("non",) * len(rate.misses)
    return Table(
        caption,
        (*plain.columns, "Compte"),
        tuple((*row, mark) for row, mark in zip(plain.rows, counted, strict=True)),
    )


def indicator_table(caption: str, framework: Framework, results: Iterable[IndicatorResult]) -> Table:
    """Indicators with where they come from, where they are and where they go."""
    families = {family.id: family.name for family in framework.families}
    return Table(
        caption,
        ("Indicateur", "Repère", "Famille", "Départ", "Dernière valeur", "Cible"),
        tuple(
            (
                result.indicator.name,
                result.indicator.id,
                families.get(result.indicator.family, ""),
                mark_text(result, result.start),
                latest_text(result),
                mark_text(result, result.target),
            )
            for result in results
        ),
    )


def latest_text(result: IndicatorResult) -> str:
    """« 62,5 % (2024) », or « sans valeur » with what the last year says instead."""
    if result.latest is not None:
        year = french.period(result.indicator, result.latest.year)
        return f"{french.measure(result.latest)} ({year})"
    if result.totals:
        last = result.totals[-1]
        return f"{french.measure(last)} ({french.period(result.indicator, last.year)})"
    return french.measure(None)


def mark_text(result: IndicatorResult, mark: Mark | None) -> str:
    """« 70 % (2027) »; « – » where there is none."""
    if mark is None:
        return "–"
    year = f" ({french.period(result.indicator, mark.year)})" if mark.year is not None else ""
    return french.quantity(result.indicator, mark.value) + year
