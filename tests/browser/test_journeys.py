"""What people do, in a real browser on a real server: answer, by keyboard, together, through failures."""

from __future__ import annotations

import json
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cmq.storage.library import CampaignRef, Library
from tests.browser.audit import settle, told
from tests.browser.conftest import OpenPage, ServerFor
from tests.browser.meeting_states import reference
from tests.browser.serving import ROOT, RunningServer, free_port, start
from tests.browser.states import address, example, label, new_campaign, unanswered

pytestmark = pytest.mark.browser

SAVED = "Enregistré à"


def card(page: Page, requirement: str):
    """The card of a requirement."""
    return page.locator(f".st-key-exigence-{requirement}").first


def choose_level(page: Page, requirement: str, level: str) -> None:
    """Click a level and wait until it is saved and shown."""
    with told(page):
        card(page, requirement).get_by_text(level, exact=True).click()


def author_field(page: Page):
    """The field that asks who answers."""
    return page.get_by_role("textbox", name="Qui répond")


def answers(data_dir: Path, campaign: CampaignRef) -> dict[str, int | None]:
    """Every level as another process reads it."""
    library = Library(data_dir, label())
    found = library.open(*campaign).campaign.answers
    levels = {id_: answer.level for id_, answer in found.items()}
    library.close()
    return levels


def test_a_whole_criterion_is_walked_with_the_keyboard_alone(
    server_for: ServerFor, open_page: OpenPage
) -> None:
    """Tab, arrows and space answer every requirement of 2.4, the shortcut leads on, the results follow."""
    server, query = server_for(unanswered)
    campaign = reference(query)
    page = open_page(server, "/criteres?" + address(campaign, critere="2.4")).page
    answered = 0
    for _ in range(120):
        page.keyboard.press("Tab")
        role = page.evaluate("document.activeElement.type || ''")
        if role == "radio" and not page.evaluate("document.activeElement.checked"):
            page.keyboard.press("ArrowDown")
            settle(page)
            answered += 1
        if answered == 2:
            break
    assert answered == 2
    levels = answers(server.data_dir, campaign)
    assert set(levels) == {"C04-R1", "C04-R1-a"}
    assert None not in levels.values()
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+PageDown")
    expect(page.locator("h1")).to_contain_text("2.5 ")
    page.goto(f"{server.url}/resultats?{address(campaign)}")
    settle(page)
    assert "2 sur 62" in page.locator("[data-testid=stMain]").inner_text()


def test_the_summary_and_the_menu_follow_each_answer(server_for: ServerFor, open_page: OpenPage) -> None:
    """What is missing, and the criterion's mark once it changes, are never those of the page's first display."""
    server, query = server_for(unanswered)
    campaign = reference(query)
    page = open_page(server, "/criteres?" + address(campaign, critere="2.4")).page
    summary, mark = page.locator(".st-key-bilan"), page.get_by_role("radio", name="2.4 Gouvernance")
    expect(summary).to_contain_text("Label\u00a0: incomplet")
    expect(mark).to_contain_text("help")
    choose_level(page, "C04-R1", "Non engagé")
    expect(summary).to_contain_text("Label\u00a0: incomplet")
    choose_level(page, "C04-R1-a", "Non engagé")
    expect(summary).to_contain_text("Label\u00a0: non satisfait")
    expect(summary).to_contain_text("2\u00a0exigences manquent")
    expect(mark).to_contain_text("cancel")
    expect(mark).not_to_contain_text("help")


def test_evidence_is_typed_with_the_keyboard_without_a_pause(
    server_for: ServerFor, open_page: OpenPage
) -> None:
    """After « Ajouter une preuve » the cursor is in its title; title, link and date follow by Tab, and stay."""
    server, query = server_for(unanswered)
    campaign = reference(query)
    page = open_page(server, "/criteres?" + address(campaign, critere="2.4")).page
    choose_level(page, "C04-R1", "Mis en œuvre")
    card(page, "C04-R1").get_by_role("button", name="Ajouter une preuve").press("Enter")
    expect(card(page, "C04-R1").get_by_label("Titre")).to_be_focused()
    page.keyboard.type("Acte de constitution")
    page.keyboard.press("Tab")
    page.keyboard.type("https://campus.example/acte")
    page.keyboard.press("Tab")
    page.keyboard.type("12/03/2026")
    page.keyboard.press("Tab")
    expect(card(page, "C04-R1")).to_contain_text("Acte de constitution – 12/03/2026", timeout=15_000)
    assert card(page, "C04-R1").get_by_label("Titre").is_visible()
    assert page.evaluate("document.activeElement !== document.body")
    assert "Satisfaite" in card(page, "C04-R1").inner_text()
    library = Library(server.data_dir, label())
    (item,) = library.open(*campaign).campaign.evidence.values()
    library.close()
    assert (item.title, item.link) == ("Acte de constitution", "https://campus.example/acte")
    assert item.date == date(2026, 3, 12)


def test_a_reload_and_a_server_restart_lose_nothing(tmp_path: Path, open_page: OpenPage) -> None:
    """A level, and a comment that was left, are there after F5 and after the server was killed."""
    (tmp_path / "data").mkdir()
    campaign = new_campaign(tmp_path / "data")
    port = free_port()
    server = start(ROOT / "app.py", tmp_path / "data", tmp_path / "log", port=port)
    try:
        page = open_page(server, "/criteres?" + address(campaign, critere="2.4")).page
        author_field(page).fill("Direction opérationnelle")
        choose_level(page, "C04-R1", "Évalué")
        card(page, "C04-R1").get_by_label("Commentaire").fill("Constitué par arrêté.")
        card(page, "C04-R1").get_by_label("Renseigné par").focus()
        settle(page)
        page.reload()
        settle(page)
        assert card(page, "C04-R1").get_by_role("radio", name="Évalué").is_checked()
        assert card(page, "C04-R1").get_by_label("Commentaire").input_value() == "Constitué par arrêté."
        assert author_field(page).input_value() == "Direction opérationnelle"
        assert card(page, "C04-R1").get_by_label("Renseigné par").input_value() == "Direction opérationnelle"
        server.process.kill()
        server.process.wait()
        server = start(ROOT / "app.py", tmp_path / "data", tmp_path / "log", port=port)
        page.reload()
        settle(page)
        assert card(page, "C04-R1").get_by_role("radio", name="Évalué").is_checked()
        assert card(page, "C04-R1").get_by_label("Commentaire").input_value() != ""
        assert author_field(page).input_value() != ""
    finally:
        server.stop()


def test_a_lost_connection_comes_back_by_itself_and_loses_nothing(
    tmp_path: Path, open_page: OpenPage
) -> None:
    """The server goes and comes back while the page stays open: what was saved shows, and answering goes on."""
    (tmp_path / "data").mkdir()
    campaign = new_campaign(tmp_path / "data")
    port = free_port()
    server = start(ROOT / "app.py", tmp_path / "data", tmp_path / "log", port=port)
    try:
        page = open_page(server, "/criteres?" + address(campaign, critere="2.4")).page
        choose_level(page, "C04-R1", "Évalué")
        server.process.kill()
        server.process.wait()
        expect(page.get_by_role("heading", name="Connexion perdue")).to_be_visible(timeout=15_000)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert "Connexion perdue" in banner(page)
        server = start(ROOT / "app.py", tmp_path / "data", tmp_path / "log", port=port)
        expect(page.locator("[data-testid=stApp]")).to_have_attribute(
            "data-test-connection-state", "CONNECTED", timeout=60_000
        )
        settle(page)
        assert banner(page) == "none"
        assert card(page, "C04-R1").get_by_role("radio", name="Évalué").is_checked()
        choose_level(page, "C04-R1-a", "Projeté")
        assert answers(tmp_path / "data", campaign) == {"C04-R1": 3, "C04-R1-a": 1}
    finally:
        server.stop()


def banner(page: Page) -> str:
    """What the page tells at its foot while it has no connection."""
    said: str = page.evaluate(
        "getComputedStyle(document.querySelector('[data-testid=stApp]'), '::before').content"
    )
    return said


def by_link(page: Page) -> None:
    """Leave for another page, pressing and releasing within the same instant."""
    page.locator("[data-testid=stSidebarNav]").get_by_text("Résultats").click(delay=0)
    expect(page.locator("h1")).to_have_text("Résultats")


def by_chip(page: Page) -> None:
    """Leave for another criterion by its chip."""
    page.get_by_role("radio", name="2.9 Parcours").click(delay=0)
    expect(page.locator("h1")).to_contain_text("2.9 ")


def by_button(page: Page) -> None:
    """Leave for the next criterion by the button."""
    page.get_by_role("button", name="Critère suivant").click(delay=0)
    expect(page.locator("h1")).to_contain_text("2.5 ")


def by_shortcut(page: Page) -> None:
    """Leave for the next criterion by the keyboard, from inside the text."""
    page.keyboard.press("Alt+PageDown")
    expect(page.locator("h1")).to_contain_text("2.5 ")


def by_folding(page: Page) -> None:
    """Fold the details in which the text stands."""
    card(page, "C04-R1").get_by_role("button", name="Replier").click(delay=0)
    expect(card(page, "C04-R1").get_by_role("button", name="Preuves (0)")).to_be_visible()


@pytest.mark.parametrize(
    "leave", [by_link, by_chip, by_button, by_shortcut, by_folding], ids=lambda leave: leave.__name__
)
def test_a_text_is_saved_even_when_the_next_gesture_leaves_the_page(
    server_for: ServerFor, open_page: OpenPage, leave: Callable[[Page], None]
) -> None:
    """Typing a comment and leaving in the same instant keeps the comment, every time."""
    server, query = server_for(unanswered)
    page = open_page(server, f"/criteres?{query}&critere=2.4").page
    for turn in range(2):
        text = f"{leave.__name__} {turn}"
        card(page, "C04-R1").get_by_label("Commentaire").fill(text)
        leave(page)
        settle(page)
        page.goto(f"{server.url}/criteres?{query}&critere=2.4")
        settle(page)
        assert card(page, "C04-R1").get_by_label("Commentaire").input_value() == text


def test_a_box_unfolds_whole_when_the_gesture_before_it_was_typing(
    server_for: ServerFor, open_page: OpenPage
) -> None:
    """A comment is typed and the indicators are asked for in the same instant: the one is saved, the others are shown."""
    server, query = server_for(example)
    page = open_page(server, f"/criteres?{query}&critere=2.9&exigence=C09-R1").page
    card(page, "C09-R1").get_by_label("Commentaire").fill("Avant les indicateurs")
    box = page.get_by_test_id("stExpander").filter(has_text="Indicateurs du critère")
    box.locator("summary").click(delay=0)
    expect(box.get_by_role("table")).to_be_visible()
    expect(box.get_by_text("Taux de réussite aux examens")).to_be_visible()
    settle(page)
    page.reload()
    settle(page)
    assert card(page, "C09-R1").get_by_label("Commentaire").input_value() == "Avant les indicateurs"
    expect(box.get_by_role("table")).to_have_count(0)  # a visit begins with what is to be answered


def test_two_people_see_each_other_and_never_overwrite(server_for: ServerFor, open_page: OpenPage) -> None:
    """Two browsers on one campaign: answers cross at the next interaction, one text edited twice stays twice."""
    server, query = server_for(unanswered)
    campaign = reference(query)
    path = "/criteres?" + address(campaign, critere="2.4")
    one, two = open_page(server, path).page, open_page(server, path).page
    choose_level(one, "C04-R1", "Ajusté")
    card(one, "C04-R1").get_by_label("Commentaire").fill("Version une")
    card(one, "C04-R1").get_by_label("Renseigné par").focus()
    settle(one)
    card(two, "C04-R1").get_by_label("Commentaire").fill("Version deux")
    card(two, "C04-R1").get_by_label("Renseigné par").focus()
    expect(card(two, "C04-R1").get_by_role("radio", name="Ajusté")).to_be_checked(timeout=15_000)
    expect(card(two, "C04-R1")).to_contain_text("Version une")
    expect(card(two, "C04-R1")).to_contain_text("Version deux")
    library = Library(server.data_dir, label())
    assert library.open(*campaign).campaign.answer("C04-R1").comment == "Version une"
    library.close()


@contextmanager
def full_disk(server: RunningServer) -> Iterator[None]:
    """Let the server's process write no byte past the first of any file: what it sees is a full disk."""
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.prlimit(
            server.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        )


def test_a_full_disk_is_told_and_loses_nothing(server_for: ServerFor, open_page: OpenPage) -> None:
    """Where no byte more can be written the screen says so, and what was saved stays."""
    server, query = server_for(unanswered)
    campaign = reference(query)
    page = open_page(server, "/criteres?" + address(campaign, critere="2.4")).page
    choose_level(page, "C04-R1", "Projeté")
    assert SAVED in page.locator("[data-testid=stMain]").inner_text()
    main = page.locator("[data-testid=stMain]")
    with full_disk(server):
        choose_level(page, "C04-R1-a", "Projeté")
        expect(main).to_contain_text("Enregistrement impossible")
        assert answers(server.data_dir, campaign) == {"C04-R1": 1}
    choose_level(page, "C04-R1-a", "Mis en œuvre")
    expect(main).not_to_contain_text("Enregistrement impossible", timeout=15_000)
    assert answers(server.data_dir, campaign) == {"C04-R1": 1, "C04-R1-a": 2}


def test_a_text_that_could_not_be_saved_is_not_folded_away(
    server_for: ServerFor, open_page: OpenPage
) -> None:
    """While the disk is full the comment stays on screen whatever is clicked; the next answer saves it, too."""
    server, query = server_for(unanswered)
    campaign = reference(query)
    page = open_page(server, "/criteres?" + address(campaign, critere="2.4")).page
    comment = card(page, "C04-R1").get_by_label("Commentaire")
    with full_disk(server):
        comment.fill("À ne pas perdre")
        comment.blur()
        expect(card(page, "C04-R1")).to_contain_text("Enregistrement impossible")
        fold = card(page, "C04-R1").get_by_role("button", name="Replier C04-R1")
        with told(page):
            fold.click()
        expect(fold).to_be_visible()
        assert comment.input_value() == "À ne pas perdre"
    choose_level(page, "C04-R1-a", "Projeté")
    expect(card(page, "C04-R1")).not_to_contain_text("Enregistrement impossible")
    assert answers(server.data_dir, campaign)["C04-R1-a"] == 1
    library = Library(server.data_dir, label())
    assert library.open(*campaign).campaign.answer("C04-R1").comment == "À ne pas perdre"
    library.close()


def test_the_journal_of_a_session_is_whole_json(server_for: ServerFor, open_page: OpenPage) -> None:
    """Each click of a session is one line that any JSON reader takes, with no line for what was not done."""
    server, query = server_for(unanswered)
    campaign = reference(query)
    page = open_page(server, "/criteres?" + address(campaign, critere="2.4")).page
    choose_level(page, "C04-R1", "Projeté")
    choose_level(page, "C04-R1", "Évalué")
    journal = next(server.data_dir.rglob("*.journal.jsonl"))
    changes = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
    levels = [
        edit["apres"]
        for change in changes
        for edit in change.get("changements", [])
        if edit["champ"] == "niveau"
    ]
    assert levels == [1, 3]


def test_one_step_back_is_one_step(server_for: ServerFor, open_page: OpenPage) -> None:
    """The browser's own back button returns to the criterion that was left, and forward to the results."""
    server, query = server_for(unanswered)
    page = open_page(server, f"/criteres?{query}&critere=2.4").page
    page.get_by_role("radio", name="2.9 Parcours").click()
    expect(page.locator("h1")).to_contain_text("2.9 ")
    settle(page)
    page.locator("[data-testid=stSidebarNav]").get_by_text("Résultats").click()
    expect(page.locator("h1")).to_have_text("Résultats")
    settle(page)
    page.go_back()
    expect(page.locator("h1")).to_contain_text("2.9 ")
    settle(page)
    page.go_back()
    expect(page.locator("h1")).to_contain_text("2.4 ")
    page.go_forward()
    expect(page.locator("h1")).to_contain_text("2.9 ")
    assert "exception" not in page.locator("[data-testid=stMain]").inner_text().lower()
