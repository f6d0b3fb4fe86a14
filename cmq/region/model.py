"""Several campuses' results side by side: counted, never ranked nor averaged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from cmq.campaign import Profile
from cmq.days import older
from cmq.framework import Criterion, Framework, Requirement
from cmq.scoring import CriterionState, RequirementState, Results
from cmq.text import comparable

UNMET_STATES = (RequirementState.UNMET, RequirementState.PLANNED, RequirementState.CLAIMED)
"""Answered, and not met."""
_COUNTED = tuple(state for state in RequirementState if state is not RequirementState.NOT_APPLICABLE)


class Side(StrEnum):
    """For which category a criterion's state is told."""

    LABEL = "label"
    EXCELLENCE = "excellence"


class Term(StrEnum):
    """Where a label is in its time."""

    ENDED = "ended"
    SOON = "soon"
    """It ends within ``Region.SOON_MONTHS``."""
    LATER = "later"
    UNKNOWN = "unknown"


class Problem(NamedTuple):
    """What cannot be read of a campus, and why, in French."""

    what: str
    why: str


@dataclass(frozen=True)
class CampusView:
    """A campus at its latest campaign; ``results`` is None where nothing of it can be read."""

    slug: str
    name: str
    campaign_id: str = ""
    results: Results | None = None
    problems: tuple[Problem, ...] = ()
    """Of campaigns that cannot be read; one of them may be later than the one that is shown."""

    @property
    def profile(self) -> Profile:
        """Who the campus is; empty where it cannot be read."""
        return self.results.campaign.profile if self.results is not None else Profile()

    def state(self, criterion_id: str, side: Side) -> CriterionState:
        """The state of a criterion, for one category; the campus must be readable."""
        if self.results is None:
            raise ValueError(f"{self.slug} cannot be read")
        found = self.results.criterion(criterion_id)
        return found.label_state if side is Side.LABEL else found.excellence_state


@dataclass(frozen=True)
class CommonGap:
    """A requirement in all the campuses where it is applicable, by its state there, each list alphabetical."""

    requirement: Requirement
    criterion: Criterion
    by_state: Mapping[RequirementState, tuple[CampusView, ...]]

    @cached_property
    def unmet(self) -> tuple[CampusView, ...]:
        """Answered, and not met: not engaged, planned, or claimed without evidence."""
        return tuple(campus for state in UNMET_STATES for campus in self.by_state[state])

    @property
    def unanswered(self) -> tuple[CampusView, ...]:
        """Not answered yet: neither met nor unmet."""
        return self.by_state[RequirementState.UNANSWERED]

    @property
    def met(self) -> tuple[CampusView, ...]:
        """Where it is met."""
        return self.by_state[RequirementState.MET]

    @property
    def applicable(self) -> int:
        """How many campuses it is applicable in: those of all the lists."""
        return sum(map(len, self.by_state.values()))


@dataclass(frozen=True)
class Tally:
    """In how many campuses a criterion is met, of those where it is applicable."""

    criterion: Criterion
    met: int
    applicable: int


@dataclass(frozen=True)
class Deadline:
    """When a campus's label ends, and in how many days (negative once it has); None where no date is known."""

    campus: CampusView
    term: Term
    days: int | None


@dataclass(frozen=True)
class Region:
    """Campuses in alphabetical order, on one day."""

    SOON_MONTHS = 12

    framework: Framework
    today: date
    campuses: tuple[CampusView, ...]

    @cached_property
    def readable(self) -> tuple[CampusView, ...]:
        """The campuses that everything is counted over."""
        return tuple(campus for campus in self.campuses if campus.results is not None)

    @cached_property
    def unreadable(self) -> tuple[CampusView, ...]:
        """The campuses of which nothing can be read; whether a filter would keep them is not known."""
        return tuple(campus for campus in self.campuses if campus.results is None)

    @cached_property
    def academies(self) -> tuple[str, ...]:
        """The académies of the campuses."""
        return _names(campus.profile.academy for campus in self.readable)

    @cached_property
    def sectors(self) -> tuple[str, ...]:
        """The filières of the campuses."""
        return _names(campus.profile.sector for campus in self.readable)

    def filtered(self, academies: Collection[str] = (), sectors: Collection[str] = ()) -> Region:
        """The campuses of these académies and filières (none named: all), and those that cannot be read."""
        return replace(
            self,
            campuses=tuple(
                campus
                for campus in self.campuses
                if campus.results is None
                or (
                    (not academies or campus.profile.academy in academies)
                    and (not sectors or campus.profile.sector in sectors)
                )
            ),
        )

    def common_gaps(self, side: Side) -> tuple[CommonGap, ...]:
        """The requirements of one category, those unmet in most campuses first; ties in the text's order."""
        asked = [r for r in self.framework.assessed if r.standard is (side is Side.LABEL)]
        gaps = [self._gap(requirement) for requirement in asked]
        return tuple(sorted(gaps, key=lambda gap: -len(gap.unmet)))

    def _gap(self, requirement: Requirement) -> CommonGap:
        found: dict[RequirementState, list[CampusView]] = {state: [] for state in _COUNTED}
        for campus in self.readable:
            if campus.results is not None and (state := campus.results.row(requirement.id).state) in found:
                found[state].append(campus)
        by_state = {state: tuple(campuses) for state, campuses in found.items()}
        return CommonGap(requirement, self.framework.criterion(requirement.criterion), by_state)

    def tallies(self, side: Side) -> tuple[Tally, ...]:
        """In how many campuses each criterion is met, in the text's order."""
        beyond = (CriterionState.NOT_APPLICABLE, CriterionState.NONE)
        tallies: list[Tally] = []
        for criterion in self.framework.criteria:
            states = [campus.state(criterion.id, side) for campus in self.readable]
            applicable = sum(state not in beyond for state in states)
            tallies.append(Tally(criterion, states.count(CriterionState.MET), applicable))
        return tuple(tallies)

    @cached_property
    def calendar(self) -> tuple[Deadline, ...]:
        """When each label ends, the earliest first, those without a date last."""
        deadlines = [self._deadline(campus) for campus in self.readable]
        return tuple(sorted(deadlines, key=lambda deadline: (deadline.days is None, deadline.days or 0)))

    def _deadline(self, campus: CampusView) -> Deadline:
        end = campus.profile.label_end
        if end is None:
            return Deadline(campus, Term.UNKNOWN, None)
        if end < self.today:
            term = Term.ENDED
        else:
            term = Term.LATER if older(self.today, end, self.SOON_MONTHS) else Term.SOON
        return Deadline(campus, term, (end - self.today).days)


def look_at(framework: Framework, campuses: Iterable[CampusView], today: date) -> Region:
    """The region of these campuses, in alphabetical order."""
    return Region(
        framework,
        today,
        tuple(sorted(campuses, key=lambda campus: (comparable(campus.name), campus.slug))),
    )


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({name for name in names if name}, key=comparable))
