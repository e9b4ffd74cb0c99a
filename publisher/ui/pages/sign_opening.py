"""A text opened in Sign: checked and compared under the rules of now; where it cannot be compared, it says why."""

import time

import streamlit as st

from publisher.domain.errors import ConfigurationError
from publisher.domain.people import Role
from publisher.services import library, signing
from publisher.services.views import EntryView
from publisher.ui import compared, state

OPEN_SECONDS, AGAIN_SECONDS = 60, 10
_KEPT = "opened-to-sign"


def opened(entry: str) -> EntryView:
    """A doctor's opening checks and compares a version under the packs of now, and again after a minute; the runs in
    between, one for each click, read what is there. Signing checks once more. Anybody else only reads.

    What cannot be compared is read all the same, and compared again soon.
    """
    view = library.entry(state.desk(), state.actor(), entry)
    if not state.person().has(Role.DOCTOR):
        return view
    version, until, why = st.session_state.get(_KEPT, ("", 0.0, None))
    if view.revision is None or version != view.revision.id or time.monotonic() >= until:
        view, why = _open(entry)
        seconds = OPEN_SECONDS if why is None else AGAIN_SECONDS
        st.session_state[_KEPT] = (view.revision.id if view.revision else "", time.monotonic() + seconds, why)
    if why is not None and view.signature is None:
        st.text(compared.not_compared(why))
    return view


def _open(entry: str) -> tuple[EntryView, str | None]:
    """The text as it is opened, and why it could not be compared."""
    desk, who = state.desk(), state.actor()
    try:
        return signing.open_for_signing(desk, who, entry), None
    except ConfigurationError as error:  # what was checked before is kept
        state.log.error("not_compared", kind=type(error).__name__)
        return library.entry(desk, who, entry), str(error)
