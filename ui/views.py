"""Several views of one screen: which one is shown is in the address, so that a reload or a link finds it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st


def chosen_view(labels: Mapping[str, str], first: str) -> str:
    """Let people choose among views, by address and label; the one of the address, or else ``first``."""
    asked = st.query_params.get("vue", "")
    st.session_state["vue"] = asked if asked in labels else first
    chosen = st.segmented_control(
        "Vue",
        list(labels),
        key="vue",
        required=True,
        format_func=labels.__getitem__,
        on_change=_follow,
        label_visibility="collapsed",
    )
    return chosen or first


def _follow() -> None:
    st.query_params["vue"] = st.session_state["vue"]
