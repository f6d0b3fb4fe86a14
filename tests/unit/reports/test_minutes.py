"""The « relevé de décisions », read back as Word would: every number is that of the results, and it is French."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from xml.etree import ElementTree as ET

import docx
import pytest
from docx.document import Document
from docx.shared import Cm

from cmq import french
from cmq.campaign import (
    Attendance,
    Campaign,
    Decision,
    Field,
    Meeting,
    Member,
    Nature,
    Presence,
    Scalar,
    SealedVersion,
    Status,
)
from cmq.framework import Framework
from cmq.headline import excellence_headline, figures, headline, renewal_sentence
from cmq.reports import minutes
from cmq.scoring import CriterionState, Results, score
from tests.unit.builders import (
    CMQ,
    ENGLISH,
    SMALL,
    TODAY,
    answers,
    everything_met,
    evidence,
    profile,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
MEETING = Meeting("S-1", date(2026, 11, 12), "Rectorat, salle 204", True)
VERSION = SealedVersion("V-1", "S-1", datetime(2026, 11, 12, 8, 30, tzinfo=UTC), DIGEST, "2026-seance.zip")
NAMED = profile(campus="Campus Textile", nom="2026", demande="renouvellement")

MEMBERS = (
    Member("M-1", "Karim Haddad", "autre", "Directeur d'organisme de formation"),
    Member("M-2", "Sophie Bernard", "etablissement-support", "Proviseure"),
    Member("M-3", "Claire Aubert", "directeur-operationnel", "Directrice opérationnelle"),
    Member("M-4", "Jean Dupont", "recteur", "Recteur"),
    Member("M-5", "Anne Lefèvre", "region", "Vice-présidente"),
    Member("M-6", "Paul Martin", "filieres"),
    Member("M-7", "Élise Moreau", "role-disparu"),
)
ATTENDANCES = {
    "M-1": Attendance.PRESENT,
    "M-2": Attendance.PRESENT,
    "M-3": Attendance.PRESENT,
    "M-4": Attendance.REPRESENTED,
    "M-5": Attendance.PRESENT,
    "M-6": Attendance.ABSENT,
}
DECISIONS = (
    Decision("D-1", "S-1", text="Ouvrir un internat.", owner="Sophie Bernard", due=date(2027, 3, 1)),
    Decision(
        "D-2",
        "S-1",
        Nature.AMENDED,
        "La convention est signée.",
        criterion="C04",
        requirement="C04-R1",
        level_before=1,
        level=2,
    ),
    Decision("D-9", "S-0", text="D'une autre séance."),
    Decision("D-3", "S-1", Nature.CONFIRMED, "Vu.", criterion="C06", requirement="C06-R1", level=3),
    Decision("D-4", "S-1", Nature.DEFERRED, "Données attendues.", indicator=CMQ.indicators[0].id),
)


class Read:
    """A document as python-docx and as a plain XML parser read it."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.document: Document = docx.Document(io.BytesIO(content))
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.testzip() is None
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.xml = {name: ET.fromstring(part) for name, part in self.parts.items() if name.endswith(".xml")}
        self.body = self.xml["word/document.xml"]

    @property
    def paragraphs(self) -> list[str]:
        return [paragraph.text for paragraph in self.document.paragraphs]

    @property
    def text(self) -> str:
        """Everything that is read: paragraphs, cells, footer, what describes the tables, properties."""
        parts = [self.xml[name] for name in self.xml if name.startswith(("word/document", "word/footer"))]
        runs = [node.text or "" for part in parts for node in part.iter(f"{W}t")]
        described = [
            node.get(f"{W}val") or ""
            for name in ("tblCaption", "tblDescription")
            for node in self.body.iter(W + name)
        ]
        properties = self.document.core_properties
        return "\n".join([*self.paragraphs, *runs, *described, properties.title, properties.comments])

    def styled(self, style: str) -> list[str]:
        return [p.text for p in self.document.paragraphs if p.style is not None and p.style.name == style]

    def table(self, first: str, second: str = "") -> list[list[str]]:
        """The rows under the table whose first columns have those titles."""
        for table in self.document.tables:
            rows = [[cell.text for cell in row.cells] for row in table.rows]
            if rows[0][0] == first and second in ("", rows[0][1]):
                return rows[1:]
        raise AssertionError(f"pas de tableau « {first} »")


def presences(known: Mapping[str, Attendance]) -> dict[str, Presence]:
    """How members came to the meeting, by the ids of presences."""
    return {f"{MEETING.id}:{id_}": Presence(MEETING.id, id_, how) for id_, how in known.items()}


def _campaign(state: Mapping[Field, Scalar] = MappingProxyType({})) -> Campaign:
    return replace(
        Campaign.from_state({**NAMED, **state}),
        members={member.id: member for member in MEMBERS},
        meetings={MEETING.id: MEETING},
        presences=presences(ATTENDANCES),
        decisions={decision.id: decision for decision in DECISIONS},
    )


def _read(
    campaign: Campaign,
    *,
    framework: Framework = CMQ,
    meeting: Meeting = MEETING,
    version: SealedVersion | None = VERSION,
    campuses: tuple[str, ...] = (),
    earlier: tuple[Decision, ...] = (),
) -> Read:
    return Read(
        minutes(
            score(framework, campaign, TODAY),
            meeting,
            version=version,
            campuses=campuses,
            earlier=earlier,
            today=TODAY,
        )
    )


def _some(seed: int, framework: Framework = CMQ) -> dict[Field, Scalar]:
    """Levels at random, some requirements unanswered and some proven."""
    chance = random.Random(seed)
    ids = [r.id for r in framework.assessed]
    values = [level.value for level in framework.levels]
    levels = {id_: chance.choice([*values, values[-1], values[-1]]) for id_ in ids if chance.random() < 0.95}
    conditional = {
        r.id: "Sans objet ici" for r in framework.assessed if r.not_applicable_when and chance.random() < 0.5
    }
    proven = [id_ for id_ in levels if chance.random() < 0.8]
    return {**answers(levels, not_applicable=conditional), **evidence(*proven)}


STATES = {
    "vide": {},
    "tout": everything_met(),
    **{f"hasard-{seed}": _some(seed) for seed in range(4)},
}


def _numbers(text: str) -> list[int]:
    return [int(found) for found in re.findall(r"\d+", text)]


# What was presented


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_every_number_is_that_of_the_results(state: Mapping[Field, Scalar]) -> None:
    """Headlines, rates and the table of criteria, recounted from the rows."""
    campaign = _campaign(state)
    results = score(CMQ, campaign, TODAY)
    read = _read(campaign)

    met = [c for c in results.criteria if c.label_state is CriterionState.MET]
    first, second = read.styled("Constat")
    assert first == headline(results)
    assert _numbers(first) == [len(met), len(results.applicable_criteria)]
    assert second == excellence_headline(results)
    assert _numbers(second) == [
        sum(row.met for row in results.excellence_rows),
        sum(row.applicable for row in results.excellence_rows),
    ]
    assert second.endswith("sous réserve du label") is bool(results.label_gap)

    rates = [results.label_rate, results.excellence_rate, results.completion, results.unproven]
    rows = read.table("Chiffre")
    assert [row[0] for row in rows] == ["Label", "Excellence", "Réponses", "Sans preuve"]
    for row, rate in zip(rows, rates, strict=True):
        assert row[1] == french.percent(rate.value)
        assert _numbers(row[2]) == [len(rate.hits), len(rate.rows)]

    criteria = read.table("Critère")
    assert len(criteria) == len(CMQ.criteria)
    for row, result in zip(criteria, results.criteria, strict=True):
        assert row[0] == f"{result.criterion.number} {result.criterion.short_title}"
        assert row[1] == french.CRITERION_STATES[result.label_state]
        assert french.CRITERION_STATES[result.excellence_state].lower() in row[2].lower()
        assert row[2].startswith("Idem") is result.same_as_standard
        sides = [result.standard] + ([result.excellence] if result.excellence else [])
        counted = [(sum(r.met for r in side), sum(r.applicable for r in side)) for side in sides]
        assert [tuple(_numbers(line)) for line in row[3].split("\n")] == counted
        gaps = [sum(r.applicable and not r.met for r in side) for side in sides]
        assert [_numbers(line) for line in row[4].split("\n")] == [[gap] for gap in gaps]

    assert renewal_sentence(results) in read.paragraphs
    assert CMQ.meta.disclaimer.replace(" :", "\u00a0:") in read.paragraphs


def test_the_words_of_the_headline() -> None:
    """Singular up to one, the reserve while a requirement of the label is not met, and the renewal's condition."""
    nothing: Results = score(CMQ, Campaign(), TODAY)
    assert headline(nothing) == "0\u00a0critère satisfait sur 11"
    assert excellence_headline(nothing) == (
        "0\u00a0exigence Excellence satisfaite sur 11, sous réserve du label"
    )
    assert renewal_sentence(nothing) == ""
    everything = score(CMQ, _campaign(everything_met()), TODAY)
    assert headline(everything) == "11\u00a0critères satisfaits sur 11"
    assert excellence_headline(everything) == "11\u00a0exigences Excellence satisfaites sur 11"
    assert renewal_sentence(everything).endswith("C'est le cas.")
    assert [figure.name for figure in figures(everything)] == [
        "Label",
        "Excellence",
        "Réponses",
        "Sans preuve",
    ]


# Title block


def test_the_title_block_tells_the_meeting_the_campus_and_the_place() -> None:
    read = _read(_campaign())
    assert read.styled("Title") == ["Relevé de décisions"]
    assert read.styled("Subtitle") == ["Comité d'orientation stratégique, séance du 12/11/2026"]
    assert read.styled("Heading 1") == [
        "Présence",
        "Résultats présentés",
        "Budget",
        "Décisions",
        "Suivi des décisions antérieures",
        "Version scellée",
    ]
    for fact in ("Campus\u00a0: Campus Textile", "Campagne\u00a0: 2026", "Lieu\u00a0: Rectorat, salle 204"):
        assert fact in read.paragraphs
    assert "Résultats au\u00a0: 23/11/2026" in read.paragraphs
    assert "Projet de relevé" not in read.text


def test_without_a_sealed_version_it_is_a_draft_and_has_no_hash() -> None:
    read = _read(_campaign(), version=None)
    assert read.styled("Constat")[0] == "Projet de relevé"
    assert read.paragraphs.count("Aucune version n'est encore scellée.") == 2
    assert "certutil" not in read.text
    assert "SHA" not in read.text


# Presence


def test_every_member_is_listed_in_the_order_of_the_roles() -> None:
    """Absent, represented and not noted members too, and one whose role the framework does not know."""
    read = _read(_campaign())
    rows = read.table("Rôle")
    assert [row[1] for row in rows] == [
        "Jean Dupont",
        "Anne Lefèvre",
        "Paul Martin",
        "Sophie Bernard",
        "Claire Aubert",
        "Karim Haddad",
        "Élise Moreau",
    ]
    assert [row[3] for row in rows] == [
        "Représenté",
        "Présent",
        "Absent",
        "Présent",
        "Présent",
        "Présent",
        "Non notée",
    ]
    assert rows[4][0] == "Directeur opérationnel (Campus Textile)"
    assert rows[6][0] == "role-disparu"
    (count,) = (text for text in read.paragraphs if text.startswith("7\u00a0membres"))
    assert count == (
        "7\u00a0membres\u00a0: 4\u00a0présents, 1\u00a0représenté, 1\u00a0absent et 1\u00a0présence non notée."
    )


def test_what_the_composition_lacks_is_a_list() -> None:
    read = _read(_campaign(), campuses=("Campus Textile", "Campus Bois"))
    assert read.styled("List Bullet")[:2] == [
        "Directeur opérationnel (Campus Bois)\u00a0: aucun membre n'est désigné.",
        "Représentant des filières économiques concernées\u00a0: personne n'est noté présent ou représenté.",
    ]
    assert "Ce qui manque à la composition demandée par le critère 2.4\u00a0:" in read.paragraphs


def test_a_complete_composition_is_said_to_be_complete() -> None:
    campaign = _campaign()
    everybody = presences({member.id: Attendance.PRESENT for member in MEMBERS})
    read = _read(replace(campaign, presences=everybody), version=None)
    assert not read.styled("List Bullet")
    assert "Chaque siège était présent ou représenté\u00a0: la composition est complète." in read.paragraphs


def test_without_any_presence_nobody_is_said_to_be_missing() -> None:
    read = _read(replace(_campaign(), presences={}), version=None)
    assert {row[3] for row in read.table("Rôle")} == {"Non notée"}
    assert "personne n'est noté" not in read.text
    assert "la composition est complète" not in read.text


# Budget and decisions


@pytest.mark.parametrize(
    ("day", "year", "expected"),
    [
        (None, None, "La validation du budget n'a pas été notée à cette séance."),
        (date(2026, 11, 12), 2027, "Le budget 2027 a été validé le 12/11/2026."),
        (
            date(2026, 11, 12),
            None,
            "Le budget a été validé le 12/11/2026\u00a0; l'exercice n'a pas été noté.",
        ),
    ],
)
def test_the_budget_or_that_it_was_not_noted(day: date | None, year: int | None, expected: str) -> None:
    meeting = replace(MEETING, budget_date=day, budget_year=year)
    assert expected in _read(_campaign(), meeting=meeting).paragraphs


def test_the_decisions_of_the_meeting_are_numbered_as_they_were_recorded() -> None:
    rows = _read(_campaign()).table("N°")
    assert [row[0] for row in rows] == ["1", "2", "3", "4"]
    assert rows[0][1:] == [
        "Ensemble",
        "Décision",
        "Ouvrir un internat.",
        "Sophie Bernard",
        "01/03/2027",
    ]
    assert rows[1][1:] == [
        "2.4 Gouvernance",
        "Niveau modifié",
        "C04-R1\u00a0: Projeté → Mis en œuvre\nLa convention est signée.",
        "–",
        "–",
    ]
    assert rows[2][3] == "C06-R1\u00a0: Évalué\nVu."
    assert rows[3][1:3] == [CMQ.indicators[0].name, "Sujet reporté"]


def test_earlier_decisions_tell_their_status_and_which_are_late() -> None:
    late = Decision("D-5", "S-0", text="Désigner un référent.", due=date(2026, 3, 1))
    done = replace(late, id="D-6", status=Status.DONE, follow_up="Signé le 14/05.", owner="Claire Aubert")
    ahead = replace(late, id="D-7", due=TODAY + timedelta(days=1))
    rows = _read(_campaign(), earlier=(late, done, ahead)).table("Sujet", "Décision")
    assert [row[2:] for row in rows] == [
        ["–", "en retard depuis le 01/03/2026", "Ouverte", "–"],
        ["Claire Aubert", "pour le 01/03/2026", "Faite", "Signé le 14/05."],
        ["–", "pour le 24/11/2026", "Ouverte", "–"],
    ]


# The sealed version


def test_the_hash_is_whole_in_one_run_and_again_in_groups() -> None:
    read = _read(_campaign())
    runs = ["".join(t.text or "" for t in run.iter(f"{W}t")) for run in read.body.iter(f"{W}r")]
    assert runs.count(DIGEST) == 1
    (groups,) = (text for text in runs if text.replace(" ", "") == DIGEST and " " in text)
    assert {len(group) for group in groups.split(" ")} == {8}
    for fact in ("Version\u00a0: Version présentée au COS du 12/11/2026", "Fichier\u00a0: 2026-seance.zip"):
        assert fact in read.paragraphs
    sealed = VERSION.sealed_at.astimezone() if VERSION.sealed_at else None
    assert f"Scellée le\u00a0: {sealed:%d/%m/%Y à %H:%M}" in read.paragraphs
    assert read.styled("List Bullet")[-3:] == [
        'Windows\u00a0: certutil -hashfile "2026-seance.zip" SHA256',
        'Linux\u00a0: sha256sum "2026-seance.zip"',
        'macOS\u00a0: shasum -a 256 "2026-seance.zip"',
    ]
    assert f"version {CMQ.meta.version}" in read.text
    assert CMQ.meta.title in read.text


@pytest.mark.parametrize("file", ['a" & calc & ".zip', "$(reboot).zip", "`id`.zip", "", "../..", "a\nb.zip"])
def test_no_command_to_paste_holds_a_name_that_a_terminal_would_run(file: str) -> None:
    commands = _read(_campaign(), version=replace(VERSION, file=file)).styled("List Bullet")[-3:]
    assert commands[0].endswith('certutil -hashfile "fichier" SHA256')


def test_a_version_without_hash_nor_date_says_so() -> None:
    read = _read(_campaign(), version=SealedVersion("V-2", "S-1"))
    assert "Scellée le\u00a0: –" in read.paragraphs
    assert "certutil" not in read.text


# Word


def test_every_table_repeats_its_header_and_is_described() -> None:
    late = Decision("D-5", "S-0", text="Désigner un référent.")
    read = _read(_campaign(), earlier=(late,))
    tables = list(read.body.iter(f"{W}tbl"))
    assert len(tables) == 5
    captions = read.styled("Caption")
    for place, table in enumerate(tables):
        rows = table.findall(f"{W}tr")
        headers = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        assert headers == [True] + [False] * (len(rows) - 1)
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        properties = table.find(f"{W}tblPr")
        assert properties is not None
        for name in ("tblCaption", "tblDescription"):
            element = properties.find(W + name)
            assert element is not None
            assert element.get(f"{W}val")
        caption = properties.find(f"{W}tblCaption")
        assert caption is not None
        assert captions[place].endswith(str(caption.get(f"{W}val")))
        style = properties.find(f"{W}tblStyle")
        assert style is not None
        widths = [int(str(column.get(f"{W}w"))) for column in table.iter(f"{W}gridCol")]
        assert sum(widths) == pytest.approx(Cm(17).twips, abs=5)
    assert not [text for row in read.document.tables for cell in row._cells if not (text := cell.text)]


def test_formatting_comes_from_styles_alone() -> None:
    """A paragraph names its style and nothing else; a run names a character style or nothing."""
    read = _read(_campaign())
    names = {style.style_id for style in read.document.styles}
    for properties in read.body.iter(f"{W}pPr"):
        assert [child.tag for child in properties] in ([f"{W}pStyle"], [])
        assert all(child.get(f"{W}val") in names for child in properties)
    for properties in read.body.iter(f"{W}rPr"):
        assert [child.tag for child in properties] == [f"{W}rStyle"]
        assert all(child.get(f"{W}val") in names for child in properties)


def test_the_document_is_french_a4_and_numbers_its_pages() -> None:
    read = _read(_campaign())
    languages = {
        node.get(f"{W}{name}")
        for part in read.xml.values()
        for node in (*part.iter(f"{W}lang"), *part.iter(f"{W}themeFontLang"))
        for name in ("val", "eastAsia")
    }
    assert languages <= {"fr-FR", None}
    defaults = read.xml["word/styles.xml"].find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert defaults is not None
    assert defaults.get(f"{W}val") == "fr-FR"
    properties = read.document.core_properties
    assert (properties.language, properties.author, properties.comments) == ("fr-FR", "Boussole CMQ", "")
    assert properties.title == "Relevé de décisions – COS du 12/11/2026 – Campus Textile"
    section = read.document.sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    footer = read.xml["word/footer1.xml"]
    assert [str(f.get(f"{W}instr")).strip() for f in footer.iter(f"{W}fldSimple")] == ["PAGE", "NUMPAGES"]
    assert "".join(t.text or "" for t in footer.iter(f"{W}t")).endswith("Page 1 sur 1")
    assert not [name for name in read.parts if "app.xml" in name or "thumbnail" in name]


@pytest.mark.parametrize("framework", [CMQ, SMALL], ids=["cmq", "petit"])
def test_nothing_in_it_is_english(framework: Framework) -> None:
    late = Decision("D-5", "S-0", text="Désigner un référent.", due=date(2026, 3, 1))
    for campaign in (_campaign(_some(1, framework)), Campaign()):
        for version in (VERSION, None):
            read = _read(campaign, framework=framework, version=version, earlier=(late,))
            assert ENGLISH.search(read.text) is None
            assert "None" not in read.text
            assert not re.search(r"(?<=\w) [:;?!»%]|« ", read.text)


def test_the_same_meeting_gives_the_same_bytes() -> None:
    assert _read(_campaign()).content == _read(_campaign()).content


# What people may do


def test_an_empty_meeting_gives_a_whole_document() -> None:
    read = _read(Campaign(), meeting=Meeting("S-2"), version=None)
    assert read.styled("Subtitle") == ["Comité d'orientation stratégique, séance sans date"]
    for text in (
        "Cette séance n'est pas encore notée comme tenue.",
        "Aucun membre du comité n'est enregistré.",
        "Aucune décision n'a été enregistrée.",
        "Aucune décision antérieure n'est à suivre.",
    ):
        assert text in read.paragraphs
    assert len(read.styled("List Bullet")) == sum(role.required for role in CMQ.roles)


def test_a_framework_without_excellence_nor_roles_never_speaks_of_them() -> None:
    state = _some(2, SMALL)
    results = score(SMALL, _campaign(state), TODAY)
    read = _read(_campaign(state), framework=SMALL)
    assert "Excellence" not in read.text
    assert "composition" not in read.text
    assert "Budget" not in read.styled("Heading 1")
    assert read.styled("Constat") == [headline(results)]
    assert len(read.table("Rôle")) == len(MEMBERS)
    assert [(_numbers(row[2]), _numbers(row[3])) for row in read.table("Critère")] == [
        ([len(c.label_rate.hits), len(c.label_rate.rows)], [len(c.label_gap)]) for c in results.criteria
    ]
    assert read.styled("Signature")[0].startswith("Pour le comité")


HOSTILE = (
    "=cmd|'/c calc'!A1 <w:p><b>&amp;</b></w:p> ]]> {{x}} \x00\x07\x0b\x1b\x85\ud800\ufffe"
    "\u202egnp.exe\u2066 \u200fשלום\tonglet\r\nligne " + "X" * 900
)
KEPT = "=cmd|'/c calc'!A1 <w:p><b>&amp;</b></w:p> ]]> {{x}} gnp.exe \u200fשלום\tonglet\nligne " + "X" * 900


def _everywhere(text: str) -> Iterator[Read]:
    member = Member("M-1", text, "recteur", text, text)
    decision = Decision("D-1", "S-1", text=text, owner=text, criterion=text, follow_up=text)
    campaign = _campaign(profile(campus=text, nom=text))
    campaign = replace(campaign, members={"M-1": member}, decisions={"D-1": decision})
    yield _read(
        campaign,
        meeting=replace(MEETING, place=text),
        version=replace(VERSION, file=text, digest=text),
        campuses=(text, "x" + text),
        earlier=(decision,),
    )


def test_hostile_text_stays_text() -> None:
    """Markup, formulas and control characters; nothing turns the direction of the document's own words."""
    for read in _everywhere(HOSTILE):
        (member,) = read.table("Rôle")
        assert member[1] == KEPT
        assert read.table("N°")[0][3] == KEPT
        assert read.table("Sujet", "Décision")[0][5] == KEPT
        assert f"Lieu\u00a0: {KEPT}" in read.paragraphs
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x1b]", read.text)
        assert not list(read.body.iter(f"{W}b"))
        assert read.styled("Heading 1")[-1] == "Version scellée"


def test_text_is_bounded_and_a_row_longer_than_a_page_may_break() -> None:
    for read in _everywhere("mot " * 20_000):
        (decision,) = read.table("N°")
        assert len(decision[3]) == 32_767
        assert len(read.document.core_properties.title) <= 255
        (table,) = [t for t in read.body.iter(f"{W}tbl") if "N°" in "".join(t.itertext())]
        rows = table.findall(f"{W}tr")
        assert [row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows] == [True, False]


@pytest.mark.parametrize("text", ["\n\n", "\u00a0", "NA", "None", "0", "🧵🧶", "a\u0301" * 40])
def test_odd_text_is_kept(text: str) -> None:
    for read in _everywhere(text):
        assert read.table("Rôle")[0][1] == text
