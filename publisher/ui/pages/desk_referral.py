"""A question handed to a colleague: what she is asked for, until when, and the thread of what was said."""

import streamlit as st

from publisher.services import referring
from publisher.services.referring import Referral
from publisher.ui import state
from publisher.ui.i18n import _, moment
from publisher.ui.routes import go

_ASKED = ("sender", "receiver", "specialty")


def referral(one: Referral) -> None:
    with st.container(border=True, key=f"referral-{one.id}"):
        st.text(one.question)
        due = _("due {time}").format(time=moment(one.due_at, state.person().zone))
        st.badge(due, icon=":material/schedule:", color="red" if one.late else "orange")
        st.text(_("{sender} asks {receiver} ({specialty})").format(**{name: getattr(one, name) for name in _ASKED}))
        for said in one.thread:
            st.text(f"{said.by}: {said.text}")
        st.text_input(_("Reply"), key=f"reply-{one.id}", max_chars=2000)
        with st.container(horizontal=True):
            if one.mine and one.group and st.button(_("Answer it"), type="primary", key=f"take-{one.id}"):
                go("desk", part="answer", group=one.group)
            st.button(_("Send the reply"), key=f"send-{one.id}", on_click=_reply, args=(one.id,))
            back = _("Give it back") if one.mine else _("Take it back")
            st.button(back, key=f"back-{one.id}", on_click=_give_back, args=(one.id,))


def _reply(referral: str) -> None:
    words = st.session_state[f"reply-{referral}"]
    state.act("answer", lambda desk, who: referring.reply(desk, who, referral, words))


def _give_back(referral: str) -> None:
    words = st.session_state[f"reply-{referral}"]
    state.act("answer", lambda desk, who: referring.give_back(desk, who, referral, words))
