"""The duty roster, and how many alarms a day were none: a lane that people mute protects nobody."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from publisher.domain.people import Person, Role
from publisher.domain.sentences import say
from publisher.services import crisis, duty, duty_room, people
from publisher.ui import names, state
from publisher.ui.i18n import _, day, day_format, moment, ngettext, number


def days() -> None:
    """False alarms per day on duty."""
    found = crisis.days_of_duty(state.desk(), state.actor())
    st.header(_("Alarms of the last days"))
    for one in reversed(found):
        if one.cases:
            told = ngettext(
                "{day}: {cases} alarm, {false} of them false", "{day}: {cases} alarms, {false} of them false", one.cases
            )
            st.text(told.format(day=day(one.day), cases=number(one.cases), false=number(one.false_alarms)))
    if not any(one.cases for one in found):
        st.text(_("No alarm in the last seven days."))


def roster() -> None:
    person = state.person()
    st.header(_("On duty"))
    state.show_refusals("duty")
    for one in duty.duties(state.desk(), state.actor()):
        with st.container(horizontal=True, vertical_alignment="center", key=f"duty-{one.id}"):
            span = f"{moment(one.starts_at, person.zone)} – {moment(one.ends_at, person.zone)}"
            st.text(f"{one.place}. {one.name} · {span}")
            if person.has(Role.ADMINISTRATOR) or person.id == one.person:
                st.button(_("End"), key=f"end-duty-{one.id}", type="tertiary", on_click=_end, args=(one.id,))
    _room(person)
    if not person.has(Role.ADMINISTRATOR, Role.DUTY):
        return
    with st.expander(_("Put somebody on duty"), icon=":material/person_add:", key="add-duty"):
        everybody = [one for one in people.people(state.desk(), state.actor()) if one.active]
        if not person.has(Role.ADMINISTRATOR):
            everybody = [person]
        called = names.people(everybody)
        st.selectbox(_("Who"), everybody, format_func=lambda one: called[one.id], key="duty-who")
        with st.container(horizontal=True):
            st.date_input(_("From day"), key="duty-day", format=day_format(), value=state.desk().today(person.zone))
            st.time_input(_("From"), key="duty-from", value=time(8))
            st.number_input(_("Hours"), 1, 168, 12, key="duty-hours")
            st.number_input(_("Called as number"), 1, 9, 1, key="duty-place")
        st.button(_("Put on duty"), key="duty-add", icon=":material/check:", on_click=_add)


def _room(person: Person) -> None:
    """The closed group of the staff in which every call is sent too."""
    chosen = duty_room.room(state.desk())
    if chosen is not None:
        st.text(_("Every call is sent in {account} too.").format(account=chosen))
    if not person.has(Role.ADMINISTRATOR):
        return
    with st.expander(_("Call in a group of the staff too"), icon=":material/groups:", key="duty-room"):
        st.caption(_("No word of a message and no name of its writer is sent. Choose a closed group of the staff."))
        options: list[str | None] = [None, *duty_room.possible(state.desk(), state.actor())]
        st.selectbox(
            _("Channel account"),
            options,
            index=options.index(chosen) if chosen in options else 0,
            format_func=lambda one: one or _("By e-mail alone"),
            key="duty-room-name",
        )
        st.button(_("Choose it"), key="duty-room-choose", on_click=_choose_room)


def _choose_room() -> None:
    name = st.session_state["duty-room-name"]
    state.act("duty", lambda desk, actor: duty_room.choose(desk, actor, name), say("Noted."))


def _add() -> None:
    kept, zone = st.session_state, ZoneInfo(state.person().zone)
    starts = datetime.combine(kept["duty-day"], kept["duty-from"], zone)
    ends = starts + timedelta(hours=kept["duty-hours"])
    who, place = kept["duty-who"], kept["duty-place"]
    if who is not None:
        state.act(
            "duty", lambda desk, actor: duty.add_duty(desk, actor, who.id, starts, ends, place), say("Put on duty.")
        )


def _end(one: str) -> None:
    state.act("duty", lambda desk, actor: duty.end_duty(desk, actor, one), say("Ended."))
