"""The meeting as the room sees it: one subject a slide, large type, keys of a presenter's remote; no menu."""

from __future__ import annotations

import streamlit as st

from cmq.french import typeset
from ui import navigation, session, settings
from ui.meeting.live import board, follow, moment
from ui.meeting.room import chosen_meeting, room_of
from ui.meeting.rulings import ruling_form
from ui.meeting.slides import slide_html, slide_title
from ui.text import literal

desk = session.require_desk(navigation.PROJECTION)
st.html(settings.ROOT / "ui" / "projection.css")
meeting = chosen_meeting(desk.campaign)
if meeting is None:
    st.title("Projection", anchor=False)
    st.info(typeset("Aucune séance n'est préparée : préparez-en une d'abord."), icon=":material/info:")
    st.page_link(
        navigation.MEETING,
        label="Préparer une séance",
        icon=":material/groups:",
        query_params=navigation.address(),
    )
    st.stop()

room = room_of(desk, meeting)
asked = st.query_params.get("diapo", "")
arriving = st.session_state.get("projetee") != meeting.id
if not board().shown(desk, meeting.id) or (arriving and asked):
    board().show(desk, meeting.id, room.slide(asked).id)
st.session_state["projetee"] = meeting.id
drawn = moment(desk, meeting.id)
slide = room.slide(drawn[1])
places = [one.id for one in room.slides]
place = places.index(slide.id)
if st.query_params.get("diapo") != slide.id:
    st.query_params["diapo"] = slide.id


def turn(meeting_id: str, to: int) -> None:
    """Have the room see another slide; an open form goes along.

    The slide to show and not a step: a click that arrives while the page watches for changes may be taken twice.
    """
    shown = places[min(max(to, 0), len(places) - 1)]
    board().show(desk, meeting_id, shown)
    if st.session_state.get("decider"):
        st.session_state["decider"] = shown


def decide(subject: str) -> None:
    """Open the form on a subject, or close it with none: what is to be and not a change, for the same reason."""
    st.session_state["decider"] = subject


# Whoever writes goes on writing about the same subject when somebody else turns the slide.
subject = st.session_state.get("decider", "")
deciding = bool(subject) and not meeting.held
with st.container(key="projection", gap="xsmall"):
    st.html(slide_html(room, slide, beside_form=deciding))
    if deciding:
        with st.container(key="decision", border=True, gap="xsmall"):
            st.header(literal(slide_title(room, room.slide(subject))), anchor=False)
            ruling_form(room, room.slide(subject))
    with st.container(
        key="pied", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        st.button(
            "Précédente",
            key="diapo-precedente",
            type="tertiary",
            icon=":material/arrow_back:",
            disabled=place == 0,
            on_click=turn,
            args=(meeting.id, place - 1),
        )
        st.markdown(typeset(f"{place + 1} / {len(places)}"))
        st.button(
            "Suivante",
            key="diapo-suivante",
            type="tertiary",
            icon=":material/arrow_forward:",
            disabled=place == len(places) - 1,
            on_click=turn,
            args=(meeting.id, place + 1),
        )
        st.button(
            "Fermer" if deciding else "Décider",
            key="decider-bouton",
            type="tertiary",
            icon=":material/close:" if deciding else ":material/gavel:",
            on_click=decide,
            args=("" if deciding else slide.id,),
            disabled=meeting.held,
        )
        st.button("Plein écran", key="plein-ecran", type="tertiary", icon=":material/fullscreen:")
        st.page_link(
            navigation.MEETING,
            label="Quitter",
            icon=":material/logout:",
            query_params=navigation.address(seance=meeting.id),
        )
follow(desk, meeting.id, drawn)
