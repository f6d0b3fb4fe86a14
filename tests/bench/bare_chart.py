"""A bare Streamlit page with one Plotly chart: what pages are compared with."""

import plotly.graph_objects as go
import streamlit as st

st.title("Page nue")
st.plotly_chart(go.Figure(go.Bar(x=["a", "b", "c"], y=[1, 2, 3])), key="graphique")
