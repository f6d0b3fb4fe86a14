"""A part of a ZIP that anybody may have made, inflated within bounds; the one place that does."""

from __future__ import annotations

import struct
import zipfile
import zlib

_LENGTHS = struct.Struct("<HH")
_LENGTHS_OFFSET = 26
"""Where a part's own header tells the lengths of its name and of its extra field, which the part follows."""
_ENCRYPTED = 0x1


def inflate(content: bytes, entry: zipfile.ZipInfo, budget: int) -> bytes | None:
    """The part, or None once it is more than ``budget`` bytes, whatever size it tells.

    Raises ``BadZipFile`` (encrypted, cut short, compressed in another way), ``struct.error`` or ``zlib.error``.
    """
    name_length, extra_length = _LENGTHS.unpack_from(content, entry.header_offset + _LENGTHS_OFFSET)
    start = entry.header_offset + _LENGTHS_OFFSET + _LENGTHS.size + name_length + extra_length
    packed = content[start : start + entry.compress_size]
    if entry.flag_bits & _ENCRYPTED:
        raise zipfile.BadZipFile("encrypted part")
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
