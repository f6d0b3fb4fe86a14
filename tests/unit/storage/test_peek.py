"""Campuses as their files say: what opening would find, without touching anything, and each read once."""

from __future__ import annotations

import io
import os
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from hypothesis import given

from cmq.campaign import PROFILE, Edit, profile_field
from cmq.campaign.values import normal
from cmq.journal import entries as journal
from cmq.storage import opening
from cmq.storage.library import Library
from cmq.storage.peek import Peek
from cmq.storage.store import Store
from cmq.workbook import glance as glance_module
from cmq.workbook import reading
from cmq.workbook.cells import Shape
from cmq.workbook.glance import glance
from tests.examples import examples
from tests.unit.builders import CMQ
from tests.unit.storage.helpers import (
    AUTHOR,
    COMMENT,
    LEVEL,
    LONG_AGO,
    cell_of,
    change,
    edited,
    states,
    texts,
    written,
)

NOT_A_WORKBOOK = b"\x00 pas un classeur"


@pytest.fixture
def library(tmp_path: Path):
    """A library with nothing in it."""
    library = Library(tmp_path / "data", CMQ)
    yield library
    library.close()


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every workbook that is read whole, every journal that is read, as they are."""
    seen: list[str] = []
    whole, lines = reading.read, journal.read

    def read_workbook(content, framework):
        seen.append("workbook")
        return whole(content, framework)

    def read_journal(path, start=0):
        seen.append("tail" if start else "journal")
        return lines(path, start)

    monkeypatch.setattr(opening.reading, "read", read_workbook)
    monkeypatch.setattr(opening.journal, "read", read_journal)
    return seen


def add(library: Library, name: str, *years: int, level: int | None = None) -> Path:
    """A campus with those campaigns, on disk and closed; returns its folder."""
    first, *later = years
    ref = library.create_campus(name, str(first), {"annee": first}, AUTHOR)
    for year in later:
        library.create_campaign(ref.campus, str(year), {"annee": year}, AUTHOR)
    if level is not None:
        change(library.open(ref.campus, str(years[-1])), LEVEL, level)
    library.close()
    return library.root / ref.campus


def only(library: Library) -> Peek:
    """The one campus."""
    (peek,) = library.peek()
    return peek


def level_of(peek: Peek) -> int | None:
    """What its campaign says of the first requirement."""
    assert peek.campaign is not None
    return peek.campaign.answer("C01-R1").level


def everything(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    """Every file with its bytes, time and inode."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_campus_is_seen_at_its_latest_campaign(library, tmp_path) -> None:
    """By year, not by file name; the state is that which opening finds."""
    add(library, "Campus Zinc", 2027, 2025, level=1)
    add(library, "Campus Bois", 2024, 2026, level=3)
    fresh = Library(tmp_path / "data", CMQ)
    peeks = {peek.name: peek for peek in fresh.peek()}
    assert {name: peek.campaign_id for name, peek in peeks.items()} == {
        "Campus Zinc": "2027",
        "Campus Bois": "2026",
    }
    assert peeks["Campus Bois"].campaign == fresh.open(peeks["Campus Bois"].slug, "2026").campaign
    assert level_of(peeks["Campus Bois"]) == 3
    assert level_of(peeks["Campus Zinc"]) is None
    fresh.close()


def test_looking_changes_nothing(library, tmp_path, monkeypatch) -> None:
    """No byte, no time, no lock, no new file, no folder; no store is opened, not even over a torn line."""
    folder = add(library, "Campus Bois", 2025, 2026, level=2)
    with (folder / "2026.journal.jsonl").open("ab") as file:
        file.write(b'{"revision": 9, "da')
    before = everything(tmp_path)
    monkeypatch.setattr(Store, "__init__", lambda *_: pytest.fail("opened"))
    fresh = Library(tmp_path / "data", CMQ)
    assert level_of(only(fresh)) == 2
    assert everything(tmp_path) == before


def test_the_journal_goes_on_where_the_workbook_ends(library, tmp_path, reads) -> None:
    """A change that no workbook holds yet is seen, from the tail alone."""
    folder = add(library, "Campus Bois", 2026, level=1)
    workbook = (folder / "2026.xlsx").read_bytes()
    store = library.open(folder.name, "2026")
    change(store, LEVEL, 4)
    library.close()
    (folder / "2026.xlsx").write_bytes(workbook)
    reads.clear()
    assert level_of(only(Library(tmp_path / "data", CMQ))) == 4
    assert reads == ["workbook", "tail"]


def test_either_file_alone_is_enough(library, tmp_path) -> None:
    """Without journal, without workbook, and with a workbook that is none."""
    folder = add(library, "Campus Bois", 2026, level=3)
    for lost in ("2026.journal.jsonl", "2026.xlsx"):
        kept = (folder / lost).read_bytes()
        (folder / lost).unlink()
        assert level_of(only(Library(tmp_path / "data", CMQ))) == 3
        (folder / lost).write_bytes(kept)
    (folder / "2026.xlsx").write_bytes(NOT_A_WORKBOOK)
    peek = only(Library(tmp_path / "data", CMQ))
    assert (level_of(peek), peek.unread) == (3, ())
    assert (folder / "2026.xlsx").read_bytes() == NOT_A_WORKBOOK


def test_a_workbook_that_was_changed_elsewhere_is_merged_by_opening_it(library, tmp_path) -> None:
    """Its change and the journal's are both there, and both on disk."""
    folder = add(library, "Campus Bois", 2026, level=1)
    with edited(folder / "2026.xlsx") as book:
        cell_of(book["Réponses"], "C01-R1", "Commentaire").value = "Vu dans le tableur"
    fresh = Library(tmp_path / "data", CMQ)
    peek = only(fresh)
    assert peek.campaign is not None
    assert peek.campaign.answer("C01-R1").comment == "Vu dans le tableur"
    assert level_of(peek) == 1
    fresh.close()
    assert "Vu dans le tableur" in (folder / "2026.journal.jsonl").read_text(encoding="utf-8")


def test_what_did_not_change_is_not_read_again(library, tmp_path, reads) -> None:
    """Warm, nothing is read; a line that was added costs the tail of one journal."""
    add(library, "Campus Bois", 2024, 2025, 2026, level=1)
    add(library, "Campus Zinc", 2026, level=1)
    fresh = Library(tmp_path / "data", CMQ)
    told: list[tuple[int, int]] = []
    first = fresh.peek(lambda *counts: told.append(counts))
    assert told == [(1, 2), (2, 2)]
    reads.clear()
    told.clear()
    second = fresh.peek(lambda *counts: told.append(counts))
    assert reads == told == []
    assert all(before is after for before, after in zip(first, second, strict=True))
    line = (tmp_path / "data/campus-bois/2026.journal.jsonl").read_bytes().splitlines(keepends=True)[-1]
    entry = journal.decode(line)
    assert isinstance(entry, journal.Record)
    more = entry.change._replace(revision=entry.change.revision + 1, edits=(Edit(LEVEL, 1, 4),))
    with (tmp_path / "data/campus-bois/2026.journal.jsonl").open("ab") as file:
        file.write(journal.encode(journal.Record(more)))
    third = {peek.name: peek for peek in fresh.peek(lambda *counts: told.append(counts))}
    assert level_of(third["Campus Bois"]) == 4
    assert reads == ["tail"]
    assert told == [(1, 2)]
    assert third["Campus Zinc"] in first


def test_an_open_campaign_is_seen_as_it_is_saved(library) -> None:
    """A change of this process shows at once, its workbook not yet written."""
    folder = add(library, "Campus Bois", 2026)
    assert level_of(only(library)) is None
    change(library.open(folder.name, "2026"), LEVEL, 2)
    assert level_of(only(library)) == 2


def test_a_renamed_campus_a_new_and_a_gone_campaign_are_seen(library, tmp_path) -> None:
    """The latest campaign may be another one than before."""
    folder = add(library, "Campus Bois", 2025)
    fresh = Library(tmp_path / "data", CMQ)
    assert only(fresh).campaign_id == "2025"
    fresh.create_campaign(folder.name, "2026", {"annee": 2026, "campus": "Campus du Bois"}, AUTHOR)
    assert only(fresh)[1:3] == ("Campus du Bois", "2026")
    fresh.close()
    for path in folder.glob("2026*"):
        path.unlink()
    assert only(fresh)[1:3] == ("Campus Bois", "2025")
    shutil.rmtree(folder)
    assert fresh.peek() == []


def test_an_unreadable_campaign_is_told_of_and_the_one_before_it_shown(library, tmp_path) -> None:
    """Never silently: the one that is shown may not be the latest."""
    folder = add(library, "Campus Bois", 2025, 2026, level=2)
    for path in folder.glob("2026.*"):
        path.write_bytes(NOT_A_WORKBOOK)
    peek = only(Library(tmp_path / "data", CMQ))
    assert (peek.campaign_id, [unread.name for unread in peek.unread]) == ("2025", ["2026"])
    assert "n'est pas un classeur" in peek.unread[0].problem
    assert "journal est vide ou illisible" in peek.unread[0].problem


def test_whatever_one_folder_is_the_others_are_there(library, tmp_path, monkeypatch) -> None:
    """A link to itself, a name that is not allowed, both files broken, a failure of our own."""
    add(library, "Campus Bois", 2026, level=2)
    broken = add(library, "Campus Zinc", 2026)
    for path in broken.glob("2026.*"):
        path.write_bytes(NOT_A_WORKBOOK)
    root = tmp_path / "data"
    (root / "boucle").symlink_to(root / "boucle")
    shutil.copytree(root / "campus-bois", root / "Nom Refusé")
    shutil.copytree(root / "campus-bois", root / "vertige")
    (root / "vide").mkdir()
    (root / "fichier").write_text("pas un dossier")
    whole = opening.read

    def fail_once(files, framework, before=None):
        if files.folder.name == "vertige":
            raise RecursionError("maximum recursion depth exceeded")
        return whole(files, framework, before)

    monkeypatch.setattr(opening, "read", fail_once)
    peeks = {peek.slug: peek for peek in Library(root, CMQ).peek()}
    assert level_of(peeks["campus-bois"]) == 2
    assert set(peeks) == {"campus-bois", "campus-zinc", "boucle", "Nom Refusé", "vertige"}
    for slug in set(peeks) - {"campus-bois"}:
        assert peeks[slug].campaign is None
        (unread,) = peeks[slug].unread
        assert unread.problem
        assert "recursion" not in unread.problem


def test_a_folder_that_goes_while_it_is_listed_is_told_of(library, tmp_path) -> None:
    """Gone between the list and the reading; at the next look it is no more there."""
    add(library, "Campus Bois", 2026)
    add(library, "Campus Zinc", 2026)
    root = tmp_path / "data"
    fresh = Library(root, CMQ)
    peeks = fresh.peek(lambda done, _: done == 1 and shutil.rmtree(root / "campus-zinc"))
    assert [(peek.slug, peek.campaign is None) for peek in peeks] == [
        ("campus-bois", False),
        ("campus-zinc", True),
    ]
    assert "dossier ne peut pas être lu" in peeks[1].unread[0].problem
    assert [peek.slug for peek in fresh.peek()] == ["campus-bois"]


def test_what_was_unreadable_is_looked_at_again(library, tmp_path) -> None:
    """A mended file is read without a restart."""
    folder = add(library, "Campus Bois", 2026, level=2)
    kept = {path: path.read_bytes() for path in folder.glob("2026.*")}
    for path in kept:
        path.write_bytes(NOT_A_WORKBOOK)
    fresh = Library(tmp_path / "data", CMQ)
    assert only(fresh).campaign is None
    for path, content in kept.items():
        path.write_bytes(content)
    assert level_of(only(fresh)) == 2


def test_a_refusal_of_the_system_does_not_last(library, tmp_path, monkeypatch) -> None:
    """The files need not change for what the system refused to be tried again; what is broken is not."""
    add(library, "Campus Bois", 2026, level=2)
    fresh = Library(tmp_path / "data", CMQ)
    with monkeypatch.context() as patch:
        patch.setattr(opening.Files, "workbook", property(lambda _: (_ for _ in ()).throw(PermissionError())))
        peek = only(fresh)
        assert peek.campaign is None
        assert "ne peut pas être lu" in peek.unread[0].problem
        assert "Permission" not in peek.unread[0].problem
    assert level_of(only(fresh)) == 2


def test_an_interrupted_reading_goes_on_where_it_stopped(library, tmp_path, reads) -> None:
    """What the page does when somebody clicks while the bar moves."""
    for name in ("Campus A", "Campus B", "Campus C"):
        add(library, name, 2026)
    fresh = Library(tmp_path / "data", CMQ)

    def interrupt(done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    reads.clear()
    with pytest.raises(KeyboardInterrupt):
        fresh.peek(interrupt)
    assert reads.count("workbook") == 2
    assert len(fresh.peek()) == 3
    assert reads.count("workbook") == 3


def test_the_shipped_example_is_not_a_campus_of_the_region(library, tmp_path) -> None:
    """Nor are hidden folders; a data folder that is not there has none."""
    folder = add(library, "Campus Bois", 2026)
    shutil.copytree(folder, tmp_path / "data" / ".cache")
    assert Library(tmp_path / "data", CMQ, example=folder).peek() == []
    assert Library(tmp_path / "nulle-part", CMQ).peek() == []


def test_the_only_campus_is_found_without_reading_the_others(library, tmp_path, monkeypatch) -> None:
    """Two that can be read decide; one that cannot does not count."""
    assert library.only_campaign() is None
    folder = add(library, "Campus B", 2025, 2026)
    broken = add(library, "Campus A", 2026)
    for path in broken.glob("2026.*"):
        path.write_bytes(NOT_A_WORKBOOK)
    assert Library(tmp_path / "data", CMQ).only_campaign() == (folder.name, "2026")
    for name in ("Campus C", "Campus D", "Campus E"):
        add(library, name, 2026)
    fresh = Library(tmp_path / "data", CMQ)
    looked_at: list[str] = []
    look = fresh._campus
    monkeypatch.setattr(fresh, "_campus", lambda folder: looked_at.append(folder.name) or look(folder))
    assert fresh.only_campaign() is None
    assert looked_at == ["campus-a", "campus-b", "campus-c"]


# The quick look at a workbook


def rewritten(content: bytes, pattern: bytes, instead: bytes) -> bytes:
    """The same workbook with every part written in another way."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, re.sub(pattern, instead, old.read(name)))
    return buffer.getvalue()


@examples(0.6)
@given(states(), texts, texts)
def test_a_glance_says_what_a_reading_says(state, campus, name) -> None:
    """Or it says nothing; whatever the texts are."""
    state |= {profile_field("campus"): campus, profile_field("nom"): name}
    kept = {field: normal(field, value) for field, value in state.items()}
    content = written({field: value for field, value in kept.items() if value is not None})
    found, values = glance(content), reading.read_profile(content)
    others = {place.name for place in PROFILE.columns if place.shape in (Shape.CHOICE, Shape.DATE)}
    if found is not None:
        assert found == {name: value for name, value in values.items() if name not in others}


def test_a_glance_understands_what_the_application_writes() -> None:
    """Accents, quotation marks, an ampersand, a line end: it does not leave these to a reading."""
    name = 'Été « 2026 » & "co" <b>\nl\'an'
    content = written({profile_field("nom"): name, profile_field("annee"): 2026})
    assert glance(content) == {"nom": name, "annee": 2026}
    for pattern, instead in ((rb"<c ([^>]*?) ?/>", rb"<c \1></c>"), (rb"<c ([^>]*)></c>", rb"<c \1 />")):
        assert glance(rewritten(content, pattern, instead)) == {"nom": name, "annee": 2026}
    assert glance(written({})) == {}


def test_a_glance_says_nothing_of_what_is_no_such_workbook(monkeypatch) -> None:
    """Broken, cut, of another program, of a later format, of a size that cannot be: all go by the whole checks."""
    content = written({profile_field("nom"): "2026", profile_field("annee"): 2026})
    assert glance(b"") is glance(NOT_A_WORKBOOK) is glance(content[:-30]) is glance(content[200:]) is None
    assert glance(content.replace(b"xl/workbook.xml", b"xl/workbooks.xm")) is None
    monkeypatch.setattr(glance_module, "MAX_PART", 1000)
    assert glance(content) is None
    monkeypatch.undo()
    monkeypatch.setattr(glance_module, "FORMAT", 0)
    assert glance(content) is None


def test_a_workbook_saved_elsewhere_is_listed_all_the_same(library, tmp_path) -> None:
    """The year that somebody corrected in a spreadsheet decides which campaign is the latest."""
    folder = add(library, "Campus Bois", 2025, 2026)
    with edited(folder / "2025.xlsx") as book:
        cell_of(book["Campagne"], "annee", "Valeur").value = 2030
    os.utime(folder / "2025.xlsx", (LONG_AGO, LONG_AGO))
    fresh = Library(tmp_path / "data", CMQ)
    peek = only(fresh)
    assert peek.campaign_id == "2025"
    assert peek.campaign is not None
    assert peek.campaign.profile.year == 2030
    assert peek.campaign.answer("C01-R1").comment == ""
    fresh.close()


def test_names_of_fields_are_those_of_the_journal(library, tmp_path) -> None:
    """A campaign without workbook is listed by its journal."""
    folder = add(library, "Campus Bois", 2025, 2026)
    (folder / "2026.xlsx").unlink()
    peek = only(Library(tmp_path / "data", CMQ))
    assert peek.campaign_id == "2026"
    assert peek.campaign is not None
    assert COMMENT not in peek.campaign.answers
