"""The quality indicators: a worked case for each, the rules of a value, of the whole, of the plan and of coverage."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmq import french, numerals
from cmq import indicators as package
from cmq.campaign import PLANS, VALUES, Campaign, Field, Scalar, value_parts
from cmq.framework import Calculation, Direction, Framework, Indicator, PeriodKind, parse
from cmq.indicators import IndicatorResult, Mark, Measure, Measures, Status, own_indicator, period_end
from tests.unit.builders import (
    CMQ,
    CMQ_FILE,
    ENGLISH,
    SMALL,
    TODAY,
    covered_families,
    indicator_groups,
    indicator_plan,
    indicator_result,
    indicator_value,
    measured,
    own_fields,
)

NB, NN = french.NBSP, french.NNBSP
BY_ID = {indicator.id: indicator for indicator in CMQ.indicators}
DATA = tomllib.loads(CMQ_FILE.read_text(encoding="utf-8"))
S = Status


def _variant(**changes: dict[str, Any]) -> Framework:
    """The framework with other keys for some indicators (by id, « _ » for « - »)."""
    changed = {id_.replace("_", "-"): keys for id_, keys in changes.items()}
    rows = [{**row, **changed.get(row["id"], {})} for row in DATA["indicateur"]]
    return parse({**DATA, "indicateur": rows}, "criteria.toml")


LEAVERS_BY_GENDER = _variant(REU_03={"ventilations": ["genre"]})
NOT_ADDING_UP = _variant(ATT_05={"somme": False}, INT_01={"somme": False})


def _measure(
    indicator: str,
    numerator: Scalar = None,
    denominator: Scalar = None,
    *,
    value: Scalar = None,
    year: int = 2024,
    framework: Framework = CMQ,
) -> Measure:
    state = indicator_value(indicator, year, numerator, denominator, value=value)
    return indicator_result(indicator, state, framework=framework).totals[0]


# A worked case for each formula: what is typed, what it makes, how it reads

FORMULAS: dict[str, tuple[tuple[str, ...], Fraction | int, str]] = {
    "FOR-01": (("1 240",), 1240, f"1{NN}240{NB}personnes"),
    "FOR-02": (("6",), 6, f"6{NB}niveaux sur 6"),
    "FOR-03": (("3", "8"), Fraction(75, 2), f"37,5{NB}%"),
    "FOR-04": (("12",), 12, f"12{NB}formations"),
    "FOR-05": (("4",), 4, f"4{NB}dispositifs"),
    "FOR-06": (("1 234,5", "2 000"), Fraction(2469, 40), f"61,7{NB}%"),
    "FOR-07": (("86",), 86, f"86{NB}places"),
    "FOR-08": (("126", "840"), 15, f"15{NB}%"),
    "REC-01": (("5",), 5, f"5{NB}entités"),
    "REC-02": (("7",), 7, f"7{NB}projets"),
    "REC-03": (("152 340,75 €",), Fraction(15234075, 100), f"152{NN}340,75{NB}€"),
    "REU-01": (("183", "200"), Fraction(183, 2), f"91,5{NB}%"),
    "REU-02": (("45", "120"), Fraction(75, 2), f"37,5{NB}%"),
    "REU-03": (("62", "96"), Fraction(775, 12), f"64,6{NB}%"),
    "REU-04": (("107", "120"), Fraction(535, 6), f"89,2{NB}%"),
    "REU-05": (("58,5", "61"), Fraction(-5, 2), f"-2,5{NB}points"),
    "REU-06": (("9", "150"), 6, f"6{NB}%"),
    "REU-07": (("14", "64"), Fraction(175, 8), f"21,9{NB}%"),
    "REU-08": (("31", "62"), 50, f"50{NB}%"),
    "ATT-01": (("180", "120"), Fraction(3, 2), f"1,5{NB}vœu 1 par place"),
    "ATT-02": (("1 000", "48"), Fraction(125, 6), f"20,83{NB}vœux par place"),
    "ATT-03": (("126", "120"), 105, f"105{NB}%"),
    "ATT-04": (("24", "160"), 15, f"15{NB}%"),
    "ATT-05": (("2 350",), 2350, f"2{NN}350{NB}personnes"),
    "ATT-06": (("18", "45"), 40, f"40{NB}%"),
    "PAR-01": (("45",), 45, f"45{NB}membres"),
    "PAR-02": (("27", "36"), 75, f"75{NB}%"),
    "PAR-03": (("20", "30"), Fraction(200, 3), f"66,7{NB}%"),
    "PAR-04": (("11", "13"), Fraction(1100, 13), f"84,6{NB}%"),
    "PAR-05": (("640", "1 000"), 64, f"64{NB}%"),
    "BUD-01": (("485 000,25",), Fraction(48500025, 100), f"485{NN}000,25{NB}€"),
    "BUD-02": (("45", "45"), 100, f"100{NB}%"),
    "BUD-03": (("103 500,40", "100 000"), Fraction(1035004, 10000), f"103,5{NB}%"),
    "BUD-04": (("2,5",), Fraction(5, 2), f"2,5{NB}ETP"),
    "INT-01": (("37", "740"), 5, f"5{NB}%"),
    "INT-02": (("9",), 9, f"9{NB}personnes"),
    "INT-03": (("3",), 3, f"3{NB}conventions"),
    "SAT-01": (("412", "515"), 80, f"80{NB}%"),
    "SAT-02": (("28", "32"), Fraction(175, 2), f"87,5{NB}%"),
    "SAT-03": (("17", "18"), Fraction(850, 9), f"94,4{NB}%"),
}


def test_every_indicator_has_a_worked_case() -> None:
    """No formula of the catalogue goes without its example, and the table invents none."""
    assert set(FORMULAS) == set(BY_ID)
    assert len(FORMULAS) == 40


@pytest.mark.parametrize("id_", FORMULAS)
def test_formula(id_: str) -> None:
    """What a campus types for an indicator makes the value of its formula, exact, and reads in its unit."""
    texts, expected, read = FORMULAS[id_]
    typed = [numerals.typed(text) for text in texts]
    found = _measure(id_, *typed) if len(typed) == 2 else _measure(id_, value=typed[0])
    assert found.status is S.MEASURED
    assert found.value == expected
    assert not found.faults
    assert french.quantity(BY_ID[id_], Fraction(expected)) == read
    assert french.measure(found) == read
    assert bool(BY_ID[id_].formula) is (len(texts) == 2)


@pytest.mark.parametrize(
    ("id_", "formula"),
    [
        ("REU-01", "Admis / Présents × 100"),
        ("ATT-01", "Vœux 1 / Capacité"),
        ("ATT-03", "Effectif en entrée / Capacité × 100"),
        ("REU-05", "Taux constaté − Taux de référence"),
        ("FOR-01", ""),
        ("BUD-01", ""),
    ],
)
def test_the_formula_is_shown_as_it_is_computed(id_: str, formula: str) -> None:
    """A share and a rate are × 100, a ratio is not, a difference is a minus; a count has no formula."""
    assert BY_ID[id_].formula == formula
    assert BY_ID[id_].formula != "None"


@pytest.mark.parametrize(
    ("id_", "numbers", "read"),
    [
        ("FOR-02", (None, None, 0), f"0{NB}niveau sur 6"),
        ("REU-01", (199, 200, None), f"99,5{NB}%"),
        ("REU-01", (99999, 100000, None), f"99,9{NB}%"),
        ("REU-01", (1, 100000, None), f"0,1{NB}%"),
        ("REU-05", (61, 58.5, None), f"+2,5{NB}points"),
        ("REU-05", (61, 61, None), f"0{NB}point"),
        ("REU-05", (None, None, -7), f"-7{NB}points"),
        ("ATT-01", (80, 100, None), f"0,8{NB}vœu 1 par place"),
        ("ATT-03", (0, 120, None), f"0{NB}%"),
        ("BUD-03", (300, 100, None), f"300{NB}%"),
        ("BUD-04", (None, None, 0.25), f"0,25{NB}ETP"),
        ("REU-03", (None, None, 64.5), f"64,5{NB}%"),
    ],
)
def test_values_at_the_edge_of_their_range(
    id_: str, numbers: tuple[Scalar, Scalar, Scalar], read: str
) -> None:
    """Nothing, all but one, above 100 %, negative, a rate without its numbers: each is a value like another."""
    found = _measure(id_, numbers[0], numbers[1], value=numbers[2])
    assert french.measure(found) == read
    assert found.measured


def test_numbers_are_exact() -> None:
    """Decimals are the ones that were typed, not those of a machine: 0,1 + 0,2 is 0,3, a third is a third."""
    assert _measure("BUD-01", value=0.1).value == Fraction(1, 10)
    assert _measure("PAR-03", 1, 3).value == Fraction(100, 3)
    assert _measure("PAR-03", 1, 3).value != 33.333333
    assert _measure("BUD-01", value="1 234,56").value == Fraction(123456, 100)


# The rules of one value


@pytest.mark.parametrize(
    ("id_", "numbers"),
    [
        ("REU-01", (0, 0, None)),
        ("FOR-03", (None, 0, None)),
        ("ATT-03", (12, 0, None)),
        ("ATT-01", (12, 0, None)),
        ("BUD-03", (0.5, 0, None)),
        ("REU-03", (0, 0, None)),
        ("PAR-02", (0, 0, 80)),
        ("PAR-02", (None, 0, 80)),
        ("ATT-02", ("nd", 0, None)),
    ],
)
def test_a_denominator_of_zero_is_not_computable(id_: str, numbers: tuple[Scalar, Scalar, Scalar]) -> None:
    """Nothing can be divided by 0: no value, whatever rate was typed beside it, and the words say so."""
    found = _measure(id_, numbers[0], numbers[1], value=numbers[2])
    assert found.status is S.NOT_COMPUTABLE
    assert found.value is None
    assert french.measure(found) == "non calculable"


def test_a_difference_takes_zero() -> None:
    """A reference rate of 0 % divides nothing: the difference exists."""
    assert _measure("REU-05", 58, 0).value == 58
    assert _measure("REU-05", 0, 0).value == 0


LEAVERS = ["REU-02", "REU-03", "REU-04", "REU-06", "REU-07", "REU-08"]


def test_rates_of_leavers_are_those_of_the_source() -> None:
    """The threshold of publication is for the rates of InserJeunes and of leavers, and 20 is its value."""
    assert [i.id for i in CMQ.indicators if i.of_leavers and i.calculation.divides] == LEAVERS
    assert CMQ.indicator_rules.publication_threshold == 20


@pytest.mark.parametrize("id_", LEAVERS)
@pytest.mark.parametrize(
    ("denominator", "shown"), [(1, False), (5, False), (19, False), (20, True), (21, True), (200, True)]
)
def test_a_rate_of_few_leavers_is_not_published(id_: str, denominator: int, shown: bool) -> None:
    """Under 20 there is no value for anybody to plot; from 20 on there is."""
    state = indicator_value(id_, 2024, 1, denominator)
    result = indicator_result(id_, state)
    found = result.totals[0]
    assert found.status is (S.MEASURED if shown else S.NOT_PUBLISHABLE)
    assert (found.value is None) is not shown
    assert bool(result.measured) is shown
    assert (result.latest is found) is shown
    assert shown or french.measure(found) == "non diffusable"


@pytest.mark.parametrize(
    ("numbers", "status"),
    [
        ((10, 19, 53), S.NOT_PUBLISHABLE),
        ((None, 19, 53), S.NOT_PUBLISHABLE),
        ((10, None, 53), S.NOT_PUBLISHABLE),  # 10 of them are 53 %: there are 19
        ((3, None, 15), S.MEASURED),  # 3 of them are 15 %: there are 20
        ((0, None, 0), S.MEASURED),  # of how many nobody can tell
        ((None, 20, 50), S.MEASURED),
        ((None, None, 50), S.MEASURED),
        ((None, "nd", 50), S.MEASURED),
        ((10, 19.5, None), S.INVALID),
    ],
)
def test_what_tells_the_denominator_counts(numbers: tuple[Scalar, Scalar, Scalar], status: Status) -> None:
    """A published rate does not get past the threshold because it was typed beside its denominator."""
    assert _measure("REU-03", numbers[0], numbers[1], value=numbers[2]).status is status
    assert _measure("REU-01", 10, 19).measured  # no leavers


def test_a_published_rate_alone_is_shown_as_unverified() -> None:
    """Of a rate without its denominator nothing tells that it may be published: the screen can say so."""
    assert _measure("REU-03", value=50).unverified
    assert not _measure("REU-03", 20, 40).unverified
    assert not _measure("REU-03", 1, 2).unverified
    assert not _measure("REU-01", value=50).unverified
    assert _measure("REU-05", value=-2).unverified
    assert _measure("REU-05", 58, 60).unverified


@pytest.mark.parametrize(
    ("id_", "numbers", "status", "read"),
    [
        ("FOR-01", (None, None, "nd"), S.MISSING, "non disponible"),
        ("FOR-01", (None, None, "ND"), S.MISSING, "non disponible"),
        ("REU-01", (None, None, "nd"), S.MISSING, "non disponible"),
        ("REU-01", ("nd", 40, None), S.MISSING, "non disponible"),
        ("REU-01", (12, "nd", None), S.MISSING, "non disponible"),
        ("REU-01", ("nd", "nd", 30), S.MEASURED, f"30{NB}%"),
        ("REU-01", (12, 40, "nd"), S.MEASURED, f"30{NB}%"),
        ("REU-01", (12, None, None), S.INCOMPLETE, "incomplet"),
        ("REU-01", (None, 40, None), S.INCOMPLETE, "incomplet"),
        ("REU-05", (58, None, None), S.INCOMPLETE, "incomplet"),
        ("REU-01", (12, None, 30), S.MEASURED, f"30{NB}%"),
        ("ATT-01", (12, None, None), S.INCOMPLETE, "incomplet"),
    ],
)
def test_what_is_missing_is_said(
    id_: str, numbers: tuple[Scalar, Scalar, Scalar], status: Status, read: str
) -> None:
    """« nd » is known to be missing, half a rate is incomplete; neither is 0, neither is a fault."""
    found = _measure(id_, numbers[0], numbers[1], value=numbers[2])
    assert found.status is status
    assert french.measure(found) == read
    assert not found.faults
    assert (found.value is None) is (status is not S.MEASURED)


@pytest.mark.parametrize("text", ["nd", "ND", "n.d.", "N/A", "-", "–", "…"])
def test_the_ways_to_write_nd(text: str) -> None:
    """What a table of the ministry writes for a missing number is no mistake of the campus."""
    assert _measure("FOR-01", value=text).status is S.MISSING
    assert _measure("FOR-01", value="inconnu").status is S.INVALID


# indicator, numerator, denominator, value, year, field at fault, words of the message
BAD: dict[str, tuple[str, Scalar, Scalar, Scalar, int, str, str]] = {
    "text for a count": ("FOR-01", None, None, "douze", 2024, "valeur", "« douze » n'est pas un nombre : écrivez"),
    "text for a numerator": ("REU-01", "beaucoup", 30, None, 2024, "numerateur", "« beaucoup » n'est pas un nombre"),
    "text for a denominator": ("REU-01", 12, "30 élèves", None, 2024, "denominateur", "n'est pas un nombre"),
    "text for a rate": ("REU-01", None, None, "bon", 2024, "valeur", "n'est pas un nombre"),
    "a tick": ("FOR-01", None, None, True, 2024, "valeur", "« VRAI » n'est pas un nombre"),
    "no number at all": ("FOR-01", None, None, math.nan, 2024, "valeur", "n'est pas un nombre"),
    "infinite": ("BUD-01", None, None, math.inf, 2024, "valeur", "n'est pas un nombre"),
    "a wall of digits": ("FOR-01", None, None, "9" * 5000, 2024, "valeur", "n'est pas un nombre"),
    "negative count": ("FOR-01", None, None, -3, 2024, "valeur", "ne peut pas être négatif"),
    "negative numerator": ("REU-01", -1, 30, None, 2024, "numerateur", "ne peut pas être négatif"),
    "negative denominator": ("ATT-03", 1, -30, None, 2024, "denominateur", "ne peut pas être négatif"),
    "negative amount": ("BUD-01", None, None, -0.5, 2024, "valeur", "ne peut pas être négatif"),
    "negative rate": ("REU-01", None, None, -5, 2024, "valeur", "ne peut pas être négatif"),
    "numerator above denominator": ("REU-01", 31, 30, None, 2024, "numerateur", "(31) dépasse le dénominateur (30)"),
    "numerator above nothing": ("REU-01", 3, 0, None, 2024, "numerateur", "dépasse le dénominateur (0)"),
    "a million of millions": ("BUD-01", None, None, 10**12, 2024, "valeur", "trop grand : vérifiez l'unité"),
    "the first number too large": ("BUD-01", None, None, 10**11, 2024, "valeur", "trop grand"),
    "too large numerator": ("ATT-03", 10**12, 40, None, 2024, "numerateur", "trop grand"),
    "too large as text": ("REC-03", None, None, "1 000 000 000 000 000", 2024, "valeur", "trop grand"),
    "beyond any float": ("FOR-01", None, None, 10**400, 2024, "valeur", "trop grand"),
    "half a person": ("FOR-01", None, None, 12.5, 2024, "valeur", "nombre entier est attendu"),
    "half a person admitted": ("REU-01", 12.5, 30, None, 2024, "numerateur", "nombre entier est attendu"),
    "half a person present": ("REU-01", 12, "30,5", None, 2024, "denominateur", "nombre entier est attendu"),
    "half a project": ("REC-02", None, None, 1.5, 2024, "valeur", "nombre entier est attendu"),
    "seven levels out of six": ("FOR-02", None, None, 7, 2024, "valeur", "Au plus 6"),
    "share above 100": ("REU-01", None, None, 101, 2024, "valeur", "ne dépasse pas 100 %"),
    "rate of more than everybody": ("REU-05", 101, 60, None, 2024, "numerateur", "entre 0 et 100"),
    "negative reference": ("REU-05", 50, -1, None, 2024, "denominateur", "entre 0 et 100"),
    "difference of more than everything": ("REU-05", None, None, -101, 2024, "valeur", "entre -100 et 100"),
    "next year": ("FOR-01", None, None, 12, 2027, "annee", "2027 est à venir"),
    "far future": ("REU-01", 12, 30, None, 9999, "annee", "9999 est à venir"),
    "year of a slip": ("FOR-01", None, None, 12, 202, "annee", "trop ancienne : 1990 au plus tôt"),
    "year zero": ("FOR-01", None, None, 12, 0, "annee", "trop ancienne"),
}  # fmt: skip
WHAT_TO_DO = (
    "écrivez",
    "vérifiez",
    "attendu",
    "ne peut pas",
    "ne dépasse pas",
    "compris entre",
    "au plus tôt",
)


def _bad_state(case: str) -> dict[Field, Scalar]:
    id_, numerator, denominator, value, year, *_ = BAD[case]
    names = {"numerateur": numerator, "denominateur": denominator, "valeur": value}
    return {VALUES.field(f"{id_}:{year:04}", name): raw for name, raw in names.items() if raw is not None}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_told_at_its_place_and_the_rest_is_kept(case: str) -> None:
    """One message, in French, at the field that is wrong; what was typed stays, and so do the other years."""
    id_, numerator, denominator, value, year, name, words = BAD[case]
    good = indicator_value(id_, 2020, 40, 80) if BY_ID[id_].formula else indicator_value(id_, 2020, value=5)
    result = indicator_result(id_, good, _bad_state(case))
    found = next(m for m in result.totals if m.year == year)
    assert [(fault.name, fault.blocking) for fault in found.faults] == [(name, True)]
    text = found.faults[0].text
    assert words in text
    assert text.endswith(".")
    assert any(hint in text for hint in WHAT_TO_DO)
    assert not ENGLISH.search(text)
    assert len(text) < 200
    assert found.status is S.INVALID
    assert found.value is None
    assert french.measure(found) == "à corriger"
    assert (found.entry.numerator, found.entry.denominator) == (numerator, denominator)
    assert found.entry.value is value
    assert [m.year for m in result.measured] == [2020]
    assert result.latest is not None
    assert result.latest.year == 2020


def test_two_wrong_numbers_are_both_told() -> None:
    """Both fields of a rate get their own message, in the order in which they stand."""
    found = _measure("REU-01", "x", -2, value=300)
    assert [fault.name for fault in found.faults] == ["numerateur", "denominateur", "valeur"]
    assert len({fault.text for fault in found.faults}) == 3


@pytest.mark.parametrize(
    ("id_", "numbers"),
    [
        ("BUD-01", (None, None, 10**11 - 1)),
        ("BUD-01", (None, None, 0)),
        ("FOR-01", (None, None, 12.0)),
        ("FOR-06", (12.5, 30.5, None)),
        ("ATT-03", (31, 30, None)),
        ("REU-01", (30, 30, None)),
        ("REU-01", (None, None, 100)),
        ("REU-01", (None, None, 64.5)),
        ("REU-05", (100, 0, None)),
        ("REU-05", (None, None, -100)),
        ("ATT-02", (None, None, 250)),
        ("BUD-03", (None, None, 130)),
    ],
)
def test_the_neighbour_of_a_fault_is_none(id_: str, numbers: tuple[Scalar, Scalar, Scalar]) -> None:
    """Just inside the limits a number is taken, without a word."""
    found = _measure(id_, numbers[0], numbers[1], value=numbers[2])
    assert found.measured
    assert found.faults == ()


def test_this_year_and_the_first_year_are_taken() -> None:
    """The year that runs is no future, and 1990 is no slip of the keyboard."""
    for year in (1990, TODAY.year):
        assert _measure("FOR-01", value=12, year=year).measured
    assert not _measure("FOR-01", value=12, year=1989).measured
    assert not _measure("FOR-01", value=12, year=TODAY.year + 1).measured


@pytest.mark.parametrize(
    ("id_", "numbers", "told"),
    [
        ("REU-01", (15, 20, 75), False),
        ("REU-01", (15, 20, 76), False),
        ("REU-01", (15, 20, 74), False),
        ("REU-01", (15, 20, 76.5), True),
        ("REU-01", (15, 20, 20), True),
        ("REU-05", (60, 58, 2), False),
        ("REU-05", (60, 58, -2), True),
        ("ATT-01", (31, 20, 1.6), False),
        ("ATT-01", (31, 20, 2), True),
        ("ATT-03", (126, 120, 100), True),
    ],
)
def test_a_typed_rate_that_differs_from_its_numbers_is_a_remark(
    id_: str, numbers: tuple[Scalar, Scalar, Scalar], told: bool
) -> None:
    """The two numbers decide; a published rate that is only rounded agrees with them, another one is told."""
    found = _measure(id_, numbers[0], numbers[1], value=numbers[2])
    assert found.measured
    assert found.value == _measure(id_, numbers[0], numbers[1]).value
    assert [(fault.name, fault.blocking) for fault in found.faults] == ([("valeur", False)] if told else [])
    assert all("c'est ce dernier qui compte" in fault.text for fault in found.faults)
    assert not any(ENGLISH.search(fault.text) for fault in found.faults)


def test_a_number_where_a_count_has_none_does_not_stand_in_its_way() -> None:
    """A workbook's stray numerator of a count is a remark at its cell; the count counts."""
    found = _measure("FOR-01", "x", 12, value=120)
    assert (found.status, found.value) == (S.MEASURED, 120)
    assert [(fault.name, fault.blocking) for fault in found.faults] == [
        ("numerateur", False),
        ("denominateur", False),
    ]
    assert (found.numerator, found.denominator) == (None, None)
    assert _measure("FOR-01", 12, None).status is S.INCOMPLETE


RAW = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(["nd", "12,5 %", "1 240", "1.234,5", "-3", "٣", "²", "1e5", "0x10", "inf", "nan", "½"]),
)


@given(st.sampled_from(CMQ.indicators), RAW, RAW, RAW, st.integers(0, 9999))
def test_whatever_was_typed_is_measured_or_told(
    indicator: Indicator, numerator: Scalar, denominator: Scalar, value: Scalar, year: int
) -> None:
    """Any scalar of any cell gives a status, a value exactly when it is measured, and French messages."""
    id_ = f"{indicator.id}:{year:04}"
    raws = {"numerateur": numerator, "denominateur": denominator, "valeur": value}
    state = {VALUES.field(id_, name): raw for name, raw in raws.items()}
    found = indicator_result(indicator.id, state).totals[0]
    assert (found.value is not None) is (found.status is S.MEASURED)
    assert (found.status is S.INVALID) is any(fault.blocking for fault in found.faults)
    assert found.status is not S.MASKED
    told = [re.sub("« .* »", "", fault.text, flags=re.DOTALL) for fault in found.faults]
    assert not [text for text in told if ENGLISH.search(text) or not text.endswith(".")]
    assert french.measure(found)
    if found.value is not None:
        assert indicator.calculation is Calculation.DIFFERENCE or found.value >= 0
        assert indicator.calculation is not Calculation.SHARE or found.value <= 100
        assert indicator.maximum is None or found.value <= indicator.maximum


# The whole of several groups

GENDERS = {"femmes": 120, "hommes": 80}
PUBLICS: dict[str, Scalar | tuple[Scalar, Scalar]] = {
    "eleves": (30, 200),
    "etudiants": (10, 100),
    "apprentis": (5, 50),
    "stagiaires": (0, 50),
}


def test_the_whole_is_the_sum_of_the_groups() -> None:
    """Where nobody typed the whole, the counts of a breakdown that is all there make it."""
    result = indicator_result("ATT-05", indicator_groups("ATT-05", 2024, GENDERS))
    whole = result.totals[0]
    assert (whole.value, whole.status, whole.summed) == (200, S.MEASURED, True)
    assert whole.entry.group == ""
    assert {group: m.value for (_, group), m in result.groups.items()} == GENDERS


def test_rates_are_never_added_nor_averaged() -> None:
    """The whole's rate is the numerators' sum over the denominators' sum, whatever the rates of the groups."""
    whole = indicator_result("INT-01", indicator_groups("INT-01", 2024, PUBLICS)).totals[0]
    assert (whole.numerator, whole.denominator) == (45, 400)
    assert whole.value == Fraction(4500, 400)
    assert whole.summed
    rates = [Fraction(15), Fraction(10), Fraction(10), Fraction(0)]
    assert whole.value not in {sum(rates), sum(rates) / 4}


def test_sums_are_exact() -> None:
    """Amounts with decimals add up to the cent."""
    framework = _variant(REC_03={"ventilations": ["acteurs"]})
    acteurs = [group.id for group in framework.breakdown("acteurs").groups]
    state = indicator_groups("REC-03", 2024, dict.fromkeys(acteurs, 0.1))
    assert indicator_result("REC-03", state, framework=framework).totals[0].value == Fraction(7, 10)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"stagiaires": None}, None),
        ({"stagiaires": "nd"}, None),
        ({"stagiaires": ("nd", 50)}, None),
        ({"stagiaires": (3, None)}, None),
        ({"stagiaires": (60, 50)}, None),
        ({"stagiaires": ("x", 50)}, None),
        ({"stagiaires": (0, 0)}, Fraction(4500, 350)),
        ({}, Fraction(4500, 400)),
    ],
    ids=["absent", "nd", "half nd", "half", "numerator above", "text", "nobody", "complete"],
)
def test_a_whole_needs_every_group(
    change: dict[str, Scalar | tuple[Scalar, Scalar] | None], expected: Fraction | None
) -> None:
    """A group that lacks a number is no 0: there is then no whole, and the other groups stay."""
    groups = {id_: numbers for id_, numbers in (PUBLICS | change).items() if numbers is not None}
    result = indicator_result("INT-01", indicator_groups("INT-01", 2024, groups))
    assert (result.totals[0].value if result.totals else None) == expected
    assert result.groups[2024, "eleves"].value == 15


def test_direct_rates_of_groups_make_no_whole() -> None:
    """From rates alone nobody can tell the rate of all: no mean is made of them."""
    state = {
        field: value
        for group, rate in {"eleves": 10, "etudiants": 20, "apprentis": 30, "stagiaires": 40}.items()
        for field, value in indicator_value("INT-01", 2024, value=rate, group=group).items()
    }
    result = indicator_result("INT-01", state)
    assert result.totals == ()
    assert result.latest is None
    assert {m.value for m in result.groups.values()} == {10, 20, 30, 40}


@pytest.mark.parametrize("id_", ["ATT-05", "INT-01"])
def test_groups_that_overlap_are_not_added(id_: str) -> None:
    """Where a place counts in several groups, their sum is nobody's whole; the typed whole is no mismatch."""
    groups: Mapping[str, Any] = GENDERS if id_ == "ATT-05" else PUBLICS
    state = indicator_groups(id_, 2024, groups)
    assert indicator_result(id_, state, framework=NOT_ADDING_UP).totals == ()
    typed = indicator_value(id_, 2024, value=90)
    whole = indicator_result(id_, state, typed, framework=NOT_ADDING_UP).totals[0]
    assert (whole.value, whole.faults, whole.summed) == (90, (), False)


def test_the_catalogue_says_which_groups_do_not_add_up() -> None:
    """A level may exist in several ways and a bed serve several publics: those two are never summed."""
    assert {i.id for i in CMQ.indicators if not i.adds_up} == {"FOR-02", "FOR-07"}
    voies = {"voie-scolaire": 3, "voie-apprentissage": 4, "voie-continue": 2}
    result = indicator_result("FOR-02", indicator_groups("FOR-02", 2024, voies))
    assert result.totals == ()
    assert {m.value for m in result.groups.values()} == {2, 3, 4}


@pytest.mark.parametrize(
    ("whole", "told"),
    [
        ((45, 400, None), False),
        ((45, None, None), False),
        ((None, None, 11.25), False),
        ((None, None, 11), False),
        ((46, 400, None), True),
        ((45, 401, None), True),
        ((None, None, 14), True),
        ((None, 500, 11.25), True),
    ],
)
def test_a_typed_whole_counts_and_a_mismatch_is_told(
    whole: tuple[Scalar, Scalar, Scalar], told: bool
) -> None:
    """The typed whole is kept; that the groups make another one is a remark, not a refusal."""
    typed = indicator_value("INT-01", 2024, whole[0], whole[1], value=whole[2])
    found = indicator_result("INT-01", indicator_groups("INT-01", 2024, PUBLICS), typed).totals[0]
    alone = indicator_result("INT-01", typed).totals[0]
    assert (found.value, found.status, found.summed) == (alone.value, alone.status, False)
    remarks = [fault for fault in found.faults if "somme des groupes" in fault.text]
    assert bool(remarks) is told
    assert not any(fault.blocking for fault in remarks)
    assert not any(ENGLISH.search(fault.text) for fault in remarks)


def test_a_mismatch_is_told_beside_another_remark() -> None:
    """A rate that differs from its numbers does not hide that the groups make another whole."""
    typed = indicator_value("INT-01", 2024, 80, 400, value=50)
    found = indicator_result("INT-01", indicator_groups("INT-01", 2024, PUBLICS), typed).totals[0]
    assert [fault.name for fault in found.faults] == ["valeur", "numerateur"]
    assert found.value == 20


STATUSES = {"scolaire": 100, "etudiant": 50, "apprentissage": 40, "continue": 10}


def test_every_breakdown_is_compared_with_the_whole() -> None:
    """An indicator with two breakdowns has two sums: each is held against the whole, and against the other."""
    agreed = indicator_groups("FOR-01", 2024, STATUSES | GENDERS)
    found = indicator_result("FOR-01", agreed).totals[0]
    assert (found.value, found.summed, found.faults) == (200, True, ())
    second = indicator_groups("FOR-01", 2024, {**STATUSES, "femmes": 120, "hommes": 70})
    found = indicator_result("FOR-01", second).totals[0]
    assert (found.value, found.summed) == (200, True)
    assert [(fault.name, fault.blocking) for fault in found.faults] == [("valeur", False)]
    assert "« Statut »" in found.faults[0].text
    typed = indicator_value("FOR-01", 2024, value=200)
    found = indicator_result("FOR-01", second, typed).totals[0]
    assert (found.value, found.summed) == (200, False)
    assert ["somme des groupes" in fault.text for fault in found.faults] == [True]
    only_second = indicator_groups("FOR-01", 2024, {"scolaire": 100, **GENDERS})
    assert indicator_result("FOR-01", only_second).totals[0].value == 200


@pytest.mark.parametrize(
    ("women", "men", "status"),
    [
        ((6, 12), (5, 8), S.MEASURED),
        ((6, 12), (4, 7), S.NOT_PUBLISHABLE),
        ((6, 10), (4, 10), S.MEASURED),
        ((0, 0), (0, 0), S.NOT_COMPUTABLE),
        ((0, 0), (11, 22), S.MEASURED),
    ],
)
def test_groups_of_few_leavers_still_make_a_whole(
    women: tuple[int, int], men: tuple[int, int], status: Status
) -> None:
    """What may not be published of a group counts in the whole, which the same threshold judges."""
    groups = indicator_groups("REU-03", 2024, {"femmes": women, "hommes": men})
    result = indicator_result("REU-03", groups, framework=LEAVERS_BY_GENDER)
    assert result.totals[0].status is status
    assert result.groups[2024, "femmes"].status in {S.NOT_PUBLISHABLE, S.NOT_COMPUTABLE}
    assert result.totals[0].denominator == women[1] + men[1]


def test_a_published_whole_of_few_leavers_stays_unpublished() -> None:
    """A rate typed alone is not shown where its groups tell that there are fewer than 20 leavers."""
    groups = indicator_groups("REU-03", 2024, {"femmes": (6, 12), "hommes": (4, 7)})
    typed = indicator_value("REU-03", 2024, value=53)
    result = indicator_result("REU-03", groups, typed, framework=LEAVERS_BY_GENDER)
    assert result.totals[0].status is S.NOT_PUBLISHABLE
    assert result.latest is None
    assert indicator_result("REU-03", typed, framework=LEAVERS_BY_GENDER).latest is not None


def test_a_comment_alone_does_not_stand_for_the_whole() -> None:
    """A whole of which only source and comment were typed takes the sum, and keeps what was written."""
    written = indicator_value("ATT-05", 2024, source="Forum", comment="Deux salons")
    found = indicator_result("ATT-05", indicator_groups("ATT-05", 2024, GENDERS), written).totals[0]
    assert (found.value, found.summed) == (200, True)
    assert (found.entry.source, found.entry.comment) == ("Forum", "Deux salons")
    alone = indicator_result("ATT-05", written)
    assert alone.latest is None


def test_a_wrong_whole_is_not_replaced_by_the_sum() -> None:
    """What somebody typed and must correct is shown as such: nothing is corrected behind their back."""
    typed = indicator_value("ATT-05", 2024, value="deux cents")
    found = indicator_result("ATT-05", indicator_groups("ATT-05", 2024, GENDERS), typed).totals[0]
    assert (found.status, found.summed) == (S.INVALID, False)
    assert found.faults[0].blocking


def test_unknown_groups_are_left_aside() -> None:
    """A group of another framework, or of another breakdown, adds nothing and breaks nothing."""
    state = indicator_groups("ATT-05", 2024, {**GENDERS, "martiens": 7, "eleves": 1000})
    result = indicator_result("ATT-05", state)
    assert result.totals[0].value == 200
    assert (2024, "martiens") not in result.groups
    only = indicator_result("ATT-05", indicator_groups("ATT-05", 2023, {"eleves": 1000}))
    assert only.totals == ()


counted = st.tuples(st.integers(0, 500), st.integers(0, 500)).map(lambda pair: (min(pair), max(pair)))


@given(st.lists(counted, min_size=4, max_size=4))
def test_the_whole_lies_between_its_groups(numbers: list[tuple[int, int]]) -> None:
    """A weighted rate is never outside the rates that it is made of, and is exact."""
    groups = dict(zip(PUBLICS, numbers, strict=True))
    result = indicator_result("INT-01", indicator_groups("INT-01", 2024, {**groups}))
    whole = result.totals[0]
    above, below = sum(n for n, _ in numbers), sum(d for _, d in numbers)
    assert (whole.numerator, whole.denominator) == (above, below)
    assert whole.value == (Fraction(100 * above, below) if below else None)
    rates = [m.value for m in result.groups.values() if m.value is not None]
    assert whole.value is None or min(rates) <= whole.value <= max(rates)


# Origin, change, target


def _series(id_: str, values: Mapping[int, Scalar]) -> dict[Field, Scalar]:
    state: dict[Field, Scalar] = {}
    for year, value in values.items():
        state |= indicator_value(id_, year, value=value)
    return state


@pytest.mark.parametrize(
    ("values", "plan", "expected"),
    [
        ({2021: 60, 2022: 64}, {}, None),
        ({2020: 60, 2021: 64}, {}, 4),
        ({2022: 60, 2024: 64}, {}, 4),
        ({2021: 60, 2022: 61, 2024: 64}, {}, None),
        ({2024: 64}, {"depart": 60, "depart_annee": 2021}, None),
        ({2024: 64}, {"depart": 60, "depart_annee": 2022}, 4),
        ({2021: 64}, {"depart": 60, "depart_annee": 2019}, 4),
        ({2024: 64}, {"depart": 60}, None),
        ({2021: 64}, {"depart": 60}, 4),
        ({2024: 64, 2023: 62}, {"depart": 60, "depart_annee": 2024}, None),
        ({2023: 62}, {"depart": 60, "depart_annee": 2025}, None),
        ({2024: 64}, {}, None),
        ({}, {"depart": 60, "depart_annee": 2022}, None),
    ],
)
def test_no_change_is_told_across_a_break(
    values: dict[int, Scalar], plan: dict[str, Scalar], expected: int | None
) -> None:
    """From the leavers of 2022 on public employment counts: what lies before cannot be compared with it."""
    result = indicator_result("REU-03", _series("REU-03", values), indicator_plan("REU-03", **plan))
    assert result.change == expected
    assert (result.progressed is None) is (expected is None)


def test_the_break_is_data_of_the_three_rates_of_employment() -> None:
    """The source's break of 2022 stands on what counts jobs, with its reason, and on nothing else."""
    broken = {i.id: [b.year for b in i.breaks] for i in CMQ.indicators if i.breaks}
    assert broken == {"REU-03": [2022], "REU-04": [2022], "REU-05": [2022]}
    emploi = BY_ID["REU-03"]
    assert "secteur public" in emploi.breaks[0].reason
    assert emploi.break_between(2021, 2022) is emploi.breaks[0]
    assert emploi.break_between(2022, 2024) is None
    assert emploi.break_between(2019, 2021) is None
    crossing = indicator_result("REU-01", _series("REU-01", {2021: 60, 2022: 64}))
    assert crossing.change == 4


# direction, start, latest, target -> reached, progressed, distance
STANDING: dict[str, tuple[str, Scalar, Scalar, Scalar, bool | None, bool | None, int | None]] = {
    "up, on the way": ("REU-01", 60, 70, 80, False, True, 10),
    "up, back": ("REU-01", 60, 50, 80, False, False, 30),
    "up, there": ("REU-01", 60, 80, 80, True, True, 0),
    "up, beyond": ("REU-01", 60, 90, 80, True, True, -10),
    "up, no move": ("REU-01", 60, 60, 80, False, None, 20),
    "up, no start": ("REU-01", None, 70, 80, False, None, 10),
    "up, no target": ("REU-01", 60, 70, None, None, True, None),
    "up, no value": ("REU-01", 60, None, 80, None, None, None),
    "up, start nd": ("REU-01", "nd", 70, 80, False, None, 10),
    "up, target no number": ("REU-01", 60, 70, "bientôt", None, True, None),
    "down, on the way": ("REU-06", 12, 9, 6, False, True, -3),
    "down, back": ("REU-06", 12, 15, 6, False, False, -9),
    "down, there": ("REU-06", 12, 6, 6, True, True, 0),
    "down, beyond": ("REU-06", 12, 4, 6, True, True, 2),
    "own target, closer from below": ("FOR-06", 50, 60, 75, None, True, 15),
    "own target, closer from above": ("FOR-06", 95, 80, 75, None, True, -5),
    "own target, beyond but closer": ("FOR-06", 50, 80, 75, None, True, -5),
    "own target, further": ("FOR-06", 70, 90, 75, None, False, -15),
    "own target, as far on the other side": ("FOR-06", 70, 80, 75, None, False, -5),
    "own target without target": ("FOR-06", 70, 80, None, None, None, None),
    "context": ("REU-02", 40, 50, 60, None, None, 10),
}


@pytest.mark.parametrize("case", STANDING)
def test_where_the_campus_stands(case: str) -> None:
    """Reached, progress and distance follow the direction; equality is reached, no figure is no judgement."""
    id_, start, latest, target, reached, progressed, distance = STANDING[case]
    plan = indicator_plan(id_, depart=start, depart_annee=2020, cible=target, cible_annee=2028)
    values = {} if latest is None else indicator_value(id_, 2024, value=latest)
    result = indicator_result(id_, plan, values)
    assert (result.reached, result.progressed, result.distance) == (reached, progressed, distance)
    known = isinstance(start, int) and isinstance(latest, int)
    assert result.change == (latest - start if known else None)  # type: ignore[operator]


def test_the_cases_cover_every_direction() -> None:
    """Each way of reading an indicator has its worked cases and its words."""
    assert {BY_ID[case[0]].direction for case in STANDING.values()} == set(Direction)
    assert set(french.DIRECTIONS) == set(Direction)


def test_origin_is_the_start_or_else_the_first_of_several_years() -> None:
    """A campus without a starting value is compared with its first measured year, never with itself."""
    series = _series("FOR-01", {2021: "nd", 2022: 100, 2024: 140})
    result = indicator_result("FOR-01", series)
    assert result.origin == Mark(Fraction(100), 2022)
    assert result.change == 40
    started = indicator_result("FOR-01", series, indicator_plan("FOR-01", depart=90, depart_annee=2019))
    assert started.origin == started.start == Mark(Fraction(90), 2019)
    assert started.change == 50
    single = indicator_result("FOR-01", _series("FOR-01", {2024: 140}))
    assert (single.origin, single.change) == (None, None)


def test_nothing_is_extrapolated_nor_interpolated() -> None:
    """The latest value is that of the last measured year, the years between are empty, a target is no value."""
    series = _series("FOR-01", {2020: 100, 2023: 130, 2025: "nd", 2026: "x"})
    result = indicator_result("FOR-01", series, indicator_plan("FOR-01", cible=300, cible_annee=2025))
    assert [m.year for m in result.measured] == [2020, 2023]
    assert result.latest is not None
    assert (result.latest.year, result.latest.value) == (2023, 130)
    assert [m.year for m in result.totals] == [2020, 2023, 2025, 2026]
    assert result.distance == 170
    shuffled = _series("FOR-01", {2023: 130, 2020: 100})
    assert [m.year for m in indicator_result("FOR-01", shuffled).measured] == [2020, 2023]


@pytest.mark.parametrize(
    ("plan", "names"),
    [
        ({"depart": 60, "depart_annee": 2021, "cible": 80, "cible_annee": 2030}, []),
        ({"depart": "nd", "cible": "nd"}, []),
        ({"depart": "x"}, ["depart"]),
        ({"cible": -3}, ["cible"]),
        ({"cible": 120}, ["cible"]),
        ({"cible": 10**12}, ["cible"]),
        ({"depart": math.nan}, ["depart"]),
        ({"depart": True, "cible": True}, ["depart", "cible"]),
        ({"depart": 60, "depart_annee": "l'an dernier"}, ["depart_annee"]),
        ({"depart": 60, "depart_annee": True}, ["depart_annee"]),
        ({"cible": 60, "cible_annee": 21}, ["cible_annee"]),
        ({"cible": 60, "cible_annee": 20230}, ["cible_annee"]),
        ({"cible": 60, "cible_annee": 2028.5}, ["cible_annee"]),
    ],
)
def test_what_is_wrong_in_a_plan_is_told_and_the_rest_kept(plan: dict[str, Scalar], names: list[str]) -> None:
    """A start or a target that cannot be right has its message; the other figures count, as do the values."""
    result = indicator_result("REU-01", indicator_plan("REU-01", **plan), _series("REU-01", {2024: 70}))
    assert [fault.name for fault in result.plan_faults] == names
    assert not any(ENGLISH.search(fault.text) for fault in result.plan_faults)
    assert (result.start is None) is ("depart" in names or plan.get("depart", "nd") == "nd")
    assert (result.target is None) is ("cible" in names or plan.get("cible", "nd") == "nd")
    for name, mark in (("depart_annee", result.start), ("cible_annee", result.target)):
        if name in names:
            assert mark is not None
            assert mark.year is None
    assert result.latest is not None


def test_a_start_that_may_not_be_published_is_none() -> None:
    """A rate of few leavers does not come back on the chart as the campus's starting value."""
    few = indicator_value("REU-02", 2020, 6, 12)
    plan = indicator_plan("REU-02", depart=50, depart_annee=2020)
    result = indicator_result("REU-02", few, plan, _series("REU-02", {2023: 60, 2024: 62}))
    assert result.start is None
    assert [(fault.name, fault.blocking) for fault in result.plan_faults] == [("depart", False)]
    assert indicator_result("REU-02", indicator_value("REU-02", 2020, 10, 20), plan).start is not None


# What a campus follows, and what its values cover


def test_the_default_set_is_followed_until_the_campus_chooses() -> None:
    """Eighteen are proposed; a campus adds one, drops one, and an absurd choice changes nothing."""
    proposed = {i.id for i in CMQ.indicators if i.default}
    assert len(proposed) == 18
    assert {r.indicator.id for r in measured().followed} == proposed
    chosen = measured(
        indicator_plan("REU-06", suivi="oui"),
        indicator_plan("FOR-01", suivi="non"),
        indicator_plan("REU-01", suivi="peut-être"),
        indicator_plan("REU-04", suivi=True, cible=80),
    )
    assert {r.indicator.id for r in chosen.followed} == proposed - {"FOR-01"} | {"REU-06"}
    assert len(chosen.results) == 40


def test_the_followed_stand_family_by_family() -> None:
    """The order is that of the families, then that of the catalogue, the campus's own last in theirs."""
    families = [family.id for family in CMQ.families]
    found = measured(own_fields(famille="formation"), indicator_plan("REU-06", suivi="oui")).followed
    places = [families.index(result.indicator.family) for result in found]
    assert places == sorted(places)
    formation = [r.indicator.id for r in found if r.indicator.family == "formation"]
    assert formation == ["FOR-01", "FOR-02", "FOR-03", "CAMPUS-1"]


def test_a_family_is_covered_by_a_followed_value() -> None:
    """The three families of 2.11: a value covers its own, whatever year; no value, no cover."""
    assert [f.id for f in CMQ.required_families] == [
        "formation",
        "recherche_innovation",
        "reussite_insertion",
    ]
    assert not any(measured().covered(f.id) for f in CMQ.required_families)
    some = measured(indicator_value("FOR-03", 2015, 3, 8), indicator_value("BUD-01", 2024, value=1000))
    assert [f.id for f in CMQ.required_families if not some.covered(f.id)] == [
        "recherche_innovation",
        "reussite_insertion",
    ]
    every = measured(covered_families())
    assert all(every.covered(f.id) for f in CMQ.required_families)


@pytest.mark.parametrize(
    "state",
    [
        indicator_value("REU-06", 2024, 9, 150),
        indicator_value("REU-03", 2024, 6, 12),
        indicator_value("REU-03", 2024, value="nd"),
        indicator_value("REU-03", 2024, 0, 0),
        indicator_value("REU-03", 2024, 30, 20),
        indicator_value("REU-03", 2027, 30, 60),
        indicator_value("REU-03", 2024, 30, 60) | indicator_plan("REU-03", suivi="non"),
        indicator_plan("REU-03", depart=60, cible=80),
        indicator_value("REU-03", 2024, comment="à venir"),
    ],
    ids=[
        "not followed",
        "not publishable",
        "nd",
        "not computable",
        "wrong",
        "future",
        "dropped",
        "plan",
        "words",
    ],
)
def test_what_shows_nothing_covers_nothing(state: dict[Field, Scalar]) -> None:
    """Only a value that may be shown, of an indicator that is followed, shows added value."""
    found = measured(state)
    assert not found.covered("reussite_insertion")
    assert not found.has_value("REU-03")
    assert "C11" in {c.id for c in found.silent_criteria}
    assert measured(indicator_value("REU-03", 2024, 30, 60)).covered("reussite_insertion")


def test_silent_criteria_are_those_without_any_value() -> None:
    """Each criterion that no followed indicator speaks of with a value is named, in the text's order."""
    assert measured().silent_criteria == CMQ.criteria
    found = measured(indicator_value("INT-01", 2024, 12, 100), indicator_value("REC-01", 2024, value=3))
    assert [c.id for c in found.silent_criteria] == [
        *("C03", "C04", "C05", "C06", "C07", "C08", "C09"),
        "C11",
    ]
    assert [r.indicator.id for r in found.of_criterion("C10")] == ["INT-01"]
    assert found.of_criterion("C99") == ()


def test_every_purpose_has_indicators_of_the_default_set() -> None:
    """The value added is read by finalité: each of the six has something to show from the proposed set."""
    found = measured()
    for purpose in CMQ.purposes:
        shown = found.of_purpose(purpose)
        assert shown, purpose.id
        assert all(purpose.id in r.indicator.purposes and r.followed for r in shown)
    assert len(CMQ.purposes) == 6
    assert {p for i in CMQ.indicators for p in i.purposes} == {p.id for p in CMQ.purposes}


def test_values_of_unknown_indicators_and_broken_ids_are_left_aside() -> None:
    """A field from another framework, or an id that is none, neither counts nor breaks anything."""
    stray = {
        **indicator_value("ZZZ-99", 2024, value=12),
        **indicator_plan("ZZZ-99", suivi="oui", cible=3),
        VALUES.field("FOR-01", "valeur"): 1,
        VALUES.field("FOR-01:24", "valeur"): 2,
        VALUES.field("FOR-01:2024:", "valeur"): 3,
        VALUES.field("FOR-01:2024:femmes:x", "valeur"): 4,
        VALUES.field("FOR-01:deux mille", "valeur"): 5,
        VALUES.field(":2024", "valeur"): 6,
        VALUES.field("", "valeur"): 7,
        VALUES.field("FOR-01:2023", "inconnu"): 8,
        PLANS.field("FOR-01", ""): 9,
    }
    found = measured(stray)
    assert len(found.results) == 40
    assert found.result("ZZZ-99") is None
    assert not found.has_value("ZZZ-99")
    assert all(result.latest is None for result in found.results)
    assert not any(found.covered(f.id) for f in CMQ.required_families)


def test_a_framework_without_indicators_has_none() -> None:
    """Another label's file needs no catalogue: nothing is asked, nothing is missing."""
    found = measured(indicator_value("FOR-01", 2024, value=12), framework=SMALL)
    assert found.results == found.followed == ()
    assert found.silent_criteria == SMALL.criteria
    own = measured(
        own_fields(criteria=["OUTILS"]), indicator_value("CAMPUS-1", 2024, value=12), framework=SMALL
    )
    assert [r.indicator.id for r in own.followed] == ["CAMPUS-1"]
    assert [c.id for c in own.silent_criteria] == ["ACCUEIL", "SURETE"]


def test_scoring_works_out_only_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asking for one indicator, or whether a family is covered, does not compute the forty of ten years."""
    state: dict[Field, Scalar] = {}
    for indicator in CMQ.indicators:
        for year in range(2016, 2026):
            state |= indicator_value(indicator.id, year, value=3)
    calls: list[str] = []
    plain = package.measure

    def counting(indicator: Indicator, *rest: Any) -> Measure:
        calls.append(indicator.id)
        return plain(indicator, *rest)

    monkeypatch.setattr("cmq.indicators.measures.measure", counting)
    found = measured(state)
    assert found.has_value("REU-03")
    assert found.covered("formation")
    assert set(calls) == {"REU-03", "FOR-01"}
    assert len(calls) == 20
    assert len(found.results) == 40
    assert len(calls) == 400


# The campus's own indicators


def test_an_own_indicator_counts_like_those_of_the_catalogue() -> None:
    """What a campus adds is followed at once, has its formula, its family, its criteria and its purposes."""
    state = own_fields(
        nom="Élèves accueillis en entreprise",
        famille="reussite_insertion",
        calcul="part",
        numerateur="Accueillis",
        denominateur="Élèves",
        sens="hausse",
        annee="scolaire",
        personnes=True,
        criteria=["C11", "C99"],
        purposes=["F3", "F99"],
    )
    found = measured(state, indicator_value("CAMPUS-1", 2024, 12, 40))
    result = found.result("CAMPUS-1")
    assert result is not None
    assert (result.own, result.followed) == (True, True)
    assert result.latest is not None
    assert result.latest.value == 30
    indicator = result.indicator
    assert (indicator.family, indicator.criteria, indicator.purposes) == (
        "reussite_insertion",
        ("C11",),
        ("F3",),
    )
    assert (indicator.direction, indicator.period) == (Direction.UP, PeriodKind.SCHOOL)
    assert (indicator.unit, indicator.formula) == ("%", "Accueillis / Élèves × 100")
    assert (indicator.counts_people, indicator.of_leavers, indicator.official) == (True, False, False)
    assert found.covered("reussite_insertion")
    assert result in found.of_criterion("C11")
    dropped = measured(state, indicator_plan("CAMPUS-1", suivi="non"))
    assert not [r for r in dropped.followed if r.own]


def test_a_new_own_indicator_has_an_id_that_can_address_values() -> None:
    """Ids are unique across processes and can stand in a value's id."""
    ids = {PLANS.new_id() for _ in range(200)}
    assert len(ids) == 200
    for id_ in ids:
        assert value_parts(f"{id_}:2024:femmes") == (id_, 2024, "femmes")
        assert id_ not in BY_ID


@pytest.mark.parametrize(
    "id_", ["CAMPUS-1", "mon indicateur", "é!", "x" * 300, "a/b", "-", "CAMPUS", " ", "12"]
)
def test_an_own_indicator_is_found_under_its_id_whatever_it_is(id_: str) -> None:
    """An id that somebody typed in a workbook keeps its plan, its values, and stays apart from another one."""
    state = {
        **own_fields(id_, nom="Le mien", cible=50),
        **own_fields("autre é", nom="L'autre"),
        **indicator_value(id_, 2024, value=12),
    }
    found = measured(state)
    result = found.result(id_)
    assert result is not None
    assert result.indicator.id == id_
    assert (result.indicator.name, result.own, result.followed) == ("Le mien", True, True)
    assert result.target == Mark(Fraction(50), None)
    assert result.latest is not None
    assert found.has_value(id_)
    other = found.result("autre é")
    assert other is not None
    assert (other.indicator.name, other.latest) == ("L'autre", None)
    assert len({r.indicator.id for r in found.results}) == len(found.results) == 42


ABSURD = st.one_of(RAW, st.sampled_from(["part", "ecart", "hausse", "scolaire", "formation", "\ud800", "  "]))
OWN_NAMES = st.sampled_from(
    [
        *("nom", "famille", "unite", "definition", "calcul", "numerateur", "denominateur", "sens", "annee"),
        *("source", "precaution", "personnes", "critere:C01", "critere:X", "finalite:F1", "critere:", "y"),
    ]
)


@given(st.dictionaries(OWN_NAMES, ABSURD, min_size=1), st.text(max_size=5), st.sampled_from([CMQ, SMALL]))
def test_absurd_fields_make_the_plainest_indicator(
    values: dict[str, Scalar], id_: str, framework: Framework
) -> None:
    """Whatever a workbook brought in, an own indicator exists, with words to show and a way to compute."""
    indicator = own_indicator(framework, id_, values)
    assert indicator.id == id_
    assert all(
        text.strip() for text in (indicator.name, indicator.unit, indicator.definition, indicator.source)
    )
    assert bool(indicator.formula) is indicator.calculation.has_parts
    assert set(indicator.criteria) <= {c.id for c in framework.criteria}
    assert set(indicator.purposes) <= {p.id for p in framework.purposes}
    assert not framework.families or indicator.family in {f.id for f in framework.families}
    state = {PLANS.field(id_, name): value for name, value in values.items()}
    assert isinstance(measured(state, framework=framework).results, tuple)


def test_a_nameless_indicator_is_called_so() -> None:
    """Missing fields take their plainest value, in French, and the first family."""
    indicator = own_indicator(CMQ, "CAMPUS-1", {"calcul": "moyenne", "nom": " ", "famille": "x", "sens": 3})
    assert indicator.name == "Indicateur sans nom"
    assert (indicator.calculation, indicator.direction) == (Calculation.COUNT, Direction.CONTEXT)
    assert indicator.family == CMQ.families[0].id
    assert indicator.unit == "unités"
    assert own_indicator(CMQ, "CAMPUS-1", {"calcul": "taux"}).unit == "%"
    assert own_indicator(CMQ, "CAMPUS-1", {"calcul": "taux"}).formula == "Numérateur / Dénominateur × 100"


def test_the_catalogue_cannot_be_redefined_by_a_campaign() -> None:
    """A name or a formula written under the id of the catalogue changes neither it nor what is followed."""
    for id_ in ("REU-06", "FOR-01"):
        plain, touched = (
            indicator_result(id_, state) for state in ({}, own_fields(id_, nom="Autre", calcul="montant"))
        )
        assert touched.indicator is BY_ID[id_]
        assert not touched.own
        assert touched.followed is plain.followed is BY_ID[id_].default


# Periods


def test_the_end_of_a_period_follows_its_kind() -> None:
    """A civil year ends in December, a school year in August of the next one; both are written so."""
    civil, school = BY_ID["REU-01"], BY_ID["FOR-01"]
    assert period_end(civil, 2024) == date(2024, 12, 31)
    assert period_end(school, 2024) == date(2025, 8, 31)
    assert french.period(civil, 2024) == "2024"
    assert french.period(school, 2024) == "2024-2025"


def test_measures_do_not_change_under_their_reader() -> None:
    """Measuring is pure: the same campaign gives equal results, and no value can be set."""
    campaign = Campaign.from_state({**covered_families(), **own_fields()})
    one, other = Measures(CMQ, campaign, TODAY), Measures(CMQ, campaign, TODAY)
    assert one.results == other.results
    result: IndicatorResult = one.results[0]
    with pytest.raises(AttributeError):
        result.followed = False  # type: ignore[misc]
    with pytest.raises(AttributeError):
        result.totals[0].value = Fraction(1)  # type: ignore[misc]
