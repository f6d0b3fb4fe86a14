"""Sentences that screens and documents share: French as it is written, and true of what they tell."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmq.campaign import Campaign, Decision, Field, Meeting, Nature, Scalar, Status
from cmq.comparison import Movement, compare
from cmq.framework import Framework, parse
from cmq.french import NBSP
from cmq.meeting import Alert, AlertKind, Seat, alerts, seats
from cmq.scoring import Results
from cmq.wording import (
    alert_text,
    comparison_sentence,
    criterion_change,
    due_text,
    level_change,
    meeting_name,
    movement_reasons,
    movement_states,
    ruling_summary,
    seat_name,
    subject_name,
    version_title,
)
from tests.unit.builders import (
    CMQ,
    ENGLISH,
    SMALL,
    TODAY,
    answers,
    campaign,
    decision,
    evidence,
    measured,
    meeting,
    own_fields,
    profile,
    scored,
)

State = dict[Field, Scalar]

RESEARCH = "C01-X3"  # may be not applicable


def _plain(text: str) -> str:
    """The words alone, once every double mark was seen to have its no-break space."""
    assert not [mark for mark in ":;?!»%" if f" {mark}" in text], text
    assert "« " not in text, text
    return text.replace(NBSP, " ").replace("\u202f", " ")


# The meeting


def test_a_meeting_is_named_by_its_day() -> None:
    """The committee's short name is the framework's; a meeting without a day says so and gets no other day."""
    held = Meeting("S-1", date(2026, 11, 12))
    assert meeting_name(CMQ, held) == "COS du 12/11/2026"
    assert meeting_name(SMALL, held) == "comité du 12/11/2026"
    assert meeting_name(CMQ, Meeting("S-1")) == "COS sans date"
    assert version_title(CMQ, held) == "Version présentée au COS du 12/11/2026"
    assert "None" not in version_title(CMQ, Meeting("S-1"))


def test_a_seat_is_named_with_its_campus() -> None:
    """Only the role that each campus has bears a campus's name."""
    names = [seat_name(seat) for seat in seats(CMQ, campaign(profile(campus="Campus Textile")))]
    assert names[-1] == "Directeur opérationnel (Campus Textile)"
    assert names[0] == "Recteur d'académie"
    assert not [name for name in names if "()" in name]


def test_alerts_say_what_is_missing_and_what_to_do() -> None:
    """Each alert is a French sentence with the framework's own words and time, and no other campus's."""
    empty = alerts(CMQ, campaign(profile(campus="Campus Textile", annee=2026)), (), (), TODAY)
    texts = [_plain(alert_text(CMQ, alert)) for alert in empty]
    assert texts[0] == (
        "Aucune séance tenue et datée n'est enregistrée : "
        "réunissez le comité d'orientation stratégique au moins tous les 12 mois."
    )
    assert texts[1] == "Composition incomplète : personne pour « Recteur d'académie »."
    assert texts[5] == "Composition incomplète : personne pour « Directeur opérationnel (Campus Textile) »."
    assert texts[6] == (
        "Le budget 2026 n'a pas de date de validation en COS : notez-la à la séance qui l'a établi."
    )
    (old, *_) = alerts(CMQ, campaign(meeting(day=date(2025, 11, 22))), (), (), TODAY)
    assert _plain(alert_text(CMQ, old)) == (
        "La dernière séance date du 22/11/2025, il y a plus de 12 mois : "
        "réunissez le comité d'orientation stratégique."
    )
    board = SMALL.model_copy(update={"committee": SMALL.committee.model_copy(update={"months": 6})})
    other = _plain(alert_text(board, Alert(AlertKind.NO_MEETING)))
    assert "6 mois" in other
    assert "12" not in other


@pytest.mark.parametrize("kind", AlertKind)
def test_every_alert_has_its_sentence(kind: AlertKind) -> None:
    """No kind of alert is without a sentence, whatever it was given, and none speaks English or shows a placeholder."""
    held, seat = Meeting("S-1", date(2025, 1, 1)), Seat(CMQ.roles[0], "", ())
    text = _plain(alert_text(CMQ, Alert(kind, meeting=held, seat=seat, year=2026)))
    assert text.endswith(".")
    assert not ENGLISH.search(text)
    assert "None" not in text


# What moved


def _movement(before: Results, after: Results) -> Movement:
    (movement,) = compare(before, after).movements
    return movement


def _reasons(before: State, after: State) -> list[str]:
    return [_plain(text) for text in movement_reasons(CMQ, _movement(scored(before), scored(after)))]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (answers({"C01-R1": 1}), answers({"C01-R1": 2}), ["niveau : Projeté → Mis en œuvre"]),
        ({}, answers({"C01-R1": 0}), ["niveau : Non renseigné → Non engagé"]),
        (answers({"C01-R1": 3}), {}, ["niveau : Évalué → Non renseigné"]),
        (
            answers({RESEARCH: 2}),
            answers({RESEARCH: 2}, not_applicable={RESEARCH: "Sans objet."}),
            ["niveau : Mis en œuvre → Non applicable"],
        ),
        (
            {},
            answers({}, not_applicable={RESEARCH: "Sans objet."}),
            ["niveau : Non renseigné → Non applicable"],
        ),
        (
            answers({"C01-R1": 2}),
            {**answers({"C01-R1": 2}), **evidence("C01-R1", title="Diagnostic")},
            ["1 preuve ajoutée : « Diagnostic »"],
        ),
        (
            {
                **answers({"C01-R1": 2}),
                **evidence("C01-R1", name="P-1", title="A"),
                **evidence("C01-R1", name="P-2", title="B"),
            },
            answers({"C01-R1": 2}),
            ["2 preuves retirées : « A » et « B »"],
        ),
    ],
)
def test_reasons_tell_levels_and_documents(before: State, after: State, expected: list[str]) -> None:
    """What changed is said, and only that: a level that stayed and a document that stayed are not."""
    assert _reasons(before, after) == expected


def test_the_committee_s_word_is_a_reason() -> None:
    """What was said in the meeting follows the level, with its reason as it was written."""
    ruled = decision(nature="modification", text="Acte non signé.", exigence="C01-R1", niveau=1)
    assert _reasons(answers({"C01-R1": 2}), {**answers({"C01-R1": 1}), **ruled}) == [
        "niveau : Mis en œuvre → Projeté",
        "niveau modifié en séance : Acte non signé.",
    ]


def _longer_scale(met: int) -> Framework:
    data = SMALL.model_dump(mode="json", by_alias=True, exclude_unset=True)
    data["niveau"].append({"valeur": 3, "libelle": "Revu", "descripteur": "On en tire les leçons."})
    data["regles"]["niveau_satisfait"] = met
    return parse(data, "essai.toml")


def test_a_movement_without_other_reason_comes_from_the_rules() -> None:
    """Where level and documents stayed, the framework's own rules changed: a movement is never left unexplained."""
    state = {**answers({"ACCUEIL-1": 2}), **evidence("ACCUEIL-1")}
    movement = _movement(scored(state, framework=SMALL), scored(state, framework=_longer_scale(3)))
    assert movement_reasons(SMALL, movement) == ("les règles du référentiel ont changé",)
    assert movement_states(movement) == "Satisfaite → Projetée"


def test_a_level_of_another_scale_is_told_by_its_number() -> None:
    """A level that this framework does not name is shown as it was answered, without another level's name."""
    old = scored(answers({"ACCUEIL-1": 3}), framework=_longer_scale(2))
    new = scored(answers({"ACCUEIL-1": 1}), framework=SMALL)
    movement = _movement(old, new)
    assert level_change(SMALL, movement.before, movement.after) == "3 → Amorcé"
    assert _plain(movement_reasons(SMALL, movement)[0]) == "niveau : 3 → Amorcé"
    assert "Acquis" not in level_change(SMALL, movement.before, movement.after)


def test_states_are_told_once_where_they_are_the_same() -> None:
    """« Projetée → Satisfaite », or one word; the arrow stands only between two different states."""
    rose = _movement(scored(answers({"C01-R1": 1})), scored(answers({"C01-R1": 2}), dict(evidence("C01-R1"))))
    assert movement_states(rose) == "Projetée → Satisfaite"
    same = _movement(scored(answers({"C01-R1": 2})), scored(answers({"C01-R1": 3})))
    assert movement_states(same) == "Déclarée sans preuve"
    assert level_change(CMQ, rose.before, rose.before) == "Projeté"


def _small(levels: dict[str, int | None], *proven: str, aside: bool = False) -> Results:
    reason = {"OUTILS-2": "Interdit."} if aside else {}
    return scored(answers(levels, not_applicable=reason), evidence(*proven), framework=SMALL)


@pytest.mark.parametrize(
    ("criterion", "before", "after", "expected"),
    [
        (
            "ACCUEIL",
            _small({"ACCUEIL-1": 1, "ACCUEIL-1-a": 1}),
            _small({"ACCUEIL-1": 2, "ACCUEIL-1-a": 2}, "ACCUEIL-1", "ACCUEIL-1-a"),
            "Depuis 2025 : non satisfait → satisfait ; 2 exigences en hausse",
        ),
        (
            "OUTILS",
            _small({"OUTILS-1": 0, "OUTILS-2": 1}),
            _small({"OUTILS-1": 1, "OUTILS-2": 0}),
            "Depuis 2025 : 1 exigence en hausse et 1 exigence en baisse",
        ),
        (
            "OUTILS",
            _small({"OUTILS-1": 0, "OUTILS-2": 1}),
            _small({"OUTILS-1": 1}, aside=True),
            "Depuis 2025 : 1 exigence en hausse et 1 autre changement",
        ),
        (
            "SURETE",
            _small({"SURETE-1": None}),
            _small({"SURETE-1": 0}),
            "Depuis 2025 : incomplet → non satisfait ; 1 autre changement",
        ),
        ("SURETE", _small({}), _small({"OUTILS-1": 2}), "Depuis 2025 : aucun changement"),
    ],
)
def test_a_criterion_s_change_is_told(criterion: str, before: Results, after: Results, expected: str) -> None:
    """State, what rose, what fell and what changed otherwise: « aucun changement » only where there is none."""
    text = _plain(criterion_change(compare(before, after).criterion(criterion), "2025"))
    assert text == expected


def test_a_criterion_that_only_one_knows_has_no_change() -> None:
    """There is nothing to tell of a criterion that the other framework does not have, not even « aucun »."""
    assert criterion_change(None, "2025") == ""


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {}, "Aucune exigence n'a changé."),
        (
            answers({"C01-R1": 0, "C02-R1": 1}),
            answers({"C01-R1": 1, "C02-R1": 2}),
            "2 exigences en hausse et 0 exigence en baisse.",
        ),
        (
            answers({"C01-R1": 0, "C02-R1": 1}),
            answers({"C01-R1": 1, "C04-R1": 0}),
            "1 exigence en hausse, 1 exigence en baisse et 1 autre changement.",
        ),
    ],
)
def test_a_comparison_in_one_sentence(before: State, after: State, expected: str) -> None:
    """Rises and falls stand side by side, neither taken from the other; other changes only where there are any."""
    text = _plain(comparison_sentence(compare(scored(before), scored(after))))
    assert text == expected


LEVELS = st.dictionaries(st.sampled_from([r.id for r in SMALL.assessed]), st.integers(-1, 3))


@given(LEVELS, LEVELS, st.booleans(), st.booleans())
def test_sentences_agree_with_what_moved(
    before: dict[str, int | None], after: dict[str, int | None], old: bool, new: bool
) -> None:
    """Every movement has a reason, and a sentence says « aucun » exactly where nothing moved."""
    comparison = compare(_small(before, aside=old), _small(after, aside=new))
    for movement in comparison.movements:
        assert movement_reasons(SMALL, movement)
    for found in comparison.criteria:
        text = _plain(criterion_change(found, "2025"))
        assert ("aucun changement" in text) is (found.movements == ())
    assert ("Aucune" in comparison_sentence(comparison)) is (comparison.movements == ())


# What was decided


@pytest.mark.parametrize(
    ("ruling", "expected"),
    [
        (Decision("D", nature=Nature.AMENDED, level_before=1, level=2), "C04-R1 : Projeté → Mis en œuvre"),
        (Decision("D", nature=Nature.AMENDED, level=0), "C04-R1 : Non renseigné → Non engagé"),
        (Decision("D", nature=Nature.AMENDED, level_before=9, level=2), "C04-R1 : 9 → Mis en œuvre"),
        (Decision("D", nature=Nature.CONFIRMED, level_before=2, level=2), "C04-R1 : Mis en œuvre"),
        (Decision("D", nature=Nature.AMENDED, level_before=1), ""),
        (Decision("D", nature=Nature.DECISION, level_before=1, level=2), ""),
        (Decision("D", nature=Nature.DEFERRED, level_before=1, level=2), ""),
    ],
)
def test_only_a_settled_level_is_summed_up(ruling: Decision, expected: str) -> None:
    """A confirmed or amended level is told with its names, one off the scale by its number; nothing else is."""
    settled = Decision(
        *("D", "S-1", ruling.nature),
        requirement="C04-R1",
        level_before=ruling.level_before,
        level=ruling.level,
    )
    assert _plain(ruling_summary(CMQ, settled)) == expected


def test_a_decision_says_what_it_is_about() -> None:
    """A criterion, a requirement's criterion, an indicator's name, or the whole; an unknown id is shown as it is."""
    number = f"{CMQ.criterion('C04').number} {CMQ.criterion('C04').short_title}"
    indicator = next(i for i in CMQ.indicators if i.id == "REU-03")
    assert subject_name(CMQ, Decision("D", criterion="C04", indicator="REU-03")) == number
    assert subject_name(CMQ, Decision("D", requirement="C04-R1")) == number
    assert subject_name(CMQ, Decision("D", indicator="REU-03")) == indicator.name
    assert subject_name(CMQ, Decision("D")) == "Ensemble"
    for unknown in (
        Decision("D", criterion="Z99"),
        Decision("D", requirement="Z99"),
        Decision("D", indicator="Z99"),
    ):
        assert subject_name(CMQ, unknown) == "Z99"


def test_the_campus_s_own_indicator_has_its_own_name() -> None:
    """With the measures at hand the name that the campus gave is shown, not the id; the catalogue's names hold."""
    own = Decision("D", indicator="CAMPUS-1")
    measures = measured(own_fields())
    assert subject_name(CMQ, own, measures) == "Visites d'entreprises"
    assert subject_name(CMQ, own) == "CAMPUS-1"
    assert subject_name(CMQ, Decision("D", indicator="ZZZ"), measures) == "ZZZ"
    shipped = Decision("D", indicator="REU-03")
    assert subject_name(CMQ, shipped, measures) == subject_name(CMQ, shipped)


@pytest.mark.parametrize(
    ("due", "status", "expected"),
    [
        (None, Status.OPEN, ""),
        (date(2027, 3, 1), Status.OPEN, "pour le 01/03/2027"),
        (TODAY, Status.OPEN, "pour le 23/11/2026"),
        (date(2026, 11, 22), Status.OPEN, "en retard depuis le 22/11/2026"),
        (date(2026, 11, 22), Status.DONE, "pour le 22/11/2026"),
        (date(2026, 11, 22), Status.DROPPED, "pour le 22/11/2026"),
    ],
)
def test_only_what_waits_can_be_late(due: date | None, status: Status, expected: str) -> None:
    """A decision is late the day after it was due, and never once it is done or dropped."""
    assert due_text(Decision("D", due=due, status=status), TODAY) == expected
    settled = Decision("D", nature=Nature.AMENDED, due=due)
    assert "retard" not in due_text(settled, TODAY)


@given(st.text(max_size=12), st.sampled_from(Nature), st.none() | st.integers(-2, 9))
def test_no_decision_is_without_words(text: str, nature: Nature, level: int | None) -> None:
    """Whatever a workbook brought in, a decision has a subject and its texts are sentences, never an error."""
    state = decision(nature=nature, text=text, exigence=text, critere=text, niveau=level)
    (ruling,) = Campaign.from_state(state).decisions.values()
    assert subject_name(CMQ, ruling)
    assert "None" not in ruling_summary(CMQ, ruling).replace(text, "")
    assert due_text(ruling, TODAY) == ""
