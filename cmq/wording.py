"""Sentences that screens and documents share: what is missing, what moved and why, what was decided."""

from __future__ import annotations

from datetime import date

from cmq import french
from cmq.campaign import Decision, Meeting, Nature
from cmq.comparison import Comparison, CriterionMovement, Movement
from cmq.framework import Framework
from cmq.french import typeset
from cmq.indicators import Measures
from cmq.meeting import Alert, AlertKind, Seat
from cmq.scoring import RequirementResult
from cmq.tables import level_name


def meeting_name(framework: Framework, meeting: Meeting) -> str:
    """« COS du 12/11/2026 », « COS sans date »."""
    name = framework.committee.short_name
    return f"{name} du {french.day(meeting.day)}" if meeting.day else f"{name} sans date"


def version_title(framework: Framework, meeting: Meeting) -> str:
    """« Version présentée au COS du 12/11/2026 »: what was frozen for a meeting."""
    return f"Version présentée au {meeting_name(framework, meeting)}"


def seat_name(seat: Seat) -> str:
    """« Directeur opérationnel (Campus Textile) »."""
    return f"{seat.role.name} ({seat.campus})" if seat.campus else seat.role.name


def alert_text(framework: Framework, alert: Alert) -> str:
    """What is missing, and what to do."""
    committee = framework.committee
    match alert.kind:
        case AlertKind.NO_MEETING:
            text = (
                "Aucune séance tenue et datée n'est enregistrée : "
                f"réunissez {committee.name} au moins tous les {committee.months} mois."
            )
        case AlertKind.OLD_MEETING:
            day = french.day(alert.meeting.day if alert.meeting else None)
            text = (
                f"La dernière séance date du {day}, il y a plus de {committee.months} mois : "
                f"réunissez {committee.name}."
            )
        case AlertKind.EMPTY_SEAT:
            seat = seat_name(alert.seat) if alert.seat else ""
            text = f"Composition incomplète : personne pour « {seat} »."
        case AlertKind.NO_BUDGET:
            text = (
                f"Le budget {alert.year} n'a pas de date de validation en {committee.short_name} : "
                "notez-la à la séance qui l'a établi."
            )
    return typeset(text)


def level_change(framework: Framework, before: RequirementResult, after: RequirementResult) -> str:
    """« Projeté → Mis en œuvre », or one name where the level is the same."""
    old, new = _row_level(framework, before), _row_level(framework, after)
    return new if old == new else f"{old} → {new}"


def _row_level(framework: Framework, row: RequirementResult) -> str:
    known = row.level is None or framework.has_level(row.level)
    return level_name(framework, row) if known else str(row.level)


def movement_reasons(framework: Framework, movement: Movement) -> tuple[str, ...]:
    """Why a requirement moved: its level, its evidence, or the framework's own rules; what the committee said."""
    before, after = movement.before, movement.after
    reasons: list[str] = []
    if before.level != after.level or before.applicable != after.applicable:
        reasons.append(f"niveau : {level_change(framework, before, after)}")
    added, removed = movement.added, movement.removed
    if added:
        names = french.enumeration([f"« {item.title} »" for item in added])
        reasons.append(f"{french.plural(len(added), 'preuve ajoutée', 'preuves ajoutées')} : {names}")
    if removed:
        names = french.enumeration([f"« {item.title} »" for item in removed])
        reasons.append(f"{french.plural(len(removed), 'preuve retirée', 'preuves retirées')} : {names}")
    if not reasons:
        reasons.append("les règles du référentiel ont changé")
    reasons += [
        f"{french.NATURES[decision.nature].lower()} en séance : {decision.text}"
        for decision in movement.decisions
    ]
    return tuple(map(typeset, reasons))


def movement_states(movement: Movement) -> str:
    """« Projetée → Satisfaite »."""
    before, after = movement.before.state, movement.after.state
    old, new = french.REQUIREMENT_STATES[before], french.REQUIREMENT_STATES[after]
    return new if old == new else f"{old} → {new}"


def criterion_change(movement: CriterionMovement | None, since: str) -> str:
    """« Depuis 2025 : partiel → satisfait ; 2 exigences en hausse et 1 exigence en baisse »."""
    if movement is None:
        return ""
    before, after = movement.before.label_state, movement.after.label_state
    parts = []
    if before is not after:
        old, new = (french.CRITERION_STATES[state].lower() for state in (before, after))
        parts.append(f"{old} → {new}")
    rose, fell, other = len(movement.rose), len(movement.fell), len(movement.other)
    counts = []
    if rose:
        counts.append(f"{french.plural(rose, 'exigence')} en hausse")
    if fell:
        counts.append(f"{french.plural(fell, 'exigence')} en baisse")
    if other:
        counts.append(french.plural(other, "autre changement", "autres changements"))
    if counts:
        parts.append(french.enumeration(counts))
    return typeset(f"Depuis {since} : {' ; '.join(parts) if parts else 'aucun changement'}")


def comparison_sentence(comparison: Comparison) -> str:
    """How many requirements rose, fell and changed otherwise."""
    rose, fell, other = len(comparison.rose), len(comparison.fell), len(comparison.other)
    if not (rose or fell or other):
        return "Aucune exigence n'a changé."
    parts = [f"{french.plural(rose, 'exigence')} en hausse", f"{french.plural(fell, 'exigence')} en baisse"]
    if other:
        parts.append(french.plural(other, "autre changement", "autres changements"))
    return french.enumeration(parts) + "."


def ruling_summary(framework: Framework, decision: Decision) -> str:
    """« C04-R1 : Projeté → Mis en œuvre » for a level that was settled; empty for any other."""
    if decision.nature not in (Nature.CONFIRMED, Nature.AMENDED) or decision.level is None:
        return ""

    def name(level: int | None) -> str:
        if level is None:
            return "Non renseigné"
        return framework.level(level).name if framework.has_level(level) else str(level)

    new = name(decision.level)
    if decision.nature is Nature.CONFIRMED:
        return typeset(f"{decision.requirement} : {new}")
    return typeset(f"{decision.requirement} : {name(decision.level_before)} → {new}")


def subject_name(framework: Framework, decision: Decision, measures: Measures | None = None) -> str:
    """« 2.4 Gouvernance », an indicator's name, or « Ensemble »: what a decision is about.

    ``measures`` know the names of the campus's own indicators.
    """
    criterion = decision.criterion
    if not criterion and framework.has_requirement(decision.requirement):
        criterion = framework.requirement(decision.requirement).criterion
    if criterion:
        found = next((c for c in framework.criteria if c.id == criterion), None)
        return f"{found.number} {found.short_title}" if found else criterion
    if decision.indicator:
        names = {i.id: i.name for i in framework.indicators}
        own = measures.result(decision.indicator) if measures else None
        return own.indicator.name if own else names.get(decision.indicator, decision.indicator)
    return decision.requirement or "Ensemble"


def due_text(decision: Decision, today: date) -> str:
    """« pour le 01/03/2027 », « en retard depuis le 01/03/2026 »; empty without a date."""
    if decision.due is None:
        return ""
    late = decision.open and decision.due < today
    return f"{'en retard depuis' if late else 'pour'} le {french.day(decision.due)}"
