"""A campaign and a meeting -> the slides that the committee sees, in order: one subject a slide."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cmq.campaign import Category, Meeting
from cmq.framework import Criterion
from cmq.indicators import Measures
from cmq.scoring import CriterionResult, CriterionState, RequirementResult, Results


class SlideKind(StrEnum):
    """What a slide is about; the words are those of its address."""

    TITLE = "accueil"
    SUMMARY = "synthese"
    CRITERION = "critere"
    INDICATOR = "indicateur"
    INDICATORS = "indicateurs"
    OPEN_DECISIONS = "suivi"
    ANNEX = "annexe"
    DECISIONS = "decisions"


@dataclass(frozen=True, slots=True)
class Slide:
    """One subject: ``subject`` is the id of its criterion or indicator, ``part`` counts from 1 over several slides."""

    kind: SlideKind
    subject: str = ""
    part: int = 1
    parts: int = 1

    @property
    def id(self) -> str:
        """« critere:C04 », « annexe:2 »: what tells it from the meeting's other slides."""
        if self.subject:
            return f"{self.kind}:{self.subject}"
        return f"{self.kind}:{self.part}" if self.part > 1 else str(self.kind)


def marked(results: Results, criterion_id: str | None = None) -> tuple[RequirementResult, ...]:
    """The requirements that the team marked « à discuter », of a criterion or of all."""
    return tuple(
        row for row in results.rows if row.answer.to_discuss and criterion_id in (None, row.criterion.id)
    )


def proposed_criteria(results: Results) -> tuple[Criterion, ...]:
    """The agenda that a new meeting starts from: the criteria with a marked point, or else those not met.

    Excellence counts where the campaign aims at it.
    """
    marks = {row.criterion.id for row in marked(results)}
    if marks:
        return tuple(c.criterion for c in results.criteria if c.criterion.id in marks)
    higher = results.campaign.profile.category is Category.EXCELLENCE
    return tuple(c.criterion for c in results.criteria if not _settled(c, higher=higher))


def _settled(result: CriterionResult, *, higher: bool) -> bool:
    states = (result.label_state, result.excellence_state) if higher else (result.label_state,)
    done = (CriterionState.MET, CriterionState.NOT_APPLICABLE, CriterionState.NONE)
    return all(state in done for state in states)


def slides(
    results: Results, measures: Measures, meeting: Meeting, pages: dict[SlideKind, int]
) -> tuple[Slide, ...]:
    """Every slide, in order; ``pages`` tells over how many slides the long subjects run (none: not shown).

    ``measures`` are those that the public may see. An agenda without criterion is that of all criteria; a
    criterion with a marked point is on it in any case.
    """
    chosen = {id_ for id_ in meeting.criteria if any(c.criterion.id == id_ for c in results.criteria)}
    wanted = chosen | {row.criterion.id for row in marked(results)}
    criteria = [c.criterion for c in results.criteria if not chosen or c.criterion.id in wanted]
    followed = {result.indicator.id for result in measures.followed}
    return (
        Slide(SlideKind.TITLE),
        Slide(SlideKind.SUMMARY),
        *(Slide(SlideKind.CRITERION, criterion.id) for criterion in criteria),
        *(Slide(SlideKind.INDICATOR, id_) for id_ in meeting.indicators if id_ in followed),
        *_parts(SlideKind.INDICATORS, pages),
        *_parts(SlideKind.OPEN_DECISIONS, pages),
        *_parts(SlideKind.ANNEX, pages),
        *_parts(SlideKind.DECISIONS, pages),
    )


def _parts(kind: SlideKind, pages: dict[SlideKind, int]) -> tuple[Slide, ...]:
    count = pages.get(kind, 0)
    return tuple(Slide(kind, part=part, parts=count) for part in range(1, count + 1))
