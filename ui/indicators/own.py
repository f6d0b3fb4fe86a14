"""The campus's own indicators: added in a few words, described field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from cmq import french
from cmq.campaign import CRITERION_PREFIX, PURPOSE_PREFIX, Edit, indicator_field, new_indicator_id
from cmq.framework import Calculation, Direction, Framework, Indicator, PeriodKind
from cmq.french import typeset
from cmq.text import clean_text
from ui import fields
from ui.components import saved_indicator
from ui.session import Desk
from ui.text import literal

CALCULATIONS = {
    Calculation.COUNT: "un nombre entier",
    Calculation.AMOUNT: "un montant, une durée (décimales admises)",
    Calculation.SHARE: typeset("une part, en % (100 au plus)"),
    Calculation.RATE: typeset("un taux, en % (peut dépasser 100)"),
    Calculation.RATIO: "un rapport de deux nombres",
    Calculation.DIFFERENCE: "un écart entre deux taux, en points",
}
PERIODS = {PeriodKind.CIVIL: "année civile", PeriodKind.SCHOOL: "année scolaire"}


def add_own(desk: Desk, opened: Callable[[str], None]) -> None:
    """Ask for a name, a family and a way of counting, then call ``opened`` with the new indicator's id."""
    framework = desk.framework
    families = {family.id: family.name for family in framework.families}

    def create() -> None:
        name = clean_text(st.session_state["propre-nom"]).strip()
        if not name:
            st.session_state["propre-erreur"] = typeset("Donnez un nom à l'indicateur : rien n'a été ajouté.")
            return
        id_ = new_indicator_id()
        calculation = Calculation(st.session_state["propre-calcul"])
        values = {
            "nom": name,
            "famille": st.session_state.get("propre-famille"),
            "calcul": str(calculation),
            "suivi": "oui",
        }
        edits = [Edit(indicator_field(id_, key), None, value) for key, value in values.items() if value]
        desk.save(edits)
        if not desk.failure:
            st.session_state["propre-nom"] = ""
            opened(id_)

    with st.form("propre", border=False):
        st.text_input("Nom de l'indicateur", key="propre-nom", max_chars=200)
        left, right = st.columns(2)
        if families:
            left.selectbox("Famille", list(families), format_func=families.__getitem__, key="propre-famille")
        right.selectbox(
            "Ce qu'il mesure", list(CALCULATIONS), format_func=CALCULATIONS.__getitem__, key="propre-calcul"
        )
        st.form_submit_button("Ajouter l'indicateur", icon=":material/add:", on_click=create)
    if message := st.session_state.pop("propre-erreur", None):
        st.error(message, icon=":material/error:")
    if desk.failure:
        saved_indicator(desk)


def describe_own(desk: Desk, indicator: Indicator) -> None:
    """The fields that describe one of the campus's own indicators; each saves itself."""
    framework = desk.framework

    def bind(name: str, codec: fields.Codec = fields.TEXT) -> dict[str, Any]:
        return fields.bind(desk, indicator_field(indicator.id, name), codec)

    st.subheader("Description de l'indicateur", anchor=False)
    left, right = st.columns(2, gap="medium")
    with left:
        st.text_input("Nom", max_chars=200, **bind("nom"))
        st.text_input("Unité", max_chars=60, placeholder=indicator.unit, **bind("unite"))
        st.text_area("Définition", height=96, max_chars=fields.MAX_CHARS, **bind("definition"))
        st.text_input("Source de la donnée", max_chars=fields.MAX_CHARS, **bind("source"))
        st.text_area("Précaution de lecture", height=96, max_chars=fields.MAX_CHARS, **bind("precaution"))
    with right:
        _select("Famille", {f.id: f.name for f in framework.families}, bind, "famille", indicator.family)
        _select("Ce qu'il mesure", CALCULATIONS, bind, "calcul", indicator.calculation)
        if indicator.calculation.has_parts:
            st.text_input("Premier nombre", max_chars=200, **bind("numerateur"))
            st.text_input("Second nombre", max_chars=200, **bind("denominateur"))
        directions = {direction: french.DIRECTIONS[direction] for direction in Direction}
        _select("Sens du progrès", directions, bind, "sens", indicator.direction)
        _select("Année", PERIODS, bind, "annee", indicator.period)
        st.checkbox("Compte des personnes", **bind("personnes", fields.FLAG))
    _links(framework, bind)


def _select(
    label: str,
    names: Mapping[Any, str],
    bind: Callable[[str, fields.Codec], dict[str, Any]],
    name: str,
    current: Any,
) -> None:
    codec = fields.Codec(
        lambda value: next((option for option in names if str(option) == value), current),
        lambda value: None if value is None else str(value),
    )
    st.selectbox(label, list(names), format_func=names.__getitem__, **bind(name, codec))


def _links(framework: Framework, bind: Callable[[str, fields.Codec], dict[str, Any]]) -> None:
    """The criteria and the finalités that the indicator speaks of."""
    groups: Sequence[tuple[str, str, list[tuple[str, str]]]] = (
        (
            "Critères éclairés",
            CRITERION_PREFIX,
            [(c.id, f"{c.number} {c.short_title}") for c in framework.criteria],
        ),
        (
            "Finalités servies",
            PURPOSE_PREFIX,
            [(p.id, p.text.rstrip(" ;.")) for p in framework.purposes],
        ),
    )
    for column, (title, prefix, entries) in zip(st.columns(2, gap="medium"), groups, strict=True):
        with column, st.container(gap="xsmall"):
            st.markdown(title)
            for id_, name in entries:
                st.checkbox(typeset(literal(name)), **bind(prefix + id_, fields.FLAG))
