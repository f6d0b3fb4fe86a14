"""Who sits in the committee: the members by role, and the seats that nobody holds."""

from __future__ import annotations

import streamlit as st

from cmq import french
from cmq.campaign import MEMBERS, Edit, Member
from cmq.french import typeset
from cmq.meeting import Seat, by_role, empty_seats
from cmq.wording import seat_name
from ui import fields
from ui.components import saved_indicator
from ui.desk import Desk
from ui.meeting.room import Room
from ui.text import literal
from ui.variants import about, show_variants


def show(room: Room) -> None:
    """Draw the view."""
    desk, framework = room.desk, room.desk.framework
    st.header(typeset(f"Composition {french.of(framework.committee.name)}"), anchor=False)
    if not framework.roles:
        st.caption("Ce référentiel ne demande aucune composition.")
    empty = empty_seats(framework, room.campaign, room.campuses)
    if framework.roles and not empty:
        st.success("Chaque siège que le texte demande a un titulaire.", icon=":material/check_circle:")
    for seat in empty:
        st.warning(
            typeset(f"Personne pour « {literal(seat_name(seat))} ». {literal(seat.role.note)}".strip()),
            icon=":material/person_alert:",
        )
    for member in by_role(framework, room.campaign):
        with st.container(border=True):
            _member(room, member)
    st.button(
        "Ajouter un membre",
        key="membre-ajouter",
        icon=":material/person_add:",
        on_click=_add,
        args=(desk, empty),
    )
    saved_indicator(desk)


def _member(room: Room, member: Member) -> None:
    desk, framework = room.desk, room.desk.framework
    roles = {role.id: role.name for role in framework.roles}
    if member.role and member.role not in roles:
        roles[member.role] = member.role
    name, role, title, out = st.columns([4, 6, 4, 2], gap="small", vertical_alignment="bottom")
    with name:
        st.text_input("Nom", max_chars=200, **fields.bind(desk, MEMBERS.field(member.id, "nom"), fields.TEXT))
    with role:
        st.selectbox(
            "Rôle",
            list(roles),
            index=None,
            placeholder="Choisir",
            format_func=roles.__getitem__,
            **fields.bind(desk, MEMBERS.field(member.id, "role")),
        )
    with title:
        st.text_input(
            "Fonction",
            max_chars=200,
            placeholder="Titre, organisme",
            **fields.bind(desk, MEMBERS.field(member.id, "fonction"), fields.TEXT),
        )
    with out:
        st.button(
            "Retirer",
            key=f"membre-retirer-{member.id}",
            type="tertiary",
            icon=":material/person_remove:",
            on_click=_remove,
            args=(desk, member),
        )
    known = framework.role(member.role)
    if known is not None and known.per_campus and len(room.campuses) > 1:
        names = list(dict.fromkeys((*room.campuses, *([member.campus] if member.campus else []))))
        st.selectbox(
            "Campus",
            names,
            index=None,
            placeholder=room.campaign.profile.campus,
            **fields.bind(desk, MEMBERS.field(member.id, "campus")),
        )
    show_variants(desk, about("membre", member.id))


def _add(desk: Desk, empty: tuple[Seat, ...]) -> None:
    """A new member, in the first seat that nobody holds."""
    id_ = MEMBERS.new_id()
    spare = next((role.id for role in desk.framework.roles if not role.required), "membre")
    edits = [Edit(MEMBERS.field(id_, "role"), None, empty[0].role.id if empty else spare)]
    if empty and empty[0].campus:
        edits.append(Edit(MEMBERS.field(id_, "campus"), None, empty[0].campus))
    desk.save(edits)


def _remove(desk: Desk, member: Member) -> None:
    """Take a member out; what was noted of past meetings stays."""
    desk.save(desk.removal("membre", member.id))
