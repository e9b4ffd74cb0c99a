"""Consent for patient material, beside the text it is for: what was recorded, a new record, taking one back."""

from datetime import timedelta

import streamlit as st

from publisher.services import consents
from publisher.services.consents import Consent, GivenBy
from publisher.ui import state
from publisher.ui.i18n import _, day, day_format


def consent(entry: str) -> None:
    """What Compose shows below the facts once they say “patient material”."""
    with st.container(border=True, key="consent"):
        title = _("Consent")
        st.markdown(f"**{title}**")
        state.show_refusals("consent")
        found = consents.consents(state.desk(), state.actor(), entry)
        for one in found:
            _record(one)
        if not found:
            st.text(_("No consent is recorded yet; without one this text cannot be signed."))
        _form(entry)


def _record(one: Consent) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(*_standing(one))
        told = [one.scope, _given_by(one.given_by), _("form kept: {place}").format(place=one.document)]
        st.text(" · ".join(told), width="content")
        if one.withdrawn_at is None:
            with st.popover(_("Withdraw"), icon=":material/block:", key=f"consent-box-{one.id}"):
                st.text(_("What waits is held and what is live is taken back, at once."))
                st.button(_("Withdraw this consent"), key=f"consent-end-{one.id}", on_click=_withdraw, args=(one.id,))


def _standing(one: Consent) -> tuple[str]:
    if one.withdrawn_at is not None:
        return (_("withdrawn"),)
    until = _("until {day}") if one.until >= state.desk().today() else _("ended {day}")
    return (until.format(day=day(one.until)),)


def _given_by(value: GivenBy) -> str:
    return {
        GivenBy.PATIENT: _("given by the patient"),
        GivenBy.GUARDIAN: _("given by a guardian"),
        GivenBy.RELATIVES: _("given by the relatives"),
    }[value]


def _form(entry: str) -> None:
    today = state.desk().today(state.person().zone)
    with st.form(f"consent-form-{entry}", border=False):
        st.text_input(_("What was consented to"), key="consent-scope", max_chars=consents.LONGEST)
        left, right = st.columns(2)
        left.date_input(
            _("Valid until"),
            value=today + timedelta(days=365),
            min_value=today,
            max_value=today + timedelta(days=20 * 366),
            key="consent-until",
            format=day_format(),
        )
        right.selectbox(_("Who gave it"), list(GivenBy), format_func=_given_by, key="consent-by")
        st.text_input(_("Where the signed form is kept (no name)"), key="consent-document", max_chars=consents.LONGEST)
        st.form_submit_button(_("Record this consent"), on_click=_add, args=(entry,), key="consent-add")


def _add(entry: str) -> None:
    scope, until, given_by, document = (
        st.session_state[f"consent-{name}"] for name in ("scope", "until", "by", "document")
    )
    recorded = state.act(
        "consent",
        lambda desk, who: consents.record(
            desk, who, entry, scope=scope, until=until, given_by=given_by, document=document
        ),
    )
    if recorded is not None:
        st.session_state["consent-scope"] = st.session_state["consent-document"] = ""


def _withdraw(consent_id: str) -> None:
    state.act("consent", lambda desk, who: consents.withdraw(desk, who, consent_id))
