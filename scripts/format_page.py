"""Write the tables of docs/format.md from the declarations of ``cmq.campaign``: python -m scripts.format_page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from cmq.campaign import TABLES
from cmq.campaign.columns import Column, Shape
from cmq.workbook import titles

PAGE = Path(__file__).resolve().parents[1] / "docs" / "format.md"

_TYPES = {
    Shape.TEXT: "texte",
    Shape.INTEGER: "nombre entier",
    Shape.NUMBER: "nombre, `nd`, ou le texte qui n'en est pas un",
    Shape.YEAR: "année",
    Shape.DATE: "date (ISO)",
    Shape.LEVEL: "niveau",
    Shape.FLAG: "vrai ou absent",
    Shape.LINKS: "vrai ou absent",
    Shape.NAME: "identifiant, montré par son nom",
}
_OTHER_SHEETS = {
    titles.READ_ME: "à quoi sert chaque feuille",
    titles.SYNTHESIS: "chiffres, état de chaque critère, graphiques",
    titles.CHECKS: "une ligne par point à vérifier, oui ou non ; un point qui demande une famille d'indicateurs est "
    "calculé",
    titles.OTHERS: "ce qu'aucune autre feuille ne peut montrer, gardé tel quel (masquée si elle est vide)",
    titles.META: "version du format et du référentiel, journal, révision, empreinte du contenu",
    titles.LISTS: "les choix des listes (masquée)",
}


def tables() -> dict[str, str]:
    """The tables of the page in Markdown, by name."""
    kinds = (
        (f"`{t.kind}`", t.about, t.ids, t.sheet or "« Autres » seule", "oui" if t.carried else "non")
        for t in TABLES
    )
    fields = (
        (
            f"`{table.kind}`",
            f"`{column.name}{_suffix(column)}`",
            column.header,
            _type(column),
            str(column.since),
        )
        for table in TABLES
        for column in table.fields
    )
    contents = _OTHER_SHEETS | {table.sheet: table.content for table in TABLES if table.sheet}
    computed = {table.sheet: [c.header for c in table.computed] for table in TABLES}
    sheets = (
        (title, contents[title], ", ".join(f"« {header} »" for header in computed.get(title, ())) or "–")
        for title in titles.TITLES
    )
    return {
        "objets": _markdown(("Objet", "Ce que c'est", "Identifiant", "Feuille", "Repris"), kinds),
        "champs": _markdown(("Objet", "Champ", "En-tête", "Type", "Format"), fields),
        "feuilles": _markdown(("Feuille", "Contenu", "Colonnes calculées"), sheets),
    }


def page(text: str) -> str:
    """The page with its tables as the declarations say."""
    for name, table in tables().items():
        begin, end = f"<!-- {name} -->", f"<!-- fin : {name} -->"
        text = re.sub(
            f"{begin}.*?{end}", lambda _, b=begin, t=table, e=end: f"{b}\n\n{t}\n\n{e}", text, flags=re.DOTALL
        )
    return text


def _suffix(column: Column) -> str:
    return "<identifiant>" if column.name.endswith(":") else ""


def _type(column: Column) -> str:
    if column.choices:
        return " ou ".join(f"`{value}`" for value, _ in column.choices)
    return _TYPES[column.shape]


def _markdown(headers: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [headers, ("---",) * len(headers), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
