"""Navigation of the widget gallery."""

from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent

page = st.navigation(
    [
        st.Page(HERE / "widgets.py", title="Composants", default=True),
        st.Page(HERE / "data.py", title="Données", url_path="donnees"),
        st.Page(HERE / "failure.py", title="Erreur", url_path="erreur"),
    ]
)
st.set_page_config(page_title=f"{page.title} · Boussole CMQ", layout="wide")
page.run()
