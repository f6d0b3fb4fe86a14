"""Sealed versions: what a campaign was when it was presented to its committee, in one file that stays as it is.

A version is a ZIP in « <campaign>.versions », read-only, written once and never written again. The campaign records
the SHA-256 of the file's bytes, which any tool computes. It holds:

- ``version.json``: title, meeting, date, revision, every stored field, the results and the list of documents;
- ``referentiel.toml``: the framework, byte for byte;
- ``classeur.xlsx``: the workbook, for people;
- ``preuves/``: a copy of the evidence files that the campaign names.

``read`` trusts none of it: the digest comes first, then what ``cmq.storage.version_file`` looks at.
"""

from __future__ import annotations

import hashlib
import io
import os
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date, datetime
from pathlib import Path

from cmq import french
from cmq.campaign import Campaign, Edit, Meeting, SealedVersion, version_field
from cmq.errors import AlteredVersion, BoussoleError, InvalidInput, StorageError
from cmq.framework import Framework
from cmq.names import slug
from cmq.scoring import score
from cmq.storage import files, journal
from cmq.storage.locks import ProcessLock
from cmq.storage.paths import versions_folder
from cmq.storage.store import Store
from cmq.storage.values import same_state
from cmq.storage.version_file import (
    MAX_DOCUMENTS,
    MAX_FILE,
    READ_ONLY,
    Frozen,
    OpenedVersion,
    Unusable,
    content_for,
    framework_of,
    is_plain,
    pack,
    unpack,
)

_SUFFIX = ".zip"
_LOCK_NAME = ".verrou.lock"
_MAX_TRIES = 5
_NOT_SEALED = "Aucune version n'a été scellée ; toutes les réponses sont intactes."
_INTACT = "Rien n'a été modifié sur le disque."
_RESTORE = "Remettez en place une copie de sauvegarde du fichier"


def new_version_id() -> str:
    """A fresh id, unique across processes."""
    return "VS-" + uuid.uuid4().hex[:12]


def seal(  # noqa: PLR0913, PLR0917 - each says one independent thing of the version
    store: Store,
    framework_source: bytes,
    framework: Framework,
    meeting_id: str,
    author: str,
    today: date | None = None,
) -> SealedVersion:
    """Freeze the campaign for a meeting; when this returns the file is on disk and its digest in the journal.

    ``framework_source`` is the file that ``framework`` was read from; ``today`` the day of sealing, where it is not
    the present one. Raises ``InvalidInput`` (no such meeting, no date, too many bytes of evidence) or
    ``StorageError``; there is then no new version.
    """
    with files.french_errors("Scellement impossible", _NOT_SEALED):
        _checkframework_of(framework_source, framework)
        frozen = _freeze(store, framework_source)
        campaign = Campaign.from_state(frozen.state)
        meeting, day = _meeting(campaign, meeting_id)
        sealed_at = journal.new_moment()
        if today is not None:
            sealed_at = datetime.combine(today, sealed_at.time(), sealed_at.tzinfo)
        results = score(framework, campaign, sealed_at.date())
        short_name = framework.committee.short_name
        title = french.typeset(f"Version présentée au {short_name} du {french.day(day)}")
        content = pack(frozen, content_for(frozen, results, title, meeting.id, sealed_at), sealed_at)
        digest = hashlib.sha256(content).hexdigest()
        _checkpack(content, digest, frozen)
        path = _put(store, f"{slug(short_name, (), 'version')}-{day.isoformat()}{_SUFFIX}", content)
    id_ = new_version_id()
    values = {
        "seance": meeting.id,
        "date": sealed_at.isoformat(timespec="milliseconds"),
        "empreinte": digest,
        "fichier": path.name,
    }
    try:
        store.record([Edit(version_field(id_, name), None, value) for name, value in values.items()], author)
    except BoussoleError:
        _remove(path)
        raise
    return store.campaign.versions[id_]


def read(store: Store, version: SealedVersion) -> OpenedVersion:
    """Open a sealed version of the campaign.

    Raises ``AlteredVersion`` where the file's digest is not the one recorded, ``StorageError`` where the file is
    missing, unreadable or no version, ``NewerFormat`` where a later application wrote it. Nothing is changed.
    """
    content = content_of(store, version)
    try:
        return unpack(content, version.digest)
    except Unusable as error:
        raise StorageError(
            f"{_name(store, version)} ne peut pas être ouverte : {error}. "
            f"Le fichier « {version.file} » a été laissé tel quel."
        ) from error


def content_of(store: Store, version: SealedVersion) -> bytes:
    """The bytes of a version's file, its digest verified, to be downloaded. Raises as ``read`` does."""
    with _stream(store, version) as file:
        content = file.read(MAX_FILE + 1)
    if hashlib.sha256(content).hexdigest() != version.digest:
        raise _altered(store, version)
    return content


def check(store: Store) -> list[tuple[SealedVersion, str]]:
    """Every version of the campaign, oldest first, with what is wrong with its file in French, or an empty text.

    Computes digests, and reads no content.
    """
    versions = sorted(store.campaign.versions.values(), key=lambda version: (version.instant, version.id))
    return [(version, _problem(store, version)) for version in versions]


# Sealing


def _checkframework_of(source: bytes, framework: Framework) -> None:
    """Refuse a source that is not the one of the framework in use: what was presented would not be what is frozen."""
    try:
        same = framework_of(source) == framework
    except Unusable:
        same = False
    if not same:
        raise StorageError(
            "Scellement impossible : le fichier du référentiel a changé depuis le démarrage de l'application. "
            f"{_NOT_SEALED} Redémarrez l'application, puis recommencez."
        )


def _meeting(campaign: Campaign, meeting_id: str) -> tuple[Meeting, date]:
    meeting = campaign.meetings.get(meeting_id)
    if meeting is None:
        raise InvalidInput(
            f"Cette séance n'est pas, ou n'est plus, dans la campagne. {_NOT_SEALED} Choisissez-en une autre."
        )
    if meeting.day is None:
        raise InvalidInput(
            f"Cette séance n'a pas de date. {_NOT_SEALED} Donnez la date de la séance, puis recommencez."
        )
    return meeting, meeting.day


def _freeze(store: Store, framework_source: bytes) -> Frozen:
    """State, revision and workbook of one and the same moment, and the documents that it names."""
    for _ in range(_MAX_TRIES):
        store.refresh()
        state, revision = store.state, store.revision
        workbook = store.workbook_bytes()
        # A state is replaced whole, so that the same object means that nothing was recorded meanwhile.
        if store.state is state and store.revision == revision:
            documents, missing = _documents(store, Campaign.from_state(state))
            return Frozen(state, revision, workbook, framework_source, documents, missing)
    raise StorageError(
        "Scellement impossible : la campagne est modifiée sans cesse en ce moment. "
        f"{_NOT_SEALED} Attendez un instant, puis recommencez."
    )


def _documents(store: Store, campaign: Campaign) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The evidence files that a campaign names, and the names of those that are not there."""
    found: dict[str, bytes] = {}
    missing: list[str] = []
    budget = MAX_DOCUMENTS
    for name in dict.fromkeys(item.file for item in campaign.evidence.values() if item.file):
        try:
            path = store.attachment(name if is_plain(name) else "")
        except InvalidInput:
            missing.append(name)
            continue
        with path.open("rb") as file:
            found[name] = file.read(budget + 1)
        budget -= len(found[name])
        if budget < 0:
            raise InvalidInput(
                "Les fichiers de preuve de cette campagne sont trop gros pour une version scellée : "
                f"{MAX_DOCUMENTS // 1024**2} Mo au plus en tout. {_NOT_SEALED} Remplacez les plus gros par des liens."
            )
    return found, tuple(missing)


def _checkpack(content: bytes, digest: str, frozen: Frozen) -> None:
    """Refuse to seal what could not be opened again as it was."""
    try:
        opened = unpack(content, digest)
        why = "" if same_state(opened.state, frozen.state) and opened.faithful else "elle se relit autrement"
    except Unusable as error:
        why = str(error)
    if why:
        raise StorageError(f"Scellement impossible : {why}. {_NOT_SEALED} Signalez cette anomalie.")


def _put(store: Store, name: str, content: bytes) -> Path:
    """Write a new file of the versions' folder, whatever others seal meanwhile, and make it read-only."""
    folder = versions_folder(store.path)
    if not folder.is_dir():
        folder.mkdir(exist_ok=True)
        files.sync_folder(folder.parent)
    with (
        closing(ProcessLock(folder / _LOCK_NAME)) as lock,
        lock.held("Scellement impossible", _NOT_SEALED),
    ):
        files.remove_leftovers(folder, ".")
        path = files.unique_path(folder / name)
        status = files.replace_atomically(path, content)
        path.chmod(status.st_mode & READ_ONLY)
    return path


def _remove(path: Path) -> None:
    """Take back a file that the campaign could not record; one that stays is harmless, since nothing names it."""
    with suppress(OSError):
        if os.name == "nt":
            path.chmod(0o666)  # Windows removes no file that is read-only
        path.unlink()


# Reading


def _name(store: Store, version: SealedVersion) -> str:
    """The version in a sentence, whatever its file has become."""
    meeting = store.campaign.meetings.get(version.meeting)
    if meeting is not None and meeting.day is not None:
        return f"La version présentée à la séance du {french.day(meeting.day)}"
    if version.sealed_at is not None:
        return f"La version scellée le {french.day(version.sealed_at.date())}"
    return "Une version scellée"


def _altered(store: Store, version: SealedVersion) -> AlteredVersion:
    return AlteredVersion(
        f"{_name(store, version)} a été modifiée sur le disque après avoir été scellée : son empreinte n'est plus "
        f"celle du relevé. Elle n'est pas utilisée. {_RESTORE} « {version.file} »."
    )


@contextmanager
def _stream(store: Store, version: SealedVersion) -> Iterator[io.BufferedReader]:
    """The open file of a version, and the system's errors of the block in French. Raises ``StorageError``."""
    name, folder = version.file, versions_folder(store.path)
    if not name or not version.digest:
        raise StorageError(
            f"{_name(store, version)} ne peut pas être ouverte : le relevé de la campagne ne dit plus quel est son "
            f"fichier ou son empreinte. {_INTACT} Retrouvez ce relevé dans l'historique."
        )
    path = folder / name
    with files.french_errors("Lecture de la version scellée impossible", _INTACT):
        if not is_plain(name) or path.is_symlink() or not path.is_file():
            raise StorageError(
                f"{_name(store, version)} est introuvable : son fichier n'est pas dans le dossier « {folder.name} ». "
                f"Les réponses de la campagne sont intactes. {_RESTORE} « {name} »."
            )
        with path.open("rb") as file:
            yield file


def _problem(store: Store, version: SealedVersion) -> str:
    try:
        with _stream(store, version) as file:
            sound = os.fstat(file.fileno()).st_size <= MAX_FILE
            if sound and hashlib.file_digest(file, "sha256").hexdigest() == version.digest:
                return ""
        return str(_altered(store, version))
    except StorageError as error:
        return str(error)
