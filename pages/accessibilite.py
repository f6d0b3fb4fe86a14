"""What can be said of accessibility: no audit was made, and what was tested all the same."""

from __future__ import annotations

import streamlit as st

from cmq.french import typeset
from ui.imprint import imprint, stated

found = imprint().accessibility
st.title("Accessibilité", anchor=False)
with st.container(key="contenu", width=1080):
    st.header("État de conformité", anchor=False)
    if found.audit.strip():
        stated("Audit", found.audit)
    else:
        st.markdown(
            typeset(
                "**Accessibilité : non conforme.** Aucun audit n'a été réalisé selon le référentiel général d'amélioration de "
                "l'accessibilité (RGAA 4.1) : tant qu'il n'y en a pas, l'application est réputée non conforme."
            )
        )
    st.header("Ce qui est vérifié à chaque version", anchor=False)
    st.markdown(
        typeset(
            "- Chaque écran, vide, rempli ou en erreur, est contrôlé par un outil automatique (règles WCAG 2.1 A et AA) à 320, "
            "1280 et 1920 pixels, en thème clair et sombre : aucune violation n'est admise.\n"
            "- Tout se fait au clavier : répondre, ajouter une preuve, changer de critère, mener une séance.\n"
            "- Rien ne demande de défilement horizontal à 320 pixels, sauf les tableaux et les graphiques, dans leur cadre.\n"
            "- Chaque graphique a un texte de remplacement, une phrase et un tableau.\n"
            "- Aucun état ne se lit par la seule couleur.\n"
            "- Les diapositives de la séance ont des lettres d'au moins un trentième de la hauteur de l'écran.\n\n"
            "Ces contrôles ne remplacent pas un audit : ils ne voient qu'une partie des défauts, et aucun essai avec des personnes "
            "handicapées n'a été mené."
        )
    )
    st.header("Ce qui ne va pas encore", anchor=False)
    st.markdown(
        typeset(
            "- Sur un téléphone, les graphiques défilent dans leur cadre ; leur tableau dit la même chose.\n"
            "- Les listes déroulantes et le dépôt de fichiers viennent de la bibliothèque d'interface : leurs annonces aux lecteurs d'écran "
            "n'ont pas été essayées avec NVDA ni VoiceOver.\n"
            "- Les documents déposés comme preuves sont ceux des campus : leur accessibilité dépend de leurs auteurs."
        )
    )
    st.header("Signaler une difficulté", anchor=False)
    stated("Contact", found.contact)
    st.markdown(
        typeset(
            "Sans réponse, vous pouvez saisir le Défenseur des droits, par son site, par téléphone (09 69 39 00 00) ou auprès de "
            "ses délégués."
        )
    )
