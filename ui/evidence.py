"""The evidence of a requirement: added on the spot, shared between requirements, saved by itself."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from cmq import french
from cmq.campaign import Edit, Evidence, evidence_field, evidence_link_field, new_evidence_id
from cmq.errors import BoussoleError
from cmq.framework import Requirement
from cmq.french import typeset
from cmq.indicators import IndicatorResult
from cmq.tables import latest_text
from cmq.text import clean_text
from ui import fields, navigation, session
from ui.session import Desk
from ui.text import literal
from ui.variants import show_variants


def evidence_section(desk: Desk, requirement: Requirement) -> None:
    """The requirement's evidence, and the ways to add some.

    What changes here concerns other cards too (a document is offered to all): the whole page is redrawn.
    """
    attached = desk.campaign.evidence_for(requirement.id)
    st.markdown(f"Preuves ({len(attached)})")
    for item in attached:
        _evidence(desk, requirement, item)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button(
            "Ajouter une preuve",
            key=f"preuve-ajouter-{requirement.id}",
            icon=":material/add:",
            on_click=_add,
            args=(desk, requirement),
        )
        _offer_others(desk, requirement)
    if requirement.suggested_evidence:
        st.caption(typeset(f"Preuves possibles : {', '.join(requirement.suggested_evidence)}."))


def _offer_others(desk: Desk, requirement: Requirement) -> None:
    """What is already there and may serve here too: documents, and indicators that have a value."""
    documents = {
        e.id: e.title
        for e in desk.campaign.evidence.values()
        if requirement.id not in e.requirements and e.usable
    }
    used = {e.indicator for e in desk.campaign.evidence.values()}
    measured = {
        result.indicator.id: f"Indicateur {result.indicator.id} – {result.indicator.name}"
        for result in _criterion_first(desk, requirement)
        if result.latest is not None and result.indicator.id not in used
    }
    offered = documents | measured
    if offered:
        name = "Reprendre une preuve ou un indicateur" if measured else "Reprendre une preuve déjà déposée"
        st.selectbox(
            name,
            list(offered),
            index=None,
            format_func=offered.__getitem__,
            placeholder=name,
            key=f"preuve-reprendre-{requirement.id}",
            on_change=_share,
            args=(desk, requirement, frozenset(measured)),
            label_visibility="collapsed",
            width=360,
        )


def _criterion_first(desk: Desk, requirement: Requirement) -> list[IndicatorResult]:
    """The followed indicators, those of the requirement's criterion before the others."""
    return sorted(
        desk.measures().followed, key=lambda result: requirement.criterion not in result.indicator.criteria
    )


def _add(desk: Desk, requirement: Requirement) -> None:
    """A new, empty piece of evidence, open for its fields to be filled; they save themselves."""
    id_ = new_evidence_id()
    st.session_state[_open_key(requirement, id_)] = True
    _save(desk, requirement, [Edit(evidence_link_field(id_, requirement.id), None, True)])


def _share(desk: Desk, requirement: Requirement, indicators: frozenset[str]) -> None:
    key = f"preuve-reprendre-{requirement.id}"
    chosen = st.session_state[key]
    if not chosen:
        return
    st.session_state[key] = None
    edits = []
    id_ = chosen
    if chosen in indicators:
        id_ = new_evidence_id()
        result = desk.measures().result(chosen)
        title = f"Indicateur {chosen}" + (f" – {result.indicator.name}" if result else "")
        edits = [
            Edit(evidence_field(id_, "titre"), None, title),
            Edit(evidence_field(id_, "indicateur"), None, chosen),
        ]
    _save(desk, requirement, [*edits, Edit(evidence_link_field(id_, requirement.id), None, True)])


def _save(desk: Desk, requirement: Requirement, edits: list[Edit]) -> None:
    desk.save(edits)
    desk.last_card = requirement.id
    st.rerun()


def _open_key(requirement: Requirement, evidence_id: str) -> str:
    return f"preuve-ouverte-{requirement.id}-{evidence_id}"


def _toggle(key: str) -> None:
    st.session_state[key] = not st.session_state.get(key, False)


def _evidence(desk: Desk, requirement: Requirement, item: Evidence) -> None:
    """A document in one line, and its fields once it is opened; it stays open until it is closed."""
    key = _open_key(requirement, item.id)
    opened = st.session_state.get(key, False)
    parts = [
        literal(item.title) or "Nouvelle preuve",
        literal(_value_of(desk, item)) if item.indicator else french.day(item.date),
        "" if item.usable else "à compléter",
    ]
    with st.container(border=True, key=f"preuve-{requirement.id}-{item.id}"):
        name, way_in = st.columns([7, 3], vertical_alignment="center")
        name.markdown(":material/description: " + " – ".join(part for part in parts if part))
        way_in.button(
            "Fermer" if opened else "Ouvrir",
            key=f"{key}-bouton",
            type="tertiary",
            icon=":material/expand_less:" if opened else ":material/expand_more:",
            on_click=_toggle,
            args=(key,),
        )
        if opened and item.indicator:
            _indicator_evidence(desk, requirement, item)
        elif opened:
            _evidence_form(desk, requirement, item)


def _value_of(desk: Desk, item: Evidence) -> str:
    """The latest value of the indicator that is the evidence, or that it has none and so does not count."""
    measures = desk.measures()
    result = measures.result(item.indicator)
    if result is None or not measures.has_value(item.indicator):
        return "sans valeur, ne compte pas"
    return latest_text(result)


def _indicator_evidence(desk: Desk, requirement: Requirement, item: Evidence) -> None:
    """The way to the indicator, and out of here."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(
            session.INDICATORS,
            label="Voir l'indicateur",
            icon=":material/query_stats:",
            query_params=navigation.address(vue="fiche", indicateur=item.indicator),
        )
        _remove_button(desk, requirement, item)


def _evidence_form(desk: Desk, requirement: Requirement, item: Evidence) -> None:
    def refresh() -> None:
        desk.last_card = requirement.id
        st.rerun()

    def bind(name: str, codec: fields.Codec) -> dict[str, Any]:
        return fields.bind(desk, evidence_field(item.id, name), codec, place=requirement.id, then=refresh)

    st.text_input(
        "Titre",
        max_chars=fields.MAX_CHARS,
        placeholder="Compte rendu du COS du 12/03/2026",
        **bind("titre", fields.TEXT),
    )
    st.text_input(
        "Lien ou emplacement",
        max_chars=fields.MAX_CHARS,
        placeholder="https://… ou emplacement sur votre réseau",
        **bind("lien", fields.TEXT),
    )
    fields.day_field("Date du document", bind("date", fields.DAY))
    _file(desk, requirement, item)
    shared = sorted(item.requirements - {requirement.id})
    with st.container(horizontal=True):
        if urlsplit(item.link).scheme in ("http", "https"):
            st.link_button("Ouvrir le lien", item.link, icon=":material/open_in_new:")
        _remove_button(desk, requirement, item)
    if shared:
        st.caption(literal(f"Sert aussi à {', '.join(shared)}."))
    if not item.usable:
        st.warning(
            typeset("Preuve à compléter : il lui faut un titre, et un lien ou un fichier."),
            icon=":material/edit:",
        )
    show_variants(desk, lambda field: field.kind == "preuve" and field.id == item.id, refresh)


def _remove_button(desk: Desk, requirement: Requirement, item: Evidence) -> None:
    st.button(
        "Retirer cette preuve" if item.requirements == {requirement.id} else "Retirer d'ici",
        key=f"preuve-retirer-{requirement.id}-{item.id}",
        type="tertiary",
        icon=":material/link_off:",
        on_click=_remove,
        args=(desk, requirement, item),
    )


def _file(desk: Desk, requirement: Requirement, item: Evidence) -> None:
    """The document's file: to download or replace where there is one, to upload where there is none."""
    key = f"preuve-depot-{requirement.id}-{item.id}"
    if not item.file:
        st.file_uploader(
            "Fichier (20 Mo au plus)", key=key, on_change=_attach, args=(desk, requirement, item, key)
        )
        if message := st.session_state.get(key + "-erreur"):
            st.error(literal(message), icon=":material/error:")
        return
    st.caption("Fichier déposé")
    st.text(item.file)
    with st.container(horizontal=True):
        try:
            path = desk.store.attachment(item.file)
        except BoussoleError as error:
            st.error(literal(str(error)), icon=":material/error:")
        else:
            st.download_button(
                "Télécharger le fichier",
                data=path.read_bytes,
                file_name=item.file,
                key=f"preuve-fichier-{requirement.id}-{item.id}",
                on_click="ignore",
                icon=":material/download:",
            )
        st.button(
            "Remplacer le fichier",
            key=f"preuve-remplacer-{requirement.id}-{item.id}",
            type="tertiary",
            icon=":material/sync:",
            on_click=_save,
            args=(desk, requirement, [Edit(evidence_field(item.id, "fichier"), item.file, None)]),
        )


def _attach(desk: Desk, requirement: Requirement, item: Evidence, key: str) -> None:
    """Store an uploaded file, and name the evidence after it where it has no title yet."""
    upload = st.session_state[key]
    st.session_state.pop(key + "-erreur", None)
    if upload is None:
        return
    try:
        name = desk.store.attach(upload.name, upload.getvalue())
    except BoussoleError as error:
        st.session_state[key + "-erreur"] = str(error)
        return
    edits = [Edit(evidence_field(item.id, "fichier"), item.file or None, name)]
    if not item.title:
        edits.append(Edit(evidence_field(item.id, "titre"), None, clean_text(upload.name)))
    _save(desk, requirement, edits)


def _remove(desk: Desk, requirement: Requirement, item: Evidence) -> None:
    """Detach evidence from a requirement; the last link takes its entry along (its file stays on disk)."""
    link = evidence_link_field(item.id, requirement.id)
    edits = [Edit(link, True, None)]
    if item.requirements == {requirement.id}:
        edits += [
            Edit(field, value, None)
            for field, value in desk.store.state.items()
            if field.kind == "preuve" and field.id == item.id and field != link
        ]
    _save(desk, requirement, edits)
