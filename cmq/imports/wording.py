"""What the texts of an import share."""

from __future__ import annotations


def quoted(text: str, most: int = 40) -> str:
    """« text »: what a cell holds, cut where it is long."""
    text = " ".join(text.split())
    return f"« {text[:most]}… »" if len(text) > most else f"« {text} »"
