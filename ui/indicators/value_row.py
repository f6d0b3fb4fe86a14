"""One value of an indicator, typed where it stands: its numbers, what they amount to, what is wrong with them.

Used by the table of a year and by the sheet of an indicator. Each field saves itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cmq import french
from cmq.campaign import NOT_AVAILABLE, VALUES, Edit, value_id
from cmq.framework import Calculation, Group, Indicator
from cmq.french import typeset
from cmq.indicators import Fault, IndicatorResult, Measure, Status
from ui import fields
from ui.components import Colour, fold_button, saved_indicator
from ui.desk import Desk
from ui.text import literal
from ui.variants import show_variants

WIDTHS = (4, 4, 4, 3)
NARROW = (2, 4, 4, 3)
"""For titles that are but a year."""
SUMMARY = "bilan-indicateurs"
"""The fragment that sums up the view; a save draws it again."""


class Place(NamedTuple):
    """Which value a row is for, and what to call the row."""

    indicator: Indicator
    year: int
    title: str
    widths: tuple[int, ...] = WIDTHS

    def id(self, group: Group | None = None) -> str:
        """The value's id."""
        return value_id(self.indicator.id, self.year, group.id if group else "")


def value_row(desk: Desk, place: Place) -> None:
    """Draw a row that runs alone."""
    key = f"valeur-{place.id()}".replace(":", "-")

    @desk.redraw.fragment(key)
    def row() -> None:
        with st.container(key=key, gap="xsmall"):
            _row(desk, place, key, lambda: desk.redraw.after_click(key, SUMMARY))

    row()


def _row(desk: Desk, place: Place, key: str, refresh: fields.AfterSave) -> None:
    indicator = place.indicator
    result = desk.measures().result(indicator.id)
    if result is None:
        return  # one of the campus's own that somebody has just removed
    total = next((measure for measure in result.totals if measure.year == place.year), None)
    outcome = _numbers(desk, place, None, total, place.title, refresh)
    with outcome:
        opened = fold_button(
            _more_label(desk, place, result), "Fermer", state=f"{key}-ouvert", key=f"{key}-bouton"
        )
    if opened:
        with st.container(border=True):
            _detail(desk, place, result, refresh)
    if desk.failure:
        saved_indicator(desk)
    show_variants(
        desk, lambda field: field.kind == "valeur" and f"{field.id}:".startswith(f"{place.id()}:"), refresh
    )


def _more_label(desk: Desk, place: Place, result: IndicatorResult) -> str:
    """« Détail », or « Groupes » with how many are filled where the indicator has some."""
    groups = [g for id_ in place.indicator.breakdowns for g in desk.framework.breakdown(id_).groups]
    if not groups:
        return "Détail"
    filled = sum((place.year, group.id) in result.groups for group in groups)
    return f"Groupes ({filled}/{len(groups)})"


def _numbers(  # noqa: PLR0913, PLR0917 - each says one independent thing of the row
    desk: Desk,
    place: Place,
    group: Group | None,
    measure: Measure | None,
    title: str,
    refresh: fields.AfterSave,
) -> DeltaGenerator:
    """The fields of one value, and beside them what they amount to; returns the column of these."""
    indicator = place.indicator
    name, first, second, outcome = st.columns(place.widths, gap="small", vertical_alignment="top")
    name.markdown(title)
    if indicator.calculation.has_parts:
        asked = [(first, "numerateur", indicator.numerator), (second, "denominateur", indicator.denominator)]
    else:
        asked = [(first, "valeur", _value_label(indicator))]
    for column, field, label in asked:
        with column:
            _number(desk, place, group, field, label, refresh)
    with outcome:
        _outcome(measure)
    labels = {field: label for _, field, label in asked}
    for fault in measure.faults if measure else ():
        show_fault(fault, labels.get(fault.name, ""))
    return outcome


def _value_label(indicator: Indicator) -> str:
    unit = indicator.unit
    return unit[:1].upper() + unit[1:] if unit[:1].isalpha() else f"En {unit}"


def _number(  # noqa: PLR0913, PLR0917 - each says one independent thing of the field
    desk: Desk,
    place: Place,
    group: Group | None,
    name: str,
    label: str,
    refresh: fields.AfterSave,
) -> None:
    st.text_input(
        literal(label),
        max_chars=60,
        **fields.bind(desk, VALUES.field(place.id(group), name), fields.NUMBER, then=refresh),
    )


def show_fault(fault: Fault, label: str = "") -> None:
    """What is wrong with a number, under it, after the label of its field where several stand side by side."""
    show = st.error if fault.blocking else st.warning
    prefix = typeset(f"**{literal(label)}** : ") if label else ""
    show(
        prefix + literal(typeset(fault.text)),
        icon=":material/error:" if fault.blocking else ":material/warning:",
    )


def _outcome(measure: Measure | None) -> None:
    """The value in its unit, or why there is none."""
    if measure is None or (measure.entry.blank and not measure.faults):
        return
    if measure.measured:
        st.markdown(f"**{literal(french.measure(measure))}**")
        if measure.summed:
            st.caption("somme des groupes")
        if measure.unverified:
            st.caption("dénominateur inconnu")
        return
    st.badge(
        french.VALUE_STATES[measure.status],
        icon=_ICONS[measure.status],
        color=_COLOURS.get(measure.status, "gray"),
    )


_ICONS = {
    Status.MISSING: ":material/do_not_disturb_on:",
    Status.INCOMPLETE: ":material/hourglass_empty:",
    Status.NOT_COMPUTABLE: ":material/block:",
    Status.NOT_PUBLISHABLE: ":material/visibility_off:",
    Status.INVALID: ":material/error:",
    Status.MASKED: ":material/visibility_off:",
}
_COLOURS: dict[Status, Colour] = {Status.INVALID: "red", Status.INCOMPLETE: "orange"}


def _detail(desk: Desk, place: Place, result: IndicatorResult, refresh: fields.AfterSave) -> None:
    indicator = place.indicator
    for id_ in indicator.breakdowns:
        breakdown = desk.framework.breakdown(id_)
        st.markdown(f"**{literal(breakdown.name)}**")
        for group in breakdown.groups:
            measure = result.groups.get((place.year, group.id))
            _numbers(desk, place, group, measure, literal(group.name), refresh)
    left, right = st.columns(2, gap="small")
    with left:
        if indicator.calculation.has_parts:
            label = "Écart publié" if indicator.calculation is Calculation.DIFFERENCE else "Taux publié"
            _number(desk, place, None, "valeur", f"{label}, si les deux nombres manquent", refresh)
        st.text_input(
            "Source",
            max_chars=fields.MAX_CHARS,
            placeholder=indicator.source,
            **fields.bind(desk, VALUES.field(place.id(), "source"), fields.TEXT, then=refresh),
        )
    with right:
        st.text_area(
            "Commentaire",
            height=96,
            max_chars=fields.MAX_CHARS,
            **fields.bind(desk, VALUES.field(place.id(), "commentaire"), fields.TEXT, then=refresh),
        )
    if not _is_filled(result, place.year):
        st.button(
            "Valeur non disponible (nd)",
            key=f"nd-{place.id()}",
            type="tertiary",
            icon=":material/do_not_disturb_on:",
            on_click=_say_missing,
            args=(desk, place, refresh),
        )


def _is_filled(result: IndicatorResult, year: int) -> bool:
    return any(measure.year == year and not measure.entry.blank for measure in result.totals)


def _say_missing(desk: Desk, place: Place, refresh: Callable[[], None]) -> None:
    field = VALUES.field(place.id(), "valeur")
    desk.save([Edit(field, desk.store.state.get(field), NOT_AVAILABLE)])
    refresh()
