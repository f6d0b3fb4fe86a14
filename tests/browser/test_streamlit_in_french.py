"""What Streamlit itself brings to a screen, on the page of widgets: French, accessible, and nobody's text changed."""

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.audit import Visit, audit, drawn, settle
from tests.browser.conftest import OpenPage
from tests.browser.serving import RunningServer, serving, start

pytestmark = pytest.mark.browser


def _calendar(page: Page) -> None:
    page.get_by_test_id("stDateInputCalendarButton").first.click()
    page.get_by_test_id("stDateInputCalendar").wait_for()


def _open_list(page: Page, name: str) -> None:
    field = page.get_by_role("combobox", name=name)
    # Scrolling closes an open list: it must be over before the click.
    field.scroll_into_view_if_needed()
    drawn(page)
    field.click()
    page.get_by_role("listbox", name=name).wait_for()


def _empty_search(page: Page) -> None:
    _open_list(page, "Académie")
    page.keyboard.type("zzz")
    page.get_by_text("Aucun résultat").wait_for()


def _multiselect(page: Page) -> None:
    _open_list(page, "Exigences")
    page.get_by_text("Tout choisir").wait_for()
    page.get_by_role("option", name="2.1.b").click()
    settle(page)


def _typing(page: Page) -> None:
    page.get_by_label("Commentaire", exact=True).fill("essai")
    page.get_by_text("Ctrl + Entrée pour valider").wait_for()


def _number_out_of_range(page: Page) -> None:
    page.get_by_label("Effectif", exact=True).fill("500")
    page.keyboard.press("Enter")
    page.get_by_text("Le nombre doit être compris entre 0 et 100.").wait_for()


def _rejected_files(page: Page) -> None:
    single, several = (page.get_by_test_id("stFileUploaderDropzoneInput").nth(i) for i in (0, 1))
    single.set_input_files(
        {"name": "essai.exe", "mimeType": "application/x-msdownload", "buffer": b"x" * 2000}
    )
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "gros.bin"
        with large.open("wb") as file:
            file.truncate(21 << 20)
        several.set_input_files(large)
    page.get_by_text("Le fichier doit peser au plus 20 Mo.").wait_for()
    page.get_by_text("Ce type de fichier n’est pas accepté").wait_for()


def _accepted_file(page: Page) -> None:
    file: FilePayload = {"name": "bilan.pdf", "mimeType": "application/pdf", "buffer": b"x" * 2000}
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(file)
    page.get_by_role("button", name="Retirer bilan.pdf").wait_for()
    settle(page)


def _dialog(page: Page) -> None:
    page.get_by_role("button", name="Ouvrir la boîte").click()
    page.get_by_role("dialog", name="Ajouter une preuve").wait_for()
    settle(page)


def _popover(page: Page) -> None:
    page.get_by_role("button", name="Aide", exact=True).click()
    page.get_by_text("Contenu de l’aide.").wait_for()


def _toast(page: Page) -> None:
    page.get_by_role("button", name="Notifier").click()
    page.get_by_test_id("stToast").wait_for()
    settle(page)


def _untouched(_page: Page) -> None:
    """Look at the page as it opens."""


STEPS: tuple[Callable[[Page], None], ...] = (
    _untouched,
    _calendar,
    _empty_search,
    _multiselect,
    _typing,
    _number_out_of_range,
    _rejected_files,
    _accepted_file,
    _dialog,
    _popover,
    _toast,
)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__.strip("_"))
def test_widgets_are_french_and_accessible(
    step: Callable[[Page], None], gallery: RunningServer, open_page: OpenPage
) -> None:
    """Each widget, at rest and in use, leaves nothing to say."""
    visit = open_page(gallery)
    step(visit.page)
    assert audit(visit, title="Composants") == []


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("path", ["/", "/donnees"])
def test_both_themes_are_accessible(
    path: str, width: int, color_scheme: str, gallery: RunningServer, open_page: OpenPage
) -> None:
    """Contrast holds in the light theme and in the dark one, and nothing scrolls sideways."""
    visit = open_page(gallery, path, width=width, color_scheme=color_scheme)
    assert audit(visit, width=width) == []


def test_calendar_follows_french_habits(gallery: RunningServer, open_page: OpenPage) -> None:
    """Whatever the browser's language, months have French names and weeks begin on Monday."""
    page = open_page(gallery).page
    _calendar(page)
    calendar = page.get_by_test_id("stDateInputCalendar")
    expect(calendar.get_by_role("button", name=re.compile("dimanche 22 novembre 2026"))).to_be_visible()
    headers = calendar.locator("th").all_inner_texts()
    assert headers == ["L", "M", "M", "J", "V", "S", "D"]


def test_text_of_people_is_left_alone(gallery: RunningServer, open_page: OpenPage) -> None:
    """A user may well write "Open" or "Stop": only Streamlit's own strings are translated."""
    page = open_page(gallery).page
    for english in ("Stop", "Open", "Press Enter to apply", "Upload"):
        page.get_by_label("Nom du campus", exact=True).fill(english)
        page.keyboard.press("Enter")
        settle(page)
        assert page.get_by_label("Nom du campus", exact=True).input_value() == english
        assert page.get_by_test_id("stMarkdown").get_by_text(f"Saisi : {english}", exact=True).count() == 1
        assert page.get_by_test_id("stText").get_by_text(english, exact=True).count() == 1


def test_translation_survives_reruns(gallery: RunningServer, open_page: OpenPage) -> None:
    """React redraws a widget many times; its French stays, and the page does not spin."""
    page = open_page(gallery).page
    for _ in range(5):
        page.get_by_text("Non applicable").click()
        settle(page)
    expect(page.get_by_role("combobox", name="Académie")).to_have_attribute("placeholder", "Choisir")
    mutations = page.evaluate(
        """async () => {
          let count = 0;
          const watch = new MutationObserver((records) => { count += records.length; });
          watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
          await new Promise((resolve) => setTimeout(resolve, 1000));
          return count;
        }"""
    )
    assert mutations < 20


def test_unknown_page_is_told_in_french(gallery: RunningServer, open_page: OpenPage) -> None:
    """A wrong address opens the first page and says so."""
    visit = open_page(gallery, "/inconnue")
    expect(visit.page.get_by_role("heading", name="Page introuvable")).to_be_visible()
    # Streamlit logs the unknown page as an error of the console, which it is.
    visit.problems = [problem for problem in visit.problems if "does not seem to exist" not in problem]
    assert audit(visit) == []


def test_failing_page_says_so_without_details(gallery: RunningServer, open_page: OpenPage) -> None:
    """A page that fails shows a French message, and neither the error nor its traceback."""
    visit = open_page(gallery, "/erreur")
    text = visit.page.locator("body").inner_text()
    assert "Une erreur imprévue a interrompu l’affichage de cette page." in text
    assert "secret detail" not in text
    assert "secret detail" in gallery.log.read_text()
    assert [problem for problem in audit(visit) if "la page a échoué" not in problem] == []


def test_lost_connection_is_told_in_french_and_heals(
    tmp_path: Path, gallery: RunningServer, open_page: OpenPage
) -> None:
    """When the server stops the page says so in French, and goes on when the server is back."""
    entry = Path(__file__).parent / "gallery" / "server_entry.py"
    del gallery  # only this test may stop its server
    with serving(entry, tmp_path) as server:
        visit = open_page(server)
        server.stop()
        page = visit.page
        expect(page.get_by_role("heading", name="Connexion perdue")).to_be_visible(timeout=15_000)
        port = int(server.url.rsplit(":", 1)[1])
        again = start(entry, tmp_path / "data", tmp_path / "again.log", port=port)
        try:
            expect(page.get_by_role("heading", name="Connexion perdue")).to_be_hidden(timeout=30_000)
            settle(page)
        finally:
            again.stop()


def test_download_works_under_the_content_policy(gallery: RunningServer, open_page: OpenPage) -> None:
    """The policy that keeps the page on its server lets people take their files with them."""
    page = open_page(gallery).page
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger").click()
    assert download.value.suggested_filename == "essai.txt"
    path = download.value.path()
    assert path.read_text() == "essai"


def test_page_cannot_reach_another_host(gallery: RunningServer, open_page: OpenPage) -> None:
    """Even an image, a script or a request written into the page goes nowhere."""
    page: Page = open_page(gallery).page
    blocked = page.evaluate(
        """async () => {
          const blocked = [];
          document.addEventListener('securitypolicyviolation', (event) => blocked.push(event.effectiveDirective));
          const image = new Image();
          image.src = 'http://127.0.0.2:9/pixel.png';
          document.body.append(image);
          await fetch('http://127.0.0.2:9/').catch(() => null);
          const script = document.createElement('script');
          script.textContent = 'window.injected = true';
          document.body.append(script);
          await new Promise((resolve) => setTimeout(resolve, 300));
          return [...new Set(blocked), String(window.injected)];
        }"""
    )
    assert sorted(blocked) == ["connect-src", "img-src", "script-src-elem", "undefined"]


def test_visit_reports_what_it_must(gallery: RunningServer, open_page: OpenPage) -> None:
    """The audit itself sees English, a foreign request, an overflow and an axe violation."""
    visit: Visit = open_page(gallery, width=320)
    visit.page.evaluate(
        """() => {
          const main = document.querySelector('[data-testid=stMainBlockContainer]');
          main.insertAdjacentHTML('beforeend',
            '<p>Please select a file</p><img src="/sante"><div style="width:900px">large</div>'
            + '<input placeholder="Choose an option">');
          document.documentElement.lang = 'en';
          console.error('panne');
          fetch('http://127.0.0.2:9/').catch(() => null);
        }"""
    )
    found = "\n".join(audit(visit, title="Autre titre", width=320))
    for expected in (
        "langue de la page",
        "titre de la page",
        "anglais (texte) : 'Please select a file'",
        "anglais (placeholder) : 'Choose an option'",
        "défilement horizontal",
        "axe image-alt",
        "console : panne",
    ):
        assert expected in found
