"""The page of one indicator: what it is, how it goes, where it comes from and where it is to go."""

from __future__ import annotations

from datetime import date

import streamlit as st

from cmq import charts, french
from cmq.campaign import PLANS
from cmq.framework import Framework, Indicator
from cmq.french import typeset
from cmq.indicators import IndicatorResult, Measures
from ui import fields, navigation
from ui.components import saved_indicator, show_chart
from ui.desk import Desk
from ui.indicators.own import describe_own
from ui.indicators.value_row import NARROW, SUMMARY, Place, show_fault, value_row
from ui.text import literal
from ui.variants import about, show_variants

YEARS_SHOWN = 3
"""Years back that can be filled without being asked for."""


def show(desk: Desk, public: bool) -> None:
    """Draw the view."""
    measures = desk.measures(public=public)
    result = _chosen(measures)
    if result is None:
        st.info(typeset("Aucun indicateur : ajoutez-en un au catalogue du campus."), icon=":material/info:")
        return
    indicator = result.indicator
    st.header(literal(indicator.name), anchor=False)
    with st.container(horizontal=True):
        st.badge("Suivi" if result.followed else "Non suivi", color="green" if result.followed else "gray")
        st.badge(literal(_family(measures, indicator)), color="gray")
        if indicator.official:
            st.badge("Définition officielle", icon=":material/verified:", color="blue")
        if result.own:
            st.badge("Propre au campus", color="violet")
    describe(desk.framework, indicator)

    @desk.redraw.fragment(SUMMARY)
    def chart() -> None:
        current = desk.measures(public=public)
        latest = current.result(indicator.id)
        if latest is not None:
            show_chart(charts.trend(latest, current), "fiche")

    chart()
    if public:
        return
    with st.container(key="contenu", width=1080):
        _plan(desk, indicator)
        _values(desk, result)
        if result.own:
            describe_own(desk, indicator)


def describe(framework: Framework, indicator: Indicator) -> None:
    """What the indicator measures, how to read it, and what it speaks of."""
    rules, numbers = (
        framework.indicator_rules,
        [c.number for c in framework.criteria if c.id in indicator.criteria],
    )
    lines = [
        [("Définition", indicator.definition)],
        [("Formule", indicator.formula)],
        [
            ("Unité", indicator.unit),
            ("Sens", french.DIRECTIONS[indicator.direction]),
            ("Critères" if len(numbers) > 1 else "Critère", french.enumeration(numbers)),
        ],
        [("Source", indicator.source)],
        [("Précaution", indicator.caution)],
        [("Diffusion", _publication(rules.publication_threshold) if indicator.of_leavers else "")],
        *([("Rupture de série", f"{b.year}, {b.reason}")] for b in indicator.breaks),
    ]
    shown = (
        " · ".join(f"**{name}**{literal(typeset(f' : {text}'))}" for name, text in line if text)
        for line in lines
        if any(text for _, text in line)
    )
    st.markdown("  \n".join(shown))


def _publication(threshold: int) -> str:
    return f"ni montré ni tracé si le dénominateur est inférieur à {threshold}" if threshold else ""


def _chosen(measures: Measures) -> IndicatorResult | None:
    """The indicator of the address, or the first; the others are in a list."""
    followed = {result.indicator.id: result for result in measures.followed}
    known = followed | {result.indicator.id: result for result in measures.results}
    if not known:
        return None
    chosen = navigation.asked("indicateur", known, next(iter(known)))
    if st.query_params.get("indicateur", chosen) not in ("", chosen):
        st.warning(typeset("Cet indicateur n'existe pas : voici le premier."), icon=":material/warning:")

    def name(id_: str) -> str:
        mark = "Propre au campus" if known[id_].own else id_
        suffix = "" if id_ in followed else " (non suivi)"
        return f"{mark} · {known[id_].indicator.name}{suffix}"

    st.selectbox(
        "Indicateur",
        list(known),
        key="indicateur",
        format_func=name,
        on_change=navigation.keep,
        args=("indicateur",),
        width=640,
    )
    return known[chosen]


def _family(measures: Measures, indicator: Indicator) -> str:
    return next((f.name for f in measures.families if f.id == indicator.family), "")


def _plan(desk: Desk, indicator: Indicator) -> None:
    """Where the campus starts from and what it aims at."""

    @desk.redraw.fragment("plan")
    def plan() -> None:
        result = desk.measures().result(indicator.id)
        if result is None:
            return

        def refresh() -> None:
            desk.redraw.after_click("plan", SUMMARY, told_by="plan")

        st.subheader(literal(typeset(f"Départ et cible, en {indicator.unit}")), anchor=False)
        for column, (name, label, codec) in zip(
            st.columns(4, gap="small"),
            (
                ("depart", "Valeur de départ", fields.NUMBER),
                ("depart_annee", "Année de départ", fields.YEAR),
                ("cible", "Cible", fields.NUMBER),
                ("cible_annee", "Année de la cible", fields.YEAR),
            ),
            strict=True,
        ):
            with column:
                bound = fields.bind(desk, PLANS.field(indicator.id, name), codec, then=refresh)
                st.text_input(label, max_chars=60, **bound)
                for fault in result.plan_faults:
                    if fault.name == name:
                        show_fault(fault)
        show_variants(desk, about("indicateur", indicator.id), refresh)
        if desk.redraw.told_by == "plan" or desk.failure:
            saved_indicator(desk)

    plan()


def _values(desk: Desk, result: IndicatorResult) -> None:
    """The values, the last year first."""
    indicator, this = result.indicator, date.today().year
    typed = {measure.year for measure in result.totals}
    asked = st.query_params.get("annee", "")
    more = {int(asked)} if asked.isdecimal() and 1990 <= int(asked) <= this else set[int]()
    years = sorted({*typed, *range(this - YEARS_SHOWN, this), *more}, reverse=True)
    st.subheader("Valeurs", anchor=False)
    for year in years:
        value_row(desk, Place(indicator, year, f"**{french.period(indicator, year)}**", NARROW))
    others = [year for year in range(this, 1989, -1) if year not in years]

    def add() -> None:
        st.query_params["annee"] = str(st.session_state.pop("annee-ajoutee"))

    st.selectbox(
        "Ajouter une année",
        others,
        index=None,
        key="annee-ajoutee",
        format_func=lambda year: french.period(indicator, year),
        placeholder="Choisir une année",
        on_change=add,
        width=320,
    )
