"""Another label, with other criteria, another scale and no Excellence, runs through every screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from cmq import framework
from cmq.campaign import ANSWERS, DECISIONS, MEETINGS, Edit
from cmq.storage.library import Library
from tests.pages.conftest import ROOT, Visit

SMALL = ROOT / "tests" / "frameworks" / "petit.toml"


@pytest.mark.parametrize("page", ["accueil", "criteres", "resultats", "indicateurs", "seance", "projection"])
def test_every_screen_runs_on_a_small_framework(
    visit: Visit, data_folder: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """No screen fails, and none speaks of Excellence where the label has none."""
    monkeypatch.setenv("CMQ_FRAMEWORK", str(SMALL))
    small = framework.load(SMALL)
    library = Library(data_folder, small)
    campus, campaign = library.create_campus("Petit campus", "2026", {}, "")
    first = small.assessed[0].id
    library.open(campus, campaign).record([Edit(ANSWERS.field(first, "niveau"), None, 1)], "")
    library.close()
    app = visit(page, campus=campus, campagne=campaign)
    assert not app.exception
    assert not app.error
    kinds = (app.markdown, app.header, app.subheader, app.caption, app.radio, app.metric, app.info)
    words = [
        str(getattr(element, "value", "")) + str(getattr(element, "label", ""))
        for kind in kinds
        for element in kind
    ]
    assert words
    assert not [text for text in words if "Excellence" in text]


@pytest.mark.parametrize(
    ("page", "address"),
    [
        *(("seance", {"vue": vue}) for vue in ("preparer", "composition", "secretariat", "suites")),
        *(("projection", {"diapo": slide}) for slide in ("accueil", "synthese", "critere:{}", "decisions")),
    ],
)
def test_a_meeting_runs_on_a_small_framework(
    visit: Visit, data_folder: Path, monkeypatch: pytest.MonkeyPatch, page: str, address: dict[str, str]
) -> None:
    """A label that knows no committee, no annex and no Excellence can be looked at in a meeting, too."""
    monkeypatch.setenv("CMQ_FRAMEWORK", str(SMALL))
    small = framework.load(SMALL)
    library = Library(data_folder, small)
    campus, campaign = library.create_campus("Petit campus", "2026", {}, "")
    first = small.assessed[0]
    library.open(campus, campaign).record(
        [
            Edit(MEETINGS.field("S-1", "date"), None, "2026-11-12"),
            Edit(ANSWERS.field(first.id, "niveau"), None, 1),
            Edit(ANSWERS.field(first.id, "a_discuter"), None, True),
            Edit(DECISIONS.field("D-1", "seance"), None, "S-1"),
            Edit(DECISIONS.field("D-1", "texte"), None, "Décidé."),
            Edit(DECISIONS.field("D-1", "critere"), None, first.criterion),
        ],
        "",
    )
    library.close()
    where = {name: value.format(first.criterion) for name, value in address.items()}
    app = visit(page, campus=campus, campagne=campaign, **where)
    assert not app.exception
    assert not app.error
    slides = "".join(html.proto.body for html in app.get("html"))
    assert "cmq-slide" in slides if page == "projection" else app.segmented_control
    assert "Excellence" not in slides


def test_a_framework_that_does_not_hold_is_told_by_name(
    visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page names the file, the line and the fault, and shows nothing else."""
    broken = tmp_path / "casse.toml"
    text = SMALL.read_text(encoding="utf-8")
    broken.write_text(text.replace('type = "principale"', 'type = "principal"', 1), encoding="utf-8")
    monkeypatch.setenv("CMQ_FRAMEWORK", str(broken))
    app = visit()
    assert not app.exception
    assert "casse\\.toml" in app.error[0].value
    assert "ligne" in app.error[0].value
    assert not app.button
