"""What becomes of a question sent from the desk: told of its answer, or, of an alarm, who has it and where help is."""

import streamlit as st

from publisher.domain.triage import ALARMS, Route
from publisher.services import asking, inbox
from publisher.services.asking import Asked
from publisher.ui import names, state
from publisher.ui.i18n import _
from publisher.ui.pages.danger_warnings import told_of_the_call
from publisher.ui.pages.inbox_care import care_in
from publisher.ui.routes import go

_ALARM = "desk-alarm"


def send(words: str, community: str) -> None:
    """Nobody is promised an answer to an alarm: it gets none under “Today”."""
    made = state.act("desk", lambda desk, who: asking.ask(desk, who, words, community))
    if made is not None:
        if made.route in ALARMS:
            st.session_state[_ALARM] = made
        else:
            st.toast(_("Sent to the doctors. You are told under “Today” when it is answered."), icon=":material/check:")
    state.show_refusals("desk")


def alarm_part() -> None:
    """The alarm she sent last, until she has read what to do."""
    made: Asked | None = st.session_state.get(_ALARM)
    if made is None:
        return
    with st.container(border=True, key="alarm"):
        st.badge(_("Reads as an emergency"), icon=":material/emergency:", color="red")
        crisis = made.route is Route.CRISIS
        st.text(names.spoken(told_of_the_call()) if crisis else _("It was given to whoever is on duty."))
        st.text(_("Do not wait for an answer: say now where help is found."))
        care_in(made.language, made.flags, made.jurisdiction, crisis=crisis)
        with st.container(horizontal=True):
            _way_there(made)
            st.button(_("I have read it"), icon=":material/check:", key="alarm-read", on_click=_read)


def _way_there(made: Asked) -> None:
    if made.route is Route.CRISIS:
        if st.button(_("Danger"), icon=":material/sos:", key="alarm-danger"):
            go("danger")
    elif inbox.may_read(state.person()) and st.button(_("Inbox"), icon=":material/inbox:", key="alarm-inbox"):
        line = inbox.question(state.desk(), state.actor(), made.id).group or ""
        go("inbox", group=line, route=made.route.value)


def _read() -> None:
    st.session_state[_ALARM] = None
