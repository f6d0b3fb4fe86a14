"""Tests that ask what one visit saw go to one process, and no others have to."""

import pytest

from tests.scheduling import ByVisit


@pytest.mark.parametrize(
    ("test", "scope"),
    [
        ("tests/a.py::test_page[accueil-example@320]", "accueil-example"),
        ("tests/b.py::test_zoom[accueil-example@200 %]", "accueil-example"),
        ("tests/a.py::test_text[a [b@c]", "a [b"),
        ("tests/a.py::test_text[name@host] x]", "tests/a.py::test_text[name@host] x]"),
        ("tests/a.py::test_text[plain]", "tests/a.py::test_text[plain]"),
        ("tests/a.py::test_text", "tests/a.py::test_text"),
    ],
)
def test_a_test_goes_with_its_visit(test: str, scope: str) -> None:
    """Whatever comes before the @ of its parameters is where it belongs."""
    assert ByVisit._split_scope(None, test) == scope  # type: ignore[arg-type]
