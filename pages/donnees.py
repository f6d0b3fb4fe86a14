"""Personal data: what is kept, where, for how long, and whose rights."""

from __future__ import annotations

import streamlit as st

from cmq.french import typeset
from ui.imprint import imprint, stated

found = imprint().data
st.title("Données personnelles", anchor=False)
with st.container(key="contenu", width=1080):
    st.header("Ce qui est enregistré", anchor=False)
    st.markdown(
        typeset(
            "- Le nom ou la fonction que chacun inscrit dans « Qui répond ? », dans « Renseigné par », et comme responsable "
            "d'une décision.\n"
            "- La composition du comité : nom, rôle, fonction, présence aux séances.\n"
            "- L'historique : qui a changé quoi, et quand.\n"
            "- Les documents déposés comme preuves.\n\n"
            "Les indicateurs sont des effectifs et des taux, jamais des listes de personnes. Les petits effectifs sont masqués dans "
            "ce qui est montré au comité."
        )
    )
    st.header("Où, et pour combien de temps", anchor=False)
    st.markdown(
        typeset(
            "Tout reste dans le dossier des données de la machine qui fait tourner l'application ; rien n'est envoyé ailleurs, "
            "aucune mesure d'usage n'est faite. Un seul cookie, facultatif, garde pendant un an dans votre navigateur le nom "
            "inscrit dans « Qui répond ? »."
        )
    )
    stated("Conservation", found.retention)
    stated("Destinataires", found.recipients)
    st.header("Responsable et droits", anchor=False)
    stated("Responsable du traitement", found.controller)
    stated("Base légale", found.basis)
    stated("Délégué à la protection des données", found.officer)
    st.markdown(
        typeset(
            "Vous pouvez demander l'accès à vos données, leur rectification ou leur effacement, et saisir la CNIL "
            "(commission nationale de l'informatique et des libertés). L'historique ne se réécrit pas : un effacement se fait "
            "sur le dossier des données, par la personne qui administre l'application."
        )
    )
