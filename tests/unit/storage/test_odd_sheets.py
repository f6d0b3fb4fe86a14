"""Sheets that somebody took apart: what is left is read, what is missing is told, nothing is taken for erased."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest

from cmq.campaign import ANSWERS, Change, Edit, Field, check_field, profile_field
from cmq.journal import entries
from cmq.workbook import reading
from cmq.workbook.reading import Content
from tests.unit.builders import CMQ
from tests.unit.storage.helpers import CHECKS, LEVEL, cell_at, cell_of, written

REQUIREMENT, CHECK = CHECKS[0]
STATE = {
    LEVEL: 2,
    check_field(REQUIREMENT, CHECK): True,
    profile_field("campus"): "Campus Essai",
    Field("action", "A-1", "texte"): "À faire",
}


def edited(change: Callable[[openpyxl.Workbook], None]) -> Content:
    """The workbook of a small state, changed by somebody, as it is read."""
    book = openpyxl.load_workbook(io.BytesIO(written(STATE)))
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return reading.read(buffer.getvalue(), CMQ)


def told(content: Content) -> str:
    """All remarks."""
    return "\n".join(remark.text for remark in content.remarks)


def test_a_row_of_the_others_without_object_is_told() -> None:
    """Nothing tells which field it was; what it held is not taken for removed."""

    def change(book: openpyxl.Workbook) -> None:
        cell_at(book["Autres"], 2, "Objet").value = None

    content = edited(change)
    assert "l'objet et le champ sont nécessaires" in told(content)
    assert not content.speaks_of(Field("action", "A-1", "texte"))
    assert content.values[LEVEL] == 2


def test_a_type_of_the_others_that_is_none_is_told_with_its_field() -> None:
    """The field is known: it is shown as not understood, and stays."""

    def change(book: openpyxl.Workbook) -> None:
        cell_at(book["Autres"], 2, "Type").value = "date"

    content = edited(change)
    assert content.unread == ((Field("action", "A-1", "texte"), "À faire"),)
    assert not content.speaks_of(Field("action", "A-1", "texte"))


def test_an_unknown_line_of_the_campaign_s_sheet_is_told() -> None:
    """The others are read."""

    def change(book: openpyxl.Workbook) -> None:
        book["Campagne"].append(["devise", "Devise", "Toujours plus"])

    content = edited(change)
    assert "rubrique inconnue" in told(content)
    assert content.values[profile_field("campus")] == "Campus Essai"
    assert profile_field("devise") not in content.values


@pytest.mark.parametrize("title", ["Campagne", "Autres"])
def test_a_sheet_without_its_values_says_nothing(title: str) -> None:
    """A column of values that lost its header erases none of them."""

    def change(book: openpyxl.Workbook) -> None:
        cell_at(book[title], 1, "Valeur").value = None

    content = edited(change)
    assert f"{title} : la colonne « Valeur » manque" in told(content)
    lost = STATE.keys() - content.values.keys()
    assert lost
    assert not any(content.speaks_of(field) for field in lost)


def test_a_check_without_its_requirement_is_told() -> None:
    """Nor does a sheet of checks without « Vérifié » untick any."""

    def change(book: openpyxl.Workbook) -> None:
        cell_of(book["Vérifications"], CHECK, "Exigence").value = None

    content = edited(change)
    assert "l'exigence manque" in told(content)
    assert not content.speaks_of(check_field(REQUIREMENT, CHECK))

    def unname(book: openpyxl.Workbook) -> None:
        cell_at(book["Vérifications"], 1, "Vérifié").value = None

    content = edited(unname)
    assert not content.speaks_of(check_field(REQUIREMENT, CHECK))
    assert content.values[LEVEL] == 2


def test_words_that_somebody_broke_in_the_lists_are_those_of_the_framework() -> None:
    """A level whose name was wiped from « Listes » is still read by its own name."""

    def change(book: openpyxl.Workbook) -> None:
        for row in range(2, 7):
            book["Listes"].cell(row, 2).value = None

    content = edited(change)
    assert content.values[LEVEL] == 2
    assert content.untouched


def test_levels_are_read_where_the_lists_lost_a_column() -> None:
    """« Listes » is hidden: a column deleted there shifts the others, and a name is not taken for an id."""

    def change(book: openpyxl.Workbook) -> None:
        book["Listes"].delete_cols(1)

    content = edited(change)
    assert content.values[LEVEL] == 2
    assert not content.remarks


@pytest.mark.parametrize("value", [0, 0.0, "", False])
def test_a_value_that_counts_for_nothing_is_still_a_value(value: object) -> None:
    """« Non engagé » is level 0: the journal gives it back, and only None removes it."""
    state = {ANSWERS.field("C01-R1", "niveau"): 3}
    moment = entries.new_moment()
    edit = Edit(ANSWERS.field("C01-R1", "niveau"), 3, value)  # type: ignore[arg-type]
    entries.apply(state, entries.Record(Change(1, moment, "", (edit,))))  # type: ignore[arg-type]
    assert state == {ANSWERS.field("C01-R1", "niveau"): value}
    entries.apply(state, entries.Record(Change(2, moment, "", (edit._replace(before=value, after=None),))))  # type: ignore[arg-type]
    assert state == {}
