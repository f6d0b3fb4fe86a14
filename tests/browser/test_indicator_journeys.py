"""What people do with indicators, in a real browser on a real server: type fast, leave at once, import, edit elsewhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from cmq.campaign import VALUES, Edit, value_id
from cmq.indicators import IndicatorResult, Measures
from cmq.storage.library import CampaignRef, Library
from tests.browser.audit import settle
from tests.browser.conftest import OpenPage, ServerFor
from tests.browser.meeting_states import reference
from tests.browser.states import address, label, unanswered

pytestmark = pytest.mark.browser


def result(data_dir: Path, campaign: CampaignRef, indicator: str) -> IndicatorResult:
    """An indicator as another process reads it."""
    library = Library(data_dir, label())
    found = Measures(label(), library.open(*campaign).campaign, date.today()).result(indicator)
    library.close()
    assert found is not None
    return found


def view(campaign: CampaignRef, name: str, **more: str) -> str:
    """The address of a view."""
    return "/indicateurs?" + address(campaign, vue=name, **more)


def test_a_year_is_typed_with_the_keyboard_without_a_pause(
    server_for: ServerFor, open_page: OpenPage
) -> None:
    """Numbers typed one after the other, Tab between them, are all saved where they were typed."""
    server, query = server_for(unanswered)
    campaign = reference(query)
    page = open_page(server, view(campaign, "saisie", annee="2024")).page
    assert not page.locator("[aria-label*='\\\\']").count()
    page.get_by_label("Admis").first.focus()
    for number in ("1 382", "1 447"):
        page.keyboard.type(number)
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # past « Détail »
    for number in ("52", "104"):
        page.keyboard.type(number)
        page.keyboard.press("Tab")
    settle(page)
    expect(page.get_by_text("95,5\u00a0%")).to_be_visible()
    assert page.evaluate("document.activeElement !== document.body")
    exams = result(server.data_dir, campaign, "REU-01").latest
    studies = result(server.data_dir, campaign, "REU-02").latest
    assert exams is not None
    assert studies is not None
    assert (exams.numerator, exams.denominator) == (1382, 1447)
    assert (studies.numerator, studies.denominator) == (52, 104)
    assert not exams.faults


@pytest.mark.parametrize("way", ["vue", "page"])
def test_a_number_followed_at_once_by_a_click_elsewhere_is_kept(
    server_for: ServerFor, open_page: OpenPage, way: str
) -> None:
    """Another view, or another page, in the very moment a number was typed: the number is saved all the same."""
    server, query = server_for(unanswered)
    campaign = reference(query)
    page = open_page(server, view(campaign, "saisie", annee="2024")).page
    page.get_by_label("Personnes").first.click()
    page.keyboard.type("1178")
    if way == "vue":
        page.get_by_role("radio", name="Vue d'ensemble").click()
        expect(page.get_by_role("heading", name="Évolution")).to_be_visible(timeout=15_000)
    else:
        page.get_by_role("link", name="Critères").click()
        expect(page.locator("h1")).to_contain_text("2.1 ", timeout=15_000)
    settle(page)
    latest = result(server.data_dir, campaign, "FOR-01").latest
    assert latest is not None
    assert latest.value == 1178


def test_a_wrong_number_survives_a_reload_and_counts_for_nothing(
    server_for: ServerFor, open_page: OpenPage
) -> None:
    """What was typed is still there after F5, with its message, and no value is made of it."""
    server, query = server_for(unanswered)
    campaign = reference(query)
    page = open_page(server, view(campaign, "saisie", annee="2024")).page
    field = page.get_by_label("Personnes").first
    field.fill("environ mille")
    field.press("Tab")
    settle(page)
    page.reload()
    settle(page)
    expect(page.get_by_label("Personnes").first).to_have_value("environ mille")
    expect(page.get_by_text("n'est pas un nombre")).to_be_visible()
    assert result(server.data_dir, campaign, "FOR-01").latest is None


def test_a_file_is_looked_at_then_saved(tmp_path: Path, server_for: ServerFor, open_page: OpenPage) -> None:
    """A CSV with English numbers, a year twice and a text: the right lines are saved, the others told."""
    server, query = server_for(unanswered)
    campaign = reference(query)
    file = tmp_path / "valeurs.csv"
    file.write_text(
        "Indicateur,Année,Numérateur,Dénominateur,Valeur\n"
        'REU-01,2024,"1,382","1,447",\n'
        "BUD-01,2024,,,90500.5\n"
        "BUD-01,2024,,,91000\n"
        "FOR-04,2024-2025,,,sept\n"
        "SAT-01,2024-2025,nd,nd,\n",
        encoding="utf-8",
    )
    page = open_page(server, view(campaign, "import")).page
    page.get_by_role("radio", name="Déposer un fichier").click()
    settle(page)
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("heading", name="Aperçu")).to_be_visible(timeout=15_000)
    settle(page)
    text = page.locator("[data-testid=stMain]").inner_text()
    assert "déjà donnée à la ligne 3" in text
    assert "sept\u00a0» n'est pas un nombre" in text
    assert result(server.data_dir, campaign, "REU-01").latest is None
    page.get_by_role("button", name="Enregistrer 3").click()
    expect(page.get_by_text("valeurs enregistrées")).to_be_visible(timeout=15_000)
    exams = result(server.data_dir, campaign, "REU-01").latest
    budget = result(server.data_dir, campaign, "BUD-01").latest
    assert exams is not None
    assert budget is not None
    assert (exams.numerator, exams.denominator) == (1382, 1447)
    assert float(budget.value or 0) == 90500.5
    assert result(server.data_dir, campaign, "FOR-04").totals == ()


def test_a_value_edited_in_the_workbook_comes_back(server_for: ServerFor, open_page: OpenPage) -> None:
    """A number and a target changed in a spreadsheet, while the application runs, show at the next visit."""
    server, query = server_for(unanswered)
    campaign = reference(query)
    data = server.data_dir
    library = Library(data, label())
    store = library.open(*campaign)
    place = value_id("REC-01", 2024)
    store.record([Edit(VALUES.field(place, "valeur"), None, 3)], "")
    path = store.save_workbook()
    library.close()
    page = open_page(server, view(campaign, "fiche", indicateur="REC-01")).page
    expect(page.get_by_text("3\u00a0entités").first).to_be_visible()
    book = load_workbook(path)
    values, targets = book["Indicateurs"], book["Objectifs"]
    titles = [cell.value for cell in values[1]]
    row = next(row for row in values.iter_rows(min_row=2) if row[0].value == place)
    row[titles.index("Valeur")].value = 5
    heads = [cell.value for cell in targets[1]]
    goal = next(row for row in targets.iter_rows(min_row=2) if row[0].value == "REC-01")
    goal[heads.index("Cible")].value = 9
    book.save(path)
    page.reload()
    settle(page)
    expect(page.get_by_text("5\u00a0entités").first).to_be_visible(timeout=15_000)
    expect(page.get_by_label("Cible", exact=True)).to_have_value("9")
    assert "3\u00a0entités" not in page.locator("[data-testid=stMain]").inner_text()


def test_two_browsers_type_the_same_number(server_for: ServerFor, open_page: OpenPage) -> None:
    """The second value is not written over the first: both are shown to whoever comes second."""
    server, query = server_for(unanswered)
    campaign = reference(query)
    first = open_page(server, view(campaign, "saisie", annee="2024")).page
    second = open_page(server, view(campaign, "saisie", annee="2024")).page
    for page, number in ((first, "1178"), (second, "1200")):
        field = page.get_by_label("Personnes").first
        field.fill(number)
        field.press("Tab")
        settle(page)
    expect(second.get_by_text("en même temps")).to_be_visible()
    expect(second.get_by_text("1\u202f200")).to_be_visible()
    latest = result(server.data_dir, campaign, "FOR-01").latest
    assert latest is not None
    assert latest.value == 1178


def test_every_wrong_number_typed_in_a_rush_gets_its_message(
    server_for: ServerFor, open_page: OpenPage
) -> None:
    """However fast the fields follow each other, no row is left looking right when its number is wrong."""
    server, query = server_for(unanswered)
    campaign = reference(query)
    page = open_page(server, view(campaign, "saisie", annee="2014")).page
    fields = page.locator("[data-testid=stMain] [class*=st-key-valeur-] input[type=text]")
    assert fields.count() > 25
    fields.first.focus()
    for _ in range(fields.count() + 20):  # the buttons between the fields take no letter
        page.keyboard.press("x")
        page.keyboard.press("Tab")
    alerts = page.get_by_text("n'est pas un nombre")
    expect(alerts).to_have_count(fields.count(), timeout=15_000)
    settle(page)
    told = alerts.count()
    page.reload()
    settle(page)
    assert told == alerts.count() == fields.count()
