"""French on the product's own screens in the states that pass: errors, uploads, open lists, a lost connection."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, Route, expect

from tests.browser.audit import Visit, axe_problems, drawn, english_problems, settle
from tests.browser.conftest import OpenPage, ServerFor
from tests.browser.meeting_states import meeting_ready
from tests.browser.serving import ROOT, RunningServer, serving
from tests.browser.states import example, hostile, unanswered, unreadable
from tests.browser.typography import WRONG, typography_problems
from tests.browser.visits import PLACES, TYPED_TO_TROUBLE, Place, See, joined, visited

pytestmark = pytest.mark.browser

# --- Typography ----------------------------------------------------------------------------------------------------


def problems(page: Page) -> list[str]:
    """All that is not French on the page as it stands."""
    return [*english_problems(page), *typography_problems(page)]


def test_the_typography_check_sees_what_it_must(browser: Browser) -> None:
    """Each of the faults is found, and a text without any is not."""
    page = browser.new_page()
    page.set_content(
        "<p>Qui répond ?</p><p>« oui\u00a0»</p><p>Attention!</p><p>le 2026-11-22</p><p>62.5 %</p>"
        "<p><b>Source</b> : arrêté</p><p>Déjà\u00a0: «\u00a0oui\u00a0», à 14:02, 62,5\u00a0%, https://a.example</p>"
    )
    found = typography_problems(page)
    page.close()
    assert [sum(what in one for one in found) for what in WRONG] == [3, 1, 1, 1, 1]


@pytest.mark.parametrize(
    "place", [visited(place, "textes") for place in PLACES if place.state not in TYPED_TO_TROUBLE]
)
def test_texts_are_typeset(place: Place, see: See) -> None:
    """No ordinary space stands where French has a no-break one, no date or number is written in English."""
    assert see(place).typography == []


# --- Fields, lists, files ------------------------------------------------------------------------------------------


def fresh_lists(page: Page) -> None:
    """Open the form of a new campus."""
    page.locator("summary", has_text="Créer un campus").click()
    settle(page)


def open_list(page: Page, name: str) -> None:
    """Open the last list of this name."""
    field = page.get_by_role("combobox", name=name).last
    field.scroll_into_view_if_needed()
    drawn(page)  # scrolling closes an open list: it must be over before the click
    field.click()
    page.get_by_role("listbox").wait_for()


def year_out_of_range(page: Page) -> None:
    """Type a year that cannot be."""
    fresh_lists(page)
    page.get_by_label("Année de la campagne").fill("1900")
    page.keyboard.press("Tab")
    page.get_by_text("Le nombre doit être compris entre").wait_for()


def form_being_typed(page: Page) -> None:
    """Type in a form, which says how to send it."""
    fresh_lists(page)
    page.get_by_label("Nom du campus").fill("Campus")
    page.get_by_text("Entrée pour envoyer").wait_for()


def no_match(page: Page) -> None:
    """Look for what a list does not hold."""
    fresh_lists(page)
    open_list(page, "Filière")
    page.keyboard.type("zzz")
    page.get_by_text("Aucun résultat").wait_for()


def announced(page: Page) -> None:
    """Have the screen reader told how many choices are left."""
    fresh_lists(page)
    open_list(page, "Filière")
    for letter in "énergie":
        page.keyboard.type(letter)
        drawn(page)
    announcer = page.locator("[data-live-announcer]")
    expect(announcer).to_contain_text("choix possible")
    expect(announcer).not_to_contain_text("available")


SEVERAL = "Indicateurs à montrer un à un"


def everything_chosen(page: Page) -> None:
    """Open a list of several, choose all, then open it again."""
    open_list(page, SEVERAL)
    page.get_by_text("Tout choisir").click()
    settle(page)
    open_list(page, SEVERAL)


def several_matches(page: Page) -> None:
    """Search a list of several."""
    open_list(page, SEVERAL)
    page.keyboard.type("taux")
    page.get_by_text(re.compile("Choisir les .* résultats")).wait_for()


def a_name_too_long(page: Page) -> None:
    """Fill a field up to its limit."""
    field = page.get_by_role("textbox", name="Qui répond")
    field.fill("x" * 80)
    page.get_by_text("80/80").wait_for()
    page.wait_for_function(
        "() => document.getAnimations().every((one) => one.playState !== 'running')"
    )  # it blinks once


def wrong_day(page: Page) -> None:
    """Type what is no date."""
    page.locator("summary", has_text="Fiche de la campagne").click()
    page.get_by_role("textbox", name="Fin du label").fill("le 31 février")
    page.keyboard.press("Tab")
    page.get_by_text("Cette date n'est pas comprise").wait_for()
    settle(page)


def help_shown(page: Page) -> None:
    """Open a help."""
    page.get_by_role("button", name="Aide : Qui répond").hover()
    page.get_by_role("tooltip").wait_for()


def chart_under_the_pointer(page: Page) -> None:
    """Point at a chart, which may show a text and tools."""
    chart = page.get_by_test_id("stPlotlyChart").first
    chart.scroll_into_view_if_needed()
    chart.hover(position={"x": 400, "y": 150})
    settle(page)


def panel_folded(page: Page) -> None:
    """Fold the panel."""
    page.get_by_test_id("stSidebar").hover()
    page.get_by_role("button", name="Replier le panneau latéral").click()
    page.get_by_role("button", name="Déplier le panneau latéral").wait_for()


def shortcuts_of_streamlit(page: Page) -> None:
    """Press the keys by which Streamlit would empty its cache or run again."""
    page.locator("h1").click()
    for key in ("c", "r"):
        page.keyboard.press(key)
        settle(page)


def drop_zone(page: Page) -> None:
    """Ask for a file."""
    page.get_by_role("radio", name="Déposer un fichier").click()
    page.locator("input[type=file]").wait_for(state="attached")
    settle(page)


def give(page: Page, name: str, content: bytes) -> None:
    """Give a file to the field."""
    file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)


def file_too_large(page: Page) -> None:
    """Give a file that the field refuses."""
    drop_zone(page)
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "gros.csv"
        with large.open("wb") as file:
            file.truncate(21 << 20)
        page.locator("input[type=file]").set_input_files(large)
        page.get_by_text("Le fichier doit peser au plus").wait_for()


def file_of_a_wrong_type(page: Page) -> None:
    """Give a file that cannot be read."""
    drop_zone(page)
    give(page, "essai.exe", b"MZ" * 200)
    page.get_by_text("Ce type de fichier ne peut pas être lu").wait_for()


def file_removed(page: Page) -> None:
    """Give an empty file, read what is said of it, and take it away again."""
    drop_zone(page)
    give(page, "vide.csv", b"")
    page.get_by_text("Ce fichier est vide").wait_for()
    page.get_by_role("button", name="Retirer vide.csv").click()
    expect(page.get_by_text("Ce fichier est vide")).to_have_count(0)
    settle(page)


def file_on_its_way(page: Page) -> None:
    """Have a file's sending last."""

    def forever(_route: Route) -> None:
        """Answer nothing."""

    page.route(re.compile("upload_file"), forever)
    drop_zone(page)
    give(page, "lent.csv", b"a;b\n" * 1000)
    page.get_by_role("button", name="Annuler l’envoi de lent.csv").wait_for()


def file_not_taken(page: Page) -> None:
    """Have a file's sending refused."""
    page.route(re.compile("upload_file"), lambda route: route.fulfill(status=500, body="Internal error"))
    drop_zone(page)
    give(page, "refuse.csv", b"a;b\n")
    page.get_by_role("button", name="Retirer refuse.csv").wait_for()
    settle(page)


def file_of_evidence(page: Page) -> None:
    """Give a file as evidence: it is named, and can be replaced."""
    page.get_by_role("button", name="Ajouter une preuve").first.click()
    settle(page)
    give(page, "acte.pdf", b"%PDF-1.4")
    page.get_by_role("button", name="Remplacer le fichier").wait_for()
    settle(page)


def meeting_to_change(data_dir: Path) -> str:
    """Write a meeting of its own, for a step whose choices are saved: the others share theirs."""
    return meeting_ready(data_dir)


STEPS: tuple[tuple[str, Callable[[Path], str], Callable[[Page], None]], ...] = (
    ("/", example, year_out_of_range),
    ("/", example, form_being_typed),
    ("/", example, no_match),
    ("/", example, announced),
    ("/", example, a_name_too_long),
    ("/", example, wrong_day),
    ("/", example, help_shown),
    ("/", example, panel_folded),
    ("/", example, shortcuts_of_streamlit),
    ("/seance", meeting_to_change, everything_chosen),
    ("/seance", meeting_ready, several_matches),
    ("/resultats", example, chart_under_the_pointer),
    ("/indicateurs?vue=import", unanswered, drop_zone),
    ("/indicateurs?vue=import", unanswered, file_too_large),
    ("/indicateurs?vue=import", unanswered, file_of_a_wrong_type),
    ("/indicateurs?vue=import", unanswered, file_removed),
    ("/indicateurs?vue=import", unanswered, file_on_its_way),
    ("/indicateurs?vue=import", unanswered, file_not_taken),
    ("/criteres?critere=2.8", unanswered, file_of_evidence),
)


@pytest.mark.parametrize(("path", "state", "step"), STEPS, ids=[step.__name__ for _, _, step in STEPS])
def test_a_passing_state_is_french_and_accessible(
    path: str,
    state: Callable[[Path], str],
    step: Callable[[Page], None],
    server_for: ServerFor,
    open_page: OpenPage,
) -> None:
    """What a screen shows only for a moment is French, typeset and accessible too."""
    server, query = server_for(state)
    page = open_page(server, joined(path, query)).page
    step(page)
    settle(page)
    # A help is tied to its button, wherever it is drawn: it stands outside the landmarks on purpose.
    audited = [problem for problem in axe_problems(page) if "stFloatingOverlayPortal" not in problem]
    assert [*problems(page), *audited] == []


@pytest.mark.parametrize("path", ["/", "/criteres", "/resultats", "/indicateurs"])
def test_messages_about_files_are_typeset(path: str, server_for: ServerFor, open_page: OpenPage) -> None:
    """What is said of files that cannot be read follows the same rules."""
    server, query = server_for(unreadable)
    page = open_page(server, joined(path, query)).page
    assert problems(page) == []


def test_what_two_people_wrote_is_shown_between_french_texts(
    server_for: ServerFor, open_page: OpenPage
) -> None:
    """Texts that Markdown would interpret stay as they are; all that is around them is French."""
    server, query = server_for(hostile)
    page = open_page(server, joined("/criteres", query)).page
    assert english_problems(page) == []


# --- The server ----------------------------------------------------------------------------------------------------


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[tuple[RunningServer, str]]:
    """A server that the test may stop, with the example."""
    (tmp_path / "data").mkdir()
    query = example(tmp_path / "data")
    with serving(ROOT / "app.py", tmp_path) as server:
        yield server, query


def test_a_lost_connection_is_told_in_french_on_every_screen(
    own_server: tuple[RunningServer, str], open_page: OpenPage
) -> None:
    """Each screen says that the connection is lost, and goes on saying nothing in English once that is read."""
    server, query = own_server
    pages = [
        open_page(server, joined(path, query)).page for path in ("/", "/criteres", "/indicateurs?vue=import")
    ]
    server.stop()
    found = []
    for page in pages:
        expect(page.get_by_role("heading", name="Connexion perdue")).to_be_visible(timeout=15_000)
        found += [*problems(page), *axe_problems(page)]
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        found += problems(page)
    assert found == []


@pytest.mark.parametrize("path", ["/inconnue", "/in/connue"])
def test_an_unknown_address_is_told_in_french(path: str, server_for: ServerFor, open_page: OpenPage) -> None:
    """A wrong address opens the first screen, says so, and lets the reader go on."""
    server, query = server_for(example)
    page = open_page(server, joined(path, query)).page
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Page introuvable")
    found = [*problems(page), *axe_problems(page)]
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.locator("h1")).to_have_text("Accueil")
    assert [*found, *problems(page)] == []


_FAILING = """
import cmq.charts

def radar(results):
    raise RuntimeError("secret detail")

cmq.charts.radar = radar
"""


def test_a_screen_that_fails_says_so_in_french(tmp_path: Path, open_page: OpenPage) -> None:
    """A part of a screen that fails leaves what came before it, a French message, and no detail."""
    (tmp_path / "data").mkdir()
    query = example(tmp_path / "data")
    (tmp_path / "sitecustomize.py").write_text(_FAILING, encoding="utf-8")
    with serving(ROOT / "app.py", tmp_path, PYTHONPATH=f"{tmp_path}:{ROOT}") as server:
        page = open_page(server, joined("/resultats?vue=exigences", query)).page
        expect(page.get_by_text("Une erreur imprévue a interrompu l’affichage")).to_be_visible()
        details = ["détail montré"] * page.get_by_text("secret detail").count()
        assert [*details, *problems(page), *axe_problems(page)] == []


_SLOW = """
import time
import streamlit as st

st.title("Lenteur")
if st.button("Patienter"):
    time.sleep(3)
st.markdown("Terminé.")
"""
_SLOW_SERVER = """
from pathlib import Path
import streamlit as st
from ui.server import MIDDLEWARE, ROUTES, show_script_error

app = st.App(Path(__file__).with_name("lent.py"), routes=ROUTES, middleware=MIDDLEWARE, on_script_error=show_script_error)
"""


def test_a_screen_that_takes_its_time_says_so_in_french(tmp_path: Path, open_page: OpenPage) -> None:
    """While a screen is computed, whatever Streamlit shows of it is French."""
    (tmp_path / "lent.py").write_text(_SLOW, encoding="utf-8")
    entry = tmp_path / "entree.py"
    entry.write_text(_SLOW_SERVER, encoding="utf-8")
    with serving(entry, tmp_path) as server:
        page = open_page(server).page
        page.get_by_role("button", name="Patienter").click()
        expect(page.locator("[data-test-script-state=running]")).to_have_count(1)
        found, looks = [], 0
        while page.locator("[data-test-script-state=running]").count():
            page.wait_for_timeout(200)  # what is shown changes with the time that passes
            found += problems(page)
            looks += 1
        assert looks > 4
        assert found == []


def failing_download(route: Route) -> None:
    """Refuse a file that is asked for."""
    route.fulfill(status=500, body="Internal error")


def test_a_download_gives_the_file_or_says_in_french_why_not(
    server_for: ServerFor, open_page: OpenPage
) -> None:
    """The workbook comes under its own name; where it cannot come the message is French."""
    server, query = server_for(example)
    visit: Visit = open_page(server, joined("/", query))
    page = visit.page
    button = page.get_by_role("button", name="Télécharger le classeur")
    with page.expect_download() as download:
        button.click()
    assert download.value.suggested_filename == "exemple-2026.xlsx"
    page.route(re.compile("/media/"), failing_download)
    with page.expect_response(re.compile("/media/")):
        button.click()
    settle(page)
    assert problems(page) == []
