"""The first visitor of a server that has just started may come by a link from an e-mail."""

from pathlib import Path

import pytest

from tests.browser.audit import audit
from tests.browser.conftest import OpenPage
from tests.browser.pages import DEEP_LINK, DEEP_LINK_STATE, DEEP_LINK_TEXT, DEEP_LINK_TITLE
from tests.browser.serving import ROOT, serving
from tests.browser.visits import joined


@pytest.mark.browser
def test_first_visitor_on_a_deep_link_gets_page_and_navigation(tmp_path: Path, open_page: OpenPage) -> None:
    """A deep link opens its page inside the whole application, even as the very first request."""
    (tmp_path / "data").mkdir()
    query = DEEP_LINK_STATE(tmp_path / "data")
    with serving(ROOT / "app.py", tmp_path) as server:
        visit = open_page(server, joined(DEEP_LINK, query))
        page = visit.page
        navigation = page.locator("[data-testid=stSidebarNav] a, [data-testid=stTopNav] a")
        assert navigation.count() >= 2
        assert DEEP_LINK_TEXT in page.locator("[data-testid=stMain]").inner_text()
        assert audit(visit, title=DEEP_LINK_TITLE) == []
