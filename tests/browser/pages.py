"""The pages that the browser tests visit. A new screen joins every check by being listed here.

A state is a function that fills a data folder and returns the query string (without "?") that a page then needs, or
"". It is prepared once; each visit gets a copy of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.audit import settle
from tests.browser.meeting_states import meeting_hostile, meeting_ready, meeting_sealed
from tests.browser.region_states import many_campuses, twelve_campuses
from tests.browser.states import complete, empty, example, hostile, unanswered, unreadable
from tests.browser.windows import Theme

State = Callable[[Path], str]


def as_it_opens(_page: Page) -> None:
    """Look at the page as it opens."""


WIDTHS = (320, 1920, 1280)


@dataclass(frozen=True)
class Listed:
    """A page, the states of the data that it is looked at in, and what to do before looking."""

    name: str
    path: str
    title: str
    states: tuple[State, ...] = (empty,)
    reach: Callable[[Page], None] = as_it_opens
    widths: tuple[int, ...] = WIDTHS
    walked: tuple[Theme, ...] = ()
    """The themes in which it is walked by Tab, in the last of its states."""


def rows_of_a_figure(page: Page) -> None:
    """Open the requirements behind the first figure."""
    page.get_by_role("button", name="Voir les exigences").first.click()
    page.get_by_role("dialog").wait_for()


def everything_open(page: Page) -> None:
    """Open every closed box of the page."""
    boxes = page.locator("[data-testid=stMain] [data-testid=stExpander] summary")
    for place in range(boxes.count()):
        box = boxes.nth(place)
        if box.locator("..").get_attribute("open") is None:
            box.click()
            settle(page)
    folded = page.locator("[class*='st-key-details-'] button").filter(has_not_text="Replier")
    while folded.count():
        folded.first.click()
        settle(page)


def evidence_form(page: Page) -> None:
    """Add a piece of evidence and leave it empty."""
    page.get_by_role("button", name="Ajouter une preuve").first.click()
    settle(page)


PASTED = (
    "Indicateur\tAnnée\tNumérateur\tDénominateur\tValeur\n"
    "REU-01\t2025\t440\t482\t\n"
    "REU-03\t2025\t300\t209\t\n"
    "BUD-01\t2024\t\t\t1,234\n"
    "XXX-9\t2024\t\t\tmille\n"
)


def pasted_table(page: Page) -> None:
    """Paste a table of which some rows are refused and some numbers can be read in two ways."""
    page.get_by_label("Tableau copié").fill(PASTED)
    page.get_by_role("button", name="Voir l'aperçu").click()
    page.get_by_role("heading", name="Aperçu").wait_for()


def as_before_the_cos(page: Page) -> None:
    """Hide small counts."""
    page.get_by_text("Comme devant le COS").click()
    settle(page)


def groups_of_a_value(page: Page) -> None:
    """Open the detail of the first value, with its groups."""
    page.get_by_role("button", name="Groupes (").first.click()
    settle(page)


def rows_of_the_indicators(page: Page) -> None:
    """Open the indicators behind the count."""
    page.get_by_role("button", name="Voir les indicateurs").first.click()
    page.get_by_role("dialog").wait_for()


def form_beside_the_slide(page: Page) -> None:
    """Open the form beside the projected slide, for what asks most."""
    page.get_by_role("button", name="Décider").click()
    page.get_by_text("Modifier un niveau").click()
    page.get_by_text("Nouveau niveau").wait_for()


MEETINGS = (meeting_ready, meeting_hostile, meeting_sealed)
LIGHT: tuple[Theme, ...] = ("light",)
BOTH: tuple[Theme, ...] = ("light", "dark")
"""Between them the screens walked in both themes hold every widget that the product uses."""

PAGES: tuple[Listed, ...] = (
    Listed("accueil", "/", "Accueil", (empty, unanswered, hostile, unreadable, example), walked=LIGHT),
    Listed("accueil-ouvert", "/", "Accueil", (example,), everything_open),
    Listed("criteres", "/criteres", "Critères", (unanswered, example, complete, hostile, unreadable)),
    Listed("criteres-2.6", "/criteres?critere=2.6", "Critères", (example,), everything_open),
    Listed("criteres-preuve", "/criteres?critere=2.8", "Critères", (unanswered,), evidence_form),
    Listed("criteres-sans-campagne", "/criteres", "Critères", (empty,)),
    *(
        Listed(
            f"critere-2.{number}",
            f"/criteres?critere=2.{number}",
            "Critères",
            (example,),
            widths=(1280,),
            walked=BOTH if number == 6 else (),
        )
        for number in range(1, 12)
    ),
    Listed(
        "resultats",
        "/resultats",
        "Résultats",
        (unanswered, complete, hostile, unreadable, example),
        walked=LIGHT,
    ),
    Listed(
        "resultats-exigences",
        "/resultats?vue=exigences",
        "Résultats",
        (unanswered, complete, example),
        walked=LIGHT,
    ),
    Listed(
        "resultats-evolution",
        "/resultats?vue=evolution",
        "Résultats",
        (unanswered, example),
        everything_open,
        walked=LIGHT,
    ),
    Listed("resultats-lignes", "/resultats", "Résultats", (example,), rows_of_a_figure),
    Listed("resultats-ouvert", "/resultats", "Résultats", (example,), everything_open),
    Listed(
        "indicateurs", "/indicateurs", "Indicateurs", (unanswered, hostile, unreadable, example), walked=LIGHT
    ),
    Listed("indicateurs-lignes", "/indicateurs", "Indicateurs", (example,), rows_of_the_indicators),
    Listed("indicateurs-ouvert", "/indicateurs", "Indicateurs", (example,), everything_open),
    Listed(
        "valeur-ajoutee",
        "/indicateurs?vue=valeur-ajoutee",
        "Indicateurs",
        (unanswered, example),
        walked=LIGHT,
    ),
    Listed(
        "fiche-cos", "/indicateurs?vue=fiche&indicateur=INT-01", "Indicateurs", (example,), as_before_the_cos
    ),
    Listed(
        "fiche",
        "/indicateurs?vue=fiche&indicateur=REU-03",
        "Indicateurs",
        (unanswered, example),
        walked=LIGHT,
    ),
    Listed("fiche-propre", "/indicateurs?vue=fiche&indicateur=CAMPUS-1", "Indicateurs", (hostile,)),
    Listed(
        "saisie",
        "/indicateurs?vue=saisie&annee=2025",
        "Indicateurs",
        (unanswered, hostile, example),
        groups_of_a_value,
        walked=LIGHT,
    ),
    Listed("import", "/indicateurs?vue=import", "Indicateurs", (unanswered, example), walked=BOTH),
    Listed("import-apercu", "/indicateurs?vue=import", "Indicateurs", (example,), pasted_table),
    Listed("choix", "/indicateurs?vue=choix", "Indicateurs", (unanswered, hostile, example), walked=LIGHT),
    Listed("choix-ouvert", "/indicateurs?vue=choix", "Indicateurs", (example,), everything_open),
    Listed(
        "seance-preparer",
        "/seance",
        "Séance",
        (unanswered, meeting_hostile, meeting_sealed, meeting_ready),
        walked=LIGHT,
    ),
    Listed(
        "seance-composition",
        "/seance?vue=composition",
        "Séance",
        (meeting_hostile, meeting_ready),
        walked=LIGHT,
    ),
    Listed(
        "seance-secretariat",
        "/seance?vue=secretariat",
        "Séance",
        (meeting_hostile, meeting_sealed, meeting_ready),
        walked=LIGHT,
    ),
    Listed(
        "seance-suites",
        "/seance?vue=suites",
        "Séance",
        (meeting_hostile, meeting_sealed, meeting_ready),
        walked=LIGHT,
    ),
    Listed(
        "projection-accueil",
        "/projection?diapo=accueil",
        "Projection",
        (unanswered, meeting_ready, meeting_hostile),
    ),
    Listed("projection-synthese", "/projection?diapo=synthese", "Projection", (meeting_ready,)),
    Listed("projection-critere", "/projection?diapo=critere:C08", "Projection", (meeting_ready,)),
    Listed("projection-indicateur", "/projection?diapo=indicateur:REU-01", "Projection", (meeting_ready,)),
    Listed("projection-indicateurs", "/projection?diapo=indicateurs", "Projection", (meeting_ready,)),
    Listed("projection-suivi", "/projection?diapo=suivi", "Projection", (meeting_ready, meeting_hostile)),
    Listed("projection-annexe", "/projection?diapo=annexe", "Projection", (meeting_ready,)),
    Listed(
        "projection-decisions", "/projection?diapo=decisions", "Projection", (meeting_ready, meeting_hostile)
    ),
    Listed(
        "projection-decider",
        "/projection?diapo=critere:C04",
        "Projection",
        (meeting_ready, meeting_hostile),
        form_beside_the_slide,
    ),
    Listed(
        "region",
        "/region",
        "Région",
        (empty, twelve_campuses, many_campuses, hostile, unreadable),
    ),
    Listed("region-ouvert", "/region", "Région", (example,), everything_open, walked=BOTH),
    Listed("region-excellence", "/region?cote=Excellence", "Région", (twelve_campuses,)),
    Listed("region-filtre", "/region?academies=Lyon", "Région", (twelve_campuses,)),
    Listed("accessibilite", "/accessibilite", "Accessibilité", (example,), walked=LIGHT),
    Listed("donnees", "/donnees", "Données personnelles", (empty, example), walked=LIGHT),
    Listed("mentions", "/mentions", "Mentions légales", (empty, example), walked=LIGHT),
)

# A deep link into the application, and what only that page shows: the very first request of a cold server.
DEEP_LINK = "/criteres?critere=2.4"
DEEP_LINK_STATE: State = unanswered
DEEP_LINK_TITLE = "Critères"
DEEP_LINK_TEXT = "Une gouvernance régionale spécifique"
