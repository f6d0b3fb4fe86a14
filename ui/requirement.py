"""The card of one requirement: its words, its level, its evidence, all saved by themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from cmq.campaign import ANSWERS, Edit, check_field
from cmq.framework import Check, Framework, Requirement, RequirementKind
from cmq.french import typeset
from cmq.scoring import RequirementResult, RequirementState
from ui import fields
from ui.components import badge, fold_button, requirement_badge, saved_indicator
from ui.desk import Desk
from ui.evidence import evidence_section
from ui.links import indicators_link
from ui.text import literal
from ui.variants import about, show_variants

KIND_NAMES = {
    RequirementKind.MAIN: "Exigence principale",
    RequirementKind.DETAIL: "Détail",
    RequirementKind.EXCELLENCE: "Exigence Excellence",
}


def requirement_card(
    desk: Desk, requirement: Requirement, summary: Callable[[], None], outdated: Callable[[], Sequence[str]]
) -> None:
    """Draw a card that reruns alone, and the criterion's ``summary`` with it: one run of the script shows both.

    ``outdated`` names the other fragments that a save has made wrong; most make none so.
    """
    key = _card_key(requirement)

    def refresh() -> None:
        desk.redraw.after_click(key, *outdated(), told_by=requirement.id)

    @desk.redraw.fragment(key)
    def card() -> None:
        with st.container(border=True, key=key):
            _card(desk, requirement, refresh)
        summary()

    card()


def _card_key(requirement: Requirement) -> str:
    return f"exigence-{requirement.id}"


def open_details(desk: Desk, requirement: Requirement, *, again: bool = False) -> None:
    """Have the details of a card unfolded when it is drawn, unless the user folded them; or ``again`` in any case."""
    key = _details_key(desk, requirement)
    if again or key not in st.session_state:
        st.session_state[key] = True


def _card(desk: Desk, requirement: Requirement, refresh: fields.AfterSave) -> None:
    result = desk.results.row(requirement.id)
    badges = [requirement_badge(result.state)]
    if requirement.watched and not result.met and result.applicable:
        badges.append(badge("Obligation expresse", ":material/priority_high:", "orange"))
    _wording(desk.framework, requirement, badges)
    _carried_over(desk, result, refresh)
    if requirement.not_applicable_when:
        _not_applicable(desk, requirement, refresh)
    if not result.answer.not_applicable:
        _level(desk, requirement, refresh)
    _details(desk, result, refresh)
    # What comes and goes stands below the fields: above, it would take the cursor out of them.
    if result.state is RequirementState.CLAIMED:
        st.warning(
            typeset(
                "Ajoutez une preuve : sans elle, l'exigence est déclarée mais ne compte pas comme satisfaite."
            ),
            icon=":material/attach_file:",
        )
    show_variants(desk, about("reponse", requirement.id), refresh)
    if desk.failure or desk.redraw.told_by == requirement.id:
        saved_indicator(desk)


def _details_key(desk: Desk, requirement: Requirement) -> str:
    return f"{desk.store.path}|details|{requirement.id}"


def _details(desk: Desk, result: RequirementResult, refresh: fields.AfterSave) -> None:
    """What supports the level. It is folded, since a page with every field of every card answers slowly.

    A text that could not be saved stays in its field, so it is never folded away.
    """
    requirement = result.requirement
    if fields.unsaved(desk, requirement.id):
        open_details(desk, requirement, again=True)

    def turned() -> None:
        st.query_params.pop("exigence", None)  # the link to a card has been followed
        desk.redraw.after_click(_card_key(requirement))

    opened = fold_button(
        _details_label(desk, result),
        f"Replier {requirement.id}",
        state=_details_key(desk, requirement),
        key=f"details-{requirement.id}-bouton",
        wrap=True,
        then=turned,
    )
    if not opened:
        return
    if result.answer.not_applicable:
        _remarks(desk, requirement, refresh)
        return
    assessment, support = st.columns(2, gap="medium")
    with assessment:
        _checks(desk, requirement, refresh)
        _remarks(desk, requirement, refresh)
        _clear_button(desk, requirement, refresh)
    with support:
        evidence_section(desk, requirement)


def _details_label(desk: Desk, result: RequirementResult) -> str:
    """What the details hold, so that nobody has to unfold them to know."""
    answer, parts = result.answer, []
    if not answer.not_applicable:
        parts.append(f"Preuves ({len(desk.campaign.evidence_for(result.requirement.id))})")
        if checks := result.requirement.checks:
            done = sum(_checked(desk, result, check) for check in checks)
            parts.append(f"points à vérifier ({done} sur {len(checks)})")
    parts.append("commentaire" if answer.comment else "commentaire (aucun)")
    if answer.to_discuss:
        parts.append(f"à discuter en {desk.framework.committee.short_name}")
    label = ", ".join(parts)
    return typeset(label[0].upper() + label[1:])


def _checked(desk: Desk, result: RequirementResult, check: Check) -> bool:
    return desk.measures().covered(check.family) if check.family else check.id in result.answer.checks


def _remarks(desk: Desk, requirement: Requirement, refresh: fields.AfterSave) -> None:
    st.text_area(
        "Commentaire",
        height=96,
        max_chars=fields.MAX_CHARS,
        placeholder="Ce qui est fait, ce qui manque",
        **fields.bind(desk, ANSWERS.field(requirement.id, "commentaire"), fields.TEXT, then=refresh),
    )
    st.checkbox(
        f"À discuter en {desk.framework.committee.short_name}",
        help="Le critère sera à l'ordre du jour de la prochaine séance, avec cette exigence.",
        **fields.bind(desk, ANSWERS.field(requirement.id, "a_discuter"), fields.FLAG, then=refresh),
    )
    st.text_input(
        "Renseigné par",
        max_chars=fields.MAX_CHARS,
        placeholder="Nom, fonction ou partenaire",
        **fields.bind(desk, ANSWERS.field(requirement.id, "renseigne_par"), fields.TEXT, then=refresh),
    )


def _wording(framework: Framework, requirement: Requirement, badges: Sequence[str]) -> None:
    """The card's title with its badges, the words of the source, and what helps to read them."""
    title = f"**{KIND_NAMES[requirement.kind]}** {requirement.id} {' '.join(badges)}"
    terms = framework.terms_in(requirement.text)
    tooltip = typeset("\n\n".join(f"**{t.term}** : {t.meaning}" for t in terms)) or None
    # One element and not two: the browser reads them all again at each click.
    st.markdown(f"{title}\n\n{typeset(f'« {requirement.text} »')}", help=tooltip)
    remarks = [
        typeset(f"Exemple donné par le texte : {example.text}")
        for example in framework.of_criterion(requirement.criterion)
        if example.parent == requirement.id and not example.assessed
    ]
    if requirement.note:
        remarks.append(typeset(f":material/lightbulb: {requirement.note}"))
    if remarks:
        st.caption("\n\n".join(remarks))


def _level(desk: Desk, requirement: Requirement, refresh: fields.AfterSave) -> None:
    levels = desk.framework.levels

    def names(value: int) -> str:
        return desk.framework.level(value).name

    def ask_for_evidence() -> None:
        if desk.results.row(requirement.id).state is RequirementState.CLAIMED:
            open_details(desk, requirement, again=True)
        refresh()

    known = fields.Codec(
        lambda value: value if isinstance(value, int) and desk.framework.has_level(value) else None,
        lambda value: value,
    )
    st.radio(
        typeset("Où en est le campus ?"),
        [level.value for level in levels],
        index=None,
        format_func=names,
        captions=[typeset(level.description) for level in levels],
        horizontal=True,
        width="stretch",
        **fields.bind(
            desk,
            ANSWERS.field(requirement.id, "niveau"),
            known,
            also=lambda _: _signature(desk, requirement),
            then=ask_for_evidence,
        ),
    )


def _clear_button(desk: Desk, requirement: Requirement, refresh: fields.AfterSave) -> None:
    field = ANSWERS.field(requirement.id, "niveau")

    def clear() -> None:
        desk.save([Edit(field, desk.shown.get(fields.widget_key(desk, field)), None)])
        refresh()

    if desk.store.state.get(field) is not None:
        st.button(
            "Effacer le niveau",
            key=f"effacer-{requirement.id}",
            type="tertiary",
            icon=":material/backspace:",
            on_click=clear,
        )


def _signature(desk: Desk, requirement: Requirement) -> Sequence[Edit]:
    """A level that is chosen names who chose it, where nobody is named yet, and confirms what was carried over."""
    edits = []
    respondent, carried = (ANSWERS.field(requirement.id, name) for name in ("renseigne_par", "repris_de"))
    state = desk.store.state
    if desk.author and respondent not in state:
        edits.append(Edit(respondent, None, desk.author))
    if carried in state:
        edits.append(Edit(carried, state[carried], None))
    return edits


def _carried_over(desk: Desk, result: RequirementResult, refresh: fields.AfterSave) -> None:
    if not result.answer.carried_from:
        return
    field = ANSWERS.field(result.requirement.id, "repris_de")

    def confirm() -> None:
        desk.save([Edit(field, result.answer.carried_from, None)])
        refresh()

    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(
            f"Repris de {literal(result.answer.carried_from)}",
            icon=":material/history:",
            color="violet",
        )
        st.button(
            "Confirmer cette réponse",
            key=f"confirmer-{result.requirement.id}",
            icon=":material/done:",
            on_click=confirm,
        )


def _not_applicable(desk: Desk, requirement: Requirement, refresh: fields.AfterSave) -> None:
    field = ANSWERS.field(requirement.id, "non_applicable")
    st.caption(typeset(f"Peut être non applicable : {requirement.not_applicable_when}"))
    chosen = st.checkbox(
        "Non applicable",
        **fields.bind(desk, field, fields.FLAG, then=refresh),
    )
    if chosen:
        st.text_area(
            "Justification écrite (obligatoire)",
            height=68,
            max_chars=fields.MAX_CHARS,
            **fields.bind(desk, ANSWERS.field(requirement.id, "motif"), fields.TEXT, then=refresh),
        )
        if not desk.campaign.answer(requirement.id).reason:
            st.warning(
                typeset("Écrivez la justification : sans elle, l'exigence reste non renseignée."),
                icon=":material/edit:",
            )


def _checks(desk: Desk, requirement: Requirement, refresh: fields.AfterSave) -> None:
    if not requirement.checks:
        return
    st.markdown("Points à vérifier")
    with st.container(gap="xsmall"):
        for check in requirement.checks:
            if check.family:
                _automatic_check(desk, check)
                continue
            st.checkbox(
                typeset(check.text),
                **fields.bind(
                    desk,
                    check_field(requirement.id, check.id),
                    fields.FLAG,
                    then=refresh,
                ),
            )


def _automatic_check(desk: Desk, check: Check) -> None:
    """A check that the indicators make: nobody ticks it."""
    covered = desk.measures().covered(check.family or "")
    icon, word = (":material/check_circle:", "oui") if covered else (":material/cancel:", "pas encore")
    st.markdown(typeset(f"{icon} {check.text} : **{word}**"))
    if not covered:
        indicators_link("Saisir des valeurs", ":material/query_stats:", "saisie")
