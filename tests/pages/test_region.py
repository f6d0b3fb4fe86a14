"""Région: every campus, filters in the address, and no campus that takes the page down."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from cmq import french
from cmq.campaign import ANSWERS, Edit, profile_field
from cmq.framework import Framework
from cmq.scoring import score
from cmq.storage.library import CampaignRef, Library
from tests.pages.conftest import Visit

TRAP = "<img src='https://ailleurs.example/b.png'> **gras**"


@pytest.fixture
def campuses(data_folder: Path, label: Framework) -> dict[str, CampaignRef]:
    """Three campuses: of two académies and two filières, one with an answer."""
    library = Library(data_folder, label)
    made = {}
    for name, academy, sector in (
        ("Zinc", "Lille", "Bois"),
        ("Énergies", "Amiens", "Bois"),
        (TRAP, "Lille", "Mode"),
    ):
        profile = {"annee": 2026, "academie": academy, "filiere": sector, "date_fin_label": "2020-01-31"}
        made[name] = library.create_campus(name.replace("/", ""), "2026", profile, "")
    library.open(*made["Zinc"]).record([Edit(ANSWERS.field("C01-R1", "niveau"), None, 1)], "")
    library.close()
    return made


def table_of(app) -> str:
    """The table of states, as HTML."""
    (found,) = [
        element.proto.body for element in app.get("html") if 'class="cmq-states"' in element.proto.body
    ]
    return found


def names_in(app) -> list[str]:
    """The campuses in the order of their rows."""
    return re.findall(r'<th scope="row" role="rowheader">(?:<a [^>]*>)?([^<]*)<', table_of(app))[:-1]


def texts_of(app) -> str:
    """Everything that the page says, style sheets aside."""
    kinds = ("title", "header", "markdown", "caption", "text", "info", "error")
    said = [element.value for kind in kinds for element in app.get(kind)]
    bodies = [element.proto.body for element in app.get("html")]
    return " ".join([*said, *(body for body in bodies if "<table" in body or "<ul" in body)])


def test_every_campus_is_a_row_in_alphabetical_order(visit: Visit, campuses) -> None:
    """Names are text and never markup; each leads to its own results; nothing is a percentage or a rank."""
    app = visit("region")
    assert not app.exception
    assert names_in(app) == [
        "&lt;img src=&#x27;https:ailleurs.exampleb.png&#x27;&gt; **gras**",
        "Énergies",
        "Zinc",
    ]
    assert "<img" not in table_of(app)
    assert 'href="resultats?campus=zinc&amp;campagne=2026"' in table_of(app)
    assert re.findall(r"(?i)\bmoyenne|\brang\b|meilleur|%", texts_of(app)) == []


def test_the_states_are_those_of_the_scoring(visit: Visit, campuses, data_folder, label) -> None:
    """Each mark has its word; the answers are counted per campus."""
    app = visit("region")
    row = re.search(r">Zinc<.*?</tr>", table_of(app)).group()
    library = Library(data_folder, label)
    results = score(label, library.open(*campuses["Zinc"]).campaign)
    library.close()
    words = re.findall(r'<td role="cell" class="cmq-mark [^>]*>([^<]*)</td>', row)
    assert words == [french.CRITERION_STATES[c.label_state] for c in results.criteria]
    assert "1 sur 62" in row
    assert "0 sur 62" in table_of(app)


def test_filters_come_from_the_address_and_offer_what_is_there(visit: Visit, campuses) -> None:
    """A link keeps them; « n campus sur m » counts what is shown."""
    app = visit("region", academies="Lille")
    academies, sectors = app.multiselect
    assert list(academies.options) == ["Amiens", "Lille"]
    assert list(sectors.options) == ["Bois", "Mode"]
    assert academies.value == ["Lille"]
    assert names_in(app)[-1] == "Zinc"
    assert "Énergies" not in names_in(app)
    assert "**2\u00a0campus sur 3**" in [element.value for element in app.markdown]
    sectors.select("Bois").run()
    assert names_in(app) == ["Zinc"]
    academies.set_value(["Amiens"]).run()
    assert names_in(app) == ["Énergies"]


def test_filters_that_keep_nobody_say_what_to_do(visit: Visit, campuses) -> None:
    """No empty table, no chart of nothing."""
    app = visit("region", academies="Amiens", filieres="Mode")
    assert not app.exception
    assert [info.value for info in app.info] == [
        "Aucun campus ne correspond à ces filtres\u00a0: retirez une académie ou une filière."
    ]
    assert not app.header


def test_a_campus_that_cannot_be_read_says_so_and_the_rest_stands(
    visit: Visit, campuses, data_folder
) -> None:
    """Both files broken, a folder that is a link to itself, a file in a folder's place; even under a filter."""
    for path in (data_folder / "zinc").iterdir():
        path.write_bytes(b"\x00 pas un classeur")
    (data_folder / "boucle").symlink_to(data_folder / "boucle")
    (data_folder / "fichier").write_bytes(b"")
    for address in ({}, {"academies": "Amiens"}):
        app = visit("region", **address)
        assert not app.exception
        assert not app.error
        assert {"boucle", "zinc", "Énergies"} <= set(names_in(app))
        assert "fichier" not in names_in(app)
        assert "La campagne 2026 ne peut pas être lue." in table_of(app)
        assert "Ce dossier ne peut pas être lu" in table_of(app)
        assert len(app.header) == 3


def test_an_empty_folder_leads_to_the_first_screen(visit: Visit, data_folder) -> None:
    """Nothing to show is no error; nor is it once everything is unreadable."""
    app = visit("region")
    assert not app.exception
    assert "Aucun campus" in app.info[0].value
    (data_folder / "boucle").symlink_to(data_folder / "boucle")
    app = visit("region")
    assert not app.exception
    assert names_in(app) == ["boucle"]
    assert len(app.header) == 1


def test_a_change_shows_at_the_next_look(visit: Visit, campuses, data_folder, label) -> None:
    """Made by another process; a campus that went is gone."""
    app = visit("region")
    assert "2 sur 62" not in table_of(app)
    library = Library(data_folder, label)
    library.open(*campuses["Zinc"]).record(
        [
            Edit(ANSWERS.field("C01-R2", "niveau"), None, 1),
            Edit(profile_field("campus"), "Zinc", "Étain"),
        ],
        "",
    )
    library.close()
    app.run()
    assert "2 sur 62" in table_of(app)
    assert "Étain" in names_in(app)
    assert "Zinc" not in names_in(app)
    shutil.rmtree(data_folder / "zinc")
    app.run()
    assert "Étain" not in names_in(app)


def test_what_is_missing_opens_its_campuses(visit: Visit, campuses) -> None:
    """The chosen requirement lists every campus that it is applicable in, by name."""
    app = visit("region")
    choice = next(box for box in app.selectbox if box.key == "exigence-region")
    choice.select("C01-R1").run()
    assert not app.exception
    bodies = [element.proto.body for element in app.get("html")]
    (rows,) = [body for body in bodies if "C01-R1" in body and "cmq-table" in body]
    assert re.findall(r'<th scope="row">([^<]*)</th><td>([^<]*)</td>', rows)[-2:] == [
        ("Énergies", "Non renseignée"),
        ("Zinc", "Projetée"),
    ]


def test_excellence_has_its_own_requirements(visit: Visit, campuses) -> None:
    """The chosen category says which requirements are missing."""
    app = visit("region", cote="Excellence")
    assert not app.exception
    choice = next(box for box in app.selectbox if box.key == "exigence-region")
    assert choice.options
    assert all(re.match(r"C\d\d-X", option) for option in choice.options)
