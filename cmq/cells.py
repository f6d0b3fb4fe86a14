"""What a cell of any table shows, whatever is made of it: its text, or nothing."""

from __future__ import annotations

from datetime import date, datetime

from cmq.text import clean_text


class NotUnderstood(ValueError):
    """A cell's content is no value of what it stands for; the text is French and says what is expected."""


def is_blank(cell: object) -> bool:
    """Whether a cell shows nothing."""
    return cell == "" or cell is None or (isinstance(cell, str) and cell.isspace())


def cell_text(cell: object) -> str:
    """A cell's content as text, dates and whole numbers as somebody who typed them sees them."""
    if isinstance(cell, str):
        return clean_text(cell)
    if isinstance(cell, bool):
        return "VRAI" if cell else "FAUX"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return clean_text(str(cell))


def stripped(cell: object) -> str:
    """A cell's text without the spaces around it, empty where it shows nothing."""
    if isinstance(cell, str) and cell.isprintable():
        return cell.strip()
    return "" if is_blank(cell) else cell_text(cell).strip()
