"""Sign: one text at a time, opened in full, made for a phone; the next one comes by itself."""

import streamlit as st

from publisher.domain.entries import EntryStatus
from publisher.domain.errors import Refusal
from publisher.domain.people import Role
from publisher.domain.signing import STATEMENT
from publisher.services import library, licences, signing
from publisher.services.views import EntryView
from publisher.ui import names, rows, state
from publisher.ui.components.lists import link_list
from publisher.ui.components.reading import reader
from publisher.ui.i18n import NAMES, _, day, ngettext
from publisher.ui.pages.compose_drafted import claims_waiting
from publisher.ui.pages.conflict_parts import waiting
from publisher.ui.pages.planned_replacement import planned
from publisher.ui.pages.review import findings
from publisher.ui.pages.sign_acts import bar
from publisher.ui.pages.sign_opening import opened
from publisher.ui.pages.translation_parts import source
from publisher.ui.routes import go


def page() -> None:
    st.title(_("Sign"))
    state.show_refusals("sign")
    _just_signed()
    chosen = st.query_params.get("entry") or _first_waiting()
    if chosen is None:
        _nothing_waits()
        return
    try:
        view = opened(chosen)
    except Refusal as refusal:
        state.sentences(refusal.reasons)
        return
    _progress(view)
    _show(view)


def _just_signed() -> None:
    """What was signed a moment ago is one press from being scheduled, where no next text comes in between."""
    last = st.session_state.get("signed-last")
    if not last or library.entry(state.desk(), state.actor(), last).status is not EntryStatus.SIGNED:
        return
    if st.button(_("Schedule the one just signed"), icon=":material/event:", type="tertiary", key="just-signed"):
        st.session_state.pop("signed-last")
        go("library", entry=last, schedule="now")


def _first_waiting() -> str | None:
    desk, who, person = state.desk(), state.actor(), state.person()
    if person.has(Role.DOCTOR) and (waiting := signing.signing_queue(desk, who, limit=1, after=_passed())):
        return waiting[0].entry
    return None


def _passed() -> str | None:
    """The text that was put off last in this session: the queue goes on behind it."""
    passed: str | None = st.session_state.get("passed")
    return passed


def _nothing_waits() -> None:
    if _passed() is not None:
        rows.empty("done_all", _("You have been through all of it. What you put off is still waiting."))
        st.button(_("Begin again"), icon=":material/restart_alt:", key="again", on_click=_begin_again)
    else:
        rows.empty("task_alt", _("Nothing waits for your signature."))
    _to_review()


def _begin_again() -> None:
    st.session_state.pop("passed", None)


def _to_review() -> None:
    person = state.person()
    if not person.has(Role.REVIEWER):
        return
    found = library.entries(state.desk(), state.actor(), status=EntryStatus.AWAITING_REVIEW, size=20)
    if not found.items:
        return
    st.header(_("Awaits a reviewer"))
    lines = [rows.entry_row(row, person.zone, "sign") for row in found.items]
    if opened := link_list(lines, _("Awaits a reviewer"), key="to-review"):
        go("sign", entry=opened)


def _progress(view: EntryView) -> None:
    content = view.revision.content if view.revision else view.working.content if view.working else None
    if content is None:
        return
    told = [names.kind(content.kind), NAMES[content.language]]
    if view.imported and view.signature is None:
        told.append(_("imported, unsigned"))
    if content.review_by:
        told.append(_("review by {day}").format(day=day(content.review_by)))
    if done := st.session_state.get("signed", 0):
        told.append(ngettext("{count} signed", "{count} signed", done).format(count=done))
    st.text(" · ".join(told))


def _show(view: EntryView) -> None:
    revision = view.revision
    if revision is None:
        st.text(_("There is no finished version yet."))
        return
    with st.container(border=True):
        read = reader(revision.id, revision.content, view.report, key="reading", watch=True)
    findings(view, "sign")
    planned(view.id, "sign")
    waiting(view.id, "sign")
    source(view, "sign")
    if view.signature is None and state.person().has(Role.DOCTOR):
        for note in licences.notes_at_signing(state.desk(), state.person(), revision.content):
            st.caption(names.spoken(note))
        st.text(STATEMENT[revision.content.language])
    if view.signature is None:
        claims_waiting(view.id)
    bar(view, read)
