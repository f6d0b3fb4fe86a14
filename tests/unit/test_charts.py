"""The charts say what the scoring found: in segments, tables and sentences, in French, legibly."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from streamlit.elements.lib import streamlit_plotly_theme as theme

from cmq import charts, french
from cmq.campaign import Answer, Campaign, Evidence
from cmq.charts import Chart, palette
from cmq.charts.chart import safe, short
from cmq.charts.gap import DONE, SAME
from cmq.charts.heat_map import marks
from cmq.framework import ExcellenceSide, Framework, Requirement, RequirementKind, load
from cmq.scoring import CriterionState, RequirementState, Results, score

ROOT = Path(__file__).resolve().parents[2]
CMQ = load(ROOT / "criteria.toml")
TODAY = date(2026, 11, 23)
HOSTILE = "<img src=x onerror=alert(1)> %{x} & fin"

SECOND = """
[meta]
titre = "Charte des ateliers"
version = "1"
source = "Essai"
nom_label = "la charte"
nom_categorie = "Atelier"
avertissement = "Essai."
[regles]
niveau_satisfait = 2
niveau_projete = 1
preuve_ancienne_mois = 12
duree_label_max_ans = 3
[[niveau]]
valeur = 0
libelle = "Absent"
descripteur = "Rien."
[[niveau]]
valeur = 1
libelle = "Prévu"
descripteur = "Écrit."
[[niveau]]
valeur = 2
libelle = "Fait"
descripteur = "En place."
"""


def second(tmp_path: Path, criteria: int) -> Framework:
    """A small framework without Excellence: criterion n asks for n requirements, on three levels."""
    text = SECOND
    for number in range(1, criteria + 1):
        text += f'[[critere]]\nid = "K{number}"\nnumero = "{number}"\n'
        text += f'titre = "Un <b>atelier</b> {number}"\ntitre_court = "Atelier <b>{number}</b>"\n'
        for index in range(1, number + 1):
            text += f'[[exigence]]\nid = "K{number}-R{index}"\ncritere = "K{number}"\n'
            text += f'type = "principale"\ntexte = "Exigence {index} de <b>{number}</b>."\n'
    path = tmp_path / "charte.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def asking(*requirements: Requirement) -> Framework:
    """The national framework, asking for those requirements alone."""
    fields = {name: getattr(CMQ, name) for name in Framework.model_fields}
    # No copy: it would keep what the whole framework has worked out.
    return Framework.model_construct(**{**fields, "requirements": requirements})


def results(
    levels: Mapping[str, int] | None = None,
    *,
    proven: Iterable[str] | None = None,
    not_applicable: Iterable[str] = (),
    framework: Framework = CMQ,
) -> Results:
    """The results of a campaign with those levels; all of them are proven unless ``proven`` says which."""
    levels = levels or {}
    answers = {id_: Answer(level=level) for id_, level in levels.items()}
    answers |= {id_: Answer(not_applicable=True, reason="Sans objet ici.") for id_ in not_applicable}
    served = frozenset(levels if proven is None else proven)
    evidence = {"P-1": Evidence("P-1", "Compte rendu", link="https://campus.example", requirements=served)}
    return score(framework, Campaign(answers=answers, evidence=evidence), TODAY)


def ids(framework: Framework = CMQ) -> list[str]:
    """The ids of all assessed requirements."""
    return [requirement.id for requirement in framework.assessed]


def full(framework: Framework = CMQ) -> Results:
    """Every requirement met."""
    return results(dict.fromkeys(ids(framework), 2), framework=framework)


def partial() -> Results:
    """Every state of a requirement, 2.4 Gouvernance met, two requirements not applicable."""
    levels = {id_: index % 5 for index, id_ in enumerate(ids()) if index % 7}
    levels |= dict.fromkeys(("C04-R1", "C04-R1-a"), 3)
    for id_ in ("C01-X3", "C06-R1-d"):
        levels.pop(id_, None)
    proven = [id_ for index, id_ in enumerate(levels) if index % 3 or id_.startswith("C04")]
    return results(levels, proven=proven, not_applicable=("C01-X3", "C06-R1-d"))


STATES = {"empty": results(), "partial": partial(), "full": full()}


def all_charts(found: Results) -> list[Chart]:
    """The four charts, the gap chart in both orders."""
    return [
        charts.gap_chart(found),
        charts.gap_chart(found, by_blocking=True),
        charts.radar(found),
        charts.heat_map(found),
        charts.evolution([("2024", STATES["empty"]), ("2026", found)]),
    ]


def traces(chart: Chart, kind: str = "bar") -> list[dict]:
    """The traces of a figure as plain data."""
    return [trace for trace in chart.figure.to_plotly_json()["data"] if trace["type"] == kind]


def notes(chart: Chart) -> list[str]:
    """The texts that stand beside the shapes."""
    return [note["text"] for note in chart.figure.to_plotly_json()["layout"].get("annotations", ())]


def values(trace: dict, key: str) -> list:
    """What a trace holds there, without the gap that keeps an empty trace in the legend."""
    return [value for value in trace.get(key) or () if value is not None]


def shown_texts(chart: Chart) -> list[str]:
    """Every text that the figure can show: legend, segments, hover, axes, annotations."""
    texts = notes(chart)
    for trace in chart.figure.to_plotly_json()["data"]:
        texts += [trace.get("name") or "", *values(trace, "text"), *values(trace, "hovertext")]
    layout = chart.figure.to_plotly_json()["layout"]
    for name, axis in [*layout.items(), *layout.get("polar", {}).items()]:
        if "axis" in name:
            texts += axis.get("ticktext", ())
    return texts


# --- numbers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", STATES)
def test_gap_segments_add_up_to_the_applicable_rows(name):
    """Each row's segments count its applicable requirements by state, and no other ones."""
    found = STATES[name]
    drawn: dict[str, Counter[tuple[int, str]]] = {"x": Counter(), "x2": Counter()}
    for trace in traces(charts.gap_chart(found)):
        for length, at, text in zip(
            values(trace, "x"), trace["y"], trace.get("text") or [None] * 9, strict=False
        ):
            drawn[trace["xaxis"]][int(at), trace["name"]] += length
            assert text == french.number(length)
    for axis, rows_of in (("x", lambda c: c.standard), ("x2", lambda c: c.excellence)):
        expected = Counter(
            (index, french.REQUIREMENT_STATES[row.state])
            for index, criterion in enumerate(found.criteria)
            for row in rows_of(criterion)
            if row.applicable
        )
        assert drawn[axis] == expected
    assert sum(drawn["x"].values()) == len(found.label_rate.rows)
    assert sum(drawn["x2"].values()) == len(found.excellence_rate.rows)


@pytest.mark.parametrize("name", STATES)
def test_gap_targets_stand_at_the_applicable_rows(name):
    """The target mark of a row stands at the end of its bar."""
    found = STATES[name]
    label, excellence = traces(charts.gap_chart(found), "scatter")
    assert values(label, "x")[::2] == [len([r for r in c.standard if r.applicable]) for c in found.criteria]
    ends = [len([r for r in c.excellence if r.applicable]) for c in found.criteria]
    assert values(excellence, "x")[::2] == [end for end in ends if end]
    assert 0 not in values(excellence, "x")


@pytest.mark.parametrize("name", STATES)
def test_idem_gets_no_bar_and_is_never_missing(name):
    """« Idem » is a word in the place of the bar: no segment, no target, no count of its own."""
    found = STATES[name]
    chart = charts.gap_chart(found)
    same = {i for i, c in enumerate(found.criteria) if c.same_as_standard}
    for trace in (*traces(chart), *traces(chart, "scatter")):
        if trace["xaxis"] == "x2":
            assert same.isdisjoint(int(y) for y in values(trace, "y"))
    words = [text for text in notes(chart) if SAME in text]
    assert len(words) == len(same) == 6
    met = [c for c in found.criteria if c.same_as_standard and c.label_state is CriterionState.MET]
    assert sum(DONE in word for word in words) == len(met)
    rows = [row for row in chart.table.rows if row[1].startswith(SAME)]
    assert len(rows) == 6
    assert all(set(row[2:]) == {"–"} for row in rows)


@pytest.mark.parametrize("name", STATES)
def test_gap_table_equals_the_results(name):
    """The table's standard rows add up to the label's figures, the others to Excellence's."""
    found = STATES[name]
    table = charts.gap_chart(found).table
    assert all(len(row) == len(table.columns) for row in table.rows)
    for side, rate in (("Label", found.label_rate), ("Excellence", found.excellence_rate)):
        rows = [row for row in table.rows if row[0].endswith(side) and row[2] != "–"]
        assert sum(int(row[2]) for row in rows) == len(rate.hits)
        assert sum(int(row[-2]) for row in rows) == len(rate.rows)
        assert all(sum(map(int, row[2:7])) == int(row[7]) for row in rows)
    assert len({row[0] for row in table.rows}) == len(table.rows), "two rows of one name"


def test_gap_order_by_what_blocks():
    """The largest gap comes first, ties stay in the text's order, and nothing is lost."""
    found = STATES["partial"]
    names = [
        row[0].removesuffix(" – Label")
        for row in charts.gap_chart(found, by_blocking=True).table.rows
        if row[0].endswith("Label")
    ]
    place = {f"{c.criterion.number} {c.criterion.short_title}": i for i, c in enumerate(found.criteria)}
    gaps = [len(found.criteria[place[name]].label_gap) for name in names]
    assert gaps == sorted(gaps, reverse=True)
    assert all(place[a] < place[b] for (a, x), (b, y) in pairwise(zip(names, gaps, strict=True)) if x == y)
    assert sorted(place[name] for name in names) == list(range(11))


@pytest.mark.parametrize("name", STATES)
def test_radar_shares_equal_the_results(name):
    """A spoke's value is its criterion's share; « Idem » has the standard's share and no mark of its own."""
    found = STATES[name]
    _, label, excellence = traces(charts.radar(found), "scatterpolar")
    for index, criterion in enumerate(found.criteria):
        standard = [row.met for row in criterion.standard if row.applicable]
        other = [row.met for row in criterion.excellence if row.applicable]
        assert label["r"][index] == sum(standard) / len(standard)
        assert excellence["r"][index] == (sum(other) / len(other) if other else label["r"][index])
        assert (excellence["marker"]["size"][index] == 0) is criterion.same_as_standard
    assert len(label["r"]) == len(found.criteria) + 1, "the line is closed"


def test_radar_leaves_out_what_is_not_applicable(tmp_path):
    """A criterion without an applicable requirement has no spoke, no row, and the sentence says so."""
    text = (ROOT / "criteria.toml").read_text(encoding="utf-8")
    text = text.replace('id = "C04-R1"\n', 'id = "C04-R1"\nnon_applicable_si = "essai"\n', 1)
    text = text.replace('id = "C04-R1-a"\n', 'id = "C04-R1-a"\nnon_applicable_si = "essai"\n', 1)
    path = tmp_path / "criteria.toml"
    path.write_text(text, encoding="utf-8")
    framework = load(path)
    found = results({"C01-R1": 2}, not_applicable=("C04-R1", "C04-R1-a"), framework=framework)
    chart = charts.radar(found)
    assert len(chart.table.rows) == 10
    assert not any("Gouvernance" in text for text in shown_texts(chart))
    assert "1\u00a0critère n'a aucune exigence applicable et n'est pas montré" in chart.sentence
    assert any("non applicable" in note for note in notes(charts.gap_chart(found)))


@pytest.mark.parametrize("name", STATES)
def test_heat_map_has_one_cell_a_requirement(name):
    """Cells of a level are as many as the requirements at that level; the unanswered are never at 0."""
    found = STATES[name]
    drawn = {trace["name"]: len(values(trace, "x")) for trace in traces(charts.heat_map(found))}
    for level in CMQ.levels:
        assert drawn.pop(f"{level.value} {level.name}") == sum(r.level == level.value for r in found.rows)
    states = Counter(row.state for row in found.rows)
    assert drawn.pop("– Non renseignée") == states[RequirementState.UNANSWERED]
    assert drawn.pop("NA Non applicable", 0) == states[RequirementState.NOT_APPLICABLE]
    assert drawn.pop("Déclarée sans preuve") == states[RequirementState.CLAIMED]
    assert not drawn


def test_heat_map_of_nothing_has_no_zero():
    """An empty campaign shows dashes alone."""
    chart = charts.heat_map(STATES["empty"])
    texts = [text for trace in traces(chart) for text in values(trace, "text")]
    assert len(texts) == len(ids())
    assert all(text.endswith("<b>–</b></span>") for text in texts)
    assert {row[5] for row in chart.table.rows} == {"Non renseigné"}


def test_heat_map_of_a_level_that_the_scale_does_not_know():
    """An answer from a longer scale counts as unanswered and breaks nothing."""
    chart = charts.heat_map(results({"C01-R1": 9}))
    assert next(row for row in chart.table.rows if row[0] == "C01-R1")[5] == "Non renseigné"
    assert not any("9" in (trace.get("text") or [""])[0] for trace in traces(chart))


def test_marks_tell_requirements_apart():
    """Principales are numbered, details lettered anew under each, Excellence numbered with an X."""
    assert marks(STATES["empty"].criterion("C09")) == ("P1", "a", "b", "P2", "a", "b", "c", "P3", "a", "b")
    assert marks(STATES["empty"].criterion("C10")) == ("P1", "X1", "X2")
    kinds = [row.requirement.kind for row in STATES["empty"].criterion("C01").rows]
    assert RequirementKind.EXAMPLE not in kinds


def test_evolution_keeps_its_figures_apart():
    """Each figure has its panel and its column in the table, each equal to the results'."""
    series = [("2024", STATES["empty"]), ("2026", STATES["partial"]), ("2028", STATES["full"])]
    chart = charts.evolution(series)
    columns = [trace for trace in traces(chart) if trace["name"] != "Requis"]
    assert len({trace["yaxis"] for trace in columns}) == 4
    criteria, label, excellence, completion = (trace["y"] for trace in columns)
    for index, (_, found) in enumerate(series):
        assert criteria[index] == len(found.met_criteria) / len(found.applicable_criteria)
        assert label[index] == float(found.label_rate.value)
        assert excellence[index] == float(found.excellence_rate.value)
        assert completion[index] == float(found.completion.value)
        assert chart.table.rows[index][2] == french.percent(found.label_rate.value)
    assert "de 0\u00a0% à 100\u00a0%" in chart.sentence
    assert "sous réserve" not in chart.sentence


def test_evolution_of_one_and_of_none():
    """One campaign is no evolution, and the sentence says so; none is no error."""
    one = charts.evolution([("2026", STATES["partial"])])
    assert one.sentence.startswith(
        "Une seule campagne, «\u00a02026\u00a0»\u00a0: critères satisfaits 1 sur 11"
    )
    assert one.sentence.endswith("l'évolution se lira à partir de la deuxième.")
    assert "Excellence" in one.sentence
    assert "(sous réserve du label)" in one.sentence
    none = charts.evolution([])
    assert none.sentence == "Aucune campagne n'est à comparer."
    assert not none.table.rows


def test_evolution_with_many_campaigns_writes_only_the_ends():
    """Beyond five columns only the first and the last have texts, so that none touch on a phone."""
    chart = charts.evolution([(str(2018 + n), STATES["partial"]) for n in range(8)])
    for trace in traces(chart):
        if trace["name"] != "Requis":
            assert [bool(text) for text in trace["text"]] == [True, *[False] * 6, True]
    assert len(chart.table.rows) == 8


# --- sentences ----------------------------------------------------------------------------------------------------


def test_gap_sentence_of_nothing():
    """Nothing answered: the whole label is still the gap."""
    sentence = charts.gap_chart(STATES["empty"]).sentence
    assert (
        sentence
        == "Aucune exigence n'est renseignée\u00a0: l'écart au label porte sur les 51\u00a0exigences."
    )


def test_gap_sentence_of_a_part():
    """Criteria met, the largest gap, what is not answered: each with its right number."""
    most = [id_ for id_ in ids() if not id_.startswith("C09")]
    levels = dict.fromkeys(most, 2) | dict.fromkeys([i for i in ids() if i.startswith("C09")], 0)
    one = results(levels)
    assert charts.gap_chart(one).sentence == (
        "10\u00a0critères sur 11 sont satisfaits\u00a0; l'écart le plus grand est en 2.9 Parcours (10\u00a0exigences)."
    )
    del levels["C09-R1"]
    assert charts.gap_chart(results(levels)).sentence.endswith(
        "\u00a0; 1\u00a0exigence n'est pas renseignée."
    )
    two = results(dict.fromkeys(ids(), 2) | {"C03-R1": 0, "C04-R1": 1})
    assert charts.gap_chart(two).sentence == (
        "9\u00a0critères sur 11 sont satisfaits\u00a0; les écarts les plus grands sont en 2.3 Objectifs et "
        "2.4 Gouvernance (1\u00a0exigence chacun)."
    )
    many = results(dict.fromkeys(ids(), 2) | dict.fromkeys(("C03-R1", "C04-R1", "C05-R1", "C10-R1"), 0))
    assert charts.gap_chart(many).sentence == (
        "7\u00a0critères sur 11 sont satisfaits\u00a0; l'écart le plus grand, 1\u00a0exigence, se retrouve dans 4\u00a0critères."
    )
    few = results({"C04-R1": 2, "C04-R1-a": 2})
    assert few.completion.misses
    assert charts.gap_chart(few).sentence.startswith("1\u00a0critère sur 11 est satisfait\u00a0; ")


def test_gap_sentence_of_everything():
    """No gap is left, or only Excellence's."""
    assert charts.gap_chart(STATES["full"]).sentence == (
        "Les 11\u00a0critères sont satisfaits\u00a0; rien ne manque non plus pour l'Excellence."
    )
    label = results({id_: 2 if CMQ.requirement(id_).standard else 0 for id_ in ids()})
    assert charts.gap_chart(label).sentence == (
        "Les 11\u00a0critères sont satisfaits\u00a0; pour l'Excellence, il manque 11\u00a0exigences."
    )


def test_radar_sentences():
    """Nothing, a part and everything, Excellence under the label's reserve as long as that is open."""
    assert charts.radar(STATES["empty"]).sentence == (
        "Aucune exigence n'est renseignée\u00a0: rien n'est encore satisfait."
    )
    part = results(dict.fromkeys(ids(), 2) | {"C10-R1": 0, "C10-X1": 0})
    assert charts.radar(part).sentence == (
        "10\u00a0critères sur 11 atteignent 100\u00a0% pour le label\u00a0; "
        "le plus éloigné est 2.10 International (0\u00a0%)\u00a0; "
        "Excellence\u00a0: 10\u00a0exigences satisfaites sur 11, sous réserve du label."
    )
    assert charts.radar(STATES["full"]).sentence == (
        "Les 11\u00a0critères atteignent 100\u00a0% pour le label\u00a0; "
        "Excellence\u00a0: 11\u00a0exigences satisfaites sur 11."
    )


def test_what_excellence_cannot_ask_is_said_and_not_counted():
    """Its only requirement set aside: neither 0 % nor « Idem », and no bar."""
    kept = [r for r in CMQ.requirements if r.standard or r.id == "C01-X3"]
    framework = asking(*kept)
    state = dict.fromkeys([r.id for r in kept if r.kind is not RequirementKind.EXAMPLE and r.standard], 2)
    found = results(state, not_applicable=("C01-X3",), framework=framework)
    gap = charts.gap_chart(found)
    assert gap.sentence.startswith("Les 11\u00a0critères sont satisfaits\u00a0; ")
    assert "<i>non applicable</i>" in notes(gap)
    assert charts.radar(found).sentence.endswith("\u00a0; l'Excellence n'ajoute aucune exigence applicable.")
    assert not any("0\u00a0exigence" in chart.sentence for chart in (gap, charts.radar(found)))


def test_a_framework_that_asks_nothing_says_so():
    """No criterion applies: no share, no gap, and no « 0 sur 0 »."""
    found = results(framework=asking())
    assert charts.gap_chart(found).sentence == "Aucun critère n'est applicable."
    assert charts.radar(found).sentence == "Aucun critère n'est applicable."
    assert charts.heat_map(found).sentence == "Le référentiel ne demande rien."


def test_heat_map_sentences():
    """Answered and reached, the latter split by evidence."""
    assert charts.heat_map(STATES["empty"]).sentence == "Aucune des 62\u00a0exigences n'est renseignée."
    one = results({"C01-R1": 3}, proven=())
    assert charts.heat_map(one).sentence == (
        "1\u00a0exigence sur 62 est renseignée\u00a0; "
        "1 est au niveau «\u00a0Mis en œuvre\u00a0» ou plus, sans preuve."
    )
    assert charts.heat_map(STATES["full"]).sentence == (
        "Les 62\u00a0exigences sont renseignées\u00a0; "
        "toutes sont au niveau «\u00a0Mis en œuvre\u00a0» ou plus, avec preuve."
    )


def test_a_single_criterion_is_spoken_of_in_the_singular(tmp_path):
    """One criterion with one requirement: singular everywhere, and « Excellence » nowhere."""
    framework = second(tmp_path, 1)
    empty, done = results(framework=framework), full(framework)
    assert charts.gap_chart(empty).sentence.endswith("l'écart porte sur la seule exigence.")
    assert charts.gap_chart(done).sentence == "Le seul critère est satisfait."
    assert charts.radar(done).sentence == "Le seul critère atteint 100\u00a0%."
    assert charts.heat_map(done).sentence.startswith(
        "La seule exigence est renseignée\u00a0; 1 est au niveau"
    )
    unmet = results({"K1-R1": 0}, framework=framework)
    assert (
        charts.gap_chart(unmet).sentence
        == "Le seul critère n'est pas satisfait\u00a0; il y manque 1\u00a0exigence."
    )
    for chart in [c for found in (empty, done, unmet) for c in all_charts_of(found)]:
        assert not any("Excellence" in text for text in [chart.sentence, chart.alt, *shown_texts(chart)])


def all_charts_of(found: Results) -> list[Chart]:
    """The four charts of a campaign whose framework is not the CMQ's."""
    return [
        charts.gap_chart(found),
        charts.radar(found),
        charts.heat_map(found),
        charts.evolution([("2024", found), ("2026", found)]),
    ]


@pytest.mark.parametrize("name", STATES)
def test_typography_of_sentences(name):
    """No break before a colon, a percent sign or inside guillemets; one sentence, ended by a full stop."""
    for chart in all_charts(STATES[name]):
        for text in (chart.sentence, chart.alt, *shown_texts(chart)):
            if (
                not text.startswith("<b>") or "–" not in text
            ):  # a requirement's words stay as they are printed
                assert not re.search(r"« | »| [:;!?%]", text), text
        assert chart.sentence.endswith(".")
        assert len(chart.alt) < 120
        assert "0\u00a0critères" not in chart.sentence + chart.alt
        assert not re.search(r"\b1\u00a0(critères|exigences|campagnes)", chart.sentence + chart.alt)


# --- second framework ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("criteria", [1, 2, 3])
def test_a_second_framework_runs_through(tmp_path, criteria):
    """Other criteria, three levels, no Excellence: one panel, a radar from three criteria on, bars below."""
    framework = second(tmp_path, criteria)
    found = results({"K1-R1": 1}, framework=framework)
    gap, radar, heat_map, evolution = all_charts_of(found)
    assert {trace["xaxis"] for trace in traces(gap)} == {"x"}
    assert bool(traces(radar, "scatterpolar")) is (criteria >= 3)
    assert radar.alt.startswith("Radar" if criteria >= 3 else "Barres")
    assert {trace["name"] for trace in traces(heat_map)} >= {"0 Absent", "1 Prévu", "2 Fait"}
    assert len(evolution.table.columns) == 4
    for chart in (gap, radar, heat_map, evolution):
        assert all(len(row) == len(chart.table.columns) for row in chart.table.rows)
        assert not any("<b>atelier" in text or "<b>1</b>…" in text for text in shown_texts(chart))


def test_bars_instead_of_a_radar_have_the_same_shares(tmp_path):
    """The bars that stand for a radar of two spokes are as long as the shares."""
    framework = second(tmp_path, 2)
    chart = charts.radar(results({"K1-R1": 2, "K2-R1": 2}, framework=framework))
    (bars,) = traces(chart)
    assert bars["x"] == [1.0, 0.5]
    assert [row[1] for row in chart.table.rows] == ["100\u00a0% (1 sur 1)", "50\u00a0% (1 sur 2)"]


# --- what users type, and what they can read ----------------------------------------------------------------------


def test_names_are_shown_as_they_are():
    """A campaign called like markup stays text in the figure; the sentence and the table keep it whole."""
    chart = charts.evolution([(HOSTILE, STATES["empty"]), ("2026", STATES["partial"])])
    assert not any("<img" in text for text in shown_texts(chart))
    assert any(safe(HOSTILE) in text for text in shown_texts(chart))
    assert all(trace.get("hovertemplate") is None for trace in traces(chart)), "names are no templates"
    assert chart.table.rows[0][0] == HOSTILE
    assert HOSTILE in chart.sentence


def test_cutting_a_name_never_cuts_an_entity():
    """A name is cut before it is escaped."""
    assert short("&" * 40, 5) == "&amp;" * 4 + "…"
    assert safe("a\n<b>") == "a &lt;b&gt;"
    assert not re.search(r"&(?!(amp|lt);)", short("a & b < c" * 9))


@pytest.mark.parametrize("name", STATES)
def test_texts_are_french(name):
    """No English word of Plotly's or ours reaches the legend, the hover or the axes."""
    english = re.compile(
        r"\b(trace|criterion|criteria|unmet|claimed|planned|unanswered|level|target|none|nan|true|false|state|"
        r"gap|value|count|total of|and|the|of|with)\b",
        re.IGNORECASE,
    )
    for chart in all_charts(STATES[name]):
        for text in [chart.title, chart.alt, chart.sentence, *chart.table.columns, *shown_texts(chart)]:
            assert not english.search(re.sub(r"<[^>]*>", " ", text)), text
        layout = chart.figure.to_plotly_json()["layout"]
        assert layout["separators"] == ", "
        assert "title" not in layout


def test_a_text_stands_out_on_its_segment():
    """Texts have a contrast of 4.5 on every colour of their segment; the levels darken step by step."""
    for count in range(2, 12):
        fills = palette.levels(count)
        for fill in fills:
            assert palette.contrast(fill.ink, fill.color) >= 4.5
        shades = [palette.contrast(fill.color, "#ffffff") for fill in fills]
        assert shades == sorted(shades)
        assert len(set(shades)) == count, "two levels look the same"
    for fill in (*palette.STATES.values(), palette.UNANSWERED, palette.NOT_APPLICABLE):
        for color in filter(None, (fill.color, fill.second)):
            assert palette.contrast(fill.ink, color) >= 4.5


@pytest.mark.parametrize("name", STATES)
def test_no_segment_takes_its_text_colour_from_the_page(name):
    """A text inside a shape has a fixed colour that fits the shape's own colour."""
    for chart in all_charts(STATES[name]):
        for trace in traces(chart):
            if trace.get("textposition") == "inside" and any(values(trace, "text")):
                assert trace["insidetextfont"]["color"] in {"#000000", "#ffffff"}
                assert palette.contrast(trace["insidetextfont"]["color"], trace["marker"]["color"]) >= 4.5
                assert trace["insidetextfont"]["size"] >= 14


def test_outlines_stand_out_on_light_and_dark_pages():
    """Shapes, marks and lines have a contrast of 3 on white and on the dark theme's ground."""
    for color in (palette.OUTLINE, palette.ACCENT):
        for page in ("#ffffff", "#0e1117"):
            assert palette.contrast(color, page) >= 3
    assert palette.contrast("#ffffff", "#000000") == pytest.approx(21)
    patterns = [fill.pattern for fill in palette.STATES.values()]
    assert len({p for p in patterns if p}) == 3, "states differ by pattern, not by colour alone"


def test_text_colour_follows_the_page():
    """Streamlit still replaces the value that stands for the page's text colour."""
    assert palette.TEXT == theme.GRAY_90
    layout = charts.heat_map(STATES["empty"]).figure.to_plotly_json()["layout"]
    assert layout["font"]["color"] == layout["legend"]["font"]["color"] == palette.TEXT
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == palette.TRANSPARENT


def test_figures_neither_zoom_nor_name_a_width():
    """A finger on a chart scrolls the page, and the page gives the width."""
    for chart in all_charts(STATES["partial"]):
        layout = chart.figure.to_plotly_json()["layout"]
        assert layout["dragmode"] is False
        assert "width" not in layout
        axes = [value for name, value in layout.items() if re.match(r"[xy]axis", name)]
        assert all(axis["fixedrange"] for axis in axes)


def test_a_framework_with_no_side_for_a_criterion_shows_nothing_there():
    """Where Excellence asks nothing of a criterion, there is neither « Idem » nor a bar."""
    first = CMQ.criteria[2]
    assert first.excellence is ExcellenceSide.SAME
    bare = first.model_copy(update={"excellence": ExcellenceSide.NONE})
    framework = CMQ.model_copy(update={"criteria": (*CMQ.criteria[:2], bare, *CMQ.criteria[3:])})
    found = score(framework, Campaign(), TODAY)
    assert sum(SAME in text for text in notes(charts.gap_chart(found))) == 5
    assert traces(charts.radar(found), "scatterpolar")[2]["r"][2] is None
    row = next(row for row in charts.radar(found).table.rows if row[0].startswith("2.3"))
    assert row[2] == "Sans objet"


def test_charts_are_quick():
    """A chart takes a fraction of a click; the bound is wide, since the machine may be busy."""
    found = STATES["partial"]
    all_charts(found)
    start = time.process_time()
    all_charts(found)
    assert time.process_time() - start < 1
