"""What an uploaded workbook must be before anything parses it; the files themselves are in ``storage/test_bad_files``."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable

import pytest

from cmq.errors import UnreadableWorkbook
from cmq.workbook import guards

LATIN = '<?xml version="1.0" encoding="{}"?><a>é</a>'


def zipped(parts: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of those parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return buffer.getvalue()


def twice() -> bytes:
    """A ZIP that holds one name twice: programs would read one part or the other."""
    content = zipped([("a.xml", b"<a/>"), ("b.xml", b"<b/>")])
    return content.replace(b"b.xml", b"a.xml")


def locked() -> bytes:
    """A ZIP whose only part is said to be encrypted."""
    content = bytearray(zipped([("a.xml", b"<a/>")]))
    struct.pack_into("<H", content, content.rindex(b"PK\x01\x02") + 8, 1)
    return bytes(content)


def cut() -> bytes:
    """A ZIP whose part ends before its own end, as the directory tells it."""
    content = bytearray(zipped([("a.xml", b"<a>" + bytes(range(256)) * 4 + b"</a>")]))
    place = content.rindex(b"PK\x01\x02") + 20
    (size,) = struct.unpack_from("<I", content, place)
    struct.pack_into("<I", content, place, size - 20)
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (twice(), "endommagé"),
        (locked(), "mot de passe"),
        (cut(), "endommagé"),
        (zipped([("a.xml", LATIN.format("no-such-code").encode("latin-1"))]), "endommagé"),
        (zipped([("a.xml", LATIN.format("iso-8859-1")[:-4].encode("latin-1"))]), "endommagé"),
        (zipped([("a.bin", b"<a><!DOCTYPE x [<!ENTITY y 'z'>]></a>")]), "endommagé|DTD"),
        (zipped([("a.xml", b"\0" * (guards.MAX_INFLATED + 1))], zipfile.ZIP_DEFLATED), "démesuré"),
    ],
    ids=["twice", "locked", "cut", "unknown encoding", "unclosed", "entities by another name", "bomb"],
)
def test_what_is_no_harmless_workbook_is_refused(content: bytes, message: str) -> None:
    """Each in French, whatever the part is called."""
    with pytest.raises(UnreadableWorkbook, match=message):
        guards.check(content)


@pytest.mark.parametrize(
    "content",
    [
        zipped([("a.xml", LATIN.format("iso-8859-1").encode("latin-1"))]),
        zipped([("a.xml", LATIN.format("utf-8").encode()), ("b.png", b"\x89PNG")]),
        zipped([("a.xml", b'<a><c r="ZZ9999"/></a>')], zipfile.ZIP_STORED),
        zipped([("a.xml", b'<a><x:c r="B2"/></a>')]),
    ],
    ids=["another encoding", "a picture", "the last cell", "a prefix"],
)
def test_what_is_harmless_passes(content: bytes) -> None:
    """Other encodings, pictures, the last cell that is allowed and the prefixes of other programs are no fault."""
    guards.check(content)


@pytest.mark.parametrize("cell", [b'<c r="AAA1"/>', b'<c r="A10000"/>', b"<x:c r = 'AAA1'/>"])
def test_a_cell_beyond_the_last_is_refused(cell: bytes) -> None:
    """However it is written; the same cell nearer to the corner passes."""
    with pytest.raises(UnreadableWorkbook, match="trop loin"):
        guards.check(zipped([("a.xml", b"<a>" + cell + b"</a>")]))
    near = cell.replace(b"AAA1", b"AA1").replace(b"A10000", b"A1000")
    guards.check(zipped([("a.xml", b"<a>" + near + b"</a>")]))
