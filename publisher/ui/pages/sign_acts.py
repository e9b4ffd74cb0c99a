"""What can be done with the text that is open in Sign: sign it or put it off, and what a reviewer decides."""

import streamlit as st

from publisher.domain.entries import EntryStatus
from publisher.domain.people import Role
from publisher.domain.sentences import say
from publisher.services import resolving, signing
from publisher.services.views import EntryView
from publisher.ui import names, state
from publisher.ui.i18n import _
from publisher.ui.pages.review import decide
from publisher.ui.pages.scheduling_dialog import schedule_dialog

SIGNED = say("Signed.")


def bar(view: EntryView, opened: bool) -> None:
    person = state.person()
    decide(view, "sign")
    with st.bottom, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        if view.signature is not None:
            st.text(names.status(view.status), width="content")
            _after(view)
        elif person.has(Role.DOCTOR):
            _signing(view, opened)


def _signing(view: EntryView, opened: bool) -> None:
    reasons = signing.why_not(state.desk(), state.actor(), view.id)
    if reasons:
        told = [names.spoken(one) for one in reasons if not resolving.about_conflict(one)]
        if len(told) < len(reasons):
            told.append(_("Resolve the possible conflicts below the text first."))
        st.text(" ".join(dict.fromkeys(told)), width="stretch")
    elif not opened:
        st.text(_("Read to the end, then sign."), width="content")
    st.button(_("Later"), key="later", on_click=_later, args=(view.id,))
    revision = view.revision.id if view.revision else ""
    st.button(
        _("Sign"),
        type="primary",
        icon=":material/verified:",
        key="sign",
        disabled=bool(reasons) or not opened,
        on_click=_sign,
        args=(view.id, revision),
    )


def _sign(entry: str, revision: str) -> None:
    """Repeating it changes nothing: the service signs this very revision once."""
    if state.act("sign", lambda desk, who: signing.sign(desk, who, entry, revision), SIGNED) is not None:
        st.session_state["signed"] = st.session_state.get("signed", 0) + 1
        st.session_state["signed-last"] = entry
        st.query_params.pop("entry", None)


def _later(entry: str) -> None:
    st.session_state["passed"] = entry
    st.query_params.pop("entry", None)


def _after(view: EntryView) -> None:
    if view.status in (EntryStatus.AWAITING_REVIEW, EntryStatus.RETURNED):
        return
    if st.button(_("Schedule"), type="primary", icon=":material/event:", key="schedule"):
        schedule_dialog(view.id)
