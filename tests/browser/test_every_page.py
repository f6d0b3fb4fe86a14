"""Every listed page, in every state of the data, at the three widths that the users have."""

import pytest

from tests.browser.audit import audit, settle
from tests.browser.conftest import OpenPage, ServerFor
from tests.browser.pages import PAGES, Listed, State
from tests.browser.states import example

WIDTHS = (1280, 1920, 320)
VISITS = [(listed, state) for listed in PAGES for state in listed.states]


def joined(path: str, query: str) -> str:
    """Add a query string to a path that may already carry one."""
    if not query:
        return path
    return f"{path}{'&' if '?' in path else '?'}{query}"


@pytest.mark.browser
@pytest.mark.parametrize(
    "listed", [listed for listed in PAGES if example in listed.states], ids=lambda listed: listed.name
)
def test_page_has_no_problem_in_the_dark_theme(
    listed: Listed, server_for: ServerFor, open_page: OpenPage
) -> None:
    """Contrast holds in the theme that follows a dark system, too."""
    server, query = server_for(example)
    visit = open_page(server, joined(listed.path, query), color_scheme="dark")
    listed.reach(visit.page)
    settle(visit.page)
    assert audit(visit, title=listed.title) == []


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("listed", "state"), VISITS, ids=[f"{listed.name}-{state.__name__}" for listed, state in VISITS]
)
def test_page_has_no_problem(
    listed: Listed, state: State, width: int, server_for: ServerFor, open_page: OpenPage
) -> None:
    """A page is accessible, French, silent towards other hosts, and never scrolls sideways."""
    server, query = server_for(state)
    visit = open_page(server, joined(listed.path, query), width=width)
    listed.reach(visit.page)
    settle(visit.page)
    assert audit(visit, title=listed.title, width=width) == []
