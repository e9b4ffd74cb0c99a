"""What stands beside a line for which an answer was signed that may not be shown everywhere it is asked."""

import streamlit as st

from publisher.services import law_held
from publisher.ui import state
from publisher.ui.i18n import _
from publisher.ui.names import spoken
from publisher.ui.plain import plain


def held_back(group: str) -> None:
    for one in law_held.of_line(state.desk(), state.actor(), group):
        told = _("“{title}” is signed, but it may not be shown in “{community}”. Those who ask there wait for another.")
        st.warning(plain(told.format(title=one.title, community=one.community)), icon=":material/gavel:")
        for reason in one.reasons:
            st.caption(plain(spoken(reason)))
