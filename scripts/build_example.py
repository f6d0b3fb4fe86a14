"""Build the fictitious campus that ships with the application: scripts/example.toml -> data/exemple/.

Run ``python -m scripts.build_example`` after a change of the text, of the framework or of the files' format. The
campaigns are made by the storage itself, at the dates that the text gives, so that the history reads as a real
one; the same text gives the same files.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import tomllib
import uuid
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

from cmq.campaign import (
    ANNEX,
    ANSWERS,
    CHECK_PREFIX,
    CRITERION_PREFIX,
    DECISIONS,
    EVIDENCE,
    ID_SEPARATOR,
    MEETINGS,
    MEMBERS,
    PLANS,
    PURPOSE_PREFIX,
    VALUES,
    Edit,
    Field,
    Nature,
    Scalar,
    evidence_link_field,
    presence_field,
    value_id,
)
from cmq.framework import Framework, load
from cmq.french import NBSP, NNBSP
from cmq.storage.library import Library
from cmq.storage.store import Store

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "scripts" / "example.toml"
TARGET = ROOT / "data" / "exemple"
SHIPPED = ("*.xlsx", "*.journal.jsonl", "*.preuves")

_ZONE = ZoneInfo("Europe/Paris")
_PACE = timedelta(minutes=4, seconds=35)
"""Between two answers of a session."""
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


class Clock:
    """The time that the storage is given while the example is built."""

    def __init__(self) -> None:
        self._now = datetime(2000, 1, 1, tzinfo=_ZONE)

    def set(self, moment: datetime) -> None:
        """Go on from that local time."""
        self._now = moment.replace(tzinfo=_ZONE)

    def new_moment(self, after: datetime | None = None) -> datetime:
        """Stand in for ``journal.new_moment``."""
        if after is not None and self._now <= after:
            raise ValueError(f"{self._now} : le texte de l'exemple n'est pas dans l'ordre des dates")
        moment = self._now
        self._now += _PACE
        return moment


def build(source: Path = SOURCE, target: Path = TARGET) -> None:
    """Write the example's files in place of those in ``target``."""
    content = tomllib.loads(source.read_text(encoding="utf-8"))
    framework = load(ROOT / "criteria.toml")
    clock = Clock()
    ids = (uuid.uuid5(uuid.NAMESPACE_DNS, f"journal-{n}.campus-demo.example") for n in range(100))
    with (
        tempfile.TemporaryDirectory() as temporary,
        mock.patch("cmq.journal.entries.new_moment", clock.new_moment),
        mock.patch("uuid.uuid4", side_effect=ids),
    ):
        library = Library(Path(temporary), framework)
        campus = ""
        for campaign in content["campagne"]:
            clock.set(campaign["creation"])
            values = {name: campaign[name] for name in ("annee", "categorie", "demande")}
            author = campaign["auteur"]
            if campus:
                ref = library.create_campaign(
                    campus, campaign["nom"], values, author, carry_from=campaign.get("reprend")
                )
            else:
                profile = {key: _stored(value) for key, value in content["campus"].items() if key != "campus"}
                ref = library.create_campus(
                    content["campus"]["campus"], campaign["nom"], {**profile, **values}, author
                )
                campus = ref.campus
            store = library.open(*ref)
            _Campaign(store, framework, campaign, clock).fill()
            store.save_workbook()
        library.close()
        _ship(Path(temporary) / campus, target)


class _Campaign:
    """Records what the text says of one campaign, in the order of its sessions."""

    def __init__(self, store: Store, framework: Framework, content: Mapping[str, Any], clock: Clock) -> None:
        self._store = store
        self._framework = framework
        self._content = content
        self._clock = clock
        self._answers = {answer["exigence"]: answer for answer in content["reponse"]}
        self._reviewed = sorted((a for a in content["reponse"] if "revue" in a), key=lambda a: a["revue"])

    def fill(self) -> None:
        """Record everything."""
        for session in self._content["seance"]:
            self._clock.set(session["debut"])
            author = session.get("auteur", self._content["auteur"])
            for criterion in session["criteres"]:
                for requirement in self._framework.of_criterion(criterion):
                    self._answer(requirement.id, author)
                    self._evidence(requirement.id, author)
            if session is self._content["seance"][0]:
                self._annex(author)
        if "indicateur" in self._content:
            self._clock.set(self._content["indicateurs_le"])
            for indicator in self._content["indicateur"]:
                self._record(_indicator_values(indicator), self._content["auteur"])
        for answer in self._reviewed:
            self._clock.set(answer["revue"])
            self._record(self._values(answer), answer["par"])
        self._clock.set(self._content["comite_le"])
        for member in self._content.get("membre", ()):
            self._record(_fields(member, MEMBERS.field), self._content["auteur"])
        for meeting in self._content["comite"]:
            self._meeting(meeting)

    def _meeting(self, content: Mapping[str, Any]) -> None:
        """Record a meeting of the committee, who came, and what it decided."""
        id_, author = content["id"], self._content["auteur"]
        values = _fields(content, MEETINGS.field)
        presences = content.get("presences", {})
        values |= {presence_field(id_, member): how for member, how in presences.items()}
        self._record(values, author)
        for decision in content.get("decision", ()):
            known = {**decision, "seance": id_, "nature": Nature.DECISION.value}
            self._record(_fields(known, DECISIONS.field), author)

    def _answer(self, requirement_id: str, author: str) -> None:
        answer = self._answers.get(requirement_id)
        if answer is not None:
            self._record(self._values({**answer, **answer.get("d_abord", {})}), author)

    def _values(self, answer: Mapping[str, Any]) -> dict[Field, Scalar]:
        """Give the fields of an answer; what it does not tell stays as it was carried over."""
        id_ = answer["exigence"]
        values: dict[Field, Scalar] = {
            ANSWERS.field(id_, "renseigne_par"): answer["par"],
            ANSWERS.field(id_, "repris_de"): None,
        }
        if not answer.get("confirme"):
            values[ANSWERS.field(id_, "niveau")] = answer.get("niveau")
        for key in ("non_applicable", "motif", "commentaire", "a_discuter"):
            if key in answer:
                values[ANSWERS.field(id_, key)] = _stored(answer[key])
        checks = [check.id for check in self._framework.requirement(id_).checks if not check.family]
        if "points" in answer:
            points = answer["points"]
            ticked = checks if points == "tous" else [checks[number - 1] for number in points]
            for check in checks:
                values[ANSWERS.field(id_, CHECK_PREFIX + check)] = check in ticked or None
        return values

    def _evidence(self, requirement_id: str, author: str) -> None:
        """Add what is brought while the first requirement that it serves is discussed."""
        for item in self._content["preuve"]:
            if item["exigences"][0] != requirement_id:
                continue
            id_ = item["id"]
            values: dict[Field, Scalar] = {EVIDENCE.field(id_, "titre"): _stored(item["titre"])}
            if "lien" in item:
                values[EVIDENCE.field(id_, "lien")] = item["lien"]
            elif "indicateur" in item:
                values[EVIDENCE.field(id_, "indicateur")] = item["indicateur"]
            else:
                text = _typeset(item["contenu"].strip()) + "\n"
                values[EVIDENCE.field(id_, "fichier")] = self._store.attach(item["fichier"], _encoded(text))
            if "date" in item:
                values[EVIDENCE.field(id_, "date")] = _stored(item["date"])
            for served in item["exigences"]:
                if not self._framework.requirement(served).assessed:
                    raise ValueError(f"{id_} : {served} n'est pas évalué")
                values[evidence_link_field(id_, served)] = True
            self._record(values, author)

    def _annex(self, author: str) -> None:
        texts = self._content["annexe"]
        self._record({ANNEX.field(id_, "texte"): _stored(text) for id_, text in texts.items()}, author)

    def _record(self, values: Mapping[Field, Scalar], author: str) -> None:
        state = self._store.state
        edits = [Edit(field, state.get(field), value) for field, value in values.items()]
        self._store.record([edit for edit in edits if edit.before != edit.after], author)


def _indicator_values(content: Mapping[str, Any]) -> dict[Field, Scalar]:
    """Give the fields of an indicator: what the campus decides of it, and its values."""
    id_ = content["id"]
    values = {
        PLANS.field(id_, name): _stored(value) for name, value in content.items() if name not in _OF_VALUES
    }
    for prefix, key in ((CRITERION_PREFIX, "criteres"), (PURPOSE_PREFIX, "finalites")):
        values |= {PLANS.field(id_, prefix + linked): True for linked in content.get(key, ())}
    numbers = {value_id(id_, int(year)): value for year, value in content.get("valeurs", {}).items()}
    for year, groups in content.get("groupes", {}).items():
        numbers |= {value_id(id_, int(year), group): value for group, value in groups.items()}
    for place, value in numbers.items():
        names = ("numerateur", "denominateur") if isinstance(value, list) else ("valeur",)
        parts = value if isinstance(value, list) else [value]
        values |= {VALUES.field(place, name): part for name, part in zip(names, parts, strict=True)}
        if "source_des_valeurs" in content:
            values[VALUES.field(place, "source")] = content["source_des_valeurs"]
    if "commentaire" in content:
        last = max(place for place in numbers if place.count(":") == 1)
        values[VALUES.field(last, "commentaire")] = _stored(content["commentaire"])
    return values


_OF_VALUES = frozenset(
    {"id", "criteres", "finalites", "valeurs", "groupes", "source_des_valeurs", "commentaire"}
)


def _fields(content: Mapping[str, Any], address: Callable[[str, str], Field]) -> dict[Field, Scalar]:
    """Give the fields of what has an id; lists become text, tables are left to others."""
    values = {
        name: ID_SEPARATOR.join(value) if isinstance(value, list) else _stored(value)
        for name, value in content.items()
        if name not in ("id", "presences", "decision")
    }
    return {address(content["id"], name): value for name, value in values.items()}


def _stored(value: Any) -> Scalar:
    """Bring a value of the text to what is stored: dates as ISO, French spacing."""
    if isinstance(value, date):
        return value.isoformat()
    return _typeset(value) if isinstance(value, str) else value


def _typeset(text: str) -> str:
    """Put no-break spaces where French has them."""
    text = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", NNBSP, text)
    return re.sub(r" (?=[:;?!»%€])|(?<=n°) |(?<=«) ", NBSP, text)


def _encoded(text: str) -> bytes:
    """Encode for spreadsheets and plain editors alike: the mark tells that it is UTF-8."""
    return text.encode("utf-8-sig")


def _ship(built: Path, target: Path) -> None:
    """Replace what ships, and nothing else of the folder."""
    target.mkdir(parents=True, exist_ok=True)
    for old in _shipped(target):
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    for new in _shipped(built):
        if new.is_dir():
            shutil.copytree(new, target / new.name)
        elif new.suffix == ".xlsx":
            _repack(new, target / new.name)
        else:
            shutil.copyfile(new, target / new.name)


def _shipped(folder: Path) -> Iterator[Path]:
    return (path for pattern in SHIPPED for path in sorted(folder.glob(pattern)))


def _repack(source: Path, target: Path) -> None:
    """Copy a workbook without the time of its making, so that the same content gives the same bytes."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2026-01-01T00:00:00Z", content)
            new.writestr(zipfile.ZipInfo(name, _ZIP_DATE), content, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    build()
