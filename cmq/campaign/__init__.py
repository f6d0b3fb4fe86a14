"""One campus's one assessment: answers, evidence and what the campus says of itself.

What is stored is a flat map, ``State``: a ``Field`` (kind, id, name) to a scalar. A change is a set of ``Edit``.
``Campaign`` is the same content as typed, immutable objects for the rules and the screens.

Fields in use (dates are ISO strings; a list is ids with « ; » between them):

==========  ==============  ==================================================================
kind        id              names
==========  ==============  ==================================================================
campagne    ""              campus, nom, annee, categorie, demande, academie, filiere,
                            etablissement_support, date_label, date_fin_label, referentiel
reponse     requirement id  niveau, non_applicable, motif, commentaire, renseigne_par,
                            repris_de, a_discuter, verification:<check id>
preuve      evidence id     titre, lien, fichier, date, indicateur, seance, exigence:<requirement id>
annexe      dimension id    texte
indicateur  indicator id    suivi (« oui », « non »), depart, depart_annee, cible, cible_annee; of one of the
                            campus's own also nom, famille, unite, definition, calcul, numerateur,
                            denominateur, sens, annee, source, precaution, personnes, critere:<criterion id>,
                            finalite:<purpose id>
valeur      value id        numerateur, denominateur, valeur, source, commentaire
membre      member id       nom, role, fonction, campus
seance      meeting id      date, lieu, tenue, criteres (list), indicateurs (list), budget_date, budget_exercice
presence    presence id     etat (« present », « represente », « absent »)
decision    decision id     seance, nature, texte, responsable, echeance, etat, suivi, critere, exigence,
                            indicateur, niveau_avant, niveau
version     version id      seance, date, empreinte (SHA-256), fichier
variante    variant id      champ (kind/id/name), valeur, auteur
==========  ==============  ==================================================================

A value's id is <indicator id>:<year> or <indicator id>:<year>:<group id>, so that a year is there once and two
people who fill it meet in the same field. Its numbers are kept as they were typed: what is no number is text. A
presence's id is <meeting id>:<member id>.

- ``state``: fields, edits, and what they hold.
- ``fields``: their addresses and new ids.
- ``campaign``: the assessment as objects.
- ``committee``: members, meetings, decisions and sealed versions as objects.
"""

from cmq.campaign.campaign import (
    NO_ANSWER,
    NO_PLAN,
    Answer,
    Campaign,
    Category,
    Evidence,
    IndicatorEntry,
    IndicatorPlan,
    Profile,
    RequestType,
)
from cmq.campaign.committee import (
    Attendance,
    Decision,
    Meeting,
    Member,
    Nature,
    SealedVersion,
    Status,
    ids_of,
)
from cmq.campaign.fields import (
    CHECK_PREFIX,
    CRITERION_PREFIX,
    FOLLOWED,
    ID_SEPARATOR,
    NOT_AVAILABLE,
    NOT_FOLLOWED,
    PURPOSE_PREFIX,
    REQUIREMENT_PREFIX,
    annex_field,
    answer_field,
    check_field,
    decision_field,
    evidence_field,
    evidence_link_field,
    forget_variant_edits,
    indicator_field,
    meeting_field,
    member_field,
    new_decision_id,
    new_evidence_id,
    new_indicator_id,
    new_meeting_id,
    new_member_id,
    presence_field,
    profile_field,
    value_field,
    value_id,
    value_parts,
    variant_edits,
    version_field,
)
from cmq.campaign.state import (
    Change,
    Clash,
    Edit,
    Field,
    Scalar,
    State,
    Variant,
    apply_edits,
    date_of,
    integer_of,
    members_of,
    text_of,
)

__all__ = [
    "CHECK_PREFIX",
    "CRITERION_PREFIX",
    "FOLLOWED",
    "ID_SEPARATOR",
    "NOT_AVAILABLE",
    "NOT_FOLLOWED",
    "NO_ANSWER",
    "NO_PLAN",
    "PURPOSE_PREFIX",
    "REQUIREMENT_PREFIX",
    "Answer",
    "Attendance",
    "Campaign",
    "Category",
    "Change",
    "Clash",
    "Decision",
    "Edit",
    "Evidence",
    "Field",
    "IndicatorEntry",
    "IndicatorPlan",
    "Meeting",
    "Member",
    "Nature",
    "Profile",
    "RequestType",
    "Scalar",
    "SealedVersion",
    "State",
    "Status",
    "Variant",
    "annex_field",
    "answer_field",
    "apply_edits",
    "check_field",
    "date_of",
    "decision_field",
    "evidence_field",
    "evidence_link_field",
    "forget_variant_edits",
    "ids_of",
    "indicator_field",
    "integer_of",
    "meeting_field",
    "member_field",
    "members_of",
    "new_decision_id",
    "new_evidence_id",
    "new_indicator_id",
    "new_meeting_id",
    "new_member_id",
    "presence_field",
    "profile_field",
    "text_of",
    "value_field",
    "value_id",
    "value_parts",
    "variant_edits",
    "version_field",
]
