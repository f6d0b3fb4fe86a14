"""The normal form of stored values: what a journal line and a spreadsheet cell can both hold.

Text holds no control character but tab and line feed, no lone surrogate, and fits a cell. A value that says
nothing (blank text, a flag that is off) is absent, as an emptied cell is.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping

from cmq.campaign import (
    CHECK_PREFIX,
    CRITERION_PREFIX,
    PURPOSE_PREFIX,
    REQUIREMENT_PREFIX,
    Field,
    Scalar,
    State,
)
from cmq.errors import InvalidInput
from cmq.text import clean_text

MAX_NAME = 255
"""The most that each part of a field's address holds, in characters."""
MAX_INTEGER = 10**15
"""Beyond it a spreadsheet rounds."""

NON_APPLICABLE = "non_applicable"

_FLAGS = frozenset({NON_APPLICABLE, "personnes", "a_discuter", "tenue"})
_FLAG_PREFIXES = (CHECK_PREFIX, REQUIREMENT_PREFIX, CRITERION_PREFIX, PURPOSE_PREFIX)


def is_flag(field: Field) -> bool:
    """Whether the field is only ever on or absent."""
    return field.name in _FLAGS or field.name.startswith(_FLAG_PREFIXES)


def normal(field: Field, value: Scalar) -> Scalar:
    """The value as it is stored; None where it says nothing.

    Raises ``InvalidInput`` for a number that a spreadsheet cannot hold.
    """
    if isinstance(value, str):
        text = clean_text(value)
        return text if text.strip() else None
    if isinstance(value, bool):
        return None if value is False and is_flag(field) else value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise InvalidInput("Ce nombre ne peut pas être enregistré : il n'est pas fini.")
        return value + 0.0  # -0.0 becomes 0.0
    if isinstance(value, int) and abs(value) > MAX_INTEGER:
        raise InvalidInput("Ce nombre est trop grand pour un classeur : 15 chiffres au plus.")
    return value


def check_field(field: Field) -> None:
    """Refuse an address that could not be stored as it is (``InvalidInput``)."""
    for part in field:
        if clean_text(part) != part or len(part) > MAX_NAME or part != part.strip():
            raise InvalidInput(f"Cet identifiant ne peut pas être enregistré : « {clean_text(part, 60)} ».")
    if not field.kind or not field.name:
        raise InvalidInput("Une réponse sans objet ou sans champ ne peut pas être enregistrée.")


def same(left: Scalar, right: Scalar) -> bool:
    """Equality that tells True from 1 and 1 from 1.0."""
    return type(left) is type(right) and left == right


def digest(state: Mapping[Field, Scalar]) -> str:
    """SHA-256 of a state's content in hexadecimal, whatever the order; absent values do not count."""
    rows = sorted(
        # No part holds a control character, so that the separator cannot be taken for one of theirs.
        f"{kind}\x1f{id_}\x1f{name}\x1f{value}"
        if isinstance(value, str)
        else f"{kind}\x1f{id_}\x1f{name}\x1f\x1f{value!r}"
        for (kind, id_, name), value in state.items()
        if value is not None
    )
    return hashlib.sha256("\x1e".join(rows).encode()).hexdigest()


def same_state(left: State, right: State) -> bool:
    """Whether two states hold the same values of the same types."""
    return left.keys() == right.keys() and all(same(value, right[field]) for field, value in left.items())
