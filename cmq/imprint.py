"""What a deployer states of the instance: who publishes it, who answers for data, whom to write to.

A TOML file of its own, ``mentions.toml``, beside the data: what it does not tell is said to be missing, and is never
made up.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import Field, ValidationError

from cmq.errors import StorageError
from cmq.framework.entry import Entry

FILE_NAME = "mentions.toml"
_LONGEST = 4000


class Publisher(Entry):
    """Who publishes the instance (loi pour la confiance dans l'économie numérique, art. 1-1)."""

    name: str = Field(default="", alias="editeur", max_length=_LONGEST)
    address: str = Field(default="", alias="adresse", max_length=_LONGEST)
    contact: str = Field(default="", max_length=_LONGEST)
    director: str = Field(default="", alias="directeur_publication", max_length=_LONGEST)
    host: str = Field(default="", alias="hebergeur", max_length=_LONGEST)


class DataProtection(Entry):
    """Who answers for personal data (RGPD, art. 13)."""

    controller: str = Field(default="", alias="responsable", max_length=_LONGEST)
    officer: str = Field(default="", alias="delegue", max_length=_LONGEST)
    basis: str = Field(default="", alias="base_legale", max_length=_LONGEST)
    retention: str = Field(default="", alias="conservation", max_length=_LONGEST)
    recipients: str = Field(default="", alias="destinataires", max_length=_LONGEST)


class Accessibility(Entry):
    """What is stated of accessibility (RGAA 4.1): nothing but « non conforme » before an audit."""

    contact: str = Field(default="", max_length=_LONGEST)
    audit: str = Field(default="", alias="audit", max_length=_LONGEST)
    """When and by whom an audit was made, and its result; empty where there was none."""


class Imprint(Entry):
    """Everything that the file may tell."""

    publisher: Publisher = Field(default_factory=Publisher, alias="mentions")
    data: DataProtection = Field(default_factory=DataProtection, alias="donnees")
    accessibility: Accessibility = Field(default_factory=Accessibility, alias="accessibilite")


def load(path: Path) -> Imprint:
    """Read the file; an empty imprint where there is none.

    Raises ``StorageError``: it cannot be read, is no TOML, or has a key that is not known.
    """
    try:
        source = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Imprint()
    except (OSError, UnicodeDecodeError) as error:
        raise StorageError(
            f"Le fichier {path.name} ne peut pas être lu : vérifiez ses droits et son encodage (UTF-8)."
        ) from error
    try:
        return Imprint.model_validate(tomllib.loads(source))
    except tomllib.TOMLDecodeError as error:
        raise StorageError(
            f"Le fichier {path.name} n'est pas du TOML valable : vérifiez les guillemets et les signes =."
        ) from error
    except ValidationError as error:
        places = ", ".join(sorted({".".join(map(str, fault["loc"])) for fault in error.errors()}))
        raise StorageError(
            f"Le fichier {path.name} a des entrées inconnues ou qui ne sont pas des textes : {places}."
        ) from error
