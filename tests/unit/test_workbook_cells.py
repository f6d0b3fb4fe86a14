"""What a cell that somebody filled says, and what it is told of otherwise."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from cmq.campaign import DECISIONS, MEMBERS, PLANS, PROFILE, TABLES
from cmq.campaign.columns import Column, Shape
from cmq.workbook.cells import NotUnderstood, from_typed_cell, reader, to_cell, to_typed_cell
from cmq.workbook.words import lexicon_for
from tests.unit.builders import CMQ

LEXICON = lexicon_for(CMQ, {})
ROLE = CMQ.roles[0]


def column(shape: Shape) -> Column:
    """A column of that shape that some table has."""
    return next(c for table in TABLES for c in table.columns if c.shape is shape)


@pytest.mark.parametrize(
    ("shape", "cell", "value"),
    [
        (Shape.INTEGER, 2026.0, 2026),
        (Shape.INTEGER, 2026, 2026),
        (Shape.INTEGER, " 2026 ", 2026),
        (Shape.INTEGER, "", None),
        (Shape.NUMBER, 12.0, 12),
        (Shape.NUMBER, 12.5, 12.5),
        (Shape.NUMBER, "1 234,5", 1234.5),
        (Shape.NUMBER, "nd", "nd"),
        (Shape.NUMBER, "", None),
        (Shape.DATE, datetime(2026, 11, 23, 14, 2), "2026-11-23"),  # noqa: DTZ001 - a cell has no zone
        (Shape.DATE, date(2026, 11, 23), "2026-11-23"),
        (Shape.DATE, "23/11/2026", "2026-11-23"),
        (Shape.DATE, "  ", None),
        (Shape.LEVEL, "mis en oeuvre", 2),
        (Shape.LEVEL, 3.0, 3),
        (Shape.LEVEL, "", None),
        (Shape.YEAR, 2024.0, 2024),
        (Shape.YEAR, "2024-2025", 2024),
        (Shape.FLAG, "Oui", True),
        (Shape.FLAG, 1.0, True),
        (Shape.FLAG, "faux", None),
        (Shape.FLAG, "", None),
        (Shape.NAME, ROLE.name.upper(), ROLE.id),
        (Shape.NAME, ROLE.id, ROLE.id),
        (Shape.TEXT, 12.0, "12"),
        (Shape.TEXT, " ", None),
    ],
)
def test_a_cell_says_its_value(shape: Shape, cell: object, value: object) -> None:
    """As people type it, whatever the spreadsheet made of it; what is empty is no value."""
    found = reader(column(shape), LEXICON)(cell)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("shape", "cell"),
    [
        (Shape.INTEGER, True),
        (Shape.INTEGER, 12.5),
        (Shape.INTEGER, "douze"),
        (Shape.NUMBER, True),
        (Shape.NUMBER, "environ 40"),
        (Shape.DATE, "31/02/2026"),
        (Shape.DATE, 46000.0),
        (Shape.LEVEL, "Excellent"),
        (Shape.LEVEL, 9.0),
        (Shape.LEVEL, True),
        (Shape.YEAR, "2024-2027"),
        (Shape.YEAR, True),
        (Shape.FLAG, "peut-être"),
        (Shape.NAME, "mécène"),
    ],
)
def test_a_cell_that_is_no_value_says_what_is_expected(shape: Shape, cell: object) -> None:
    """In French, and never a value by guess."""
    with pytest.raises(NotUnderstood) as caught:
        reader(column(shape), LEXICON)(cell)
    assert "attendu" in str(caught.value)


def test_a_choice_is_read_by_its_word_or_its_value() -> None:
    """Accents and case aside; any other word is told of with those that are taken."""
    category = PROFILE.column("categorie")
    assert category is not None
    read = reader(category, LEXICON)
    assert [read("Excellence"), read("label"), read(" EXCELLENCE "), read("")] == [
        "excellence",
        "label",
        "excellence",
        None,
    ]
    with pytest.raises(NotUnderstood, match="« Label » ou « Excellence »"):
        read("Argent")


def test_a_name_of_no_list_has_its_own_words() -> None:
    """A framework without roles takes none, and a column without vocabulary is a fault of ours."""
    role = MEMBERS.column("role")
    assert role is not None
    with pytest.raises(NotUnderstood, match="inconnu"):
        reader(role, lexicon_for(CMQ.model_copy(update={"roles": ()}), {}))("Recteur")
    with pytest.raises(ValueError, match="nom"):
        reader(Column("Nom", "nom", Shape.NAME), LEXICON)("x")


@pytest.mark.parametrize(
    ("shape", "value", "shown"),
    [
        (Shape.LEVEL, 2, "Mis en œuvre"),
        (Shape.LEVEL, True, None),
        (Shape.LEVEL, 9, None),
        (Shape.FLAG, True, "oui"),
        (Shape.FLAG, "oui", None),
        (Shape.NAME, ROLE.id, ROLE.name),
        (Shape.NAME, 3, None),
        (Shape.NUMBER, 0.1 + 0.2, None),
        (Shape.NUMBER, 10**15, None),
        (Shape.YEAR, 1890, None),
        (Shape.DATE, "0001-01-01", None),
        (Shape.DATE, 3, None),
        (Shape.INTEGER, True, None),
        (Shape.TEXT, 3, None),
        (Shape.LINKS, True, None),
    ],
)
def test_only_what_comes_back_the_same_is_shown(shape: Shape, value: Any, shown: object) -> None:
    """Any other value goes to « Autres »."""
    assert to_cell(column(shape), value, LEXICON) == shown


@pytest.mark.parametrize("value", ["texte", 12, 12.5, 0.1 + 0.2, True, False])
def test_a_value_of_the_sheet_of_the_others_comes_back(value: str | float) -> None:
    """With its type, all its digits included."""
    found = from_typed_cell(*to_typed_cell(value))
    assert found == value
    assert type(found) is type(value)


def test_a_type_that_nobody_knows_is_told_of() -> None:
    """An empty cell is no value whatever its type; infinity is no number."""
    assert from_typed_cell("inconnu", "") is None
    with pytest.raises(NotUnderstood, match="type attendu"):
        from_typed_cell("date", "x")
    with pytest.raises(NotUnderstood, match="un nombre"):
        from_typed_cell("nombre", "inf")
    with pytest.raises(NotUnderstood, match="un nombre"):
        from_typed_cell("nombre", "douze")


def test_two_columns_of_one_table_are_not_mistaken() -> None:
    """« Niveau avant » is no « Niveau », « Année de départ » no « Départ »."""
    before, after = DECISIONS.column("niveau_avant"), DECISIONS.column("niveau")
    assert before is not None
    assert before != after
    assert PLANS.column("depart") != PLANS.column("depart_annee")
