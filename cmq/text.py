"""Text that people type: what can be stored of it, and how it is compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MAX_TEXT = 32_767
"""The most that a cell of a spreadsheet holds, in UTF-16 units."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n?")


def clean_text(text: str, limit: int = MAX_TEXT) -> str:
    """Text that XML 1.0, JSON and a cell can hold, at most ``limit`` UTF-16 units long.

    Line ends become line feeds; control characters, lone surrogates and non-characters are dropped.
    """
    if not text.isprintable():
        text = _FORBIDDEN.sub("", _LINE_END.sub("\n", text))
    if len(text) * 2 > limit and utf16_length(text) > limit:
        text = text.encode("utf-16-le")[: limit * 2].decode("utf-16-le", errors="ignore")
    return text


def utf16_length(text: str) -> int:
    """Length as Excel counts it: a character outside the basic plane (an emoji) counts for two."""
    return len(text.encode("utf-16-le")) // 2


def comparable(name: str) -> str:
    """The name as two people would hear it: no case, accent, ligature nor difference of spaces."""
    decomposed = unicodedata.normalize("NFKD", name.casefold().replace("œ", "oe").replace("æ", "ae"))
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


@lru_cache(maxsize=1024)
def fold(text: str) -> str:
    """The words of a cell as ``comparable`` gives them, and no difference between apostrophes.

    Names keep theirs: folders are named after them, and the two apostrophes do not give one folder.
    """
    return comparable(text.replace("’", "'"))


def parts_of(text: str) -> list[str]:
    """The parts of a list written as text: semicolons, commas or lines part them."""
    parts = text.replace(",", ";").replace("\n", ";").split(";")
    return [part for each in parts if (part := each.strip())]
