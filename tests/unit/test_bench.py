"""The bench's own arithmetic: what its table says of a measure is what was measured."""

from __future__ import annotations

import math
from importlib.util import find_spec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmq.french import NBSP
from tests.bench.__main__ import MEASURES, take
from tests.bench.measuring import in_turn
from tests.bench.table import COLUMNS, Row, Unit, Verdict, failed, median, percentile, summary, table

SAMPLES = st.lists(st.floats(0.001, 1e6), min_size=1, max_size=50)


def test_the_95th_percentile_is_the_nearest_rank() -> None:
    """Of 100 values it is the 95th; of one it is that one; of twenty the nineteenth."""
    assert percentile(range(1, 101)) == 95
    assert percentile([7.0]) == 7.0
    assert percentile(range(1, 21)) == 19
    assert percentile([3, 1, 2], 0.5) == 2


@given(SAMPLES)
def test_a_percentile_is_a_sample_that_95_of_100_do_not_exceed(samples: list[float]) -> None:
    """Whatever was measured."""
    found = percentile(samples)
    assert found in samples
    assert sum(sample <= found for sample in samples) >= 0.95 * len(samples)
    assert min(samples) <= median(samples) <= max(samples)


def test_pairs_are_compared_one_by_one() -> None:
    """A machine that slows down for one pair out of three changes no ratio."""
    row = Row("clic", [11, 110, 11], [10, 100, 10], most_ratio=1.2)
    assert row.ratio == pytest.approx(1.1)
    assert row.verdict is Verdict.REACHED


def test_unpaired_samples_are_compared_by_their_medians() -> None:
    """Nothing pairs them."""
    assert Row("clic", [10, 20, 30], [10, 10]).ratio == 2


@given(SAMPLES, st.floats(0.1, 10))
def test_a_missed_target_is_never_shown_as_reached(samples: list[float], most: float) -> None:
    """Neither by the word nor by the rounded figure beside it."""
    row = Row("clic", samples, [1.0] * len(samples), most_ratio=most)
    cells = dict(zip(COLUMNS, row.cells, strict=True))
    assert (cells["Atteinte"] == "oui") == (median(samples) <= most)
    if cells["Atteinte"] != "oui":
        written = cells["Rapport"].split(" ; ")[0].replace("\u202f", "").replace(",", ".")
        assert float(written) >= min(most, float(written))
        assert float(written) >= median(samples) - 1e-6


def test_a_ratio_just_above_its_target_does_not_look_like_it() -> None:
    """1.201 is written 1,21 beside 1,2; 1.2 itself reaches it."""
    row = Row("clic", [1.201], [1.0], most_ratio=1.2)
    assert row.cells[4:] == ("1,21", "≤ 1,20 ×", "NON")
    assert Row("clic", [1.2], [1.0], most_ratio=1.2).cells[4:] == ("1,20", "≤ 1,20 ×", "oui")


def test_every_target_of_a_row_counts() -> None:
    """The ratio is good, the figure is not."""
    assert Row("clic", [200], [200], most_ratio=1.2, most=100).verdict is Verdict.MISSED
    assert Row("clic", [90], [200], most_ratio=1.2, most=100).verdict is Verdict.REACHED


def test_a_target_of_the_95th_percentile_is_compared_with_it() -> None:
    """The median alone would reach it."""
    samples = [1.0] * 18 + [500.0] * 2
    assert Row("retard", samples, most=100).verdict is Verdict.REACHED
    row = Row("retard", samples, most=100, at_p95=True)
    assert row.verdict is Verdict.MISSED
    assert row.cells[5] == "≤ 100 ms (95 %)"


def test_a_ratio_target_without_a_reference_is_missed() -> None:
    """What was compared with nothing reached nothing; nor did what was compared with zero."""
    assert Row("clic", [1.0], most_ratio=1.2).verdict is Verdict.MISSED
    row = Row("clic", [1.0], [0.0], most_ratio=1.2)
    assert row.ratio == math.inf
    assert row.cells[4:] == ("∞", "≤ 1,20 ×", "NON")


def test_one_lost_answer_is_one_too_many() -> None:
    """The target is none."""
    assert Row("perdues", [0], unit=Unit.COUNT, most=0).verdict is Verdict.REACHED
    row = Row("perdues", [1], unit=Unit.COUNT, most=0)
    assert row.cells == ("perdues", "1", "–", "–", "–", "≤ 0", "NON")


def test_a_measure_that_failed_is_no_success(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its line says so, and it counts among the missed."""
    monkeypatch.setitem(MEASURES, "absente", "no_such_module")
    (row,) = take("absente", quick=True)
    assert row.verdict is Verdict.FAILED
    assert row.cells[-1].startswith("NON")
    assert summary([row]) == f"0{NBSP}cible atteinte sur 1. Manquées : absente."


def test_the_summary_counts_what_has_a_target() -> None:
    """And names what missed it."""
    rows = [
        Row("a", [1], [1], most_ratio=1.2),
        Row("b", [2], [1], most_ratio=1.2),
        Row("c", [5]),
        failed("d"),
    ]
    assert summary(rows) == f"1{NBSP}cible atteinte sur 3. Manquées : b ; d."
    assert summary(rows[:1]) == f"1{NBSP}cible atteinte sur 1."


def test_the_table_is_markdown_with_a_cell_for_each_column() -> None:
    """Columns stand under each other; numbers are French."""
    text = table([Row("ouverture", [1234.5], [1000], most_ratio=2), Row("évaluation", [0.25], most=1)])
    lines = text.splitlines()
    assert len({len(line) for line in lines}) == 1
    assert all(line.count("|") == len(COLUMNS) + 1 for line in lines)
    assert "1\u202f235 ms" in lines[2]
    assert "0,25 ms" in lines[3]


def test_sides_are_measured_in_turn_and_every_other_run_backwards() -> None:
    """What was taken to warm up is left out."""
    order: list[str] = []

    def side(name: str):
        def measure() -> int:
            order.append(name)
            return len(order)

        return measure

    found = in_turn({"a": side("a"), "b": side("b")}, runs=2, warm_up=1)
    assert order == ["a", "b", "b", "a", "a", "b"]
    assert found == {"a": [4, 5], "b": [3, 6]}


@pytest.mark.parametrize("module", MEASURES.values())
def test_every_measure_has_its_module(module: str) -> None:
    """That the command line can name."""
    assert find_spec(f"tests.bench.{module}") is not None
