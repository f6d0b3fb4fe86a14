"""The fictitious campus that ships: it opens clean, shows every state, and never changes."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cmq.campaign import ANSWERS, Category, Edit, RequestType
from cmq.scoring import CriterionState, Finding, RequirementState, Results, score
from cmq.storage.library import Library
from cmq.storage.store import Store
from scripts.build_example import TARGET, build
from tests.unit.builders import CMQ, SMALL, TODAY

CAMPAIGNS = ("2025", "2026")
BUDGET_BYTES = 400_000


def _digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A data folder of its own, beside the example as it ships."""
    library = Library(tmp_path / "donnees", CMQ, example=TARGET)
    yield library
    library.close()


@pytest.fixture
def stores(library: Library) -> dict[str, Store]:
    """Both campaigns of a working copy."""
    campus = library.open_example()
    return {name: library.open(campus, name) for name in CAMPAIGNS}


def _results(store: Store) -> Results:
    return score(CMQ, store.campaign, TODAY)


def test_the_example_opens_without_any_notice(library: Library) -> None:
    """Opening the example as shipped repairs, takes over and recreates nothing."""
    campus = library.open_example()
    for name in CAMPAIGNS:
        store = library.open(campus, name)
        store.refresh()
        assert store.notices == ()
        assert not store.campaign.variants
    (entry,) = library.campuses()
    assert [(c.name, c.problem) for c in entry.campaigns] == [("2026", ""), ("2025", "")]
    assert not [
        p.name for p in (library.root / campus).iterdir() if "illisible" in p.name or "recu" in p.name
    ]


def test_work_on_the_copy_never_changes_what_ships(library: Library) -> None:
    """Answers, files and the workbook of the working copy leave every shipped byte as it was."""
    before = _digests(TARGET)
    campus = library.open_example()
    store = library.open(campus, "2026")
    field = ANSWERS.field("C11-R1-d", "niveau")
    store.record([Edit(field, None, 2)], "Essai")
    store.attach("essai.txt", b"essai")
    store.save_workbook()
    library.create_campaign(campus, "2027", {"annee": 2027}, "Essai", carry_from="2026")
    assert library.open_example() == campus
    library.close()
    assert _digests(TARGET) == before
    assert library.root / campus != TARGET
    assert library.open(campus, "2026").campaign.answer("C11-R1-d").level == 2


def test_it_lies_in_the_data_folder_without_being_listed(tmp_path: Path) -> None:
    """With the example inside the data folder, as installed, only the working copy is a campus."""
    shutil.copytree(TARGET, tmp_path / "exemple")
    before = _digests(tmp_path / "exemple")
    library = Library(tmp_path, CMQ, example=tmp_path / "exemple")
    assert library.campuses() == []
    campus = library.open_example()
    library.open(campus, "2026")
    library.close()
    assert campus != "exemple"
    assert [entry.slug for entry in library.campuses()] == [campus]
    assert _digests(tmp_path / "exemple") == before


def test_every_state_and_finding_occurs(stores: dict[str, Store]) -> None:
    """Whoever discovers the tool meets each state of a requirement and criterion and each check, in 2026."""
    results = _results(stores["2026"])
    assert {row.state for row in results.rows} == set(RequirementState)
    reachable = {
        CriterionState.MET,
        CriterionState.PARTIAL,
        CriterionState.UNMET,
        CriterionState.INCOMPLETE,
    }
    assert {c.label_state for c in results.criteria} == reachable
    assert {c.excellence_state for c in results.criteria} == reachable
    assert {item.finding for item in results.incoherences} == set(Finding)
    levels = {row.level for row in results.rows if row.level is not None}
    assert levels == {level.value for level in CMQ.levels}
    assert not [row for row in results.rows if row.answer.level is not None and row.level is None]


def test_it_tells_the_story_of_a_renewal(stores: dict[str, Store]) -> None:
    """2026 aims at Excellence, does better than 2025, and is not there yet: there is something to discuss."""
    first, second = _results(stores["2025"]), _results(stores["2026"])
    assert first.campaign.profile.category is Category.LABEL
    assert second.campaign.profile.category is Category.EXCELLENCE
    assert second.campaign.profile.request is RequestType.RENEWAL
    assert 0 < len(first.met_criteria) < len(second.met_criteria)
    assert 5 <= len(second.met_criteria) <= 7
    for figure in ("label_rate", "excellence_rate", "completion"):
        assert getattr(first, figure).value < getattr(second, figure).value < 1
    assert second.unproven.value < first.unproven.value  # type: ignore[operator]
    assert (first.renewal_ready, second.renewal_ready) == (False, True)
    assert not second.label_reached
    assert second.campaign.profile.label_start == date(2022, 3, 1)
    assert second.campaign.profile.label_end == date(2027, 2, 28)


def test_some_answers_of_2025_wait_for_confirmation(stores: dict[str, Store]) -> None:
    """A few answers are still « repris de 2025 », most are confirmed; 2025 itself carries nothing over."""
    carried = [row for row in _results(stores["2026"]).rows if row.answer.carried_from]
    assert {row.answer.carried_from for row in carried} == {"2025"}
    assert 3 <= len(carried) <= 8
    assert not [row for row in _results(stores["2025"]).rows if row.answer.carried_from]


def test_what_is_told_is_whole_and_worth_reading(stores: dict[str, Store]) -> None:
    """Answers say who gave them and why, evidence can be opened, and no field names an unknown entry."""
    for store in stores.values():
        results = _results(store)
        for row in results.rows:
            if row.answered:
                assert row.answer.respondent, row.requirement.id
            sentences = re.findall(r"[.!?](?:\s|$)", row.answer.comment)
            assert len(sentences) <= 3, row.requirement.id
        commented = [row for row in results.rows if row.answer.comment]
        assert len(commented) > 50
        known = {r.id for r in CMQ.assessed}
        assert set(results.campaign.answers) <= known
        assert set(results.campaign.annex) <= {d.id for d in CMQ.annex}
        for item in results.campaign.evidence.values():
            assert item.usable, item.id
            assert item.requirements
            assert item.requirements <= known
            if item.file:
                assert store.attachment(item.file).stat().st_size > 0
        checks = {check.id for r in CMQ.assessed for check in r.checks}
        assert set().union(*(a.checks for a in results.campaign.answers.values())) <= checks


def test_it_is_clearly_fictitious(stores: dict[str, Store]) -> None:
    """Nobody can take it for a real campus: its name says so, its links lead nowhere, no person is named."""
    for store in stores.values():
        profile = store.campaign.profile
        assert profile.campus.startswith("Campus de démonstration")
        assert "fictif" in profile.campus
        assert len(profile.campus) <= 80
        assert "fictif" in profile.support_school
        texts = [str(value) for value in store.state.values() if isinstance(value, str)]
        texts += [c.author for c in store.history()]
        texts += [path.read_text(encoding="utf-8-sig") for path in store.evidence_folder.iterdir()]
        assert not [t for t in texts if re.search(r"\b(M\.|Mme|Monsieur|Madame|Dr)\s+[A-ZÉ]|@", t)]
        hosts = {host for t in texts for host in re.findall(r"https?://([^/\s]+)", t)}
        assert hosts == {"campus-demo.example"}
        for path in store.evidence_folder.iterdir():
            assert re.search("fictif|fictives", path.read_text(encoding="utf-8-sig"), re.IGNORECASE)


def test_french_spacing_is_right(stores: dict[str, Store]) -> None:
    """No line can break before « : » or « % » nor inside a number, and no double or English punctuation."""
    for store in stores.values():
        for field, value in store.state.items():
            if isinstance(value, str) and field.name in {"commentaire", "motif", "texte", "titre"}:
                assert not re.search(r" [:;?!»%€]|« |\d \d{3}\b|  |\.\.\.|[“”]", value), value
                assert value == value.strip()


def test_the_history_reads_as_a_real_one(stores: dict[str, Store]) -> None:
    """Changes are dated one after the other over several working sessions, none of them in the future."""
    for name, store in stores.items():
        history = store.history()
        times = [change.time for change in history]
        assert times == sorted(set(times))
        assert len({time.date() for time in times}) >= 5
        assert {time.year for time in times} == {int(name)}
        assert not [time for time in times if time.date() > TODAY]
        assert len({change.author for change in history}) >= 2
        reviewed = [
            edit
            for change in history[1:]
            for edit in change.edits
            if edit.field.name == "niveau" and edit.before is not None
        ]
        assert bool(reviewed) is (name == "2026")


def test_the_shipped_files_are_small() -> None:
    """What ships stays light and holds workbooks, journals and evidence alone: no lock, no leftover."""
    names = _digests(TARGET)
    assert sum((TARGET / name).stat().st_size for name in names) < BUDGET_BYTES
    assert {"2025.xlsx", "2025.journal.jsonl", "2026.xlsx", "2026.journal.jsonl"} <= set(names)
    assert not [
        n for n in names if not re.match(r"202[56](\.xlsx|\.journal\.jsonl|\.preuves/[\w-]+\.\w+)$", n)
    ]


def test_the_shipped_files_are_those_of_the_text(tmp_path: Path, library: Library) -> None:
    """Building again from scripts/example.toml gives the same journals, files and answers: no drift."""
    build(target=tmp_path / "exemple")
    shipped, built = _digests(TARGET), _digests(tmp_path / "exemple")
    assert set(built) == set(shipped)
    assert not [name for name in built if not name.endswith(".xlsx") and built[name] != shipped[name]]
    other = Library(tmp_path / "copie", CMQ, example=tmp_path / "exemple")
    campuses = other.open_example(), library.open_example()
    for name in CAMPAIGNS:
        one, two = other.open(campuses[0], name), library.open(campuses[1], name)
        assert one.state == two.state
        assert one.notices == two.notices == ()
    other.close()


@pytest.mark.parametrize("suffix", [".xlsx", ".journal.jsonl"])
def test_either_file_alone_gives_the_example_back(
    tmp_path: Path, suffix: str, stores: dict[str, Store]
) -> None:
    """The shipped workbook alone, or the journal alone, holds every answer; none is lost or made up."""
    shutil.copyfile(TARGET / f"2026{suffix}", tmp_path / f"2026{suffix}")
    alone = Store(tmp_path / "2026.xlsx", CMQ)
    assert alone.state == stores["2026"].state
    assert alone.campaign.answer("C11-R1-d").level is None
    alone.close()


def test_another_framework_reads_none_of_it_as_its_own(stores: dict[str, Store]) -> None:
    """Answers to this label never count for another one."""
    results = score(SMALL, stores["2026"].campaign, TODAY)
    assert {row.state for row in results.rows} == {RequirementState.UNANSWERED}
    assert not results.completion.hits
