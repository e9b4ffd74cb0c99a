"""One entry of the library in full: the text, who stands behind it, where it went, what happened; taking it back."""

import streamlit as st

from publisher.domain.entries import EntryStatus
from publisher.domain.errors import Refusal
from publisher.domain.people import Role
from publisher.domain.sentences import say
from publisher.services import library, people, reports, withdrawing
from publisher.services.views import EntryView
from publisher.ui import names, rows, state
from publisher.ui.components.lists import link_list
from publisher.ui.components.reading import reader
from publisher.ui.i18n import NAMES, _, day, moment
from publisher.ui.pages.conflict_parts import waiting
from publisher.ui.pages.measured import measured
from publisher.ui.pages.planned_replacement import planned
from publisher.ui.pages.replace_old import offer
from publisher.ui.pages.review import decide, findings
from publisher.ui.pages.scheduling_dialog import schedule_dialog
from publisher.ui.pages.translation_parts import languages, source
from publisher.ui.routes import go

_S = EntryStatus
_COLOURS = {"good": "green", "wait": "orange", "stop": "red", "": "gray"}
_TO_SCHEDULE = (_S.SIGNED, _S.SCHEDULED, _S.LIVE, _S.DUE)


def show(entry: str) -> None:
    if st.button(_("Library"), icon=":material/arrow_back:", type="tertiary", key="back"):
        go("library")
    try:
        view = library.entry(state.desk(), state.actor(), entry)
    except Refusal as refusal:
        state.sentences(refusal.reasons)
        return
    content = view.working.content if view.working else view.revision.content if view.revision else None
    if content is None:
        return
    st.title(names.kind(content.kind))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(names.status(view.status), color=_COLOURS[names.tone(view.status)])  # type: ignore[arg-type]
        st.text(" · ".join(_told(view)), width="content")
    state.show_refusals("entry")
    _acts(view)
    offer(view, state.person().has(Role.EDITOR) or (view.author is not None and view.author.id == state.person().id))
    source(view, "entry")
    languages(view)
    with st.container(border=True):
        name = view.revision.id if view.revision else f"draft-{view.id}"
        reader(f"{name}-{content.digest()}", content, view.report, key="entry-text")
    findings(view, "entry")
    planned(view.id, "entry")
    waiting(view.id, "entry")
    decide(view, "entry")
    _publications(view)
    _history(view)


def _told(view: EntryView) -> list[str]:
    zone = state.person().zone
    content = view.revision.content if view.revision else view.working.content if view.working else None
    told = [NAMES[content.language]] if content else []
    if view.signature is not None and view.signer is not None:
        at = moment(view.signature.signed_at, zone)
        told.append(_("signed by {name}, {time}").format(name=view.signer.name, time=at))
        told.append(_("licence {number}").format(number=view.signature.licence_number))
    elif view.author is not None:
        told.append(_("by {name}").format(name=view.author.name))
    elif view.claimed_author:
        told.append(_("said to be by {name}").format(name=view.claimed_author))
    if view.approver is not None:
        told.append(_("approved by {name}").format(name=view.approver.name))
    if content and content.review_by:
        told.append(_("review by {day}").format(day=day(content.review_by)))
    if view.withdrawn_reason:
        told.append(view.withdrawn_reason)
    return told


def _acts(view: EntryView) -> None:
    person = state.person()
    gone = view.status is _S.WITHDRAWN
    own = view.author is None or view.author.id == person.id
    writes = view.working is not None and (person.has(Role.EDITOR) or (own and person.has(Role.DOCTOR)))
    asked = st.query_params.pop("schedule", None) is not None
    with st.container(horizontal=True):
        ready = view.status in _TO_SCHEDULE and writes
        if ready and (_button("schedule", _("Schedule"), "event", primary=True) or asked):
            schedule_dialog(view.id)
        unsigned = view.signature is None and not gone and own
        if unsigned and person.has(Role.DOCTOR) and _button("to-sign", _("Read to sign"), "verified"):
            go("sign", entry=view.id)
        if not gone and writes and _button("edit", _("Edit"), "edit"):
            go("compose", entry=view.id)
    if not gone and (own or person.has(Role.REVIEWER, Role.ADMINISTRATOR)):
        with st.expander(_("Withdraw"), icon=":material/block:", key="withdraw-box"):
            st.text(_("Taken back for good, wherever it stands. Readers see why."))
            st.text_input(_("Why it is withdrawn"), key="withdraw-why", max_chars=500)
            st.button(_("Withdraw for good"), key="withdraw", on_click=_withdraw, args=(view.id,))


def _button(key: str, label: str, icon: str, *, primary: bool = False) -> bool:
    return st.button(label, type="primary" if primary else "secondary", icon=f":material/{icon}:", key=key)


def _withdraw(entry: str) -> None:
    reason = st.session_state["withdraw-why"]
    done = say("Withdrawn. What is live is being taken back.")
    state.act("entry", lambda desk, who: withdrawing.withdraw(desk, who, entry, reason), done)


def _publications(view: EntryView) -> None:
    if not view.publications:
        return
    st.header(_("Publications"))
    lines = [rows.publication_row(row, state.person().zone) for row in view.publications]
    if opened := link_list(lines, _("Publications"), key="entry-publications"):
        go("calendar", publication=opened, entry=view.id)
    measured("entry", view.id)


def _history(view: EntryView) -> None:
    with st.expander(_("History"), icon=":material/history:", key="history", on_change="rerun") as box:
        if not box.open:
            return
        zone = state.person().zone
        named = {f"session:{one.email}": one.name for one in people.people(state.desk(), state.actor())}
        for event in library.history(state.desk(), state.actor(), view.id):
            who = named.get(event.actor, event.actor)
            reason = event.detail.get("reason") or ""
            told = [moment(event.at, zone), names.action(event.action), who, str(reason)]
            st.text(" · ".join(part for part in told if part))
        with st.container(horizontal=True):
            for name, made, kind in (("PDF", reports.as_pdf, "pdf"), ("Markdown", reports.as_markdown, "md")):
                st.download_button(
                    _("Report for an inspector ({format})").format(format=name),
                    made(state.desk(), state.actor(), view.id),
                    file_name=f"report-{view.id}.{kind}",
                    icon=":material/description:",
                    on_click="ignore",
                    key=f"report-{kind}",
                )
