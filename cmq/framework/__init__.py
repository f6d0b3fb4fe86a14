"""The framework of a label, read from a TOML file: criteria, requirements, levels, indicators, rules and texts.

The file's keys are French, since those who adapt it are; the attributes are English. ``load`` either
returns a whole ``Framework`` or raises ``FrameworkError`` naming the file, the line, the entry and what
is wrong with it.

- ``model``: the entries and the whole.
- ``indicators``: the catalogue of indicators and the layouts of public data files.
- ``loading``: from a file, with its faults in French.
- ``faults``: what the types alone cannot tell.
"""

from cmq.framework.indicators import (
    Breakdown,
    Calculation,
    Direction,
    Family,
    Group,
    Indicator,
    IndicatorRules,
    PeriodKind,
    PublicFile,
    PublicMeasure,
    SeriesBreak,
)
from cmq.framework.loading import load, parse
from cmq.framework.model import (
    AcademicRegion,
    AnnexDimension,
    Check,
    Committee,
    Criterion,
    Definition,
    ExcellenceSide,
    Framework,
    Level,
    Meta,
    ProcedureRule,
    Purpose,
    RenewalCondition,
    Requirement,
    RequirementKind,
    Role,
    Rules,
    Sector,
    Term,
)

__all__ = [
    "AcademicRegion",
    "AnnexDimension",
    "Breakdown",
    "Calculation",
    "Check",
    "Committee",
    "Criterion",
    "Definition",
    "Direction",
    "ExcellenceSide",
    "Family",
    "Framework",
    "Group",
    "Indicator",
    "IndicatorRules",
    "Level",
    "Meta",
    "PeriodKind",
    "ProcedureRule",
    "PublicFile",
    "PublicMeasure",
    "Purpose",
    "RenewalCondition",
    "Requirement",
    "RequirementKind",
    "Role",
    "Rules",
    "Sector",
    "SeriesBreak",
    "Term",
    "load",
    "parse",
]
