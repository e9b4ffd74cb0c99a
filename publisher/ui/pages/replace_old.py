"""Offered beside a corrected text: put it in the place of the older version wherever that is live or waits."""

import streamlit as st

from publisher.domain.sentences import Sentence, say
from publisher.services import replacing
from publisher.services.views import EntryView
from publisher.ui import state
from publisher.ui.i18n import _, ngettext


def offer(view: EntryView, allowed: bool) -> None:
    by_hand: list[tuple[str, str | None]] = st.session_state.pop("left-by-hand", [])
    for account, url in by_hand:
        st.text(_("Only a person can take the old post down: {account}").format(account=account))
        if url:
            st.link_button(_("See it where it is"), url, icon=":material/open_in_new:")
    old = replacing.outdated(state.desk(), view.id) if allowed and view.signature is not None else []
    if not old:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="outdated"):
        told = ngettext(
            "An older version is live or waits in {count} place.",
            "An older version is live or waits in {count} places.",
            len(old),
        ).format(count=len(old))
        st.text(told, width="stretch")
        st.button(
            _("Replace it everywhere"),
            icon=":material/published_with_changes:",
            type="primary",
            key="replace-everywhere",
            on_click=_replace,
            args=(view.id,),
        )


def _replace(entry: str) -> None:
    done: Sentence = say("The new version takes the place of the old one.")
    result = state.act("entry", lambda desk, who: replacing.replace_everywhere(desk, who, entry), done)
    if result is not None and result.by_hand:
        st.session_state["left-by-hand"] = result.by_hand
