"""A meeting of the committee -> its « relevé de décisions »: who came, what was presented, what was decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from cmq import french
from cmq.campaign import Campaign, Decision, Meeting, Member, SealedVersion
from cmq.french import typeset
from cmq.headline import excellence_headline, figures, fraction, headline, renewal_sentence
from cmq.meeting import Seat, by_role, decided, empty_seats, unattended_seats
from cmq.names import file_name
from cmq.reports import word
from cmq.reports.word import Column, WordDocument
from cmq.scoring import CriterionResult, Results
from cmq.wording import due_text, meeting_name, ruling_summary, seat_name, subject_name, version_title

TITLE = "Relevé de décisions"
NOTHING = "–"
_NOT_NOTED = "Non notée"
_NOT_SEALED = "Aucune version n'est encore scellée."
_GROUP = 8
"""Characters of the hash in a group that is compared by eye."""


def minutes(  # noqa: PLR0913 - what a meeting leaves behind lies in as many places
    results: Results,
    meeting: Meeting,
    *,
    version: SealedVersion | None,
    campuses: Sequence[str],
    earlier: Sequence[Decision],
    today: date,
) -> bytes:
    """The Word file of a meeting.

    ``results`` are those that were presented, with who came and what was decided: of the sealed ``version``, or of
    today while there is none. ``campuses`` are those of the region, ``earlier`` the decisions of other meetings that
    the committee follows.
    """
    campaign = results.campaign
    name = meeting_name(results.framework, meeting)
    document = WordDocument(f"{TITLE} – {name} – {campaign.profile.campus}", f"{TITLE} – {name}", today)
    _title_block(document, results, meeting, version, today)
    _presence(document, results, campaign, meeting, campuses)
    _results(document, results)
    _budget(document, results, meeting)
    _decisions(document, results, decided(campaign, meeting.id))
    _earlier(document, results, earlier, today)
    _version(document, results, meeting, version)
    _signature(document, results)
    return document.to_bytes()


def _title_block(
    document: WordDocument, results: Results, meeting: Meeting, version: SealedVersion | None, today: date
) -> None:
    profile, committee = results.campaign.profile, results.framework.committee
    when = f"séance du {french.day(meeting.day)}" if meeting.day else "séance sans date"
    document.paragraph(TITLE, style=word.TITLE)
    document.paragraph(f"{french.bare(committee.name)}, {when}", style=word.SUBTITLE)
    if version is None:
        document.paragraph("Projet de relevé", style=word.STATEMENT)
        document.paragraph(_NOT_SEALED)
    if not meeting.held:
        document.paragraph("Cette séance n'est pas encore notée comme tenue.")
    for label, value in (
        ("Campus", profile.campus),
        ("Campagne", profile.name),
        ("Lieu", meeting.place),
        ("Résultats au", french.day(results.today)),
        ("Document établi le", french.day(today)),
    ):
        _fact(document, label, value)


def _fact(document: WordDocument, label: str, value: str) -> None:
    document.paragraph(
        (typeset(f"{label} :"), word.STRONG), f" {value.strip() or NOTHING}", style=word.COMPACT
    )


# Who came


def _presence(
    document: WordDocument, results: Results, campaign: Campaign, meeting: Meeting, campuses: Sequence[str]
) -> None:
    document.paragraph("Présence", style=word.HEADING)
    members = by_role(results.framework, campaign)
    noted = any((meeting.id, member.id) in campaign.attendances for member in members)
    if members:
        document.paragraph(_attendance_count(campaign, meeting, members))
        document.table(
            "Membres du comité et présence à la séance",
            "Une ligne par membre : son rôle, son nom, sa fonction et sa présence.",
            (Column("Rôle", 5), Column("Membre", 4.3), Column("Fonction", 5), Column("Présence", 2.7)),
            [
                (
                    _role(results, campaign, member),
                    member.name or NOTHING,
                    member.title or NOTHING,
                    _attendance(campaign, meeting, member),
                )
                for member in members
            ],
        )
    else:
        document.paragraph("Aucun membre du comité n'est enregistré.")
    if not any(role.required for role in results.framework.roles):
        return
    empty = empty_seats(results.framework, campaign, campuses)
    unattended = unattended_seats(results.framework, campaign, meeting.id, campuses) if noted else ()
    _composition(document, results, empty, unattended, noted=noted)


def _attendance(campaign: Campaign, meeting: Meeting, member: Member) -> str:
    how = campaign.attendances.get((meeting.id, member.id))
    return french.ATTENDANCES[how] if how else _NOT_NOTED


def _attendance_count(campaign: Campaign, meeting: Meeting, members: Sequence[Member]) -> str:
    """« 6 membres : 4 présents, 1 représenté et 1 absent. »."""
    counts = Counter(_attendance(campaign, meeting, member) for member in members)
    parts = [french.plural(counts[how], how.lower()) for how in french.ATTENDANCES.values() if counts[how]]
    if unknown := counts[_NOT_NOTED]:
        parts.append(french.plural(unknown, "présence non notée", "présences non notées"))
    return typeset(f"{french.plural(len(members), 'membre')} : {french.enumeration(parts)}.")


def _role(results: Results, campaign: Campaign, member: Member) -> str:
    role = results.framework.role(member.role)
    if role is None:
        return member.role or "Rôle non précisé"
    return seat_name(
        Seat(role, (member.campus or campaign.profile.campus) if role.per_campus else "", (member,))
    )


def _composition(
    document: WordDocument,
    results: Results,
    empty: Sequence[Seat],
    unattended: Sequence[Seat],
    *,
    noted: bool,
) -> None:
    """What is missing of the composition that the text demands (cahier des charges § 2.4), or that nothing is."""
    demanded = f"la composition demandée par {_source(results)}"
    if not empty:
        document.paragraph(typeset(f"Tous les sièges de {demanded} ont un titulaire."))
    missing = [f"{seat_name(seat)} : aucun membre n'est désigné." for seat in empty]
    missing += [f"{seat_name(seat)} : personne n'est noté présent ou représenté." for seat in unattended]
    if missing:
        document.paragraph(typeset(f"Ce qui manque à {demanded} :"))
        for text in missing:
            document.paragraph(typeset(text), style=word.BULLET)
    elif noted:
        document.paragraph(typeset("Chaque siège était présent ou représenté : la composition est complète."))


def _source(results: Results) -> str:
    """« le critère 2.4 », whose text composes the committee."""
    framework = results.framework
    shown = [id_ for id_ in framework.committee.evidence_for if framework.has_requirement(id_)]
    if not shown:
        return "le référentiel"
    return f"le critère {framework.criterion(framework.requirement(shown[0]).criterion).number}"


# What was presented


def _results(document: WordDocument, results: Results) -> None:
    document.paragraph("Résultats présentés", style=word.HEADING)
    for sentence in (headline(results), excellence_headline(results)):
        if sentence:
            document.paragraph(sentence, style=word.STATEMENT)
    if renewal := renewal_sentence(results):
        document.paragraph(renewal)
    document.paragraph(typeset(results.framework.meta.disclaimer))
    document.table(
        "Chiffres de l'auto-évaluation",
        "Une ligne par chiffre : sa valeur, le compte dont elle vient et ce qui est compté.",
        (
            Column("Chiffre", 3),
            Column("Valeur", 2.2),
            Column("Compte", 2.4),
            Column("Ce qui est compté", 9.4),
        ),
        [
            (figure.name, french.percent(figure.rate.value), fraction(figure.rate), figure.formula)
            for figure in figures(results)
        ],
    )
    both = results.framework.has_excellence
    label = french.bare(results.framework.meta.label_name)
    columns = (
        Column("Critère", 5.4 if both else 6),
        Column(label, 2.5 if both else 4),
        *((Column("Excellence", 3.1),) if both else ()),
        Column("Exigences satisfaites", 3.3 if both else 4),
        Column("Manquent", 2.7 if both else 3),
    )
    document.table(
        "État de chaque critère",
        "Une ligne par critère : son état, ses exigences satisfaites et le nombre de celles qui manquent.",
        columns,
        [_criterion(result, label, both=both) for result in results.criteria],
    )


def _criterion(result: CriterionResult, label: str, *, both: bool) -> tuple[str, ...]:
    name = f"{result.criterion.number} {result.criterion.short_title}"
    state = french.CRITERION_STATES[result.label_state]
    met, missing = fraction(result.label_rate), len(result.label_gap)
    if not both:
        return name, state, met, french.number(missing)
    excellence = french.CRITERION_STATES[result.excellence_state]
    sides = [f"{label} : {met}"]
    gaps = [f"{label} : {french.number(missing)}"]
    if result.same_as_standard:
        excellence = f"Idem : {excellence.lower()}"
    elif result.excellence:
        sides.append(f"Excellence : {fraction(result.excellence_rate)}")
        gaps.append(f"Excellence : {french.number(len(result.excellence_gap) - missing)}")
    return name, state, typeset(excellence), typeset("\n".join(sides)), typeset("\n".join(gaps))


# What was decided


def _budget(document: WordDocument, results: Results, meeting: Meeting) -> None:
    if results.framework.committee.budget_for is None and meeting.budget_date is None:
        return
    document.paragraph("Budget", style=word.HEADING)
    if meeting.budget_date is None:
        text = "La validation du budget n'a pas été notée à cette séance."
    elif meeting.budget_year is None:
        text = f"Le budget a été validé le {french.day(meeting.budget_date)} ; l'exercice n'a pas été noté."
    else:
        text = f"Le budget {meeting.budget_year} a été validé le {french.day(meeting.budget_date)}."
    document.paragraph(typeset(text))


def _decisions(document: WordDocument, results: Results, decisions: Sequence[Decision]) -> None:
    document.paragraph("Décisions", style=word.HEADING)
    if not decisions:
        document.paragraph("Aucune décision n'a été enregistrée.")
        return
    document.table(
        "Décisions de la séance",
        "Une ligne par décision : numéro, sujet, nature, texte, responsable et échéance.",
        (
            Column("N°", 1),
            Column("Sujet", 3),
            Column("Nature", 2.2),
            Column("Décision ou motif", 5.9),
            Column("Responsable", 2.7),
            Column("Échéance", 2.2),
        ),
        [
            (
                french.number(number),
                _subject(results, decision),
                french.NATURES[decision.nature],
                _text(results, decision),
                decision.owner or NOTHING,
                french.day(decision.due) or NOTHING,
            )
            for number, decision in enumerate(decisions, start=1)
        ],
    )


def _earlier(document: WordDocument, results: Results, decisions: Sequence[Decision], today: date) -> None:
    document.paragraph("Suivi des décisions antérieures", style=word.HEADING)
    if not decisions:
        document.paragraph("Aucune décision antérieure n'est à suivre.")
        return
    document.table(
        "Décisions des séances antérieures",
        "Une ligne par décision : sujet, texte, responsable, échéance, état et suivi.",
        (
            Column("Sujet", 2.9),
            Column("Décision", 4.5),
            Column("Responsable", 2.7),
            Column("Échéance", 2.3),
            Column("État", 2.2),
            Column("Suivi", 2.4),
        ),
        [
            (
                _subject(results, decision),
                _text(results, decision),
                decision.owner or NOTHING,
                due_text(decision, today) or NOTHING,
                french.DECISION_STATUSES[decision.status],
                decision.follow_up or NOTHING,
            )
            for decision in decisions
        ],
    )


def _subject(results: Results, decision: Decision) -> str:
    subject = subject_name(results.framework, decision, results.measures)
    settled = ruling_summary(results.framework, decision)
    return subject if settled or not decision.requirement else f"{subject} ({decision.requirement})"


def _text(results: Results, decision: Decision) -> str:
    """The text, under the level that was settled."""
    return "\n".join(filter(None, (ruling_summary(results.framework, decision), decision.text))) or NOTHING


# What was sealed


def _version(
    document: WordDocument, results: Results, meeting: Meeting, version: SealedVersion | None
) -> None:
    meta = results.framework.meta
    document.paragraph("Version scellée", style=word.HEADING)
    _fact(document, "Référentiel", f"{typeset(meta.title)}, version {meta.version}")
    if version is None:
        document.paragraph(_NOT_SEALED)
        return
    _fact(document, "Version", version_title(results.framework, meeting))
    sealed = version.sealed_at.astimezone() if version.sealed_at else None
    _fact(document, "Scellée le", f"{french.day(sealed)} à {sealed:%H:%M}" if sealed else "")
    _fact(document, "Fichier", version.file)
    document.paragraph((typeset("Empreinte SHA-256 :"), word.STRONG), style=word.COMPACT)
    document.paragraph((version.digest or NOTHING, word.FIXED), style=word.COMPACT)
    if not version.digest:
        return
    groups = [version.digest[start : start + _GROUP] for start in range(0, len(version.digest), _GROUP)]
    document.paragraph(typeset("La même par groupes de huit, à comparer à l'œil :"), style=word.COMPACT)
    document.paragraph((" ".join(groups), word.FIXED), style=word.COMPACT)
    document.paragraph(
        typeset(
            "Pour vérifier que le fichier est celui qui a été scellé, calculez son empreinte dans le dossier où il se "
            "trouve. Si elle est la même, pas un octet n'a changé :"
        )
    )
    name = _command_name(version)
    for system, command in (
        ("Windows", f'certutil -hashfile "{name}" SHA256'),
        ("Linux", f'sha256sum "{name}"'),
        ("macOS", f'shasum -a 256 "{name}"'),
    ):
        document.paragraph(typeset(f"{system} : "), (command, word.FIXED), style=word.BULLET)


def _command_name(version: SealedVersion) -> str:
    """The file's name where a person may paste it into a terminal, « fichier » in place of any other."""
    name = version.file.replace("\\", "/").rsplit("/", 1)[-1]
    return name if name and file_name(name) == name else "fichier"


def _signature(document: WordDocument, results: Results) -> None:
    document.paragraph(typeset(f"Pour {results.framework.committee.name} : \t"), style=word.SIGNATURE)
    document.paragraph(typeset("Date : \t"), style=word.SIGNATURE)
