"""Two results of one campus: what rose, what fell, and why; nothing makes up for anything."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmq.campaign import ANSWERS, Field, Scalar
from cmq.comparison import Comparison, Direction, Movement, compare
from cmq.framework import Framework, parse
from cmq.scoring import CriterionState, Results
from tests.examples import examples
from tests.unit.builders import (
    CMQ,
    SMALL,
    answers,
    decision,
    everything_met,
    evidence,
    meeting,
    scored,
)

State = dict[Field, Scalar]
D = Direction

RESEARCH = "C01-X3"  # excellence, may be not applicable
PROVEN = evidence("C01-R1", RESEARCH, name="P-1")
ASIDE = answers({}, not_applicable={RESEARCH: "Sans objet."})


def _moved(before: Results, after: Results) -> list[tuple[str, Direction]]:
    return [(m.after.requirement.id, m.direction) for m in compare(before, after).movements]


def _ids(movements: tuple[Movement, ...]) -> list[str]:
    return [movement.after.requirement.id for movement in movements]


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [
        # by the state
        ({}, answers({"C01-R1": 1}), D.ROSE),
        (answers({"C01-R1": 0}), answers({"C01-R1": 1}), D.ROSE),
        (answers({"C01-R1": 1}), answers({"C01-R1": 2}), D.ROSE),
        (answers({"C01-R1": 2}), {**answers({"C01-R1": 2}), **PROVEN}, D.ROSE),
        ({**answers({"C01-R1": 2}), **PROVEN}, answers({"C01-R1": 2}), D.FELL),
        ({**answers({"C01-R1": 2}), **PROVEN}, {}, D.FELL),
        (answers({"C01-R1": 1}), answers({"C01-R1": 9}), D.FELL),
        # by the level inside one state
        (answers({"C01-R1": 2}), answers({"C01-R1": 3}), D.ROSE),
        ({**answers({"C01-R1": 4}), **PROVEN}, {**answers({"C01-R1": 3}), **PROVEN}, D.FELL),
        # the state before the level
        (answers({"C01-R1": 4}), {**answers({"C01-R1": 2}), **PROVEN}, D.ROSE),
        ({**answers({"C01-R1": 2}), **PROVEN}, answers({"C01-R1": 4}), D.FELL),
        # neither for the better nor for the worse
        ({}, answers({"C01-R1": 0}), D.SAME),
        (answers({"C01-R1": 0}), {}, D.SAME),
        ({}, ASIDE, D.OTHER),
        (ASIDE, {**answers({RESEARCH: 4}), **PROVEN}, D.OTHER),
        ({**answers({RESEARCH: 4}), **PROVEN}, ASIDE, D.OTHER),
    ],
)
def test_which_way_a_requirement_went(before: State, after: State, direction: Direction) -> None:
    """Its state tells first, its level then; what became or ceased to be applicable neither rose nor fell."""
    comparison = compare(scored(before), scored(after))
    (movement,) = comparison.movements
    assert movement.direction is direction
    assert (_ids(comparison.rose) != []) is (direction is D.ROSE)
    assert (_ids(comparison.fell) != []) is (direction is D.FELL)
    assert (_ids(comparison.other) != []) is (direction in {D.SAME, D.OTHER})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (answers({"C01-R1": 2}), answers({"C01-R1": 2}, carried={"C01-R1": "2025"})),
        (
            {**answers({"C01-R1": 2}), **PROVEN},
            {**answers({"C01-R1": 2}), **evidence("C01-R1", name="P-2")},
        ),
        (answers({"C01-R1": 1}), {**answers({"C01-R1": 1}), **PROVEN}),
        (answers({"C01-R1": 2}), {**answers({"C01-R1": 2}), ANSWERS.field("C01-R1", "commentaire"): "Relu."}),
        ({}, answers({"C01-R1": 9})),
        ({}, answers({"Z99-R1": 3})),
        (answers({RESEARCH: 3}, not_applicable={RESEARCH: "Sans objet."}), ASIDE),
    ],
    ids=[
        "carried",
        "other document",
        "planned with document",
        "comment",
        "off scale",
        "unknown",
        "set aside",
    ],
)
def test_what_stays_where_it_was_is_no_movement(before: State, after: State) -> None:
    """An answer carried over, another document or a comment moves nothing; nor does what no result shows."""
    assert compare(scored(before), scored(after)).movements == ()
    assert compare(scored(after), scored(before)).movements == ()


def test_what_rose_does_not_make_up_for_what_fell() -> None:
    """Each movement stands for itself, in the text's order, under its criterion; there is no sum of them."""
    before = scored(answers({"C04-R1": 0, "C01-R1": 3, "C01-X1": 1, "C02-R1": 1}))
    after = scored(answers({"C04-R1": 4, "C01-R1": 1, "C01-X1": 2, "C02-R1": 1}))
    comparison = compare(before, after)
    assert _ids(comparison.rose) == ["C01-X1", "C04-R1"]
    assert _ids(comparison.fell) == ["C01-R1"]
    first = comparison.criterion("C01")
    assert first is not None
    assert (_ids(first.rose), _ids(first.fell), first.other) == (["C01-X1"], ["C01-R1"], ())
    still = comparison.criterion("C02")
    assert still is not None
    assert still.movements == ()
    assert comparison.criterion("C99") is None


def _criterion(level: int | None, *, proven: bool = False, aside: bool = False) -> State:
    ids = [r.id for r in SMALL.assessed]
    state: State = dict(answers(dict.fromkeys(ids, level)))
    if proven:
        state |= evidence(*ids)
    if aside:
        state |= answers({}, not_applicable={"OUTILS-2": "Interdit."})
    return state


def test_a_criterion_may_stay_while_its_requirements_move() -> None:
    """« Non satisfait » before and after says nothing of what moved in it: both are kept."""
    before, after = _criterion(0), _criterion(1)
    first = compare(scored(before, framework=SMALL), scored(after, framework=SMALL)).criterion("ACCUEIL")
    assert first is not None
    assert (first.before.label_state, first.after.label_state) == (CriterionState.UNMET, CriterionState.UNMET)
    assert _ids(first.rose) == ["ACCUEIL-1", "ACCUEIL-1-a"]
    assert first.fell == ()


# Why


def _why(before: State, after: State) -> Movement:
    (movement,) = compare(scored(before), scored(after)).movements
    return movement


def test_evidence_that_came_and_went_is_named() -> None:
    """The document that made it rise, or that is gone, is told by itself; what was there both times is not."""
    kept = evidence("C01-R1", name="P-kept")
    movement = _why(
        {**answers({"C01-R1": 2}), **kept, **evidence("C01-R1", name="P-old")},
        {**answers({"C01-R1": 3}), **kept, **evidence("C01-R1", name="P-new")},
    )
    assert [item.id for item in movement.added] == ["P-new"]
    assert [item.id for item in movement.removed] == ["P-old"]
    first = _why(answers({"C01-R1": 2}), {**answers({"C01-R1": 2}), **kept})
    assert ([item.id for item in first.added], first.removed) == (["P-kept"], ())


def test_a_meeting_that_was_held_meanwhile_is_evidence_that_came() -> None:
    """The same evidence counts from the meeting on: it is what came, though nobody attached anything."""
    state = {**answers({"C04-R1": 2}), **evidence("C04-R1", name="P-cos", link="", dated=None, meeting="S-1")}
    movement = _why({**state, **meeting(held=False)}, {**state, **meeting()})
    assert (movement.direction, [item.id for item in movement.added]) == (D.ROSE, ["P-cos"])
    assert [item.date for item in movement.added] == [date(2026, 11, 12)]
    assert movement.removed == ()


def _settled(id_: str, requirement: str = "C04-R1", nature: str = "modification") -> State:
    return dict(decision(id_, nature=nature, exigence=requirement, niveau=2))


def test_what_the_committee_said_meanwhile_is_a_reason() -> None:
    """Its words on the level since then are there, in order; earlier ones, other subjects and mere decisions are not."""
    known = _settled("D-known")
    movement = _why(
        {**answers({"C04-R1": 1}), **known},
        {
            **answers({"C04-R1": 2}),
            **known,
            **_settled("D-1"),
            **_settled("D-2", nature="confirmation"),
            **_settled("D-else", "C04-R1-a"),
            **_settled("D-plain", nature="decision"),
            **_settled("D-later", nature="report"),
        },
    )
    assert [found.id for found in movement.decisions] == ["D-1", "D-2"]
    back = _why({**answers({"C04-R1": 2}), **_settled("D-1")}, answers({"C04-R1": 1}))
    assert back.decisions == ()


def test_a_decision_that_moved_nothing_is_no_movement() -> None:
    """A level that was confirmed is where it was: the comparison does not show it as a change."""
    before, after = (
        answers({"C04-R1": 2}),
        {**answers({"C04-R1": 2}), **_settled("D-1", nature="confirmation")},
    )
    assert compare(scored(before), scored(after)).movements == ()


# Under two frameworks


def _adapted(**changes: object) -> Framework:
    data = SMALL.model_dump(mode="json", by_alias=True, exclude_unset=True)
    data["exigence"] = [row for row in data["exigence"] if row["id"] != changes.get("without")]
    data["critere"] = [row for row in data["critere"] if row["id"] != changes.get("without_criterion")]
    if "without_criterion" in changes:
        data["exigence"] = [r for r in data["exigence"] if r["critere"] != changes["without_criterion"]]
    if "extra" in changes:
        row = {
            "id": "OUTILS-3",
            "critere": "OUTILS",
            "type": "principale",
            "texte": "Un inventaire est tenu.",
        }
        data["exigence"].append(row)
    if "met" in changes:
        data["regles"]["niveau_satisfait"] = changes["met"]
        data["niveau"].append({"valeur": 3, "libelle": "Revu", "descripteur": "On en tire les leçons."})
    return parse(data, "essai.toml")


def test_only_what_both_frameworks_know_is_compared() -> None:
    """A requirement or a criterion of one of the two neither rose nor fell; the others are compared as ever."""
    state = _criterion(1)
    old = scored(_criterion(0), framework=SMALL)
    shorter = scored(state, framework=_adapted(without="OUTILS-2"))
    longer = scored({**state, **answers({"OUTILS-3": 2})}, framework=_adapted(extra=True))
    assert "OUTILS-2" not in dict(_moved(old, shorter))
    assert "OUTILS-3" not in dict(_moved(old, longer))
    assert set(dict(_moved(old, longer)).values()) == {D.ROSE}
    fewer = scored(state, framework=_adapted(without_criterion="SURETE"))
    for comparison in (compare(old, fewer), compare(fewer, old)):
        assert comparison.criterion("SURETE") is None
        assert {m.after.requirement.criterion for m in comparison.movements} == {"ACCUEIL", "OUTILS"}


def test_each_result_is_judged_by_its_own_framework() -> None:
    """Where the threshold went up the same answer falls: the state of then stands against the state of now."""
    state = _criterion(2, proven=True)
    stricter = scored(state, framework=_adapted(met=3))
    assert set(dict(_moved(scored(state, framework=SMALL), stricter)).values()) == {D.FELL}
    assert compare(stricter, stricter).movements == ()


# Properties

_SOME = [r.id for r in CMQ.assessed if r.criterion in {"C01", "C04", "C06"}]


@st.composite
def results(draw: st.DrawFn) -> Results:
    """A campaign with any levels, documents, rows set aside and words of the committee."""
    levels = draw(st.dictionaries(st.sampled_from(_SOME), st.integers(-1, 5)))
    aside = draw(st.sets(st.sampled_from([RESEARCH, "C06-R1-d", "C01-R1"])))
    state: State = dict(answers(levels, not_applicable=dict.fromkeys(aside, "Sans objet.")))
    for name in ("P-1", "P-2"):
        state |= evidence(*draw(st.sets(st.sampled_from(_SOME))), name=name)
    for name in draw(st.sets(st.sampled_from(["D-1", "D-2"]))):
        state |= _settled(name, draw(st.sampled_from(_SOME)))
    base = everything_met() if draw(st.booleans()) else {}
    return scored(base, state)


def _parts(comparison: Comparison) -> list[set[str]]:
    return [set(_ids(part)) for part in (comparison.rose, comparison.fell, comparison.other)]


@given(results(), results())
@examples(0.6)
def test_every_movement_goes_one_way(before: Results, after: Results) -> None:
    """What rose did not fall, and all that moved is somewhere, once; what is nowhere stands where it was."""
    comparison = compare(before, after)
    rose, fell, other = _parts(comparison)
    assert not rose & fell
    assert not (rose | fell) & other
    assert len(rose) + len(fell) + len(other) == len(comparison.movements)
    still = {row.requirement.id for row in after.rows} - rose - fell - other
    assert all(before.row(id_).state is after.row(id_).state for id_ in still)
    assert all(before.row(id_).level == after.row(id_).level for id_ in still)
    assert sum(len(c.rose) + len(c.fell) + len(c.other) for c in comparison.criteria) == len(
        comparison.movements
    )
    order = [row.requirement.id for row in after.rows]
    for part in (comparison.movements, comparison.rose, comparison.fell, comparison.other):
        assert _ids(part) == sorted(_ids(part), key=order.index)


@given(results(), results())
@examples(0.6)
def test_looking_back_turns_every_movement_round(before: Results, after: Results) -> None:
    """What rose from one to the other fell from the other to the one, and nothing else did."""
    forth, back = compare(before, after), compare(after, before)
    rose, fell, other = _parts(forth)
    assert _parts(back) == [fell, rose, other]
    for one, two in zip(forth.movements, back.movements, strict=True):
        assert (one.added, one.removed) == (two.removed, two.added)


@given(results())
@examples(0.4)
def test_nothing_moved_against_itself(result: Results) -> None:
    """A result compared with itself has no movement in any criterion, and knows all of them."""
    comparison = compare(result, result)
    assert comparison.movements == ()
    assert not any(criterion.movements for criterion in comparison.criteria)
    assert len(comparison.criteria) == len(CMQ.criteria)


@given(results(), results())
@examples(0.6)
def test_whatever_was_met_and_is_no_more_fell(before: Results, after: Results) -> None:
    """No requirement loses its « satisfaite » unseen: it fell, or was set aside; none that gained it fell."""
    comparison = compare(before, after)
    rose, fell, other = _parts(comparison)
    for row in after.rows:
        id_, was = row.requirement.id, before.row(row.requirement.id)
        if was.met and not row.met:
            assert id_ in (fell if row.applicable else other)
        if row.met and not was.met:
            assert id_ in (rose if was.applicable else other)
            assert id_ not in fell
