"""What the committee does with a subject: a decision, a level confirmed or amended, a subject deferred."""

from __future__ import annotations

from datetime import date

import streamlit as st

from cmq import french
from cmq.campaign import Nature
from cmq.errors import InvalidInput
from cmq.french import typeset
from cmq.meeting import Ruling, Slide, SlideKind, marked, ruling_edits
from cmq.tables import level_name
from ui import fields
from ui.desk import Outcome
from ui.meeting.room import Room
from ui.messages import show_error
from ui.text import literal

IN_MEETING = "en séance"

_ASKED = {
    Nature.DECISION: "Décision",
    Nature.CONFIRMED: "Motif",
    Nature.AMENDED: "Motif",
    Nature.DEFERRED: "Raison du report",
}
_VERBS = {
    Nature.DECISION: "Décider",
    Nature.CONFIRMED: "Confirmer un niveau",
    Nature.AMENDED: "Modifier un niveau",
    Nature.DEFERRED: "Reporter",
}
_WITHOUT_LEVEL = (Nature.DECISION, Nature.DEFERRED)


def author_in_meeting(name: str) -> str:
    """« Direction (en séance) »: who the journal says did it."""
    return f"{name} ({IN_MEETING})" if name else IN_MEETING.capitalize()


def ruling_form(room: Room, slide: Slide) -> None:
    """Ask what the committee does with the slide's subject; what was typed stays until it is recorded."""
    with_levels = slide.kind is SlideKind.CRITERION
    natures = list(Nature) if with_levels else list(_WITHOUT_LEVEL)
    if st.session_state.get("acte") not in natures:
        st.session_state["acte"] = Nature.DECISION
    nature = st.radio(
        "Ce que fait le comité",
        natures,
        key="acte",
        format_func=_VERBS.__getitem__,
        horizontal=True,
    )
    if nature in (Nature.CONFIRMED, Nature.AMENDED):
        _level_fields(room, slide, nature)
    st.text_area(_ASKED[nature], key="acte-texte", height=68, max_chars=2000, persist_state="session")
    if nature in _WITHOUT_LEVEL:
        who, when = st.columns(2)
        with who:
            st.text_input(
                "Responsable",
                key="acte-responsable",
                max_chars=200,
                placeholder="Nom ou fonction",
                persist_state="session",
            )
        with when:
            fields.day_field(
                "Échéance", {"key": "acte-echeance", "max_chars": 20, "persist_state": "session"}
            )
    if message := st.session_state.pop("acte-erreur", None):
        show_error(message)
    st.button(
        "Enregistrer",
        key="acte-enregistrer",
        type="primary",
        icon=":material/gavel:",
        on_click=_record,
        args=(room, slide),
    )
    if message := st.session_state.pop("acte-fait", None):
        st.success(literal(message), icon=":material/cloud_done:")


def _level_fields(room: Room, slide: Slide, nature: Nature) -> None:
    framework, results = room.desk.framework, room.results
    rows = {row.requirement.id: row for row in results.criterion(slide.subject).rows}
    first = [
        row.requirement.id
        for row in (*marked(results, slide.subject), *results.criterion(slide.subject).excellence_gap)
    ]
    if st.session_state.get("acte-exigence") not in rows:
        st.session_state["acte-exigence"] = first[0] if first else next(iter(rows))

    def name(id_: str) -> str:
        return f"{id_} – {level_name(framework, rows[id_])} – {rows[id_].requirement.text}"

    chosen = st.selectbox("Exigence", list(rows), key="acte-exigence", format_func=name)
    st.markdown(typeset(f"Niveau aujourd'hui : **{literal(level_name(framework, rows[chosen]))}**"))
    if nature is Nature.AMENDED:
        st.radio(
            "Nouveau niveau",
            [level.value for level in framework.levels],
            index=None,
            key=f"acte-niveau-{chosen}",
            format_func=lambda value: framework.level(value).name,
            horizontal=True,
        )


def _record(room: Room, slide: Slide) -> None:
    """Record what was typed; where that cannot be it stays on screen, with the reason."""
    state, desk = st.session_state, room.desk
    nature: Nature = state["acte"]
    settles = nature not in _WITHOUT_LEVEL
    due, fault = _due(str(state.get("acte-echeance", ""))) if not settles else (None, "")
    if fault:
        state["acte-erreur"] = fault
        return
    ruling = Ruling(
        nature,
        str(state.get("acte-texte", "")),
        owner="" if settles else str(state.get("acte-responsable", "")),
        due=due,
        criterion=slide.subject if slide.kind is SlideKind.CRITERION else "",
        requirement=str(state["acte-exigence"]) if settles else "",
        indicator=slide.subject if slide.kind is SlideKind.INDICATOR else "",
        level=state.get(f"acte-niveau-{state['acte-exigence']}") if nature is Nature.AMENDED else None,
    )
    try:
        desk.store.refresh()
        if refusal := _changed_meanwhile(room, ruling):
            state["acte-erreur"] = refusal
            return
        edits = ruling_edits(desk.framework, desk.store.state, room.meeting, ruling)
    except InvalidInput as error:
        state["acte-erreur"] = str(error)
        return
    outcome = desk.save(edits, author=author_in_meeting(desk.author))
    if outcome is not Outcome.SAVED:
        state["acte-erreur"] = desk.failure or _BOTH
        return
    state["acte-fait"] = typeset(f"{french.NATURES[nature]} : enregistré.")
    for key in ("acte-texte", "acte-responsable", "acte-echeance"):
        if key in state:
            state[key] = ""
    state.pop(f"acte-niveau-{ruling.requirement}", None)


_BOTH = "Quelqu'un d'autre a modifié ce niveau au même moment. Choisissez entre les deux dans la carte de l'exigence."


def _changed_meanwhile(room: Room, ruling: Ruling) -> str:
    """Why what was typed no longer holds: the meeting was closed, or the level is not the one that was on screen."""
    meeting = room.campaign.meetings.get(room.meeting.id)
    if meeting is None or meeting.held:
        return typeset(
            "Cette séance vient d'être clôturée : rien n'a été enregistré. Rouvrez-la pour y ajouter une décision."
        )
    if not ruling.requirement:
        return ""
    seen = room.results.row(ruling.requirement).answer.level
    if room.campaign.answer(ruling.requirement).level == seen:
        return ""
    return typeset(
        "Le niveau de cette exigence vient d'être changé par quelqu'un d'autre : relisez-le, puis recommencez."
    )


def _due(typed: str) -> tuple[date | None, str]:
    """The day that was typed, or what is wrong with it."""
    value = fields.DAY.from_widget(typed)
    if value is None:
        return None, ""
    try:
        return date.fromisoformat(str(value)), ""
    except ValueError:
        return None, typeset(
            "Cette échéance n'est pas comprise : écrivez-la jj/mm/aaaa, par exemple 12/03/2027."
        )
