"""Pasted text, files of the campus and public open data -> proposed indicator values, with a preview.

``tables`` reads a file as sheets of text; ``proposal`` and ``public`` propose values from a sheet; nothing is stored before
somebody has chosen among them (``Proposal.edits``).
"""

from cmq.imports.proposal import propose
from cmq.imports.proposed import CellFault, Proposal, ProposedValue, RefusedRow, Standing
from cmq.imports.public import SchoolRow, matching, propose_public, recognise, schools
from cmq.imports.tables import Row, Sheet, pasted, read

__all__ = [
    "CellFault",
    "Proposal",
    "ProposedValue",
    "RefusedRow",
    "Row",
    "SchoolRow",
    "Sheet",
    "Standing",
    "matching",
    "pasted",
    "propose",
    "propose_public",
    "read",
    "recognise",
    "schools",
]
