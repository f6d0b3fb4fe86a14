"""Before the meeting: its day, its agenda, what the committee's rules ask for and is missing."""

from __future__ import annotations

from datetime import date

import streamlit as st

from cmq import french
from cmq.campaign import ID_SEPARATOR, MEETINGS, Edit, Scalar, ids_of
from cmq.french import typeset
from cmq.meeting import alerts, marked, proposed_criteria
from cmq.wording import alert_text
from ui import fields
from ui.desk import Desk, Outcome
from ui.links import requirement_link
from ui.meeting.room import Room
from ui.text import literal
from ui.variants import about, show_variants


def prepare_meeting(desk: Desk) -> None:
    """Start a meeting, with the agenda that the answers propose, and go to it."""
    id_ = MEETINGS.new_id()
    criteria = [criterion.id for criterion in proposed_criteria(desk.results)]
    values: dict[str, Scalar] = {"criteres": ID_SEPARATOR.join(criteria) or None}
    if desk.campaign.profile.year is not None:
        values["budget_exercice"] = desk.campaign.profile.year
    # A meeting is there from its first field on: where the rest is empty, that of today is proposed.
    values["date"] = date.today().isoformat()
    edits = [
        Edit(MEETINGS.field(id_, name), None, value) for name, value in values.items() if value is not None
    ]
    if desk.save(edits) is Outcome.SAVED:
        st.query_params["seance"] = id_


def show(room: Room) -> None:
    """Draw the view."""
    desk, meeting = room.desk, room.meeting
    _alerts(room)
    left, right = st.columns(2, gap="medium")
    with left:
        st.header("Date et lieu", anchor=False)
        if meeting.held:
            st.markdown(typeset(f"**Date :** {french.day(meeting.day) or 'non notée'}"))
            st.markdown(typeset(f"**Lieu :** {literal(meeting.place) or 'non noté'}"))
        else:
            fields.day_field(
                "Date de la séance", fields.bind(desk, MEETINGS.field(meeting.id, "date"), fields.DAY)
            )
            st.text_input(
                "Lieu", max_chars=200, **fields.bind(desk, MEETINGS.field(meeting.id, "lieu"), fields.TEXT)
            )
    with right:
        st.header("Ordre du jour", anchor=False)
        _agenda(room)
    show_variants(desk, about("seance", meeting.id))
    _points(room)
    st.header("La projection", anchor=False)
    st.markdown(
        typeset(
            f"{french.plural(len(room.slides), 'diapositive')}, un sujet par diapositive. Flèches ou Page suivante et "
            "Page précédente pour avancer : une télécommande de présentation convient. Ni menu, ni note, ni nom de "
            "ceux qui ont répondu n'y figurent. Une autre personne peut écrire en même temps dans « Secrétariat »."
        )
    )


def _alerts(room: Room) -> None:
    framework = room.desk.framework
    others = room.campaigns[1:]
    found = alerts(framework, room.campaign, others, room.campuses, room.results.today)
    if found:
        lines = "\n".join(f"- {literal(alert_text(framework, alert))}" for alert in found)
        st.warning(typeset(f"**À régler avant ou pendant la séance**\n{lines}"), icon=":material/warning:")


def _ids(known: list[str]) -> fields.Codec:
    """A list of ids, of which a widget shows those that it knows."""
    return fields.Codec(
        lambda value: [id_ for id_ in ids_of(value) if id_ in known],
        lambda chosen: ID_SEPARATOR.join(chosen) or None,
    )


def _agenda(room: Room) -> None:
    desk, meeting, framework = room.desk, room.meeting, room.desk.framework
    criteria = {c.id: f"{c.number} {c.short_title}" for c in framework.criteria}
    indicators = {r.indicator.id: f"{r.indicator.id} · {r.indicator.name}" for r in room.measures.followed}
    if meeting.held:
        names = [criteria[id_] for id_ in meeting.criteria if id_ in criteria]
        names += [indicators[id_] for id_ in meeting.indicators if id_ in indicators]
        st.markdown(literal(french.enumeration(names)) or "Tous les critères.")
        return
    st.multiselect(
        "Critères à discuter",
        list(criteria),
        format_func=criteria.__getitem__,
        placeholder="Tous les critères",
        wrap=True,
        help=typeset(
            "Sans choix, tous les critères sont projetés. Un critère qui a un point à discuter l'est toujours."
        ),
        **fields.bind(desk, MEETINGS.field(meeting.id, "criteres"), _ids(list(criteria))),
    )
    if indicators:
        st.multiselect(
            "Indicateurs à montrer un à un",
            list(indicators),
            format_func=indicators.__getitem__,
            placeholder="Choisir",
            wrap=True,
            help="Tous les indicateurs suivis sont de toute façon montrés ensemble.",
            **fields.bind(desk, MEETINGS.field(meeting.id, "indicateurs"), _ids(list(indicators))),
        )


def _points(room: Room) -> None:
    """The requirements that the team marked while it answered."""
    points = marked(room.results)
    committee = room.desk.framework.committee.short_name
    st.header(f"Points à discuter en {committee} ({len(points)})", anchor=False)
    if not points:
        st.caption(typeset(f"Aucun : dans la carte d'une exigence, cochez « À discuter en {committee} »."))
    for row in points:
        requirement_link(row, 90)
