"""Entry of the server: `streamlit run app.py`.

This module is not the page script. With a `pages/` folder beside the main script, a first visitor on a deep link
would get that page alone, without navigation; so the script is `ui/router.py` and this module only serves it.
"""

from pathlib import Path

import streamlit as st

from ui.server import MIDDLEWARE, ROUTES, show_script_error

app = st.App(
    Path(__file__).parent / "ui" / "router.py",
    routes=ROUTES,
    middleware=MIDDLEWARE,
    on_script_error=show_script_error,
)
