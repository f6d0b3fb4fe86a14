"""Critères: answering saves by itself, and never over somebody else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cmq.campaign import ANSWERS, EVIDENCE, Edit, evidence_link_field
from cmq.framework import Framework
from cmq.storage.library import CampaignRef
from cmq.storage.store import Store
from tests.pages.conftest import Visit, widget


@pytest.fixture
def criterion(visit: Visit, campaign: CampaignRef):
    """Open a criterion by its number."""

    def show(number: str = "2.4", **more: str):
        return visit("criteres", campus=campaign.campus, campagne=campaign.campaign, critere=number, **more)

    return show


def test_a_level_is_in_the_journal_before_the_screen_says_saved(criterion, data_folder: Path) -> None:
    """Choosing a level writes it to disk, and nothing is chosen beforehand."""
    app = criterion()
    level = widget(app.radio, "|C04-R1|niveau|")
    assert level.value is None
    level.set_value(2).run()
    assert not app.exception
    lines = next(data_folder.rglob("*.jsonl")).read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[-1])["changements"][0]["apres"] == 2
    assert any("Enregistré à" in caption.value for caption in app.caption)
    assert not app.error


def test_a_level_without_evidence_is_claimed_not_met(criterion) -> None:
    """« Mis en œuvre » alone asks for evidence, and is not shown as satisfied."""
    app = criterion()
    widget(app.radio, "|C04-R1|niveau|").set_value(2).run()
    assert any("Ajoutez une preuve" in warning.value for warning in app.warning)
    assert not any("Satisfaite" in element.value for element in app.markdown)


def test_evidence_added_on_the_spot_makes_the_requirement_met(criterion, elsewhere: Store) -> None:
    """A title and a link, each saved when it is left, complete the evidence."""
    app = criterion()
    widget(app.radio, "|C04-R1|niveau|").set_value(2).run()
    app.button(key="preuve-ajouter-C04-R1").click().run()
    widget(app.text_input, "|titre|C04-R1").set_value("Acte de constitution").run()
    widget(app.text_input, "|lien|C04-R1").set_value("https://campus.example/acte").run()
    assert not app.exception
    (item,) = elsewhere.refresh().evidence.values()
    assert (item.title, item.link, item.requirements) == (
        "Acte de constitution",
        "https://campus.example/acte",
        {"C04-R1"},
    )
    assert not any("Ajoutez une preuve" in warning.value for warning in app.warning)


def test_not_applicable_needs_its_reason(criterion, elsewhere: Store) -> None:
    """Without a written reason the requirement stays unanswered, and says so."""
    app = criterion("2.6")
    widget(app.checkbox, "|C06-R1-d|non_applicable|").check().run()
    assert any("justification" in warning.value for warning in app.warning)
    widget(app.text_area, "|C06-R1-d|motif|").set_value("Aucun programme financier.").run()
    assert not any("justification" in warning.value for warning in app.warning)
    assert elsewhere.refresh().answer("C06-R1-d").reason == "Aucun programme financier."


def test_only_conditional_requirements_offer_not_applicable(criterion) -> None:
    """2.4 has no conditional text, so nothing there can be declared not applicable."""
    assert not [box for box in criterion("2.4").checkbox if "non_applicable" in box.key]


def test_a_text_changed_meanwhile_is_shown_beside_mine_and_never_overwritten(
    criterion, elsewhere: Store
) -> None:
    """Two people edit one comment: both versions are on screen, the first stays until somebody chooses."""
    app = criterion()
    field = ANSWERS.field("C04-R1", "commentaire")
    elsewhere.record([Edit(field, None, "Texte du rectorat")], "Rectorat")
    widget(app.text_area, "|C04-R1|commentaire|").set_value("Mon texte").run()
    assert not app.exception
    elsewhere.refresh()
    assert elsewhere.state[field] == "Texte du rectorat"
    shown = [element.value for element in app.text]
    assert "Mon texte" in shown
    assert "Texte du rectorat" in shown
    next(button for button in app.button if button.label == "Garder les deux, à la suite").click().run()
    elsewhere.refresh()
    assert elsewhere.state[field] == "Texte du rectorat\n\nMon texte"
    assert elsewhere.campaign.variants == ()


def test_what_others_recorded_shows_at_the_next_interaction(criterion, elsewhere: Store) -> None:
    """An answer given elsewhere appears here with the next click on another requirement."""
    app = criterion()
    elsewhere.record([Edit(ANSWERS.field("C04-R1-a", "niveau"), None, 4)], "")
    widget(app.radio, "|C04-R1|niveau|").set_value(1).run()
    assert widget(app.radio, "|C04-R1-a|niveau|").value == 4
    assert elsewhere.refresh().answer("C04-R1").level == 1


def test_what_users_type_is_never_interpreted(criterion, elsewhere: Store) -> None:
    """Markdown, HTML and image links from users reach the page escaped or as plain text."""
    trap = "![x](https://ailleurs.example/a.png) <img src=x> :smile: $x$"
    elsewhere.record(
        [
            Edit(EVIDENCE.field("P-1", "titre"), None, trap),
            Edit(EVIDENCE.field("P-1", "lien"), None, "javascript:alert(1)"),
            Edit(evidence_link_field("P-1", "C04-R1"), None, True),
            Edit(evidence_link_field("P-1", trap), None, True),
            Edit(ANSWERS.field("C04-R1", "repris_de"), None, trap),
        ],
        "",
    )
    app = criterion()
    app.button(key="preuve-ouverte-C04-R1-P-1-bouton").click().run()
    assert not app.exception
    shown = [element.value for element in (*app.markdown, *app.caption)]
    assert any("ailleurs" in text for text in shown)
    assert not any(re.search(r"(?<!\\)(!\[|<img|\$x)", text) for text in shown)
    assert not app.get("link_button")


def test_idem_says_so_and_asks_nothing_more(criterion, label: Framework) -> None:
    """A criterion marked « Idem » shows no excellence requirement."""
    app = criterion("2.4")
    assert any("Idem" in info.value for info in app.info)
    assert not any("Exigence Excellence" in element.value for element in app.markdown)


def test_the_short_pass_keeps_to_the_main_requirements(criterion) -> None:
    """The short pass hides the details and says how many remain."""
    app = criterion("2.2")
    app.segmented_control(key="parcours").set_value("Court").run()
    keys = [radio.key for radio in app.radio]
    assert any("|C02-R1|" in key for key in keys)
    assert not any("|C02-R1-a|" in key for key in keys)
    assert any("4\u00a0détails" in caption.value for caption in app.caption)


def test_next_and_previous_walk_the_criteria_in_order(criterion) -> None:
    """Next leads to the following criterion, and the last one has none."""
    app = criterion("2.10")
    next(button for button in app.button if button.label == "Critère suivant").click().run()
    assert app.title[0].value.startswith("2.11 ")
    assert next(button for button in app.button if button.label == "Critère suivant").disabled


def test_a_campaign_that_cannot_be_read_is_told_and_left_as_it_is(
    criterion, data_folder: Path, campaign: CampaignRef
) -> None:
    """A journal and a workbook that are no such files give a French error, and keep their bytes."""
    for path in (data_folder / campaign.campus).iterdir():
        if path.suffix in (".xlsx", ".jsonl"):
            path.write_bytes(b"\x00pas un classeur")
    before = {path: path.read_bytes() for path in data_folder.rglob("*") if path.is_file()}
    app = criterion()
    assert not app.exception
    assert app.error
    assert {path: path.read_bytes() for path in before} == before


def test_a_criterion_that_does_not_exist_is_told(criterion) -> None:
    """An address with an unknown number shows the first criterion, and says so."""
    app = criterion("9.9")
    assert not app.exception
    assert app.title[0].value.startswith("2.1 ")
    assert any("9" in warning.value for warning in app.warning)
    assert not criterion("2.2").warning


def test_a_level_that_somebody_else_changed_keeps_its_own_signature(criterion, elsewhere: Store) -> None:
    """A refused level does not put its author's name on the answer that was kept."""
    app = criterion()
    level = ANSWERS.field("C04-R1", "niveau")
    elsewhere.record([Edit(level, None, 4)], "Rectorat")
    app.text_input(key="author").set_value("Lycée support").run()
    app = criterion()
    elsewhere.record([Edit(level, 4, 3)], "Rectorat")
    app.text_input(key="author").set_value("Lycée support")
    widget(app.radio, "|C04-R1|niveau|").set_value(1).run()
    answer = elsewhere.refresh().answer("C04-R1")
    assert answer.level == 3
    assert answer.respondent == ""
    assert len(elsewhere.campaign.variants) == 1


def test_a_long_comment_stays_whole_and_can_be_edited(criterion, elsewhere: Store) -> None:
    """A text longer than a screen expects is neither cut nor frozen."""
    long = "Très long. " * 1500
    app = criterion()
    widget(app.text_area, "|C04-R1|commentaire|").set_value(long).run()
    assert elsewhere.refresh().answer("C04-R1").comment == long.strip()
    widget(app.text_area, "|C04-R1|commentaire|").set_value(long + "Fin.").run()
    assert elsewhere.refresh().answer("C04-R1").comment.endswith("Fin.")
    assert not app.error


@pytest.mark.parametrize(
    ("typed", "understood"), [("12/03/2026", True), ("12032026", True), ("31/02/2026", False)]
)
def test_a_date_is_typed_in_french_and_kept_as_typed_when_it_is_none(
    criterion, elsewhere: Store, typed: str, understood: bool
) -> None:
    """A date is taken with or without its strokes; an impossible one stays on screen with a message."""
    app = criterion()
    app.button(key="preuve-ajouter-C04-R1").click().run()
    widget(app.text_input, "|date|C04-R1").set_value(typed).run()
    app.run()
    assert widget(app.text_input, "|date|C04-R1").value == typed
    (item,) = elsewhere.refresh().evidence.values()
    assert (item.date is not None) is understood
    assert any("pas comprise" in warning.value for warning in app.warning) is not understood


def test_details_are_folded_and_say_what_they_hold(criterion, elsewhere: Store) -> None:
    """The first card that waits for something is unfolded; the others tell what they hold in their button."""
    elsewhere.record(
        [
            Edit(ANSWERS.field("C04-R1-a", "commentaire"), None, "Arrêté signé."),
            Edit(ANSWERS.field("C04-R1-a", "a_discuter"), None, True),
            Edit(EVIDENCE.field("P-1", "titre"), None, "Arrêté"),
            Edit(evidence_link_field("P-1", "C04-R1-a"), None, True),
        ],
        "",
    )
    app = criterion()
    folded = app.button(key="details-C04-R1-a-bouton")
    assert folded.label == "Preuves (1), points à vérifier (0 sur 6), commentaire, à discuter en COS"
    assert app.button(key="details-C04-R1-bouton").label == "Replier C04-R1"
    assert not [area for area in app.text_area if "C04-R1-a" in area.key]
    folded.click().run()
    assert widget(app.text_area, "|C04-R1-a|commentaire|").value == "Arrêté signé."


def test_the_requirement_of_the_address_is_unfolded(criterion) -> None:
    """A link from the results leads to a card whose fields are there."""
    app = criterion(exigence="C04-R1-a")
    assert widget(app.text_area, "|C04-R1-a|commentaire|").value == ""
    app.button(key="details-C04-R1-a-bouton").click().run()
    assert not [area for area in app.text_area if "C04-R1-a" in area.key]
    app.query_params["exigence"] = "C04-R1-a"
    app.run()
    assert widget(app.text_area, "|C04-R1-a|commentaire|").value == ""


def test_a_level_that_lacks_its_evidence_unfolds_the_card(criterion) -> None:
    """« Mis en œuvre » asks for evidence, and the way to add some appears; « Projeté » asks for nothing."""
    app = criterion()
    assert "preuve-ajouter-C04-R1-a" not in {button.key for button in app.button}
    widget(app.radio, "|C04-R1-a|niveau|").set_value(1).run()
    assert "preuve-ajouter-C04-R1-a" not in {button.key for button in app.button}
    widget(app.radio, "|C04-R1-a|niveau|").set_value(2).run()
    assert app.button(key="preuve-ajouter-C04-R1-a").label == "Ajouter une preuve"
