"""What can be done with the text that is open in Sign: sign or put off, and a reviewer's accept, return and approve."""

import streamlit as st

from publisher.domain.entries import EntryStatus
from publisher.domain.people import Role
from publisher.domain.sentences import say
from publisher.services import checking, signing
from publisher.services.views import EntryView
from publisher.ui import names, state
from publisher.ui.i18n import _
from publisher.ui.pages.scheduling_dialog import schedule_dialog

SIGNED = say("Signed.")


def bar(view: EntryView, opened: bool) -> None:
    person = state.person()
    if person.has(Role.REVIEWER):
        _review(view)
    with st.bottom, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        if view.signature is not None:
            st.text(names.status(view.status), width="content")
            _after(view)
        elif person.has(Role.DOCTOR):
            _signing(view, opened)


def _signing(view: EntryView, opened: bool) -> None:
    reasons = signing.why_not(state.desk(), state.actor(), view.id)
    if reasons:
        st.text(" ".join(dict.fromkeys(names.spoken(reason) for reason in reasons)), width="stretch")
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
    if view.status is EntryStatus.AWAITING_REVIEW:
        return
    if st.button(_("Schedule"), type="primary", icon=":material/event:", key="schedule"):
        schedule_dialog(view.id)


def _review(view: EntryView) -> None:
    """A reviewer's part; whose text it is and who signed it is judged by the services."""
    for rule in view.to_accept:
        with st.form(f"accept-{rule}", border=True):
            st.text(_("{rule} waits for a reviewer.").format(rule=rule))
            st.text_input(_("Why it may stand"), key=f"why-{rule}", max_chars=500)
            st.form_submit_button(_("Accept this finding"), on_click=_accept, args=(view.id, rule), key=f"do-{rule}")
    if view.signature is not None and view.approver is None and view.status is EntryStatus.AWAITING_REVIEW:
        st.button(
            _("Approve"), type="primary", icon=":material/thumb_up:", key="approve", on_click=_approve, args=(view.id,)
        )
    if view.status in (EntryStatus.AWAITING_REVIEW, EntryStatus.READY, EntryStatus.BLOCKED):
        with st.popover(_("Return to its author"), icon=":material/undo:"):
            st.text_area(_("What should change"), key="return-why", max_chars=1000)
            st.button(_("Return"), key="return", on_click=_return, args=(view.id,))


def _accept(entry: str, rule: str) -> None:
    reason = st.session_state[f"why-{rule}"]
    state.act(
        "sign", lambda desk, who: checking.accept_finding(desk, who, entry, rule, reason), say("The finding may stand.")
    )


def _approve(entry: str) -> None:
    state.act("sign", lambda desk, who: signing.approve(desk, who, entry), say("Approved."))


def _return(entry: str) -> None:
    reason = st.session_state["return-why"]
    state.act("sign", lambda desk, who: checking.return_entry(desk, who, entry, reason), say("Returned."))
