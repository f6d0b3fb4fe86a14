"""One session's work on one campaign: its answers as they stand, and the one way to save."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from cmq.campaign import Campaign, Edit, Scalar, variant_edits
from cmq.errors import BoussoleError, Conflict
from cmq.framework import Framework
from cmq.indicators import Measures
from cmq.scoring import Results, score
from cmq.storage.store import Store
from ui.redraw import Redraw


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
    redraw: Redraw = field(default_factory=Redraw)
    saved_at: datetime | None = None
    failure: str = ""
    shown: dict[str, Scalar] = field(default_factory=dict)
    """By widget key, what it was last filled with: the « before » of its next edit."""
    unsaved: set[str] = field(default_factory=set)
    """Keys of widgets whose text could not be saved: they stay on screen, and each display tries again."""
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
        self.redraw.saved(change.revision, after_failure=bool(self.failure))
        self.failure = ""
        self.saved_at = change.time
        return Outcome.SAVED

    def removal(self, kind: str, id_: str) -> list[Edit]:
        """Edits that empty every field of one thing."""
        return [
            Edit(known, value, None)
            for known, value in self.store.state.items()
            if known.kind == kind and known.id == id_
        ]
