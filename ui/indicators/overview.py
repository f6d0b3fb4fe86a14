"""Every indicator at a glance: coverage, trends, distance to the targets, criteria that nothing measures."""

from __future__ import annotations

import streamlit as st

from cmq import charts, french
from cmq.french import typeset
from cmq.indicators import Measures
from cmq.tables import indicator_table
from ui import navigation
from ui.components import show_chart, table_button
from ui.desk import Desk
from ui.links import indicators_link
from ui.text import literal


def show(desk: Desk, public: bool) -> None:
    """Draw the view."""
    measures = desk.measures(public=public)
    _headline(desk, measures)
    if nothing_yet(measures):
        first_steps()
        return
    st.header("Évolution", anchor=False)
    show_chart(charts.trends(measures, measures.followed), "tendances")
    st.header("Distance à la cible", anchor=False)
    show_chart(charts.targets(measures, measures.followed), "cibles")
    _silent_criteria(measures)


def nothing_yet(measures: Measures) -> bool:
    """Whether no followed indicator has a value, a start or a target."""
    return not any(result.totals or result.target or result.start for result in measures.followed)


def _headline(desk: Desk, measures: Measures) -> None:
    followed = measures.followed
    valued = [result for result in followed if result.latest is not None]
    st.header(
        f"{french.plural(len(valued), 'indicateur renseigné', 'indicateurs renseignés')} sur {len(followed)} suivis",
        anchor=False,
    )
    table_button(
        "Voir les indicateurs",
        "Indicateurs suivis",
        lambda: indicator_table(
            f"{french.plural(len(valued), 'indicateur renseigné', 'indicateurs renseignés')} sur {len(followed)}",
            desk.framework,
            followed,
        ),
        key="indicateurs-suivis",
    )
    if not desk.framework.required_families:
        return
    asking = french.enumeration([c.number for c in desk.framework.family_criteria])
    st.caption(typeset(f"Familles que le texte demande ({asking}), avec au moins une valeur :"))
    with st.container(horizontal=True):
        for family in desk.framework.required_families:
            covered = measures.covered(family.id)
            st.badge(
                typeset(f"{literal(family.name)} : {'oui' if covered else 'non'}"),
                icon=":material/check_circle:" if covered else ":material/cancel:",
                color="green" if covered else "red",
            )


def first_steps() -> None:
    """What to do where there is no value yet."""
    st.info(
        typeset(
            "Aucune valeur pour l'instant. Choisissez les indicateurs du campus, puis saisissez leurs valeurs année "
            "par année, ou importez-les d'un tableau."
        ),
        icon=":material/info:",
    )
    for view, label, icon in (
        ("choix", "Choisir les indicateurs", ":material/checklist:"),
        ("saisie", "Saisir des valeurs", ":material/edit_note:"),
        ("import", "Importer un tableau", ":material/upload_file:"),
    ):
        indicators_link(label, icon, view)


def _silent_criteria(measures: Measures) -> None:
    st.header("Critères sans indicateur renseigné", anchor=False)
    silent = measures.silent_criteria
    if not silent:
        st.success("Chaque critère a au moins un indicateur renseigné.", icon=":material/check_circle:")
        return
    st.caption(
        typeset(
            f"{french.plural(len(silent), 'critère')} sur {len(measures.framework.criteria)}. Un indicateur par critère "
            "n'est pas exigé ; c'est là que la valeur ajoutée reste à montrer."
        )
    )
    for criterion in silent:
        followed = len(measures.of_criterion(criterion.id))
        what = (
            f"{french.plural(followed, 'indicateur suivi', 'indicateurs suivis')}, sans valeur"
            if followed
            else "aucun indicateur suivi"
        )
        st.page_link(
            navigation.CRITERIA,
            label=typeset(f"**{criterion.number}** {literal(criterion.short_title)} – {what}"),
            query_params=navigation.address(critere=criterion.number),
        )
