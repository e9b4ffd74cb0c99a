"""What an administrator records of a person: licences, roles, and the units she works in."""

from datetime import timedelta

import streamlit as st

from publisher.domain.people import Licence, Person, Role
from publisher.domain.places import Jurisdiction
from publisher.domain.sentences import say
from publisher.services import people, units
from publisher.ui import names, state
from publisher.ui.i18n import _, day_format


def licence_form(one: Person) -> None:
    with st.popover(_("Licence"), icon=":material/badge:", key=f"licence-{one.id}"), st.form(f"licence-form-{one.id}"):
        st.text_input(_("Number"), key=f"number-{one.id}")
        st.text_input(_("Authority"), key=f"authority-{one.id}")
        st.text_input(_("Specialties, separated by commas"), key=f"specialties-{one.id}")
        st.selectbox(_("Where it holds"), list(Jurisdiction), format_func=names.jurisdiction, key=f"where-{one.id}")
        until = state.desk().today() + timedelta(days=365)
        st.date_input(_("Valid until"), value=until, key=f"until-{one.id}", format=day_format())
        st.text_input(_("Checked against"), key=f"against-{one.id}", help=_("The register it was looked up in"))
        st.form_submit_button(_("Record"), on_click=_record, args=(one.id,), key=f"record-{one.id}")


def _record(person: str) -> None:
    said = {name: st.session_state[f"{name}-{person}"] for name in ("number", "authority", "specialties", "against")}
    if not said["number"].strip() or not said["authority"].strip():
        state.refuse("people", say("A licence needs its number and the authority that gave it."))
        return
    licence = Licence(
        number=said["number"].strip(),
        authority=said["authority"].strip(),
        jurisdiction=st.session_state[f"where-{person}"],
        valid_until=st.session_state[f"until-{person}"],
        specialties=tuple(part.strip() for part in said["specialties"].split(",") if part.strip()),
        checked_on=state.desk().today() if said["against"].strip() else None,
        checked_against=said["against"].strip() or None,
    )
    done = say("The licence is recorded.")
    state.act("people", lambda desk, who: people.add_licence(desk, who, person, licence), done)


def roles(one: Person) -> None:
    with st.popover(_("Roles"), icon=":material/key:", key=f"roles-box-{one.id}"):
        st.multiselect(
            _("Roles"),
            list(Role),
            default=sorted(one.roles, key=list(Role).index),
            format_func=names.role,
            key=f"roles-{one.id}",
            on_change=_set_roles,
            args=(one.id,),
        )


def _set_roles(person: str) -> None:
    chosen = st.session_state[f"roles-{person}"]
    if state.act("people", lambda desk, who: people.set_roles(desk, who, person, chosen)) is None:
        st.session_state.pop(f"roles-{person}", None)


def units_of(one: Person) -> None:
    with st.popover(_("Units"), icon=":material/domain:", key=f"units-box-{one.id}"):
        st.multiselect(
            _("Units"),
            sorted({*units.units(state.desk()), *one.units}),
            default=list(one.units),
            key=f"units-{one.id}",
            help=_("None: the whole organisation. What she writes belongs to the first."),
            placeholder=_("Choose or type a name"),
            accept_new_options=True,
            on_change=_set_units,
            args=(one.id,),
        )


def _set_units(person: str) -> None:
    chosen = st.session_state[f"units-{person}"]
    if state.act("people", lambda desk, who: units.set_units(desk, who, person, chosen)) is None:
        st.session_state.pop(f"units-{person}", None)
