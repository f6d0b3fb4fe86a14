"""Numbers as people and files write them, and back: French (1 234,5) and English (1,234.5) forms.

``parse`` reads one number; ``style_of`` tells from all the numbers of a file how it writes them, since « 1,234 » alone
may be either.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction

from cmq.campaign import NOT_AVAILABLE

NNBSP = "\u202f"

_SPACES = "[ \t\u00a0\u202f\u2009]"
_DIGITS = 15
"""What a spreadsheet keeps of a number."""
_TOO_LARGE = 10**_DIGITS
"""Such a number stays the text that it was typed as: no cell could keep it."""
_MISSING = frozenset(
    {"nd", "n.d", "n.d.", "n/d", "nc", "n.c.", "ns", "na", "n/a", "#n/a", "-", "–", "—", "…", "..."}
)
_SIGNS = str.maketrans({"−": "-", "‐": "-", "‑": "-", "–": "-"})


class Style(StrEnum):
    """How a file writes its numbers."""

    FRENCH = "french"
    ENGLISH = "english"


_PATTERNS = {
    Style.FRENCH: re.compile(
        rf"([+-]?)(\d{{1,3}}(?:{_SPACES}\d{{3}})+|\d{{1,3}}(?:\.\d{{3}}){{2,}}|\d+)(?:,(\d*))?"
    ),
    Style.ENGLISH: re.compile(
        rf"([+-]?)(\d{{1,3}}(?:[,’']\d{{3}})+|\d{{1,3}}(?:{_SPACES}\d{{3}})+|\d+)?(?:\.(\d*))?"
    ),
}
_SIGNS_OF = {
    # Decimals that are no group of three digits, or several groups of them.
    Style.FRENCH: (
        re.compile(rf"[+-]?(\d|{_SPACES})*,(\d{{1,2}}|\d{{4,}})"),
        re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d+"),
        re.compile(r"[+-]?\d{1,3}(\.\d{3}){2,}"),
    ),
    Style.ENGLISH: (
        re.compile(r"[+-]?\d*\.(\d{1,2}|\d{4,})"),
        re.compile(r"[+-]?\d{1,3}(,\d{3})+\.\d+"),
        re.compile(r"[+-]?\d{1,3}(,\d{3}){2,}"),
    ),
}
"""What only one of the forms writes."""
_UNIT = re.compile(rf"{_SPACES}*(?:%|€|euros?|pts?|points?|etp){_SPACES}*$", re.IGNORECASE)


def is_missing(text: str) -> bool:
    """Whether a text stands for a number that is not available (« nd », « - »…)."""
    return text.strip().casefold() in _MISSING


def parse(text: str, style: Style = Style.FRENCH) -> Fraction | None:
    """The number that a text writes, exact; None where it writes none.

    A unit after it (%, €, points, ETP) and spaces between thousands are passed over. A text that ``style`` cannot
    read and the other form can is read in that other form (« 12.5 » among French numbers).
    """
    text = _UNIT.sub("", text.translate(_SIGNS).strip()).strip()
    for pattern in (_PATTERNS[style], *_PATTERNS.values()):
        match = pattern.fullmatch(text)
        if match and (match[2] or match[3]):
            whole = re.sub(r"\D", "", match[2] or "0")
            decimals = match[3] or ""
            sign = -1 if match[1] == "-" else 1
            return sign * Fraction(int(whole + decimals), 10 ** len(decimals))
    return None


def style_of(texts: Iterable[str]) -> Style | None:
    """The form that all the numbers of a file agree with; None where nothing tells (French is then meant)."""
    found: set[Style] = set()
    for text in texts:
        bare = _UNIT.sub("", text.strip())
        found |= {style for style, signs in _SIGNS_OF.items() if any(s.fullmatch(bare) for s in signs)}
    return found.pop() if len(found) == 1 else None


def scalar(number: Fraction) -> int | float:
    """The number as it is stored: whole, or with the digits that a spreadsheet keeps."""
    if number.denominator == 1:
        return int(number)
    return float(f"{float(number):.{_DIGITS}g}")


def typed(text: str) -> int | float | str | None:
    """What somebody typed in a field for a number, as it is stored: a number, « nd », or the text where it is neither."""
    text = text.strip()
    if not text:
        return None
    if is_missing(text):
        return NOT_AVAILABLE
    number = parse(text)
    return text if number is None or abs(number) >= _TOO_LARGE else scalar(number)


def written(value: Fraction | float, decimals: int, *, trimmed: bool = False) -> str:
    """« 1 234,50 »: grouped by thousands, decimal comma, halves away from zero as spreadsheets round.

    ``trimmed`` drops the zeros at the end.
    """
    exact = Fraction(str(value)) if isinstance(value, float) else Fraction(value)
    scaled = math.floor(abs(exact) * 10**decimals + Fraction(1, 2))
    whole, rest = divmod(scaled, 10**decimals)
    digits = f"{rest:0{decimals}d}" if decimals else ""
    if trimmed:
        digits = digits.rstrip("0")
    sign = "-" if exact < 0 and scaled else ""
    return sign + f"{whole:,}".replace(",", NNBSP) + (f",{digits}" if digits else "")


def plain(value: Fraction | float, most: int = _DIGITS) -> str:
    """« 1 234,5 »: all the decimals that the number has, ``most`` at the most."""
    return written(value, most, trimmed=True)
