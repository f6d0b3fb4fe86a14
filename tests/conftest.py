"""Settings that every test shares."""

import gc
import os
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.scheduling import ByVisit

# What is bounded is the number of examples: a busy machine must not turn a slow one into a failure. At each push some
# examples, the same every time in continuous integration; at night (HYPOTHESIS_PROFILE=night) many, and new ones; for the
# change in hand (make test RAPIDE=1) a few.
COMMON = settings(deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("push", COMMON, max_examples=50, derandomize=bool(os.environ.get("CI")))
settings.register_profile("rapide", COMMON, max_examples=10, derandomize=True)
settings.register_profile("night", COMMON, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "push"))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByVisit:
    """Hand the tests out."""
    return ByVisit(config, log)


def pytest_collection_finish() -> None:
    """Leave all that was imported out of the collections of memory to come: it made tests a sixth longer."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
