"""One publication: what is, why, what happens next; hold, resume, move, cancel, answer; the stop switch."""

import streamlit as st

from publisher.domain.publications import PublicationState
from publisher.domain.sentences import say
from publisher.services import controlling, library, stopping
from publisher.services.views import PublicationRow
from publisher.ui import channel_names, names, state
from publisher.ui.i18n import NAMES, _, moment
from publisher.ui.pages.measured import measured
from publisher.ui.pages.publication_by_hand import by_hand
from publisher.ui.routes import go

_S = PublicationState
_COLOURS = {"good": "green", "wait": "orange", "stop": "red", "": "gray"}


def publication_dialog(publication: str, entry: str) -> None:
    st.dialog(_("Publication"), icon=":material/campaign:")(_publication)(publication, entry)


def find(publication: str, entry: str) -> PublicationRow | None:
    found = library.publications(state.desk(), state.actor(), entry=entry, size=100).items
    return next((row for row in found if row.publication.id == publication), None)


def _publication(publication: str, entry: str) -> None:
    row = find(publication, entry)
    if row is None:
        st.text(_("This publication does not exist."))
        return
    one = row.publication
    st.text(row.title)
    st.badge(names.state(one.state), color=_COLOURS[names.tone(one.state)])  # type: ignore[arg-type]
    st.text(names.spoken(row.why))
    told = [
        row.campaign_name or "",
        channel_names.account(row.account_name),
        NAMES[row.language],
        row.author_name or "",
        moment(one.due_at, state.person().zone),
    ]
    st.text(" · ".join(part for part in told if part))
    if one.url and one.state in (_S.PUBLISHED, _S.CORRECTING):
        st.link_button(_("See it where it is"), one.url, icon=":material/open_in_new:")
    state.show_refusals("publication")
    by_hand(row)
    _acts(row)
    measured("publication", one.id)
    _attempts(one.id)


def _attempts(publication: str) -> None:
    """Every call to the channel and what came back, so that nobody has to guess what was tried."""
    found = library.attempts(state.desk(), state.actor(), publication)
    if not found:
        return
    with st.expander(_("Attempts"), icon=":material/history:", key="attempts"):
        zone = state.person().zone
        for one in found:
            said = map(names.spoken, one.because)
            told = [moment(one.at, zone), names.call(one.call), names.outcome(one.outcome), *said]
            st.text(" · ".join(part for part in told if part))


def _acts(row: PublicationRow) -> None:
    one = row.publication
    if one.state is _S.NEEDS_REVIEW:
        st.text_input(_("Its address, if it is there"), key="there-url")
        with st.container(horizontal=True):
            _button("there", _("Yes, it is there"), "check", _there, one.id, True)
            if one.called_off:
                _button("not-there", _("No, it is not there"), "close", _there, one.id, False)
            else:
                _button("not-there", _("No, send it again"), "replay", _there, one.id, False)
    if one.state is _S.AWAITING_HAND_OFF:
        if one.url:
            st.link_button(_("Open what was prepared"), one.url, icon=":material/open_in_new:")
        st.text_input(_("The link where readers find it"), key="out-url")
        _button("is-out", _("It is out"), "check", _confirm, one.id)
    with st.container(horizontal=True):
        if one.state in (_S.SCHEDULED, _S.QUEUED):
            if st.button(_("Move…"), icon=":material/event_repeat:", key="move"):
                st.session_state["to-move"] = row
                st.rerun()
            _button("hold", _("Hold"), "pause", _hold, one.id)
        if one.state is _S.HELD:
            _button("resume", _("Resume"), "play_arrow", _resume, one.id)
        if one.state in (_S.SCHEDULED, _S.QUEUED, _S.HELD, _S.AWAITING_HAND_OFF, _S.FAILED):
            _button("cancel", _("Cancel it"), "event_busy", _cancel, one.id)
        if st.button(_("Open the text"), icon=":material/article:", key="open-entry"):
            go("library", entry=one.entry)


def _button(key: str, label: str, icon: str, act: object, *arguments: object) -> None:
    st.button(label, key=key, icon=f":material/{icon}:", on_click=act, args=arguments)  # type: ignore[arg-type]


def _hold(publication: str) -> None:
    reason = _("held by hand")
    state.act("publication", lambda desk, who: controlling.hold(desk, who, publication, reason))


def _resume(publication: str) -> None:
    state.act("publication", lambda desk, who: controlling.resume(desk, who, publication))


def _cancel(publication: str) -> None:
    state.act("publication", lambda desk, who: controlling.unschedule(desk, who, publication))


def _there(publication: str, there: bool) -> None:
    url = st.session_state.get("there-url") or None
    state.act("publication", lambda desk, who: controlling.answer_is_it_there(desk, who, publication, there, url))


def _confirm(publication: str) -> None:
    url = st.session_state.get("out-url") or None
    done = say("Noted: it is out.")
    state.act("publication", lambda desk, who: controlling.confirm_hand_off(desk, who, publication, url), done)


def stop_switch() -> None:
    """Stops everything that leaves this installation; what waits goes on waiting."""
    stopped = stopping.stopped(state.desk())
    with st.expander(_("Stop everything"), icon=":material/pause_circle:", key="stop"):
        state.show_refusals("stop")
        if stopped is None:
            st.text(_("Nothing leaves any more until somebody turns it back on. What is scheduled stays scheduled."))
            st.text_input(_("Why"), key="stop-why", max_chars=300)
            st.button(_("Stop everything"), icon=":material/pause_circle:", key="stop-all", on_click=_stop)
        else:
            st.text(stopped)
            st.button(_("Go on"), icon=":material/play_circle:", type="primary", key="go-on", on_click=_go_on)


def _stop() -> None:
    reason = st.session_state["stop-why"]
    state.act("stop", lambda desk, who: stopping.hold_all(desk, who, reason), say("Everything is stopped."))


def _go_on() -> None:
    state.act("stop", stopping.resume_all, say("Publishing goes on."))
