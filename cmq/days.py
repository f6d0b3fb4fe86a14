"""Lengths of time between days, counted as people count them."""

from __future__ import annotations

from datetime import date


def older(start: date, end: date, months: int) -> bool:
    """Whether more than that many months, to the day, lie between two days."""
    passed = (end.year - start.year) * 12 + end.month - start.month
    return (passed, end.day - start.day) > (months, 0)
