"""The table that the application gives to fill, and what comes back of it."""

from __future__ import annotations

from datetime import date

from cmq.campaign import Campaign
from cmq.imports import propose, read
from cmq.imports.template import COLUMNS, template
from cmq.indicators import Measures
from tests.unit.builders import CMQ

MEASURES = Measures(CMQ, Campaign(), date(2026, 11, 23))


def test_a_filled_line_is_taken_and_the_others_say_nothing() -> None:
    """A template filled in one line alone brings that value, and its empty lines are not refused."""
    text = template(MEASURES, 2025).decode("utf-8-sig")
    blank = next(line for line in text.splitlines() if line.startswith("REU-01;"))
    cells = blank.split(";")
    cells[COLUMNS.index("Numérateur")], cells[COLUMNS.index("Dénominateur")] = "1 382", "1 447"
    (sheet,) = read("modele.csv", text.replace(blank, ";".join(cells)).encode("utf-8-sig"))
    proposal = propose(sheet, MEASURES)
    assert [(v.id, v.entry.numerator, v.entry.denominator) for v in proposal.values] == [
        ("REU-01:2025", 1382, 1447)
    ]
    assert not proposal.refused
    assert not proposal.problem


def test_every_followed_indicator_and_group_has_its_line() -> None:
    """The whole and each group of every followed indicator can be filled; no other indicator is offered."""
    lines = template(MEASURES, 2025).decode("utf-8-sig").splitlines()[1:]
    ids = [line.split(";")[0] for line in lines]
    assert ids.count("INT-01") == 5
    assert set(ids) == {result.indicator.id for result in MEASURES.followed}
    assert "FOR-04" not in ids
