"""What the three pages about the instance itself share."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from cmq.errors import StorageError
from cmq.french import typeset
from cmq.imprint import FILE_NAME, Imprint, load
from ui import settings
from ui.messages import show_error
from ui.text import literal


def imprint_file() -> Path:
    """The deployer's file: CMQ_MENTIONS, or the one of the data folder. Raises StorageError."""
    path = Path(os.environ.get("CMQ_MENTIONS") or settings.data_folder() / FILE_NAME)
    try:
        return path.expanduser()
    except RuntimeError as error:
        raise StorageError(
            f"La variable CMQ_MENTIONS indique un dossier personnel inconnu, {path.parts[0]}. Corrigez-la."
        ) from error


def imprint() -> Imprint:
    """What the deployer states; where the file cannot be used the page says so and goes on without it."""
    try:
        return load(imprint_file())
    except StorageError as error:
        show_error(error)
        return Imprint()


def accessibility_mention() -> str:
    """« Accessibilité : non conforme », which every page must say as long as no audit is stated."""
    try:
        audited = bool(load(imprint_file()).accessibility.audit.strip())
    except StorageError:
        audited = False  # the page itself says what is wrong with the file
    return "Accessibilité" if audited else typeset("Accessibilité : non conforme")


def stated(name: str, text: str) -> None:
    """One statement, or that the deployer has not made it yet."""
    shown = literal(text) if text.strip() else f"*non précisé (fichier {literal(FILE_NAME)})*"
    st.markdown(typeset(f"**{name} :** {shown}"))
