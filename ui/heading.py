"""What a screen on a campaign begins with: its title, whose campaign it is, what there is to know of its files."""

from __future__ import annotations

import streamlit as st

from cmq.french import typeset
from cmq.journal.notices import Level
from ui.desk import Desk
from ui.text import literal


def heading(desk: Desk, title: str, *more: str) -> None:
    """The title, the campus and the campaign, ``more`` of them in Markdown, and the notices."""
    profile = desk.campaign.profile
    st.title(title, anchor=False)
    st.caption(" · ".join((literal(profile.campus), f"campagne {literal(profile.name)}", *more)))
    show_notices(desk)


def show_notices(desk: Desk) -> None:
    """The store's notices, open where one asks for attention, and a framework that is not the campaign's."""
    version = desk.campaign.profile.framework_version
    if version and version != desk.framework.meta.version:
        st.warning(
            typeset(
                f"Cette campagne a été commencée avec un autre référentiel ({literal(version)}). "
                "Ses réponses sont gardées ; seules celles que ce référentiel connaît sont montrées."
            ),
            icon=":material/warning:",
        )
    notices = desk.store.notices
    if not notices:
        return
    serious = any(notice.level is not Level.INFO for notice in notices)
    with st.expander(
        f"À savoir sur les fichiers de cette campagne ({len(notices)})",
        expanded=serious,
        icon=":material/warning:" if serious else ":material/info:",
    ):
        for notice in notices:
            st.text(typeset(notice.text))
