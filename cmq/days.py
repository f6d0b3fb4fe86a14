"""Days, moments and years: as they are stored, as people write them, and the time between them."""

from __future__ import annotations

import re
from datetime import date, datetime

YEARS = range(1900, 2201)
"""The years that a value may be of."""

_YEARS = re.compile(r"([0-9]{4})(?:\s*[-‐‑–/]\s*([0-9]{4}|[0-9]{2}))?")
_DAYS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y")


def stored_day(text: str) -> date | None:
    """The day of an ISO date; None for any other text."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def stored_moment(text: str) -> datetime:
    """The moment of an ISO date and time, local where it names no zone. Raises ``ValueError`` for any other text."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.astimezone()


def written_day(text: str) -> date | None:
    """The day that « 23/11/2026 », « 23-11-2026 », « 23.11.2026 » or « 2026-11-23 » writes; None for any other text."""
    for pattern in _DAYS:
        try:
            return datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def written_years(text: str) -> tuple[int, str] | None:
    """The year that a text writes, and the digits of the second one of « 2024-2025 » or « 2024-25 », empty without one.

    None where the text writes no year, or one that is not among ``YEARS``. Whether the second year follows the
    first is for the caller to say: it does in a school year, and need not in a cohort.
    """
    match = _YEARS.fullmatch(text)
    return (int(match[1]), match[2] or "") if match and int(match[1]) in YEARS else None


def older(start: date, end: date, months: int) -> bool:
    """Whether more than that many months, to the day, lie between two days."""
    passed = (end.year - start.year) * 12 + end.month - start.month
    return (passed, end.day - start.day) > (months, 0)
