"""Charts and tables, with French texts: any English left is Streamlit's or Plotly's own."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

st.title("Données")
frame = pd.DataFrame({"Critère": ["2.1", "2.2"], "Score": [1.5, 3.0]})
st.header("Graphiques")
bar = go.Figure(go.Bar(x=frame["Critère"], y=frame["Score"]))
bar.update_layout(separators=", ", title="Écart par critère")
st.plotly_chart(bar, key="bar")
radar = go.Figure(go.Scatterpolar(r=[1, 2, 3], theta=["a", "b", "c"], fill="toself"))
st.plotly_chart(radar, key="radar")
heat = go.Figure(go.Heatmap(z=[[1, 2], [3, 4]], x=["a", "b"], y=["c", "d"]))
st.plotly_chart(heat, key="heat", config={"displayModeBar": False})
st.header("Tableaux")
st.table(frame)
st.dataframe(frame, key="frame", hide_index=True)
