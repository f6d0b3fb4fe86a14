"""Legal notice of the instance, as its deployer completes it."""

from __future__ import annotations

import streamlit as st

from cmq.french import typeset
from ui.imprint import imprint, stated

found = imprint().publisher
st.title("Mentions légales", anchor=False)
with st.container(key="contenu", width=1080):
    stated("Éditeur", found.name)
    stated("Adresse", found.address)
    stated("Contact", found.contact)
    stated("Directeur de la publication", found.director)
    stated("Hébergeur", found.host)
    st.header("L'application", anchor=False)
    st.markdown(
        typeset(
            "Boussole CMQ est un outil d'auto-évaluation. Ses résultats ne sont pas une décision : le label est attribué par "
            "arrêté des ministres, après avis du groupe d'experts. Il n'emploie ni la marque de l'État, ni sa police."
        )
    )
