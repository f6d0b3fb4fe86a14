"""Fields -> .xlsx: the whole workbook, built from one state."""

from __future__ import annotations

import io
from datetime import date

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cmq import french
from cmq.campaign import (
    REQUIREMENT_PREFIX,
    Campaign,
    Field,
    Scalar,
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
from cmq.storage.layout import Cell, Levels, Shape
from cmq.storage.reading import Stamp
from cmq.storage.sheets import Style, Styles, fit_rows, header, print_on_a4, put, widths
from cmq.tables import KINDS

_SPARE_ROWS = 500
"""Empty rows below the table of evidence that also get lists and date checks."""

_READ_ME = (
    "Ce classeur contient toutes les réponses d'une campagne d'auto-évaluation. Boussole CMQ le tient à jour.",
    (
        "Vous pouvez le compléter dans Excel ou LibreOffice\u00a0: à la prochaine ouverture dans Boussole CMQ, ce que vous "
        "avez changé est repris. Si la même réponse a aussi été changée dans l'application, c'est celle de l'application "
        "qui reste, et l'autre est gardée dans le journal."
    ),
    (
        "Ce qui se complète\u00a0: les colonnes Niveau, Non applicable, Motif, Commentaire, Renseigné par et Repris de de la "
        "feuille Réponses\u00a0; la colonne Vérifié de la feuille Vérifications\u00a0; toute la feuille Preuves\u00a0; le texte du campus "
        "de la feuille Annexe\u00a0; les valeurs de la feuille Campagne."
    ),
    (
        "Une nouvelle preuve\u00a0: une nouvelle ligne de la feuille Preuves, sans identifiant. Supprimer une ligne ne "
        "supprime rien\u00a0: videz ses cellules."
    ),
    "Ce qui est calculé\u00a0: la feuille Synthèse et les colonnes État et Nb de preuves. Ce qu'on y change est perdu.",
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
        self._levels = Levels.of(framework)
        self._book = Workbook()
        self._styles = Styles(self._book)

    def build(self, stamp: Stamp) -> bytes:
        """Write every sheet; the second one is what opens."""
        self._read_me(self._book.worksheets[0])
        synthesis.write(self._sheet(layout.SYNTHESIS), self._results, self._styles)
        self._answers(self._sheet(layout.ANSWERS))
        self._checks(self._sheet(layout.CHECKS))
        self._evidence(self._sheet(layout.EVIDENCE))
        self._annex(self._sheet(layout.ANNEX))
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
                if column.shape is Shape.FLAG and requirement.not_applicable_when:
                    conditional.append(number)
                    cell = cell or layout.NO
                put(sheet, number, index, cell, text)
            put(sheet, number, 7 + len(rest), len(row.evidence), self._styles[Style.COUNT])
        last = len(rows) + 1
        levels = len(self._framework.levels) + 1
        self._list(
            sheet, f"={layout.LISTS}!$B$2:$B${levels}", f"E2:E{last}", "Choisissez un niveau dans la liste."
        )
        self._yes_no(sheet, " ".join(f"G{number}" for number in conditional))
        self._finish(sheet, len(titles), last, "E2")

    def _checks(self, sheet: Worksheet) -> None:
        titles = ((layout.ID, 14), (layout.REQUIREMENT, 12), (layout.CHECK_TEXT, 90), (layout.CHECKED, 10))
        header(sheet, titles, self._styles)
        computed, text = self._styles[Style.COMPUTED], self._styles[Style.INPUT]
        number = 1
        for requirement in self._framework.assessed:
            for check in requirement.checks:
                number += 1
                ticked = self._state.get(check_field(requirement.id, check.id)) is True
                put(sheet, number, 1, check.id, computed)
                put(sheet, number, 2, requirement.id, computed)
                put(sheet, number, 3, check.text, computed)
                put(sheet, number, 4, layout.YES if ticked else layout.NO, text)
        self._yes_no(sheet, f"D2:D{max(number, 2)}")
        self._finish(sheet, len(titles), number, "D2")

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
            if field.kind == "preuve" and self._has_place(field, value):
                fields.setdefault(field.id, []).append(field)
        computed, text = self._styles[Style.COMPUTED], self._styles[Style.INPUT]
        for number, (id_, own) in enumerate(fields.items(), start=2):
            put(sheet, number, 1, id_, computed)
            for index, column in enumerate(columns, start=2):
                style = self._styles[Style.DATE] if column.shape is Shape.DATE else text
                put(sheet, number, index, self._shown(evidence_field(id_, column.name), column), style)
            linked = {
                field.name.removeprefix(REQUIREMENT_PREFIX)
                for field in own
                if field.name.startswith(REQUIREMENT_PREFIX)
            }
            ordered = [r.id for r in self._framework.assessed if r.id in linked]
            put(sheet, number, 2 + len(columns), layout.LINK_SEPARATOR.join(ordered), text)
        last = len(fields) + 1
        dates = DataValidation(
            type="date", operator="greaterThan", formula1="61", allow_blank=True, showErrorMessage=True
        )
        dates.errorTitle, dates.error = "Date", "Une date comme 23/11/2026 est attendue."
        dates.add(f"E2:E{last + _SPARE_ROWS}")
        sheet.add_data_validation(dates)
        self._finish(sheet, len(titles), last, "B2")

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
        self._finish(sheet, len(titles), len(self._framework.annex) + 1, "C2")

    def _profile(self, sheet: Worksheet) -> None:
        header(sheet, ((layout.ID, 24), (layout.ENTRY, 30), (layout.VALUE, 60)), self._styles)
        for number, column in enumerate(layout.PROFILE_ROWS, start=2):
            put(sheet, number, 1, column.name, self._styles[Style.COMPUTED])
            put(sheet, number, 2, column.header, self._styles[Style.COMPUTED])
            style = {Shape.DATE: Style.DATE, Shape.INTEGER: Style.NUMBER}.get(column.shape, Style.INPUT)
            put(sheet, number, 3, self._shown(profile_field(column.name), column), self._styles[style])
            if column.shape is Shape.CHOICE:
                words = ",".join(word for _, word in column.choices)
                self._list(sheet, f'"{words}"', f"C{number}", "Choisissez dans la liste.")
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
            if value is None or self._has_place(field, value):
                continue
            number += 1
            kind, cell = layout.to_typed_cell(value)
            for index, text in enumerate((*field, kind, cell), start=1):
                put(sheet, number, index, text, self._styles[Style.INPUT])
        self._finish(sheet, len(titles), number, "A2")
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
        put(sheet, 1, 1, layout.LEVEL_VALUE, self._styles[Style.HEADER])
        put(sheet, 1, 2, layout.LEVEL_NAME, self._styles[Style.HEADER])
        for number, level in enumerate(self._framework.levels, start=2):
            put(sheet, number, 1, level.value, self._styles[Style.COMPUTED])
            put(sheet, number, 2, level.name, self._styles[Style.COMPUTED])
        sheet.sheet_state = "hidden"

    def _shown(self, field: Field, column: layout.Column) -> Cell:
        value: Scalar = self._state.get(field)
        return None if value is None else layout.to_cell(column, value, self._levels)

    def _has_place(self, field: Field, value: Scalar) -> bool:
        return layout.has_place(field, value, self._framework, self._levels)

    def _yes_no(self, sheet: Worksheet, cells: str) -> None:
        if cells:
            self._list(sheet, f'"{layout.YES},{layout.NO}"', cells, "Répondez par oui ou par non.")

    def _list(self, sheet: Worksheet, formula: str, cells: str, message: str) -> None:
        validation = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=True)
        validation.errorTitle, validation.error = "Valeur inconnue", message
        for part in cells.split():
            validation.add(part)
        sheet.add_data_validation(validation)

    def _finish(self, sheet: Worksheet, columns: int, last: int, freeze: str) -> None:
        fit_rows(sheet)
        sheet.freeze_panes = freeze
        sheet.auto_filter.ref = f"A1:{get_column_letter(columns)}{max(last, 1)}"
        print_on_a4(sheet)
        sheet.print_title_rows = "1:1"
