"""People: who is here with which roles and licences; an administrator invites, changes roles and ends sessions."""

import streamlit as st

from publisher.domain.people import Licence, Person, Role
from publisher.domain.places import Language
from publisher.domain.sentences import say
from publisher.services import identity, people
from publisher.ui import names, state
from publisher.ui.components.reading import copyable
from publisher.ui.i18n import NAMES, _, day
from publisher.ui.pages.member_details import licence_form, roles, units_of


def page() -> None:
    st.title(_("People"))
    state.show_refusals("people")
    me = state.person()
    administers = me.has(Role.ADMINISTRATOR)
    if administers:
        _invite()
    for one in people.people(state.desk(), state.actor()):
        _person(one, me, administers)


def _person(one: Person, me: Person, administers: bool) -> None:
    with st.container(border=True, key=f"person-{one.id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.header(one.name, width="content", anchor=False)
            for role in sorted(one.roles):
                st.badge(names.role(role), color="gray")
            if not one.active:
                st.badge(_("Closed"), color="red")
        st.text(" · ".join([one.email, *(NAMES[language] for language in one.languages), one.zone, *one.units]))
        today = state.desk().today()
        for licence in one.licences:
            _licence(licence, valid=licence.valid_on(today))
        if administers or one.id == me.id:
            with st.container(horizontal=True):
                if administers:
                    licence_form(one)
                    roles(one)
                    units_of(one)
                st.button(_("Sign out everywhere"), key=f"out-{one.id}", on_click=_sign_out, args=(one.id,))
                if administers and one.active and one.id != me.id:
                    st.button(_("Close the account"), key=f"close-{one.id}", on_click=_close, args=(one.id,))


def _licence(licence: Licence, *, valid: bool) -> None:
    told = [licence.number, licence.authority, names.jurisdiction(licence.jurisdiction), *licence.specialties]
    until = _("valid until {day}") if valid else _("ended {day}")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(until.format(day=day(licence.valid_until)), icon=":material/badge:", color="green" if valid else "red")
        st.text(" · ".join(told), width="content")


def _sign_out(person: str) -> None:
    done = say("Signed out everywhere.")
    state.act("people", lambda desk, who: identity.end_sessions_of(desk, who, person), done)


def _close(person: str) -> None:
    state.act("people", lambda desk, who: people.deactivate(desk, who, person), say("The account is closed."))


def _invite() -> None:
    with st.expander(_("Invite somebody"), icon=":material/person_add:", key="invite"):
        if link := st.session_state.get("invitation"):
            st.text(_("Hand this link to the person. It works once, for seven days."))
            copyable(link, key="invitation-link")
        with st.form("invite-form", border=False, clear_on_submit=True):
            st.text_input(_("E-mail address"), type="email", key="invite-email", autocomplete="off")
            st.text_input(_("Name"), key="invite-name", autocomplete="off")
            st.multiselect(_("Roles"), list(Role), format_func=names.role, key="invite-roles", placeholder="")
            called = NAMES.__getitem__
            st.multiselect(_("Languages"), list(Language), format_func=called, key="invite-languages", placeholder="")
            st.form_submit_button(_("Make the invitation"), on_click=_do_invite, key="do-invite")


def _do_invite() -> None:
    said = {name: st.session_state[f"invite-{name}"] for name in ("email", "name", "roles", "languages")}
    zone = state.desk().settings.zone
    token = state.act(
        "people",
        lambda desk, who: identity.invite(
            desk, who, said["email"], said["name"], said["roles"] or [], said["languages"] or [], zone
        ),
    )
    if token is not None:
        address = st.context.url or ""
        base = "/".join(address.split("/")[:3])
        st.session_state["invitation"] = f"{base}/auth/invitation?token={token}"
