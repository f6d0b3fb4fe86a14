"""What happened to the files of a campaign, told once on each screen that works on it."""

from __future__ import annotations

import streamlit as st

from ui.session import Desk
from ui.text import literal


def show_notices(desk: Desk) -> None:
    """The store's notices, in a box that says how many there are."""
    notices = desk.store.notices
    if not notices:
        return
    with st.expander(
        f"À savoir sur les fichiers de cette campagne ({len(notices)})",
        icon=":material/info:",
    ):
        for notice in notices:
            st.markdown(literal(notice.text))
