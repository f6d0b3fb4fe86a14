"""The rules of the label: a table of worked cases for each, and properties that hold for any answers."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmq import french, tables
from cmq.campaign import ANSWERS, EVIDENCE, Campaign, Field, Scalar
from cmq.framework import ExcellenceSide, Framework, Requirement, parse
from cmq.scoring import CriterionState, Finding, RequirementState, Results, score
from tests.examples import examples
from tests.unit.builders import (
    CMQ,
    CMQ_FILE,
    SMALL,
    SMALL_FILE,
    TODAY,
    answers,
    covered_families,
    everything_met,
    evidence,
    indicator_plan,
    indicator_value,
    meeting,
    own_fields,
    profile,
    scored,
)

State = dict[Field, Scalar]
R, C, F = RequirementState, CriterionState, Finding

WORSE_TO_BETTER = (R.UNANSWERED, R.UNMET, R.PLANNED, R.CLAIMED, R.MET)
CRITERION_WORSE_TO_BETTER = (C.INCOMPLETE, C.UNMET, C.PARTIAL, C.MET)

STANDARD = [r.id for r in CMQ.requirements if r.standard]
EXCELLENCE = [r.id for r in CMQ.assessed if not r.standard]
RESEARCH = "C01-X3"  # excellence, may be not applicable
PROGRAMME = "C06-R1-d"  # detail, may be not applicable

SMALL_DATA = tomllib.loads(SMALL_FILE.read_text(encoding="utf-8"))
CMQ_DATA = tomllib.loads(CMQ_FILE.read_text(encoding="utf-8"))
WITHOUT_IDEM = parse(
    dict(
        CMQ_DATA,
        critere=[
            dict(c, excellence="aucune") if c["excellence"] == "idem" else c for c in CMQ_DATA["critere"]
        ],
    ),
    "criteria.toml",
)


# The state of a requirement


@pytest.mark.parametrize(
    ("level", "proven", "expected"),
    [
        (None, False, R.UNANSWERED),
        (None, True, R.UNANSWERED),
        (0, False, R.UNMET),
        (0, True, R.UNMET),
        (1, False, R.PLANNED),
        (1, True, R.PLANNED),
        (2, False, R.CLAIMED),
        (2, True, R.MET),
        (3, False, R.CLAIMED),
        (3, True, R.MET),
        (4, False, R.CLAIMED),
        (4, True, R.MET),
        (5, True, R.UNANSWERED),
        (-1, True, R.UNANSWERED),
        (99, False, R.UNANSWERED),
    ],
)
def test_state_of_a_requirement(level: int | None, proven: bool, expected: RequirementState) -> None:
    """Met needs « Mis en œuvre » and a document; a level that the scale ignores is no answer at all."""
    row = scored(answers({"C01-R1": level}), evidence("C01-R1") if proven else {}).row("C01-R1")
    assert row.state is expected
    assert row.met is (expected is R.MET)
    assert row.answered is (expected is not R.UNANSWERED)
    assert row.level == (None if expected is R.UNANSWERED else level)


@pytest.mark.parametrize(
    ("requirement", "level", "reason", "expected"),
    [
        (PROGRAMME, None, "Aucun programme financier.", R.NOT_APPLICABLE),
        (RESEARCH, None, "Filière sans enjeu de recherche.", R.NOT_APPLICABLE),
        (PROGRAMME, 2, "Aucun programme financier.", R.NOT_APPLICABLE),
        (PROGRAMME, None, "", R.UNANSWERED),
        (PROGRAMME, None, " \n\t\u00a0", R.UNANSWERED),
        (PROGRAMME, 2, "", R.UNANSWERED),
        ("C01-R1", None, "Cela ne nous concerne pas.", R.UNANSWERED),
        ("C01-R1", 2, "Cela ne nous concerne pas.", R.MET),
        ("C06-R1-b", 0, "Cela ne nous concerne pas.", R.UNMET),
        ("C08-X3", 1, "Cela ne nous concerne pas.", R.PLANNED),
    ],
)
def test_not_applicable_needs_a_condition_and_a_reason(
    requirement: str, level: int | None, reason: str, expected: RequirementState
) -> None:
    """« Non applicable » holds where the source is conditional and the reason is written; never elsewhere."""
    row = scored(
        answers({requirement: level}, not_applicable={requirement: reason}), evidence(requirement)
    ).row(requirement)
    assert row.state is expected
    assert row.applicable is (expected is not R.NOT_APPLICABLE)
    if expected in {R.NOT_APPLICABLE, R.UNANSWERED}:
        assert row.level is None


@pytest.mark.parametrize(
    ("document", "counts"),
    [
        (evidence("C01-R1"), True),
        (evidence("C01-R1", link="", file="diagnostic.pdf"), True),
        (evidence("C01-R1", dated=None), True),
        (evidence("C01-R1", dated=date(2010, 1, 1)), True),
        (evidence("C01-R1", link=""), False),
        (evidence("C01-R1", title=""), False),
        (evidence("C01-R2"), False),
        (evidence(), False),
    ],
    ids=["link", "file", "undated", "old", "leads nowhere", "untitled", "of another one", "unattached"],
)
def test_only_usable_evidence_counts(document: State, counts: bool) -> None:
    """Evidence has a title and leads somewhere; its age is a warning, never a reason to lose the state."""
    row = scored(answers({"C01-R1": 2}), document).row("C01-R1")
    assert row.state is (R.MET if counts else R.CLAIMED)
    assert bool(row.evidence) is counts


def test_one_document_may_serve_several_requirements() -> None:
    """A shared document proves each requirement that it is attached to, and no other."""
    results = scored(answers(dict.fromkeys(STANDARD, 2)), evidence("C01-R1", "C06-R1-a", "C06-R1-b"))
    met = {row.requirement.id for row in results.rows if row.met}
    assert met == {"C01-R1", "C06-R1-a", "C06-R1-b"}


def test_answers_to_unknown_requirements_are_left_aside() -> None:
    """A field from another framework or a later version neither counts nor breaks the scoring."""
    stray: State = {
        ANSWERS.field("Z99-R1", "niveau"): 4,
        Field("inconnu", "x", "y"): "z",
        **evidence("Z99-R1"),
    }
    assert scored(everything_met(), stray).label_rate.value == 1
    assert "Z99-R1" not in {row.requirement.id for row in scored(stray).rows}
    assert not scored(stray).completion.hits


# Evidence that is the value of an indicator


SHOWN = evidence("C11-R1", name="P-value", title="Taux d'emploi", link="", dated=None, indicator="REU-03")


@pytest.mark.parametrize(
    ("values", "counts"),
    [
        (indicator_value("REU-03", 2024, 60, 90), True),
        (indicator_value("REU-03", 2015, 60, 90), True),
        (indicator_value("REU-03", 2024, value=60), True),
        ({}, False),
        (indicator_value("REU-03", 2024, value="nd"), False),
        (indicator_value("REU-03", 2024, 60, None), False),
        (indicator_value("REU-03", 2024, 0, 0), False),
        (indicator_value("REU-03", 2024, 6, 19), False),
        (indicator_value("REU-03", 2024, 91, 90), False),
        (indicator_value("REU-03", 2027, 60, 90), False),
        (indicator_value("REU-01", 2024, 60, 90), False),
        (indicator_value("REU-03", 2024, 60, 90) | indicator_plan("REU-03", suivi="non"), False),
        (indicator_plan("REU-03", depart=60, depart_annee=2024, cible=70), False),
    ],
    ids=[
        *("measured", "measured long ago", "published rate", "empty", "nd", "incomplete", "not computable"),
        *("not publishable", "wrong", "future", "another indicator", "not followed", "plan alone"),
    ],
)
def test_a_value_is_evidence_while_it_is_there(values: State, counts: bool) -> None:
    """An indicator proves a requirement while the campus follows it and has a value of it to show."""
    row = scored(answers({"C11-R1": 2}), SHOWN, values).row("C11-R1")
    assert row.state is (R.MET if counts else R.CLAIMED)
    assert bool(row.evidence) is counts


@pytest.mark.parametrize(
    ("indicator", "year", "dated"),
    [
        ("REU-03", 2024, date(2024, 12, 31)),
        ("REU-03", 2026, TODAY),  # the year runs: nothing is dated in the future
        ("SAT-01", 2024, date(2025, 8, 31)),
        ("SAT-01", 2025, date(2026, 8, 31)),
        ("SAT-01", 2026, TODAY),
    ],
)
def test_a_value_is_as_old_as_its_period(indicator: str, year: int, dated: date) -> None:
    """The evidence bears the end of the latest measured period, whatever date was typed, and never a future one."""
    shown = evidence("C11-R1", title="Valeur", link="", dated=date(2001, 1, 1), indicator=indicator)
    older = indicator_value(indicator, 2020, 50, 90)
    missing = indicator_value(indicator, 2026, value="nd") if year < 2026 else {}
    results = scored(answers({"C11-R1": 2}), shown, older, missing, indicator_value(indicator, year, 60, 90))
    assert [item.date for item in results.row("C11-R1").evidence] == [dated]


@pytest.mark.parametrize(("year", "old"), [(2022, True), (2023, True), (2024, False), (2026, False)])
def test_an_old_value_is_old_evidence(year: int, old: bool) -> None:
    """Two years after the end of its period a value is found old, as any document; it is never undated."""
    results = scored(answers({"C11-R1": 2}), SHOWN, indicator_value("REU-03", year, 60, 90))
    found = [(item.finding, item.evidence and item.evidence.id) for item in results.incoherences]
    assert found == ([(F.OLD_EVIDENCE, "P-value")] if old else [])


def test_evidence_of_an_unknown_indicator_counts_by_its_link_alone() -> None:
    """An id that the catalogue does not know proves nothing; the document beside it still does."""
    bare = evidence("C01-R1", title="Valeur", link="", dated=None, indicator="ZZZ-99")
    assert scored(answers({"C01-R1": 2}), bare).row("C01-R1").state is R.CLAIMED
    linked = evidence("C01-R1", title="Valeur", indicator="ZZZ-99")
    row = scored(answers({"C01-R1": 2}), linked).row("C01-R1")
    assert row.state is R.MET
    assert row.evidence[0].date == date(2026, 6, 1)
    untitled = evidence("C01-R1", title="", link="", dated=None, indicator="REU-03")
    values = indicator_value("REU-03", 2024, 60, 90)
    assert scored(answers({"C01-R1": 2}), untitled, values).row("C01-R1").state is R.CLAIMED


def test_an_own_indicator_is_evidence_too() -> None:
    """What a campus added serves as what the catalogue has, under whatever id a workbook gave it."""
    shown = evidence("C01-R1", title="Visites", link="", dated=None, indicator="mes visites")
    state: State = {**own_fields("mes visites"), **indicator_value("mes visites", 2025, value=3)}
    assert scored(answers({"C01-R1": 2}), shown, state).row("C01-R1").state is R.MET
    assert scored(answers({"C01-R1": 2}), shown, own_fields("mes visites")).row("C01-R1").state is R.CLAIMED


# Evidence that is a meeting of the committee


def _of_meeting(*requirements: str, link: str = "", dated: date | None = None) -> State:
    return evidence(*requirements, name="P-cos", title="Séance", link=link, dated=dated, meeting="S-1")


@pytest.mark.parametrize(
    ("session", "counts"),
    [
        (meeting(), True),
        (meeting(day=TODAY), True),
        (meeting(day=date(2010, 1, 1)), True),
        (meeting(day=date(2026, 11, 24)), False),
        (meeting(held=False), False),
        (meeting(day=None), False),
        (meeting("S-2"), False),
        ({}, False),
    ],
    ids=[
        *("held", "held today", "held long ago", "held tomorrow", "prepared", "without day", "another one"),
        "deleted",
    ],
)
def test_a_meeting_is_evidence_once_it_was_held(session: State, counts: bool) -> None:
    """A meeting proves that the committee met from the day on which it did; a plan or a deleted one proves nothing."""
    row = scored(answers({"C04-R1": 2}), _of_meeting("C04-R1"), session).row("C04-R1")
    assert row.state is (R.MET if counts else R.CLAIMED)
    assert bool(row.evidence) is counts


def test_a_meeting_proves_only_what_it_is_attached_to() -> None:
    """The meeting serves the requirements that it is linked to, no other one, and none that stays at Projeté."""
    levels = answers({"C04-R1": 2, "C04-R1-a": 1, "C06-R1": 2})
    results = scored(levels, _of_meeting("C04-R1", "C04-R1-a"), meeting())
    assert results.row("C04-R1").state is R.MET
    assert results.row("C04-R1-a").state is R.PLANNED
    assert results.row("C06-R1").state is R.CLAIMED


def test_neither_a_meeting_to_come_nor_an_indicator_without_value_proves_anything() -> None:
    """Evidence that names both counts for neither."""
    both = {**_of_meeting("C04-R1"), EVIDENCE.field("P-cos", "indicateur"): "REU-01"}
    row = scored(answers({"C04-R1": 2}), both, meeting(held=False)).row("C04-R1")
    assert row.state is R.CLAIMED
    assert row.evidence == ()


def test_a_meeting_bears_its_own_day() -> None:
    """Its age is that of the meeting, whatever date was typed: none is found undated, none stays young by a slip."""
    levels = answers({"C04-R1": 2})
    typed = _of_meeting("C04-R1", dated=date(2001, 1, 1))
    results = scored(levels, typed, meeting())
    assert [item.date for item in results.row("C04-R1").evidence] == [date(2026, 11, 12)]
    assert results.incoherences == ()
    assert scored(levels, _of_meeting("C04-R1"), meeting()).incoherences == ()
    late = scored(levels, _of_meeting("C04-R1", dated=TODAY), meeting(day=date(2024, 11, 22)))
    assert {item.finding for item in late.incoherences} == {F.OLD_EVIDENCE}


def test_the_minutes_beside_a_meeting_count_by_themselves() -> None:
    """A document that also names a meeting counts by its link, with its own date, until the meeting was held."""
    minutes = _of_meeting("C04-R1", link="https://campus-demo.example/pv", dated=date(2026, 6, 1))
    levels = answers({"C04-R1": 2})
    before = scored(levels, minutes, meeting(held=False)).row("C04-R1")
    assert (before.state, before.evidence[0].date) == (R.MET, date(2026, 6, 1))
    after = scored(levels, minutes, meeting()).row("C04-R1")
    assert (after.state, after.evidence[0].date) == (R.MET, date(2026, 11, 12))
    untitled = {f: v for f, v in minutes.items() if f.name != "titre"}
    assert scored(levels, untitled, meeting()).row("C04-R1").state is R.CLAIMED


# The state of a criterion


def _criterion(levels: Mapping[str, int | None], proven: list[str]) -> tuple[CriterionState, CriterionState]:
    result = scored(answers(levels), evidence(*proven)).criterion(next(iter(levels)).split("-")[0])
    return result.label_state, result.excellence_state


@pytest.mark.parametrize(
    ("levels", "proven", "expected"),
    [
        # 2.2: one principale with four details
        ({"R1": 2, "R1-a": 2, "R1-b": 3, "R1-c": 4, "R1-d": 2}, "all", C.MET),
        ({"R1": 2, "R1-a": 0, "R1-b": 0, "R1-c": 0, "R1-d": 0}, "all", C.PARTIAL),
        ({"R1": 4, "R1-a": 4, "R1-b": 4, "R1-c": 4, "R1-d": 1}, "all", C.PARTIAL),
        ({"R1": 2, "R1-a": 2, "R1-b": 2, "R1-c": 2, "R1-d": 2}, ["R1", "R1-a", "R1-b", "R1-c"], C.PARTIAL),
        ({"R1": 1, "R1-a": 4, "R1-b": 4, "R1-c": 4, "R1-d": 4}, "all", C.UNMET),
        ({"R1": 0, "R1-a": 4, "R1-b": 4, "R1-c": 4, "R1-d": 4}, "all", C.UNMET),
        ({"R1": 4, "R1-a": 4, "R1-b": 4, "R1-c": 4, "R1-d": 4}, [], C.UNMET),
        ({"R1": 0, "R1-a": 0, "R1-b": 0, "R1-c": 0, "R1-d": 0}, [], C.UNMET),
        ({"R1": 4, "R1-a": 4, "R1-b": 4, "R1-c": 4, "R1-d": None}, "all", C.INCOMPLETE),
        ({"R1": 0, "R1-a": 0, "R1-b": 0, "R1-c": 0, "R1-d": None}, [], C.INCOMPLETE),
        ({"R1": None, "R1-a": None}, [], C.INCOMPLETE),
    ],
)
def test_state_of_a_criterion_with_one_principale(
    levels: dict[str, int | None], proven: list[str] | str, expected: CriterionState
) -> None:
    """Every principale and détail must be met; partial hangs on the principale, not on its details."""
    levels = {f"C02-{key}": level for key, level in levels.items()}
    ids = list(levels) if proven == "all" else [f"C02-{key}" for key in proven]
    label, excellence = _criterion(levels, ids)
    assert label is expected
    assert excellence is C.INCOMPLETE  # its own requirement was not answered


@pytest.mark.parametrize(
    ("first", "second", "third", "detail", "proven", "expected"),
    [
        (2, 2, 2, 2, ["R1", "R2", "R3", "R1-a"], C.MET),
        (2, 1, 1, 0, ["R1"], C.PARTIAL),  # every principale projected, one met
        (2, 2, 1, 2, ["R1"], C.PARTIAL),  # claimed is at least projected
        (2, 1, 0, 2, ["R1", "R1-a"], C.UNMET),  # one principale is not even projected
        (1, 1, 1, 2, ["R1-a"], C.UNMET),  # a met detail is no met principale
        (1, 1, 1, 1, [], C.UNMET),  # projected everywhere, met nowhere
        (2, 2, 2, 2, [], C.UNMET),  # claimed everywhere, met nowhere
        (2, 2, 2, 2, ["R1", "R2", "R3"], C.PARTIAL),  # one detail lacks its document
        (2, 2, None, 2, ["R1", "R2", "R1-a"], C.INCOMPLETE),
        (2, 2, 2, None, ["R1", "R2", "R3"], C.INCOMPLETE),
    ],
)
def test_state_of_a_criterion_with_three_principales(
    first: int,
    second: int,
    third: int | None,
    detail: int | None,
    proven: list[str],
    expected: CriterionState,
) -> None:
    """Partial needs every principale at least projected and one met; a missing answer outranks it."""
    levels = {"C01-R1": first, "C01-R1-a": detail, "C01-R2": second, "C01-R3": third}
    label, excellence = _criterion(levels, [f"C01-{key}" for key in proven])
    assert label is expected
    assert excellence is not C.MET


@pytest.mark.parametrize(
    ("levels", "proven", "expected"),
    [
        ({"X1": 2, "X2": 2, "X3": 2, "X4": 2}, ["X1", "X2", "X3", "X4"], C.MET),
        ({"X1": 2, "X2": 1, "X3": 1, "X4": 1}, ["X1"], C.PARTIAL),
        ({"X1": 2, "X2": 0, "X3": 2, "X4": 2}, ["X1", "X3", "X4"], C.UNMET),
        ({"X1": 2, "X2": 2, "X3": 2, "X4": 2}, [], C.UNMET),
        ({"X1": 2, "X2": 2, "X3": 2, "X4": None}, ["X1", "X2", "X3"], C.INCOMPLETE),
    ],
)
def test_state_of_a_criterion_for_excellence(
    levels: dict[str, int | None], proven: list[str], expected: CriterionState
) -> None:
    """The Excellence side follows the same rule over its own requirements, whatever the standard side is."""
    levels = {f"C08-{key}": level for key, level in levels.items()}
    label, excellence = _criterion(levels, [f"C08-{key}" for key in proven])
    assert excellence is expected
    assert label is C.INCOMPLETE  # nothing was said of the standard side: no point passes over


def test_idem_takes_the_state_of_the_standard_side() -> None:
    """Where the text says « Idem », Excellence has no requirement of its own, no points, and nothing missing."""
    same = [c.id for c in CMQ.criteria if c.excellence is ExcellenceSide.SAME]
    assert same == ["C03", "C04", "C05", "C06", "C07", "C09"]
    for results in (scored(), scored(everything_met()), scored(answers(dict.fromkeys(STANDARD, 1)))):
        for id_ in same:
            criterion = results.criterion(id_)
            assert criterion.same_as_standard
            assert criterion.excellence_state is criterion.label_state
            assert criterion.excellence == ()
            assert criterion.excellence_gap == criterion.label_gap
        assert not [row for row in results.excellence_rate.rows if row.criterion.id in same]
        assert len(results.excellence_rate.rows) == len(EXCELLENCE) == 11


def test_not_applicable_rows_leave_their_criterion() -> None:
    """A requirement set aside with a reason neither blocks its criterion nor leaves it incomplete."""
    levels = {r.id: 2 for r in CMQ.of_criterion("C06") if r.id != PROGRAMME}
    ids = list(levels)
    open_ = scored(answers(levels), evidence(*ids)).criterion("C06")
    aside = scored(answers(levels, not_applicable={PROGRAMME: "Aucun programme."}), evidence(*ids)).criterion(
        "C06"
    )
    unreasoned = scored(answers(levels, not_applicable={PROGRAMME: ""}), evidence(*ids)).criterion("C06")
    assert open_.label_state is C.INCOMPLETE
    assert aside.label_state is C.MET
    assert aside.label_gap == ()
    assert unreasoned.label_state is not C.MET


def test_a_criterion_with_nothing_applicable_stands_aside() -> None:
    """In another framework a whole criterion may be set aside: it is then neither met nor missing."""
    data = dict(SMALL_DATA, exigence=[r for r in SMALL_DATA["exigence"] if r["id"] != "OUTILS-1"])
    framework = parse(data, "petit.toml")
    results = scored(
        answers({"ACCUEIL-1": 2, "ACCUEIL-1-a": 2, "SURETE-1": 2}, not_applicable={"OUTILS-2": "Assurance."}),
        evidence("ACCUEIL-1", "ACCUEIL-1-a", "SURETE-1"),
        framework=framework,
    )
    assert results.criterion("OUTILS").label_state is C.NOT_APPLICABLE
    assert len(results.met_criteria) == len(results.applicable_criteria) == 2
    assert results.label_reached
    assert not results.label_gap


# Headline, gap, figures


def test_no_compensation_between_criteria() -> None:
    """Ten perfect criteria do not make up for one document that is missing in the eleventh."""
    state = everything_met()
    del state[Field("preuve", "P-1", "exigence:C04-R1-a")]
    results = scored(state)
    assert (len(results.met_criteria), len(results.applicable_criteria)) == (10, 11)
    assert [row.requirement.id for row in results.label_gap] == ["C04-R1-a"]
    assert not results.label_reached
    assert results.label_rate.value == Fraction(50, 51)
    assert results.excellence_rate.value == 1  # stated under reserve of the label


def test_everything_met_leaves_no_gap() -> None:
    """When all is met, every figure says so and nothing is reported as missing or incoherent."""
    results = scored(everything_met())
    assert len(results.met_criteria) == 11
    assert results.label_reached
    assert results.label_rate.value == results.excellence_rate.value == results.completion.value == 1
    assert results.unproven.value == 0
    assert results.maturity == 2
    assert results.label_gap == results.excellence_gap == ()
    assert not results.incoherences
    assert {c.excellence_state for c in results.criteria} == {C.MET}


def test_an_empty_campaign_has_no_level_anywhere() -> None:
    """Nothing answered is nothing measured: gaps are whole, no mean exists and no level is shown."""
    results = scored()
    assert {row.state for row in results.rows} == {R.UNANSWERED}
    assert {row.level for row in results.rows} == {None}
    assert {c.label_state for c in results.criteria} == {C.INCOMPLETE}
    assert results.label_rate.value == results.excellence_rate.value == results.completion.value == 0
    assert (len(results.label_gap), len(results.excellence_gap)) == (51, 62)
    assert results.unproven.value is None
    assert results.maturity is None
    assert results.incoherences == ()
    assert not results.label_reached


def test_gaps_are_the_rows_that_are_applicable_and_not_met() -> None:
    """The label's gap holds standard rows alone; Excellence's adds its own; nothing set aside is in either."""
    levels: dict[str, int | None] = {"C06-R1": 2, "C06-R1-a": 2, "C06-R1-b": 1, "C06-R1-c": 0}
    results = scored(
        answers(levels, not_applicable={PROGRAMME: "Aucun programme.", RESEARCH: "Sans objet ici."}),
        evidence("C06-R1"),
    )
    gap = [row.requirement.id for row in results.criterion("C06").label_gap]
    assert gap == ["C06-R1-a", "C06-R1-b", "C06-R1-c"]
    assert len(results.label_gap) == 51 - 1 - 1
    assert len(results.excellence_gap) == len(results.label_gap) + 10
    assert not {PROGRAMME, RESEARCH, "C06-R1"} & {row.requirement.id for row in results.excellence_gap}
    assert set(results.label_gap) <= set(results.excellence_gap)


def test_every_rate_is_made_of_the_rows_that_it_shows() -> None:
    """Numerator and denominator are rows of one list; the rest of the list is what is missing."""
    results = scored(
        answers({"C01-R1": 2, "C01-R1-a": 3, "C01-R2": 1, "C01-X1": 2, "C02-R1": 0}), evidence("C01-R1")
    )
    rates = (results.label_rate, results.excellence_rate, results.completion, results.unproven)
    assert [(len(r.hits), len(r.rows)) for r in rates] == [(1, 51), (0, 11), (5, 62), (2, 3)]
    for rate in rates:
        assert set(rate.hits) <= set(rate.rows)
        assert len(rate.misses) == len(rate.rows) - len(rate.hits)
        assert not set(rate.misses) & set(rate.hits)
    assert {row.requirement.id for row in results.unproven.hits} == {"C01-R1-a", "C01-X1"}


def test_maturity_is_the_mean_of_what_was_answered_for_the_label() -> None:
    """The secondary mean leaves out what is unanswered, set aside, off the scale or of Excellence alone."""
    results = scored(
        answers(
            {"C01-R1": 4, "C01-R2": 1, "C01-X1": 0, "C02-R1": 17, PROGRAMME: 0},
            not_applicable={PROGRAMME: "Aucun programme."},
        )
    )
    assert results.maturity == Fraction(5, 2)
    assert scored(answers({"C01-R1": 0})).maturity == 0
    assert scored(answers({"C02-R1": 17})).maturity is None


def test_a_hundred_percent_is_never_reached_by_rounding() -> None:
    """A gap of one row among very many is not rounded away, in either direction."""
    assert french.percent(Fraction(9999, 10000)) == f"99,9{french.NBSP}%"
    assert french.percent(Fraction(1, 10000)) == f"0,1{french.NBSP}%"
    assert french.percent(scored(everything_met()).label_rate.value) == f"100{french.NBSP}%"
    assert french.percent(scored().label_rate.value) == f"0{french.NBSP}%"


def test_results_can_be_listed_whatever_was_stored() -> None:
    """A level off the scale, as a foreign workbook may hold, is listed as « Non renseigné », not a crash."""
    results = scored(answers({"C01-R1": 7, "C01-R2": 2}, not_applicable={RESEARCH: "Sans objet."}))
    rows = tables.requirement_table("Toutes", CMQ, results.rows).rows
    by_id = {row[0]: row[4] for row in rows}
    assert by_id["C01-R1"] == "Non renseigné"
    assert by_id["C01-R2"] == "Mis en œuvre"
    assert by_id[RESEARCH] == "Non applicable"
    assert len(rows) == 62
    assert "C01-R2-ex1" not in by_id


# Renewal


@pytest.mark.parametrize(
    ("request_type", "level", "document", "ready"),
    [
        ("renouvellement", 2, evidence("C11-R1"), True),
        ("renouvellement", 4, evidence("C11-R1"), True),
        ("renouvellement", 2, {}, False),
        ("renouvellement", 2, evidence("C11-R1", link=""), False),
        ("renouvellement", 1, evidence("C11-R1"), False),
        ("renouvellement", None, evidence("C11-R1"), False),
        ("renouvellement", 9, evidence("C11-R1"), False),
        ("obtention", 0, {}, None),
        ("obtention", 4, evidence("C11-R1"), None),
    ],
)
def test_renewal_needs_the_self_assessment(
    request_type: str, level: int | None, document: State, ready: bool | None
) -> None:
    """A renewal needs 2.11's self-assessment « Mis en œuvre » with evidence; a first request does not."""
    results = scored(profile(demande=request_type), answers({"C11-R1": level}), document)
    assert results.renewal_ready is ready
    assert (results.renewal_row is None) is (ready is None)


def test_a_framework_without_renewal_rule_asks_for_none() -> None:
    """Where the procedure states no condition, a renewal is neither ready nor refused."""
    results = scored(profile(demande="renouvellement"), everything_met(SMALL), framework=SMALL)
    assert results.renewal_ready is None
    assert results.renewal_row is None


# Coherence checks


def _ticked(*requirements: str) -> list[tuple[str, str]]:
    return [(id_, check.id) for id_ in requirements for check in CMQ.requirement(id_).checks]


FINDINGS: dict[str, tuple[State, set[tuple[Finding, str]]]] = {
    "excellence claimed, standard not met": (
        {**answers({"C01-X1": 2, "C01-R1": 1}), **evidence("C01-X1")},
        {(F.EXCELLENCE_WITHOUT_STANDARD, "C01-X1")},
    ),
    "excellence only planned": ({**answers({"C01-X1": 1}), **evidence("C01-X1")}, set()),
    "level without evidence": (answers({"C01-R1": 2}), {(F.LEVEL_WITHOUT_EVIDENCE, "C01-R1")}),
    "projected without evidence": (answers({"C01-R1": 1}), set()),
    "detail above its principale": (
        {**answers({"C02-R1": 1, "C02-R1-a": 2}), **evidence("C02-R1-a")},
        {(F.DETAIL_ABOVE_PARENT, "C02-R1-a")},
    ),
    "detail under an unanswered principale": (
        {**answers({"C02-R1-a": 2}), **evidence("C02-R1-a")},
        set(),
    ),
    "detail as high as its principale": (
        {**answers({"C02-R1": 2, "C02-R1-a": 4}), **evidence("C02-R1", "C02-R1-a")},
        set(),
    ),
    "one check unticked": (
        {**answers({"C06-R1-a": 2}, ticked=_ticked("C06-R1-a")[:2]), **evidence("C06-R1-a")},
        {(F.UNTICKED_CHECKS, "C06-R1-a")},
    ),
    "all checks ticked": (
        {**answers({"C06-R1-a": 2}, ticked=_ticked("C06-R1-a")), **evidence("C06-R1-a")},
        set(),
    ),
    "checks unticked at a low level": (answers({"C06-R1-a": 1}), set()),
    "not applicable without reason": (
        answers({}, not_applicable={PROGRAMME: ""}),
        {(F.NOT_APPLICABLE_WITHOUT_REASON, PROGRAMME)},
    ),
    "not applicable with reason": (answers({}, not_applicable={PROGRAMME: "Aucun programme."}), set()),
    "evidence a day past two years": (
        {**answers({"C01-R1": 2}), **evidence("C01-R1", dated=date(2024, 11, 22))},
        {(F.OLD_EVIDENCE, "C01-R1")},
    ),
    "evidence two years old to the day": (
        {**answers({"C01-R1": 2}), **evidence("C01-R1", dated=date(2024, 11, 23))},
        set(),
    ),
    "evidence of tomorrow": (
        {**answers({"C01-R1": 2}), **evidence("C01-R1", dated=date(2026, 11, 24))},
        set(),
    ),
    "evidence without date": (
        {**answers({"C01-R1": 2}), **evidence("C01-R1", dated=None)},
        {(F.UNDATED_EVIDENCE, "C01-R1")},
    ),
    "obligation planned only": (answers({"C06-R1-b": 1}), {(F.WATCHED_UNMET, "C06-R1-b")}),
    "obligation claimed": (
        answers({"C06-R1-b": 2}),
        {(F.WATCHED_UNMET, "C06-R1-b"), (F.LEVEL_WITHOUT_EVIDENCE, "C06-R1-b")},
    ),
    "obligation met": (
        {**answers({"C06-R1": 2, "C06-R1-b": 2}), **evidence("C06-R1", "C06-R1-b")},
        set(),
    ),
    "obligation not answered": ({}, set()),
    "answer carried over": (
        answers({"C01-R1": 0}, carried={"C01-R1": "2025"}),
        {(F.CARRIED_UNCONFIRMED, "C01-R1")},
    ),
    "level off the scale": (answers({"C06-R1-b": 9}), set()),
    "no family with a value": (
        {**answers({"C11-R2": 2, "C11-R2-a": 2}), **evidence("C11-R2", "C11-R2-a")},
        {(F.FAMILY_WITHOUT_VALUE, "C11-R2-a")},
    ),
    "one family without a value": (
        {
            **answers({"C11-R2": 2, "C11-R2-a": 3}),
            **evidence("C11-R2", "C11-R2-a"),
            **covered_families(),
            **indicator_plan("REC-01", suivi="non"),
        },
        {(F.FAMILY_WITHOUT_VALUE, "C11-R2-a")},
    ),
    "every family with a value, nothing ticked": (
        {**answers({"C11-R2": 2, "C11-R2-a": 2}), **evidence("C11-R2", "C11-R2-a"), **covered_families()},
        set(),
    ),
    "families ticked by hand without a value": (
        {
            **answers({"C11-R2": 2, "C11-R2-a": 2}, ticked=_ticked("C11-R2-a")),
            **evidence("C11-R2", "C11-R2-a"),
        },
        {(F.FAMILY_WITHOUT_VALUE, "C11-R2-a")},
    ),
    "families claimed without evidence": (
        answers({"C11-R2": 2, "C11-R2-a": 2}),
        {
            (F.LEVEL_WITHOUT_EVIDENCE, "C11-R2"),
            (F.LEVEL_WITHOUT_EVIDENCE, "C11-R2-a"),
            (F.FAMILY_WITHOUT_VALUE, "C11-R2-a"),
        },
    ),
    "families without a value at a low level": (answers({"C11-R2-a": 1}), set()),
    "families not answered": (evidence("C11-R2-a"), set()),
}


@pytest.mark.parametrize("case", FINDINGS)
def test_coherence_checks_find_what_they_look_for_and_nothing_else(case: str) -> None:
    """Each check fires on its case and stays silent on the neighbouring one."""
    state, expected = FINDINGS[case]
    found = {(item.finding, item.row.requirement.id) for item in scored(state).incoherences}
    assert found == expected


def test_a_family_without_a_value_is_a_warning_and_no_failure() -> None:
    """The level and its evidence decide; the missing value is told, and met stays met."""
    results = scored(everything_met(), indicator_plan("REC-01", suivi="non"))
    assert results.row("C11-R2-a").state is R.MET
    assert results.label_reached
    assert [item.finding for item in results.incoherences] == [F.FAMILY_WITHOUT_VALUE]


@pytest.mark.parametrize(
    ("dated", "today", "old"),
    [
        (date(2024, 1, 31), date(2026, 1, 31), False),
        (date(2024, 1, 31), date(2026, 2, 1), True),
        (date(2024, 2, 29), date(2026, 2, 28), False),
        (date(2024, 2, 29), date(2026, 3, 1), True),
        (date(2024, 12, 31), date(2026, 12, 1), False),
    ],
)
def test_age_of_evidence_is_counted_to_the_day(dated: date, today: date, old: bool) -> None:
    """Two years end on the same day of the month, whatever the months' lengths; never a day early."""
    results = scored(answers({"C01-R1": 2}), evidence("C01-R1", dated=dated), today=today)
    assert ({item.finding for item in results.incoherences} == {F.OLD_EVIDENCE}) is old


def test_the_cases_cover_every_check() -> None:
    """No coherence check goes without a worked case, nor without its French name."""
    assert {finding for _, expected in FINDINGS.values() for finding, _ in expected} == set(Finding)
    assert not set(Finding) - set(french.FINDINGS)


def test_an_old_document_is_named_by_the_finding() -> None:
    """The finding leads to the document, once for each requirement that it proves, and to no other one."""
    results = scored(
        answers({"C01-R1": 2, "C01-R2": 2}),
        evidence("C01-R1", "C01-R2", name="P-old", dated=date(2020, 1, 1)),
        evidence("C01-R1", name="P-new"),
    )
    old = [item for item in results.incoherences if item.finding is F.OLD_EVIDENCE]
    assert [(item.row.requirement.id, item.evidence and item.evidence.id) for item in old] == [
        ("C01-R1", "P-old"),
        ("C01-R2", "P-old"),
    ]


def test_another_framework_uses_its_own_thresholds() -> None:
    """Levels, thresholds and the age of evidence are the framework's: three levels, six months."""
    results = scored(
        answers({"ACCUEIL-1": 1, "ACCUEIL-1-a": 2, "OUTILS-1": 3, "OUTILS-2": 0, "SURETE-1": 1}),
        evidence("ACCUEIL-1", "ACCUEIL-1-a", dated=date(2026, 5, 1)),
        framework=SMALL,
    )
    states = {row.requirement.id: row.state for row in results.rows}
    assert states == {
        "ACCUEIL-1": R.PLANNED,
        "ACCUEIL-1-a": R.MET,
        "OUTILS-1": R.UNANSWERED,
        "OUTILS-2": R.UNMET,
        "SURETE-1": R.PLANNED,
    }
    findings = {item.finding for item in results.incoherences}
    assert findings == {F.OLD_EVIDENCE, F.DETAIL_ABOVE_PARENT, F.WATCHED_UNMET}
    assert results.excellence_rows == ()
    assert results.excellence_rate.value is None
    assert {c.excellence_state for c in results.criteria} == {C.NONE}
    assert scored(everything_met(SMALL), framework=SMALL).label_reached


# Properties


@st.composite
def states(draw: st.DrawFn, framework: Framework = CMQ) -> State:
    """Any answers to a framework: levels on and off the scale, not applicable, evidence, checks."""
    ids = [r.id for r in framework.assessed]
    seed = draw(st.integers(0, 2**32))
    chance = random.Random(seed)
    top = len(framework.levels) - 1
    answered = draw(st.sampled_from([0.0, 0.5, 0.95, 1.0]))
    low, proven = draw(st.integers(0, top)), draw(st.sampled_from([0.0, 0.6, 1.0]))
    levels = {id_: chance.randint(low, top) for id_ in ids if chance.random() < answered}
    state = answers(levels)
    for requirement in framework.assessed:
        if chance.random() < (0.4 if requirement.not_applicable_when else 0.05):
            state[ANSWERS.field(requirement.id, "non_applicable")] = True
            if chance.random() < 0.7:
                state[ANSWERS.field(requirement.id, "motif")] = chance.choice(["Sans objet.", " "])
    documents = [id_ for id_ in ids if chance.random() < proven]
    half = len(documents) // 2
    state |= evidence(*documents[:half], name="P-1") | evidence(*documents[half:], name="P-2", dated=None)
    if levels and chance.random() < 0.2:
        state[ANSWERS.field(chance.choice(ids), "niveau")] = chance.choice([-1, top + 1, 99])
    return state


def _rank(results: Results) -> dict[str, int]:
    return {
        row.requirement.id: WORSE_TO_BETTER.index(row.state)
        for row in results.rows
        if row.state is not R.NOT_APPLICABLE
    }


def _criterion_rank(results: Results) -> list[tuple[int, int]]:
    order = (*CRITERION_WORSE_TO_BETTER, C.NOT_APPLICABLE, C.NONE)
    return [(order.index(c.label_state), order.index(c.excellence_state)) for c in results.criteria]


def _no_worse(before: Results, after: Results) -> None:
    ranks = _rank(after)
    assert all(ranks[id_] >= rank for id_, rank in _rank(before).items())
    for old, new in zip(_criterion_rank(before), _criterion_rank(after), strict=True):
        assert new[0] >= old[0]
        assert new[1] >= old[1]
    assert len(after.label_rate.hits) >= len(before.label_rate.hits)
    assert len(after.label_gap) <= len(before.label_gap)
    assert len(after.excellence_gap) <= len(before.excellence_gap)
    assert len(after.met_criteria) >= len(before.met_criteria)


@given(states(), st.sampled_from(CMQ.assessed), st.integers(1, 4))
def test_raising_a_level_never_worsens_a_state(state: State, requirement: Requirement, by: int) -> None:
    """From no answer through 0 to 4, a step up is never a step down for a requirement, criterion or gap."""
    field = ANSWERS.field(requirement.id, "niveau")
    level = state.get(field)
    known = isinstance(level, int) and CMQ.has_level(level)
    raised = {**state, field: min(4, int(level or 0) + by) if known else 0}
    _no_worse(scored(state), scored(raised))


@given(states(), st.lists(st.sampled_from([r.id for r in CMQ.assessed]), max_size=5))
def test_adding_evidence_never_worsens_a_state(state: State, served: list[str]) -> None:
    """One more document, even old, undated or attached to anything, takes nothing away."""
    _no_worse(scored(state), scored(state, evidence(*served, name="P-more", dated=date(2001, 1, 1))))


@given(states())
def test_idem_adds_nothing(state: State) -> None:
    """Excellence counts its own rows alone: turning « Idem » into nothing changes no figure and no gap."""
    with_, bare = scored(state), scored(state, framework=WITHOUT_IDEM)
    assert with_.excellence_rate.value == bare.excellence_rate.value
    assert len(with_.excellence_gap) == len(bare.excellence_gap)
    for criterion in with_.criteria:
        if criterion.same_as_standard:
            assert criterion.excellence_state is criterion.label_state
            assert not criterion.excellence


@given(states(), st.sampled_from(CMQ.assessed))
def test_unanswered_never_counts_as_zero(state: State, requirement: Requirement) -> None:
    """Taking an answer away never moves the mean as a 0 would, nor gives the state of a level 0."""
    id_ = requirement.id
    without = {field: value for field, value in state.items() if field[:2] != ("reponse", id_)}
    results = scored(without)
    row = results.row(id_)
    others = [r.level for r in results.standard_rows if r.level is not None and r is not row]
    assert row.state is R.UNANSWERED
    assert row.level is None
    assert row not in results.completion.hits
    assert results.criterion(row.criterion.id).label_state is not C.UNMET or not row.requirement.standard
    assert results.maturity == (Fraction(sum(others), len(others)) if others else None)


@given(states(), st.sampled_from([PROGRAMME, RESEARCH]))
def test_not_applicable_leaves_numerator_and_denominator_together(state: State, id_: str) -> None:
    """Setting a row aside takes one row from its rate's base, its hit if it was one, and touches no other."""
    base = {f: v for f, v in state.items() if f[:2] != ("reponse", id_) or f.name == "niveau"}
    aside = {**base, ANSWERS.field(id_, "non_applicable"): True, ANSWERS.field(id_, "motif"): "Justifié."}
    before, after = scored(base), scored(aside)
    was_met = before.row(id_).met
    for name, moved in (("label_rate", id_ == PROGRAMME), ("excellence_rate", id_ == RESEARCH)):
        old, new = getattr(before, name), getattr(after, name)
        assert len(new.rows) == len(old.rows) - moved
        assert len(new.hits) == len(old.hits) - (moved and was_met)
        assert id_ not in {row.requirement.id for row in new.rows}
    assert id_ not in {row.requirement.id for row in after.excellence_gap}
    assert len(after.completion.rows) == 62


@given(states())
def test_the_label_is_at_a_hundred_exactly_when_no_gap_is_left(state: State) -> None:
    """100 % of the label, an empty gap and eleven criteria met say the same thing, always together."""
    results = scored(state)
    assert (results.label_rate.value == 1) is (results.label_gap == ())
    assert (results.label_gap == ()) is (len(results.met_criteria) == len(results.applicable_criteria))
    assert (results.excellence_gap == ()) is (
        results.label_rate.value == 1 and results.excellence_rate.value == 1
    )
    assert (french.percent(results.label_rate.value) == f"100{french.NBSP}%") is results.label_reached


@given(states(), st.integers(0, 10**6))
def test_order_of_answering_changes_nothing(state: State, seed: int) -> None:
    """The same answers in any order give the same states, figures, gaps and findings."""
    fields = list(state.items())
    random.Random(seed).shuffle(fields)
    one, other = scored(state), scored(dict(fields))
    assert [row.state for row in one.rows] == [row.state for row in other.rows]
    assert _criterion_rank(one) == _criterion_rank(other)
    for name in ("label_rate", "excellence_rate", "completion", "unproven"):
        assert getattr(one, name).value == getattr(other, name).value
    assert one.maturity == other.maturity

    def named(results: Results) -> set[tuple[str, str, str]]:
        return {
            (item.finding, item.row.requirement.id, item.evidence.id if item.evidence else "")
            for item in results.incoherences
        }

    assert named(one) == named(other)


@given(states(SMALL))
def test_the_rules_hold_for_another_framework(state: State) -> None:
    """Three levels, no Excellence: rows stay within their base and no state of Excellence appears."""
    results = scored(state, framework=SMALL)
    assert set(results.label_rate.hits) <= set(results.label_rate.rows)
    assert (results.label_rate.value == 1) is (results.label_gap == ())
    assert not {row.state for row in results.rows} - set(RequirementState)
    assert {c.excellence_state for c in results.criteria} == {C.NONE}


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 9),
    st.floats(allow_nan=True),
    st.sampled_from(
        [
            *("", "2", "True", "2026-02-30", "20260101", "NA", "None", "a/b", "a/b/c/d", "renouvellement"),
            *("nd", "REU-03", "FOR-01", "CAMPUS-1", "é!", "part", "oui", "S-1", "2026-11-12", "present"),
        ]
    ),
)
NAMES = st.sampled_from(
    [
        *("niveau", "non_applicable", "motif", "commentaire", "renseigne_par", "repris_de"),
        *("verification:C01-R1-a.1", "titre", "lien", "fichier", "date", "exigence:C01-R1", "texte"),
        *("champ", "valeur", "auteur", "annee", "categorie", "demande", "date_label", "inconnu"),
        *("indicateur", "suivi", "depart", "depart_annee", "cible", "numerateur", "denominateur", "nom"),
        *("calcul", "personnes", "famille", "critere:C01", "seance", "tenue", "role", "etat", "nature"),
        *("a_discuter", "budget_date", "budget_exercice", "criteres", "echeance", "exigence"),
    ]
)
FIELDS = st.builds(
    Field,
    st.sampled_from(
        [
            *("campagne", "reponse", "preuve", "annexe", "variante", "indicateur", "valeur"),
            *("membre", "seance", "presence", "decision", "version"),
        ]
    ),
    st.sampled_from(
        [
            *("", "C01-R1", "C01-X3", "P-1", "A1", "V-1", "REU-03", "CAMPUS-1", "é!", "REU-03:2024"),
            *("FOR-01:2024", "FOR-01:2024:femmes", "FOR-01:0000", "CAMPUS-1:9999", "é!:2024", "FOR-01:"),
            *("S-1", "S-1:M-1", "D-1"),
        ]
    ),
    NAMES,
)


@given(st.dictionaries(FIELDS, SCALARS, max_size=30))
@examples(3)
def test_a_state_with_wrong_types_is_scored_as_if_absent(state: State) -> None:
    """Whatever a workbook brought in, results exist, and only whole numbers on the scale are levels."""
    results = score(CMQ, Campaign.from_state(state), TODAY)
    row = results.row("C01-R1")
    stored = state.get(ANSWERS.field("C01-R1", "niveau"))
    valid = isinstance(stored, int) and not isinstance(stored, bool) and CMQ.has_level(stored)
    assert row.answered is valid
    assert tables.requirement_table("Toutes", CMQ, results.rows).rows
    assert not [item for item in results.incoherences if item.row.state is R.MET and not item.row.evidence]
    assert len(results.measures.results) >= 40
    assert len(results.measures.silent_criteria) <= 11


def test_results_do_not_change_under_their_reader() -> None:
    """Scoring is pure: the same campaign scored twice gives equal results, and answers cannot be set."""
    campaign = Campaign.from_state(everything_met())
    first = score(CMQ, campaign, TODAY)
    assert first == score(CMQ, campaign, TODAY)
    assert first != score(CMQ, replace(campaign, evidence={}), TODAY)
    with pytest.raises(AttributeError):
        first.row("C01-R1").state = R.UNMET  # type: ignore[misc]
    with pytest.raises(TypeError):
        campaign.answers["C01-R1"] = campaign.answer("C01-R2")  # type: ignore[index]
    assert EVIDENCE.field("P-1", "titre") in everything_met()
