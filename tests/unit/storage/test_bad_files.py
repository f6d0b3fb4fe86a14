"""Workbooks that cannot or must not be read: each is told, none is written over, no answer is lost."""

from __future__ import annotations

import io
import os
import struct
import zipfile

import openpyxl
import pytest

from cmq import guards
from cmq.campaign import Edit
from cmq.errors import NewerFormat, StorageError, UnreadableWorkbook
from cmq.storage import layout, reading
from cmq.storage.paths import journal_path
from cmq.storage.store import Store
from tests.unit.builders import SMALL
from tests.unit.storage.helpers import LEVEL, LONG_AGO, cell_of, change, create, written

GOOD = written({LEVEL: 2}, SMALL)
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def rezipped(replace=None, add=None, method=zipfile.ZIP_DEFLATED):
    """The good workbook with parts replaced or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as source, zipfile.ZipFile(buffer, "w", method) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, (replace or {}).get(name, lambda part: part)(content))
        for name, content in (add or {}).items():
            target.writestr(name, content)
    return buffer.getvalue()


def foreign():
    """A workbook of somebody else."""
    book = openpyxl.Workbook()
    book.active["A1"] = "Budget"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def lying():
    """A zip whose directory declares a small size for a part that inflates beyond the limit."""
    bomb = rezipped(add={"xl/media/image1.png": b"\0" * (guards.MAX_INFLATED + 1)})
    place = bomb.rindex(b"PK\x01\x02")
    return bomb[: place + 24] + struct.pack("<I", 10) + bomb[place + 28 :]


def with_meta(key, value):
    """The good workbook with a cell of « Méta » changed."""
    book = openpyxl.load_workbook(io.BytesIO(GOOD))
    row = next(row for row in book[layout.META].iter_rows() if row[0].value == key)
    row[1].value = value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def far_cell():
    """The good workbook with a cell at the very end of a sheet."""
    book = openpyxl.load_workbook(io.BytesIO(GOOD))
    book[layout.ANSWERS]["XFD1048576"] = "x"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


SHEET = "xl/worksheets/sheet3.xml"
DTD = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'


def hide_far_cell(part):
    """A far cell spelt as no spreadsheet program does."""
    return part.replace(b"</sheetData>", b'<row><c t="str" r = "XFD99999"><v>1</v></c></row></sheetData>')


def utf16(part):
    """The same part with a DTD, in an encoding where its bytes do not show."""
    text = part.decode().replace('encoding="UTF-8"', "")
    return ("<?xml version='1.0' encoding='UTF-16'?>" + DTD.decode() + text[text.index("<", 1) :]).encode(
        "utf-16"
    )


BAD = {
    "empty": (b"", "vide"),
    "text": (b"bonjour", "n'est pas un classeur"),
    "zip header alone": (GOOD[:30], "endommagé"),
    "truncated": (GOOD[: len(GOOD) // 2], "endommagé"),
    "last byte missing": (GOOD[:-1], "endommagé"),
    "damaged part": (rezipped({SHEET: lambda part: part[: len(part) // 2]}), "endommagé"),
    "damaged bytes": (GOOD[:2000] + b"\xff" * 200 + GOOD[2200:], "endommagé"),
    "encrypted or old": (OLE + b"\0" * 600, "mot de passe"),
    "encrypted package": (rezipped(add={"EncryptedPackage": b"x"}), "mot de passe"),
    "foreign": (foreign(), "pas été écrit par Boussole CMQ"),
    "no zip of a workbook": (rezipped({"xl/workbook.xml": lambda part: b"<x/>"}), "CMQ|endommagé"),
    "meta without revision": (with_meta(layout.META_REVISION, None), "pas été écrit par Boussole CMQ"),
    "meta with a negative place": (with_meta(layout.META_LINE_START, -1), "pas été écrit par Boussole CMQ"),
    "declared bomb": (rezipped(add={"a": b"\0" * (guards.MAX_INFLATED + 1)}), "démesuré"),
    "lying bomb": (lying(), "démesuré"),
    "many parts": (rezipped(add={f"p{n}": b"" for n in range(guards.MAX_ENTRIES)}), "démesuré"),
    "too big": (GOOD + b"\0" * guards.MAX_FILE, "trop gros"),
    "odd compression": (rezipped(method=zipfile.ZIP_BZIP2), "endommagé"),
    "entities": (rezipped({SHEET: lambda part: DTD + part}), "DTD"),
    "entities in UTF-16": (rezipped({SHEET: utf16}), "DTD"),
    "far cell": (far_cell(), "trop loin"),
    "hidden far cell": (rezipped({SHEET: hide_far_cell}), "trop loin"),
    "shared text bomb": (
        rezipped(
            {SHEET: lambda part: part.replace(b"</sheetData>", b'<c r="A1" t="s"><v>0</v></c>' * 9000 + b"</sheetData>")},
            add={"xl/sharedStrings.xml": b"<sst><si><t>" + b"x" * 100_000 + b"</t></si></sst>"},
        ),
        "démesuré",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_reading_refuses_with_a_message_of_its_own(name):
    """Each kind of bad file is told in French; nothing is parsed that could not be borne."""
    content, message = BAD[name]
    with pytest.raises(UnreadableWorkbook, match=message):
        reading.read(content, SMALL)
    if name != "damaged part":  # that part is not read for a list
        with pytest.raises(UnreadableWorkbook, match=message):
            reading.read_profile(content)


def test_the_good_one_is_read():
    """The tests above fail for their own reason, also where the parts are merely stored."""
    assert reading.read(rezipped(), SMALL).values[LEVEL] == 2
    assert reading.read(rezipped(method=zipfile.ZIP_STORED), SMALL).untouched


def test_a_comment_that_spells_a_document_type_is_no_fault():
    """What people type is shown, not forbidden."""
    text = "<!DOCTYPE html> <!ENTITY a>"
    content = reading.read(written({LEVEL: 1, LEVEL._replace(name="commentaire"): text}, SMALL), SMALL)
    assert content.values[LEVEL._replace(name="commentaire")] == text


@pytest.mark.parametrize(
    "name", ["truncated", "encrypted or old", "foreign", "lying bomb", "entities", "empty"]
)
def test_an_unreadable_workbook_is_set_aside_and_the_journal_gives_the_answers(tmp_path, name):
    """Opening, refreshing and saving: the bytes are moved as they are, the message says where."""
    content, _ = BAD[name]
    store = create(tmp_path, Edit(LEVEL, None, 2), framework=SMALL)
    store.close()
    for step in ("open", "refresh", "save"):
        if step == "open":
            put(store.path, content)
            store = Store(store.path, SMALL)
        elif step == "refresh":
            put(store.path, content)
            store.refresh()
        else:
            put(store.path, content)
            store.save_workbook()
        assert store.state[LEVEL] == 2
        assert store.path.name.replace(".xlsx", ".illisible-") in store.notices[-1].text
        store.save_workbook()
    asides = [p for p in tmp_path.iterdir() if ".illisible-" in p.name]
    assert [p.read_bytes() == content for p in asides] == [True] * 3
    assert reading.read(store.path.read_bytes(), SMALL).values[LEVEL] == 2
    store.close()


@pytest.mark.parametrize("name", ["truncated", "encrypted or old", "foreign", "declared bomb", "empty"])
def test_an_unreadable_workbook_without_journal_is_left_where_it_is(tmp_path, name):
    """Opening raises the reason; no file is written, moved or removed."""
    content, message = BAD[name]
    path = tmp_path / "2026.xlsx"
    put(path, content)
    with pytest.raises(StorageError, match=message) as caught:
        Store(path, SMALL)
    assert "Il n'y a pas de journal" in str(caught.value)
    assert path.read_bytes() == content
    assert sorted(p.name for p in tmp_path.iterdir()) == [".2026.lock", "2026.xlsx"]


def test_a_newer_workbook_is_neither_read_nor_touched(tmp_path):
    """With or without a journal, at opening and while it is open."""
    store = create(tmp_path, Edit(LEVEL, None, 2), framework=SMALL)
    newer = with_meta(layout.META_FORMAT, layout.FORMAT + 1)
    put(store.path, newer)
    journal = journal_path(store.path).read_bytes()
    with pytest.raises(NewerFormat, match="plus récente"):
        store.refresh()
    with pytest.raises(NewerFormat, match="plus récente"):
        store.save_workbook()
    store.close()
    with pytest.raises(NewerFormat, match="mettez l'application à jour"):
        Store(store.path, SMALL)
    assert store.path.read_bytes() == newer
    assert journal_path(store.path).read_bytes() == journal
    journal_path(store.path).unlink()
    with pytest.raises(NewerFormat):
        Store(store.path, SMALL)
    assert not [p for p in tmp_path.iterdir() if "illisible" in p.name]


def test_a_workbook_that_is_still_being_written_is_waited_for(tmp_path):
    """A file that is damaged and a moment old is read again before it is judged."""
    store = create(tmp_path, Edit(LEVEL, None, 1), framework=SMALL)
    whole = store.path.read_bytes()
    store.path.write_bytes(whole[:1000])
    fresh = store._read_once
    tries = []

    def read_once(signature):
        tries.append(signature)
        if len(tries) == 2:
            store.path.write_bytes(whole)
        return fresh(signature)

    store._read_once = read_once
    store.refresh()
    assert len(tries) == 2
    assert not [p for p in tmp_path.iterdir() if "illisible" in p.name]
    change(store, LEVEL, 2)
    store.save_workbook()
    book = openpyxl.load_workbook(store.path)
    assert not [p for p in tmp_path.iterdir() if "illisible" in p.name]
    assert cell_of(book[layout.PROFILE], "nom", "Valeur").value == "2026"
    store.close()


def put(path, content):
    """Write a file as if long ago, so that nobody waits for its end."""
    path.write_bytes(content)
    os.utime(path, (LONG_AGO, LONG_AGO))
