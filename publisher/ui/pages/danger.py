"""Danger: who is on duty, one box to report a message, and for whoever is on duty the cases."""

from collections.abc import Iterable

import streamlit as st

from publisher.services import crisis, duty
from publisher.services.case_views import CaseView
from publisher.services.views import Page
from publisher.ui import paging, rows, state
from publisher.ui.i18n import _, ngettext, number
from publisher.ui.pages.danger_case import case_card
from publisher.ui.pages.danger_duty import days, roster
from publisher.ui.pages.danger_warnings import calls, old_and_waiting, told_of_the_call

SIZE = 100


def page() -> None:
    st.title(_("Danger"))
    state.show_refusals("danger")
    listed = _cases()
    found = listed.items
    st.session_state["danger-drawn"] = _mark(found)
    _on_duty()
    if not crisis.may_see(state.desk(), state.actor()):
        _report()
        return
    now, later = [one for one in found if not one.later], [one for one in found if one.later]
    if not now:
        _report()
    if now or not later:
        st.header(_("Waiting"))
    if not found:
        rows.empty("task_alt", _("Nobody waits for help now."))
    _others(listed)
    for view in now:
        case_card(view)
    if now:  # whoever waits comes before the box for the next message
        _report()
    if later:
        st.header(_("Written more than two days ago"))
        for view in later:
            case_card(view)
    paging.turn(listed, "danger-page")
    if not crisis.has_duty(state.desk(), state.actor()):
        return
    days()
    roster()
    with st.expander(_("Closed cases"), icon=":material/history:"):
        for view in crisis.cases(state.desk(), state.actor(), closed=True)[:20]:
            case_card(view)


def _cases() -> Page[CaseView]:
    desk, who = state.desk(), state.actor()
    if not crisis.may_see(desk, who):
        return Page((), 0, False, 1, SIZE)
    return paging.shown(lambda page: crisis.listed(desk, who, page=page, size=SIZE))


def _others(listed: Page[CaseView]) -> None:
    if others := listed.total - len(listed.items):
        told = ngettext("{count} further case is on another page", "{count} further cases are on other pages", others)
        st.text(told.format(count=number(others)))


def _mark(found: Iterable[CaseView]) -> list[tuple[str, int, int]]:
    return [(one.case.id, one.case.version, len(one.messages)) for one in found]


@st.fragment(run_every=10)
def _on_duty() -> None:
    """Asked again every ten seconds, so that an open page shows a case that has just come."""
    if _mark(_cases().items) != st.session_state["danger-drawn"]:
        st.rerun()
    person, waiting = duty.on_duty(state.desk()), crisis.waiting(state.desk())
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        if person is None:
            st.badge(_("Nobody is on duty"), icon=":material/person_off:", color="red")
        else:
            st.badge(_("On duty"), icon=":material/shield_person:", color="green")
            st.text(person.name)
        told = ngettext("{count} case is open", "{count} cases are open", waiting)
        st.text(told.format(count=number(waiting)) if waiting else _("No case is open"))
        if count := duty.follow_ups(state.desk()):
            st.badge(old_and_waiting(count), icon=":material/history:", color="orange")
    calls()


def _report() -> None:
    """One paste; the case is open from this moment."""
    with st.form("report", clear_on_submit=True, border=True):
        st.text_area(_("Report danger: paste the message"), key="report-text", height=110, max_chars=20_000)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input(_("Community"), key="report-community", max_chars=200)
            st.text_input(_("Link to the writer or the message"), key="report-link", max_chars=500)
        st.caption(_("Names and numbers are masked. The link is sealed: only the person on duty opens it."))
        st.form_submit_button(
            _("Call the person on duty"), type="primary", icon=":material/sos:", key="report-send", on_click=_reported
        )


def _reported() -> None:
    kept = st.session_state
    words, community, link = kept["report-text"], kept["report-community"], kept["report-link"]
    state.act(
        "danger",
        lambda desk, who: crisis.report_danger(desk, who, words, community=community, link=link),
        told_of_the_call(),
    )
