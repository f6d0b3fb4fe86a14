"""A TOML file -> ``Framework``, or an error that names the file, the line, the entry and the fault."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from cmq.errors import FrameworkError
from cmq.framework.faults import faults_of
from cmq.framework.model import Framework


def load(path: Path) -> Framework:
    """Read and check a framework file.

    Raises ``FrameworkError``: the file is missing, is no UTF-8 TOML, or an entry breaks a rule; the text
    names the file, the line, the entry and the fault, a line each.
    """
    try:
        source = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        what = next(text for kind, text in _UNREADABLE.items() if isinstance(error, kind))
        raise FrameworkError(f"{path.name} : le référentiel ne peut pas être lu, {what}.") from error
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise FrameworkError(f"{path.name}, {_syntax_fault(str(error), source)}") from error
    return parse(data, path.name, source)


def parse(data: Mapping[str, Any], name: str, source: str = "") -> Framework:
    """Check a framework's content; ``source``, the text that it was read from, gives the lines."""
    lines = _EntryLines(source)
    try:
        framework = Framework.model_validate(data)
    except ValidationError as error:
        errors = error.errors()
        faults = [_french(fault, data, lines) for fault in errors if not _follows(fault, errors)]
    else:
        faults = [
            lines.locate(table, index, entry) + what for table, index, entry, what in faults_of(framework)
        ]
        if not faults:
            return framework
    raise FrameworkError("\n".join(f"{name}, {fault}" for fault in faults))


_UNREADABLE: Mapping[type[Exception], str] = {
    FileNotFoundError: "le fichier est introuvable",
    IsADirectoryError: "c'est un dossier",
    PermissionError: "l'accès au fichier est refusé",
    UnicodeDecodeError: "il n'est pas enregistré en UTF-8",
    OSError: "le disque ne répond pas",
}

_SYNTAX = (
    (r"Expected '=' after a key", "le signe = manque après une clé"),
    (r"Illegal character '\\n'|Unterminated string", "un guillemet n'est pas fermé"),
    (r"Unclosed array|Expected '\]", "un crochet n'est pas fermé"),
    (r"Unclosed inline table", "une accolade n'est pas fermée"),
    (r"Unescaped '\\'|Invalid hex value", "une barre oblique inverse doit être doublée"),
    (r"overwrite|twice|Duplicate|mutate|redefine", "une clé ou une table est définie deux fois"),
    (r"Invalid value", "une valeur manque ou n'a pas de guillemets"),
)


def _syntax_fault(message: str, source: str) -> str:
    """The parser's English message as a line and a French sentence."""
    place = re.search(r"at line (\d+)", message)
    line = int(place[1]) if place else max(1, len(source.splitlines()))
    hint = next((text for pattern, text in _SYNTAX if re.search(pattern, message)), "")
    return f"ligne {line} : ce n'est pas du TOML valable{f' ; {hint}' if hint else ''}."


class _EntryLines:
    """The line at which each entry of a TOML file begins."""

    def __init__(self, source: str) -> None:
        seen: Counter[str] = Counter()
        self._lines: dict[tuple[str, int], int] = {}
        for number, line in enumerate(source.splitlines(), start=1):
            if match := re.match(r"\s*\[\[?\s*(\w+)\s*\]\]?\s*(#.*)?$", line):
                table = match[1]
                self._lines[table, seen[table]] = number
                seen[table] += 1

    def locate(self, table: str, index: int, entry: str) -> str:
        """« ligne 12, exigence « C01-R1 » : » for the entry at that place of its table."""
        line = self._lines.get((table, index))
        return (f"ligne {line}, " if line else "") + f"{table}{f' « {entry} »' if entry else ''} : "


_FAULTS = {
    "missing": "la clé obligatoire manque",
    "extra_forbidden": "cette clé est inconnue",
    "string_type": "un texte entre guillemets est attendu",
    "string_too_short": "le texte est vide",
    "string_too_long": "le texte est trop long",
    "string_pattern_mismatch": "seuls lettres, chiffres, point, tiret et tiret bas sont admis",
    "int_type": "un nombre entier est attendu",
    "int_parsing": "un nombre entier est attendu",
    "int_from_float": "un nombre entier est attendu",
    "finite_number": "un nombre entier est attendu",
    "bool_type": "true ou false est attendu",
    "bool_parsing": "true ou false est attendu",
    "tuple_type": "une liste est attendue",
    "list_type": "une liste est attendue",
    "model_type": "une table est attendue",
    "model_attributes_type": "une table est attendue",
    "enum": "valeur inconnue ; valeurs admises : {expected}",
    "greater_than": "la valeur doit être supérieure à {gt}",
    "greater_than_equal": "la valeur doit être au moins {ge}",
    "less_than_equal": "la valeur doit être au plus {le}",
    "too_short": "il en faut au moins {min_length}",
}

_TABLE_FAULTS = {"missing": "la table obligatoire manque", "extra_forbidden": "cette table est inconnue"}


def _follows(fault: Any, faults: Sequence[Any]) -> bool:
    """Whether a list seems too short only because one of its entries is wrong, which is told at that entry."""
    place = fault["loc"]
    return fault["type"] == "too_short" and any(
        other["loc"][: len(place)] == place and len(other["loc"]) > len(place) for other in faults
    )


def _french(fault: Any, data: Mapping[str, Any], lines: _EntryLines) -> str:
    location: tuple[str | int, ...] = fault["loc"]
    table, *inside = location
    index = inside.pop(0) if inside and isinstance(inside[0], int) else 0
    rows = data.get(str(table))
    row = rows[int(index)] if isinstance(rows, list) and rows else rows
    names = (row.get(key) for key in ("id", "valeur", "code", "terme")) if isinstance(row, Mapping) else ()
    entry = next((str(name) for name in names if name is not None), "")
    template = _FAULTS.get(fault["type"], "cette valeur n'est pas admise")
    if "(le |la " in str(fault.get("ctx", {}).get("pattern", "")):
        template = "un nom avec son article est attendu (« le label », « la charte »)"
    if len(location) == 1:
        template = _TABLE_FAULTS.get(fault["type"], template)
    context = dict(fault.get("ctx", {}))
    if "expected" in context:
        context["expected"] = str(context["expected"]).replace(" or ", " ou ").replace("'", "")
    key = ".".join(str(part) for part in inside)
    return (
        lines.locate(str(table), int(index), entry)
        + (f"{key} : " if key else "")
        + template.format(**context)
    )
