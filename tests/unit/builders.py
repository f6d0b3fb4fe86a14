"""Frameworks and campaigns for the tests, built as the storage builds them: from fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from cmq.campaign import (
    Campaign,
    Field,
    Scalar,
    answer_field,
    check_field,
    evidence_field,
    evidence_link_field,
    profile_field,
)
from cmq.framework import Framework, load
from cmq.scoring import Results, score

ROOT = Path(__file__).resolve().parents[2]
CMQ_FILE = ROOT / "criteria.toml"
SMALL_FILE = ROOT / "tests" / "frameworks" / "petit.toml"
CMQ = load(CMQ_FILE)
SMALL = load(SMALL_FILE)
TODAY = date(2026, 11, 23)


def answers(
    levels: Mapping[str, int | None],
    *,
    not_applicable: Mapping[str, str] | None = None,
    ticked: Iterable[tuple[str, str]] = (),
    carried: Mapping[str, str] | None = None,
) -> dict[Field, Scalar]:
    """The fields of answers: levels, « non applicable » with its reason, ticked checks, carried answers."""
    state: dict[Field, Scalar] = {
        answer_field(id_, "niveau"): level for id_, level in levels.items() if level is not None
    }
    for id_, reason in (not_applicable or {}).items():
        state[answer_field(id_, "non_applicable")] = True
        if reason:
            state[answer_field(id_, "motif")] = reason
    for id_, check in ticked:
        state[check_field(id_, check)] = True
    for id_, name in (carried or {}).items():
        state[answer_field(id_, "repris_de")] = name
    return state


def evidence(
    *requirements: str,
    name: str = "P-1",
    title: str = "Compte rendu",
    link: str = "https://campus-demo.example/compte-rendu",
    file: str = "",
    dated: date | None = date(2026, 6, 1),
) -> dict[Field, Scalar]:
    """The fields of one piece of evidence that serves those requirements."""
    state: dict[Field, Scalar] = {evidence_link_field(name, r): True for r in requirements}
    values = {"titre": title, "lien": link, "fichier": file, "date": dated.isoformat() if dated else ""}
    state.update({evidence_field(name, key): value for key, value in values.items() if value})
    return state


def profile(**values: Scalar) -> dict[Field, Scalar]:
    """The fields of the campaign itself."""
    return {profile_field(name): value for name, value in values.items()}


def everything_met(framework: Framework = CMQ) -> dict[Field, Scalar]:
    """Every assessed requirement at the met level, proven by one document, all checks ticked."""
    ids = [r.id for r in framework.assessed]
    ticked = [(r.id, check.id) for r in framework.assessed for check in r.checks]
    return {**answers(dict.fromkeys(ids, framework.rules.met_level), ticked=ticked), **evidence(*ids)}


def scored(*parts: Mapping[Field, Scalar], framework: Framework = CMQ, today: date = TODAY) -> Results:
    """The results of the campaign that those fields make; a later part overrides an earlier one."""
    state: dict[Field, Scalar] = {}
    for part in parts:
        state.update(part)
    return score(framework, Campaign.from_state(state), today)
