"""What the user is told of a workbook that something else had changed."""

from __future__ import annotations

from collections.abc import Sequence

from cmq import french
from cmq.campaign import Clash, Edit, State, describe
from cmq.journal.ledger import Known
from cmq.journal.merge import Merge
from cmq.journal.notices import Notices
from cmq.workbook.reading import Content

_MAX_NAMES = 8


def tell_merged(notices: Notices, result: Merge, content: Content, base: State, known: Known) -> None:
    """Tell what was taken over from a workbook and what was not.

    ``known`` is what was known before.
    """
    if content.stamp.journal != known.journal and result.changed:
        notices.warn(
            "Le classeur ne provient pas de l'historique de cette campagne. Ce qui manquait ici en a été "
            "repris ; rien de ce qui est ici n'a été remplacé."
        )
    if result.edits:
        count = french.plural(len(result.edits), "valeur a été reprise", "valeurs ont été reprises")
        notices.info(f"{count} du classeur modifié hors de l'application : {_fields(result.edits)}.")
    if result.clashes:
        notices.warn(
            f"Modifié à la fois ici et dans le classeur : {_fields(result.clashes)}. "
            "La valeur de l'application est gardée ; celle du classeur est dans le journal."
        )
    refused = {field for field, _ in content.unread}
    missing = {
        field.id
        for field in base
        if field in known.state and field not in refused and not content.speaks_of(field)
    }
    if missing:
        notices.warn(
            f"Absent du classeur, gardé ici : {_shorten([id_ or 'campagne' for id_ in sorted(missing)])}. "
            "Supprimer une ligne du classeur ne supprime pas la réponse."
        )
    tell_remarks(notices, content)


def tell_remarks(notices: Notices, content: Content) -> None:
    """Tell what could not be understood in a workbook."""
    for remark in content.remarks:
        notices.warn(remark.text)


def _fields(items: Sequence[Edit] | Sequence[Clash]) -> str:
    return _shorten([describe(*item.field) for item in items])


def _shorten(names: Sequence[str]) -> str:
    """The first few of many names."""
    shown = list(dict.fromkeys(names))
    if len(shown) <= _MAX_NAMES:
        return ", ".join(shown)
    return ", ".join(shown[:_MAX_NAMES]) + f" et {len(shown) - _MAX_NAMES} autres"
