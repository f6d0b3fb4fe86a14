"""Values that lost against somebody else's, kept until a person chooses between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cmq.campaign import columns
from cmq.campaign.columns import Column, Shape
from cmq.campaign.state import Edit, Field, Scalar
from cmq.campaign.table import Table


@dataclass(frozen=True, slots=True)
class Variant:
    """A value that lost, the field that it was for, and who had written it."""

    id: str
    field: Field
    value: Scalar
    author: str


@dataclass(frozen=True, slots=True)
class _Stored:
    """A variant as its fields tell it; its value may be of any type."""

    id: str
    field: str = columns.text("Champ", "champ")
    author: str = columns.text("Auteur", "auteur")
    value: Mapping[str, Scalar] = columns.rest(Column("Valeur", "valeur", Shape.TEXT))


VARIANTS = Table(
    _Stored, "variante", about="une valeur qui attend qu'on choisisse entre deux", ids="variante", new="V-"
)


def variants_of(stored: Mapping[str, _Stored]) -> Iterator[Variant]:
    """The variants whose field is one."""
    for one in stored.values():
        parts = one.field.split("/", 2)
        if len(parts) == len(Field._fields):
            yield Variant(one.id, Field(*parts), one.value.get("valeur"), one.author)


def variant_edits(field: Field, value: Scalar, author: str) -> tuple[Edit, ...]:
    """What records a refused value beside the one that was kept."""
    return tuple(
        Edit(edit.field, edit.after, edit.before)
        for edit in forget_variant_edits(Variant(VARIANTS.new_id(), field, value, author))
    )


def forget_variant_edits(variant: Variant) -> tuple[Edit, ...]:
    """What removes a variant once somebody has chosen."""
    return (
        Edit(VARIANTS.field(variant.id, "champ"), "/".join(variant.field), None),
        Edit(VARIANTS.field(variant.id, "valeur"), variant.value, None),
        Edit(VARIANTS.field(variant.id, "auteur"), variant.author or None, None),
    )
