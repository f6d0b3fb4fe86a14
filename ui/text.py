"""User text on screen: always as text, wherever Streamlit would read Markdown."""

from __future__ import annotations

import re

from cmq.french import typeset

JOINER = "\u2060"
"""Invisible; parts what Streamlit would turn into a link, an arrow or a dash."""


def literal(text: str) -> str:
    """Text for a label or an alert, where Markdown, directives, links and arrows stay plain characters.

    Longer texts are shown with ``st.text``, which interprets nothing.
    """
    text = typeset(re.sub(r"[^\S\u00a0\u202f]+", " ", text))  # French no-break spaces stay, and come
    text = re.sub(r"(?i)(https?|ftp|mailto|www)(?=[:.])", rf"\1{JOINER}", text)
    text = re.sub(r"(@|-(?=[->])|<(?=[-=])|=(?=>))", rf"\1{JOINER}", text)
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def clipped(text: str, length: int) -> str:
    """The beginning of a text on one line, cut at a word with « … »."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
