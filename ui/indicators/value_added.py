"""What the campus adds: start, now and target, for each finalité of the label."""

from __future__ import annotations

import streamlit as st

from cmq import charts
from cmq.french import typeset
from ui.components import show_chart
from ui.desk import Desk
from ui.indicators.overview import first_steps, nothing_yet


def show(desk: Desk, public: bool) -> None:
    """Draw the view."""
    measures = desk.measures(public=public)
    st.header("Valeur ajoutée, par finalité du label", anchor=False)
    st.caption(
        typeset(
            "D'où le campus est parti, où il en est, où il va : chaque indicateur suivi, sous la finalité qu'il éclaire. "
            "Ce qui n'est pas connu est dit."
        )
    )
    if nothing_yet(measures):
        first_steps()
        return
    purposes = [(purpose, measures.of_purpose(purpose)) for purpose in desk.framework.purposes]
    show_chart(charts.value_added(measures, purposes), "valeur-ajoutee")
