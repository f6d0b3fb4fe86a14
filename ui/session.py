"""Which campaign this browser session works on: named in the address, opened once, up to date at each run."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, NoReturn

import streamlit as st

from cmq.errors import BoussoleError
from cmq.french import typeset
from cmq.storage.library import CampaignRef
from ui.desk import Desk
from ui.links import home_link
from ui.messages import stop
from ui.shared import current_framework, latest_campaigns, library
from ui.text import literal


def open_campaign(target: CampaignRef) -> None:
    """Make a campaign the session's and the address's own."""
    st.session_state["campaign"] = target
    st.query_params.update(campus=target.campus, campagne=target.campaign)


def follow_address() -> None:
    """Take the campaign from the address, or write the session's own into it, so that a reload finds it.

    Where neither names one and there is but one campus, its latest campaign is meant.
    """
    campus, campaign = st.query_params.get("campus"), st.query_params.get("campagne")
    if campus and campaign:
        st.session_state["campaign"] = CampaignRef(campus, campaign)
    elif "campaign" in st.session_state:
        open_campaign(st.session_state["campaign"])
    else:
        only = library().only_campaign()
        if only is not None:
            open_campaign(only)


def current_desk() -> Desk | None:
    """The session's desk, up to date with what others recorded; None where no campaign is open.

    Raises BoussoleError where the campaign cannot be opened.
    """
    chosen: CampaignRef | None = st.session_state.get("campaign")
    if chosen is None:
        return None
    desk = st.session_state["desk"] = _desk_on(chosen, st.session_state.get("desk"))
    desk.unsaved.intersection_update(st.session_state.keys())  # the others went with the page that was left
    return desk


def other_desk(target: CampaignRef) -> Desk:
    """The session's desk on another campaign of the campus, up to date. Raises BoussoleError."""
    desks: dict[CampaignRef, Desk] = st.session_state.setdefault("other_desks", {})
    desk = desks[target] = _desk_on(target, desks.get(target))
    return desk


def _desk_on(target: CampaignRef, known: Desk | None) -> Desk:
    """The desk on a campaign, the one that is known where it still is; the whole page is drawn from it."""
    store = library().open(*target)
    store.refresh()
    desk = known if known is not None and known.store is store else Desk(store, current_framework())
    desk.redraw.page_drawn(store.revision)
    desk.author = st.session_state.get("author", "").strip()
    return desk


def other_desks() -> list[Desk]:
    """The desks that the session has on other campaigns."""
    return list(st.session_state.get("other_desks", {}).values())


class CampusCampaign(NamedTuple):
    """A campaign of the open campus; without a desk where it cannot be opened."""

    ref: CampaignRef
    name: str
    year: int | None
    desk: Desk | None
    problem: str


def campus_campaigns() -> list[CampusCampaign]:
    """Every campaign of the open campus, the open one among them, latest first."""
    open_one: CampaignRef = st.session_state["campaign"]
    entry = next((entry for entry in library().campuses() if entry.slug == open_one.campus), None)
    found = []
    for campaign in entry.campaigns if entry else ():
        ref = CampaignRef(open_one.campus, campaign.id)
        desk, problem = None, campaign.problem
        if not problem:
            try:
                desk = st.session_state["desk"] if ref == open_one else other_desk(ref)
            except BoussoleError as error:
                problem = str(error)
        found.append(CampusCampaign(ref, campaign.name, campaign.year, desk, problem))
    return found


def require_desk(page: Path) -> Desk:
    """The desk, or links that open ``page`` on a campaign, and the end of the page."""
    try:
        desk = current_desk()
        latest = [] if desk else latest_campaigns()
    except BoussoleError as error:
        stop(error)
    if desk is None:
        _choose(page, latest)
    return desk


def _choose(page: Path, latest: list[tuple[CampaignRef, str]]) -> NoReturn:
    if latest:
        st.info("Choisissez la campagne à ouvrir.", icon=":material/info:")
    else:
        st.info(
            typeset("Aucune campagne pour l'instant : créez-en une depuis l'accueil."), icon=":material/info:"
        )
    for target, name in latest:
        parameters = dict(st.query_params) | {"campus": target.campus, "campagne": target.campaign}
        st.page_link(page, label=literal(name), icon=":material/edit_note:", query_params=parameters)
    home_link()
    st.stop()
