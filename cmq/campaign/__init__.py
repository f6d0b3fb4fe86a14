"""One campus's one assessment: answers, evidence and what the campus says of itself.

What is stored is a flat map, ``State``: a ``Field`` (kind, id, name) to a scalar. A change is a set of ``Edit``.
``Campaign`` is the same content as typed, immutable objects for the rules and the screens.

Each kind of thing is declared once, in a module of its own: an object whose attributes say their types, stored names and
French headers, and a ``Table`` that says its ids and its sheet. ``docs/format.md`` lists them all.

- ``state``: fields, edits, and what they hold.
- ``columns``, ``table``, ``vocabularies``: what a declaration is made of.
- ``answers``, ``evidence``, ``indicators``, ``annex``, ``meetings``, ``members``, ``decisions``, ``profile``,
  ``versions``, ``variants``: the declarations.
- ``campaign``: the assessment as objects, and the list of its tables.
"""

from cmq.campaign.annex import ANNEX, AnnexText
from cmq.campaign.answers import ANSWERS, CHECK_PREFIX, NO_ANSWER, Answer, check_field
from cmq.campaign.campaign import BY_KIND, TABLES, Campaign, describe, is_flag
from cmq.campaign.columns import ids_of
from cmq.campaign.decisions import DECISIONS, Decision, Nature, Status
from cmq.campaign.evidence import EVIDENCE, REQUIREMENT_PREFIX, Evidence, evidence_link_field
from cmq.campaign.indicators import (
    CRITERION_PREFIX,
    FOLLOWED,
    NO_PLAN,
    NOT_AVAILABLE,
    NOT_FOLLOWED,
    PLANS,
    PURPOSE_PREFIX,
    VALUES,
    IndicatorEntry,
    IndicatorPlan,
    value_id,
    value_parts,
)
from cmq.campaign.meetings import MEETINGS, PRESENCES, Attendance, Meeting, Presence, presence_field
from cmq.campaign.members import MEMBERS, Member
from cmq.campaign.profile import PROFILE, Category, Profile, RequestType, profile_field
from cmq.campaign.state import (
    Change,
    Clash,
    Edit,
    Field,
    Scalar,
    State,
    apply_edits,
    date_of,
    integer_of,
    members_of,
    text_of,
)
from cmq.campaign.variants import VARIANTS, Variant, forget_variant_edits, variant_edits
from cmq.campaign.versions import VERSIONS, SealedVersion

ID_SEPARATOR = " ; "
"""Between the ids of a list that one field or one cell holds."""

__all__ = [
    "ANNEX",
    "ANSWERS",
    "BY_KIND",
    "CHECK_PREFIX",
    "CRITERION_PREFIX",
    "DECISIONS",
    "EVIDENCE",
    "FOLLOWED",
    "ID_SEPARATOR",
    "MEETINGS",
    "MEMBERS",
    "NOT_AVAILABLE",
    "NOT_FOLLOWED",
    "NO_ANSWER",
    "NO_PLAN",
    "PLANS",
    "PRESENCES",
    "PROFILE",
    "PURPOSE_PREFIX",
    "REQUIREMENT_PREFIX",
    "TABLES",
    "VALUES",
    "VARIANTS",
    "VERSIONS",
    "AnnexText",
    "Answer",
    "Attendance",
    "Campaign",
    "Category",
    "Change",
    "Clash",
    "Decision",
    "Edit",
    "Evidence",
    "Field",
    "IndicatorEntry",
    "IndicatorPlan",
    "Meeting",
    "Member",
    "Nature",
    "Presence",
    "Profile",
    "RequestType",
    "Scalar",
    "SealedVersion",
    "State",
    "Status",
    "Variant",
    "apply_edits",
    "check_field",
    "date_of",
    "describe",
    "evidence_link_field",
    "forget_variant_edits",
    "ids_of",
    "integer_of",
    "is_flag",
    "members_of",
    "presence_field",
    "profile_field",
    "text_of",
    "value_id",
    "value_parts",
    "variant_edits",
]
