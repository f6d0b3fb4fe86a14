"""Names that people give, and the names of folders and files that come of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from pathlib import PurePosixPath

from cmq.errors import InvalidInput
from cmq.text import clean_text, comparable

MAX_NAME = 120
"""Characters of the name of a campus or a campaign."""
MAX_SLUG = 60
_MAX_FILE_STEM = 80
_MAX_EXTENSION = 10

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "clock$"}
    | {f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789"}
)
"""Names that Windows keeps for devices, with any extension."""


def check_name(name: str) -> str:
    """The name without superfluous spaces. Raises ``InvalidInput`` for one that cannot be used."""
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in name):
        raise InvalidInput(
            "Ce nom contient des caractères invisibles (retour à la ligne, tabulation…). Retapez-le à la main."
        )
    name = " ".join(clean_text(unicodedata.normalize("NFC", name)).split())
    if not name:
        raise InvalidInput("Le nom est vide. Donnez un nom, par exemple « Campus Textile Hauts-de-France ».")
    if len(name) > MAX_NAME:
        raise InvalidInput(f"Ce nom est trop long : {len(name)} caractères, pour {MAX_NAME} au plus.")
    if "/" in name or "\\" in name or ".." in name:
        raise InvalidInput("Un nom ne peut contenir ni « / », ni « \\ », ni « .. ».")
    if not any(character.isalnum() for character in name):
        raise InvalidInput("Ce nom ne contient ni lettre ni chiffre : ajoutez-en au moins un.")
    return name


def latest_first(year: int | None, name: str) -> tuple[int, str]:
    """What puts the campaigns of a campus in order: the latest year first, then by name."""
    return -(year or 0), comparable(name)


def slug(name: str, taken: Collection[str], fallback: str) -> str:
    """A folder or file name for a name: ASCII, in lower case, at most ``MAX_SLUG`` long and not taken.

    ``fallback`` stands for a name that has no Latin letter nor digit.
    """
    ascii_name = comparable(name).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "-", ascii_name).strip("-")[:MAX_SLUG].strip("-") or fallback
    if base in _RESERVED:
        base = f"{fallback}-{base}"
    candidate, number = base, 2
    while candidate in taken:
        ending = f"-{number}"
        candidate = base[: MAX_SLUG - len(ending)].strip("-") + ending
        number += 1
    return candidate


def is_slug(text: str) -> bool:
    """Whether a text (from an address, a folder) is a name that ``slug`` could give, and so no path."""
    return len(text) <= MAX_SLUG and _SLUG.fullmatch(text) is not None and text not in _RESERVED


def file_name(name: str) -> str:
    """A safe name for an uploaded file, near to its own: no folder, no reserved name, bounded length."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    name = unicodedata.normalize("NFC", clean_text(name))
    name = re.sub(r"[^\w .()-]", "_", name).replace("\n", "_").replace("\t", "_")
    name = re.sub(r"\.{2,}", ".", " ".join(name.split())).strip(" .")
    path = PurePosixPath(name or "document")
    extension = path.suffix if len(path.suffix) <= _MAX_EXTENSION else ""
    stem = path.name.removesuffix(extension)
    stem = stem.encode()[:_MAX_FILE_STEM].decode(errors="ignore").strip(" .") or "document"
    if stem.split(".")[0].lower() in _RESERVED:
        stem = f"document-{stem}"
    return stem + extension.lower()
