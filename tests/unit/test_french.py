"""How French is written: numbers, rates, dates, plurals, lists."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmq import french
from cmq.framework import Direction
from cmq.indicators import Status
from cmq.scoring import CriterionState, Finding, RequirementState
from tests.unit.builders import CMQ, indicator_result, indicator_value

NB, NNB = french.NBSP, french.NNBSP
BY_ID = {indicator.id: indicator for indicator in CMQ.indicators}


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (1000, 0, f"1{NNB}000"),
        (1234567, 0, f"1{NNB}234{NNB}567"),
        (1234.5, 1, f"1{NNB}234,5"),
        (Fraction(5, 2), 1, "2,5"),
        (Fraction(9, 4), 1, "2,3"),
        (Fraction(5, 2), 0, "3"),
        (2.25, 1, "2,3"),
        (0.145, 2, "0,15"),
        (Fraction(1, 3), 2, "0,33"),
        (-1234.5, 1, f"-1{NNB}234,5"),
        (-2.25, 1, "-2,3"),
        (-0.4, 0, "0"),
    ],
)
def test_numbers(value: float | Fraction, decimals: int, expected: str) -> None:
    """Comma for decimals, narrow no-break space for thousands, halves rounded up as spreadsheets do."""
    text = french.number(value, decimals)
    assert text == expected
    assert "." not in text
    assert " " not in text


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (None, "sans objet"),
        (Fraction(0), f"0{NB}%"),
        (Fraction(1), f"100{NB}%"),
        (Fraction(1, 2), f"50{NB}%"),
        (Fraction(29, 51), f"56,9{NB}%"),
        (Fraction(1, 80), f"1,3{NB}%"),
        (Fraction(50, 51), f"98{NB}%"),
        (Fraction(9996, 10000), f"99,9{NB}%"),
        (Fraction(1, 10**9), f"0,1{NB}%"),
        (Fraction(10**9 - 1, 10**9), f"99,9{NB}%"),
        (Fraction(3, 2), f"150{NB}%"),
        (Fraction(1001, 1000), f"100,1{NB}%"),
    ],
)
def test_percents(share: Fraction | None, expected: str) -> None:
    """One decimal at most; neither 0 nor 100 is reached by rounding; a rate above 100 stays above."""
    assert french.percent(share) == expected
    assert not re.search(r"\d %|\d\.\d|,0", french.percent(share))


@given(st.fractions(0, 1))
def test_only_everything_is_a_hundred_percent(share: Fraction) -> None:
    """« 100 % » means all and « 0 % » means none, for any share; what is written stays within 0.1 point."""
    text = french.percent(share)
    assert (text == f"100{NB}%") is (share == 1)
    assert (text == f"0{NB}%") is (share == 0)
    shown = Fraction(text.removesuffix(f"{NB}%").replace(",", "."))
    assert not abs(shown - share * 100) > Fraction(1, 10)


@given(st.fractions(0, 1), st.fractions(0, 1))
def test_rates_are_shown_in_their_order(one: Fraction, other: Fraction) -> None:
    """A lower rate is never shown as the higher one."""
    low, high = sorted((one, other))

    def shown(share: Fraction) -> Fraction:
        return Fraction(french.percent(share).removesuffix(f"{NB}%").replace(",", "."))

    assert not shown(low) > shown(high)


def test_days() -> None:
    """A day is 22/11/2026, zeros kept; no date is an empty text, not « None »."""
    assert french.day(date(2026, 11, 22)) == "22/11/2026"
    assert french.day(date(2026, 1, 2)) == "02/01/2026"
    assert french.day(None) == ""
    assert french.day(date(2026, 11, 22)) != "11/22/2026"


def test_moment_is_local_and_names_the_day_when_it_is_not_today() -> None:
    """An instant recorded in any zone shows as one local time on 24 hours, with its day once that is past."""
    instant = datetime(2026, 11, 22, 13, 2, 59, tzinfo=UTC)
    elsewhere = instant.astimezone(timezone(timedelta(hours=11)))
    assert french.moment(instant, instant) == f"à {instant.astimezone():%H:%M}"
    assert french.moment(elsewhere, instant) == french.moment(instant, instant)
    later = instant + timedelta(days=2)
    assert (
        french.moment(instant, later) == f"le {instant.astimezone():%d/%m/%Y} à {instant.astimezone():%H:%M}"
    )
    assert not re.search(r"[AP]M", french.moment(instant, later))


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, f"0{NB}preuve"),
        (1, f"1{NB}preuve"),
        (2, f"2{NB}preuves"),
        (1200, f"1{NNB}200{NB}preuves"),
    ],
)
def test_plurals(count: int, expected: str) -> None:
    """French counts none as singular, unlike English."""
    assert french.plural(count, "preuve") == expected
    assert french.plural(0, "preuve") != f"0{NB}preuves"
    assert french.plural(3, "critère satisfait", "critères satisfaits") == f"3{NB}critères satisfaits"


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a et b"),
        (["a", "b", "c"], "a, b et c"),
    ],
)
def test_enumerations(items: list[str], expected: str) -> None:
    """« a, b et c »: no comma before the last."""
    assert french.enumeration(items) == expected
    assert ", et" not in french.enumeration(items)


def test_every_state_has_its_french_name() -> None:
    """No state or finding reaches a screen under its internal name, and no two share a name."""
    tables = (
        ({state.value: name for state, name in french.REQUIREMENT_STATES.items()}, list(RequirementState)),
        ({state.value: name for state, name in french.CRITERION_STATES.items()}, list(CriterionState)),
        ({finding.value: name for finding, name in french.FINDINGS.items()}, list(Finding)),
        ({direction.value: name for direction, name in french.DIRECTIONS.items()}, list(Direction)),
        (
            {status.value: name for status, name in french.VALUE_STATES.items()},
            [status for status in Status if status is not Status.MEASURED],
        ),
    )
    for names, kind in tables:
        assert set(names) == set(kind)
        assert len(set(names.values())) == len(names)
        assert not [value for value, name in names.items() if name == value]


@pytest.mark.parametrize(
    ("name", "heading", "complement"),
    [
        ("le label", "Label", "du label"),
        ("la catégorie Excellence", "Catégorie Excellence", "de la catégorie Excellence"),
        ("l'atelier", "Atelier", "de l'atelier"),
        ("les prix", "Prix", "des prix"),
    ],
)
def test_a_name_takes_its_article_into_sentences(name: str, heading: str, complement: str) -> None:
    """A label of any gender makes correct headings and complements, never « du la »."""
    assert french.bare(name) == heading
    assert french.of(name) == complement
    assert "de le" not in french.of(name)


@pytest.mark.parametrize(
    ("id_", "value", "with_unit", "without", "apart"),
    [
        ("REU-01", Fraction(125, 2), f"62,5{NB}%", f"62,5{NB}%", f"+62,5{NB}points"),
        ("REU-01", Fraction(100), f"100{NB}%", f"100{NB}%", f"+100{NB}points"),
        ("REU-01", Fraction(199999, 2000), f"99,9{NB}%", f"99,9{NB}%", f"+100{NB}points"),
        ("ATT-03", Fraction(1055, 10), f"105,5{NB}%", f"105,5{NB}%", f"+105,5{NB}points"),
        ("FOR-01", Fraction(1240), f"1{NNB}240{NB}personnes", f"1{NNB}240", f"+1{NNB}240{NB}personnes"),
        ("FOR-01", Fraction(1), f"1{NB}personne", "1", f"+1{NB}personne"),
        ("FOR-02", Fraction(1), f"1{NB}niveau sur 6", "1", f"+1{NB}niveau sur 6"),
        ("BUD-01", Fraction(1), f"1{NB}€", "1", f"+1{NB}€"),
        ("REU-01", Fraction(1), f"1{NB}%", f"1{NB}%", f"+1{NB}point"),
        ("BUD-04", Fraction(5, 2), f"2,5{NB}ETP", "2,5", f"+2,5{NB}ETP"),
        ("ATT-01", Fraction(4, 3), f"1,33{NB}vœu 1 par place", "1,33", f"+1,33{NB}vœu 1 par place"),
        ("REU-05", Fraction(-5, 2), f"-2,5{NB}points", "-2,5", f"-2,5{NB}points"),
        ("REU-05", Fraction(3), f"+3{NB}points", "+3", f"+3{NB}points"),
        ("REU-05", Fraction(0), f"0{NB}point", "0", f"0{NB}point"),
        ("REU-05", Fraction(1, 100), f"0{NB}point", "0", f"0{NB}point"),
        ("REU-05", Fraction(-1, 100), f"0{NB}point", "0", f"0{NB}point"),
    ],
)
def test_values_of_indicators(id_: str, value: Fraction, with_unit: str, without: str, apart: str) -> None:
    """Each kind of value has its decimals and unit; a difference has its sign, never « +0 » nor « -0 »."""
    indicator = BY_ID[id_]
    assert french.quantity(indicator, value) == with_unit
    assert french.quantity(indicator, value, unit=False) == without
    assert french.difference(indicator, value) == apart
    assert "." not in with_unit + apart


def test_a_measure_says_its_value_or_why_it_has_none() -> None:
    """No value is never « 0 », « None » or an empty text."""
    shown = indicator_result("REU-03", indicator_value("REU-03", 2024, 62, 96)).latest
    assert french.measure(shown) == f"64,6{NB}%"
    assert french.measure(None) == "sans valeur"
    few = indicator_result("REU-03", indicator_value("REU-03", 2024, 6, 12)).totals[0]
    assert french.measure(few) == "non diffusable"
    hidden = indicator_result("FOR-01", indicator_value("FOR-01", 2024, value=3), public=True).totals[0]
    assert french.measure(hidden) == "masqué"


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (Fraction(5, 2), 1, "+2,5"),
        (Fraction(-3), 1, "-3"),
        (Fraction(0), 1, "0"),
        (Fraction(4, 100), 1, "0"),
        (Fraction(5, 100), 1, "+0,1"),
        (Fraction(-1234), 0, f"-1{NNB}234"),
    ],
)
def test_signed_numbers(value: Fraction, decimals: int, expected: str) -> None:
    """A gain has its plus, a loss its minus, nothing neither."""
    assert french.signed(value, decimals) == expected
    assert "+-" not in french.signed(value, decimals)
