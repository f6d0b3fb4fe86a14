"""Where the files of a campaign are, and what tells that one changed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from cmq.files.atomic import unique_path

WORKBOOK_SUFFIX = ".xlsx"
JOURNAL_SUFFIX = ".journal.jsonl"
EVIDENCE_SUFFIX = ".preuves"
VERSIONS_SUFFIX = ".versions"

UNREADABLE = "illisible"
RECEIVED = "recu"
UNREADABLE_JOURNAL = "journal-illisible"
REPLACED_JOURNAL = "journal-remplace"
TORN_LINE = "ligne-interrompue"
_ASIDE = (UNREADABLE, RECEIVED, UNREADABLE_JOURNAL, REPLACED_JOURNAL, TORN_LINE)


class Signature(NamedTuple):
    """What tells that a file is still the one seen before."""

    inode: int
    size: int
    modified_ns: int


def signature(path: Path) -> Signature | None:
    """The signature of a file, None where there is none. Raises ``OSError``."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return Signature(status.st_ino, status.st_size, status.st_mtime_ns)


def campaign_id(path: Path) -> str:
    """The campaign of a workbook's path."""
    return path.name.removesuffix(WORKBOOK_SUFFIX)


def journal_path(path: Path) -> Path:
    """The journal beside a workbook."""
    return path.with_name(campaign_id(path) + JOURNAL_SUFFIX)


def evidence_folder(path: Path) -> Path:
    """The folder of evidence files beside a workbook."""
    return path.with_name(campaign_id(path) + EVIDENCE_SUFFIX)


def versions_folder(path: Path) -> Path:
    """The folder of sealed versions beside a workbook."""
    return path.with_name(campaign_id(path) + VERSIONS_SUFFIX)


def aside(path: Path, mark: str, suffix: str, moment: datetime | None = None) -> Path:
    """A free name beside a campaign's workbook for what is set aside; call it under the lock."""
    moment = moment or datetime.now().astimezone()
    return unique_path(path.with_name(f"{campaign_id(path)}.{mark}-{moment:%Y%m%d-%H%M%S}{suffix}"))


def listed_campaign(name: str) -> str | None:
    """The campaign that a file name stands for; None for what is neither its workbook nor its journal."""
    if name.startswith((".", "~$")):
        return None
    for suffix in (JOURNAL_SUFFIX, WORKBOOK_SUFFIX):
        if name.endswith(suffix):
            id_ = name.removesuffix(suffix)
            return None if any(f".{mark}-" in id_ for mark in _ASIDE) else id_
    return None
