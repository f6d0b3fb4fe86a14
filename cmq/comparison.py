"""Two results of one campus -> what rose, what fell, and why.

The two may be campaigns, sealed versions or today, under one framework or two. A requirement is compared where
both know it, in the same criterion; nothing here is a score: what rose does not make up for what fell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Protocol

from cmq.campaign import Decision, Evidence, Nature
from cmq.framework import Criterion
from cmq.scoring import CriterionResult, RequirementResult, RequirementState, Results


class Direction(StrEnum):
    """Which way something moved."""

    ROSE = "rose"
    FELL = "fell"
    SAME = "same"
    OTHER = "other"
    """It changed, but neither for the better nor for the worse: it became applicable, or was answered with nothing."""


_ORDER = {
    RequirementState.UNMET: 0,
    RequirementState.PLANNED: 1,
    RequirementState.CLAIMED: 2,
    RequirementState.MET: 3,
}


@dataclass(frozen=True)
class Movement:
    """A requirement that is no more where it was."""

    before: RequirementResult
    after: RequirementResult
    decisions: tuple[Decision, ...]
    """What the committee said of its level between the two."""

    @cached_property
    def direction(self) -> Direction:
        """By the state, then by the level: a level that rises without changing the state is a rise, too."""
        before, after = self._rank(self.before), self._rank(self.after)
        if before is None or after is None:
            return Direction.OTHER
        if before == after:
            return Direction.SAME
        return Direction.ROSE if after > before else Direction.FELL

    @property
    def added(self) -> tuple[Evidence, ...]:
        """The evidence that came."""
        return _without(self.after, self.before)

    @property
    def removed(self) -> tuple[Evidence, ...]:
        """The evidence that went."""
        return _without(self.before, self.after)

    @staticmethod
    def _rank(row: RequirementResult) -> tuple[int, int] | None:
        """None where there is nothing to rank; an unanswered requirement ranks with what is not begun."""
        if not row.applicable:
            return None
        return _ORDER.get(row.state, 0), row.level or 0


class _Moves(Protocol):
    """What has movements."""

    @property
    def movements(self) -> tuple[Movement, ...]:
        """All of them, in the text's order."""


class _ByDirection:
    """The movements of something, by the way that they went."""

    @property
    def rose(self: _Moves) -> tuple[Movement, ...]:
        """What rose."""
        return _that(self.movements, Direction.ROSE)

    @property
    def fell(self: _Moves) -> tuple[Movement, ...]:
        """What fell."""
        return _that(self.movements, Direction.FELL)

    @property
    def other(self: _Moves) -> tuple[Movement, ...]:
        """What changed neither for the better nor for the worse."""
        return _that(self.movements, Direction.OTHER, Direction.SAME)


@dataclass(frozen=True)
class CriterionMovement(_ByDirection):
    """A criterion before and after, with what moved in it."""

    criterion: Criterion
    before: CriterionResult
    after: CriterionResult
    movements: tuple[Movement, ...]


@dataclass(frozen=True)
class Comparison(_ByDirection):
    """Everything that moved between two results."""

    before: Results
    after: Results
    criteria: tuple[CriterionMovement, ...]
    """Those that both know, in the text's order."""

    @cached_property
    def _by_id(self) -> Mapping[str, CriterionMovement]:
        return {movement.criterion.id: movement for movement in self.criteria}

    def criterion(self, criterion_id: str) -> CriterionMovement | None:
        """The movement of a criterion, None where one of the two does not know it."""
        return self._by_id.get(criterion_id)

    @cached_property
    def movements(self) -> tuple[Movement, ...]:
        """Every requirement that moved, in the text's order."""
        return tuple(movement for criterion in self.criteria for movement in criterion.movements)


def compare(before: Results, after: Results) -> Comparison:
    """What moved from one result to the other."""
    earlier = {criterion.criterion.id: criterion for criterion in before.criteria}
    return Comparison(
        before,
        after,
        tuple(
            CriterionMovement(
                found.criterion,
                earlier[found.criterion.id],
                found,
                _movements(before, after, earlier[found.criterion.id], found),
            )
            for found in after.criteria
            if found.criterion.id in earlier
        ),
    )


def _movements(
    before: Results, after: Results, old: CriterionResult, new: CriterionResult
) -> tuple[Movement, ...]:
    rows = {row.requirement.id: row for row in old.rows}
    known = before.campaign.decisions
    found = []
    for row in new.rows:
        earlier = rows.get(row.requirement.id)
        if earlier is None or not _moved(earlier, row):
            continue
        decisions = tuple(
            decision
            for id_, decision in after.campaign.decisions.items()
            if id_ not in known
            and decision.requirement == row.requirement.id
            and decision.nature in (Nature.AMENDED, Nature.CONFIRMED)
        )
        found.append(Movement(earlier, row, decisions))
    return tuple(found)


def _moved(before: RequirementResult, after: RequirementResult) -> bool:
    return (before.state, before.level) != (after.state, after.level)


def _that(movements: tuple[Movement, ...], *directions: Direction) -> tuple[Movement, ...]:
    return tuple(movement for movement in movements if movement.direction in directions)


def _without(row: RequirementResult, other: RequirementResult) -> tuple[Evidence, ...]:
    known = {item.id for item in other.evidence}
    return tuple(item for item in row.evidence if item.id not in known)
