"""Where this server's files are: what ships with the project, and what a deployer names in the environment."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "data" / "exemple"
SHIPPED_FRAMEWORK = ROOT / "criteria.toml"


def data_folder() -> Path:
    """Where campuses are kept: CMQ_DATA_DIR, or the project's data folder."""
    return Path(os.environ.get("CMQ_DATA_DIR") or ROOT / "data").expanduser().resolve()


def framework_file() -> Path:
    """The framework in use: CMQ_FRAMEWORK, or the project's criteria.toml."""
    return Path(os.environ.get("CMQ_FRAMEWORK") or SHIPPED_FRAMEWORK).expanduser().resolve()
