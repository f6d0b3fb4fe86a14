"""The seeded faults name lines that are there."""

from __future__ import annotations

import pytest

from scripts import faults


@pytest.mark.parametrize("fault", faults.faults(), ids=lambda fault: fault.id)
def test_the_line_of_a_fault_is_there_once(fault: faults.Fault) -> None:
    """A line that moved or changed takes its fault along, or the list would prove nothing."""
    path, number = faults.place(faults.ROOT, fault)
    assert path.read_text("utf-8").split("\n")[number].strip() == fault.line
    assert fault.becomes.strip() != fault.line
