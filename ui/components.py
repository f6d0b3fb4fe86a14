"""Pieces that several screens show: tables, charts, states, the rows behind a figure."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

import streamlit as st

from cmq import french
from cmq.french import typeset
from cmq.scoring import CriterionState, Rate, RequirementResult, RequirementState
from cmq.tables import Table, rate_table, requirement_table
from ui.desk import Desk
from ui.messages import show_error

if TYPE_CHECKING:
    from cmq.charts import Chart  # a page without a chart does not wait for Plotly

Colour = Literal["green", "orange", "red", "gray", "blue", "violet"]


class Mark(NamedTuple):
    """How a state looks: an icon whose shape alone tells it, and a colour."""

    icon: str
    colour: Colour


REQUIREMENT_MARKS = {
    RequirementState.MET: Mark(":material/check_circle:", "green"),
    RequirementState.CLAIMED: Mark(":material/attach_file_off:", "orange"),
    RequirementState.PLANNED: Mark(":material/event_upcoming:", "blue"),
    RequirementState.UNMET: Mark(":material/cancel:", "red"),
    RequirementState.UNANSWERED: Mark(":material/help:", "gray"),
    RequirementState.NOT_APPLICABLE: Mark(":material/block:", "gray"),
}

CRITERION_MARKS = {
    CriterionState.MET: Mark(":material/check_circle:", "green"),
    CriterionState.PARTIAL: Mark(":material/contrast:", "blue"),
    CriterionState.UNMET: Mark(":material/cancel:", "red"),
    CriterionState.INCOMPLETE: Mark(":material/help:", "gray"),
    CriterionState.NOT_APPLICABLE: Mark(":material/block:", "gray"),
    CriterionState.NONE: Mark(":material/remove:", "gray"),
}


def badge(text: str, icon: str = "", colour: Colour = "gray") -> str:
    """Markdown of a word in a frame: several in one text cost the browser less than an element each."""
    return f":{colour}-badge[{f'{icon} {text}'.strip()}]"


def requirement_badge(state: RequirementState) -> str:
    """Markdown of a requirement's state: a word with its mark."""
    mark = REQUIREMENT_MARKS[state]
    return badge(french.REQUIREMENT_STATES[state], mark.icon, mark.colour)


def criterion_badge(state: CriterionState, prefix: str) -> str:
    """Markdown of a criterion's state: a word with its mark, after what it is the state for."""
    mark = CRITERION_MARKS[state]
    text = typeset(f"{prefix} : {french.CRITERION_STATES[state].lower()}")
    return badge(text, mark.icon, mark.colour)


def fold_button(  # noqa: PLR0913 – each says one independent thing of the button
    folded: str,
    unfolded: str,
    *,
    state: str,
    key: str,
    wrap: bool | None = None,
    then: Callable[[], None] | None = None,
) -> bool:
    """A button that unfolds what stands below it, and folds it again; returns whether that is unfolded.

    ``state`` is where the session keeps it; ``then`` runs in the callback.
    """

    def turn() -> None:
        st.session_state[state] = not st.session_state.get(state, False)
        if then:
            then()

    opened = bool(st.session_state.get(state, False))
    st.button(
        unfolded if opened else folded,
        key=key,
        type="tertiary",
        icon=":material/expand_less:" if opened else ":material/expand_more:",
        wrap=wrap,
        on_click=turn,
    )
    return opened


def show_table(table: Table) -> None:
    """A table that screen readers read as one, that scrolls by itself on a phone; cells are plain text."""

    def cell(text: str) -> str:
        return html.escape(typeset(text))

    head = "".join(f'<th scope="col">{cell(column)}</th>' for column in table.columns)
    body = "".join(
        f'<tr><th scope="row">{cell(row[0])}</th>'
        + "".join(f"<td>{cell(value)}</td>" for value in row[1:])
        + "</tr>"
        for row in table.rows
    )
    st.html(
        f'<div class="cmq-table" role="region" tabindex="0" aria-label="{cell(table.caption)}">'
        f"<table><caption>{cell(table.caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def show_chart(chart: Chart, key: str) -> None:
    """A chart with its sentence above and its table below."""
    st.text(chart.sentence)
    with st.container(key=f"graphique-{key}"):  # scrolls by itself on a phone
        st.plotly_chart(
            chart.figure,
            key=key,
            alt=chart.alt,
            config={"displayModeBar": False, "locale": "fr"},
        )
    folded_table("Voir les données du graphique", f"{key}-donnees", lambda: chart.table)


def folded_table(label: str, key: str, table: Callable[[], Table]) -> None:
    """A table that is made once it is unfolded."""
    with st.expander(label, key=key, on_change="rerun") as box:
        if box.open:
            show_table(table())


def table_button(
    label: str, title: str, table: Callable[[], Table], key: str, empty: str = "Aucune ligne."
) -> None:
    """A button that opens the rows behind a figure, or says ``empty`` where there is none."""
    if st.button(label, key=key, type="tertiary", icon=":material/table_rows:", wrap=True):
        _table_dialog(title, table(), empty)


def rows_button(
    desk: Desk,
    label: str,
    title: str,
    rows: Iterable[RequirementResult],
    key: str,
) -> None:
    """A button that opens the requirements behind a figure."""
    _requirements_button(label, title, lambda: requirement_table(title, desk.framework, rows), key)


def rate_button(desk: Desk, title: str, rate: Rate, key: str) -> None:
    """A button that opens the requirements behind a rate, those that count first."""
    _requirements_button("Voir les exigences", title, lambda: rate_table(title, desk.framework, rate), key)


def _requirements_button(label: str, caption: str, table: Callable[[], Table], key: str) -> None:
    empty = f"{caption}{french.NBSP}: aucune exigence."
    table_button(label, "Exigences derrière ce chiffre", table, key, empty)


def _table_dialog(title: str, table: Table, empty: str) -> None:
    @st.dialog(title, width="large", icon=":material/table_rows:")
    def dialog() -> None:
        if table.rows:
            show_table(table)
        else:
            st.markdown(empty)

    dialog()


def saved_indicator(desk: Desk) -> None:
    """When the last change was saved, or that it was not."""
    if desk.failure:
        said = desk.failure.startswith("Enregistrement impossible")
        message = desk.failure if said else typeset(f"Enregistrement impossible : {desk.failure}")
        show_error(message)
        return
    st.caption(saved_text(desk))


def saved_text(desk: Desk) -> str:
    """Markdown of when the last change was saved."""
    saved = french.moment(desk.saved_at or desk.store.saved_at, datetime.now().astimezone())
    return f":material/cloud_done: Enregistré {saved}"
