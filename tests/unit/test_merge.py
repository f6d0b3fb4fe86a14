"""Two versions of one campaign: what is taken over, what clashes, what is left."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cmq.campaign import ANSWERS, Clash, Edit, Field, Scalar
from cmq.journal import merge

LEVEL = ANSWERS.field("C01-R1", "niveau")


class Version:
    """A version that speaks of every field."""

    def __init__(self, values: Mapping[Field, Scalar]) -> None:
        self.values = values

    def speaks_of(self, _field: Field, /) -> bool:
        return True


def merged(base: Scalar, theirs: Scalar, ours: Scalar) -> merge.Merge:
    """The merge of one field; None is no value."""
    states = [{LEVEL: value} if value is not None else {} for value in (base, theirs, ours)]
    return merge.merge(states[0], Version(states[1]), states[2])


@pytest.mark.parametrize(
    ("base", "theirs", "ours"),
    [(1, 2, 1), (None, 2, None), (1, None, 1), (0, 3, 0)],
)
def test_what_changed_there_alone_is_taken(base: Scalar, theirs: Scalar, ours: Scalar) -> None:
    found = merged(base, theirs, ours)
    assert found.edits == (Edit(LEVEL, ours, theirs),)
    assert found.clashes == ()


@pytest.mark.parametrize(
    ("base", "theirs", "ours"),
    [(1, 2, 3), (None, 2, 3), (1, None, 3), (1, 3, None), (None, 0, 3), (0, 1, 2)],
)
def test_what_changed_on_both_sides_clashes_and_ours_stays(
    base: Scalar, theirs: Scalar, ours: Scalar
) -> None:
    """A field that both filled from nothing too: neither is written over the other."""
    found = merged(base, theirs, ours)
    assert found.clashes == (Clash(LEVEL, ours, theirs),)
    assert found.edits == ()


@pytest.mark.parametrize(
    ("base", "theirs", "ours"), [(1, 1, 3), (1, 3, 3), (None, None, 3), (1, 1, None), (2, 2, 2)]
)
def test_what_changed_here_alone_or_to_the_same_is_left(base: Scalar, theirs: Scalar, ours: Scalar) -> None:
    found = merged(base, theirs, ours)
    assert found.edits == ()
    assert found.clashes == ()


def test_true_is_not_one_nor_one_a_decimal() -> None:
    """A level 1 and a tick are two values."""
    assert merged(1, True, 1).edits == (Edit(LEVEL, 1, True),)
    assert merged(1, 1.0, 1).edits == (Edit(LEVEL, 1, 1.0),)
    assert not merged(True, True, 1).edits


def test_only_the_last_value_that_the_very_copy_brought_is_old_news() -> None:
    """Somebody who goes back on an edit changes something; whoever reads it again does not."""
    copy = {LEVEL: [2, 4]}
    back = merge.merge({LEVEL: 1}, Version({LEVEL: 2}), {LEVEL: 4}, {LEVEL: [2, 4]}, copy)
    assert back.edits == (Edit(LEVEL, 4, 2),)
    again = merge.merge({LEVEL: 1}, Version({LEVEL: 4}), {LEVEL: 3}, {LEVEL: [2, 4]}, copy)
    assert again.edits == ()
    assert again.clashes == ()
