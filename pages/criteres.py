"""One criterion a screen: its texts, the answers, the evidence, and where it stands."""

from __future__ import annotations

import streamlit as st

from cmq import french
from cmq.framework import Criterion, ExcellenceSide, RequirementKind
from cmq.french import typeset
from cmq.scoring import RequirementState
from ui import navigation, session
from ui.components import CRITERION_MARKS, badge, criterion_badge, rows_button, saved_text
from ui.heading import show_notices
from ui.indicators.criterion import criterion_indicators
from ui.requirement import open_details, requirement_card
from ui.text import literal

SHORT, FULL = "Court", "Complet"
TO_DO = {RequirementState.UNANSWERED, RequirementState.CLAIMED}
"""States that wait for something from the campus: the first such card of a screen is unfolded."""

desk = session.require_desk(navigation.CRITERIA)
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
    desk.redraw.page()


criterion = asked()
position = numbers.index(criterion.number)

st.title(criterion.heading, anchor=False)
if st.query_params.get("critere", criterion.number) != criterion.number:
    st.warning(
        literal(f"Le critère {st.query_params['critere']} n'existe pas : voici le premier."),
        icon=":material/warning:",
    )


def marks() -> dict[str, str]:
    """By criterion number, its icon and name in the menu of criteria."""
    return {
        result.criterion.number: f"{CRITERION_MARKS[result.label_state].icon} "
        f"{result.criterion.number} {result.criterion.short_title}"
        for result in desk.results.criteria
    }


marked: dict[str, str] = {}


@desk.redraw.fragment("menu")
def menu() -> None:
    """Every criterion with where it stands."""
    marked.update(marks())
    st.session_state["critere"] = criterion.number
    st.pills(
        "Critères",
        numbers,
        key="critere",
        required=True,
        format_func=marked.__getitem__,
        on_change=lambda: go_to(st.session_state["critere"]),
    )


def outdated() -> tuple[str, ...]:
    """The menu, where a save has changed one of its marks."""
    return () if marked == marks() else ("menu",)


def summary() -> None:
    """This criterion in words, and when it was saved, in the place kept for it."""
    result = desk.results.criterion(criterion.id)
    missing = len(result.label_gap)
    count = french.plural(missing, "exigence manque", "exigences manquent") if missing else "Rien ne manque"
    parts = [criterion_badge(result.label_state, french.bare(framework.meta.label_name))]
    if result.same_as_standard:
        parts.append(badge(typeset("Excellence : idem, mêmes exigences")))
    elif criterion.excellence is ExcellenceSide.SPECIFIC:
        parts.append(criterion_badge(result.excellence_state, "Excellence"))
    parts.append(f"**{count}** pour {framework.meta.label_name}")
    if not desk.failure:
        parts.append(f":small[{saved_text(desk)}]")
    place.markdown(" ".join(parts), width="content")


menu()
with st.container(horizontal=True, vertical_alignment="center", key="bilan"):
    place = st.empty()
    rows_button(
        desk,
        "Voir ce qui manque",
        typeset(f"{criterion.heading} : ce qui manque pour {framework.meta.label_name}"),
        desk.results.criterion(criterion.id).label_gap,
        key=f"bilan-{criterion.id}",
    )
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
    excellence = [r for r in framework.of_criterion(criterion.id) if r.kind is RequirementKind.EXCELLENCE]
    asked_for = st.query_params.get("exigence")
    for requirement in (*shown, *excellence):
        if requirement.id == asked_for:
            open_details(desk, requirement, again=True)
    to_do = [r for r in (*shown, *excellence) if desk.results.row(r.id).state in TO_DO]
    if to_do:
        open_details(desk, to_do[0])
    for requirement in shown:
        requirement_card(desk, requirement, summary, outdated)

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
        for requirement in excellence:
            requirement_card(desk, requirement, summary, outdated)

    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.button(
            "Critère précédent",
            key="critere-precedent",
            icon=":material/arrow_back:",
            shortcut="Alt+PageUp",
            wrap=True,
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
            wrap=True,
            disabled=position == len(numbers) - 1,
            on_click=go_to,
            args=(numbers[min(position + 1, len(numbers) - 1)],),
        )
