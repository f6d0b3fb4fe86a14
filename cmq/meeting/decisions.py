"""What the committee does with a subject, as edits; and what of it is still open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cmq.campaign import (
    ANSWERS,
    DECISIONS,
    EVIDENCE,
    Campaign,
    Decision,
    Edit,
    Meeting,
    Nature,
    Scalar,
    State,
    evidence_link_field,
    integer_of,
)
from cmq.errors import InvalidInput
from cmq.framework import Framework, Requirement


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
    known = framework.has_requirement(ruling.requirement)
    requirement = framework.requirement(ruling.requirement) if known else None
    before = _level(framework, state, requirement) if requirement else None
    if problem := _problem(framework, ruling, requirement, before):
        raise InvalidInput(problem)
    values: dict[str, Scalar] = {
        "seance": meeting.id,
        "nature": ruling.nature.value,
        "texte": ruling.text.strip(),
        "responsable": ruling.owner.strip() or None,
        "echeance": ruling.due.isoformat() if ruling.due else None,
        "critere": (requirement.criterion if requirement else ruling.criterion) or None,
        "exigence": ruling.requirement or None,
        "indicateur": ruling.indicator or None,
    }
    if settles:
        values["niveau_avant"] = before
        values["niveau"] = ruling.level if ruling.nature is Nature.AMENDED else before
    id_ = DECISIONS.new_id()
    edits = [
        Edit(DECISIONS.field(id_, name), None, value) for name, value in values.items() if value is not None
    ]
    if ruling.nature is Nature.AMENDED:
        field = ANSWERS.field(ruling.requirement, "niveau")
        edits.append(Edit(field, state.get(field), ruling.level))
    if settles:
        over = [ANSWERS.field(ruling.requirement, name) for name in ("repris_de", "non_applicable")]
        edits += [Edit(field, state[field], None) for field in over if state.get(field)]
    return tuple(edits)


def _level(framework: Framework, state: State, requirement: Requirement) -> int | None:
    """The level that the screens show: none off the scale, nor of a requirement that is not applicable."""
    level = integer_of(state.get(ANSWERS.field(requirement.id, "niveau")))
    set_aside = state.get(ANSWERS.field(requirement.id, "non_applicable")) is True
    if level is None or not framework.has_level(level) or (set_aside and requirement.not_applicable_when):
        return None
    return level


def _problem(
    framework: Framework, ruling: Ruling, requirement: Requirement | None, before: int | None
) -> str:
    """What keeps a ruling from being recorded; empty where nothing does."""
    if not ruling.text.strip():
        return _MISSING[ruling.nature]
    if ruling.nature not in (Nature.CONFIRMED, Nature.AMENDED):
        return ""
    if requirement is None or not requirement.assessed:
        return "Choisissez l'exigence dont le niveau est discuté."
    if ruling.nature is Nature.CONFIRMED:
        return _NOTHING if before is None else ""
    if ruling.level is None or not framework.has_level(ruling.level):
        return "Choisissez le nouveau niveau."
    return _SAME if before == ruling.level else ""


_NOTHING = "Cette exigence n'a pas de niveau : il n'y a rien à confirmer. Modifiez-le."
_SAME = "Ce niveau est déjà celui de l'exigence : confirmez-le, ou choisissez-en un autre."
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


def earlier_decisions(campaigns: Iterable[Campaign], meeting: Meeting) -> tuple[Decision, ...]:
    """What the meetings before one decided or deferred, open or not, in the order in which it was recorded."""
    return tuple(
        decision
        for campaign in campaigns
        for decision in campaign.decisions.values()
        if decision.nature in (Nature.DECISION, Nature.DEFERRED) and _earlier(campaign, decision, meeting)
    )


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
    budget = committee.budget_for
    # A budget is validated at the latest on the day of the meeting that proves it.
    validated = meeting.budget_date is not None and (
        meeting.day is None or meeting.budget_date <= meeting.day
    )
    if validated and budget is not None:
        served.append(budget)
    known = next((item for item in campaign.evidence.values() if item.meeting == meeting.id), None)
    linked = known.requirements if known else frozenset[str]()
    id_ = known.id if known else EVIDENCE.new_id()
    edits = [Edit(evidence_link_field(id_, r), None, True) for r in dict.fromkeys(served) if r not in linked]
    if budget in linked and budget not in served:
        edits.append(Edit(evidence_link_field(id_, str(budget)), True, None))
    if known is None and edits:
        edits += [
            Edit(EVIDENCE.field(id_, "titre"), None, title),
            Edit(EVIDENCE.field(id_, "seance"), None, meeting.id),
        ]
    return tuple(edits)
