"""The sealed way back to a writer: asked for with a reason, shown once, never kept by the page."""

from collections.abc import Callable

import streamlit as st

from publisher.services.desk import Actor, Desk
from publisher.ui import state
from publisher.ui.i18n import _

Opens = Callable[[Desk, Actor, str, str], dict[str, str]]


def way_back(message: str, part: str, opens: Opens, *, sealed: bool) -> None:
    """What was opened just now, else the box in which it is asked for. `part`: where a refusal is shown."""
    opened = st.session_state.pop(f"origin-{message}", None)
    if opened:
        st.code("\n".join(f"{name}: {value}" for name, value in opened.items()), language=None)
    elif sealed:
        with st.popover(_("The way back to the writer"), icon=":material/lock:", key=f"open-{message}"):
            st.text_input(_("Why"), key=f"why-{message}", max_chars=300)
            st.button(_("Open it"), key=f"unseal-{message}", on_click=_open, args=(message, part, opens))
            st.caption(_("Each opening is recorded with your name and the reason."))


def _open(message: str, part: str, opens: Opens) -> None:
    reason = st.session_state.get(f"why-{message}", "")
    if found := state.act(part, lambda desk, who: opens(desk, who, message, reason)):
        st.session_state[f"origin-{message}"] = found
