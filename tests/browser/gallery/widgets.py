"""Every input widget that the application uses, with French texts: any English left is Streamlit's own."""

import datetime as dt

import streamlit as st

LEVELS = ["Non engagé", "Projeté", "Mis en œuvre", "Évalué", "Ajusté"]


@st.dialog("Ajouter une preuve", dismissible=True)
def add_evidence() -> None:
    """Hold the widgets that behave differently in a dialog."""
    st.text_input("Intitulé", key="dialog_title")
    st.date_input("Date", value=None, format="DD/MM/YYYY", key="dialog_date")
    if st.button("Enregistrer", key="dialog_save"):
        st.rerun()


st.title("Composants")
st.header("Saisie")
st.text_input("Nom du campus", help="Nom complet du campus.", max_chars=80, key="name")
if st.session_state["name"]:
    st.markdown(f"Saisi : {st.session_state['name']}")
    st.text(st.session_state["name"])
st.text_area("Commentaire", max_chars=500, key="comment")
st.number_input("Effectif", min_value=0, max_value=100, value=None, key="number")
st.radio("Niveau", LEVELS, index=None, captions=["a", "b", "c", "d", "e"], help="Le niveau.", key="level")
st.checkbox("Non applicable", help="Seulement si la source le permet.", key="check")
st.toggle("Passage court", key="toggle")
st.selectbox("Académie", ["Dijon", "Lyon", "Reims"], index=None, key="academy")
st.multiselect("Exigences", ["2.1.a", "2.1.b", "2.2.a"], key="requirements")
st.pills("Filtre", LEVELS, selection_mode="multi", key="pills")
st.segmented_control("Vue", ["Écart", "Radar", "Carte"], default="Écart", key="view")
st.date_input("Date d’échéance", value=dt.date(2026, 11, 22), format="DD/MM/YYYY", key="date")
st.date_input("Date vide", value=None, format="DD/MM/YYYY", key="empty_date")
st.file_uploader("Fichier", type=["pdf", "xlsx"], key="file")
st.file_uploader("Fichiers", accept_multiple_files=True, key="files")
st.slider("Année", 2020, 2030, 2026, key="slider")

st.header("Actions")
st.button("Ouvrir la boîte", on_click=None, key="open", help="Ouvre une boîte de dialogue.")
if st.session_state.get("open"):
    add_evidence()
st.download_button("Télécharger", data="essai", file_name="essai.txt", on_click="ignore", key="download")
st.link_button("Texte officiel", "/sante")
if st.button("Notifier", key="notify"):
    st.toast("C’est enregistré.")
if st.button("Patienter", key="slow"):
    with st.spinner("Calcul en cours…"):
        st.write("Terminé.")

st.header("Mise en page")
with st.expander("Détail"):
    st.write("Contenu du détail.")
with st.popover("Aide"):
    st.write("Contenu de l’aide.")
tab_today, tab_label = st.tabs(["Aujourd’hui", "Label"])
tab_today.write("État du jour.")
tab_label.write("État visé.")
columns = st.columns(3)
columns[0].metric("Critères satisfaits", "4 sur 11", "1", help="Nombre de critères.")
columns[1].metric("Complétude", "62,5 %")
st.progress(0.62, text="Progression : 62 %")
for kind in (st.info, st.success, st.warning, st.error):
    kind("Message d’information pour la personne qui saisit.", icon=":material/info:")
with st.form("form"):
    st.text_input("Champ de formulaire", key="form_text")
    st.form_submit_button("Valider")
st.sidebar.caption("Enregistré à 14 h 02")
with st.container(border=True):
    st.badge("Projeté", color="blue")
    st.caption("Légende.")
