"""Several campuses side by side: counted over the same campuses, alphabetical, and never ranked."""

from __future__ import annotations

import dataclasses
import re
from datetime import date, timedelta

import pytest

from cmq import charts
from cmq.campaign import Field, Scalar
from cmq.region import CampusView, Deadline, Problem, Region, Side, Term, look_at
from cmq.region.wording import (
    calendar_sentence,
    calendar_table,
    completion,
    count_sentence,
    gap_table,
    gaps_sentence,
    gaps_table,
    remaining,
    states_sentence,
    states_table,
    unmet_text,
)
from cmq.scoring import RequirementState
from tests.unit.builders import CMQ, TODAY, answers, everything_met, evidence, profile, scored

NBSP = "\u00a0"


def campus(
    name: str, *parts: dict[Field, Scalar], academy: str = "", sector: str = "", end: date | None = None
):
    """A readable campus."""
    values = {"campus": name, "nom": "2026", "academie": academy, "filiere": sector}
    known = {key: value for key, value in values.items() if value}
    if end is not None:
        known["date_fin_label"] = end.isoformat()
    results = scored(*parts, profile(**known))
    return CampusView(name.lower().replace(" ", "-"), name, "2026", results)


def unreadable(name: str) -> CampusView:
    """A campus of which nothing can be read."""
    return CampusView(name, name, problems=(Problem("La campagne 2026 ne peut pas être lue.", "Abîmée."),))


def region(*campuses: CampusView) -> Region:
    """Their region."""
    return look_at(CMQ, campuses, TODAY)


def gap_of(found: Region, id_: str):
    """What is said of one requirement."""
    return next(gap for gap in found.common_gaps(Side.LABEL) if gap.requirement.id == id_)


def test_campuses_stand_in_alphabetical_order_whatever_they_answered() -> None:
    """Accents and case do not count, and swapping all the answers moves nobody."""
    names = ["Éolien", "energies", "Bois", "Zinc"]
    best_first = region(*(campus(name, everything_met() if at < 2 else {}) for at, name in enumerate(names)))
    best_last = region(*(campus(name, everything_met() if at >= 2 else {}) for at, name in enumerate(names)))
    assert [c.name for c in best_first.campuses] == ["Bois", "energies", "Éolien", "Zinc"]
    assert [c.name for c in best_last.campuses] == [c.name for c in best_first.campuses]


def test_nothing_ranks_campuses_nor_blends_them() -> None:
    """No rank, score, mean nor percentage over campuses, in any name, sentence, table or chart."""
    found = region(campus("A", everything_met()), campus("B", answers({"C01-R1": 2})), campus("C"))
    for kind in (Region, CampusView, Deadline):
        names = {field.name for field in dataclasses.fields(kind)} | set(vars(kind))
        assert not {name for name in names if re.search("rank|mean|average|score|best|worst|percent", name)}
    gaps = found.common_gaps(Side.LABEL)
    chart = charts.common_gaps(gaps)
    told = [
        states_sentence(found, Side.LABEL),
        calendar_sentence(found),
        chart.sentence,
        chart.alt,
        chart.title,
    ]
    told += [note.text for note in chart.figure.layout.annotations]
    told += [text for trace in chart.figure.data for text in (trace.name, *trace.hovertext, *trace.text)]
    for table in (states_table(found, Side.LABEL), calendar_table(found), gaps_table(gaps)):
        told += [table.caption, *table.columns, *(cell for row in table.rows for cell in row)]
    ours = " ".join(told)
    for requirement in CMQ.assessed:
        ours = ours.replace(requirement.text, "")
    assert re.findall(r"(?i)\bmoyenn?e?\b|class[ée]|\brangs?\b|meilleur|\b1er\b|%", ours) == []


def test_a_requirement_is_counted_over_the_campuses_where_it_is_applicable() -> None:
    """Numerator and denominator are of the same campuses; the unanswered are apart and never unmet."""
    id_ = "C06-R1-d"  # conditional: may be not applicable
    found = region(
        campus("Met", answers({id_: 2}), evidence(id_)),
        campus("Claimed", answers({id_: 3})),
        campus("Planned", answers({id_: 1})),
        campus("Unmet", answers({id_: 0})),
        campus("Silent"),
        campus("Elsewhere", answers({}, not_applicable={id_: "Sans objet ici."})),
        unreadable("lost"),
    )
    gap = gap_of(found, id_)
    assert [c.name for c in gap.unmet] == ["Unmet", "Planned", "Claimed"]
    assert [c.name for c in gap.unanswered] == ["Silent"]
    assert [c.name for c in gap.met] == ["Met"]
    assert gap.applicable == len(gap.unmet) + len(gap.unanswered) + len(gap.met) == 5
    assert unmet_text(gap) == f"3{NBSP}campus sur 5 (sans réponse dans 1)"
    assert RequirementState.NOT_APPLICABLE not in gap.by_state
    rows = gap_table(found, gap).rows
    assert [row[0] for row in rows] == ["Claimed", "Met", "Planned", "Silent", "Unmet"]


def test_gaps_come_by_how_many_campuses_then_in_the_texts_order() -> None:
    """Two campuses lack one, one campus lacks two others."""
    found = region(
        campus("A", everything_met(), answers({"C05-R1": 0, "C02-R1": 0})),
        campus("B", everything_met(), answers({"C05-R1": 1, "C01-R1": 1})),
        campus("C", everything_met()),
    )
    gaps = found.common_gaps(Side.LABEL)
    assert [(g.requirement.id, len(g.unmet)) for g in gaps[:4]] == [
        ("C05-R1", 2),
        ("C01-R1", 1),
        ("C02-R1", 1),
        ("C01-R1-a", 0),
    ]
    assert all(gap.requirement.standard for gap in gaps)
    assert not any(gap.requirement.standard for gap in found.common_gaps(Side.EXCELLENCE))
    expected = f"L'exigence C05-R1 (2.5 Pilotage) n'est pas satisfaite dans 2{NBSP}campus sur 3"
    assert gaps_sentence(gaps).startswith(expected)


def test_the_chart_shows_the_first_gaps_and_its_table_all() -> None:
    """Segments are the counts of the campuses; a requirement that nobody lacks has no bar."""
    found = region(campus("A", answers({"C01-R1": 0})), campus("B", answers({"C01-R1": 1})))
    chart = charts.common_gaps(found.common_gaps(Side.LABEL))
    lengths = {trace.name: [x for x in trace.x if x] for trace in chart.figure.data}
    assert lengths == {
        "Non satisfaite": [1],
        "Projetée": [1],
        "Déclarée sans preuve": [],
        "Non renseignée": [],
        "Satisfaite": [],
    }
    assert len(chart.table.rows) == sum(r.standard for r in CMQ.assessed)
    nothing = charts.common_gaps(region(campus("A", everything_met())).common_gaps(Side.LABEL))
    assert nothing.sentence == "Aucune exigence renseignée ne reste à satisfaire."
    assert not nothing.figure.data


DAYS = {
    -1: (Term.ENDED, f"échu depuis 1{NBSP}jour"),
    0: (Term.SOON, "aujourd'hui"),
    365: (Term.SOON, f"dans 365{NBSP}jours"),
    366: (Term.LATER, f"dans 366{NBSP}jours"),
}


@pytest.mark.parametrize("days", DAYS)
def test_a_label_ends_soon_within_a_year(days: int) -> None:
    """To the day; today it has not ended."""
    (deadline,) = region(campus("A", end=TODAY + timedelta(days=days))).calendar
    assert (deadline.term, remaining(deadline)) == DAYS[days]


def test_the_calendar_goes_by_date_and_what_is_not_known_comes_last() -> None:
    """An unreadable campus has no date to tell, and is not counted as one without."""
    found = region(
        campus("A"),
        campus("B", end=date(2029, 1, 1)),
        campus("C", end=date(2020, 1, 1)),
        campus("D", end=date(2027, 1, 1)),
        unreadable("lost"),
    )
    assert [row[0] for row in calendar_table(found).rows] == ["C", "D", "B", "A"]
    assert calendar_table(found).rows[-1][1:] == ("–", "–", "date inconnue")
    assert calendar_sentence(found) == (
        f"1{NBSP}label échu, 1{NBSP}label prend fin dans les 12 mois, 1{NBSP}label plus tard et "
        f"1{NBSP}campus sans date de fin."
    )


def test_filters_keep_what_cannot_be_read_and_offer_only_what_is_there() -> None:
    """Whether an unreadable campus belongs to them is not known: it never disappears."""
    whole = region(
        campus("A", academy="Lille", sector="Bois"),
        campus("B", academy="Amiens", sector="Bois"),
        campus("C", academy="Lille", sector="Mode"),
        campus("D"),
        unreadable("lost"),
    )
    assert whole.academies == ("Amiens", "Lille")
    assert whole.sectors == ("Bois", "Mode")
    shown = whole.filtered(["Lille"], ["Bois", "Mode"])
    assert [c.name for c in shown.campuses] == ["A", "C", "lost"]
    assert count_sentence(shown, whole) == f"2{NBSP}campus sur 4{NBSP}; 1 ne peut pas être lu"
    assert [c.name for c in whole.filtered(["Amiens"], ["Mode"]).readable] == []
    assert whole.filtered() == whole


def test_completion_is_each_campuss_own() -> None:
    """« Non applicable » with its reason is an answer."""
    found = region(
        campus("A", answers({"C01-R1": 0}, not_applicable={"C06-R1-d": "Sans objet."})), campus("B")
    )
    assert [completion(c) for c in found.campuses] == ["2 sur 62", "0 sur 62"]
    assert completion(unreadable("lost")) == ""
    assert [row[-1] for row in states_table(found, Side.LABEL).rows] == ["2 sur 62", "0 sur 62"]


def test_the_sentence_names_the_criteria_met_in_the_fewest_campuses() -> None:
    """Named up to three, counted beyond, and said when all or none are."""
    full, lacking = campus("A", everything_met()), campus("B", everything_met(), answers({"C05-R1": 0}))
    assert states_sentence(region(full), Side.LABEL) == "Chaque critère est satisfait dans chaque campus."
    assert states_sentence(region(full, lacking), Side.LABEL) == (
        f"Le critère 2.5 Pilotage n'est satisfait que dans 1{NBSP}campus sur 2."
    )
    assert states_sentence(region(campus("C")), Side.LABEL) == (
        f"11{NBSP}critères ne sont satisfaits dans aucun campus."
    )
    assert states_sentence(region(unreadable("lost")), Side.LABEL) == "Aucun campus ne peut être lu."


def test_a_region_without_campus_says_nothing_and_fails_nowhere() -> None:
    """Zero campuses: no division, no chart."""
    found = region()
    assert found.calendar == found.academies == ()
    assert all(gap.applicable == 0 for gap in found.common_gaps(Side.LABEL))
    assert not charts.common_gaps(found.common_gaps(Side.LABEL)).figure.data


def test_how_many_campuses_are_shown_and_how_many_cannot_be_read() -> None:
    """A filter says of how many; the unreadable are apart and never among the counted."""
    found = region(campus("A", academy="Lille"), campus("B", academy="Lyon"), unreadable("lost"))
    assert count_sentence(found, found) == f"2{NBSP}campus{NBSP}; 1 ne peut pas être lu"
    assert (
        count_sentence(found.filtered(["Lille"]), found)
        == f"1{NBSP}campus sur 2{NBSP}; 1 ne peut pas être lu"
    )
    two = region(campus("A"), unreadable("lost"), unreadable("gone"))
    assert count_sentence(two, two) == f"1{NBSP}campus{NBSP}; 2 ne peuvent pas être lus"
    whole = region(campus("A"))
    assert count_sentence(whole, whole) == f"1{NBSP}campus"


def test_the_most_common_gap_is_named_where_it_is_one() -> None:
    """One requirement by its name, several by their number; half of the campuses is told apart from most."""
    lacking = answers({"C05-R1": 0})
    alone = region(campus("A", everything_met(), lacking), campus("B", everything_met()))
    sentence = gaps_sentence(alone.common_gaps(Side.LABEL))
    assert sentence.startswith("L'exigence C05-R1 (2.5 ")
    assert sentence.endswith(f"n'est pas satisfaite dans 1{NBSP}campus sur 2.")
    wide = region(
        campus("A", everything_met(), lacking),
        campus("B", everything_met(), answers({"C05-R1": 0, "C02-R1": 0})),
    )
    assert gaps_sentence(wide.common_gaps(Side.LABEL)).endswith(
        f"{NBSP}; 2{NBSP}exigences ne le sont pas dans la moitié des campus ou plus."
    )
    done = region(campus("A", everything_met()))
    assert gaps_sentence(done.common_gaps(Side.LABEL)) == "Aucune exigence renseignée ne reste à satisfaire."


def test_a_campus_that_cannot_be_read_has_no_state() -> None:
    """It is refused rather than counted as unmet."""
    with pytest.raises(ValueError, match="lost cannot be read"):
        unreadable("lost").state("C01", Side.LABEL)


def test_labels_to_come_and_a_region_of_nobody() -> None:
    """A label that ends later is told so; nothing is told of campuses that cannot be read."""
    later = region(campus("A", end=TODAY + timedelta(days=900)))
    assert calendar_sentence(later) == f"1{NBSP}label plus tard."
    assert calendar_sentence(region(unreadable("lost"))) == "Aucun campus ne peut être lu."
