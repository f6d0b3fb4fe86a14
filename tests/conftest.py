"""Settings that every test shares."""

import os

from hypothesis import HealthCheck, settings

# A busy machine must not turn a slow example into a failure: what is bounded is the number of examples.
settings.register_profile("local", deadline=None)
settings.register_profile(
    "ci", deadline=None, derandomize=True, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci" if os.environ.get("CI") else "local")
