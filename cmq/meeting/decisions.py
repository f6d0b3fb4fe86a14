"""What the committee does with a subject, as edits; and what of it is still open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cmq.campaign import (
    Campaign,
    Decision,
    Edit,
    Meeting,
    Nature,
    Scalar,
    State,
    answer_field,
    decision_field,
    evidence_field,
    evidence_link_field,
    new_decision_id,
    new_evidence_id,
)
from cmq.errors import InvalidInput
from cmq.framework import Framework


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is to be recorded: a decision, a level confirmed or amended with its reason, a subject deferred."""

    nature: Nature
    text: str
    owner: str = ""
    due: date | None = None
    criterion: str = ""
    requirement: str = ""
    indicator: str = ""
    level: int | None = None
    """Of an amended level."""


def ruling_edits(framework: Framework, state: State, meeting: Meeting, ruling: Ruling) -> tuple[Edit, ...]:
    """What records a ruling, and brings the answer to the level that it says.

    Raises ``InvalidInput``: a decision without text, a level without reason, or no level to confirm.
    """
    settles = ruling.nature in (Nature.CONFIRMED, Nature.AMENDED)
    if not ruling.text.strip():
        raise InvalidInput(_MISSING[ruling.nature])
    field = answer_field(ruling.requirement, "niveau")
    before = state.get(field)
    if settles and not framework.has_requirement(ruling.requirement):
        raise InvalidInput("Choisissez l'exigence dont le niveau est discuté.")
    if ruling.nature is Nature.CONFIRMED and before is None:
        raise InvalidInput(
            "Cette exigence n'a pas encore de niveau : il n'y a rien à confirmer. Modifiez-le."
        )
    if ruling.nature is Nature.AMENDED and ruling.level is None:
        raise InvalidInput("Choisissez le nouveau niveau.")
    if ruling.nature is Nature.AMENDED and before == ruling.level:
        raise InvalidInput(
            "Ce niveau est déjà celui de l'exigence : confirmez-le, ou choisissez-en un autre."
        )
    criterion = ruling.criterion
    if settles:
        criterion = framework.requirement(ruling.requirement).criterion
    values: dict[str, Scalar] = {
        "seance": meeting.id,
        "nature": ruling.nature.value,
        "texte": ruling.text.strip(),
        "responsable": ruling.owner.strip() or None,
        "echeance": ruling.due.isoformat() if ruling.due else None,
        "critere": criterion or None,
        "exigence": ruling.requirement or None,
        "indicateur": ruling.indicator or None,
    }
    if settles:
        values["niveau_avant"] = before
        values["niveau"] = ruling.level if ruling.nature is Nature.AMENDED else before
    id_ = new_decision_id()
    edits = [
        Edit(decision_field(id_, name), None, value) for name, value in values.items() if value is not None
    ]
    if ruling.nature is Nature.AMENDED:
        edits.append(Edit(field, before, ruling.level))
    if settles:
        carried = answer_field(ruling.requirement, "repris_de")
        edits += [Edit(carried, state[carried], None)] if carried in state else []
    return tuple(edits)


_MISSING = {
    Nature.DECISION: "Écrivez la décision.",
    Nature.CONFIRMED: "Écrivez le motif : pourquoi ce niveau est confirmé.",
    Nature.AMENDED: "Écrivez le motif : pourquoi ce niveau est modifié.",
    Nature.DEFERRED: "Écrivez pourquoi le sujet est reporté.",
}


def decided(campaign: Campaign, meeting_id: str) -> tuple[Decision, ...]:
    """What a meeting did, in the order in which it was recorded; its place there is its number."""
    return tuple(decision for decision in campaign.decisions.values() if decision.meeting == meeting_id)


def open_decisions(campaigns: Iterable[Campaign], before: Meeting | None = None) -> tuple[Decision, ...]:
    """The decisions that wait to be done, those due first; of the meetings before one, where one is given."""
    found = [
        decision
        for campaign in campaigns
        for decision in campaign.decisions.values()
        if decision.open and (before is None or _earlier(campaign, decision, before))
    ]
    return tuple(sorted(found, key=lambda decision: (decision.due is None, decision.due or date.max)))


def _earlier(campaign: Campaign, decision: Decision, meeting: Meeting) -> bool:
    if decision.meeting == meeting.id:
        return False
    taken = campaign.meetings.get(decision.meeting)
    return taken is None or taken.day is None or meeting.day is None or taken.day <= meeting.day


def evidence_edits(
    framework: Framework, campaign: Campaign, meeting: Meeting, title: str
) -> tuple[Edit, ...]:
    """What makes a meeting that was held evidence of what it shows (cahier des charges § 2.4, and § 2.6 for the budget)."""
    committee = framework.committee
    served = [id_ for id_ in committee.evidence_for if framework.has_requirement(id_)]
    if meeting.budget_date is not None and committee.budget_for is not None:
        served.append(committee.budget_for)
    known = next((item for item in campaign.evidence.values() if item.meeting == meeting.id), None)
    linked = known.requirements if known else frozenset[str]()
    id_ = known.id if known else new_evidence_id()
    edits = [Edit(evidence_link_field(id_, r), None, True) for r in served if r not in linked]
    if known is None and edits:
        edits += [
            Edit(evidence_field(id_, "titre"), None, title),
            Edit(evidence_field(id_, "seance"), None, meeting.id),
        ]
    return tuple(edits)
