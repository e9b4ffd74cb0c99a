"""Recall: each place that still shows a text which fell, with the correction to paste there, until it is seen to."""

import streamlit as st

from publisher.domain.communities import Community
from publisher.domain.sentences import say
from publisher.services import recalling
from publisher.services.recalling import RecallItem
from publisher.ui import names, rows, state
from publisher.ui.components.reading import copyable
from publisher.ui.i18n import _, moment
from publisher.ui.routes import go


def recall_part(_places: list[Community]) -> None:
    state.show_refusals("recall")
    found = recalling.waiting(state.desk(), state.actor())
    if not found:
        rows.empty("task_alt", _("Nothing has to be called back."))
        return
    for one in found:
        _item(one)


def _item(one: RecallItem) -> None:
    with st.container(border=True, key=f"recall-{one.id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.badge(names.cause(one.cause), icon=":material/undo:", color="red")
            st.text(one.title, width="content")
        told = [one.where, names.form(one.form) if one.form else "", one.by or "", moment(one.at, state.person().zone)]
        st.text(" · ".join(part for part in told if part))
        if one.url:
            st.link_button(_("See it where it is"), one.url, icon=":material/open_in_new:")
        if one.way:
            st.text(names.spoken(one.way))
            if st.button(_("Open the text"), icon=":material/article:", key=f"recall-text-{one.id}"):
                go("library", entry=one.entry)
        copyable(one.correction, key=f"correction-{one.id}", language=one.language)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.button(
                _("It is corrected there"),
                icon=":material/check:",
                key=f"recall-done-{one.id}",
                on_click=_done,
                args=(one.id,),
            )
            with st.popover(_("It cannot be"), icon=":material/block:", key=f"recall-not-{one.id}"):
                st.text_input(_("Why it cannot be corrected"), key=f"recall-why-{one.id}", max_chars=300)
                st.button(_("Record"), key=f"recall-record-{one.id}", on_click=_impossible, args=(one.id,))


def _done(item: str) -> None:
    state.act("recall", lambda desk, who: recalling.done(desk, who, item), say("Recorded as corrected."))


def _impossible(item: str) -> None:
    why = st.session_state[f"recall-why-{item}"]
    state.act("recall", lambda desk, who: recalling.impossible(desk, who, item, why), say("Recorded."))
