"""Compose: one's drafts, and the editor with what the check says while typing."""

import streamlit as st

from publisher.domain.checking import EntryKind
from publisher.domain.entries import Content, EntryStatus
from publisher.domain.errors import Refusal
from publisher.domain.people import Role
from publisher.domain.places import Language
from publisher.services import drafting, library
from publisher.services.desk import Actor, Desk
from publisher.ui import rows, state
from publisher.ui.components.lists import link_list
from publisher.ui.i18n import NAMES, _, current
from publisher.ui.pages.compose_assistant import assistant
from publisher.ui.pages.compose_consistency import said_before
from publisher.ui.pages.compose_editor import finish, writing
from publisher.ui.routes import go

_OPEN = (EntryStatus.RETURNED, EntryStatus.BLOCKED, EntryStatus.DRAFT, EntryStatus.READY)


def page() -> None:
    if made := st.session_state.pop("made", None):
        go("compose", entry=made)
    if st.session_state.pop("left", False):
        go("compose")
    entry = st.query_params.get("entry")
    if entry is None:
        _overview()
        return
    try:
        view = library.entry(state.desk(), state.actor(), entry)
        drafting.working_copy(state.desk(), state.actor(), entry)  # who may read a text does not always write in it
    except Refusal as refusal:
        state.sentences(refusal.reasons)
        return
    st.button(_("All drafts"), icon=":material/arrow_back:", type="tertiary", key="back", on_click=_leave)
    st.title(_("Compose"))
    state.show_refusals("compose", seconds=20)
    if view.returned_reason:
        with st.container(border=True):
            st.badge(_("Returned by a reviewer"), icon=":material/undo:", color="orange")
            st.text(view.returned_reason)
    if view.signature is not None:
        st.info(
            _("This text is signed. A change makes a new version, which needs your signature again."),
            icon=":material/verified:",
        )
    if view.withdrawn_reason:
        st.text(_("This entry was withdrawn."))
        return
    writing(entry)
    assistant(entry)
    said_before(entry)
    finish(view)


def _leave() -> None:
    st.session_state["left"] = True
    state.pressed()


def _overview() -> None:
    person = state.person()
    st.title(_("Compose"))
    state.show_refusals("new")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        languages = list(dict.fromkeys((current(), *person.languages, *Language)))
        language = st.selectbox(
            _("Language of the text"), languages, format_func=NAMES.__getitem__, key="new-language", width=190
        )
        for kind, label, icon in (
            (EntryKind.POST, _("New post"), "post_add"),
            (EntryKind.ANSWER, _("New answer"), "add_comment"),
        ):
            st.button(label, icon=f":material/{icon}:", key=f"new-{kind}", on_click=_start, args=(kind, language))
    shown = 0
    for status in _OPEN:
        author = person.id if person.has(Role.DOCTOR) else None
        found = library.entries(state.desk(), state.actor(), status=status, author=author, size=20)
        if not found.items:
            continue
        shown += len(found.items)
        lines = [rows.entry_row(row, person.zone, "compose") for row in found.items]
        st.header(_heading(status))
        if opened := link_list(lines, _heading(status), key=f"drafts-{status}"):
            go("compose", entry=opened)
    if not shown:
        rows.empty("edit_note", _("No draft yet. Begin with a post or an answer above."))


def _heading(status: EntryStatus) -> str:
    return {
        EntryStatus.RETURNED: _("Returned to you"),
        EntryStatus.BLOCKED: _("Blocked"),
        EntryStatus.DRAFT: _("Drafts"),
        EntryStatus.READY: _("Ready to sign"),
    }[status]


def _start(kind: EntryKind, language: Language) -> None:
    """A second click, or an empty draft left over, opens the same empty draft instead of making another."""
    st.session_state["made"] = state.act("new", lambda desk, who: _empty_or_new(desk, who, kind, language))


def _empty_or_new(desk: Desk, who: Actor, kind: EntryKind, language: Language) -> str:
    drafts = library.entries(desk, who, status=EntryStatus.DRAFT, author=who.id, language=language, kind=kind, size=20)
    for row in drafts.items:
        if not row.title and not row.excerpt and row.author_name == (who.person.name if who.person else None):
            return row.id
    return drafting.add_entry(desk, who, Content(kind=kind, language=language, title="", body="")).id
