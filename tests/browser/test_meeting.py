"""A meeting in real browsers: projected, written down by a second person, by keyboard alone, read from five metres."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from playwright.sync_api import Locator, Page, expect

from tests.browser.audit import settle, told
from tests.browser.conftest import OpenPage, ServerFor
from tests.browser.meeting_states import (
    CONTRIBUTOR,
    MEETING,
    PEOPLE,
    PRIVATE_NOTE,
    SECRETARY,
    TAKEN,
    TO_FOLLOW,
    meeting_hostile,
    meeting_ready,
    meeting_sealed,
    opened,
    reference,
)
from tests.browser.serving import RunningServer
from tests.browser.shared import SharedServer
from tests.browser.windows import Theme, Windows

pytestmark = pytest.mark.browser

FOLLOWS_WITHIN_MS = 2000
SIZES = ((1280, 720), (1920, 1080))
WRITER = "Sacha"


# What the tests share


def project(open_page: OpenPage, server: RunningServer, query: str, slide: str = "", **how: object) -> Page:
    """A projector on a slide."""
    size = {"width": 1280, "height": 720} | how
    more = f"&diapo={slide}" if slide else ""
    return open_page(server, f"/projection?{query}{more}", **size).page


def secretary_of(open_page: OpenPage, server: RunningServer, query: str) -> Page:
    """A second browser that writes."""
    page = open_page(server, f"/seance?{query}&vue=secretariat").page
    page.get_by_role("textbox", name="Qui répond").fill(WRITER)
    page.keyboard.press("Tab")
    settle(page)
    return page


def shown(page: Page) -> Locator:
    """The projected slide."""
    return page.locator(".cmq-slide")


def place(page: Page) -> tuple[int, int]:
    """Which slide is shown, of how many."""
    found = re.search(r"(\d+)\s*/\s*(\d+)", page.locator(".st-key-pied").inner_text())
    assert found
    return int(found[1]), int(found[2])


def at_place(page: Page, number: int) -> None:
    """Wait until a slide is shown."""
    expect(page.locator(".st-key-pied")).to_contain_text(
        re.compile(rf"(^|\D){number}\s*/\s*\d+"), timeout=15_000
    )


def choose(page: Page, label_: str, option: str) -> None:
    """Choose in a list; once more where the screen was redrawn in that very instant, as whoever sees it would."""
    box = page.get_by_role("combobox", name=label_, exact=True)
    for _ in range(2):
        box.click()
        page.get_by_role("option", name=option).first.click()
        settle(page)
        if option in box.input_value():
            return
    expect(box).to_have_value(re.compile(re.escape(option)))


_WATCH = """
([selector, text]) => {
  const flat = (found) => found.replace(/\\s+/g, ' ');
  window.seenAt = null;
  const look = () => {
    if (window.seenAt !== null) return;
    const found = [...document.querySelectorAll(selector)];
    if (found.some((one) => flat(one.innerText + (one.value ?? '')).includes(flat(text)))) {
      window.seenAt = Date.now();
      watcher.disconnect();
    }
  };
  const watcher = new MutationObserver(look);
  watcher.observe(document.body, {childList: true, subtree: true, characterData: true});
  look();
  return window.seenAt;
}
"""
_MARK = """
() => {
  window.doneAt = null;
  for (const type of ['click', 'keydown']) {
    window.addEventListener(type, () => (window.doneAt ??= Date.now()), {capture: true, once: true});
  }
}
"""


def delay(act: Callable[[], object], actor: Page, watcher: Page, text: str, where: str = ".cmq-slide") -> int:
    """Milliseconds from the click or key in one browser to the text in the other."""
    assert watcher.evaluate(_WATCH, [where, text]) is None, f"« {text} » est déjà là"
    actor.evaluate(_MARK)
    act()
    watcher.wait_for_function("() => window.seenAt !== null", timeout=15_000)
    took: int = watcher.evaluate("window.seenAt") - actor.evaluate("window.doneAt")
    return took


def in_time(delays: list[int]) -> bool:
    """Whether each was short; of a machine that has more to do than processors, whether most were."""
    late = [took for took in delays if took > FOLLOWS_WITHIN_MS]
    busy = os.getloadavg()[0] > (os.cpu_count() or 1)
    return not late or (busy and 2 * len(late) < len(delays))


def press(page: Page, name: str) -> Callable[[], None]:
    """A click on a button, to be timed."""
    return lambda: page.get_by_role("button", name=name, exact=True).click()


def journal(data_dir: Path) -> list[dict[str, Any]]:
    """The changes of the open campaign, oldest first."""
    path = data_dir / "exemple" / "2026.journal.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def text_of(document: Document) -> str:
    """Every text of a Word file, one a line."""
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


# The whole meeting

WRITTEN = ("Ouvrir un guichet du logement.", "Chiffrer les places d'internat.", "Inviter le Crous.")
IN_THE_ROOM = "Publier la carte des hébergements."
REASON = "Rien n'est signé à ce jour."


@dataclass
class Meeting:
    """A projector, a secretary, and how long each took to see what the other did."""

    server: RunningServer
    screen: Page
    desk: Page
    to_screen: list[int] = field(default_factory=list)
    to_desk: list[int] = field(default_factory=list)

    @property
    def main(self) -> Locator:
        """What the secretary sees."""
        return self.desk.locator("[data-testid=stMain]")

    @property
    def form(self) -> Locator:
        """Where the secretary writes."""
        return self.desk.locator(".st-key-decision")

    def turn_the_slides(self) -> None:
        """The room turns the slides and the secretary sees which one is shown; then the other way round."""
        for number in (2, 3):
            self.screen.keyboard.press("PageDown")
            at_place(self.screen, number)
        expect(shown(self.screen).locator("h1")).to_contain_text("2.1 ")
        expect(self.main).to_contain_text("À l'écran\u00a0: 2.1 Diagnostic")
        for key, name in (("PageDown", "2.2 Périmètre"), ("ArrowRight", "2.3 Objectifs")):
            settle(self.screen)
            self.to_desk.append(
                delay(
                    lambda key=key: self.screen.keyboard.press(key),
                    self.screen,
                    self.desk,
                    f"À l'écran\u00a0: {name}",
                    "p",
                )
            )
        for name, heading in (("2.9 Parcours", "2.9 Des"), ("2.8 Lieux", "2.8 Des lieux")):
            choose(self.desk, "Sujet", name)
            self.to_screen.append(
                delay(press(self.desk, "Montrer ce sujet à l'écran"), self.desk, self.screen, heading)
            )
            expect(self.main).not_to_contain_text("Montrer ce sujet à l'écran")
            settle(self.desk)

    def decide(self) -> None:
        """The secretary writes decisions down, and the room sees each."""
        for text in WRITTEN:
            self.form.get_by_label("Décision", exact=True).fill(text)
            self.form.get_by_label("Responsable").fill("Proviseur du lycée support")
            self.form.get_by_label("Échéance").fill("12/03/2027")
            self.form.get_by_label("Échéance").press("Tab")
            settle(self.desk)
            self.to_screen.append(delay(press(self.desk, "Enregistrer"), self.desk, self.screen, text))
            expect(self.form.get_by_label("Décision", exact=True)).to_have_value("")
            settle(self.desk)

    def amend(self) -> None:
        """The secretary amends a level with its reason, and the state on the slide follows."""
        expect(shown(self.screen)).to_contain_text("Label\u00a0: partiel")
        self.form.get_by_text("Modifier un niveau").click()
        self.form.get_by_text("Non engagé", exact=True).click()
        settle(self.desk)
        self.form.get_by_label("Motif").fill(REASON)
        self.form.get_by_label("Motif").press("Tab")
        settle(self.desk)
        self.to_screen.append(
            delay(press(self.desk, "Enregistrer"), self.desk, self.screen, "Label : non satisfait")
        )
        settle(self.desk)
        change = journal(self.server.data_dir)[-1]
        assert change["auteur"] == f"{WRITER} (en séance)"
        level = {"objet": "reponse", "id": "C08-R2", "champ": "niveau", "apres": 0}
        assert [edit for edit in change["changements"] if level.items() <= edit.items()]

    def decide_in_the_room(self) -> None:
        """The room decides and turns the slide while the secretary is in the middle of a sentence, which stays."""
        note = self.form.get_by_label("Motif")
        note.click()
        self.desk.keyboard.type("Une phrase commen")
        self.screen.get_by_role("button", name="Décider").click()
        panel = self.screen.locator(".st-key-decision")
        panel.get_by_label("Décision", exact=True).fill(IN_THE_ROOM)
        panel.get_by_label("Décision", exact=True).press("Tab")
        settle(self.screen)
        self.to_desk.append(
            delay(press(self.screen, "Enregistrer"), self.screen, self.desk, IN_THE_ROOM, "textarea")
        )
        settle(self.screen)
        press(self.screen, "Fermer")()
        expect(panel).to_have_count(0)
        settle(self.screen)
        self.screen.keyboard.press("PageDown")
        expect(shown(self.screen)).to_contain_text("2.9 ")
        expect(self.main).to_contain_text("À l'écran\u00a0: 2.9 Parcours")
        self.desk.keyboard.type("cée puis finie.")
        expect(note).to_have_value("Une phrase commencée puis finie.")
        note.press("Tab")
        settle(self.desk)
        expect(note).to_have_value("Une phrase commencée puis finie.")
        note.fill("")
        note.press("Tab")
        settle(self.desk)

    def attend(self) -> None:
        """The secretary notes who came, and the budget."""
        for member in PEOPLE:
            expect(self.desk.get_by_role("radiogroup", name=member.name)).to_have_count(1)
        absent = self.desk.get_by_role("radiogroup", name="Chloé Filière")
        absent.get_by_text("Représenté", exact=True).click()
        for name, value in (("Budget validé le", f"{date.today():%d/%m/%Y}"), ("Exercice", "2027")):
            settle(self.desk)
            self.desk.get_by_label(name).fill(value)
            self.desk.get_by_label(name).press("Tab")
            settle(self.desk)

    def close(self) -> str:
        """The secretary closes and seals: the hash that the screen shows."""
        self.desk.get_by_text("Relevé et versions", exact=True).click()
        self.desk.get_by_text("La séance a eu lieu et tout est noté").click()
        expect(self.desk.get_by_role("button", name="Clore et sceller")).to_be_enabled()
        settle(self.desk)
        press(self.desk, "Clore et sceller")()
        expect(self.main).to_contain_text("sa version scellée", timeout=20_000)
        expect(self.main).to_contain_text("Intacte")
        settle(self.desk)
        digest = re.search(r"[0-9a-f]{64}", self.main.inner_text())
        assert digest
        expect(self.screen.get_by_role("button", name="Décider")).to_have_count(0)
        return digest[0]

    def download(self, name: str) -> bytes:
        """What a button of the secretary's gives."""
        with self.desk.expect_download() as got:
            self.desk.get_by_role("button", name=name).click()
        return got.value.path().read_bytes()


def test_a_whole_meeting_in_two_browsers(server_for: ServerFor, open_page: OpenPage) -> None:
    """One browser projects, another writes: each follows the other within two seconds, and the minutes say it all."""
    server, query = server_for(meeting_ready)
    meeting = Meeting(
        server, project(open_page, server, query, "accueil"), secretary_of(open_page, server, query)
    )
    meeting.turn_the_slides()
    meeting.decide()
    meeting.amend()
    meeting.decide_in_the_room()
    meeting.attend()
    digest = meeting.close()
    print("secrétaire → écran", meeting.to_screen, "écran → secrétaire", meeting.to_desk)
    meeting.screen.goto(f"{server.url}/projection?{query}&diapo=synthese")
    settle(meeting.screen)
    headlines = [shown(meeting.screen).locator(tag).first.inner_text() for tag in ("h1", "p")]
    report = docx.Document(io.BytesIO(meeting.download("Télécharger le relevé")))
    version = meeting.download("Télécharger la version")
    on_disk = [path.read_bytes() for path in server.data_dir.rglob("*.versions/*.zip")]
    assert in_time(meeting.to_screen), meeting.to_screen
    assert in_time(meeting.to_desk), meeting.to_desk
    assert on_disk == [version]
    assert hashlib.sha256(version).hexdigest() == digest
    paragraphs = [paragraph.text for paragraph in report.paragraphs]
    assert re.search(r"\d+\u00a0critères? satisfaits? sur \d+", headlines[0])
    assert [text for text in headlines if text not in paragraphs] == []
    text = text_of(report)
    assert digest in text
    for decided in (*WRITTEN, TAKEN, IN_THE_ROOM, REASON, TO_FOLLOW):
        assert text.count(decided) == 1, decided
    assert text.count("Proviseur du lycée support\n12/03/2027") == len(WRITTEN)
    assert "Le budget 2027 a été validé" in text
    assert "5\u00a0membres\u00a0: 3\u00a0présents et 2\u00a0représentés." in text
    for private in ("Projet de relevé", CONTRIBUTOR, PRIVATE_NOTE, "Une phrase commencée"):
        assert private not in text
    with opened(server.data_dir, reference(query)) as store:
        assert store.campaign.answer("C08-R2").level == 0
        assert len(store.campaign.decisions) == len(WRITTEN) + 3
        assert store.campaign.meetings[MEETING].held


def test_whoever_writes_keeps_the_subject_when_another_turns_the_slide(
    server_for: ServerFor, open_page: OpenPage
) -> None:
    """A decision being typed in the room is recorded on its own subject, not on the slide that came meanwhile."""
    server, query = server_for(meeting_ready)
    screen = project(open_page, server, query, "critere:C08")
    desk = secretary_of(open_page, server, query)
    screen.get_by_role("button", name="Décider").click()
    panel = screen.locator(".st-key-decision")
    expect(panel.get_by_label("Décision", exact=True)).to_be_focused()
    screen.keyboard.type("Une phrase commen")
    choose(desk, "Sujet", "2.9 Parcours")
    press(desk, "Montrer ce sujet à l'écran")()
    expect(shown(screen)).to_contain_text("2.9 ")
    expect(panel.get_by_role("heading")).to_have_text("2.8 Lieux")
    screen.keyboard.type("cée.")
    screen.keyboard.press("Tab")
    settle(screen)
    press(screen, "Enregistrer")()
    expect(panel).to_contain_text("enregistré", timeout=15_000)
    with opened(server.data_dir, reference(query)) as store:
        (found,) = [d for d in store.campaign.decisions.values() if d.text.startswith("Une phrase")]
    assert (found.text, found.criterion) == ("Une phrase commencée.", "C08")


# The keyboard


def focus_of(page: Page) -> str:
    """The name of what has the focus."""
    name: str = page.evaluate(
        "(({activeElement: one}) => one.matches('body, main') ? '' : one.getAttribute('aria-label') || one.innerText)(document)"
    )
    return name


_MARKED = """
() => {
  const one = document.activeElement;
  const around = [one];
  while (one.matches('input, textarea') && around.length < 5) around.push(around.at(-1).parentElement);
  return one.matches(':focus-visible') && around.some((each) => {
    const style = getComputedStyle(each);
    return style.outlineStyle !== 'none' || style.boxShadow !== 'none';
  });
}
"""


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Go to a control, and check that the eye can follow: what has the focus is marked."""
    for _ in range(30):
        page.keyboard.press(key)
        if name in focus_of(page):
            assert page.evaluate(_MARKED), f"« {name} » : le focus ne se voit pas"
            return
    pytest.fail(f"« {name} » n'est pas atteint par {key}")


@pytest.mark.parametrize(("onward", "back"), [("PageDown", "PageUp"), ("ArrowRight", "ArrowLeft")])
def test_the_keys_of_a_remote_go_through_every_slide_and_back(
    server_for: ServerFor, open_page: OpenPage, onward: str, back: str
) -> None:
    """From the first slide to the last and back, one slide a press, and no further at either end."""
    server, query = server_for(meeting_ready)
    page = project(open_page, server, query, "accueil")
    first, last = place(page)
    assert first == 1
    assert last > 20
    titles = []
    for number in range(1, last + 1):
        at_place(page, number)
        settle(page)
        titles.append(shown(page).locator("h1").inner_text())
        page.keyboard.press(onward)
    settle(page)
    at_place(page, last)
    for number in range(last, 0, -1):
        at_place(page, number)
        settle(page)
        assert shown(page).locator("h1").inner_text() == titles[number - 1]
        page.keyboard.press(back)
    settle(page)
    at_place(page, 1)
    assert len(set(titles)) == last


def at_rest(page: Page) -> int:
    """The slide that stays, once everything that was pressed has been dealt with."""
    before = 0
    for _ in range(20):
        settle(page)
        now = place(page)[0]
        if now == before:
            return now
        before = now
        page.wait_for_timeout(2000)
    pytest.fail("la projection ne s'arrête pas")


def test_presses_in_a_rush_neither_pass_the_end_nor_break(server_for: ServerFor, open_page: OpenPage) -> None:
    """However fast a remote is pressed, no slide is skipped that was not asked for, and the last is the last."""
    server, query = server_for(meeting_ready)
    visit = open_page(server, f"/projection?{query}&diapo=accueil", width=1280, height=720)
    page = visit.page
    _, last = place(page)
    for _ in range(5):
        page.keyboard.press("PageDown")
    assert 1 < at_rest(page) <= 6
    for key, end in (("PageDown", last), ("PageUp", 1)):
        for _ in range(8):
            for _ in range(15):
                page.keyboard.press(key)
            if at_rest(page) == end:
                break
        page.keyboard.press(key)
        assert at_rest(page) == end
    assert "diapo=accueil" in page.url
    assert visit.problems == []
    assert not page.locator("[data-testid=stException]").count()


def test_a_key_that_is_held_turns_one_slide(server_for: ServerFor, open_page: OpenPage) -> None:
    """A remote whose key stays down does not run through the meeting."""
    server, query = server_for(meeting_ready)
    page = project(open_page, server, query, "accueil")
    for _ in range(10):
        page.keyboard.down("PageDown")
    page.keyboard.up("PageDown")
    assert at_rest(page) == 2


def test_a_decision_is_recorded_with_the_keyboard_alone(server_for: ServerFor, open_page: OpenPage) -> None:
    """Open the form, write, name who and when, record, close: Tab, Enter and letters; arrows there stay in the text."""
    server, query = server_for(meeting_ready)
    page = project(open_page, server, query, "critere:C08")
    before = place(page)
    tab_to(page, "Décider")
    page.keyboard.press("Enter")
    text = page.locator(".st-key-decision").get_by_label("Décision", exact=True)
    expect(text).to_be_focused(timeout=15_000)
    page.keyboard.type("Visiter les internats")
    for key in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "PageDown", "PageUp"):
        page.keyboard.press(key)
    settle(page)
    assert place(page) == before
    tab_to(page, "Responsable")
    page.keyboard.type("Proviseure")
    page.keyboard.press("ArrowLeft")
    tab_to(page, "Échéance")
    page.keyboard.type("01/02/2027")
    tab_to(page, "Enregistrer")
    settle(page)
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-decision")).to_contain_text("enregistré", timeout=15_000)
    settle(page)
    assert place(page) == before
    tab_to(page, "Fermer")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-decision")).to_have_count(0)
    expect(shown(page)).to_contain_text("Visiter les internats")
    settle(page)
    page.keyboard.press("PageDown")
    at_place(page, before[0] + 1)
    with opened(server.data_dir, reference(query)) as store:
        (found,) = [d for d in store.campaign.decisions.values() if "internats" in d.text]
    assert (found.text, found.owner, found.due) == ("Visiter les internats", "Proviseure", date(2027, 2, 1))


# What can be read from five metres

_MEASURE = """
() => {
  const parse = (text) => {
    const found = text.match(/[\\d.]+(e-?\\d+)?/g).map(Number);
    const scale = text.startsWith('color(srgb') ? 255 : 1;
    return [found[0] * scale, found[1] * scale, found[2] * scale, found[3] ?? 1];
  };
  const over = (top, below) => top.slice(0, 3).map((c, i) => c * top[3] + below[i] * (1 - top[3])).concat(1);
  const luminance = (colour) => {
    const [r, g, b] = colour.map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const backgroundOf = (element) => {
    const layers = [];
    for (let one = element; one; one = one.parentElement) {
      const colour = parse(getComputedStyle(one).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
  };
  const contrast = (element, colour) => {
    const below = backgroundOf(element);
    const ink = parse(colour);
    for (let one = element; one; one = one.parentElement) ink[3] *= Number(getComputedStyle(one).opacity);
    const [light, dark] = [luminance(over(ink, below)), luminance(below)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const seen = (element) => {
    if (!element.checkVisibility({visibilityProperty: true, opacityProperty: true})) return false;
    for (let one = element; one; one = one.parentElement) {
      if (getComputedStyle(one).clipPath !== 'none') return false;
    }
    return true;
  };
  const texts = [];
  const add = (element, text, style) => texts.push({
    text: text.trim().slice(0, 60), size: parseFloat(style.fontSize), contrast: contrast(element, style.color),
  });
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.nodeValue.trim() || !seen(element)) continue;
    if (element.closest('[data-testid=stIconMaterial], script, style')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width > 1 && box.height > 1) add(element, node.nodeValue, getComputedStyle(element));
  }
  for (const field of document.querySelectorAll('input:not([type=radio]):not([type=checkbox]), textarea')) {
    if (!seen(field) || field.getBoundingClientRect().width < 2) continue;
    const style = getComputedStyle(field, field.value ? null : '::placeholder');
    if (field.value || field.placeholder) add(field, field.value || field.placeholder, style);
  }
  const overflowing = ['html', '[data-testid=stMain]', '.st-key-decision', '.cmq-slide']
    .flatMap((selector) => [...document.querySelectorAll(selector)].map((one) => [selector, one]))
    .filter(([, one]) => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1)
    .map(([selector, one]) => `${selector} : ${one.scrollWidth}x${one.scrollHeight} `
      + `> ${one.clientWidth}x${one.clientHeight}`);
  const foot = document.querySelector('.st-key-pied').getBoundingClientRect();
  const form = document.querySelector('.st-key-decision')?.getBoundingClientRect();
  if (foot.bottom > innerHeight) overflowing.push(`pied : ${foot.bottom} > ${innerHeight}`);
  if (form && form.bottom > foot.top + 1) overflowing.push(`formulaire : ${form.bottom} > ${foot.top}`);
  const menus = ['stSidebar', 'stHeader', 'stMainMenu', 'stToolbar', 'stSidebarNav', 'stExpandSidebarButton']
    .flatMap((id) => [...document.querySelectorAll(`[data-testid=${id}]`)])
    .filter((one) => one.checkVisibility({visibilityProperty: true, opacityProperty: true}))
    .map((one) => one.dataset.testid);
  return {texts, overflowing, menus, words: document.body.innerText};
}
"""


@pytest.fixture(scope="module")
def private_texts(shared_server: SharedServer) -> set[str]:
    """Who answered and what they noted for themselves: no slide may hold any of it."""
    query = shared_server.put(meeting_ready)
    found = {CONTRIBUTOR, SECRETARY, PRIVATE_NOTE}
    with opened(shared_server.server.data_dir, reference(query)) as store:
        found |= {
            str(value)
            for field, value in store.state.items()
            if field.name in ("renseigne_par", "commentaire", "source")
        }
    assert len(found) > 100
    return found


def problems_of(page: Page, height: int, private: set[str], worst: dict[str, float]) -> list[str]:
    """Everything that a room could not read, or should not."""
    found = page.evaluate(_MEASURE)
    least = height / 30 - 0.05
    problems = [f"déborde : {what}" for what in found["overflowing"]]
    problems += [f"menu visible : {what}" for what in found["menus"]]
    for text in found["texts"]:
        worst["size"] = min(worst.get("size", 1.0), text["size"] / height)
        worst["contrast"] = min(worst.get("contrast", 21.0), text["contrast"])
        if text["size"] < least:
            problems.append(f"trop petit ({text['size']} px) : {text['text']}")
        if text["contrast"] < 4.5:
            problems.append(f"trop pâle ({text['contrast']:.2f}) : {text['text']}")
    problems += [
        f"nom ou note : {text}"
        for text in private
        if re.search(rf"\b{re.escape(text)}(?!\w)", found["words"])
    ]
    assert len(found["texts"]) > 5
    return problems


Room = tuple[int, int, Theme]
"""The size of a projector, and the theme of its system."""
ROOMS: tuple[Room, ...] = tuple((*size, scheme) for scheme in ("light", "dark") for size in SIZES)
Read = dict[Room, dict[str, list[str]]]
"""What could not be read, by room and slide."""


def in_every_room(group: str) -> pytest.MarkDecorator:
    """A test of each room; all of one group are answered from one projection (see ``tests/scheduling.py``)."""
    return pytest.mark.parametrize(
        "room", ROOMS, ids=[f"{group}@{'-'.join(map(str, room))}" for room in ROOMS]
    )


def read_in_every_room(page: Page, what: str, private: set[str], read: Read, worst: dict[Room, Any]) -> None:
    """Look at what is projected in each size and theme."""
    for room in ROOMS:
        width, height, scheme = room
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        settle(page)
        if found := problems_of(page, height, private, worst[room]):
            read[room][what] = found


@pytest.fixture(scope="module")
def slides(windows: Windows, shared_server: SharedServer, private_texts: set[str]) -> Read:
    """Every slide, read in every room."""
    read: Read = {room: {} for room in ROOMS}
    worst: dict[Room, Any] = {room: {} for room in ROOMS}
    query = shared_server.put(meeting_ready)
    path = f"/projection?{query}&diapo=accueil"
    with windows.opened(shared_server.server, path, width=1280, height=720) as visit:
        page = visit.page
        _, last = place(page)
        assert last > 20
        for number in range(1, last + 1):
            at_place(page, number)
            read_in_every_room(page, page.url.rsplit("=", 1)[-1], private_texts, read, worst)
            page.keyboard.press("PageDown")
    print(worst)
    return read


@in_every_room("diapositives")
def test_every_slide_reads_from_five_metres(slides: Read, room: Room) -> None:
    """No scrolling, letters of a thirtieth of the height, contrast, no menu, no contributor: on every slide."""
    assert slides[room] == {}


def test_no_text_of_a_user_pushes_a_slide_off_the_screen(server_for: ServerFor, open_page: OpenPage) -> None:
    """Long texts, and such as Markdown or HTML would interpret, stay text that fits: on every slide."""
    server, query = server_for(meeting_hostile)
    visit = open_page(server, f"/projection?{query}&diapo=accueil", width=1280, height=720)
    page = visit.page
    _, last = place(page)
    problems: dict[str, list[str]] = {}
    for number in range(1, last + 1):
        at_place(page, number)
        settle(page)
        if found := problems_of(page, 720, {SECRETARY}, {}):
            problems[page.url.rsplit("diapo=", 1)[-1]] = found
        assert not shown(page).locator("img, a, strong, script, em").count()
        page.keyboard.press("PageDown")
    assert problems == {}
    assert visit.problems == []


FORMS = (
    ("synthese", "Décider"),
    ("critere:C08", "Décider"),
    ("critere:C06", "Confirmer un niveau"),
    ("critere:C09", "Modifier un niveau"),
    ("indicateur:REU-01", "Reporter"),
    ("indicateurs", "Décider"),
    ("suivi", "Décider"),
    ("annexe", "Décider"),
    ("decisions", "Décider"),
)


@pytest.fixture(scope="module")
def forms(windows: Windows, shared_server: SharedServer, private_texts: set[str]) -> Read:
    """The form beside the slide, for every act, read in every room."""
    read: Read = {room: {} for room in ROOMS}
    worst: dict[Room, Any] = {room: {} for room in ROOMS}
    query = shared_server.put(meeting_ready)
    for slide, act in FORMS:
        path = f"/projection?{query}&diapo={slide}"
        with windows.opened(shared_server.server, path, width=1280, height=720) as visit:
            visit.page.get_by_role("button", name="Décider").click()
            settle(visit.page)
            choice = visit.page.locator(".st-key-decision").get_by_text(act, exact=True)
            with told(visit.page):
                choice.click()
            read_in_every_room(visit.page, f"{slide} {act}", private_texts, read, worst)
    print(worst)
    return read


@in_every_room("formulaires")
def test_the_form_reads_from_five_metres_beside_the_slide(forms: Read, room: Room) -> None:
    """With the form open the same holds, and the foot of the screen stays in reach."""
    assert forms[room] == {}


# A version that somebody changed


def test_a_sealed_version_that_was_altered_is_told_and_not_used(
    server_for: ServerFor, open_page: OpenPage
) -> None:
    """Another byte in the file: the page says so, and neither compares it nor writes minutes from it."""
    server, query = server_for(meeting_sealed)
    page = open_page(server, f"/seance?{query}&vue=suites").page
    main = page.locator("[data-testid=stMain]")
    expect(main).to_contain_text("Intacte")
    expect(main).to_contain_text("Aucune exigence n'a changé")
    expect(page.get_by_role("button", name="Télécharger le relevé")).to_be_visible()
    (path,) = server.data_dir.rglob("*.versions/*.zip")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    path.write_bytes(content)
    page.reload()
    settle(page)
    told = page.get_by_text("a été modifiée sur le disque")
    expect(told).to_have_count(3)
    expect(main).to_contain_text("Remettez en place une copie de sauvegarde")
    expect(main).not_to_contain_text("Intacte")
    expect(main).not_to_contain_text("Aucune exigence n'a changé")
    expect(main).not_to_contain_text("Critères satisfaits")
    expect(page.get_by_role("button", name="Télécharger le relevé")).to_have_count(0)
    expect(page.get_by_role("button", name="Télécharger la version")).to_have_count(0)
    assert path.read_bytes() == bytes(content)
    with opened(server.data_dir, reference(query)) as store:
        (version,) = store.campaign.versions.values()
    assert version.digest != hashlib.sha256(content).hexdigest()
