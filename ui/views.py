"""Several views of one screen: which one is shown is in the address, so that a reload or a link finds it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from ui import navigation


def chosen_view(labels: Mapping[str, str], first: str) -> str:
    """Let people choose among views, by address and label; the one of the address, or else ``first``."""
    navigation.asked("vue", labels, first)
    chosen = st.segmented_control(
        "Vue",
        list(labels),
        key="vue",
        required=True,
        format_func=labels.__getitem__,
        on_change=navigation.keep,
        args=("vue",),
        label_visibility="collapsed",
    )
    return chosen or first
