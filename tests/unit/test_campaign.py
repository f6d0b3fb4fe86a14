"""A campaign as fields and as objects: nothing invented, nothing guessed, nothing lost."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmq.campaign import (
    ANNEX,
    ANSWERS,
    DECISIONS,
    EVIDENCE,
    MEETINGS,
    MEMBERS,
    NO_ANSWER,
    NO_PLAN,
    PLANS,
    VALUES,
    VERSIONS,
    Attendance,
    Campaign,
    Category,
    Decision,
    Edit,
    Evidence,
    Field,
    IndicatorEntry,
    IndicatorPlan,
    Meeting,
    Member,
    Nature,
    RequestType,
    Scalar,
    SealedVersion,
    Status,
    Variant,
    apply_edits,
    check_field,
    evidence_link_field,
    forget_variant_edits,
    ids_of,
    presence_field,
    profile_field,
    value_id,
    value_parts,
    variant_edits,
)
from tests.unit.builders import profile

SCALARS = st.one_of(st.text(max_size=8), st.integers(), st.floats(allow_nan=False), st.booleans())
FIELDS = st.builds(
    Field, st.sampled_from(["reponse", "preuve", "annexe"]), st.sampled_from("ab"), st.sampled_from("xyz")
)


def test_every_field_finds_its_place() -> None:
    """What was stored field by field comes back whole as typed objects, and no answer is made up."""
    campaign = Campaign.from_state(
        {
            profile_field("campus"): "Campus de démonstration",
            profile_field("nom"): "2026",
            profile_field("annee"): 2026,
            profile_field("categorie"): "excellence",
            profile_field("demande"): "renouvellement",
            profile_field("date_fin_label"): "2027-02-28",
            ANSWERS.field("C01-R1", "niveau"): 0,
            ANSWERS.field("C01-R1", "commentaire"): "Rien.",
            ANSWERS.field("C01-R1", "repris_de"): "2025",
            check_field("C01-R1-a", "C01-R1-a.1"): True,
            check_field("C01-R1-a", "C01-R1-a.2"): False,
            EVIDENCE.field("P-1", "titre"): "Diagnostic",
            EVIDENCE.field("P-1", "fichier"): "diagnostic.pdf",
            EVIDENCE.field("P-1", "date"): "2026-05-04",
            evidence_link_field("P-1", "C01-R1"): True,
            evidence_link_field("P-1", "C01-R2"): False,
            ANNEX.field("A1", "texte"): "Notre filière.",
        }
    )
    assert campaign.profile.year == 2026
    assert (campaign.profile.category, campaign.profile.request) == (
        Category.EXCELLENCE,
        RequestType.RENEWAL,
    )
    assert campaign.profile.label_end == date(2027, 2, 28)
    assert campaign.profile.label_start is None
    answer = campaign.answer("C01-R1")
    assert (answer.level, answer.comment, answer.carried_from) == (0, "Rien.", "2025")
    assert campaign.answer("C01-R1-a").checks == {"C01-R1-a.1"}
    assert campaign.answer("C02-R1") is NO_ANSWER
    assert campaign.answer("C02-R1").level is None
    document = Evidence(
        "P-1", "Diagnostic", file="diagnostic.pdf", date=date(2026, 5, 4), requirements=frozenset({"C01-R1"})
    )
    assert campaign.evidence_for("C01-R1") == (document,)
    assert campaign.evidence_for("C01-R2") == ()
    assert campaign.annex_text("A1") == "Notre filière."
    assert campaign.annex_text("A2") == ""


def test_every_field_of_an_indicator_finds_its_place() -> None:
    """Plan, values and the campus's own words come back as they were typed: numbers, « nd », text that is none."""
    campaign = Campaign.from_state(
        {
            PLANS.field("REU-03", "suivi"): "oui",
            PLANS.field("REU-03", "depart"): 61.5,
            PLANS.field("REU-03", "depart_annee"): 2022,
            PLANS.field("REU-03", "cible"): "bientôt",
            PLANS.field("REU-03", "cible_annee"): 2028,
            PLANS.field("CAMPUS-1", "nom"): "Visites",
            PLANS.field("CAMPUS-1", "critere:C01"): True,
            VALUES.field("REU-03:2024", "numerateur"): 62,
            VALUES.field("REU-03:2024", "denominateur"): "beaucoup",
            VALUES.field("REU-03:2024", "source"): "InserJeunes",
            VALUES.field("INT-01:2024:eleves", "valeur"): "nd",
            VALUES.field("INT-01:2024:eleves", "commentaire"): "à venir",
            EVIDENCE.field("P-1", "titre"): "Taux",
            EVIDENCE.field("P-1", "indicateur"): "REU-03",
        }
    )
    assert campaign.plans["REU-03"] == IndicatorPlan(True, 61.5, 2022, "bientôt", 2028)
    assert campaign.plans["CAMPUS-1"] == IndicatorPlan(own={"nom": "Visites", "critere:C01": True})
    assert set(campaign.entries) == {
        IndicatorEntry("REU-03", 2024, "", 62, "beaucoup", None, "InserJeunes"),
        IndicatorEntry("INT-01", 2024, "eleves", None, None, "nd", "", "à venir"),
    }
    assert campaign.evidence["P-1"].usable
    assert not campaign.answers
    assert Campaign().plans.get("REU-03", NO_PLAN).followed is None


def test_every_field_of_the_committee_finds_its_place() -> None:
    """Members, meetings, who came, decisions and sealed versions come back whole, and are mixed with nothing else."""
    campaign = Campaign.from_state(
        {
            MEMBERS.field("M-1", "nom"): "Claire Martin",
            MEMBERS.field("M-1", "role"): "directeur-operationnel",
            MEMBERS.field("M-1", "fonction"): "Directrice",
            MEMBERS.field("M-1", "campus"): "Campus Textile",
            MEETINGS.field("S-1", "date"): "2026-11-12",
            MEETINGS.field("S-1", "lieu"): "Rectorat",
            MEETINGS.field("S-1", "tenue"): True,
            MEETINGS.field("S-1", "criteres"): "C04 ; C06",
            MEETINGS.field("S-1", "indicateurs"): "REU-03",
            MEETINGS.field("S-1", "budget_date"): "2026-11-12",
            MEETINGS.field("S-1", "budget_exercice"): 2027,
            presence_field("S-1", "M-1"): "represente",
            DECISIONS.field("D-1", "seance"): "S-1",
            DECISIONS.field("D-1", "nature"): "modification",
            DECISIONS.field("D-1", "texte"): "La convention est signée.",
            DECISIONS.field("D-1", "responsable"): "Claire Martin",
            DECISIONS.field("D-1", "echeance"): "2027-03-01",
            DECISIONS.field("D-1", "etat"): "faite",
            DECISIONS.field("D-1", "suivi"): "Signée en mars.",
            DECISIONS.field("D-1", "critere"): "C04",
            DECISIONS.field("D-1", "exigence"): "C04-R1",
            DECISIONS.field("D-1", "indicateur"): "GOU-01",
            DECISIONS.field("D-1", "niveau_avant"): 0,
            DECISIONS.field("D-1", "niveau"): 2,
            VERSIONS.field("v1", "seance"): "S-1",
            VERSIONS.field("v1", "date"): "2026-11-10T09:30:00+00:00",
            VERSIONS.field("v1", "empreinte"): "ab" * 32,
            VERSIONS.field("v1", "fichier"): "2026-cos.xlsx",
            EVIDENCE.field("P-1", "titre"): "Séance",
            EVIDENCE.field("P-1", "seance"): "S-1",
            ANSWERS.field("C04-R1", "a_discuter"): True,
        }
    )
    assert campaign.members == {
        "M-1": Member("M-1", "Claire Martin", "directeur-operationnel", "Directrice", "Campus Textile")
    }
    assert campaign.meetings == {
        "S-1": Meeting(
            *("S-1", date(2026, 11, 12), "Rectorat", True, ("C04", "C06"), ("REU-03",)),
            budget_date=date(2026, 11, 12),
            budget_year=2027,
        )
    }
    assert campaign.attendances == {("S-1", "M-1"): Attendance.REPRESENTED}
    assert campaign.decisions == {
        "D-1": Decision(
            *("D-1", "S-1", Nature.AMENDED, "La convention est signée.", "Claire Martin", date(2027, 3, 1)),
            *(Status.DONE, "Signée en mars.", "C04", "C04-R1", "GOU-01", 0, 2),
        )
    }
    sealed = datetime(2026, 11, 10, 9, 30, tzinfo=UTC)
    assert campaign.versions == {"v1": SealedVersion("v1", "S-1", sealed, "ab" * 32, "2026-cos.xlsx")}
    assert campaign.evidence["P-1"].usable
    assert campaign.answer("C04-R1").to_discuss
    assert (campaign.entries, campaign.plans, campaign.variants) == ((), {}, ())
    assert campaign.answer("C04-R1").level is None


WRONG_KINDS = ("membre", "seance", "presence", "decision", "version")


@pytest.mark.parametrize("wrong", [3, 2.5, True, "", "x", "2026-02-30", "Present", "FAITE", "modifié"])
def test_a_wrong_value_of_the_committee_counts_as_absent(wrong: Scalar) -> None:
    """What is no date, no flag, no number or no known word leaves its place empty; nothing is guessed from it."""
    names = [
        *("date", "budget_date", "budget_exercice", "nature", "echeance", "etat", "niveau_avant", "niveau"),
    ]
    state: dict[Field, Scalar] = {Field(kind, "X:Y", name): wrong for kind in WRONG_KINDS for name in names}
    campaign = Campaign.from_state(state)
    session, ruling = campaign.meetings["X:Y"], campaign.decisions["X:Y"]
    number = wrong if wrong == 3 else None
    assert (session.day, session.budget_date, session.budget_year) == (None, None, number)
    assert (ruling.nature, ruling.status, ruling.due) == (Nature.DECISION, Status.OPEN, None)
    assert (ruling.level_before, ruling.level) == (number, number)
    assert campaign.versions["X:Y"].sealed_at is None
    assert not campaign.attendances


@pytest.mark.parametrize("wrong", [3, 2.5, True, None])
def test_what_is_no_text_names_nobody(wrong: Scalar) -> None:
    """A number in the place of a name or an id is no name: nobody gets a seat by it, no meeting an agenda."""
    names = {
        *("nom", "role", "fonction", "campus", "lieu", "criteres", "indicateurs", "seance", "texte"),
        *("responsable", "suivi", "critere", "exigence", "indicateur", "empreinte", "fichier"),
    }
    campaign = Campaign.from_state({Field(kind, "X", name): wrong for kind in WRONG_KINDS for name in names})
    assert campaign.members == {"X": Member("X")}
    assert campaign.meetings == {"X": Meeting("X")}
    assert campaign.decisions == {"X": Decision("X")}
    assert campaign.versions == {"X": SealedVersion("X")}
    assert campaign.attendances == {}


@pytest.mark.parametrize("value", [1, "oui", "True", "true", 0, None, False])
def test_a_meeting_is_held_when_it_is_true(value: Scalar) -> None:
    """A meeting was held, and a point is to be discussed, when the field is true; not when it looks so."""
    held, marked = MEETINGS.field("S-1", "tenue"), ANSWERS.field("C04-R1", "a_discuter")
    campaign = Campaign.from_state({held: value, marked: value})
    assert not campaign.meetings["S-1"].held
    assert not campaign.answer("C04-R1").to_discuss


@pytest.mark.parametrize("id_", ["", ":", "S-1", "S-1:", ":M-1"])
def test_a_presence_of_nobody_is_left_out(id_: str) -> None:
    """A presence needs a meeting and a member; half an id puts nobody in the room."""
    assert Campaign.from_state({Field("presence", id_, "etat"): "present"}).attendances == {}
    noted = Campaign.from_state({Field("presence", "S-1:M-1", "etat"): "absent"}).attendances
    assert noted == {("S-1", "M-1"): Attendance.ABSENT}


@pytest.mark.parametrize(
    ("nature", "status", "waits"),
    [
        ("decision", None, True),
        ("decision", "ouverte", True),
        ("decision", "faite", False),
        ("decision", "abandonnee", False),
        ("report", None, True),
        ("report", "faite", False),
        ("confirmation", None, False),
        ("confirmation", "ouverte", False),
        ("modification", None, False),
        ("modification", "ouverte", False),
        ("inconnue", None, True),
        (None, "inconnu", True),
    ],
)
def test_only_what_is_left_to_do_is_open(nature: Scalar, status: Scalar, waits: bool) -> None:
    """A decision or a deferred subject waits until it is done or dropped; a level that was settled never does."""
    state = {DECISIONS.field("D-1", "nature"): nature, DECISIONS.field("D-1", "etat"): status}
    assert Campaign.from_state(state).decisions["D-1"].open is waits


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("C04 ; C06", ("C04", "C06")),
        ("C06;C04,C06\nC01", ("C06", "C04", "C01")),
        (" ; ,, \n", ()),
        ("", ()),
        (3, ()),
        (None, ()),
    ],
)
def test_a_list_of_ids_is_read_as_people_write_it(text: Scalar, ids: tuple[str, ...]) -> None:
    """Semicolons, commas and lines part ids; each is there once, in the order written, and no empty one."""
    assert ids_of(text) == ids


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2026-11-10T09:30:00+01:00", datetime(2026, 11, 10, 8, 30, tzinfo=UTC)),
        ("hier", None),
        ("", None),
        (20261110, None),
    ],
)
def test_a_version_says_when_it_was_sealed(value: Scalar, moment: datetime | None) -> None:
    """The moment of a seal is an instant, whatever zone it was written in; no text makes one up."""
    version = Campaign.from_state({VERSIONS.field("v1", "date"): value}).versions["v1"]
    assert version.sealed_at == moment
    naive = Campaign.from_state({VERSIONS.field("v1", "date"): "2026-11-10T09:30:00"}).versions["v1"]
    assert naive.sealed_at is not None
    assert naive.sealed_at.tzinfo is not None


def test_ids_of_the_committee_never_meet() -> None:
    """Two people who add a member, a meeting or a decision at once never write onto the same one."""
    ids = {make() for make in (MEMBERS.new_id, MEETINGS.new_id, DECISIONS.new_id) for _ in range(300)}
    assert len(ids) == 900
    assert not [id_ for id_ in ids if ":" in id_ or ";" in id_ or "/" in id_]


@pytest.mark.parametrize(
    ("value", "followed"), [("oui", True), ("non", False), ("Oui", None), ("", None), (True, None), (1, None)]
)
def test_only_oui_and_non_choose_an_indicator(value: Scalar, followed: bool | None) -> None:
    """What is neither leaves the proposed set as it is: no indicator is dropped by a slip."""
    campaign = Campaign.from_state({PLANS.field("REU-03", "suivi"): value})
    assert campaign.plans["REU-03"].followed is followed
    assert campaign.plans["REU-03"].own == {}


@pytest.mark.parametrize(
    "id_",
    [
        *("", ":", "REU-03", "REU-03:", ":2024", "REU-03:24", "REU-03:20244", "REU-03:2024:", "REU-03:٢٠٢٤"),
        *("REU-03:2024:a:b", "REU-03::2024", "REU-03:-024", "REU-03:2024 ", "REU-03:2024\n", " :2024:"),
    ],
)
def test_an_id_that_addresses_no_value_is_left_aside(id_: str) -> None:
    """A value whose id cannot be read is nobody's value: it is not put on another year or group."""
    assert value_parts(id_) is None
    assert Campaign.from_state({VALUES.field(id_, "valeur"): 3}).entries == ()
    assert value_parts("REU-03:2024") == ("REU-03", 2024, "")


@given(
    st.text(st.characters(exclude_characters=":"), min_size=1),
    st.integers(0, 9999),
    st.text(st.characters(exclude_characters=":")),
)
def test_a_value_is_found_under_its_id(indicator: str, year: int, group: str) -> None:
    """Indicator, year and group make one id, and come back from it; a year exists once."""
    padded = value_id(indicator, year, group).replace(f":{year}", f":{year:04}", 1)
    assert value_parts(padded) == (indicator, year, group)
    assert value_id("REU-03", 2024) == "REU-03:2024"
    assert value_id("INT-01", 2024, "eleves") == "INT-01:2024:eleves"


@pytest.mark.parametrize(
    ("entry", "blank"),
    [
        (IndicatorEntry("A", 2024), True),
        (IndicatorEntry("A", 2024, source="x", comment="y"), True),
        (IndicatorEntry("A", 2024, value=0), False),
        (IndicatorEntry("A", 2024, numerator="nd"), False),
        (IndicatorEntry("A", 2024, denominator=3), False),
    ],
)
def test_words_alone_are_no_number(entry: IndicatorEntry, blank: bool) -> None:
    """A source or a comment says no number; 0 and « nd » do."""
    assert entry.blank is blank


def test_ids_of_own_indicators_never_meet() -> None:
    """Two people who add an indicator at once never write onto the same one, and its values have ids."""
    ids = {PLANS.new_id() for _ in range(300)}
    assert len(ids) == 300
    assert not [id_ for id_ in ids if not id_.startswith("CAMPUS-") or value_parts(f"{id_}:2024") is None]


@pytest.mark.parametrize("value", [True, False, 2.0, "2", "", "deux", None])
def test_a_level_is_a_whole_number_or_nothing(value: Scalar) -> None:
    """Neither « vrai » nor the text « 2 » is a level; level 0 is one, unlike an empty cell."""
    assert Campaign.from_state({ANSWERS.field("C01-R1", "niveau"): value}).answer("C01-R1").level is None
    assert Campaign.from_state({ANSWERS.field("C01-R1", "niveau"): 0}).answer("C01-R1").level == 0


@pytest.mark.parametrize("value", ["", "2026-02-30", "22/11/2026", 20261122, True, None])
def test_an_impossible_date_is_no_date(value: Scalar) -> None:
    """A text that is no ISO day leaves the date empty; no day is guessed from it."""
    campaign = Campaign.from_state({profile_field("date_label"): value, EVIDENCE.field("P-1", "date"): value})
    assert campaign.profile.label_start is None
    assert campaign.evidence["P-1"].date is None


@pytest.mark.parametrize("value", ["", "Excellence", "platine", 3, True])
def test_an_unknown_category_or_request_is_the_plain_one(value: Scalar) -> None:
    """A misspelt category never makes a campus aim higher than it said, nor ask for a renewal."""
    campaign = Campaign.from_state(profile(categorie=value, demande=value))
    assert campaign.profile.category is Category.LABEL
    assert campaign.profile.request is not RequestType.RENEWAL


def test_answers_that_look_like_missing_values_are_kept() -> None:
    """« NA », « None » and « 0 » are words that somebody typed, never missing values."""
    for word in ("NA", "None", "nan", "0", "=1+1"):
        state = {ANSWERS.field("C01-R1", "commentaire"): word, ANNEX.field("A1", "texte"): word}
        campaign = Campaign.from_state(state)
        assert campaign.answer("C01-R1").comment == word
        assert campaign.annex_text("A1") == word
        assert campaign.answer("C01-R1").level is None


@pytest.mark.parametrize("value", [1, "oui", "True", 0, None, False])
def test_only_true_ticks_a_box(value: Scalar) -> None:
    """A check, a « non applicable » and a shared document hold when they are true, not when they look so."""
    campaign = Campaign.from_state(
        {
            check_field("C01-R1-a", "C01-R1-a.1"): value,
            ANSWERS.field("C06-R1-d", "non_applicable"): value,
            evidence_link_field("P-1", "C01-R1"): value,
        }
    )
    assert not campaign.answer("C01-R1-a").checks
    assert not campaign.answer("C06-R1-d").not_applicable
    assert not campaign.evidence["P-1"].requirements


@given(st.dictionaries(FIELDS, SCALARS), st.dictionaries(FIELDS, st.one_of(st.none(), SCALARS)))
def test_edits_apply_and_undo(state: dict[Field, Scalar], after: dict[Field, Scalar]) -> None:
    """Applying edits then their reverse gives the state back; nothing is stored as None; the input stays."""
    before = dict(state)
    edits = [Edit(field, state.get(field), value) for field, value in after.items()]
    changed = apply_edits(state, edits)
    assert None not in changed.values()
    assert {f: changed.get(f) for f in after} == after
    assert apply_edits(changed, [Edit(e.field, e.after, e.before) for e in edits]) == before
    assert state == before


@given(SCALARS, st.text(max_size=8))
def test_a_refused_value_is_kept_until_somebody_chooses(value: Scalar, author: str) -> None:
    """The losing value of a conflict comes back with its field and author, and leaves without a trace."""
    field = ANSWERS.field("C01-R1", "commentaire")
    state = apply_edits({}, variant_edits(field, value, author))
    (variant,) = Campaign.from_state(state).variants
    assert variant == Variant(variant.id, field, value, author)
    assert apply_edits(state, forget_variant_edits(variant)) == {}
    assert not Campaign.from_state(state).answers


def test_a_broken_variant_is_left_aside() -> None:
    """A variant whose field cannot be read is not shown as a conflict on some other field."""
    state: dict[Field, Scalar] = {
        Field("variante", "V-1", "champ"): "reponse",
        Field("variante", "V-1", "valeur"): "x",
        Field("variante", "V-2", "valeur"): "y",
    }
    assert Campaign.from_state(state).variants == ()
    assert not Campaign.from_state(state).answers


def test_variant_of_a_field_whose_name_holds_a_slash() -> None:
    """A slash inside a field's name does not send the variant to another field."""
    field = Field("preuve", "P-1", "exigence:a/b")
    (variant,) = Campaign.from_state(apply_edits({}, variant_edits(field, True, ""))).variants
    assert variant.field == field
    assert variant.author == ""
    assert variant.value is not None


def test_usable_evidence_has_a_title_and_leads_somewhere() -> None:
    """A title alone or an address alone proves nothing."""
    assert Evidence("P", "Titre", link="https://campus-demo.example").usable
    assert Evidence("P", "Titre", file="a.pdf").usable
    assert not Evidence("P", "Titre").usable
    assert not Evidence("P", "", link="https://campus-demo.example").usable
    assert Evidence("P", "Titre", indicator="REU-03").usable
    assert not Evidence("P", "", indicator="REU-03").usable
    assert Evidence("P", "Titre", meeting="S-1").usable
    assert not Evidence("P", "", meeting="S-1").usable


def test_evidence_ids_never_meet() -> None:
    """Two people adding evidence at once never write onto the same entry."""
    ids = {EVIDENCE.new_id() for _ in range(500)}
    assert len(ids) == 500
    assert not [id_ for id_ in ids if "/" in id_ or not id_.startswith("P-")]


def test_a_campaign_cannot_be_changed_in_place() -> None:
    """Screens share campaigns: their content is read-only."""
    campaign = Campaign.from_state({ANNEX.field("A1", "texte"): "texte"})
    with pytest.raises(TypeError):
        campaign.annex["A1"] = "autre"  # type: ignore[index]
    with pytest.raises(AttributeError):
        campaign.profile.campus = "autre"  # type: ignore[misc]
    assert campaign.annex_text("A1") != "autre"
