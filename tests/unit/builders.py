"""Frameworks and campaigns for the tests, built as the storage builds them: from fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from cmq.campaign import (
    ANSWERS,
    CRITERION_PREFIX,
    DECISIONS,
    EVIDENCE,
    MEETINGS,
    MEMBERS,
    PLANS,
    PURPOSE_PREFIX,
    VALUES,
    Campaign,
    Field,
    Scalar,
    check_field,
    evidence_link_field,
    presence_field,
    profile_field,
    value_id,
)
from cmq.framework import Framework, load
from cmq.indicators import IndicatorResult, Measures
from cmq.scoring import Results, score

ROOT = Path(__file__).resolve().parents[2]
CMQ_FILE = ROOT / "criteria.toml"
SMALL_FILE = ROOT / "tests" / "frameworks" / "petit.toml"
CMQ = load(CMQ_FILE)
SMALL = load(SMALL_FILE)
TODAY = date(2026, 11, 23)
ENGLISH = re.compile(
    r"\b(input|should|field|required|valid|invalid|expected|value|string|extra|found|unclosed|"
    r"cannot|permitted|error|errno|such|file|directory|characters?|codec|can't|or|and|the|a key)\b",
    re.IGNORECASE,
)
"""Words that no message may hold: they are those of Python's and of the parsers' own messages."""


def answers(
    levels: Mapping[str, int | None],
    *,
    not_applicable: Mapping[str, str] | None = None,
    ticked: Iterable[tuple[str, str]] = (),
    carried: Mapping[str, str] | None = None,
) -> dict[Field, Scalar]:
    """The fields of answers: levels, « non applicable » with its reason, ticked checks, carried answers."""
    state: dict[Field, Scalar] = {
        ANSWERS.field(id_, "niveau"): level for id_, level in levels.items() if level is not None
    }
    for id_, reason in (not_applicable or {}).items():
        state[ANSWERS.field(id_, "non_applicable")] = True
        if reason:
            state[ANSWERS.field(id_, "motif")] = reason
    for id_, check in ticked:
        state[check_field(id_, check)] = True
    for id_, name in (carried or {}).items():
        state[ANSWERS.field(id_, "repris_de")] = name
    return state


def evidence(
    *requirements: str,
    name: str = "P-1",
    title: str = "Compte rendu",
    link: str = "https://campus-demo.example/compte-rendu",
    file: str = "",
    dated: date | None = date(2026, 6, 1),
    indicator: str = "",
    meeting: str = "",
) -> dict[Field, Scalar]:
    """The fields of one piece of evidence that serves those requirements."""
    state: dict[Field, Scalar] = {evidence_link_field(name, r): True for r in requirements}
    values = {"titre": title, "lien": link, "fichier": file, "date": dated.isoformat() if dated else ""}
    values |= {"indicateur": indicator, "seance": meeting}
    state.update({EVIDENCE.field(name, key): value for key, value in values.items() if value})
    return state


def profile(**values: Scalar) -> dict[Field, Scalar]:
    """The fields of the campaign itself."""
    return {profile_field(name): value for name, value in values.items()}


def indicator_value(
    indicator: str,
    year: int,
    numerator: Scalar = None,
    denominator: Scalar = None,
    *,
    value: Scalar = None,
    group: str = "",
    source: str = "",
    comment: str = "",
) -> dict[Field, Scalar]:
    """The fields of an indicator's value for a year, and a group or the whole."""
    id_ = value_id(indicator, year, group)
    values: dict[str, Scalar] = {
        "numerateur": numerator,
        "denominateur": denominator,
        "valeur": value,
        "source": source or None,
        "commentaire": comment or None,
    }
    return {VALUES.field(id_, name): scalar for name, scalar in values.items() if scalar is not None}


def indicator_groups(
    indicator: str, year: int, groups: Mapping[str, Scalar | tuple[Scalar, Scalar]]
) -> dict[Field, Scalar]:
    """The fields of the groups of a year: a count, or numerator and denominator."""
    state: dict[Field, Scalar] = {}
    for group, numbers in groups.items():
        if isinstance(numbers, tuple):
            state |= indicator_value(indicator, year, *numbers, group=group)
        else:
            state |= indicator_value(indicator, year, value=numbers, group=group)
    return state


def indicator_plan(indicator: str, **values: Scalar) -> dict[Field, Scalar]:
    """The fields of what a campus decides of an indicator (suivi, depart, depart_annee, cible, cible_annee)."""
    return {PLANS.field(indicator, name): value for name, value in values.items() if value is not None}


def own_fields(
    indicator: str = "CAMPUS-1",
    *,
    criteria: Iterable[str] = (),
    purposes: Iterable[str] = (),
    **values: Scalar,
) -> dict[Field, Scalar]:
    """The fields of one of the campus's own indicators."""
    state = indicator_plan(indicator, **({"nom": "Visites d'entreprises"} | values))
    state |= {PLANS.field(indicator, CRITERION_PREFIX + id_): True for id_ in criteria}
    return state | {PLANS.field(indicator, PURPOSE_PREFIX + id_): True for id_ in purposes}


def member(
    id_: str = "M-1", *, name: str = "Claire Martin", role: str = "recteur", title: str = "", campus: str = ""
) -> dict[Field, Scalar]:
    """The fields of a member of the committee."""
    values = {"nom": name, "role": role, "fonction": title, "campus": campus}
    return {MEMBERS.field(id_, key): value for key, value in values.items() if value}


def full_committee(*campuses: str) -> dict[Field, Scalar]:
    """A member for each role that the text demands, one a campus where each campus has its own."""
    state: dict[Field, Scalar] = {}
    for role in CMQ.roles:
        if role.required:
            for place, campus in enumerate(campuses if role.per_campus else ("",)):
                state |= member(f"M-{role.id}-{place}", name=role.name, role=role.id, campus=campus)
    return state


def meeting(
    id_: str = "S-1",
    *,
    day: date | None = date(2026, 11, 12),
    held: bool = True,
    criteria: str = "",
    indicators: str = "",
    budget: date | None = None,
    budget_year: int | None = None,
) -> dict[Field, Scalar]:
    """The fields of a meeting of the committee."""
    values: dict[str, Scalar] = {
        "date": day.isoformat() if day else None,
        "tenue": held or None,
        "lieu": "Rectorat",
        "criteres": criteria or None,
        "indicateurs": indicators or None,
        "budget_date": budget.isoformat() if budget else None,
        "budget_exercice": budget_year,
    }
    return {MEETINGS.field(id_, key): value for key, value in values.items() if value is not None}


def presence(meeting_id: str, **members: str) -> dict[Field, Scalar]:
    """The fields of who came to a meeting; « M_1 » stands for the member « M-1 »."""
    return {presence_field(meeting_id, id_.replace("_", "-")): how for id_, how in members.items()}


def decision(
    id_: str = "D-1",
    *,
    meeting_id: str = "S-1",
    nature: str = "decision",
    text: str = "Écrire la convention.",
    due: date | None = None,
    **values: Scalar,
) -> dict[Field, Scalar]:
    """The fields of what a meeting decided (responsable, etat, critere, exigence, niveau_avant, niveau…)."""
    found: dict[str, Scalar] = {"seance": meeting_id, "nature": nature, "texte": text, **values}
    found["echeance"] = due.isoformat() if due else None
    return {DECISIONS.field(id_, name): value for name, value in found.items() if value is not None}


def campaign(*parts: Mapping[Field, Scalar]) -> Campaign:
    """The campaign that those fields make."""
    state: dict[Field, Scalar] = {}
    for part in parts:
        state.update(part)
    return Campaign.from_state(state)


def measured(
    *parts: Mapping[Field, Scalar], framework: Framework = CMQ, today: date = TODAY, public: bool = False
) -> Measures:
    """The measures of the campaign that those fields make."""
    state: dict[Field, Scalar] = {}
    for part in parts:
        state.update(part)
    return Measures(framework, Campaign.from_state(state), today, public)


def indicator_result(
    indicator: str,
    *parts: Mapping[Field, Scalar],
    framework: Framework = CMQ,
    today: date = TODAY,
    public: bool = False,
) -> IndicatorResult:
    """The result of one indicator, which the framework or the campus knows."""
    result = measured(*parts, framework=framework, today=today, public=public).result(indicator)
    assert result is not None
    return result


def covered_families(framework: Framework = CMQ) -> dict[Field, Scalar]:
    """A value of last year in every family that a check asks for."""
    state: dict[Field, Scalar] = {}
    for family in framework.required_families:
        indicator = next(i for i in framework.indicators if i.family == family.id and i.default)
        numbers = (70, 100) if indicator.calculation.has_parts else (None, None)
        value = None if indicator.calculation.has_parts else 6
        state |= indicator_value(indicator.id, TODAY.year - 1, *numbers, value=value)
    return state


def everything_met(framework: Framework = CMQ) -> dict[Field, Scalar]:
    """Every assessed requirement at the met level, proven by one document, all checks ticked or made by a value."""
    ids = [r.id for r in framework.assessed]
    ticked = [(r.id, check.id) for r in framework.assessed for check in r.checks]
    levels = answers(dict.fromkeys(ids, framework.rules.met_level), ticked=ticked)
    return {**levels, **evidence(*ids), **covered_families(framework)}


def scored(*parts: Mapping[Field, Scalar], framework: Framework = CMQ, today: date = TODAY) -> Results:
    """The results of the campaign that those fields make; a later part overrides an earlier one."""
    state: dict[Field, Scalar] = {}
    for part in parts:
        state.update(part)
    return score(framework, Campaign.from_state(state), today)
