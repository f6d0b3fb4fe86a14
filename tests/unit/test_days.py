"""Days, moments and years: what is read as one, and what is left alone rather than guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cmq.days import older, stored_day, stored_moment, written_day, written_years


@pytest.mark.parametrize("text", ["23/11/2026", "23-11-2026", "23.11.2026", "2026-11-23", " 23/11/2026\n"])
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    """The day comes first, whatever stands between."""
    assert written_day(text) == date(2026, 11, 23)


@pytest.mark.parametrize(
    "text", ["", "12", "11/23/2026", "31/02/2026", "23/11", "23 11 2026", "mardi", "2026"]
)
def test_a_day_is_not_guessed(text: str) -> None:
    """Neither a month that comes first, nor a day that is not in the calendar, nor a part of a date."""
    assert written_day(text) is None


def test_05_06_is_in_june() -> None:
    """French days never become American ones."""
    assert written_day("05/06/2026") == date(2026, 6, 5)


def test_what_is_stored_is_iso() -> None:
    """A day as people write it is no stored one."""
    assert stored_day("2026-11-23") == date(2026, 11, 23)
    assert stored_day("23/11/2026") is None
    assert stored_day("") is None


def test_a_stored_moment_keeps_its_zone_and_gets_the_machines_without_one() -> None:
    """So that moments of several machines can be put in order."""
    assert stored_moment("2026-11-23T14:02:00+01:00") == datetime(2026, 11, 23, 13, 2, tzinfo=UTC)
    local = stored_moment("2026-11-23T14:02:00")
    assert local.tzinfo is not None
    assert local.replace(tzinfo=None) == datetime(2026, 11, 23, 14, 2)  # noqa: DTZ001 - the hour on the clock
    with pytest.raises(ValueError, match="Invalid isoformat"):
        stored_moment("hier")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024", (2024, "")),
        ("2024-2025", (2024, "2025")),
        ("2024 / 25", (2024, "25")),
        ("2024–2019", (2024, "2019")),
        ("1900", (1900, "")),
        ("2200", (2200, "")),
    ],
)
def test_years_are_read_as_they_are_written(text: str, expected: tuple[int, str]) -> None:
    """Whether the second follows the first is the caller's to say."""
    assert written_years(text) == expected


@pytest.mark.parametrize(
    "text", ["", "24", "1899", "2201", "20245", "2024-2", "2024-2025-2026", "2024 2025", "an 2024"]
)
def test_what_is_no_year(text: str) -> None:
    """Nothing around it, no other calendar's, no list of them."""
    assert written_years(text) is None


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (date(2027, 1, 31), False),
        (date(2027, 2, 1), True),
        (date(2026, 1, 31), False),
        (date(2025, 1, 31), False),
    ],
)
def test_twelve_months_are_counted_to_the_day(end: date, expected: bool) -> None:
    """The anniversary itself is not beyond; what comes before the start never is."""
    assert older(date(2026, 1, 31), end, 12) is expected


def test_the_last_day_of_the_calendar_is_a_day_like_another() -> None:
    """Somebody types it for « no end »; nothing then counts beyond the calendar."""
    assert not older(date.max, date(2026, 11, 23), 12)
    assert older(date(2026, 11, 23), date.max, 12)
