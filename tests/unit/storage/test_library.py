"""The library: names, folders, lists, carrying over, the example; and what an address cannot reach."""

from __future__ import annotations

import shutil
import threading

import pytest

from cmq.campaign import ANNEX, ANSWERS, EVIDENCE, Edit, check_field, evidence_link_field
from cmq.errors import InvalidInput, StorageError
from cmq.files.names import MAX_SLUG, check_name, file_name, is_slug, slug
from cmq.files.paths import journal_path
from cmq.storage.library import CampaignEntry, CampusEntry, Library
from tests.unit.builders import CMQ, ROOT, SMALL
from tests.unit.storage.helpers import AUTHOR, LONG_AGO


@pytest.fixture
def library(tmp_path):
    """An empty library whose folder does not exist yet."""
    library = Library(tmp_path / "data", CMQ)
    yield library
    library.close()


def files_of(folder):
    """Every file under a folder with its bytes, locks aside."""
    return {
        str(p.relative_to(folder)): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and not p.name.endswith(".lock")
    }


BAD_NAMES = {
    "": "vide",
    "   ": "vide",
    "\u00a0\u2003": "vide",
    "x" * 121: "trop long",
    "é" * 300: "trop long",
    "a/b": "ni « / »",
    "a\\b": "ni « / »",
    "../a": "ni « / »",
    "a..b": "« .. »",
    "a\nb": "invisibles",
    "a\x00b": "invisibles",
    "a\ud800b": "invisibles",
    "🧭🎓": "ni lettre ni chiffre",
    "---": "ni lettre ni chiffre",
}


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_that_cannot_be_used_is_refused(library, name):
    """Each with a sentence of its own; no folder is made."""
    with pytest.raises(InvalidInput) as caught:
        check_name(name)
    assert BAD_NAMES[name] in str(caught.value).replace("\u00a0", " ")
    with pytest.raises(InvalidInput):
        library.create_campus(name, "2026", {}, AUTHOR)
    with pytest.raises(InvalidInput):
        library.create_campus("Campus", name, {}, AUTHOR)
    assert library.campuses() == []
    assert not library.root.exists()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Campus Textile Été", "campus-textile-ete"),
        ("Cœur d'Île-de-France", "coeur-d-ile-de-france"),
        ("🧭 Nord", "nord"),
        ("CON", "campus-con"),
        ("Ελλάδα", "campus"),
        ("x" * 120, "x" * MAX_SLUG),
        ("déjà-là", "deja-la-2"),
    ],
)
def test_slugs_are_plain_short_and_free(name, expected):
    """ASCII in lower case, never a name that Windows keeps, never one that is taken."""
    made = slug(name, {"deja-la"}, "campus")
    assert made == expected
    assert is_slug(made)


@pytest.mark.parametrize(
    "text", ["", ".", "..", "a/b", "a\\b", "A", "é", "con", "nul", "a--b", "-a", "a" * 61, "a.b", "a\n"]
)
def test_what_is_no_slug_is_told_apart(library, text):
    """An address that could leave the folder, or that no name gives, opens nothing."""
    assert not is_slug(text)
    with pytest.raises(InvalidInput):
        library.open(text, "2026")
    library.create_campus("Campus", "2026", {}, AUTHOR)
    with pytest.raises(InvalidInput):
        library.open("campus", text)


@pytest.mark.parametrize(
    ("name", "expected"), [("a b.pdf", "a b.pdf"), (".bashrc", "bashrc"), ("NUL.txt", "document-NUL.txt")]
)
def test_file_names_are_safe(name, expected):
    """Hidden and reserved names are no exception."""
    assert file_name(name) == expected


def test_a_campus_is_created_listed_and_opened(library):
    """The list shows the names as they were typed, the latest campaign first."""
    first = library.create_campus("  Campus  Été 🧭 ", "Campagne 2025", {"annee": 2025}, AUTHOR)
    second = library.create_campaign(first.campus, "Campagne 2026", {"annee": 2026}, AUTHOR)
    assert first == ("campus-ete", "campagne-2025")
    assert library.campuses() == [
        CampusEntry(
            "campus-ete",
            "Campus Été 🧭",
            (
                CampaignEntry("campagne-2026", "Campagne 2026", 2026),
                CampaignEntry("campagne-2025", "Campagne 2025", 2025),
            ),
        )
    ]
    store = library.open(*second)
    assert store is library.open(*second)
    assert store.campaign.profile.campus == "Campus Été 🧭"
    assert store.campaign.profile.framework_version == CMQ.meta.version
    assert store.history()[0].author == AUTHOR
    library.close()
    assert Library(library.root, CMQ).campuses() == library.campuses()


@pytest.mark.parametrize("again", ["Campus Été", "campus ete", "CAMPUS   ÉTÉ"])
def test_the_same_campus_or_campaign_twice_is_refused(library, again):
    """Case, accents and spaces make no difference; the first one is untouched."""
    ref = library.create_campus("Campus Été", "Année Une", {}, AUTHOR)
    before = files_of(library.root)
    with pytest.raises(InvalidInput, match="existe déjà"):
        library.create_campus(again, "2026", {}, AUTHOR)
    with pytest.raises(InvalidInput, match="existe déjà"):
        library.create_campaign(ref.campus, "annee  une", {}, AUTHOR)
    assert files_of(library.root).keys() <= before.keys() | {"campus-ete/annee-une.xlsx"}
    assert len(library.campuses()) == 1


def test_names_that_give_one_slug_are_two_campuses(library):
    """« Nord 🧭 » and « Nord ! » differ for people, so do their folders."""
    refs = [library.create_campus(name, "2026", {}, AUTHOR) for name in ("Nord 🧭", "Nord !")]
    assert [ref.campus for ref in refs] == ["nord", "nord-2"]
    assert [campus.name for campus in library.campuses()] == ["Nord !", "Nord 🧭"]


def test_many_threads_create_one_campus(library):
    """One of them does, the others are told that it exists."""
    outcomes = []

    def work():
        try:
            outcomes.append(library.create_campus("Campus", "2026", {}, AUTHOR).campus)
        except InvalidInput:
            outcomes.append(None)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(filter(None, outcomes)) == ["campus"]
    assert len(library.campuses()) == 1


def test_a_campaign_carries_over_answers_evidence_and_texts(library):
    """Each answer says where it comes from, files come along, the old campaign is untouched."""
    ref = library.create_campus("Campus", "Campagne 2025", {"annee": 2025, "academie": "Lille"}, AUTHOR)
    old = library.open(*ref)
    file = old.attach("convention.pdf", b"pdf")
    check = CMQ.assessed[1]
    carried = {
        ANSWERS.field("C01-R1", "niveau"): 2,
        ANSWERS.field("C01-R1", "repris_de"): "Campagne 2023",
        check_field(check.id, check.checks[0].id): True,
        EVIDENCE.field("P-1", "titre"): "Convention",
        EVIDENCE.field("P-1", "fichier"): file,
        evidence_link_field("P-1", "C01-R1"): True,
        ANNEX.field("A1", "texte"): "Notre texte",
    }
    old.record([Edit(field, None, value) for field, value in carried.items()], AUTHOR)
    before = dict(old.state)
    new = library.create_campaign(ref.campus, "Campagne 2026", {"annee": 2026}, AUTHOR, ref.campaign)
    store = library.open(*new)
    campaign = store.campaign
    assert campaign.answer("C01-R1").level == 2
    assert {campaign.answer(id_).carried_from for id_ in ("C01-R1", check.id)} == {"Campagne 2025"}
    assert campaign.evidence["P-1"].requirements == {"C01-R1"}
    assert store.attachment(file).read_bytes() == b"pdf"
    assert campaign.annex_text("A1") == "Notre texte"
    assert (campaign.profile.year, campaign.profile.academy) == (2026, "Lille")
    assert (campaign.profile.campus, campaign.profile.name) == ("Campus", "Campagne 2026")
    old.attachment(file).unlink()
    assert store.attachment(file).read_bytes() == b"pdf"
    assert dict(old.state) == before
    fresh = library.open(*library.create_campaign(ref.campus, "Campagne 2027", {}, AUTHOR))
    assert not fresh.campaign.answers


def test_bad_files_are_listed_with_their_reason(library):
    """One campus that cannot be read hides none of the others, and nothing is moved."""
    good = library.create_campus("Bon", "2026", {}, AUTHOR)
    library.open(*good).save_workbook()
    root = library.root
    for folder in ("abime", "Copie de Bon", "vide", ".cache"):
        (root / folder).mkdir()
    (root / "abime" / "2026.xlsx").write_bytes(b"rien")
    (root / "abime" / "2025.journal.jsonl").write_bytes(b"rien\n")
    (root / "abime" / "2026 - Copie.xlsx").write_bytes(b"rien")
    (root / "abime" / "2026.illisible-20260101-000000.xlsx").write_bytes(b"rien")
    (root / "abime" / "~$2026.xlsx").write_bytes(b"rien")
    shutil.copy(root / "bon" / "2026.xlsx", root / "Copie de Bon" / "2026.xlsx")
    (root / ".cache" / "2026.xlsx").write_bytes(b"rien")
    (root / "notes.txt").write_bytes(b"rien")
    before = files_of(root)
    listed = {campus.slug: campus for campus in library.campuses()}
    assert listed.keys() == {"bon", "abime", "Copie de Bon"}
    assert {entry.id for entry in listed["abime"].campaigns} == {"2025", "2026", "2026 - Copie"}
    assert all(entry.problem for entry in listed["abime"].campaigns)
    assert "n'est pas admis" in listed["Copie de Bon"].campaigns[0].problem
    assert listed["bon"].campaigns[0].problem == ""
    assert files_of(root) == before


def test_the_list_needs_one_file_of_a_campaign(library):
    """The journal alone and the workbook alone both tell the names."""
    refs = [library.create_campus(name, "2026", {"annee": 2026}, AUTHOR) for name in ("Un", "Deux")]
    for ref in refs:
        library.open(*ref).save_workbook()
    library.close()
    (library.root / "un" / "2026.xlsx").unlink()
    journal_path(library.root / "deux" / "2026.xlsx").unlink()
    campuses = Library(library.root, CMQ).campuses()
    assert [(c.name, c.campaigns[0].year, c.campaigns[0].problem) for c in campuses] == [
        ("Deux", 2026, ""),
        ("Un", 2026, ""),
    ]


def test_the_example_is_copied_once_and_never_changes(tmp_path):
    """The working copy is reused; the shipped files stay as they are, and are not listed."""
    shipped_library = Library(tmp_path / "data", CMQ)
    ref = shipped_library.create_campus("Exemple", "2026", {}, AUTHOR)
    store = shipped_library.open(*ref)
    store.record([Edit(EVIDENCE.field("P-1", "fichier"), None, store.attach("a.pdf", b"x"))], AUTHOR)
    shipped_library.close()
    shipped = tmp_path / "data" / "exemple"
    (shipped / ".2026.lock").unlink()
    before = files_of(shipped)
    library = Library(tmp_path / "data", CMQ, example=shipped)
    assert library.campuses() == []
    with pytest.raises(InvalidInput):
        library.open("exemple", "2026")
    copy = library.open_example()
    assert copy == "exemple-2"
    assert library.open_example() == copy
    working = library.open(copy, "2026")
    assert working.attachment("a.pdf").read_bytes() == b"x"
    assert working.notices == ()
    working.record([Edit(ANSWERS.field("C01-R1", "niveau"), None, 4)], AUTHOR)
    library.close()
    assert [campus.slug for campus in library.campuses()] == ["exemple-2"]
    assert files_of(shipped) == before
    assert sorted(p.name for p in shipped.iterdir()) == ["2026.journal.jsonl", "2026.preuves", "2026.xlsx"]
    again = Library(tmp_path / "elsewhere", CMQ, example=shipped)
    assert again.open_example() == "exemple"


def test_only_campaigns_of_the_example_are_copied(tmp_path):
    """What else lies beside them (a note, an archive of theirs) stays where it is."""
    shipped = tmp_path / "livre" / "exemple"
    shipped.mkdir(parents=True)
    shutil.copytree(ROOT / "data" / "exemple", shipped, dirs_exist_ok=True)
    (shipped / "LISEZMOI.txt").write_text("note", encoding="utf-8")
    (shipped / "ancien").mkdir()
    library = Library(tmp_path / "data", CMQ, shipped)
    copy = tmp_path / "data" / library.open_example()
    names = {entry.name for entry in copy.iterdir()}
    assert "2026.xlsx" in names
    assert not {"LISEZMOI.txt", "ancien"} & names
    library.close()


def test_a_missing_campus_campaign_or_example_is_told(library):
    """In French; nothing is made."""
    library.create_campus("Campus", "2026", {}, AUTHOR)
    with pytest.raises(InvalidInput, match="introuvable"):
        library.open("absent", "2026")
    with pytest.raises(StorageError, match="Ni classeur ni journal"):
        library.open("campus", "absente")
    with pytest.raises(InvalidInput, match="Aucun exemple"):
        library.open_example()
    with pytest.raises(StorageError):
        library.create_campaign("campus", "2027", {}, AUTHOR, "absente")
    assert [entry.id for entry in library.campuses()[0].campaigns] == ["2026"]


def test_another_framework_opens_what_the_first_wrote(library):
    """The list and the answers do not depend on the framework."""
    ref = library.create_campus("Campus", "2026", {"annee": 2026}, AUTHOR)
    library.open(*ref).record([Edit(ANSWERS.field("C01-R1", "niveau"), None, 4)], AUTHOR)
    library.close()
    small = Library(library.root, SMALL)
    assert small.campuses() == library.campuses()
    store = small.open(*ref)
    assert store.state[ANSWERS.field("C01-R1", "niveau")] == 4
    assert store.saved_at.timestamp() > LONG_AGO
    small.close()
