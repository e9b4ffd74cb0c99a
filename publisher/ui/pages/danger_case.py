"""One crisis case: what was written, who was called, and the steps only a person takes."""

from collections.abc import Callable

import streamlit as st

from publisher.domain.crises import CaseState, Outcome
from publisher.domain.people import Person, Role
from publisher.domain.places import Language
from publisher.domain.sentences import say
from publisher.services import crisis, people, replies
from publisher.services.case_views import CaseView, MessageView
from publisher.ui import inbox_names, names, state
from publisher.ui.components.reading import copyable
from publisher.ui.components.way_back import way_back
from publisher.ui.i18n import _, day, moment

_COLOURS = {
    CaseState.OPEN: "red",
    CaseState.HANDED_OVER: "orange",
    CaseState.TAKEN: "blue",
    CaseState.CLOSED: "gray",
}


def case_card(view: CaseView) -> None:
    case, zone = view.case, state.person().zone
    with st.container(border=True, key=f"case-{case.id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.badge(inbox_names.case_state(case.state), color=_COLOURS[case.state])  # type: ignore[arg-type]
            told = [case.community or "", moment(case.opened_at, zone), view.taken_by_name or ""]
            if case.outcome:
                told.append(inbox_names.outcome(case.outcome))
            if case.spoke_at is not None:
                st.badge(_("The writer wrote again"), icon=":material/sms:", color="red")
            untaken = case.state in (CaseState.OPEN, CaseState.HANDED_OVER) and not view.later
            if untaken or case.spoke_at is not None:
                told.append(_("the next person is called at {time}").format(time=moment(case.deadline, zone)))
            st.text(" · ".join(part for part in told if part))
        for message in view.messages:
            _message(message, closed=case.state is CaseState.CLOSED)
        for called in view.called:
            st.caption(f"{called.name} · {moment(called.sent_at or called.at, zone)} · {inbox_names.called(called)}")
            if told_aside := called.told:
                at = moment(told_aside.at or called.at, zone)
                st.caption(f"{called.name} · {at} · {inbox_names.told(told_aside)}")
        for step in view.steps:
            st.caption(f"{moment(step.at, zone)} · {inbox_names.step(step)}")
        if case.state is not CaseState.CLOSED:
            _acts(view)
            _texts(view)


def _message(message: MessageView, *, closed: bool) -> None:
    st.text(message.text)
    st.caption(moment(message.written_at or message.received_at, state.person().zone))
    way_back(message.id, "danger", crisis.open_origin, sealed=message.sealed and not closed)


def _acts(view: CaseView) -> None:
    case, me = view.case, state.person()
    with st.container(horizontal=True):
        if case.state is not CaseState.TAKEN:
            _first_act(_("I take it"), "front_hand", f"take-{case.id}", _take, case.id)
            return
        mine = case.taken_by == me.id
        if mine and case.spoke_at is not None:
            _first_act(_("I have read it"), "mark_chat_read", f"read-{case.id}", _read, case.id, len(view.messages))
        if not mine:
            with st.popover(_("Take it over"), icon=":material/front_hand:", key=f"over-{case.id}"):
                st.text(_("{name} holds it now.").format(name=view.taken_by_name or _("Somebody")))
                _first_act(_("I take it over"), "front_hand", f"take-over-{case.id}", _take_over, case.id)
        if mine or me.has(Role.ADMINISTRATOR):
            _hand_over_or_close(case.id, me)


def _first_act(label: str, icon: str, key: str, act: Callable[..., None], *arguments: object) -> None:
    st.button(label, type="primary", icon=f":material/{icon}:", key=key, on_click=act, args=arguments)


def _hand_over_or_close(case_id: str, me: Person) -> None:
    with st.popover(_("Hand over"), icon=":material/swap_horiz:", key=f"hand-{case_id}"):
        others = [one for one in people.people(state.desk(), state.actor()) if one.active and one.id != me.id]
        called = names.people(others)
        st.selectbox(_("To whom"), others, format_func=lambda one: called[one.id], key=f"to-{case_id}")
        st.button(_("Call her"), key=f"give-{case_id}", on_click=_hand_over, args=(case_id,))
    with st.popover(_("Close"), icon=":material/task_alt:", key=f"close-{case_id}"):
        for outcome in Outcome:
            label = inbox_names.outcome(outcome)
            st.button(label, key=f"end-{outcome}-{case_id}", on_click=_close, args=(case_id, outcome))


def _texts(view: CaseView) -> None:
    language = Language(view.case.language)
    flags = tuple(dict.fromkeys(flag for message in view.messages for flag in message.flags))
    with st.expander(_("Local texts to copy"), icon=":material/content_copy:", key=f"texts-{view.case.id}"):
        (place,) = replies.places_of(state.desk(), language, [view.case.community])
        found = replies.texts(state.desk(), language, flags, place, crisis=True)
        for number, text in enumerate(found):  # two flags may share a text, each with its own line
            copyable(text.text, f"text-{text.id}-{number}-{view.case.id}", language)
        told = _("A person sends them. Not yet signed off by a professional; numbers to be checked again by {day}.")
        st.caption(told.format(day=day(found[0].numbers_until)))


def _take(case: str) -> None:
    state.act("danger", lambda desk, who: crisis.take(desk, who, case), say("You have taken it."))


def _take_over(case: str) -> None:
    state.act("danger", lambda desk, who: crisis.take_over(desk, who, case), say("You have taken it."))


def _read(case: str, messages: int) -> None:
    state.act("danger", lambda desk, who: crisis.read_again(desk, who, case, messages), say("Noted."))


def _hand_over(case: str) -> None:
    other = st.session_state.get(f"to-{case}")
    if other is not None:
        state.act("danger", lambda desk, who: crisis.hand_over(desk, who, case, other.id), say("Handed over."))


def _close(case: str, outcome: Outcome) -> None:
    state.act("danger", lambda desk, who: crisis.close(desk, who, case, outcome), say("Closed."))
