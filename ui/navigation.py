"""The screens, and ways between them that keep the campaign in the address."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import streamlit as st

from ui.settings import ROOT

_PAGES = ROOT / "pages"
HOME = _PAGES / "accueil.py"
CRITERIA = _PAGES / "criteres.py"
RESULTS = _PAGES / "resultats.py"
INDICATORS = _PAGES / "indicateurs.py"
MEETING = _PAGES / "seance.py"
PROJECTION = _PAGES / "projection.py"
REGION = _PAGES / "region.py"
ACCESSIBILITY = _PAGES / "accessibilite.py"
PERSONAL_DATA = _PAGES / "donnees.py"
LEGAL_NOTICE = _PAGES / "mentions.py"

_Option = TypeVar("_Option")


def address(**more: str) -> dict[str, str]:
    """Query parameters of a link within the open campaign."""
    return {name: st.query_params[name] for name in ("campus", "campagne") if name in st.query_params} | more


def go_to(page: Path, **more: str) -> None:
    """Ask, from a callback, for another screen; the router goes there once it knows the screens."""
    st.session_state["go_to"] = (page, address(**more))


def follow() -> None:
    """Go where a callback asked."""
    if "go_to" in st.session_state:
        page, parameters = st.session_state.pop("go_to")
        st.switch_page(page, query_params=parameters)


# Choices within a screen that the address keeps, so that a reload or a link finds them


def asked(name: str, options: Iterable[_Option], otherwise: _Option) -> _Option:
    """The option that the address names, or another one; the widget of that key is set to it."""
    wanted = st.query_params.get(name, "")
    chosen = next((option for option in options if str(option) == wanted), otherwise)
    st.session_state[name] = chosen
    return chosen


def keep(name: str) -> None:
    """From the callback of the widget of that key: put what was chosen in the address."""
    st.query_params[name] = str(st.session_state[name])
