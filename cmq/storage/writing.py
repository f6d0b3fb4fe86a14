"""Fields -> .xlsx: the whole workbook, built from one state."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from cmq import french
from cmq.campaign import (
    REQUIREMENT_PREFIX,
    Campaign,
    Field,
    State,
    annex_field,
    answer_field,
    check_field,
    evidence_field,
    profile_field,
)
from cmq.framework import Framework
from cmq.scoring import Results, score
from cmq.storage import layout, synthesis
from cmq.storage.cells import NO, YES, Cell, Column, Shape, to_cell, to_typed_cell
from cmq.storage.committee_sheets import CommitteeSheets, offer_levels, offer_meetings
from cmq.storage.indicator_sheets import IndicatorSheets, offer_indicators
from cmq.storage.places import Places
from cmq.storage.reading import Stamp
from cmq.storage.sheets import (
    SPARE_ROWS,
    Style,
    Styles,
    blocks,
    dates_only,
    finish,
    fit_rows,
    header,
    offer_words,
    offer_yes_no,
    put,
    style_for,
    widths,
)
from cmq.storage.values import NON_APPLICABLE
from cmq.tables import KINDS

_READ_ME = (
    "Ce classeur contient toutes les réponses d'une campagne d'auto-évaluation. Boussole CMQ le tient à jour.",
    (
        "Vous pouvez le compléter dans Excel ou LibreOffice\u00a0: à la prochaine ouverture dans Boussole CMQ, ce que vous "
        "avez changé est repris. Si la même réponse a aussi été changée dans l'application, c'est celle de l'application "
        "qui reste, et l'autre est gardée dans le journal."
    ),
    (
        "Ce qui se complète\u00a0: les colonnes Niveau, Non applicable, Motif, Commentaire, Renseigné par, Repris de et À "
        "discuter de la feuille Réponses\u00a0; la colonne Vérifié de la feuille Vérifications\u00a0; toute la feuille Preuves\u00a0; les valeurs "
        "de la feuille Indicateurs\u00a0; le suivi, le départ et la cible de la feuille Objectifs\u00a0; le texte du campus de la "
        "feuille Annexe\u00a0; les feuilles Séances, Membres et Décisions\u00a0; l'état de chaque présence\u00a0; les valeurs de la "
        "feuille Campagne."
    ),
    (
        "Une nouvelle preuve, une nouvelle valeur d'indicateur, une nouvelle séance, un nouveau membre, une nouvelle "
        "décision\u00a0: une nouvelle ligne, sans identifiant. Supprimer une ligne ne supprime rien\u00a0: videz ses cellules."
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


def build(state: State, framework: Framework, stamp: Stamp, today: date | None = None) -> bytes:
    """The workbook of a state, as the bytes of an .xlsx."""
    results = score(framework, Campaign.from_state(state), today)
    return _Builder(state, framework, results).build(stamp)


class _Builder:
    def __init__(self, state: State, framework: Framework, results: Results) -> None:
        self._state = state
        self._framework = framework
        self._results = results
        self._places = Places(results)
        self._book = Workbook()
        self._styles = Styles(self._book)

    def build(self, stamp: Stamp) -> bytes:
        """Write every sheet; the second one is what opens."""
        self._read_me(self._book.worksheets[0])
        synthesis.write(self._sheet(layout.SYNTHESIS), self._results, self._styles)
        self._answers(self._sheet(layout.ANSWERS))
        self._checks(self._sheet(layout.CHECKS))
        self._evidence(self._sheet(layout.EVIDENCE))
        indicators = IndicatorSheets(self._state, self._places, self._results.measures, self._styles)
        indicators.write_values(self._sheet(layout.INDICATORS))
        indicators.write_targets(self._sheet(layout.TARGETS))
        self._annex(self._sheet(layout.ANNEX))
        committee = CommitteeSheets(self._state, self._places, self._results, self._styles)
        committee.write_meetings(self._sheet(layout.MEETINGS))
        committee.write_members(self._sheet(layout.MEMBERS))
        committee.write_presences(self._sheet(layout.PRESENCES))
        committee.write_decisions(self._sheet(layout.DECISIONS))
        self._profile(self._sheet(layout.PROFILE))
        self._others(self._sheet(layout.OTHERS))
        self._meta(self._sheet(layout.META), stamp)
        self._lists(self._sheet(layout.LISTS))
        self._book.active = self._book.sheetnames.index(layout.SYNTHESIS)
        for sheet in self._book.worksheets:
            sheet.sheet_view.tabSelected = sheet.title == layout.SYNTHESIS
        profile = self._results.campaign.profile
        self._book.properties.creator = "Boussole CMQ"
        self._book.properties.title = f"{profile.campus} – {profile.name}".strip(" –")
        self._book.properties.language = "fr-FR"
        buffer = io.BytesIO()
        self._book.save(buffer)
        return buffer.getvalue()

    def _sheet(self, title: str) -> Worksheet:
        sheet: Worksheet = self._book.create_sheet(title)
        return sheet

    def _read_me(self, sheet: Worksheet) -> None:
        sheet.title = layout.READ_ME
        widths(sheet, (100,))
        put(sheet, 1, 1, "Boussole CMQ", self._styles[Style.TITLE])
        for row, text in enumerate(_READ_ME, start=3):
            put(sheet, row, 1, text, self._styles[Style.TEXT])
        put(sheet, len(_READ_ME) + 4, 1, self._framework.meta.disclaimer, self._styles[Style.TEXT])
        fit_rows(sheet)
        sheet.sheet_view.showGridLines = False

    def _answers(self, sheet: Worksheet) -> None:
        columns = layout.ANSWER_COLUMNS
        level, rest = columns[0], columns[1:]
        titles = (
            (layout.ID, 12),
            (layout.CRITERION, 20),
            (layout.KIND, 11),
            (layout.TEXT, 60),
            (level.header, level.width),
            (layout.STATE, 20),
            *((column.header, column.width) for column in rest),
            (layout.EVIDENCE_COUNT, 10),
        )
        header(sheet, titles, self._styles)
        computed, text = self._styles[Style.COMPUTED], self._styles[Style.INPUT]
        rows = self._results.rows
        conditional: list[int] = []
        for number, row in enumerate(rows, start=2):
            requirement = row.requirement
            put(sheet, number, 1, requirement.id, computed)
            put(sheet, number, 2, f"{row.criterion.number} {row.criterion.short_title}", computed)
            put(sheet, number, 3, KINDS[requirement.kind], computed)
            put(sheet, number, 4, requirement.text, computed)
            put(sheet, number, 5, self._shown(answer_field(requirement.id, level.name), level), text)
            put(sheet, number, 6, french.REQUIREMENT_STATES[row.state], computed)
            for index, column in enumerate(rest, start=7):
                cell = self._shown(answer_field(requirement.id, column.name), column)
                if column.name == NON_APPLICABLE and requirement.not_applicable_when:
                    conditional.append(number)
                    cell = cell or NO
                put(sheet, number, index, cell, text)
            put(sheet, number, 7 + len(rest), len(row.evidence), self._styles[Style.COUNT])
        last = len(rows) + 1
        offer_levels(sheet, self._places, f"E2:E{last}")
        offer_yes_no(sheet, blocks("G", conditional))
        offer_yes_no(sheet, f"L2:L{last}")
        finish(sheet, len(titles), last, "E2")

    def _checks(self, sheet: Worksheet) -> None:
        titles = (
            (layout.ID, 14),
            (layout.REQUIREMENT, 12),
            (layout.CHECK_TEXT, 90),
            (layout.CHECKED, 10),
            (layout.CHECK_FAMILY, 24),
        )
        header(sheet, titles, self._styles)
        computed, text = self._styles[Style.COMPUTED], self._styles[Style.INPUT]
        families = {family.id: family.name for family in self._framework.families}
        number = 1
        ticked_by_hand: list[int] = []
        for requirement in self._framework.assessed:
            for check in requirement.checks:
                number += 1
                put(sheet, number, 1, check.id, computed)
                put(sheet, number, 2, requirement.id, computed)
                put(sheet, number, 3, check.text, computed)
                if check.family:
                    ticked = self._results.measures.covered(check.family)
                else:
                    ticked = self._state.get(check_field(requirement.id, check.id)) is True
                    ticked_by_hand.append(number)
                put(sheet, number, 4, YES if ticked else NO, computed if check.family else text)
                put(sheet, number, 5, families[check.family] if check.family else None, computed)
        offer_yes_no(sheet, blocks("D", ticked_by_hand))
        finish(sheet, len(titles), number, "D2")

    def _evidence(self, sheet: Worksheet) -> None:
        columns = layout.EVIDENCE_COLUMNS
        titles = (
            (layout.ID, 17),
            *((column.header, column.width) for column in columns),
            (layout.LINKS, 40),
        )
        header(sheet, titles, self._styles)
        fields: dict[str, list[Field]] = {}
        for field, value in self._state.items():
            if field.kind == "preuve" and self._places.has(field, value):
                fields.setdefault(field.id, []).append(field)
        computed, text = self._styles[Style.COMPUTED], self._styles[Style.INPUT]
        for number, (id_, own) in enumerate(fields.items(), start=2):
            put(sheet, number, 1, id_, computed)
            for index, column in enumerate(columns, start=2):
                cell = self._shown(evidence_field(id_, column.name), column)
                put(sheet, number, index, cell, self._styles[style_for(column.shape)])
            linked = {
                field.name.removeprefix(REQUIREMENT_PREFIX)
                for field in own
                if field.name.startswith(REQUIREMENT_PREFIX)
            }
            ordered = [r.id for r in self._framework.assessed if r.id in linked]
            put(sheet, number, 2 + len(columns), layout.LINK_SEPARATOR.join(ordered), text)
        last = len(fields) + 1
        dates_only(sheet, f"E2:E{last + SPARE_ROWS}")
        offer_indicators(sheet, self._places, f"F2:F{last + SPARE_ROWS}")
        offer_meetings(sheet, self._places, f"G2:G{last + SPARE_ROWS}")
        finish(sheet, len(titles), last, "B2")

    def _annex(self, sheet: Worksheet) -> None:
        meta = self._framework.meta
        label = french.bare(meta.label_name)
        excellence = french.bare(meta.excellence_name)
        both = self._framework.has_excellence
        titles = (
            (layout.ID, 12),
            (layout.DIMENSION, 24),
            (label, 50),
            *(((excellence or "Excellence", 50),) if both else ()),
            (layout.ANNEX_COLUMN.header, layout.ANNEX_COLUMN.width),
        )
        header(sheet, titles, self._styles)
        computed, text = self._styles[Style.COMPUTED], self._styles[Style.INPUT]
        for number, dimension in enumerate(self._framework.annex, start=2):
            put(sheet, number, 1, dimension.id, computed)
            put(sheet, number, 2, dimension.name, computed)
            put(sheet, number, 3, "\n".join(dimension.label), computed)
            if both:
                put(sheet, number, 4, "\n".join(dimension.excellence), computed)
            own = self._shown(annex_field(dimension.id), layout.ANNEX_COLUMN)
            put(sheet, number, len(titles), own, text)
        finish(sheet, len(titles), len(self._framework.annex) + 1, "C2")

    def _profile(self, sheet: Worksheet) -> None:
        header(sheet, ((layout.ID, 24), (layout.ENTRY, 30), (layout.VALUE, 60)), self._styles)
        for number, column in enumerate(layout.PROFILE_ROWS, start=2):
            put(sheet, number, 1, column.name, self._styles[Style.COMPUTED])
            put(sheet, number, 2, column.header, self._styles[Style.COMPUTED])
            cell = self._shown(profile_field(column.name), column)
            put(sheet, number, 3, cell, self._styles[style_for(column.shape)])
            if column.shape is Shape.CHOICE:
                words = (word for _, word in column.choices)
                offer_words(sheet, words, f"C{number}", "Choisissez dans la liste.")
        sheet.freeze_panes = "A2"

    def _others(self, sheet: Worksheet) -> None:
        titles = (
            (layout.OBJECT, 16),
            (layout.ID, 24),
            (layout.NAME, 24),
            (layout.KIND, 12),
            (layout.VALUE, 80),
        )
        header(sheet, titles, self._styles)
        number = 1
        for field, value in self._state.items():
            if value is None or self._places.has(field, value):
                continue
            number += 1
            kind, cell = to_typed_cell(value)
            for index, text in enumerate((*field, kind, cell), start=1):
                put(sheet, number, index, text, self._styles[Style.INPUT])
        finish(sheet, len(titles), number, "A2")
        if number == 1:
            sheet.sheet_state = "hidden"

    def _meta(self, sheet: Worksheet, stamp: Stamp) -> None:
        widths(sheet, (46, 80))
        rows: tuple[tuple[str, Cell], ...] = (
            (layout.META_FORMAT, layout.FORMAT),
            (layout.META_FRAMEWORK, self._framework.meta.version),
            (layout.META_JOURNAL, stamp.journal),
            (layout.META_REVISION, stamp.revision),
            (layout.META_DATE, stamp.date.isoformat(timespec="milliseconds")),
            (layout.META_LINE_START, stamp.position.start),
            (layout.META_LINE_END, stamp.position.end),
            (layout.META_LINE_DIGEST, stamp.position.digest),
            (layout.META_DIGEST, stamp.digest),
        )
        for number, (key, value) in enumerate(rows, start=1):
            put(sheet, number, 1, key, self._styles[Style.HEADER])
            put(sheet, number, 2, value, self._styles[Style.COMPUTED])

    def _lists(self, sheet: Worksheet) -> None:
        lists: tuple[tuple[str, str, Iterable[tuple[Cell, str]]], ...] = (
            (layout.LEVEL_VALUE, layout.LEVEL_NAME, self._places.lexicon.levels.names.items()),
            (
                layout.INDICATOR_ID,
                layout.INDICATOR_NAME,
                ((id_, indicator.name) for id_, indicator in self._places.indicators.items()),
            ),
            (layout.GROUP_ID, layout.GROUP, self._places.groups.names.items()),
            (layout.ROLE_ID, layout.ROLE, self._places.lexicon.roles.names.items()),
        )
        for column, (key, value, rows) in zip(range(1, 9, 2), lists, strict=True):
            for number, cells in enumerate(((key, value), *rows), start=1):
                style = self._styles[Style.HEADER if number == 1 else Style.COMPUTED]
                put(sheet, number, column, cells[0], style)
                put(sheet, number, column + 1, cells[1], style)
        sheet.sheet_state = "hidden"

    def _shown(self, field: Field, column: Column) -> Cell:
        return to_cell(column, self._state.get(field), self._places.lexicon)
