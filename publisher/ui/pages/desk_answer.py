"""Answering a line of the inbox: what was signed before, a general question to draft, or a colleague to hand it to."""

import streamlit as st

from publisher.domain.communities import Community
from publisher.domain.errors import Refusal
from publisher.domain.sentences import say
from publisher.domain.triage import Route
from publisher.services import answering, inbox, referring
from publisher.services.inbox import GroupView
from publisher.ui import compared, rows, state
from publisher.ui.components.lists import Row, link_list
from publisher.ui.i18n import NAMES, _, moment, number
from publisher.ui.pages.desk_referral import referral
from publisher.ui.pages.inbox_held import held_back
from publisher.ui.plain import plain
from publisher.ui.routes import go, href


def answer_part(_places: list[Community]) -> None:
    state.show_refusals("answer")
    if entry := st.session_state.pop("answer-begun", None):
        go("compose", entry=entry)
    if group := st.query_params.get("group"):
        _line(group)
        return
    for one in referring.waiting(state.desk(), state.actor()):
        referral(one)
    found = inbox.groups(state.desk(), state.actor(), Route.DOCTOR, size=50)
    if not found.items:
        rows.empty("task_alt", _("No question waits for a doctor."))
        return
    lines = [
        Row(
            one.id,
            href("desk", part="answer", group=one.id),
            one.text,
            one.language,
            [NAMES[one.language], ", ".join(one.communities), moment(one.newest, state.person().zone)],
            _("Taken") if one.taken else number(one.count) if one.count > 1 else "",
            "good" if one.taken else "",
        )
        for one in found.items
    ]
    if opened := link_list(lines, _("Questions for a doctor"), key="answer-lines"):
        go("desk", part="answer", group=opened)


def _line(group: str) -> None:
    if st.button(_("All questions"), icon=":material/arrow_back:", type="tertiary", key="answer-back"):
        go("desk", part="answer")
    try:
        line = inbox.group(state.desk(), state.actor(), group)
    except Refusal as refusal:
        state.sentences(refusal.reasons)
        return
    st.header(plain(line.text), anchor=False)
    held_back(line.id)
    begun = answering.begun(state.desk(), state.actor(), line.id)
    for draft in begun:
        _being_written(draft)
    also = _apart(line)
    for one in answering.offers(state.desk(), state.actor(), line.id, also):
        with st.container(border=True, key=f"offer-{one.entry}"):
            if one.given:
                st.badge(_("Given to others who asked this"), color="blue")
            st.badge(
                _("Asks the same") if one.same else _("Near, not the same"), color="green" if one.same else "orange"
            )
            st.text(one.question)
            if one.agrees:
                st.caption(plain(_("Agrees: {aspects}").format(aspects="; ".join(map(compared.aspect, one.agrees)))))
            if one.differs:
                st.caption(plain(_("Differs: {aspects}").format(aspects="; ".join(map(compared.aspect, one.differs)))))
            st.button(_("This answers it"), key=f"use-{one.entry}", on_click=_use, args=(line.id, one.entry, also))
    if begun:
        with st.expander(_("Write another answer"), icon=":material/edit_note:", key="another"):
            _draft(line, also)
    else:
        _draft(line, also)
    _refer(line)


def _being_written(one: answering.Begun) -> None:
    with st.container(border=True, key=f"begun-{one.entry}"):
        st.badge(_("Being written"), icon=":material/edit:", color="blue")
        st.text(one.title)
        st.caption(plain(one.author))
        if one.hers and st.button(_("Go on writing"), key=f"go-on-{one.entry}"):
            go("compose", entry=one.entry)


def _apart(line: GroupView) -> tuple[str, ...]:
    """Members that differ are decided one by one: nothing is ticked unless a doctor ticks it."""
    if not line.apart:
        return ()
    st.text(_("These differ in a detail. Tick those that the same answer fits:"))
    return tuple(
        one.id
        for one in line.apart
        if st.checkbox(plain(f"{one.text} ({'; '.join(map(compared.aspect, one.differs))})"), key=f"also-{one.id}")
    )


def _draft(line: GroupView, also: tuple[str, ...]) -> None:
    st.header(_("Answer it as a general question"))
    st.text_area(_("The question as anybody could ask it"), value=line.text, key=f"general-{line.id}")
    held = answering.specialties(state.desk(), state.person())
    if held:
        st.selectbox(_("Your specialty it belongs to"), held, key="answer-specialty")
    st.button(_("Begin the draft"), type="primary", key="begin", on_click=_begin, args=(line.id, also))


def _refer(line: GroupView) -> None:
    colleagues = {
        f"{one.id}|{name}": f"{one.name} · {name}" if name else one.name
        for one, covers in referring.colleagues(state.desk(), state.actor())
        for name in covers or [""]
    }
    waiting = [one for one in (*line.members, *line.apart) if one.state in ("waiting", "taken")]
    asked = next((one for one in waiting if one.route not in (Route.CRISIS, Route.URGENT)), None)
    if not colleagues or asked is None:
        return
    with st.expander(_("Hand it to a colleague"), icon=":material/forward:", key="refer"):
        st.selectbox(_("Colleague"), list(colleagues), format_func=colleagues.__getitem__, key="refer-to")
        st.text_area(_("What she is asked for"), key="refer-brief", max_chars=2000)
        st.number_input(_("Days until it is due"), 1, referring.LONGEST_DAYS, value=3, key="refer-days")
        st.button(_("Hand it over"), key="refer-it", on_click=_hand_over, args=(asked.id,))


def _use(group: str, entry: str, also: tuple[str, ...]) -> None:
    done = say("Answered. Whoever asked is told.")
    state.act("answer", lambda desk, who: answering.use(desk, who, group, entry, also), done)


def _begin(group: str, also: tuple[str, ...]) -> None:
    words, specialty = st.session_state[f"general-{group}"], st.session_state.get("answer-specialty")
    made = state.act("answer", lambda desk, who: answering.draft(desk, who, group, words, specialty, also))
    st.session_state["answer-begun"] = made


def _hand_over(question: str) -> None:
    to, _bar, specialty = st.session_state["refer-to"].partition("|")
    brief, days = st.session_state["refer-brief"], int(st.session_state["refer-days"])
    done = say("Handed over.")
    state.act("answer", lambda desk, who: referring.refer(desk, who, question, to, specialty, brief, days), done)
