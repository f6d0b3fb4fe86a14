"""What an .xlsx must be before anything parses it: bounded, whole, not encrypted, free of XML entities.

A spreadsheet is a ZIP of XML parts, and comes from anybody. Every part is inflated here once, against a
budget, so that neither the declared sizes nor the library that reads the cells is trusted. A document type (the
way to entities) must begin with ``<!DOCTYPE``: parts in UTF-8 without these bytes cannot hold one, and only the
others cost a parse by defusedxml, which refuses it.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from xml.parsers.expat import ExpatError
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml import sax as defused_sax

from cmq.errors import UnreadableWorkbook

MAX_FILE = 20 * 1024 * 1024
"""Bytes of the file."""
MAX_INFLATED = 100 * 1024 * 1024
"""Bytes of all its parts together."""
MAX_ENTRIES = 1000
MAX_ROW = 9_999
MAX_COLUMN = "ZZ"
MAX_TEXT_TOTAL = 512 * 1024 * 1024
"""Bytes that the cells could take if each held the longest shared text."""

_XML_STARTS = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
"""What may stand before the first tag of an XML part, be it in UTF-16."""
_HEAD = 2000
"""Bytes at the beginning of a part that tell its encoding and its root."""
_LENGTHS = struct.Struct("<HH")
_LENGTHS_OFFSET = 26
"""Where a part's own header tells the lengths of its name and of its extra field, which the part follows."""
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = b"PK"
_ODD_CELL = re.compile(rb"""<c(?! r="[A-Z]{1,2}[0-9]{1,4}")[\s/>]""")
_PREFIXED_CELL = re.compile(rb":c[\s/>]")
_FAR_CELL = re.compile(rb"""\sr\s*=\s*["'](?:[A-Za-z]{3,}[0-9]|[A-Za-z]{1,2}[0-9]{5,})""")
_FAR_ROW = re.compile(rb"""\sr\s*=\s*["'][0-9]{5,}""")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([\w.-]+)["']""")
_ITEM_END = re.compile(rb"</(?:\w+:)?si>")

DAMAGED = "Ce classeur est endommagé ou incomplet : son contenu ne peut pas être lu."


def check(content: bytes) -> None:
    """Raise ``UnreadableWorkbook`` unless ``content`` is a whole and harmless .xlsx."""
    if len(content) > MAX_FILE:
        raise UnreadableWorkbook(
            f"Ce classeur est trop gros : {MAX_FILE // 1024**2} Mo au plus sont acceptés."
        )
    if not content:
        raise UnreadableWorkbook("Ce fichier est vide (0 octet).")
    if content.startswith(_OLE):
        raise UnreadableWorkbook(
            "Ce classeur est protégé par un mot de passe ou dans l'ancien format .xls. "
            "Enregistrez-le sans mot de passe au format .xlsx, puis recommencez."
        )
    if not content.startswith(_ZIP):
        raise UnreadableWorkbook("Ce fichier n'est pas un classeur .xlsx.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
        _check_parts(content, entries)
    except (zipfile.BadZipFile, zlib.error, struct.error, ValueError, NotImplementedError) as error:
        raise UnreadableWorkbook(DAMAGED) from error


def _check_parts(content: bytes, entries: list[zipfile.ZipInfo]) -> None:
    bomb = UnreadableWorkbook(
        "Ce classeur est refusé : une fois décompressé, il serait démesuré "
        f"(plus de {MAX_INFLATED // 1024**2} Mo ou de {MAX_ENTRIES} éléments)."
    )
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_INFLATED:
        raise bomb
    names = {entry.filename for entry in entries}
    if len(names) != len(entries):
        raise UnreadableWorkbook(DAMAGED)
    if "EncryptedPackage" in names or any(entry.flag_bits & 0x1 for entry in entries):
        raise UnreadableWorkbook(
            "Ce classeur est protégé par un mot de passe. Enregistrez-le sans mot de passe, puis recommencez."
        )
    budget = MAX_INFLATED
    parts: list[bytes] = []
    longest = 0
    for entry in entries:
        part = _inflate(content, entry, budget)
        if part is None:
            raise bomb
        budget -= len(part)
        # What a part is, other parts tell: its name proves nothing.
        if part.lstrip(_XML_STARTS).startswith(b"<"):
            _check_xml(part)
            _check_places(part)
            parts.append(part)
            if b"sst" in part[:_HEAD] or b"<!" in part[:_HEAD]:
                longest = max(longest, _longest_item(part))
    if longest and longest * sum(len(_CELL.findall(part)) for part in parts) > MAX_TEXT_TOTAL:
        raise bomb


def _inflate(content: bytes, entry: zipfile.ZipInfo, budget: int) -> bytes | None:
    """The part, or None once it is more than ``budget`` bytes. Raises ``BadZipFile`` or ``zlib.error``."""
    name_length, extra_length = _LENGTHS.unpack_from(content, entry.header_offset + _LENGTHS_OFFSET)
    start = entry.header_offset + _LENGTHS_OFFSET + _LENGTHS.size + name_length + extra_length
    packed = content[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        return packed if len(packed) <= budget else None
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile("unknown compression")
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    part = stream.decompress(packed, budget + 1)
    if len(part) > budget:
        return None
    if not stream.eof:
        raise zipfile.BadZipFile("truncated part")
    return part


def _check_xml(part: bytes) -> None:
    head = part[:_HEAD]
    plain = not head.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\0" not in head
    declared = _ENCODING.search(head)
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii", b"ascii"):
        plain = False
    if plain and b"<!DOCTYPE" not in part:
        return
    try:
        defused_sax.parseString(part, ContentHandler(), forbid_dtd=True)
    except DefusedXmlException as error:
        raise UnreadableWorkbook(
            "Ce classeur est refusé : il contient des déclarations XML qu'aucun tableur n'écrit "
            "(DTD ou entités) et qui peuvent bloquer l'application."
        ) from error
    except (SAXException, ExpatError, ValueError, LookupError) as error:
        raise UnreadableWorkbook(DAMAGED) from error


def _check_places(part: bytes) -> None:
    """Refuse cells that stand far from the top left corner.

    The library that reads them makes room for the whole rectangle up to the last one. Every spreadsheet program
    writes cells as ``<c r="B12"…``; where some are not, rows are looked at as well, and any spelling.
    """
    if not _ODD_CELL.search(part) and not _PREFIXED_CELL.search(part):
        return
    if _CELL.search(part) and (_FAR_CELL.search(part) or _FAR_ROW.search(part)):
        raise UnreadableWorkbook(
            f"Ce classeur est refusé : une cellule est remplie trop loin (au-delà de la ligne {MAX_ROW} "
            f"ou de la colonne {MAX_COLUMN}). Supprimez les lignes et colonnes inutiles, puis recommencez."
        )


def _longest_item(part: bytes) -> int:
    start = longest = 0
    for match in _ITEM_END.finditer(part):
        longest = max(longest, match.end() - start)
        start = match.end()
    return longest
