"""What no automatic audit sees: every screen walked by Tab, the focus seen, dialogs left, zoom, less motion, headings."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.audit import settle
from tests.browser.conftest import OpenPage, ServerFor
from tests.browser.pages import everything_open, rows_of_a_figure
from tests.browser.states import example
from tests.browser.visits import PLACES, ZOOMS, Place, See, joined, visited
from tests.browser.windows import Theme

pytestmark = pytest.mark.browser


LOOKS = tuple((place, theme) for place in PLACES for theme in place.walked)
on_every_screen = pytest.mark.parametrize(
    ("place", "theme"),
    [visited(place, theme, theme) for place, theme in LOOKS],
)
UNTITLED = (
    "criteres-sans-campagne-empty",
    "criteres-unreadable",
    "indicateurs-unreadable",
    "resultats-unreadable",
)
"""Without a campaign to show, these say so before any title."""
WITH_CHARTS = (
    "resultats",
    "resultats-exigences",
    "resultats-evolution",
    "indicateurs",
    "valeur-ajoutee",
    "fiche",
    "region-ouvert",
)


@on_every_screen
def test_tab_reaches_everything_in_order_and_is_never_trapped(place: Place, theme: Theme, see: See) -> None:
    """From the first link to the last button, once each, in the order of the page, and out again."""
    assert see(place).walks[theme].problems == []


@on_every_screen
def test_the_focus_is_always_visible(place: Place, theme: Theme, see: See) -> None:
    """Whatever has the focus shows it with a mark that has the contrast of 3:1 that WCAG and RGAA ask for."""
    assert see(place).walks[theme].invisible == []


@pytest.mark.parametrize(
    "place", [visited(place, "titres") for place in PLACES if place.name not in UNTITLED]
)
def test_headings_are_in_order(place: Place, see: See) -> None:
    """One first heading, which comes first; no level is skipped on the way down; none is empty."""
    assert see(place).headings == []


@pytest.mark.parametrize("place", [visited(place, "graphiques") for place in PLACES])
def test_alt_texts_say_what_the_charts_show(place: Place, see: See) -> None:
    """Each chart has an alt text of its own, in French, with a figure or a state, and its data in a table."""
    seen = see(place)
    assert seen.charts == []
    assert seen.drawn or place.listed.name not in WITH_CHARTS or place.state != example


@pytest.mark.parametrize(
    ("place", "percentage"),
    [
        visited(place, f"{percentage} %", percentage)
        for place in PLACES
        if place.zoomed
        for percentage in ZOOMS
    ],
)
def test_zoom_needs_no_sideways_scrolling_and_cuts_no_text(place: Place, percentage: int, see: See) -> None:
    """At 200 % and at 400 % the page keeps to its width, every text is whole, and nothing hides the page."""
    assert see(place).zooms[percentage] == []


# --- Less motion ---------------------------------------------------------------------------------------------------

_MOVING = """
() => {
  const seconds = (value) => Math.max(...value.split(',').map(
    (part) => parseFloat(part) * (part.trim().endsWith('ms') ? 0.001 : 1)));
  const moving = new Set();
  for (const element of document.querySelectorAll('*')) {
    for (const part of [null, '::before', '::after']) {
      const style = getComputedStyle(element, part);
      const animated = style.animationName !== 'none' && seconds(style.animationDuration) > 0.01;
      const changing = style.transitionProperty !== 'none' && seconds(style.transitionDuration) > 0.01;
      if (animated || changing || style.scrollBehavior === 'smooth') {
        const name = element.closest('[data-testid]')?.dataset.testid ?? element.tagName;
        moving.add(`${name} : ${animated ? style.animationName : style.transitionProperty}`);
      }
    }
  }
  return [...moving];
}
"""


def as_it_stands(_page: Page) -> None:
    """Do nothing before looking."""


def a_list_open(page: Page) -> None:
    """Open a drop-down list."""
    page.get_by_role("combobox").first.click()
    page.get_by_role("listbox").wait_for()


@pytest.mark.parametrize(
    ("path", "reach"),
    [
        ("/", everything_open),
        ("/", a_list_open),
        ("/criteres?critere=2.6", everything_open),
        ("/resultats", rows_of_a_figure),
        ("/indicateurs?vue=import", as_it_stands),
    ],
    ids=["accueil", "liste", "criteres", "boite", "import"],
)
def test_nothing_moves_when_less_motion_is_asked_for(
    path: str, reach: Callable[[Page], None], server_for: ServerFor, open_page: OpenPage
) -> None:
    """With the system's setting for less motion no element takes more than a hundredth of a second to change."""
    server, query = server_for(example)
    page = open_page(server, joined(path, query), reduced_motion="reduce").page
    reach(page)
    assert page.evaluate(_MOVING) == []


# --- Journeys ------------------------------------------------------------------------------------------------------


def focused(target: Locator) -> bool:
    """Whether an element has the focus."""
    return bool(target.evaluate("(element) => element === document.activeElement"))


def by_escape(page: Page) -> None:
    """Leave a dialog by its key."""
    page.keyboard.press("Escape")


def by_its_button(page: Page) -> None:
    """Leave a dialog by its button, with the keyboard."""
    page.get_by_role("dialog").get_by_role("button", name="Fermer").press("Enter")


@pytest.mark.parametrize("leave", [by_escape, by_its_button], ids=lambda leave: leave.__name__)
@pytest.mark.parametrize(
    ("path", "opener"),
    [
        ("/resultats", "Voir les exigences"),
        ("/indicateurs", "Voir les indicateurs"),
        ("/criteres?critere=2.6", "Voir ce qui manque"),
    ],
    ids=["resultats", "indicateurs", "criteres"],
)
def test_focus_goes_into_a_dialog_and_back_to_what_opened_it(
    path: str, opener: str, leave: Callable[[Page], None], server_for: ServerFor, open_page: OpenPage
) -> None:
    """Enter opens the box and moves into it, Tab stays inside, and leaving it leads back to the same button."""
    server, query = server_for(example)
    page = open_page(server, joined(path, query)).page
    button = page.get_by_role("button", name=opener).first
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    settle(page)
    outside = 0
    for _ in range(6):
        outside += not page.evaluate("document.activeElement.closest('[role=dialog]') !== null")
        page.keyboard.press("Tab")
    leave(page)
    expect(dialog).to_have_count(0)
    settle(page)
    expect(button).to_be_focused()
    assert outside == 0


@pytest.mark.parametrize(
    ("path", "field_name"),
    [("/", "Campus"), ("/indicateurs?vue=fiche", "Indicateur"), ("/region", "Académies")],
    ids=["accueil", "fiche", "region"],
)
def test_a_list_is_opened_left_and_kept_with_the_keyboard(
    path: str, field_name: str, server_for: ServerFor, open_page: OpenPage
) -> None:
    """The arrow opens the list, Escape closes it and keeps the field, Tab goes on."""
    server, query = server_for(example)
    page = open_page(server, joined(path, query)).page
    choice = page.get_by_role("combobox", name=field_name, exact=True)
    choice.focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("listbox").wait_for()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    kept = focused(choice)
    page.keyboard.press("Tab")
    assert (kept, focused(choice)) == (True, False)


def test_help_opens_with_the_focus_and_closes_with_escape(server_for: ServerFor, open_page: OpenPage) -> None:
    """What the pointer shows the keyboard shows too, and it can be sent away without moving on."""
    server, query = server_for(example)
    page = open_page(server, f"/resultats?{query}").page
    page.get_by_role("button", name="Aide : Qui répond").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    help_text = page.get_by_role("tooltip")
    expect(help_text).to_contain_text("Inscrit dans l'historique")
    page.keyboard.press("Escape")
    expect(help_text).to_have_count(0)


def test_the_skip_link_leads_into_the_page(server_for: ServerFor, open_page: OpenPage) -> None:
    """The first thing that Tab meets jumps over the navigation."""
    server, query = server_for(example)
    page = open_page(server, f"/resultats?{query}").page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('[data-testid=stMain]') !== null")


def test_an_expander_opens_and_closes_in_place(server_for: ServerFor, open_page: OpenPage) -> None:
    """Enter opens a closed box, Enter closes it, and the focus has not moved."""
    server, query = server_for(example)
    page = open_page(server, f"/?{query}").page
    box = page.locator("summary", has_text="Fiche de la campagne")
    box.focus()
    for opened in ("true", None):
        page.keyboard.press("Enter")
        settle(page)
        expect(page.get_by_label("Établissement support")).to_be_visible(visible=opened == "true")
    assert focused(box)


def test_what_a_button_takes_away_does_not_send_the_reader_back_to_the_top(
    server_for: ServerFor, open_page: OpenPage
) -> None:
    """« Effacer le niveau » disappears with the level: the next Tab goes on in the same card."""
    server, query = server_for(example)
    page = open_page(server, f"/criteres?{query}&critere=2.4").page
    card = page.locator("[class*='st-key-exigence-']").first
    card.get_by_text("Ajusté", exact=True).click()
    settle(page)
    card.get_by_role("button", name="Preuves").click()
    settle(page)
    card.get_by_role("button", name="Effacer le niveau").press("Enter")
    settle(page)
    expect(card.get_by_role("button", name="Effacer le niveau")).to_have_count(0)
    page.keyboard.press("Tab")
    assert card.evaluate("(element) => element.contains(document.activeElement)")


@pytest.mark.parametrize("width", [1280, 320])
def test_the_panel_folds_and_unfolds_with_the_keyboard(
    width: int, server_for: ServerFor, open_page: OpenPage
) -> None:
    """The button that folds the panel is reached by Tab, and the one that brings it back too."""
    server, query = server_for(example)
    page = open_page(server, f"/accessibilite?{query}", width=width).page
    fold = page.get_by_role("button", name="Replier le panneau latéral")
    unfold = page.get_by_role("button", name="Déplier le panneau latéral")
    if fold.is_visible():
        reach(page, fold)
        page.keyboard.press("Enter")
        expect(unfold).to_be_visible()
    reach(page, unfold)
    page.keyboard.press("Enter")
    expect(fold).to_be_visible()
    reach(page, fold)
    assert focused(fold)


def reach(page: Page, target: Locator, most: int = 60) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(most):
        if focused(target):
            return
        page.keyboard.press("Tab")
    pytest.fail("la tabulation ne l'atteint pas")
