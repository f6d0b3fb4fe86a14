"""One campus's one assessment as typed, immutable objects: one attribute a table."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from cmq.campaign.annex import ANNEX, AnnexText
from cmq.campaign.answers import ANSWERS, NO_ANSWER, Answer
from cmq.campaign.decisions import DECISIONS, Decision
from cmq.campaign.evidence import EVIDENCE, Evidence
from cmq.campaign.indicators import PLANS, VALUES, IndicatorEntry, IndicatorPlan
from cmq.campaign.meetings import MEETINGS, PRESENCES, Attendance, Meeting, Presence
from cmq.campaign.members import MEMBERS, Member
from cmq.campaign.profile import PROFILE, Profile
from cmq.campaign.state import Scalar, State
from cmq.campaign.table import Table
from cmq.campaign.variants import VARIANTS, Variant, variants_of
from cmq.campaign.versions import VERSIONS, SealedVersion


def _every(table: Table[Any]) -> Any:
    """The objects of a table, by id."""
    return dataclasses.field(default_factory=lambda: MappingProxyType({}), metadata={"table": table})


@dataclass(frozen=True, slots=True)
class Campaign:
    """One assessment at one revision. Its tables stand in the order of the workbook's sheets."""

    answers: Mapping[str, Answer] = _every(ANSWERS)
    evidence: Mapping[str, Evidence] = _every(EVIDENCE)
    values: Mapping[str, IndicatorEntry] = _every(VALUES)
    plans: Mapping[str, IndicatorPlan] = _every(PLANS)
    annex: Mapping[str, AnnexText] = _every(ANNEX)
    meetings: Mapping[str, Meeting] = _every(MEETINGS)
    members: Mapping[str, Member] = _every(MEMBERS)
    presences: Mapping[str, Presence] = _every(PRESENCES)
    decisions: Mapping[str, Decision] = _every(DECISIONS)
    profiles: Mapping[str, Profile] = _every(PROFILE)
    versions: Mapping[str, SealedVersion] = _every(VERSIONS)
    stored_variants: Mapping[str, Any] = _every(VARIANTS)

    @property
    def profile(self) -> Profile:
        """Who is assessed, for what."""
        return self.profiles.get("", _NO_PROFILE)

    @property
    def entries(self) -> tuple[IndicatorEntry, ...]:
        """The values of all indicators."""
        return tuple(self.values.values())

    @property
    def attendances(self) -> Mapping[tuple[str, str], Attendance]:
        """By meeting and member; who is in none of them was not noted."""
        return {(one.meeting, one.member): one.how for one in self.presences.values() if one.how is not None}

    @property
    def variants(self) -> tuple[Variant, ...]:
        """The values that wait for a choice."""
        return tuple(variants_of(self.stored_variants))

    def answer(self, requirement_id: str) -> Answer:
        """The answer to a requirement, empty where nothing was said."""
        return self.answers.get(requirement_id, NO_ANSWER)

    def annex_text(self, dimension_id: str) -> str:
        """The campus's own side of a dimension of the annex, empty where nothing was said."""
        found = self.annex.get(dimension_id)
        return found.text if found is not None else ""

    def evidence_for(self, requirement_id: str) -> tuple[Evidence, ...]:
        """The evidence attached to a requirement, oldest entry first."""
        return tuple(e for e in self.evidence.values() if requirement_id in e.requirements)

    def latest_version(self, meeting_id: str) -> SealedVersion | None:
        """The last version that was sealed for a meeting, None where there is none."""
        found = [version for version in self.versions.values() if version.meeting == meeting_id]
        return max(found, key=lambda version: (version.instant, version.id), default=None)

    @classmethod
    def from_state(cls, state: State) -> Campaign:
        """Typed objects from stored fields; a value of the wrong type counts as absent."""
        grouped: dict[str, dict[str, dict[str, Scalar]]] = {}
        for (kind, id_, name), value in state.items():
            grouped.setdefault(kind, {}).setdefault(id_, {})[name] = value
        return cls(
            **{
                attribute: MappingProxyType(
                    {
                        id_: record
                        for id_, values in grouped.get(table.kind, {}).items()
                        if (record := table.build(id_, values)) is not None
                    }
                )
                for attribute, table in _ATTRIBUTES.items()
            }
        )


_NO_PROFILE = Profile()
_ATTRIBUTES: dict[str, Table[Any]] = {
    attribute.name: attribute.metadata["table"] for attribute in dataclasses.fields(Campaign)
}
TABLES: tuple[Table[Any], ...] = tuple(_ATTRIBUTES.values())
"""Every kind of thing that is stored, in the order of the sheets."""
BY_KIND = {table.kind: table for table in TABLES}


def is_flag(kind: str, name: str) -> bool:
    """Whether a field is only ever on or absent."""
    table = BY_KIND.get(kind)
    return table is not None and table.is_flag(name)


def describe(kind: str, id_: str, name: str) -> str:
    """« C01-R1 (Niveau) »: a field in the words of the workbook."""
    table = BY_KIND.get(kind)
    words = table.describe(name) if table is not None else name
    return f"{id_} ({words})" if id_ else words
