"""The script that every visit runs: address, navigation, the campaign's name, then the page."""

from __future__ import annotations

from urllib.parse import unquote

import streamlit as st

from cmq.errors import BoussoleError
from cmq.french import typeset
from ui import navigation, session
from ui.imprint import accessibility_mention
from ui.text import literal

# Before the navigation, whose own icons would become the page's, and be asked of another host.
st.set_page_config(
    page_icon=str(session.ROOT / "ui" / "static" / "favicon.svg"),
    layout="wide",
    initial_sidebar_state=260,
)
st.html(session.ROOT / "ui" / "style.css")

ABOUT = (
    (session.ACCESSIBILITY, "Accessibilité", "accessibilite"),
    (session.PERSONAL_DATA, "Données personnelles", "donnees"),
    (session.LEGAL_NOTICE, "Mentions légales", "mentions"),
)
"""Pages about the instance, at the foot of the panel."""

page = st.navigation(
    [
        st.Page(
            session.HOME,
            title="Accueil",
            icon=":material/home:",
            url_path="accueil",
            default=True,
        ),
        st.Page(
            session.CRITERIA,
            title="Critères",
            icon=":material/checklist:",
            url_path="criteres",
        ),
        st.Page(
            session.RESULTS,
            title="Résultats",
            icon=":material/monitoring:",
            url_path="resultats",
        ),
        st.Page(
            session.INDICATORS,
            title="Indicateurs",
            icon=":material/query_stats:",
            url_path="indicateurs",
        ),
        st.Page(
            session.MEETING,
            title="Séance COS",
            icon=":material/groups:",
            url_path="seance",
        ),
        st.Page(
            session.PROJECTION,
            title="Projection",
            url_path="projection",
            visibility="hidden",
        ),
        st.Page(
            session.REGION,
            title="Région",
            icon=":material/map:",
            url_path="region",
        ),
        *(
            st.Page(path, title=title, url_path=address, visibility="hidden")
            for path, title, address in ABOUT
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
            label = accessibility_mention() if path == session.ACCESSIBILITY else title
            st.page_link(path, label=label, query_params=navigation.address())

page.run()
