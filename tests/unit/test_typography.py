"""French spacing of what the screens say: a text that reaches a screen goes through ``typeset`` on its way."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cmq.french import NBSP, typeset
from ui.text import literal

ROOT = Path(__file__).resolve().parents[2]
SCREENS = sorted([*(ROOT / "pages").glob("*.py"), *(ROOT / "ui").rglob("*.py")])
FRONTEND = ROOT / "ui" / "static" / "francais.js"

WRONG = re.compile(r" [:;?!»%]|« ")
TYPESETTERS = frozenset({"typeset", "literal", "show_error", "stop"})
"""What gives a text its no-break spaces, errors by ``literal``; texts of the domain and of people pass one of them, or a table."""

ELSEWHERE = {
    "ui/meeting/slides.py": "every text of a slide goes through its _text, which typesets",
    "ui/variants.py": "names of fields, put into a sentence that is typeset",
}
"""Modules that typeset a text in another place than where it is written."""


def is_exempt(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether a text is typeset where it stands, or goes to a log or to a replacement and not to a screen."""
    while (parent := parents.get(node)) is not None:
        if isinstance(parent, ast.Call):
            function = parent.func
            name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
            if name in TYPESETTERS | {"warning", "rstrip", "join", "error"} and not _is_widget(function):
                return True
        node = parent
    return False


def _is_widget(function: ast.expr) -> bool:
    """Whether a call is Streamlit's own: ``st.error`` shows, ``logger.error`` does not."""
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "st"
    )


def texts(tree: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    """The texts of a module, docstrings aside; what an f-string inserts is « x »."""
    parts = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    alone = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield (
                node,
                "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values),
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in parts | alone:
            yield node, node.value


def untypeset(source: str) -> list[str]:
    """The texts of a module that would reach a screen with an ordinary space where French has another."""
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    return [
        f"ligne {node.lineno} : {text!r}"
        for node, text in texts(tree)
        if WRONG.search(text) and not is_exempt(node, parents)
    ]


@pytest.mark.parametrize("path", SCREENS, ids=lambda path: str(path.relative_to(ROOT)))
def test_screens_typeset_what_they_say(path: Path) -> None:
    """No text of a screen is shown with an ordinary space before « : ; ? ! % » or inside « »."""
    if str(path.relative_to(ROOT)) in ELSEWHERE:
        return
    assert untypeset(path.read_text(encoding="utf-8")) == []


def test_texts_of_the_frontend_are_typeset_where_they_are_written() -> None:
    """Nothing passes there through Python: each French text has its own no-break spaces."""
    found = []
    for line in FRONTEND.read_text(encoding="utf-8").splitlines():
        texts_of_line = re.findall(r'"((?:[^"\\\\]|\\\\.)*)"', line)
        found += [
            text for text in texts_of_line if re.search(r"[à-ÿ’«]|Erreur|Aide", text) and WRONG.search(text)
        ]
    assert found == []


def test_the_check_sees_what_it_must() -> None:
    """A bare text is found, in an f-string too; a typeset one, a log and a docstring are not."""
    source = '''
"""Vraiment ? Oui : ici."""
st.info("Rien : essayez.")
st.info(f"{name} : rien.")
st.info(typeset(f"{name} : rien."))
st.error(literal(str(error)) + typeset(" : rien."))
logger.error("Page : %s")
st.error("Page : rien")
show_error(f"{name} : rien.")
'''
    assert [found.split(" : ")[0] for found in untypeset(source)] == ["ligne 3", "ligne 4", "ligne 8"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Où en est-on ?", f"Où en est-on{NBSP}?"),
        (
            "« Oui » : 62 % ; bien !",
            f"«{NBSP}Oui{NBSP}»{NBSP}: 62{NBSP}% ; bien{NBSP}!".replace(" ;", f"{NBSP};"),
        ),
        ("à 14:02", "à 14:02"),
        ("https://campus.example", "https://campus.example"),
    ],
)
def test_typeset_puts_no_break_spaces(text: str, expected: str) -> None:
    """Before double punctuation and « % », inside guillemets, and nowhere else."""
    assert typeset(text) == expected


def test_literal_typesets_what_it_shows() -> None:
    """A message of the domain reaches the screen by ``literal``, which escapes the marks that ``typeset`` looks for."""
    assert literal("Lecture impossible : réessayez") == f"Lecture impossible{NBSP}\\: réessayez"
