"""The indicators of a criterion, beside its requirements."""

from __future__ import annotations

import streamlit as st

from cmq import french
from cmq.framework import Criterion
from cmq.french import typeset
from cmq.tables import indicator_table
from ui.components import show_table
from ui.desk import Desk
from ui.links import indicators_link


@st.fragment
def criterion_indicators(desk: Desk, criterion: Criterion) -> None:
    """The followed indicators that speak of the criterion, folded: what is to be answered comes first."""
    results = desk.measures().of_criterion(criterion.id)
    if not results:
        return
    valued = sum(result.latest is not None for result in results)
    label = typeset(f"Indicateurs du critère : {french.plural(valued, 'renseigné')} sur {len(results)}")
    key = f"indicateurs-{criterion.id}"
    with st.expander(label, key=key, on_change="rerun") as box:
        if not box.open:
            return
        caption = typeset(f"Indicateurs suivis qui éclairent le critère {criterion.number}")
        show_table(indicator_table(caption, desk.framework, results))
        indicators_link("Voir les indicateurs", ":material/query_stats:", "ensemble")
