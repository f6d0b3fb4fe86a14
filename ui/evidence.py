"""The evidence of a requirement: added on the spot, shared between requirements, saved by itself."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from cmq import french
from cmq.campaign import (
    Edit,
    Evidence,
    evidence_field,
    evidence_link_field,
    new_evidence_id,
)
from cmq.errors import BoussoleError
from cmq.framework import Requirement
from cmq.scoring import RequirementState
from cmq.storage.values import clean_text
from ui import fields
from ui.session import Desk
from ui.text import literal, typeset
from ui.variants import show_variants


def evidence_section(desk: Desk, requirement: Requirement, refresh: fields.AfterSave) -> None:
    """The requirement's evidence, and the ways to add some."""
    attached = desk.campaign.evidence_for(requirement.id)
    st.markdown(f"Preuves ({len(attached)})")
    if desk.results.row(requirement.id).state is RequirementState.CLAIMED:
        st.warning(
            typeset(
                "Ajoutez une preuve : sans elle, l'exigence est déclarée mais ne compte pas comme satisfaite."
            ),
            icon=":material/attach_file:",
        )
    for item in attached:
        _evidence(desk, requirement, item, refresh)
    others = [e for e in desk.campaign.evidence.values() if requirement.id not in e.requirements and e.usable]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button(
            "Ajouter une preuve",
            key=f"preuve-ajouter-{requirement.id}",
            icon=":material/add:",
            on_click=_add,
            args=(desk, requirement, refresh),
        )
        if others:
            st.selectbox(
                "Reprendre une preuve déjà déposée",
                [e.id for e in others],
                index=None,
                format_func=lambda id_: desk.campaign.evidence[id_].title,
                placeholder="Choisir une preuve",
                key=f"preuve-reprendre-{requirement.id}",
                on_change=_share,
                args=(desk, requirement, refresh),
                label_visibility="collapsed",
                width=360,
            )
    if requirement.suggested_evidence:
        st.caption(typeset(f"Preuves possibles : {', '.join(requirement.suggested_evidence)}."))


def _add(desk: Desk, requirement: Requirement, refresh: fields.AfterSave) -> None:
    """A new, empty piece of evidence, whose fields then save themselves."""
    id_ = new_evidence_id()
    desk.save([Edit(evidence_link_field(id_, requirement.id), None, True)])
    refresh()


def _share(desk: Desk, requirement: Requirement, refresh: fields.AfterSave) -> None:
    key = f"preuve-reprendre-{requirement.id}"
    id_ = st.session_state[key]
    if id_:
        desk.save([Edit(evidence_link_field(id_, requirement.id), None, True)])
        st.session_state[key] = None
    refresh()


def _evidence(desk: Desk, requirement: Requirement, item: Evidence, refresh: fields.AfterSave) -> None:
    label = literal(item.title) or "Nouvelle preuve"
    if item.date:
        label += f" – {french.day(item.date)}"
    if not item.usable:
        label += " – à compléter"
    key = f"preuve-{requirement.id}-{item.id}"
    box = st.expander(
        label,
        key=key,
        expanded=not item.usable,
        icon=":material/description:",
        on_change="rerun",
    )
    if box.open:
        with box:
            _evidence_form(desk, requirement, item, refresh)


def _evidence_form(desk: Desk, requirement: Requirement, item: Evidence, refresh: fields.AfterSave) -> None:
    def bind(name: str, codec: fields.Codec) -> dict[str, Any]:
        return fields.bind(
            desk,
            evidence_field(item.id, name),
            codec,
            place=requirement.id,
            then=refresh,
        )

    st.text_input(
        "Titre",
        max_chars=200,
        placeholder="Compte rendu du COS du 12/03/2026",
        **bind("titre", fields.TEXT),
    )
    st.text_input(
        "Lien ou emplacement",
        max_chars=2000,
        placeholder="https://… ou emplacement sur votre réseau",
        **bind("lien", fields.TEXT),
    )
    st.date_input("Date du document", format="DD/MM/YYYY", **bind("date", fields.DAY))
    _file(desk, requirement, item, refresh)
    show_variants(desk, lambda field: field.kind == "preuve" and field.id == item.id, refresh)
    if not item.usable:
        st.warning(
            typeset("Preuve à compléter : il lui faut un titre, et un lien ou un fichier."),
            icon=":material/edit:",
        )
    shared = sorted(item.requirements - {requirement.id})
    if shared:
        st.caption(typeset(f"Sert aussi à : {', '.join(shared)}."))
    with st.container(horizontal=True):
        if urlsplit(item.link).scheme in ("http", "https"):
            st.link_button("Ouvrir le lien", item.link, icon=":material/open_in_new:")
        if item.file:
            st.download_button(
                "Télécharger le fichier",
                data=lambda: desk.store.attachment(item.file).read_bytes(),
                file_name=item.file,
                key=f"preuve-fichier-{requirement.id}-{item.id}",
                on_click="ignore",
                icon=":material/download:",
            )
        st.button(
            "Retirer cette preuve" if not shared else "Retirer d'ici",
            key=f"preuve-retirer-{requirement.id}-{item.id}",
            type="tertiary",
            icon=":material/link_off:",
            on_click=_remove,
            args=(desk, requirement, item, refresh),
        )


def _file(desk: Desk, requirement: Requirement, item: Evidence, refresh: fields.AfterSave) -> None:
    if item.file:
        st.caption("Fichier déposé")
        st.text(item.file)
        return
    key = f"preuve-depot-{requirement.id}-{item.id}"
    st.file_uploader(
        "Fichier (20 Mo au plus)",
        key=key,
        on_change=_attach,
        args=(desk, item, key, refresh),
    )
    if message := st.session_state.get(key + "-erreur"):
        st.error(literal(message), icon=":material/error:")


def _attach(desk: Desk, item: Evidence, key: str, refresh: fields.AfterSave) -> None:
    """Store an uploaded file, and name the evidence after it where it has no title yet."""
    upload = st.session_state[key]
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
    desk.save(edits)
    refresh()


def _remove(desk: Desk, requirement: Requirement, item: Evidence, refresh: fields.AfterSave) -> None:
    """Detach evidence from a requirement; the last link takes its entry along (its file stays on disk)."""
    link = evidence_link_field(item.id, requirement.id)
    edits = [Edit(link, True, None)]
    if item.requirements == {requirement.id}:
        edits += [
            Edit(field, value, None)
            for field, value in desk.store.state.items()
            if field.kind == "preuve" and field.id == item.id and field != link
        ]
    desk.save(edits)
    refresh()
