"""Sealed versions: what a campaign was when it was presented to its committee, in one file that stays as it is.

A version is a ZIP in « <campaign>.versions », read-only, written once and never written again. The campaign records
the SHA-256 of the file's bytes, which any tool computes. It holds:

- ``version.json``: title, meeting, date, revision, every stored field, the results and the list of documents;
- ``referentiel.toml``: the framework, byte for byte;
- ``classeur.xlsx``: the workbook, for people;
- ``preuves/``: a copy of the evidence files that the campaign names.

``read`` trusts none of it: the digest comes first, then bounded inflation, then the names and the types.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tomllib
import uuid
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType

import pydantic

from cmq import french
from cmq.campaign import Campaign, Edit, Field, Meeting, Scalar, SealedVersion, State, version_field
from cmq.errors import AlteredVersion, BoussoleError, FrameworkError, InvalidInput, NewerFormat, StorageError
from cmq.framework import Framework, parse
from cmq.scoring import Rate, Results, score
from cmq.storage import files, guards, journal
from cmq.storage.locks import ProcessLock
from cmq.storage.names import slug
from cmq.storage.paths import versions_folder
from cmq.storage.store import Store
from cmq.storage.values import same_state

FORMAT = 1
"""Of ``version.json``; what changes the form of its results is a new format."""
MAX_DOCUMENTS = 200 * 1024 * 1024
"""Bytes of the documents of a version together."""
MAX_FILE = 256 * 1024 * 1024
"""Bytes of the file of a version."""

CONTENT = "version.json"
FRAMEWORK = "referentiel.toml"
WORKBOOK = "classeur.xlsx"
DOCUMENTS = "preuves/"

_SUFFIX = ".zip"
_LOCK_NAME = ".verrou.lock"
_READ_ONLY = 0o444
_MAX_FILE_NAME = 255
_MAX_TRIES = 5
_NOT_SEALED = "Aucune version n'a été scellée ; toutes les réponses sont intactes."
_INTACT = "Rien n'a été modifié sur le disque."
_RESTORE = "Remettez en place une copie de sauvegarde du fichier"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    LookupError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
)
"""What reading a ZIP that somebody forged may raise."""


class _Entry(pydantic.BaseModel):
    """An object of ``version.json``: its keys are the aliases, its values have the very types that are told."""

    model_config = pydantic.ConfigDict(strict=True, frozen=True, extra="forbid", allow_inf_nan=False)


class Count(_Entry):
    """So many of so many."""

    count: int = pydantic.Field(alias="nombre")
    total: int


class RequirementFigure(_Entry):
    """Where a requirement stood: a level or none, and a value of ``RequirementState``."""

    level: int | None = pydantic.Field(alias="niveau")
    state: str = pydantic.Field(alias="etat")


class CriterionFigure(_Entry):
    """Where a criterion stood, on both sides: values of ``CriterionState``."""

    label: str
    excellence: str


class Figures(_Entry):
    """The results as they were presented."""

    requirements: dict[str, RequirementFigure] = pydantic.Field(alias="exigences")
    criteria: dict[str, CriterionFigure] = pydantic.Field(alias="criteres")
    met_criteria: Count = pydantic.Field(alias="criteres_satisfaits")
    excellence: Count = pydantic.Field(alias="exigences_excellence")
    label_gap: int = pydantic.Field(alias="ecart_label")
    completion: Count = pydantic.Field(alias="completude")


class Document(_Entry):
    """An evidence file inside a version: name, SHA-256 and bytes."""

    name: str = pydantic.Field(alias="nom")
    digest: str = pydantic.Field(alias="empreinte")
    size: int = pydantic.Field(alias="octets")


class _FrameworkMark(_Entry):
    version: str
    digest: str = pydantic.Field(alias="empreinte")


class _Content(_Entry):
    """``version.json``."""

    format: int
    title: str = pydantic.Field(alias="titre")
    meeting: str = pydantic.Field(alias="seance")
    sealed_at: pydantic.AwareDatetime = pydantic.Field(alias="date")
    campus: str
    campaign: str = pydantic.Field(alias="campagne")
    revision: int
    framework: _FrameworkMark = pydantic.Field(alias="referentiel")
    state: tuple[tuple[str, str, str, str | int | float | bool], ...] = pydantic.Field(alias="etat")
    figures: Figures = pydantic.Field(alias="resultats")
    documents: tuple[Document, ...]
    missing: tuple[str, ...] = pydantic.Field(alias="documents_absents")


class _Format(pydantic.BaseModel):
    """What is looked at before the rest."""

    format: int


@dataclass(frozen=True)
class OpenedVersion:
    """A sealed version as it was read, its digest verified."""

    title: str
    """« Version présentée au COS du 12/11/2026 »."""
    meeting: str
    sealed_at: datetime
    digest: str
    """SHA-256 of the file, in hexadecimal."""
    revision: int
    framework: Framework
    """The one that it was sealed under."""
    state: State
    results: Results
    """Computed again, by the rules of today, as of the day of sealing."""
    presented: Figures
    """The results as they were frozen."""
    documents: tuple[Document, ...]
    missing: tuple[str, ...]
    """Evidence files that the campaign named and that were not there."""

    @property
    def campaign(self) -> Campaign:
        """The campaign as it was."""
        return self.results.campaign

    @property
    def faithful(self) -> bool:
        """Whether the results computed again are those that were presented; the application's rules may change."""
        return figures(self.results) == self.presented


class _Unusable(Exception):
    """Why a content is no version; its text ends a French sentence."""


@dataclass(frozen=True)
class _Frozen:
    """What a version is made of."""

    state: State
    revision: int
    workbook: bytes
    framework: bytes
    documents: Mapping[str, bytes]
    missing: tuple[str, ...]


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
        _check_framework(framework_source, framework)
        frozen = _freeze(store, framework_source)
        campaign = Campaign.from_state(frozen.state)
        meeting, day = _meeting(campaign, meeting_id)
        sealed_at = journal.new_moment()
        if today is not None:
            sealed_at = datetime.combine(today, sealed_at.time(), sealed_at.tzinfo)
        results = score(framework, campaign, sealed_at.date())
        short_name = framework.committee.short_name
        title = french.typeset(f"Version présentée au {short_name} du {french.day(day)}")
        content = _packed(frozen, _content(frozen, results, title, meeting.id, sealed_at), sealed_at)
        digest = hashlib.sha256(content).hexdigest()
        _check_packed(content, digest, frozen)
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
        return _opened(content, version.digest)
    except _Unusable as error:
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
    versions = sorted(store.campaign.versions.values(), key=lambda version: (_seconds(version), version.id))
    return [(version, _problem(store, version)) for version in versions]


def figures(results: Results) -> Figures:
    """The results in the form that a version freezes."""
    return Figures(
        exigences={
            row.requirement.id: RequirementFigure(niveau=row.level, etat=row.state.value)
            for row in results.rows
        },
        criteres={
            c.criterion.id: CriterionFigure(label=c.label_state.value, excellence=c.excellence_state.value)
            for c in results.criteria
        },
        criteres_satisfaits=Count(nombre=len(results.met_criteria), total=len(results.applicable_criteria)),
        exigences_excellence=_count(results.excellence_rate),
        ecart_label=len(results.label_gap),
        completude=_count(results.completion),
    )


# Sealing


def _check_framework(source: bytes, framework: Framework) -> None:
    """Refuse a source that is not the one of the framework in use: what was presented would not be what is frozen."""
    try:
        same = _framework(source) == framework
    except _Unusable:
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


def _freeze(store: Store, framework_source: bytes) -> _Frozen:
    """State, revision and workbook of one and the same moment, and the documents that it names."""
    for _ in range(_MAX_TRIES):
        store.refresh()
        state, revision = store.state, store.revision
        workbook = store.workbook_bytes()
        # A state is replaced whole, so that the same object means that nothing was recorded meanwhile.
        if store.state is state and store.revision == revision:
            documents, missing = _documents(store, Campaign.from_state(state))
            return _Frozen(state, revision, workbook, framework_source, documents, missing)
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
            path = store.attachment(name if _plain(name) else "")
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


def _content(frozen: _Frozen, results: Results, title: str, meeting: str, sealed_at: datetime) -> _Content:
    profile = results.campaign.profile
    return _Content(
        format=FORMAT,
        titre=title,
        seance=meeting,
        date=sealed_at,
        campus=profile.campus,
        campagne=profile.name,
        revision=frozen.revision,
        referentiel=_FrameworkMark(
            version=results.framework.meta.version, empreinte=hashlib.sha256(frozen.framework).hexdigest()
        ),
        etat=tuple((*field, value) for field, value in frozen.state.items() if value is not None),
        resultats=figures(results),
        documents=tuple(
            Document(nom=name, empreinte=hashlib.sha256(data).hexdigest(), octets=len(data))
            for name, data in frozen.documents.items()
        ),
        documents_absents=frozen.missing,
    )


def _packed(frozen: _Frozen, content: _Content, sealed_at: datetime) -> bytes:
    """The file of a version; what is compressed already, or stands for itself, is stored as it is."""
    text = json.dumps(content.model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=1)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:

        def add(name: str, part: bytes, method: int) -> None:
            entry = zipfile.ZipInfo(name, sealed_at.timetuple()[:6])
            entry.compress_type = method
            entry.external_attr = _READ_ONLY << 16
            archive.writestr(entry, part)

        add(CONTENT, text.encode(), zipfile.ZIP_DEFLATED)
        add(FRAMEWORK, frozen.framework, zipfile.ZIP_DEFLATED)
        add(WORKBOOK, frozen.workbook, zipfile.ZIP_STORED)
        for name, part in frozen.documents.items():
            add(DOCUMENTS + name, part, zipfile.ZIP_STORED)
    return buffer.getvalue()


def _check_packed(content: bytes, digest: str, frozen: _Frozen) -> None:
    """Refuse to seal what could not be opened again as it was."""
    try:
        opened = _opened(content, digest)
        why = "" if same_state(opened.state, frozen.state) and opened.faithful else "elle se relit autrement"
    except _Unusable as error:
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
        path.chmod(status.st_mode & _READ_ONLY)
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
        if not _plain(name) or path.is_symlink() or not path.is_file():
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


def _opened(content: bytes, digest: str) -> OpenedVersion:
    """The version that a file's bytes are. Raises ``_Unusable`` or ``NewerFormat``."""
    if len(content) > MAX_FILE:
        raise _Unusable(f"son fichier est trop gros ({MAX_FILE // 1024**2} Mo au plus)")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = _parsed(_inflated(archive, CONTENT))
            _check_names(archive.infolist(), found.documents)
            source = _inflated(archive, FRAMEWORK)
    except _BROKEN as error:
        raise _Unusable("son fichier n'est pas celui d'une version de Boussole CMQ") from error
    if hashlib.sha256(source).hexdigest() != found.framework.digest:
        raise _Unusable("son référentiel n'est pas celui qu'elle annonce")
    state: dict[Field, Scalar] = {Field(*row[:3]): row[3] for row in found.state}
    framework = _framework(source)
    return OpenedVersion(
        title=found.title,
        meeting=found.meeting,
        sealed_at=found.sealed_at,
        digest=digest,
        revision=found.revision,
        framework=framework,
        state=MappingProxyType(state),
        results=score(framework, Campaign.from_state(state), found.sealed_at.date()),
        presented=found.figures,
        documents=found.documents,
        missing=found.missing,
    )


def _parsed(text: bytes) -> _Content:
    version = _Format.model_validate_json(text).format
    if version > FORMAT:
        raise NewerFormat(
            "Cette version scellée vient d'une version plus récente de Boussole CMQ. "
            "Rien n'a été lu ni modifié : mettez l'application à jour, puis rouvrez la campagne."
        )
    return _Content.model_validate_json(text)


def _inflated(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part, never more of it than the limit, whatever size it tells."""
    entry = archive.getinfo(name)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _Unusable("une partie de son fichier est comprimée d'une façon inconnue")
    with archive.open(entry) as stream:
        part = stream.read(guards.MAX_INFLATED + 1)
    if len(part) > guards.MAX_INFLATED:
        raise _Unusable(
            f"une fois décompressé, son fichier serait démesuré (plus de {guards.MAX_INFLATED // 1024**2} Mo)"
        )
    return part


def _check_names(entries: list[zipfile.ZipInfo], documents: tuple[Document, ...]) -> None:
    """Refuse what ``seal`` does not write: other names, paths, documents of another size or that inflate."""
    sizes = {DOCUMENTS + document.name: document.size for document in documents}
    expected = sorted([CONTENT, FRAMEWORK, WORKBOOK, *sizes])
    if sorted(entry.filename for entry in entries) != expected or not all(_plain(d.name) for d in documents):
        raise _Unusable("son fichier contient autre chose que ce qui avait été scellé")
    for entry in entries:
        if entry.filename in (CONTENT, FRAMEWORK):
            continue
        size = sizes.get(entry.filename, entry.file_size)
        if entry.compress_type != zipfile.ZIP_STORED or not entry.compress_size == entry.file_size == size:
            raise _Unusable("un de ses documents n'a pas la taille annoncée")


def _framework(source: bytes) -> Framework:
    """The framework of a TOML file's bytes. Raises ``_Unusable``."""
    try:
        text = source.decode("utf-8-sig")
        return parse(tomllib.loads(text), FRAMEWORK, text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError, FrameworkError) as error:
        raise _Unusable(
            "cette version de l'application ne sait pas lire son référentiel ; "
            f"le classeur « {WORKBOOK} » qu'elle contient reste lisible"
        ) from error


def _plain(name: str) -> bool:
    """Whether it names a file of a folder, and no path, in a length that file systems take."""
    plain = name not in ("", ".", "..") and Path(name).name == name and "\\" not in name and "\0" not in name
    return plain and len(name.encode()) <= _MAX_FILE_NAME


def _count(rate: Rate) -> Count:
    return Count(nombre=len(rate.hits), total=len(rate.rows))


def _seconds(version: SealedVersion) -> float:
    return version.sealed_at.timestamp() if version.sealed_at is not None else 0.0
