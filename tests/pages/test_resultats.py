"""Résultats: every figure is the scoring's, and opens its rows."""

from __future__ import annotations

import pytest

from cmq import french
from cmq.campaign import ANSWERS, EVIDENCE, Edit, evidence_link_field
from cmq.framework import Framework
from cmq.scoring import score
from cmq.storage.library import CampaignRef
from cmq.storage.store import Store
from tests.pages.conftest import Visit


@pytest.fixture
def results_page(visit: Visit, campaign: CampaignRef):
    """Open a view of the campaign's results."""

    def show(view: str = "synthese"):
        return visit("resultats", campus=campaign.campus, campagne=campaign.campaign, vue=view)

    return show


@pytest.fixture
def half_filled(elsewhere: Store, label: Framework) -> Store:
    """Every other requirement answered, criterion 2.4 wholly met."""
    edits = [
        Edit(EVIDENCE.field("P-1", "titre"), None, "Compte rendu"),
        Edit(EVIDENCE.field("P-1", "lien"), None, "https://campus.example/cr"),
    ]
    for place, requirement in enumerate(label.assessed):
        if place % 2 or requirement.criterion == "C04":
            edits.append(Edit(ANSWERS.field(requirement.id, "niveau"), None, 2 + place % 3))
            edits.append(Edit(evidence_link_field("P-1", requirement.id), None, True))
    elsewhere.record(edits, "")
    return elsewhere


def test_an_empty_campaign_shows_no_criterion_met_and_no_error(results_page) -> None:
    """Nothing answered: 0 of 11, nothing counted as level 0, no failure of any chart."""
    app = results_page()
    assert not app.exception
    assert app.header[0].value == "0\u00a0critère satisfait sur 11"
    assert not app.error
    assert [metric.value for metric in app.metric] == ["0\u00a0%", "0\u00a0%", "0\u00a0%", "sans objet"]


def test_the_headline_and_the_figures_are_those_of_the_scoring(
    results_page, half_filled: Store, label: Framework
) -> None:
    """What the page shows is what the one scoring module says."""
    app = results_page()
    expected = score(label, half_filled.campaign)
    assert not app.exception
    assert app.header[0].value.startswith(f"{len(expected.met_criteria)}\u00a0critère")
    shown = {metric.label: metric.value for metric in app.metric}
    assert shown == {
        "Label": french.percent(expected.label_rate.value),
        "Excellence": french.percent(expected.excellence_rate.value),
        "Réponses": french.percent(expected.completion.value),
        "Sans preuve": french.percent(expected.unproven.value),
    }
    assert any("sous réserve du label" in element.value for element in app.subheader)


def test_each_figure_opens_the_rows_that_it_was_computed_from(results_page, half_filled: Store) -> None:
    """The button beside a figure lists its requirements, not others."""
    app = results_page()
    app.button(key="chiffre-1").click().run()
    assert not app.exception
    tables = [element.proto.body for element in app.get("html") if "C01-X1" in element.proto.body]
    assert tables
    assert not any("C01-R1<" in table for table in tables)


def test_the_results_follow_an_answer(results_page, elsewhere: Store) -> None:
    """A new answer changes the figures at the next display."""
    app = results_page()
    before = {metric.label: metric.value for metric in app.metric}
    elsewhere.record([Edit(ANSWERS.field("C01-R1", "niveau"), None, 0)], "")
    app.run()
    after = {metric.label: metric.value for metric in app.metric}
    assert after["Réponses"] != before["Réponses"]
    assert after["Label"] == before["Label"]


@pytest.mark.parametrize(("view", "count"), [("synthese", 1), ("exigences", 2), ("evolution", 1)])
def test_every_chart_has_its_name_its_sentence_and_its_table(
    results_page, half_filled: Store, view: str, count: int
) -> None:
    """Each chart carries alt text and is followed by a way to its data."""
    app = results_page(view)
    assert not app.exception
    charts = app.get("plotly_chart")
    assert len(charts) == count
    assert all(chart.proto.alt.strip() for chart in charts)
    assert len([box for box in app.expander if box.label == "Voir les données du graphique"]) == count


def test_an_empty_campaign_fails_in_no_view(results_page) -> None:
    """Nothing answered: no view fails, and a view that does not exist is the first one."""
    for view in ("exigences", "evolution", "inconnue"):
        app = results_page(view)
        assert not app.exception
        assert not app.error
    assert app.header[0].value == "0\u00a0critère satisfait sur 11"


def test_the_gap_to_excellence_opens_its_rows(results_page, half_filled: Store, label: Framework) -> None:
    """What is missing for Excellence is counted and listed: the label's gap and what Excellence adds."""
    app = results_page()
    expected = score(label, half_filled.campaign).excellence_gap
    button = app.button(key="titre-excellence")
    assert f"({len(expected)})" in button.label
    button.click().run()
    (table,) = [
        element.proto.body
        for element in app.get("html")
        if "<caption>" in element.proto.body and "Ce qui manque" in element.proto.body
    ]
    assert table.count("<tr>") == len(expected) + 1
    assert ">C04-R1<" not in table
