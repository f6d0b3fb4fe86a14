"""Numbers as people and files write them, and back: 1 234,5 (French), 1.234,5 (dotted) and 1,234.5 (English).

``parse`` reads one number; ``style_of`` tells from all the numbers of a file how it writes them, since « 1,234 » alone
may be either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction

from cmq.campaign import NOT_AVAILABLE

NNBSP = "\u202f"

_DIGITS = 15
"""What a spreadsheet keeps of a number."""
_TOO_LARGE = 10**_DIGITS
"""Such a number stays the text that it was typed as: no cell could keep it."""
_LONGEST = 1000
"""Characters beyond which a text is no number that anybody counts with."""
_MISSING = frozenset(
    {"nd", "n.d", "n.d.", "n. d.", "n/d", "#n/d", "nc", "n.c.", "ns", "na", "n/a", "#n/a", "non disponible"}
    | {"-", "–", "—", "…", "..."}
)
_PLAIN = str.maketrans(
    dict.fromkeys("−‐‑–", "-") | dict.fromkeys("\t\u00a0\u2007\u2009\u202f", " ") | {"’": "'"}
)
"""Signs, spaces and apostrophes that are typography alone."""


class Style(StrEnum):
    """How a file writes its numbers."""

    FRENCH = "french"
    """« 1 234,5 »."""
    DOTTED = "dotted"
    """« 1.234,5 »."""
    ENGLISH = "english"
    """« 1,234.5 »."""


def _grammar(separators: str, decimal: str) -> re.Pattern[str]:
    """A sign, thousands that one separator may group (they never begin with 0 then), decimals."""
    grouped = f"[1-9][0-9]{{0,2}}(?P<by>[{separators}])[0-9]{{3}}(?:(?P=by)[0-9]{{3}})*"
    return re.compile(rf"(?P<sign>[+-]?) *(?P<whole>{grouped}|[0-9]+)?(?:{decimal}(?P<decimals>[0-9]*))?")


_GRAMMARS = {
    Style.FRENCH: _grammar(" '", ","),
    Style.ENGLISH: _grammar(" ',", r"\."),
    Style.DOTTED: _grammar(".", ","),
}
"""In the order in which they are tried."""
_UNIT = re.compile(" *(?:%|€|euros?|pts?|points?|etp)$", re.IGNORECASE)


def is_missing(text: str) -> bool:
    """Whether a text stands for a number that is not available (« nd », « - »…)."""
    return " ".join(text.split()).casefold() in _MISSING


def parse(text: str, style: Style = Style.FRENCH) -> Fraction | None:
    """The number that a text writes, exact; None where it writes none.

    A unit after it (%, €, points, ETP) and spaces between thousands are passed over. A text that ``style`` cannot
    read and another form can is read in that other form (« 12.5 » among French numbers).
    """
    if len(text) > _LONGEST:
        return None
    bare = _bare(text)
    for grammar in (_GRAMMARS[style], *_GRAMMARS.values()):
        match = _match(grammar, bare)
        if match:
            whole = re.sub("[^0-9]", "", match["whole"] or "0")
            decimals = match["decimals"] or ""
            sign = -1 if match["sign"] == "-" else 1
            return sign * Fraction(int(whole + decimals), 10 ** len(decimals))
    return None


def style_of(texts: Iterable[str]) -> Style | None:
    """The form that all the numbers of a file agree with; None where nothing tells, or where they disagree.

    French is then meant. Only a number that no other form writes (« 1.234,5 ») tells the dotted form: « 1.234 » beside
    « 12,5 » may be a slip.
    """
    agreed = set(_GRAMMARS)
    told = False
    for text in texts:
        bare = _bare(text) if len(text) <= _LONGEST else ""
        readers = {style for style, grammar in _GRAMMARS.items() if _match(grammar, bare)}
        if readers:
            agreed &= readers
            told = told or readers == {Style.DOTTED}
    if agreed == {Style.DOTTED}:
        return Style.DOTTED if told else None
    if agreed == {Style.FRENCH, Style.DOTTED}:
        return Style.FRENCH
    return agreed.pop() if len(agreed) == 1 else None


def _bare(text: str) -> str:
    return _UNIT.sub("", text.translate(_PLAIN).strip())


def _match(grammar: re.Pattern[str], bare: str) -> re.Match[str] | None:
    match = grammar.fullmatch(bare)
    return match if match and (match["whole"] or match["decimals"]) else None


def scalar(number: Fraction) -> int | float:
    """The number as it is stored: whole, or with the digits that a spreadsheet keeps."""
    if number.denominator == 1:
        return int(number)
    rounded = float(f"{float(number):.{_DIGITS}g}")
    return int(rounded) if rounded.is_integer() else rounded


def typed(text: str, style: Style = Style.FRENCH) -> int | float | str | None:
    """What somebody typed in a field for a number, as it is stored: a number, « nd », or the text where it is neither."""
    text = text.strip()
    if not text:
        return None
    if is_missing(text):
        return NOT_AVAILABLE
    number = parse(text, style)
    return text if number is None or abs(number) >= _TOO_LARGE else scalar(number)


def written(value: Fraction | float, decimals: int, *, trimmed: bool = False) -> str:
    """« 1 234,50 »: grouped by thousands, decimal comma, halves away from zero as spreadsheets round.

    ``trimmed`` drops the zeros at the end.
    """
    exact = Fraction(str(value)) if isinstance(value, float) else Fraction(value)
    # Whole numbers alone: a page writes a thousand of them.
    scaled = (2 * abs(exact.numerator) * 10**decimals + exact.denominator) // (2 * exact.denominator)
    whole, rest = divmod(scaled, 10**decimals)
    digits = f"{rest:0{decimals}d}" if decimals else ""
    if trimmed:
        digits = digits.rstrip("0")
    sign = "-" if exact.numerator < 0 and scaled else ""
    return sign + f"{whole:,}".replace(",", NNBSP) + (f",{digits}" if digits else "")


def plain(value: Fraction | float, most: int = _DIGITS) -> str:
    """« 1 234,5 »: all the decimals that the number has, ``most`` at the most."""
    return written(value, most, trimmed=True)
