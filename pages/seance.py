"""The meeting of the committee: prepared, written down while it lasts, closed and sealed."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

from cmq.french import bare, typeset
from cmq.wording import meeting_name
from ui import navigation, session
from ui.components import saved_indicator
from ui.heading import heading
from ui.meeting import closing, members, preparation, secretary
from ui.meeting.room import Room, chosen_meeting, meetings, room_of
from ui.text import literal
from ui.views import chosen_view


class View(NamedTuple):
    """One moment of a meeting: its name, its icon, what draws it."""

    name: str
    icon: str
    show: Callable[[Room], None]


VIEWS = {
    "preparer": View("Préparer", ":material/event_note:", preparation.show),
    "composition": View("Composition", ":material/groups:", members.show),
    "secretariat": View("Secrétariat", ":material/edit_note:", secretary.show),
    "suites": View("Relevé et versions", ":material/verified:", closing.show),
}

desk = session.require_desk(navigation.MEETING)
committee = desk.framework.committee


heading(desk, typeset(f"Séance {committee.short_name}"), literal(bare(committee.name)))
meeting = chosen_meeting(desk.campaign)
if meeting is None:
    st.info(
        typeset(
            "Aucune séance n'est préparée. Une séance part des points marqués « à discuter », ou des critères qui ne sont "
            "pas encore satisfaits."
        ),
        icon=":material/groups:",
    )
    st.button(
        "Préparer une séance",
        key="seance-preparer",
        type="primary",
        icon=":material/add:",
        on_click=preparation.prepare_meeting,
        args=(desk,),
    )
    if desk.failure:
        saved_indicator(desk)
    st.stop()

with st.container(horizontal=True, vertical_alignment="bottom"):
    names = {found.id: meeting_name(desk.framework, found) for found in meetings(desk.campaign)}
    st.session_state["seance"] = meeting.id
    st.selectbox(
        "Séance",
        list(names),
        key="seance",
        format_func=lambda id_: names[id_] + (" (clôturée)" if desk.campaign.meetings[id_].held else ""),
        on_change=navigation.keep,
        args=("seance",),
        width=360,
    )
    st.button(
        "Préparer une autre séance",
        key="seance-preparer",
        icon=":material/add:",
        on_click=preparation.prepare_meeting,
        args=(desk,),
    )
    st.page_link(
        navigation.PROJECTION,
        label="Projeter",
        icon=":material/present_to_all:",
        query_params=navigation.address(seance=meeting.id),
    )
chosen = chosen_view({id_: f"{view.icon} {view.name}" for id_, view in VIEWS.items()}, "preparer")
with st.container(key="contenu", width=1080):
    VIEWS[chosen].show(room_of(desk, meeting))
    if chosen in ("preparer", "suites") or desk.failure:
        saved_indicator(desk)
