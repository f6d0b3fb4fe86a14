"""The addresses of fields, the ids that are made for what people add, and the edits of variants."""

from __future__ import annotations

import re
import uuid

from cmq.campaign.state import Edit, Field, Scalar, Variant

CHECK_PREFIX = "verification:"
REQUIREMENT_PREFIX = "exigence:"
CRITERION_PREFIX = "critere:"
PURPOSE_PREFIX = "finalite:"

NOT_AVAILABLE = "nd"
"""What stands in place of a number that is known not to be available."""
FOLLOWED, NOT_FOLLOWED = "oui", "non"

ID_SEPARATOR = " ; "
"""Between the ids of a list that one field holds."""


def profile_field(name: str) -> Field:
    """The address of a value of the campaign itself."""
    return Field("campagne", "", name)


def answer_field(requirement_id: str, name: str) -> Field:
    """The address of a value of an answer."""
    return Field("reponse", requirement_id, name)


def check_field(requirement_id: str, check_id: str) -> Field:
    """The address of one ticked check inside a requirement."""
    return Field("reponse", requirement_id, CHECK_PREFIX + check_id)


def evidence_field(evidence_id: str, name: str) -> Field:
    """The address of a value of a piece of evidence."""
    return Field("preuve", evidence_id, name)


def evidence_link_field(evidence_id: str, requirement_id: str) -> Field:
    """The address of the link between a piece of evidence and a requirement."""
    return Field("preuve", evidence_id, REQUIREMENT_PREFIX + requirement_id)


def annex_field(dimension_id: str) -> Field:
    """The address of the campus's own side of a dimension of the annex."""
    return Field("annexe", dimension_id, "texte")


def indicator_field(indicator_id: str, name: str) -> Field:
    """The address of what a campus decides of an indicator."""
    return Field("indicateur", indicator_id, name)


def value_id(indicator_id: str, year: int, group_id: str = "") -> str:
    """The id of an indicator's value."""
    return f"{indicator_id}:{year}:{group_id}" if group_id else f"{indicator_id}:{year}"


def value_parts(id_: str) -> tuple[str, int, str] | None:
    """Indicator, year and group of a value's id; None for a text that is no such id."""
    match = _VALUE_ID.fullmatch(id_)
    return (match[1], int(match[2]), match[3] or "") if match else None


_VALUE_ID = re.compile(r"([^:]+):([0-9]{4})(?::([^:]+))?")


def value_field(id_: str, name: str) -> Field:
    """The address of a part of an indicator's value."""
    return Field("valeur", id_, name)


def new_indicator_id() -> str:
    """A fresh id for one of the campus's own indicators, unique across processes."""
    return "CAMPUS-" + uuid.uuid4().hex[:8]


def member_field(member_id: str, name: str) -> Field:
    """The address of a value of a member of the committee."""
    return Field("membre", member_id, name)


def meeting_field(meeting_id: str, name: str) -> Field:
    """The address of a value of a meeting of the committee."""
    return Field("seance", meeting_id, name)


def presence_field(meeting_id: str, member_id: str) -> Field:
    """The address of a member's presence at a meeting."""
    return Field("presence", f"{meeting_id}:{member_id}", "etat")


def decision_field(decision_id: str, name: str) -> Field:
    """The address of a value of a decision."""
    return Field("decision", decision_id, name)


def version_field(version_id: str, name: str) -> Field:
    """The address of what is known of a sealed version."""
    return Field("version", version_id, name)


def new_member_id() -> str:
    """A fresh id, unique across processes."""
    return "M-" + uuid.uuid4().hex[:8]


def new_meeting_id() -> str:
    """A fresh id, unique across processes."""
    return "S-" + uuid.uuid4().hex[:8]


def new_decision_id() -> str:
    """A fresh id, unique across processes."""
    return "D-" + uuid.uuid4().hex[:12]


def new_evidence_id() -> str:
    """A fresh id, unique across processes."""
    return "P-" + uuid.uuid4().hex[:12]


def variant_edits(field: Field, value: Scalar, author: str) -> tuple[Edit, ...]:
    """What records a refused value beside the one that was kept."""
    id_ = "V-" + uuid.uuid4().hex[:12]
    return (
        Edit(Field("variante", id_, "champ"), None, "/".join(field)),
        Edit(Field("variante", id_, "valeur"), None, value),
        Edit(Field("variante", id_, "auteur"), None, author or None),
    )


def forget_variant_edits(variant: Variant) -> tuple[Edit, ...]:
    """What removes a variant once somebody has chosen."""
    return (
        Edit(Field("variante", variant.id, "champ"), "/".join(variant.field), None),
        Edit(Field("variante", variant.id, "valeur"), variant.value, None),
        Edit(Field("variante", variant.id, "auteur"), variant.author or None, None),
    )
