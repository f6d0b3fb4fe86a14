"""Every listed page, in every state of the data, at the three widths that the users have."""

import pytest

from tests.browser.visits import PLACES, Place, See, visited

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("place", [visited(place, "sombre") for place in PLACES if place.dark])
def test_page_has_no_problem_in_the_dark_theme(place: Place, see: See) -> None:
    """Contrast holds in the theme that follows a dark system, too."""
    assert see(place).audits[1280, "dark"] == []


@pytest.mark.parametrize(
    ("place", "width"),
    [visited(place, width, width) for place in PLACES for width in place.listed.widths],
)
def test_page_has_no_problem(place: Place, width: int, see: See) -> None:
    """A page is accessible, French, silent towards other hosts, and never scrolls sideways."""
    assert see(place).audits[width, "light"] == []
