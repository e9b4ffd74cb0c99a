"""How a channel account is used: pauses, most a day, quiet hours, best times."""

from datetime import time

import streamlit as st

from publisher.domain.pacing import Pace
from publisher.domain.people import Role
from publisher.domain.sentences import say
from publisher.services import pacing
from publisher.services.accounts import AccountRow
from publisher.ui import state
from publisher.ui.i18n import _


def pace_of_account(row: AccountRow) -> None:
    """Offered to those who may change it."""
    if not state.person().has(Role.EDITOR, Role.ADMINISTRATOR):
        return
    now = pacing.pace(state.desk(), state.actor(), row.name)
    place = now.zone if now != Pace() else state.person().zone
    with (
        st.popover(_("Pace"), icon=":material/speed:", key=f"pace-box-{row.id}"),
        st.form(f"pace-form-{row.id}", border=False),
    ):
        st.number_input(_("Minutes between two posts"), 0, 10_080, now.spacing_minutes, key=f"pace-spacing-{row.id}")
        st.number_input(_("At most so many a day, 0 for any"), 0, 1_000, now.most_a_day, key=f"pace-most-{row.id}")
        with st.container(horizontal=True):
            st.time_input(_("Quiet from"), _time(now.quiet_from), key=f"pace-from-{row.id}", step=900)
            st.time_input(_("until"), _time(now.quiet_until), key=f"pace-until-{row.id}", step=900)
        st.text_input(_("Best times, like 09:00, 18:30"), ", ".join(now.best_times), key=f"pace-best-{row.id}")
        st.text_input(_("Time zone"), place, key=f"pace-zone-{row.id}")
        st.form_submit_button(_("Save"), on_click=_save, args=(row.id, row.name), key=f"pace-save-{row.id}")


def _time(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


def _save(account: str, name: str) -> None:
    def said(field: str) -> time | None:
        value: time | None = st.session_state[f"pace-{field}-{account}"]
        return value

    begins, ends = said("from"), said("until")
    wanted = Pace(
        zone=st.session_state[f"pace-zone-{account}"].strip(),
        spacing_minutes=int(st.session_state[f"pace-spacing-{account}"]),
        most_a_day=int(st.session_state[f"pace-most-{account}"]),
        quiet_from=f"{begins:%H:%M}" if begins else "",
        quiet_until=f"{ends:%H:%M}" if ends else "",
        best_times=tuple(one for one in st.session_state[f"pace-best-{account}"].split(",") if one.strip()),
    )
    state.act("channels", lambda desk, who: pacing.set_pace(desk, who, name, wanted), say("Recorded."))
