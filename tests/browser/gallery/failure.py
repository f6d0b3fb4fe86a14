"""A page that fails: the user must read French, and no detail."""

import streamlit as st

st.title("Erreur")
raise RuntimeError("secret detail")
