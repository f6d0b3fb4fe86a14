"""The screens, and ways between them that keep the campaign in the address."""

from __future__ import annotations

from pathlib import Path

import streamlit as st


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
