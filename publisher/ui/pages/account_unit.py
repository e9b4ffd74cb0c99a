"""Whose channel account it is: one unit's, or the whole organisation's."""

import streamlit as st

from publisher.domain.people import Role
from publisher.domain.sentences import say
from publisher.services import units
from publisher.services.accounts import AccountRow
from publisher.ui import state
from publisher.ui.i18n import _


def unit_of_account(row: AccountRow) -> None:
    """Offered to administrators as soon as somebody works in a unit."""
    if not state.person().has(Role.ADMINISTRATOR):
        return
    known = units.units(state.desk())
    if not known and row.unit is None:
        return
    with st.popover(_("Unit"), icon=":material/domain:", key=f"unit-box-{row.id}"):
        choices = [None, *sorted({*known, *([row.unit] if row.unit else [])})]
        st.selectbox(
            _("Unit"),
            choices,
            index=choices.index(row.unit),
            format_func=lambda unit: unit or _("the whole organisation"),
            key=f"unit-{row.id}",
            on_change=_set_unit,
            args=(row.id, row.name),
        )


def _set_unit(account: str, name: str) -> None:
    chosen: str | None = st.session_state[f"unit-{account}"]
    state.act("channels", lambda desk, who: units.set_account_unit(desk, who, name, chosen), say("Recorded."))
