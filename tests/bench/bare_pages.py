"""Two bare Streamlit pages, one with a radio and one with a chart: what switching pages is compared with."""

import plotly.graph_objects as go
import streamlit as st


def choice() -> None:
    """One radio."""
    st.title("Choix")
    st.radio("Niveau", ["Non engagé", "Projeté", "Mis en œuvre", "Évalué", "Ajusté"], index=None)


def chart() -> None:
    """One chart."""
    st.title("Graphique")
    st.plotly_chart(go.Figure(go.Bar(x=["a", "b", "c"], y=[1, 2, 3])), key="graphique")


st.navigation([st.Page(choice, title="Choix", default=True), st.Page(chart, title="Graphique")]).run()
