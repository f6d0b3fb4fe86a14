"""The script that every visit runs: address, navigation, the campaign's name, then the page."""

from __future__ import annotations

from urllib.parse import unquote

import streamlit as st

from cmq.errors import BoussoleError
from cmq.french import typeset
from ui import navigation, session, settings
from ui.imprint import accessibility_mention
from ui.text import literal

# Before the navigation, whose own icons would become the page's, and be asked of another host.
st.set_page_config(
    page_icon=str(settings.ROOT / "ui" / "static" / "favicon.svg"),
    layout="wide",
    initial_sidebar_state=260,
)
st.html(settings.ROOT / "ui" / "style.css")

MENU = (
    (navigation.HOME, "Accueil", ":material/home:", "accueil"),
    (navigation.CRITERIA, "Critères", ":material/checklist:", "criteres"),
    (navigation.RESULTS, "Résultats", ":material/monitoring:", "resultats"),
    (navigation.INDICATORS, "Indicateurs", ":material/query_stats:", "indicateurs"),
    (navigation.MEETING, "Séance COS", ":material/groups:", "seance"),
    (navigation.REGION, "Région", ":material/map:", "region"),
)
ABOUT = (
    (navigation.ACCESSIBILITY, "Accessibilité", "accessibilite"),
    (navigation.PERSONAL_DATA, "Données personnelles", "donnees"),
    (navigation.LEGAL_NOTICE, "Mentions légales", "mentions"),
)
"""Pages about the instance, at the foot of the panel."""
OUTSIDE = (*ABOUT, (navigation.PROJECTION, "Projection", "projection"))
"""Pages that the menu does not show."""

page = st.navigation(
    [
        *(
            st.Page(path, title=title, icon=icon, url_path=address, default=path == navigation.HOME)
            for path, title, icon, address in MENU
        ),
        *(
            st.Page(path, title=title, url_path=address, visibility="hidden")
            for path, title, address in OUTSIDE
        ),
    ]
)
st.set_page_config(page_title=f"{page.title} · Boussole CMQ")
navigation.follow()
session.follow_address()

st.session_state.setdefault("author", unquote(st.context.cookies.get("boussole_auteur", "")))
with st.sidebar:
    st.text_input(
        typeset("Qui répond ?"),
        key="author",
        persist_state="session",
        max_chars=80,
        placeholder="Nom ou fonction",
        help="Inscrit dans l'historique à côté de chaque réponse que vous enregistrez.",
    )
    try:
        desk = session.current_desk()
    except BoussoleError:
        desk = None  # the page itself says what is wrong
    if desk:
        profile = desk.campaign.profile
        st.markdown(f"**{literal(profile.campus)}**  \nCampagne {literal(profile.name)}")
    with st.container(key="pied-de-panneau", gap="xsmall"):
        for path, title, _ in ABOUT:
            label = accessibility_mention() if path == navigation.ACCESSIBILITY else title
            st.page_link(path, label=label, query_params=navigation.address())

page.run()
