"""The rules of the label: Framework + Campaign -> Results.

One pure function, ``score``. Every screen, chart, workbook and report reads its result and computes no
state, count or rate of its own.

- A requirement is met from level « Mis en œuvre » on, with a piece of evidence (``Rules.met_level``).
- No compensation between criteria: all of them are required (cahier des charges § 2).
- A rate has the same rows above and below; nothing unanswered counts as level 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType

from cmq.campaign import Answer, Campaign, Evidence, RequestType
from cmq.days import older
from cmq.framework import (
    Criterion,
    ExcellenceSide,
    Framework,
    Requirement,
    RequirementKind,
)
from cmq.indicators import Measures, period_end


class RequirementState(StrEnum):
    """Where a requirement stands. ``PLANNED`` is the band of the unmet that have a plan: it earns nothing."""

    UNANSWERED = "unanswered"
    NOT_APPLICABLE = "not_applicable"
    UNMET = "unmet"
    PLANNED = "planned"
    CLAIMED = "claimed"
    MET = "met"


class CriterionState(StrEnum):
    """Where a criterion stands, for the label or for Excellence."""

    INCOMPLETE = "incomplete"
    UNMET = "unmet"
    PARTIAL = "partial"
    MET = "met"
    NOT_APPLICABLE = "not_applicable"
    NONE = "none"
    """The framework asks nothing of this criterion for the higher category."""


class Finding(StrEnum):
    """What the coherence checks look for."""

    EXCELLENCE_WITHOUT_STANDARD = "excellence_without_standard"
    LEVEL_WITHOUT_EVIDENCE = "level_without_evidence"
    DETAIL_ABOVE_PARENT = "detail_above_parent"
    UNTICKED_CHECKS = "unticked_checks"
    NOT_APPLICABLE_WITHOUT_REASON = "not_applicable_without_reason"
    OLD_EVIDENCE = "old_evidence"
    UNDATED_EVIDENCE = "undated_evidence"
    WATCHED_UNMET = "watched_unmet"
    CARRIED_UNCONFIRMED = "carried_unconfirmed"
    FAMILY_WITHOUT_VALUE = "family_without_value"


@dataclass(frozen=True, slots=True)
class RequirementResult:
    """A requirement with its answer, its evidence and its state."""

    requirement: Requirement
    criterion: Criterion
    answer: Answer
    evidence: tuple[Evidence, ...]
    state: RequirementState

    @property
    def applicable(self) -> bool:
        """Whether it stands in the denominators."""
        return self.state is not RequirementState.NOT_APPLICABLE

    @property
    def met(self) -> bool:
        """Whether it counts as satisfied."""
        return self.state is RequirementState.MET

    @property
    def answered(self) -> bool:
        """Whether somebody said something that can be scored."""
        return self.state is not RequirementState.UNANSWERED

    @property
    def level(self) -> int | None:
        """The level, where one applies and the scale knows it."""
        return self.answer.level if self.answered and self.applicable else None


@dataclass(frozen=True, slots=True)
class Rate:
    """A count over a count, with the rows behind both.

    ``rows`` are the denominator's; ``hits`` those among them that count in the numerator.
    """

    rows: tuple[RequirementResult, ...]
    hits: tuple[RequirementResult, ...]

    @property
    def value(self) -> Fraction | None:
        """The exact share, between 0 and 1; None where there is nothing to divide by."""
        return Fraction(len(self.hits), len(self.rows)) if self.rows else None

    @property
    def misses(self) -> tuple[RequirementResult, ...]:
        """The rows that do not count in the numerator."""
        hits = {id(row) for row in self.hits}
        return tuple(row for row in self.rows if id(row) not in hits)


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """A criterion with both its sides."""

    criterion: Criterion
    standard: tuple[RequirementResult, ...]
    excellence: tuple[RequirementResult, ...]
    label_state: CriterionState
    excellence_state: CriterionState

    @property
    def same_as_standard(self) -> bool:
        """Whether the text says « Idem » for Excellence."""
        return self.criterion.excellence is ExcellenceSide.SAME

    @property
    def rows(self) -> tuple[RequirementResult, ...]:
        """Both sides, in the text's order."""
        return self.standard + self.excellence

    @property
    def label_rate(self) -> Rate:
        """Standard requirements met, of those applicable."""
        return _rate(self.standard)

    @property
    def excellence_rate(self) -> Rate:
        """Excellence requirements met, of those applicable; the standard side's where the text says « Idem »."""
        return _rate(self.standard if self.same_as_standard else self.excellence)

    @property
    def label_gap(self) -> tuple[RequirementResult, ...]:
        """What is missing for the label."""
        return _missing(self.standard)

    @property
    def excellence_gap(self) -> tuple[RequirementResult, ...]:
        """What is missing for Excellence: the label's gap, then what Excellence adds."""
        return _missing(self.rows)


@dataclass(frozen=True, slots=True)
class Incoherence:
    """One finding of the coherence checks, on one requirement."""

    finding: Finding
    row: RequirementResult
    evidence: Evidence | None = None


@dataclass(frozen=True)
class Results:
    """Everything that can be said of a campaign against its framework, on one day."""

    framework: Framework
    campaign: Campaign
    criteria: tuple[CriterionResult, ...]
    measures: Measures
    today: date

    @cached_property
    def rows(self) -> tuple[RequirementResult, ...]:
        """Every assessed requirement, in the text's order."""
        return tuple(row for criterion in self.criteria for row in criterion.rows)

    @cached_property
    def _rows_by_id(self) -> Mapping[str, RequirementResult]:
        return MappingProxyType({row.requirement.id: row for row in self.rows})

    @cached_property
    def _criteria_by_id(self) -> Mapping[str, CriterionResult]:
        return MappingProxyType({c.criterion.id: c for c in self.criteria})

    def row(self, requirement_id: str) -> RequirementResult:
        """The result of a requirement (KeyError where there is none)."""
        return self._rows_by_id[requirement_id]

    def criterion(self, criterion_id: str) -> CriterionResult:
        """The result of a criterion (KeyError where there is none)."""
        return self._criteria_by_id[criterion_id]

    @cached_property
    def standard_rows(self) -> tuple[RequirementResult, ...]:
        """The requirements that count for the label."""
        return tuple(row for criterion in self.criteria for row in criterion.standard)

    @cached_property
    def excellence_rows(self) -> tuple[RequirementResult, ...]:
        """The requirements that Excellence adds."""
        return tuple(row for criterion in self.criteria for row in criterion.excellence)

    @cached_property
    def met_criteria(self) -> tuple[CriterionResult, ...]:
        """The criteria that are met for the label."""
        return tuple(c for c in self.criteria if c.label_state is CriterionState.MET)

    @cached_property
    def applicable_criteria(self) -> tuple[CriterionResult, ...]:
        """The criteria that stand in the headline's denominator."""
        return tuple(c for c in self.criteria if c.label_state is not CriterionState.NOT_APPLICABLE)

    @cached_property
    def label_gap(self) -> tuple[RequirementResult, ...]:
        """The applicable standard requirements that are not met."""
        return _missing(self.standard_rows)

    @cached_property
    def excellence_gap(self) -> tuple[RequirementResult, ...]:
        """The label's gap, and the applicable excellence requirements that are not met."""
        return _missing(self.rows)

    @cached_property
    def label_rate(self) -> Rate:
        """Standard requirements met, of those applicable."""
        return _rate(self.standard_rows)

    @cached_property
    def excellence_rate(self) -> Rate:
        """Excellence requirements met, of those applicable; « sous réserve du label » while its gap is open."""
        return _rate(self.excellence_rows)

    @cached_property
    def completion(self) -> Rate:
        """Requirements with an answer (« non applicable » with its reason is one), of all."""
        return Rate(self.rows, tuple(row for row in self.rows if row.answered))

    @cached_property
    def unproven(self) -> Rate:
        """Requirements at the met level without evidence, of those at the met level."""
        claimed = tuple(
            row for row in self.rows if row.state in (RequirementState.CLAIMED, RequirementState.MET)
        )
        return Rate(
            claimed,
            tuple(row for row in claimed if row.state is RequirementState.CLAIMED),
        )

    @cached_property
    def maturity(self) -> Fraction | None:
        """Mean level of the answered, applicable standard requirements; a secondary figure."""
        levels = [row.level for row in self.standard_rows if row.level is not None]
        return Fraction(sum(levels), len(levels)) if levels else None

    @property
    def label_reached(self) -> bool:
        """Whether nothing is missing for the label; Excellence is stated under that reserve."""
        return not self.label_gap

    @cached_property
    def renewal_row(self) -> RequirementResult | None:
        """The requirement that a renewal depends on, where this campaign asks for one."""
        condition = self.framework.renewal
        if condition is None or self.campaign.profile.request is not RequestType.RENEWAL:
            return None
        return self.row(condition.requirement)

    @property
    def renewal_ready(self) -> bool | None:
        """Whether the renewal's condition is met; None where it does not apply (cahier des charges § 2)."""
        row, condition = self.renewal_row, self.framework.renewal
        if row is None or condition is None:
            return None
        return row.level is not None and row.level >= condition.level and bool(row.evidence)

    @cached_property
    def incoherences(self) -> tuple[Incoherence, ...]:
        """What the coherence checks found, in the text's order."""
        return tuple(found for row in self.rows for found in _incoherences(self, row))


def score(framework: Framework, campaign: Campaign, today: date | None = None) -> Results:
    """Assess a campaign; answers to requirements that the framework does not know are left aside."""
    today = today or date.today()
    measures = Measures(framework, campaign, today)
    evidence: dict[str, list[Evidence]] = {}
    for item in campaign.evidence.values():
        shown = _dated(item, campaign, measures)
        if shown.usable:
            for id_ in shown.requirements:
                evidence.setdefault(id_, []).append(shown)
    criteria = tuple(_score_criterion(framework, campaign, evidence, c) for c in framework.criteria)
    return Results(framework, campaign, criteria, measures, today)


def _dated(item: Evidence, campaign: Campaign, measures: Measures) -> Evidence:
    """The evidence with the date of what it stands for, and none while that does not exist."""
    if item.meeting:
        return _of_meeting(item, campaign, measures.today)
    return _measured(item, measures) if item.indicator else item


def _of_meeting(item: Evidence, campaign: Campaign, today: date) -> Evidence:
    """Evidence that is a meeting of the committee: of its day, and none before it was held."""
    meeting = campaign.meetings.get(item.meeting)
    if meeting is None or not meeting.held or meeting.day is None or meeting.day > today:
        return replace(item, meeting="", indicator="")
    return replace(item, date=meeting.day)


def _measured(item: Evidence, measures: Measures) -> Evidence:
    """Evidence that is an indicator's value: as old as the latest value, and none while there is no value."""
    result = measures.result(item.indicator)
    if result is None or result.latest is None or not measures.has_value(item.indicator):
        return replace(item, indicator="")
    end = period_end(result.indicator, result.latest.year)
    return replace(item, date=min(end, measures.today))


def _score_criterion(
    framework: Framework,
    campaign: Campaign,
    evidence: Mapping[str, list[Evidence]],
    criterion: Criterion,
) -> CriterionResult:
    rows = tuple(
        _score_requirement(
            framework,
            criterion,
            r,
            campaign.answer(r.id),
            tuple(evidence.get(r.id, ())),
        )
        for r in framework.of_criterion(criterion.id)
        if r.assessed
    )
    standard = tuple(row for row in rows if row.requirement.standard)
    excellence = tuple(row for row in rows if not row.requirement.standard)
    main = tuple(row for row in standard if row.requirement.kind is RequirementKind.MAIN)
    label_state = _criterion_state(framework, standard, main)
    return CriterionResult(
        criterion,
        standard,
        excellence,
        label_state,
        {
            ExcellenceSide.SAME: label_state,
            ExcellenceSide.NONE: CriterionState.NONE,
            ExcellenceSide.SPECIFIC: _criterion_state(framework, excellence, excellence),
        }[criterion.excellence],
    )


def _score_requirement(
    framework: Framework,
    criterion: Criterion,
    requirement: Requirement,
    answer: Answer,
    evidence: tuple[Evidence, ...],
) -> RequirementResult:
    return RequirementResult(
        requirement,
        criterion,
        answer,
        evidence,
        _requirement_state(framework, requirement, answer, evidence),
    )


def _requirement_state(
    framework: Framework,
    requirement: Requirement,
    answer: Answer,
    evidence: tuple[Evidence, ...],
) -> RequirementState:
    if answer.not_applicable and requirement.not_applicable_when:
        return RequirementState.NOT_APPLICABLE if answer.reason.strip() else RequirementState.UNANSWERED
    if answer.level is None or not framework.has_level(answer.level):
        return RequirementState.UNANSWERED
    if answer.level >= framework.rules.met_level:
        return RequirementState.MET if evidence else RequirementState.CLAIMED
    if answer.level >= framework.rules.planned_level:
        return RequirementState.PLANNED
    return RequirementState.UNMET


def _criterion_state(
    framework: Framework,
    rows: Iterable[RequirementResult],
    decisive: Iterable[RequirementResult],
) -> CriterionState:
    """State over ``rows``; « partial » needs every one of ``decisive`` planned and one of them met."""
    rows = [row for row in rows if row.applicable]
    decisive = [row for row in decisive if row.applicable]
    if not rows:
        return CriterionState.NOT_APPLICABLE
    if not all(row.answered for row in rows):
        return CriterionState.INCOMPLETE
    if all(row.met for row in rows):
        return CriterionState.MET
    planned = framework.rules.planned_level
    all_planned = all(row.level is not None and row.level >= planned for row in decisive)
    if all_planned and any(row.met for row in decisive):
        return CriterionState.PARTIAL
    return CriterionState.UNMET


def _missing(rows: Iterable[RequirementResult]) -> tuple[RequirementResult, ...]:
    return tuple(row for row in rows if row.applicable and not row.met)


def _rate(rows: Iterable[RequirementResult]) -> Rate:
    applicable = tuple(row for row in rows if row.applicable)
    return Rate(applicable, tuple(row for row in applicable if row.met))


def _incoherences(results: Results, row: RequirementResult) -> Iterable[Incoherence]:
    requirement, answer = row.requirement, row.answer
    criterion = results.criterion(row.criterion.id)
    reached = row.state in (RequirementState.CLAIMED, RequirementState.MET)
    if reached and not requirement.standard and criterion.label_state is not CriterionState.MET:
        yield Incoherence(Finding.EXCELLENCE_WITHOUT_STANDARD, row)
    if row.state is RequirementState.CLAIMED:
        yield Incoherence(Finding.LEVEL_WITHOUT_EVIDENCE, row)
    if requirement.parent and row.met:
        parent = results.row(requirement.parent)
        if parent.level is not None and parent.level < results.framework.rules.met_level:
            yield Incoherence(Finding.DETAIL_ABOVE_PARENT, row)
    if reached and any(not check.family and check.id not in answer.checks for check in requirement.checks):
        yield Incoherence(Finding.UNTICKED_CHECKS, row)
    if reached and any(
        check.family and not results.measures.covered(check.family) for check in requirement.checks
    ):
        yield Incoherence(Finding.FAMILY_WITHOUT_VALUE, row)
    if answer.not_applicable and requirement.not_applicable_when and not answer.reason.strip():
        yield Incoherence(Finding.NOT_APPLICABLE_WITHOUT_REASON, row)
    yield from _evidence_incoherences(results, row)
    if requirement.watched and row.answered and row.applicable and not row.met:
        yield Incoherence(Finding.WATCHED_UNMET, row)
    if answer.carried_from:
        yield Incoherence(Finding.CARRIED_UNCONFIRMED, row)


def _evidence_incoherences(results: Results, row: RequirementResult) -> Iterable[Incoherence]:
    for item in row.evidence:
        if item.date is None:
            yield Incoherence(Finding.UNDATED_EVIDENCE, row, item)
        elif older(item.date, results.today, results.framework.rules.old_evidence_months):
            yield Incoherence(Finding.OLD_EVIDENCE, row, item)
