"""A slide -> the HTML that the room sees: one subject, large type, no name of whoever answered, no private note."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from cmq import french
from cmq.campaign import Decision
from cmq.charts.palette import STATES
from cmq.framework import ExcellenceSide
from cmq.french import typeset
from cmq.headline import excellence_headline, headline
from cmq.indicators import IndicatorResult
from cmq.meeting import Slide, SlideKind, decided, empty_seats, marked, seats, unattended_seats
from cmq.scoring import CriterionResult, CriterionState, RequirementResult, RequirementState
from cmq.tables import latest_text, mark_text
from cmq.wording import (
    criterion_change,
    meeting_name,
    ruling_summary,
    seat_name,
)
from ui.meeting.paging import (
    annex_pages,
    decision_cells,
    decision_pages,
    indicator_cells,
    indicator_pages,
    short,
)
from ui.meeting.room import Room
from ui.text import clipped

SHAPES = {
    CriterionState.MET: "✓",
    CriterionState.PARTIAL: "◐",
    CriterionState.UNMET: "×",
    CriterionState.INCOMPLETE: "?",
    CriterionState.NOT_APPLICABLE: "–",
    CriterionState.NONE: "–",
}
"""A state's mark, told by its shape alone."""

RULINGS_SHOWN = 2
DETAIL_LINES = 14
"""Of the right-hand side of a criterion's slide."""
DETAIL_LINES_BESIDE_FORM = 4
LINES_A_DETAIL = 2


def slide_title(room: Room, slide: Slide) -> str:
    """What a slide is called, in lists and in the foot of the screen."""
    framework = room.desk.framework
    match slide.kind:
        case SlideKind.CRITERION:
            criterion = framework.criterion(slide.subject)
            return f"{criterion.number} {criterion.short_title}"
        case SlideKind.INDICATOR:
            result = room.measures.result(slide.subject)
            return result.indicator.name if result else slide.subject
        case _:
            more = f" ({slide.part} sur {slide.parts})" if slide.parts > 1 else ""
            return _NAMES[slide.kind] + more


_NAMES = {
    SlideKind.TITLE: "Ouverture",
    SlideKind.SUMMARY: "Synthèse",
    SlideKind.INDICATORS: "Indicateurs",
    SlideKind.OPEN_DECISIONS: "Décisions en cours",
    SlideKind.ANNEX: "Tableau de l'annexe",
    SlideKind.DECISIONS: "Décisions de la séance",
}


def slide_html(room: Room, slide: Slide, *, beside_form: bool = False) -> str:
    """The slide, as a part of a page that speaks for itself to a screen reader.

    ``beside_form`` makes room where a form covers the right of the screen: a criterion says less.
    """
    if beside_form and slide.kind is SlideKind.CRITERION:
        body = _criterion_beside_form(room, slide)
    else:
        body = _BUILDERS[slide.kind](room, slide)
    return f'<section class="cmq-slide cmq-slide-{slide.kind}">{body}</section>'


def _text(text: str) -> str:
    """Ours or the user's, as text, with French spacing."""
    return html.escape(typeset(text), quote=False)


def _heading(text: str, level: int = 1) -> str:
    return f"<h{level}>{_text(text)}</h{level}>"


def _lines(*texts: str) -> str:
    return "".join(f"<p>{_text(text)}</p>" for text in texts if text)


def _list(items: Iterable[str]) -> str:
    """A list of items that are HTML already."""
    inside = "".join(f"<li>{item}</li>" for item in items)
    return f"<ul>{inside}</ul>" if inside else ""


def _title(room: Room, _slide: Slide) -> str:
    campaign, framework = room.campaign, room.desk.framework
    names = room.campuses
    parts = [
        f'<p class="cmq-over">{_text(meeting_name(framework, room.meeting))}</p>',
        _name(clipped(campaign.profile.campus, 160)),
        _lines(
            french.bare(framework.committee.name),
            f"Auto-évaluation, campagne {campaign.profile.name}",
            clipped(room.meeting.place, 120),
        ),
    ]
    if framework.roles:
        demanded = seats(framework, campaign, names)
        empty = empty_seats(framework, campaign, names)
        away = unattended_seats(framework, campaign, room.meeting.id, names)
        noted = any(meeting == room.meeting.id for meeting, _ in campaign.attendances)
        count = len(demanded) - len(empty) - len(away)
        if noted:
            parts.append(
                _lines(
                    f"{french.plural(count, 'siège présent ou représenté', 'sièges présents ou représentés')} "
                    f"sur {len(demanded)}"
                )
            )
            missing = [seat_name(seat) for seat in (*empty, *away)]
            parts.append(
                _lines(f"Il manque : {clipped(french.enumeration(missing), 160)}" if missing else "")
            )
    return "".join(parts)


def _name(name: str) -> str:
    """A campus's name as the title; a long one in smaller letters rather than cut."""
    return f'<h1 class="cmq-long">{_text(name)}</h1>' if len(name) > 80 else _heading(name)


def _summary(room: Room, _slide: Slide) -> str:
    results, meta = room.results, room.desk.framework.meta
    tiles = "".join(
        f'<li><span class="cmq-sign" aria-hidden="true">{SHAPES[c.label_state]}</span>'
        f"<span><b>{_text(f'{c.criterion.number} {c.criterion.short_title}')}</b><br>"
        f"{_text(french.CRITERION_STATES[c.label_state])}</span></li>"
        for c in results.criteria
    )
    moved = room.since_previous
    since = ""
    if moved is not None and room.previous is not None:
        before = len(moved.before.met_criteria)
        since = (
            f"Campagne {room.previous.name} : {french.plural(before, 'critère satisfait', 'critères satisfaits')} ; "
            f"depuis, {french.plural(len(moved.rose), 'exigence')} en hausse, {len(moved.fell)} en baisse."
        )
    return (
        _heading(headline(results))
        + _lines(excellence_headline(results))
        + f'<ul class="cmq-tiles">{tiles}</ul>'
        + _lines(since)
        + f'<p class="cmq-small">{_text(meta.disclaimer)}</p>'
    )


def _criterion(room: Room, slide: Slide) -> str:
    result = room.results.criterion(slide.subject)
    rulings = _rulings_on(room, slide)
    details = _details(room, result, DETAIL_LINES - 2 * min(len(rulings), RULINGS_SHOWN))
    return (
        _heading(result.criterion.heading)
        + f'<div class="cmq-columns"><div>{_standing(room, result)}</div><div>{details}</div></div>'
        + _rulings(room, rulings)
    )


def _criterion_beside_form(room: Room, slide: Slide) -> str:
    """Where the criterion stands, then what was just decided of it or else what is to be discussed."""
    result = room.results.criterion(slide.subject)
    rulings = _rulings_on(room, slide)[-1:]
    more = _rulings(room, rulings) or _details(room, result, DETAIL_LINES_BESIDE_FORM)
    return (
        _heading(slide_title(room, slide)) + _standing(room, result) + f'<div class="cmq-less">{more}</div>'
    )


def _rulings_on(room: Room, slide: Slide) -> list[Decision]:
    return [d for d in decided(room.campaign, room.meeting.id) if d.criterion == slide.subject]


def _standing(room: Room, result: CriterionResult) -> str:
    """State, gaps, evidence and what changed since the last campaign."""
    moved = room.since_previous
    change = ""
    if moved is not None and room.previous is not None:
        change = criterion_change(moved.criterion(result.criterion.id), room.previous.name)
    return (
        _states(room, result)
        + _bar(result.standard if result.same_as_standard else result.rows)
        + _lines(_gap_line(room, result), _excellence_line(room, result), _evidence_line(result), change)
    )


def _details(room: Room, result: CriterionResult, most: int) -> str:
    """What is to be discussed, what is missing and the indicators, as much of each as so many lines hold."""
    points = marked(room.results, result.criterion.id)
    missing = [row for row in result.excellence_gap if row not in points]
    indicators = sorted(
        room.measures.of_criterion(result.criterion.id), key=lambda found: found.latest is None
    )
    lists = (
        ("À discuter", [_requirement(row) for row in points]),
        ("Ce qui manque", [_requirement(row) for row in missing]),
        ("Indicateurs", [_indicator_line(found) for found in indicators]),
    )
    shown = {title: 0 for title, items in lists if items}
    room_left = most - len(shown)
    while room_left >= LINES_A_DETAIL and any(shown[t] < len(items) for t, items in lists if items):
        for title, items in lists:
            if items and shown[title] < len(items) and room_left >= LINES_A_DETAIL:
                shown[title] += 1
                room_left -= LINES_A_DETAIL
    parts = []
    for title, items in lists:
        if items:
            more = len(items) - shown[title]
            rest = [_text(f"et {french.plural(more, 'autre')}")] if more and shown[title] else []
            name = title if shown[title] else f"{title} : {len(items)}"
            parts.append(_heading(name, 2) + _list([*items[: shown[title]], *rest]))
    return "".join(parts) or _lines("Toutes les exigences sont satisfaites.")


def _states(room: Room, result: CriterionResult) -> str:
    meta = room.desk.framework.meta
    rows = [(french.bare(meta.label_name), result.label_state, "")]
    if result.criterion.excellence is not ExcellenceSide.NONE:
        rows.append(("Excellence", result.excellence_state, "idem, " if result.same_as_standard else ""))
    return (
        '<ul class="cmq-stands">'
        + "".join(
            f'<li><span class="cmq-sign" aria-hidden="true">{SHAPES[state]}</span> '
            f"<b>{_text(f'{name} : {same}{french.CRITERION_STATES[state].lower()}')}</b></li>"
            for name, state, same in rows
        )
        + "</ul>"
    )


_ORDER = (*STATES, RequirementState.NOT_APPLICABLE)


def _bar(rows: Sequence[RequirementResult]) -> str:
    """Requirements by state, as lengths; the words that follow say the same."""
    counts = Counter(row.state for row in rows)
    parts = [(state, counts[state]) for state in _ORDER if counts[state]]
    segments = "".join(
        f'<span class="cmq-part cmq-part-{state.value}" style="flex-grow:{count}"></span>'
        for state, count in parts
    )
    words = ", ".join(_count(state, count) for state, count in parts)
    return f'<div class="cmq-bar" aria-hidden="true">{segments}</div><p class="cmq-less">{_text(words)}</p>'


_PLURALS = {
    RequirementState.MET: ("satisfaite", "satisfaites"),
    RequirementState.CLAIMED: ("déclarée sans preuve", "déclarées sans preuve"),
    RequirementState.PLANNED: ("projetée", "projetées"),
    RequirementState.UNMET: ("non satisfaite", "non satisfaites"),
    RequirementState.UNANSWERED: ("non renseignée", "non renseignées"),
    RequirementState.NOT_APPLICABLE: ("non applicable", "non applicables"),
}


def _count(state: RequirementState, count: int) -> str:
    return french.plural(count, *_PLURALS[state])


def _gap_line(room: Room, result: CriterionResult) -> str:
    missing, total = len(result.label_gap), len(result.label_rate.rows)
    name = room.desk.framework.meta.label_name
    if not total:
        return f"Aucune exigence {french.of(name)} n'est applicable"
    if not missing:
        return f"{french.bare(name)} : aucun écart"
    return f"Écart pour {name} : {french.plural(missing, 'exigence')} sur {total}"


def _excellence_line(room: Room, result: CriterionResult) -> str:
    if not room.desk.framework.has_excellence or result.criterion.excellence is ExcellenceSide.NONE:
        return ""
    if result.same_as_standard:
        return "Excellence : idem, mêmes exigences"
    more = len(result.excellence_gap) - len(result.label_gap)
    if not more:
        return "Excellence : rien de plus ne manque"
    return f"Écart à l'Excellence : {more} de plus, sur {len(result.excellence_rate.rows)}"


def _evidence_line(result: CriterionResult) -> str:
    evidence = {item.id for row in result.rows for item in row.evidence}
    return french.plural(len(evidence), "preuve")


def _requirement(row: RequirementResult) -> str:
    state = french.REQUIREMENT_STATES[row.state].lower()
    return f"<b>{_text(row.requirement.id)}</b> {_text(clipped(row.requirement.text, 50))} <i>({_text(state)})</i>"


def _indicator_line(result: IndicatorResult) -> str:
    return f"{_text(clipped(result.indicator.name, 44))} : <b>{_text(short(latest_text(result), 40))}</b>".replace(
        " :", f"{french.NBSP}:"
    )


def _rulings(room: Room, rulings: Sequence[Decision]) -> str:
    """What the meeting has just done with the subject, the latest last."""
    if not rulings:
        return ""
    framework = room.desk.framework
    items = []
    for ruling in rulings[-RULINGS_SHOWN:]:
        settled = ruling_summary(framework, ruling)
        text = clipped(ruling.text, 110)
        name = french.NATURES[ruling.nature]
        items.append(f"<b>{_text(name)}</b> {_text(' : '.join(part for part in (settled, text) if part))}")
    return f'<div class="cmq-decided">{_list(items)}</div>'


def _indicator(room: Room, slide: Slide) -> str:
    result = room.measures.result(slide.subject)
    if result is None:
        return _heading(slide.subject)
    indicator = result.indicator
    lines = [f"Sens : {french.DIRECTIONS[indicator.direction]}"]
    if result.origin is not None:
        lines.append(f"Départ : {short(mark_text(result, result.origin), 60)}")
    if result.target is not None:
        lines.append(f"Cible : {short(mark_text(result, result.target), 60)}")
    if result.change is not None:
        lines.append(f"Depuis le départ : {short(french.difference(indicator, result.change), 60)}")
    if result.reached is not None:
        lines.append("Cible atteinte" if result.reached else "Cible non atteinte")
    years = result.totals[-6:]
    rows = "".join(
        f'<tr><th scope="row">{_text(french.period(indicator, total.year))}</th>'
        f"<td>{_text(short(french.measure(total), 25))}</td></tr>"
        for total in years
    )
    table = (
        '<table><thead><tr><th scope="col">Année</th><th scope="col">Valeur</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
        if rows
        else _lines("Aucune valeur.")
    )
    return (
        _heading(clipped(indicator.name, 110))
        + f'<p class="cmq-big">{_text(short(latest_text(result), 40))}</p>'
        + f'<div class="cmq-columns"><div>{_lines(*lines)}</div><div>{table}</div></div>'
        + _rulings(room, [d for d in decided(room.campaign, room.meeting.id) if d.indicator == slide.subject])
    )


def _indicators(room: Room, slide: Slide) -> str:
    measures = room.measures
    valued = [result for result in measures.followed if result.latest is not None]
    reached = [result for result in valued if result.reached]
    backward = [result for result in valued if result.progressed is False]
    sentence = (
        f"{len(valued)} sur {len(measures.followed)} ont une valeur ; "
        f"{french.plural(len(reached), 'cible atteinte', 'cibles atteintes')}, {len(backward)} en recul"
    )
    rows = "".join(
        f'<tr><th scope="row">{_text(cells.name)}</th><td>{_text(cells.origin)}</td>'
        f"<td><b>{_text(cells.latest)}</b></td><td>{_text(cells.target)}</td></tr>"
        for cells in map(indicator_cells, indicator_pages(room.measures)[slide.part - 1])
    )
    return (
        _heading(slide_title(room, slide))
        + _lines(sentence)
        + '<table class="cmq-indicators"><thead><tr><th scope="col">Indicateur</th><th scope="col">Départ</th>'
        '<th scope="col">Aujourd\'hui</th><th scope="col">Cible</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _open_decisions(room: Room, slide: Slide) -> str:
    pages = decision_pages(room.measures, room.open_decisions)
    return _heading(slide_title(room, slide)) + _decision_table(room, _page(pages, slide), numbered={})


def _page(pages: Sequence[list[Decision]], slide: Slide) -> list[Decision]:
    """The slide's part, or the last one: a decision may be taken back while the slide is drawn."""
    return pages[min(slide.part, len(pages)) - 1] if pages else []


def _decisions(room: Room, slide: Slide) -> str:
    rulings = decided(room.campaign, room.meeting.id)
    if not rulings:
        return _heading(slide_title(room, slide)) + _lines("Aucune décision n'est encore enregistrée.")
    numbers = {ruling.id: number for number, ruling in enumerate(rulings, start=1)}
    page = _page(decision_pages(room.measures, rulings), slide)
    return _heading(slide_title(room, slide)) + _decision_table(room, page, numbers)


def _decision_table(room: Room, decisions: Sequence[Decision], numbered: dict[str, int]) -> str:
    rows = []
    for decision in decisions:
        cells = decision_cells(room.measures, decision)
        number = f"N° {numbered[decision.id]}\n" if decision.id in numbered else ""
        rows.append(
            f'<tr><th scope="row">{_text(number + cells.subject)}</th>'
            f"<td>{_text(cells.text)}</td><td>{_text(cells.owner)}</td></tr>"
        )
    return (
        '<table class="cmq-decisions"><thead><tr><th scope="col">Sujet</th><th scope="col">Décision</th>'
        '<th scope="col">Responsable, échéance</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _annex(room: Room, slide: Slide) -> str:
    meta = room.desk.framework.meta
    both = room.desk.framework.has_excellence
    rows = "".join(
        f'<tr><th scope="row">{_text(row.name)}</th><td>{_text(row.label)}</td>'
        + (f"<td>{_text(row.excellence)}</td>" if both else "")
        + f"<td>{_text(row.own)}</td></tr>"
        for row in annex_pages(room.desk.framework, room.campaign)[slide.part - 1]
    )
    sides = [french.bare(meta.label_name), *(["Excellence"] if both else []), "Le campus"]
    head = "".join(f'<th scope="col">{_text(name)}</th>' for name in ("Dimension", *sides))
    return (
        _heading(slide_title(room, slide))
        + f'<table class="cmq-annex"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    )


_BUILDERS: dict[SlideKind, Callable[[Room, Slide], str]] = {
    SlideKind.TITLE: _title,
    SlideKind.SUMMARY: _summary,
    SlideKind.CRITERION: _criterion,
    SlideKind.INDICATOR: _indicator,
    SlideKind.INDICATORS: _indicators,
    SlideKind.OPEN_DECISIONS: _open_decisions,
    SlideKind.ANNEX: _annex,
    SlideKind.DECISIONS: _decisions,
}
