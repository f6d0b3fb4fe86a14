"""A region in sentences and tables: how many campuses, never how good one is beside another."""

from __future__ import annotations

from collections.abc import Sequence

from cmq import french
from cmq.french import NBSP, typeset
from cmq.region.model import UNMET_STATES, CampusView, CommonGap, Deadline, Region, Side, Term
from cmq.tables import KINDS, Table, level_name

MOST_NAMES = 3
"""More criteria than that are counted rather than named."""


def campuses(count: int) -> str:
    """« 12 campus »."""
    return french.plural(count, "campus", "campus")


def count_sentence(shown: Region, whole: Region) -> str:
    """« 12 campus sur 150 », and how many cannot be read."""
    count = len(shown.readable)
    text = campuses(count)
    if count != len(whole.readable):
        text += f" sur {french.number(len(whole.readable))}"
    if unread := len(whole.unreadable):
        verb = "ne peut pas être lu" if unread == 1 else "ne peuvent pas être lus"
        text += f"{NBSP}; {french.number(unread)} {verb}"
    return text


def completion(campus: CampusView) -> str:
    """« 58 sur 62 »: its answers, of all that are asked; empty where it cannot be read."""
    if campus.results is None:
        return ""
    rate = campus.results.completion
    return f"{french.number(len(rate.hits))} sur {french.number(len(rate.rows))}"


def states_sentence(region: Region, side: Side) -> str:
    """Which criteria are met in the fewest campuses."""
    tallies = [tally for tally in region.tallies(side) if tally.applicable]
    if not tallies:
        return "Aucun critère n'est applicable." if region.readable else "Aucun campus ne peut être lu."
    fewest = min(tallies, key=lambda tally: tally.met)
    if fewest.met == fewest.applicable:
        return "Chaque critère est satisfait dans chaque campus."
    names = [
        f"{tally.criterion.number} {tally.criterion.short_title}"
        for tally in tallies
        if (tally.met, tally.applicable) == (fewest.met, fewest.applicable)
    ]
    if len(names) > MOST_NAMES:
        subject = french.plural(len(names), "critère")
    else:
        subject = f"{'Le critère' if len(names) == 1 else 'Les critères'} {french.enumeration(names)}"
    verb = "n'est satisfait" if len(names) == 1 else "ne sont satisfaits"
    where = (
        f"que dans {campuses(fewest.met)} sur {french.number(fewest.applicable)}"
        if fewest.met
        else "dans aucun campus"
    )
    return f"{subject} {verb} {where}."


def gaps_sentence(gaps: Sequence[CommonGap]) -> str:
    """What is unmet in most campuses, and how much is in at least half of them."""
    if not gaps or not gaps[0].unmet:
        unanswered = any(gap.unanswered for gap in gaps)
        rest = f"{NBSP}; des réponses manquent encore" if unanswered else ""
        return f"Aucune exigence renseignée ne reste à satisfaire{rest}."
    most = len(gaps[0].unmet)
    first = [gap for gap in gaps if len(gap.unmet) == most]
    half = [gap for gap in gaps if len(gap.unmet) * 2 >= gap.applicable > 0]
    where = f"dans {unmet_text(gaps[0])}"
    if len(first) == 1:
        name = f"{first[0].criterion.number} {first[0].criterion.short_title}"
        text = f"L'exigence {first[0].requirement.id} ({name}) n'est pas satisfaite {where}"
    else:
        text = f"{french.plural(len(first), 'exigence')} ne sont pas satisfaites dans {campuses(most)}"
    if len(half) > len(first):
        text += (
            f"{NBSP}; {french.plural(len(half), 'exigence')} ne le sont pas dans la moitié des campus ou plus"
        )
    return text + "."


def unmet_text(gap: CommonGap) -> str:
    """« 12 campus sur 37 », and how many of these have not answered."""
    text = f"{campuses(len(gap.unmet))} sur {french.number(gap.applicable)}"
    if waiting := len(gap.unanswered):
        text += f" (sans réponse dans {french.number(waiting)})"
    return text


def calendar_sentence(region: Region) -> str:
    """How many labels have ended, end within a year, later, or at a date that nobody gave."""
    counts = {term: sum(deadline.term is term for deadline in region.calendar) for term in Term}
    parts: list[str] = []
    if ended := counts[Term.ENDED]:
        parts.append(french.plural(ended, "label échu", "labels échus"))
    if soon := counts[Term.SOON]:
        verb = "prend" if soon == 1 else "prennent"
        parts.append(f"{french.plural(soon, 'label')} {verb} fin dans les {Region.SOON_MONTHS} mois")
    if later := counts[Term.LATER]:
        parts.append(f"{french.plural(later, 'label')} plus tard")
    if unknown := counts[Term.UNKNOWN]:
        parts.append(f"{campuses(unknown)} sans date de fin")
    text = french.enumeration(parts)
    return f"{text}." if text else "Aucun campus ne peut être lu."


def remaining(deadline: Deadline) -> str:
    """« dans 97 jours », « échu depuis 12 jours », « aujourd'hui », « date inconnue »."""
    if deadline.days is None:
        return "date inconnue"
    if deadline.days < 0:
        return f"échu depuis {french.plural(-deadline.days, 'jour')}"
    return f"dans {french.plural(deadline.days, 'jour')}" if deadline.days else "aujourd'hui"


def states_table(region: Region, side: Side) -> Table:
    """The state of every criterion in every campus, in words."""
    criteria = region.framework.criteria
    return Table(
        "État des critères, en toutes lettres",
        ("Campus", *(f"{c.number} {c.short_title}" for c in criteria), "Réponses"),
        tuple(
            (
                campus.name,
                *(french.CRITERION_STATES[campus.state(c.id, side)] for c in criteria),
                completion(campus),
            )
            for campus in region.readable
        ),
    )


def gaps_table(gaps: Sequence[CommonGap]) -> Table:
    """Every requirement with how many campuses are in each state."""
    return Table(
        "Exigences, des plus aux moins souvent non satisfaites",
        (
            "Repère",
            "Critère",
            "Type",
            "Exigence",
            "Non satisfaite dans",
            *(f"dont {french.REQUIREMENT_STATES[state].lower()}" for state in UNMET_STATES),
            "Non renseignée",
            "Satisfaite",
            "Applicable",
        ),
        tuple(
            (
                gap.requirement.id,
                f"{gap.criterion.number} {gap.criterion.short_title}",
                KINDS[gap.requirement.kind],
                gap.requirement.text,
                french.number(len(gap.unmet)),
                *(french.number(len(gap.by_state[state])) for state in UNMET_STATES),
                french.number(len(gap.unanswered)),
                french.number(len(gap.met)),
                french.number(gap.applicable),
            )
            for gap in gaps
        ),
    )


def gap_table(region: Region, gap: CommonGap) -> Table:
    """The campuses behind a requirement's figures, in alphabetical order; all that it is applicable in."""
    states = {campus.slug: state for state, found in gap.by_state.items() for campus in found}
    rows = [
        (campus, campus.results.row(gap.requirement.id))
        for campus in region.readable
        if campus.results is not None and campus.slug in states
    ]
    return Table(
        typeset(f"{gap.requirement.id} : non satisfaite dans {unmet_text(gap)}"),
        ("Campus", "État", "Niveau", "Preuves"),
        tuple(
            (
                campus.name,
                french.REQUIREMENT_STATES[row.state],
                level_name(region.framework, row),
                french.number(len(row.evidence)),
            )
            for campus, row in rows
        ),
    )


def calendar_table(region: Region) -> Table:
    """The labels by the day they end, what is not known last."""
    return Table(
        "Fin des labels, par date",
        ("Campus", "Début du label", "Fin du label", "Échéance"),
        tuple(
            (
                deadline.campus.name,
                french.day(deadline.campus.profile.label_start) or "–",
                french.day(deadline.campus.profile.label_end) or "–",
                remaining(deadline),
            )
            for deadline in region.calendar
        ),
    )
