"""What a list needs of a workbook, from the one sheet that tells it: a tenth of the time of any library.

Only a workbook laid out to the letter as the application writes it is understood, and of that no more than a few small
parts are inflated, within bounds; nothing is interpreted. Of all others ``glance`` says nothing: they go by the checks
and the library that any workbook goes by (``reading.read_profile``).
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from typing import NamedTuple

from cmq.campaign import PROFILE, Scalar
from cmq.campaign.columns import Shape
from cmq.text import clean_text
from cmq.workbook import titles
from cmq.workbook.inflating import inflate
from cmq.workbook.stamp import FORMAT, FORMAT_KEY, OLDEST

MAX_PART = 256 * 1024
"""Bytes of a part, inflated."""

_BOOK, _TARGETS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
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
_HEADER = ((b"A", titles.ID), (b"C", titles.VALUE))


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
        ids = dict(_SHEET.findall(_part(content, entries[_BOOK])))
        targets = {id_: target.decode() for target, id_ in _TARGET.findall(_part(content, entries[_TARGETS]))}
        meta = _cells(_part(content, entries[targets[ids[titles.META.encode()]]]))
        profile = _cells(_part(content, entries[targets[ids[PROFILE.sheet.encode()]]]))
    except (
        _UnusualError,
        KeyError,
        ValueError,
        NotImplementedError,
        struct.error,
        zipfile.BadZipFile,
        zlib.error,
    ):
        return None
    version = meta.get((b"B", 1), _EMPTY).number
    if meta.get((b"A", 1), _EMPTY).text != FORMAT_KEY or version not in range(OLDEST, FORMAT + 1):
        return None
    if any(profile.get((column, 1), _EMPTY).text != title for column, title in _HEADER):
        return None
    rows = {
        cell.text: profile.get((b"C", row), _EMPTY)
        for (column, row), cell in profile.items()
        if column == b"A"
    }
    values: dict[str, Scalar] = {}
    for place in PROFILE.columns:
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


def _entries(content: bytes) -> dict[str, zipfile.ZipInfo]:
    if not content.startswith(b"PK"):
        raise _UnusualError
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {entry.filename: entry for entry in archive.infolist()}


def _part(content: bytes, entry: zipfile.ZipInfo) -> bytes:
    part = inflate(content, entry, MAX_PART)
    if part is None:
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
