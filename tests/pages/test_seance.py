"""Séance: prepared from what the team marked, written down without losing anything, closed once it was held."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cmq.campaign import ANSWERS, DECISIONS, MEETINGS, MEMBERS, Edit, Scalar, presence_field, profile_field
from cmq.framework import Framework
from cmq.meeting import Slide
from cmq.storage.library import CampaignRef, Library
from cmq.storage.store import Store
from tests.pages.conftest import Visit, widget
from ui.desk import Desk
from ui.meeting import live
from ui.meeting.room import Room

Open = Callable[..., AppTest]


@pytest.fixture
def seance(visit: Visit, campaign: CampaignRef) -> Open:
    """Open the page of the meetings, in a view."""
    return lambda vue="preparer": visit("seance", campus=campaign.campus, campagne=campaign.campaign, vue=vue)


@pytest.fixture
def earlier(data_folder: Path, label: Framework, campaign: CampaignRef) -> Iterator[Store]:
    """The campaign of last year, with a meeting that was held and a decision that is open."""
    library = Library(data_folder, label)
    store = library.open(*library.create_campaign(campaign.campus, "2025", {"annee": 2025}, ""))
    record(
        store,
        {
            MEETINGS.field("S-0", "date"): in_days(-300),
            MEETINGS.field("S-0", "tenue"): True,
            DECISIONS.field("D-0", "seance"): "S-0",
            DECISIONS.field("D-0", "texte"): "Signer la convention.",
            DECISIONS.field("D-0", "critere"): "C05",
            ANSWERS.field("C04-R1", "niveau"): 1,
        },
    )
    yield store
    library.close()


def record(store: Store, values: dict) -> None:
    """Write values as another process would."""
    store.refresh()
    store.record([Edit(field, store.state.get(field), value) for field, value in values.items()], "")


def in_days(days: int) -> str:
    """A day as it is stored, counted from the one that it is now: a long run of tests may go past midnight."""
    return (date.today() + timedelta(days=days)).isoformat()


def meeting(store: Store, days: int | None = 0, **more: Scalar) -> None:
    """A meeting that was prepared for the day that is so many days ahead."""
    values = {"date": None if days is None else in_days(days), "lieu": "Rectorat", **more}
    record(store, {MEETINGS.field("S-1", name): value for name, value in values.items()})


def refreshed(store: Store) -> Store:
    """What the page recorded, as another process reads it."""
    store.refresh()
    return store


def texts(app: AppTest) -> str:
    """Everything that the page says."""
    kinds = (app.title, app.header, app.markdown, app.caption, app.text, app.info, app.warning, app.error)
    return "\n".join(element.value for kind in (*kinds, app.success) for element in kind)


def plain(app: AppTest) -> str:
    """The same, without what keeps Markdown from reading users' texts."""
    return texts(app).replace("\\", "").replace("\u00a0", " ").replace("\u2060", "")


def ruling(app: AppTest, act: str, text: str, *, owner: str = "", due: str = "") -> AppTest:
    """Fill the form of the subject on screen, and record."""
    app.radio(key="acte").set_value(act).run()
    app.text_area(key="acte-texte").set_value(text)
    if owner or due:
        app.text_input(key="acte-responsable").set_value(owner)
        app.text_input(key="acte-echeance").set_value(due)
    app.button(key="acte-enregistrer").click().run()
    assert not app.exception
    return app


def on_criterion(app: AppTest, criterion: str = "C04") -> AppTest:
    """Discuss a criterion."""
    app.selectbox(key="sujet").set_value(f"critere:{criterion}").run()
    return app


# Preparing


def test_without_a_meeting_the_page_offers_to_prepare_one(seance: Open, elsewhere: Store) -> None:
    """Nothing is there until somebody asks for it; then there is one, today, with the criteria that are not met."""
    app = seance()
    assert not app.exception
    assert not app.header
    assert not refreshed(elsewhere).campaign.meetings
    app.button(key="seance-preparer").click().run()
    assert not app.exception
    (found,) = refreshed(elsewhere).campaign.meetings.values()
    assert found.day == date.today()
    assert len(found.criteria) == 11
    assert not found.held


def test_the_agenda_starts_from_the_points_that_were_marked(seance: Open, elsewhere: Store) -> None:
    """The criteria with a point « à discuter » are proposed, no other, and each point leads to its card."""
    record(elsewhere, {ANSWERS.field(id_, "a_discuter"): True for id_ in ("C08-R2", "C06-R1")})
    app = seance()
    app.button(key="seance-preparer").click().run()
    (found,) = refreshed(elsewhere).campaign.meetings.values()
    assert found.criteria == ("C06", "C08")
    assert "Points à discuter en COS (2)" in texts(app)
    links = [link.proto.label for link in app.get("page_link")]
    assert [label for label in links if "C08-R2" in label]
    assert not [label for label in links if "C04-R1" in label]


def test_a_date_that_is_none_stays_on_screen_and_is_told(seance: Open, elsewhere: Store) -> None:
    """What was typed is neither lost nor taken for a day."""
    meeting(elsewhere)
    app = seance()
    widget(app.text_input, "date|").set_value("31/02/2027").run()
    assert not app.exception
    assert widget(app.text_input, "date|").value == "31/02/2027"
    assert any("pas comprise" in warning.value for warning in app.warning)
    assert refreshed(elsewhere).campaign.meetings["S-1"].day is None


# Alerts


def test_what_the_committees_rules_ask_for_comes_and_goes(seance: Open, elsewhere: Store) -> None:
    """No meeting, no member and no budget are told; each alert goes when what it asks for is there."""
    meeting(elsewhere)
    told = plain(seance())
    assert "Aucune séance tenue" in told
    assert told.count("Composition incomplète") == 5
    assert "budget 2026" in told
    record(
        elsewhere,
        {MEMBERS.field(f"M-{role}", "role"): role for role in ("recteur", "region", "filieres")}
        | {MEETINGS.field("S-1", "tenue"): True, MEETINGS.field("S-1", "budget_date"): in_days(0)}
        | {MEETINGS.field("S-1", "budget_exercice"): 2026},
    )
    told = plain(seance())
    assert told.count("Composition incomplète") == 2
    assert "Recteur" not in told
    assert "Aucune séance tenue" not in told
    assert "budget 2026" not in told


def test_a_meeting_older_than_a_year_is_told(seance: Open, elsewhere: Store) -> None:
    """Thirteen months are too long, eleven are not; a meeting that is only planned does not count."""
    meeting(elsewhere, -400, tenue=True)
    record(elsewhere, {MEETINGS.field("S-2", "date"): in_days(0)})
    assert "il y a plus de 12 mois" in plain(seance())
    record(elsewhere, {MEETINGS.field("S-1", "date"): in_days(-330)})
    assert "il y a plus de 12 mois" not in plain(seance())


# The secretary


def test_presences_are_saved(seance: Open, elsewhere: Store) -> None:
    """Who came is recorded at the click; who was not noted stays so, and is not counted absent."""
    meeting(elsewhere)
    people = {"M-1": "recteur", "M-2": "region"}
    record(elsewhere, {MEMBERS.field(id_, "role"): role for id_, role in people.items()})
    app = seance("secretariat")
    assert [r.value for r in app.radio if "presence" in str(r.key)] == [None, None]
    widget(app.radio, "S-1:M-1|etat|").set_value("present").run()
    assert not app.exception
    assert refreshed(elsewhere).campaign.attendances == {("S-1", "M-1"): "present"}
    assert "Ni présent ni représenté : Président du conseil régional" in plain(app)


def test_a_decision_is_recorded_with_who_and_when(seance: Open, elsewhere: Store) -> None:
    """Text, owner and day are recorded on the subject; the form is empty again, and no level moved."""
    meeting(elsewhere)
    app = on_criterion(seance("secretariat"))
    ruling(app, "decision", "Réunir les cinq rôles.", owner="Rectorat", due="12/03/2027")
    (found,) = refreshed(elsewhere).campaign.decisions.values()
    assert (found.text, found.owner, found.due) == ("Réunir les cinq rôles.", "Rectorat", date(2027, 3, 12))
    assert (found.criterion, found.requirement, found.open) == ("C04", "", True)
    assert app.text_area(key="acte-texte").value == ""
    assert elsewhere.campaign.answer("C04-R1").level is None


def test_a_due_date_that_is_none_keeps_the_text_and_says_so(seance: Open, elsewhere: Store) -> None:
    """Nothing is recorded without its day, and nothing of what was typed has to be typed again."""
    meeting(elsewhere)
    app = on_criterion(seance("secretariat"))
    ruling(app, "decision", "Réunir les cinq rôles.", owner="Rectorat", due="demain")
    assert any("échéance n'est pas comprise" in error.value.replace("\\", "") for error in app.error)
    assert app.text_area(key="acte-texte").value == "Réunir les cinq rôles."
    assert app.text_input(key="acte-echeance").value == "demain"
    assert not refreshed(elsewhere).campaign.decisions


@pytest.mark.parametrize(
    ("act", "text", "message"),
    [
        ("decision", "", "Écrivez la décision."),
        ("decision", "   ", "Écrivez la décision."),
        ("report", "", "Écrivez pourquoi le sujet est reporté."),
        ("confirmation", "Vu.", "il n'y a rien à confirmer"),
        ("modification", "Vu.", "Choisissez le nouveau niveau."),
        ("modification", "", "Écrivez le motif"),
    ],
)
def test_what_is_incomplete_is_refused(
    seance: Open, elsewhere: Store, act: str, text: str, message: str
) -> None:
    """A decision says something, a level has its reason, and only a level that is there is confirmed."""
    meeting(elsewhere)
    app = ruling(on_criterion(seance("secretariat")), act, text)
    assert message in plain(app)
    assert app.text_area(key="acte-texte").value == text
    assert not refreshed(elsewhere).campaign.decisions
    assert not elsewhere.campaign.answers


def test_a_level_that_somebody_else_changed_meanwhile_is_not_written_over(
    seance: Open, elsewhere: Store
) -> None:
    """The form was drawn for another level: the reason stays on screen, nothing is recorded."""
    meeting(elsewhere)
    record(elsewhere, {ANSWERS.field("C04-R1", "niveau"): 1})
    app = on_criterion(seance("secretariat"))
    app.radio(key="acte").set_value("modification").run()
    app.selectbox(key="acte-exigence").set_value("C04-R1").run()
    app.radio(key="acte-niveau-C04-R1").set_value(3).run()
    app.text_area(key="acte-texte").set_value("Le comité a vu les comptes rendus.").run()
    record(elsewhere, {ANSWERS.field("C04-R1", "niveau"): 2})
    app.button(key="acte-enregistrer").click().run()
    assert "relisez" in app.error[0].value
    assert app.text_area(key="acte-texte").value == "Le comité a vu les comptes rendus."
    found = refreshed(elsewhere).campaign
    assert found.answer("C04-R1").level == 2
    assert not found.decisions


def test_a_meeting_that_was_closed_meanwhile_takes_no_decision(seance: Open, elsewhere: Store) -> None:
    """Another browser closed it: what was typed is refused and stays, the closed meeting is as it was."""
    meeting(elsewhere)
    app = on_criterion(seance("secretariat"))
    app.text_area(key="acte-texte").set_value("Trop tard.").run()
    record(elsewhere, {MEETINGS.field("S-1", "tenue"): True})
    app.button(key="acte-enregistrer").click().run()
    assert not refreshed(elsewhere).campaign.decisions


def test_a_level_is_amended_with_its_reason(seance: Open, elsewhere: Store) -> None:
    """The answer takes the level, the decision keeps both and why; it is nothing to follow up."""
    meeting(elsewhere)
    record(elsewhere, {ANSWERS.field("C04-R1", "niveau"): 1, ANSWERS.field("C04-R1", "commentaire"): "Note."})
    app = on_criterion(seance("secretariat"))
    app.radio(key="acte").set_value("modification").run()
    app.selectbox(key="acte-exigence").set_value("C04-R1").run()
    app.radio(key="acte-niveau-C04-R1").set_value(3).run()
    ruling(app, "modification", "Le comité a vu les comptes rendus.")
    found = refreshed(elsewhere).campaign
    assert (found.answer("C04-R1").level, found.answer("C04-R1").comment) == (3, "Note.")
    (decision,) = found.decisions.values()
    assert (decision.level_before, decision.level, decision.open) == (1, 3, False)
    assert elsewhere.history()[-1].author == "En séance"


def test_a_follow_up_is_kept_where_the_decision_was_taken(
    seance: Open, elsewhere: Store, earlier: Store
) -> None:
    """What became of last year's decision goes into last year's campaign, and not into this one."""
    meeting(elsewhere)
    app = seance("secretariat")
    assert "Signer la convention." in texts(app)
    widget(app.radio, "D-0|etat|").set_value("faite").run()
    widget(app.text_input, "D-0|suivi|").set_value("Signée le 3 mai.").run()
    assert not app.exception
    found = refreshed(earlier).campaign.decisions["D-0"]
    assert (found.status, found.follow_up) == ("faite", "Signée le 3 mai.")
    assert not refreshed(elsewhere).campaign.decisions


# Closing


@pytest.mark.parametrize("days", [None, 2])
def test_a_meeting_that_did_not_take_place_is_not_closed(
    seance: Open, elsewhere: Store, days: int | None
) -> None:
    """Without a day, or before it, the page says what is missing and offers no way to close."""
    meeting(elsewhere, days)
    app = seance("suites")
    assert not app.exception
    assert app.button(key="clore").disabled
    assert app.checkbox(key="cloture-sure").disabled
    assert app.warning
    assert not refreshed(elsewhere).campaign.meetings["S-1"].held


def test_a_meeting_is_closed_sealed_and_opened_again(seance: Open, elsewhere: Store) -> None:
    """Closing takes a tick and a click; the version that was sealed stays when the meeting is opened again."""
    meeting(elsewhere)
    app = seance("suites")
    assert app.button(key="clore").disabled
    app.checkbox(key="cloture-sure").check().run()
    app.button(key="clore").click().run()
    assert not app.exception
    assert not app.error
    found = refreshed(elsewhere).campaign
    (version,) = found.versions.values()
    assert found.meetings["S-1"].held
    assert version.digest in texts(app)
    assert [item.meeting for item in found.evidence.values()] == ["S-1"]
    assert not [button for button in app.button if button.key == "clore"]
    app.button(key="rouvrir").click().run()
    assert not app.exception
    found = refreshed(elsewhere).campaign
    assert not found.meetings["S-1"].held
    assert list(found.versions.values()) == [version]
    assert "Intacte" in texts(app)
    assert len(found.evidence) == 1


def test_a_closed_meeting_takes_no_decision(seance: Open, elsewhere: Store) -> None:
    """Its decisions are shown as they are: no form, no field, and nothing to remove."""
    meeting(elsewhere, tenue=True)
    record(elsewhere, {DECISIONS.field("D-1", "seance"): "S-1", DECISIONS.field("D-1", "texte"): "Décidé."})
    app = seance("secretariat")
    assert not app.exception
    assert "Décidé." in texts(app)
    keys = [str(element.key) for kind in (app.text_area, app.button, app.selectbox) for element in kind]
    assert not [key for key in keys if key.startswith(("acte", "sujet", "decision-retirer"))]
    assert not [area for area in app.text_area if "D-1" in str(area.key)]


# Comparing


def test_two_campaigns_are_compared_requirement_by_requirement(
    seance: Open, elsewhere: Store, earlier: Store
) -> None:
    """What rose is listed with its reason, and what did not move is not."""
    meeting(elsewhere)
    record(elsewhere, {ANSWERS.field("C04-R1", "niveau"): 2})
    app = seance("suites")
    app.selectbox(key="comparer-de").set_value("campagne:2025").run()
    assert not app.exception
    assert "1 exigence en hausse et 0 exigence en baisse" in plain(app)
    (table,) = [html.proto.body for html in app.get("html") if "Ce qui a monté" in html.proto.body]
    assert "Projeté → Mis en œuvre" in table
    assert "C04-R1<" in table
    assert "C04-R1-a" not in table
    assert "Ce qui a baissé" not in "".join(html.proto.body for html in app.get("html"))


def test_a_level_that_the_committee_amended_is_told_as_the_reason(
    seance: Open, elsewhere: Store, earlier: Store
) -> None:
    """The comparison says « modifié en séance » with the committee's own words, and keeps the private comment out."""
    meeting(elsewhere)
    record(
        elsewhere,
        {
            ANSWERS.field("C04-R1", "niveau"): 2,
            ANSWERS.field("C04-R1", "commentaire"): "Une note à nous.",
            DECISIONS.field("D-1", "seance"): "S-1",
            DECISIONS.field("D-1", "nature"): "modification",
            DECISIONS.field("D-1", "texte"): "Le comité a vu l'arrêté.",
            DECISIONS.field("D-1", "exigence"): "C04-R1",
            DECISIONS.field("D-1", "niveau_avant"): 1,
            DECISIONS.field("D-1", "niveau"): 2,
        },
    )
    app = seance("suites")
    app.selectbox(key="comparer-de").set_value("campagne:2025").run()
    tables = "".join(html.proto.body for html in app.get("html"))
    assert "en séance" in tables
    assert "Le comité a vu l&#x27;arrêté." in tables or "Le comité a vu l'arrêté." in tables
    assert "Une note à nous." not in tables


def test_the_projection_keeps_the_names_of_whoever_answered(
    visit: Visit, elsewhere: Store, campaign: CampaignRef
) -> None:
    """A slide tells the requirement that is to be discussed, and nobody's name or note."""
    meeting(elsewhere)
    record(
        elsewhere,
        {
            ANSWERS.field("C04-R1", "niveau"): 2,
            ANSWERS.field("C04-R1", "a_discuter"): True,
            ANSWERS.field("C04-R1", "renseigne_par"): "Camille",
            ANSWERS.field("C04-R1", "commentaire"): "Une note à nous.",
            presence_field("S-1", "M-1"): "present",
            profile_field("campus"): "Campus <b>gras</b>",
        },
    )
    app = visit("projection", campus=campaign.campus, campagne=campaign.campaign, diapo="critere:C04")
    assert not app.exception
    slides = "".join(html.proto.body for html in app.get("html"))
    assert "C04-R1" in slides
    assert "Camille" not in slides
    assert "Une note" not in slides
    assert "<b>gras" not in slides


def test_what_changes_while_a_slide_is_drawn_is_not_missed(
    visit: Visit, elsewhere: Store, campaign: CampaignRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page watches from the moment before it was drawn: a decision recorded meanwhile is still due."""
    meeting(elsewhere)
    watched: list[tuple[live.Moment, live.Moment]] = []

    def drawn_while_another_writes(room: Room, slide: Slide, **_more: object) -> str:
        room.desk.store.record([Edit(DECISIONS.field("D-1", "seance"), None, "S-1")], "Sacha")
        return f"<h1>{slide.id}</h1>"

    def watch(desk: Desk, meeting_id: str, drawn: live.Moment) -> None:
        watched.append((drawn, live.moment(desk, meeting_id)))

    monkeypatch.setattr("ui.meeting.slides.slide_html", drawn_while_another_writes)
    monkeypatch.setattr("ui.meeting.live.follow", watch)
    visit("projection", campus=campaign.campus, campagne=campaign.campaign)
    ((drawn, now),) = watched
    assert drawn[1] == now[1] == "accueil"
    assert drawn[0] == now[0] - 1
