"""Tables as plain text, for screens and documents alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cmq import french
from cmq.framework import Framework, RequirementKind
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
