"""Every indicator of a campaign, and where the campus stands on each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from cmq.campaign import NO_PLAN, Campaign, IndicatorEntry, IndicatorPlan
from cmq.framework import Criterion, Family, Framework, Indicator, Purpose
from cmq.indicators.masking import masked_groups, masked_totals
from cmq.indicators.own import OWN_FAMILY, own_indicator
from cmq.indicators.result import IndicatorResult, Mark
from cmq.indicators.value import FIRST_YEAR, Fault, Measure, Status, measure, number, number_fault
from cmq.indicators.wholes import Sum, sums_of, whole_of
from cmq.text import fold


@dataclass(frozen=True)
class Measures:
    """Every indicator of a campaign, on one day, for the team or for a ``public`` view."""

    framework: Framework
    campaign: Campaign
    today: date
    public: bool = False

    @cached_property
    def results(self) -> tuple[IndicatorResult, ...]:
        """Every indicator of the catalogue, then the campus's own."""
        return tuple(map(self._known, self._catalogue))

    @cached_property
    def followed(self) -> tuple[IndicatorResult, ...]:
        """Those that the campus follows, family by family."""
        families = {family.id: place for place, family in enumerate(self.framework.families)}
        return tuple(
            sorted(
                (result for result in self.results if result.followed),
                key=lambda result: families.get(result.indicator.family, len(families)),
            )
        )

    def result(self, indicator_id: str) -> IndicatorResult | None:
        """The result of an indicator, None where the catalogue does not know it."""
        return self._known(indicator_id) if indicator_id in self._catalogue else None

    def has_value(self, indicator_id: str) -> bool:
        """Whether a followed indicator has a value to show."""
        result = self.result(indicator_id)
        return result is not None and result.followed and result.latest is not None

    def of_criterion(self, criterion_id: str) -> tuple[IndicatorResult, ...]:
        """The followed indicators that speak of a criterion."""
        return tuple(r for r in self.followed if criterion_id in r.indicator.criteria)

    def of_purpose(self, purpose: Purpose) -> tuple[IndicatorResult, ...]:
        """The followed indicators that show whether a finalité of the label is served."""
        return tuple(r for r in self.followed if purpose.id in r.indicator.purposes)

    def of_family(self, family_id: str) -> tuple[IndicatorResult, ...]:
        """The followed indicators of a family."""
        return tuple(r for r in self.followed if r.indicator.family == family_id)

    @cached_property
    def families(self) -> tuple[Family, ...]:
        """The families of the framework, or one for the campus's own indicators where it has none."""
        return self.framework.families or (OWN_FAMILY,)

    def covered(self, family_id: str) -> bool:
        """Whether a followed indicator of the family has a value (cahier des charges § 2.11)."""
        ids = (id_ for id_, indicator in self._catalogue.items() if indicator.family == family_id)
        return any(map(self.has_value, ids))

    @cached_property
    def silent_criteria(self) -> tuple[Criterion, ...]:
        """The criteria for which no followed indicator has a value."""
        return tuple(
            criterion
            for criterion in self.framework.criteria
            if not any(r.latest is not None for r in self.of_criterion(criterion.id))
        )

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Every year that something was typed for, oldest first."""
        return tuple(sorted({entry.year for entry in self.campaign.entries}))

    @cached_property
    def catalogue(self) -> Mapping[str, Indicator]:
        """The indicators of the framework by id, then the campus's own by name, as people find them in a list."""
        own = [
            (id_, indicator) for id_, indicator in self._catalogue.items() if id_ and id_ not in self._shipped
        ]
        own.sort(key=lambda pair: (fold(pair[1].name), pair[0]))
        return {indicator.id: indicator for indicator in self.framework.indicators} | dict(own)

    def of(self, indicator_id: str, year: int, group: str) -> Measure | None:
        """The measure of one year, of a group or of the whole; None where there is none."""
        result = self.result(indicator_id)
        if result is None:
            return None
        if group:
            return result.groups.get((year, group))
        return next((total for total in result.totals if total.year == year), None)

    @cached_property
    def _catalogue(self) -> Mapping[str, Indicator]:
        known = {indicator.id: indicator for indicator in self.framework.indicators}
        for id_, plan in self.campaign.plans.items():
            if id_ not in self._shipped and plan.own:
                known[id_] = own_indicator(self.framework, id_, plan.own)
        return known

    @cached_property
    def _shipped(self) -> frozenset[str]:
        return frozenset(indicator.id for indicator in self.framework.indicators)

    @cached_property
    def _results(self) -> dict[str, IndicatorResult]:
        return {}

    def _known(self, id_: str) -> IndicatorResult:
        """The result of a known indicator, worked out once it is asked for: scoring needs but a few."""
        if id_ not in self._results:
            self._results[id_] = self._result(self._catalogue[id_])
        return self._results[id_]

    @cached_property
    def _entries(self) -> Mapping[str, list[IndicatorEntry]]:
        entries: dict[str, list[IndicatorEntry]] = {}
        for entry in self.campaign.entries:
            entries.setdefault(entry.indicator, []).append(entry)
        return entries

    def _measure(self, indicator: Indicator, entry: IndicatorEntry) -> Measure:
        return measure(indicator, entry, self.framework.indicator_rules, self.today)

    def _result(self, indicator: Indicator) -> IndicatorResult:
        plan = self.campaign.plans.get(indicator.id, NO_PLAN)
        if plan.own and indicator.id in self._shipped:
            # Whatever a workbook brought in, the catalogue's words hold.
            plan = replace(plan, own=NO_PLAN.own)
        entries = self._entries.get(indicator.id, ())
        groups = {
            (entry.year, entry.group): self._measure(indicator, entry)
            for entry in entries
            if entry.group in self.framework.groups
        }
        wholes = {entry.year: self._measure(indicator, entry) for entry in entries if not entry.group}
        years = sorted(wholes.keys() | {year for year, _ in groups})
        breakdowns = [self.framework.breakdown(id_) for id_ in indicator.breakdowns]
        sums = {
            year: sums_of(indicator, year, groups, breakdowns, lambda entry: self._measure(indicator, entry))
            for year in years
        }
        totals = [
            total
            for year in years
            if (total := whole_of(indicator, wholes.get(year), sums[year])) is not None
        ]
        start, target, faults = self._plan(indicator, plan)
        if start is not None and _has_year(totals, start.year, Status.NOT_PUBLISHABLE):
            start = None
            text = "Le taux de cette année n'est pas diffusable : il ne peut pas servir de départ."
            faults = (*faults, Fault("depart", text, blocking=False))
        result = IndicatorResult(indicator, plan, tuple(totals), groups, start, target, faults)
        return self._masked(result, sums) if self.public and indicator.counts_people else result

    def _masked(self, result: IndicatorResult, sums: Mapping[int, Sequence[Sum]]) -> IndicatorResult:
        """The result as others than the team may see it."""
        indicator, threshold = result.indicator, self.framework.indicator_rules.masking_threshold
        wholes: dict[int, list[Measure]] = {total.year: [total] for total in result.totals if total.measured}
        for year, found in sums.items():
            wholes.setdefault(year, []).extend(one.measure for one in found if one.measure.measured)
        totals = masked_totals(result.totals, threshold)
        breakdowns = [self.framework.breakdown(id_) for id_ in indicator.breakdowns]
        groups = masked_groups(result.groups, breakdowns, wholes if indicator.adds_up else {}, threshold)
        start = result.start
        if start is not None and (
            (not indicator.calculation.has_parts and start.value < threshold)
            or _has_year(totals, start.year, Status.MASKED)
        ):
            start = None
        plan = result.plan if start is not None else replace(result.plan, start=None)
        return replace(result, plan=plan, totals=tuple(totals), groups=groups, start=start, plan_faults=())

    # What the campus decided

    def _plan(
        self, indicator: Indicator, plan: IndicatorPlan
    ) -> tuple[Mark | None, Mark | None, tuple[Fault, ...]]:
        faults: list[Fault] = []
        marks: list[Mark | None] = []
        for name, raw, year in (
            ("depart", plan.start, plan.start_year),
            ("cible", plan.target, plan.target_year),
        ):
            text = number_fault(indicator, "valeur", raw, self.framework.indicator_rules)
            value = None if text else number(raw)
            if text:
                faults.append(Fault(name, text))
            known_year = year if isinstance(year, int) and not isinstance(year, bool) else None
            if year is not None and (known_year is None or not FIRST_YEAR <= known_year <= 2200):
                known_year = None
                faults.append(Fault(f"{name}_annee", "Une année en quatre chiffres est attendue."))
            marks.append(None if value is None else Mark(value, known_year))
        start, target = marks
        return start, target, tuple(faults)


def _has_year(totals: Iterable[Measure], year: int | None, status: Status) -> bool:
    return any(total.year == year and total.status is status for total in totals)
