"""The state of every criterion in every campus: small multiples in one table, a row a campus.

A cell holds its state as a word, to be read out and copied; the style sheet draws the mark in its place, so that a large
region stays one element a cell. On a phone each campus becomes a card, by the style sheet alone; the roles that HTML
gives to a table are therefore written out, since browsers may drop them with the table's layout.
"""

from __future__ import annotations

import html
from urllib.parse import urlencode

import streamlit as st

from cmq import french
from cmq.region import CampusView, Region, Side
from cmq.region.wording import completion
from cmq.scoring import CriterionState

MARKS = {
    CriterionState.MET: "met",
    CriterionState.PARTIAL: "partial",
    CriterionState.UNMET: "unmet",
    CriterionState.INCOMPLETE: "incomplete",
    CriterionState.NOT_APPLICABLE: "inapplicable",
    CriterionState.NONE: "nothing",
}
"""What the style sheet draws for each state: a shape and a sign, of which each alone would tell it."""


def legend(region: Region, side: Side) -> None:
    """What the marks mean; the two rare ones only where they occur."""
    occurring = {campus.state(c.id, side) for campus in region.readable for c in region.framework.criteria}
    rare = (CriterionState.NOT_APPLICABLE, CriterionState.NONE)
    items = "".join(
        f'<li><i class="cmq-mark cmq-{MARKS[state]}"></i> {french.CRITERION_STATES[state]}</li>'
        for state in MARKS
        if state not in rare or state in occurring
    )
    st.html(f'<ul class="cmq-legend">{items}</ul>')


def show(region: Region, side: Side) -> None:
    """Draw the table."""
    name = "État des critères par campus, par ordre alphabétique"
    criteria = region.framework.criteria
    heads = "".join(
        f'<th scope="col" role="columnheader"><div><span>{html.escape(c.number)}</span> '
        f"<span>{html.escape(c.short_title)}</span></div></th>"
        for c in criteria
    )
    rows = "".join(_row(region, campus, side) for campus in region.campuses)
    totals = "".join(
        f'<td role="cell" data-n="{html.escape(tally.criterion.number)}">{french.number(tally.met)}'
        f'<span class="cmq-said"> sur {french.number(tally.applicable)}</span></td>'
        for tally in region.tallies(side)
    )
    st.html(
        f'<div class="cmq-states" role="region" tabindex="0" aria-label="{name}"><table role="table">'
        f'<caption class="cmq-said">{name}</caption><thead role="rowgroup"><tr role="row">'
        f'<th scope="col" role="columnheader">Campus</th>{heads}'
        '<th scope="col" role="columnheader">Réponses</th></tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody><tfoot role="rowgroup"><tr role="row">'
        f'<th scope="row" role="rowheader">Campus où le critère est satisfait</th>{totals}'
        '<td role="cell"></td></tr></tfoot></table></div>'
    )


def _row(region: Region, campus: CampusView, side: Side) -> str:
    head = f'<tr role="row"><th scope="row" role="rowheader">{_name(campus)}</th>'
    criteria = region.framework.criteria
    if campus.results is None:
        return f'{head}<td role="cell" class="cmq-unread" colspan="{len(criteria) + 1}">{_problems(campus)}</td></tr>'
    cells = "".join(
        f'<td role="cell" class="cmq-mark cmq-{MARKS[state]}" data-n="{html.escape(c.number)}">'
        f"{french.CRITERION_STATES[state]}</td>"
        for c in criteria
        for state in [campus.state(c.id, side)]
    )
    return f'{head}{cells}<td role="cell" data-n="Réponses">{completion(campus)}</td></tr>'


def _name(campus: CampusView) -> str:
    name = html.escape(campus.name)
    if campus.results is None:
        return name
    target = html.escape(urlencode({"campus": campus.slug, "campagne": campus.campaign_id}))
    profile = campus.profile
    about = [f"campagne {profile.name or campus.campaign_id}", profile.academy]
    more = html.escape(" · ".join(part for part in about if part))
    problems = f"<small>{_problems(campus)}</small>" if campus.problems else ""
    return f'<a href="resultats?{target}">{name}</a><small>{more}</small>{problems}'


def _problems(campus: CampusView) -> str:
    """« La campagne 2026 ne peut pas être lue. », each with its reason."""
    return " ".join(f"<b>{html.escape(what)}</b> {html.escape(why)}" for what, why in campus.problems)
