"""Addresses that people have kept: each opens what it names, and what is chosen goes into it."""

from __future__ import annotations

from datetime import date

import pytest

from cmq.campaign import MEETINGS, Edit, profile_field
from cmq.storage.library import CampaignRef
from cmq.storage.store import Store
from tests.pages.conftest import Visit


@pytest.fixture
def show(visit: Visit, campaign: CampaignRef, elsewhere: Store):
    """Open a page of a campaign that has two meetings, in Lyon."""
    elsewhere.record(
        [
            Edit(profile_field("academie"), None, "Lyon"),
            Edit(MEETINGS.field("S-1", "date"), None, "2026-11-12"),
            Edit(MEETINGS.field("S-2", "date"), None, "2026-05-12"),
        ],
        "",
    )
    return lambda page, **more: visit(page, campus=campaign.campus, campagne=campaign.campaign, **more)


@pytest.mark.parametrize(
    ("page", "address", "key", "chosen"),
    [
        ("criteres", {"critere": "2.4"}, "critere", "2.4"),
        ("resultats", {"vue": "evolution"}, "vue", "evolution"),
        ("indicateurs", {"vue": "saisie", "annee": "2019"}, "annee", 2019),
        ("indicateurs", {"vue": "fiche", "indicateur": "REU-03"}, "indicateur", "REU-03"),
        ("seance", {"seance": "S-2", "vue": "suites"}, "seance", "S-2"),
        ("region", {"academies": "Lyon"}, "academies", ["Lyon"]),
        ("region", {"cote": "Excellence"}, "cote", "excellence"),
    ],
)
def test_an_address_opens_what_it_names(show, page: str, address: dict[str, str], key: str, chosen) -> None:
    """The widget shows it, and the address still names it."""
    app = show(page, **address)
    assert not app.exception
    assert app.session_state[key] == chosen
    assert {name: app.query_params[name] for name in address} == address


@pytest.mark.parametrize(
    ("page", "address", "key", "instead"),
    [
        ("resultats", {"vue": "inconnue"}, "vue", "synthese"),
        ("indicateurs", {"vue": "saisie", "annee": "1066"}, "annee", date.today().year - 1),
        ("indicateurs", {"vue": "saisie", "annee": "demain"}, "annee", date.today().year - 1),
        ("indicateurs", {"vue": "fiche", "indicateur": "ZZZ-99"}, "indicateur", "FOR-01"),
        ("criteres", {"critere": "9.9"}, "critere", "2.1"),
    ],
)
def test_an_address_that_names_nothing_opens_what_comes_first(
    show, page: str, address: dict[str, str], key: str, instead
) -> None:
    """Nobody is stopped by an address that was copied badly."""
    app = show(page, **address)
    assert not app.exception
    assert app.session_state[key] == instead


def test_what_is_chosen_is_in_the_address(show) -> None:
    """Under the id of what was chosen, which its label may outlive."""
    app = show("indicateurs", vue="saisie")
    app.selectbox(key="annee").set_value(2020).run()
    assert app.query_params["annee"] == "2020"
    app.segmented_control(key="vue").set_value("fiche").run()
    app.selectbox(key="indicateur").set_value("REU-02").run()
    assert app.query_params["vue"] == "fiche"
    assert app.query_params["indicateur"] == "REU-02"
    app = show("seance", seance="S-1")
    app.selectbox(key="seance").set_value("S-2").run()
    assert app.query_params["seance"] == "S-2"


def test_the_slide_of_the_address_is_shown_and_goes_on_in_it(show) -> None:
    """A link to a slide opens there; turning it writes the next one."""
    app = show("projection", diapo="synthese")
    assert app.query_params["diapo"] == "synthese"
    app.button(key="diapo-precedente").click().run()
    assert app.query_params["diapo"] == "accueil"
