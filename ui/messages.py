"""What went wrong, told on screen as plain text."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from ui.text import literal


def show_error(problem: object) -> None:
    """An error, or its message."""
    st.error(literal(str(problem)), icon=":material/error:")


def stop(problem: object) -> NoReturn:
    """Show an error, a line a message, and end the page there."""
    for line in str(problem).splitlines():
        show_error(line)
    st.stop()
