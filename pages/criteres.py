"""One criterion a screen: its texts, the answers, the evidence, and where it stands."""

from __future__ import annotations

import streamlit as st

from cmq import french
from cmq.framework import Criterion, ExcellenceSide, RequirementKind
from cmq.french import typeset
from ui import session
from ui.components import CRITERION_MARKS, criterion_badge, drawn, rows_button, saved_indicator
from ui.indicators.criterion import criterion_indicators
from ui.notices import show_notices
from ui.requirement import requirement_card
from ui.text import literal

SHORT, FULL = "Court", "Complet"

desk = session.require_desk(session.CRITERIA)
framework = desk.framework
numbers = [criterion.number for criterion in framework.criteria]


def asked() -> Criterion:
    """The criterion that the address names, or the first."""
    number = st.query_params.get("critere")
    return next((c for c in framework.criteria if c.number == number), framework.criteria[0])


def go_to(number: str) -> None:
    """Show another criterion."""
    st.query_params["critere"] = number
    st.query_params.pop("exigence", None)
    st.rerun()


criterion = asked()
position = numbers.index(criterion.number)

st.title(criterion.heading, anchor=False)
if st.query_params.get("critere", criterion.number) != criterion.number:
    st.warning(
        literal(f"Le critère {st.query_params['critere']} n'existe pas : voici le premier."),
        icon=":material/warning:",
    )


@st.fragment(key="bilan")
def summary() -> None:
    """Where every criterion stands, this one in words, and whether everything is saved."""
    results = desk.results
    marks = {
        result.criterion.number: f"{CRITERION_MARKS[result.label_state].icon} "
        f"{result.criterion.number} {result.criterion.short_title}"
        for result in results.criteria
    }
    st.session_state["critere"] = criterion.number
    st.pills(
        "Critères",
        numbers,
        key="critere",
        required=True,
        format_func=marks.__getitem__,
        on_change=lambda: go_to(st.session_state["critere"]),
    )
    result = results.criterion(criterion.id)
    with st.container(horizontal=True, vertical_alignment="center"):
        criterion_badge(result.label_state, french.bare(framework.meta.label_name))
        if result.same_as_standard:
            st.badge(typeset("Excellence : idem, mêmes exigences"), color="gray")
        elif criterion.excellence is ExcellenceSide.SPECIFIC:
            criterion_badge(result.excellence_state, "Excellence")
        count = french.plural(len(result.label_gap), "exigence manque", "exigences manquent")
        rows_button(
            desk,
            f"{count} pour {framework.meta.label_name}",
            typeset(f"{criterion.heading} : ce qui manque pour {framework.meta.label_name}"),
            result.label_gap,
            key=f"bilan-{criterion.id}",
        )
        saved_indicator(desk)
    drawn(desk, "bilan")


summary()
show_notices(desk)

with st.container(key="contenu", width=1080):
    scope = st.segmented_control(
        "Parcours",
        [SHORT, FULL],
        key="parcours",
        default=FULL,
        required=True,
        persist_state="session",
        help="Le parcours court s'en tient aux exigences principales.",
    )
    full = scope == FULL or "exigence" in st.query_params
    criterion_indicators(desk, criterion)

    standard = [r for r in framework.of_criterion(criterion.id) if r.standard]
    shown = [r for r in standard if full or r.kind is RequirementKind.MAIN]
    st.header(f"Pour {framework.meta.label_name}", anchor=False)
    if not full and len(shown) < len(standard):
        hidden = len(standard) - len(shown)
        st.caption(
            typeset(
                f"Parcours court : {french.plural(hidden, 'détail reste', 'détails restent')} à renseigner "
                "dans le parcours complet."
            )
        )
    for requirement in shown:
        requirement_card(desk, requirement)

    if criterion.excellence is ExcellenceSide.SAME:
        st.header(f"Pour {framework.meta.excellence_name}", anchor=False)
        st.info(
            typeset(
                f"Idem : mêmes exigences que pour {framework.meta.label_name}. Rien de plus n'est à renseigner ici."
            ),
            icon=":material/equal:",
        )
    elif criterion.excellence is ExcellenceSide.SPECIFIC:
        st.header(f"Pour {framework.meta.excellence_name}", anchor=False)
        for requirement in framework.of_criterion(criterion.id):
            if requirement.kind is RequirementKind.EXCELLENCE:
                requirement_card(desk, requirement)

    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.button(
            "Critère précédent",
            key="critere-precedent",
            icon=":material/arrow_back:",
            shortcut="Alt+PageUp",
            disabled=position == 0,
            on_click=go_to,
            args=(numbers[max(position - 1, 0)],),
        )
        st.button(
            "Critère suivant",
            key="critere-suivant",
            icon=":material/arrow_forward:",
            icon_position="right",
            type="primary",
            shortcut="Alt+PageDown",
            disabled=position == len(numbers) - 1,
            on_click=go_to,
            args=(numbers[min(position + 1, len(numbers) - 1)],),
        )
