"""States of the data folder with a meeting of the committee: prepared, hostile, closed and sealed."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs

from cmq.campaign import (
    ANNEX,
    ANSWERS,
    DECISIONS,
    MEETINGS,
    MEMBERS,
    PLANS,
    VALUES,
    Edit,
    Field,
    Scalar,
    presence_field,
    profile_field,
    value_id,
)
from cmq.meeting import evidence_edits
from cmq.storage import versions
from cmq.storage.library import CampaignRef, Library
from cmq.storage.store import Store
from tests.browser.states import ROOT, address, example, hostile, label

MEETING, LAST_MEETING = "S-1", "S-0"
OPEN_DECISION = "D-0"
MARKED = ("C08-R2", "C06-R1")
PLACE = "Salle du conseil"
TAKEN = "Recenser les hébergements disponibles chez les membres."
TO_FOLLOW = "Signer la convention constitutive avec les deux établissements du supérieur."
CONTRIBUTOR = "Camille Contributrice"
PRIVATE_NOTE = "Note de travail qui ne regarde que l'équipe."
SECRETARY = "Sacha Secrétaire"
TRAP = (
    "![image](https://ailleurs.example/a.png) <img src='https://ailleurs.example/b.png' onerror='alert(1)'> "
    ":smile: **gras** $x^2$ [lien](https://ailleurs.example) -> www.ailleurs.example"
)


class Committee(NamedTuple):
    """A member and how they came."""

    name: str
    role: str
    title: str
    presence: str


PEOPLE = (
    Committee("Anne Recteur", "recteur", "Rectrice d'académie", "present"),
    Committee("Bruno Région", "region", "Vice-président chargé des formations", "represente"),
    Committee("Chloé Filière", "filieres", "Déléguée du pôle", "absent"),
    Committee("David Support", "etablissement-support", "Proviseur", "present"),
    Committee("Emma Directrice", "directeur-operationnel", "Directrice opérationnelle", "present"),
)


def reference(query: str) -> CampaignRef:
    """The campaign of an address."""
    found = parse_qs(query)
    return CampaignRef(found["campus"][0], found["campagne"][0])


@contextmanager
def opened(data_dir: Path, campaign: CampaignRef):
    """A campaign as another process has it open."""
    library = Library(data_dir, label())
    try:
        yield library.open(*campaign)
    finally:
        library.close()


def _edits(entity: Iterable[tuple[Field, Scalar]]) -> list[Edit]:
    return [Edit(field, None, value) for field, value in entity]


def decision_edits(id_: str, **values: Scalar) -> list[Edit]:
    """A decision as its fields."""
    return _edits((DECISIONS.field(id_, name), value) for name, value in values.items())


def meeting_edits(id_: str, **values: Scalar) -> list[Edit]:
    """A meeting as its fields."""
    return _edits((MEETINGS.field(id_, name), value) for name, value in values.items())


def member_edits(id_: str, member: Committee, meeting: str) -> list[Edit]:
    """A member, and how they came to a meeting."""
    values = {"nom": member.name, "role": member.role, "fonction": member.title}
    return [
        *_edits((MEMBERS.field(id_, name), value) for name, value in values.items()),
        Edit(presence_field(meeting, id_), None, member.presence),
    ]


_COMMITTEE = ("membre", "seance", "presence", "decision", "version")


def _bare(store: Store) -> list[Edit]:
    """What takes the example's own committee out, and its marks."""
    return [
        Edit(field, value, None)
        for field, value in store.state.items()
        if field.kind in _COMMITTEE or field.name == "a_discuter"
    ]


def _signed(store: Store) -> list[Edit]:
    """What makes each answer one of a person of whom no slide may speak, and one of them noted something."""
    noted = ANSWERS.field(MARKED[0], "commentaire")
    return [
        Edit(noted, store.state.get(noted), PRIVATE_NOTE),
        *(
            Edit(field, value, f"{CONTRIBUTOR} {field.id}")
            for field, value in store.state.items()
            if field.name == "renseigne_par"
        ),
    ]


def meeting_ready(data_dir: Path) -> str:
    """The example with a meeting today: members, points to discuss, a decision taken, one still open from last year."""
    today = date.today()
    campaign = reference(example(data_dir))
    with opened(data_dir, campaign) as store:
        store.record([*_bare(store), *_signed(store)], SECRETARY)
        store.record(
            [
                *meeting_edits(MEETING, date=today.isoformat(), lieu=PLACE, indicateurs="REU-01"),
                *(e for i, m in enumerate(PEOPLE) for e in member_edits(f"M-{i}", m, MEETING)),
                *decision_edits(
                    "D-1",
                    seance=MEETING,
                    texte=TAKEN,
                    critere="C08",
                    responsable="Directrice opérationnelle",
                    echeance=(today + timedelta(days=120)).isoformat(),
                ),
                *(Edit(ANSWERS.field(id_, "a_discuter"), None, True) for id_ in MARKED),
            ],
            SECRETARY,
        )
    with opened(data_dir, CampaignRef(campaign.campus, "2025")) as store:
        store.record(_bare(store), SECRETARY)
        store.record(
            [
                *meeting_edits(LAST_MEETING, date=(today - timedelta(days=390)).isoformat(), tenue=True),
                *decision_edits(
                    OPEN_DECISION,
                    seance=LAST_MEETING,
                    texte=TO_FOLLOW,
                    critere="C05",
                    responsable="Proviseur du lycée support",
                    echeance=(today - timedelta(days=150)).isoformat(),
                ),
            ],
            SECRETARY,
        )
    return address(campaign, seance=MEETING)


def meeting_hostile(data_dir: Path) -> str:
    """Every text of a meeting is one that Markdown, HTML or a formula would interpret."""
    today = date.today()
    campaign = reference(hostile(data_dir))
    academy = label().regions[0].academies[0]
    library = Library(data_dir, label())
    library.create_campus("Autre **campus** <b> :smile:", "2026", {"annee": 2026, "academie": academy}, "")
    library.close()
    with opened(data_dir, campaign) as store:
        known = store.state
        academy_field = profile_field("academie")
        store.record(
            [
                Edit(academy_field, known.get(academy_field), academy),
                *meeting_edits(MEETING, date=today.isoformat(), lieu=TRAP, indicateurs="CAMPUS-1"),
                *meeting_edits(
                    LAST_MEETING, date=(today - timedelta(days=390)).isoformat(), tenue=True, lieu=TRAP
                ),
                *(
                    e
                    for i, m in enumerate(PEOPLE)
                    for e in member_edits(f"M-{i}", m._replace(name=f"{i} {TRAP}", title=TRAP), MEETING)
                ),
                Edit(MEMBERS.field("M-4", "campus"), None, TRAP),
                *decision_edits(
                    OPEN_DECISION,
                    seance=LAST_MEETING,
                    texte=TRAP,
                    responsable=TRAP,
                    suivi=TRAP,
                    echeance=TRAP,
                ),
                *decision_edits("D-1", seance=MEETING, texte=TRAP, responsable=TRAP, critere="C04"),
                *decision_edits("D-2", seance=MEETING, texte=TRAP, indicateur="CAMPUS-1", echeance=TRAP),
                *decision_edits(
                    "D-3",
                    seance=MEETING,
                    nature="modification",
                    texte=TRAP,
                    exigence="C04-R1",
                    niveau_avant=1,
                    niveau=2,
                ),
                Edit(ANSWERS.field("C04-R1", "a_discuter"), None, True),
                *(Edit(ANNEX.field(dimension.id, "texte"), None, TRAP) for dimension in label().annex),
                Edit(PLANS.field("CAMPUS-1", "suivi"), None, "oui"),
                Edit(VALUES.field(value_id("CAMPUS-1", 2023), "valeur"), None, 12),
            ],
            TRAP,
        )
    return address(campaign, seance=MEETING)


def meeting_sealed(data_dir: Path) -> str:
    """The prepared meeting, closed, and the version that was presented sealed."""
    query = meeting_ready(data_dir)
    with opened(data_dir, reference(query)) as store:
        close(store)
    return query


def close(store: Store) -> None:
    """Close the prepared meeting and seal what was presented."""
    source = ROOT / "criteria.toml"
    meeting = store.campaign.meetings[MEETING]
    store.record(
        [
            Edit(MEETINGS.field(MEETING, "tenue"), None, True),
            *evidence_edits(label(), store.campaign, meeting, f"Séance du {meeting.day:%d/%m/%Y}"),
        ],
        SECRETARY,
    )
    versions.seal(store, source.read_bytes(), label(), MEETING, SECRETARY)
