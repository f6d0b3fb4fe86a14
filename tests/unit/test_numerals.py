"""Numbers as people and files write them, and back."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmq import numerals
from cmq.campaign import NOT_AVAILABLE
from cmq.numerals import Style

NBSP, NNBSP, THIN, FIGURE = "\u00a0", "\u202f", "\u2009", "\u2007"

THOUSANDS = {
    Style.FRENCH: ("", " ", NBSP, NNBSP, THIN, FIGURE, "'", "’"),
    Style.DOTTED: ("", "."),
    Style.ENGLISH: ("", ",", " ", NBSP, "'", "’"),
}
DECIMAL = {Style.FRENCH: ",", Style.DOTTED: ",", Style.ENGLISH: "."}
TELLING = {Style.FRENCH: "1 234,5", Style.DOTTED: "1.234,5", Style.ENGLISH: "1,234.5"}


@st.composite
def numbers(draw, style):
    """A number as a file of that style writes it, and what it is."""
    whole = draw(st.integers(0, 10**10))
    decimals = draw(st.text("0123456789", max_size=4))
    sign = draw(st.sampled_from(["", "-", "−", "+"]))
    separator = draw(st.sampled_from(THOUSANDS[style]))
    unit = draw(st.sampled_from(["", "%", " %", f"{NBSP}%", f"{NNBSP}€", " points", " ETP"]))
    around = draw(st.sampled_from(["", " ", NBSP]))
    text = f"{whole:,}".replace(",", separator) + (DECIMAL[style] + decimals if decimals else "")
    value = Fraction(f"{whole}.{decimals or 0}")
    return f"{around}{sign}{text}{unit}{around}", -value if sign in ("-", "−") else value


@st.composite
def files(draw):
    """The numbers of a whole file, all written in one style."""
    style = draw(st.sampled_from(Style))
    return style, draw(st.lists(numbers(style), max_size=12))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", Fraction(12)),
        ("1 234,5", Fraction(2469, 2)),
        (f"1{NNBSP}234{NBSP}567", Fraction(1234567)),
        ("62,5 %", Fraction(125, 2)),
        ("62,5%", Fraction(125, 2)),
        ("− 3", Fraction(-3)),
        ("+2,5 points", Fraction(5, 2)),
        ("12.5", Fraction(25, 2)),
        ("1.234,5", Fraction(2469, 2)),
        ("1,234.5", Fraction(2469, 2)),
        ("1.234.567", Fraction(1234567)),
        ("0,125", Fraction(1, 8)),
        (",5", Fraction(1, 2)),
        ("1,5 ETP", Fraction(3, 2)),
        ("-0", Fraction(0)),
    ],
)
def test_a_number_is_read_as_it_is_written(text: str, expected: Fraction) -> None:
    """One number without its file is read in the French form, or in the only form that writes it so."""
    assert numerals.parse(text) == expected
    assert not isinstance(numerals.parse(text), float)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "%",
        "-",
        ",",
        "abc",
        "12 34",
        "1 23",
        "1,2,3",
        "12-13",
        "2021-2022",
        "1e5",
        "12 personnes",
        "--5",
    ],
)
def test_what_is_no_number_is_never_guessed(text: str) -> None:
    """A text that nobody would write for a number gives none, whatever the style, and raises nothing."""
    for style in Style:
        assert numerals.parse(text, style) is None
    assert not isinstance(numerals.typed(text), (int, float))


@pytest.mark.parametrize("text", ["0x10", "٣", "²", "9" * 5000, "1 234 5678", "1 234.567,8", "nan", "inf"])
def test_what_a_machine_might_read_is_no_number(text: str) -> None:
    """What Python or a careless pattern takes for a number is none either, nor does a huge text raise."""
    assert numerals.parse(text) is None
    assert numerals.typed(text) == text
    assert numerals.style_of([text]) is None


@pytest.mark.parametrize(
    ("text", "french", "dotted", "english"),
    [
        ("1,234", "1.234", "1.234", "1234"),
        ("1.234", "1.234", "1234", "1.234"),
        ("1 234", "1234", "1234", "1234"),
    ],
)
def test_the_style_decides_between_two_readings(text: str, french: str, dotted: str, english: str) -> None:
    """What may be thousands or decimals is what the file's style makes of it, never anything else."""
    styles = (Style.FRENCH, Style.DOTTED, Style.ENGLISH)
    read = [numerals.parse(text, style) for style in styles]
    assert read == [Fraction(french), Fraction(dotted), Fraction(english)]
    assert numerals.parse(text) != (Fraction(english) if french != english else None)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["12", "1 234"], None),
        (["1,234", "5"], None),
        (["1,234", "12,5"], Style.FRENCH),
        (["1,234", "12.5"], Style.ENGLISH),
        (["0,125"], Style.FRENCH),
        (["−12,5 %"], Style.FRENCH),
        (["1 234,567"], Style.FRENCH),
        (["1,234,567"], Style.ENGLISH),
        (["1.234,5", "1.234"], Style.DOTTED),
        (["1.234", "12,5"], None),
        (["12,5", "12.5"], None),
        (["nd", "abc", "12,5", "9" * 5000 + ",5"], Style.FRENCH),
        ([], None),
    ],
)
def test_a_file_tells_its_style(texts: list[str], expected: Style | None) -> None:
    """The style is the one that every number of the file agrees with; a doubt or a disagreement is told as such."""
    assert numerals.style_of(texts) is expected
    assert numerals.style_of(reversed(texts)) is not (
        Style.ENGLISH if expected is not Style.ENGLISH else None
    )


@given(st.data(), st.sampled_from(Style))
def test_any_number_is_read_back_exactly(data, style: Style) -> None:
    """Any number, with any thousands separator, sign and unit, is read exactly in the style that it is written in."""
    text, value = data.draw(numbers(style))
    assert numerals.parse(text, style) == value
    assert numerals.typed(text, style) != text or abs(value) >= 10**15


@given(files())
def test_the_style_that_is_found_reads_the_whole_file(file) -> None:
    """The style found for a file never misreads one of its numbers; one number that only it writes is enough to find it."""
    style, written = file
    found = numerals.style_of(text for text, _ in written)
    if found is not None:
        assert [numerals.parse(text, found) for text, _ in written] == [value for _, value in written]
    assert numerals.style_of([*(text for text, _ in written), TELLING[style]]) is style
    assert found in (None, style, Style.FRENCH)
    assert not (found is Style.FRENCH and style is Style.ENGLISH)


@given(st.text())
def test_no_text_breaks_the_reading(text: str) -> None:
    """Whatever somebody types is read or kept as it is: nothing raises, and no text is lost."""
    numerals.style_of([text])
    typed = numerals.typed(text)
    if isinstance(typed, str) and typed != NOT_AVAILABLE:
        assert typed == text.strip()
        assert numerals.parse(typed) is None or abs(numerals.parse(typed) or 0) >= 10**15
    assert (typed is None) is not bool(text.strip())


@given(st.decimals(-(10**11), 10**11, places=4))
def test_what_is_written_is_read_back(value: Decimal) -> None:
    """A number that the application writes is read back as the same one."""
    exact = Fraction(value)
    assert numerals.parse(numerals.plain(exact)) == exact
    assert numerals.parse(numerals.written(exact, 4)) == exact
    assert numerals.style_of([numerals.written(exact, 2)]) is not Style.ENGLISH


@given(st.integers(-(10**14), 10**14))
def test_a_whole_number_is_stored_whole(value: int) -> None:
    """A whole number that is typed is stored as an integer, digit for digit, and never as text or a float."""
    typed = numerals.typed(numerals.plain(value))
    assert typed == value
    assert not isinstance(typed, (str, float))


@given(st.floats(-1e12, 1e12, allow_nan=False))
def test_a_stored_number_is_one_that_a_spreadsheet_keeps(value: float) -> None:
    """What is stored has fifteen digits at the most, whole where it is whole, and storing it again changes nothing."""
    stored = numerals.scalar(Fraction(str(value)))
    assert numerals.scalar(Fraction(str(stored))) == stored
    assert float(f"{value:.15g}") == stored
    assert not (isinstance(stored, float) and stored.is_integer())


@pytest.mark.parametrize(
    "text", ["nd", "ND", " n.d. ", "N. D.", "n/d", "#N/D", "#N/A", "ns", "-", "–", "…", "Non disponible"]
)
def test_what_is_not_available_is_one_value(text: str) -> None:
    """Every way to say that a number is not available is stored as « nd », and never as a number or another text."""
    assert numerals.is_missing(text)
    assert numerals.typed(text) == NOT_AVAILABLE
    assert numerals.parse(text) is None


@pytest.mark.parametrize("text", ["1000000000000000", "-1 000 000 000 000 000", "999 999 999 999 999 999,5"])
def test_a_number_that_no_cell_could_keep_stays_text(text: str) -> None:
    """Beyond fifteen digits the text stays as it was typed, rather than a number that a spreadsheet would round."""
    assert numerals.typed(text) == text
    assert not isinstance(numerals.typed(text), (int, float))


@pytest.mark.parametrize(
    ("value", "most", "expected"),
    [
        (Fraction(2469, 2), 2, f"1{NNBSP}234,5"),
        (Fraction(1, 3), 2, "0,33"),
        (Fraction(-1, 1000), 2, "0"),
        (Fraction(-5, 2), 0, "-3"),
        (1e-7, 15, "0,0000001"),
        (100, 2, "100"),
    ],
)
def test_a_number_is_written_without_useless_zeros(value: Fraction | float, most: int, expected: str) -> None:
    """A number is written in the French form with the decimals that it has, and neither « -0 » nor zeros at the end."""
    assert numerals.plain(value, most) == expected
    assert not numerals.plain(value, most).endswith(",")
