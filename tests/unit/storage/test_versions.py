"""Sealed versions: what they freeze, that they stay, and that a changed file is told."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import tempfile
import threading
import zipfile
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

from cmq.campaign import ANSWERS, EVIDENCE, MEETINGS, VERSIONS, Edit, SealedVersion, evidence_link_field
from cmq.campaign.values import same_state
from cmq.errors import AlteredVersion, InvalidInput, Locked, NewerFormat, StorageError
from cmq.files.paths import journal_path, versions_folder
from cmq.framework import load
from cmq.journal.lock import campaign_lock
from cmq.scoring import score
from cmq.storage import version_file, versions
from cmq.storage.library import Library
from cmq.storage.store import Store
from cmq.workbook import guards, reading
from tests.examples import examples
from tests.unit.builders import CMQ, CMQ_FILE, ENGLISH, SMALL, SMALL_FILE, TODAY
from tests.unit.storage.helpers import AUTHOR, CAMPAIGN, change, create, states

SOURCE = SMALL_FILE.read_bytes()
LEVEL, COMMENT = ANSWERS.field("ACCUEIL-1", "niveau"), ANSWERS.field("ACCUEIL-1", "commentaire")
MEETING = (
    Edit(MEETINGS.field("S-1", "date"), None, "2026-11-12"),
    Edit(MEETINGS.field("S-2", "lieu"), None, "Salle du conseil"),
)
MINUTES = b"Compte rendu du comit\xc3\xa9"


@pytest.fixture
def store(tmp_path):
    """A campaign with a level, its evidence on disk, evidence whose file is gone, and two meetings."""
    store = create(tmp_path, Edit(LEVEL, None, 2), Edit(COMMENT, None, "=1+1"), *MEETING, framework=SMALL)
    for id_, file in (("P-1", store.attach("Compte rendu.txt", MINUTES)), ("P-2", "parti.pdf")):
        change(store, EVIDENCE.field(id_, "titre"), "Compte rendu")
        change(store, EVIDENCE.field(id_, "fichier"), file)
    change(store, evidence_link_field("P-1", "ACCUEIL-1"), True)
    yield store
    store.close()


@pytest.fixture
def version(store):
    """The campaign sealed for its dated meeting."""
    return sealed(store)


def sealed(store, **others):
    """A version of a campaign of the small framework."""
    return versions.seal(store, SOURCE, SMALL, "S-1", AUTHOR, **others)


def file_of(store, version):
    """The file of a version."""
    return versions_folder(store.path) / version.file


def put(path, content):
    """Write over a file that is read-only, as somebody determined would."""
    path.unlink()
    path.write_bytes(content)


def recorded(store, content, name="cos-2026-11-12.zip"):
    """A version whose file is that content and whose recorded digest is the right one."""
    folder = versions_folder(store.path)
    folder.mkdir(exist_ok=True)
    (folder / name).unlink(missing_ok=True)
    (folder / name).write_bytes(content)
    values = {"seance": "S-1", "fichier": name, "empreinte": hashlib.sha256(content).hexdigest()}
    for key, value in values.items():
        change(store, VERSIONS.field("VS-x", key), value)
    return store.campaign.versions["VS-x"]


def rezipped(content, replace=None, add=None, method=zipfile.ZIP_STORED):
    """The file of a version with parts replaced (by a function of their bytes) or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w", method) as target:
        for name in source.namelist():
            target.writestr(name, (replace or {}).get(name, lambda part: part)(source.read(name)))
        for name, part in (add or {}).items():
            target.writestr(name, part)
    return buffer.getvalue()


def content_with(**values):
    """A change of ``version.json``."""
    return lambda part: json.dumps(json.loads(part) | values).encode()


def test_a_version_gives_back_what_was_sealed(store):
    """State, results, framework, documents and what was missing; the digest is that of the file's bytes."""
    before, revision = dict(store.state), store.revision
    results = score(SMALL, store.campaign, TODAY)
    version = sealed(store, today=TODAY)
    opened = versions.read(store, version)
    assert same_state(opened.state, before)
    assert (opened.revision, opened.meeting) == (revision, "S-1")
    assert opened.title == "Version présentée au comité du 12/11/2026"
    assert opened.framework == SMALL
    assert opened.faithful
    assert version_file.figures(opened.results) == version_file.figures(results) == opened.presented
    assert opened.presented.requirements["ACCUEIL-1"] == version_file.RequirementFigure(niveau=2, etat="met")
    assert opened.campaign.answer("ACCUEIL-1").comment == "=1+1"
    assert [(d.name, d.size, d.digest) for d in opened.documents] == [
        ("Compte rendu.txt", len(MINUTES), hashlib.sha256(MINUTES).hexdigest())
    ]
    assert opened.missing == ("parti.pdf",)
    content = file_of(store, version).read_bytes()
    assert version.digest == opened.digest == hashlib.sha256(content).hexdigest()
    assert versions.content_of(store, version) == content
    assert (version.meeting, version.file) == ("S-1", "comite-2026-11-12.zip")
    assert version.sealed_at == opened.sealed_at
    assert version.sealed_at.date() == opened.results.today == TODAY
    assert versions.check(store) == [(version, "")]


def test_a_version_is_called_by_the_committee_of_its_framework(tmp_path):
    """« COS » comes from the framework, in the title as in the name of the file."""
    with closing(create(tmp_path, *MEETING)) as store:
        version = versions.seal(store, CMQ_FILE.read_bytes(), CMQ, "S-1", AUTHOR)
        assert version.file == "cos-2026-11-12.zip"
        assert versions.read(store, version).title == "Version présentée au COS du 12/11/2026"


def test_the_file_holds_what_people_can_read_without_the_application(store, version):
    """The workbook opens, the framework is there byte for byte, so are the documents; nobody may write to it."""
    path = file_of(store, version)
    assert path.stat().st_mode & 0o222 == 0
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            "version.json",
            "referentiel.toml",
            "classeur.xlsx",
            "preuves/Compte rendu.txt",
        ]
        assert archive.read("referentiel.toml") == SOURCE
        assert archive.read("preuves/Compte rendu.txt") == MINUTES
        assert reading.read(archive.read("classeur.xlsx"), SMALL).values[LEVEL] == 2
        content = json.loads(archive.read("version.json"))
    assert content["campus"] == "Campus Essai"
    assert content["referentiel"]["empreinte"] == hashlib.sha256(SOURCE).hexdigest()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+([+-]\d\d:\d\d|Z)", content["date"])


def test_sealing_records_the_version_and_nothing_else(store):
    """One line of the journal, four fields; the workbook says them too, and a new process finds the version."""
    store.save_workbook()
    before, lines = dict(store.state), journal_path(store.path).read_bytes()
    version = sealed(store)
    added = {field: value for field, value in store.state.items() if field not in before}
    assert {field.name for field in added} == {"seance", "date", "empreinte", "fichier"}
    assert {(field.kind, field.id) for field in added} == {("version", version.id)}
    assert same_state({f: v for f, v in store.state.items() if f in before}, before)
    after = journal_path(store.path).read_bytes()
    assert after.startswith(lines)
    assert after[len(lines) :].count(b"\n") == 1
    store.save_workbook()
    assert same_state(reading.read(store.path.read_bytes(), SMALL).values, store.state)
    assert store.notices == ()
    with closing(Store(store.path, SMALL)) as other:
        assert other.campaign.versions == {version.id: version}
        assert versions.read(other, version).faithful


def test_a_version_stays_when_the_campaign_goes_on(store, version):
    """Answers, evidence and the meeting itself may change; nothing of the version does."""
    path = file_of(store, version)
    content, opened = path.read_bytes(), versions.read(store, version)
    change(store, LEVEL, 1)
    change(store, EVIDENCE.field("P-1", "titre"), None)
    change(store, MEETINGS.field("S-1", "date"), "2027-01-05")
    (store.evidence_folder / "Compte rendu.txt").write_bytes(b"autre")
    again = versions.read(store, version)
    assert path.read_bytes() == content
    assert again.title == opened.title
    assert same_state(again.state, opened.state)
    assert again.presented == opened.presented == version_file.figures(again.results)
    assert version_file.figures(score(SMALL, store.campaign)) != again.presented


def test_two_versions_of_a_day_are_two_files(store):
    """The first one is left as it is; each holds the state of its own time."""
    first = sealed(store)
    content = file_of(store, first).read_bytes()
    change(store, LEVEL, 1)
    second = sealed(store)
    assert (first.file, second.file) == ("comite-2026-11-12.zip", "comite-2026-11-12-2.zip")
    assert file_of(store, first).read_bytes() == content
    assert [versions.read(store, v).state[LEVEL] for v in (first, second)] == [2, 1]
    assert versions.read(store, second).campaign.versions == {first.id: first}
    assert versions.check(store) == [(first, ""), (second, "")]


def test_versions_sealed_at_once_do_not_write_over_each_other(store):
    """Threads and stores of one campaign, as processes are: as many files as versions, all of them whole."""
    others = [Store(store.path, SMALL) for _ in range(3)]
    threads = [threading.Thread(target=sealed, args=(s,)) for s in (store, *others) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for other in others:
        other.close()
    store.refresh()
    found = versions.check(store)
    assert len(found) == len({version.file for version, _ in found}) == 8
    assert not [problem for _, problem in found if problem]
    assert all(versions.read(store, version).faithful for version, _ in found)


def test_state_and_workbook_of_a_version_are_of_one_moment(store):
    """Somebody else types all the while: a version is of one revision, or there is none and it is said."""
    stop = threading.Event()

    def type_on(other, pause):
        number = 0
        while not stop.wait(pause):
            number += 1
            other.record(
                [Edit(COMMENT, other.refresh() and other.state[COMMENT], f"frappe {number}")], AUTHOR
            )

    for pause in (0.1, 0):
        version, told = None, ""
        stop.clear()
        with closing(Store(store.path, SMALL)) as other:
            thread = threading.Thread(target=type_on, args=(other, pause))
            thread.start()
            try:
                version = sealed(store)
            except StorageError as error:
                told = str(error)
            finally:
                stop.set()
                thread.join()
        if version is None:
            assert "modifiée sans cesse" in told
            assert not ENGLISH.search(told)
            continue
        opened = versions.read(store, version)
        with zipfile.ZipFile(file_of(store, version)) as archive:
            workbook = reading.read(archive.read("classeur.xlsx"), SMALL)
        assert same_state(workbook.values, opened.state)
        assert workbook.stamp.revision == opened.revision


def test_what_was_begun_and_not_finished_is_swept(store, version):
    """A temporary file that a crash left goes with the next version; a file that nothing names is kept."""
    folder = versions_folder(store.path)
    (folder / ".comite-2026-11-12.zip.abc.tmp").write_bytes(b"x")
    (folder / "comite-2026-11-12-2.zip").write_bytes(b"orphelin")
    assert sealed(store).file == "comite-2026-11-12-3.zip"
    assert sorted(path.name for path in folder.iterdir()) == [
        ".verrou.lock",
        "comite-2026-11-12-2.zip",
        "comite-2026-11-12-3.zip",
        "comite-2026-11-12.zip",
    ]


def flipped(content):
    """One bit of a document's first byte changed: the file is still a whole ZIP."""
    place = content.index(MINUTES)
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


ALTERATIONS = {
    "a bit": flipped,
    "a byte at the end": lambda content: content[:-1] + bytes([content[-1] ^ 255]),
    "cut": lambda content: content[: len(content) // 2],
    "empty": lambda content: b"",
    "one byte more": lambda content: content + b"\0",
    "saved again": rezipped,
    "another level": lambda content: rezipped(
        content, {"version.json": lambda part: part.replace(b'"niveau": 2', b'"niveau": 1')}
    ),
    "no zip": lambda content: b"bonjour",
}


@pytest.mark.parametrize("alteration", ALTERATIONS.values(), ids=ALTERATIONS)
def test_a_version_that_was_changed_on_disk_is_not_used(store, version, alteration):
    """It is said in French, with the name of the file; the file stays as it is, and so does the campaign."""
    path = file_of(store, version)
    changed = alteration(path.read_bytes())
    put(path, changed)
    for attempt in (versions.read, versions.content_of):
        with pytest.raises(AlteredVersion) as caught:
            attempt(store, version)
    text = str(caught.value)
    assert text == (
        "La version présentée à la séance du 12/11/2026 a été modifiée sur le disque après avoir été scellée : "
        "son empreinte n'est plus celle du relevé. Elle n'est pas utilisée. Remettez en place une copie de "
        "sauvegarde du fichier « comite-2026-11-12.zip »."
    )
    assert not ENGLISH.search(text)
    assert versions.check(store) == [(version, text)]
    assert path.read_bytes() == changed
    assert store.refresh().answer("ACCUEIL-1").level == 2


def test_a_version_put_in_place_of_another_is_told(store, version):
    """Another valid version is not the one that was sealed; put back, the right one is read again."""
    content = file_of(store, version).read_bytes()
    change(store, LEVEL, 1)
    other = sealed(store)
    put(file_of(store, version), file_of(store, other).read_bytes())
    with pytest.raises(AlteredVersion):
        versions.read(store, version)
    assert [bool(problem) for _, problem in versions.check(store)] == [True, False]
    put(file_of(store, version), content)
    assert versions.read(store, version).state[LEVEL] == 2


def test_a_file_of_more_bytes_than_any_version_is_told(store, version):
    """Nothing is read beyond the limit."""
    path = file_of(store, version)
    path.chmod(0o644)
    os.truncate(path, versions.MAX_FILE + 1)
    assert "modifiée sur le disque" in versions.check(store)[0][1]
    with pytest.raises(AlteredVersion):
        versions.read(store, version)


def test_a_version_whose_file_is_gone_is_told(store, version):
    """Deleted, moved away with its folder, or a link to elsewhere."""
    path = file_of(store, version)
    content = path.read_bytes()
    elsewhere = store.path.parent / "ailleurs.zip"
    elsewhere.write_bytes(content)
    path.unlink()
    messages = [versions.check(store)[0][1]]
    path.symlink_to(elsewhere)
    messages.append(versions.check(store)[0][1])
    path.unlink()
    (path.parent / ".verrou.lock").unlink()
    path.parent.rmdir()
    with pytest.raises(StorageError) as caught:
        versions.read(store, version)
    assert not isinstance(caught.value, AlteredVersion)
    told = (
        "La version présentée à la séance du 12/11/2026 est introuvable : son fichier n'est pas dans le dossier "
        "« 2026.versions ». Les réponses de la campagne sont intactes. Remettez en place une copie de sauvegarde "
        "du fichier « comite-2026-11-12.zip »."
    )
    assert {*messages, str(caught.value)} == {told}
    assert not ENGLISH.search(str(caught.value))


@pytest.mark.parametrize(
    "name",
    ["../2026.xlsx", "/etc/hostname", "..", ".", "a/b.zip", "..\\2026.xlsx", "a\0b", "x" * 300],
)
def test_a_recorded_name_that_is_a_path_reaches_nothing(store, version, name):
    """A workbook from outside may say anything: only a file of the folder is opened."""
    outside = SealedVersion("VS-x", "S-1", None, version.digest, name)
    with pytest.raises(StorageError, match="introuvable"):
        versions.read(store, outside)


def test_an_incomplete_record_is_told(store, version):
    """A version without digest is never opened unverified, nor called by a date that it has not."""
    nothing = SealedVersion("VS-x")
    for incomplete in (nothing, SealedVersion("VS-x", digest=version.digest, file="")):
        with pytest.raises(StorageError, match="relevé") as caught:
            versions.read(store, incomplete)
        assert str(caught.value).startswith("Une version scellée")
        assert not ENGLISH.search(str(caught.value))
    change(store, MEETINGS.field("S-1", "date"), None)
    change(store, VERSIONS.field(version.id, "empreinte"), None)
    [(_, problem)] = versions.check(store)
    assert problem.startswith(f"La version scellée le {version.sealed_at:%d/%m/%Y}")


def test_a_version_opens_with_the_framework_that_it_was_sealed_under(store, version, tmp_path):
    """Whatever the application's framework has become, texts, levels and results are those of that day."""
    changed = SOURCE.replace(b'version = "', b'version = "autre ', 1)
    path = tmp_path / "autre.toml"
    path.write_bytes(changed)
    store.close()
    for framework in (load(path), CMQ):
        with closing(Store(store.path, framework)) as later:
            opened = versions.read(later, version)
        assert opened.framework == SMALL != framework
        assert opened.results.framework is opened.framework
        assert opened.faithful


@pytest.mark.parametrize("source", [SOURCE.replace(b'version = "', b'version = "autre ', 1), b"[", b"\xff"])
def test_a_framework_file_that_is_not_the_one_in_use_is_not_sealed(store, source):
    """It was edited since the application started: the screens show another text."""
    with pytest.raises(StorageError, match="Redémarrez") as caught:
        versions.seal(store, source, SMALL, "S-1", AUTHOR)
    assert not ENGLISH.search(str(caught.value))
    assert not versions_folder(store.path).exists()
    assert not store.campaign.versions


@pytest.mark.parametrize(
    ("meeting", "told"), [("S-9", "n'est plus"), ("S-2", "pas de date"), ("", "n'est plus")]
)
def test_only_a_dated_meeting_of_the_campaign_has_versions(store, meeting, told):
    """Nothing is written for any other."""
    with pytest.raises(InvalidInput, match=told) as caught:
        versions.seal(store, SOURCE, SMALL, meeting, AUTHOR)
    assert "Aucune version n'a été scellée" in str(caught.value)
    assert not ENGLISH.search(str(caught.value))
    assert not versions_folder(store.path).exists()


def test_documents_of_too_many_bytes_are_not_sealed(store):
    """The limit is for all of them together, and is said; nothing is written."""
    with (store.evidence_folder / "parti.pdf").open("wb") as file:
        file.truncate(versions.MAX_DOCUMENTS - len(MINUTES) + 1)
    with pytest.raises(InvalidInput, match="200 Mo au plus") as caught:
        sealed(store)
    assert not ENGLISH.search(str(caught.value))
    assert not versions_folder(store.path).exists()


def test_a_version_that_cannot_be_recorded_leaves_no_file(store):
    """Another process holds the campaign: the file that was written is taken back."""
    store._process_lock.timeout_s = 0.05
    with closing(campaign_lock(store.path)) as other, other.held("Essai", "Rien."), pytest.raises(Locked):
        sealed(store)
    assert [path.name for path in versions_folder(store.path).iterdir()] == [".verrou.lock"]
    assert not store.campaign.versions
    assert sealed(store).file == "comite-2026-11-12.zip"


def test_a_folder_that_cannot_be_made_is_told(store):
    """A file stands in its place: nothing is recorded."""
    versions_folder(store.path).write_bytes(b"")
    with pytest.raises(StorageError, match="Scellement impossible") as caught:
        sealed(store)
    assert "Aucune version n'a été scellée" in str(caught.value)
    assert not ENGLISH.search(str(caught.value))
    assert not store.campaign.versions


def huge(_part):
    """More bytes than a part may have."""
    return b"\0" * (guards.MAX_INFLATED + 1)


def directory(content):
    """Where the directory of a ZIP begins."""
    return int.from_bytes(content[-6:-2], "little")


def encrypted(content):
    """The file with its first part marked as encrypted, in its own header and in the directory."""
    marked = bytearray(content)
    marked[6] |= 1
    marked[directory(content) + 8] |= 1
    return bytes(marked)


def lying(content):
    """The file whose first part inflates beyond the size that its directory tells."""
    bomb = rezipped(content, {"version.json": huge}, method=zipfile.ZIP_DEFLATED)
    place = directory(bomb)
    return bomb[: place + 24] + (10).to_bytes(4, "little") + bomb[place + 28 :]


def deflated_document(content):
    """A document that inflates to far more than is told."""
    return rezipped(content, {"preuves/Compte rendu.txt": huge}, method=zipfile.ZIP_DEFLATED)


def twice(content):
    """Two parts of one name."""
    with pytest.warns(UserWarning, match="Duplicate"):
        return rezipped(content, add={"version.json": b"{}"})


HOSTILE = {
    "no zip": lambda content: b"bonjour",
    "cut": lambda content: content[: len(content) // 2],
    "empty zip": lambda content: b"PK\x05\x06" + b"\0" * 18,
    "a path upwards": lambda content: rezipped(content, add={"../2026.xlsx": b"x"}),
    "a path of the system": lambda content: rezipped(content, add={"/etc/passwd": b"x"}),
    "another document": lambda content: rezipped(content, add={"preuves/virus.exe": b"x"}),
    "a document upwards": lambda content: rezipped(
        content,
        {"version.json": content_with(documents=[{"nom": "../x", "empreinte": "", "octets": 1}])},
        {"preuves/../x": b"x"},
    ),
    "bomb": lambda content: rezipped(content, {"version.json": huge}, method=zipfile.ZIP_DEFLATED),
    "lying bomb": lying,
    "bomb of a framework": lambda content: rezipped(
        content, {"referentiel.toml": huge}, method=zipfile.ZIP_DEFLATED
    ),
    "bomb of a document": deflated_document,
    "odd compression": lambda content: rezipped(content, method=zipfile.ZIP_BZIP2),
    "encrypted": encrypted,
    "twice": twice,
    "another framework": lambda content: rezipped(content, {"referentiel.toml": lambda part: part + b"\n"}),
    "no framework": lambda content: rezipped(
        content,
        {
            "referentiel.toml": lambda _: b"[",
            "version.json": content_with(
                referentiel={"version": "1", "empreinte": hashlib.sha256(b"[").hexdigest()}
            ),
        },
    ),
    "no json": lambda content: rezipped(content, {"version.json": lambda _: b"{"}),
    "deep json": lambda content: rezipped(content, {"version.json": lambda _: b"[" * 100_000}),
    "a list": lambda content: rezipped(content, {"version.json": lambda _: b"[]"}),
    "format of text": lambda content: rezipped(content, {"version.json": content_with(format="un")}),
    "a field more": lambda content: rezipped(content, {"version.json": content_with(autre=1)}),
    "a value that is none": lambda content: rezipped(
        content, {"version.json": content_with(etat=[["reponse", "ACCUEIL-1", "niveau", None]])}
    ),
    "a number without end": lambda content: rezipped(
        content,
        {"version.json": lambda part: re.sub(rb'"niveau",\s*2\s*\]', b'"niveau", 1e999]', part)},
    ),
    "a date without zone": lambda content: rezipped(
        content, {"version.json": content_with(date="2026-11-12T10:00:00")}
    ),
}


@pytest.mark.parametrize("forge", HOSTILE.values(), ids=HOSTILE)
def test_a_forged_version_is_refused_though_its_digest_is_recorded(store, version, forge):
    """Nothing is trusted beyond the digest; nothing is written outside, nothing raises in English."""
    content = file_of(store, version).read_bytes()
    forged = recorded(store, forge(content))
    before = {path for path in store.path.parent.rglob("*") if not path.name.endswith(".lock")}
    with pytest.raises(StorageError, match="ne peut pas être ouverte") as caught:
        versions.read(store, forged)
    text = str(caught.value)
    assert text.endswith("Le fichier « cos-2026-11-12.zip » a été laissé tel quel.")
    assert not ENGLISH.search(text)
    assert {path for path in store.path.parent.rglob("*") if not path.name.endswith(".lock")} == before


def test_a_version_of_a_later_application_is_left_alone(store, version):
    """Its content may hold what this one does not know."""
    content = file_of(store, version).read_bytes()
    later = recorded(store, rezipped(content, {"version.json": content_with(format=2, autre=1)}))
    with pytest.raises(NewerFormat) as caught:
        versions.read(store, later)
    assert not ENGLISH.search(str(caught.value))


def test_results_that_the_rules_no_longer_give_are_told(store, version):
    """The frozen figures stay what was presented; the version says that today's rules find something else."""
    content = file_of(store, version).read_bytes()
    presented = json.loads(zipfile.ZipFile(io.BytesIO(content)).read("version.json"))["resultats"]
    presented["ecart_label"] += 1
    other = recorded(store, rezipped(content, {"version.json": content_with(resultats=presented)}))
    opened = versions.read(store, other)
    assert not opened.faithful
    assert opened.presented.label_gap == len(opened.results.label_gap) + 1


def test_a_library_lists_no_version(tmp_path):
    """The folder of versions is neither a campus nor a campaign."""
    with closing(Library(tmp_path, SMALL)) as library:
        campus, campaign = library.create_campus("Campus Essai", CAMPAIGN, {}, AUTHOR)
        store = library.open(campus, campaign)
        store.record(MEETING, AUTHOR)
        before = library.campuses()
        sealed(store)
        (versions_folder(store.path) / "classeur.xlsx").write_bytes(store.workbook_bytes())
        assert library.campuses() == before
        assert [entry.id for entry in before[0].campaigns] == [campaign]


def test_a_new_campaign_takes_no_version_over(tmp_path):
    """What was presented belongs to the campaign that was presented."""
    with closing(Library(tmp_path, SMALL)) as library:
        campus, campaign = library.create_campus("Campus Essai", CAMPAIGN, {}, AUTHOR)
        store = library.open(campus, campaign)
        store.record([*MEETING, Edit(ANSWERS.field("ACCUEIL-1", "niveau"), None, 2)], AUTHOR)
        sealed(store)
        ref = library.create_campaign(campus, "2027", {}, AUTHOR, carry_from=campaign)
        assert library.open(*ref).campaign.versions == {}


@examples(0.4)
@given(states())
def test_any_state_comes_back_with_its_types(state):
    """Whatever a campaign may hold: True is not 1, 1 is not 1.0, a text that looks like a number is a text."""
    with tempfile.TemporaryDirectory() as folder:
        whole = state | {edit.field: edit.after for edit in MEETING}
        edits = [Edit(field, None, value) for field, value in whole.items()]
        with closing(Store.create(Path(folder), CAMPAIGN, SMALL, edits, AUTHOR)) as store:
            before = store.state
            opened = versions.read(store, sealed(store, today=date(2026, 11, 12)))
            assert same_state(opened.state, before)
            assert opened.faithful
