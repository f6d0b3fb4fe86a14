"""The charts of indicators draw what was measured and nothing else, in French, legibly."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Iterator
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmq import charts, french
from cmq.campaign import Field, Scalar
from cmq.charts import Chart, palette
from cmq.charts.indicators.fitting import fitted, joined, width
from cmq.charts.indicators.placing import Board, Label, spaced, spread, ticks
from cmq.charts.indicators.series import Scale, Timeline, between, scale_around, scale_from_zero, standing
from cmq.framework import Calculation
from cmq.indicators import IndicatorResult, Measures, Status
from tests.examples import examples
from tests.unit.builders import (
    CMQ,
    SMALL,
    indicator_groups,
    indicator_plan,
    indicator_result,
    indicator_value,
    measured,
    own_fields,
)

HOSTILE = "<img src=x onerror=alert(1)> %{x} & fin"
RATE, BROKEN, PEOPLE = "FOR-03", "REU-03", "FOR-01"
"""A share, a rate of leavers whose series breaks in 2022, and a count of people with groups."""
NBSP = "\u00a0"
HELPERS = {"Textes", "Repères", "Axe", "Échelle", "Cibles", "Zéro"}
"""Traces that place texts and lines of the page, not values."""


def aims(start: Scalar = None, target: Scalar = None, *, since: Scalar = None, until: Scalar = None) -> dict:
    """The parts of a plan that the charts show."""
    return {"suivi": "oui", "depart": start, "depart_annee": since, "cible": target, "cible_annee": until}


def series(indicator: str, shares: dict[int, int], whole: int = 100) -> dict[Field, Scalar]:
    """Values of several years as numerators over one denominator."""
    state: dict[Field, Scalar] = {}
    for year, share in shares.items():
        state |= indicator_value(indicator, year, share, whole)
    return state


def full(years: Iterable[int] = range(2016, 2026)) -> Measures:
    """Every indicator with ten years, a start and a target, half of the targets reached."""
    state: dict[Field, Scalar] = {}
    for index, indicator in enumerate(CMQ.indicators):
        for step, year in enumerate(years):
            share = 30 + (index * 7 + step * 3) % 45
            if not indicator.calculation.has_parts:
                figure = share % 7 if indicator.maximum else share * 11
                state |= indicator_value(indicator.id, year, value=figure)
            else:
                whole = 60 if indicator.calculation is Calculation.DIFFERENCE else 100
                state |= indicator_value(indicator.id, year, share, whole)
        target = 5 if indicator.maximum else 50 + index % 2
        state |= indicator_plan(indicator.id, **aims(2, target, since=2015, until=2027))
    return measured(state)


def sparse() -> Measures:
    """A campaign's first months: a few values, a target without value, a start alone."""
    return measured(
        series(RATE, {2023: 40, 2025: 62}),
        indicator_plan(RATE, **aims(30, 70, since=2020, until=2027)),
        indicator_plan("REU-01", **aims(target=90)),
        indicator_plan("ATT-03", **aims(start=55)),
        series("REU-06", {2024: 12}),
        indicator_plan("REU-06", **aims(target=8, until=2026)),
        series("BUD-03", {2024: 80}),
        indicator_plan("BUD-03", **aims(target=95)),
    )


def hostile() -> Measures:
    """Names and units like markup, long ones, numbers of any size."""
    shouting = "TONNES DE CO2 ÉVITÉES GRÂCE AUX ACTIONS DU CAMPUS " * 3
    return measured(
        own_fields(
            "CAMPUS-1", nom=HOSTILE, unite="<b>u</b>", calcul="montant", sens="hausse", purposes=["F1"]
        ),
        indicator_value("CAMPUS-1", 2024, value="99999999999", source=HOSTILE),
        indicator_plan("CAMPUS-1", **aims(0, "12,345", until=2200)),
        own_fields("CAMPUS-2", nom=shouting, unite="équivalents par personne et par an, hors transport"),
        indicator_value("CAMPUS-2", 2024, value=1),
        indicator_plan("CAMPUS-2", **aims(target=2)),
        own_fields("CAMPUS-3", nom="M" * 300, calcul="ecart", sens="baisse"),
        indicator_value("CAMPUS-3", 2023, "12,5", 60),
        indicator_value("CAMPUS-3", 2024, 60, "12,5"),
        indicator_plan("CAMPUS-3", **aims("-50", "-0,01")),
    )


CAMPAIGNS = {"empty": measured({}), "sparse": sparse(), "full": full(), "hostile": hostile()}


def all_charts(found: Measures, *, of: Iterable[str] = ()) -> list[Chart]:
    """The four charts, one of them for every indicator or those named."""
    results, named = found.followed, set(of)
    purposes = [(purpose, found.of_purpose(purpose)) for purpose in found.framework.purposes]
    return [
        charts.trends(found, results),
        charts.targets(found, results),
        charts.value_added(found, purposes),
        *(charts.trend(r, found) for r in found.results if not named or r.indicator.id in named),
    ]


def nothing() -> list[Chart]:
    """The charts of nothing at all."""
    found = measured({}, framework=SMALL)
    return [charts.trends(found, ()), charts.targets(found, ()), charts.value_added(found, ())]


def traces(chart: Chart, *names: str) -> list[dict]:
    """The traces of a figure as plain data; those of these names, or all."""
    found = json.loads(chart.figure.to_json())["data"]
    return [trace for trace in found if not names or trace["name"] in names]


def spots(chart: Chart, *names: str) -> list[tuple[float, float]]:
    """Where the marks of those traces lie."""
    return [
        (x, y)
        for trace in traces(chart, *names)
        for x, y in zip(trace["x"], trace["y"], strict=True)
        if x is not None
    ]


def segments(chart: Chart, name: str) -> Iterator[list[float]]:
    """The x of each unbroken line of a trace."""
    for trace in traces(chart, name):
        run: list[float] = []
        for x in [*trace["x"], None]:
            if x is not None:
                run.append(x)
            elif run:
                yield run
                run = []


def texts(chart: Chart) -> list[str]:
    """Every text that the figure can show."""
    found = [note["text"] for note in json.loads(chart.figure.to_json())["layout"].get("annotations", ())]
    for trace in traces(chart):
        found += [text for key in ("text", "hovertext") for text in trace.get(key) or () if text]
        found.append(trace["name"])
    return found


def everything(chart: Chart) -> str:
    """All that a reader can get at, save for where things lie."""
    rows = [cell for row in chart.table.rows for cell in row]
    return "\n".join([chart.title, chart.alt, chart.sentence, chart.table.caption, *rows, *texts(chart)])


# --- what may be drawn --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("group", ["", "femmes"])
def test_a_value_that_may_not_be_published_is_nowhere(group):
    """Neither the rate of 13 leavers out of 17 nor these numbers reach a figure, a hover text or a table."""
    found = measured(
        indicator_value(BROKEN, 2023, 50, 80),
        indicator_value(BROKEN, 2024, 13, 17, group=group),
        indicator_plan(BROKEN, **aims(40, 70)),
    )
    secret = found.result(BROKEN)
    assert secret is not None
    refused = secret.groups[2024, group] if group else secret.totals[-1]
    assert refused.status is Status.NOT_PUBLISHABLE
    for chart in all_charts(found):
        assert not re.search(r"76,[0-9]|\b13\b|\b17\b", everything(chart))
    one = charts.trend(secret, found)
    assert "non diffusable" in everything(one)
    assert len(spots(one, "Valeur")) == 1
    drawn = [trace["name"] for trace in traces(one) if trace["name"] not in HELPERS and trace["x"]]
    assert sorted(drawn) == ["Cible", "Départ", "Valeur"]


def test_masked_counts_are_nowhere():
    """For a public view, groups of few people are told to be masked, and drawn nowhere."""
    groups = {"scolaire": 400, "etudiant": 33, "apprentissage": 271, "continue": 3}
    state = indicator_groups(PEOPLE, 2024, groups)
    team, public = (measured(state, public=flag) for flag in (False, True))
    assert len(traces(charts.trend(team.results[0], team), "Formation continue", "Statut étudiant")) == 4
    chart = charts.trend(public.results[0], public)
    assert not traces(chart, "Formation continue", "Statut étudiant")
    assert not re.search(r"\b(3|33)\b", everything(chart))
    cells = {row[1]: row[2] for row in chart.table.rows}
    assert cells["Formation continue"] == cells["Statut étudiant"] == "masqué"
    assert cells["Ensemble"] == f"707{NBSP}personnes"


@pytest.mark.parametrize("numbers", [("abc", 40), ("nd", None), (10, 0), (50, 40), (10, None)])
def test_only_measured_values_are_drawn(numbers):
    """What is missing, incomplete, not computable or wrong has no mark; its year is a gap."""
    state = series(RATE, {2022: 40, 2024: 50}) | indicator_value(RATE, 2023, *numbers)
    found = measured(state)
    result = found.result(RATE)
    assert result is not None
    assert not result.totals[1].measured
    for chart in (charts.trend(result, found), charts.trends(found, [result])):
        assert len(spots(chart, "Valeur")) == 2
        assert not list(segments(chart, "Années"))
        assert not list(segments(chart, "Ensemble"))


# --- lines --------------------------------------------------------------------------------------------------------


def lines_of(state: dict[Field, Scalar], indicator: str) -> list[list[int]]:
    """How many values each line joins, on the small and on the large chart."""
    found = measured(state)
    result = found.result(indicator)
    assert result is not None
    small, large = charts.trends(found, [result]), charts.trend(result, found)
    return [
        [len(run) for run in segments(chart, name)]
        for chart, name in ((small, "Années"), (large, "Ensemble"))
    ]


def test_no_line_crosses_a_year_without_value():
    """2018 and 2019, then 2021 to 2023: two lines."""
    state = series(RATE, dict.fromkeys((2018, 2019, 2021, 2022, 2023), 50))
    assert lines_of(state, RATE) == [[2, 3], [2, 3]]


def test_no_line_crosses_a_break():
    """The series of leavers breaks in 2022: the line stops, and a dotted line stands between the years."""
    state = series(BROKEN, dict.fromkeys((2020, 2021, 2022, 2023), 50))
    assert lines_of(state, BROKEN) == [[2, 2], [2, 2]]
    found = measured(state)
    result = found.result(BROKEN)
    for chart in (charts.trend(result, found), charts.trends(found, [result])):
        (upright,) = segments(chart, "Rupture de série")
        years = sorted(x for x, _ in spots(chart, "Valeur"))
        assert years[1] < upright[0] == upright[1] < years[2]
        assert traces(chart, "Rupture de série")[0]["line"]["dash"] == "dot"
    assert "emplois du secteur public comptés" in " ".join(texts(charts.trend(result, found))).replace(
        "<br>", " "
    )
    assert "secteur public" in charts.trend(result, found).sentence


def test_groups_have_gaps_and_breaks_too():
    """A group's line stops where the whole's would."""
    state: dict[Field, Scalar] = {}
    for year in (2018, 2019, 2021, 2022):
        state |= indicator_groups(PEOPLE, year, {"femmes": 40 + year % 5, "hommes": 60})
    found = measured(state)
    chart = charts.trend(found.results[0], found)
    assert [len(run) for run in segments(chart, "Femmes")] == [2, 2, 4]  # two lines, then the marks
    symbols = {trace["marker"]["symbol"] for trace in traces(chart) if trace["mode"] == "markers"}
    dashes = {
        trace["line"]["dash"] for trace in traces(chart, "Femmes", "Hommes") if trace["mode"] == "lines"
    }
    assert len(symbols) == 3, "a group is told by its mark, not by a colour"
    assert len(dashes) == 2
    assert any("Femmes" in note for note in texts(chart))


@pytest.mark.parametrize("until", [2027, 2035, None])
def test_nothing_goes_beyond_the_last_value_but_the_target(until):
    """No line, no mark and no break lies after the last measured year; only the target does."""
    state = series(BROKEN, {2020: 40, 2021: 45, 2022: 50, 2023: 52})
    state |= indicator_plan(BROKEN, **aims(30, 70, since=2019, until=until))
    found = measured(state)
    result = found.result(BROKEN)
    for chart in (charts.trend(result, found), charts.trends(found, [result])):
        last = max(x for x, _ in spots(chart, "Valeur"))
        for trace in traces(chart):
            if trace["name"] not in HELPERS | {"Cible"}:
                assert max(x for x in trace["x"] if x is not None) <= last
        ((at, _),) = spots(chart, "Cible")
        assert at > last
        assert all(trace["mode"] == "markers" for trace in traces(chart, "Cible"))


def test_marks_without_a_year_stand_at_the_edges():
    """A start without a year is on the left of all years, such a target on their right."""
    result = indicator_result(RATE, series(RATE, {2020: 40, 2024: 50}), indicator_plan(RATE, **aims(30, 70)))
    line = Timeline.of(result, result.measured)
    assert line.start(result.start) < line.year(2020) < line.year(2024) < line.target(result.target)
    alone = indicator_result(RATE, series(RATE, {2024: 50}))
    assert Timeline.of(alone, alone.measured).year(2024) == pytest.approx(0.5)


def test_a_line_is_on_its_own_scale():
    """A change of half a point does not fill the height, and no share is placed over 100 % nor under 0."""
    indicator = CMQ.indicators[2]
    scale = scale_around(indicator, [Fraction(62), Fraction(125, 2)])
    assert scale.high - scale.low == 10
    assert scale_around(indicator, [Fraction(99)]) == Scale(Fraction(90), Fraction(100))
    assert scale_around(indicator, [Fraction(1)]) == Scale(Fraction(0), Fraction(10))
    assert scale_from_zero([]) == Scale(Fraction(0), Fraction(1))
    assert Scale(Fraction(0), Fraction(10**400)).place(Fraction(10**400)) == 1


# --- figures ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CAMPAIGNS)
def test_bars_equal_the_results(name):
    """A bar goes from 0 to the latest value on the scale of its row, its mark stands at the target."""
    found = CAMPAIGNS[name]
    chart = charts.targets(found, found.followed)
    aimed = [result for result in found.followed if result.target]
    drawn: list[tuple[float, float, float]] = []
    for trace in traces(chart, "Cible atteinte", "Pas encore atteinte", "Sans jugement"):
        drawn += zip(trace["y"], trace["base"], trace["x"], strict=True)
    ends = [x for x, _ in spots(chart, "Cible")][::2] if aimed else []
    with_value = [result for result in aimed if result.latest]
    assert len(drawn) == len(with_value)
    assert len(ends) == len(aimed)
    for result, (_, base, length) in zip(with_value, sorted(drawn), strict=True):
        scale = scale_of(result)
        assert base == pytest.approx(scale.place(Fraction(0)))
        assert base + length == pytest.approx(scale.place(result.latest.value))
    for result, end in zip(aimed, ends, strict=True):
        assert end == pytest.approx(scale_of(result).place(result.target.value))
    rows = {row[0]: row for row in chart.table.rows}
    assert len(chart.table.rows) == len(found.followed)
    for result in aimed:
        row = rows[result.indicator.name]
        assert row[3] == french.measure(result.latest) or result.latest is None
        assert row[6] == (
            "–" if result.distance is None else french.difference(result.indicator, result.distance)
        )
        assert row[7] == standing(result)


def scale_of(result: IndicatorResult) -> Scale:
    """The scale of a bar's row."""
    marks = [mark.value for mark in (result.start, result.target, result.latest) if mark]
    return scale_from_zero([value for value in marks if value is not None])


def test_reached_targets_are_told_in_words_and_by_the_fill():
    """Reached, not reached either way, and without judgement: each in its words and in its trace."""
    found = CAMPAIGNS["sparse"]
    chart = charts.targets(found, found.followed)
    shown = " ".join(texts(chart))
    assert f"il manque 8{NBSP}points" in shown
    assert f"4{NBSP}points de trop" in shown
    assert f"à 15{NBSP}points de la cible" in shown
    assert f"<i>sans valeur</i> · cible 90{NBSP}%" in shown
    assert "Cible atteinte" not in shown
    assert chart.sentence.startswith(f"4{NBSP}indicateurs sur ")
    assert f"2{NBSP}cibles ne sont pas encore atteintes" in chart.sentence
    assert f"1{NBSP}cible sans valeur en face" in chart.sentence
    patterns = [trace["marker"].get("pattern") for trace in traces(chart, "Sans jugement")]
    assert patterns[0]["shape"]
    assert sum(row[7] == "sans cible" for row in chart.table.rows) == len(found.followed) - 4


@pytest.mark.parametrize(
    ("indicator", "value", "target", "words"),
    [
        ("REU-01", 70, 70, "cible atteinte ✓"),
        ("REU-01", 72, 70, "cible atteinte ✓"),
        ("REU-01", 60, "67,5", f"il manque 7,5{NBSP}points"),
        ("REU-06", 12, 9, f"3{NBSP}points de trop"),
        ("REU-06", 8, 9, "cible atteinte ✓"),
        ("BUD-03", 95, 95, "à la cible"),
        ("REU-02", 50, 40, f"à 10{NBSP}points de la cible"),
        ("REU-01", 70, "70,01", f"il manque moins de 0,1{NBSP}point"),
    ],
)
def test_the_standing_is_judged_only_where_the_indicator_judges(indicator, value, target, words):
    """Up and down are judged; a campus's own target and what is context are only measured."""
    state = indicator_value(indicator, 2024, value, 100) | indicator_plan(indicator, **aims(target=target))
    assert standing(indicator_result(indicator, state)) == words


def test_a_difference_that_rounds_to_nothing_is_never_zero():
    """Two values that differ are never « 0 » apart, however close."""
    rate, amount = CMQ.indicators[2], next(i for i in CMQ.indicators if i.calculation is Calculation.AMOUNT)
    assert between(rate, Fraction(1, 1000)) == f"moins de 0,1{NBSP}point"
    assert between(amount, Fraction(-1, 1000)) == f"moins de 0,01{NBSP}{amount.unit}"
    assert between(rate, Fraction(0)) == f"0{NBSP}point"


def test_a_cell_says_what_it_shows():
    """Name, latest value, its period and the target; « sans valeur » where there is none."""
    found = CAMPAIGNS["sparse"]
    chart = charts.trends(found, found.followed)
    shown = texts(chart)
    for text in (f"<b>62{NBSP}%</b>", "en 2025-2026", f"cible 70{NBSP}%", "2020-2021", "2027-2028"):
        assert text in shown
    assert sum("sans valeur" in text for text in shown) == sum(r.latest is None for r in found.followed)
    families = [f.name for f in CMQ.families if any(r.indicator.family == f.id for r in found.followed)]
    assert [text[3:-4] for text in shown if text[3:-4] in families] == families
    assert "2 cibles ne sont pas encore atteintes" in chart.sentence.replace(NBSP, " ")
    row = next(row for row in chart.table.rows if row[0] == "Formations à public mixte")
    assert row[2] == f"30{NBSP}% (2020-2021)"
    assert row[chart.table.columns.index("2024")] == "–"
    assert row[chart.table.columns.index("2025")] == f"62{NBSP}%"


def test_all_trends_are_one_pair_of_axes_and_few_traces():
    """Forty indicators of ten years are drawn by a handful of traces, well under the time of a click."""
    found = CAMPAIGNS["full"]
    results = found.followed
    chart = charts.trends(found, results)
    layout = json.loads(chart.figure.to_json())["layout"]
    assert [name for name in layout if "axis" in name] == ["xaxis", "yaxis"]
    assert len(traces(chart)) <= 7
    assert len(spots(chart, "Valeur")) == 400
    start = time.process_time()
    charts.trends(found, results).figure.to_json()
    assert time.process_time() - start < 1


def test_the_table_of_an_indicator_has_every_number():
    """A row a year and group, with its parts, its value and where it comes from."""
    found = measured(
        indicator_value("INT-01", 2023, 5, 100, source="SIECLE"),
        indicator_groups("INT-01", 2024, {"eleves": (3, 60), "etudiants": (7, 40)}),
        indicator_plan("INT-01", **aims(target=10, until=2027)),
    )
    table = charts.trend(found.result("INT-01"), found).table
    assert table.columns == ("Année", "Groupe", "Apprenants partis", "Apprenants", "Valeur", "Source")
    assert table.rows == (
        ("2023-2024", "Ensemble", "5", "100", f"5{NBSP}%", "SIECLE"),
        ("2024-2025", "Élèves", "3", "60", f"5{NBSP}%", "–"),
        ("2024-2025", "Étudiants", "7", "40", f"17,5{NBSP}%", "–"),
        ("Cible (2027-2028)", "Ensemble", "–", "–", f"10{NBSP}%", "–"),
    )
    plain = charts.trend(found.result("REC-01"), found).table
    assert plain.columns == ("Année", "Valeur", "Source")


def test_the_sentence_of_an_indicator():
    """Value, change, target and break; across the break no change is told."""
    state = series(BROKEN, {2020: 40, 2023: 62}) | indicator_plan(BROKEN, **aims(target=70, until=2027))
    found = measured(state)
    assert charts.trend(found.result(BROKEN), found).sentence.replace(NBSP, " ") == (
        "Taux d'emploi à 6 mois : 62 % en 2023 ; non comparable à 2020 ; il manque 8 points pour la cible de "
        "70 % (2027) ; rupture de série en 2022 (emplois du secteur public comptés depuis les sortants de 2022)."
    )
    plain = measured(series(RATE, {2020: 40, 2023: 62}) | indicator_value(RATE, 2024, "nd"))
    assert charts.trend(plain.result(RATE), plain).sentence.replace(NBSP, " ") == (
        "Formations à public mixte : 62 % en 2023-2024 ; 2024-2025 non disponible ; "
        "+22 points depuis 2020-2021 ; aucune cible."
    )


def test_trends_that_all_go_the_wrong_way_are_not_told_as_progress():
    """What goes down is said to, and nothing to go in the right direction."""
    found = measured(series(RATE, {2023: 40, 2025: 30}), indicator_plan(RATE, **aims(40, since=2023)))
    chart = charts.trends(found, [found.result(RATE)])
    assert f"{NBSP}; depuis le départ, 1 va dans le mauvais sens" in chart.sentence
    assert "bon sens" not in chart.sentence


def test_indicators_without_families_have_no_heading():
    """A framework that knows no family: the campus's own indicators are drawn under no title."""
    found = measured(own_fields("CAMPUS-1", suivi="oui"), framework=SMALL)
    chart = charts.trends(found, found.followed)
    shown = texts(chart)
    assert any("Visites d'entreprises" in text for text in shown)
    assert not any(family.name in text for family in found.families for text in shown)


def test_added_value_says_what_is_unknown():
    """Each finalité has its heading; a missing start, value or target is named, and what is not measured."""
    found = CAMPAIGNS["sparse"]
    chart = charts.value_added(found, [(p, found.of_purpose(p)) for p in CMQ.purposes])
    shown = texts(chart)
    assert f"30{NBSP}% → 62{NBSP}% → 70{NBSP}%" in shown
    assert f"départ inconnu → valeur inconnue → 90{NBSP}%" in shown
    assert f"55{NBSP}% → valeur inconnue → cible inconnue" in shown
    assert any(text.startswith("<i>rien n'est mesuré</i>") for text in shown)
    assert sum(bool(re.match(r"<b>[1-6]\. L", text)) for text in shown) == 6
    assert chart.sentence.replace(NBSP, " ") == (
        "1 finalité sur 6 a au moins un indicateur avec départ, valeur et cible (numéro 1) ; un départ ou une "
        "cible manque pour les finalités 2 et 6 ; rien n'est mesuré pour les finalités 3, 4 et 5."
    )
    assert len(chart.table.rows) == sum(len(found.of_purpose(p)) for p in CMQ.purposes)


def test_a_finality_that_no_indicator_follows_keeps_its_row():
    """It is said to have none, and shows no number."""
    found = CAMPAIGNS["sparse"]
    chart = charts.value_added(
        found, [(CMQ.purposes[0], found.of_purpose(CMQ.purposes[0])), (CMQ.purposes[2], ())]
    )
    row = chart.table.rows[-1]
    assert row[1] == "aucun indicateur suivi"
    assert set(row[2:]) == {"–"}


def test_added_value_draws_no_way_across_a_break():
    """From a start before the break to a value after it there is no line, and the row says why."""
    state = series(BROKEN, {2023: 62}) | indicator_plan(BROKEN, **aims(40, 70, since=2020))
    found = measured(state)
    purpose = next(p for p in CMQ.purposes if p.id in found.result(BROKEN).indicator.purposes)
    broken = charts.value_added(found, [(purpose, [found.result(BROKEN)])])
    assert not list(segments(broken, "Chemin parcouru"))
    assert any("rupture de série" in text for text in texts(broken))
    assert broken.table.rows[0][5] == "rupture de série"
    whole = measured(series(RATE, {2023: 62}) | indicator_plan(RATE, **aims(40, 70, since=2020)))
    chart = charts.value_added(whole, [(purpose, [whole.result(RATE)])])
    ((start, now),) = segments(chart, "Chemin parcouru")
    assert [start, now] == [spots(chart, "Départ")[0][0], spots(chart, "Valeur")[0][0]]
    assert start < now < spots(chart, "Cible")[0][0]


# --- what they share ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*CAMPAIGNS, "nothing"])
def test_every_chart_says_in_words_what_it_shows(name):
    """Title, alt text, sentence and table are there, even of nothing; the table's rows fit its columns."""
    for chart in nothing() if name == "nothing" else all_charts(CAMPAIGNS[name]):
        assert chart.title
        assert 0 < len(chart.alt) < 150
        assert chart.sentence.endswith(".")
        assert chart.table.caption
        assert chart.table.columns
        assert all(len(row) == len(chart.table.columns) for row in chart.table.rows)
        assert "None" not in everything(chart)
        assert chart.figure.layout.height > 0


def test_user_texts_are_shown_as_they_are():
    """A name or unit like markup stays text in the figure; table and sentence have it whole."""
    found = CAMPAIGNS["hostile"]
    for chart in all_charts(found):
        for text in texts(chart):
            assert not re.search(r"<(?!/?(b|i|br|span)\b)", text), text
            assert "<b>u</b>" not in text
        assert all("hovertemplate" not in trace for trace in traces(chart)), "names are no templates"
    one = charts.trend(found.result("CAMPUS-1"), found)
    assert one.title == HOSTILE
    assert HOSTILE in one.sentence
    assert HOSTILE in {cell for row in one.table.rows for cell in row}
    assert "&lt;img" in " ".join(texts(charts.trends(found, found.followed)))


@pytest.mark.parametrize("name", CAMPAIGNS)
def test_typography_and_language(name):
    """No break before a colon or a percent sign; no English word of Plotly's or ours."""
    english = re.compile(
        r"\b(trace|indicator|value|values|target|start|none|nan|true|false|state|gap|count|the|of|with|break|"
        r"measured|missing|masked|group|year)\b",
        re.IGNORECASE,
    )
    for chart in all_charts(CAMPAIGNS[name]):
        for text in everything(chart).splitlines():
            plain = re.sub(r"<[^>]*>", " ", text)
            if "img" not in text:
                assert not re.search(r"« | »|[^ ] [:;!?%]", plain.strip()), text
                assert not english.search(plain), text


@pytest.mark.parametrize("name", CAMPAIGNS)
def test_figures_follow_the_page(name):
    """Transparent ground, the page's text colour, letters of 15 pixels or more, no zoom, no width."""
    for chart in all_charts(CAMPAIGNS[name]):
        layout = json.loads(chart.figure.to_json())["layout"]
        assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == palette.TRANSPARENT
        assert layout["font"]["color"] == palette.TEXT
        assert layout["dragmode"] is False
        assert "width" not in layout
        assert layout["xaxis"]["fixedrange"]
        assert layout["yaxis"]["fixedrange"]
        sizes = [note["font"]["size"] for note in layout.get("annotations", ())]
        for trace in traces(chart, "Textes"):
            assert trace["textfont"]["color"] == palette.TEXT
            sizes += trace["textfont"]["size"]
        assert min(sizes, default=15) >= 15


scalars = st.one_of(
    st.none(),
    st.integers(-(10**13), 10**13),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["nd", "abc", "12,5", "1 234,5", "0", "99999999999", "-3"]),
)
years = st.one_of(st.none(), st.integers(1985, 2210), st.just("x"))
DRAWN = (RATE, BROKEN, PEOPLE, "FOR-02", "REU-05", "REU-06", "REC-03", "ATT-01", "INT-01", "CAMPUS-1")
places = st.sampled_from(DRAWN)


@st.composite
def states(draw: st.DrawFn) -> dict[Field, Scalar]:
    """Values, groups and plans as nobody should type them."""
    state = own_fields(
        "CAMPUS-1", nom=draw(st.text(min_size=1, max_size=90)), unite=draw(st.text(max_size=60))
    )
    state = {field: value for field, value in state.items() if value}
    kinds = [str(kind) for kind in Calculation]
    state |= indicator_plan("CAMPUS-1", calcul=draw(st.sampled_from(kinds)))
    for _ in range(draw(st.integers(0, 12))):
        state |= indicator_value(
            draw(places),
            draw(st.integers(1000, 2030)),
            draw(scalars),
            draw(scalars),
            value=draw(scalars),
            group=draw(st.sampled_from(["", "", "femmes", "hommes", "scolaire", "eleves"])),
        )
    for _ in range(draw(st.integers(0, 5))):
        plan = aims(draw(scalars), draw(scalars), since=draw(years), until=draw(years))
        state |= indicator_plan(draw(places), **plan)
    return state


@examples(0.6)
@given(states(), st.booleans())
def test_drawing_never_fails(state, public):
    """Whatever was typed, every chart is drawn, inside its plot, and says the same in words."""
    found = measured(state, public=public)
    for chart in all_charts(found, of=DRAWN):
        json.loads(chart.figure.to_json())
        assert chart.sentence
        assert all(len(row) == len(chart.table.columns) for row in chart.table.rows)
        for x, _ in spots(chart, "Valeur", "Départ", "Cible"):
            assert -0.01 <= x <= 3


# --- room for texts -----------------------------------------------------------------------------------------------


@given(st.text(max_size=200), st.integers(60, 600), st.integers(1, 3))
def test_a_fitted_text_fits(text, room, lines):
    """No line is wider than the room, there are no more lines than asked for, and entities stay whole."""
    parts = fitted(text, room, lines=lines).split("<br>")
    assert len(parts) <= lines
    for part in parts:
        plain = part.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        assert width(plain) <= room
        assert not re.search(r"&(?!(amp|lt|gt);)", part)


def test_joined_parts_break_between_them():
    """Parts share a line while they fit it; what stands between them ends a broken line."""
    assert joined(["a", "b"], 500) == "a · b"
    assert joined(["a" * 20, "<b>b</b>"], 190) == "a" * 20 + "<br><b>b</b>"
    assert joined(["a" * 20, "b"], 190, between=" → ") == "a" * 20 + " →<br>b"
    assert joined(["x" * 90], 200).endswith("…")


def test_round_numbers_of_a_scale():
    """A few round numbers, of any size, all inside the scale."""
    assert ticks(Scale(Fraction(50), Fraction(100))) == [60, 80, 100]
    assert ticks(Scale(Fraction(-8), Fraction(2))) == [-5, 0]
    for high in (Fraction(1, 10**30), Fraction(10**400)):
        found = ticks(Scale(Fraction(0), high))
        assert 2 <= len(found) <= 6
        assert max(found) <= high


def test_texts_keep_apart():
    """Years that would touch are left out, and names of lines move apart."""
    kept = spaced([(200, "2025-2026"), (150, "2024-2025"), (50, "2016-2017")])
    assert [text for _, text in kept] == ["2025-2026", "2016-2017"]
    places = spread([50, 52, 51], 20, 0, 100)
    assert sorted(places) == [50, 70, 90]
    assert places.index(min(places)) == 0
    assert max(spread([95, 99], 20, 0, 100)) <= 100


def test_a_value_finds_a_free_place_or_none():
    """Above, below or beside its mark, clear of lines; only what is needed is written over them."""
    board = Board(400, 0, 300)
    assert board.place(Label(200, 150, "62,5 %")).top < 150
    board.line([(0, 0), (400, 300)])
    board.line([(0, 300), (400, 0)])
    for y in range(0, 300, 6):
        board.line([(0, y), (400, y)])
    assert board.place(Label(200, 150, "62,5 %")) is None
    assert board.place(Label(200, 150, "62,5 %", needed=True)) is not None
