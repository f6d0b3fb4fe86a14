"""How many examples a property is tried on, as a share of those of the profile in use (see ``tests/conftest.py``)."""

from hypothesis import settings


def examples(share: float) -> settings:
    """The settings of a property whose examples cost less, or more, than most; at least five examples."""
    return settings(max_examples=max(5, round(share * settings().max_examples)))
