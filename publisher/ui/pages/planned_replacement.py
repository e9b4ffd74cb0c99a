"""“Takes the place of …” beside a text that is written, signed or approved, with the way to keep the old answer."""

from collections.abc import Sequence

import streamlit as st

from publisher.domain.sentences import say
from publisher.services import planned_replacements
from publisher.services.planned_replacements import Planned
from publisher.ui import state
from publisher.ui.i18n import _


def planned(entry: str, place: str) -> Sequence[Planned]:
    """Show what this text is going to replace."""
    found = planned_replacements.of_entry(state.desk(), state.actor(), entry)
    for one in found:
        key = f"{place}-planned-{one.answer}"
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=key):
            told = _("As soon as this may be shown, it takes the place of “{title}”.").format(title=one.title)
            st.text(told, width="stretch")
            if one.may_keep:
                st.button(
                    _("Keep the old answer"),
                    icon=":material/undo:",
                    key=f"{place}-keep-{one.answer}",
                    on_click=_keep,
                    args=(place, entry, one.answer),
                )
    return found


def _keep(place: str, entry: str, old: str) -> None:
    done = say("The old answer stays.")
    state.act(place, lambda desk, who: planned_replacements.keep_old(desk, who, entry, old), done)
