"""Accessibilité, Données personnelles, Mentions légales: honest by default, completed by the deployer's file."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cmq.imprint import FILE_NAME
from tests.pages.conftest import Visit

PAGES = ("accessibilite", "donnees", "mentions")
MISSING = "non précisé"
NOT_COMPLIANT = "Accessibilité\u00a0: non conforme"


def said(app: AppTest) -> str:
    """All the text of a page, as it is written there."""
    assert not app.exception
    return "\n".join(element.value for element in app.markdown)


def state(folder: Path, content: str) -> None:
    """Write the deployer's file."""
    (folder / FILE_NAME).write_text(content, encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_without_a_file_the_page_says_what_is_missing(visit: Visit, page: str) -> None:
    """Nothing is made up: each statement that only the deployer can make is said to be missing."""
    app = visit(page)
    assert MISSING in said(app)
    assert not app.error


def test_without_an_audit_the_application_is_not_compliant(visit: Visit) -> None:
    """The mention of the law stands on the page, with its reason, and at the foot of every screen."""
    assert f"**{NOT_COMPLIANT}.** Aucun audit" in said(visit("accessibilite"))
    for page in ("accueil", "resultats", "mentions"):
        labels = [link.label for link in visit(page).get("page_link")]
        assert NOT_COMPLIANT in labels


def test_an_audit_that_is_stated_takes_the_mention_s_place(visit: Visit, data_folder: Path) -> None:
    """The deployer's own words are shown, and nothing any longer says that there was no audit."""
    state(data_folder, '[accessibilite]\naudit = "Partiellement conforme"')
    app = visit("accessibilite")
    assert "**Audit\u00a0:** Partiellement conforme" in said(app)
    assert "Aucun audit n'a" not in said(app)
    assert NOT_COMPLIANT not in [link.label for link in app.get("page_link")]


def test_a_blank_audit_is_none(visit: Visit, data_folder: Path) -> None:
    """A line of spaces does not make the application compliant."""
    state(data_folder, '[accessibilite]\naudit = "   "')
    assert NOT_COMPLIANT in said(visit("accessibilite"))


@pytest.mark.parametrize(
    ("page", "content", "shown"),
    [
        ("mentions", '[mentions]\nediteur = "Lycée Corneille"', "Lycée Corneille"),
        ("donnees", '[donnees]\nconservation = "cinq ans"', "cinq ans"),
        ("accessibilite", '[accessibilite]\ncontact = "Le référent"', "Le référent"),
    ],
)
def test_what_the_file_states_is_shown(
    visit: Visit, data_folder: Path, page: str, content: str, shown: str
) -> None:
    """A deployer completes the page without touching the code."""
    state(data_folder, content)
    assert shown in said(visit(page))


def test_the_file_may_be_elsewhere(visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CMQ_MENTIONS names a file outside the data."""
    other = tmp_path / "autre.toml"
    other.write_text('[mentions]\nediteur = "Ailleurs"', encoding="utf-8")
    monkeypatch.setenv("CMQ_MENTIONS", str(other))
    assert "Ailleurs" in said(visit("mentions"))


def test_an_impossible_place_is_told(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home folder that does not exist is the deployer's mistake, and stops no page."""
    monkeypatch.setenv("CMQ_MENTIONS", "~personne-de-ce-nom/mentions.toml")
    app = visit("mentions")
    assert "CMQ\\_MENTIONS" in app.error[0].value
    assert not app.exception
    assert not visit("accueil").error


@pytest.mark.parametrize("page", PAGES)
def test_a_file_that_cannot_be_used_is_told_and_the_page_goes_on(
    visit: Visit, data_folder: Path, page: str
) -> None:
    """The error names the file; the rest of the page, and of the application, is there."""
    state(data_folder, '[mentions]\nauteur = "x"')
    app = visit(page)
    assert "mentions" in app.error[0].value
    assert MISSING in said(app)
    assert not visit("accueil").error


def test_what_a_deployer_writes_is_text(visit: Visit, data_folder: Path) -> None:
    """Markdown and HTML in the file stay plain characters."""
    state(data_folder, "[mentions]\nediteur = '**gras** <b>x</b> [lien](https://ailleurs.example)'")
    app = visit("mentions")
    (shown,) = [element.value for element in app.markdown if "gras" in element.value]
    assert "**gras" not in shown
    assert "](" not in shown
