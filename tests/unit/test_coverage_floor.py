"""What CI says of the coverage: by package, with a floor that rounding does not hide."""

import json

import pytest

from scripts.coverage_floor import Covered, main


def report(**covered: tuple[int, int]) -> dict:
    """A report of ``coverage json`` with so many branches taken, of so many, in each file."""
    files = {
        name.replace("__", "/") + ".py": {"summary": {"covered_branches": taken, "num_branches": branches}}
        for name, (taken, branches) in covered.items()
    }
    return {"files": files, "totals": {"covered_lines": 9, "num_statements": 10}}


def run(tmp_path, **covered: tuple[int, int]) -> int:
    """The script's exit status on a report."""
    path = tmp_path / "rapport.json"
    path.write_text(json.dumps(report(**covered)), encoding="utf-8")
    return main([str(path)])


def test_packages_are_summed_and_modules_stand_alone(tmp_path, capsys):
    """A file well covered makes up for another of its package, not for one beside it."""
    assert run(tmp_path, cmq__a__b=(90, 100), cmq__a__c=(100, 100), cmq__seul=(3, 3), cmq__rien=(0, 0)) == 0
    told = capsys.readouterr().out
    assert "95,0 %  cmq/a/ (190 branches sur 200)" in told
    assert told.endswith("Couverture de cmq : 95,0 % des branches, 90,0 % des instructions.\n")


@pytest.mark.parametrize("name", ["cmq__a__b", "cmq__seul"])
def test_a_part_below_the_floor_is_named_and_fails(tmp_path, capsys, name: str):
    """One package or module below is enough, whatever the whole is."""
    assert run(tmp_path, cmq__large__x=(100_000, 100_000), **{name: (94, 99)}) == 1
    said = capsys.readouterr()
    assert "← sous 95 %" in said.out
    assert "Sous le plancher de 95 % des branches : cmq/" in said.err


def test_a_share_is_rounded_down():
    """What is below the floor never reads as the floor."""
    assert str(Covered(94_999, 100_000)) == "94,9 %"
    assert str(Covered(0, 0)) == "100,0 %"
