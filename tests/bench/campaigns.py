"""Full campaigns, with journals as long as asked for."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from cmq.campaign import ANSWERS, EVIDENCE, Change, Edit, check_field, evidence_link_field
from cmq.files import paths
from cmq.framework import Framework
from cmq.journal import entries as journal
from cmq.journal.entries import Record
from cmq.storage.library import CampaignRef, Library
from cmq.storage.store import Store
from tests.bench.page_of_indicators import value_edits
from tests.browser.states import label

LONG, VERY_LONG = 10_000, 100_000
DOCUMENTS = 30
COMMENT = "Le comité a validé ce point ; le compte rendu détaille ce qui reste à faire avant la rentrée. " * 2


def full(data_dir: Path, lines: int = LONG, name: str = "Campus d'essai") -> CampaignRef:
    """A campaign in which everything is filled in, whose journal has ``lines`` lines and whose workbook is written."""
    framework = label()
    library = Library(data_dir, framework)
    reference = library.create_campus(name, "2026", {"annee": 2026, "categorie": "excellence"}, "")
    library.open(*reference).record(everything(framework), "Camille")
    library.close()
    path = workbook(data_dir, reference)
    lengthen(path, framework, lines)
    store = Store(path, framework)
    store.save_workbook()
    store.close()
    return reference


def workbook(data_dir: Path, reference: CampaignRef) -> Path:
    """Where a campaign's workbook lies."""
    return data_dir / reference.campus / f"{reference.campaign}{paths.WORKBOOK_SUFFIX}"


def everything(framework: Framework) -> list[Edit]:
    """Every level, comment, check and respondent, thirty documents shared out, 40 indicators with ten years each."""
    edits = []
    for number in range(DOCUMENTS):
        id_ = f"P-{number + 1}"
        edits += [
            Edit(EVIDENCE.field(id_, "titre"), None, f"Compte rendu du comité n° {number + 1}"),
            Edit(EVIDENCE.field(id_, "lien"), None, f"https://campus.example/compte-rendu-{number + 1}"),
            Edit(EVIDENCE.field(id_, "date"), None, f"2026-{number % 9 + 1:02}-15"),
        ]
    for place, requirement in enumerate(framework.assessed):
        edits += [
            Edit(ANSWERS.field(requirement.id, "niveau"), None, 4),
            Edit(ANSWERS.field(requirement.id, "commentaire"), None, COMMENT),
            Edit(ANSWERS.field(requirement.id, "renseigne_par"), None, "Direction opérationnelle"),
            Edit(evidence_link_field(f"P-{place % DOCUMENTS + 1}", requirement.id), None, True),
            *(
                Edit(check_field(requirement.id, check.id), None, True)
                for check in requirement.checks
                if not check.family
            ),
        ]
    return edits + value_edits(framework)


def lengthen(path: Path, framework: Framework, lines: int) -> None:
    """Go on with a journal, in one stroke, until it has ``lines`` lines: comments that are written again and again."""
    place = paths.journal_path(path)
    found = journal.read(place)
    last = found.entries[-1]
    assert isinstance(last, Record)
    fields = [ANSWERS.field(requirement.id, "commentaire") for requirement in framework.assessed]
    values = dict.fromkeys(fields, COMMENT)
    written = []
    for number in range(lines - len(found.entries)):
        field = fields[number % len(fields)]
        text = f"{COMMENT}Revu {number} fois."
        time = last.change.time + timedelta(milliseconds=number + 1)
        edit = Edit(field, values[field], text)
        written.append(
            journal.encode(Record(Change(last.change.revision + 1 + number, time, "Camille", (edit,))))
        )
        values[field] = text
    with place.open("ab") as file:
        file.writelines(written)
