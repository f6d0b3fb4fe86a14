"""The page on the format says what the declarations say."""

from cmq.campaign import TABLES
from scripts import format_page


def test_the_tables_of_the_page_are_those_of_the_declarations() -> None:
    """After a change of a declaration: python -m scripts.format_page."""
    text = format_page.PAGE.read_text(encoding="utf-8")
    assert format_page.page(text) == text
    assert all(f"| `{table.kind}` |" in text for table in TABLES)
    assert (
        format_page.page("<!-- objets -->rien<!-- fin : objets -->")
        != "<!-- objets -->rien<!-- fin : objets -->"
    )
