"""The forms of the first screen: a new campus, a new campaign, and the open campaign's own sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from cmq import french
from cmq.campaign import Category, RequestType, Scalar, profile_field
from cmq.errors import BoussoleError
from cmq.framework import Framework
from cmq.french import typeset
from cmq.storage.library import CampaignRef, CampusEntry, Library
from ui import fields
from ui.desk import Desk
from ui.text import literal

REQUESTS = {RequestType.FIRST: "Obtention", RequestType.RENEWAL: "Renouvellement"}
ERROR = "accueil_erreur"
"""Where the message of a creation that was refused waits for the next display."""

Opened = Callable[[CampaignRef], None]


def campus_form(library: Library, framework: Framework, opened: Opened) -> None:
    """Ask what a new campus needs, create it with its first campaign, then call ``opened``."""
    academies, sectors = _academies(framework), _sectors(framework)

    def create() -> None:
        state = st.session_state
        values: dict[str, Scalar] = {
            "annee": state["creation_annee"],
            "demande": state["creation_demande"],
            "categorie": state.get("creation_categorie", Category.LABEL),
            "academie": state.get("creation_academie"),
            "filiere": state.get("creation_filiere"),
        }
        asked = (state["creation_nom"], state["creation_annee"])
        if state.get("creation_faite", (None, None))[0] == asked:
            opened(state["creation_faite"][1])  # a double click sends the form twice
            return
        try:
            created = library.create_campus(
                state["creation_nom"],
                str(state["creation_annee"]),
                {name: value for name, value in values.items() if value is not None},
                state.get("author", ""),
            )
        except BoussoleError as error:
            state[ERROR] = str(error)
            return
        state["creation_faite"] = (asked, created)
        opened(created)

    with st.form("creation", border=False):
        st.text_input(
            "Nom du campus",
            key="creation_nom",
            placeholder=f"{framework.meta.category_name}…",
        )
        left, right = st.columns(2)
        with left:
            st.number_input("Année de la campagne", 2000, 2100, date.today().year, key="creation_annee")
            st.selectbox(
                "Demande", list(RequestType), format_func=REQUESTS.__getitem__, key="creation_demande"
            )
            if framework.has_excellence:
                st.selectbox(
                    "Catégorie visée",
                    list(Category),
                    format_func=_categories(framework).__getitem__,
                    key="creation_categorie",
                )
        with right:
            if academies:
                st.selectbox(
                    "Académie", academies, index=None, placeholder="Choisir", key="creation_academie"
                )
            if sectors:
                st.selectbox("Filière", sectors, index=None, placeholder="Choisir", key="creation_filiere")
        st.form_submit_button(
            "Créer le campus", type="primary", icon=":material/add_business:", on_click=create
        )


def campaign_form(library: Library, campus: CampusEntry, opened: Opened) -> None:
    """Ask for a new campaign's year and whether to start from the last answers; then call ``opened``."""
    readable = [campaign for campaign in campus.campaigns if not campaign.problem]

    def create() -> None:
        state = st.session_state
        carry = readable[0].id if readable and state["nouvelle_reprise"] else None
        year = state["nouvelle_annee"]
        try:
            created = library.create_campaign(
                campus.slug, str(year), {"annee": year}, state.get("author", ""), carry_from=carry
            )
        except BoussoleError as error:
            state[ERROR] = str(error)
            return
        opened(created)

    with st.form("nouvelle", border=False):
        st.number_input("Année", 2000, 2100, date.today().year, key="nouvelle_annee")
        if readable:
            st.checkbox(
                typeset(
                    f"Partir des réponses de la campagne {literal(readable[0].name)}, à confirmer une à une"
                ),
                value=True,
                key="nouvelle_reprise",
            )
        st.form_submit_button("Créer la campagne", icon=":material/add:", on_click=create)


def profile_form(desk: Desk) -> None:
    """The open campaign's own sheet; each field saves itself."""
    framework = desk.framework
    academies, sectors = _academies(framework), _sectors(framework)

    def bind(name: str, codec: fields.Codec) -> dict[str, Any]:
        return fields.bind(desk, profile_field(name), codec)

    def among(options: list[str]) -> fields.Codec:
        return fields.Codec(lambda value: value if value in options else None, lambda value: value)

    category = fields.Codec(lambda value: Category(str(value or Category.LABEL)), str)
    request = fields.Codec(lambda value: RequestType(str(value or RequestType.FIRST)), str)
    left, right = st.columns(2)
    with left:
        if framework.has_excellence:
            st.radio(
                "Catégorie visée",
                list(Category),
                format_func=_categories(framework).__getitem__,
                **bind("categorie", category),
            )
        st.radio("Demande", list(RequestType), format_func=REQUESTS.__getitem__, **bind("demande", request))
        st.text_input(
            "Établissement support", max_chars=fields.MAX_CHARS, **bind("etablissement_support", fields.TEXT)
        )
    with right:
        if academies:
            st.selectbox("Académie", academies, placeholder="Choisir", **bind("academie", among(academies)))
        if sectors:
            st.selectbox("Filière", sectors, placeholder="Choisir", **bind("filiere", among(sectors)))
        fields.day_field("Début du label", bind("date_label", fields.DAY))
        fields.day_field(
            "Fin du label",
            bind("date_fin_label", fields.DAY),
            typeset(f"{framework.rules.label_years} ans au plus après son début."),
        )
    profile = desk.campaign.profile
    if profile.label_start and profile.label_end and profile.label_end <= profile.label_start:
        st.warning(
            typeset("La fin du label précède son début : vérifiez ces deux dates."),
            icon=":material/warning:",
        )


def _academies(framework: Framework) -> list[str]:
    return [academy for region in framework.regions for academy in region.academies]


def _sectors(framework: Framework) -> list[str]:
    return [sector.name for sector in framework.sectors]


def _categories(framework: Framework) -> dict[Category, str]:
    meta = framework.meta
    return {Category.LABEL: meta.category_name, Category.EXCELLENCE: french.bare(meta.excellence_name)}
