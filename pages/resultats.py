"""What separates the campus from the label and from Excellence, and every row behind each figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import streamlit as st

from cmq import charts, french
from cmq.campaign import ANNEX
from cmq.french import typeset
from cmq.headline import Figure, excellence_headline, figures, fraction, headline, renewal_sentence
from cmq.scoring import (
    CriterionResult,
    CriterionState,
    Finding,
    Incoherence,
    RequirementResult,
    Results,
)
from cmq.tables import Table
from ui import fields, navigation, session
from ui.components import criterion_badge, rate_button, rows_button, show_chart, show_table
from ui.heading import heading
from ui.links import requirement_link
from ui.messages import show_error
from ui.text import literal
from ui.views import chosen_view

SUMMARY = "synthese"
LABELS = {SUMMARY: "Synthèse", "exigences": "Exigences", "evolution": "Évolution et annexe"}

desk = session.require_desk(navigation.RESULTS)
results = desk.results
framework = desk.framework
meta = framework.meta


def figure(found: Figure, key: str) -> None:
    """A rate with its fraction, its formula and the button that opens its rows."""
    with st.container(border=True, height="stretch"):
        st.metric(found.name, french.percent(found.rate.value), help=typeset(found.formula))
        st.caption(fraction(found.rate))
        rate_button(desk, typeset(f"{found.name} : {found.formula}"), found.rate, key)


def link(row: RequirementResult, more: str = "") -> None:
    """A link to the requirement's card, with its state."""
    requirement_link(row, 110, f" – {french.REQUIREMENT_STATES[row.state].lower()}{more}")


def counts() -> None:
    """The two counts that matter, the renewal's condition, and that this is no decision."""
    st.header(headline(results), anchor=False)
    with st.container(horizontal=True):
        rows_button(
            desk,
            "Ce qui est satisfait",
            "Exigences des critères satisfaits",
            [r for c in results.met_criteria for r in c.standard],
            key="titre-satisfaits",
        )
        rows_button(
            desk,
            f"Ce qui manque pour {meta.label_name} ({len(results.label_gap)})",
            f"Ce qui manque pour {meta.label_name}",
            results.label_gap,
            key="titre-manque",
        )
    if framework.has_excellence:
        st.subheader(excellence_headline(results), anchor=False)
        rows_button(
            desk,
            f"Ce qui manque pour {meta.excellence_name}, label compris ({len(results.excellence_gap)})",
            f"Ce qui manque pour {meta.excellence_name}",
            results.excellence_gap,
            key="titre-excellence",
        )
    if renewal := renewal_sentence(results):
        if results.renewal_ready:
            st.success(renewal, icon=":material/check_circle:")
        else:
            st.warning(renewal, icon=":material/warning:")
    st.caption(typeset(meta.disclaimer))


def rates() -> None:
    """The four rates, never blended into one, and the secondary mean."""
    st.header("Chiffres", anchor=False)
    with st.grid(4, min_column_width=170):
        for place, found in enumerate(figures(results)):
            figure(found, f"chiffre-{place}")
    if results.maturity is not None:
        answered = [row for row in results.standard_rows if row.level is not None]
        st.caption(
            typeset(
                f"À titre secondaire, niveau moyen : {french.number(results.maturity, 1)} sur {framework.levels[-1].value} "
                f"(somme des niveaux / {french.plural(len(answered), 'exigence renseignée et applicable', 'exigences renseignées et applicables')} {french.of(meta.label_name)})."
            )
        )
        rows_button(
            desk,
            "Voir les exigences",
            "Exigences dont le niveau entre dans la moyenne",
            answered,
            key="moyenne",
        )


def gap() -> None:
    """Per criterion, today against the label and against Excellence."""
    st.header("Écart par critère", anchor=False)
    order = st.segmented_control(
        "Ordre des critères",
        ["Ordre du texte", "Ce qui bloque d'abord"],
        default="Ordre du texte",
        required=True,
        key="ordre",
    )
    show_chart(charts.gap_chart(results, by_blocking=order == "Ce qui bloque d'abord"), "ecart")


@st.fragment
def blockers() -> None:
    """What blocks each criterion, with a link to every requirement."""
    st.header("Ce qui bloque", anchor=False)
    blocked = [c for c in results.criteria if c.excellence_gap]
    if not blocked:
        st.success("Aucune exigence ne manque.", icon=":material/check_circle:")
    for result in blocked:
        label = typeset(f"{result.criterion.heading} – {missing(result)}")
        with st.expander(label, key=f"bloque-{result.criterion.id}", on_change="rerun") as box:
            if not box.open:
                continue
            badges = [criterion_badge(result.label_state, french.bare(meta.label_name))]
            if result.excellence_state is not CriterionState.NONE:
                badges.append(criterion_badge(result.excellence_state, "Excellence"))
            st.markdown(" ".join(badges))
            for row in result.excellence_gap:
                link(row)


def missing(result: CriterionResult) -> str:
    """« label : 2, Excellence : 1 »: how many requirements block on each side."""
    standard = len(result.label_gap)
    counts = [typeset(f"{french.bare(meta.label_name)} : {standard}")] if standard else []
    if more := len(result.excellence_gap) - standard:
        counts.append(typeset(f"Excellence : {more}"))
    return ", ".join(counts)


@st.fragment
def coherence() -> None:
    """What does not hold together, by kind of finding."""
    st.header("Contrôles de cohérence", anchor=False)
    found: dict[Finding, list[Incoherence]] = defaultdict(list)
    for item in results.incoherences:
        found[item.finding].append(item)
    if not found:
        st.success("Aucune incohérence relevée.", icon=":material/check_circle:")
    for finding in Finding:
        if items := found.get(finding):
            label = typeset(f"{french.FINDINGS[finding]} ({len(items)})")
            with st.expander(label, key=f"coherence-{finding.value}", on_change="rerun") as box:
                for item in items if box.open else ():
                    more = (
                        f" ({literal(item.evidence.title)}, {french.day(item.evidence.date) or 'sans date'})"
                        if item.evidence
                        else ""
                    )
                    link(item.row, more)


def evolution() -> None:
    """Label, Excellence and completion over the campus's campaigns."""
    st.header("Évolution", anchor=False)
    series: list[tuple[str, Results]] = []
    for campaign in reversed(session.campus_campaigns()):
        if campaign.desk is None:
            show_error(f"Campagne {campaign.name} : {campaign.problem}")
        else:
            series.append((campaign.name, campaign.desk.results))
    show_chart(charts.evolution(series), "evolution")


def annex() -> None:
    """The text's comparative table with the campus's own side."""
    if not framework.annex:
        return
    st.header("Tableau comparatif de l'annexe", anchor=False)
    show_table(
        Table(
            "Les deux catégories et le campus",
            (
                "Dimension",
                meta.category_name,
                french.bare(meta.excellence_name),
                "Le campus",
                "Critères liés",
            ),
            tuple(
                (
                    dimension.name,
                    "\n".join(dimension.label),
                    "\n".join(dimension.excellence),
                    results.campaign.annex_text(dimension.id),
                    linked_states(dimension.criteria),
                )
                for dimension in framework.annex
            ),
        )
    )
    with st.expander(
        "Écrire le côté du campus",
        icon=":material/edit:",
        key="annexe",
        on_change="rerun",
    ) as box:
        if box.open:
            for dimension in framework.annex:
                st.text_area(
                    dimension.name,
                    height=68,
                    max_chars=fields.MAX_CHARS,
                    help=typeset(dimension.note) or None,
                    **fields.bind(desk, ANNEX.field(dimension.id, "texte"), fields.TEXT),
                )


def profile_chart() -> None:
    """The criteria on a radar."""
    st.header("Profil des critères", anchor=False)
    show_chart(charts.radar(results), "radar")


def heat_map() -> None:
    """Every requirement's level."""
    st.header("Niveau de chaque exigence", anchor=False)
    show_chart(charts.heat_map(results), "carte")


def linked_states(criteria: Sequence[str]) -> str:
    """« 2.1 partiel »: the state of each criterion that a dimension is tied to."""
    return "\n".join(
        f"{results.criterion(id_).criterion.number} {french.CRITERION_STATES[results.criterion(id_).label_state].lower()}"
        for id_ in criteria
    )


VIEWS = {
    SUMMARY: (counts, rates, gap, blockers),
    "exigences": (heat_map, profile_chart, coherence),
    "evolution": (evolution, annex),
}

heading(desk, "Résultats", f"au {french.day(results.today)}")
for part in VIEWS[chosen_view(LABELS, SUMMARY)]:
    part()
