"""The catalogue: which indicators the campus follows, and those that it adds."""

from __future__ import annotations

import streamlit as st

from cmq import french
from cmq.campaign import FOLLOWED, NOT_FOLLOWED, PLANS, Scalar
from cmq.french import typeset
from cmq.indicators import IndicatorResult
from ui import fields
from ui.components import saved_indicator
from ui.desk import Desk
from ui.indicators.own import add_own
from ui.indicators.sheet import describe
from ui.links import indicator_link
from ui.text import literal
from ui.variants import show_variants


def show(desk: Desk, _public: bool) -> None:
    """Draw the view."""
    measures = desk.measures()
    with st.container(horizontal=True, vertical_alignment="center"):
        count = french.plural(len(measures.followed), "indicateur suivi", "indicateurs suivis")
        st.markdown(f"**{count}** sur {len(measures.results)}")
        saved_indicator(desk)
    st.caption(
        typeset(
            "Cochez ce que le campus suit. Un indicateur décoché garde ses valeurs ; il n'est plus montré."
        )
    )
    with st.container(key="contenu", width=1080):
        for place, family in enumerate(measures.families):
            results = [r for r in measures.results if r.indicator.family == family.id]
            if not results:
                continue
            followed = sum(result.followed for result in results)
            with st.expander(
                f"{literal(family.name)} ({followed} sur {len(results)})",
                expanded=place == 0,
                key=f"famille-{family.id}",
                on_change="rerun",
            ) as box:
                if box.open:
                    for result in results:
                        _indicator(desk, result)
        with st.expander("Ajouter un indicateur propre au campus", icon=":material/add:"):
            add_own(desk, _open)


def _indicator(desk: Desk, result: IndicatorResult) -> None:
    indicator = result.indicator
    field = PLANS.field(indicator.id, "suivi")

    def shown(value: Scalar) -> bool:
        return value == FOLLOWED if value in (FOLLOWED, NOT_FOLLOWED) else result.followed_by_default

    def stored(value: bool) -> Scalar:
        return FOLLOWED if value else NOT_FOLLOWED

    with st.container(border=True, gap="small"):
        st.checkbox(
            f"**{literal(indicator.name)}**",
            **fields.bind(desk, field, fields.Codec(shown, stored)),
        )
        describe(desk.framework, indicator)
        indicator_link(indicator.id, f"Fiche de {'cet indicateur' if result.own else literal(indicator.id)}")
        show_variants(desk, lambda other: other == field)


def _open(indicator_id: str) -> None:
    """Show the page of the indicator that was just added."""
    st.query_params.update(vue="fiche", indicateur=indicator_id)
