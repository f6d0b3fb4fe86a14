"""Every campus of the region side by side: states, what many lack, whose label ends when; never ranked."""

from __future__ import annotations

import streamlit as st

from cmq import charts, french
from cmq.errors import BoussoleError
from cmq.french import typeset
from cmq.region import Region, Side
from cmq.region.wording import (
    calendar_sentence,
    calendar_table,
    count_sentence,
    gap_table,
    states_sentence,
    states_table,
    unmet_text,
)
from ui import shared
from ui.components import folded_table, show_chart, show_table
from ui.links import home_link
from ui.messages import stop
from ui.region import states
from ui.region.reading import current_region
from ui.text import literal

framework = shared.current_framework()
meta = framework.meta


def filters(region: Region) -> Region:
    """Keep the campuses of the académies and filières that are chosen; the address keeps the choice."""
    with st.container(horizontal=True):
        academies = st.multiselect(
            "Académies",
            region.academies,
            key="academies",
            placeholder="Toutes",
            bind="query-params",
        )
        sectors = st.multiselect(
            "Filières",
            region.sectors,
            key="filieres",
            placeholder="Toutes",
            bind="query-params",
        )
    return region.filtered(academies, sectors)


def chosen_side() -> Side:
    """For which category the page speaks."""
    if not framework.has_excellence:
        return Side.LABEL
    names = {Side.LABEL: french.bare(meta.label_name), Side.EXCELLENCE: "Excellence"}
    chosen = st.segmented_control(
        "Catégorie",
        list(Side),
        default=Side.LABEL,
        required=True,
        format_func=names.__getitem__,
        key="cote",
        bind="query-params",
    )
    return chosen or Side.LABEL


def criteria(region: Region, side: Side) -> None:
    """A row a campus, a mark a criterion."""
    st.header("État des critères", anchor=False)
    st.text(states_sentence(region, side))
    states.legend(region, side)
    states.show(region, side)
    folded_table("Voir les états en toutes lettres", "etats-donnees", lambda: states_table(region, side))


def common_gaps(region: Region, side: Side) -> None:
    """What many campuses lack, and which campuses those are."""
    st.header("Ce qui manque dans plusieurs campus", anchor=False)
    gaps = region.common_gaps(side)
    show_chart(charts.common_gaps(gaps), "manques")
    missing = {gap.requirement.id: gap for gap in gaps if gap.unmet or gap.unanswered}
    if not missing:
        return
    chosen = st.selectbox(
        "Voir les campus d'une exigence",
        list(missing),
        index=None,
        placeholder="Choisir une exigence",
        format_func=lambda id_: typeset(
            f"{id_} : {unmet_text(missing[id_])} – {missing[id_].requirement.text[:80]}"
        ),
        key="exigence-region",
    )
    if chosen:
        st.markdown(literal(missing[chosen].requirement.text))
        show_table(gap_table(region, missing[chosen]))


def calendar(region: Region) -> None:
    """Whose label ends when."""
    st.header("Calendrier des labels", anchor=False)
    st.text(calendar_sentence(region))
    with st.container(key="calendrier"):
        show_table(calendar_table(region))


st.title("Région", anchor=False)
try:
    whole = current_region()
except BoussoleError as error:
    stop(error)
if not whole.campuses:
    st.info(typeset("Aucun campus pour l'instant : créez-en un depuis l'accueil."), icon=":material/info:")
    home_link()
    st.stop()
st.caption(
    typeset(
        f"Chaque campus à sa dernière campagne, par ordre alphabétique, au {french.day(whole.today)}. "
        "Les campus ne sont ni classés ni moyennés."
    )
)
shown = filters(whole)
st.markdown(f"**{count_sentence(shown, whole)}**")
if whole.readable and not shown.readable:
    st.info(
        typeset("Aucun campus ne correspond à ces filtres : retirez une académie ou une filière."),
        icon=":material/filter_alt_off:",
    )
    st.stop()
side = chosen_side()
criteria(shown, side)
if shown.readable:
    common_gaps(shown, side)
    calendar(shown)
st.caption(typeset(meta.disclaimer))
