"""Data folders of many campuses: real workbooks and journals, each a quick copy of one that was built whole.

Building a workbook takes a tenth of a second, a copy with its own names and dates a few milliseconds.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from cmq.campaign import ANSWERS, Change, Edit, Field, Scalar, profile_field
from cmq.campaign.values import digest
from cmq.framework import Framework
from cmq.journal import entries as journal
from cmq.journal import merge
from cmq.journal.entries import Position, Record, Snapshot
from cmq.workbook import writing
from cmq.workbook.reading import Stamp
from tests.browser.states import EXAMPLE, label

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
VARIANTS = 8
NAME, CAMPAIGN, ACADEMY, SECTOR = "%CAMPUS%", "%CAMPAGNE%", "%ACADEMIE%", "%FILIERE%"
JOURNAL, LINE, STATE = "%JOURNAL%", "%LIGNE%", "%ETAT%"
YEAR, LINE_START, LINE_END = 2199, 111_111_111, 222_222_222
"""What stands in a built workbook for what each copy has of its own; texts hold nothing that XML escapes."""

TOWNS = (
    "Rouen",
    "Le Havre",
    "Caen",
    "Évreux",
    "Cherbourg",
    "Alençon",
    "Lisieux",
    "Saint-Lô",
    "Écully",
    "Metz",
)
TRADES = (
    "Mode",
    "Énergies",
    "Bois",
    "Aéronautique",
    "Numérique",
    "Tourisme",
    "Santé",
    "Chimie",
    "Image",
    "Eau",
)
KINDS = ("Campus", "Pôle", "Réseau")


@dataclass(frozen=True)
class _Variant:
    """A campaign as it was built, with placeholders."""

    state: Mapping[Field, Scalar]
    parts: dict[str, bytes]
    lines: tuple[bytes, ...]
    """Of the journal, after the one that names the campus."""


def fill(data_dir: Path, campuses: int, campaigns: int = 5, first_year: int = 2022) -> list[str]:
    """Write that many campuses with that many campaigns each; returns their folders, in no order."""
    framework = label()
    variants = [_variant(framework, seed) for seed in range(min(VARIANTS, campuses * campaigns))]
    academies = [academy for region in framework.regions[:4] for academy in region.academies]
    folders: list[str] = []
    for number in range(campuses):
        town, trade, kind = TOWNS[number % 10], TRADES[number // 10 % 10], KINDS[number // 100 % 3]
        folder = data_dir / f"campus-{(number * 7919) % 10_000:04}-{number}"
        folder.mkdir(parents=True)
        folders.append(folder.name)
        own = {
            NAME: f"{kind} {trade} – {town}",
            ACADEMY: academies[number % len(academies)],
            SECTOR: framework.sectors[number % len(framework.sectors)].name,
        }
        for index in range(campaigns):
            variant = variants[(number + index * 3) % len(variants)]
            _copy(variant, folder, first_year + index, own, label_end=_label_end(number))
    return folders


def _label_end(number: int) -> str | None:
    """Over, soon, later or not known."""
    if number % 5 == 4:
        return None
    return (date.today() + timedelta(days=(number * 37) % 1500 - 200)).isoformat()


def _variant(framework: Framework, seed: int) -> _Variant:
    dice = random.Random(seed)
    source = max(EXAMPLE.glob("*.journal.jsonl"))
    state = dict(merge.replay(journal.read(source).entries))
    for requirement in framework.assessed:
        field = ANSWERS.field(requirement.id, "niveau")
        draw = dice.random()
        if draw < seed / VARIANTS / 3:
            state.pop(field, None)
        elif draw < 0.7:
            state[field] = min(4, dice.randrange(6))
    state = {field: value for field, value in state.items() if field.kind != "campagne"}
    named = {**state, **_profile({NAME: NAME, ACADEMY: ACADEMY, SECTOR: SECTOR}, CAMPAIGN, YEAR, None)}
    position = Position(LINE_START, LINE_END, 1, LINE)
    stamp = Stamp(JOURNAL, 1, START, position, STATE)
    with zipfile.ZipFile(io.BytesIO(writing.build(named, framework, stamp))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    by_entity: dict[tuple[str, str], list[Edit]] = {}
    for field, value in state.items():
        by_entity.setdefault((field.kind, field.id), []).append(Edit(field, None, value))
    lines = tuple(
        journal.encode(Record(Change(revision, START + timedelta(minutes=revision), "Camille", tuple(edits))))
        for revision, edits in enumerate(by_entity.values(), start=2)
    )
    return _Variant(state, parts, lines)


def _profile(own: Mapping[str, str], name: str, year: int, label_end: str | None) -> dict[Field, Scalar]:
    values: dict[str, Scalar] = {
        "campus": own[NAME],
        "nom": name,
        "annee": year,
        "academie": own[ACADEMY],
        "filiere": own[SECTOR],
        "categorie": "excellence",
        "demande": "renouvellement",
    }
    if label_end is not None:
        values["date_fin_label"] = label_end
    return {profile_field(key): value for key, value in values.items()}


def _copy(variant: _Variant, folder: Path, year: int, own: Mapping[str, str], label_end: str | None) -> None:
    """Write a campaign; the day on which the label ends is in the journal alone where it comes last."""
    profile = _profile(own, str(year), year, None)
    identity = f"{folder.name}-{year}"
    opening = [
        journal.encode(Snapshot(identity, 0, START, "Camille", {})),
        journal.encode(
            Record(Change(1, START, "Camille", tuple(Edit(f, None, v) for f, v in profile.items())))
        ),
    ]
    lines = [*opening, *variant.lines]
    last = journal.decode(lines[-1])
    position = journal.position(last, sum(map(len, lines[:-1])), lines[-1])
    if label_end is not None:
        edit = Edit(profile_field("date_fin_label"), None, label_end)
        lines.append(
            journal.encode(
                Record(Change(position.revision + 1, START + timedelta(days=1), "Camille", (edit,)))
            )
        )
    (folder / f"{year}.journal.jsonl").write_bytes(b"".join(lines))
    words = {
        **own,
        CAMPAIGN: str(year),
        f"<v>{YEAR}</v>": f"<v>{year}</v>",
        JOURNAL: identity,
        LINE: position.digest,
        STATE: digest({**variant.state, **profile}),
        f"<v>{LINE_START}</v>": f"<v>{position.start}</v>",
        f"<v>{LINE_END}</v>": f"<v>{position.end}</v>",
    }
    with zipfile.ZipFile(folder / f"{year}.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in variant.parts.items():
            for placeholder, word in words.items():
                part = part.replace(placeholder.encode(), word.encode())  # noqa: PLW2901
            archive.writestr(name, part)


def one_campus(data_dir: Path) -> str:
    """A region of one campus."""
    fill(data_dir, 1, 2)
    return ""


def twelve_campuses(data_dir: Path) -> str:
    """A region of twelve campuses, of which one lost both its files and another the workbook of its last campaign."""
    folders = fill(data_dir, 12, 2)
    for path in (data_dir / folders[3]).iterdir():
        path.write_bytes(b"\x00 pas un classeur")
    for path in (data_dir / folders[5]).glob("2023.*"):
        path.write_bytes(b"\x00 pas un classeur")
    return ""


def many_campuses(data_dir: Path) -> str:
    """A region as large as a country: every campus with five campaigns."""
    fill(data_dir, 150)
    return ""
