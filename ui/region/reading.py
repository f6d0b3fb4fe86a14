"""The region as it stands, with a bar while campuses are being read."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import streamlit as st

from cmq import french
from cmq.french import typeset
from cmq.region import CampusView, Problem, Region, look_at
from cmq.scoring import Results, score
from cmq.storage.peek import Peek
from ui import settings, shared

_PATIENCE_S = 0.3
"""What takes less shows no bar."""
_STEP_S = 0.1


class _Bar:
    """« 37 campus lus sur 150 »."""

    def __init__(self) -> None:
        self._slot = st.empty()
        self._due = time.monotonic() + _PATIENCE_S

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() >= self._due:
            read = french.plural(done, "campus lu", "campus lus")
            self._slot.progress(done / total, text=f"{read} sur {french.number(total)}")
            self._due = time.monotonic() + _STEP_S

    def clear(self) -> None:
        self._slot.empty()


@st.cache_resource(show_spinner=False, max_entries=4)
def _scored(root: Path, framework_path: Path, modified: int) -> dict[str, Results]:  # noqa: ARG001 - the cache's key
    """The last results of each campus, by folder."""
    return {}


def current_region() -> Region:
    """Every campus of the data folder; only what changed is read and scored again. Raises ``StorageError``."""
    framework, path = shared.current_framework(), settings.framework_file()
    bar = _Bar()
    peeks = shared.library().peek(bar)
    scored = _scored(settings.data_folder(), path, path.stat().st_mtime_ns)
    today = date.today()
    for peek in peeks:
        known = scored.get(peek.slug)
        if peek.campaign is None:
            scored.pop(peek.slug, None)
        elif known is None or known.campaign is not peek.campaign or known.today != today:
            scored[peek.slug] = score(framework, peek.campaign, today)
    bar.clear()
    return look_at(framework, [_view(peek, scored.get(peek.slug)) for peek in peeks], today)


def _view(peek: Peek, results: Results | None) -> CampusView:
    return CampusView(peek.slug, peek.name, peek.campaign_id, results, problems(peek))


def problems(peek: Peek) -> tuple[Problem, ...]:
    """« La campagne 2026 ne peut pas être lue. » and why, those of one reason together."""
    by_reason: dict[str, list[str]] = {}
    for unread in peek.unread:
        by_reason.setdefault(unread.problem, []).append(unread.name)
    return tuple(Problem(_what(sorted(names)), typeset(reason)) for reason, names in by_reason.items())


def _what(names: list[str]) -> str:
    if not names[0]:
        return "Ne peut pas être lu."
    if len(names) == 1:
        return f"La campagne {names[0]} ne peut pas être lue."
    return f"Les campagnes {french.enumeration(names)} ne peuvent pas être lues."
