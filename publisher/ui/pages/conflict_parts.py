"""Possible conflicts on any page: both sentences side by side with the reason, and what this person may do."""

import streamlit as st

from publisher.domain.errors import NotAllowed
from publisher.domain.people import Role
from publisher.domain.sentences import say
from publisher.services import library, resolving
from publisher.services.resolving import OpenConflict
from publisher.ui import state
from publisher.ui.components.lists import Row, link_list
from publisher.ui.i18n import _, ngettext
from publisher.ui.names import spoken
from publisher.ui.plain import plain
from publisher.ui.routes import go, href

_DECIDED = say("You let both stand; another doctor signs this text.")


def kind_name(kind: str) -> str:
    return {
        "number": _("Two figures"),
        "polarity": _("One allows, the other does not"),
        "opposite": _("Opposite words"),
    }.get(kind, kind)


def side_by_side(kind: str, said: tuple[str, str], here: str, there: str, title: str) -> None:
    """The two sentences, and the words in which they differ; on a phone one below the other."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(kind_name(kind), icon=":material/compare_arrows:", color="orange")
        if kind == "number":
            st.text(" / ".join(said), width="content")
    left, right = st.columns(2)
    with left:
        st.caption(_("Here"))
        st.text(here)
    with right:
        st.caption(plain(title))
        st.text(there)


def waiting(entry: str, place: str) -> None:
    """What is unresolved in the newest version of an entry, with the ways out."""
    found = resolving.of_entry(state.desk(), state.actor(), entry)
    if not found:
        return
    st.header(_("Possible conflicts with past answers"))
    for one in found:
        with st.container(border=True, key=f"{place}-conflict-{one.id}"):
            side_by_side(one.kind, one.said, one.here, one.there, _whose(one))
            _ways_out(one, place)


def _whose(one: OpenConflict) -> str:
    return f"{one.answer_title} · {one.answer_author}" if one.answer_author else one.answer_title


def _ways_out(one: OpenConflict, place: str) -> None:
    person = state.person()
    recuses = one.recuses and person.has(Role.DOCTOR)
    if one.decided:
        st.text(spoken(_DECIDED))
        return
    if not resolving.may_judge(state.desk(), state.actor(), one.entry, one.answer):
        st.text(_("A reviewer decides whether both may stand; it is in her list."))
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.popover(_("Both may stand"), icon=":material/check:", key=f"{place}-stand-box-{one.id}"):
            st.text_input(_("Why both may stand"), key=f"{place}-stand-why-{one.id}", max_chars=500)
            if recuses:
                st.caption(_("Whoever decides this does not sign this text."))
            st.button(_("Record"), key=f"{place}-stand-{one.id}", on_click=_let_stand, args=(one.id, place, recuses))
        if one.own and person.has(Role.DOCTOR):
            st.button(
                _("Replace the old answer"),
                icon=":material/published_with_changes:",
                key=f"{place}-replace-{one.id}",
                on_click=_replace,
                args=(one, place),
            )


def _let_stand(conflict: str, place: str, recuses: bool) -> None:
    reason = st.session_state[f"{place}-stand-why-{conflict}"]
    done = _DECIDED if recuses else say("Recorded. This pair is not shown again.")
    state.act(place, lambda desk, who: resolving.let_stand(desk, who, conflict, reason), done)


def _replace(one: OpenConflict, place: str) -> None:
    done = say("As soon as this may be shown, the old answer is replaced and taken back.")
    state.act(place, lambda desk, who: resolving.replace(desk, who, one.entry, one.answer), done)


def unresolved() -> bool:
    """The list on Today: for a reviewer all of them, for everybody else those in which her own texts stand."""
    found = resolving.unresolved(state.desk(), state.actor(), limit=20)
    if not found:
        return False
    count = resolving.count_unresolved(state.desk(), state.actor())
    told = ngettext("{count} possible conflict", "{count} possible conflicts", count)
    st.header(told.format(count=count))
    lines = [
        Row(
            one.id,
            href("library", entry=one.entry),
            one.here,
            None,
            [one.there, _whose(one)],
            kind_name(one.kind),
            "wait",
        )
        for one in found
    ]
    if opened := link_list(lines, _("Possible conflicts with past answers"), key="today-conflicts"):
        _open(next(one for one in found if one.id == opened))
    return True


def _open(one: OpenConflict) -> None:
    """Where its text stands, or here for who judges it and does not read the drafts of its unit."""
    try:
        library.entry(state.desk(), state.actor(), one.entry)
    except NotAllowed:
        st.dialog(_("Possible conflicts with past answers"), width="large")(_apart)(one)
    else:
        go("library", entry=one.entry)


def _apart(one: OpenConflict) -> None:
    if "done" in st.session_state:
        st.rerun()
    state.show_refusals("today")
    st.text(f"{one.entry_title} · {one.entry_author}" if one.entry_author else one.entry_title)
    side_by_side(one.kind, one.said, one.here, one.there, _whose(one))
    _ways_out(one, "today")
