"""What the tests of the storage share: frameworks, states, edits, and workbooks changed by another program."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from cmq.campaign import (
    ANNEX,
    ANSWERS,
    CHECK_PREFIX,
    CRITERION_PREFIX,
    DECISIONS,
    EVIDENCE,
    MEETINGS,
    MEMBERS,
    PLANS,
    VALUES,
    VERSIONS,
    Edit,
    Field,
    Scalar,
    check_field,
    evidence_link_field,
    profile_field,
)
from cmq.campaign.values import digest, normal
from cmq.framework import Framework
from cmq.journal.entries import Position
from cmq.storage.store import Store
from cmq.workbook import reading, writing
from cmq.workbook.reading import Content, Stamp
from tests.unit.builders import CMQ, SMALL

AUTHOR = "Camille Exemple"
CAMPAIGN = "2026"
LONG_AGO = 1_700_000_000
"""A time of change well past the moment in which a file might still be being written."""

_CATALOGUE = CMQ.model_dump(mode="json", by_alias=True, include={"families", "breakdowns", "indicators"})
_CATALOGUE["indicateur"] = [
    indicator
    for indicator in _CATALOGUE["indicateur"]
    if indicator["id"] in {"FOR-01", "FOR-03", "REC-03", "REU-01", "REU-02"}
]
SMALL_MEASURED = Framework.model_validate(SMALL.model_dump(mode="json", by_alias=True) | _CATALOGUE)
"""The small framework with some indicators of the full one."""

LEVEL = ANSWERS.field("C01-R1", "niveau")
COMMENT = ANSWERS.field("C01-R1", "commentaire")


def stamp_for(state: Mapping[Field, Scalar], revision: int = 1) -> Stamp:
    """A stamp as a store writes it, of a journal that is not there."""
    return Stamp(
        "journal", revision, datetime(2026, 11, 23, tzinfo=UTC), Position(0, 10, revision, "x"), digest(state)
    )


def written(state: Mapping[Field, Scalar], framework: Framework = CMQ) -> bytes:
    """The workbook of a state."""
    return writing.build(state, framework, stamp_for(state))


def read_back(state: Mapping[Field, Scalar], framework: Framework = CMQ) -> Content:
    """What a workbook of that state says."""
    return reading.read(written(state, framework), framework)


_MADE: dict[tuple[int, str], dict[str, bytes]] = {}
"""The files of the campaigns that were created, by framework and edits: to build a workbook takes ten times as long."""


def create(folder: Path, *edits: Edit, framework: Framework = CMQ) -> Store:
    """A new campaign, its workbook written."""
    profile = (Edit(profile_field("campus"), None, "Campus Essai"), Edit(profile_field("nom"), None, "2026"))
    key = id(framework), repr(edits)  # 1, 1.0 and True are equal, and are written in three ways
    known = _MADE.get(key)
    if known is not None:
        for name, content in known.items():
            (folder / name).write_bytes(content)
        return Store(folder / f"{CAMPAIGN}.xlsx", framework)
    store = Store.create(folder, CAMPAIGN, framework, (*profile, *edits), AUTHOR)
    store.save_workbook()
    store._saver.stop()  # nothing is due: on a slow machine it would come in the middle of the test
    files = (path for path in folder.glob(f"{CAMPAIGN}.*") if path.suffix in {".xlsx", ".jsonl"})
    _MADE[key] = {path.name: path.read_bytes() for path in files}
    return store


def change(store: Store, field: Field, value: Scalar) -> None:
    """Record one value, whatever it is now."""
    store.record([Edit(field, store.state.get(field), value)], AUTHOR)


@contextmanager
def edited(path: Path) -> Iterator[openpyxl.Workbook]:
    """A workbook opened, changed and saved by another program; the file's time moves on."""
    book = openpyxl.load_workbook(path)
    yield book
    before = path.stat().st_mtime_ns
    book.save(path)
    os.utime(path, ns=(before + 10_000_000, before + 10_000_000))


def cell_of(sheet: Worksheet, id_: str, header: str):
    """The cell of a row (its first column) under a header."""
    row = next(cell.row for cell in sheet["A"] if cell.value == id_)
    return cell_at(sheet, row, header)


def cell_at(sheet: Worksheet, row: int, header: str):
    """The cell of a row under a header."""
    return sheet.cell(row, next(cell.column for cell in sheet[1] if cell.value == header))


def append(sheet: Worksheet, **cells):
    """Write a new row, its cells by header; returns its number."""
    row = sheet.max_row + 1
    for header, value in cells.items():
        cell_at(sheet, row, header).value = value
    return row


def rows_of(sheet: Worksheet) -> list[list]:
    """The values of every row but the header."""
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


def told(store: Store) -> str:
    """Everything that the store tells the user."""
    return "\n".join(notice.text for notice in store.notices)


texts = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "=1+1",
            "+33 1",
            "-5",
            "@a",
            "#N/A",
            "NA",
            "None",
            "nan",
            "1e5",
            "007",
            "oui",
            "_x0041_",
            "a\r\nb",
            " bord ",
            "\ttab",
            "emoji 🧭",
            "\ufffe",
            "�",
            "2026-01-02",
            "VRAI",
            "\xa0",
            "é" * 300,
            "_x005F_",
        ]
    ),
)
scalars = st.one_of(
    texts,
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
)
names = st.text("abcdé-_:.0 ", min_size=1, max_size=12).map(str.strip).filter(bool)
REQUIREMENTS = [r.id for r in CMQ.assessed]
CHECKS = [(r.id, check.id) for r in CMQ.assessed for check in r.checks if not check.family]
FAMILY_CHECKS = [(r.id, check.id) for r in CMQ.assessed for check in r.checks if check.family]
"""Checks that are made by themselves."""
VALUE_IDS = [
    "FOR-01:2024",
    "FOR-01:2024:femmes",
    "FOR-01:2023",
    "REU-01:2024",
    "REU-01:2024:femmes",
    "REC-03:2024",
    "CAMPUS-1:2024",
    "CAMPUS 2:1999",
    # These have no row: an unknown group, indicator or year, and no id of a value.
    "FOR-01:2024:inconnu",
    "X-01:2024",
    "FOR-01:0012",
    "FOR-01",
]
INDICATOR_IDS = ["FOR-01", "REU-01", "CAMPUS-1", "CAMPUS 2", "X-01"]
evidence_ids = st.sampled_from(["P-1", "P-2", "p 3", "Ancienne"])
known_fields = st.one_of(
    st.builds(
        ANSWERS.field,
        st.sampled_from(REQUIREMENTS[:6]),
        st.sampled_from(
            [
                *("niveau", "non_applicable", "motif", "commentaire", "renseigne_par", "repris_de"),
                "a_discuter",
            ]
        ),
    ),
    st.sampled_from([*CHECKS[:6], *FAMILY_CHECKS]).map(lambda pair: check_field(*pair)),
    st.builds(
        EVIDENCE.field,
        evidence_ids,
        st.sampled_from(["titre", "lien", "fichier", "date", "indicateur", "seance"]),
    ),
    st.builds(evidence_link_field, evidence_ids, st.sampled_from([*REQUIREMENTS[:4], "C99-R1"])),
    st.sampled_from([d.id for d in CMQ.annex]).map(lambda id_: ANNEX.field(id_, "texte")),
    st.sampled_from(
        ["campus", "nom", "annee", "categorie", "demande", "academie", "date_label", "referentiel"]
    ).map(profile_field),
)
indicator_fields = st.one_of(
    st.builds(
        VALUES.field,
        st.sampled_from(VALUE_IDS),
        st.sampled_from(["numerateur", "denominateur", "valeur", "source", "commentaire"]),
    ),
    st.builds(
        PLANS.field,
        st.sampled_from(INDICATOR_IDS),
        st.sampled_from(
            [
                *("suivi", "depart", "depart_annee", "cible", "cible_annee"),
                *("nom", "famille", "calcul", "sens", "annee", "numerateur", CRITERION_PREFIX + "C01"),
            ]
        ),
    ),
)
MEETING_IDS = ["S-1", "S 2", "S:3"]
MEMBER_IDS = ["M-1", "m 2", "M:3"]
ROLE_IDS = [role.id for role in CMQ.roles]
committee_fields = st.one_of(
    st.builds(
        MEETINGS.field,
        st.sampled_from(MEETING_IDS),
        st.sampled_from(
            ["date", "lieu", "tenue", "criteres", "indicateurs", "budget_date", "budget_exercice", "autre"]
        ),
    ),
    st.builds(
        MEMBERS.field, st.sampled_from(MEMBER_IDS), st.sampled_from(["nom", "role", "fonction", "campus"])
    ),
    st.builds(
        Field,
        st.just("presence"),
        # The last ones have no row: an unknown meeting or member, and no id of a presence.
        st.sampled_from(
            [
                *(f"{meeting}:{member}" for meeting in MEETING_IDS for member in MEMBER_IDS),
                *("S-1:M-9", "S-9:M-1", "S-1", "S-1:", ":M-1", ":"),
            ]
        ),
        st.sampled_from(["etat", "autre"]),
    ),
    st.builds(
        DECISIONS.field,
        st.sampled_from(["D-1", "d 2"]),
        st.sampled_from(
            [
                *("seance", "nature", "texte", "responsable", "echeance", "etat", "suivi"),
                *("critere", "exigence", "indicateur", "niveau_avant", "niveau"),
            ]
        ),
    ),
    st.builds(
        VERSIONS.field,
        st.sampled_from(["V-1", "V-2"]),
        st.sampled_from(["seance", "date", "empreinte", "fichier"]),
    ),
)
unknown_fields = st.builds(
    Field,
    st.sampled_from(
        [
            *("reponse", "preuve", "annexe", "campagne", "indicateur", "valeur", "action"),
            *("seance", "membre", "presence", "decision", "version"),
        ]
    ),
    st.one_of(st.just(""), names, st.sampled_from(["C99-R1", "C01-R1", "P-1"])),
    st.one_of(names, st.sampled_from(["niveau", "titre", "date", "etat", CHECK_PREFIX + "C01-R1-a.1"])),
)
fields = st.one_of(known_fields, indicator_fields, committee_fields, unknown_fields)
numbers = st.one_of(
    st.integers(0, 5000),
    st.integers(0, 5000).map(lambda cents: cents / 100),
    st.sampled_from(["nd", "ND", "1 234,5", "12 %", "environ 40", 12.0, 0.1 + 0.2, 1e-7, 10**15, 10**15 - 1]),
    scalars,
)


_LIKELY = {
    "niveau": st.one_of(st.integers(0, 4), st.integers(-3, 9)),
    "categorie": st.sampled_from(["label", "excellence"]),
    "demande": st.sampled_from(["obtention", "renouvellement"]),
    "suivi": st.sampled_from(["oui", "non", "Oui"]),
    "niveau_avant": st.integers(-1, 5),
    "nature": st.sampled_from(["decision", "confirmation", "modification", "report", "Décision"]),
    "etat": st.sampled_from(["present", "represente", "absent", "ouverte", "faite", "abandonnee"]),
    "role": st.sampled_from([*ROLE_IDS, CMQ.roles[0].name, "mecene"]),
    "seance": st.sampled_from(MEETING_IDS),
    "tenue": st.booleans(),
    "a_discuter": st.booleans(),
    "budget_exercice": st.integers(2020, 2030),
    **dict.fromkeys(
        ["date", "date_label", "date_fin_label", "budget_date", "echeance"],
        st.dates().map(lambda day: day.isoformat()),
    ),
    **dict.fromkeys(["annee", "depart_annee", "cible_annee"], st.integers(1890, 2210)),
    **dict.fromkeys(["numerateur", "denominateur", "valeur", "depart", "cible"], numbers),
}


def fitting(field: Field) -> st.SearchStrategy[Scalar]:
    """Values that people give to such a field, mostly."""
    if field.kind == "indicateur" and field.name == "annee":
        return st.sampled_from(["civile", "scolaire", "lunaire"])
    if field.name in _LIKELY:
        return st.one_of(_LIKELY[field.name], scalars)
    return st.one_of(texts, st.booleans(), scalars)


@st.composite
def states(draw, of: st.SearchStrategy[Field] = fields) -> dict[Field, Scalar]:
    """Any state that a store could hold: values in their normal form."""
    result: dict[Field, Scalar] = {}
    for field in draw(st.lists(of, max_size=25)):
        value = normal(field, draw(fitting(field)))
        if value is not None:
            result[field] = value
    return result
