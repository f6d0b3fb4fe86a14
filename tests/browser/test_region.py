"""« Région » on as many campuses as a région académique may have."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.audit import english_problems, settle
from tests.browser.conftest import OpenPage
from tests.browser.region_states import fill
from tests.browser.serving import ROOT, serving

CAMPUSES, CAMPAIGNS = 150, 3


@pytest.mark.browser
def test_a_long_reading_says_how_far_it_is_then_leaves_the_screen(
    tmp_path: Path, open_page: OpenPage
) -> None:
    """While campuses are read for the first time a bar counts them, in French; nothing of it stays, nor comes back."""
    fill(tmp_path / "data", CAMPUSES, CAMPAIGNS)
    with serving(ROOT / "app.py", tmp_path) as server:
        page = open_page(server, "/accessibilite").page
        page.goto(f"{server.url}/region", wait_until="commit")
        bar = page.get_by_test_id("stProgress")
        expect(bar).to_contain_text(re.compile(rf"[\d\s]+campus lus? sur {CAMPUSES}"))
        assert english_problems(page) == []
        page.get_by_role("heading", name="Calendrier des labels").wait_for()
        settle(page)
        expect(bar).to_have_count(0)
        page.reload(wait_until="commit")
        page.get_by_role("heading", name="Calendrier des labels").wait_for()
        expect(bar).to_have_count(0)
