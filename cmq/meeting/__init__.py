"""The meeting of the committee: who sits in it, what it looks at, what it decides (cahier des charges § 2.4).

- ``composition``: the seats that the text demands, who holds them, who came.
- ``agenda``: a campaign and a meeting -> the slides, in order.
- ``decisions``: the edits that record what the committee does, and what is still open.
- ``alerts``: what the committee's own rules ask for and is missing.

Nothing here knows a screen; a slide says what it shows, not how.
"""

from cmq.meeting.agenda import (
    Slide,
    SlideKind,
    marked,
    proposed_criteria,
    slides,
)
from cmq.meeting.alerts import Alert, AlertKind, alerts, last_meeting
from cmq.meeting.composition import Seat, by_role, empty_seats, seats, unattended_seats
from cmq.meeting.decisions import (
    Ruling,
    decided,
    earlier_decisions,
    evidence_edits,
    open_decisions,
    ruling_edits,
)

__all__ = [
    "Alert",
    "AlertKind",
    "Ruling",
    "Seat",
    "Slide",
    "SlideKind",
    "alerts",
    "by_role",
    "decided",
    "earlier_decisions",
    "empty_seats",
    "evidence_edits",
    "last_meeting",
    "marked",
    "open_decisions",
    "proposed_criteria",
    "ruling_edits",
    "seats",
    "slides",
    "unattended_seats",
]
