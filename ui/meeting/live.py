"""What the browsers of one meeting share while it lasts: the slide that the room sees.

It is kept in this process alone and in no file: where the room looks is no answer.
"""

from __future__ import annotations

import threading

import streamlit as st

from cmq.errors import BoussoleError
from ui import session
from ui.desk import Desk

POLL_S = 0.5
"""How often a browser asks whether another one changed something; the slide follows within twice that."""

Moment = tuple[int, str]
"""What a page was drawn from: the changes of the campus's campaigns so far, and the slide that the room sees."""


class Board:
    """The slide that each meeting shows. Thread-safe."""

    def __init__(self) -> None:
        """No meeting is projected."""
        self._lock = threading.Lock()
        self._shown: dict[tuple[str, str], str] = {}

    def shown(self, desk: Desk, meeting_id: str) -> str:
        """The slide that the room sees; empty while nothing was projected."""
        with self._lock:
            return self._shown.get((str(desk.store.path), meeting_id), "")

    def show(self, desk: Desk, meeting_id: str, slide_id: str) -> None:
        """Have the room see a slide."""
        with self._lock:
            self._shown[str(desk.store.path), meeting_id] = slide_id


@st.cache_resource(show_spinner=False)
def board() -> Board:
    """The one board of this server."""
    return Board()


def moment(desk: Desk, meeting_id: str) -> Moment:
    """What the page is about to be drawn from."""
    # Decisions of earlier meetings are followed up in the campaigns that they were taken in.
    revisions = (one.store.revision for one in (desk, *session.other_desks()))
    return sum(revisions), board().shown(desk, meeting_id)


def follow(desk: Desk, meeting_id: str, drawn: Moment) -> None:
    """Draw the page again within two seconds of a change by somebody else, or of another slide.

    ``drawn`` was taken before the page was drawn: what changed while it was is due, too.
    """

    @st.fragment(run_every=POLL_S, key="suivi-de-la-seance")
    def watch() -> None:
        try:
            for one in (desk, *session.other_desks()):
                one.store.refresh()
        except BoussoleError:
            return  # the page itself tells of it at its next display
        if moment(desk, meeting_id) != drawn:
            desk.redraw.page()

    watch()
