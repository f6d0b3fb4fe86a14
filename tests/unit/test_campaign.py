"""A campaign as fields and as objects: nothing invented, nothing guessed, nothing lost."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmq.campaign import (
    NO_ANSWER,
    Campaign,
    Category,
    Edit,
    Evidence,
    Field,
    RequestType,
    Scalar,
    Variant,
    annex_field,
    answer_field,
    apply_edits,
    check_field,
    evidence_field,
    evidence_link_field,
    forget_variant_edits,
    new_evidence_id,
    profile_field,
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
            answer_field("C01-R1", "niveau"): 0,
            answer_field("C01-R1", "commentaire"): "Rien.",
            answer_field("C01-R1", "repris_de"): "2025",
            check_field("C01-R1-a", "C01-R1-a.1"): True,
            check_field("C01-R1-a", "C01-R1-a.2"): False,
            evidence_field("P-1", "titre"): "Diagnostic",
            evidence_field("P-1", "fichier"): "diagnostic.pdf",
            evidence_field("P-1", "date"): "2026-05-04",
            evidence_link_field("P-1", "C01-R1"): True,
            evidence_link_field("P-1", "C01-R2"): False,
            annex_field("A1"): "Notre filière.",
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
    assert campaign.annex == {"A1": "Notre filière."}


@pytest.mark.parametrize("value", [True, False, 2.0, "2", "", "deux", None])
def test_a_level_is_a_whole_number_or_nothing(value: Scalar) -> None:
    """Neither « vrai » nor the text « 2 » is a level; level 0 is one, unlike an empty cell."""
    assert Campaign.from_state({answer_field("C01-R1", "niveau"): value}).answer("C01-R1").level is None
    assert Campaign.from_state({answer_field("C01-R1", "niveau"): 0}).answer("C01-R1").level == 0


@pytest.mark.parametrize("value", ["", "2026-02-30", "22/11/2026", 20261122, True, None])
def test_an_impossible_date_is_no_date(value: Scalar) -> None:
    """A text that is no ISO day leaves the date empty; no day is guessed from it."""
    campaign = Campaign.from_state({profile_field("date_label"): value, evidence_field("P-1", "date"): value})
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
        state = {answer_field("C01-R1", "commentaire"): word, annex_field("A1"): word}
        campaign = Campaign.from_state(state)
        assert campaign.answer("C01-R1").comment == word
        assert campaign.annex["A1"] == word
        assert campaign.answer("C01-R1").level is None


@pytest.mark.parametrize("value", [1, "oui", "True", 0, None, False])
def test_only_true_ticks_a_box(value: Scalar) -> None:
    """A check, a « non applicable » and a shared document hold when they are true, not when they look so."""
    campaign = Campaign.from_state(
        {
            check_field("C01-R1-a", "C01-R1-a.1"): value,
            answer_field("C06-R1-d", "non_applicable"): value,
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
    field = answer_field("C01-R1", "commentaire")
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


def test_evidence_ids_never_meet() -> None:
    """Two people adding evidence at once never write onto the same entry."""
    ids = {new_evidence_id() for _ in range(500)}
    assert len(ids) == 500
    assert not [id_ for id_ in ids if "/" in id_ or not id_.startswith("P-")]


def test_a_campaign_cannot_be_changed_in_place() -> None:
    """Screens share campaigns: their content is read-only."""
    campaign = Campaign.from_state({annex_field("A1"): "texte"})
    with pytest.raises(TypeError):
        campaign.annex["A1"] = "autre"  # type: ignore[index]
    with pytest.raises(AttributeError):
        campaign.profile.campus = "autre"  # type: ignore[misc]
    assert campaign.annex["A1"] != "autre"
