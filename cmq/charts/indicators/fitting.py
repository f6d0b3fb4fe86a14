"""Texts cut to the room that they have on the narrowest frame, since the server knows no widths.

What stands beside other texts in one figure must not run into them, whoever wrote it: widths are estimated letter
by letter for a wide font (DejaVu Sans), a little too large rather than too small.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from cmq.charts.chart import SMALL_SIZE, one_line, safe

NARROWEST = 568
"""Pixels that a figure has between its margins on a phone, where its frame scrolls."""

DOT = " · "
_NARROW = frozenset("ijlIft.,;:'’|!()[]/- \u00a0\u202f")
_WIDE = frozenset("mwMW%@œŒæÆ—…→&")
_BOLDER = 1.14
_BOLD = re.compile("<b>(.*?)</b>")
_TAG = re.compile(r"<[^>]*>")


def width(text: str, size: float = SMALL_SIZE, *, bold: bool = False) -> float:
    """About how many pixels a plain text takes."""
    return sum(map(_em, text)) * size * (_BOLDER if bold else 1)


def fitted(text: str, room: float, size: float = SMALL_SIZE, *, lines: int = 1, bold: bool = False) -> str:
    """The text, safe, in at most so many lines that fit the room; « … » ends it where they do not suffice."""
    done: list[str] = []
    line = ""
    words = one_line(text).split(" ")
    while words:
        longer = f"{line} {words[0]}".strip(" ")
        if width(longer, size, bold=bold) <= room:
            line = longer
            words.pop(0)
        elif len(done) + 1 == lines:
            line = _cut(longer, room, size, bold=bold)
            break
        elif not line:
            line, words[0] = _split(words[0], room, size, bold=bold)
        else:
            done.append(line)
            line = ""
    return "<br>".join(safe(part) for part in [*done, line])


def joined(parts: Sequence[str], room: float, size: float = SMALL_SIZE, *, between: str = DOT) -> str:
    """Parts that are safe already, in lines that fit the room; none is cut unless it is longer than two lines.

    An arrow between them ends the line that it breaks, a dot goes.
    """
    done: list[str] = []
    for part in parts:
        longer = done[-1] + between + part if done else part
        if done and _marked_width(longer, size) <= room:
            done[-1] = longer
        elif _marked_width(part, size) <= room:
            done.append(part)
        else:
            done.append(fitted(_plain(part), room, size, lines=2))
    ending = "" if between == DOT else between.rstrip(" ")
    return f"{ending}<br>".join(done)


def line_count(text: str) -> int:
    """How many lines a fitted text has."""
    return text.count("<br>") + 1


def _marked_width(markup: str, size: float) -> float:
    """The same for a text that is safe already, part of it in bold."""
    pieces = _BOLD.split(markup)  # in turn plain and bold
    return sum(width(_plain(piece), size, bold=index % 2 == 1) for index, piece in enumerate(pieces))


def _plain(markup: str) -> str:
    return html.unescape(_TAG.sub("", markup))


def _split(word: str, room: float, size: float, *, bold: bool) -> tuple[str, str]:
    """As many letters of a word as fit a line, at least one, and the others."""
    count = max(1, sum(width(word[:end], size, bold=bold) <= room for end in range(1, len(word) + 1)))
    return word[:count], word[count:]


def _cut(text: str, room: float, size: float, *, bold: bool) -> str:
    while text and width(text + "…", size, bold=bold) > room:
        text = text[:-1]
    return text.rstrip(" ") + "…"


def _em(letter: str) -> float:
    if letter in _NARROW:
        return 0.36
    if letter in _WIDE or ord(letter) > 0x2E7F:
        return 1.0
    if letter.isupper():
        return 0.73
    return 0.65 if letter.isdigit() else 0.61
