"""Accueil: from nothing to a campaign, and what a bad name does."""

from __future__ import annotations

from pathlib import Path

import pytest

from cmq.storage.library import CampaignRef
from tests.pages.conftest import Visit


def create(app, name: str):
    """Fill the creation form and send it."""
    app.text_input(key="creation_nom").set_value(name)
    submit = next(button for button in app.button if button.label == "Créer le campus")
    return submit.click().run()


def test_a_first_visit_offers_to_create_or_to_look_at_the_example(visit: Visit) -> None:
    """An empty data folder shows what to do next, and no error."""
    app = visit()
    assert not app.exception
    assert app.title[0].value == "Accueil"
    assert "Ouvrir l'exemple" in [button.label for button in app.button]
    assert not app.error


def test_a_created_campus_is_on_disk_and_opens_at_its_first_criterion(
    visit: Visit, data_folder: Path
) -> None:
    """Creating leads to the first criterion of a campaign whose files exist."""
    app = create(visit(), "Campus Bois et Forêt 🌲")
    assert not app.exception
    assert app.title[0].value.startswith("2.1 ")
    assert [folder.name for folder in data_folder.iterdir() if folder.is_dir()] == ["campus-bois-et-foret"]
    assert list((data_folder / "campus-bois-et-foret").glob("*.journal.jsonl"))


@pytest.mark.parametrize("name", ["", "   ", "../ailleurs", "a/b", "a\\b", "🌲🌲", "x" * 300])
def test_a_name_that_cannot_be_used_is_told_and_creates_nothing(
    visit: Visit, data_folder: Path, name: str
) -> None:
    """Each bad name gets a message, and no folder appears."""
    app = create(visit(), name)
    assert not app.exception
    assert len(app.error) == 1
    assert app.title[0].value == "Accueil"
    assert [entry for entry in data_folder.iterdir() if entry.is_dir()] == []


def test_the_same_campus_twice_is_refused_and_leaves_the_first_alone(
    visit: Visit, data_folder: Path, campaign: CampaignRef
) -> None:
    """A campus of the same name, but for case and spaces, is not created again."""
    before = {path: path.read_bytes() for path in data_folder.rglob("*.jsonl")}
    app = create(visit(), "  campus  D'ESSAI ")
    assert "existe déjà" in app.error[0].value
    assert {path: path.read_bytes() for path in data_folder.rglob("*.jsonl")} == before


def test_a_new_campaign_starts_from_the_last_answers(visit: Visit, elsewhere, data_folder: Path) -> None:
    """Answers are carried over, marked with the campaign that they come from."""
    from cmq.campaign import ANSWERS, Edit

    elsewhere.record([Edit(ANSWERS.field("C01-R1", "niveau"), None, 3)], "")
    app = visit()
    app.number_input(key="nouvelle_annee").set_value(2027)
    next(button for button in app.button if button.label == "Créer la campagne").click().run()
    assert not app.exception
    assert not app.error
    app.query_params["critere"] = "2.1"
    app.run()
    assert app.radio[0].value == 3
    assert any("Repris de 2026" in element.value for element in app.markdown)
    assert elsewhere.refresh().answer("C01-R1").carried_from == ""


def test_the_words_of_the_label_are_there_once_they_are_unfolded(visit: Visit) -> None:
    """The page does not carry them until then; unfolded, they go from the purposes to the glossary."""
    app = visit()
    assert "Finalités" not in [heading.value for heading in app.subheader]
    app.session_state["cahier-des-charges"] = True
    app.run()
    assert not app.exception
    assert [heading.value for heading in app.subheader] == [
        "Finalités",
        "Définitions",
        "Procédure",
        "Glossaire",
    ]


def test_the_example_opens_on_a_copy(visit: Visit, data_folder: Path) -> None:
    """The example opens at its results, and the shipped files keep every byte."""
    shipped = Path(__file__).resolve().parents[2] / "data" / "exemple"
    before = {path: path.read_bytes() for path in shipped.rglob("*") if path.is_file()}
    assert before
    app = visit()
    next(button for button in app.button if button.label == "Ouvrir l'exemple").click().run()
    assert not app.exception
    assert app.title[0].value == "Résultats"
    assert {path: path.read_bytes() for path in shipped.rglob("*") if path.is_file()} == before
    assert any(data_folder.iterdir())


def test_an_address_that_leads_nowhere_is_told_and_the_list_still_shows(
    visit: Visit, campaign: CampaignRef
) -> None:
    """A campaign that is gone gives a message, and the other campuses stay within reach."""
    app = visit("accueil", campus="disparu", campagne="2026")
    assert not app.exception
    assert len(app.error) == 1
    assert any(button.label == "Commencer" for button in app.button)


@pytest.mark.parametrize(
    "address", [{"campus": "..", "campagne": "x"}, {"campus": "a/../..", "campagne": "../x"}]
)
def test_an_address_never_leaves_the_data_folder(
    visit: Visit, data_folder: Path, address: dict[str, str]
) -> None:
    """A crafted address opens nothing and creates nothing."""
    app = visit("criteres", **address)
    assert not app.exception
    assert app.error
    assert not app.radio
    assert list(data_folder.iterdir()) == []
