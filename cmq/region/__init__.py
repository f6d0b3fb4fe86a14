"""The campuses of a region side by side: what each one lacks, what many lack, whose label ends when.

The committee of a region is that of all its campuses. They stand in alphabetical order and are only ever counted, never
ranked against each other nor blended into a mean.

- ``model``: the campuses, the requirements that many do not meet, the calendar of the labels.
- ``wording``: the same in sentences and tables.
"""

from cmq.region.model import CampusView, CommonGap, Deadline, Problem, Region, Side, Tally, Term, look_at

__all__ = ["CampusView", "CommonGap", "Deadline", "Problem", "Region", "Side", "Tally", "Term", "look_at"]
