"""One line of the inbox in full: who asks it, what differs beside it, and what a person can do with it."""

import streamlit as st

from publisher.domain.errors import Refusal
from publisher.domain.people import Role
from publisher.domain.sentences import say
from publisher.domain.triage import ALARMS, Route
from publisher.services import inbox, reaching, rerouting
from publisher.services.inbox import GroupView, QuestionView
from publisher.ui import compared, inbox_names, rows, state
from publisher.ui.components.way_back import way_back
from publisher.ui.i18n import NAMES, _, moment
from publisher.ui.pages.inbox_care import care
from publisher.ui.pages.inbox_held import held_back
from publisher.ui.plain import plain
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
    if view.text:
        st.header(plain(view.text if len(view.text) <= 240 else view.text[:239] + "…"), anchor=False)
    state.show_refusals("line")
    waiting = [one for one in (*view.members, *view.apart) if one.state in ("waiting", "taken")]
    if not waiting:
        rows.empty("task_alt", _("Nothing waits here."))
    held_back(view.id)
    if any(one.route is Route.URGENT or "doctor_search" in one.labels for one in waiting):
        care(view)
    route = _route_shown(waiting)
    if inbox.may_decide(state.person()) and route is not None:
        _acts(view, route)
        if any(one.route is not route for one in waiting):
            told = _("Decided here is what waits under “{route}”. Tick whatever else it is for.")
            st.caption(told.format(route=inbox_names.route(route)))
    on_duty = reaching.may_open(state.desk(), state.actor())
    if view.apart:
        st.subheader(_("Beside it: differs in a detail"))
        for one in view.apart[:_SHOWN]:
            _question(one, route, on_duty=on_duty, apart=True)
    if view.members:
        st.subheader(_("Who asks it"))
        for one in view.members[:_SHOWN]:
            _question(one, route, on_duty=on_duty)


def _route_shown(waiting: list[QuestionView]) -> Route | None:
    """The route somebody comes from, if something waits there; else the first thing's that waits."""
    wanted = st.query_params.get("route", "")
    return next((one.route for one in waiting if one.route == wanted), waiting[0].route if waiting else None)


def _question(one: QuestionView, route: Route | None, *, on_duty: bool, apart: bool = False) -> None:
    with st.container(border=True, key=f"question-{one.id}"):
        st.text(one.text)
        if one.before is not None:
            st.caption(_("An edit of an earlier message, which said:"))
            st.text(one.before)
        if apart:
            st.text(" · ".join(compared.aspect(found) for found in one.differs))
        waits = one.state in ("waiting", "taken")
        if inbox.may_decide(state.person()) and waits and (apart or one.route is not route):
            st.checkbox(_("The decision is for this one too"), key=f"also-{one.id}")
        told = [NAMES[one.language], one.community or "", moment(one.asked_at or one.received_at, state.person().zone)]
        told += [inbox_names.label(name) for name in one.labels]
        st.caption(plain(" · ".join(part for part in told if part)))
        if inbox.may_decide(state.person()):
            _change(one)
        if on_duty:
            way_back(one.id, "line", reaching.open_origin, sealed=one.sealed)


def _change(one: QuestionView) -> None:
    """What a person changes about a single question: its route, or the words for a picture."""
    with st.popover(inbox_names.route(one.route), icon=inbox_names.ICONS[one.route], key=f"route-{one.id}"):
        for route in Route:
            if route is not one.route:
                label, icon = inbox_names.route(route), inbox_names.ICONS[route]
                st.button(label, icon=icon, key=f"to-{route}-{one.id}", on_click=_reroute, args=(one.id, route))
        st.text_input(_("What the picture or the voice shows"), key=f"shows-{one.id}", max_chars=2000)
        st.button(_("Add"), key=f"describe-{one.id}", on_click=_describe, args=(one.id,))


def _acts(view: GroupView, route: Route) -> None:
    person = state.person()
    with st.container(horizontal=True):
        if person.has(Role.DOCTOR) and st.button(
            _("Write the answer"), icon=":material/edit_note:", type="primary", key="write"
        ):
            go("desk", part="answer", group=view.id)
        st.button(_("I take it"), icon=":material/front_hand:", key="take", on_click=_take, args=(view, route))
        with st.popover(_("Set it aside"), icon=":material/inventory_2:", key="aside-box"):
            st.text_input(_("Why it is set aside"), key="aside-why", max_chars=300)
            st.button(_("Set it aside"), key="aside", on_click=_aside, args=(view, route))


def _also(view: GroupView, route: Route) -> list[str]:
    """What is ticked; on a route of alarms whoever was shown there, and nobody who came since."""
    ticked = [one.id for one in (*view.members, *view.apart) if st.session_state.get(f"also-{one.id}")]
    return ticked + [one.id for one in view.members[:_SHOWN] if route in ALARMS and one.route is route]


def _take(view: GroupView, route: Route) -> None:
    also = _also(view, route)
    done = say("You have taken it.")
    state.act("line", lambda desk, who: inbox.take(desk, who, view.id, route=route, also=also), done)


def _aside(view: GroupView, route: Route) -> None:
    reason, also = st.session_state.get("aside-why", ""), _also(view, route)
    done = say("Set aside.")
    state.act("line", lambda desk, who: inbox.set_aside(desk, who, view.id, reason, also, route=route), done)


def _reroute(question: str, route: Route) -> None:
    state.act("line", lambda desk, who: rerouting.reroute(desk, who, question, route), say("Moved to another route."))


def _describe(question: str) -> None:
    """Its words are other ones now, so it waits in a line of its own: the page goes there with it."""
    words = st.session_state.get(f"shows-{question}", "")
    moved = state.act("line", lambda desk, who: rerouting.describe(desk, who, question, words), say("Added."))
    if moved is not None:
        st.query_params["group"] = moved
