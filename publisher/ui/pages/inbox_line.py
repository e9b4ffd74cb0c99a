"""One line of the inbox in full: who asks it, what differs beside it, and what a person can do with it."""

import streamlit as st

from publisher.domain.errors import Refusal
from publisher.domain.people import Role
from publisher.domain.sentences import say
from publisher.domain.triage import Route
from publisher.services import inbox, replies, rerouting
from publisher.services.inbox import GroupView, QuestionView
from publisher.ui import compared, inbox_names, state
from publisher.ui.components.reading import copyable
from publisher.ui.i18n import NAMES, _, day, moment
from publisher.ui.routes import go

_SHOWN = 30


def show(group: str) -> None:
    if st.button(_("Inbox"), icon=":material/arrow_back:", type="tertiary", key="back"):
        go("inbox", route=st.query_params.get("route", ""))
    try:
        view = inbox.group(state.desk(), state.actor(), group)
    except Refusal as refusal:
        state.sentences(refusal.reasons)
        return
    st.header(view.text if len(view.text) <= 240 else view.text[:239] + "…")
    state.show_refusals("line")
    waiting = [one for one in (*view.members, *view.apart) if one.state in ("waiting", "taken")]
    if any(one.route is Route.URGENT or "doctor_search" in one.labels for one in waiting):
        _care(view)
    if inbox.may_decide(state.person()) and waiting:
        _acts(view)
    if view.apart:
        st.subheader(_("Beside it: differs in a detail"))
        for one in view.apart[:_SHOWN]:
            _question(one, apart=True)
    st.subheader(_("Who asks it"))
    for one in view.members[:_SHOWN]:
        _question(one)


def _question(one: QuestionView, *, apart: bool = False) -> None:
    with st.container(border=True, key=f"question-{one.id}"):
        st.text(one.text)
        if one.before is not None:
            st.caption(_("An edit of an earlier message, which said:"))
            st.text(one.before)
        if apart:
            st.text(" · ".join(compared.aspect(found) for found in one.differs))
            if inbox.may_decide(state.person()):
                st.checkbox(_("The decision is for this one too"), key=f"also-{one.id}")
        told = [NAMES[one.language], one.community or "", moment(one.asked_at or one.received_at, state.person().zone)]
        told += [inbox_names.label(name) for name in one.labels]
        st.caption(" · ".join(part for part in told if part))
        if inbox.may_decide(state.person()):
            with st.popover(inbox_names.route(one.route), icon=inbox_names.ICONS[one.route], key=f"route-{one.id}"):
                for route in Route:
                    if route is not one.route:
                        label, icon = inbox_names.route(route), inbox_names.ICONS[route]
                        st.button(label, icon=icon, key=f"to-{route}-{one.id}", on_click=_reroute, args=(one.id, route))
                st.text_input(_("What the picture or the voice shows"), key=f"shows-{one.id}", max_chars=2000)
                st.button(_("Add"), key=f"describe-{one.id}", on_click=_describe, args=(one.id,))


def _acts(view: GroupView) -> None:
    person = state.person()
    with st.container(horizontal=True):
        if person.has(Role.DOCTOR) and st.button(
            _("Write the answer"), icon=":material/edit_note:", type="primary", key="write"
        ):
            go("desk", part="answer", group=view.id)
        st.button(_("I take it"), icon=":material/front_hand:", key="take", on_click=_take, args=(view.id,))
        with st.popover(_("Set it aside"), icon=":material/inventory_2:", key="aside-box"):
            st.text_input(_("Why it is set aside"), key="aside-why", max_chars=300)
            st.button(_("Set it aside"), key="aside", on_click=_aside, args=(view,))


def _care(view: GroupView) -> None:
    """The fixed texts a person copies, and where care is found. Nothing is sent from here."""
    flags = tuple(dict.fromkeys(flag for one in (*view.members, *view.apart) for flag in one.flags))
    with st.expander(_("Texts to copy, and where to find care"), icon=":material/emergency:", expanded=bool(flags)):
        for text in replies.texts(state.desk(), view.language, flags) if flags else ():
            copyable(text.text, f"copy-{text.id}", view.language)
        way = replies.way_to_care(state.desk(), view.language)
        lines = [
            (_("Ambulance"), way.ambulance),
            (_("Emergency"), way.emergency),
            (_("Appointments"), way.booking_page),
            (_("Internet hospital"), way.internet_hospital),
            (_("Doctors with a checked licence"), "; ".join(way.doctors)),
        ]
        st.text("\n".join(f"{name}: {value}" for name, value in lines if value))
        told = _("The numbers must be checked again by {day}. The texts are not yet signed off by a professional.")
        st.caption(told.format(day=day(way.checked_until)))


def _take(group: str) -> None:
    state.act("line", lambda desk, who: inbox.take(desk, who, group), say("You have taken it."))


def _aside(view: GroupView) -> None:
    reason = st.session_state.get("aside-why", "")
    also = [one.id for one in view.apart if st.session_state.get(f"also-{one.id}")]
    state.act("line", lambda desk, who: inbox.set_aside(desk, who, view.id, reason, also), say("Set aside."))


def _reroute(question: str, route: Route) -> None:
    state.act("line", lambda desk, who: rerouting.reroute(desk, who, question, route), say("Moved to another route."))


def _describe(question: str) -> None:
    words = st.session_state.get(f"shows-{question}", "")
    state.act("line", lambda desk, who: rerouting.describe(desk, who, question, words), say("Added."))
