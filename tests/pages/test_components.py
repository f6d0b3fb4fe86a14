"""What the screens share, drawn by itself."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

SCRIPT = """
from cmq.tables import Table
from ui.components import show_table

TEXT = "<img src=x onerror=alert(1)> <b>gras</b> & « a : b »"
show_table(Table(TEXT, (TEXT, "Seconde"), ((TEXT, TEXT),)))
"""


def test_what_people_type_is_text_in_a_table() -> None:
    """In the caption, the headers and the cells alike: no tag of theirs becomes one of the page."""
    app = AppTest.from_string(SCRIPT).run()
    assert not app.exception
    (table,) = [element.proto.body for element in app.get("html")]
    assert table.count("&lt;img src=x onerror=alert(1)&gt;") == 5
    assert "&lt;b&gt;gras&lt;/b&gt; &amp;" in table
    assert "<img" not in table
    assert "<b>" not in table
