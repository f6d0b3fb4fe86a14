"""What a list needs of a workbook, from the one sheet that tells it: a tenth of the time of any library.

Only a workbook laid out to the letter as the application writes it is understood, and of that no more than a few small
parts are inflated, within bounds; nothing is interpreted. Of all others ``glance`` says nothing: they go by the checks
and the library that any workbook goes by (``reading.read_profile``).
"""

from __future__ import annotations

import re
import struct
import zlib
from typing import NamedTuple

from cmq.campaign import Scalar
from cmq.storage import layout
from cmq.storage.cells import Shape
from cmq.text import clean_text

MAX_PART = 256 * 1024
"""Bytes of a part, inflated."""

_BOOK, _TARGETS = b"xl/workbook.xml", b"xl/_rels/workbook.xml.rels"
_END = struct.Struct("<4s4xHHLLH")
_ENTRY = struct.Struct("<4s4xHH8xLLHHHHHLL")
_LOCAL = struct.Struct("<26xHH")
_DEFLATED = 8
_SHEET = re.compile(
    rb'<sheet (?:xmlns:r="[^"]*" )?name="([^"]*)" sheetId="\d+" state="[a-z]+" r:id="([^"]*)" ?/>'
)
_TARGET = re.compile(rb'<Relationship Type="[^"]*/worksheet" Target="/([^"]*)" Id="([^"]*)" ?/>')
_CELL = re.compile(
    rb'<c r="([A-Z])(\d{1,3})" s="\d+" t="(?:inlineStr|n)"'
    rb'(?: ?/>|>(?:<is><t(?: xml:space="preserve")?>([^<]*)</t></is>|<v>(-?\d{1,15})</v>|<v ?/>|)</c>)'
)
"""A cell as either of the two libraries writes it that openpyxl may use."""
_ENTITY = re.compile(r"&(?:#(\d{1,7})|(\w+));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_HEADER = ((b"A", layout.ID), (b"C", layout.VALUE))


class _Cell(NamedTuple):
    text: str
    number: int | None


_EMPTY = _Cell("", None)


class _UnusualError(Exception):
    """The workbook is not, to the letter, as the application writes it."""


def glance(content: bytes) -> dict[str, Scalar] | None:
    """What ``reading.read_profile`` says, choices and dates aside; None where only that can tell."""
    try:
        entries = _entries(content)
        ids = dict(_SHEET.findall(_part(content, entries, _BOOK)))
        targets = {id_: target for target, id_ in _TARGET.findall(_part(content, entries, _TARGETS))}
        meta = _cells(_part(content, entries, targets[ids[layout.META.encode()]]))
        profile = _cells(_part(content, entries, targets[ids[layout.PROFILE.encode()]]))
    except (_UnusualError, KeyError, ValueError, struct.error, zlib.error, OverflowError):
        return None
    version = meta.get((b"B", 1), _EMPTY).number
    if meta.get((b"A", 1), _EMPTY).text != layout.META_FORMAT or version not in range(1, layout.FORMAT + 1):
        return None
    if any(profile.get((column, 1), _EMPTY).text != title for column, title in _HEADER):
        return None
    rows = {
        cell.text: profile.get((b"C", row), _EMPTY)
        for (column, row), cell in profile.items()
        if column == b"A"
    }
    values: dict[str, Scalar] = {}
    for place in layout.PROFILE_ROWS:
        cell = rows.get(place.name, _EMPTY)
        if place.shape is Shape.INTEGER:
            if cell.text:
                return None
            values[place.name] = cell.number
        elif place.shape is Shape.TEXT:
            if cell.number is not None:
                return None
            text = clean_text(cell.text)
            values[place.name] = text if text.strip() else None
    return {name: value for name, value in values.items() if value is not None}


def _entries(content: bytes) -> dict[bytes, tuple[int, int, int]]:
    """Of each part: how it is packed, its packed size, and where its own header begins."""
    signature, count, _, _, at, comment = _END.unpack(content[-_END.size :])
    if signature != b"PK\x05\x06" or comment:
        raise _UnusualError
    entries: dict[bytes, tuple[int, int, int]] = {}
    for _ in range(count):
        found = _ENTRY.unpack_from(content, at)
        signature, flags, method, packed, _, name, extra, more, _, _, _, start = found
        if signature != b"PK\x01\x02" or flags & 1:
            raise _UnusualError
        at += _ENTRY.size
        entries[content[at : at + name]] = (method, packed, start)
        at += name + extra + more
    if len(entries) != count:
        raise _UnusualError
    return entries


def _part(content: bytes, entries: dict[bytes, tuple[int, int, int]], name: bytes) -> bytes:
    method, packed, start = entries[name]
    if method != _DEFLATED:
        raise _UnusualError
    start += _LOCAL.size + sum(_LOCAL.unpack_from(content, start))
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    part = stream.decompress(content[start : start + packed], MAX_PART)
    if not stream.eof:
        raise _UnusualError
    return part


def _cells(part: bytes) -> dict[tuple[bytes, int], _Cell]:
    """The cells of a sheet by column and row."""
    if b"<!" in part or b"_x" in part:  # the second is how spreadsheets escape what XML cannot hold
        raise _UnusualError
    found = _CELL.findall(part)
    if len(found) != part.count(b"<c "):
        raise _UnusualError
    return {
        (column, int(row)): _Cell(_plain(text), int(number) if number else None)
        for column, row, text, number in found
    }


def _plain(text: bytes) -> str:
    return _ENTITY.sub(_meant, text.decode()) if b"&" in text else text.decode()


def _meant(entity: re.Match[str]) -> str:
    number, name = entity.groups()
    return chr(int(number)) if number else _NAMED[name]
