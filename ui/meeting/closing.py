"""After the meeting: close it, seal what was presented, hand out the minutes, compare versions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import NamedTuple

import streamlit as st

from cmq import french
from cmq.campaign import ANSWERS, MEETINGS, Edit, SealedVersion
from cmq.comparison import Movement, compare
from cmq.errors import BoussoleError
from cmq.files.paths import Signature, signature, versions_folder
from cmq.french import typeset
from cmq.meeting import earlier_decisions, evidence_edits, marked
from cmq.reports import minutes
from cmq.scoring import Results
from cmq.storage import versions
from cmq.storage.store import Store
from cmq.storage.version_file import OpenedVersion
from cmq.tables import Table
from cmq.wording import (
    comparison_sentence,
    meeting_name,
    movement_reasons,
    movement_states,
    version_title,
)
from ui import settings
from ui.components import show_table
from ui.desk import Desk, Outcome
from ui.meeting.room import Room
from ui.meeting.rulings import author_in_meeting
from ui.messages import show_error
from ui.text import literal

TODAY = "Aujourd'hui"


def show(room: Room) -> None:
    """Draw the view."""
    if message := st.session_state.pop("cloture-erreur", None):
        show_error(message)
    _close(room)
    st.header("Relevé de décisions", anchor=False)
    _minutes(room)
    st.header("Versions scellées", anchor=False)
    _versions(room)
    st.header("Comparer", anchor=False)
    _compare(room)


# Closing


def _close(room: Room) -> None:
    meeting = room.meeting
    st.header("Clore la séance", anchor=False)
    sealed = room.campaign.latest_version(meeting.id)
    if meeting.held and sealed:
        st.success(
            typeset(f"Séance du {french.day(meeting.day)} clôturée, sa version scellée."),
            icon=":material/lock:",
        )
        st.button(
            "Rouvrir la séance", key="rouvrir", icon=":material/lock_open:", on_click=_reopen, args=(room,)
        )
        st.caption(
            typeset(
                "La version déjà scellée est gardée ; une nouvelle sera scellée quand la séance sera clôturée à nouveau."
            )
        )
        return
    st.markdown(
        typeset(
            "Clore fige la version présentée (réponses, résultats, référentiel et documents), la scelle d'une "
            "empreinte, et fait de la séance une preuve des exigences qu'elle montre. Présence, ordre du jour et "
            "décisions ne changent plus ensuite."
        )
    )
    if meeting.day is None:
        st.warning(
            typeset("Donnez d'abord sa date à la séance, dans « Préparer »."), icon=":material/event_busy:"
        )
    elif meeting.day > date.today():
        st.warning(
            typeset(
                f"Cette séance est prévue le {french.day(meeting.day)} : elle se clôt ce jour-là ou après."
            ),
            icon=":material/event_upcoming:",
        )
    ready = meeting.day is not None and meeting.day <= date.today()
    sure = st.checkbox("La séance a eu lieu et tout est noté", key="cloture-sure", disabled=not ready)
    st.button(
        "Clore et sceller",
        key="clore",
        type="primary",
        icon=":material/lock:",
        disabled=not (ready and sure),
        on_click=_seal,
        args=(room,),
    )


def _seal(room: Room) -> None:
    """Note that the meeting was held, then freeze everything; what fails is told, and what was noted stays."""
    desk, meeting = room.desk, room.meeting
    title = f"Séance du {meeting_name(desk.framework, meeting)}"
    author = author_in_meeting(desk.author)
    edits = [
        Edit(MEETINGS.field(meeting.id, "tenue"), True if meeting.held else None, True),
        *evidence_edits(desk.framework, desk.campaign, meeting, title),
    ]
    if desk.save(edits, author=author) is Outcome.FAILED:
        st.session_state["cloture-erreur"] = desk.failure
        return
    failure = ""
    try:
        source = settings.framework_file().read_bytes()
        versions.seal(desk.store, source, desk.framework, meeting.id, author)
        _discussed(room, author)
    except BoussoleError as error:
        failure = str(error)
    except OSError:
        failure = typeset("Scellement impossible : le référentiel ne peut pas être lu.")
    if failure:
        # A meeting without its version is not closed.
        desk.save([Edit(MEETINGS.field(meeting.id, "tenue"), True, None)], author=author)
        st.session_state["cloture-erreur"] = f"La séance n'est pas clôturée. {failure}"


def _discussed(room: Room, author: str) -> None:
    """The marked points were on the agenda: the next meeting begins without them."""
    edits = [
        Edit(ANSWERS.field(row.requirement.id, "a_discuter"), True, None) for row in marked(room.desk.results)
    ]
    if edits:
        room.desk.save(edits, author=author)


def _reopen(room: Room) -> None:
    room.desk.save(
        [Edit(MEETINGS.field(room.meeting.id, "tenue"), True, None)],
        author=author_in_meeting(room.desk.author),
    )


# The minutes


def _minutes(room: Room) -> None:
    version = room.campaign.latest_version(room.meeting.id) if room.meeting.held else None
    results, meeting = room.results, room.meeting
    if version is not None:
        opened = _opened(room.desk, version)
        if isinstance(opened, str):
            st.error(literal(opened), icon=":material/gpp_bad:")
            return
        _unfaithful(opened)
        results = opened.results
        # As it was sealed: what changes afterwards does not rewrite who came and what was decided.
        meeting = opened.campaign.meetings.get(meeting.id, meeting)
        if opened.missing:
            names = french.enumeration(list(opened.missing))
            st.warning(
                literal(f"Absents du dossier des preuves au scellement : {names}."),
                icon=":material/attach_file_off:",
            )
    else:
        st.caption("Tant que la séance n'est pas clôturée, ce relevé est un projet.")
    framework = room.desk.framework
    day = room.meeting.day.isoformat() if room.meeting.day else "sans-date"
    st.download_button(
        "Télécharger le relevé (Word)",
        data=lambda: minutes(
            results,
            meeting,
            version=version,
            campuses=room.campuses,
            earlier=earlier_decisions(room.campaigns, room.meeting),
            today=date.today(),
        ),
        file_name=f"releve-{framework.committee.short_name.lower()}-{day}.docx",
        mime="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        on_click="ignore",
        icon=":material/description:",
        type="primary" if room.meeting.held else "secondary",
    )


# Versions


@st.cache_resource(show_spinner=False, max_entries=16)
def _read(
    path: str,  # noqa: ARG001 – of the cache's key, like the two that follow
    id_: str,  # noqa: ARG001
    file: Signature | None,  # noqa: ARG001
    _desk: Desk,
    _version: SealedVersion,
) -> OpenedVersion:
    return versions.read(_desk.store, _version)


def _opened(desk: Desk, version: SealedVersion) -> OpenedVersion | str:
    """The version, or in French why it cannot be used; read again once its file changes."""
    found = signature(versions_folder(desk.store.path) / version.file)
    try:
        return _read(str(desk.store.path), version.id, found, desk, version)
    except BoussoleError as error:
        return str(error)


@st.cache_resource(show_spinner=False, max_entries=16)
def _checked(
    path: str,  # noqa: ARG001 – of the cache's key, like the two that follow
    revision: int,  # noqa: ARG001
    files: tuple[Signature | None, ...],  # noqa: ARG001
    _store: Store,
) -> list[tuple[SealedVersion, str]]:
    """Every version with what is wrong with its file, looked at again once one of them changes."""
    return versions.check(_store)


def _versions(room: Room) -> None:
    store = room.desk.store
    files = tuple(signature(versions_folder(store.path) / v.file) for v in room.campaign.versions.values())
    found = _checked(str(store.path), store.revision, files, store)
    if not found:
        st.caption(typeset("Aucune version n'est scellée : clore une séance en scelle une."))
    for version, problem in found:
        meeting = room.campaign.meetings.get(version.meeting)
        name = version_title(room.desk.framework, meeting) if meeting else "Version scellée"
        with st.container(border=True, key=f"version-{version.id}"):
            st.markdown(f"**{literal(name)}**")
            if problem:
                st.error(literal(problem), icon=":material/gpp_bad:")
            else:
                st.caption(":material/verified: Intacte")
            st.text(f"SHA-256{french.NBSP}: {version.digest}")
            if not problem:
                st.download_button(
                    "Télécharger la version",
                    key=f"version-telecharger-{version.id}",
                    data=partial(versions.content_of, room.desk.store, version),
                    file_name=version.file,
                    mime="application/zip",
                    on_click="ignore",
                    icon=":material/download:",
                )


# Comparing


class _Side(NamedTuple):
    """Something that can be compared: its name, and what gives its results or says why there are none."""

    name: str
    results: Callable[[], Results | str]


def _sides(room: Room) -> dict[str, _Side]:
    """Everything that can be compared, by an id that stays."""
    framework = room.desk.framework
    found = {"aujourdhui": _Side(TODAY, lambda: room.results)}
    for other in room.others:
        if other.desk is not None:
            found[f"campagne:{other.ref.campaign}"] = _Side(
                f"Campagne {other.name}", partial(getattr, other.desk, "results")
            )
    for desk, campaign_name in room.desks:
        for version in desk.campaign.versions.values():
            meeting = desk.campaign.meetings.get(version.meeting)
            name = version_title(framework, meeting) if meeting else f"Version {version.file}"
            if version.sealed_at is not None:
                name += f", scellée {french.moment(version.sealed_at, version.sealed_at)}"
            found[f"version:{version.id}"] = _Side(
                f"{name} (campagne {campaign_name})",
                partial(_results, desk, version),
            )
    return found


def _unfaithful(opened: OpenedVersion) -> None:
    """Say that the application's rules changed since the version was sealed, with the counts of then."""
    if opened.faithful:
        return
    met = opened.presented.met_criteria
    st.warning(
        typeset(
            f"{opened.title} : les règles de calcul de l'application ont changé depuis. La version présentée comptait "
            f"{met.count} critères satisfaits sur {met.total} ; les chiffres ci-dessous sont recalculés."
        ),
        icon=":material/rule:",
    )


def _results(desk: Desk, version: SealedVersion) -> Results | str:
    opened = _opened(desk, version)
    if isinstance(opened, str):
        return opened
    _unfaithful(opened)
    return opened.results


def _compare(room: Room) -> None:
    sides = _sides(room)
    if len(sides) < 2:
        st.caption(typeset("Rien à comparer encore : il faut une autre campagne ou une version scellée."))
        return
    ids = list(sides)
    left, right = st.columns(2)
    with left:
        first = st.selectbox(
            "De", ids, index=len(ids) - 1, key="comparer-de", format_func=lambda id_: typeset(sides[id_].name)
        )
    with right:
        second = st.selectbox(
            "À", ids, index=0, key="comparer-a", format_func=lambda id_: typeset(sides[id_].name)
        )
    before, after = sides[first].results(), sides[second].results()
    for found in (before, after):
        if isinstance(found, str):
            st.error(literal(found), icon=":material/gpp_bad:")
    if isinstance(before, str) or isinstance(after, str):
        return
    comparison = compare(before, after)
    old, new = len(before.met_criteria), len(after.met_criteria)
    st.markdown(
        typeset(
            f"**{comparison_sentence(comparison)}** Critères satisfaits : {old} sur {len(before.applicable_criteria)}, "
            f"puis {new} sur {len(after.applicable_criteria)}."
        )
    )
    for title, movements in (
        ("Ce qui a monté", comparison.rose),
        ("Ce qui a baissé", comparison.fell),
        ("Autres changements", comparison.other),
    ):
        if movements:
            show_table(_table(title, after, movements))


def _table(title: str, results: Results, movements: tuple[Movement, ...]) -> Table:
    return Table(
        f"{title} ({len(movements)})",
        ("Repère", "Exigence", "État", "Pourquoi"),
        tuple(
            (
                movement.after.requirement.id,
                movement.after.requirement.text,
                movement_states(movement),
                "\n".join(movement_reasons(results.framework, movement)),
            )
            for movement in movements
        ),
    )
