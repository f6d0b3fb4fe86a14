"""The file of a sealed version: what it holds, how it is packed, and how one that may have been forged is opened.

Nothing in it is trusted: bounded inflation comes first, then the names, then the types.
"""

from __future__ import annotations

import hashlib
import io
import json
import tomllib
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

import pydantic

from cmq import guards
from cmq.campaign import Campaign, Field, Scalar, State
from cmq.errors import FrameworkError, NewerFormat
from cmq.framework import Framework, parse
from cmq.scoring import Rate, Results, score

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

READ_ONLY = 0o444
_MAX_FILE_NAME = 255
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


class Unusable(Exception):
    """Why a content is no version; its text ends a French sentence."""


@dataclass(frozen=True)
class Frozen:
    """What a version is made of."""

    state: State
    revision: int
    workbook: bytes
    framework: bytes
    documents: Mapping[str, bytes]
    missing: tuple[str, ...]


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


def content_for(frozen: Frozen, results: Results, title: str, meeting: str, sealed_at: datetime) -> _Content:
    """What ``version.json`` says of a frozen campaign."""
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


def pack(frozen: Frozen, content: _Content, sealed_at: datetime) -> bytes:
    """The file of a version; what is compressed already, or stands for itself, is stored as it is."""
    text = json.dumps(content.model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=1)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:

        def add(name: str, part: bytes, method: int) -> None:
            entry = zipfile.ZipInfo(name, sealed_at.timetuple()[:6])
            entry.compress_type = method
            entry.external_attr = READ_ONLY << 16
            archive.writestr(entry, part)

        add(CONTENT, text.encode(), zipfile.ZIP_DEFLATED)
        add(FRAMEWORK, frozen.framework, zipfile.ZIP_DEFLATED)
        add(WORKBOOK, frozen.workbook, zipfile.ZIP_STORED)
        for name, part in frozen.documents.items():
            add(DOCUMENTS + name, part, zipfile.ZIP_STORED)
    return buffer.getvalue()


def unpack(content: bytes, digest: str) -> OpenedVersion:
    """The version that a file's bytes are. Raises ``Unusable`` or ``NewerFormat``."""
    if len(content) > MAX_FILE:
        raise Unusable(f"son fichier est trop gros ({MAX_FILE // 1024**2} Mo au plus)")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = _parsed(_inflated(archive, CONTENT))
            _check_names(archive.infolist(), found.documents)
            source = _inflated(archive, FRAMEWORK)
    except _BROKEN as error:
        raise Unusable("son fichier n'est pas celui d'une version de Boussole CMQ") from error
    if hashlib.sha256(source).hexdigest() != found.framework.digest:
        raise Unusable("son référentiel n'est pas celui qu'elle annonce")
    state: dict[Field, Scalar] = {Field(*row[:3]): row[3] for row in found.state}
    framework = framework_of(source)
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
        raise Unusable("une partie de son fichier est comprimée d'une façon inconnue")
    with archive.open(entry) as stream:
        part = stream.read(guards.MAX_INFLATED + 1)
    if len(part) > guards.MAX_INFLATED:
        raise Unusable(
            f"une fois décompressé, son fichier serait démesuré (plus de {guards.MAX_INFLATED // 1024**2} Mo)"
        )
    return part


def _check_names(entries: list[zipfile.ZipInfo], documents: tuple[Document, ...]) -> None:
    """Refuse what ``seal`` does not write: other names, paths, documents of another size or that inflate."""
    sizes = {DOCUMENTS + document.name: document.size for document in documents}
    expected = sorted([CONTENT, FRAMEWORK, WORKBOOK, *sizes])
    if sorted(entry.filename for entry in entries) != expected or not all(
        is_plain(d.name) for d in documents
    ):
        raise Unusable("son fichier contient autre chose que ce qui avait été scellé")
    for entry in entries:
        if entry.filename in (CONTENT, FRAMEWORK):
            continue
        size = sizes.get(entry.filename, entry.file_size)
        if entry.compress_type != zipfile.ZIP_STORED or not entry.compress_size == entry.file_size == size:
            raise Unusable("un de ses documents n'a pas la taille annoncée")


def framework_of(source: bytes) -> Framework:
    """The framework of a TOML file's bytes. Raises ``Unusable``."""
    try:
        text = source.decode("utf-8-sig")
        return parse(tomllib.loads(text), FRAMEWORK, text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError, FrameworkError) as error:
        raise Unusable(
            "cette version de l'application ne sait pas lire son référentiel ; "
            f"le classeur « {WORKBOOK} » qu'elle contient reste lisible"
        ) from error


def is_plain(name: str) -> bool:
    """Whether it names a file of a folder, and no path, in a length that file systems take."""
    plain = name not in ("", ".", "..") and Path(name).name == name and "\\" not in name and "\0" not in name
    return plain and len(name.encode()) <= _MAX_FILE_NAME


def _count(rate: Rate) -> Count:
    return Count(nombre=len(rate.hits), total=len(rate.rows))
