"""Values from elsewhere: pasted or uploaded, looked at, then saved; nothing is stored before that."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import streamlit as st

from cmq import french, numerals
from cmq.campaign import FOLLOWED, PLANS, Edit, IndicatorEntry
from cmq.errors import BoussoleError
from cmq.framework import PublicFile
from cmq.french import typeset
from cmq.imports import (
    Proposal,
    ProposedValue,
    SchoolRow,
    Sheet,
    Standing,
    matching,
    pasted,
    propose,
    propose_public,
    read,
    recognise,
    schools,
)
from cmq.imports.template import COLUMNS, template
from cmq.indicators import Measures, measure
from cmq.numerals import Style
from cmq.tables import Table
from ui.components import saved_indicator, show_table
from ui.desk import Desk
from ui.links import indicators_link
from ui.messages import show_error
from ui.text import literal

PASTE, FILE = "Coller un tableau", "Déposer un fichier"
MAX_PASTE = 1_000_000
MAX_LISTED = 300
"""Schools that a list offers; the search finds the others."""
STYLES = {
    Style.FRENCH: "à la française (1\u202f234,5)",
    Style.DOTTED: "avec des points entre les milliers (1.234,5)",
    Style.ENGLISH: "à l'anglaise (1,234.5)",
}
TEXT, DONE = "import-texte", "import-fait"


def show(desk: Desk, _public: bool) -> None:
    """Draw the view."""
    st.header("Importer des valeurs", anchor=False)
    if message := st.session_state.pop(DONE, None):
        st.success(message, icon=":material/check_circle:")
        indicators_link("Voir les indicateurs", ":material/dashboard:", "ensemble")
    measures = desk.measures()
    with st.container(key="contenu", width=1080):
        way = st.segmented_control(
            typeset("D'où viennent-elles ?"),
            [PASTE, FILE],
            default=PASTE,
            required=True,
            key="import-voie",
        )
        _help(measures)
        given = _pasted() if way == PASTE else _uploaded()
        if given is None:
            return
        file = recognise(given.sheet, desk.framework)
        proposal = _public_proposal(given, file, measures) if file else _proposal(given, measures)
        if proposal is not None:
            _preview(desk, measures, proposal)


def _help(measures: Measures) -> None:
    with st.expander(typeset("Quelle forme de tableau ?"), icon=":material/help:"):
        st.markdown(
            typeset(
                f"- Une ligne par valeur, avec les titres {', '.join(COLUMNS[:1] + COLUMNS[2:])} (dans n'importe quel ordre ; "
                "les colonnes inutiles peuvent manquer). C'est la forme de la feuille « Indicateurs » du classeur.\n"
                "- Ou une ligne par indicateur et une colonne par année.\n"
                "- L'indicateur est donné par son repère (REU-03) ou par son nom ; ce qui n'est pas disponible s'écrit nd.\n"
                "- Les exports publics d'InserJeunes et de Parcoursup se déposent tels qu'ils sont publiés."
            )
        )
        year = date.today().year - 1
        st.download_button(
            "Télécharger un modèle à remplir (.csv)",
            data=lambda: template(measures, year),
            file_name=f"indicateurs-{year}.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
        )


class _Given(NamedTuple):
    """A table to look at, and what tells it from the one before: no choice made for that one goes over to it."""

    key: str
    sheet: Sheet


def _pasted() -> _Given | None:
    text = st.text_area(
        "Tableau copié d'Excel ou de LibreOffice",
        key=TEXT,
        height=180,
        max_chars=MAX_PASTE,
        placeholder="Indicateur\tAnnée\tNumérateur\tDénominateur\nREU-01\t2025\t437\t482",
    )
    st.button("Voir l'aperçu", icon=":material/preview:")
    if not text.strip():
        return None
    try:
        return _Given(f"colle-{hash(text)}", pasted(text))
    except BoussoleError as error:
        show_error(error)
        return None


class _Read(NamedTuple):
    """A file that this session has read: its upload, its sheets, or why it could not be read."""

    upload: str
    sheets: list[Sheet]
    error: str
    schools: dict[str, list[SchoolRow]]
    """Of the sheets that are a public file, once they were asked for, by the table's key."""


def _uploaded() -> _Given | None:
    upload = st.file_uploader("Fichier .xlsx ou .csv (20 Mo au plus)", key="import-fichier")
    if upload is None:
        st.session_state.pop("import-lu", None)
        return None
    known: _Read | None = st.session_state.get("import-lu")
    if known is None or known.upload != upload.file_id:
        with st.spinner("Lecture du fichier…"):
            try:
                known = _Read(upload.file_id, read(upload.name, upload.getvalue()), "", {})
            except BoussoleError as error:
                known = _Read(upload.file_id, [], str(error), {})
        st.session_state["import-lu"] = known
    if known.error:
        show_error(known.error)
        return None
    sheets = {sheet.name: sheet for sheet in known.sheets}
    if len(sheets) == 1:
        return _Given(upload.file_id, known.sheets[0])
    names = list(sheets)
    name = st.selectbox(
        "Feuille",
        names,
        index=names.index("Indicateurs") if "Indicateurs" in names else 0,
        key=f"import-feuille-{upload.file_id}",
        width=360,
    )
    return _Given(f"{upload.file_id}-{name}", sheets[name])


def _proposal(given: _Given, measures: Measures) -> Proposal:
    key = f"import-nombres-{given.key}"
    chosen: Style | None = st.session_state.get(key)
    proposal = propose(given.sheet, measures, chosen)
    if chosen is None and proposal.certain:
        return proposal
    st.radio(
        typeset("Comment les nombres sont-ils écrits ?"),
        list(STYLES),
        index=list(STYLES).index(proposal.style),
        format_func=STYLES.__getitem__,
        horizontal=True,
        key=key,
        help=typeset(
            "Rien dans ce tableau ne dit si 1,234 vaut un peu plus de 1 ou plus de mille : vérifiez l'aperçu."
        ),
    )
    return proposal


def _public_proposal(given: _Given, file: PublicFile, measures: Measures) -> Proposal | None:
    st.success(
        typeset(
            f"Fichier public reconnu : {literal(file.name)}. Choisissez ce qui est du périmètre du campus."
        ),
        icon=":material/verified:",
    )
    search = st.text_input(
        "Chercher un établissement ou une formation",
        key=f"import-recherche-{given.key}",
        placeholder="Nom, commune, UAI, diplôme…",
    )
    found = matching(_schools(given, file), search)
    key = f"import-choix-{given.key}"
    chosen: list[SchoolRow] = st.session_state.get(key, [])
    if len(found) > MAX_LISTED:
        st.caption(
            typeset(
                f"{french.plural(len(found), 'ligne')}, dont les {MAX_LISTED} premières sont proposées : précisez la recherche."
            )
        )
    chosen = st.multiselect(
        "Établissements et formations",
        list(dict.fromkeys([*chosen, *found[:MAX_LISTED]])),
        format_func=lambda row: " – ".join(part for part in (row.name, row.course, row.uai) if part),
        placeholder="Choisir",
        key=key,
    )
    return propose_public(given.sheet, file, chosen, measures) if chosen else None


def _schools(given: _Given, file: PublicFile) -> list[SchoolRow]:
    """The schools of a public file, looked for once a file."""
    known: _Read | None = st.session_state.get("import-lu")
    kept = known.schools if known is not None else {}
    if given.key not in kept:
        kept[given.key] = schools(given.sheet, file)
    return kept[given.key]


def _preview(desk: Desk, measures: Measures, proposal: Proposal) -> None:
    """What would be saved, what is refused and why, and the button that saves."""
    if proposal.problem:
        show_error(proposal.problem)
        return
    by_standing = {s: [v for v in proposal.values if v.standing is s] for s in Standing}
    new, changed, same = (by_standing[s] for s in (Standing.NEW, Standing.CHANGED, Standing.SAME))
    st.subheader("Aperçu", anchor=False)
    counts = [
        french.plural(len(new), "valeur nouvelle", "valeurs nouvelles"),
        french.plural(len(changed), "valeur changée", "valeurs changées"),
        french.plural(len(same), "valeur identique", "valeurs identiques"),
        french.plural(len(proposal.refused), "ligne refusée", "lignes refusées"),
    ]
    st.markdown(", ".join(counts) + ".")
    if proposal.refused:
        st.warning(
            typeset("Les lignes refusées ne sont pas enregistrées ; les autres peuvent l'être."),
            icon=":material/warning:",
        )
        show_table(_refused_table(proposal))
    for title, values in (("Valeurs nouvelles", new), ("Valeurs changées", changed)):
        if values:
            show_table(_values_table(title, measures, values))
    replaces = bool(changed) and st.checkbox(
        typeset(f"Remplacer aussi ce qui est déjà saisi ({french.plural(len(changed), 'valeur')})"),
        key="import-remplacer",
    )
    taken = [*new, *(changed if replaces else [])]
    st.button(
        f"Enregistrer {french.plural(len(taken), 'valeur')}",
        type="primary",
        icon=":material/save:",
        disabled=not taken,
        on_click=_save,
        args=(desk, proposal, taken),
    )
    if desk.failure:
        saved_indicator(desk)


def _save(desk: Desk, proposal: Proposal, taken: list[ProposedValue]) -> None:
    """Record what was chosen; an indicator that nobody followed is from now on, so that its values show."""
    measures, state = desk.measures(), desk.store.state
    edits = proposal.edits(state, [value.id for value in taken])
    for id_ in dict.fromkeys(value.indicator.id for value in taken):
        result = measures.result(id_)
        if result is not None and not result.followed:
            field = PLANS.field(id_, "suivi")
            edits.append(Edit(field, state.get(field), FOLLOWED))
    desk.save(edits)
    if not desk.failure:
        st.session_state[DONE] = f"{french.plural(len(taken), 'valeur enregistrée', 'valeurs enregistrées')}."
        st.session_state[TEXT] = ""


def _refused_table(proposal: Proposal) -> Table:
    return Table(
        "Lignes refusées",
        ("Ligne", "Ce qu'elle dit", "Colonne", "Pourquoi"),
        tuple(
            (str(fault.row), row.title, fault.column, fault.text)
            for row in proposal.refused
            for fault in row.faults
        ),
    )


def _values_table(title: str, measures: Measures, values: list[ProposedValue]) -> Table:
    groups = measures.framework.groups

    def text(value: ProposedValue, entry: IndicatorEntry | None) -> str:
        if entry is None:
            return "–"
        found = measure(value.indicator, entry, measures.framework.indicator_rules, measures.today)
        counts = [numerals.plain(n) for n in (found.numerator, found.denominator) if n is not None]
        return french.measure(found) + (f" ({' / '.join(counts)})" if counts else "")

    return Table(
        title,
        ("Indicateur", "Année", "Groupe", "Avant", "Après", "Remarques"),
        tuple(
            (
                f"{value.indicator.id} {value.indicator.name}",
                french.period(value.indicator, value.entry.year),
                groups[value.entry.group].name if value.entry.group in groups else "Ensemble",
                text(value, value.before),
                text(value, value.after),
                "\n".join(value.remarks),
            )
            for value in values
        ),
    )
