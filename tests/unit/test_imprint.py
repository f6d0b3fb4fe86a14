"""The deployer's file: read as it is, wrong in the user's words, never made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from cmq.errors import StorageError
from cmq.imprint import FILE_NAME, Imprint, load

WHOLE = """
[mentions]
editeur = "Campus des mobilités"
adresse = "1 place du Marché, 76000 Rouen"
contact = "contact@campus.example"
directeur_publication = "Camille Martin"
hebergeur = "Rectorat"

[donnees]
responsable = "Le proviseur"
delegue = "dpo@campus.example"
base_legale = "mission d'intérêt public"
conservation = "cinq ans"
destinataires = "le comité"

[accessibilite]
contact = "acces@campus.example"
audit = "audité le 12/03/2026 : partiellement conforme"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the deployer's file would be."""
    return tmp_path / FILE_NAME


def test_no_file_states_nothing(file: Path) -> None:
    """Without a file every statement is empty, none is made up."""
    assert load(file) == Imprint()
    assert not any(Imprint().publisher.model_dump().values())


def test_every_entry_is_read(file: Path) -> None:
    """Each key that the guide names is taken."""
    file.write_text(WHOLE, encoding="utf-8")
    found = load(file)
    assert found.publisher.director == "Camille Martin"
    assert found.data.basis == "mission d'intérêt public"
    assert found.accessibility.audit == "audité le 12/03/2026 : partiellement conforme"
    assert all(found.publisher.model_dump().values())
    assert all(found.data.model_dump().values())


def test_a_file_of_an_editor_for_windows_is_read(file: Path) -> None:
    """A byte order mark is no part of the text."""
    file.write_text(WHOLE, encoding="utf-8-sig")
    assert load(file).publisher.name == "Campus des mobilités"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"[mentions\n", "n'est pas du TOML valable"),
        (b"[mentions]\nediteur = Campus\n", "n'est pas du TOML valable"),
        (b'[mentions]\nediteur = "\xe9"\n', "encodage (UTF-8)"),
        (b'[mentions]\nauteur = "x"\n', "mentions.auteur"),
        (b'[mention]\nediteur = "x"\n', "mention"),
        (b"[mentions]\nediteur = 3\n", "mentions.editeur"),
        (b'mentions = "x"\n', "mentions"),
        (b'[donnees]\nconservation = ["x"]\n', "donnees.conservation"),
        (b'[accessibilite]\naudit = "' + b"x" * 4001 + b'"\n', "accessibilite.audit"),
    ],
)
def test_a_wrong_file_is_told_with_its_place(file: Path, content: bytes, told: str) -> None:
    """What cannot be used is named, with the file, in French."""
    file.write_bytes(content)
    with pytest.raises(StorageError) as failure:
        load(file)
    assert FILE_NAME in str(failure.value)
    assert told in str(failure.value)


def test_a_folder_in_its_place_is_told(file: Path) -> None:
    """Something that is no file is no reason to fail otherwise."""
    file.mkdir()
    with pytest.raises(StorageError, match="ne peut pas être lu"):
        load(file)


def test_a_file_that_may_not_be_read_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rights of the file are named."""

    def refused(*_: object, **__: object) -> str:
        raise PermissionError

    monkeypatch.setattr(Path, "read_text", refused)
    with pytest.raises(StorageError, match="vérifiez ses droits"):
        load(file)
