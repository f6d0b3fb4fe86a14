"""An empty table in the layout that ``propose`` reads, for somebody to fill in a spreadsheet."""

from __future__ import annotations

import csv
import io

from cmq import french
from cmq.indicators import Measures

COLUMNS = (
    "Indicateur",
    "Nom",
    "Année",
    "Groupe",
    "Numérateur",
    "Dénominateur",
    "Valeur",
    "Source",
    "Commentaire",
)


def template(measures: Measures, year: int) -> bytes:
    """A CSV file that French spreadsheets open by a double click: a row a followed indicator, then its groups."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for result in measures.followed:
        indicator = result.indicator
        groups = [
            group.name for id_ in indicator.breakdowns for group in measures.framework.breakdown(id_).groups
        ]
        for group in ("", *groups):
            writer.writerow((indicator.id, indicator.name, french.period(indicator, year), group, *[""] * 5))
    return text.getvalue().encode("utf-8-sig")
