"""During the meeting: who is there, the subject on screen, decisions, the budget, what earlier ones became."""

from __future__ import annotations

import streamlit as st

from cmq import french
from cmq.campaign import DECISIONS, MEETINGS, Attendance, Decision, Nature, Scalar, Status, presence_field
from cmq.french import typeset
from cmq.meeting import by_role, decided, earlier_decisions, unattended_seats
from cmq.wording import due_text, ruling_summary, seat_name, subject_name
from ui import fields
from ui.components import saved_indicator
from ui.desk import Desk
from ui.meeting.live import board, follow, moment
from ui.meeting.room import Room
from ui.meeting.rulings import author_in_meeting, ruling_form
from ui.meeting.slides import slide_title
from ui.text import literal
from ui.variants import about, show_variants


def show(room: Room) -> None:
    """Draw the view."""
    drawn = moment(room.desk, room.meeting.id)
    if room.meeting.held:
        st.info(
            typeset(
                "Cette séance est clôturée : ses décisions ne changent plus. Leur suivi continue plus bas."
            ),
            icon=":material/lock:",
        )
    else:
        _subject(room)
    _decisions(room)
    if not room.meeting.held:
        _presence(room)
        _budget(room)
    follow_up(room)
    saved_indicator(room.desk)
    follow(room.desk, room.meeting.id, drawn)


def _subject(room: Room) -> None:
    """The form for a subject, beside what the room sees."""
    desk, meeting = room.desk, room.meeting
    on_screen = board().shown(desk, meeting.id)
    names = {slide.id: slide_title(room, slide) for slide in room.slides}
    if st.session_state.get("sujet") not in names:
        st.session_state["sujet"] = on_screen if on_screen in names else room.slides[0].id
    st.header("Sujet en discussion", anchor=False)
    chosen = st.selectbox("Sujet", list(names), key="sujet", format_func=names.__getitem__, width=640)
    with st.container(horizontal=True, vertical_alignment="center"):
        if on_screen in names:
            st.markdown(typeset(f":material/present_to_all: À l'écran : **{literal(names[on_screen])}**"))
            if on_screen != chosen:
                st.button(
                    "Passer au sujet à l'écran",
                    key="sujet-suivre",
                    icon=":material/sync:",
                    on_click=lambda: st.session_state.update(sujet=on_screen),
                )
        else:
            st.markdown(":material/cancel_presentation: Rien n'est projeté.")
        if on_screen != chosen:
            st.button(
                "Montrer ce sujet à l'écran",
                key="sujet-montrer",
                icon=":material/present_to_all:",
                on_click=board().show,
                args=(desk, meeting.id, chosen),
            )
    with st.container(border=True, key="decision"):
        ruling_form(room, room.slide(chosen))


def _decisions(room: Room) -> None:
    desk, framework = room.desk, room.desk.framework
    found = decided(room.campaign, room.meeting.id)
    st.header(f"Décisions de la séance ({len(found)})", anchor=False)
    if not found:
        st.caption("Aucune décision n'est encore enregistrée.")
    for number, decision in enumerate(found, start=1):
        with st.container(border=True, key=f"decision-{decision.id}"):
            heading = " · ".join(
                part
                for part in (
                    f"**{number}.** {literal(subject_name(framework, decision, room.measures))}",
                    french.NATURES[decision.nature],
                    literal(ruling_summary(framework, decision)),
                )
                if part
            )
            st.markdown(heading)
            if room.meeting.held:
                st.text(decision.text)
                st.caption(
                    literal(
                        " · ".join(p for p in (decision.owner, due_text(decision, room.results.today)) if p)
                    )
                )
            else:
                _editable(desk, decision)


def _editable(desk: Desk, decision: Decision) -> None:
    text = "Décision" if decision.nature is Nature.DECISION else "Motif"
    st.text_area(
        text,
        height=68,
        max_chars=2000,
        **fields.bind(desk, DECISIONS.field(decision.id, "texte"), fields.TEXT),
    )
    if decision.nature in (Nature.DECISION, Nature.DEFERRED):
        who, when = st.columns(2)
        with who:
            st.text_input(
                "Responsable",
                max_chars=200,
                **fields.bind(desk, DECISIONS.field(decision.id, "responsable"), fields.TEXT),
            )
        with when:
            fields.day_field(
                "Échéance", fields.bind(desk, DECISIONS.field(decision.id, "echeance"), fields.DAY)
            )
    show_variants(desk, about("decision", decision.id))
    st.button(
        "Retirer",
        key=f"decision-retirer-{decision.id}",
        type="tertiary",
        icon=":material/delete:",
        help=typeset("Un niveau déjà modifié le reste : modifiez-le à nouveau s'il le faut."),
        on_click=_remove,
        args=(desk, decision),
    )


def _remove(desk: Desk, decision: Decision) -> None:
    desk.save(desk.removal("decision", decision.id), author=author_in_meeting(desk.author))


_PRESENCE = fields.Codec(
    lambda value: next((how for how in Attendance if how == value), None),
    lambda how: how.value if how else None,
)


def _presence(room: Room) -> None:
    desk, meeting, framework = room.desk, room.meeting, room.desk.framework
    st.header("Présence", anchor=False)
    if not room.campaign.members:
        st.caption(typeset("Aucun membre : ajoutez-les dans « Composition »."))
    for member in by_role(framework, room.campaign):
        role = framework.role(member.role)
        name = " – ".join(
            part for part in (member.name or "Sans nom", role.name if role else member.role) if part
        )
        st.radio(
            literal(name),
            list(Attendance),
            index=None,
            format_func=french.ATTENDANCES.__getitem__,
            horizontal=True,
            **fields.bind(desk, presence_field(meeting.id, member.id), _PRESENCE),
        )
    away = unattended_seats(framework, room.campaign, meeting.id, room.campuses)
    if away and any(known == meeting.id for known, _ in room.campaign.attendances):
        names = french.enumeration([seat_name(seat) for seat in away])
        st.warning(literal(f"Ni présent ni représenté : {names}."), icon=":material/person_off:")


def _budget(room: Room) -> None:
    desk, meeting = room.desk, room.meeting
    st.header("Budget", anchor=False)
    day, year = st.columns(2)
    with day:
        fields.day_field(
            "Budget validé le", fields.bind(desk, MEETINGS.field(meeting.id, "budget_date"), fields.DAY)
        )
    with year:
        st.text_input(
            "Exercice",
            max_chars=10,
            placeholder="2027",
            **fields.bind(desk, MEETINGS.field(meeting.id, "budget_exercice"), fields.YEAR),
        )


_STATUS = fields.Codec(
    lambda value: next((status for status in Status if status == value), Status.OPEN),
    lambda status: None if status is Status.OPEN else status.value,
)


def follow_up(room: Room) -> None:
    """What the decisions of earlier meetings became, each in the campaign that it was taken in."""
    title = "Suivi des décisions" if room.meeting.held else "Suivi des décisions antérieures"
    st.header(title, anchor=False)
    earlier = {decision.id for decision in earlier_decisions(room.campaigns, room.meeting)}
    shown = False
    for desk, campaign_name in room.desks:
        for decision in desk.campaign.decisions.values():
            own = room.meeting.held and decision.meeting == room.meeting.id
            followed = decision.nature in (Nature.DECISION, Nature.DEFERRED)
            if decision.id not in earlier and not (own and followed):
                continue
            shown = True
            with st.container(border=True, key=f"suivi-{decision.id}"):
                _followed(room, desk, decision, campaign_name)
    if not shown:
        st.caption("Aucune décision d'une séance précédente.")


def _followed(room: Room, desk: Desk, decision: Decision, campaign_name: str) -> None:
    framework = room.desk.framework
    meeting = desk.campaign.meetings.get(decision.meeting)
    said: list[Scalar] = [
        f"**{literal(subject_name(framework, decision, room.measures))}**",
        french.day(meeting.day) if meeting else "",
        literal(f"campagne {campaign_name}") if desk is not room.desk else "",
        literal(decision.owner),
        literal(due_text(decision, room.results.today)),
    ]
    st.markdown(" · ".join(str(part) for part in said if part))
    st.text(decision.text)
    st.radio(
        typeset("Où en est cette décision ?"),
        list(Status),
        format_func=french.DECISION_STATUSES.__getitem__,
        horizontal=True,
        **fields.bind(desk, DECISIONS.field(decision.id, "etat"), _STATUS),
    )
    st.text_input(
        "Suivi", max_chars=2000, **fields.bind(desk, DECISIONS.field(decision.id, "suivi"), fields.TEXT)
    )
    show_variants(desk, about("decision", decision.id))
    if desk.failure:
        saved_indicator(desk)
