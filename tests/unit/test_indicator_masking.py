"""What others than the team may see: no count of few people, and nothing that gives one away.

The attacker of these tests knows what a public view shows, and the rules of arithmetic; not the code that masks.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmq.campaign import PLANS, VALUES, Field, Scalar, value_id
from cmq.framework import Calculation, Framework, Indicator, IndicatorRules, parse
from cmq.indicators import IndicatorResult, Mark, Measure, Status
from tests.examples import examples
from tests.unit.builders import (
    CMQ,
    CMQ_FILE,
    indicator_groups,
    indicator_plan,
    indicator_result,
    indicator_value,
    measured,
    own_fields,
)

DATA = tomllib.loads(CMQ_FILE.read_text(encoding="utf-8"))
LIMIT = 5
S = Status


def _framework(**changes: dict[str, Any]) -> Framework:
    changed = {id_.replace("_", "-"): keys for id_, keys in changes.items()}
    rows = [{**row, **changed.get(row["id"], {})} for row in DATA["indicateur"]]
    return parse({**DATA, "indicateur": rows}, "criteria.toml")


FRAMEWORK = _framework(
    REU_03={"ventilations": ["genre"]},  # a rate of leavers by group
    INT_01={"ventilations": ["publics", "genre"]},  # a share with two breakdowns
    FOR_08={"calcul": "taux", "ventilations": ["voies"]},  # a rate whose numerator may exceed its denominator
    INT_02={"ventilations": ["voies"], "somme": False},  # groups that overlap
    SAT_01={"calcul": "rapport", "ventilations": ["genre"]},
)
BY_ID = {indicator.id: indicator for indicator in FRAMEWORK.indicators}
PEOPLE = ["FOR-01", "ATT-05", "INT-01", "REU-03", "FOR-08", "INT-02", "SAT-01", "CAMPUS-1"]
OWN = own_fields("CAMPUS-1", personnes=True)


def _limited(threshold: int) -> Framework:
    rules = IndicatorRules.model_validate(
        {"seuil_diffusion": 20, "seuil_masquage": threshold, "valeur_maximale": 10**11}
    )
    return FRAMEWORK.model_copy(update={"indicator_rules": rules})


def _public(
    id_: str, *parts: Mapping[Field, Scalar], framework: Framework = FRAMEWORK, public: bool = True
) -> IndicatorResult:
    return indicator_result(id_, *parts, framework=framework, public=public)


def _statuses(result: IndicatorResult, year: int = 2024) -> dict[str, Status]:
    return {group: m.status for (at, group), m in result.groups.items() if at == year}


def test_the_threshold_is_that_of_the_file() -> None:
    """Five people is the campus's rule, and data."""
    assert CMQ.indicator_rules.masking_threshold == LIMIT
    assert FRAMEWORK.indicator_rules.masking_threshold == LIMIT


# Examples: one attack each


@pytest.mark.parametrize(("count", "shown"), [(0, False), (1, False), (4, False), (5, True), (6, True)])
@pytest.mark.parametrize("id_", ["FOR-01", "ATT-05", "INT-02", "CAMPUS-1"])
def test_a_count_of_few_people_is_masked(id_: str, count: int, shown: bool) -> None:
    """Under five a count of people is hidden from a public view, five is shown, the team sees both."""
    state = {**OWN, **indicator_value(id_, 2024, value=count)}
    seen = _public(id_, state)
    assert seen.totals[0].status is (S.MEASURED if shown else S.MASKED)
    assert seen.totals[0].value == (count if shown else None)
    assert (seen.latest is None) is not shown
    team = _public(id_, state, public=False)
    assert team.totals[0].value == count


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ((4, 100, None), False),
        ((5, 100, None), True),
        ((0, 100, None), False),
        ((4, 4, None), False),
        ((0, 0, None), False),
        ((None, 20, 15), False),  # 15 % of 20 is 3 people
        ((None, 20, 25), True),
        ((None, 4, 100), False),
        ((3, None, 15), False),
        ((8, None, 100), True),
        ((4, None, None), False),
        ((None, None, 15), True),  # of how many nobody can tell
        ((3, "x", None), False),
        ((3, 2, None), False),
        ((-3, 20, None), False),
    ],
)
def test_a_rate_of_few_people_is_masked(numbers: tuple[Scalar, Scalar, Scalar], shown: bool) -> None:
    """Few people above or below, typed or to be computed from the rate: the whole value goes."""
    state = indicator_value("REU-01", 2024, numbers[0], numbers[1], value=numbers[2])
    found = _public("REU-01", state).totals[0]
    assert found.measured is shown
    if not shown:
        assert found.status in {S.MASKED, S.INVALID, S.INCOMPLETE}
        assert (found.value, found.numerator, found.denominator, found.faults) == (None, None, None, ())
        assert found.entry.blank


def _everything(thing: Any) -> Iterator[Any]:
    """Every scalar inside a result, but for the words of the catalogue."""
    if isinstance(thing, Indicator):
        return
    if is_dataclass(thing) and not isinstance(thing, type):
        for field in fields(thing):
            yield from _everything(getattr(thing, field.name))
    elif isinstance(thing, Mapping):
        yield from _everything(tuple(thing.items()))
    elif isinstance(thing, (tuple, list)):
        for part in thing:
            yield from _everything(part)
    else:
        yield thing


@pytest.mark.parametrize("raw", [3, 3.0, "3", "3 élèves", "trois"])
def test_a_small_count_appears_nowhere(raw: Scalar) -> None:
    """Typed as a number, as text or by mistake, whole, group or start, it is in no part of a public result."""
    state = {
        **indicator_value("FOR-01", 2024, raw, raw, value=raw, comment="3 élèves"),
        **indicator_value("FOR-01", 2023, raw, raw, value=120),
        **indicator_value("FOR-01", 2024, value=raw, group="femmes", comment="trois"),
        **indicator_value("FOR-01", 2024, value=raw, group="scolaire"),
        **indicator_plan("FOR-01", depart=raw, depart_annee=2020),
    }
    seen = _public("FOR-01", state)
    scalars = list(_everything(seen))
    assert not [one for one in scalars if one == 3 and not isinstance(one, bool)]
    assert not [one for one in scalars if isinstance(one, str) and ("3" in one or "trois" in one)]
    assert [m.value for m in seen.measured] == [120]
    team = list(_everything(_public("FOR-01", state, public=False)))
    assert raw in team


def test_messages_about_few_people_are_not_public() -> None:
    """The text of a fault quotes what was typed: others than the team do not read it."""
    state = {
        **indicator_value("REU-01", 2024, 4, 3),
        **indicator_value("REU-01", 2023, 60, 80, value=20),
        **indicator_plan("REU-01", depart="4 admis", cible="x"),
    }
    seen, team = _public("REU-01", state), _public("REU-01", state, public=False)
    assert [m.faults for m in seen.totals] == [(), ()]
    assert seen.plan_faults == ()
    assert [len(m.faults) for m in team.totals] == [1, 1]
    assert len(team.plan_faults) == 2
    started = {**state, **indicator_plan("REU-01", depart=60)}
    assert _public("REU-01", started).plan_faults == ()
    assert len(_public("REU-01", started, public=False).plan_faults) == 1


def test_a_single_hidden_group_takes_another_with_it() -> None:
    """With one group hidden the whole less the others would tell it: the smallest other is hidden too."""
    state = indicator_groups(
        "FOR-01", 2024, {"scolaire": 100, "etudiant": 60, "apprentissage": 40, "continue": 3}
    )
    seen = _public("FOR-01", state)
    assert _statuses(seen) == {
        "scolaire": S.MEASURED,
        "etudiant": S.MEASURED,
        "apprentissage": S.MASKED,
        "continue": S.MASKED,
    }
    assert seen.totals[0].value == 203
    women = _public("ATT-05", indicator_groups("ATT-05", 2024, {"femmes": 3, "hommes": 90}))
    assert set(_statuses(women).values()) == {S.MASKED}
    assert women.totals[0].value == 93


@pytest.mark.parametrize(
    ("groups", "hidden"),
    [
        ((0, 0, 60, 100), {0, 1, 2}),  # two that sum to 0 are known to be 0
        ((2, 2, 60, 100), {0, 1, 2}),  # four people in two groups are few
        ((4, 1, 60, 100), {0, 1}),
        ((4, 4, 60, 100), {0, 1}),
        ((0, 0, 0, 100), {0, 1, 2, 3}),
        ((5, 5, 60, 100), set[int]()),
        ((4, 5, 60, 100), {0, 1}),
        ((0, 0, 0, 4), {0, 1, 2, 3}),
    ],
)
def test_what_is_hidden_together_tells_of_no_few_people(groups: tuple[int, ...], hidden: set[int]) -> None:
    """What the groups shown leave of the whole is that of several groups, and not few people."""
    names = ["scolaire", "etudiant", "apprentissage", "continue"]
    seen = _public("FOR-01", indicator_groups("FOR-01", 2024, dict(zip(names, groups, strict=True))))
    found = _statuses(seen)
    assert {names.index(name) for name, status in found.items() if status is S.MASKED} == hidden


def test_a_group_hidden_for_its_numerator_is_hidden_in_its_denominator_too() -> None:
    """Neither the few who left nor all of the group can be had from the totals of both."""
    groups = {"eleves": (40, 400), "etudiants": (30, 50), "apprentis": (20, 90), "stagiaires": (1, 300)}
    seen = _public("INT-01", indicator_groups("INT-01", 2024, {**groups}))
    assert _statuses(seen) == {
        "eleves": S.MEASURED,
        "etudiants": S.MEASURED,
        "apprentis": S.MASKED,
        "stagiaires": S.MASKED,
    }


@pytest.mark.parametrize(
    ("whole", "groups", "hidden"),
    [
        (100, {"femmes": 97}, {"femmes"}),  # 3 men, whom nobody typed
        (100, {"femmes": 95}, set[str]()),  # 5 men may be known
        (97, {"femmes": 97}, set[str]()),  # nobody else: nobody to hide
        (100, {"femmes": 97, "hommes": "nd"}, {"femmes"}),
        (100, {"femmes": 97, "hommes": 3}, {"femmes", "hommes"}),
        (103, {"femmes": 97, "hommes": 3}, {"femmes", "hommes"}),
        (90, {"femmes": 97, "hommes": 3}, {"femmes", "hommes"}),
        ("nd", {"femmes": 97, "hommes": 6}, set[str]()),
        (107, {"femmes": 97, "hommes": 6}, set[str]()),  # what the groups do not tell is no group
    ],
)
def test_the_typed_whole_is_known_too(whole: Scalar, groups: dict[str, Scalar], hidden: set[str]) -> None:
    """Typed or summed, right or wrong, the whole less the groups shown never leaves a few people."""
    state = indicator_value("ATT-05", 2024, value=whole)
    seen = _public("ATT-05", state, indicator_groups("ATT-05", 2024, groups))
    assert {name for name, status in _statuses(seen).items() if status is S.MASKED} == hidden


def test_a_missing_group_among_four_is_protected_too() -> None:
    """Of four publics three were typed: the fourth is what is left, and a smaller neighbour hides it."""
    groups = {"eleves": (60, 200), "etudiants": (20, 100), "apprentis": (15, 60)}
    whole = indicator_value("INT-01", 2024, 97, 400)
    seen = _public("INT-01", whole, indicator_groups("INT-01", 2024, {**groups}))
    assert _statuses(seen) == {"eleves": S.MEASURED, "etudiants": S.MEASURED, "apprentis": S.MASKED}


def test_a_whole_that_is_known_elsewhere_is_no_key() -> None:
    """Four people in two hidden groups are not left alone, even where nothing shown tells the whole."""
    groups = {"scolaire": 100, "etudiant": 60, "apprentissage": 2, "continue": "nd"}
    seen = _public("FOR-01", indicator_groups("FOR-01", 2024, {**groups}))
    assert seen.totals == ()
    assert _statuses(seen) == {
        "scolaire": S.MEASURED,
        "etudiant": S.MASKED,
        "apprentissage": S.MASKED,
        "continue": S.MISSING,
    }


def test_few_below_are_protected_as_few_above_are() -> None:
    """Two groups of four people together, whatever happened to them, take a third one with them."""
    groups = {"voie-scolaire": (90, 60), "voie-apprentissage": (50, 3), "voie-continue": (9, 1)}
    seen = _public("FOR-08", indicator_groups("FOR-08", 2024, {**groups}))
    assert set(_statuses(seen).values()) == {S.MASKED}
    assert (seen.totals[0].numerator, seen.totals[0].denominator) == (149, 64)
    more = {**groups, "voie-continue": (9, 2)}
    assert _statuses(_public("FOR-08", indicator_groups("FOR-08", 2024, more)))["voie-scolaire"] is S.MEASURED


def test_groups_that_overlap_cannot_be_subtracted() -> None:
    """Where a person counts in several groups the whole tells nothing of the group that lacks."""
    whole = indicator_value("INT-02", 2024, value=160)
    seen = _public(
        "INT-02", whole, indicator_groups("INT-02", 2024, {"voie-scolaire": 97, "voie-continue": 60})
    )
    assert set(_statuses(seen).values()) == {S.MEASURED}
    few = indicator_groups(
        "INT-02", 2024, {"voie-scolaire": 97, "voie-continue": 60, "voie-apprentissage": 3}
    )
    assert _statuses(_public("INT-02", whole, few))["voie-apprentissage"] is S.MASKED


def test_the_other_breakdown_tells_the_whole() -> None:
    """Without a typed whole, a breakdown that is all shown gives the sum that the other one is taken from."""
    state = {
        **indicator_groups(
            "FOR-01", 2024, {"scolaire": 50, "etudiant": 30, "apprentissage": 10, "continue": 10}
        ),
        **indicator_groups("FOR-01", 2024, {"femmes": 97}),
        **indicator_value("FOR-01", 2024, value="nd"),
    }
    seen = _public("FOR-01", state)
    assert seen.totals[0].status is S.MISSING
    assert seen.groups[2024, "scolaire"].measured
    assert seen.groups[2024, "femmes"].status is S.MASKED


@pytest.mark.parametrize(
    ("rates", "hidden"),
    [
        ((15, 71.25), True),  # only 3 of 20 and 57 of 80 make 60 of 100
        ((60, 60), False),  # any split does
        ((50, 70), False),  # 25 of 50 and 35 of 50
        ((25, 70), False),  # 5,6 of 22 and 54 of 78
    ],
)
def test_two_bare_rates_are_solved_by_the_whole(rates: tuple[float, float], hidden: bool) -> None:
    """Two rates and the numbers of both together are two equations: their counts follow, and may be few."""
    state = {
        **indicator_value("INT-01", 2024, 60, 100),
        **indicator_value("INT-01", 2024, value=rates[0], group="femmes"),
        **indicator_value("INT-01", 2024, value=rates[1], group="hommes"),
    }
    found = set(_statuses(_public("INT-01", state)).values())
    assert found == ({S.MASKED} if hidden else {S.MEASURED})
    alone = {field: value for field, value in state.items() if field.id != value_id("INT-01", 2024)}
    assert set(_statuses(_public("INT-01", alone)).values()) == {S.MEASURED}


def test_a_bare_rate_beside_counts_is_told_by_the_whole() -> None:
    """The numbers that a rate lacks are those that the other group leaves: that one is then hidden."""
    state = {
        **indicator_value("INT-01", 2024, 60, 100),
        **indicator_value("INT-01", 2024, 57, 80, group="hommes"),
        **indicator_value("INT-01", 2024, value=15, group="femmes"),
    }
    assert _statuses(_public("INT-01", state)) == {"hommes": S.MASKED, "femmes": S.MEASURED}


def test_an_unpublished_group_cannot_be_computed_by_others() -> None:
    """A rate that may not be published is not what the whole leaves of the groups that may."""
    groups = indicator_groups("REU-03", 2024, {"femmes": (30, 60), "hommes": (9, 15)})
    seen = _public("REU-03", groups)
    assert _statuses(seen) == {"femmes": S.MASKED, "hommes": S.NOT_PUBLISHABLE}
    assert seen.groups[2024, "hommes"].denominator is None
    assert seen.totals[0].value == 52
    assert _statuses(_public("REU-03", groups, public=False)) == {
        "femmes": S.MEASURED,
        "hommes": S.NOT_PUBLISHABLE,
    }


@pytest.mark.parametrize(
    ("id_", "state", "start"),
    [
        ("FOR-01", indicator_plan("FOR-01", depart=4, depart_annee=2020), None),
        ("FOR-01", indicator_plan("FOR-01", depart=5, depart_annee=2020), Mark(Fraction(5), 2020)),
        ("FOR-01", indicator_plan("FOR-01", depart="4"), None),
        ("REU-01", indicator_plan("REU-01", depart=4, depart_annee=2020), Mark(Fraction(4), 2020)),
        (
            "REU-01",
            indicator_plan("REU-01", depart=15, depart_annee=2020) | indicator_value("REU-01", 2020, 3, 20),
            None,
        ),
        (
            "REU-01",
            indicator_plan("REU-01", depart=75, depart_annee=2020) | indicator_value("REU-01", 2020, 15, 20),
            Mark(Fraction(75), 2020),
        ),
        ("PAR-01", indicator_plan("PAR-01", depart=4, depart_annee=2020), Mark(Fraction(4), 2020)),
    ],
)
def test_a_start_of_few_people_is_masked(id_: str, state: dict[Field, Scalar], start: Mark | None) -> None:
    """A start is a count, or the rate of a year that is hidden: it goes with it, as typed and as read."""
    seen, team = _public(id_, state), _public(id_, state, public=False)
    assert seen.start == seen.origin == start
    assert (seen.plan.start is None) is (start is None)
    assert team.start is not None
    assert team.plan.start is not None


def test_years_are_hidden_one_by_one() -> None:
    """A year of few people is missing among the others; change and target are told from those shown."""
    state = {
        **indicator_value("FOR-01", 2021, value=3),
        **indicator_value("FOR-01", 2022, value=10),
        **indicator_value("FOR-01", 2023, value=4),
        **indicator_value("FOR-01", 2024, value=25),
        **indicator_plan("FOR-01", cible=3),
    }
    seen = _public("FOR-01", state)
    assert [(m.year, m.status) for m in seen.totals] == [
        (2021, S.MASKED),
        (2022, S.MEASURED),
        (2023, S.MASKED),
        (2024, S.MEASURED),
    ]
    assert seen.change == 15
    assert seen.distance == -22  # a target is no count of people
    last = _public("FOR-01", {**state, **indicator_value("FOR-01", 2025, value=2)})
    assert last.latest is not None
    assert last.latest.year == 2024


def test_groups_of_no_breakdown_of_the_indicator_are_not_public() -> None:
    """What a workbook brought in under another breakdown's group is left out rather than shown unmasked."""
    state = indicator_groups("ATT-05", 2024, {"femmes": 60, "hommes": 60, "eleves": 3})
    assert (2024, "eleves") not in _public("ATT-05", state).groups


def test_what_counts_no_people_is_public() -> None:
    """Few projects, few euros, few members are shown: only people are protected."""
    state = {
        **indicator_value("REC-02", 2024, value=1),
        **indicator_value("BUD-04", 2024, value=0.5),
        **indicator_value("PAR-03", 2024, 3, 4),
        **indicator_value("REU-05", 2024, 3, 4),
        **indicator_groups("PAR-01", 2024, {"laboratoires": 1, "collectivites": 2}),
        **indicator_plan("PAR-03", depart="x"),
        **own_fields("CAMPUS-2", calcul="part"),
        **indicator_value("CAMPUS-2", 2024, 1, 2),
    }
    seen, team = (measured(state, framework=FRAMEWORK, public=public) for public in (True, False))
    for result in seen.results:
        if not result.indicator.counts_people:
            assert result == team.result(result.indicator.id)
    assert seen.has_value("CAMPUS-2")
    assert not measured({**state, **indicator_field_of_people("CAMPUS-2")}, public=True).has_value("CAMPUS-2")


def indicator_field_of_people(id_: str) -> dict[Field, Scalar]:
    """What makes an own indicator one of people."""
    return {PLANS.field(id_, "personnes"): True}


def test_a_difference_of_rates_counts_nobody() -> None:
    """Of a difference of two rates no count can be told, even where people are behind it."""
    state = {
        **own_fields("CAMPUS-2", calcul="ecart", personnes=True),
        **indicator_value("CAMPUS-2", 2024, 3, 2),
    }
    assert _public("CAMPUS-2", state).totals[0].value == 1


def test_every_indicator_of_people_is_marked() -> None:
    """What counts learners, staff or answers of learners is masked; members, firms, places and euros are not."""
    people = {i.id for i in CMQ.indicators if i.counts_people}
    assert people >= {
        *("FOR-01", "FOR-08", "REU-01", "REU-02", "REU-03", "REU-04", "REU-06", "REU-07", "REU-08"),
        *("ATT-04", "ATT-05", "INT-01", "INT-02", "SAT-01"),
    }
    assert not people & {"FOR-07", "PAR-01", "PAR-02", "BUD-01", "BUD-04", "SAT-02", "SAT-03", "REC-02"}


# Properties: campaigns with a truth behind them, entered in any way


class Truth(NamedTuple):
    """A year of an indicator: what every group really counts, and what was typed of it."""

    id: str
    counts: Mapping[str, tuple[int, ...]]
    """By group; a breakdown's groups make the same whole as another's where they agree."""
    state: dict[Field, Scalar]


YEARS = (2023, 2024)
small = st.one_of(st.integers(0, 6), st.integers(0, 60))
COUNT_FORMS = ("plain", "plain", "plain", "text", "absent", "nd", "wrong")
QUOTIENT_FORMS = (
    *("plain", "plain", "plain", "plain", "rate", "rate and below", "rate and above", "above", "below"),
    *("absent", "nd", "wrong"),
)


def _rate(calculation: Calculation, above: int, below: int) -> Scalar:
    if not below:
        return 0
    rate = Fraction(above, below) * (1 if calculation is Calculation.RATIO else 100)
    return float(round(rate, 2))


def _entered(indicator: Indicator, id_: str, counts: tuple[int, ...], form: str) -> dict[Field, Scalar]:
    values: dict[str, Scalar] = {}
    if form == "nd":
        values = {"valeur": "nd"}
    elif len(counts) == 1:
        values = {
            "plain": {"valeur": counts[0]},
            "text": {"valeur": f" {counts[0]} "},
            "wrong": {"valeur": f"{counts[0]} personnes", "numerateur": counts[0]},
        }.get(form, {})
    else:
        above, below = counts
        rate = _rate(indicator.calculation, above, below)
        values = {
            "plain": {"numerateur": above, "denominateur": below},
            "rate": {"valeur": rate},
            "rate and below": {"valeur": rate, "denominateur": below},
            "rate and above": {"valeur": rate, "numerateur": above},
            "above": {"numerateur": above},
            "below": {"denominateur": below},
            "wrong": {"numerateur": above, "denominateur": "x"},
        }.get(form, {})
    return {VALUES.field(id_, name): value for name, value in values.items()}


@st.composite
def truths(draw: st.DrawFn) -> list[Truth]:
    """Two years of every kind of indicator of people, typed whole, in part, as rates or wrongly."""
    id_ = draw(st.sampled_from(PEOPLE))
    indicator = BY_ID.get(id_)
    complete = draw(st.booleans())
    found = []
    for year in YEARS:
        state: dict[Field, Scalar] = {}
        counts: dict[str, tuple[int, ...]] = {}
        quotient = indicator is not None and indicator.calculation.has_parts
        share = indicator is not None and indicator.calculation is Calculation.SHARE

        def one(quotient: bool = quotient, share: bool = share) -> tuple[int, ...]:
            pair = (draw(small), draw(small))
            return (tuple(sorted(pair)) if share else pair) if quotient else pair[:1]

        whole = one()
        for breakdown in indicator.breakdowns if indicator else ():
            groups = {group.id: one() for group in FRAMEWORK.breakdown(breakdown).groups}
            whole = tuple(map(sum, zip(*groups.values(), strict=True)))
            for group, numbers in groups.items():
                forms = ("plain",) if complete else QUOTIENT_FORMS if quotient else COUNT_FORMS
                form = draw(st.sampled_from(forms))
                assert indicator is not None
                state |= _entered(indicator, value_id(id_, year, group), numbers, form)
            counts |= groups
        counts[""] = whole
        form = draw(st.sampled_from((*(QUOTIENT_FORMS if quotient else COUNT_FORMS), "absent", "absent")))
        state |= _entered(indicator or BY_ID["FOR-01"], value_id(id_, year), whole, form)
        if id_ == "CAMPUS-1":
            state |= OWN
        found.append(Truth(id_, counts, state))
    return found


def _state(truth: list[Truth]) -> dict[Field, Scalar]:
    return {field: value for year in truth for field, value in year.state.items()}


def _told(measure: Measure) -> tuple[Fraction | None, ...]:
    """The counts that a reader of a measure has, or computes from its rate."""
    calculation = measure.indicator.calculation
    if not calculation.has_parts:
        return (measure.value,)
    scale = 1 if calculation is Calculation.RATIO else 100
    above, below, rate = measure.numerator, measure.denominator, measure.value
    if above is None and below is not None and rate is not None:
        above = rate * below / scale
    if below is None and above is not None and rate:
        below = above * scale / rate
    return above, below


def _wholes(
    result: IndicatorResult, framework: Framework, year: int, apart: str, place: int
) -> Iterator[Fraction]:
    """What a reader may take for the whole: what is shown as such, and what another breakdown adds up to."""
    for total in result.totals:
        if total.year == year and total.measured:
            count = _told(total)[place]
            if count is not None:
                yield count
    for id_ in result.indicator.breakdowns:
        groups = framework.breakdown(id_).groups
        shown = [_told(m)[place] for g in groups if (m := result.groups.get((year, g.id))) and m.measured]
        if id_ != apart and len(shown) == len(groups) and None not in shown:
            yield sum((count for count in shown if count is not None), Fraction(0))


def _recovered(
    result: IndicatorResult, framework: Framework, year: int, truth: Truth, threshold: int
) -> Iterator[str]:
    """Each hidden count that the whole and the groups shown give away."""
    if not result.indicator.adds_up:
        return
    places = 2 if result.indicator.calculation.has_parts else 1
    for id_ in result.indicator.breakdowns:
        groups = [group.id for group in framework.breakdown(id_).groups]
        for place in range(places):
            told = {
                group: count
                for group in groups
                if (m := result.groups.get((year, group))) is not None
                and m.measured
                and (count := _told(m)[place]) is not None
            }
            unknown = [group for group in groups if group not in told]
            hidden = [
                group
                for group in unknown
                if (m := result.groups.get((year, group))) is not None and m.status is S.MASKED
            ]
            for whole in _wholes(result, framework, year, id_, place):
                left = whole - sum(told.values())
                real = sum(truth.counts[group][place] for group in unknown)
                if not unknown or left != real:
                    continue  # the reader is wrong
                if len(unknown) == 1 and (hidden or 0 < left < threshold):
                    yield f"{unknown} {place}: {left}"
                if left < threshold and (hidden or left > 0):
                    yield f"{unknown} together {place}: {left}"
        yield from _solved(result, framework, year, id_, truth, threshold)


def _solved(
    result: IndicatorResult, framework: Framework, year: int, breakdown: str, truth: Truth, threshold: int
) -> Iterator[str]:
    """Two groups of which the rates are shown, and whose counts the whole tells by two equations."""
    if not result.indicator.calculation.has_parts:
        return
    scale = 1 if result.indicator.calculation is Calculation.RATIO else 100
    groups = [group.id for group in framework.breakdown(breakdown).groups]
    seen = {group: m for group in groups if (m := result.groups.get((year, group))) and m.measured}
    bare = [group for group, m in seen.items() if _told(m) == (None, None)]
    full = [_told(m) for m in seen.values() if None not in _told(m)]
    if len(bare) != 2 or len(full) + 2 != len(groups):
        return
    for above in _wholes(result, framework, year, breakdown, 0):
        for below in _wholes(result, framework, year, breakdown, 1):
            first, second = ((seen[group].value or Fraction(0)) / scale for group in bare)
            if first == second:
                continue
            n = above - sum(part[0] or 0 for part in full)
            d = below - sum(part[1] or 0 for part in full)
            of_first = (n - second * d) / (first - second)
            guesses = ((of_first * first, of_first), ((d - of_first) * second, d - of_first))
            for group, pair in zip(bare, guesses, strict=True):
                for guess, real in zip(pair, truth.counts[group], strict=True):
                    if round(guess) == real < threshold:
                        yield f"{group}: {guess}"


@given(truths(), st.integers(0, 9))
@examples(4)
def test_no_count_of_few_people_is_shown(truth: list[Truth], threshold: int) -> None:
    """In no total and in no group, typed or to be computed, stands a count under the threshold."""
    result = _public(truth[0].id, _state(truth), framework=_limited(threshold))
    for found in (*result.totals, *result.groups.values()):
        assert not found.faults
        assert not [count for count in _told(found) if count is not None and count < threshold]
        raws = [found.entry.numerator, found.entry.denominator, found.entry.value]
        if found.measured:
            shown = {found.numerator, found.denominator, found.value}
            assert all(raw is None or raw == "nd" or Fraction(str(raw).strip()) in shown for raw in raws)
        else:
            assert raws == [None, None, None]
            assert (found.numerator, found.denominator, found.value) == (None, None, None)


@given(truths(), st.integers(1, 9))
@examples(6)
def test_no_hidden_count_can_be_computed(truth: list[Truth], threshold: int) -> None:
    """The whole less the groups shown never leaves one hidden group, nor a few people, nor two solvable rates."""
    framework = _limited(threshold)
    result = _public(truth[0].id, _state(truth), framework=framework)
    for year, of_year in zip(YEARS, truth, strict=True):
        assert not list(_recovered(result, framework, year, of_year, threshold))


@given(truths(), st.integers(1, 9))
def test_what_is_public_is_what_the_team_sees(truth: list[Truth], threshold: int) -> None:
    """A public view leaves out; it never shows another value, and the team's view leaves out nothing."""
    framework = _limited(threshold)
    seen = _public(truth[0].id, _state(truth), framework=framework)
    team = _public(truth[0].id, _state(truth), framework=framework, public=False)
    assert [m.year for m in seen.totals] == [m.year for m in team.totals]
    assert seen.groups.keys() <= team.groups.keys()
    pairs = [
        *zip(seen.totals, team.totals, strict=True),
        *((m, team.groups[place]) for place, m in seen.groups.items()),
    ]
    for shown, known in pairs:
        assert shown.status in {known.status, S.MASKED}
        if shown.measured:
            assert (shown.value, shown.numerator, shown.denominator, shown.summed) == (
                known.value,
                known.numerator,
                known.denominator,
                known.summed,
            )
    assert not [m for m in (*team.totals, *team.groups.values()) if m.status is S.MASKED]
    typed = {field.id for field in _state(truth) if field.kind == "valeur"}
    kept = {value_id(truth[0].id, *place) for place in team.groups} | {
        value_id(truth[0].id, m.year) for m in team.totals if not m.summed
    }
    assert typed == kept


def _visible(result: IndicatorResult) -> set[tuple[int, str]]:
    shown = {(m.year, m.entry.group) for m in (*result.totals, *result.groups.values()) if m.measured}
    return shown | ({(0, "start")} if result.start is not None else set())


@given(truths(), st.integers(0, 9), st.integers(1, 5), small, st.sampled_from([None, *YEARS]))
@examples(4)
def test_a_higher_threshold_never_shows_more(
    truth: list[Truth], threshold: int, by: int, start: int, year: int | None
) -> None:
    """What is hidden at five is hidden at six: nobody is uncovered by a stricter rule."""
    state = {**_state(truth), **indicator_plan(truth[0].id, depart=start, depart_annee=year)}
    lower, higher = (_public(truth[0].id, state, framework=_limited(t)) for t in (threshold, threshold + by))
    assert _visible(higher) <= _visible(lower)


@given(truths())
def test_without_a_threshold_only_what_has_no_value_is_left_out(truth: list[Truth]) -> None:
    """A framework that knows no threshold hides no value."""
    seen = _public(truth[0].id, _state(truth), framework=_limited(0))
    team = _public(truth[0].id, _state(truth), framework=_limited(0), public=False)
    known = {place for place in _visible(team) if not place[1] or place in seen.groups}
    solvable = {place for place, m in seen.groups.items() if m.status is S.MASKED}
    assert _visible(seen) | solvable == known
