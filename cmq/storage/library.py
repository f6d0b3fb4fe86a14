"""All campuses of a data folder: a folder a campus, a workbook and a journal a campaign."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from cmq.campaign import Campaign, Edit, Scalar, State, answer_field, profile_field
from cmq.errors import BoussoleError, InvalidInput, StorageError, UnreadableWorkbook
from cmq.framework import Framework
from cmq.guards import MAX_FILE
from cmq.names import check_name, is_slug, latest_first, slug
from cmq.storage import files, journal, merge, reading
from cmq.storage.glance import glance
from cmq.storage.locks import ProcessLock
from cmq.storage.paths import (
    EVIDENCE_SUFFIX,
    WORKBOOK_SUFFIX,
    evidence_folder,
    journal_path,
    listed_campaign,
    signature,
)
from cmq.storage.peek import Peek, Peeks, Progress
from cmq.storage.store import Store
from cmq.text import comparable

_CARRIED = ("reponse", "preuve", "annexe", "indicateur", "valeur", "membre")
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


class _Profile(NamedTuple):
    """What a list needs of a campaign."""

    campus: str
    entry: CampaignEntry
    academy: str = ""


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
        self._profiles: dict[Path, tuple[object, _Profile]] = {}

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
        with files.french_errors("Lecture du dossier des données impossible", _INTACT):
            folders = sorted(self.root.iterdir()) if self.root.exists() else []
        for folder in folders:
            if folder.is_dir() and not folder.name.startswith(".") and not self._is_shipped(folder):
                yield self._campus(folder)

    @cached_property
    def _peeks(self) -> Peeks:
        return Peeks(self.root, self._framework, self._example, lambda *which: self.open(*which).refresh())

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
        if not is_slug(campus) or not folder.is_dir() or self._is_shipped(folder):
            raise InvalidInput("Ce campus est introuvable. Choisissez-le dans la liste.")
        return folder

    def _free_slug(self, name: str) -> str:
        taken = {entry.name.lower() for entry in self.root.iterdir()}
        if self._example is not None and self._example.parent.resolve() == self.root.resolve():
            taken.add(self._example.name)
        return slug(name, taken, "campus")

    def _is_shipped(self, folder: Path) -> bool:
        return self._example is not None and folder.resolve() == self._example.resolve()

    def _campus(self, folder: Path) -> CampusEntry:
        try:
            names = sorted(entry.name for entry in folder.iterdir() if entry.is_file())
        except OSError:
            problem = "Ce dossier ne peut pas être lu : vérifiez ses droits."
            return CampusEntry(folder.name, folder.name, (CampaignEntry("", folder.name, None, problem),))
        ids = list(dict.fromkeys(id_ for name in names if (id_ := listed_campaign(name)) is not None))
        if not is_slug(folder.name):
            ids = ids[:1]
            problem = "Le nom de ce dossier n'est pas admis : minuscules sans accent, chiffres et tirets."
            entries = tuple(CampaignEntry("", folder.name, None, problem) for _ in ids)
            return CampusEntry(folder.name, folder.name, entries)
        profiles = sorted((self._profile(folder, id_) for id_ in ids), key=_latest_first)
        campus = next((profile.campus for profile in profiles if profile.campus), folder.name)
        academy = next((profile.academy for profile in profiles if profile.academy), "")
        return CampusEntry(folder.name, campus, tuple(profile.entry for profile in profiles), academy)

    def _profile(self, folder: Path, id_: str) -> _Profile:
        """What the files say of the campaign, whichever of them is there."""
        path = folder / (id_ + WORKBOOK_SUFFIX)
        with self._lock:
            store = self._stores.get(path)
            if store is not None:
                return _listed(id_, store.state)
            if not is_slug(id_):
                problem = "Le nom de ce fichier n'est pas admis : minuscules sans accent, chiffres et tirets."
                return _Profile("", CampaignEntry(id_, id_, None, problem))
            try:
                key = (signature(path), signature(journal_path(path)))
                cached = self._profiles.get(path)
                if cached is not None and cached[0] == key:
                    return cached[1]
                profile = _listed(id_, _read_profile(path))
            except (BoussoleError, OSError) as error:
                problem = (
                    str(error) if isinstance(error, BoussoleError) else "Ce fichier ne peut pas être lu."
                )
                return _Profile("", CampaignEntry(id_, id_, None, problem))
            self._profiles[path] = (key, profile)
            return profile


def _read_profile(path: Path) -> State:
    """The fields of « campagne » from the workbook, or from the journal where the workbook is not usable."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE + 1)
        values = glance(content) or reading.read_profile(content)
    except (FileNotFoundError, UnreadableWorkbook):
        if not journal_path(path).exists():
            raise
        entries = journal.read(journal_path(path)).entries
        if not entries:
            raise StorageError("Le journal de cette campagne est vide ou illisible.") from None
        return merge.replay(entries)
    return {profile_field(name): value for name, value in values.items()}


def _listed(id_: str, state: State) -> _Profile:
    profile = Campaign.from_state(state).profile
    entry = CampaignEntry(id_, profile.name or id_, profile.year)
    return _Profile(profile.campus, entry, profile.academy)


def _latest_first(profile: _Profile) -> tuple[bool, int, str]:
    entry = profile.entry
    return bool(entry.problem), *latest_first(entry.year, entry.name)


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
    marks = dict.fromkeys(answer_field(f.id, _CARRIED_FROM) for f in kept if f.kind == "reponse")
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
