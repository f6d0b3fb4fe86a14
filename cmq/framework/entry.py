"""What every entry of a framework file is made of."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=40)]
Named = Annotated[str, StringConstraints(pattern=r"^(le |la |les |l'|l’).")]
"""A name with its article, so that a sentence can be made of it (« du label », « de la charte »)."""
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Entry(BaseModel):
    """A table of the file: its keys are the aliases, and no other key is accepted."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_alias=True, validate_by_name=False)
