"""The quality indicators: where the campus stands, and the ways to fill them in."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

from cmq.french import typeset
from ui import navigation, session
from ui.desk import Desk
from ui.heading import heading
from ui.indicators import choice, entry, importing, overview, sheet, value_added
from ui.views import chosen_view


class View(NamedTuple):
    """One way to look at the indicators: its name, its icon, and whether it may hide small counts."""

    name: str
    icon: str
    show: Callable[[Desk, bool], None]
    has_public_side: bool


VIEWS = {
    "ensemble": View("Vue d'ensemble", ":material/dashboard:", overview.show, True),
    "valeur-ajoutee": View("Valeur ajoutée", ":material/trending_up:", value_added.show, True),
    "fiche": View("Fiche", ":material/article:", sheet.show, True),
    "saisie": View("Saisir", ":material/edit_note:", entry.show, False),
    "import": View("Importer", ":material/upload_file:", importing.show, False),
    "choix": View("Choisir", ":material/checklist:", choice.show, False),
}

desk = session.require_desk(navigation.INDICATORS)
heading(desk, "Indicateurs")
chosen = chosen_view({id_: f"{view.icon} {view.name}" for id_, view in VIEWS.items()}, "ensemble")
view = VIEWS[chosen]
public = view.has_public_side and st.toggle(
    typeset(
        f"Comme devant le COS : effectifs de moins de {desk.framework.indicator_rules.masking_threshold} masqués"
    ),
    key="vue-publique",
    persist_state="session",
)
view.show(desk, public)
