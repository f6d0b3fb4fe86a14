"""The sheets of the committee -> members, meetings, presences and decisions."""

from __future__ import annotations

from collections.abc import Callable, Collection

from cmq.storage import layout
from cmq.storage.grid import Row
from cmq.storage.intake import Intake


def read(intake: Intake, sheet: Callable[[str], list[Row] | None]) -> None:
    """Take the sheets; ``sheet`` gives the rows of a title, None where it is missing."""
    decisions = (layout.MEETING_OF_DECISION, *layout.DECISION_COLUMNS)
    meetings = intake.entities(
        layout.MEETINGS, sheet(layout.MEETINGS), layout.MEETING_COLUMNS, "seance", "S-"
    )
    members = intake.entities(layout.MEMBERS, sheet(layout.MEMBERS), layout.MEMBER_COLUMNS, "membre", "M-")
    intake.entities(layout.DECISIONS, sheet(layout.DECISIONS), decisions, "decision", "D-")
    _presences(intake, sheet(layout.PRESENCES), meetings, members)


def _presences(
    intake: Intake,
    rows: list[Row] | None,
    meetings: Collection[str] | None,
    members: Collection[str] | None,
) -> None:
    """Take « Présences »: a row a meeting and a member; those that have no row of their own are told of.

    Where the sheet of meetings or that of members is missing, all of them may be known.
    """
    table = intake.table(layout.PRESENCES, rows, (layout.ID, layout.PRESENCE_COLUMN.header))
    if table is None:
        return
    places = intake.places(table, (layout.PRESENCE_COLUMN,), "presence")
    for line, id_ in intake.identified(table):
        meeting, _, member = id_.partition(":")
        if not meeting or not member:
            reason = "attendu : l'identifiant d'une séance et celui d'un membre, comme « S-1:M-1 »"
        elif meetings is not None and meeting not in meetings:
            reason = f"la séance « {meeting[:40]} » est inconnue"
        elif members is not None and member not in members:
            reason = f"le membre « {member[:40]} » est inconnu"
        else:
            intake.row(line, "presence", id_, places)
            continue
        if line.text(layout.PRESENCE_COLUMN.header):
            intake.remark(line, layout.ID, reason)
