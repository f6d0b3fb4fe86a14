"""The first screen: choose or create a campus and a campaign, and see where each stands."""

from __future__ import annotations

from datetime import date

import streamlit as st

from cmq import french
from cmq.campaign import Profile
from cmq.errors import BoussoleError
from cmq.french import typeset
from cmq.scoring import Results, score
from cmq.storage.library import CampaignEntry, CampaignRef, CampusEntry
from ui import navigation, session, settings, shared
from ui.campaign_forms import ERROR, campaign_form, campus_form, profile_form
from ui.components import saved_indicator
from ui.desk import Desk
from ui.framework_text import framework_text
from ui.heading import show_notices
from ui.messages import show_error, stop
from ui.text import literal

framework = shared.current_framework()
library = shared.library()


def resume(target: CampaignRef) -> None:
    """Open a campaign at the first criterion that still lacks an answer, or that is not met."""
    session.open_campaign(target)
    results = score(framework, library.open(*target).refresh())
    waiting = [row for row in results.rows if not row.answered] or list(results.excellence_gap)
    criterion = waiting[0].criterion if waiting else framework.criteria[0]
    navigation.go_to(navigation.CRITERIA, critere=criterion.number)


def show_results(target: CampaignRef) -> None:
    """Open a campaign at its results."""
    session.open_campaign(target)
    navigation.go_to(navigation.RESULTS)


def open_example() -> None:
    """Open the example on a copy of its own, at the results of its latest campaign."""
    try:
        campus = library.open_example()
    except BoussoleError as error:
        st.session_state[ERROR] = str(error)
        return
    entry = next(entry for entry in library.campuses() if entry.slug == campus)
    show_results(CampaignRef(campus, entry.campaigns[0].id))


def countdown(profile: Profile, today: date) -> str:
    """« Label jusqu'au 28/02/2027, dans 97 jours », or that it has ended; empty without a date."""
    if profile.label_end is None:
        return ""
    days = (profile.label_end - today).days
    end = french.day(profile.label_end)
    if days < 0:
        return f"Label échu le {end}, depuis {french.plural(-days, 'jour')}"
    return f"Label jusqu'au {end}, dans {french.plural(days, 'jour')}"


def progress(results: Results) -> str:
    """« 4 critères satisfaits sur 11 · 58 réponses sur 62 »."""
    met, total = len(results.met_criteria), len(results.applicable_criteria)
    done = results.completion
    return (
        f"{french.plural(met, 'critère satisfait', 'critères satisfaits')} sur {total}"
        f" · {french.plural(len(done.hits), 'réponse')} sur {len(done.rows)}"
    )


def campaign_card(campus: CampusEntry, campaign: CampaignEntry) -> None:
    """One campaign with its progress and the ways into it."""
    target = CampaignRef(campus.slug, campaign.id)
    with st.container(border=True):
        st.subheader(f"Campagne {literal(campaign.name)}", anchor=False)
        if campaign.problem:
            show_error(campaign.problem)
            return
        try:
            results = score(framework, library.open(*target).refresh())
        except BoussoleError as error:
            show_error(error)
            return
        st.progress(float(results.completion.value or 0), text=progress(results))
        if remaining := countdown(results.campaign.profile, results.today):
            st.markdown(f":material/event: {remaining}")
        with st.container(horizontal=True):
            st.button(
                "Reprendre" if results.completion.hits else "Commencer",
                key=f"reprendre-{campus.slug}-{campaign.id}",
                type="primary",
                icon=":material/edit_note:",
                on_click=resume,
                args=(target,),
            )
            st.button(
                "Voir les résultats",
                key=f"resultats-{campus.slug}-{campaign.id}",
                icon=":material/monitoring:",
                on_click=show_results,
                args=(target,),
            )


def campus_list(campuses: list[CampusEntry]) -> None:
    """Choose a campus among several, and see its campaigns, the latest first."""
    chosen = st.session_state["campaign"].campus if "campaign" in st.session_state else None
    names = {entry.slug: entry.name for entry in campuses}
    slug = st.selectbox(
        "Campus",
        list(names),
        index=list(names).index(chosen) if chosen in names else 0,
        format_func=names.__getitem__,
    )
    campus = next(entry for entry in campuses if entry.slug == slug)
    st.header("Campagnes", anchor=False)
    for campaign in campus.campaigns:
        campaign_card(campus, campaign)
    with st.expander("Nouvelle campagne de ce campus", icon=":material/add:"):
        campaign_form(library, campus, resume)


def open_desk(campuses: list[CampusEntry]) -> Desk | None:
    """The open campaign's desk; None where it cannot be opened, which is said unless its card does."""
    try:
        return session.current_desk()
    except BoussoleError as error:
        listed = [
            CampaignRef(campus.slug, campaign.id) for campus in campuses for campaign in campus.campaigns
        ]
        if st.session_state["campaign"] not in listed:
            show_error(error)
        return None


def open_campaign_sheet(desk: Desk) -> None:
    """The open campaign's dates and aims, its files' notices and its workbook."""
    st.header(typeset(f"Campagne ouverte : {literal(desk.campaign.profile.name)}"), anchor=False)
    show_notices(desk)
    with st.expander("Fiche de la campagne", icon=":material/badge:"):
        profile_form(desk)
        saved_indicator(desk)
    st.download_button(
        "Télécharger le classeur (Excel, LibreOffice)",
        data=desk.store.workbook_bytes,
        file_name=f"{desk.store.path.parent.name}-{desk.store.path.name}",
        on_click="ignore",
        icon=":material/download:",
    )


st.title("Accueil", anchor=False)
excellence = f" et {french.of(framework.meta.excellence_name)}" if framework.has_excellence else ""
st.markdown(
    typeset(
        "Boussole CMQ accompagne l'auto-évaluation d'un campus : critère après critère, elle montre "
        f"ce qui le sépare {french.of(framework.meta.label_name)}{excellence}."
    )
)
if message := st.session_state.pop(ERROR, None):
    show_error(message)
try:
    campuses = library.campuses()
except BoussoleError as error:
    stop(error)
desk = open_desk(campuses)

with st.container(key="contenu", width=1080):
    if campuses:
        campus_list(campuses)
        if desk:
            open_campaign_sheet(desk)
        st.header("Créer, découvrir", anchor=False)
    else:
        st.info(
            typeset(
                "Aucun campus pour l'instant : créez le vôtre, ou ouvrez l'exemple pour découvrir l'outil."
            ),
            icon=":material/explore:",
        )
    with st.expander("Créer un campus", icon=":material/add_business:", expanded=not campuses):
        campus_form(library, framework, resume)
    if settings.framework_file() == settings.SHIPPED_FRAMEWORK:
        st.button(
            "Ouvrir l'exemple",
            icon=":material/school:",
            on_click=open_example,
            help="Un campus fictif, sur une copie que vous pouvez modifier.",
        )
    framework_text(framework)
