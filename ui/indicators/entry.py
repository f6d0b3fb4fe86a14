"""The table of a year: every followed indicator, typed from top to bottom with the keyboard."""

from __future__ import annotations

from datetime import date

import streamlit as st

from cmq import french
from cmq.french import typeset
from ui import navigation
from ui.components import saved_indicator
from ui.desk import Desk
from ui.indicators.value_row import SUMMARY, Place, value_row
from ui.links import indicators_link
from ui.text import literal

OLDEST = 15
"""Years back that a value may be typed for; older ones come with an import."""


def show(desk: Desk, _public: bool) -> None:
    """Draw the view."""
    measures = desk.measures()
    if not measures.followed:
        st.info(typeset("Aucun indicateur n'est suivi : choisissez-en d'abord."), icon=":material/info:")
        indicators_link("Choisir les indicateurs", ":material/checklist:", "choix")
        return
    year = _year(measures.years)

    @desk.redraw.fragment(SUMMARY)
    def summary() -> None:
        current = desk.measures()
        filled = [r for r in current.followed if any(m.year == year and m.measured for m in r.totals)]
        st.header(
            f"{french.plural(len(filled), 'valeur')} sur {len(current.followed)} pour {year}", anchor=False
        )
        saved_indicator(desk)

    summary()
    st.caption(
        typeset(
            "Tabulation passe d'un champ au suivant. Écrivez « nd » ce qui n'est pas disponible. Une valeur "
            "fausse reste à l'écran avec un message, et les autres sont gardées."
        )
    )
    with st.container(key="contenu", width=1080):
        for family in measures.families:
            rows = measures.of_family(family.id)
            if not rows:
                continue
            st.subheader(literal(family.name), anchor=False)
            for result in rows:
                indicator = result.indicator
                period = french.period(indicator, year)
                mark = "propre au campus" if result.own else literal(indicator.id)
                title = f"**{literal(indicator.name)}**  \n:small[{mark} · {period}]"
                value_row(desk, Place(indicator, year, title))


def _year(known: tuple[int, ...]) -> int:
    """The year to fill, kept in the address."""
    this = date.today().year
    years: list[int] = sorted({*range(this - OLDEST, this + 1), *known}, reverse=True)
    chosen = navigation.asked("annee", years, _proposed(known, this))
    st.selectbox(
        "Année",
        years,
        key="annee",
        format_func=lambda year: f"{year} (année scolaire {year}-{year + 1})",
        on_change=navigation.keep,
        args=("annee",),
        width=320,
    )
    return chosen


def _proposed(known: tuple[int, ...], this: int) -> int:
    """The last year that has values, or the one that just ended."""
    return known[-1] if known and known[-1] <= this else this - 1
