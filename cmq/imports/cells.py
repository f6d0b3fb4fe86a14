"""What the cells of a campus's table mean: which indicator, part, year and group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cmq.campaign import value_parts
from cmq.days import written_years
from cmq.framework import Framework, Indicator, PeriodKind
from cmq.french import enumeration
from cmq.imports.wording import quoted
from cmq.indicators import Measures
from cmq.text import fold
from cmq.workbook.cells import NotUnderstood

NUMERATOR, DENOMINATOR, VALUE = "numerateur", "denominateur", "valeur"
NUMBERS = (NUMERATOR, DENOMINATOR, VALUE)
"""The names under which an indicator's numbers are stored."""

_PARTS = {
    **dict.fromkeys(("numerateur", "num"), NUMERATOR),
    **dict.fromkeys(("denominateur", "denom", "den"), DENOMINATOR),
    **dict.fromkeys(("valeur", "val", "taux", "resultat"), VALUE),
}
_WHOLE = frozenset({"", "ensemble", "total", "tous", "toutes", "global"})
_YEAR_WORD = re.compile("(?:annee(?: scolaire| civile)?|rentree|session|campagne|exercice) ")
_AROUND = " .,:;*-_|/()[]"
_DASHES = str.maketrans(dict.fromkeys("‐‑–—−", "-"))
_UNKNOWN = "Cet indicateur n'est pas au catalogue : {text}. Donnez son identifiant (par exemple {example}) ou son nom exact."


@dataclass(frozen=True, slots=True)
class Label:
    """What the label of a row names: an indicator, and perhaps one of its numbers, a year, a group."""

    indicator: Indicator
    part: str = ""
    year: int | None = None
    group: str = ""


def years_of(text: str) -> tuple[int, int | None] | None:
    """The year that a cell shows, and the second one of « 2024-2025 »; None where it shows none."""
    folded = fold(text)
    word = _YEAR_WORD.match(folded)
    years = written_years(folded[word.end() if word else 0 :].translate(_DASHES))
    if years is None:
        return None
    first, second = years
    if not second:
        return first, None
    return first, int(second) if len(second) == 4 else first // 100 * 100 + int(second)


def year_of(text: str, indicator: Indicator) -> int:
    """The year of a value of the indicator, as it is stored. Raises ``NotUnderstood``."""
    years = years_of(text)
    if years is None:
        raise NotUnderstood(
            f"Cette année n'est pas comprise : {quoted(text)}. Écrivez 2024, ou 2024-2025 pour une année scolaire."
            if text
            else "L'année manque."
        )
    first, second = years
    if second is None:
        return first
    if second not in (first + 1, first - 99):  # 1999-00
        raise NotUnderstood(
            f"Ces deux années ne se suivent pas : {quoted(text)}. Une année scolaire s'écrit {first}-{first + 1}."
        )
    if indicator.period is PeriodKind.CIVIL:
        raise NotUnderstood(
            f"{indicator.id} se mesure par année civile : écrivez {first} ou {first + 1} au lieu de {quoted(text)}."
        )
    return first


def _key(text: str) -> str:
    """Text for comparison, without punctuation around it; every dash is a hyphen."""
    return fold(text).translate(_DASHES).strip(_AROUND)


def part_of(text: str) -> str:
    """The number that a text names (« Dén. », « sections (numérateur) »); empty where it names none, or several."""
    folded = _key(text)
    if folded in _PARTS:
        return _PARTS[folded]
    # « Taux de réussite » names no number, unlike « Admis (numérateur) ».
    named = {_PARTS[word] for word in re.findall(r"\w+", folded) if _PARTS.get(word, VALUE) != VALUE}
    return named.pop() if len(named) == 1 else ""


class Catalogue:
    """Every indicator that a campus knows, found by what people write."""

    def __init__(self, measures: Measures) -> None:
        self.framework: Framework = measures.framework
        self._ids: dict[str, Indicator] = {}
        self._names: dict[str, list[Indicator]] = {}
        for result in measures.results:
            self._ids.setdefault(_key(result.indicator.id), result.indicator)
            self._names.setdefault(_key(result.indicator.name), []).append(result.indicator)
        # The longest first, so that FOR-011 is not taken for FOR-01.
        self._prefixes = sorted(filter(None, (*self._ids, *self._names)), key=len, reverse=True)
        self._labels: dict[str, Label | NotUnderstood] = {}

    def label(self, text: str) -> Label:
        """What a label names: id, name, both, and perhaps a part or a group after. Raises ``NotUnderstood``."""
        if text not in self._labels:
            try:
                self._labels[text] = self._read(text)
            except NotUnderstood as error:
                self._labels[text] = error
        found = self._labels[text]
        if isinstance(found, NotUnderstood):
            raise NotUnderstood(str(found))
        return found

    def labels(self, texts: Sequence[str]) -> Label:
        """What several cells of a row name together: the first decides, the others add to it or must agree.

        The id of a value (« FOR-03:2022 ») tells what a row was written for: where another cell names the indicator, that
        one decides.
        """
        texts = [text for text in texts if text]
        if not texts:
            raise NotUnderstood("L'indicateur manque.")
        label = self.label(texts[0])
        if label.year is not None and len(texts) > 1 and self.names(texts[1]):
            texts = texts[1:]
            label = replace(self.label(texts[0]), year=label.year, group=label.group)
        for text in texts[1:]:
            folded = _key(text)
            others = [self._ids[folded]] if folded in self._ids else self._names.get(folded, [])
            if others and label.indicator not in others:
                raise NotUnderstood(
                    f"{quoted(texts[0])} et {quoted(text)} ne désignent pas le même indicateur."
                )
            if not label.part:
                label = replace(label, part=self._part(label.indicator, folded))
        return label

    def names(self, text: str) -> bool:
        """Whether a text names an indicator."""
        try:
            self.label(text)
        except NotUnderstood:
            return False
        return True

    def group(self, text: str, indicator: Indicator) -> str:
        """The id of the group that a cell names, empty for the whole. Raises ``NotUnderstood``."""
        folded = fold(text)
        if folded in _WHOLE:
            return ""
        own = [group for id_ in indicator.breakdowns for group in self.framework.breakdown(id_).groups]
        for group in own:
            if folded in (fold(group.id), fold(group.name)):
                return group.id
        if not own:
            raise NotUnderstood(
                f"{indicator.id} ne se saisit pas par groupe ({quoted(text)}) : laissez la case vide."
            )
        known = enumeration([group.name for group in own])
        raise NotUnderstood(f"{indicator.id} n'a pas de groupe {quoted(text)}. Ses groupes : {known}.")

    def _read(self, text: str) -> Label:
        folded = _key(text)
        if (parts := value_parts("".join(text.split()))) and (known := self._ids.get(_key(parts[0]))):
            return Label(known, "", parts[1], self.group(parts[2], known))
        for prefix in self._prefixes:
            tail = folded[len(prefix) :]
            if folded.startswith(prefix) and not tail[:1].isalnum():
                return self._with_tail(self._known(prefix, text), tail.strip(_AROUND), text)
        raise self._unknown(text)

    def _known(self, prefix: str, text: str) -> Indicator:
        if prefix in self._ids:
            return self._ids[prefix]
        if len(self._names[prefix]) > 1:
            raise NotUnderstood(
                f"Plusieurs indicateurs portent ce nom : {quoted(text)}. Donnez l'identifiant."
            )
        return self._names[prefix][0]

    def _with_tail(self, indicator: Indicator, tail: str, text: str) -> Label:
        name, unit = _key(indicator.name), _key(indicator.unit)
        if tail.startswith(name) and not tail[len(name) :][:1].isalnum():
            tail = tail[len(name) :].strip(_AROUND)
        if tail in ("", unit, f"en {unit}"):
            return Label(indicator)
        if part := self._part(indicator, tail):
            return Label(indicator, part)
        try:
            return Label(indicator, group=self.group(tail, indicator))
        except NotUnderstood as error:
            raise NotUnderstood(
                f"La fin de {quoted(text)} n'est pas comprise. Après {indicator.id} peuvent venir son nom, "
                "numérateur, dénominateur ou un de ses groupes."
            ) from error

    def _part(self, indicator: Indicator, folded: str) -> str:
        if indicator.numerator and folded == _key(indicator.numerator):
            return NUMERATOR
        if indicator.denominator and folded == _key(indicator.denominator):
            return DENOMINATOR
        return part_of(folded)

    def _unknown(self, text: str) -> NotUnderstood:
        example = next(iter(self.framework.indicators), None)
        return NotUnderstood(_UNKNOWN.format(text=quoted(text), example=example.id if example else "IND-01"))
