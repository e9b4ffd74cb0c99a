"""A reviewer's desk on somebody else's text: let a finding stand, give the text back, approve what was signed."""

from dataclasses import replace

import streamlit as st

from publisher.domain.entries import EntryStatus
from publisher.domain.people import Role
from publisher.domain.sentences import say
from publisher.services import checking, signing
from publisher.services.views import EntryView
from publisher.ui import state
from publisher.ui.components.lists import finding_list
from publisher.ui.i18n import _

_S = EntryStatus
_TO_APPROVE = (_S.AWAITING_REVIEW, _S.DUE, _S.EXPIRED)
_TO_RETURN = (_S.AWAITING_REVIEW, _S.READY, _S.BLOCKED)


def reviews(view: EntryView) -> bool:
    """Whether the person here may judge this text: a reviewer who neither wrote nor signed it."""
    person = state.person()
    own = {one.id for one in (view.author, view.signer) if one is not None}
    return person.has(Role.REVIEWER) and person.id not in own


def findings(view: EntryView, place: str) -> None:
    """What the check found; for a reviewer each finding that waits stands with the form to accept it."""
    report = view.report
    if report is None or not report.findings:
        return
    st.header(_("Findings"))
    waiting = view.to_accept if reviews(view) else []
    for rule in waiting:
        with st.container(border=True, key=f"waiting-{rule}"):
            only = tuple(one for one in report.findings if one.rule == rule)
            finding_list(replace(report, findings=only), key=f"{place}-finding-{view.id}-{rule}")
            with st.form(f"accept-{rule}", border=False):
                st.text_input(_("Why it may stand"), key=f"why-{rule}", max_chars=500)
                st.form_submit_button(
                    _("Accept this finding"),
                    on_click=_accept,
                    args=(place, view.id, rule, _read(view)),
                    key=f"do-{rule}",
                )
    rest = tuple(one for one in report.findings if one.rule not in waiting)
    if rest:
        finding_list(replace(report, findings=rest), key=f"{place}-findings-{view.id}", accepted=_accepted(view))


def _accepted(view: EntryView) -> dict[str, str]:
    told = _("accepted by {name}: {reason}")
    return {
        rule: told.format(name=one.person.name if one.person else "?", reason=one.reason)
        for rule, one in view.accepted.items()
    }


def decide(view: EntryView, place: str) -> None:
    """Approve a signed version, or return it to its author with a reason."""
    if not reviews(view):
        return
    signed = view.signature is not None and state.desk().settings.approval != "off"
    with st.container(horizontal=True):
        if signed and view.approver is None and view.status in _TO_APPROVE:
            st.button(
                _("Approve"),
                type="primary",
                icon=":material/thumb_up:",
                key="approve",
                on_click=_approve,
                args=(place, view.id, _read(view)),
            )
        if view.status in _TO_RETURN:
            with st.popover(_("Return to its author"), icon=":material/undo:", key="return-box"):
                st.text_area(_("What should change"), key="return-why", max_chars=1000)
                st.button(_("Return"), key="return", on_click=_return, args=(place, view.id))


def _read(view: EntryView) -> str | None:
    """The revision that this page shows; it may be older than the newest by the time somebody presses."""
    return view.revision.id if view.revision else None


def _accept(place: str, entry: str, rule: str, revision: str | None) -> None:
    reason = st.session_state[f"why-{rule}"]
    done = say("The finding may stand.")
    state.act(place, lambda desk, who: checking.accept_finding(desk, who, entry, rule, reason, revision), done)


def _approve(place: str, entry: str, revision: str | None) -> None:
    state.act(place, lambda desk, who: signing.approve(desk, who, entry, revision), say("Approved."))


def _return(place: str, entry: str) -> None:
    reason = st.session_state["return-why"]
    state.act(place, lambda desk, who: checking.return_entry(desk, who, entry, reason), say("Returned."))
