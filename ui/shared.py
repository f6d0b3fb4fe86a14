"""The framework and the campuses, which all sessions of this server share."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from cmq import framework
from cmq.errors import BoussoleError
from cmq.framework import Framework
from cmq.storage.library import CampaignRef, Library
from ui.messages import stop
from ui.settings import EXAMPLE, data_folder, framework_file


@st.cache_resource(show_spinner=False, max_entries=4)
def _framework(path: Path, modified: int) -> Framework:  # noqa: ARG001 – part of the cache's key
    return framework.load(path)


@st.cache_resource(show_spinner=False, max_entries=4)
def _library(root: Path, framework_path: Path, modified: int) -> Library:
    return Library(root, _framework(framework_path, modified), example=EXAMPLE)


def current_framework() -> Framework:
    """The framework, read again when its file changes; the page stops with its error where it has one."""
    path = framework_file()
    try:
        return _framework(path, path.stat().st_mtime_ns)
    except OSError:
        stop(f"Le référentiel {path.name} est introuvable. Vérifiez la variable CMQ_FRAMEWORK.")
    except BoussoleError as error:
        stop(error)


def library() -> Library:
    """The campuses of the data folder."""
    current_framework()
    path = framework_file()
    return _library(data_folder(), path, path.stat().st_mtime_ns)


def latest_campaigns() -> list[tuple[CampaignRef, str]]:
    """Each campus's latest readable campaign, and what to call it."""
    return [
        (CampaignRef(campus.slug, campaign.id), f"{campus.name}, campagne {campaign.name}")
        for campus in library().campuses()
        for campaign in [entry for entry in campus.campaigns if not entry.problem][:1]
    ]
