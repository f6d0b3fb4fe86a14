"""States of the data folder that pages are looked at in; each returns the address of what it made."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

from cmq import framework
from cmq.campaign import (
    ANSWERS,
    EVIDENCE,
    PLANS,
    VALUES,
    Edit,
    evidence_link_field,
    profile_field,
    value_id,
    variant_edits,
)
from cmq.framework import Framework
from cmq.storage.library import CampaignRef, Library

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "data" / "exemple"


def address(campaign: CampaignRef, **more: str) -> str:
    """The query string of a campaign."""
    return urlencode({"campus": campaign.campus, "campagne": campaign.campaign, **more})


def label() -> Framework:
    """The framework that ships."""
    return framework.load(ROOT / "criteria.toml")


def new_campaign(data_dir: Path) -> CampaignRef:
    """Create a campus with an empty campaign."""
    library = Library(data_dir, label())
    created = library.create_campus("Campus d'essai", "2026", {"annee": 2026, "categorie": "excellence"}, "")
    library.close()
    return created


def empty(_data_dir: Path) -> str:
    """Leave the folder as a first start finds it."""
    return ""


def unanswered(data_dir: Path) -> str:
    """A campaign that was just created."""
    return address(new_campaign(data_dir))


def example(data_dir: Path) -> str:
    """The example that ships, at its latest campaign: every state of a requirement occurs."""
    library = Library(data_dir, label(), EXAMPLE)
    campus = library.open_example()
    latest = next(entry for entry in library.campuses() if entry.slug == campus).campaigns[0].id
    library.close()
    return address(CampaignRef(campus, latest))


def complete(data_dir: Path) -> str:
    """Everything is answered at the highest level, with evidence."""
    campaign = new_campaign(data_dir)
    library = Library(data_dir, label())
    edits = [
        Edit(profile_field("date_fin_label"), None, "2027-02-28"),
        Edit(EVIDENCE.field("P-1", "titre"), None, "Rapport d'auto-évaluation"),
        Edit(EVIDENCE.field("P-1", "lien"), None, "https://campus.example/rapport"),
        Edit(EVIDENCE.field("P-1", "date"), None, "2026-06-01"),
    ]
    for requirement in label().assessed:
        edits.append(Edit(ANSWERS.field(requirement.id, "niveau"), None, 4))
        edits.append(Edit(evidence_link_field("P-1", requirement.id), None, True))
    library.open(*campaign).record(edits, "")
    library.close()
    return address(campaign)


def hostile(data_dir: Path) -> str:
    """Users typed what Markdown and HTML would interpret, and two of them edited the same text."""
    campaign = new_campaign(data_dir)
    library = Library(data_dir, label())
    trap = (
        "![image](https://ailleurs.example/a.png) <img src='https://ailleurs.example/b.png'> :smile: **gras**"
    )
    comment = ANSWERS.field("C04-R1", "commentaire")
    library.open(*campaign).record(
        [
            Edit(profile_field("campus"), "Campus d'essai", trap),
            Edit(comment, None, trap),
            Edit(ANSWERS.field("C04-R1", "niveau"), None, 2),
            Edit(EVIDENCE.field("P-1", "titre"), None, trap),
            Edit(EVIDENCE.field("P-1", "lien"), None, trap),
            Edit(EVIDENCE.field("P-1", "date"), None, "2019-06-01"),
            Edit(evidence_link_field("P-1", "C04-R1"), None, True),
            *variant_edits(comment, trap + " 2", trap),
            Edit(PLANS.field("CAMPUS-1", "nom"), None, trap),
            Edit(PLANS.field("CAMPUS-1", "unite"), None, trap),
            Edit(PLANS.field("CAMPUS-1", "critere:C04"), None, True),
            Edit(PLANS.field("REU-01", "cible"), None, trap),
            Edit(VALUES.field(value_id("CAMPUS-1", 2024), "valeur"), None, 12),
            Edit(VALUES.field(value_id("CAMPUS-1", 2025), "valeur"), None, trap),
            Edit(VALUES.field(value_id("REU-01", 2025), "numerateur"), None, 500),
            Edit(VALUES.field(value_id("REU-01", 2025), "denominateur"), None, 400),
            *variant_edits(VALUES.field(value_id("REU-01", 2025), "numerateur"), 12.5, trap),
        ],
        trap,
    )
    library.close()
    return address(campaign, critere="2.4")


def unreadable(data_dir: Path) -> str:
    """Both files of a campaign are no such files."""
    campaign = new_campaign(data_dir)
    for path in (data_dir / campaign.campus).iterdir():
        if path.suffix in (".xlsx", ".jsonl"):
            path.write_bytes(b"\x00 pas un classeur")
    return address(campaign)
