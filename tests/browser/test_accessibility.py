"""What no automatic audit sees: every screen walked by Tab, the focus seen, dialogs left, zoom, less motion, headings."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.audit import overflow_problems, settle
from tests.browser.conftest import OpenPage, ServerFor
from tests.browser.english import english_in
from tests.browser.meeting_states import meeting_ready
from tests.browser.pages import State, everything_open, rows_of_a_figure
from tests.browser.states import example
from tests.browser.test_every_page import joined

pytestmark = pytest.mark.browser

Theme = Literal["light", "dark"]


class Screen(NamedTuple):
    """A screen of the product, on the data that fills it."""

    name: str
    path: str
    state: State = example
    boxes: bool = False
    """Whether closed boxes of it hold headings or fields, and are to be opened."""


SCREENS = (
    Screen("accueil", "/", boxes=True),
    Screen("criteres", "/criteres?critere=2.6"),
    Screen("resultats", "/resultats"),
    Screen("exigences", "/resultats?vue=exigences"),
    Screen("evolution", "/resultats?vue=evolution"),
    Screen("indicateurs", "/indicateurs"),
    Screen("valeur-ajoutee", "/indicateurs?vue=valeur-ajoutee"),
    Screen("fiche", "/indicateurs?vue=fiche&indicateur=REU-03"),
    Screen("saisie", "/indicateurs?vue=saisie&annee=2025"),
    Screen("import", "/indicateurs?vue=import"),
    Screen("choix", "/indicateurs?vue=choix"),
    Screen("seance", "/seance", meeting_ready),
    Screen("composition", "/seance?vue=composition", meeting_ready),
    Screen("secretariat", "/seance?vue=secretariat", meeting_ready),
    Screen("suites", "/seance?vue=suites", meeting_ready),
    Screen("region", "/region"),
    Screen("accessibilite", "/accessibilite"),
    Screen("donnees", "/donnees"),
    Screen("mentions", "/mentions"),
)
WITH_CHARTS = tuple(
    screen
    for screen in SCREENS
    if screen.name
    in {"resultats", "exigences", "evolution", "indicateurs", "valeur-ajoutee", "fiche", "region"}
)
# Between them they hold every widget that the product uses.
IN_BOTH_THEMES = ("criteres", "import", "region")


def named(value: Any) -> str | None:
    """The name of a screen in a test's identifier."""
    return value.name if isinstance(value, Screen) else None


# --- Tab -----------------------------------------------------------------------------------------------------------

# What the keyboard must reach, in the order of the document: one button of a group of radios stands for its group.
_STOPS = """
() => {
  const kinds = 'a[href], button, input, select, textarea, summary, [tabindex]';
  const groups = new Set();
  window.cmqGroup = (element) => element.closest('[role=radiogroup]') ?? (element.type === 'radio' ? element.name : null);
  window.cmqStops = [...document.querySelectorAll(kinds)].filter((element) => {
    if (element.tabIndex < 0 || element.disabled || element.closest('[inert]')) return false;
    if (!element.checkVisibility({ visibilityProperty: true })) return false;
    const group = cmqGroup(element);
    if (group === null) return true;
    if (groups.has(group)) return false;
    groups.add(group);
    return true;
  });
  return window.cmqStops.map((element) => {
    const name = element.getAttribute('aria-label') || element.innerText || element.name || '';
    return `${element.tagName} « ${name.trim().replace(/\\s+/g, ' ').slice(0, 60)} »`;
  });
}
"""

# Which of them has the focus now, what kind of thing it is, and where to look for a sign of it.
_HERE = """
() => {
  const element = document.activeElement;
  if (element === null || element === document.body) return null;
  const place = window.cmqStops.findIndex(
    (stop) => stop === element || (cmqGroup(stop) !== null && cmqGroup(stop) === cmqGroup(element)));
  const part = element.closest('[data-testid]')?.dataset.testid ?? '';
  let seen = element;
  let box = element.getBoundingClientRect();
  if (getComputedStyle(element).opacity === '0' || box.width * box.height < 100) {
    seen = element.closest('label') ?? element.parentElement;
    box = seen.getBoundingClientRect();
  }
  return {
    place,
    tabindex: element.tabIndex,
    kind: [element.tagName, element.type ?? '', element.getAttribute('role') ?? '', part].join(' '),
    box: [box.left, box.top, box.width, box.height],
  };
}
"""

_RING = 8
_MARK_CONTRAST = 3.0


@dataclass
class Walk:
    """What Tab met on a page, from the first thing to the last."""

    stops: list[str]
    reached: list[int] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    invisible: list[str] = field(default_factory=list)


def walked(page: Page) -> Walk:
    """Press Tab from the top of the page until the focus leaves it, and look at each kind of thing it meets."""
    walk = Walk(page.evaluate(_STOPS))
    kinds: set[str] = set()
    previous = -1
    for _ in range(2 * len(walk.stops) + 10):
        page.keyboard.press("Tab")
        here = page.evaluate(_HERE)
        if here is None or (here["place"] == 0 and walk.reached):
            break
        place = here["place"]
        if place == -1:
            continue  # a box that scrolls: the browser lets the keyboard in
        if walk.reached and place == walk.reached[-1]:
            walk.problems.append(f"le focus ne sort pas de {walk.stops[place]}")
            break
        if place < previous:
            walk.problems.append(f"{walk.stops[place]} vient après {walk.stops[previous]}")
        if here["tabindex"] > 0:
            walk.problems.append(f"tabindex forcé sur {walk.stops[place]}")
        walk.reached.append(place)
        previous = place
        if here["kind"] not in kinds:
            kinds.add(here["kind"])
            if not mark_is_visible(page, here["box"]):
                walk.invisible.append(f"{walk.stops[place]} ({here['kind']})")
    missed = set(range(len(walk.stops))) - set(walk.reached)
    walk.problems += [f"jamais atteint : {walk.stops[place]}" for place in sorted(missed)]
    return walk


def mark_is_visible(page: Page, box: list[float]) -> bool:
    """Whether the focus changes, by 3:1 or more, as many pixels as a line around the thing would take."""
    size = page.viewport_size
    assert size is not None
    left, top = max(box[0] - _RING, 0), max(box[1] - _RING, 0)
    right, bottom = min(box[0] + box[2] + _RING, size["width"]), min(box[1] + box[3] + _RING, size["height"])
    if right - left < 2 or bottom - top < 2:
        return False  # it is out of sight
    clip = {"x": left, "y": top, "width": right - left, "height": bottom - top}

    def picture() -> np.ndarray:
        return luminance(page.screenshot(clip=clip, animations="disabled", caret="hide"))  # type: ignore[arg-type]

    focused = picture()
    page.evaluate("() => { window.cmqLeft = document.activeElement; window.cmqLeft.blur(); }")
    blurred = picture()
    page.evaluate("() => window.cmqLeft.focus({ preventScroll: true })")
    contrast = (np.maximum(focused, blurred) + 0.05) / (np.minimum(focused, blurred) + 0.05)
    shown = (right - left - 2 * _RING) + (bottom - top - 2 * _RING)
    return int((contrast >= _MARK_CONTRAST).sum()) >= shown


def luminance(png: bytes) -> np.ndarray:
    """The relative luminance of each pixel, as WCAG computes it."""
    colours = np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=np.float64) / 255
    linear = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


class Looked(NamedTuple):
    """A screen as it stands open, and what Tab met there."""

    screen: Screen
    page: Page
    walk: Walk


LOOKS: tuple[tuple[Screen, Theme], ...] = (
    *((screen, "light") for screen in SCREENS),
    *((screen, "dark") for screen in SCREENS if screen.name in IN_BOTH_THEMES),
)


@pytest.fixture(scope="module")
def looked(request: pytest.FixtureRequest, browser: Browser, server_for: ServerFor) -> Iterator[Looked]:
    """Open a screen once for all that is looked at there, and walk it."""
    screen, theme = request.param
    server, query = server_for(screen.state)
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, color_scheme=theme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(server.url + joined(screen.path, query))
    settle(page)
    yield Looked(screen, page, walked(page))
    context.close()


on_every_screen = pytest.mark.parametrize(
    "looked", LOOKS, ids=[f"{screen.name}-{theme}" for screen, theme in LOOKS], indirect=True
)


@on_every_screen
def test_tab_reaches_everything_in_order_and_is_never_trapped(looked: Looked) -> None:
    """From the first link to the last button, once each, in the order of the page, and out again."""
    assert looked.walk.problems == []


@on_every_screen
def test_the_focus_is_always_visible(looked: Looked) -> None:
    """Whatever has the focus shows it with a mark that has the contrast of 3:1 that WCAG and RGAA ask for."""
    assert looked.walk.invisible == []


# --- Structure -----------------------------------------------------------------------------------------------------

_HEADINGS = """
() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6, [role=heading]')]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('[role=dialog]'))
  .map((element) => [Number(element.getAttribute('aria-level') ?? element.tagName[1]), element.innerText.trim()])
"""


@on_every_screen
def test_headings_are_in_order(looked: Looked) -> None:
    """One first heading, which comes first; no level is skipped on the way down; none is empty."""
    if looked.screen.boxes:
        everything_open(looked.page)
    headings: list[tuple[int, str]] = looked.page.evaluate(_HEADINGS)
    levels = [level for level, _ in headings]
    problems = [
        f"« {text} » saute un niveau"
        for (level, text), above in zip(headings[1:], levels, strict=False)
        if level > above + 1
    ]
    problems += ["un titre est vide"] * sum(not text for _, text in headings)
    if levels[:1] != [1] or levels.count(1) != 1:
        problems.append(f"titres de niveau 1 : {levels}")
    assert problems == []


_CHARTS = """
() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')].map((chart) => ({
  role: chart.getAttribute('role'),
  alt: chart.getAttribute('aria-label') ?? '',
  title: chart.querySelector('.gtitle')?.textContent ?? '',
}))
"""
_STATES = ("satisfait", "atteint", "renseign", "sans ", "aucun")


@pytest.mark.parametrize(
    "looked",
    [(screen, "light") for screen in WITH_CHARTS],
    ids=[screen.name for screen in WITH_CHARTS],
    indirect=True,
)
def test_alt_texts_say_what_the_charts_show(looked: Looked) -> None:
    """Each chart has an alt text of its own, in French, with a figure or a state, and its data in a table."""
    charts: list[dict[str, str]] = looked.page.evaluate(_CHARTS)
    alts = [chart["alt"] for chart in charts]
    problems = [f"même texte deux fois : {alt!r}" for alt in set(alts) if alts.count(alt) > 1]
    for chart in charts:
        alt = chart["alt"]
        says = any(letter.isdigit() for letter in alt) or any(state in alt.lower() for state in _STATES)
        if chart["role"] not in {"img", "figure"} or not says or english_in(alt) or alt == chart["title"]:
            problems.append(f"{chart['role']} : {alt!r}")
    tables = looked.page.get_by_text("Voir les données du graphique").count()
    if not charts or tables < len(charts):
        problems.append(f"{len(charts)} graphiques, {tables} tableaux")
    assert problems == []


# --- Zoom ----------------------------------------------------------------------------------------------------------

# A window of 1280 × 1024 that is zoomed to 200 % or 400 % is, to the page, one of half or a quarter its size.
ZOOMS = {200: (640, 512), 400: (320, 256)}

# Text that is cut because its box is too narrow. What scrolls in a frame of its own is not cut.
_CUT = """
() => [...document.querySelectorAll('[data-testid=stMain] *, [data-testid=stDialog] *')]
  .filter((element) => {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
    if (element.closest('svg, input, textarea, .stPlotlyChart, [aria-hidden=true], .cmq-said')) return false;
    if (element.title === element.innerText) return false;  // a chosen option says the rest under the pointer
    if (![...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue.trim())) return false;
    const style = getComputedStyle(element);
    return ['hidden', 'clip'].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1
      && element.clientWidth > 1;
  })
  .map((element) => `coupé : ${element.innerText.trim().slice(0, 80)}`)
"""

# What stays in place while the page scrolls must leave room for the page.
_IN_THE_WAY = """
() => [...document.querySelectorAll('body *')]
  .filter((element) => {
    if (!['fixed', 'sticky'].includes(getComputedStyle(element).position)) return false;
    const box = element.getBoundingClientRect();
    const covered = Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
    const wide = Math.min(box.right, innerWidth) - Math.max(box.left, 0) > innerWidth / 2;
    return wide && covered > innerHeight / 2 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
      && getComputedStyle(element).pointerEvents !== 'none';
  })
  .map((element) => `fixe et trop haut : ${element.dataset.testid ?? element.tagName}`)
"""


@pytest.fixture(scope="module")
def zoomed(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A window of 1280 × 1024 at a zoom."""
    width, height = ZOOMS[request.param]
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=request.param / 100
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("zoomed", ZOOMS, indirect=True)
@pytest.mark.parametrize("screen", SCREENS, ids=named)
def test_zoom_needs_no_sideways_scrolling_and_cuts_no_text(
    screen: Screen, zoomed: Page, server_for: ServerFor
) -> None:
    """At 200 % and at 400 % the page keeps to its width, every text is whole, and nothing hides the page."""
    server, query = server_for(screen.state)
    zoomed.goto(server.url + joined(screen.path, query))
    settle(zoomed)
    if screen.boxes:
        everything_open(zoomed)
    problems = overflow_problems(zoomed, None)
    assert [*problems, *zoomed.evaluate(_CUT), *zoomed.evaluate(_IN_THE_WAY)] == []


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
    path: str, reach: Callable[[Page], None], browser: Browser, server_for: ServerFor
) -> None:
    """With the system's setting for less motion no element takes more than a hundredth of a second to change."""
    server, query = server_for(example)
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(server.url + joined(path, query))
    settle(page)
    reach(page)
    moving = page.evaluate(_MOVING)
    context.close()
    assert moving == []


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
