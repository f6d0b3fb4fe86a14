"""Text that people type: what is stored of it, and what counts as the same."""

from __future__ import annotations

import pytest

from cmq.text import MAX_TEXT, clean_text, comparable, fold, parts_of, utf16_length


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\tb\u00a0c", "a\tb\u00a0c"),
        ("a\x00\x1b\x85b", "ab"),
        ("a\ud800b\uffffc", "abc"),
        ("=1+1", "=1+1"),
        ("NA", "NA"),
    ],
)
def test_cleaning_takes_only_what_no_file_can_hold(text: str, expected: str) -> None:
    """What was typed stays, spaces, signs and words that look like something else included."""
    assert clean_text(text) == expected


def test_a_text_is_cut_where_a_cell_ends_and_never_inside_a_character() -> None:
    """An emoji counts for two; half of one is not kept."""
    assert clean_text("a" * (MAX_TEXT + 1)) == "a" * MAX_TEXT
    cut = clean_text("a" + "🧭" * 5, limit=4)
    assert cut == "a🧭"
    assert utf16_length(cut) == 3


def test_the_same_name_is_heard_whatever_its_accents_and_case() -> None:
    """But another word, or another apostrophe in a name, is another name."""
    assert comparable(" Œuvre  D'ÉTÉ ") == comparable("oeuvre d'ete") == "oeuvre d'ete"
    assert comparable("L’Été") != comparable("L'Été")
    assert comparable("Nord 1") != comparable("Nord 2")


def test_the_words_of_a_cell_have_one_apostrophe() -> None:
    """Spreadsheets turn it round by themselves."""
    assert fold("Nom de l’indicateur") == fold("NOM DE L'INDICATEUR") == "nom de l'indicateur"
    assert fold("nom") != fold("noms")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C01-R1 ; C02-R1", ["C01-R1", "C02-R1"]),
        ("C01-R1,C02-R1\nC01-R1", ["C01-R1", "C02-R1", "C01-R1"]),
        (" ; ,\n", []),
        ("", []),
    ],
)
def test_a_list_has_no_empty_part(text: str, expected: list[str]) -> None:
    """Whatever parts them; what is there twice is for the caller to judge."""
    assert parts_of(text) == expected
