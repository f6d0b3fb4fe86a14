"""The sheets that no table has, and the headers that sheets share."""

from __future__ import annotations

from cmq.campaign import ANSWERS, TABLES

READ_ME = "Lisez-moi"
SYNTHESIS = "Synthèse"
CHECKS = "Vérifications"
OTHERS = "Autres"
META = "Méta"
LISTS = "Listes"

ID = "Identifiant"
ENTRY = "Rubrique"
VALUE = "Valeur"
REQUIREMENT = "Exigence"
CHECK_TEXT = "Point à vérifier"
CHECKED = "Vérifié"
CHECK_FAMILY = "Famille d'indicateurs"
"""Of a check that is made by itself: what « Vérifié » shows there is computed."""
OBJECT, NAME, KIND = "Objet", "Champ", "Type"

SHEETS = tuple(
    title
    for table in TABLES
    if table.sheet
    for title in ((table.sheet, CHECKS) if table is ANSWERS else (table.sheet,))
)
"""Those that hold what was answered, in order."""
TITLES = (READ_ME, SYNTHESIS, *SHEETS, OTHERS, META, LISTS)
