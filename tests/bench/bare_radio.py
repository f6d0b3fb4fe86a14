"""A bare Streamlit page with one radio: what a page and a click are compared with."""

import streamlit as st

st.title("Page nue")
level = st.radio("Niveau", ["Non engagé", "Projeté", "Mis en œuvre", "Évalué", "Ajusté"], index=None)
st.write(f"Réponse : {level}")
