"""Indicateurs: numbers are typed where they stand, judged at once, and never lost."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from cmq.campaign import ANSWERS, PLANS, VALUES, Edit, Scalar, value_id
from cmq.framework import Framework
from cmq.indicators import Measures, Status
from cmq.numerals import Style
from cmq.storage.library import CampaignRef
from cmq.storage.store import Store
from tests.pages.conftest import Visit, widget

YEAR = 2024


@pytest.fixture
def indicators(visit: Visit, campaign: CampaignRef):
    """Open a view of the indicators."""

    def show(view: str = "ensemble", **more: str) -> AppTest:
        return visit(
            "indicateurs",
            campus=campaign.campus,
            campagne=campaign.campaign,
            vue=view,
            annee=str(YEAR),
            **more,
        )

    return show


def record(store: Store, values: dict[tuple[str, int], tuple[Scalar, ...]]) -> None:
    """Values by indicator and year, as another process saves them: (numerator, denominator) or (value,)."""
    edits = []
    for (id_, year), numbers in values.items():
        names = ("numerateur", "denominateur") if len(numbers) == 2 else ("valeur",)
        edits += [
            Edit(VALUES.field(value_id(id_, year), name), None, number)
            for name, number in zip(names, numbers, strict=True)
        ]
    store.record(edits, "")


def measures(store: Store, label: Framework) -> Measures:
    """The indicators as another process sees them."""
    return Measures(label, store.refresh(), date(2026, 11, 24))


def shown(app: AppTest) -> str:
    """Every text of the page."""
    kinds = (app.markdown, app.header, app.subheader, app.caption, app.info, app.warning, app.error, app.text)
    texts = [str(element.value) for kind in kinds for element in kind]
    return "\n".join(texts + [element.proto.body for element in app.get("html")]).replace("\\", "")


def charts_of(app: AppTest) -> str:
    """What the page's charts are made of."""
    specs = (json.loads(chart.proto.spec) for chart in app.get("plotly_chart"))
    return "\n".join(json.dumps(spec, ensure_ascii=False) for spec in specs)


def test_an_empty_campaign_says_what_to_do_first(indicators) -> None:
    """Without a value there is a way to choose, to type and to import, and no empty chart."""
    app = indicators()
    assert not app.exception
    assert app.header[0].value == "0\u00a0indicateur renseigné sur 18 suivis"
    assert not app.get("plotly_chart")
    assert [link.proto.label for link in app.get("page_link")][:2] == [
        "Choisir les indicateurs",
        "Saisir des valeurs",
    ]


@pytest.mark.parametrize("view", ["ensemble", "valeur-ajoutee", "fiche", "saisie", "import", "choix"])
def test_every_view_opens_on_an_empty_campaign(indicators, view: str) -> None:
    """No view fails where nothing was typed."""
    app = indicators(view)
    assert not app.exception
    assert not app.error


def test_a_number_is_saved_when_it_is_left_and_judged_at_once(
    indicators, elsewhere: Store, label: Framework
) -> None:
    """A French number is stored as a number, and the rate shows beside it."""
    app = indicators("saisie")
    widget(app.text_input, f"|REU-01:{YEAR}|numerateur|").set_value("1 382").run()
    widget(app.text_input, f"|REU-01:{YEAR}|denominateur|").set_value("1 447").run()
    assert not app.exception
    assert elsewhere.refresh().entries[0].numerator == 1382
    assert "**95,5\u00a0%**" in shown(app)
    assert any("Enregistré à" in caption.value for caption in app.caption)
    assert "1\u00a0valeur sur 18" in app.header[0].value
    assert not measures(elsewhere, label).result("REU-01").latest.faults


@pytest.mark.parametrize(
    ("name", "typed", "message"),
    [
        ("numerateur", "beaucoup", "n'est pas un nombre"),
        ("numerateur", "-3", "négatif"),
        ("numerateur", "500", "dépasse le dénominateur"),
        ("numerateur", "12,5", "entier"),
        ("denominateur", "1 000 000 000 000", "trop grand"),
        ("denominateur", "10^12", "n'est pas un nombre"),
        ("denominateur", "99999999999999999999", "trop grand"),
    ],
)
def test_a_bad_number_gets_its_message_and_the_rest_is_kept(
    indicators, elsewhere: Store, label: Framework, name: str, typed: str, message: str
) -> None:
    """The message is at the cell, what was typed stays on screen, the value counts for nothing, others stay."""
    record(elsewhere, {("REU-01", YEAR): (382, 447), ("REU-02", YEAR): (200, 400)})
    app = indicators("saisie")
    widget(app.text_input, f"|REU-01:{YEAR}|{name}|").set_value(typed).run()
    assert not app.exception
    assert [error.value for error in app.error if message in error.value.replace("\\", "")]
    held = widget(app.text_input, f"|REU-01:{YEAR}|{name}|").value
    assert held.replace("\u202f", "").replace(" ", "") == typed.replace(" ", "")
    result = measures(elsewhere, label)
    assert result.result("REU-01").totals[0].status is Status.INVALID
    assert result.result("REU-01").latest is None
    assert result.result("REU-02").latest.value == 50


def test_nd_is_a_known_absence(indicators, elsewhere: Store, label: Framework) -> None:
    """« nd » is kept as such and is no number."""
    app = indicators("saisie")
    widget(app.text_input, f"|FOR-01:{YEAR}|valeur|").set_value("nd").run()
    assert measures(elsewhere, label).result("FOR-01").totals[0].status is Status.MISSING
    assert "non disponible" in shown(app)
    assert not app.error


def test_groups_make_the_whole(indicators, elsewhere: Store, label: Framework) -> None:
    """The four publics typed one by one give the rate of all, which is not the mean of theirs."""
    app = indicators("saisie")
    app.button(key=f"valeur-INT-01-{YEAR}-bouton").click().run()
    for group, (numerator, denominator) in {
        "eleves": ("18", "612"),
        "etudiants": ("22", "274"),
        "apprentis": ("3", "198"),
        "stagiaires": ("0", "41"),
    }.items():
        widget(app.text_input, f"|INT-01:{YEAR}:{group}|numerateur|").set_value(numerator).run()
        widget(app.text_input, f"|INT-01:{YEAR}:{group}|denominateur|").set_value(denominator).run()
    assert not app.exception
    total = measures(elsewhere, label).result("INT-01").latest
    assert (total.numerator, total.denominator, total.summed) == (43, 1125, True)
    assert "somme des groupes" in shown(app)
    assert not app.error


def test_a_rate_on_few_leavers_is_not_shown_nor_plotted(
    indicators, elsewhere: Store, label: Framework
) -> None:
    """With 17 leavers the rate is « non diffusable » on every view, and no chart holds it."""
    record(elsewhere, {("REU-03", YEAR): (9, 17), ("REU-03", YEAR - 1): (30, 60)})
    entry = indicators("saisie")
    assert "non diffusable" in shown(entry)
    sheet = indicators("fiche", indicateur="REU-03")
    assert not sheet.exception
    assert "non diffusable" in shown(sheet)
    for app in (indicators(), sheet, indicators("valeur-ajoutee")):
        assert app.get("plotly_chart")
        assert "52,9" not in charts_of(app)
        assert "52.9" not in charts_of(app)


def test_small_counts_are_masked_before_the_cos(indicators, elsewhere: Store) -> None:
    """The switch hides counts of fewer than five people, and what a subtraction would give back."""
    groups = {"eleves": (18, 612), "etudiants": (22, 274), "apprentis": (3, 198), "stagiaires": (9, 41)}
    for group, (numerator, denominator) in groups.items():
        id_ = value_id("INT-01", YEAR, group)
        elsewhere.record(
            [
                Edit(VALUES.field(id_, "numerateur"), None, numerator),
                Edit(VALUES.field(id_, "denominateur"), None, denominator),
            ],
            "",
        )
    app = indicators("fiche", indicateur="INT-01")
    assert "1,5\u00a0%" in charts_of(app) + shown(app)
    app.toggle(key="vue-publique").set_value(True).run()
    assert not app.exception
    assert "1,5\u00a0%" not in charts_of(app) + shown(app)
    assert "22\u00a0%" not in charts_of(app) + shown(app), "the smallest other group would give it back"
    assert "2\u00a0valeurs masquées (petits effectifs)" in shown(app)
    assert not [field for field in app.text_input if "|valeur|" in field.key]


def test_a_default_indicator_can_be_left_out_and_another_taken(
    indicators, elsewhere: Store, label: Framework
) -> None:
    """The campus picks its set; what it leaves out keeps its values."""
    record(elsewhere, {("FOR-01", YEAR): (1178,)})
    app = indicators("choix")
    widget(app.checkbox, "|FOR-01|suivi|").uncheck().run()
    widget(app.checkbox, "|FOR-04|suivi|").check().run()
    assert not app.exception
    found = measures(elsewhere, label)
    assert not found.result("FOR-01").followed
    assert found.result("FOR-04").followed
    assert found.result("FOR-01").latest.value == 1178
    assert not found.has_value("FOR-01")


def test_the_campus_adds_an_indicator_of_its_own(indicators, elsewhere: Store, label: Framework) -> None:
    """A name is enough to begin; its description is typed on its page; without a name nothing is added."""
    app = indicators("choix")
    app.button(key="FormSubmitter:propre-Ajouter l'indicateur").click().run()
    assert "rien n'a été ajouté" in app.error[0].value
    assert not elsewhere.refresh().plans
    app.text_input(key="propre-nom").set_value("Véhicules <b>électriques</b>")
    app.button(key="FormSubmitter:propre-Ajouter l'indicateur").click().run()
    assert not app.exception
    (id_,) = elsewhere.refresh().plans
    widget(app.text_input, f"|{id_}|unite|").set_value("véhicules").run()
    widget(app.checkbox, f"|{id_}|critere:C08|").check().run()
    own = measures(elsewhere, label).result(id_)
    assert own.followed
    assert (own.indicator.unit, own.indicator.criteria) == ("véhicules", ("C08",))
    assert own.indicator.name == "Véhicules <b>électriques</b>"


def test_a_target_is_typed_on_the_page_of_the_indicator(
    indicators, elsewhere: Store, label: Framework
) -> None:
    """Target and year are saved as numbers; a year that is none gets its message and spoils nothing else."""
    app = indicators("fiche", indicateur="REU-03")
    widget(app.text_input, "|REU-03|cible|").set_value("65").run()
    widget(app.text_input, "|REU-03|cible_annee|").set_value("bientôt").run()
    assert any("année" in error.value.lower() for error in app.error)
    target = measures(elsewhere, label).result("REU-03").target
    assert (target.value, target.year) == (65, None)
    widget(app.text_input, "|REU-03|cible_annee|").set_value("2027").run()
    assert measures(elsewhere, label).result("REU-03").target.year == 2027
    assert not app.error


def test_an_unknown_indicator_in_the_address_is_told(indicators) -> None:
    """A link to an indicator that is not there shows the first one and says so."""
    app = indicators("fiche", indicateur="XXX-99")
    assert not app.exception
    assert any("n'existe pas" in warning.value for warning in app.warning)


def test_two_people_type_the_same_number(indicators, elsewhere: Store) -> None:
    """The second value is not written over the first: both are shown, to choose from."""
    app = indicators("saisie")
    record(elsewhere, {("FOR-01", YEAR): (1178,)})
    widget(app.text_input, f"|FOR-01:{YEAR}|valeur|").set_value("1 200").run()
    assert elsewhere.refresh().entries[0].value == 1178
    assert any("en même temps" in warning.value for warning in app.warning)
    assert "1\u202f200" in shown(app)


def test_a_criterion_shows_its_indicators(visit: Visit, campaign: CampaignRef, elsewhere: Store) -> None:
    """Criterion 2.10 counts its indicators; unfolded, it lists them with their values, and none of another criterion."""
    record(elsewhere, {("INT-01", YEAR): (43, 1125), ("BUD-01", YEAR): (90_000,)})
    app = visit("criteres", campus=campaign.campus, campagne=campaign.campaign, critere="2.10")
    assert not app.exception
    assert any("1\u00a0renseigné sur" in box.label for box in app.expander)
    assert "3,8\u00a0% (2024-2025)" not in shown(app)
    app.session_state["indicateurs-C10"] = True
    app.run()
    assert "3,8\u00a0% (2024-2025)" in shown(app)
    assert "90\u202f000" not in shown(app)


def test_a_value_serves_as_evidence_while_it_is_there(
    visit: Visit, campaign: CampaignRef, elsewhere: Store
) -> None:
    """An indicator with a value proves a requirement; once its value is gone it proves nothing."""
    record(elsewhere, {("REU-01", YEAR): (382, 447)})
    elsewhere.record([Edit(ANSWERS.field("C11-R2", "niveau"), None, 2)], "")
    address = {"campus": campaign.campus, "campagne": campaign.campaign, "critere": "2.11"}
    app = visit("criteres", **address, exigence="C11-R2")
    app.selectbox(key="preuve-reprendre-C11-R2").select_index(0).run()
    assert not app.exception
    (item,) = elsewhere.refresh().evidence.values()
    assert (item.indicator, item.requirements) == ("REU-01", {"C11-R2"})
    assert not any("Ajoutez une preuve" in warning.value for warning in app.warning)
    place = value_id("REU-01", YEAR)
    elsewhere.record([Edit(VALUES.field(place, "numerateur"), 382, None)], "")
    again = visit("criteres", **address, exigence="C11-R2")
    assert any("Ajoutez une preuve" in warning.value for warning in again.warning)
    assert "sans valeur, ne compte pas" in shown(again)


def test_the_check_of_families_is_made_by_itself(
    visit: Visit, campaign: CampaignRef, elsewhere: Store
) -> None:
    """2.11's three checks follow the values: nobody ticks them."""
    address = {
        "campus": campaign.campus,
        "campagne": campaign.campaign,
        "critere": "2.11",
        "exigence": "C11-R2-a",
    }
    before = visit("criteres", **address)
    assert "au moins un indicateur de réussite\u00a0: **pas encore**" in shown(before)
    assert not [box for box in before.checkbox if "C11-R2-a|verification" in box.key]
    record(elsewhere, {("REU-01", YEAR): (382, 447)})
    after = visit("criteres", **address)
    assert "au moins un indicateur de réussite\u00a0: **oui**" in shown(after)
    assert "au moins un indicateur de formation\u00a0: **pas encore**" in shown(after)


def test_what_is_typed_is_shown_as_text(indicators, elsewhere: Store) -> None:
    """The name of an own indicator is never read as Markdown or HTML."""
    trap = "**gras** <img src=x> :smile:"
    for name in ("nom", "unite", "definition", "source"):
        elsewhere.record([Edit(PLANS.field("CAMPUS-1", name), None, trap)], "")
    record(elsewhere, {("CAMPUS-1", YEAR): (3,)})
    for view in ("ensemble", "fiche", "saisie", "choix"):
        app = indicators(view, indicateur="CAMPUS-1")
        assert not app.exception
        interpreted = [str(e.value) for kind in (app.markdown, app.header, app.caption) for e in kind]
        interpreted += [box.label for box in (*app.checkbox, *app.expander, *app.selectbox)]
        interpreted += [element.proto.body for element in app.get("html")]
        assert not [text for text in interpreted if re.search(r"(?<!\\)(<img|\*\*gras)", text)]
        assert "<img" not in charts_of(app)


def pasted(app: AppTest, text: str) -> AppTest:
    """The preview of a table that is pasted."""
    return app.text_area(key="import-texte").set_value(text).run()


TABLE = (
    "Indicateur\tAnnée\tNumérateur\tDénominateur\tValeur\n"
    "REU-01\t2024\t1 382\t1 447\t\n"
    "REU-03\t2024\t300\t209\t\n"
    "FOR-04\t2024-2025\t\t\t7\n"
    "BUD-01\t2024\t\t\tnd\n"
    "XXX-1\t2024\t\t\t3\n"
)


def test_a_pasted_table_is_shown_before_it_is_saved(indicators, elsewhere: Store, label: Framework) -> None:
    """The preview refuses the wrong rows with their reason; saving takes the others, and none before that."""
    app = pasted(indicators("import"), TABLE)
    assert not app.exception
    assert "3\u00a0valeurs nouvelles" in shown(app)
    assert "dépasse le dénominateur" in shown(app)
    assert "XXX-1" in shown(app)
    assert not elsewhere.refresh().entries
    next(button for button in app.button if button.label.startswith("Enregistrer")).click().run()
    assert not app.exception
    found = measures(elsewhere, label)
    assert found.result("REU-01").latest.numerator == 1382
    assert found.result("BUD-01").totals[0].status is Status.MISSING
    assert found.has_value("FOR-04"), "an indicator that receives a value is followed from then on"
    assert found.result("REU-03").totals == ()
    assert any("enregistrées" in success.value for success in app.success)


def test_an_import_replaces_nothing_unless_told(indicators, elsewhere: Store, label: Framework) -> None:
    """A value that is there already stays until « Remplacer » is ticked; both are shown."""
    record(elsewhere, {("FOR-01", YEAR): (1178,)})
    table = "Indicateur\tAnnée\tValeur\nFOR-01\t2024\t1 200\nREC-01\t2024\t3\n"
    app = pasted(indicators("import"), table)
    assert "1\u202f178" in shown(app)
    assert "1\u202f200" in shown(app)
    next(button for button in app.button if button.label.startswith("Enregistrer")).click().run()
    assert measures(elsewhere, label).result("FOR-01").latest.value == 1178
    assert measures(elsewhere, label).result("REC-01").latest.value == 3
    app = pasted(indicators("import"), table)
    app.checkbox(key="import-remplacer").check().run()
    next(button for button in app.button if button.label.startswith("Enregistrer")).click().run()
    assert measures(elsewhere, label).result("FOR-01").latest.value == 1200


def test_numbers_that_can_be_read_two_ways_are_asked_about(
    indicators, elsewhere: Store, label: Framework
) -> None:
    """« 1,234 » alone may be one or a thousand: the screen asks, and follows the answer."""
    app = pasted(indicators("import"), "Indicateur\tAnnée\tValeur\nBUD-01\t2024\t1,234\n")
    assert "1,23\u00a0€" in shown(app)
    app.radio[0].set_value(Style.ENGLISH).run()
    assert not app.exception
    assert "1\u202f234\u00a0€" in shown(app)
    next(button for button in app.button if button.label.startswith("Enregistrer")).click().run()
    assert measures(elsewhere, label).result("BUD-01").latest.value == 1234


def test_a_text_that_is_no_table_says_so(indicators, elsewhere: Store) -> None:
    """A pasted text without any value gets a message, and no button to save."""
    app = pasted(indicators("import"), "Bonjour,\nvoici nos chiffres.")
    assert not app.exception
    assert app.error
    assert not [button for button in app.button if button.label.startswith("Enregistrer")]
    assert not elsewhere.refresh().entries
