"""A server like the real one around a page of widgets: what Streamlit itself brings to a screen is tested there."""

from pathlib import Path

import streamlit as st

from ui.server import MIDDLEWARE, ROUTES, show_script_error

app = st.App(
    Path(__file__).with_name("router.py"),
    routes=ROUTES,
    middleware=MIDDLEWARE,
    on_script_error=show_script_error,
)
