"""Links to a thing on another screen."""

from __future__ import annotations

import streamlit as st

from cmq.french import typeset
from cmq.scoring import RequirementResult
from ui import navigation
from ui.text import clipped


def home_link() -> None:
    """The way out of a page that has nothing to show."""
    st.page_link(navigation.HOME, label="Aller à l'accueil", icon=":material/home:")


def requirement_link(row: RequirementResult, length: int, more: str = "") -> None:
    """A link to a requirement's card: the beginning of its text, then ``more``, which is Markdown."""
    st.page_link(
        navigation.CRITERIA,
        label=typeset(f"**{row.requirement.id}** {clipped(row.requirement.text, length)}{more}"),
        query_params=navigation.address(critere=row.criterion.number, exigence=row.requirement.id),
    )


def indicators_link(label: str, icon: str, view: str) -> None:
    """A link to a view of the indicators."""
    st.page_link(navigation.INDICATORS, label=label, icon=icon, query_params=navigation.address(vue=view))


def indicator_link(indicator_id: str, label: str, icon: str | None = None) -> None:
    """A link to the page of an indicator."""
    st.page_link(
        navigation.INDICATORS,
        label=label,
        icon=icon,
        query_params=navigation.address(vue="fiche", indicateur=indicator_id),
    )
