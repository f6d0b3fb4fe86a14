"""The pages run as scripts, on real files in a folder of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from cmq import framework
from cmq.framework import Framework
from cmq.storage.library import CampaignRef, Library
from cmq.storage.store import Store

ROOT = Path(__file__).resolve().parents[2]
ROUTER = ROOT / "ui" / "router.py"

Visit = Callable[..., AppTest]


@pytest.fixture
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty data folder that the pages use."""
    folder = tmp_path / "donnees"
    folder.mkdir()
    monkeypatch.setenv("CMQ_DATA_DIR", str(folder))
    monkeypatch.delenv("CMQ_FRAMEWORK", raising=False)
    yield folder
    st.cache_resource.clear()


@pytest.fixture
def label() -> Framework:
    """The framework that ships."""
    return framework.load(ROOT / "criteria.toml")


@pytest.fixture
def campaign(data_folder: Path, label: Framework) -> CampaignRef:
    """A new campus with an empty campaign."""
    library = Library(data_folder, label)
    created = library.create_campus("Campus d'essai", "2026", {"annee": 2026}, "")
    library.close()
    return created


@pytest.fixture
def elsewhere(data_folder: Path, label: Framework, campaign: CampaignRef) -> Iterator[Store]:
    """The same campaign as another process has it open."""
    library = Library(data_folder, label)
    yield library.open(*campaign)
    library.close()


@pytest.fixture
def visit(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Visit:
    """Open a page by its file's name, with an address's parameters."""
    # No browser, no cookies: what AppTest gives in their place is no mapping of texts.
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.cookies", {})

    def open_page(page: str = "accueil", **address: str) -> AppTest:
        app = AppTest.from_file(str(ROUTER), default_timeout=30)
        app.query_params.update(address)
        app.run()
        if page != "accueil":
            app.switch_page(f"../pages/{page}.py").run()
        return app

    return open_page


def widget(elements: object, ending: str) -> object:
    """The element whose key ends so."""
    found = [element for element in elements if element.key and element.key.endswith(ending)]  # type: ignore[attr-defined]
    assert len(found) == 1, [element.key for element in elements]  # type: ignore[attr-defined]
    return found[0]
