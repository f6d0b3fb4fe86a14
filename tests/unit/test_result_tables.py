"""Tables of results: the rows behind a figure, and what is said where there is no value."""

from __future__ import annotations

from cmq.tables import indicator_table, latest_text, rate_table, requirement_table
from tests.unit.builders import (
    CMQ,
    answers,
    evidence,
    indicator_plan,
    indicator_result,
    indicator_value,
    measured,
    scored,
)

NBSP = "\u00a0"
PROGRAMME = "C01-X3"


def test_a_rate_opens_the_very_rows_that_it_counts() -> None:
    """Those that count come first, and none is in neither or in both."""
    results = scored(answers({"C01-R1": 2, "C02-R1": 0}), evidence("C01-R1"))
    table = rate_table("Label", CMQ, results.label_rate)
    marks = [row[-1] for row in table.rows]
    assert table.columns[-1] == "Compte"
    assert marks == ["oui"] * len(results.label_rate.hits) + ["non"] * len(results.label_rate.misses)
    assert len({row[0] for row in table.rows}) == len(table.rows) == len(results.label_rate.rows)
    assert table.rows[0][0] == "C01-R1"


def test_a_missing_answer_is_never_level_zero() -> None:
    """Unanswered, not applicable and « Non engagé » are three things."""
    state = answers({"C02-R1": 0}, not_applicable={PROGRAMME: "Aucun programme financier."})
    rows = {row[0]: row for row in requirement_table("Tout", CMQ, scored(state).rows).rows}
    assert rows["C01-R1"][4] == "Non renseigné"
    assert rows[PROGRAMME][4] == "Non applicable"
    assert rows["C02-R1"][4] == CMQ.level(0).name
    assert all(row[6] == "0" for row in rows.values())


def test_an_indicator_says_its_last_value_or_why_it_has_none() -> None:
    """A value that is said to be missing keeps its year, and shows no number."""
    valued = indicator_result("REU-06", indicator_value("REU-06", 2024, 12, 100))
    assert latest_text(valued) == f"12{NBSP}% (2024)"
    silent = indicator_result("REU-06", indicator_value("REU-06", 2024, "nd", "nd"))
    assert latest_text(silent) == "non disponible (2024)"
    assert latest_text(indicator_result("REU-06")) == "sans valeur"


def test_an_indicator_shows_where_it_goes() -> None:
    """Start and target with their years, a dash where there is none."""
    plan = indicator_plan("REU-06", suivi="oui", depart=30, cible=70, cible_annee=2027)
    found = measured(plan)
    rows = {row[1]: row for row in indicator_table("Suivis", CMQ, found.followed).rows}
    assert rows["REU-06"][3] == f"30{NBSP}%"
    assert rows["REU-06"][5].startswith(f"70{NBSP}% (2027")
    others = [row for id_, row in rows.items() if id_ != "REU-06"]
    assert others
    assert {cell for row in others for cell in (row[3], row[5])} == {"–"}
