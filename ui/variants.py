"""Two versions of one answer: both are shown, and a person chooses."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from cmq import numerals
from cmq.campaign import CHECK_PREFIX, Edit, Field, Scalar, Variant, forget_variant_edits
from cmq.framework import Framework
from cmq.french import typeset
from ui.desk import Desk
from ui.fields import AfterSave

NAMES = {
    "niveau": "le niveau",
    "non_applicable": "« non applicable »",
    "motif": "la justification",
    "commentaire": "le commentaire",
    "renseigne_par": "« renseigné par »",
    "titre": "le titre de la preuve",
    "lien": "le lien de la preuve",
    "date": "la date de la preuve",
    "texte": "le côté du campus",
    "numerateur": "le premier nombre",
    "denominateur": "le second nombre",
    "valeur": "la valeur",
    "source": "la source",
    "depart": "la valeur de départ",
    "depart_annee": "l'année de départ",
    "cible": "la cible",
    "cible_annee": "l'année de la cible",
    "suivi": "le choix de l'indicateur",
    "nom": "le nom",
    "a_discuter": "« à discuter »",
    "lieu": "le lieu",
    "criteres": "les critères à discuter",
    "indicateurs": "les indicateurs à montrer",
    "tenue": "la clôture de la séance",
    "budget_date": "la date de validation du budget",
    "budget_exercice": "l'exercice du budget",
    "role": "le rôle",
    "fonction": "la fonction",
    "campus": "le campus",
    "etat": "l'état",
    "responsable": "le responsable",
    "echeance": "l'échéance",
}


_OF_DECISIONS = {"texte": "la décision", "suivi": "le suivi de la décision"}


_ONE_VALUE = frozenset({"date", "echeance", "budget_date", "etat", "role", "criteres", "indicateurs"})
"""Texts of which two, one after the other, would mean nothing."""


def _nothing() -> None:
    """The whole page is drawn again anyway."""


def about(kind: str, id_: str) -> Callable[[Field], bool]:
    """Which fields are of one thing."""
    return lambda field: field.kind == kind and field.id == id_


def show_variants(desk: Desk, concerns: Callable[[Field], bool], refresh: AfterSave = _nothing) -> None:
    """The choices that wait on the fields of a place of the screen."""
    for variant in desk.campaign.variants:
        if concerns(variant.field):
            _choice(desk, variant, refresh)


def _choice(desk: Desk, variant: Variant, refresh: AfterSave) -> None:
    kept = desk.store.state.get(variant.field)

    def settle(value: Scalar) -> None:
        desk.save([Edit(variant.field, kept, value), *forget_variant_edits(variant)])
        refresh()

    with st.container(border=True):
        names = NAMES | _OF_DECISIONS if variant.field.kind == "decision" else NAMES
        name = names.get(variant.field.name, "un point à vérifier")
        st.warning(
            typeset(f"Deux personnes ont modifié {name} en même temps. Rien n'est perdu : choisissez."),
            icon=":material/call_split:",
        )
        st.caption("Version enregistrée")
        st.text(_readable(desk.framework, variant.field, kept))
        st.caption("Autre version")
        if variant.author:
            st.text(f"({variant.author})")
        st.text(_readable(desk.framework, variant.field, variant.value))
        with st.container(horizontal=True):
            st.button(
                "Garder la version enregistrée",
                key=f"{variant.id}-garder",
                on_click=settle,
                args=(kept,),
            )
            st.button(
                "Prendre l'autre version",
                key=f"{variant.id}-prendre",
                on_click=settle,
                args=(variant.value,),
            )
            if (
                isinstance(kept, str)
                and isinstance(variant.value, str)
                and variant.field.name not in _ONE_VALUE
            ):
                both = f"{kept}\n\n{variant.value}"
                st.button(
                    "Garder les deux, à la suite",
                    key=f"{variant.id}-deux",
                    on_click=settle,
                    args=(both,),
                )


def _readable(framework: Framework, field: Field, value: Scalar) -> str:
    if field.name == "niveau" and isinstance(value, int) and framework.has_level(value):
        return framework.level(value).name
    if field.name == "non_applicable" or field.name.startswith(CHECK_PREFIX):
        return "oui" if value else "non"
    if isinstance(value, int | float):
        return numerals.plain(value)
    return value or "(vide)"
