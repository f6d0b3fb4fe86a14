"""The committee's meeting: who sits in it, what it looks at, what it decides, what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmq.campaign import (
    ANSWERS,
    Campaign,
    Decision,
    Field,
    Meeting,
    Nature,
    Scalar,
    Status,
    apply_edits,
    evidence_link_field,
)
from cmq.days import older
from cmq.errors import InvalidInput
from cmq.framework import parse
from cmq.indicators import Measures
from cmq.meeting import (
    AlertKind,
    Ruling,
    Seat,
    Slide,
    SlideKind,
    alerts,
    decided,
    empty_seats,
    evidence_edits,
    last_meeting,
    marked,
    open_decisions,
    proposed_criteria,
    ruling_edits,
    seats,
    slides,
    unattended_seats,
)
from cmq.scoring import RequirementState, Results, score
from tests.examples import examples
from tests.unit.builders import (
    CMQ,
    ENGLISH,
    SMALL,
    TODAY,
    answers,
    campaign,
    decision,
    everything_met,
    evidence,
    full_committee,
    indicator_plan,
    meeting,
    member,
    own_fields,
    presence,
    profile,
    scored,
)

State = dict[Field, Scalar]

OWN, OTHER = "Campus Textile", "Campus Énergie"
ROLES = ["recteur", "region", "filieres", "etablissement-support", "directeur-operationnel"]
HELD = Meeting("S-1", date(2026, 11, 12), held=True)
RESEARCH = "C01-X3"  # may be not applicable


def _director(id_: str = "M-1", campus: str = "", role: str = "directeur-operationnel") -> State:
    return member(id_, role=role, campus=campus)


def _names(found: tuple[Seat, ...]) -> list[tuple[str, str]]:
    return [(seat.role.id, seat.campus) for seat in found]


def _marks(*ids: str) -> State:
    return {ANSWERS.field(id_, "a_discuter"): True for id_ in ids}


# Who sits in it


def test_the_text_demands_five_roles_and_a_director_on_each_campus() -> None:
    """2.4's roles have a seat each, the operational directors one a campus, in the text's order; no guest has one."""
    found = seats(CMQ, campaign(profile(campus=OWN), member(role="autre")), (OTHER,))
    assert _names(found) == [
        *((role, "") for role in ROLES[:4]),
        ("directeur-operationnel", OWN),
        ("directeur-operationnel", OTHER),
    ]
    assert not [seat for seat in found if seat.members]


def test_a_full_committee_leaves_no_seat_empty() -> None:
    """Once every role and every campus is held nothing is missing; without one of them exactly that one is."""
    full = {**profile(campus=OWN), **full_committee(OWN, OTHER)}
    assert empty_seats(CMQ, campaign(full), (OTHER,)) == ()
    for id_ in {field.id for field in full if field.kind == "membre"}:
        without = {field: value for field, value in full.items() if field.id != id_}
        (missing,) = empty_seats(CMQ, campaign(without), (OTHER,))
        assert id_.startswith(f"M-{missing.role.id}-")
        assert missing.campus == {"M-directeur-operationnel-1": OTHER, "M-directeur-operationnel-0": OWN}.get(
            id_, ""
        )


@pytest.mark.parametrize(
    ("written", "holder"),
    [
        ("", OWN),
        ("   ", OWN),
        (OWN, OWN),
        (OTHER, OTHER),
        ("campus energie", OTHER),
        ("CAMPUS  ÉNERGIE ", OTHER),
        ("Campus E\u0301nergie", OTHER),
        ("Campus Énergies", None),
        ("Énergie", None),
    ],
)
def test_a_director_sits_for_the_campus_that_they_name(written: str, holder: str | None) -> None:
    """Case, accents and spaces tell no campus from another; who names none is of the assessed one."""
    found = seats(CMQ, campaign(profile(campus=OWN), _director(campus=written)), (OTHER,))
    assert [seat.campus for seat in found if seat.members] == ([holder] if holder else [])


def test_a_campus_written_in_two_ways_has_one_seat() -> None:
    """The region's list may spell a campus otherwise, the assessed one included: it asks for no second director."""
    names = ("CAMPUS TEXTILE", "Campus Énergie", "campus energie")
    found = seats(CMQ, campaign(profile(campus=OWN), _director()), names)
    assert [seat.campus for seat in found if seat.campus] == [OWN, OTHER]
    assert _names(empty_seats(CMQ, campaign(profile(campus=OWN), _director()), names))[-1] != (
        "directeur-operationnel",
        "CAMPUS TEXTILE",
    )


def test_an_unknown_role_holds_no_seat() -> None:
    """A role of another framework or of nobody's is kept, and fills no seat that the text demands."""
    stray = {**member("M-1", role="tresorier"), **member("M-2", role=""), **member("M-3", role="Recteur")}
    assert _names(empty_seats(CMQ, campaign(profile(campus=OWN), stray))) == [
        *((role, "") for role in ROLES[:4]),
        ("directeur-operationnel", OWN),
    ]
    assert len(campaign(stray).members) == 3


def test_one_seat_may_be_held_by_several() -> None:
    """A recteur and their representative hold one seat together; neither takes the region's."""
    both = campaign(profile(campus=OWN), member("M-1"), member("M-2", name="Paul Roux"))
    first = seats(CMQ, both)[0]
    assert [holder.id for holder in first.members] == ["M-1", "M-2"]
    assert ("region", "") in _names(empty_seats(CMQ, both))


@pytest.mark.parametrize(
    ("how", "attended"),
    [
        ({"M_1": "present"}, True),
        ({"M_1": "represente"}, True),
        ({"M_1": "absent", "M_2": "represente"}, True),
        ({"M_1": "absent"}, False),
        ({"M_1": "absent", "M_2": "absent"}, False),
        ({"M_1": "en retard"}, False),
        ({"M_9": "present"}, False),
        ({}, False),
    ],
)
def test_a_seat_is_attended_by_whoever_holds_it(how: dict[str, str], attended: bool) -> None:
    """One holder, there or represented, is enough; an absent or unnoted one and a stranger are not."""
    room = campaign(
        profile(campus=OWN), meeting(), member("M-1"), member("M-2", name="Paul Roux"), presence("S-1", **how)
    )
    assert (_names(unattended_seats(CMQ, room, "S-1")) == []) is attended
    assert _names(unattended_seats(CMQ, room, "S-2")) == [("recteur", "")]


def test_a_seat_that_nobody_holds_is_empty_and_not_unattended() -> None:
    """What is missing from the composition is told once: an empty seat is not also an absence."""
    room = campaign(profile(campus=OWN), meeting(), member("M-1"), presence("S-1", M_1="absent"))
    empty, away = _names(empty_seats(CMQ, room)), _names(unattended_seats(CMQ, room, "S-1"))
    assert away == [("recteur", "")]
    assert not set(empty) & set(away)
    assert len(empty) + len(away) == 5


def test_another_campus_s_director_may_be_away() -> None:
    """The seats of the whole region are looked at: the absent director's campus is named, not the present one's."""
    room = campaign(
        *(profile(campus=OWN), meeting(), _director("M-1"), _director("M-2", OTHER)),
        presence("S-1", M_1="present", M_2="absent"),
    )
    assert _names(unattended_seats(CMQ, room, "S-1", (OTHER,))) == [("directeur-operationnel", OTHER)]


def test_a_label_without_committee_demands_nobody() -> None:
    """A framework that knows no committee has no seat to fill, whoever is listed."""
    assert seats(SMALL, campaign(profile(campus=OWN), member()), (OTHER,)) == ()


# What is missing


def _alerts(
    *parts: Mapping[Field, Scalar], others: tuple[Campaign, ...] = (), today: date = TODAY
) -> list[AlertKind]:
    state = campaign(profile(campus=OWN, annee=2026), full_committee(OWN), *parts)
    return [alert.kind for alert in alerts(CMQ, state, others, (), today)]


BUDGET = meeting("S-b", day=None, held=False, budget=date(2026, 1, 15))


@pytest.mark.parametrize(
    ("last", "today", "expected"),
    [
        (date(2025, 11, 23), date(2026, 11, 23), []),
        (date(2025, 11, 22), date(2026, 11, 23), [AlertKind.OLD_MEETING]),
        (date(2025, 11, 24), date(2026, 11, 23), []),
        (date(2024, 2, 29), date(2025, 2, 28), []),
        (date(2024, 2, 29), date(2025, 3, 1), [AlertKind.OLD_MEETING]),
        (date(2027, 2, 28), date(2028, 2, 28), []),
        (date(2027, 2, 28), date(2028, 2, 29), [AlertKind.OLD_MEETING]),
        (date(2025, 12, 31), date(2026, 12, 31), []),
        (date(2025, 12, 31), date(2027, 1, 1), [AlertKind.OLD_MEETING]),
        (date(2026, 11, 23), date(2026, 11, 23), []),
    ],
)
def test_a_year_without_meeting_is_an_alert_to_the_day(
    last: date, today: date, expected: list[AlertKind]
) -> None:
    """« Une fois par an »: twelve months to the day are in order, a day more is not, leap years included."""
    found = _alerts(meeting(day=last), {**BUDGET, **meeting("S-b", held=False, budget=last)}, today=today)
    budget = [AlertKind.NO_BUDGET] if last.year != 2026 else []
    assert found == expected + budget


@pytest.mark.parametrize(
    ("session", "counts"),
    [
        (meeting(), True),
        (meeting(day=TODAY), True),
        (meeting(held=False), False),
        (meeting(day=None), False),
        (meeting(day=TODAY + timedelta(1)), False),
        ({}, False),
    ],
    ids=["held", "held today", "prepared", "without day", "held tomorrow", "none"],
)
def test_only_a_meeting_that_took_place_counts(session: State, counts: bool) -> None:
    """A prepared meeting, one without a day and one of tomorrow are no meeting yet: the alert stays."""
    assert _alerts(BUDGET, session) == ([] if counts else [AlertKind.NO_MEETING])
    assert (last_meeting([campaign(session)], TODAY) is not None) is counts


def test_the_last_meeting_is_that_of_any_campaign() -> None:
    """A new campaign does not forget when the committee met; the latest one is named, not the last one listed."""
    earlier, later = campaign(meeting("S-old", day=date(2025, 6, 1))), campaign(meeting("S-new"))
    found = last_meeting([later, earlier, campaign()], TODAY)
    assert found is not None
    assert found.id == "S-new"
    assert last_meeting([earlier], date(2025, 5, 31)) is None
    assert _alerts(BUDGET, others=(later,)) == []
    assert _alerts(BUDGET, others=(earlier,)) == [AlertKind.OLD_MEETING]
    assert last_meeting([], TODAY) is None


def test_the_old_meeting_is_named() -> None:
    """The alert leads to the meeting that it speaks of, and to no empty seat or year."""
    state = campaign(profile(campus=OWN), full_committee(OWN), meeting(day=date(2025, 1, 1)))
    (alert,) = alerts(CMQ, state, (), (), TODAY)
    assert (alert.kind, alert.meeting) == (AlertKind.OLD_MEETING, state.meetings["S-1"])
    assert (alert.seat, alert.year) == (None, None)


def test_an_empty_seat_is_an_alert_each() -> None:
    """Who is missing is told seat by seat, the other campuses' directors too; a held seat is not."""
    state = campaign(profile(campus=OWN), full_committee(OWN), meeting())
    found = alerts(CMQ, state, (), (OTHER, "Campus Bois"), TODAY)
    assert [alert.seat and alert.seat.campus for alert in found] == [OTHER, "Campus Bois"]
    assert {alert.kind for alert in found} == {AlertKind.EMPTY_SEAT}


@pytest.mark.parametrize(
    ("session", "missing"),
    [
        (meeting(budget=date(2026, 1, 15)), False),
        (meeting(budget=date(2025, 12, 10), budget_year=2026), False),
        (meeting(budget=TODAY), False),
        (meeting(budget=date(2025, 12, 10)), True),
        (meeting(budget=date(2026, 1, 15), budget_year=2025), True),
        (meeting(budget=TODAY + timedelta(1)), True),
        (meeting(budget_year=2026), True),
        (meeting(), True),
    ],
    ids=[
        *("this year", "for this year", "today", "last year", "for another year", "tomorrow", "no date"),
        "no budget",
    ],
)
def test_the_budget_of_the_year_has_a_date_of_validation(session: State, missing: bool) -> None:
    """2.6's budget is that of the campaign's year and was validated on a day that has come; another year's is not it."""
    assert _alerts(meeting("S-2"), session) == ([AlertKind.NO_BUDGET] if missing else [])
    other = (campaign(session),)
    assert _alerts(meeting("S-2"), others=other) == ([AlertKind.NO_BUDGET] if missing else [])


def test_without_a_year_no_budget_is_missed() -> None:
    """A campaign that says no year asks for the budget of none."""
    state = campaign(profile(campus=OWN), full_committee(OWN), meeting())
    assert alerts(CMQ, state, (), (), TODAY) == ()


def test_a_label_without_committee_alerts_nobody() -> None:
    """A framework that knows no committee never asks for a meeting, a seat or a budget."""
    assert alerts(SMALL, campaign(profile(campus=OWN, annee=2026)), (), (OTHER,), TODAY) == ()
    assert alerts(CMQ, campaign(profile(campus=OWN, annee=2026)), (), (), TODAY)


def test_another_label_meets_at_its_own_pace() -> None:
    """The time between two meetings is the framework's; without a requirement for a budget none is missed."""
    data = CMQ.model_dump(mode="json", by_alias=True, exclude_unset=True)
    data["comite"] = {"periodicite_mois": 6}
    state = campaign(profile(campus=OWN, annee=2026), full_committee(OWN), meeting(day=date(2026, 5, 22)))
    found = alerts(parse(data, "essai.toml"), state, (), (), TODAY)
    assert [alert.kind for alert in found] == [AlertKind.OLD_MEETING]
    assert AlertKind.OLD_MEETING not in {alert.kind for alert in alerts(CMQ, state, (), (), TODAY)}


@given(
    st.dates(date(2000, 1, 1), date(2040, 1, 1)),
    st.dates(date(2000, 1, 1), date(2040, 1, 1)),
    st.integers(1, 60),
)
def test_time_is_counted_as_people_count_it(start: date, end: date, months: int) -> None:
    """Once older always older, never before its day; a month more never makes it older, and no day is before itself."""
    assert not older(start, end, months) or older(start, end + timedelta(1), months)
    assert not older(start, end, months + 1) or older(start, end, months)
    assert not older(start, start, months)
    if not older(start, end, months):
        assert (end - start).days <= months * 31


# What it looks at


def _slides(
    *parts: Mapping[Field, Scalar], pages: dict[SlideKind, int] | None = None, id_: str = "S-1"
) -> tuple[Slide, ...]:
    results = scored(*parts)
    measures = Measures(CMQ, results.campaign, TODAY, public=True)
    return slides(results, measures, results.campaign.meetings[id_], pages or {})


def _subjects(found: tuple[Slide, ...], kind: SlideKind = SlideKind.CRITERION) -> list[str]:
    return [slide.subject for slide in found if slide.kind is kind]


@pytest.mark.parametrize(
    ("agenda", "marks", "expected"),
    [
        ("", (), [c.id for c in CMQ.criteria]),
        ("", ("C04-R1",), [c.id for c in CMQ.criteria]),
        ("C06 ; C04", (), ["C04", "C06"]),
        ("C06", ("C01-X3",), ["C01", "C06"]),
        ("C06", ("C06-R1",), ["C06"]),
        ("C06 ; C99", (), ["C06"]),
        ("C99", (), [c.id for c in CMQ.criteria]),
        ("C06", ("Z99-R1",), ["C06"]),
    ],
)
def test_the_agenda_is_the_chosen_criteria_and_the_marked_ones(
    agenda: str, marks: tuple[str, ...], expected: list[str]
) -> None:
    """No choice stands for all; a marked point brings its criterion in; the text's order holds; unknown ids do not."""
    found = _subjects(_slides(meeting(criteria=agenda), _marks(*marks)))
    assert found == expected
    assert len(found) == len(set(found))


def test_only_followed_indicators_are_shown_and_in_the_order_chosen() -> None:
    """An indicator that the campus does not follow, or that nobody knows, has no slide; the campus's own has one."""
    wanted = meeting(indicators="REU-03 ; CAMPUS-1 ; FOR-01 ; ZZZ-99")
    found = _slides(wanted, own_fields(), indicator_plan("CAMPUS-1", suivi="oui"))
    assert _subjects(found, SlideKind.INDICATOR) == ["REU-03", "CAMPUS-1", "FOR-01"]
    dropped = _slides(wanted, indicator_plan("REU-03", suivi="non"))
    assert _subjects(dropped, SlideKind.INDICATOR) == ["FOR-01"]


def test_slides_come_in_the_order_of_a_meeting() -> None:
    """Title, summary, criteria, indicators, what is open, the annex, the decisions last; a subject without page is out."""
    pages = {SlideKind.ANNEX: 2, SlideKind.DECISIONS: 1, SlideKind.OPEN_DECISIONS: 3, SlideKind.INDICATORS: 0}
    found = _slides(meeting(criteria="C04", indicators="REU-03"), pages=pages)
    assert [slide.id for slide in found] == [
        *("accueil", "synthese", "critere:C04", "indicateur:REU-03"),
        *("suivi", "suivi:2", "suivi:3", "annexe", "annexe:2", "decisions"),
    ]
    assert [(slide.part, slide.parts) for slide in found if slide.kind is SlideKind.OPEN_DECISIONS] == [
        (1, 3),
        (2, 3),
        (3, 3),
    ]
    assert SlideKind.INDICATORS not in {slide.kind for slide in found}


@given(
    st.lists(st.sampled_from([*(c.id for c in CMQ.criteria), "C99", "2"])),
    st.lists(st.sampled_from([*(i.id for i in CMQ.indicators), "ZZZ-99", "C01"])),
    st.dictionaries(st.sampled_from(SlideKind), st.integers(0, 5)),
    st.sets(st.sampled_from([r.id for r in CMQ.assessed]), max_size=4),
)
@examples(0.6)
def test_every_slide_has_an_address_of_its_own(
    criteria: list[str], indicators: list[str], pages: dict[SlideKind, int], marks: set[str]
) -> None:
    """Whatever is chosen, no two slides share an id, none is without a subject that exists, and marks are never out."""
    found = _slides(
        meeting(criteria=" ; ".join(criteria), indicators=" ; ".join(indicators)), _marks(*marks), pages=pages
    )
    assert len({slide.id for slide in found}) == len(found)
    assert [slide.kind for slide in found[:2]] == [SlideKind.TITLE, SlideKind.SUMMARY]
    shown = set(_subjects(found))
    assert {CMQ.requirement(id_).criterion for id_ in marks} <= shown <= {c.id for c in CMQ.criteria}
    assert set(_subjects(found, SlideKind.INDICATOR)) <= {i.id for i in CMQ.indicators if i.default}


def test_marked_points_are_those_of_the_team() -> None:
    """Each marked requirement is there once, in the text's order, of one criterion or of all; no other one is."""
    results = scored(_marks("C06-R1", "C01-X3", "C01-R1", "Z99-R1"), answers({"C02-R1": 2}))
    assert [row.requirement.id for row in marked(results)] == ["C01-R1", "C01-X3", "C06-R1"]
    assert [row.requirement.id for row in marked(results, "C01")] == ["C01-R1", "C01-X3"]
    assert marked(results, "C02") == ()
    assert marked(results, "C99") == ()


def _proposed(results: Results) -> list[str]:
    return [criterion.id for criterion in proposed_criteria(results)]


def test_a_new_meeting_starts_from_what_is_to_be_discussed() -> None:
    """Marked points make the agenda; without any it is what is not met, and a met criterion is not on it."""
    met = everything_met()
    assert _proposed(scored(_marks("C06-R1", "C04-R1"))) == ["C04", "C06"]
    assert _proposed(scored(met, _marks("C06-R1"))) == ["C06"]
    assert _proposed(scored(met)) == []
    assert _proposed(scored(met, answers({"C05-R1": 1}))) == ["C05"]
    assert _proposed(scored({})) == [c.id for c in CMQ.criteria]


def test_excellence_is_on_the_agenda_of_who_aims_at_it() -> None:
    """A criterion met for the label alone is proposed to a campus that aims at Excellence, and to no other."""
    short = {**everything_met(), **answers({"C01-X1": 1})}
    assert _proposed(scored(short, profile(categorie="excellence"))) == ["C01"]
    assert _proposed(scored(short, profile(categorie="label"))) == []
    assert _proposed(scored(everything_met(SMALL), profile(categorie="excellence"), framework=SMALL)) == []


# What it decides


def _ruled(state: State, ruling: Ruling, on: Meeting = HELD) -> State:
    return apply_edits(state, ruling_edits(CMQ, state, on, ruling))


def _only(state: State) -> Decision:
    (found,) = Campaign.from_state(state).decisions.values()
    return found


def test_a_decision_keeps_text_owner_and_due_date() -> None:
    """What was decided is recorded whole, with its meeting and subject, and waits; no answer is touched."""
    before = answers({"C04-R1": 1})
    after = _ruled(
        before,
        Ruling(
            Nature.DECISION,
            "  Signer la convention. \n",
            " Claire Martin ",
            date(2027, 3, 1),
            criterion="C05",
        ),
    )
    found = _only(after)
    assert (found.meeting, found.nature, found.text) == ("S-1", Nature.DECISION, "Signer la convention.")
    assert (found.owner, found.due, found.criterion) == ("Claire Martin", date(2027, 3, 1), "C05")
    assert (found.requirement, found.indicator, found.level) == ("", "", None)
    assert found.open
    assert {field: value for field, value in after.items() if field.kind == "reponse"} == before


@pytest.mark.parametrize("level", [level.value for level in CMQ.levels])
def test_every_level_can_be_confirmed(level: int) -> None:
    """« Non engagé » is a level like the others; a « non applicable » where the text allows none hides no level."""
    stray = {**answers({"C04-R1": level}, not_applicable={"C04-R1": "Sans objet."})}
    for state in (answers({"C04-R1": level}), stray):
        after = _ruled(state, Ruling(Nature.CONFIRMED, "Vu.", requirement="C04-R1"))
        assert (_only(after).level_before, _only(after).level) == (level, level)
        assert scored(after).row("C04-R1").level == level


def test_a_confirmed_level_stays_and_is_no_longer_carried_over() -> None:
    """The committee's word confirms the answer with its reason; the level does not move and nothing waits."""
    before = {**answers({"C04-R1": 2}, carried={"C04-R1": "2025"}), **_marks("C04-R1")}
    after = _ruled(before, Ruling(Nature.CONFIRMED, "Acte du 3 mai.", requirement="C04-R1", level=4))
    found = _only(after)
    assert (found.level_before, found.level, found.criterion) == (2, 2, "C04")
    assert not found.open
    answer = Campaign.from_state(after).answer("C04-R1")
    assert (answer.level, answer.carried_from, answer.to_discuss) == (2, "", True)


def test_an_amended_level_is_the_answer_from_then_on() -> None:
    """The answer takes the committee's level, the decision keeps both, and no other answer moves."""
    before = answers({"C04-R1": 3, "C04-R1-a": 3}, carried={"C04-R1": "2025", "C04-R1-a": "2025"})
    after = _ruled(
        before, Ruling(Nature.AMENDED, "Pas d'acte.", requirement="C04-R1", criterion="C09", level=0)
    )
    found = _only(after)
    assert (found.level_before, found.level, found.criterion) == (3, 0, "C04")
    changed = Campaign.from_state(after)
    assert (changed.answer("C04-R1").level, changed.answer("C04-R1").carried_from) == (0, "")
    assert (changed.answer("C04-R1-a").level, changed.answer("C04-R1-a").carried_from) == (3, "2025")


def test_an_unanswered_requirement_can_be_given_its_level() -> None:
    """The committee may say the first level; the decision says that there was none before, and not 0."""
    found = _only(_ruled({}, Ruling(Nature.AMENDED, "Vu en séance.", requirement="C04-R1", level=2)))
    assert (found.level_before, found.level) == (None, 2)
    assert found.level_before != 0


def test_an_amended_level_makes_a_requirement_applicable_again() -> None:
    """A level for what was set aside shows: « non applicable » goes with it, and its reason is not lost."""
    before = {**answers({RESEARCH: 2}, not_applicable={RESEARCH: "Sans objet."}), **evidence(RESEARCH)}
    assert scored(before).row(RESEARCH).state is RequirementState.NOT_APPLICABLE
    for level in (2, 3):
        after = _ruled(
            before, Ruling(Nature.AMENDED, "Laboratoire ouvert.", requirement=RESEARCH, level=level)
        )
        row = scored(after).row(RESEARCH)
        assert (row.state, row.level, row.answer.reason) == (RequirementState.MET, level, "Sans objet.")
        assert _only(after).level_before is None


@pytest.mark.parametrize("stored", [9, -1, "2", True, 2.0, ""])
@pytest.mark.parametrize("level", [1, 2])
def test_what_is_no_level_can_be_amended_and_never_confirmed(stored: Scalar, level: int) -> None:
    """A stored value that shows as « Non renseigné » is nothing to confirm; a real level takes its place."""
    before: State = {ANSWERS.field("C04-R1", "niveau"): stored}
    with pytest.raises(InvalidInput):
        ruling_edits(CMQ, before, HELD, Ruling(Nature.CONFIRMED, "Vu.", requirement="C04-R1"))
    edits = ruling_edits(CMQ, before, HELD, Ruling(Nature.AMENDED, "Vu.", requirement="C04-R1", level=level))
    assert [(edit.before, edit.after) for edit in edits if edit.field.kind == "reponse"] == [(stored, level)]
    assert _only(apply_edits(before, edits)).level_before is None


REFUSED: dict[str, tuple[State, Ruling, str]] = {
    "decision without text": ({}, Ruling(Nature.DECISION, " \n"), "Écrivez la décision"),
    "deferred without reason": ({}, Ruling(Nature.DEFERRED, "", requirement="C04-R1"), "reporté"),
    "confirmed without reason": (
        answers({"C04-R1": 2}),
        Ruling(Nature.CONFIRMED, "\u00a0", requirement="C04-R1"),
        "motif",
    ),
    "amended without reason": (
        answers({"C04-R1": 2}),
        Ruling(Nature.AMENDED, "", requirement="C04-R1", level=1),
        "motif",
    ),
    "no level to confirm": ({}, Ruling(Nature.CONFIRMED, "Vu.", requirement="C04-R1"), "rien à confirmer"),
    "not applicable": (
        answers({RESEARCH: 2}, not_applicable={RESEARCH: "Sans objet."}),
        Ruling(Nature.CONFIRMED, "Vu.", requirement=RESEARCH),
        "rien à confirmer",
    ),
    "no new level": (
        answers({"C04-R1": 2}),
        Ruling(Nature.AMENDED, "Vu.", requirement="C04-R1"),
        "nouveau niveau",
    ),
    "a level off the scale": (
        answers({"C04-R1": 2}),
        Ruling(Nature.AMENDED, "Vu.", requirement="C04-R1", level=5),
        "nouveau niveau",
    ),
    "the level that it has": (
        answers({"C04-R1": 2}),
        Ruling(Nature.AMENDED, "Vu.", requirement="C04-R1", level=2),
        "déjà celui",
    ),
    "no requirement": ({}, Ruling(Nature.CONFIRMED, "Vu.", criterion="C04"), "Choisissez l'exigence"),
    "an unknown requirement": (
        answers({"Z99-R1": 2}),
        Ruling(Nature.AMENDED, "Vu.", requirement="Z99-R1", level=1),
        "Choisissez l'exigence",
    ),
    "the example": (
        {},
        Ruling(
            Nature.AMENDED, "Vu.", requirement=next(r.id for r in CMQ.requirements if not r.assessed), level=1
        ),
        "Choisissez l'exigence",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_incomplete_ruling_is_refused_in_french(case: str) -> None:
    """What would say nothing, or settle a level that is not there, is refused with what to do."""
    state, ruling, words = REFUSED[case]
    with pytest.raises(InvalidInput) as caught:
        ruling_edits(CMQ, state, HELD, ruling)
    assert words in str(caught.value)
    assert not ENGLISH.search(str(caught.value))


def test_a_deferred_requirement_is_filed_under_its_criterion() -> None:
    """A subject put off keeps its criterion, its level and its mark, and waits for the next meeting."""
    before = {**answers({"C04-R1": 2}, carried={"C04-R1": "2025"}), **_marks("C04-R1")}
    after = _ruled(before, Ruling(Nature.DEFERRED, "Recteur absent.", requirement="C04-R1", level=0))
    found = _only(after)
    assert (found.criterion, found.requirement, found.level) == ("C04", "C04-R1", None)
    assert found.open
    assert {field: value for field, value in after.items() if field.kind == "reponse"} == before


RULINGS = st.builds(
    Ruling,
    st.sampled_from(Nature),
    st.text(max_size=6),
    st.text(max_size=6),
    st.none() | st.dates(),
    st.sampled_from(["", "C04", "C99"]),
    st.sampled_from(["", "C04-R1", RESEARCH, "Z99-R1"]),
    st.sampled_from(["", "REU-03"]),
    st.none() | st.integers(-1, 5),
)
GIVEN = st.fixed_dictionaries(
    {},
    optional={
        ANSWERS.field(id_, name): values
        for id_ in ("C04-R1", RESEARCH)
        for name, values in (
            ("niveau", st.integers(-1, 5) | st.sampled_from(["2", True, 2.0])),
            ("non_applicable", st.booleans()),
            ("motif", st.sampled_from(["Sans objet.", " "])),
            ("repris_de", st.just("2025")),
        )
    },
)


@given(GIVEN, RULINGS)
@examples(3)
def test_a_ruling_is_one_decision_and_no_more_than_one_answer(state: State, ruling: Ruling) -> None:
    """What was typed comes back as one decision; the shown level is the one it says; each edit knows what was there."""
    try:
        edits = ruling_edits(CMQ, state, HELD, ruling)
    except InvalidInput:
        return
    assert len({edit.field for edit in edits}) == len(edits)
    assert [edit.before for edit in edits] == [state.get(edit.field) for edit in edits]
    after = apply_edits(state, edits)
    found = _only(after)
    assert (found.meeting, found.nature, found.text) == ("S-1", ruling.nature, ruling.text.strip())
    assert (found.owner, found.due, found.status) == (ruling.owner.strip(), ruling.due, Status.OPEN)
    assert (found.requirement, found.indicator) == (ruling.requirement, ruling.indicator)
    touched = {edit.field.id for edit in edits if edit.field.kind == "reponse"}
    if ruling.nature in {Nature.CONFIRMED, Nature.AMENDED}:
        shown_before, shown = (scored(known).row(ruling.requirement).level for known in (state, after))
        assert (found.level_before, found.level) == (shown_before, shown)
        assert (shown == shown_before) is (ruling.nature is Nature.CONFIRMED)
        assert touched <= {ruling.requirement}
    else:
        assert (found.level_before, found.level, touched) == (None, None, set())


def test_decisions_are_numbered_as_they_were_taken() -> None:
    """A meeting's decisions come in the order recorded, and no other meeting's is among them."""
    state: State = {}
    for text in ("Une.", "Deux.", "Trois."):
        state = _ruled(state, Ruling(Nature.DECISION, text))
        state = _ruled(state, Ruling(Nature.DECISION, "Ailleurs."), Meeting("S-2"))
    assert [found.text for found in decided(Campaign.from_state(state), "S-1")] == ["Une.", "Deux.", "Trois."]
    assert decided(Campaign.from_state(state), "S-9") == ()


def _open(*campaigns: Campaign, before: Meeting | None = None) -> list[str]:
    return [found.id for found in open_decisions(campaigns, before)]


def test_decisions_due_first_come_first() -> None:
    """Across campaigns the earliest due comes first and what has no date last; a done one is not there."""
    one = campaign(
        meeting(),
        decision("D-none"),
        decision("D-late", due=date(2026, 1, 1)),
        decision("D-done", due=date(2025, 1, 1), etat="faite"),
    )
    other = campaign(meeting("S-0"), decision("D-soon", meeting_id="S-0", due=date(2026, 12, 1)))
    assert _open(one, other) == ["D-late", "D-soon", "D-none"]


@pytest.mark.parametrize(
    ("taken", "followed"),
    [
        (meeting("S-0", day=date(2025, 11, 12)), True),
        (meeting("S-0", day=date(2026, 11, 12)), True),
        (meeting("S-0", day=date(2026, 11, 13)), False),
        (meeting("S-0", day=None), True),
        ({}, True),
    ],
    ids=["a year before", "the same day", "the day after", "no day", "deleted meeting"],
)
def test_a_decision_is_followed_up_from_the_next_meeting_on(taken: State, followed: bool) -> None:
    """It comes back at the next meeting even if its own was deleted; its own and an earlier one do not show it."""
    waiting = campaign(meeting(), taken, decision(meeting_id="S-0"))
    assert _open(waiting, before=HELD) == (["D-1"] if followed else [])
    own = waiting.meetings.get("S-0", Meeting("S-0"))
    assert _open(waiting, before=own) == []
    assert _open(waiting) == ["D-1"]


def test_two_meetings_of_one_day_see_each_other_s_decisions() -> None:
    """Their order is not known: each follows up the other's, and never its own."""
    waiting = campaign(meeting("S-1"), meeting("S-2"), decision("D-1"), decision("D-2", meeting_id="S-2"))
    assert _open(waiting, before=waiting.meetings["S-1"]) == ["D-2"]
    assert _open(waiting, before=waiting.meetings["S-2"]) == ["D-1"]


def test_a_meeting_without_a_day_follows_up_all_others() -> None:
    """While the day of the next meeting is open, everything that waits is shown but what it decided itself."""
    waiting = campaign(
        meeting(day=date(2030, 1, 1)), meeting("S-2", day=None), decision(), decision("D-2", meeting_id="S-2")
    )
    assert _open(waiting, before=waiting.meetings["S-2"]) == ["D-1"]


DECISIONS = st.fixed_dictionaries(
    {
        "nature": st.sampled_from([*Nature, "inconnue"]),
        "etat": st.none() | st.sampled_from([*Status, "x"]),
        "meeting_id": st.sampled_from(["S-1", "S-2", "S-9", ""]),
        "due": st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    }
)


@given(st.lists(DECISIONS, max_size=8), st.none() | st.dates(date(2025, 1, 1), date(2027, 1, 1)))
def test_what_is_open_is_never_settled(taken: list[dict[str, object]], day: date | None) -> None:
    """No settled level, no done or dropped decision and none of the meeting itself is followed up; none is lost."""
    state: State = {**meeting("S-1", day=day), **meeting("S-2", day=date(2026, 6, 1))}
    for place, values in enumerate(taken):
        state |= decision(f"D-{place}", **values)  # type: ignore[arg-type]
    known = Campaign.from_state(state)
    everything, before = open_decisions([known]), open_decisions([known], known.meetings["S-1"])
    assert set(before) <= set(everything) <= set(known.decisions.values())
    for found in everything:
        assert found.nature not in (Nature.CONFIRMED, Nature.AMENDED)
        assert found.status is Status.OPEN
    assert all(found.open is (found in everything) for found in known.decisions.values())
    assert "S-1" not in {found.meeting for found in before}
    dues = [found.due or date.max for found in everything]
    assert dues == sorted(dues)


# The meeting as evidence


def test_a_meeting_becomes_evidence_of_what_it_shows() -> None:
    """One piece of evidence serves 2.4, and 2.6 where the budget was validated; it counts once the meeting was held."""
    state: State = {**answers({"C04-R1": 2, "C04-R1-a": 2, "C06-R1": 2}), **meeting()}
    edits = evidence_edits(CMQ, Campaign.from_state(state), HELD, "COS du 12/11/2026")
    after = score(CMQ, Campaign.from_state(apply_edits(state, edits)), TODAY)
    met = {row.requirement.id for row in after.rows if row.met}
    assert met == {"C04-R1", "C04-R1-a"}
    (item,) = after.campaign.evidence.values()
    assert (item.title, item.meeting) == ("COS du 12/11/2026", "S-1")
    assert evidence_edits(CMQ, after.campaign, HELD, "Autre titre") == ()


def test_a_validated_budget_is_added_to_the_evidence_that_is_there() -> None:
    """Noting the budget later makes the same evidence serve 2.6 too: no second one, no other title."""
    state: State = meeting()
    state = apply_edits(state, evidence_edits(CMQ, Campaign.from_state(state), HELD, "COS"))
    state |= meeting(budget=date(2026, 11, 12))
    known = Campaign.from_state(state)
    edits = evidence_edits(CMQ, known, known.meetings["S-1"], "Autre titre")
    (item,) = known.evidence.values()
    assert [(edit.field, edit.after) for edit in edits] == [(evidence_link_field(item.id, "C06-R1"), True)]
    (after,) = Campaign.from_state(apply_edits(state, edits)).evidence.values()
    assert (after.title, after.requirements) == ("COS", {"C04-R1", "C04-R1-a", "C06-R1"})


def test_a_budget_that_is_taken_back_proves_nothing_any_more() -> None:
    """Its date emptied, or put after the meeting: the evidence serves 2.4 still, and 2.6 no longer."""
    state: State = meeting(budget=date(2026, 11, 12))
    noted = Campaign.from_state(state).meetings["S-1"]
    state = apply_edits(state, evidence_edits(CMQ, Campaign.from_state(state), noted, "COS"))
    for changed in (HELD, Meeting("S-1", date(2026, 11, 12), held=True, budget_date=date(2026, 11, 13))):
        edits = evidence_edits(CMQ, Campaign.from_state(state), changed, "COS")
        (after,) = Campaign.from_state(apply_edits(state, edits)).evidence.values()
        assert after.requirements == {"C04-R1", "C04-R1-a"}


def test_two_meetings_are_two_pieces_of_evidence() -> None:
    """Each meeting is its own evidence, and a document that is none stays what it is."""
    state: State = {**meeting(), **meeting("S-2", day=date(2025, 11, 12)), **evidence("C04-R1", name="P-doc")}
    for id_ in ("S-1", "S-2"):
        known = Campaign.from_state(state)
        state = apply_edits(state, evidence_edits(CMQ, known, known.meetings[id_], id_))
    found = Campaign.from_state(state).evidence
    assert sorted((item.title, item.meeting) for item in found.values()) == [
        ("Compte rendu", ""),
        ("S-1", "S-1"),
        ("S-2", "S-2"),
    ]
    assert found["P-doc"].requirements == {"C04-R1"}


def test_a_label_whose_committee_proves_nothing_gets_no_evidence() -> None:
    """Where no requirement is served no evidence is made: none is left that proves nothing."""
    with_budget = Meeting("S-1", date(2026, 11, 12), held=True, budget_date=date(2026, 11, 12))
    assert evidence_edits(SMALL, campaign(), with_budget, "Séance") == ()


def test_a_requirement_that_is_both_is_linked_once() -> None:
    """A framework whose budget proves what the meeting proves links it once, and not in two edits."""
    served = CMQ.committee.model_copy(update={"budget_for": "C04-R1", "evidence_for": ("C04-R1", "C04-R1")})
    framework = CMQ.model_copy(update={"committee": served})
    known = Meeting("S-1", date(2026, 11, 12), budget_date=date(2026, 11, 12))
    fields = [edit.field for edit in evidence_edits(framework, campaign(), known, "Séance")]
    assert len(fields) == len(set(fields)) == 3


# Whatever a workbook brought in

_ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3000),
    st.sampled_from(["", "S-1", "M-1", "C04", "C04-R1", "REU-03", "recteur", "directeur-operationnel"]),
    st.sampled_from([*Nature, *Status, "present", "2026-11-12", "2026-02-30", OWN, "C04 ; REU-03"]),
)
_FIELDS = st.builds(
    Field,
    st.sampled_from(["membre", "seance", "presence", "decision", "version", "preuve", "reponse", "campagne"]),
    st.sampled_from(["", "S-1", "M-1", "S-1:M-1", "D-1", "C04-R1", ":"]),
    st.sampled_from(
        [
            *("nom", "role", "campus", "date", "tenue", "criteres", "indicateurs", "budget_date"),
            *("budget_exercice", "etat", "seance", "nature", "texte", "echeance", "critere", "exigence"),
            *("niveau", "niveau_avant", "a_discuter", "titre", "exigence:C04-R1", "annee", "indicateur"),
        ]
    ),
)


@given(st.dictionaries(_FIELDS, _ANYTHING, max_size=25))
@examples(2)
def test_no_state_breaks_a_meeting(state: State) -> None:
    """Whatever was stored, there are seats, alerts, slides and decisions; a held seat is never also empty."""
    known = Campaign.from_state(state)
    results = score(CMQ, known, TODAY)
    held = seats(CMQ, known, (OTHER,))
    assert len(held) >= len(ROLES)
    assert not [seat for seat in empty_seats(CMQ, known, (OTHER,)) if seat.members]
    assert len(alerts(CMQ, known, (known,), (OTHER,), TODAY)) <= len(held) + 2
    for session in known.meetings.values():
        assert slides(results, results.measures, session, {SlideKind.ANNEX: 1})
        assert set(unattended_seats(CMQ, known, session.id)) <= set(seats(CMQ, known))
        after = Campaign.from_state(apply_edits(state, evidence_edits(CMQ, known, session, "Séance")))
        assert evidence_edits(CMQ, after, session, "Séance") == ()
    assert set(open_decisions([known])) <= set(known.decisions.values())
