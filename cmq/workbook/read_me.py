"""The words of the sheet « Lisez-moi »."""

from __future__ import annotations

from cmq.campaign import ANSWERS, TABLES
from cmq.french import NBSP, enumeration

_CHECKS = "la colonne Vérifié de la feuille Vérifications"
_FILLED = f"{NBSP}; ".join(
    words
    for table in TABLES
    if table.fill
    for words in ((table.fill, _CHECKS) if table is ANSWERS else (table.fill,))
)
_ADDED = enumeration([table.about for table in TABLES if table.open]).replace(" et ", " ou ")

TEXTS = (
    "Ce classeur contient toutes les réponses d'une campagne d'auto-évaluation. Boussole CMQ le tient à jour.",
    (
        "Vous pouvez le compléter dans Excel ou LibreOffice\u00a0: à la prochaine ouverture dans Boussole CMQ, ce que vous "
        "avez changé est repris. Si la même réponse a aussi été changée dans l'application, c'est celle de l'application "
        "qui reste, et l'autre est gardée dans le journal."
    ),
    f"Ce qui se complète\u00a0: {_FILLED}.",
    (
        f"Une nouvelle ligne, sans identifiant, ajoute {_ADDED}. Supprimer une ligne ne supprime rien\u00a0: videz ses "
        "cellules."
    ),
    (
        "Feuille Indicateurs\u00a0: une ligne par indicateur et par année, et par groupe s'il y a lieu (Groupe reste vide pour "
        "l'ensemble). Une année scolaire s'écrit 2024-2025, un taux de 62,5\u00a0% s'écrit 62,5, et «\u00a0nd\u00a0» remplace un nombre "
        "qui n'est pas disponible. Changer l'année, le groupe ou l'indicateur d'une ligne déplace sa valeur."
    ),
    (
        "Feuille Objectifs\u00a0: tant que Suivi est vide, le campus suit l'indicateur s'il fait partie du jeu proposé. La "
        "description des indicateurs propres au campus est dans la feuille Autres."
    ),
    (
        "Feuilles Séances, Membres, Présences et Décisions\u00a0: la colonne Séance d'une décision ou d'une preuve porte "
        "l'identifiant de la séance. Une séance compte comme preuve une fois qu'elle est tenue. Une présence est connue par "
        "l'identifiant de la séance et celui du membre, séparés par un deux-points\u00a0; une cellule État vide veut dire que la "
        "présence n'a pas été notée."
    ),
    (
        "Ce qui est calculé\u00a0: la feuille Synthèse\u00a0; les colonnes État, Nb de preuves, Résultat et Dernière valeur\u00a0; le nom "
        "des indicateurs et tout ce qui les décrit\u00a0; la colonne Vérifié des points qui dépendent d'une famille d'indicateurs\u00a0; "
        "la date de la séance, le nom du membre et l'empreinte de la version. Ce qu'on y change est perdu."
    ),
    (
        "Ne changez ni les identifiants, ni les titres des colonnes, ni la feuille Méta\u00a0: ils servent à relire le classeur. "
        "Les feuilles et les colonnes ajoutées ne sont pas gardées dans ce fichier\u00a0; une copie en est mise de côté."
    ),
)
