"""A kind of thing is declared once: its sheet, its fields and its page of documentation follow."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cmq.campaign import (
    ANSWERS,
    BY_KIND,
    EVIDENCE,
    MEMBERS,
    PRESENCES,
    TABLES,
    VALUES,
    Campaign,
    columns,
    describe,
)
from cmq.campaign.columns import FORMAT, Shape
from cmq.campaign.table import Table
from cmq.errors import NewerFormat, UnreadableWorkbook
from cmq.framework import Framework
from cmq.journal.entries import Position
from cmq.workbook import stamp
from cmq.workbook.intake import Intake
from cmq.workbook.words import lexicon_for
from tests.unit.builders import CMQ, ROOT

ACTION = """
from dataclasses import dataclass
from datetime import date
from cmq.campaign import columns
from cmq.campaign.table import Computed, Table

@dataclass(frozen=True, slots=True)
class Action:
    id: str
    title: str = columns.text("Intitulé", "intitule", 40)
    due: date | None = columns.day("Échéance", "echeance", 12)
    done: bool = columns.flag("Faite", "faite", 8)
    requirements: frozenset[str] = columns.links("Exigences", "Exigence", "exigence:", 30, "reponse")
    after: str = columns.text("Après", "apres", 14, rows_of="action")
    meetings: frozenset[str] = columns.links("Séances", "Séance", "seance:", 30, "seance")

ACTIONS = Table(
    Action, "action", about="une action", ids="action", sheet="Plan d'actions", content="une ligne par action",
    new="A-", open_=True,
    computed=(Computed("Retard", 10, lambda results, id_: results.campaign.actions[id_].due is None),),
)
"""
USE = """
import io, sys
from datetime import UTC, date, datetime
from pathlib import Path
import openpyxl
from cmq.campaign import MEETINGS, Campaign, Edit
from cmq.campaign.actions import ACTIONS
from cmq.framework import load
from cmq.storage.library import Library
from cmq.workbook import reading

framework = load(Path("criteria.toml"))
library = Library(Path(sys.argv[1]), framework)
store = library.open(*library.create_campus("Campus Essai", "2026", {}, "Essai"))
id_ = ACTIONS.new_id()
values = {"intitule": "=Signer", "echeance": "2026-12-01", "faite": True, "exigence:C01-R1": True}
values |= {"apres": id_, "seance:S-1": True}
store.record([Edit(MEETINGS.field("S-1", "lieu"), None, "Rectorat")], "Essai")
store.record([Edit(ACTIONS.field(id_, name), None, value) for name, value in values.items()], "Essai")
path = store.save_workbook()
content = reading.read(path.read_bytes(), framework)
assert content.untouched, content.remarks
assert Campaign.from_state(content.values).actions == store.campaign.actions
action = store.campaign.actions[id_]
assert (action.title, action.due, action.done) == ("=Signer", date(2026, 12, 1), True)
assert action.requirements == {"C01-R1"}
book = openpyxl.load_workbook(path)
sheet = book["Plan d'actions"]
assert [cell.value for cell in sheet[1]] == [
    "Identifiant", "Intitulé", "Échéance", "Faite", "Exigences", "Après", "Séances", "Retard"
]
assert action.meetings == {"S-1"}
formulas = {v.formula1 for v in sheet.data_validations.dataValidation}
assert "='Plan d''actions'!$A$2:$A$2" in formulas, formulas
assert [row[0].value for row in book["Autres"].iter_rows(min_row=2)] == []
sheet.append([None, "Ajoutée dans le tableur", None, "oui", "C02-R1"])
buffer = io.BytesIO(); book.save(buffer)
path.write_bytes(buffer.getvalue())
store.refresh()
assert sorted(a.title for a in store.campaign.actions.values()) == ["=Signer", "Ajoutée dans le tableur"]
library.close()
print("done")
"""


def test_adding_a_table_is_one_module_and_one_line(tmp_path: Path) -> None:
    """In a copy of the domain: a module, an attribute of ``Campaign``; store, journal and workbook know it."""
    shutil.copytree(ROOT / "cmq", tmp_path / "cmq", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "criteria.toml", tmp_path)
    (tmp_path / "cmq" / "campaign" / "actions.py").write_text(ACTION, encoding="utf-8")
    campaign = tmp_path / "cmq" / "campaign" / "campaign.py"
    text = campaign.read_text(encoding="utf-8")
    line = "    annex: Mapping[str, AnnexText] = _every(ANNEX)\n"  # before the meetings that it links to
    assert text.count(line) == 1
    added = (
        "from cmq.campaign.annex import",
        "from cmq.campaign.actions import ACTIONS, Action\nfrom cmq.campaign.annex import",
    )
    text = text.replace(*added, 1).replace(
        line, line + "    actions: Mapping[str, Action] = _every(ACTIONS)\n"
    )
    campaign.write_text(text, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-c", USE, str(tmp_path / "data")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(tmp_path), "PATH": ""},
    )
    assert run.stdout.strip() == "done", run.stderr
    assert "Traceback" not in run.stderr


def test_every_table_is_known_by_its_kind_and_its_sheet() -> None:
    """No two have the same kind, sheet or beginning of ids, and no sheet has one header twice."""
    assert set(BY_KIND) == {table.kind for table in TABLES}
    assert len(BY_KIND) == len(TABLES)
    sheets = [table.sheet for table in TABLES if table.sheet]
    assert len(set(sheets)) == len(sheets)
    prefixes = [table.new for table in TABLES if table.new]
    assert not any(a != b and a.startswith(b) for a in prefixes for b in prefixes)
    for table in TABLES:
        headers = [column.header for column in table.layout(CMQ)]
        assert len(set(headers)) == len(headers), table.kind


@dataclass(frozen=True, slots=True)
class _Later:
    """What a later format would bring."""

    id: str
    name: str = columns.text("Nom", "nom", 20)


def _table(since: int) -> Table[Any]:
    return Table(_Later, "projet", about="un projet", ids="projet", sheet="Projets", since=since)


def _intake(framework: Framework = CMQ) -> Intake:
    return Intake(lexicon_for(framework, {}), FORMAT)


def test_what_a_later_format_brings_is_not_missing() -> None:
    """A workbook of before a sheet does not lack it, whatever somebody else called so."""
    intake = _intake()
    intake.entities(_table(FORMAT + 1), None)
    intake.entities(_table(FORMAT + 1), [["Identifiant", "Nom"], ["X", "d'un autre"]])
    assert intake.remarks == []
    assert not intake.values
    intake.entities(_table(FORMAT), None)
    assert [remark.text for remark in intake.remarks] == [
        "La feuille « Projets » manque : ce que l'application en savait est gardé."
    ]


@dataclass(frozen=True, slots=True)
class _Grown:
    """A table to which a later format added a column."""

    id: str
    name: str = columns.text("Nom", "nom", 20)
    place: str = columns.since(FORMAT + 1, columns.text("Lieu", "lieu", 20))


def test_a_column_that_a_later_format_brings_is_not_missing() -> None:
    """An earlier workbook does not lack it, and says nothing of it; a later one that lacks it is told of."""
    table = Table(_Grown, "projet", about="un projet", ids="projet", sheet="Projets")
    rows: list[Any] = [["Identifiant", "Nom"], ["X-1", "Pont"]]
    before, after = _intake(), _intake()
    after.format = FORMAT + 1
    for intake in (before, after):
        intake.entities(table, rows)
        assert intake.values == {table.field("X-1", "nom"): "Pont"}
        assert ("projet", "lieu") not in intake.columns
    assert before.remarks == []
    assert ["« Lieu » manque" in remark.text for remark in after.remarks] == [True]


def test_the_format_is_a_number_that_was_given_to_people() -> None:
    """Workbooks of 1 and 2 never were: they are refused, and nothing of them is half read."""
    assert (stamp.OLDEST, stamp.FORMAT) == (3, 3)
    rows = stamp.Stamp("j", 1, datetime(2026, 11, 23, tzinfo=UTC), Position(0, 10, 1, "x"), "d").rows("2025")
    assert stamp.stamp_of(list(rows)).format == 3
    with pytest.raises(UnreadableWorkbook, match="version d'essai"):
        stamp.stamp_of([(stamp.FORMAT_KEY, 2), *rows[1:]])
    with pytest.raises(NewerFormat):
        stamp.stamp_of([(stamp.FORMAT_KEY, 4), *rows[1:]])


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.kind)
def test_an_object_of_nothing_is_one_of_its_defaults(table: Table[Any]) -> None:
    """Values of wrong types count as absent, and raise nothing."""
    id_ = {VALUES.kind: "REU-01:2024", PRESENCES.kind: "S-1:M-1"}.get(table.kind, "x")
    wrong = {column.name: "pas une date" for column in table.columns if column.shape is not Shape.TEXT}
    kept = {column.name for column in table.columns if column.shape in (Shape.NUMBER, Shape.YEAR, Shape.NAME)}
    wrong = {name: value for name, value in wrong.items() if name not in kept}
    assert table.build(id_, wrong) == table.build(id_, {})
    assert table.build(id_, {}) is not None


def test_a_flag_is_one_in_its_own_table_alone() -> None:
    """A name that is a flag there may be anything elsewhere."""
    assert ANSWERS.is_flag("non_applicable")
    assert ANSWERS.is_flag("verification:C01-R1-a.1")
    assert EVIDENCE.is_flag("exigence:C01-R1")
    assert not ANSWERS.is_flag("tenue")
    assert not MEMBERS.is_flag("exigence:C01-R1")


def test_ids_that_are_made_are_the_table_s_own() -> None:
    """They begin as the declaration says, and never twice the same."""
    made = {MEMBERS.new_id() for _ in range(200)}
    assert len(made) == 200
    assert all(id_.startswith("M-") for id_ in made)
    assert Campaign.from_state({MEMBERS.field("", "nom"): "Sans identifiant"}).members.keys() == {""}


def test_a_link_is_told_in_the_singular() -> None:
    """« P-1 (Exigence C01-R1) »: a notice speaks of one link, not of the column."""
    assert describe("preuve", "P-1", "exigence:C01-R1") == "P-1 (Exigence C01-R1)"
    assert describe("preuve", "P-1", "inconnu") != "P-1 (Exigences)"
