"""The quality indicators: Framework + Campaign -> ``Measures`` (cahier des charges § 2.3 and § 2.11).

The only place where an indicator's value is computed, judged and masked; every screen, chart and document reads it.

- A denominator of 0 gives no value; a rate of leavers with a denominator under the publication threshold has none
  that may be shown.
- Rates are never added: the whole of several groups is the sum of their numerators over that of their denominators.
- A year without value stays empty; nothing is interpolated nor extrapolated.
- For a public view, counts of people under the masking threshold are hidden, and with them what would give them away.
"""

from cmq.indicators.measures import Measures
from cmq.indicators.own import own_indicator
from cmq.indicators.result import IndicatorResult, Mark
from cmq.indicators.value import Fault, Measure, Status, faults_of, measure, number_fault, period_end

__all__ = [
    "Fault",
    "IndicatorResult",
    "Mark",
    "Measure",
    "Measures",
    "Status",
    "faults_of",
    "measure",
    "number_fault",
    "own_indicator",
    "period_end",
]
