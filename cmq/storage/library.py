"""All campuses of a data folder: a folder a campus, a workbook and a journal a campaign."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from cmq.campaign import ANSWERS, TABLES, Edit, Scalar, State, profile_field
from cmq.errors import BoussoleError, InvalidInput
from cmq.files import atomic as files
from cmq.files.names import check_name, is_slug, slug
from cmq.files.paths import (
    EVIDENCE_SUFFIX,
    WORKBOOK_SUFFIX,
    evidence_folder,
    listed_campaign,
)
from cmq.framework import Framework
from cmq.journal.lock import ProcessLock
from cmq.storage.opening import title_of
from cmq.storage.peek import Peek, Peeks, Progress
from cmq.storage.scanning import Scanner
from cmq.storage.store import Store
from cmq.text import comparable

_CARRIED = frozenset(table.kind for table in TABLES if table.carried)
_OWN_TO_A_CAMPAIGN = ("nom", "annee", "referentiel")
_CARRIED_FROM = "repris_de"
_OWN_TO_AN_ANSWER = (_CARRIED_FROM, "a_discuter")
_EXAMPLE_MARK = ".exemple"
"""A file in the folder of the working copy of the example."""
_LOCK_NAME = ".bibliotheque.lock"
_INTACT = "Rien n'a été modifié sur le disque."


class CampaignRef(NamedTuple):
    """Where a campaign is: the campus's folder, the campaign's file."""

    campus: str
    campaign: str


class CampaignEntry(NamedTuple):
    """A campaign in a list; ``problem`` says in French why it cannot be opened, or is empty."""

    id: str
    name: str
    year: int | None
    problem: str = ""


class CampusEntry(NamedTuple):
    """A campus in a list, latest campaign first."""

    slug: str
    name: str
    campaigns: tuple[CampaignEntry, ...]
    academy: str = ""
    """Of the latest campaign that tells it."""


class Library:
    """The campaigns under one folder, each open at most once in this process. Thread-safe."""

    def __init__(self, root: Path, framework: Framework, example: Path | None = None) -> None:
        """Look after ``root``; ``example`` is the folder of the campus that ships with the application."""
        self.root = root
        self._framework = framework
        self._example = example
        self._lock = threading.RLock()
        self._process_lock = ProcessLock(root / _LOCK_NAME)
        self._stores: dict[Path, Store] = {}
        self._scanner = Scanner(root, example)

    def campuses(self) -> list[CampusEntry]:
        """Every campus, by name. Files that cannot be read are told of, none of them raises.

        Raises ``StorageError`` only where the data folder itself cannot be read.
        """
        found = [campus for campus in self._listed_campuses() if campus.campaigns]
        return sorted(found, key=lambda campus: comparable(campus.name))

    def create_campus(
        self, name: str, campaign: str, profile: Mapping[str, Scalar], author: str
    ) -> CampaignRef:
        """Create a campus with its first campaign; ``profile`` holds further fields of « campagne » by name.

        Raises ``InvalidInput`` (a name that cannot be used or exists already) or ``StorageError``.
        """
        name, campaign = check_name(name), check_name(campaign)
        with self._guard("Création du campus impossible"):
            if any(comparable(campus.name) == comparable(name) for campus in self.campuses()):
                raise InvalidInput(f"Le campus « {name} » existe déjà : ouvrez-le dans la liste.")
            folder = self.root / self._free_slug(name)
            folder.mkdir()
            try:
                id_ = slug(campaign, (), "campagne")
                edits = _profile_edits({**profile, "campus": name, "nom": campaign}, self._framework)
                self._add(Store.create(folder, id_, self._framework, edits, author))
            except BoussoleError:
                shutil.rmtree(folder)
                raise
            return CampaignRef(folder.name, id_)

    def create_campaign(
        self,
        campus: str,
        campaign: str,
        profile: Mapping[str, Scalar],
        author: str,
        carry_from: str | None = None,
    ) -> CampaignRef:
        """Start a campaign of a campus, from nothing or from the answers of another of its campaigns.

        Answers carried over say where they come from (« repris_de »); evidence comes with its files, and the committee
        with its members, not its meetings nor what it decided. What ``profile`` does not tell of the campus is taken
        from there, too. Raises ``InvalidInput`` or ``StorageError``.
        """
        campaign = check_name(campaign)
        with self._guard("Création de la campagne impossible"):
            folder = self._folder(campus)
            entry = self._campus(folder)
            if any(comparable(other.name) == comparable(campaign) for other in entry.campaigns):
                raise InvalidInput(f"La campagne « {campaign} » existe déjà : ouvrez-la, ou changez de nom.")
            id_ = slug(campaign, {other.id for other in entry.campaigns}, "campagne")
            source = self.open(campus, carry_from) if carry_from is not None else None
            values: dict[str, Scalar] = {"campus": entry.name}
            edits: list[Edit] = []
            if source is not None:
                source.refresh()
                values |= _inherited_profile(source.state)
                edits = _carried(source.state, source.campaign.profile.name or carry_from or "")
                _copy_evidence(source, evidence_folder(folder / (id_ + WORKBOOK_SUFFIX)))
            values |= {**profile, "nom": campaign}
            edits = [*_profile_edits(values, self._framework), *edits]
            self._add(Store.create(folder, id_, self._framework, edits, author))
            return CampaignRef(folder.name, id_)

    def open(self, campus: str, campaign: str) -> Store:
        """The campaign's store, the same one for every caller. Raises ``InvalidInput`` or ``StorageError``."""
        folder = self._folder(campus)
        if not is_slug(campaign):
            raise InvalidInput("Cette adresse ne désigne pas une campagne. Choisissez-la dans la liste.")
        path = folder / (campaign + WORKBOOK_SUFFIX)
        with self._lock:
            store = self._stores.get(path)
            return store if store is not None else self._add(Store(path, self._framework))

    def open_example(self) -> str:
        """The folder name of the working copy of the shipped example, made the first time.

        Raises ``InvalidInput`` where no example ships, or ``StorageError``.
        """
        if self._example is None or not self._example.is_dir():
            raise InvalidInput("Aucun exemple n'est livré avec cette installation.")
        with self._guard("Ouverture de l'exemple impossible"):
            for folder in self.root.iterdir():
                if is_slug(folder.name) and (folder / _EXAMPLE_MARK).is_file():
                    return folder.name
            folder = self.root / self._free_slug(f"{self._example.name}")
            partial = self.root / f".{folder.name}{files.TEMPORARY_SUFFIX}"
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir()
            for source in sorted(self._example.iterdir()):
                _copy_shipped(source, partial)
            (partial / _EXAMPLE_MARK).write_bytes(b"")
            partial.rename(folder)
            files.sync_folder(self.root)
            return folder.name

    def peek(self, progress: Progress | None = None) -> list[Peek]:
        """Every campus at its latest campaign, as its files say (see ``cmq.storage.peek``).

        ``progress`` is called on the way, each time that a campus had to be read. Raises as ``campuses`` does.
        """
        return self._peeks.all(progress)

    def only_campaign(self) -> CampaignRef | None:
        """The latest readable campaign of the one campus that has any; None where there are several, or none.

        Where there are several, only two are looked at. Raises as ``campuses`` does.
        """
        found: CampaignRef | None = None
        for campus in self._listed_campuses():
            latest = next((campaign for campaign in campus.campaigns if not campaign.problem), None)
            if latest is not None:
                if found is not None:
                    return None
                found = CampaignRef(campus.slug, latest.id)
        return found

    def _listed_campuses(self) -> Iterator[CampusEntry]:
        """The campuses one by one, as their folders come."""
        return map(self._campus, self._scanner.folders())

    @cached_property
    def _peeks(self) -> Peeks:
        return Peeks(self._scanner, self._framework, lambda *which: self.open(*which).refresh())

    def close(self) -> None:
        """Close every store."""
        with self._lock:
            for store in self._stores.values():
                store.close()
            self._stores.clear()
            self._process_lock.close()

    def _add(self, store: Store) -> Store:
        self._stores[store.path] = store
        return store

    @contextmanager
    def _guard(self, action: str) -> Iterator[None]:
        """Hold the library against other threads and processes while names are checked and folders made."""
        with self._lock, files.french_errors(action, _INTACT):
            self.root.mkdir(parents=True, exist_ok=True)
            with self._process_lock.held(action, _INTACT):
                yield

    def _folder(self, campus: str) -> Path:
        folder = self.root / campus
        if not is_slug(campus) or not folder.is_dir() or self._scanner.is_shipped(folder):
            raise InvalidInput("Ce campus est introuvable. Choisissez-le dans la liste.")
        return folder

    def _free_slug(self, name: str) -> str:
        taken = {entry.name.lower() for entry in self.root.iterdir()}
        if self._example is not None and self._example.parent.resolve() == self.root.resolve():
            taken.add(self._example.name)
        return slug(name, taken, "campus")

    def _campus(self, folder: Path) -> CampusEntry:
        """What the files of a folder say, and the stores that are open on them."""
        with self._lock:
            open_now = {
                store.campaign_id: title_of(store.campaign.profile)
                for path, store in self._stores.items()
                if path.parent == folder
            }
        scanned = self._scanner.campus(folder, open_now)
        if scanned.failure is not None:
            broken = CampaignEntry("", folder.name, None, scanned.failure.problem)
            return CampusEntry(folder.name, folder.name, (broken,))
        titles = [one.title for one in scanned.listed]
        return CampusEntry(
            folder.name,
            next((title.campus for title in titles if title.campus), folder.name),
            tuple(
                CampaignEntry(
                    one.files.id, one.name, one.title.year, one.failure.problem if one.failure else ""
                )
                for one in scanned.listed
            ),
            next((title.academy for title in titles if title.academy), ""),
        )


def _profile_edits(values: Mapping[str, Scalar], framework: Framework) -> list[Edit]:
    complete = {"referentiel": framework.meta.version, **values}
    return [Edit(profile_field(name), None, value) for name, value in complete.items()]


def _inherited_profile(state: State) -> dict[str, Scalar]:
    return {
        field.name: value
        for field, value in state.items()
        if field.kind == "campagne" and field.name not in _OWN_TO_A_CAMPAIGN
    }


def _carried(state: State, origin: str) -> list[Edit]:
    """What a campaign hands down, as edits of an empty one: no meeting, nor the evidence that is one."""
    meetings = {f.id for f in state if f.kind == "preuve" and f.name == "seance"}
    kept = {
        f: value
        for f, value in state.items()
        if f.kind in _CARRIED
        and f.name not in _OWN_TO_AN_ANSWER
        and not (f.kind == "preuve" and f.id in meetings)
    }
    marks = dict.fromkeys(ANSWERS.field(f.id, _CARRIED_FROM) for f in kept if f.kind == "reponse")
    return [Edit(f, None, value) for f, value in kept.items()] + [Edit(f, None, origin) for f in marks]


def _copy_evidence(source: Store, target: Path) -> None:
    """Copy the evidence files that a campaign hands down."""
    for item in source.campaign.evidence.values():
        if item.file and not item.meeting and (source.evidence_folder / item.file).is_file():
            target.mkdir(exist_ok=True)
            content = source.attachment(item.file).read_bytes()
            files.replace_atomically(target / item.file, content)


def _copy_shipped(source: Path, folder: Path) -> None:
    """Copy a workbook, a journal or a folder of evidence of the shipped example."""
    target = folder / source.name
    if source.is_dir() and source.name.endswith(EVIDENCE_SUFFIX):
        target.mkdir()
        for file in sorted(source.iterdir()):
            files.replace_atomically(target / file.name, file.read_bytes())
    elif source.is_file() and listed_campaign(source.name) is not None:
        files.replace_atomically(target, source.read_bytes())
