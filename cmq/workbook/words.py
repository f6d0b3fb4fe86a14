"""What the words that people write in cells stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from cmq.campaign.columns import Vocabulary
from cmq.campaign.vocabularies import VOCABULARIES
from cmq.framework import Framework
from cmq.scoring import Results
from cmq.text import fold


class Words:
    """What words stand for: exactly, or else accents, case and ligatures aside.

    A word of an earlier list goes before the same one of a later list; one that stands for several things in
    its list stands for none.
    """

    def __init__(self, *lists: Iterable[tuple[str, Any]]) -> None:
        self._lists = [list(pairs) for pairs in lists]
        self._exact: dict[str, Any] = {}
        for pairs in reversed(self._lists):
            self._exact.update(_unambiguous(pairs))

    @cached_property
    def _folded(self) -> Mapping[str, Any]:
        return _unambiguous((fold(word), key) for pairs in self._lists for word, key in pairs)

    def find(self, text: str) -> Any:
        """What the text stands for; None where that is nothing, or several things."""
        text = text.strip()
        found = self._exact.get(text)
        return self._folded.get(fold(text)) if found is None else found


def _unambiguous(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    several: set[str] = set()
    for word, key in pairs:
        if found.setdefault(word, key) != key:
            several.add(word)
    return {word: key for word, key in found.items() if word not in several}


class Names:
    """Ids and the names that people know them by; a list that comes first goes before the next.

    An id that is a text may be written in place of its name.
    """

    def __init__(self, *lists: Mapping[Any, str]) -> None:
        self.names = {id_: name for names in reversed(lists) for id_, name in names.items()}
        self._words = Words(
            [(id_, id_) for id_ in self.names if isinstance(id_, str)],
            *([(name, id_) for id_, name in names.items()] for names in lists),
        )

    def find(self, text: str) -> Any:
        """The id that a text is, or that it names; None where there is none."""
        return self._words.find(text)

    def shown(self, id_: Any) -> Any:
        """The name where it tells which id is meant, else the id; None for an unknown one."""
        name = self.names.get(id_)
        return id_ if name is not None and self.find(name) != id_ else name


Lists = Mapping[Vocabulary, Mapping[Any, str]]
"""The sheet « Listes »: names by id."""
Lexicon = Mapping[Vocabulary, Names]


def lexicon_of(results: Results) -> Lexicon:
    """The words of a campaign that is written."""
    framework = results.framework
    return {v: Names({**v.known(framework), **v.own(results)}) for v in VOCABULARIES}


def lexicon_for(framework: Framework, written: Lists) -> Lexicon:
    """The words of a workbook that is read: those that it was written with go before those of today."""
    return {v: Names(written.get(v, {}), v.known(framework)) for v in VOCABULARIES}
