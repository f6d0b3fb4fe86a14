"""Widgets bound to one stored field each: filled from the store, saved by themselves, never overwriting.

The rhythm of a bound widget: ``bind`` fills it before it is drawn; its callback saves what the user
changed. ``bind`` also saves what an interrupted callback left behind, and takes over what somebody else
changed meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException, StopException

from cmq import french, numerals
from cmq.campaign import Edit, Field, Scalar
from cmq.french import typeset
from cmq.text import MAX_TEXT, clean_text
from ui.session import Desk, Outcome

_DAY_STORED = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAY = re.compile(r"\s*(\d{1,2})[/.\- ]?(\d{1,2})[/.\- ]?(\d{4})\s*")


def _typed_day(text: str) -> Scalar:
    """« 12/03/2026 » or « 12032026 » as an ISO date; what is no date stays as it was typed."""
    text = clean_text(text).strip()
    if match := _DAY.fullmatch(text):
        day, month, year = map(int, match.groups())
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            return text
    return text or None


def _shown_day(value: Scalar) -> str:
    try:
        return french.day(date.fromisoformat(str(value or "")))
    except ValueError:
        return str(value or "")


class Codec(NamedTuple):
    """How a stored value becomes a widget's, and back."""

    to_widget: Callable[[Scalar], Any]
    from_widget: Callable[[Any], Scalar]


PLAIN = Codec(lambda value: value, lambda value: value)
# An empty text is no value.
TEXT = Codec(lambda value: value or "", lambda value: clean_text(value).strip() or None)
FLAG = Codec(lambda value: value is True, lambda value: True if value else None)
DAY = Codec(_shown_day, _typed_day)
# What is no number stays as it was typed, for whoever typed it to correct.
NUMBER = Codec(
    lambda value: numerals.plain(value) if isinstance(value, int | float) else value or "",
    lambda value: numerals.typed(clean_text(value)),
)
YEAR = Codec(
    lambda value: "" if value is None else str(value),
    lambda value: numerals.typed(clean_text(value)),
)

MAX_CHARS = MAX_TEXT
"""What a text field takes: as much as is stored, so that no text is frozen or cut on screen."""

AfterSave = Callable[[], None]
AlsoSave = Callable[[Scalar], Sequence[Edit]]


def widget_key(desk: Desk, field: Field, place: str = "") -> str:
    """The widget's key: one for each field of each campaign, at each place of a page that shows it."""
    return "|".join((str(desk.store.path), *field, place))


def unsaved(desk: Desk, id_: str) -> bool:
    """Whether a text of this requirement, or of something shown with it, could not be saved."""
    return any(id_ in key.split("|") for key in desk.unsaved)


def bind(  # noqa: PLR0913 – each says one independent thing of the widget
    desk: Desk,
    field: Field,
    codec: Codec = PLAIN,
    *,
    place: str = "",
    also: AlsoSave | None = None,
    then: AfterSave | None = None,
) -> dict[str, Any]:
    """Fill the field's widget; the result is what to pass to it: ``key``, ``on_change`` and its arguments.

    ``also`` gives edits to record together with a new value; ``then`` runs after a save in the callback.
    """
    bound = _Bound(desk, field, codec, widget_key(desk, field, place), also)
    drawn = bound.key in st.session_state and bound.key in desk.shown
    if drawn and bound.edited:
        bound.save(st.session_state[bound.key])
    stored = desk.store.state.get(field)
    if not drawn or (desk.shown[bound.key] != stored and not bound.edited):
        bound.fill(stored)
    return {"key": bound.key, "on_change": _on_change, "args": (bound, then)}


@dataclass(frozen=True)
class _Bound:
    """A field, the widget that shows it, and how to go from one to the other."""

    desk: Desk
    field: Field
    codec: Codec
    key: str
    also: AlsoSave | None

    @property
    def edited(self) -> bool:
        """Whether the widget holds something else than what it was filled with."""
        return self.codec.from_widget(st.session_state[self.key]) != self.untouched

    @property
    def untouched(self) -> Scalar:
        """The value of a widget that nobody edited."""
        return self.codec.from_widget(self.codec.to_widget(self.desk.shown.get(self.key)))

    def fill(self, stored: Scalar) -> None:
        """Show a stored value."""
        st.session_state[self.key] = self.codec.to_widget(stored)
        self.desk.shown[self.key] = stored

    def save(self, shown: Any) -> None:
        """Record what the widget shows; where that fails it keeps it, and its next display tries again."""
        value = self.codec.from_widget(shown)
        if value == self.untouched:
            self.desk.unsaved.discard(self.key)
            return  # a page that is being left sends every widget again
        edit = Edit(self.field, self.desk.shown.get(self.key), value)
        outcome = self.desk.save([edit], self.also(value) if self.also else ())
        if outcome is Outcome.FAILED:
            self.desk.unsaved.add(self.key)
            return
        self.desk.unsaved.discard(self.key)
        if outcome is Outcome.SAVED:
            self.desk.shown[self.key] = value
        else:
            self.fill(self.desk.store.state.get(self.field))


def _on_change(bound: _Bound, then: AfterSave | None) -> None:
    (shown, author), interruption = _read(bound.key, "author")
    bound.desk.author = author
    bound.save(shown)
    if then and interruption:
        with suppress(RerunException, StopException):
            then()  # asks for a redraw, which the next interaction's callback will get
    elif then:
        then()
    if interruption:
        raise interruption


def _read(*keys: str) -> tuple[list[Any], BaseException | None]:
    """Values of the session, even when a newer interaction asks this run to end.

    That request is given back, to be raised once what was read is saved.
    """
    try:
        return [st.session_state[key] for key in keys], None
    except (RerunException, StopException) as newer:
        return [st.session_state[key] for key in keys], newer


def day_field(label: str, bound: dict[str, Any], help_text: str | None = None) -> None:
    """A date typed as text; what is no date stays on screen with a message.

    A calendar's field would forget what is being typed when the page is redrawn meanwhile.
    """
    typed = st.text_input(label, placeholder="jj/mm/aaaa", help=help_text, **bound)
    if typed and not _DAY_STORED.fullmatch(str(_typed_day(typed))):
        st.warning(
            typeset("Cette date n'est pas comprise : écrivez-la jj/mm/aaaa, par exemple 12/03/2026."),
            icon=":material/event_busy:",
        )
