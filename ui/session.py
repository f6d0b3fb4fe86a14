"""What one browser session works on: the data folder, its campaign, and the one way to save.

A value typed on a screen is saved in the widget's callback. A callback can be interrupted by the next
interaction, so each display of a field also saves what a callback left undone (see ``ui.fields``).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import NamedTuple, NoReturn

import streamlit as st

from cmq import framework
from cmq.campaign import Campaign, Edit, Scalar, variant_edits
from cmq.errors import BoussoleError, Conflict
from cmq.framework import Framework
from cmq.french import typeset
from cmq.indicators import Measures
from cmq.scoring import Results, score
from cmq.storage.library import CampaignRef, Library
from cmq.storage.store import Store
from ui.text import literal

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "data" / "exemple"
SHIPPED_FRAMEWORK = ROOT / "criteria.toml"
HOME = ROOT / "pages" / "accueil.py"
CRITERIA = ROOT / "pages" / "criteres.py"
RESULTS = ROOT / "pages" / "resultats.py"
INDICATORS = ROOT / "pages" / "indicateurs.py"
MEETING = ROOT / "pages" / "seance.py"
PROJECTION = ROOT / "pages" / "projection.py"
REGION = ROOT / "pages" / "region.py"
ACCESSIBILITY = ROOT / "pages" / "accessibilite.py"
PERSONAL_DATA = ROOT / "pages" / "donnees.py"
LEGAL_NOTICE = ROOT / "pages" / "mentions.py"


class Outcome(Enum):
    """What became of an edit."""

    SAVED = "saved"
    SET_ASIDE = "set aside"
    FAILED = "failed"


@dataclass
class Desk:
    """One session's work on one campaign."""

    store: Store
    framework: Framework
    author: str = ""
    shown: dict[str, Scalar] = field(default_factory=dict)
    """By widget key, what it was last filled with: the « before » of its next edit."""
    revision: int = 0
    """The revision that the whole page was last drawn from, and what this session added since."""
    page_due: bool = False
    """Whether the whole page is to be drawn again: a save found changes by somebody else, or came after one that failed."""
    saved_at: datetime | None = None
    failure: str = ""
    last_card: str = ""
    """The card, or the row of a table, that saved last: it says so where the user is looking."""
    unsaved: set[str] = field(default_factory=set)
    """Keys of widgets whose text could not be saved: they stay on screen, and each display tries again."""
    due: set[str] = field(default_factory=set)
    """Fragments to be drawn again: a redraw that the next interaction cut short is made up for at the one after."""
    _results: Results | None = None
    _public: Measures | None = None

    @property
    def campaign(self) -> Campaign:
        """The campaign as it stands."""
        return self.store.campaign

    @property
    def results(self) -> Results:
        """The campaign scored as of today; computed once a revision."""
        known, today = self._results, date.today()
        if known is None or known.campaign is not self.campaign or known.today != today:
            known = self._results = score(self.framework, self.campaign, today)
        return known

    def measures(self, *, public: bool = False) -> Measures:
        """The indicators as of today, for the team or for a public view; computed once a revision."""
        results = self.results
        if not public:
            return results.measures
        known = self._public
        if known is None or known.campaign is not results.campaign or known.today != results.today:
            known = self._public = Measures(self.framework, results.campaign, results.today, public=True)
        return known

    def save(self, edits: Sequence[Edit], also: Sequence[Edit] = (), *, author: str | None = None) -> Outcome:
        """Record edits at once, in the name of the session's author or of another; ``failure`` tells why that failed.

        A value that somebody else changed meanwhile is not written over: it is set aside as a variant,
        for a person to choose, and the other edits are recorded; but not those of ``also``, which only
        go with an answer that was taken.
        """
        author = self.author if author is None else author
        try:
            change = self.store.record([*edits, *also], author)
        except Conflict as conflict:
            aside = [
                edit
                for clash in conflict.clashes
                for edit in variant_edits(clash.field, clash.refused, author)
            ]
            refused = {clash.field for clash in conflict.clashes}
            rest = [edit for edit in edits if edit.field not in refused]
            outcome = self.save(rest + aside, author=author)
            return Outcome.SET_ASIDE if outcome is Outcome.SAVED else outcome
        except BoussoleError as error:
            self.failure = str(error)
            return Outcome.FAILED
        self.page_due |= bool(self.failure) or change.revision > self.revision + 1
        self.failure = ""
        self.saved_at = change.time
        self.revision = change.revision
        return Outcome.SAVED


def data_folder() -> Path:
    """Where campuses are kept: CMQ_DATA_DIR, or the project's data folder."""
    return Path(os.environ.get("CMQ_DATA_DIR") or ROOT / "data").expanduser().resolve()


def framework_file() -> Path:
    """The framework in use: CMQ_FRAMEWORK, or the project's criteria.toml."""
    return Path(os.environ.get("CMQ_FRAMEWORK") or SHIPPED_FRAMEWORK).expanduser().resolve()


@st.cache_resource(show_spinner=False, max_entries=4)
def _framework(path: Path, modified: int) -> Framework:  # noqa: ARG001 – part of the cache's key
    return framework.load(path)


@st.cache_resource(show_spinner=False, max_entries=4)
def _library(root: Path, framework_path: Path, modified: int) -> Library:
    return Library(root, _framework(framework_path, modified), example=EXAMPLE)


def current_framework() -> Framework:
    """The framework, read again when its file changes; the page stops with its error where it has one."""
    path = framework_file()
    try:
        return _framework(path, path.stat().st_mtime_ns)
    except OSError:
        stop(f"Le référentiel {path.name} est introuvable. Vérifiez la variable CMQ_FRAMEWORK.")
    except BoussoleError as error:
        stop(str(error))


def library() -> Library:
    """The campuses of the data folder, shared by all sessions."""
    current_framework()
    path = framework_file()
    return _library(data_folder(), path, path.stat().st_mtime_ns)


def stop(message: str) -> NoReturn:
    """Show an error and end the page there."""
    for line in message.splitlines():
        st.error(literal(line), icon=":material/error:")
    st.stop()


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


def latest_campaigns() -> list[tuple[CampaignRef, str]]:
    """Each campus's latest readable campaign, and what to call it."""
    return [
        (CampaignRef(campus.slug, campaign.id), f"{campus.name}, campagne {campaign.name}")
        for campus in library().campuses()
        for campaign in [entry for entry in campus.campaigns if not entry.problem][:1]
    ]


def current_desk() -> Desk | None:
    """The session's desk, up to date with what others recorded; None where no campaign is open.

    Raises BoussoleError where the campaign cannot be opened.
    """
    chosen: CampaignRef | None = st.session_state.get("campaign")
    if chosen is None:
        return None
    store = library().open(*chosen)
    store.refresh()
    desk: Desk | None = st.session_state.get("desk")
    if desk is None or desk.store is not store:
        desk = Desk(store, current_framework())
        st.session_state["desk"] = desk
    desk.revision = store.revision
    desk.page_due = False  # the whole page is being drawn
    desk.due.clear()
    desk.unsaved.intersection_update(st.session_state.keys())  # the others went with the page that was left
    desk.author = st.session_state.get("author", "").strip()
    return desk


def other_desk(target: CampaignRef) -> Desk:
    """The session's desk on another campaign of the campus, up to date. Raises BoussoleError."""
    store = library().open(*target)
    store.refresh()
    desks: dict[CampaignRef, Desk] = st.session_state.setdefault("other_desks", {})
    desk = desks.get(target)
    if desk is None or desk.store is not store:
        desk = desks[target] = Desk(store, current_framework())
    desk.revision = store.revision
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


def region_campuses(desk: Desk) -> tuple[str, ...]:
    """The names of the campuses of the open campus's région académique, its own among them."""
    region = desk.framework.region_of(desk.campaign.profile.academy)
    return tuple(
        entry.name
        for entry in library().campuses()
        if region is not None and entry.academy in region.academies
    )


def require_desk(page: Path) -> Desk:
    """The desk, or links that open ``page`` on a campaign, and the end of the page."""
    try:
        desk = current_desk()
        latest = [] if desk else latest_campaigns()
    except BoussoleError as error:
        stop(str(error))
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
    st.page_link(HOME, label="Aller à l'accueil", icon=":material/home:")
    st.stop()
