"""What is held together: a doctor's texts, a topic, everything; each with its reason and the way to let it go on."""

import streamlit as st

from publisher.domain.people import Role
from publisher.domain.sentences import say
from publisher.services import holding, people
from publisher.services.holding import Group, GroupHold
from publisher.ui import names, state
from publisher.ui.i18n import _, moment
from publisher.ui.pages.publication import stop_switch


def show() -> None:
    held = holding.group_holds(state.desk(), state.actor())
    state.show_refusals("holds")
    for one in held:
        _held(one)
    with st.expander(_("Hold a topic or a doctor's texts"), icon=":material/front_hand:", key="hold-together"):
        doctors = _doctors()
        label = {Group.TOPIC: _("A topic"), Group.DOCTOR: _("A doctor's texts")}
        group = st.pills(
            _("What"),
            list(label),
            default=Group.TOPIC,
            format_func=label.__getitem__,
            key="hold-what",
            required=True,
        )
        if group is Group.DOCTOR:
            st.selectbox(_("Doctor"), list(doctors), format_func=doctors.__getitem__, key="hold-doctor")
        else:
            st.text_input(_("Words that its texts contain"), key="hold-topic", max_chars=200)
        st.text_input(_("Why"), key="hold-why", max_chars=300)
        st.button(_("Hold"), icon=":material/pause:", key="hold-group", on_click=_hold)
    stop_switch()


def _held(one: GroupHold) -> None:
    told = {
        Group.TOPIC: _("The topic “{name}” is held"),
        Group.DOCTOR: _("The texts of {name} are held"),
        Group.CAMPAIGN: _("The campaign “{name}” is held"),
    }[one.group].format(name=one.name)
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.badge(_("Held"), color="orange", icon=":material/pause_circle:")
        since = moment(one.since, state.person().zone)
        st.text(" · ".join(part for part in (told, one.reason, one.by or "", since) if part), width="stretch")
        key = f"go-on-{one.group}-{one.subject}"
        if one.hers_to_lift:
            st.button(_("Resume"), key=key, icon=":material/play_arrow:", on_click=_resume, args=(one,))


def _doctors() -> dict[str, str]:
    person = state.person()
    everybody = people.people(state.desk(), state.actor())
    others = person.has(Role.EDITOR, Role.ADMINISTRATOR)
    return names.people(one for one in everybody if one.has(Role.DOCTOR) and (others or one.id == person.id))


def _hold() -> None:
    group = st.session_state["hold-what"] or Group.TOPIC
    subject = st.session_state["hold-doctor" if group is Group.DOCTOR else "hold-topic"] or ""
    reason = st.session_state["hold-why"]
    state.act("holds", lambda desk, who: holding.hold_group(desk, who, group, subject, reason), say("Held."))


def _resume(one: GroupHold) -> None:
    done = say("Publishing goes on.")
    state.act("holds", lambda desk, who: holding.resume_group(desk, who, one.group, one.subject), done)
